"""Who waits on whom: the evidence of the kinds of rules that look at chains of links.

Only incomplete milestones count. A complete one blocks nothing, and nothing is waited for
through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.folding import joined_chain
from depgraph.analysis.reach import Reached, reach_between, reach_from
from depgraph.analysis.reach import reach as search
from depgraph.records import Struct
from depgraph.rules.describe import milestone_in_words
from depgraph.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from typing import TypedDict

    from depgraph.analysis.reach import Between, Led
    from depgraph.model import Graph, Link, Milestone
    from depgraph.rules.kinds.field_types import Reach

    class _How(TypedDict):
        """How a search goes on from milestone to milestone."""

        accept: Callable[[int], bool]
        follow: Callable[[int], bool]
        most_visits: int | None


MOST_VISITS = 2_000_000
"""How many links the searches for the shortest chains of one rule look at."""

_MOST_NAMED = 5


class Evidence(Struct):
    """That milestones wait on others, by their numbers, ascending.

    Each of `tails` waits on each of `heads`; mostly there is one of either.

    Attributes
    ----------
    links
        The shortest chain from the one head to the one tail; with several, from one of the
        heads to the first tail, to the nearest.
    """

    heads: tuple[int, ...]
    tails: tuple[int, ...]
    links: tuple[Link, ...]


def waiting_chains(
    graph: Graph,
    waiting: Iterable[int],
    blockers: Collection[int],
    reach: Reach,
    *,
    avoid: Collection[int] = (),
) -> list[Evidence]:
    """Find which milestones wait on which others, with a chain of links for each pair.

    Parameters
    ----------
    waiting, blockers
        The numbers of the milestones that wait, and of those that are waited for.
    reach
        ``direct`` for the prerequisites only, ``any`` for all that is behind them.
    avoid
        The numbers of milestones that chains neither begin nor end at, nor pass.

    Returns
    -------
    list
        Sorted by dependent and prerequisite. Where a chain without queried links exists, the
        shortest of those is the evidence.

    Notes
    -----
    Where finding the shortest chain of each pair would take too long, the dependents that
    wait on the same milestones stand in one piece of evidence with all of these.
    """
    of_view = _OfView(graph)
    whole, number = graph.whole, of_view.number
    is_open = whole.once(_is_open).copy()
    for n in avoid:
        is_open[number(n)] = False
    for n in of_view.unshown:
        is_open[n] = True  # a chain of activities is one link, whatever their states
    chains = _Chains(whole, is_open)
    waiting, blockers = [*map(number, waiting)], {*map(number, blockers)}
    if reach == "direct":
        pieces = [*chains.direct(waiting, blockers, of_view.unshown)]
    else:
        pieces = chains.any(waiting, blockers)
    return [*map(of_view.evidence, pieces)]


def counted_links(graph: Graph, numbers: Iterable[int]) -> int:
    """Return how many links lead to some milestones; in a view, those of its network."""
    incoming, number = graph.whole.incoming, _OfView(graph).number
    return sum(len(incoming[number(n)]) for n in numbers)


def _is_open(graph: Graph) -> list[bool]:
    """Return of each milestone whether it is not complete."""
    return [not milestone.is_complete for milestone in graph.milestones]


def _is_sure(graph: Graph) -> list[bool]:
    """Return of each link whether nobody doubts it."""
    queried = graph.queried_numbers
    return [number not in queried for number in range(len(graph.links))]


class _OfView:
    """What is found in the network of a view, by the numbers of its milestones."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._numbers = [graph.whole.number(code) for code in graph.codes] if graph.is_view else []
        self._places = {n: place for place, n in enumerate(self._numbers)}
        self.unshown: Collection[int] = ()
        if graph.is_view:
            self.unshown = set(range(len(graph.whole))).difference(self._numbers)

    def number(self, n: int) -> int:
        """Return the number in the network of a milestone of the view."""
        return self._numbers[n] if self._numbers else n

    def evidence(self, piece: Evidence) -> Evidence:
        """Return evidence with the numbers of the view, and with links between its milestones."""
        if not self._graph.is_view:
            return piece
        heads, tails = (
            tuple(self._places[n] for n in numbers) for numbers in (piece.heads, piece.tails)
        )
        parts: list[list[Link]] = [[]]
        for link in piece.links:
            parts[-1].append(link)
            if link.dependent in self._graph.codes:
                parts.append([])
        return Evidence(heads, tails, tuple(map(joined_chain, filter(None, parts))))


