"""The smallest cuts of cycles, against trying all sets of links."""

from collections import Counter
from itertools import combinations, pairwise, permutations
from random import Random

import pytest
from hypothesis import given, settings

from depgraph.analysis import cycles as cycles_module
from depgraph.analysis.cycles import Cycle, find_cycles, has_cycles
from depgraph.model import LINK_TYPES, Graph, Link, Milestone, Query

from ..drawing import Draws, drawn

DOUBT = (Query("Really?"),)
RANDOM = Random(20190520)  # noqa: S311 - nothing is kept secret by it


def graph_of(links: list[Link]) -> Graph:
    codes = {code for link in links for code in link[:2]}
    return Graph([Milestone(code) for code in codes], links)


def plain(*pairs: tuple[int, int]) -> Graph:
    return graph_of([Link(f"M-{a:06d}", f"M-{b:06d}") for a, b in pairs])


def is_cut(cycle: Cycle, cut: tuple[Link, ...]) -> bool:
    left = Counter(cycle.component_links)
    left.subtract(cut)
    return not has_cycles(graph_of(list(left.elements())))


@drawn
def graphs(draw: Draws, *, types: tuple[str, ...]) -> Graph:
    pairs = list(permutations("ABCDE", 2))
    return graph_of(
        [
            Link(
                *pair,
                type=draw.of(types),
                lag=draw.number(0, 1),
                queries=draw.of([(), (), (), DOUBT]),
            )
            for pair in draw.some(pairs, least=4, most=11)
        ]
    )


@settings(deadline=None, max_examples=200)
@given(graphs(types=("FS",)) | graphs(types=LINK_TYPES) | graphs(types=("SS", "FF", "FF", "FS")))
def test_no_smaller_cut_and_none_before_it_does(graph: Graph) -> None:
    for cycle in find_cycles(graph):
        links = cycle.component_links
        number_of_links = next(
            size
            for size in range(len(links))
            if any(is_cut(cycle, chosen) for chosen in combinations(links, size))
        )
        smallest = [
            places
            for places in combinations(range(len(links)), number_of_links)
            if is_cut(cycle, tuple(links[n] for n in places))
        ]
        # Doubted links first, then those out of a level of effort, then by their order.
        smallest.sort(
            key=lambda places: (
                sum(not links[n].queried for n in places),
                sum(links[n].prerequisite not in cycle.levels_of_effort for n in places),
                places,
            )
        )
        assert cycle.cut == tuple(links[n] for n in smallest[0])
        assert cycle.cut_is_smallest
        single = [links[places[0]] for places in smallest] if number_of_links == 1 else []
        assert list(cycle.alternatives) == single


def test_a_queried_link_is_cut_first() -> None:
    doubted = Link("B", "C", queries=DOUBT)
    (cycle,) = find_cycles(graph_of([Link("A", "B"), doubted, Link("C", "D"), Link("D", "A")]))
    assert cycle.cut == (doubted,)
    assert cycle.alternatives[0] == doubted
    assert len(cycle.alternatives) == 4


def test_parallel_links_count_each() -> None:
    twice = [Link("A", "B"), Link("A", "B", lag=2)]
    (cycle,) = find_cycles(graph_of([*twice, Link("B", "C"), Link("C", "A"), Link("B", "A")]))
    assert len(cycle.cut) == 2
    (cycle,) = find_cycles(graph_of([*twice, Link("B", "A")]))
    assert cycle.alternatives == (Link("B", "A"),)


