"""The sentence that says what drives a target, for everything that can."""

from datetime import date
from itertools import pairwise

import pytest

from depgraph.analysis.critical_path import critical_path
from depgraph.model import Graph, Link, Milestone
from depgraph.reports.path_page import driver_sentence

AS_OF = date(2020, 1, 1)


def day(month, number=1):
    return date(2020, month, number)


def done(code, completed):
    return Milestone(code, completed=completed, state="complete")


def chain(*codes):
    return [Link(prerequisite=a, dependent=b) for a, b in pairwise(codes)]


@pytest.mark.parametrize(
    ("milestones", "links", "sentence"),
    [
        (
            [Milestone("T", due=day(3))],
            [],
            "T is driven by its own date, 2020-03-01; "
            "it waits on nothing incomplete that has a date.",
        ),
        (
            [Milestone("T", due=day(3)), Milestone("A", due=day(2))],
            chain("A", "T"),
            "T is driven by its own date, 2020-03-01; its nearest prerequisite, A, leaves 29 days.",
        ),
        (
            [Milestone("T", due=day(3)), Milestone("A", due=date(2020, 2, 29))],
            chain("A", "T"),
            "T is driven by its own date, 2020-03-01; its nearest prerequisite, A, leaves 1 day.",
        ),
        (
            [Milestone("T", due=day(3)), Milestone("A", due=day(5))],
            chain("A", "T"),
            "T is driven by A, which is driven by its own date, 2020-05-01.",
        ),
        (
            [Milestone("T"), Milestone("B"), Milestone("A", due=date(2019, 5, 1))],
            chain("A", "B", "T"),
            "T is driven by A through B, which is driven by the as-of date: "
            "it was due 2019-05-01 and is still open.",
        ),
        (
            [Milestone("T"), *(Milestone(f"B{n}") for n in range(6)), Milestone("A", due=day(2))],
            chain("A", "B0", "B1", "B2", "B3", "B4", "B5", "T"),
            "T is driven by A through B0, B1, B2, B3 and 2 more, "
            "which is driven by its own date, 2020-02-01.",
        ),
        (
            [Milestone("T", due=day(6), forecast=date(2019, 12, 1))],
            [],
            "T is driven by the as-of date: it was forecast for 2019-12-01 and is still open; "
            "it waits on nothing incomplete that has a date.",
        ),
        (
            [Milestone("T", not_before=day(4)), Milestone("A", due=day(2))],
            chain("A", "T"),
            "T is driven by its earliest date, 2020-04-01; its nearest prerequisite, A, "
            "leaves 60 days.",
        ),
        (
            [Milestone("T", duration=30), done("A", date(2019, 12, 20))],
            chain("A", "T"),
            "T is driven by the completion of A (2019-12-20); "
            "it waits on nothing incomplete that has a date.",
        ),
        (
            [Milestone("T"), Milestone("A")],
            chain("A", "T"),
            "T has no date, and nothing that it waits on has one.",
        ),
        ([done("T", AS_OF)], [], "T is complete; it has no completed prerequisites."),
        (
            [done("T", AS_OF), done("A", date(2019, 5, 1))],
            chain("A", "T"),
            "T is complete: its path is history, shown as the chain of the latest completions.",
        ),
    ],
)
def test_what_drives_a_target_in_one_sentence(milestones, links, sentence):
    graph = Graph(milestones, links, as_of=AS_OF)
    assert driver_sentence(critical_path(graph, "T")) == sentence
