"""What delays a plan, cause by cause."""

from datetime import date, timedelta

from hypothesis import given

from depgraph.analysis.delay_causes import HeldUp, delay_causes
from depgraph.analysis.delays import delays
from depgraph.analysis.late import late_milestones
from depgraph.analysis.projection import project
from depgraph.model import Graph, Link, Milestone

from .random_plans import plans

START = date(2020, 1, 1)


def causes_of(graph: Graph):
    projection = project(graph)
    late = late_milestones(graph, projection)
    return delay_causes(projection, delays(projection), late), late


def plan(dues: dict[str, int], links: list[tuple[str, str]]) -> Graph:
    milestones = [Milestone(code, due=START + timedelta(days=due)) for code, due in dues.items()]
    return Graph(milestones, [Link(*ends) for ends in links], as_of=START)


def test_a_cause_has_all_that_it_makes_late_the_worst_first():
    graph = plan(
        {"A": 30, "B": 20, "C": 10, "D2": 5, "D10": 5, "X": -3},
        [("A", "B"), ("B", "C"), ("A", "D2"), ("A", "D10")],
    )
    (first, second), _ = causes_of(graph)
    assert first.root == "A"
    assert first.held == (HeldUp("D2", 25), HeldUp("D10", 25), HeldUp("C", 20), HeldUp("B", 10))
    # From A to B, where the chain begins to be late; B to C is no further reason.
    assert [link.ends for link in first.links] == [("A", "B"), ("A", "D10"), ("A", "D2")]
    assert (second.root, second.held, second.links) == ("X", (HeldUp("X", 3),), ())
    assert second.is_own
    assert not first.is_own


def test_nothing_late_has_no_cause():
    assert causes_of(plan({"A": 30, "B": 40}, [("A", "B")])) == ((), {})


@given(plans() | plans(calendars=True))
def test_each_late_milestone_stands_in_one_cause(graph: Graph):
    causes, late = causes_of(graph)
    projection = project(graph)
    settled = delays(projection)
    stated = sorted((cause.root, *held) for cause in causes for held in cause.held)
    assert stated == sorted(
        (settled[graph.number(code)].root, code, settled[graph.number(code)].late) for code in late
    )
    worst = [max(held.days for held in cause.held) for cause in causes]
    assert worst == sorted(worst, reverse=True)
    assert [cause.worst.days for cause in causes] == worst
    for cause in causes:
        for link in cause.links:
            assert projection.is_driving(graph.links.index(link))
