"""What is late, by the one definition that every answer and picture goes by.

Of what is not complete, that is late which is

- *overdue*: it was due, or forecast, before the as-of date;
- *projected late*: neither has passed, and it is projected later than it is due, see
  `depgraph.analysis.due_dates`.

Where nothing is projected, only what is overdue is known to be late; without an as-of date,
nothing is.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from depgraph.analysis.due_dates import days_late
from depgraph.errors import CycleError, DateRangeError, NoAsOfDateError
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph, Milestone

LateKind = Literal["overdue", "projected late"]

LATE_KINDS: tuple[LateKind, ...] = ("overdue", "projected late")

KIND_WORDS: dict[LateKind, str] = {"overdue": "overdue", "projected late": "will be late"}
"""What readers are told of each kind."""


class Late(Struct):
    """That a milestone is late.

    Attributes
    ----------
    since
        The date that it misses: when it was due, else forecast; of what is projected late,
        when it is due.
    until
        The as-of date for what is overdue, else the projected date.
    """

    kind: LateKind
    since: date
    until: date

    @property
    def days(self) -> int:
        """By how many days it is late."""
        return (self.until - self.since).days

    @property
    def words(self) -> str:
        """How late it is, in the words of all answers and pictures."""
        if self.kind == "overdue":
            return f"overdue {self.days:,} d"
        return f"{KIND_WORDS[self.kind]}, +{self.days:,} d"


def missed_date(milestone: Milestone, as_of: date | None) -> date | None:
    """Return the date that a milestone has missed by being incomplete at the as-of date.

    That is its due date, else its forecast; None where neither has passed.
    """
    if as_of is None or milestone.is_complete:
        return None
    for day in (milestone.due, milestone.forecast):
        if day is not None and day < as_of:
            return day
    return None


def how_late(
    milestone: Milestone, as_of: date | None, projection: Projection | None = None
) -> Late | None:
    """Return how a milestone is late, if it is.

    Parameters
    ----------
    as_of
        The as-of date of the plan.
    projection
        The projected dates of the plan, where there are any; their as-of date counts.
    """
    as_of = as_of if projection is None else projection.as_of
    if as_of is None or milestone.is_complete:
        return None
    missed = missed_date(milestone, as_of)
    if missed is not None:
        return Late("overdue", missed, as_of)
    projected = projected_date(projection, milestone.id)
    if projection is None or projected is None or milestone.due is None:
        return None
    if (days_late(projection.graph, milestone, projected, as_of) or 0) > 0:
        return Late("projected late", milestone.due, projected)
    return None


def days_overdue(milestone: Milestone, as_of: date | None) -> int | None:
    """Return the days from the date that a milestone has missed to the as-of date, if any."""
    missed = missed_date(milestone, as_of)
    return None if missed is None or as_of is None else (as_of - missed).days


def days_behind(projection: Projection, code: str) -> int | None:
    """Return the days from when a milestone should be complete to its projected date.

    It should be when it is due or, where only its forecast has passed, when that was. Negative
    for early; None where one of the dates is missing.
    """
    missed = missed_date(projection.graph[code], projection.as_of)
    projected = projection.date(code)
    if missed is None or projected is None:
        return projection.slip(code)
    return (projected - missed).days


def late_milestones(graph: Graph, projection: Projection | None = None) -> dict[str, Late]:
    """Find what is late.

    Parameters
    ----------
    projection
        Its projection, where there is one already; its as-of date counts.

    Returns
    -------
    dict of str to Late
        By code, in the order of ``graph.milestones``.

    Examples
    --------
    >>> from datetime import date
    >>> from depgraph.model import Graph, Link, Milestone
    >>> plan = Graph(
    ...     [
    ...         Milestone("A", forecast=date(2020, 3, 1)),
    ...         Milestone("B", due=date(2020, 5, 1)),
    ...         Milestone("C", due=date(2020, 4, 15)),
    ...     ],
    ...     [Link("B", "C")],
    ...     as_of=date(2020, 4, 1),
    ... )
    >>> {code: late.words for code, late in late_milestones(plan).items()}
    {'A': 'overdue 31 d', 'C': 'will be late, +16 d'}
    """
    if projection is None:
        return dict(graph.once(_late_by_its_own_dates))
    return _late_by(graph, projection)


def _late_by_its_own_dates(graph: Graph) -> dict[str, Late]:
    return _late_by(graph, projection_or_none(graph))


def _late_by(graph: Graph, projection: Projection | None) -> dict[str, Late]:
    return {
        milestone.id: late
        for milestone in graph.milestones
        if (late := how_late(milestone, graph.as_of, projection)) is not None
    }


def projection_or_none(graph: Graph) -> Projection | None:
    """Return the projection of a plan; None where it has none."""
    from depgraph.analysis.projection import project

    try:
        return project(graph)
    except (CycleError, DateRangeError, NoAsOfDateError):
        return None


def projected_date(projection: Projection | None, code: str) -> date | None:
    """Return the projected date of a milestone, where there is one."""
    return None if projection is None else projection.date(code)


def expected_date(
    milestone: Milestone, as_of: date | None, projected: date | None = None
) -> date | None:
    """Return when a milestone was completed, or is expected now; None for an undated one.

    Parameters
    ----------
    as_of
        The as-of date of the plan. Nothing incomplete is expected before it.
    projected
        Its projected date, where it has one. Without, no other milestone moves its date.
    """
    if milestone.is_complete and milestone.completed is not None:
        return milestone.completed
    day = milestone.planned
    if milestone.is_complete or day is None:
        return day
    if projected is not None:
        return projected
    return day if as_of is None else max(day, as_of)


def late_words(late: Iterable[Late]) -> str:
    """Return how many are late, and how.

    Examples
    --------
    >>> from datetime import date
    >>> late_words([Late("overdue", date(2020, 1, 1), date(2020, 2, 1))])
    '1 late: 1 overdue'
    >>> late_words([])
    'none late'
    """
    counts = Counter(lateness.kind for lateness in late)
    if not counts:
        return "none late"
    kinds = ", ".join(f"{counts[kind]:,} {KIND_WORDS[kind]}" for kind in LATE_KINDS if counts[kind])
    return f"{counts.total():,} late: {kinds}"
