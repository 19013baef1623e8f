"""Which links of a graph lead where, by the numbers of milestones and links."""

from __future__ import annotations

from itertools import accumulate, chain, compress, count, islice, pairwise
from operator import lt
from typing import TYPE_CHECKING

from depgraph.errors import UnknownMilestoneError
from depgraph.model.links import ends_of, picked
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from depgraph.model.values import Link


class Adjacency(Struct):
    """The links of a graph, sorted, and their ends.

    Attributes
    ----------
    links
        Sorted by dependent, prerequisite, type, lag and position.
    sources, targets
        For each link, the numbers of its prerequisite and of its dependent.
    incoming, outgoing
        For each milestone, the places in `links` of the links to and from it.
    """

    links: Sequence[Link]
    sources: list[int]
    targets: list[int]
    incoming: list[tuple[int, ...]]
    outgoing: list[tuple[int, ...]]


def adjacency(links: Sequence[Link], index: Mapping[str, int]) -> Adjacency:
    """Sort links, and number them by their ends.

    Parameters
    ----------
    index
        The numbers of the milestones by their codes, in the order of these.

    Raises
    ------
    UnknownMilestoneError
        If a link has an end that is not among the milestones.
    """
    size = len(index)
    try:
        sources, targets = ([*map(index.__getitem__, codes)] for codes in ends_of(links))
    except KeyError as error:
        raise UnknownMilestoneError(str(error.args[0]), index) from None
    # Codes are numbered in their order, so one number stands for both ends.
    keys = [target * size + source for target, source in zip(targets, sources, strict=True)]
    if not all(map(lt, keys, islice(keys, 1, None))):
        order = _sorted_places(keys, links)
        links = picked(links, order)
        sources = [sources[n] for n in order]
        targets = [targets[n] for n in order]
        del order
    del keys
    return _numbered(links, sources, targets, size, tuple(range(len(links))))


def adjacency_without(whole: Adjacency, dropped: Collection[int]) -> Adjacency:
    """Return the links of a graph without some of them, by their places."""
    kept = bytearray(b"\1") * len(whole.links)
    for number in dropped:
        kept[number] = 0
    links = picked(whole.links, compress(count(), kept))
    # The numbers are those of the whole, so that they take no memory again.
    numbers = tuple(islice(chain.from_iterable(whole.incoming), len(links)))
    return _numbered(
        links,
        [*compress(whole.sources, kept)],
        [*compress(whole.targets, kept)],
        len(whole.incoming),
        numbers,
    )


def _numbered(
    links: Sequence[Link],
    sources: list[int],
    targets: list[int],
    size: int,
    numbers: tuple[int, ...],
) -> Adjacency:
    """Return the numbers of sorted links from and to each of so many milestones."""
    into = [0] * size
    for target in targets:
        into[target] += 1
    ends = list(accumulate(into, initial=0))
    incoming = [numbers[begin:end] for begin, end in pairwise(ends)]
    out_of: list[list[int]] = [[] for _ in range(size)]
    for number, source in zip(numbers, sources, strict=True):
        out_of[source].append(number)
    outgoing = [tuple(leaving) for leaving in _given_up(out_of)]
    return Adjacency(links, sources, targets, incoming, outgoing)


def _given_up(lists: list[list[int]]) -> Iterator[list[int]]:
    """Yield lists, each of which may go then: together they take as much as what they become."""
    lists.reverse()
    while lists:
        yield lists.pop()


def _sorted_places(keys: Sequence[int], links: Sequence[Link]) -> list[int]:
    """Return the places of links in the order of their keys, then by what else tells them apart."""

    def full(n: int) -> tuple[object, ...]:
        link = links[n]
        doubts = tuple(query.text or "" for query in link.queries)
        return keys[n], link.type, link.lag, link.position or (), link.calendar or "", doubts

    order = sorted(range(len(keys)), key=keys.__getitem__)
    tied = {keys[n] for n, after in pairwise(order) if keys[n] == keys[after]}
    if tied:
        order.sort(key=lambda n: full(n) if keys[n] in tied else (keys[n],))
    return order
