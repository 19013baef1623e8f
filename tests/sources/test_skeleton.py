"""The skeleton of a network against all shortest chains that networkx finds."""

import itertools
from typing import NamedTuple

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from depgraph.model import LINK_TYPES, Link, Position, Witness
from depgraph.sources.network import Activity, Network, Relationship
from depgraph.sources.skeleton import contract

CODES = "ABCDEF"
PLACE = Position("plan", 1, 1)


def network_of(milestones: str, relationships: list[Relationship]) -> Network:
    codes = {code for each in relationships for code in each[:2]} | set(milestones)
    activities = [Activity(code, code in milestones, PLACE, {}) for code in sorted(codes)]
    return Network("plan", None, activities, relationships)


def related(*steps: str, lag: float = 0) -> list[Relationship]:
    return [Relationship(a, b, "FS", lag, PLACE) for a, b in itertools.pairwise(steps)]


def contracted(milestones: str, relationships: list[Relationship]) -> list[Link]:
    return contract(network_of(milestones, relationships), hours_per_day=8)


networks = st.tuples(
    st.sets(st.sampled_from(CODES), min_size=1, max_size=3),
    st.lists(
        st.builds(
            Relationship,
            st.sampled_from(CODES),
            st.sampled_from(CODES),
            st.sampled_from(LINK_TYPES),
            st.sampled_from([0.0, 8.0, -8.0]),
            st.just(PLACE),
        ).filter(lambda each: each.prerequisite != each.dependent),
        min_size=5,
        max_size=20,
    ),
)


class Expected(NamedTuple):
    hops: int
    lag_hours: float
    activities: tuple[str, ...]


def expected(milestones: set[str], relationships: list[Relationship]) -> dict[str, Expected]:
    """Return for each pair of milestones its best chain, of all the shortest ones."""
    lags: dict[tuple[str, str], float] = {}
    for each in relationships:
        pair = (each.prerequisite, each.dependent)
        lags[pair] = max(lags.get(pair, each.lag_hours), each.lag_hours)
    whole = nx.DiGraph(lags.keys())
    whole.add_nodes_from(CODES)
    found = {}
    for first in milestones:
        for last in milestones - {first}:
            inside = whole.subgraph(set(CODES) - milestones | {first, last})
            if not nx.has_path(inside, first, last):
                continue
            chains = [
                Expected(
                    len(chain) - 1,
                    sum(lags[pair] for pair in itertools.pairwise(chain)),
                    tuple(chain[1:-1]),
                )
                for chain in nx.all_shortest_paths(inside, first, last)
            ]
            found[first + last] = min(
                chains, key=lambda chain: (-chain.lag_hours, chain.activities[::-1])
            )
    return found


@given(networks)
def test_each_pair_has_the_best_of_its_shortest_chains(
    network: tuple[set[str], list[Relationship]],
) -> None:
    milestones, relationships = network
    best = {}
    for link in contracted("".join(milestones), relationships):
        assert link.witness is not None
        found = Expected(link.witness.hops, link.witness.lag_hours, link.witness.activities)
        pair = link.prerequisite + link.dependent
        best[pair] = max(best.get(pair, found), found, key=lambda each: each.lag_hours)
    assert best == expected(milestones, relationships)


@given(networks)
def test_direct_relationships_keep_their_types(
    network: tuple[set[str], list[Relationship]],
) -> None:
    milestones, relationships = network
    links = contracted("".join(milestones), relationships)
    direct = [link for link in links if link.witness and not link.witness.activities]
    assert {(link.prerequisite, link.dependent, link.type) for link in direct} == {
        each[:3] for each in relationships if {each.prerequisite, each.dependent} <= milestones
    }
    assert len({link[:3] for link in links}) == len(links)
    assert all(link.type == "FS" for link in links if link not in direct)


@given(networks, st.randoms())
def test_the_order_of_the_rows_does_not_matter(
    network: tuple[set[str], list[Relationship]], random
) -> None:
    milestones, relationships = network
    links = contracted("".join(milestones), relationships)
    shuffled = relationships.copy()
    random.shuffle(shuffled)
    assert contracted("".join(milestones), shuffled) == links


def test_a_milestone_ends_a_chain():
    links = contracted("AMZ", related("A", "x", "M", "y", "Z"))
    assert [link[:2] for link in links] == [("A", "M"), ("M", "Z")]


def test_of_chains_of_one_length_the_one_with_the_most_lag_is_told_then_the_first():
    two = [*related("A", "y", "Z"), *related("A", "x", "Z")]
    assert contracted("AZ", two)[0].witness == Witness(("x",), 0.0)
    late = [*two, Relationship("A", "y", "SS", 8, PLACE)]
    assert contracted("AZ", late)[0].witness == Witness(("y",), 8.0)
    shorter = [*late, *related("A", "Z", lag=-8)]
    assert contracted("AZ", shorter)[0].witness == Witness((), -8.0)


def test_a_circle_of_activities_is_passed_once():
    links = contracted("AZ", [*related("A", "x", "y", "x"), *related("y", "Z")])
    assert [(*link[:2], link.witness) for link in links] == [("A", "Z", Witness(("x", "y"), 0.0))]


def test_lags_are_added_up_before_they_are_rounded():
    (link,) = contracted("AZ", related("A", "x", "y", "Z", lag=3))
    assert (link.lag, link.witness) == (1, Witness(("x", "y"), 9.0))


def test_a_lag_that_makes_no_day_needs_no_calendar():
    short, long = (
        contracted("AZ", [Relationship("A", "Z", "FS", hours, PLACE, "week")])[0]
        for hours in (3, 4)
    )
    assert (short.lag, short.calendar) == (0, None)
    assert (long.lag, long.calendar) == (1, "week")


def test_a_long_chain_is_followed_without_recursion():
    codes = ["A", *(f"x{n}" for n in range(20_000)), "Z"]
    activities = [Activity(code, code in "AZ", PLACE, {}) for code in codes]
    network = Network("plan", None, activities, related(*codes))
    (link,) = contract(network, hours_per_day=8)
    assert link.witness is not None
    assert link.witness.hops == 20_001
