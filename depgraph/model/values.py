"""The values that a plan is made of: milestones, links, doubts and where they stand.

Everything here is immutable and free of input and output. A link goes from a
*prerequisite* to its *dependent*: the dependent waits on the prerequisite, and the
prerequisite blocks the dependent while it is incomplete.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from depgraph.errors import Problem
from depgraph.model.position import Position
from depgraph.model.risks import Estimate, Slip
from depgraph.model.work import Span, Work
from depgraph.records import Struct
from depgraph.showing import shown

LinkType = Literal["FS", "SS", "FF", "SF"]
State = Literal["complete", "incomplete", "unknown"]
Fact = Literal["types", "lags", "completions"]
"""What some sources cannot tell: of all links their types or lags, of all milestones the states."""

LINK_TYPES: tuple[LinkType, ...] = ("FS", "SS", "FF", "SF")

SUFFIXES = (".yaml", ".yml")
"""How the names of a plan's own files end; what other files say, a program exported."""


NOWHERE = Position("", 0, 0)
"""The place of what stands nowhere, for whoever sorts by places."""


def problem_at(position: Position | None, message: str) -> Problem:
    """Return what is wrong at a position; None where nothing tells the place."""
    place = position or NOWHERE
    return Problem(place.file, place.line, place.column, message)


class Query(Struct):
    """A reviewer's doubt about a link. `text` is empty where no reason was given.

    `asked` is the date of the doubt, where that is known.
    """

    text: str
    position: Position | None = None
    asked: date | None = None


class Question(Struct):
    """An open question on a milestone that names no link."""

    milestone: str
    text: str
    position: Position | None = None


class Allowance(Struct):
    """Leave to break a rule, at a link and with the reason; after `until` it is void.

    Attributes
    ----------
    prerequisites, dependents
        The ends of the chains through the link that may break it, each of the first with each
        of the second; where there are none, the end of the link itself.
    """

    rule: str
    reason: str
    until: date | None = None
    position: Position | None = None
    prerequisites: tuple[str, ...] = ()
    dependents: tuple[str, ...] = ()


class Calendar(Struct):
    """The days on which work is done: some days of the week, without the holidays.

    Attributes
    ----------
    weekdays
        The working days of a week; 0 is Monday, 6 is Sunday.
    holidays
        Days of these without work.
    extra
        Days with work that are none of `weekdays`.
    shifts
        For each day of a week from Monday, its times of work, sorted and apart; None where a
        calendar counts whole days only.
    changed
        The days whose times of work are others, sorted, each once.
    """

    name: str
    weekdays: frozenset[int] = frozenset(range(5))
    holidays: frozenset[date] = frozenset()
    extra: frozenset[date] = frozenset()
    shifts: tuple[tuple[Span, ...], ...] | None = None
    changed: tuple[tuple[date, tuple[Span, ...]], ...] = ()

    def is_worked(self, day: date) -> bool:
        """Whether work is done on a day."""
        if day in self.extra:
            return True
        return day.weekday() in self.weekdays and day not in self.holidays


class Witness(Struct):
    """A chain of activities between two milestones that a link stands for.

    Attributes
    ----------
    activities
        The codes of the activities between the ends, from the prerequisite to the dependent.
    lag_hours
        The total of the lags along the chain, in hours of work.
    work_days, lag_days, wait_days
        Of a chain in a projection, the days of work and of lags between the dates of its ends,
        and those on which nothing of it is done; None where there are no dates.
    counts_working_days
        Whether these are working days.
    """

    activities: tuple[str, ...]
    lag_hours: float = 0.0
    work_days: int | None = None
    lag_days: int | None = None
    wait_days: int | None = None
    counts_working_days: bool = False

    @property
    def hops(self) -> int:
        """How many relationships the chain has."""
        return len(self.activities) + 1


