"""Simulations against closed forms, against walks along what drives, and against each other."""

from collections import Counter
from datetime import date, timedelta
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import beta, norm, triang

import depgraph
from depgraph import Estimate, Graph, Link, Milestone, Query, RiskDriver, Risks, Slip
from depgraph.analysis.projection import project
from depgraph.analysis.risk import influences, resampling
from depgraph.analysis.risk.draws import draws, stream_key
from depgraph.analysis.risk.network import network_of
from depgraph.analysis.risk.passes import Chunk, run
from depgraph.analysis.risk.record import Outcome, record_of
from depgraph.errors import CycleError, DateRangeError, NothingVariesError
from depgraph.model import Calendar
from depgraph.plans.opening import open_whole
from depgraph.plans.selection import selection_from

from ..random_plans import AS_OF, plans
from .test_passes import risky

DUE = date(2030, 1, 1)
RUNS = 10_000
GRAPHS = Path(__file__).parents[3] / "graphs"


def simulated(milestones, links=(), codes=("GOAL",), *, risks=None, **options):
    plan = Graph(milestones, links, as_of=AS_OF, calendars=options.pop("calendars", ()))
    return depgraph.simulate(plan, codes, risks=risks, **options)


def days_of(chance):
    numbers = [np.full(runs, day - DUE.toordinal()) for day, runs in chance.counts]
    return np.concatenate(numbers)


def is_within_three_errors(share, expected, runs=RUNS):
    return abs(share - expected) <= 3 * sqrt(expected * (1 - expected) / runs)


# -- closed forms ----------------------------------------------------------------------


def test_the_latest_of_independent_triangulars():
    slips = [(0, 300, 1000), (-500, 0, 900), (100, 100, 800), (0, 950, 1000)]
    milestones = [Milestone(f"M{n}", due=DUE, slip=Slip(*slip)) for n, slip in enumerate(slips)]
    links = [Link(m.id, "GOAL") for m in milestones]
    chance = simulated([*milestones, Milestone("GOAL")], links)["GOAL"]
    for day in (200, 400, 600, 700, 800, 900):
        expected = 1.0
        for low, likely, high in slips:
            width = high - low
            mode = round(100 * (likely - low) / width) / 100
            expected *= triang.cdf((day + 0.5 - low) / width, mode)
        share = np.mean(days_of(chance) <= day)
        assert is_within_three_errors(share, expected), day


def test_a_chain_of_pert_durations_is_normal():
    count, low, likely, high = 40, 0, 25, 100
    milestones = [Milestone("M0", due=DUE, slip=Slip(0, 0, 0))]
    milestones += [
        Milestone(f"M{n}", duration=0, slip=Slip(low, likely, high, "pert"))
        for n in range(1, count + 1)
    ]
    links = [Link(f"M{n}", f"M{n + 1}") for n in range(count)]
    chance = simulated(milestones, links, [f"M{count}"])[f"M{count}"]
    a, b = 2.0, 4.0
    mean = count * high * beta.mean(a, b)
    deviation = sqrt(count) * high * beta.std(a, b)
    total = days_of(chance)
    assert abs(total.mean() - mean) < 3 * deviation / sqrt(RUNS)
    assert abs(total.std() - deviation) < 3 * deviation / sqrt(2 * RUNS)
    skewness = 0.006  # what is left of it in the sum of so many (Berry and Esseen)
    for p in (0.1, 0.5, 0.8, 0.9):
        day = int(mean + deviation * norm.ppf(p))
        expected = norm.cdf(day + 0.5, mean, deviation)
        error = 3 * sqrt(expected * (1 - expected) / RUNS)
        assert abs(np.mean(total <= day) - expected) < error + skewness


def test_what_is_open_is_drawn_from_the_rest_only():
    due = AS_OF - timedelta(days=40)
    chance = simulated([Milestone("GOAL", due=due, slip=Slip(0, 30, 90))])["GOAL"]
    at = np.concatenate([np.full(runs, day - due.toordinal()) for day, runs in chance.counts])
    assert at.min() == 41
    mode = round(100 * 30 / 90) / 100
    past = triang.cdf(40.5 / 90, mode)
    for day in (50, 60, 75):
        expected = (triang.cdf((day + 0.5) / 90, mode) - past) / (1 - past)
        assert is_within_three_errors(np.mean(at <= day), expected), day


