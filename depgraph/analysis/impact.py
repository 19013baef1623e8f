"""Impact: which milestones move when a plan changes, by how much, and what carries it.

All is told in both readings of the gaps (see `depgraph.analysis.projection`). When gaps are
work, it is the work of the plan before the changes: a milestone that slips takes its work with
it. A move by days counts calendar days from the projected date of each reading.

A chain carries a change to a milestone, see `depgraph.analysis.carrying`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from depgraph.analysis.carrying import Carrying
from depgraph.analysis.due_dates import on_time_until
from depgraph.analysis.projection import GAPS
from depgraph.model.gates import as_chains
from depgraph.records import Struct
from depgraph.showing import printed, shown

if TYPE_CHECKING:
    from depgraph.analysis.carrying import Carrier
    from depgraph.analysis.changes import Edit
    from depgraph.analysis.driving import Driver
    from depgraph.analysis.projection import Gaps, Projection
    from depgraph.model import Graph, Link, Milestone
    from depgraph.model.changes import Change


@dataclass(frozen=True, slots=True)
class Shift:
    """The projected date of a milestone before and after the changes, in one reading."""

    before: date | None
    after: date | None

    @property
    def is_moved(self) -> bool:
        """Whether the date differs; to have a date or none counts as well."""
        return self.before != self.after

    @property
    def days(self) -> int | None:
        """Calendar days, positive for later; None where one of the two dates is missing."""
        if self.before is None or self.after is None:
            return None
        return (self.after - self.before).days


_NO_SHIFT = Shift(None, None)


@dataclass(frozen=True, slots=True)
class Moved:
    """A milestone whose projected date differs in at least one reading of the gaps.

    Attributes
    ----------
    milestone
        As it was before the changes.
    absorbed
        Its dates where gaps absorb slips (``float``).
    worked
        Its dates where gaps are work (``work``); None where there are none in this reading.
    on_time_until
        The last day that meets its due date, see `depgraph.analysis.due_dates`.
    """

    milestone: Milestone
    absorbed: Shift
    worked: Shift | None
    on_time_until: date | None = None

    @property
    def id(self) -> str:
        """The code of the milestone."""
        return self.milestone.id

    @property
    def is_one(self) -> bool:
        """Whether there is nothing to tell of the second reading."""
        return self.worked is None or self.worked == self.absorbed

    def shift(self, gaps: Gaps) -> Shift:
        """Return its dates in one reading of the gaps; in one without any, none."""
        return self.absorbed if gaps == "float" else self.worked or _NO_SHIFT


class Held(Struct):
    """A moved milestone that is not on the date that was asked for, in one reading.

    Attributes
    ----------
    asked, reached
        The date that was asked for, and the date that it has.
    by
        What holds it: a link, the date that it cannot be before, or the as-of date.
    link
        The link, if it is one.
    queried
        The queried links of the chain that sets the date, the nearest first; then those of the
        chain that does so without these, and so on.
    without
        The date that it has without these; None where there is none, and for the last ones of
        very many in a large plan.
    """

    milestone: str
    gaps: Gaps
    asked: date
    reached: date
    by: Driver
    link: Link | None
    queried: tuple[Link, ...] = ()
    without: date | None = None


class Reading(Struct):
    """One reading of the gaps: the plan projected before and after the changes."""

    before: Projection
    after: Projection

    def numbers(self) -> set[int]:
        """Return the numbers of the milestones whose projected dates differ."""
        dates = zip(self.before.finish, self.after.finish, strict=True)
        return {n for n, (before, after) in enumerate(dates) if before != after}


@printed
@shown
@dataclass(frozen=True, kw_only=True, repr=False)
class Impact:
    """What changes do to a plan.

    Attributes
    ----------
    changes
        What was asked for.
    edit
        What it amounts to in this plan.
    absorbed, worked
        The two readings of the gaps: ``float`` and ``work``. The second is None where there
        are no dates in it, before the changes or after them.
    not_worked
        Why there are none, in a few words; empty where there are.
    moved
        Every milestone that moves in one of them, sorted by code.
    moved_activities
        How many activities of a network move, of which no milestone of the view is one.
    held
        The moved milestones that something holds, sorted by code and reading.
    """

    changes: tuple[Change, ...]
    edit: Edit
    absorbed: Reading
    worked: Reading | None
    moved: tuple[Moved, ...]
    held: tuple[Held, ...]
    not_worked: str = ""
    moved_activities: int = 0

    def __repr__(self) -> str:
        """Return how many changes there are, and how many milestones move."""
        return (
            f"<Impact as of {self.as_of}; changes: {len(self.changes)}; "
            f"milestones moved: {len(self.moved)} of {len(self.graph)}>"
        )

    @property
    def graph(self) -> Graph:
        """The plan before the changes."""
        return self.absorbed.before.shown

    @property
    def network(self) -> Graph:
        """What the dates are worked out of, by whose numbers changes are told: see `Edit`."""
        return self.absorbed.before.graph

    @property
    def as_of(self) -> date:
        """The as-of date."""
        return self.absorbed.before.as_of

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings of the gaps that have dates."""
        return (self.absorbed,) if self.worked is None else (self.absorbed, self.worked)

    def reading(self, gaps: Gaps) -> Reading | None:
        """Return one of the two readings of the gaps; None where there are no dates in it."""
        return self.absorbed if gaps == "float" else self.worked

    def of(self, code: str) -> Moved:
        """Return the dates of any milestone, moved or not.

        Raises
        ------
        UnknownMilestoneError
            If the plan does not have it.
        """
        return moved_milestone(self.absorbed, self.worked, self.network.number(code))

    def carrier(self, code: str, gaps: Gaps) -> Carrier | None:
        """Return the chain that carries the changes to a milestone in one reading.

        Returns
        -------
        Carrier or None
            None if it does not move in this reading.

        Raises
        ------
        UnknownMilestoneError
            If the plan does not have it.
        """
        carrying = self._carrying(gaps)
        return None if carrying is None else carrying.carrier(self.network.number(code))

    def last_link(self, code: str, gaps: Gaps) -> Link | None:
        """Return the link by which the changes come to a milestone in one reading.

        Returns
        -------
        Link or None
            None where the milestone does not move, or is itself moved or completed.

        Raises
        ------
        UnknownMilestoneError
            If the plan does not have it.
        """
        carrying = self._carrying(gaps)
        return None if carrying is None else carrying.last_link(self.network.number(code))

    def room(self, code: str) -> int | None:
        """Return how many days later a milestone can be, after the changes, and move no other.

        Returns
        -------
        int or None
            Calendar days: the fewest of the two readings; None where nothing that is
            incomplete and has a date waits on it. Negative only in a ladder.

        Raises
        ------
        UnknownMilestoneError
            If the plan does not have it.
        """
        n = self.network.number(code)
        rooms = [
            after.bounds.days(n, day, after.bounds.latest(number, then))
            for after in (reading.after for reading in self.readings)
            for number in after.graph.outgoing[n]
            if (day := after.ends[n]) is not None
            and (then := after.ends[after.graph.link_targets[number]]) is not None
            and number not in after.bounds.idle
            and not after.graph.milestones[after.graph.link_targets[number]].is_complete
        ]
        return min(rooms, default=None)

    def queried_links(self) -> tuple[Link, ...]:
        """Return the links that a reviewer doubts on any of the chains, sorted as in graphs."""
        network = self.network
        carryings = [carrying for gaps in GAPS if (carrying := self._carrying(gaps)) is not None]
        return tuple(
            as_chains(link)
            for n, link in zip(network.link_targets, network.links, strict=True)
            if link.queries and any(carrying.comes_by(n) == link for carrying in carryings)
        )

    def _carrying(self, gaps: Gaps) -> Carrying | None:
        return self._by_absorbing if gaps == "float" else self._by_working

    @cached_property
    def _by_absorbing(self) -> Carrying:
        return Carrying(*self.absorbed, self.edit)

    @cached_property
    def _by_working(self) -> Carrying | None:
        return None if self.worked is None else Carrying(*self.worked, self.edit)


def moved_milestone(absorbed: Reading, worked: Reading | None, n: int) -> Moved:
    """Return the dates of a milestone, by its number, in two readings."""
    before = absorbed.before
    milestone = before.graph.milestones[n]
    last = on_time_until(before.graph, milestone, before.as_of)
    by_work = None if worked is None else _shift_of(worked, n)
    return Moved(milestone, _shift_of(absorbed, n), by_work, last)


def _shift_of(reading: Reading, n: int) -> Shift:
    before, after = reading.before.finish[n], reading.after.finish[n]
    return Shift(
        None if before is None else date.fromordinal(before),
        None if after is None else date.fromordinal(after),
    )
