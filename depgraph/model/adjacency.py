"""Which links of a graph lead where, by the numbers of milestones and links."""

from __future__ import annotations

from itertools import accumulate, islice, pairwise
from operator import lt
from typing import TYPE_CHECKING

from depgraph.errors import UnknownMilestoneError
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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

    links: tuple[Link, ...]
    sources: list[int]
    targets: list[int]
    incoming: list[tuple[int, ...]]
    outgoing: list[tuple[int, ...]]


def adjacency(links: tuple[Link, ...], index: Mapping[str, int]) -> Adjacency:
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
    count = len(index)
    try:
        sources = [index[link.prerequisite] for link in links]
        targets = [index[link.dependent] for link in links]
    except KeyError as error:
        raise UnknownMilestoneError(str(error.args[0]), index) from None
    # Codes are numbered in their order, so one number stands for both ends.
    keys = [target * count + source for target, source in zip(targets, sources, strict=True)]
    if not all(map(lt, keys, islice(keys, 1, None))):
        order = _sorted_places(keys, links)
        links = tuple([links[n] for n in order])
        sources = [sources[n] for n in order]
        targets = [targets[n] for n in order]
    del keys
    numbers = tuple(range(len(links)))
    into = [0] * count
    for target in targets:
        into[target] += 1
    ends = list(accumulate(into, initial=0))
    incoming = [numbers[begin:end] for begin, end in pairwise(ends)]
    out_of: list[list[int]] = [[] for _ in range(count)]
    for number, source in zip(numbers, sources, strict=True):
        out_of[source].append(number)
    outgoing = [tuple(leaving) for leaving in out_of]
    return Adjacency(links, sources, targets, incoming, outgoing)


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