def test_if_nothing_lies_beyond_it_is_the_as_of_date():
    due = AS_OF - timedelta(days=100)
    simulation = simulated([Milestone("GOAL", due=due, slip=Slip(0, 30, 90))])
    assert simulation.passed == ("GOAL",)
    assert simulation["GOAL"].counts == ((AS_OF.toordinal(), RUNS),)


def test_a_driver_hits_all_of_its_milestones_in_the_same_runs():
    milestones = [Milestone(name, due=DUE) for name in "ABC"]
    driver = RiskDriver("storm", frozenset("ABC"), 0.25, Slip(100, 100, 100))
    links = [Link(name, "GOAL") for name in "ABC"]
    risks = Risks(drivers=(driver,))
    chance = simulated([*milestones, Milestone("GOAL")], links, risks=risks)["GOAL"]
    hit = dict(chance.counts)[DUE.toordinal() + 100]
    assert len(chance.counts) == 2
    assert is_within_three_errors(hit / RUNS, 0.25)


def test_a_doubtful_link_holds_in_its_share_of_the_runs():
    milestones = [Milestone("A", due=DUE, slip=Slip(50, 50, 50)), Milestone("GOAL", due=DUE)]
    link = Link("A", "GOAL", queries=(Query("Really?"),), holds=0.7)
    chance = simulated(milestones, [link])["GOAL"]
    assert is_within_three_errors(chance.on_time, 0.3)


@pytest.mark.parametrize("common", [0.0, 0.3, 1.0])
def test_slips_of_the_record_correlate_as_much_as_they_have_in_common(common):
    outcomes = [Outcome(f"M{n}", None, 5 * n, is_complete=True) for n in range(200)]
    plan = Graph([Milestone("A", due=DUE), Milestone("B", due=DUE)], as_of=AS_OF)
    risks = Risks(record=record_of(outcomes, 2, 0), common=common)
    network = network_of(plan, risks, [0, 1], as_of=AS_OF, seed=0, gaps="float")
    chunk = Chunk(network, 0, 20_000)
    a, b = chunk.finish
    # Of normal scores; ranks have 6/pi arcsin(rho/2) (K. Pearson, 1907).
    ranks = [np.argsort(np.argsort(row)) for row in (a, b)]
    expected = 6 / np.pi * np.arcsin(common / 2)
    assert np.corrcoef(*ranks)[0, 1] == pytest.approx(expected, abs=0.03)
    assert a.mean() - DUE.toordinal() == pytest.approx(500, rel=0.05)


# -- percent of durations, calendars ---------------------------------------------------


def test_per_cent_are_of_the_duration():
    percent = Slip(80, 100, 150, is_percent=True)
    start = Milestone("START", due=DUE, slip=Slip(0, 0, 0))
    goal = Milestone("GOAL", duration=200, slip=percent)
    chance = simulated([start, goal], [Link("START", "GOAL")])["GOAL"]
    by_days = goal._replace(slip=Slip(-40, 0, 100))
    assert chance.counts == simulated([start, by_days], [Link("START", "GOAL")])["GOAL"].counts
    assert days_of(chance).min() >= 160


def test_slips_are_working_days_of_a_calendar():
    office = Calendar("office")
    monday = date(2029, 12, 31)
    slip = Slip(5, 5, 5)
    chance = simulated(
        [Milestone("GOAL", due=monday, calendar="office", slip=slip)], calendars=[office]
    )["GOAL"]
    assert chance.p80 == monday + timedelta(days=7)


# -- keyed draws -----------------------------------------------------------------------


def chain(more=()):
    milestones = [
        Milestone(f"M{n}", due=DUE + timedelta(days=20 * n), slip=Slip(-10, 5, 120), team="T")
        for n in range(12)
    ]
    links = [Link(f"M{n}", f"M{n + 1}") for n in range(11)]
    return Graph([*milestones, *more], links, as_of=AS_OF)


def test_a_milestone_more_changes_no_draw_of_the_others():
    more = [Milestone(f"A{n}", due=DUE, slip=Slip(0, 9, 99)) for n in range(7)]
    before = depgraph.simulate(chain(), ["M11"])["M11"]
    after = depgraph.simulate(chain(more), ["M11"])["M11"]
    assert before == after
    assert depgraph.simulate(chain(more), ["A3", "M11"])["M11"] == before
    assert depgraph.simulate(chain(), ["M11"], seed=1)["M11"].counts != before.counts