def test_a_component_as_in_a_large_schedule_is_cut_by_the_link_out_of_the_level_of_effort() -> None:
    # 42 activities: everything is done twice and joined crosswise; one goes along with all.
    pairs = [(f"A{n:02d}", f"B{n:02d}") for n in range(20)]
    links = [
        Link(before, after, "SS" if n % 3 else "FS")
        for n, (befores, afters) in enumerate(pairwise(pairs))
        for before in befores
        for after in afters
    ]
    links += [Link("Z", code) for code in pairs[0]]
    links += [Link(code, "END", "FS") for code in pairs[-1]]
    links += [Link("START", "EFFORT", "SS"), Link("END", "EFFORT", "FF")]
    out = Link("EFFORT", "Z", "FF")
    (cycle,) = find_cycles(graph_of([*links, out]))
    assert len(cycle.milestones) == 43
    assert (cycle.kind, cycle.levels_of_effort) == ("level of effort", ("EFFORT",))
    assert cycle.cut == (out,)
    assert cycle.alternatives == (out, Link("END", "EFFORT", "FF"))


@pytest.mark.parametrize(
    ("pairs", "size"),
    [
        # Each two milestones on a cycle of their own.
        ([(a, b) for n in range(400) for a, b in ((n, n + 1), (n + 1, n))], 400),
        (list(permutations(range(40), 2)), 780),
        # Ten rings that share a milestone.
        ([(0 if m == 0 else 10 * n + m, 0 if m == 9 else 10 * n + m + 1) for n in range(10)
          for m in range(10)], 10),
    ],
    ids=["chain", "all pairs", "rings"],
)  # fmt: skip
def test_the_smallest_cut_of_many_links(pairs: list[tuple[int, int]], size: int) -> None:
    (cycle,) = find_cycles(plain(*pairs))
    assert len(cycle.cut) == size
    assert cycle.cut_is_smallest
    assert is_cut(cycle, cycle.cut)


@settings(deadline=None, max_examples=100)
@given(graphs(types=LINK_TYPES))
def test_a_search_that_is_given_up_still_cuts_all_circles(graph: Graph) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cycles_module, "_MOST_WORK_EACH", 0)
        patch.setattr(cycles_module, "_MOST_CUT_WORK", 0)
        hurried = find_cycles(graph)
    for cycle, exact in zip(hurried, find_cycles(graph), strict=True):
        assert is_cut(cycle, cycle.cut)
        assert cycle.cut_is_smallest <= (len(cycle.cut) == len(exact.cut))


# -- large graphs -------------------------------------------------------------------------


def test_a_dense_component_has_a_good_cut_said_to_be_no_more() -> None:
    pairs = [(a, b) if RANDOM.random() < 0.5 else (b, a) for a, b in combinations(range(300), 2)]
    (cycle,) = find_cycles(plain(*pairs))
    assert is_cut(cycle, cycle.cut)
    assert not cycle.cut_is_smallest
    assert len(cycle.cut) < len(pairs) * 0.46
    assert any("maybe not the smallest" in line for line in cycle.remarks)


def test_no_link_of_a_good_cut_can_be_put_back() -> None:
    pairs = {(a, b) for a in range(200) for b in RANDOM.sample(range(200), 3) if a != b}
    for cycle in find_cycles(plain(*sorted(pairs))):
        for link in cycle.cut:
            assert not is_cut(cycle, tuple(other for other in cycle.cut if other is not link))


def test_the_links_on_every_cycle_of_a_large_component() -> None:
    many = 20_000
    ring = [(n, (n + 1) % many) for n in range(many)]
    # A way round 20 to 29, and a way back from 60 to 41.
    (cycle,) = find_cycles(plain(*ring, (20, 30), (60, 41)))
    cut = {int(link.prerequisite[2:]) for link in cycle.alternatives}
    assert cut == set(range(41, 60))
    assert cycle.cut[0].prerequisite == "M-000041"


def test_a_large_component_with_few_links_backward() -> None:
    forward = [(n, n + step) for n in range(5_000) for step in (1, 7)]
    backward = [(1_000, 400), (2_500, 1_800), (2_000, 1_200), (4_900, 300)]
    cycles = find_cycles(plain(*forward, *backward))
    found = {
        (int(link.prerequisite[2:]), int(link.dependent[2:])) for c in cycles for link in c.cut
    }
    assert found == set(backward)
    assert all(cycle.cut_is_smallest for cycle in cycles)
