"""Delays: what holds a milestone, at the root of the links that set its date.

The driving chain of a milestone goes back along driving links (see `depgraph.analysis.driving`)
to its origin, which has its date by itself. That is the root.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.late import days_behind
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.analysis.driving import Driver
    from depgraph.analysis.projection import Projection

    Causes = Sequence[tuple[Driver, int | None]]


MOST_ROOTS = 20
"""How many milestones are named that hold another equally."""

_MOST_VISITS = 1_000
"""How many milestones behind one are looked at for its roots, in a plan with ladders."""


class Delay(Struct):
    """What sets the projected date of a milestone.

    Attributes
    ----------
    late
        Days from the due date to the projected one, the completion where it is complete;
        negative for early, None where one of them is missing. Where only the forecast has
        passed, from that.
    root
        The code of the milestone at the root of the driving chain; its own where no link sets
        its date, None where it is undated.
    driver
        What sets the date of the root: anything but a link.
    first_late
        The code of the first late milestone of the chain, counted from the root; its own if
        no other is late before it, None where none is.
    is_queried
        Whether it takes a link that a reviewer doubts to set the date: it is another, or there is
        none, without those links.
    """

    late: int | None
    root: str | None
    driver: Driver
    first_late: str | None
    is_queried: bool


class EqualRoots(Struct):
    """What holds a milestone as much as the root of its driving chain does.

    Attributes
    ----------
    codes
        The other origins that chains of causes lead back to, sorted, `MOST_ROOTS` at most; the
        milestone itself where it has its date by itself as well. Those that nobody doubts come
        before the others.
    has_more
        Whether there are more.
    queried
        Which of these, and of the root itself, hold it only by links that a reviewer doubts:
        without those its date is another, or no chain of causes goes back to them. Sorted.
    """

    codes: tuple[str, ...]
    has_more: bool
    queried: tuple[str, ...] = ()


def delays(projection: Projection) -> tuple[Delay, ...]:
    """Find what sets the projected date of every milestone.

    Returns
    -------
    tuple of Delay
        In the order of ``graph.milestones``.
    """
    graph = projection.graph
    certain_ends = projection.certain.ends
    delay_of: dict[int, Delay] = {}
    for n in _after_their_drivers(projection):
        code = graph.milestones[n].id
        late = days_behind(projection, code)
        own = code if late is not None and late > 0 and projection.chains.is_shown(n) else None
        driver, number = projection.driving.driver(n)
        if number is None:
            root = None if driver == "undated" else projection.chains.code(n)
            first_late = own
        else:
            _, root, driver, before, _ = delay_of[graph.link_sources[number]]
            first_late = before or own
        is_queried = root is not None and certain_ends[n] != projection.ends[n]
        delay_of[n] = Delay(late, root, driver, first_late, is_queried)
    return tuple(delay_of[n] for n in range(len(graph)))


def equal_roots(
    projection: Projection, delay_of: Sequence[Delay] | None = None
) -> tuple[EqualRoots, ...]:
    """Find what holds each milestone as much as the root of its driving chain does.

    Only if all of them go, and that root too, the date may get earlier.

    Parameters
    ----------
    delay_of
        The `delays` of the projection, where they are known.

    Returns
    -------
    tuple of EqualRoots
        In the order of ``graph.milestones``.
    """
    certain = projection.certain
    roots_of = _roots(projection)
    certain_roots_of = roots_of if certain is projection else _roots(certain)
    equal = []

    def codes_of(roots: _Roots) -> list[str]:
        return [*dict.fromkeys(map(projection.chains.code, roots.numbers))]

    for n, delay in enumerate(delay_of or delays(projection)):
        codes = codes_of(roots_of[n])
        plain = codes if certain is projection else codes_of(certain_roots_of[n])
        is_known = not roots_of[n].has_more
        # Rounded to a working day, an earlier date of another root may do the same.
        plain = [] if delay.is_queried else [c for c in plain if c in codes or not is_known]
        doubted = [code for code in codes if code not in plain]
        others = tuple(code for code in (*plain, *doubted) if code != delay.root)[:MOST_ROOTS]
        queried = tuple(code for code in doubted if code in others or code == delay.root)
        equal.append(EqualRoots(others, roots_of[n].has_more, queried))
    return tuple(equal)


class _Roots(Struct):
    """The origins that chains of causes lead back to, by number."""

    numbers: tuple[int, ...]
    has_more: bool


def _roots(projection: Projection) -> dict[int, _Roots]:
    """Return the roots of all milestones by the causes of the date of each."""
    sources = projection.graph.link_sources
    causes = [
        [cause for cause in projection.driving.causes(n) if cause[0] != "undated"]
        for n in range(len(projection.graph))
    ]
    if projection.has_ladders:
        return {n: _roots_behind(n, causes, sources) for n in range(len(causes))}
    roots_of: dict[int, _Roots] = {}
    for n in projection.order:
        behind = [roots_of[sources[k]] for _, k in causes[n] if k is not None]
        own = {n} if any(k is None for _, k in causes[n]) else set()
        numbers = sorted(own.union(*(roots.numbers for roots in behind)))
        has_more = len(numbers) > MOST_ROOTS or any(roots.has_more for roots in behind)
        roots_of[n] = _Roots(tuple(numbers[:MOST_ROOTS]), has_more=has_more)
    return roots_of


def _roots_behind(milestone: int, causes: Sequence[Causes], sources: Sequence[int]) -> _Roots:
    """Return the roots of one milestone where others may have their dates through it."""
    todo = [milestone]
    seen = {milestone}
    roots = set()
    for n in todo:
        if len(seen) > _MOST_VISITS:
            break
        for _, number in causes[n]:
            if number is None:
                roots.add(n)
                continue
            source = sources[number]
            if source not in seen:
                seen.add(source)
                todo.append(source)
    else:
        return _Roots(tuple(sorted(roots)[:MOST_ROOTS]), has_more=len(roots) > MOST_ROOTS)
    return _Roots(tuple(sorted(roots)[:MOST_ROOTS]), has_more=True)


def _after_their_drivers(projection: Projection) -> Iterable[int]:
    """Return all milestones, each after that which drives it."""
    if not projection.has_ladders:
        return projection.order
    drivers, sources = projection.driving_links, projection.graph.link_sources
    ordered: dict[int, None] = {}
    for start in range(len(projection.graph)):
        chain: dict[int, None] = {}
        n: int | None = start
        while n is not None and n not in ordered:
            chain[n] = None
            number = drivers[n]
            n = None if number is None else sources[number]
        ordered.update(dict.fromkeys(reversed(chain)))
    return ordered
