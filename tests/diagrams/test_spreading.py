from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depgraph.diagrams.spreading import spread_labels

PLACES = st.lists(st.integers(0, 60), min_size=1, max_size=6).map(sorted)


def slow(wanted, pitch):
    """Try every way to cut the labels into blocks that touch; keep the nearest that is legal."""
    count = len(wanted)
    best = None
    for size in range(count):
        for cuts in combinations(range(1, count), size):
            placed = []
            for start, end in pairwise((0, *cuts, count)):
                first = sum(wanted[n] - (n - start) * pitch for n in range(start, end))
                placed += [first / (end - start) + n * pitch for n in range(end - start)]
            if all(after - before >= pitch - 1e-9 for before, after in pairwise(placed)):
                cost = sum((a - b) ** 2 for a, b in zip(placed, wanted, strict=True))
                if best is None or cost < best[0] - 1e-9:
                    best = cost, placed
    return best[1]


@given(PLACES)
def test_labels_are_as_near_to_their_places_as_can_be(wanted):
    assert spread_labels(wanted, 7, -1000, 1000) == pytest.approx(slow(wanted, 7))


@given(PLACES)
def test_labels_stay_apart_and_inside_where_there_is_room(wanted):
    places = spread_labels(wanted, 7, 10, 60)
    assert all(after - before >= 7 - 1e-9 for before, after in pairwise(places))
    assert places[0] >= 10
    assert places[-1] <= 60


def test_without_room_they_pass_the_upper_bound_only():
    assert spread_labels([5, 5, 5], 10, 0, 12) == [0, 10, 20]
