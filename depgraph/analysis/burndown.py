"""Burndown: how many milestones are not complete yet, day by day.

Three counts of the same milestones: as planned (each leaves on its due date), as it went
(each leaves on the date of its completion, up to the as-of date), and as it is forecast
(each that is open leaves on its projected date, from the as-of date on).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from depgraph.analysis.projection import project
from depgraph.errors import CycleError, DateRangeError, NoAsOfDateError
from depgraph.records import Struct
from depgraph.showing import shown
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.model import Graph, Milestone
    from depgraph.model.documents import SourceDocument


class Count(Struct):
    """How many milestones are left at the end of a day.

    Attributes
    ----------
    planned
        Those due later.
    actual
        Those not complete; None after the as-of date.
    forecast
        Those projected later; None before the as-of date, and where nothing is projected.
    """

    date: date
    planned: int
    actual: int | None
    forecast: int | None


class Share(Struct):
    """How a group of the milestones stands at the as-of date.

    Attributes
    ----------
    group
        The team, else the owner; None for milestones that have neither.
    planned
        How many of them were due on or before the as-of date.
    complete
        How many of them are complete.
    """

    group: str | None
    total: int
    planned: int
    complete: int


@shown
@dataclass(frozen=True, slots=True, kw_only=True)
class Burndown:
    """The counts of a set of milestones over time.

    Attributes
    ----------
    counts
        One for each date at which a count changes and for the as-of date, by date. The first
        is the day before anything happens.
    shares
        The as-of date by group, sorted by group; the group without a name is the last.
    at_once
        How many open milestones are projected at the as-of date itself, as nothing holds them
        any longer: the forecast is the earliest that there can be.
    without_due
        The codes that are not counted, as they have no due date; sorted.
    without_completion
        The codes that are not counted, as they are complete at no known date; sorted.
    unprojected
        Why there is no forecast; empty where there is one.
    documents
        Those that the plan was taken from.
    """

    as_of: date
    total: int
    counts: tuple[Count, ...]
    shares: tuple[Share, ...]
    at_once: int
    without_due: tuple[str, ...]
    without_completion: tuple[str, ...]
    unprojected: str
    documents: tuple[SourceDocument, ...] = ()

    def __repr__(self) -> str:
        """Return a line with the count."""
        return f"<Burndown as of {self.as_of}: {counted(self.total, 'milestone')}>"

    @property
    def complete(self) -> int:
        """How many are complete at the as-of date."""
        return sum(share.complete for share in self.shares)

    @property
    def planned(self) -> int:
        """How many were due on or before the as-of date."""
        return sum(share.planned for share in self.shares)

    @property
    def last_due(self) -> date | None:
        """The date at which none is left as planned; None where none is counted."""
        return next((count.date for count in self.counts if not count.planned), None)

    @property
    def last_projected(self) -> date | None:
        """The date at which none is left by the forecast; None where there is no such date."""
        return next((count.date for count in self.counts if count.forecast == 0), None)


def burndown(graph: Graph, scope: Iterable[str]) -> Burndown:
    """Count the milestones that are left over time.

    Parameters
    ----------
    graph
        The plan. With a cycle there is no forecast.
    scope
        The codes of the milestones that are asked for. Those with a due date are counted.

    Returns
    -------
    Burndown
        The counts by date: planned, actual and forecast; and those of the as-of date by group.

    Raises
    ------
    NoAsOfDateError
        If the graph has no as-of date.

    Examples
    --------
    >>> from depgraph.model import Graph, Milestone
    >>> done = Milestone("A", due=date(2020, 1, 1), completed=date(2020, 1, 9), state="complete")
    >>> plan = Graph([done, Milestone("B", due=date(2020, 3, 1))], as_of=date(2020, 2, 1))
    >>> for count in burndown(plan, ["A", "B"]).counts:
    ...     print(count.date, count.planned, count.actual, count.forecast)
    2019-12-31 2 2 None
    2020-01-01 1 2 None
    2020-01-09 1 1 None
    2020-02-01 1 1 1
    2020-03-01 0 None 0
    """
    as_of = graph.as_of
    if as_of is None:
        raise NoAsOfDateError("a burndown")
    milestones = [graph[code] for code in sorted(set(scope))]
    counted = [m for m in milestones if m.due and (m.completed or not m.is_complete)]
    projected, unprojected = _projected_dates(graph, counted)
    return Burndown(
        as_of=as_of,
        documents=graph.documents,
        total=len(counted),
        counts=_counts_by_day(counted, projected, as_of),
        shares=_shares(counted, as_of),
        at_once=0 if projected is None else projected.count(as_of),
        without_due=tuple(m.id for m in milestones if m.due is None),
        without_completion=tuple(
            m.id for m in milestones if m.due and m.is_complete and not m.completed
        ),
        unprojected=unprojected,
    )


def _projected_dates(graph: Graph, counted: Sequence[Milestone]) -> tuple[list[date] | None, str]:
    """Return the projected dates of the open milestones, or None and why there are none."""
    try:
        projection = project(graph)
    except CycleError:
        return None, "the links go round in a cycle"
    except DateRangeError:
        return None, "lags and durations lead out of the calendar"
    dates = (projection.date(m.id) for m in counted if not m.is_complete)
    # An open milestone with a due date has a projected one.
    return [day for day in dates if day is not None], ""


def _counts_by_day(
    counted: Sequence[Milestone], projected: Sequence[date] | None, as_of: date
) -> tuple[Count, ...]:
    due = Counter(m.due for m in counted if m.due)
    completed = Counter(m.completed for m in counted if m.is_complete and m.completed)
    finishing = Counter(projected)
    days = sorted({*due, *completed, *finishing, as_of})
    if days[0] > date.min:
        days.insert(0, days[0] - timedelta(days=1))
    planned = actual = forecast = len(counted)
    forecast -= completed.total()
    counts = []
    for day in days:
        planned -= due[day]
        actual -= completed[day]
        forecast -= finishing[day]
        counts.append(
            Count(
                date=day,
                planned=planned,
                actual=actual if day <= as_of else None,
                forecast=forecast if day >= as_of and projected is not None else None,
            )
        )
    return tuple(counts)


def _shares(counted: Sequence[Milestone], as_of: date) -> tuple[Share, ...]:
    groups: dict[str | None, list[Milestone]] = {}
    for milestone in counted:
        groups.setdefault(milestone.team or milestone.owner, []).append(milestone)
    return tuple(
        Share(
            group=group,
            total=len(members),
            planned=sum(m.due is not None and m.due <= as_of for m in members),
            complete=sum(m.is_complete for m in members),
        )
        for group, members in sorted(
            groups.items(), key=lambda item: (item[0] is None, item[0] or "")
        )
    )
