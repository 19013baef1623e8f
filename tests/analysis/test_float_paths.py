"""Float paths behind the critical path, its history, and the tree of what drives a target."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings

from depgraph.analysis.critical_path import critical_path
from depgraph.analysis.driving_tree import driving_tree
from depgraph.analysis.floats import total_floats
from depgraph.analysis.projection import project
from depgraph.model import Graph, Link, Milestone

from .random_plans import plans

AS_OF = date(2020, 1, 1)


def due(code, days, **more):
    return Milestone(code, due=AS_OF + timedelta(days), **more)


def done(code, days):
    return Milestone(code, completed=AS_OF - timedelta(days), state="complete")


def plan(milestones, *pairs):
    return Graph(milestones, [Link(a, b) for a, b in pairs], as_of=AS_OF)


def shown(path):
    return [[(step.id, step.total_float) for step in steps] for steps in path.paths]


NETWORK = plan(
    [due("A", 100), due("B", 80), due("C", 70), due("D", 90), due("E", 10), Milestone("T")],
    *[("A", "T"), ("B", "T"), ("C", "B"), ("D", "A"), ("C", "A"), ("E", "C")],
)


def test_float_paths_come_by_float_and_meet_earlier_ones():
    assert shown(critical_path(NETWORK, "T", paths=9)) == [
        [("T", 0), ("A", 0), ("D", 10)],
        [("T", 0), ("B", 20), ("C", 30), ("E", 90)],
    ]


def test_only_as_many_paths_as_asked_for():
    assert len(critical_path(NETWORK, "T").paths) == 1
    assert len(critical_path(NETWORK, "T", paths=2).paths) == 2


@settings(deadline=None, max_examples=100)
@given(plans())
def test_all_float_paths_together_have_each_milestone_that_can_move_the_target_once(graph):
    for milestone in graph.milestones:
        path = critical_path(graph, milestone.id, paths=len(graph.links) + 1)
        if milestone.is_complete:
            continue
        floats = total_floats(path.projection, milestone.id)
        first, *others = path.paths
        found = [step.id for step in first]
        known = set(found)
        margins = []
        for steps in others:
            assert steps[0].id in known
            new = [step.id for step in steps[1:] if step.id not in known]
            assert [step.id for step in steps[1:]][: len(new)] == new
            assert len(new) >= len(steps) - 2, "only the last may be on a path already"
            margins.append(floats[steps[1].id])
            known.update(new)
            found += new
        assert sorted(found) == sorted(floats or [milestone.id])
        assert margins == sorted(margins)


def test_history_goes_on_with_the_latest_completions():
    graph = plan(
        [due("T", 50), due("A", 20), done("B", 10), done("C", 5), done("D", 30)],
        *[("A", "T"), ("B", "A"), ("C", "A"), ("D", "C")],
    )
    path = critical_path(graph, "T", history=True)
    assert [(step.id, step.link_slack) for step in path.steps] == [
        *[("T", None), ("A", 30), ("C", 25), ("D", 25)]
    ]
    assert [step.total_float for step in path.steps] == [0, 30, None, None]
    assert critical_path(graph, "T").codes == ("T", "A")


def test_free_float_counts_to_the_nearest_dependent_and_total_float_to_the_target():
    graph = plan(
        [due("T", 100), due("A", 30), due("B", 50), due("X", 40)],
        *[("A", "B"), ("B", "T"), ("A", "X")],
    )
    steps = critical_path(graph, "T").steps
    assert [(step.id, step.free_float, step.total_float) for step in steps] == [
        *[("T", None, 0), ("B", 50, 50), ("A", 10, 70)]
    ]


def test_the_tree_has_every_driving_link_and_each_branch_once():
    graph = plan(
        [due("A", 90), Milestone("B"), Milestone("C"), due("L", 10), Milestone("T"), done("Z", 3)],
        *[("A", "B"), ("A", "C"), ("B", "T"), ("C", "T"), ("L", "T"), ("Z", "A")],
    )
    tree = driving_tree(project(graph), "T")
    assert [(each.depth, each.milestone.id, each.is_repeated) for each in tree] == [
        *[(0, "T", False), (1, "B", False), (2, "A", False), (1, "C", False), (2, "A", True)]
    ]
    assert [each.link and each.link.dependent for each in tree] == [None, "T", "B", "T", "C"]


def test_a_completion_that_drives_ends_its_branch():
    graph = Graph(
        [Milestone("T"), done("A", 10), done("B", 10)],
        [Link("A", "T", lag=30), Link("B", "A")],
        as_of=AS_OF,
    )
    assert [each.milestone.id for each in driving_tree(project(graph), "T")] == ["T", "A"]
    assert [each.milestone.id for each in driving_tree(project(graph), "A")] == ["A"]


def test_a_tree_of_twenty_thousand():
    names = [f"M{n:06}" for n in range(20_000)]
    graph = plan([due(names[0], 10), *map(Milestone, names[1:])], *pairwise(names))
    assert len(driving_tree(project(graph), names[-1])) == 20_000
