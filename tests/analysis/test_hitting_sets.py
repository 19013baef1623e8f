"""Smallest hitting sets, against trying all."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from depgraph.analysis.hitting_sets import smallest_hitting_set

ELEMENTS = range(9)
sets_of_elements = st.lists(
    st.frozensets(st.sampled_from(ELEMENTS), min_size=1, max_size=5), max_size=12
)
costs_of_elements = st.fixed_dictionaries({n: st.integers(1, 4) for n in ELEMENTS})


def hits_all(elements: tuple[int, ...], sets: list[frozenset[int]]) -> bool:
    return all(each.intersection(elements) for each in sets)


@settings(deadline=None, max_examples=300)
@given(sets_of_elements, costs_of_elements)
def test_nothing_cheaper_hits_all_sets(sets: list[frozenset[int]], costs: dict[int, int]) -> None:
    found = smallest_hitting_set(sets, costs, most_work=100_000)
    least = min(
        sum(costs[n] for n in chosen)
        for size in range(len(ELEMENTS) + 1)
        for chosen in combinations(ELEMENTS, size)
        if hits_all(chosen, sets)
    )
    assert found.is_smallest
    assert hits_all(found.elements, sets)
    assert sum(costs[n] for n in found.elements) == least


@settings(deadline=None, max_examples=100)
@given(sets_of_elements, costs_of_elements)
def test_a_search_that_is_given_up_has_a_solution(
    sets: list[frozenset[int]], costs: dict[int, int]
) -> None:
    hurried = smallest_hitting_set(sets, costs, most_work=0)
    exact = smallest_hitting_set(sets, costs, most_work=100_000)
    assert hits_all(hurried.elements, sets)
    if hurried.is_smallest:
        assert sum(map(costs.get, hurried.elements)) == sum(map(costs.get, exact.elements))


def test_sets_that_share_nothing_are_searched_apart() -> None:
    # All 3^40 choices of one element each are as good.
    sets = [{3 * n, 3 * n + 1, 3 * n + 2} for n in range(40)]
    sets += [{3 * n, 3 * n + 1} for n in range(40)]
    found = smallest_hitting_set(sets, dict.fromkeys(range(120), 1), most_work=10_000)
    assert found.is_smallest
    assert found.elements == tuple(range(0, 120, 3))
