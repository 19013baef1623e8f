"""What queried links do to dates: nothing is later without one, and what is said of them is so."""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from depgraph.analysis.changed_plan import changed_milestones
from depgraph.analysis.critical_path import critical_path
from depgraph.analysis.projection import GAPS, project
from depgraph.analysis.queries import drop_queries
from depgraph.analysis.what_if import what_if, without_queries
from depgraph.errors import CycleError
from depgraph.model import Graph, Query
from depgraph.model.changes import DropQueries, Move

from . import random_plans

DOUBT = (Query("Really?"),)
FEW = settings(deadline=None, max_examples=60)
KINDS = pytest.mark.parametrize(
    "plans",
    [
        random_plans.plans(),
        random_plans.plans(calendars=True),
        random_plans.ladders(),
        random_plans.ladders(calendars=True),
    ],
    ids=["in order", "calendars", "ladders", "ladders with calendars"],
)


@st.composite
def doubted(draw: st.DrawFn, plans: st.SearchStrategy[Graph]) -> Graph:
    """A plan with queried links, that has dates."""
    plan = draw(plans)
    doubts = draw(st.lists(st.booleans(), min_size=len(plan.links), max_size=len(plan.links)))
    links = [
        link._replace(queries=DOUBT) if is_doubted else link
        for link, is_doubted in zip(plan.links, doubts, strict=True)
    ]
    plan = plan.with_links(links)
    try:
        project(plan)
    except CycleError:
        assume(False)  # noqa: FBT003
    return plan


def is_later(after: date | None, before: date | None) -> bool:
    """Whether a date is later; one that is gone is not, one that comes is."""
    return after is not None and (before is None or after > before)


def movable(plan: Graph) -> list[str]:
    dated = project(plan.without_queried_links())
    return [m.id for m in plan.milestones if not m.is_complete and dated.date(m.id) is not None]


@KINDS
def test_nothing_is_later_without_queried_links(plans: st.SearchStrategy[Graph]) -> None:
    @FEW
    @given(doubted(plans), st.data())
    def holds(plan: Graph, data: st.DataObject) -> None:
        dropped = what_if(plan, [DropQueries()])
        for moved in dropped.moved:
            for gaps in GAPS:
                assert not is_later(moved.shift(gaps).after, moved.shift(gaps).before)
        dropped_queries = drop_queries(plan)
        for change in (*dropped_queries.together, *sum(dropped_queries.alone, ())):
            assert not is_later(change.projected_without, change.projected)
        for gaps in GAPS:
            if dropped.reading(gaps) is not None:
                for milestone in plan.milestones:
                    whole = critical_path(plan, milestone.id, gaps=gaps)
                    firm = critical_path(plan, milestone.id, gaps=gaps, without_queries=True)
                    assert not is_later(firm.projected, whole.projected)
        codes = movable(plan)
        if not codes:
            return
        move = Move(data.draw(st.sampled_from(codes)), days=data.draw(st.integers(-9, 9)))
        try:
            impact = what_if(plan, [move])
        except CycleError:  # rounded to working days, a ladder may have no dates from a day on
            return
        without = without_queries(impact).impact
        for gaps in GAPS:
            if without is not None and impact.reading(gaps) is not None:
                for code in (m.id for m in plan.milestones):
                    with_them = impact.of(code).shift(gaps)
                    firm_shift = without.of(code).shift(gaps)
                    assert not is_later(firm_shift.before, with_them.before)
                    assert not is_later(firm_shift.after, with_them.after)

    holds()


@KINDS
def test_what_holds_a_milestone_does_so(plans: st.SearchStrategy[Graph]) -> None:
    @FEW
    @given(doubted(plans), st.data())
    def holds(plan: Graph, data: st.DataObject) -> None:
        codes = movable(plan)
        assume(codes)
        move = Move(data.draw(st.sampled_from(codes)), days=data.draw(st.integers(-20, -1)))
        impact = what_if(plan, [move])
        for held in impact.held:
            reading = impact.reading(held.gaps)
            assert reading is not None
            changed = plan.with_milestones(changed_milestones(reading.before, impact.edit))
            firm = changed.with_links(k for k in changed.links if k not in held.queried)
            date = project(firm, gaps=held.gaps, plan=plan).date(held.milestone)
            assert all(link.queries for link in held.queried)
            if held.queried:
                assert held.without == date
            # What nobody doubts holds it then: all queried links together hold no more.
            whole = changed.without_queried_links()
            assert project(whole, gaps=held.gaps, plan=plan).date(held.milestone) == date

    holds()
