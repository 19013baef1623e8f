"""The part of a plan that is drawn, and the picture of one milestone."""

from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depgraph.analysis.rollup import Tally
from depgraph.diagrams.calendar import calendar
from depgraph.diagrams.focus import focus
from depgraph.diagrams.layout import render
from depgraph.diagrams.overview import overview
from depgraph.diagrams.part import (
    FEW_AROUND,
    MOST_BESIDE,
    around,
    selected,
    without_redundant_links,
)
from depgraph.diagrams.theme import PAINTS
from depgraph.diagrams.timeline import columns
from depgraph.model import Graph, Link, Milestone, Query

from .structure import SVG, words


def chain(*codes: str) -> list[Link]:
    return [Link(before, after) for before, after in pairwise(codes)]


def graph(codes: str, links: list[Link]) -> Graph:
    return Graph([Milestone(code) for code in codes], links)


def codes(part: Graph) -> str:
    return "".join(milestone.id for milestone in part.milestones)


def test_what_waits_on_the_selected_is_context() -> None:
    part = selected(graph("ABCDE", chain(*"ABCDE")), {"B"}, kept=("E",), words="team X")

    assert codes(part.graph) == "BCE"
    assert part.context == {"C", "E"}
    assert [(each.prerequisite, each.dependent) for each in part.graph.links] == [("B", "C")]
    assert part.remarks == (
        "1 of 5 milestones (team X) and, pale, 2 that wait on them or lie on the path",
    )


def test_where_everything_is_selected_nothing_is_said() -> None:
    assert selected(graph("AB", []), {"A", "B"}).remarks == ()


def test_context_is_drawn_pale_and_explained() -> None:
    part = selected(graph("ABC", chain(*"ABC")), {"A"})
    made = overview(part.graph, context=part.context, remarks=part.remarks)
    root = ET.fromstring(render(made, format="svg"))

    (node,) = (g for g in root.iter(f"{SVG}g") if "context" in g.get("class", "").split())
    assert node.get("data-code") == "B"
    assert "not selected" in words(root)


@pytest.mark.parametrize("view", [overview, calendar])
def test_what_is_late_keeps_its_outline_where_it_is_pale(view) -> None:
    early, late = date(2019, 1, 1), date(2020, 1, 1)
    plan = Graph(
        [Milestone("A", due=late), Milestone("B", due=early), Milestone("C", due=late)],
        [Link("A", "B"), Link("A", "C")],
        as_of=date(2018, 6, 1),
    )
    part = selected(plan, {"A"})
    root = ET.fromstring(render(view(part.graph, context=part.context), format="svg"))
    outlines = {
        node.get("data-code"): {part.get("stroke", "").upper() for part in node.iter()}
        for node in root.iter(f"{SVG}g")
        if {"context", "milestone"} <= set(node.get("class", "").split())
    }

    assert set(outlines) == {"B", "C"}
    assert PAINTS["projected"].line in outlines["B"]
    assert PAINTS["projected"].line not in outlines["C"]


def test_around_a_milestone_are_so_many_links_each_way() -> None:
    plan = graph("ABCDEFG", chain(*"ABCDEFG"))

    assert codes(around(plan, "D", up=1, down=2).graph) == "CDEF"
    assert codes(around(plan, "D", up=0, down=0).graph) == "D"
    assert codes(around(plan, "D", up=None, down=1).graph) == "BCDE"


def test_what_is_left_out_further_up_is_told() -> None:
    plan = graph("ABCD", chain(*"ABCD"))

    assert around(plan, "D", up=1, down=1).remarks == (
        "1 milestone here has a prerequisite that the picture leaves out: it goes 1 link back",
    )
    assert around(plan, "D", up=3, down=1).remarks == ()


def test_a_crowd_of_prerequisites_is_shown_one_link_up_only() -> None:
    many = [f"P{n:02}" for n in range(FEW_AROUND)]
    plan = Graph(
        [Milestone(code) for code in ("T", "Q", *many)],
        [*(Link(code, "T") for code in many), Link("Q", "P00")],
    )

    assert "Q" not in around(plan, "T", up=None, down=1).graph


def test_redundant_links_are_left_out_and_counted_but_for_queried_ones() -> None:
    links = [*chain(*"ABCD"), Link("A", "C"), Link("A", "D", queries=(Query("why?"),))]
    part = without_redundant_links(graph("ABCD", links))

    assert ("A", "C") not in {(each.prerequisite, each.dependent) for each in part.graph.links}
    assert ("A", "D") in {(each.prerequisite, each.dependent) for each in part.graph.links}
    assert part.remarks == ("1 redundant link left out",)