class _Chains:
    def __init__(self, graph: Graph, is_open: list[bool]) -> None:
        self._graph = graph
        self._is_open = is_open
        self._is_sure = graph.once(_is_sure)

    def direct(
        self, waiting: Iterable[int], blockers: Collection[int], between: Collection[int]
    ) -> Iterator[Evidence]:
        """Yield what waits on what by a link, or by a chain of milestones that are no matter."""
        graph, is_open, is_sure = self._graph, self._is_open, self._is_sure
        if between:
            for n in filter(is_open.__getitem__, waiting):
                yield from self._next(n, blockers, between)
            return
        incoming, sources = graph.incoming, graph.link_sources
        for n in waiting:
            if not is_open[n]:
                continue
            links: dict[int, int] = {}
            for number in incoming[n]:
                source = sources[number]
                if source != n and source in blockers and is_open[source]:
                    known = links.setdefault(source, number)
                    if is_sure[number] and not is_sure[known]:
                        links[source] = number
            for source, number in sorted(links.items()):
                yield Evidence((source,), (n,), (graph.links[number],))

    def _next(
        self, n: int, blockers: Collection[int], between: Collection[int]
    ) -> Iterator[Evidence]:
        """Yield what a milestone waits on through some others alone, sorted."""
        graph = self._graph
        chains: dict[int, tuple[Link, ...]] = {}
        for is_sure in (True, False):
            came: dict[int, int] = {}
            todo = [n]
            for at in todo:
                for number in graph.incoming[at]:
                    source = graph.link_sources[number]
                    if source in came or source == n or (is_sure and not self._is_sure[number]):
                        continue
                    came[source] = number
                    if source in between:
                        todo.append(source)
            for source in came.keys() & {*blockers}:
                if self._is_open[source] and source not in chains:
                    chains[source] = Reached(graph, came).chain(source)
            if all(self._is_sure):
                break
        for source, links in sorted(chains.items()):
            yield Evidence((source,), (n,), links)

    def any(self, waiting: Iterable[int], blockers: Collection[int]) -> list[Evidence]:
        waiting = list(waiting)
        accept, follow = self._is_open.__getitem__, self._is_sure.__getitem__
        behind = reach_between(self._graph, blockers, waiting, accept=accept)
        if not behind.sets:
            return []
        sure = behind
        if not all(self._is_sure):
            sure = reach_between(
                self._graph,
                behind.sources,
                waiting,
                accept=accept,
                follow=follow,
                keep_sources=True,
            )
        pieces = self._pair_by_pair(behind, sure)
        return self._together(behind, sure) if pieces is None else pieces

    def _pair_by_pair(self, behind: Between, sure: Between) -> list[Evidence] | None:
        """Return the evidence pair by pair; None if it takes too long."""
        visits_left = MOST_VISITS - sum(bits.bit_count() for bits in behind.sets.values())
        if visits_left <= 0:
            return None
        # By certainty and prerequisite or dependent: what is at the other end.
        tails: dict[tuple[bool, int], list[int]] = {}
        heads: dict[tuple[bool, int], list[int]] = {}
        for is_sure, part, n in _parts(behind, sure):
            heads[is_sure, n] = list(behind.members(part))
            for source in heads[is_sure, n]:
                tails.setdefault((is_sure, source), []).append(n)
        pieces: list[Evidence] = []
        forward = len(tails) < len(heads)
        for (is_sure, n), far_ends in (tails if forward else heads).items():
            reached: Reached | Led = (
                reach_from(
                    self._graph, n, wanted=far_ends, **self._how(visits_left, is_sure=is_sure)
                )
                if forward
                else search(
                    self._graph, n, wanted=far_ends, **self._how(visits_left, is_sure=is_sure)
                )
            )
            visits_left -= reached.visits
            for far_end in far_ends:
                if visits_left <= 0:
                    return None
                links = reached.chain(far_end)
                visits_left -= len(links)
                head, tail = (n, far_end) if forward else (far_end, n)
                pieces.append(Evidence((head,), (tail,), links))
        return sorted(pieces, key=lambda piece: (piece.tails, piece.heads))

    def _together(self, behind: Between, sure: Between) -> list[Evidence]:
        """Return the evidence for all dependents that wait on the same milestones at once."""
        groups: dict[tuple[bool, int], list[int]] = {}
        for is_sure, part, n in _parts(behind, sure):
            groups.setdefault((is_sure, part), []).append(n)
        pieces = []
        for (is_sure, part), tails in groups.items():
            heads = tuple(behind.members(part))
            reached = search(
                self._graph, tails[0], wanted=heads, enough=1, **self._how(None, is_sure=is_sure)
            )
            nearest = next(n for n in heads if n in reached.came)
            pieces.append(Evidence(heads, tuple(tails), reached.chain(nearest)))
        return pieces

    def _how(self, most_visits: int | None, *, is_sure: bool) -> _How:
        return {
            "accept": self._is_open.__getitem__,
            "follow": self._is_sure.__getitem__ if is_sure else lambda _: True,
            "most_visits": most_visits,
        }


def _parts(behind: Between, sure: Between) -> Iterator[tuple[bool, int, int]]:
    """Yield what leads to each milestone for certain, and what only by queried links."""
    for n, bits in sorted(behind.sets.items()):
        certain = sure.sets.get(n, 0)
        for is_sure, part in ((True, certain), (False, bits & ~certain)):
            if part:
                yield is_sure, part, n


# -- in words ----------------------------------------------------------------------------


def several_in_words(milestones: Sequence[Milestone]) -> str:
    """Return milestones with owner, date and state; of many, the first few and how many more."""
    words = [milestone_in_words(milestone) for milestone in milestones]
    if len(words) > _MOST_NAMED + 1:
        return listed(words, _MOST_NAMED)
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def wait_on(
    prerequisites: Sequence[Milestone], dependents: Sequence[Milestone], between: Sequence[str]
) -> str:
    """Return that milestones wait on others, and through which."""
    verb = "waits" if len(dependents) == 1 else "wait"
    return (
        f"{several_in_words(dependents)} {verb} on {several_in_words(prerequisites)}"
        f"{through(between[::-1])}"
    )


def through(between: Sequence[str]) -> str:
    """Return what a chain passes, to stand behind its ends."""
    return f" through {', '.join(between)}" if between else ""