def test_runs_are_the_same_in_whatever_chunks(monkeypatch):
    network = network_of(chain(), Risks(), [11], as_of=AS_OF, seed=0, gaps="float")
    whole = Chunk(network, 0, 1000).finish[-1]
    for size in (64, 252, 1000):
        monkeypatch.setattr("depgraph.analysis.risk.passes._MOST_RUNS", size)
        parts = run(network, 0, 1000, with_driving=True)
        assert Counter(dict(zip(*map(list, parts.finishes[0]), strict=True))) == Counter(
            whole.tolist()
        )
    assert draws([stream_key(0, "x")], 0, 4).shape == (1, 4)


# -- criticality, sensitivity ----------------------------------------------------------


@settings(deadline=None, max_examples=40)
@given(plans().flatmap(risky), st.sampled_from(["float", "work"]))
def test_criticality_is_how_often_the_walk_along_drivers_passes(plan_and_risks, gaps):
    """Each run is a plan of its own: what drives the target there is walked back by `project`."""
    plan, risks = plan_and_risks
    plan = plan.with_links(link._replace(holds=None) for link in plan.links)
    milestones = [m._replace(slip=None) if m.duration is not None else m for m in plan.milestones]
    milestones = [m._replace(estimate=None, started=None) for m in milestones]
    plan, risks = plan.with_parts(milestones=milestones), Risks()
    target = len(plan) - 1
    assume(not plan.milestones[target].is_complete)
    runs = 16
    network = network_of(plan, risks, [target], as_of=AS_OF, seed=0, gaps=gaps)
    chunk = Chunk(network, 0, runs)
    slips = dict(chunk.slips(range(len(network.rows))))
    walked = Counter()
    for number in range(runs):
        moved = list(plan.milestones)
        for at, row in enumerate(network.rows):
            own = plan[row.code].own_date
            if slips[at] is not None and own is not None and slips[at][number]:
                day = own + timedelta(days=int(slips[at][number]))
                moved[plan.number(row.code)] = plan[row.code]._replace(forecast=day, completed=None)
        projection = project(plan.with_parts(milestones=moved), as_of=AS_OF, gaps=gaps, plan=plan)
        code = plan.milestones[target].id
        if projection.date(code) is None:
            continue
        while code is not None:
            walked[code] += 1
            link = projection.driver(code).link
            code = None if link is None else link.prerequisite
    counted = {
        row.code: often
        for row, often in zip(network.rows, chunk.driving()[0], strict=True)
        if often
    }
    assert counted == dict(walked)


def test_what_costs_most_comes_first():
    milestones = [
        Milestone("LONG", due=DUE, slip=Slip(0, 100, 400), team="T"),
        Milestone("SHORT", due=DUE, slip=Slip(0, 5, 20), team="U"),
        Milestone("ASIDE", due=DUE, slip=Slip(0, 5, 999), team="V"),
        Milestone("GOAL"),
    ]
    driver = RiskDriver("storm", frozenset({"SHORT"}), 0.5, Slip(200, 300, 500))
    links = [Link("LONG", "GOAL"), Link("SHORT", "GOAL")]
    simulation = simulated(milestones, links, risks=Risks(drivers=(driver,)))
    rows = {(row.kind, row.id): row for row in simulation.sensitivities[0].rows}
    assert ("team", "V") not in rows
    assert rows["milestone", "LONG"].p80_days == rows["team", "T"].p80_days
    assert rows["driver", "storm"].p80_days > rows["team", "U"].p80_days
    share = rows["milestone", "LONG"].criticality + rows["milestone", "SHORT"].criticality
    assert 1 <= share < 1.1
    without = simulated(
        [m._replace(slip=None) if m.id == "LONG" else m for m in milestones],
        links,
        risks=Risks(drivers=(driver,)),
    )
    p80 = simulation["GOAL"].p80
    assert rows["milestone", "LONG"].p80_days == (p80 - without["GOAL"].p80).days