class Link(Struct):
    """A prerequisite and the dependent that waits on it. Build it by keyword.

    Attributes
    ----------
    prerequisite, dependent
        The codes of the two ends.
    type
        ``FS``, ``SS``, ``FF`` or ``SF``: which event of the prerequisite (its first
        letter: start or finish) holds which event of the dependent.
    lag
        Whole days between the two events; negative for a lead.
    queries
        The doubts about the link; empty for a link that nobody doubts.
    calendar
        The name of the calendar whose working days the lag counts; None where it counts
        all days.
    witness
        For a link that chains of activities of a schedule network make: one of the shortest.
    lag_minutes
        The lag of a relationship of a schedule network: minutes of work of `calendar`, or of all
        time where it is None; `lag` says it in whole days then.
    holds
        How likely a queried link is real, from 0 to 1, in a simulation; None for surely.
    """

    prerequisite: str
    dependent: str
    type: LinkType = "FS"
    lag: int = 0
    queries: tuple[Query, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    note: str | None = None
    position: Position | None = None
    calendar: str | None = None
    witness: Witness | None = None
    lag_minutes: int | None = None
    holds: float | None = None

    @property
    def ends(self) -> tuple[str, str]:
        """The codes of the prerequisite and the dependent."""
        return self.prerequisite, self.dependent

    @property
    def queried(self) -> bool:
        """Whether a reviewer doubts this link."""
        return bool(self.queries)


class Name(Struct):
    """A name that some file gives to a milestone."""

    text: str
    position: Position | None = None


@shown
class Milestone(Struct):
    """Something that is either complete or not at a date.

    Attributes
    ----------
    id
        The code, for example ``LDM-503-17``.
    owner, team, level, tags
        Whose it is: subsystem, team inside it, schedule level, free tags.
    due, forecast, completed
        The date in the baseline plan, the scheduler's present estimate, the actual date.
    duration
        Days of the milestone's own work after its prerequisites, or None for none stated.
    calendar
        The name of the calendar whose working days the duration counts, and on which dates
        fall that links set; None where all days are alike.
    not_before, not_after
        A floor on the date, and a deadline.
    state
        ``complete`` (completed on or before the as-of date; a requirement, test plan or test
        report also if its progress is 100 and no date is stated, an activity if an export says
        so), ``incomplete`` (a file says otherwise: the schedule has it, without that, its
        progress is below 100, or it is a requirement, test plan or test report, which schedules
        do not have) or ``unknown`` (the schedule does not have it, or an export does not tell).
    names
        Every name that a file gives it, the graph's own first.
    started, remaining
        The day on which its own work began, and the days of it that are left at the as-of date.
    work
        For an activity of a schedule network: its work in minutes, with the moments that its
        program states.
    slip, estimate
        How far its date may move in a simulation, or which dates it may have.
    """

    id: str
    name: str | None = None
    owner: str | None = None
    team: str | None = None
    level: int | None = None
    kind: str = "milestone"
    tags: tuple[str, ...] = ()
    due: date | None = None
    forecast: date | None = None
    completed: date | None = None
    duration: int | None = None
    not_before: date | None = None
    not_after: date | None = None
    state: State = "incomplete"
    aka: tuple[str, ...] = ()
    progress: int | None = None
    url: str | None = None
    note: str | None = None
    names: tuple[Name, ...] = ()
    position: Position | None = None
    calendar: str | None = None
    started: date | None = None
    remaining: int | None = None
    work: Work | None = None
    slip: Slip | None = None
    estimate: Estimate | None = None

    @property
    def is_complete(self) -> bool:
        """Whether it was completed on or before the as-of date."""
        return self.state == "complete"

    @property
    def planned(self) -> date | None:
        """The date that it is planned for now: the forecast, else the due date."""
        return self.forecast or self.due

    @property
    def own_date(self) -> date | None:
        """The date that it has by itself: completed, else the forecast, else the due date.

        A complete milestone that nothing says the completion of has none.
        """
        return self.completed if self.is_complete else self.completed or self.planned


class Disagreement(Struct):
    """Two statements about a milestone that cannot both be true.

    Mostly two files give one attribute different values.

    Attributes
    ----------
    other_attribute
        Where two attributes contradict each other, the one that does not count.
    """

    milestone: str
    attribute: str
    kept_value: str
    kept_position: Position | None
    other_value: str
    other_position: Position | None
    other_attribute: str | None = None


class TotalPart(Struct):
    """A part of a total of which a source names no members, only their numbers."""

    name: str
    members: int | None = None
    complete: int | None = None
    incomplete: int | None = None
    position: Position | None = None


class Total(Struct):
    """What a source says about the size of a group: all members, complete and other ones.

    Attributes
    ----------
    complete_percent, begun_percent, not_begun_percent
        How many per cent are complete, are complete or state some progress, and do not.
    parts
        What the source adds up, or would; the numbers of all of them count as the total's.
    known
        Why it is accepted that the members say otherwise.
    """

    members: int | None = None
    complete: int | None = None
    incomplete: int | None = None
    complete_percent: int | None = None
    begun_percent: int | None = None
    not_begun_percent: int | None = None
    parts: tuple[TotalPart, ...] = ()
    where: str | None = None
    known: str | None = None
    position: Position | None = None


class Group(Struct):
    """The milestones that carry a tag, and what sources say about how many there are.

    Attributes
    ----------
    partition
        Groups of one partition have no member in common.
    """

    tag: str
    name: str | None = None
    partition: str | None = None
    totals: tuple[Total, ...] = ()
    position: Position | None = None


class Notice(Struct):
    """Something that a reader of a source must know of it, although it could be read.

    Attributes
    ----------
    rule
        The check that reports it.
    is_warning
        Whether it may make an answer wrong; else it is said for information.
    asks_as_of
        Whether it only asks for the as-of date, so that a graph with one need not have it.
    lacks
        What its source cannot tell of anything; the text begins with that, up to a colon.
    ends
        Of a link that is not there, its prerequisite and its dependent as they are written.
    """

    text: str
    milestone: str | None = None
    position: Position | None = None
    rule: Literal["source-notice", "suspicious-id", "unknown-code"] = "source-notice"
    is_warning: bool = True
    asks_as_of: bool = False
    lacks: tuple[Fact, ...] = ()
    ends: tuple[str, str] | None = None
