"""The calendar: a true axis of time, where each is expected, bars from the due date, links."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depgraph.analysis.late import late_milestones
from depgraph.analysis.projection import project
from depgraph.diagrams.axis import Axis
from depgraph.diagrams.beside import beside, code_lines, date_pieces, name_pieces
from depgraph.diagrams.blocks import GAP, Block, Strip, blank_place, stands, used
from depgraph.diagrams.calendar import calendar
from depgraph.diagrams.calendar_layout import Arranged
from depgraph.diagrams.drawn import TooLargeError
from depgraph.diagrams.elbows import Obstacles, Spot, Wire, rounded_way, routes
from depgraph.diagrams.fewer_links import with_fewer_links
from depgraph.diagrams.lanes import MOST_ROWS, span
from depgraph.diagrams.layout import render
from depgraph.diagrams.moves import Moves, moves_since
from depgraph.diagrams.scene import Scene, compose
from depgraph.model import Graph, Link, Milestone, Query
from depgraph.plans.opening import open_plan

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


def test_marks_in_a_lane_do_not_cover_each_other_uncounted() -> None:
    graph = Graph(
        [
            Milestone("A", level=2, due=date(2020, 3, 1)),
            *(Milestone(f"F{n}", level=3, due=date(2020, 1 + n % 3, 1 + n)) for n in range(20)),
        ],
        [Link(f"F{n}", "A") for n in range(20)],
        as_of=AS_OF,
    )
    root = drawn(graph)
    spots = [centre(each) for each in marks(root, "feature")]

    for n, (x, y) in enumerate(spots):
        for other_x, other_y in spots[:n]:
            is_same = (x, y) == (other_x, other_y)
            assert is_same or abs(x - other_x) >= 7.5 or abs(y - other_y) >= 7.5
    # All are overdue: they stand on the as-of line, in three rows, and are counted.
    counts = [int(words(each)) for each in marks(root, "feature") if words(each)]
    assert sum(counts) == 20
    assert len(set(spots)) == len(counts) == MOST_ROWS


@pytest.mark.parametrize(
    ("milestone", "expected"),
    [
        (Milestone("A", due=date(2020, 1, 1)), (AS_OF, date(2020, 1, 1))),
        (Milestone("A", due=date(2021, 1, 1)), (date(2021, 1, 1), None)),
        (
            Milestone("A", due=date(2021, 1, 1), forecast=date(2021, 5, 1)),
            (date(2021, 5, 1), date(2021, 1, 1)),
        ),
        (
            Milestone("A", due=date(2020, 1, 1), completed=date(2020, 2, 1), state="complete"),
            (date(2020, 2, 1), date(2020, 1, 1)),
        ),
        (
            Milestone("A", due=date(2020, 8, 1), completed=date(2020, 2, 1), state="complete"),
            (date(2020, 2, 1), date(2020, 8, 1)),
        ),
        (Milestone("A", forecast=date(2020, 3, 1)), (AS_OF, date(2020, 3, 1))),
        (Milestone("A", completed=date(2020, 2, 1), state="complete"), (date(2020, 2, 1), None)),
        (Milestone("A"), (None, None)),
    ],
)
def test_a_symbol_stands_where_it_is_expected_and_was_due(
    milestone: Milestone, expected: tuple[date | None, date | None]
) -> None:
    scene = compose(Graph([milestone], as_of=AS_OF), "calendar")

    told = span(scene, "A")

    assert (told.at, told.due) == expected


@given(
    st.lists(
        st.tuples(
            st.dates(date(2020, 1, 1), date(2021, 1, 1)),
            st.sampled_from(("", "complete")),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_nothing_incomplete_stands_left_of_the_as_of_line(
    dated: list[tuple[date, str]],
) -> None:
    milestones = [
        Milestone(
            f"M{n}",
            due=day,
            state="complete" if state else None,
            completed=min(day, AS_OF) if state else None,
        )
        for n, (day, state) in enumerate(dated)
    ]
    links = [Link(f"M{n}", f"M{n + 1}") for n in range(len(milestones) - 1)]
    arranged = laid_out(compose(Graph(milestones, links, as_of=AS_OF), "calendar"))

    as_of = arranged.axis.x(AS_OF)
    for (code, _), spot in arranged.spots.items():
        is_complete = milestones[int(code[1:])].is_complete
        assert spot.x <= as_of + 0.01 if is_complete else spot.x >= as_of - 0.01


def laid_out(scene: Scene, room: float = 1000.0) -> Arranged:
    codes = (*scene.folding.drawn, *scene.folding.targets)
    return Arranged(scene, {code: span(scene, code) for code in codes}, room)


@pytest.mark.parametrize(
    ("milestone", "said"),
    [
        (Milestone("A", due=date(2020, 1, 1)), "overdue 152 d"),
        (Milestone("A", due=date(2021, 1, 1), forecast=date(2021, 5, 1)), "2021-05-01 +120 d"),
        (Milestone("A", due=date(2020, 7, 1)), "2020-07-01 in 30 d"),
        (Milestone("A", due=date(2021, 7, 1)), "2021-07-01"),
        (
            Milestone("A", due=date(2020, 1, 1), completed=date(2020, 2, 1), state="complete"),
            "✔ 2020-02-01 (+1 mo)",
        ),
        (Milestone("A"), "no date"),
    ],
)
def test_the_date_beside_a_symbol_is_the_one_where_it_stands(
    milestone: Milestone, said: str
) -> None:
    scene = compose(Graph([milestone], as_of=AS_OF), "calendar")

    pieces = date_pieces(scene, "A", span(scene, "A"))

    assert [piece.words for piece in pieces] == [said]


def test_what_is_overdue_and_projected_later_tells_both() -> None:
    plan = Graph(
        [Milestone("A", due=date(2020, 8, 1)), Milestone("B", due=date(2020, 1, 1))],
        [Link("A", "B")],
        as_of=AS_OF,
    )
    scene = compose(plan, "calendar")

    (piece,) = date_pieces(scene, "B", span(scene, "B"))

    assert piece.words == "overdue 152 d · 2020-08-01 +213 d"


@pytest.mark.parametrize("schedule", ["2018-07-17", "2019-05-20", "2024-11-30"])
def test_what_is_drawn_as_late_is_what_is_late(schedule: str) -> None:
    graphs = Path(__file__).parents[2] / "graphs"
    graph = open_plan(graphs, schedule=graphs / "schedules" / f"{schedule}.yaml").graph
    late = late_milestones(graph)
    root = drawn(graph)
    symbols = [*marks(root, "milestone"), *marks(root, "feature")]
    shown = {symbol.get("data-code", ""): symbol.get("class", "").split() for symbol in symbols}

    assert {code for code, names in shown.items() if "late" in names} == late.keys() & shown.keys()
    assert late.keys() <= shown.keys()
    assert {code for code, names in shown.items() if "projected" in names} == {
        code for code, lateness in late.items() if lateness.kind == "projected late"
    }
    # Each has a bar, and its lane the words of it.
    slips = {slip.get("data-code") for slip in marks(root, "slip")}
    assert {code for code, lateness in late.items() if lateness.days} <= slips


@pytest.mark.parametrize("day", range(1, 4))
def test_bars_are_explained_where_there_are_some(day: int) -> None:
    due, came = date(2020, 1, 2), date(2020, 1, day)
    graph = Graph(
        [
            Milestone("A", level=2, due=due, completed=came, state="complete"),
            Milestone("B", level=2, due=date(2021, 1, 1)),
        ],
        [Link("A", "B")],
        as_of=AS_OF,
    )
    text = words(drawn(graph))

    assert ("completed after or before it was due" in text) == (came != due)
    assert "overdue" not in text
    assert "will be late" not in text


def test_what_slips_because_of_others_has_a_bar_to_its_projected_date() -> None:
    graph = Graph(
        [Milestone("A", due=date(2021, 5, 1)), Milestone("B", due=date(2021, 1, 1))],
        [Link("A", "B")],
        as_of=AS_OF,
    )
    root = drawn(graph)

    assert len(marks(root, "slip")) == 1
    assert "2021-05-01 +120 d" in words(root)


def test_expected_dates_may_come_from_a_larger_plan() -> None:
    whole = Graph(
        [Milestone("A", due=date(2022, 2, 2)), Milestone("B", due=date(2021, 1, 1))],
        [Link("A", "B")],
        as_of=AS_OF,
    )
    graph = Graph([whole["B"]], as_of=AS_OF)

    assert "2022-02-02" in words(drawn(graph, projection=project(whole)))


def test_what_moved_has_a_ghost_at_its_earlier_date() -> None:
    graph = Graph([Milestone("A", due=date(2021, 1, 1)), Milestone("B", due=date(2020, 9, 1))],
                  as_of=AS_OF)  # fmt: skip
    moves = moves_since(graph, {"A": Milestone("A", due=date(2020, 9, 1))}, "2019-01-01")
    root = drawn(graph, moves=moves)

    (ghost,) = marks(root, "ghost")
    assert centre(ghost)[0] == pytest.approx(centre(group(root, "milestone-B"))[0], abs=0.1)
    assert "moved +122 d" in words(root)
    assert "since 2019-01-01: 1 later, 0 earlier" in words(root)


def test_what_moved_says_so_beside_its_projected_date_too() -> None:
    graph = Graph([Milestone("A", due=date(2021, 5, 1)), Milestone("B", due=date(2021, 1, 1))],
                  [Link("A", "B")], as_of=AS_OF)  # fmt: skip
    moves = moves_since(graph, {"B": Milestone("B", due=date(2020, 11, 14))}, "2019-01-01")

    assert "2021-05-01 +120 d moved +48 d" in words(drawn(graph, moves=moves))


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


def test_a_plan_without_dates_has_no_years() -> None:
    root = drawn(Graph([Milestone("A"), Milestone("B")], [Link("A", "B")]))
    texts = {element.text.strip() for element in root.iter(f"{SVG}text") if element.text}

    assert "no date" in texts
    assert not {text for text in texts if text[:2] in ("19", "20") or text in ("Q1", "0001")}


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


# -- links ---------------------------------------------------------------------------------


def test_links_leave_at_the_bottom_and_enter_at_the_top() -> None:
    spots = {"A": Spot(100, 300, 6), "B": Spot(200, 200, 6), "C": Spot(90, 400, 6)}
    ways = routes(
        [Wire("A", "B", "plain", 211), Wire("A", "C", "plain", 411)],
        spots,
        Obstacles(list(spots.values())),
    )

    assert ways["A", "B"] == ((100, 294), (100, 211), (200, 211), (200, 206))
    # C stands above A: round on its left.
    assert ways["A", "C"][0] == (100, 294)
    assert ways["A", "C"][-2:] == ((90, 411), (90, 406))
    assert min(x for x, _ in ways["A", "C"]) < 94


def test_upright_parts_of_two_sources_are_apart_and_pass_beside_what_is_between() -> None:
    spots = {
        "A": Spot(100, 400, 6), "B": Spot(100, 300, 6), "C": Spot(300, 100, 6),
    }  # fmt: skip
    ways = routes(
        [Wire("A", "C", "plain", 111), Wire("B", "C", "plain", 111)],
        spots,
        Obstacles(list(spots.values())),
    )
    uprights = [
        next(x for (x, y), (other, z) in pairwise(points) if x == other and abs(y - z) > 50)
        for points in ways.values()
    ]

    assert abs(uprights[0] - uprights[1]) >= 3.0
    assert abs(uprights[0] - 100) >= 8  # round B
    assert {points[-1] for points in ways.values()} == {(300, 106)}


@given(st.lists(st.integers(0, 40), min_size=3, max_size=9), st.data())
def test_uprights_belong_to_one_source_and_level_parts_to_one_target(
    days: list[int], data: st.DataObject
) -> None:
    milestones = [
        Milestone(f"M{n}", due=AS_OF + timedelta(days=20 * day)) for n, day in enumerate(days)
    ]
    pairs = [(a, b) for a in range(len(days)) for b in range(a + 1, len(days))]
    chosen = data.draw(st.lists(st.sampled_from(pairs), unique=True, max_size=10))
    links = [
        Link(f"M{a}", f"M{b}", queries=(Query("?"),) if (a + b) % 3 == 0 else ()) for a, b in chosen
    ]
    arranged = laid_out(compose(Graph(milestones, links, as_of=AS_OF), "calendar"))
    level: dict[float, set[tuple[str, bool]]] = {}
    for line in arranged.lines:
        (x, y), (other, z) = line.corners[-3:-1] if len(line.corners) > 2 else ((0, 0), (0, 1))
        if y == z and x != other:
            is_queried = line.link.query is not None
            level.setdefault(round(y, 3), set()).add((line.target[0], is_queried))

    assert len(arranged.lines) == len({(a, b) for a, b in chosen})
    assert all(len(targets) == 1 for targets in level.values())


def test_a_line_ends_in_its_tip_and_its_curves_join() -> None:
    *points, tip = rounded_way([(0, 100), (0, 50), (80, 50), (80, 20)])

    assert points[0] == (0, 100)
    assert tip == (80, 20)
    assert points[-1] == (80, 25)  # where the arrow head begins
    assert len(points) % 3 == 1


def test_links_that_others_imply_are_left_out_where_there_are_many() -> None:
    codes = [f"M{n}" for n in range(9)]
    milestones = [Milestone(code, due=AS_OF + timedelta(days=n)) for n, code in enumerate(codes)]
    links = [Link(a, b) for n, a in enumerate(codes) for b in codes[n + 1 :]]
    scene = compose(Graph(milestones, links, as_of=AS_OF), "calendar", chain=("M8", "M0"))

    fewer = with_fewer_links(scene)

    kept = {(link.prerequisite, link.dependent) for link in fewer.links}
    assert kept == {*pairwise(codes), ("M0", "M8")}
    assert fewer.remarks[-1].startswith("27 of 36 links are left out, those that a chain")
    few = compose(Graph(milestones, links[:18], as_of=AS_OF), "calendar")
    assert with_fewer_links(few) is few


# -- words ---------------------------------------------------------------------------------


def test_dates_are_never_cut_and_names_take_two_lines_first() -> None:
    name = " ".join(["unbelievable"] * 12)
    plan = Graph([Milestone("A", name=name, due=date(2021, 7, 1))], as_of=AS_OF)
    scene = compose(plan, "calendar")
    dates = date_pieces(scene, "A", span(scene, "A"))
    wide = beside(name_pieces(scene, "A"), dates, (400, 412), (80, 1000))
    narrow = beside(name_pieces(scene, "A"), dates, (100, 112), (80, 300))

    assert wide.side == narrow.side == "right"
    assert "".join(piece.words for piece in wide.lines[-1]) == "2021-07-01"
    assert narrow.lines[-1][0].words == "2021-07-01"
    assert len(narrow.lines) == 3
    assert narrow.right <= 300


def test_names_stand_left_of_their_symbol_at_the_right_edge_only() -> None:
    plan = Graph([Milestone("A", name="Final Delivery", due=date(2021, 7, 1))], as_of=AS_OF)
    scene = compose(plan, "calendar")
    dates = date_pieces(scene, "A", span(scene, "A"))
    sides = [
        beside(name_pieces(scene, "A"), dates, (x, x + 12), (80, 900)).side for x in (100, 700, 850)
    ]

    assert sides == ["right", "right", "left"]


@pytest.mark.parametrize("code", ["A-3-EXTREMELY-LONG-CODE", "ABCDEFGHIJKLMNOP", "漢" * 12])
def test_a_long_code_takes_several_lines(code: str) -> None:
    assert "".join(code_lines(code, 80, 9.5)) == code


# -- lanes ---------------------------------------------------------------------------------


def test_lanes_are_ordered_by_the_expected_date_then_links_and_paths() -> None:
    milestones = [
        Milestone("Late", due=date(2020, 7, 1)),
        Milestone("Driver", due=date(2021, 3, 1)),
        Milestone("Early", due=date(2021, 2, 1)),
        Milestone("Beside", due=date(2021, 3, 1)),
        Milestone("Undated"),
    ]
    plan = Graph(milestones, [Link("Driver", "Late")], as_of=AS_OF)
    scene = compose(plan, "calendar", chain=("Late", "Driver"))

    assert [lane.code for lane in laid_out(scene).lanes] == [
        "Early", "Driver", "Late", "Beside", "Undated"
    ]  # fmt: skip


def test_features_take_three_rows_at_most_above_their_milestone() -> None:
    features = [Milestone(f"F{n}", level=3, due=date(2021, 1, 1)) for n in range(9)]
    plan = Graph(
        [Milestone("A", level=2, due=date(2021, 1, 1)), *features],
        [Link(each.id, "A") for each in features],
        as_of=AS_OF,
    )
    arranged = laid_out(compose(plan, "calendar"))
    (lane,) = arranged.lanes

    assert {guest.row for guest in lane.guests} == set(range(1, MOST_ROWS + 1))
    middle = arranged.spots["A", ""].y
    assert all(spot.y > middle for (_, guest_of), spot in arranged.spots.items() if guest_of)


def test_the_critical_path_goes_through_the_feature_that_drives() -> None:
    milestones = [
        Milestone("F", level=3, due=date(2021, 5, 1)),
        Milestone("G", level=3, due=date(2020, 9, 1)),
        Milestone("A", level=2, due=date(2021, 1, 1)),
        Milestone("B", level=2, due=date(2021, 2, 1)),
    ]
    plan = Graph(milestones, [Link("F", "A"), Link("G", "A"), Link("A", "B")], as_of=AS_OF)
    root = drawn(plan, chain=("B", "A", "F"))

    critical = [each for each in marks(root, "link") if "critical" in each.get("class", "").split()]
    ends = {(each.get("data-prerequisite"), each.get("data-dependent")) for each in critical}
    assert ends == {("F", "A"), ("A", "B")}
    assert "F, 2021-05-01" in words(root)
    assert "G, " not in words(root)


def test_boxes_stand_in_blank_corners_and_never_on_one_another() -> None:
    strips = [Strip(-20.0 * n, -20.0 * (n + 1), 50.0 + 40 * n, 150.0 + 40 * n) for n in range(10)]
    first = blank_place((200, 90), strips, (40, 700))
    assert first is not None
    second = blank_place((200, 60), used(strips, first, (200, 90)), (40, 700))
    assert second is not None

    assert first == (490, -10)
    assert second[1] <= first[1] - 90 or second[0] + 200 <= first[0]
    assert blank_place((600, 60), strips, (40, 700)) is None


def test_selected_features_are_named_where_what_waits_on_them_is_not_selected() -> None:
    milestones = [
        Milestone("F1", "Build the camera", level=3, due=date(2021, 5, 1)),
        Milestone("F2", "Ship the camera", level=3),
        Milestone("G", "Something else", level=3, due=date(2020, 9, 1)),
        Milestone("A", "All of it", level=2, due=date(2021, 1, 1)),
    ]
    plan = Graph(milestones, [Link(code, "A") for code in ("F1", "F2", "G")], as_of=AS_OF)
    root = drawn(plan, context={"A", "G"}, is_folded=True)

    names = {each.get("data-code"): words(each) for each in marks(root, "name")}
    assert names == {
        "A": "All of it 2021-05-01 +120 d",
        "F1": "F1 Build the camera 2021-05-01",
        "F2": "F2 Ship the camera no date",
    }


def test_what_explains_the_calendar_stands_below_where_no_corner_is_blank() -> None:
    heights = []

    def block(width: float, height: float) -> Block:
        return Block((width, height), lambda *_: heights.append(height))

    strips = [Strip(0.0, -300.0, 0.0, 900.0)]
    placed, below = stands(
        [[block(200, 100), block(800, 40)], [block(300, 80)]], strips, (80, 900), (900, -320)
    )

    # There is room for the first shape of both, side by side.
    assert [corner for _, corner in placed] == [(0, -320), (200 + GAP, -320)]
    assert below == 100 + GAP
    # On a higher drawing the lowest shapes come one under the other.
    placed, below = stands(
        [[block(200, 100), block(800, 40)], [block(300, 80)]], strips, (80, 900), (900, -700)
    )
    assert [chosen.size for chosen, _ in placed] == [(800, 40), (300, 80)]
    assert below == 40 + 80 + 2 * GAP


def test_a_feature_that_makes_others_late_is_called_by_its_code() -> None:
    milestones = [
        Milestone("F", level=3, due=date(2021, 5, 1)),
        Milestone("G", level=3, due=date(2020, 5, 1)),
        Milestone("A", level=2, due=date(2021, 1, 1)),
    ]
    text = words(drawn(Graph(milestones, [Link("F", "A"), Link("G", "A")], as_of=AS_OF)))

    assert "Late, and by what cause F due 2021-05-01 makes late A +120 d" in text
    assert "1 feature late (circles): 1, the worst G 31 d" in text
    assert text.count(" G ") == 1  # it makes nothing else late
