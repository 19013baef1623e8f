"""Straight lines for links that go back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depgraph.diagrams.drawn_link import DrawnLink
from depgraph.diagrams.layout import Box
from depgraph.diagrams.shortcuts import shortcuts
from depgraph.model import Link

AROUND = ((0.0, 0.0), (0.0, 500.0), (400.0, 500.0), (400.0, 0.0), (400.0, -5.0))


def link(prerequisite: str, dependent: str, *, goes_back: bool = True) -> DrawnLink:
    links = (Link(prerequisite, dependent),)
    return DrawnLink(
        prerequisite,
        dependent,
        links,
        None,
        is_marked=False,
        goes_back=goes_back,
    )


def line(nodes: dict[str, Box], *, goes_back: bool = True) -> tuple[tuple[float, float], ...]:
    return tuple(
        shortcuts([link("A", "B", goes_back=goes_back)], nodes, {("A", "B"): AROUND})["A", "B"]
    )


def test_a_line_back_is_straight_from_side_to_side() -> None:
    nodes = {"A": Box(400, 0, 40, 20), "B": Box(0, 0, 40, 20)}

    assert line(nodes)[0] == pytest.approx((380, 0))
    assert line(nodes)[-1] == pytest.approx((20, 0))
    assert len(line(nodes)) == 5


def test_it_stays_where_a_node_is_in_the_way_or_it_goes_on_in_time() -> None:
    nodes = {"A": Box(400, 0, 40, 20), "B": Box(0, 0, 40, 20)}

    assert line({**nodes, "C": Box(200, 12, 40, 20)}) == AROUND
    assert line({**nodes, "C": Box(200, 40, 40, 20)}) != AROUND
    assert line(nodes, goes_back=False) == AROUND
    assert line({**nodes, "B": Box(340, 0, 40, 20)}) == AROUND  # too near


_numbers = st.integers(-300, 300)


@given(_numbers, _numbers, _numbers, _numbers)
def test_a_straight_line_touches_no_other_node(x: int, y: int, u: int, v: int) -> None:
    nodes = {"A": Box(0, 0, 40, 20), "B": Box(x, y, 40, 20), "C": Box(u, v, 40, 20)}

    drawn = line(nodes)

    if drawn != AROUND:
        (x1, y1), (x2, y2) = drawn[0], drawn[-1]
        for n in range(101):
            at = x1 + (x2 - x1) * n / 100, y1 + (y2 - y1) * n / 100
            box = nodes["C"]
            assert not (box.left < at[0] < box.right and box.bottom < at[1] < box.top)
