"""The calendar: a true axis of time, bars for slips, ghosts, links between lanes."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depgraph.diagrams.axis import Axis
from depgraph.diagrams.calendar import calendar, projected_dates
from depgraph.diagrams.elbows import Spot, elbows
from depgraph.diagrams.lanes import span
from depgraph.diagrams.layout import render
from depgraph.diagrams.moves import Moves, moves_since
from depgraph.diagrams.scene import DrawnLink, TooLargeError, compose
from depgraph.model import Graph, Link, Milestone

from .structure import SVG, words

AS_OF = date(2020, 6, 1)


def drawn(graph: Graph, **options: object) -> ET.Element:
    return ET.fromstring(render(calendar(graph, **options), format="svg"))


def group(root: ET.Element, id_: str) -> ET.Element:
    return next(each for each in root.iter(f"{SVG}g") if each.get("id") == id_)


def centre(element: ET.Element) -> tuple[float, float]:
    shape = element.find(f".//{SVG}polygon")
    if shape is None:
        ellipse = element.find(f".//{SVG}ellipse")
        assert ellipse is not None
        return float(ellipse.get("cx", "")), float(ellipse.get("cy", ""))
    corners = [[float(n) for n in point.split(",")] for point in shape.get("points", "").split()]
    xs, ys = zip(*corners, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def marks(root: ET.Element, name: str) -> list[ET.Element]:
    return [each for each in root.iter(f"{SVG}g") if name in each.get("class", "").split()]


def test_diamonds_and_circles_stand_at_their_dates() -> None:
    days = {"A": date(2020, 1, 1), "B": date(2020, 7, 1), "C": date(2021, 7, 1)}
    graph = Graph(
        [*(Milestone(code, level=2, due=day) for code, day in days.items()),
         Milestone("F", level=3, due=date(2021, 1, 1))],
        [Link("F", "C")],
        as_of=AS_OF,
    )  # fmt: skip
    root = drawn(graph)
    places = {code: centre(group(root, f"milestone-{code}"))[0] for code in days}
    places["F"] = centre(group(root, "feature-F:C"))[0]
    days["F"] = date(2021, 1, 1)

    per_day = (places["C"] - places["A"]) / (days["C"] - days["A"]).days
    for code, day in days.items():
        expected = places["A"] + per_day * (day - days["A"]).days
        assert places[code] == pytest.approx(expected, abs=0.1)


def test_features_are_in_the_lanes_of_all_that_wait_on_them() -> None:
    graph = Graph(
        [Milestone("A", level=2), Milestone("B", level=2), Milestone("F", level=3)],
        [Link("F", "A"), Link("F", "B")],
    )
    root = drawn(graph)

    assert {each.get("id") for each in marks(root, "feature")} == {"feature-F:A", "feature-F:B"}
    assert {each.get("data-code") for each in marks(root, "feature")} == {"F"}


def test_of_a_milestone_that_waits_on_very_many_there_is_no_calendar() -> None:
    codes = [f"F{n:04}" for n in range(3001)]
    graph = Graph(
        [Milestone(code, due=AS_OF) for code in (*codes, "LAST")],
        [Link(code, "LAST") for code in codes],
    )
    with pytest.raises(TooLargeError, match=r"3002 milestones .* a picture takes 3000"):
        calendar(graph, is_folded=True)


def test_marks_in_a_lane_do_not_cover_each_other() -> None:
    graph = Graph(
        [
            Milestone("A", level=2, due=date(2020, 3, 1)),
            *(Milestone(f"F{n}", level=3, due=date(2020, 1 + n % 3, 1 + n)) for n in range(20)),
        ],
        [Link(f"F{n}", "A") for n in range(20)],
        as_of=AS_OF,
    )
    spots = [centre(each) for each in marks(drawn(graph), "feature")]

    for n, (x, y) in enumerate(spots):
        for other_x, other_y in spots[:n]:
            assert abs(x - other_x) >= 8 or abs(y - other_y) >= 8


@pytest.mark.parametrize(
    ("milestone", "expected"),
    [
        (Milestone("A", due=date(2020, 1, 1)), (date(2020, 1, 1), AS_OF)),
        (Milestone("A", due=date(2021, 1, 1)), (date(2021, 1, 1), None)),
        (
            Milestone("A", due=date(2021, 1, 1), forecast=date(2021, 5, 1)),
            (date(2021, 1, 1), date(2021, 5, 1)),
        ),
        (
            Milestone("A", due=date(2020, 1, 1), completed=date(2020, 2, 1), state="complete"),
            (date(2020, 1, 1), date(2020, 2, 1)),
        ),
        (Milestone("A", completed=date(2020, 2, 1), state="complete"), (date(2020, 2, 1), None)),
        (Milestone("A"), (None, None)),
    ],
)
def test_the_bar_leads_from_the_plan_to_what_came_or_comes(
    milestone: Milestone, expected: tuple[date | None, date | None]
) -> None:
    graph = Graph([milestone], as_of=AS_OF)

    told = span(compose(graph, "calendar"), milestone, projected_dates(graph))

    assert (told.at, told.until) == expected


@pytest.mark.parametrize("level", [2, 3])
@pytest.mark.parametrize("day", range(1, 4))
def test_thin_bars_are_explained_where_there_are_some(level: int, day: int) -> None:
    due, came = date(2020, 1, 2), date(2020, 1, day)
    graph = Graph(
        [
            Milestone("A", level=level, due=due, completed=came, state="complete"),
            Milestone("B", level=2, due=date(2021, 1, 1)),
        ],
        [Link("A", "B")],
        as_of=AS_OF,
    )

    assert ("completed before it was due" in words(drawn(graph))) == (came < due)


def test_what_slips_because_of_others_has_a_bar_to_its_projected_date() -> None:
    graph = Graph(
        [Milestone("A", due=date(2021, 5, 1)), Milestone("B", due=date(2021, 1, 1))],
        [Link("A", "B")],
        as_of=AS_OF,
    )
    root = drawn(graph)

    assert len(marks(root, "slip")) == 1
    assert "projected 2021-05-01" in words(group(root, "lane-B"))


def test_projected_dates_may_come_from_a_larger_plan() -> None:
    graph = Graph([Milestone("B", due=date(2021, 1, 1))], as_of=AS_OF)

    assert "projected 2022-02-02" in words(drawn(graph, dates={"B": date(2022, 2, 2)}))


def test_a_plan_with_a_circle_or_without_an_as_of_date_has_no_projected_dates() -> None:
    pair = [Milestone("A"), Milestone("B")]

    assert projected_dates(Graph(pair)) == {}
    assert projected_dates(Graph(pair, [Link("A", "B"), Link("B", "A")], as_of=AS_OF)) == {}


def test_what_moved_has_a_ghost_at_its_earlier_date() -> None:
    graph = Graph([Milestone("A", due=date(2021, 1, 1)), Milestone("B", due=date(2020, 9, 1))],
                  as_of=AS_OF)  # fmt: skip
    moves = moves_since(graph, {"A": Milestone("A", due=date(2020, 9, 1))}, "2019-01-01")
    root = drawn(graph, moves=moves)

    (ghost,) = marks(root, "ghost")
    assert centre(ghost)[0] == pytest.approx(centre(group(root, "milestone-B"))[0], abs=0.1)
    assert "moved +122 d" in words(group(root, "lane-A"))
    assert "since 2019-01-01: 1 later, 0 earlier" in words(root)


def test_only_what_has_another_date_now_moved() -> None:
    graph = Graph([
        Milestone("A", due=date(2021, 1, 1)),
        Milestone("B", due=date(2021, 1, 1), aka=("OLD-B",)),
        Milestone("C", due=date(2021, 1, 1)),
        Milestone("D"),
    ])  # fmt: skip
    earlier = {
        "A": Milestone("A", due=date(2021, 1, 1)),
        "OLD-B": Milestone("OLD-B", due=date(2021, 2, 1)),
        "D": Milestone("D", due=date(2021, 1, 1)),
    }
    moves = moves_since(graph, earlier, "then")

    assert isinstance(moves, Moves)
    assert {code: move.days for code, move in moves.by_code.items()} == {"B": -31}
    assert moves.by_code["B"].words == "moved −31 d"  # noqa: RUF001


@given(
    st.lists(st.dates(date(1990, 1, 1), date(2060, 1, 1)), min_size=1, max_size=8),
    st.booleans(),
)
def test_the_axis_keeps_the_order_of_days_and_its_room(days: list[date], undated: bool) -> None:  # noqa: FBT001
    axis = Axis(days, 100, 800, has_undated=undated)
    places = [axis.x(day) for day in sorted(days)]

    assert places == sorted(places)
    assert places[0] >= 100
    assert places[-1] <= 800


@pytest.mark.parametrize("years", [0, 1, 3, 12, 60, 300])
def test_words_of_the_axis_do_not_overlap(years: int) -> None:
    first = date(1990, 1, 15)
    days = [first, first + timedelta(days=365 * years)]
    root = drawn(Graph([Milestone(f"M{n}", due=day) for n, day in enumerate(days)]))
    found = sorted(
        (float(text.get("x", "")), len(text.text or ""))
        for each in marks(root, "words")
        for text in each.iter(f"{SVG}text")
        if (text.text or "").isdigit()
    )

    assert found
    for (left, size), (right, _) in pairwise(found):
        assert right - left >= size * 8


def link(before: str, after: str) -> DrawnLink:
    return DrawnLink(before, after, (), None, is_critical=False, is_marked=False, goes_back=False)


def test_links_leave_to_the_right_and_enter_from_the_left_where_there_is_room() -> None:
    spots = {"A": Spot(100, 300, 6), "B": Spot(200, 200, 6), "C": Spot(90, 100, 6)}
    found = elbows([link("A", "B"), link("A", "C")], spots, [])

    assert found["A", "B"][0] == (106, 300)
    assert found["A", "B"][-1] == (194, 200)
    # C is earlier than A: round on the right of both.
    assert found["A", "C"][-1] == (96, 100)
    assert max(x for x, _ in found["A", "C"]) > 106


def test_upright_parts_avoid_each_other_and_the_marks_between() -> None:
    spots = {
        "A": Spot(100, 400, 6), "B": Spot(300, 100, 6), "C": Spot(300, 200, 6),
        "M": Spot(281, 300, 6),
    }  # fmt: skip
    found = elbows([link("A", "B"), link("A", "C")], spots, [])
    uprights = []
    for points in found.values():
        x = next(x for (x, y), (other, z) in pairwise(points)
                 if x == other and abs(y - z) > 20)  # fmt: skip
        uprights.append(x)

    assert abs(uprights[0] - uprights[1]) >= 3.5
    assert all(abs(x - 281) >= 8 for x in uprights)
