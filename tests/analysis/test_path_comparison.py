import pytest

from depgraph import Graph, Link, Milestone, UnknownMilestoneError, compare, compare_paths
from depgraph.analysis.indirect import joined_through_others, shortest_chain
from depgraph.analysis.path_comparison import margin

from .random_plans import AS_OF, day


def plan(dates, *links, **rest):
    milestones = [Milestone(code, due=day(due)) for code, due in dates.items()]
    return Graph(milestones, [Link(*pair) for pair in links], **{"as_of": AS_OF, **rest})


def marks(change):
    return [(step.id, step.presence, step.is_moved) for step in change.steps]


def test_both_paths_are_one_chain():
    old = plan({"A": 1, "B": 5, "T": 9}, ("A", "T"), ("B", "T"))
    new = plan({"A": 30, "B": 5, "T": 9}, ("A", "T"), ("B", "T"))
    change = compare_paths(old, new, "T")
    assert marks(change) == [
        ("T", "both", True),
        ("B", "before", False),
        ("A", "after", False),
    ]
    assert change.days == 21
    assert (margin(change.before), margin(change.after)) == (0, -21)


def test_the_same_path_with_the_same_dates_has_no_changes():
    graph = plan({"A": 1, "T": 9}, ("A", "T"))
    change = compare_paths(graph, graph, "T")
    assert not change.has_changes
    assert marks(change) == [("T", "both", False), ("A", "both", False)]


def test_a_cycle_keeps_one_plan_from_an_answer_and_not_the_other():
    old = plan({"A": 1, "T": 9}, ("A", "T"))
    new = plan({"A": 1, "T": 9}, ("A", "T"), ("T", "A"))
    change = compare_paths(old, new, "T")
    assert change.after is None
    assert "cycle" in change.refusals[1]
    assert change.before.projected == day(9)
    assert change.has_changes
    assert change.days is None


def test_without_an_as_of_date_it_says_so():
    graph = plan({"T": 9}, as_of=None)
    assert "as-of" in compare_paths(graph, graph, "T").refusals[0]


def test_a_target_that_only_one_plan_has():
    change = compare_paths(plan({"A": 1}), plan({"T": 9}), "T")
    assert (change.before, change.refusals[0]) == (None, "it is not in this plan")
    with pytest.raises(UnknownMilestoneError, match="did you mean 'TT'"):
        compare_paths(plan({"A": 1}), plan({"TT": 9}), "TTT")


def test_a_recoded_milestone_is_the_same_step():
    old = plan({"A": 1, "T": 9}, ("A", "T"))
    new = Graph(
        [Milestone("A2", due=day(1), aka=("A",)), Milestone("T2", due=day(9), aka=("T",))],
        [Link("A2", "T2")],
        as_of=AS_OF,
    )
    codes = compare(old, new).code_after
    for target in ("T", "T2"):
        change = compare_paths(old, new, target, codes=codes)
        assert change.target == "T2"
        assert not change.has_changes
        assert marks(change) == [("T2", "both", False), ("A2", "both", False)]


def test_pairs_that_are_joined_through_others():
    graph = plan(dict.fromkeys("ABCD", 1), ("A", "B"), ("B", "C"), ("C", "D"), ("A", "D"))
    pairs = [("A", "C"), ("A", "D"), ("D", "A"), ("B", "D"), ("B", "X"), ("A", "A")]
    assert joined_through_others(graph, pairs) == {("A", "C"), ("B", "D")}
    assert shortest_chain(graph, ("B", "D")) == ("B", "C", "D")