def test_responses_leave_what_is_left_of_risks():
    from depgraph.model.risks import Residual

    driver = RiskDriver(
        "storm", frozenset({"GOAL"}), 0.9, Slip(50, 50, 50), "move it", Residual(0.1)
    )
    simulation = simulated([Milestone("GOAL", due=DUE)], risks=Risks(drivers=(driver,)))
    assert simulation["GOAL"].on_time == pytest.approx(0.1, abs=0.01)
    assert simulation.after[0].on_time == pytest.approx(0.9, abs=0.01)


# -- the record ------------------------------------------------------------------------


def test_the_record_is_told_from_the_tail_and_from_resamples():
    outcomes = [Outcome(f"M{n}", None, 3 * n, is_complete=n % 3 > 0, lead=400) for n in range(60)]
    risks = Risks(record=record_of(outcomes, 2, 0))
    near = Milestone("GOAL", due=AS_OF + timedelta(days=100))
    simulation = simulated([near], risks=risks)
    chance = simulation["GOAL"]
    low, high = chance.p80_record
    assert low < chance.p80 < high
    assert chance.p80_at_least <= chance.p80
    assert chance.is_record_too_short == risks.record.is_too_short
    far = near._replace(due=AS_OF + timedelta(days=401))
    assert simulated([far], risks=risks)["GOAL"].is_record_too_short
    assert simulated([near], risks=risks) is not None
    assert simulation.sensitivities[0].rows[-1].p80_days >= 0


@pytest.mark.slow
def test_few_runs_a_resample_and_few_milestones_left_out_say_what_more_of_them_say(monkeypatch):
    plan = open_whole(selection_from([GRAPHS], config=GRAPHS / "depgraph.yaml"))
    code = "LDM-503-17"
    usual = depgraph.simulate(plan.graph, [code], risks=plan.risks())
    monkeypatch.setattr(resampling, "_FEWEST_RUNS", 2000)
    monkeypatch.setattr(influences, "_MOST_ROWS", 1000)
    thorough = depgraph.simulate(plan.graph, [code], risks=plan.risks())
    low, high = thorough[code].p80_record
    ends = zip(usual[code].p80_record, (low, high), strict=True)
    assert all(abs(end - more) <= (high - low) / 10 for end, more in ends)
    rows, more_rows = (set(s.sensitivities[0].rows) for s in (usual, thorough))
    assert thorough.sensitivities[0].left_out == 0
    assert usual.sensitivities[0].left_out > 0
    costs = {(row.kind, row.id): row.p80_days for row in more_rows}
    usual_costs = {(row.kind, row.id): row.p80_days for row in rows}
    assert usual_costs == {key: costs[key] for key in usual_costs}
    error = usual[code].p80_error_days
    assert all(days <= error for key, days in costs.items() if key not in usual_costs)


# -- refusals --------------------------------------------------------------------------


def test_what_cannot_be_simulated_is_refused():
    goal = Milestone("GOAL", due=DUE)
    with pytest.raises(NothingVariesError, match="nothing is said"):
        simulated([goal])
    with pytest.raises(NothingVariesError, match="complete"):
        simulated([goal._replace(completed=AS_OF, state="complete")], risks=Risks())
    with pytest.raises(depgraph.DepgraphError, match="iterations"):
        simulated([goal], iterations=0)
    with pytest.raises(CycleError):
        simulated(
            [Milestone("A", due=DUE), goal._replace(slip=Slip(0, 1, 2))],
            [Link("A", "GOAL"), Link("GOAL", "A")],
        )
    with pytest.raises(DateRangeError, match="9999"):
        simulated([Milestone("GOAL", due=date(9999, 12, 30), slip=Slip(5, 5, 5))])


def test_a_schedule_network_is_refused_as_its_program_counts_minutes():
    from depgraph.model import Rules

    network = Graph(
        [Milestone("GOAL", due=DUE, slip=Slip(0, 1, 2))], as_of=AS_OF, rules=Rules("p6")
    )
    with pytest.raises(depgraph.DepgraphError, match="minutes"):
        depgraph.simulate(network, ["GOAL"])


def test_an_estimate_gives_a_date_to_what_has_none():
    low, likely, high = (DUE + timedelta(days=n) for n in (0, 10, 20))
    chance = simulated([Milestone("GOAL", estimate=Estimate(low, likely, high))])["GOAL"]
    assert low <= chance.p10 < chance.p50 == likely < chance.p90 <= high
