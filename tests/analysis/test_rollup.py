"""The roll-up of what a milestone waits on, against plain counting and the shipped review."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import depgraph
from depgraph.analysis.rollup import STAGES, apportion, roll_up
from depgraph.errors import DepgraphError, UnknownMilestoneError
from depgraph.model import Graph, Group, Link, Milestone, Query

from .random_plans import plans

GRAPHS = Path(__file__).parent.parent.parent / "graphs"

PLAN = Graph(
    [
        Milestone("T", level=2),
        Milestone("done", state="complete", team="X", level=3),
        Milestone("half", kind="requirement", progress=50, team="X", tags=("p-1", "p-2")),
        Milestone("zero", kind="requirement", progress=0, team="Y", tags=("p-1",)),
        Milestone("silent", kind="requirement", team="Y", state="unknown"),
        Milestone("begun", level=10),
        Milestone("idle", level=3),
        Milestone("behind", state="complete", progress=100, kind="test-plan"),
    ],
    [
        *(Link(code, "T") for code in ("done", "half", "zero", "silent", "begun")),
        Link("idle", "T", queries=(Query(""),)),
        Link("behind", "begun"),
    ],
    groups=[Group("p-1", name="First", partition="urgency"), Group("p-2", partition="urgency")],
)


def test_each_stage_is_told_by_progress_else_by_what_is_complete_before():
    direct = roll_up(PLAN, "T").direct.tally
    assert dict(zip(STAGES, direct.counts, strict=True)) == {
        "complete": 1,  # done
        "partial": 2,  # half; begun, because behind is complete
        "not begun": 2,  # zero; idle, a milestone of which nothing says that it has begun
        "no progress stated": 1,  # silent
    }
    assert (direct.total, direct.mean_progress, direct.measured) == (6, 25, 2)


def test_all_that_is_waited_on_has_what_is_behind_too():
    found = roll_up(PLAN, "T").every.tally
    assert (found.total, found.complete) == (7, 2)
    assert found.mean_progress == pytest.approx((50 + 0 + 100) / 3)


def test_what_only_queried_links_lead_from_is_counted_apart():
    queried = [Link("A", "T", queries=(Query(""),)), Link("B", "A"), Link("B", "T")]
    plan = Graph([Milestone(code) for code in "ABT"], queried)
    found = roll_up(plan, "T")
    assert (found.direct.tally.total, found.direct.queried.total) == (2, 1)
    assert (found.every.tally.total, found.every.queried.total) == (2, 1), "B is certain"


def groups(by: str) -> dict[str, int]:
    return {each.name: each.tally.total for each in roll_up(PLAN, "T", by=by).direct.groups}


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("team", {"X": 2, "Y": 2, "": 2}),
        ("level", {"3": 2, "10": 1, "": 3}),
        ("kind", {"milestone": 3, "requirement": 3}),
        ("state", {"complete": 1, "incomplete": 4, "unknown": 1}),
        ("tag:p-", {"1": 2, "2": 1, "": 4}),
        ("urgency", {"First": 2, "p-2": 1, "": 4}),
    ],
)
def test_groups(by, expected):
    assert groups(by) == expected
    assert list(groups(by)) == list(expected), "in their order, none last"


def test_groups_of_one_name_are_one():
    plan = Graph(
        [Milestone("T"), Milestone("A", tags=("p", "q"))],
        [Link("A", "T")],
        groups=[Group(tag, name="Both", partition="by") for tag in "pq"],
    )
    (group,) = roll_up(plan, "T", by="by").direct.groups
    assert (group.name, group.tally.total) == ("Both", 1)
    assert roll_up(plan, "T", by="by").direct.overlapping == ()


def test_what_is_in_several_groups_is_named():
    assert roll_up(PLAN, "T", by="tag:p-").direct.overlapping == ("half",)
    assert roll_up(PLAN, "T", by="team").direct.overlapping == ()


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("teem", "nothing to group by is called 'teem' (did you mean 'team'?)"),
        ("zz", "there are kind, level, owner, state, team, urgency, tag:PREFIX"),
        ("tag:q", "no milestone has a tag that begins with 'q'"),
    ],
)
def test_nothing_to_group_by(by, message):
    with pytest.raises(DepgraphError) as error:
        roll_up(PLAN, "T", by=by)
    assert message in str(error.value)


def test_an_unknown_milestone():
    with pytest.raises(UnknownMilestoneError):
        roll_up(PLAN, "U")


def test_a_milestone_on_a_circle_does_not_count_itself():
    ring = Graph([Milestone("A"), Milestone("B")], [Link("A", "B"), Link("B", "A")])
    assert roll_up(ring, "A").every.tally.total == 1


@given(plans())
def test_all_is_what_networkx_calls_ancestors(plan):
    import networkx as nx

    network = plan.to_networkx()
    for milestone in plan.milestones:
        found = roll_up(plan, milestone.id, by="state")
        codes = nx.ancestors(network, milestone.id) - {milestone.id}
        assert found.every.tally.total == len(codes)
        assert found.every.tally.complete == sum(plan[code].is_complete for code in codes)
        states = Counter(plan[code].state for code in codes)
        assert {each.name: each.tally.total for each in found.every.groups} == states


@given(st.lists(st.integers(0, 500), min_size=1, max_size=5), st.integers(1, 40))
def test_shares_of_a_bar(counts, cells):
    shares = apportion(counts, cells)
    assert sum(shares) == (cells if any(counts) else 0)
    assert all(share == 0 for share, count in zip(shares, counts, strict=True) if not count)
    if sum(map(bool, counts)) <= cells:
        assert all(share for share, count in zip(shares, counts, strict=True) if count)
    for share, count in zip(shares, counts, strict=True):
        if share > 1:
            assert share <= count * cells / sum(counts) + 1


@pytest.mark.parametrize(
    ("code", "total", "complete", "partial", "not_begun", "unstated"),
    [("LDM-503-19a", 58, 24, 4, 29, 1), ("LDM-503-19", 176, 39, 6, 29, 102)],
)
def test_the_review_of_2024(code, total, complete, partial, not_begun, unstated):
    graph = depgraph.load(
        GRAPHS / "verification.yaml", schedule=GRAPHS / "schedules/2024-11-30.yaml"
    )
    found = roll_up(graph, code, by="priority").direct
    assert found.tally.total == total == len(graph.predecessors(code))
    assert found.tally.counts == (complete, partial, not_begun, unstated)
    first = found.groups[0]
    assert (first.name, first.tally.counts) == ("Priority 1a requirements", (24, 4, 29, 0))
    stated = [graph[each].progress for each in graph.predecessors(code)]
    assert found.tally.progress == sum(each for each in stated if each is not None)
