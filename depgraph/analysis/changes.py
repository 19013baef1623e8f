"""What changes amount to in a plan, when it has been made sure that they go together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from depgraph.analysis.link_words import link_in_words
from depgraph.analysis.separation import numbers_between, with_gates
from depgraph.errors import (
    DepgraphError,
    UnknownMilestoneError,
    did_you_mean,
)
from depgraph.model import Link
from depgraph.model.changes import (
    AddLink,
    Change,
    Complete,
    DropQueries,
    DropQuery,
    KeepQuery,
    Move,
    RemoveLink,
)
from depgraph.records import Struct
from depgraph.words import left_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph, Position

_MOST_SHOWN = 20
"""How many problems a message shows."""


class ChangeError(DepgraphError):
    """Raised when changes cannot be made to a plan, or not together."""


class Edit(Struct):
    """What changes amount to in one plan, by the numbers of its milestones and links.

    Attributes
    ----------
    moves, completions
        The milestones that are moved, and those that are completed.
    removed
        The places in the links of the whole graph of those that go.
    added
        The links that come.
    """

    moves: dict[int, Move]
    completions: dict[int, Complete]
    removed: frozenset[int]
    added: tuple[Link, ...]

    @property
    def changes_links(self) -> bool:
        """Whether a link goes or comes."""
        return bool(self.removed or self.added)


def with_working_lags(graph: Graph, changes: Iterable[Change]) -> list[Change]:
    """Return changes whose new links count working days, as those of a plan with such lags.

    Each lag counts the working days of its prerequisite's calendar where the change names no
    calendar and the prerequisite has one.

    Parameters
    ----------
    graph
        The plan. What it does not have is left for `resolve` to refuse.
    changes
        In any order.
    """
    return [
        replace(change, calendar=graph[change.prerequisite].calendar)
        if isinstance(change, AddLink)
        and change.lag
        and change.calendar is None
        and change.prerequisite in graph
        else change
        for change in changes
    ]


def with_droppable(graph: Graph, changes: Iterable[Change]) -> Graph:
    """Return a plan whose links by themselves stand for the chains that changes drop."""
    return with_gates(
        graph,
        (
            (change.prerequisite, change.dependent)
            for change in changes
            if isinstance(change, RemoveLink | DropQuery | KeepQuery)
        ),
    )


def resolve(projection: Projection, changes: Iterable[Change]) -> Edit:
    """Find out what changes amount to.

    Parameters
    ----------
    projection
        The plan before the changes.
    changes
        In any order; codes may be other codes for a milestone (`aka`).

    Raises
    ------
    ChangeError
        With what is no change, or all that cannot be done: an unknown code, a change of what is
        complete, a link that is not there or is there already, two changes that contradict each
        other.
    """
    asked = tuple(changes)
    others = [change for change in asked if not isinstance(change, get_args(Change))]
    if others:
        raise ChangeError(f"{others[0]!r} is no change, as Move or DropQuery are")
    resolver = _Resolver(projection)
    edit = resolver.resolve(asked)
    problems = list(dict.fromkeys(resolver.problems))
    if problems:
        lines = problems[:_MOST_SHOWN]
        lines += left_out(len(problems) - _MOST_SHOWN, "more problems")
        head = "" if len(lines) == 1 else "these changes cannot be made:\n  "
        raise ChangeError(head + "\n  ".join(lines))
    return edit


class _Resolver:
    """The resolution of changes; problems gather in `problems`."""

    def __init__(self, projection: Projection) -> None:
        self.problems: list[str] = []
        self._projection = projection
        self._graph = projection.graph
        self._moves: dict[int, Move] = {}
        self._completions: dict[int, Complete] = {}
        self._removed: dict[tuple[int, int], Change] = {}
        self._kept: dict[tuple[int, int], Change] = {}
        self._gone: set[int] = set()
        self._drops_all = False

    def resolve(self, changes: tuple[Change, ...]) -> Edit:
        """Look at all changes: links that come are compared with those that are left."""
        self._drops_all = any(isinstance(change, DropQueries) for change in changes)
        for change in changes:
            match change:
                case Move() | Complete():
                    self._resolve_date(change)
                case RemoveLink() | DropQuery() | KeepQuery():
                    self._resolve_link(change)
                case DropQueries() | AddLink():
                    pass
        if self._drops_all:
            graph = self._graph
            ends = zip(graph.links, graph.link_sources, graph.link_targets, strict=True)
            self._gone.update(
                number
                for number, (link, *pair) in enumerate(ends)
                if link.queries and tuple(pair) not in self._kept
            )
        added: dict[tuple[int, int], Link] = {}
        for change in changes:
            if isinstance(change, AddLink):
                self._resolve_new_link(change, added)
        return Edit(
            moves=self._moves,
            completions=self._completions,
            removed=frozenset(self._gone),
            added=tuple(added.values()),
        )

    def _report(self, change: Change, message: str) -> None:
        place = _place_prefix(change.position)
        self.problems.append(f"{place}{message}")

    def _milestone_number(self, change: Change, code: str) -> int | None:
        try:
            return self._graph.number(code)
        except UnknownMilestoneError as error:
            self._report(change, str(error))
            return None

    # -- dates -----------------------------------------------------------------------

    def _resolve_date(self, change: Move | Complete) -> None:
        n = self._milestone_number(change, change.milestone)
        if n is None:
            return
        milestone = self._graph.milestones[n]
        if milestone.is_complete:
            when = f" on {milestone.completed}" if milestone.completed else ""
            what = "nothing moves it" if isinstance(change, Move) else "it cannot be completed"
            self._report(change, f"{milestone.id} was completed{when}: that is history, and {what}")
        elif n in self._moves or n in self._completions:
            before = self._moves.get(n) or self._completions[n]
            verbs = {_participle(before), _participle(change)}
            what = f"{verbs.pop()} twice" if len(verbs) == 1 else "both moved and completed"
            self._report(change, f"{milestone.id} is {what}: leave one out")
        elif isinstance(change, Complete):
            as_of = self._projection.as_of
            if change.completed > as_of:
                self._report(
                    change,
                    f"{milestone.id} cannot be completed on {change.completed}, after the as-of "
                    f"date, {as_of}: move it to that date, or give an earlier one",
                )
            self._completions[n] = change
        else:
            if (change.days is None) == (change.to is None):
                self._report(change, f"{milestone.id} moves either by days or to a date: give one")
            elif change.days is not None and self._projection.finish[n] is None:
                self._report(
                    change,
                    f"{milestone.id} has no projected date that days could be counted from: "
                    "give a date",
                )
            elif change.is_working and milestone.calendar is None:
                self._report(
                    change,
                    f"{milestone.id} has no calendar whose working days could be counted: "
                    "give calendar days",
                )
            self._moves[n] = change

    # -- links -----------------------------------------------------------------------

    def _ends(self, change: RemoveLink | DropQuery | KeepQuery | AddLink) -> tuple[int, int] | None:
        source = self._milestone_number(change, change.prerequisite)
        target = self._milestone_number(change, change.dependent)
        return None if source is None or target is None else (source, target)

    def _codes_of_ends(self, pair: tuple[int, int]) -> tuple[str, str]:
        milestones = self._graph.milestones
        return milestones[pair[0]].id, milestones[pair[1]].id

    def _resolve_link(self, change: RemoveLink | DropQuery | KeepQuery) -> None:
        """Take up that a link is removed, dropped or kept."""
        pair = self._ends(change)
        if pair is None:
            return
        prerequisite, dependent = self._codes_of_ends(pair)
        numbers = numbers_between(self._graph, *pair)
        if not numbers:
            turned = (
                f"; {prerequisite} waits on {dependent}: give the prerequisite first"
                if numbers_between(self._graph, pair[1], pair[0])
                else ""
            )
            self._report(change, f"{dependent} does not wait on {prerequisite} by a link{turned}")
            return
        if not isinstance(change, RemoveLink):
            numbers = [number for number in numbers if number in self._graph.queried_numbers]
            if not numbers:
                otherwise = (
                    "--unlink removes any link ('unlink:' in a file)"
                    if isinstance(change, DropQuery)
                    else "it stays anyway"
                )
                self._report(
                    change,
                    f"the link from {prerequisite} to {dependent} is not queried: {otherwise}",
                )
                return
        link_words = f"the link from {prerequisite} to {dependent}"
        if isinstance(change, KeepQuery):
            if not self._drops_all:
                self._report(change, f"{link_words} is kept, but not all queries are dropped")
            elif pair in self._removed:
                self._report(change, f"{link_words} is both kept and removed: leave one out")
            elif pair in self._kept:
                self._report(change, f"{link_words} is kept twice: leave one out")
            self._kept[pair] = change
            return
        if pair in self._kept:
            self._report(change, f"{link_words} is both kept and removed: leave one out")
        elif pair in self._removed:
            self._report(change, f"{link_words} is removed twice: leave one out")
        elif self._drops_all and isinstance(change, DropQuery):
            self._report(
                change, f"{link_words} is dropped twice, as all queries are: leave one out"
            )
        self._removed[pair] = change
        self._gone.update(numbers)

    def _resolve_new_link(self, change: AddLink, added: dict[tuple[int, int], Link]) -> None:
        pair = self._ends(change)
        if pair is None:
            return
        prerequisite, dependent = self._codes_of_ends(pair)
        name = change.calendar
        link = Link(prerequisite, dependent, type=change.type, lag=change.lag, calendar=name)
        links = [
            (number, self._graph.links[number]) for number in numbers_between(self._graph, *pair)
        ]
        left = [other for number, other in links if number not in self._gone]
        calendars = self._graph.calendars
        if name is not None and name not in calendars:
            known = f": its 'calendars' are {', '.join(calendars)}" if calendars else ""
            hint = did_you_mean(name, calendars) or known
            self._report(change, f"calendar: the plan has no calendar {name!r}{hint}")
        elif pair[0] == pair[1]:
            self._report(change, f"{dependent} cannot wait on itself")
        elif pair in added:
            self._report(
                change, f"the link from {prerequisite} to {dependent} is added twice: leave one out"
            )
        elif left:
            place = f" ({left[0].position})" if left[0].position else ""
            self._report(
                change,
                f"there is a link already: {link_in_words(left[0])}{place}; remove it as well to "
                "change its type or lag",
            )
        elif any(_terms(other) == _terms(link) for _, other in links):
            self._report(
                change,
                f"the link from {prerequisite} to {dependent} is removed and added as it was: "
                "leave both out",
            )
        added[pair] = link


def _terms(link: Link) -> tuple[str, int, str | None]:
    return link.type, link.lag, link.calendar if link.lag else None


def _participle(change: Move | Complete) -> str:
    return "moved" if isinstance(change, Move) else "completed"


def _place_prefix(position: Position | None) -> str:
    if position is None:
        return ""
    return f"{position.file}:{position.line}:{position.column}: "
