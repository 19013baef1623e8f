"""How late milestones turned out: Kaplan-Meier with delayed entry, and hand-made schedules."""

from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter

from depgraph import Milestone
from depgraph.analysis.risk.draws import stream_key, words
from depgraph.analysis.risk.record import (
    FEWEST_AT_RISK,
    Outcome,
    outcomes_of,
    record_of,
)
from depgraph.analysis.risk.resampling import Resampler
from depgraph.analysis.risk.shapes import record_table
from depgraph.model.schedules import Revision


def outcome(number: int, exit_: int, *, is_complete: bool = True, entry: int | None = None):
    return Outcome(f"M{number}", entry, exit_, is_complete)


def test_the_curve_is_that_of_the_leukemia_patients():
    # E. J. Freireich et al. 1963, the 6-MP group: the worked example of most text books, as in
    # D. G. Kleinbaum and M. Klein, Survival Analysis, table 2.3 ("+" is censored).
    remissions = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    outcomes = [outcome(n, day) for n, day in enumerate(remissions)]
    outcomes += [outcome(100 + n, day, is_complete=False) for n, day in enumerate(censored)]
    record = record_of(outcomes, 2, 0)
    published = {
        6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482,
    }  # fmt: skip
    assert {day: round(share, 4) for day, share in record.curve} == published
    assert record.until_days == 25  # five are at risk then, and four in the next week
    assert record.survival_at_end == pytest.approx(0.4482, abs=1e-4)


def test_who_enters_late_is_at_risk_only_from_then_on():
    # By hand: at 5 the two that enter at 5 and at 7 are not at risk, so 1 of 5; at 9, 1 of 6.
    outcomes = [outcome(n, 20, is_complete=False) for n in range(4)]
    outcomes += [outcome(4, 5), outcome(5, 9, entry=5), outcome(6, 20, is_complete=False, entry=7)]
    curve = record_of(outcomes, 2, 0).curve
    assert [day for day, _ in curve] == [5, 9]
    assert [share for _, share in curve] == pytest.approx([4 / 5, 4 / 5 * 5 / 6])


any_outcomes = st.lists(
    st.tuples(st.integers(-20, 60), st.integers(0, 40), st.booleans(), st.booleans()),
    min_size=12,
    max_size=40,
)


@settings(deadline=None, max_examples=60)
@given(any_outcomes)
def test_the_curve_is_that_of_lifelines(drawn):
    outcomes = [
        Outcome(f"M{n}", begin if has_entry else None, begin + length + 1, is_complete)
        for n, (begin, length, has_entry, is_complete) in enumerate(drawn)
    ]
    record = record_of(outcomes, 2, 0)
    if record is None:
        return
    fitter = KaplanMeierFitter().fit(
        [o.exit + 1000 for o in outcomes],
        [o.is_complete for o in outcomes],
        entry=[-1 if o.entry is None else o.entry + 1000 for o in outcomes],
    )
    for day, share in record.curve:
        if share > 0:
            expected = float(fitter.survival_function_at_times(day + 1000).iloc[0])
            assert share == pytest.approx(expected, abs=1e-9), day


def test_a_table_has_the_curve_and_an_exponential_tail():
    outcomes = [outcome(n, 10 * n) for n in range(1, 21)]
    record = record_of(outcomes, 2, 0)
    assert record.until_days == 160
    assert record.tail_mean_days == sum(range(10, 210, 10)) / 20
    table = record_table(record)
    assert [int(table[round(65536 * p)]) for p in (0.01, 0.31, 0.5001, 0.79)] == [10, 70, 110, 160]
    beyond = table[table > 160] - 160
    assert beyond.mean() == pytest.approx(record.tail_mean_days, rel=0.02)
    cut = record_table(record, with_tail=False)
    assert cut.max() == 160
    assert np.array_equal(cut, np.minimum(table, 160))


# -- schedules -------------------------------------------------------------------------


def revision(as_of: date, *milestones: Milestone) -> Revision:
    return Revision(f"{as_of}.yaml", as_of, {m.id: m for m in milestones})


def day(month: int, number: int) -> date:
    return date(2020, month, number)


