"""Links between boxes in columns: never under a box, and never one kind on another."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from depgraph.diagrams.polyline import rounded
from depgraph.diagrams.spreading import spread
from depgraph.diagrams.trunks import LANE, Block, Routes, Wire, route

from ..drawing import Draws, drawn

KINDS = ("plain", "queried", "critical")


def columns_of(draws: Draws) -> list[list[Block]]:
    columns = []
    for n in range(draws.number(1, 5)):
        low = float(draws.number(0, 60))
        column = []
        for m in range(draws.number(1, 4)):
            high = low + draws.number(30, 90)
            column.append(Block(f"{n}-{m}", low, high))
            low = high + draws.number(12, 80)
        columns.append(column)
    return columns


@drawn
def plans(draws: Draws) -> tuple[list[list[Block]], list[Wire]]:
    columns = columns_of(draws)
    names = [block.name for column in columns for block in column]
    pairs = {(draws.of(names), draws.of(names)) for _ in range(draws.number(1, 9))}
    return columns, [Wire(a, b, draws.of(KINDS)) for a, b in sorted(pairs)]


def lanes(columns: list[list[Block]], routes: Routes) -> list[tuple[int, float, object]]:
    """Return at which height which trunk crosses which column."""
    place = {block.name: n for n, column in enumerate(columns) for block in column}
    crossed = []
    for (source, target), run in routes.runs.items():
        step = 1 if place[source] < place[target] else -1
        between = range(place[source] + step, place[target], step)
        for column, height in zip(between, run.heights[1:-1], strict=True):
            crossed.append((column, height, run.trunk))
    return crossed


@given(plans())
def test_no_link_runs_under_a_box_and_no_trunk_on_another(
    made: tuple[list[list[Block]], list[Wire]],
) -> None:
    columns, wires = made
    routes = route(columns, wires)

    assert set(routes.runs) == {(wire.prerequisite, wire.dependent) for wire in wires}
    crossed = lanes(columns, routes)
    for column, height, _ in crossed:
        assert not any(block.low < height < block.high for block in columns[column])
    for (column, height, trunk), (other_column, other, other_trunk) in combinations(crossed, 2):
        if column == other_column and trunk != other_trunk:
            assert abs(height - other) >= LANE - 0.1


@given(plans())
def test_a_link_leaves_and_enters_its_boxes(
    made: tuple[list[list[Block]], list[Wire]],
) -> None:
    columns, wires = made
    blocks = {block.name: block for column in columns for block in column}
    for (source, target), run in route(columns, wires).runs.items():
        assert blocks[source].low <= run.heights[0] <= blocks[source].high
        assert blocks[target].low <= run.heights[-1] <= blocks[target].high
        assert len(run.heights) == len(run.gaps) + 1


@given(plans())
def test_trunks_that_go_up_or_down_side_by_side_have_places_of_their_own(
    made: tuple[list[list[Block]], list[Wire]],
) -> None:
    columns, wires = made
    routes = route(columns, wires)
    spans: dict[tuple[int, object], list[float]] = {}
    for run in routes.runs.values():
        for n, gap in enumerate(run.gaps):
            spans.setdefault((gap, run.trunk), []).extend(run.heights[n : n + 2])
    for (gap, trunk), (other_gap, other) in combinations(spans, 2):
        if gap != other_gap or trunk == other:
            continue
        places = routes.tracks[gap]
        if trunk in places and other in places:
            (low, high), (other_low, other_high) = (
                (min(spans[gap, key]), max(spans[gap, key])) for key in (trunk, other)
            )
            if low < other_high and other_low < high:
                assert places[trunk] != places[other]


def test_a_link_between_boxes_at_one_height_is_straight() -> None:
    columns = [[Block("A", 0, 40)], [Block("B", 100, 140)], [Block("C", 0, 40)]]

    (run,) = route(columns, [Wire("A", "C", "plain")]).runs.values()

    assert len(set(run.heights)) == 1


def test_links_of_one_kind_to_one_milestone_enter_it_once() -> None:
    columns = [[Block("A", 0, 40), Block("B", 100, 140)], [Block("C", 50, 90)]]
    wires = [Wire("A", "C", "plain"), Wire("B", "C", "plain")]

    one, other = route(columns, wires).runs.values()
    dashed = route(columns, [wires[0], wires[1]._replace(kind="queried")]).runs.values()

    assert one.heights[-1] == other.heights[-1]
    assert len({run.heights[-1] for run in dashed}) == 2


def test_a_line_turns_with_round_corners_and_ends_before_its_arrow() -> None:
    *curve, tip = rounded([(0, 0), (20, 0), (20, 30), (60, 30)])

    assert tip == (60, 30)
    assert curve[-1] == (54, 30)
    assert (len(curve) - 1) % 3 == 0
    assert (20, 0) in curve


@given(
    st.lists(st.tuples(st.floats(-200, 200), st.floats(5, 60)), min_size=1, max_size=7),
)
def test_boxes_are_spread_without_overlap_in_their_order(boxes: list[tuple[float, float]]) -> None:
    wanted = sorted(want for want, _ in boxes)
    sizes = [size for _, size in boxes]
    middles = spread(wanted, sizes, -1000, 1000, 4.0)

    for n in range(len(boxes) - 1):
        apart = middles[n + 1] - middles[n] - (sizes[n] + sizes[n + 1]) / 2
        assert apart >= 4.0 - 1e-6
    # No box can be moved alone to where it is nearer to what is wanted of it.
    for n, (middle, want) in enumerate(zip(middles, wanted, strict=True)):
        step = 0.01 if want > middle else -0.01
        tried = [*middles[:n], middle + step, *middles[n + 1 :]]
        fits = all(
            b - a >= (sizes[m] + sizes[m + 1]) / 2 + 4.0 for m, (a, b) in enumerate(pairwise(tried))
        )
        assert abs(want - middle) <= 0.011 or not fits
