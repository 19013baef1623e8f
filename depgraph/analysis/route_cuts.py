"""What all chains between two milestones have in common, and what would break them all."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from depgraph.analysis.routes import Routes

MOST_STEPS = 1_000_000
"""How many hops the search for a smallest cut looks at before it is given up."""


def cuts(routes: Routes) -> tuple[list[int], list[tuple[int, int]]]:
    """Return the places and the hops that every chain passes, in order, without the ends.

    The places are those of one chain that no detour goes round: the sweep along a chain
    goes from each of its places as far as it can beside the chain, and keeps how far along
    the chain that comes back. Time is in proportion to hops.
    """
    chain = routes.shortest()
    position = {place: at for at, place in enumerate(chain)}
    visited = bytearray(len(routes.after))
    places: list[int] = []
    hops: list[tuple[int, int]] = []
    furthest = 0
    for at, (place, following) in enumerate(pairwise(chain)):
        if 0 < at == furthest:
            places.append(place)
        stack = [to for to in routes.after[place] if to != following]
        while stack:
            beside = stack.pop()
            if beside in position:
                furthest = max(furthest, position[beside])
            elif not visited[beside]:
                visited[beside] = 1
                stack += routes.after[beside]
        if furthest <= at:
            hops.append((place, following))
            furthest = at + 1
    return places, hops


def smallest_cut(routes: Routes, *, most_steps: int = MOST_STEPS) -> list[tuple[int, int]]:
    """Return fewest hops without which no chain is left; of several such sets, one.

    They are as many as there are chains without a common hop (Menger's theorem). Those are
    found one after the other, each where it must by undoing a hop of the ones before (L. R.
    Ford and D. R. Fulkerson, *Maximal flow through a network*, 1956). When there is none more,
    the hops that lead out of what can still be reached are the cut: it is the nearest to the
    start.

    Parameters
    ----------
    most_steps
        How many hops are looked at before the search is given up.

    Returns
    -------
    list of pair of int
        The places of the two ends of each hop, in the order of the numbers; empty if the search
        is given up.
    """
    after, left, numbers = routes.after, routes.left, routes.numbers
    links_taken: set[tuple[int, int]] = set()
    taken_into: dict[int, set[int]] = {}
    steps = 0
    while steps <= most_steps:
        came = {0: 0}
        stack = [0]
        while stack and routes.end not in came:
            place = stack.pop()
            steps += len(after[place])
            on = [to for to in after[place] if to not in came and (place, to) not in links_taken]
            on += (to for to in taken_into.get(place, ()) if to not in came)
            # The nearest to the end is taken up first: few places are looked at on the way.
            on.sort(key=lambda to: (-left[to], numbers[to]))
            for to in on:
                came[to] = place
            stack += on
        if routes.end not in came:
            cut = [(place, to) for place in came for to in after[place] if to not in came]
            return sorted(cut, key=lambda hop: (numbers[hop[0]], numbers[hop[1]]))
        place = routes.end
        while place:
            source = came[place]
            if (place, source) in links_taken:
                links_taken.remove((place, source))
                taken_into[source].remove(place)
            else:
                links_taken.add((source, place))
                taken_into.setdefault(place, set()).add(source)
            place = source
    return []
