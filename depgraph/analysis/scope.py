"""Scope: the milestones that a chart, a count or an answer is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.scheduled import only_in_schedule
from depgraph.errors import DepgraphError, did_you_mean
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from depgraph.model import Graph, Milestone

MAIN_LEVEL = 2
"""The level of the main milestones, where there are levels."""


class Scope(Struct):
    """Milestones that somebody asks for.

    Attributes
    ----------
    codes
        The milestones of the graph, sorted.
    words
        The same in words, for a subtitle.
    schedule_only
        Those that would belong to it, but that only the schedule has; sorted.
    unlinked
        Those of the codes that only the schedule has; sorted.
    """

    codes: tuple[str, ...]
    words: str
    schedule_only: tuple[str, ...] = ()
    unlinked: tuple[str, ...] = ()


def select_scope(
    graph: Graph,
    *,
    codes: Iterable[str] = (),
    owners: Collection[str] = (),
    teams: Collection[str] = (),
    levels: Collection[int] = (),
) -> Scope:
    """Return the milestones that somebody asks for.

    Parameters
    ----------
    codes
        Milestones that are meant by name, whatever the other arguments say.
    owners, teams, levels
        The others: those that have one of the owners, one of the teams and one of the levels.
        What is empty does not restrict. Without any of the four, every milestone is meant.

    Raises
    ------
    UnknownMilestoneError
        If a code is unknown.
    DepgraphError
        If no milestone has such an owner, team or level, or all of them at once.

    Examples
    --------
    >>> from depgraph.model import Graph, Milestone
    >>> plan = Graph([Milestone("A", team="X"), Milestone("B", team="Y"), Milestone("C")])
    >>> select_scope(plan, teams=["X", "Y"]).codes
    ('A', 'B')
    >>> select_scope(plan, codes=["C"], teams=["X"]).codes
    ('A', 'C')
    """
    own_codes = {graph[code].id for code in codes}
    _refuse_unknown("owner", owners, (m.owner for m in graph.milestones))
    _refuse_unknown("team", teams, (m.team for m in graph.milestones))
    _refuse_unknown("level", levels, (m.level for m in graph.milestones))
    words = _scope_in_words(sorted(own_codes), owners, teams, levels)
    if own_codes and not (owners or teams or levels):
        return scope_of(graph, own_codes, words)
    fitting = {m.id for m in graph.milestones if _fits(m, owners, teams, levels)}
    if not fitting and not own_codes and len(graph):
        raise DepgraphError(f"no milestone has {words}")
    return scope_of(graph, own_codes | fitting, words)._replace(
        schedule_only=tuple(
            m.id
            for m in graph.schedule_only
            if m.id not in graph and _fits(m, owners, teams, levels)
        )
    )


def scope_of(graph: Graph, codes: Collection[str], words: str) -> Scope:
    """Return the scope that has some codes of a plan, with its words."""
    unlinked = tuple(code for code in only_in_schedule(graph) if code in codes)
    return Scope(tuple(sorted(codes)), words, unlinked=unlinked)


def main_milestones(graph: Graph) -> tuple[str, ...]:
    """Return the codes of the milestones that dropped queries are judged by, sorted.

    They are those of level 2 or, where no milestone has a level, those with a due date; in a
    schedule network without a due date, all milestones. What is complete, and what only the
    schedule has, is left out: no link moves it.
    """
    unlinked = set(only_in_schedule(graph))
    return tuple(
        milestone.id
        for milestone in all_main(graph)
        if not milestone.is_complete and milestone.id not in unlinked
    )


def all_main(graph: Graph) -> tuple[Milestone, ...]:
    """Return all main milestones, see `main_milestones`, those that are complete too."""
    is_main = _main_by(graph)
    return tuple(milestone for milestone in graph.milestones if is_main(milestone))


def _main_by(graph: Graph) -> Callable[[Milestone], bool]:
    """Return what tells whether a milestone is a main one."""
    if _has_levels(graph):
        return lambda milestone: milestone.level == MAIN_LEVEL
    if graph.rules is not None and all(milestone.due is None for milestone in graph.milestones):
        return lambda milestone: milestone.work is None or milestone.work.is_milestone
    return lambda milestone: milestone.due is not None


def main_noun(graph: Graph) -> str:
    """Return what one of the `main_milestones` is called: by its level, where there are levels."""
    return f"level-{MAIN_LEVEL} milestone" if _has_levels(graph) else "main milestone"


def _has_levels(graph: Graph) -> bool:
    return any(milestone.level is not None for milestone in graph.milestones)


def top_level(graph: Graph) -> int | None:
    """Return the smallest level of any milestone, that of the main ones; None without levels."""
    return min((m.level for m in graph.milestones if m.level is not None), default=None)


def _scope_in_words(
    codes: Sequence[str],
    owners: Iterable[str],
    teams: Iterable[str],
    levels: Iterable[int],
) -> str:
    """Return a scope in words: ``owner DM, team AP or DRP, level 3``."""
    words = ", ".join(
        f"{what} {' or '.join(str(value) for value in values)}"
        for what, values in (("owner", owners), ("team", teams), ("level", levels))
        if values
    )
    if not codes:
        return words or "all milestones"
    words_for_codes = f"{len(codes)} milestones by name" if len(codes) > 1 else codes[0]
    return f"{words}, and {words_for_codes}" if words else words_for_codes


def _fits(
    milestone: Milestone,
    owners: Collection[str],
    teams: Collection[str],
    levels: Collection[int],
) -> bool:
    return (
        (not owners or milestone.owner in owners)
        and (not teams or milestone.team in teams)
        and (not levels or milestone.level in levels)
    )


def _refuse_unknown(
    what: str, wanted: Iterable[str | int], stated: Iterable[str | int | None]
) -> None:
    known = {value for value in stated if value is not None}
    for value in wanted:
        if value not in known:
            words = [str(word) for word in sorted(known, key=str)]
            hint = did_you_mean(str(value), words)
            if not hint:
                hint = f": there are {', '.join(words[:20])}" if words else ": none has any"
            raise DepgraphError(f"no milestone has the {what} {str(value)!r}{hint}")