FIRST = revision(
    day(3, 1),
    Milestone("EARLY", due=day(2, 1), completed=day(2, 11)),
    Milestone("LATE", due=day(2, 1)),
    Milestone("MOVED", due=day(2, 1), forecast=day(3, 21)),
    Milestone("GONE", due=day(4, 1)),
    Milestone("UNDATED"),
)
SECOND = revision(
    day(6, 1),
    Milestone("EARLY", due=day(2, 1), completed=day(2, 11)),
    Milestone("LATE", due=day(8, 1), completed=day(5, 1)),
    Milestone("MOVED", due=day(8, 1)),
    Milestone("UNDATED", completed=day(4, 1)),
    Milestone("NEW", due=day(7, 1)),
)


def test_schedules_tell_how_late_milestones_turned_out():
    outcomes, removed = outcomes_of([SECOND, FIRST], day(6, 1))
    assert outcomes == (
        # Up to the first schedule, by its own dates.
        Outcome("EARLY", None, 10, is_complete=True),
        Outcome("GONE", None, -31, is_complete=False),
        Outcome("LATE", None, 29, is_complete=False),
        Outcome("MOVED", None, -20, is_complete=False),
        # Between the two, by the dates of the first: not by those of the second.
        Outcome("LATE", 29, 90, is_complete=True, lead=-29),
        Outcome("MOVED", -20, 72, is_complete=False, lead=20),
    )
    assert removed == 1


def test_a_schedule_after_the_as_of_date_is_hindsight():
    outcomes, removed = outcomes_of([FIRST, SECOND], day(5, 31))
    assert {o.milestone for o in outcomes if o.is_complete} == {"EARLY"}
    assert removed == 0


def test_a_completion_after_the_as_of_date_is_none():
    later = revision(day(6, 1), Milestone("LATE", due=day(2, 1), completed=day(7, 1)))
    outcomes, _ = outcomes_of([FIRST, later], day(6, 1))
    assert not any(o.is_complete for o in outcomes if o.milestone == "LATE")


def test_there_is_no_record_without_enough_at_risk():
    few = [outcome(n, 10) for n in range(FEWEST_AT_RISK - 1)]
    assert record_of(few, 2, 0) is None
    assert record_of([outcome(n, 10, is_complete=False) for n in range(9)], 2, 0) is None


def slowly_resampled(record, seed, number):
    """Return a resample as it is defined: the outcomes of milestones drawn with putting back."""
    by_milestone = {}
    for one in record.outcomes:
        by_milestone.setdefault(one.milestone, []).append(one)
    names = sorted(by_milestone)
    block = words([stream_key(seed, f"resample {number}")], 0, len(names))[0].tolist()
    drawn = [names[(word >> 32) * len(names) >> 32] for word in block]
    return record_of([one for name in drawn for one in by_milestone[name]], 2, 0)


def told(record):
    return record and record._replace(outcomes=(), longest_lead=0, schedules=0, removed=0)


@settings(deadline=None, max_examples=60)
@given(any_outcomes, st.integers(0, 99))
def test_a_resample_by_weights_is_that_of_its_outcomes(drawn, number):
    outcomes = [
        Outcome(f"M{n // 2}", begin if has_entry else None, begin + length + 1, is_complete)
        for n, (begin, length, has_entry, is_complete) in enumerate(drawn)
    ]
    record = record_of(outcomes, 2, 0)
    if record is None:
        return
    fast, slow = Resampler(record).record(0, number), slowly_resampled(record, 0, number)
    assert (fast is None) == (slow is None)
    if fast is not None:
        assert told(fast)._replace(curve=(), survival_at_end=0) == told(slow)._replace(
            curve=(), survival_at_end=0
        )
        assert dict(fast.curve) == pytest.approx(dict(slow.curve))


def test_resamples_vary_as_much_as_their_record_is_unsure():
    random = Random(0)  # noqa: S311
    outcomes = []
    for n in range(30):
        outcomes.append(outcome(n, 20, is_complete=False))
        outcomes.append(outcome(n, 20 + random.randrange(1, 60), entry=20))
    record = record_of(outcomes, 2, 0)
    resampler = Resampler(record)
    ends = [resampler.record(0, number).survival(40) for number in range(200)]
    assert np.mean(ends) == pytest.approx(record.survival(40), abs=0.02)
    # Greenwood's formula for the standard error, as 30 milestones are independent.
    assert np.std(ends) == pytest.approx(
        (record.survival(40) * (1 - record.survival(40)) / 30) ** 0.5, rel=0.2
    )