def test_prerequisites_are_sorted_late_soon_later_undated_done() -> None:
    as_of = date(2020, 6, 1)
    plan = Graph(
        [
            Milestone("T", due=date(2021, 1, 1)),
            Milestone("E-done", state="complete", completed=date(2020, 1, 1)),
            Milestone("D-late", due=date(2020, 1, 1)),
            Milestone("C-soon", due=date(2020, 7, 1)),
            Milestone("B-later", due=date(2020, 12, 1)),
            Milestone("A-undated"),
        ],
        [Link(code, "T") for code in ("E-done", "D-late", "C-soon", "B-later", "A-undated")],
        as_of=as_of,
    )
    root = ET.fromstring(render(focus(plan, "T"), format="svg"))
    found = []
    for node in root.iter(f"{SVG}g"):
        if "milestone" in node.get("class", "").split() and node.get("data-code") != "T":
            text = node.find(f".//{SVG}text")
            assert text is not None
            found.append((float(text.get("y", "")), node.get("data-code")))

    assert [code for _, code in sorted(found)] == [
        "D-late", "C-soon", "B-later", "A-undated", "E-done",
    ]  # fmt: skip


@given(
    st.lists(st.integers(0, 900), min_size=1, max_size=14),
    st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=20),
)
def test_columns_of_time_follow_the_dates(days: list[int], pairs: list[tuple[int, int]]) -> None:
    milestones = [
        Milestone(f"M{n:02}", due=date.fromordinal(date(2018, 3, 1).toordinal() + day))
        for n, day in enumerate(days)
    ]
    links = [(f"M{a:02}", f"M{b:02}") for a, b in pairs if a < b < len(days)]
    plan = Graph(milestones, [Link(a, b) for a, b in links], as_of=date(2019, 6, 1))
    place = {
        code: n
        for n, column in enumerate(columns(plan, [each.id for each in milestones], links))
        for code in column.codes
    }

    for one in milestones:
        for other in milestones:
            assert one.due is not None
            assert other.due is not None
            if one.due < other.due:
                assert place[one.id] <= place[other.id]
    for before, after in links:
        if plan[before].due < plan[after].due:
            assert place[before] < place[after]


def test_of_very_many_neighbours_those_that_matter_now_are_drawn_and_the_rest_is_told() -> None:
    def many(letter: str, *, is_done: bool) -> list[Milestone]:
        return [
            Milestone(
                f"{letter}{n:02}",
                due=date(2019, 1 + n % 12, 1),
                completed=date(2019, 1, 1) if is_done else None,
                state="complete" if is_done else "incomplete",
            )
            for n in range(MOST_BESIDE)
        ]

    done, late, after = many("D", is_done=True), many("L", is_done=False), many("S", is_done=False)
    links = [Link(each.id, "T") for each in (*done, *late)]
    links += [Link("T", each.id) for each in after]
    plan = Graph([Milestone("T"), *done, *late, *after], links, as_of=date(2020, 1, 1))

    unasked = around(plan, "T", up=None)
    asked = around(plan, "T", up=1, down=1)

    assert {each.id for each in unasked.graph.milestones} == {
        "T",
        *(each.id for each in (*late, *after)),
    }
    assert unasked.remarks[0] == (
        f"{MOST_BESIDE} of {2 * MOST_BESIDE} milestones that it waits on are left out: "
        "drawn are those that are late or due first"
    )
    assert asked.remarks == ()
    assert len(asked.graph) == len(plan)


def test_the_picture_counts_the_prerequisites_of_the_whole_plan() -> None:
    plan = graph("ABT", [Link("A", "T")])

    root = ET.fromstring(
        render(focus(plan, "T", waits_on=Tally(complete=5, partial=0, not_begun=4)), format="svg")
    )

    assert "5 of 9 direct prerequisites complete" in words(root)


def test_many_queries_in_a_milestone_are_capped_and_the_rest_is_told() -> None:
    queried = [Link("Q", f"S{n}", queries=(Query(f"Doubt {n}"),)) for n in range(7)]
    plan = Graph([Milestone("Q"), *(Milestone(f"S{n}") for n in range(7))], queried)

    root = ET.fromstring(render(focus(plan, "Q"), format="svg"))

    assert "Doubt 3" in words(root)
    assert "Doubt 4" not in words(root)
    assert "… and 3 more queries" in words(root)
