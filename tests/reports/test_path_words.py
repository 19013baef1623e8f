"""The sentence that says what drives a target, for everything that can."""

from datetime import date
from itertools import pairwise

import pytest

from depgraph.analysis.critical_path import critical_path
from depgraph.model import Graph, Link, Milestone, Query
from depgraph.reports.path_words import driver_sentence

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
            "T is driven by its own date, 2020-03-01; its nearest prerequisite, A, has 29 days "
            "of slack.",
        ),
        (
            [Milestone("T", due=day(3)), Milestone("A", due=date(2020, 2, 29))],
            chain("A", "T"),
            "T is driven by its own date, 2020-03-01; its nearest prerequisite, A, has 1 day "
            "of slack.",
        ),
        (
            [Milestone("T", due=day(3)), Milestone("A", due=day(5))],
            chain("A", "T"),
            "T waits on A, which is due 2020-05-01.",
        ),
        (
            [Milestone("T"), Milestone("B"), Milestone("A", due=date(2019, 5, 1))],
            chain("A", "B", "T"),
            "T is driven by the as-of date, and equally by B.",
        ),
        (
            [Milestone("T"), Milestone("B", duration=3), Milestone("A", due=date(2019, 5, 1))],
            chain("A", "B", "T"),
            "T waits on B, that on A, which is overdue since 2019-05-01.",
        ),
        (
            [Milestone("T"), Milestone("B"), Milestone("A", due=day(5)), Milestone("C")],
            [
                Link("A", "B", queries=(Query("?"),)),
                Link("B", "T"),
                Link("A", "C", queries=(Query("?"),)),
                Link("C", "T"),
            ],
            "T waits on B, that on A (by a queried link), which is due 2020-05-01.",
        ),
        (
            [Milestone("T"), Milestone("A", due=day(5)), Milestone("B", due=day(5))],
            [Link("A", "T", queries=(Query("?"),)), Link("B", "T")],
            "T waits on B, which is due 2020-05-01.",
        ),
        (
            [
                Milestone("T", due=day(5), not_before=day(5)),
                Milestone("A", due=day(5)),
                Milestone("B", due=day(5)),
            ],
            [Link("A", "T", queries=(Query("?"),)), Link("B", "T")],
            "T is driven by its own date, 2020-05-01, and equally by its earliest date, B, "
            "A (queried).",
        ),
        (
            [Milestone("T"), *(Milestone(f"B{n}") for n in range(6)), Milestone("A", due=day(2))],
            chain("A", "B0", "B1", "B2", "B3", "B4", "B5", "T"),
            "T waits on B5, that on B4, that on B3, that on B2, that on A, through 2 more, "
            "which is due 2020-02-01.",
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
            "has 60 days of slack.",
        ),
        (
            [Milestone("T", duration=30), done("A", date(2019, 12, 20))],
            chain("A", "T"),
            "T waits on A, which was completed 2019-12-20.",
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
