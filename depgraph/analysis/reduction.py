"""Which links of a graph can be left out, as a chain of others says at least as much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depgraph.analysis.components import strong_components
from depgraph.analysis.redundant import redundant_links
from depgraph.model import Link
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.model import Graph

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """The links whose milestones a chain of two links or more joins too.

    Attributes
    ----------
    left_out
        Those that can be left out without loss: plain ones (finish to start without lag, doubt
        or note, and alone between their milestones) that a chain implies in which every link
        is finish to start, without lead and without doubt. No link of it leads from an
        incomplete milestone to a complete one, or to one completed earlier or nobody knows
        when, as dates go no further there.
    own_terms
        Those that say more than an order: with a type, a lag, a doubt or a note, or beside
        such a link.
    weak_chains
        The other plain ones: each chain beside them has a link that is not so.
    is_ordered
        Whether the links of such chains go round in no cycle; else nothing is left out.
    is_complete
        Whether all links were looked at; False in a graph that is too large for that.
    """

    left_out: tuple[Link, ...]
    own_terms: tuple[Link, ...] = ()
    weak_chains: tuple[Link, ...] = ()
    is_ordered: bool = True
    is_complete: bool = True


def reduction(graph: Graph) -> Reduction:
    """Find the links that a chain joins too: those to leave out, and those to keep.

    Where links that make no firm chain go round in a cycle, only those to leave out are found.

    Examples
    --------
    >>> from depgraph.model import Graph, Link, Milestone
    >>> links = [Link("A", "B", lag=5), Link("B", "C"), Link("A", "C")]
    >>> [link.ends for link in reduction(Graph([Milestone(x) for x in "ABC"], links)).left_out]
    [('A', 'C')]
    """
    firm = _joined_pairs(graph, (link for link in graph.links if _is_firm(link, graph)))
    others = _joined_pairs(graph, graph.links)
    with_terms = {link.ends for link in graph.links if not _is_plain(link)}
    left_out: list[Link] = []
    own_terms: list[Link] = []
    weak_chains: list[Link] = []
    for link in graph.links:
        if link.ends in firm.pairs and link.ends not in with_terms:
            left_out.append(link)
        elif link.ends in others.pairs:
            (own_terms if link.ends in with_terms else weak_chains).append(link)
    return Reduction(
        left_out=tuple(left_out),
        own_terms=tuple(own_terms),
        weak_chains=tuple(weak_chains),
        is_ordered=firm.is_ordered,
        is_complete=firm.is_complete and others.is_complete,
    )


class _Joined(Struct):
    """The pairs of milestones that have a link, and a chain beside it."""

    pairs: frozenset[Pair]
    is_ordered: bool
    is_complete: bool


def _joined_pairs(graph: Graph, links: Iterable[Link]) -> _Joined:
    """Return the pairs with a chain beside their link, whatever the links say of time."""
    pairs = sorted({link.ends for link in links if link.prerequisite != link.dependent})
    plain = graph.with_links(Link(*pair) for pair in pairs)
    redundant = redundant_links(plain)
    successors: list[list[int]] = [[] for _ in plain.milestones]
    for source, target in zip(plain.link_sources, plain.link_targets, strict=True):
        successors[source].append(target)
    is_ordered = all(len(component) == 1 for component in strong_components(successors))
    joined = frozenset(plain.links[number].ends for number in redundant.chains)
    return _Joined(joined, is_ordered, redundant.is_complete)


def _is_plain(link: Link) -> bool:
    """Whether a link says nothing but an order."""
    return link == Link(
        *link.ends, position=link.position, witness=link.witness, calendar=link.calendar
    )


def _is_firm(link: Link, graph: Graph) -> bool:
    """Whether a chain with a link says as much as one from its begin to its end would."""
    before, after = graph[link.prerequisite], graph[link.dependent]
    goes_on = not after.is_complete or (
        before.is_complete
        and after.completed is not None
        and (before.completed is None or before.completed <= after.completed)
    )
    return link.type == "FS" and link.lag >= 0 and not link.queries and goes_on
