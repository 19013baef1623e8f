"""Random small plans against a scheduler that walks through the days one by one."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from depgraph import (
    CycleError,
    Graph,
    Link,
    Milestone,
    Projection,
    critical_path,
    project,
    total_floats,
)

from .random_plans import day, ladders
from .reference import NoDatesError, Reference
from .test_invariants import any_gaps, any_plans, few


def finishes(projection: Projection) -> dict[str, int | None]:
    return {
        m.id: None if (at := projection.date(m.id)) is None else at.toordinal()
        for m in projection.graph.milestones
    }


def settled(plan: Graph, gaps: str) -> Reference:
    """The reference; a ladder whose links no dates satisfy is passed over."""
    try:
        return Reference(plan, gaps)
    except NoDatesError:
        assume(False)  # noqa: FBT003
        raise


def moved(plan: Graph, milestone: Milestone, finish: int) -> Graph:
    """The plan with a milestone that has no date but this one, as its forecast."""
    late = milestone._replace(
        due=None, completed=None, not_before=None, forecast=date.fromordinal(finish)
    )
    return plan.with_parts(milestones=[late if m.id == late.id else m for m in plan.milestones])


# -- dates --------------------------------------------------------------------------------


@few
@given(any_plans, any_gaps)
def test_every_date_is_the_first_that_its_links_allow(plan: Graph, gaps: str) -> None:
    assert finishes(project(plan, gaps=gaps)) == Reference(plan, gaps).finish


@few
@given(ladders(), any_gaps)
def test_every_date_of_a_ladder_is_the_first_that_its_links_allow(plan: Graph, gaps: str) -> None:
    try:
        expected = Reference(plan, gaps).finish
    except NoDatesError:
        with pytest.raises(CycleError, match="there are none"):
            project(plan, gaps=gaps)
    else:
        assert finishes(project(plan, gaps=gaps)) == expected


@few
@given(ladders(calendars=True), any_gaps)
def test_a_ladder_with_calendars_has_the_first_dates_where_it_has_any(
    plan: Graph, gaps: str
) -> None:
    reference = settled(plan, gaps)
    assert finishes(project(plan, gaps=gaps)) == reference.finish


@few
@given(any_plans, any_gaps)
def test_every_date_is_the_end_of_the_longest_chain_to_it(plan: Graph, gaps: str) -> None:
    reference = Reference(plan, gaps)
    projection = project(plan, gaps=gaps)
    for m in plan.milestones:
        if projection.date(m.id) is not None:
            ends = [
                reference.end(chain, reference.first(start))
                for chain in reference.chains(m.id)
                if reference.finish[(start := plan[chain[0].prerequisite] if chain else m).id]
            ]
            assert projection.date(m.id) == date.fromordinal(max(ends))


# -- slack and float ----------------------------------------------------------------------


@few
@given(any_plans | ladders() | ladders(calendars=True), any_gaps)
def test_the_slack_of_a_link_is_found_by_moving_the_prerequisite(plan: Graph, gaps: str) -> None:
    reference = settled(plan, gaps)
    projection = project(plan, gaps=gaps)
    for number, link in enumerate(plan.links):
        assert projection.link_slack(number) == reference.slack(link)


@few
@given(any_plans, any_gaps)
def test_free_float_is_found_by_moving_a_milestone(plan: Graph, gaps: str) -> None:
    reference = Reference(plan, gaps)
    projection = project(plan, gaps=gaps)
    for m in plan.milestones:
        open_links = [link for link in plan.links_out_of(m.id) if reference.is_open(link)]
        if not open_links:
            assert projection.free_float(m.id) is None
            continue

        def moves(finish: int, m: Milestone = m) -> bool:
            slipped = Reference(moved(plan, m, finish), gaps, plan=plan)
            return any(
                slipped.finish[link.dependent] != reference.finish[link.dependent]
                for link in plan.links_out_of(m.id)
            )

        assert projection.free_float(m.id) == reference.margin(m, moves)


@few
@given(any_plans, any_gaps)
def test_total_float_is_found_by_moving_a_milestone(plan: Graph, gaps: str) -> None:
    reference = Reference(plan, gaps)
    projection = project(plan, gaps=gaps)
    target = plan.milestones[-1]
    floats = total_floats(projection, target.id)
    for m in plan.milestones:
        if not list(reference.open_chains(m.id, target.id)):
            assert m.id not in floats
            continue

        def moves(finish: int, m: Milestone = m) -> bool:
            slipped = Reference(moved(plan, m, finish), gaps, plan=plan)
            return slipped.finish[target.id] != reference.finish[target.id]

        assert floats[m.id] == reference.margin(m, moves)


@few
@given(any_plans, any_gaps, st.integers(-20, 40).map(day))
def test_float_to_a_deadline_is_found_along_all_chains(
    plan: Graph, gaps: str, deadline: date
) -> None:
    reference = Reference(plan, gaps)
    projection = project(plan, gaps=gaps)
    for target in plan.milestones:
        expected = {}
        for m in plan.milestones:
            chains = list(reference.open_chains(m.id, target.id))

            def misses(finish: int, chains: list = chains) -> bool:
                return any(reference.end(c, finish) > deadline.toordinal() for c in chains)

            if chains:
                expected[m.id] = reference.margin(m, misses)
        assert total_floats(projection, target.id, deadline=deadline) == expected


# -- the critical path --------------------------------------------------------------------


@few
@given(any_plans, any_gaps)
def test_the_critical_path_is_the_chain_of_least_slacks(plan: Graph, gaps: str) -> None:
    """Of all chains to the target, read from there: slack by slack the one with the least.

    A link that drives comes before one that does not, whatever calendars make of its slack.
    """
    reference = Reference(plan, gaps)

    def drives(link: Link) -> bool:
        before = reference.finish[link.prerequisite]
        return reference.end([link], before) == reference.finish[link.dependent]

    def steps(chain: list) -> list[tuple[bool, int, bool, str]]:
        return [
            (
                not drives(link),
                0 if drives(link) else reference.slack(link),
                link.queried,
                link.prerequisite,
            )
            for link in reversed(chain)
        ]

    for target in plan.milestones:
        if target.is_complete or reference.finish[target.id] is None:
            continue
        chains = [
            steps(chain)
            for m in plan.milestones
            for chain in reference.open_chains(m.id, target.id)
            if not any(reference.is_open(link) for link in plan.links_into(m.id))
        ]
        path = critical_path(plan, target.id, gaps=gaps)
        assert path.codes == (target.id, *(code for *_, code in min(chains)))
        assert all(step.link_slack == reference.slack(step.link) for step in path.steps[1:])
