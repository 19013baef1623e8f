"""What sets a date, what does as much, and where that leads: one answer for all who ask."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from depgraph import Calendar, CycleError, Graph, Link, Milestone, Projection, project
from depgraph.analysis.critical_path import critical_path
from depgraph.analysis.delays import delays, equal_roots
from depgraph.analysis.driving_tree import driving_tree
from depgraph.analysis.projection import Cause
from depgraph.model import Query

from .random_plans import AS_OF, day, ladders, plans
from .reference import NoDatesError, Reference

any_gaps = st.sampled_from(["float", "work"])
any_plans = st.one_of(plans(), plans(calendars=True), ladders(), ladders(calendars=True))
few = settings(deadline=None, max_examples=60)
DOUBT = (Query("Really?"),)


def settled(graph: Graph, gaps: str = "float", plan: Graph | None = None) -> Projection:
    """The projection of a plan; a ladder whose links no dates satisfy is passed over."""
    try:
        return project(graph, gaps=gaps, plan=plan)
    except CycleError:
        assume(False)  # noqa: FBT003 - its only argument
        raise


def changed(plan: Graph, **milestones: Milestone) -> Graph:
    """The plan with other milestones in place of some."""
    return plan.with_parts(milestones=[milestones.get(m.id, m) for m in plan.milestones])


def round_the_office(**fields: object) -> Graph:
    """Two milestones that hold each other after a weekend, by a lag of working days."""
    return Graph(
        [
            Milestone("A", due=date(2020, 3, 2)),
            Milestone("D", due=date(2020, 3, 3), duration=5),
            Milestone("E", **fields),
        ],
        [
            Link("D", "A", type="SF", lag=5, calendar="office"),
            Link("A", "D", type="SF"),
            Link("A", "E"),
        ],
        as_of=date(2020, 3, 4),
        calendars=[Calendar("office", frozenset(range(5)))],
    )


# -- origins -----------------------------------------------------------------------------


def test_what_holds_itself_round_a_ladder_is_an_origin() -> None:
    """D may be on Wednesday, A is then on Friday, and holds D there; D as well holds A."""
    graph = round_the_office()
    projection = project(graph)
    assert {projection.date(code) for code in "ADE"} == {date(2020, 3, 6)}
    assert projection.driver("E").link == Link("A", "E")
    assert projection.driver("A").link == graph.links_into("A")[0]
    assert projection.causes("D") == (Cause("ladder", None),)
    assert critical_path(graph, "E").driving_chain == tuple(graph[code] for code in "EAD")
    assert [branch.milestone.id for branch in driving_tree(projection, "E")] == ["E", "A", "D"]
    assert {(delay.root, delay.driver) for delay in delays(projection)} == {("D", "ladder")}
    assert [each.codes for each in equal_roots(projection)] == [(), (), ()]


@settings(deadline=None, max_examples=150)
@given(any_plans, any_gaps)
def test_driving_links_lead_to_an_origin_and_pass_nothing_twice(plan: Graph, gaps: str) -> None:
    projection = settled(plan, gaps)
    roots = {}
    for m in plan.milestones:
        chain = [m.id]
        while (link := projection.driver(chain[-1]).link) is not None:
            assert link.dependent == chain[-1]
            assert projection.is_driving(plan.links.index(link))
            chain.append(link.prerequisite)
            assert len(set(chain)) == len(chain)
        roots[m.id] = chain[-1]
        path = critical_path(plan, m.id, gaps=gaps)
        assert [driving.id for driving in path.driving_chain] == chain
        if path.projected is not None and not m.is_complete:
            tree = [branch.milestone.id for branch in driving_tree(projection, m.id)]
            assert set(chain) <= set(tree)
    for m, delay in zip(plan.milestones, delays(projection), strict=True):
        assert delay.root == (None if projection.date(m.id) is None else roots[m.id])
        assert delay.driver == projection.driver(roots[m.id]).driver != "link"


# -- causes ------------------------------------------------------------------------------


@few
@given(st.one_of(plans(), plans(calendars=True)), any_gaps)
def test_the_causes_are_what_would_do_alone_in_their_order(plan: Graph, gaps: str) -> None:
    reference = Reference(plan, gaps)
    projection = project(plan, gaps=gaps)
    for m in plan.milestones:
        causes = projection.causes(m.id)
        assert [tuple(cause) for cause in causes] == reference.causes(m, gaps)
        assert projection.driver(m.id) == causes[0]


@few
@given(ladders(), any_gaps)
def test_the_causes_in_ladders_are_what_would_do_alone(ladder: Graph, gaps: str) -> None:
    """The first link may be another one, so that those of all milestones lead to origins."""
    dated = {m.id: m._replace(due=m.due or day(-9)) for m in ladder.milestones}
    plan = changed(ladder, **dated)
    try:
        reference = Reference(plan, gaps)
    except NoDatesError:
        assume(False)  # noqa: FBT003 - its only argument
    projection = project(plan, gaps=gaps)
    for m in plan.milestones:
        first, *others = (tuple(cause) for cause in projection.causes(m.id))
        expected = reference.causes(m, gaps)
        assert first[0] == expected[0][0]
        expected.remove(first)
        assert others == expected


@few
@given(any_plans, any_gaps)
def test_without_all_links_that_drive_it_a_milestone_is_earlier(plan: Graph, gaps: str) -> None:
    projection = settled(plan, gaps)
    for m in plan.milestones:
        causes = projection.causes(m.id)
        if causes[0].link is None:
            continue
        links = {cause.link for cause in causes}
        rest = plan.with_links(link for link in plan.links if link not in links)
        without = settled(rest, gaps, plan=plan).date(m.id)
        assert without is None or without < projection.date(m.id)


@few
@given(any_plans, any_gaps)
def test_a_milestone_moves_when_one_moves_that_holds_it(plan: Graph, gaps: str) -> None:
    """Each of the roots that hold it: two weeks are enough in every calendar."""
    projection = settled(plan, gaps)
    for m, delay, equal in zip(
        plan.milestones, delays(projection), equal_roots(projection), strict=True
    ):
        for root in {delay.root, *equal.codes} - {None, m.id}:
            at = projection.date(root) + timedelta(days=14)
            late = plan[root]._replace(completed=at if plan[root].is_complete else None)
            late = late if late.is_complete else late._replace(forecast=at)
            after = settled(changed(plan, **{root: late}), gaps, plan=plan)
            assert after.date(m.id) > projection.date(m.id)


@few
@given(st.one_of(plans(), ladders()))
def test_a_milestone_is_earlier_when_all_have_gone_that_hold_it(plan: Graph) -> None:
    projection = settled(plan)
    for m, delay, equal in zip(
        plan.milestones, delays(projection), equal_roots(projection), strict=True
    ):
        roots = {delay.root, *equal.codes} - {None}
        if not roots or m.id in roots or equal.has_more:
            continue
        gone = {code: plan[code]._replace(state="complete", completed=day(-90)) for code in roots}
        after = settled(changed(plan, **gone)).date(m.id)
        assert after is None or after < projection.date(m.id)


# -- by example --------------------------------------------------------------------------


def test_what_the_as_of_date_gives_anyway_is_told_as_that() -> None:
    graph = Graph(
        [Milestone("A", due=day(-9)), Milestone("B", due=day(-5)), Milestone("C", due=day(-2))],
        [Link("A", "B"), Link("B", "C", queries=DOUBT), Link("A", "C")],
        as_of=AS_OF,
    )
    projection = project(graph)
    assert [cause.driver for cause in projection.causes("C")] == ["as-of date", "link", "link"]
    links = [cause.link.prerequisite for cause in projection.causes("C")[1:]]
    assert links == ["A", "B"]
    assert [delay.root for delay in delays(projection)] == ["A", "B", "C"]
    assert equal_roots(projection)[2].codes == ("A", "B")


@pytest.mark.parametrize("queried", ["A", "B"])
def test_a_link_that_nobody_doubts_comes_before_a_queried_one(queried: str) -> None:
    graph = Graph(
        [Milestone("A", due=day(9)), Milestone("B", due=day(9)), Milestone("T")],
        [Link(code, "T", queries=DOUBT if code == queried else ()) for code in "AB"],
        as_of=AS_OF,
    )
    other = "A" if queried == "B" else "B"
    path = critical_path(graph, "T")
    assert path.codes == ("T", other)
    assert [cause.link.prerequisite for cause in path.projection.causes("T")] == [other, queried]
    assert delays(path.projection)[graph.number("T")].root == other
    tree = [branch.milestone.id for branch in driving_tree(path.projection, "T")]
    assert tree == ["T", other, queried]


def test_a_date_that_is_there_only_by_a_queried_link_is_queried() -> None:
    graph = Graph(
        [
            Milestone("C", completed=day(-3), state="complete"),
            Milestone("A"),
            Milestone("E", due=day(-1)),
        ],
        [Link("C", "A", queries=DOUBT), Link("A", "E", lag=10)],
        as_of=AS_OF,
    )
    of_a, _, of_e = delays(project(graph))
    assert (of_a.root, of_a.driver, of_a.is_queried) == ("A", "as-of date", True)
    assert (of_e.root, of_e.driver, of_e.is_queried) == ("A", "as-of date", True)
    firm = graph.with_links([*graph.links, Link("C", "A", lag=1)])
    assert [delay.is_queried for delay in delays(project(firm))] == [False] * 3


def test_what_is_late_behind_a_target_is_told_with_the_smallest_float() -> None:
    graph = Graph(
        [
            *(Milestone(code, due=day(due)) for code, due in [("A", -9), ("B", -3), ("T", 30)]),
            Milestone("N"),
        ],
        [Link("A", "T", lag=5), Link("B", "T"), Link("N", "T")],
        as_of=AS_OF,
    )
    late = critical_path(graph, "T").late_behind
    assert (late.number, late.nearest, late.total_float) == (2, "A", 25)
    assert critical_path(graph, "A").late_behind is None


def test_a_link_round_a_ladder_does_as_much_by_the_next_working_day() -> None:
    """Without Y, C still has to wait for a Sunday, and A for C."""
    plan = Graph(
        [
            Milestone("A"),
            Milestone("C", duration=2, not_before=date(2020, 1, 1), calendar="sundays"),
            Milestone("Y", completed=date(2020, 1, 6)),
        ],
        [
            Link("C", "A", type="SF"),
            Link("Y", "A", lag=-2),
            Link("A", "C", type="SS"),
        ],
        as_of=date(2020, 1, 1),
        calendars=[Calendar("sundays", frozenset({6}))],
    )
    causes = project(plan).causes("A")
    assert {cause.link.prerequisite for cause in causes} == {"C", "Y"}
    alone = plan.with_links(link for link in plan.links if link.prerequisite != "Y")
    assert project(alone).date("A") == project(plan).date("A") == date(2020, 1, 4)
