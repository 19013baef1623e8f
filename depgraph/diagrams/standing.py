"""How a milestone stands at the as-of date, in words and as a class of the theme.

What is late is what `depgraph.analysis.late` says. A picture has a milestone where it is now
expected, filled, and a hollow mark where it is due; between the two is a bar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from depgraph.analysis.late import expected_date
from depgraph.diagrams.text import signed_days
from depgraph.diagrams.theme import SOON_DAYS
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from depgraph.analysis.late import Late
    from depgraph.analysis.projection import Projection
    from depgraph.diagrams.theme import Standing
    from depgraph.model import Graph, Milestone

_DAYS_PER_MONTH = 30.44
_DAYS_UNTIL_MONTHS = 30


def standing(milestone: Milestone, as_of: date | None, late: Mapping[str, Late]) -> Standing:
    """Return how a milestone stands, where it is known which are late.

    See `depgraph.analysis.late`.
    """
    if milestone.is_complete:
        return "done"
    lateness = late.get(milestone.id)
    if lateness is not None:
        return "late" if lateness.kind == "overdue" else "projected"
    if milestone.planned is None:
        return "undated"
    if as_of is None:
        return "later"
    return "soon" if (milestone.planned - as_of).days <= SOON_DAYS else "later"


# -- when it is expected -----------------------------------------------------------------


def drawn_date(milestone: Milestone) -> date | None:
    """Return the date that a milestone has by itself: its completion, else forecast or due."""
    if milestone.is_complete and milestone.completed is not None:
        return milestone.completed
    return milestone.planned


def expected_dates(graph: Graph, projection: Projection | None) -> dict[str, date | None]:
    """Return when each milestone was completed, or is expected now; None for an undated one.

    Parameters
    ----------
    graph
        The plan, with its as-of date.
    projection
        Its projection, where it has one. Without, no other milestone moves a date.

    Returns
    -------
    dict of str to date or None
        By code. Nothing incomplete is expected before the as-of date.
    """
    return {
        milestone.id: expected_date(
            milestone, graph.as_of, projection.date(milestone.id) if projection else None
        )
        for milestone in graph.milestones
    }


# -- in words ----------------------------------------------------------------------------


class DateLine(Struct):
    """Words on a date, which stand on a line of their own: bold, plain, or of less weight.

    Attributes
    ----------
    slip
        Of the date when something late is expected, by how many days it moves: a bar beside
        the box says that, or else the words do.
    """

    words: str
    weight: Literal["strong", "plain", "faint"] = "plain"
    slip: int | None = None

    @property
    def with_slip(self) -> str:
        """The words, with the slip where there is no bar."""
        return self.words if self.slip is None else f"{self.words} {signed_days(self.slip)}"


def date_lines(
    milestone: Milestone,
    as_of: date | None,
    late: Late | None = None,
    expected: date | None = None,
) -> tuple[DateLine, ...]:
    """Return what a box says of the dates of a milestone, line by line.

    Parameters
    ----------
    late
        How it is late; None where it is not.
    expected
        When it is expected, see `expected_dates`.

    Examples
    --------
    >>> from datetime import date
    >>> from depgraph.model import Milestone
    >>> from depgraph.analysis.late import how_late
    >>> milestone, as_of = Milestone(id="A", due=date(2018, 9, 6)), date(2019, 5, 20)
    >>> [line.words for line in date_lines(milestone, as_of, how_late(milestone, as_of))]
    ['overdue 256 d', 'due 2018-09-06']
    """
    if milestone.is_complete:
        return (_completion(milestone),)
    lines = _late_lines(late, expected)
    weight: Literal["plain", "faint"] = "faint" if lines else "plain"
    if milestone.due is not None:
        lines.append(DateLine(f"due {milestone.due}", weight))
    other_days = [milestone.due, *([late.until, expected] if late is not None else [])]
    if milestone.forecast is not None and milestone.forecast not in other_days:
        lines.append(DateLine(f"forecast {milestone.forecast}", weight))
    planned = milestone.planned
    if late is None and as_of and planned and 0 <= (planned - as_of).days <= SOON_DAYS:
        lines.append(DateLine(f"in {(planned - as_of).days} d", "strong"))
    return tuple(lines) or (DateLine("no date"),)


def _completion(milestone: Milestone) -> DateLine:
    if milestone.completed is None:
        return DateLine("✔ complete")
    slip = (milestone.completed - milestone.due).days if milestone.due else 0
    return DateLine(f"✔ {milestone.completed}" + (f" ({_slip(slip)})" if slip else ""))


def _late_lines(late: Late | None, expected: date | None) -> list[DateLine]:
    """Return how late something is, and when it is expected; nothing of what is not late."""
    if late is None:
        return []
    if late.kind == "projected late":
        return [DateLine(f"{late.until}", "strong", late.days)]
    lines = [DateLine(f"overdue {late.days:,} d", "strong")]
    if expected is not None and expected > late.until:
        lines.append(DateLine(f"{expected}", "strong", (expected - late.since).days))
    return lines


def date_words(
    milestone: Milestone,
    as_of: date | None,
    late: Late | None = None,
    expected: date | None = None,
) -> tuple[str, ...]:
    """Return the same for one line without weights, in parts.

    Examples
    --------
    >>> from datetime import date
    >>> from depgraph.model import Milestone
    >>> from depgraph.analysis.late import Late
    >>> milestone = Milestone(id="A", due=date(2019, 12, 18))
    >>> late = Late("projected late", date(2019, 12, 18), date(2020, 11, 6))
    >>> date_words(milestone, date(2019, 5, 20), late)
    ('projected 2020-11-06', '+324 d', 'due 2019-12-18')
    """
    parts: list[str] = []
    for line in date_lines(milestone, as_of, late, expected):
        if line.slip is None:
            parts.append(line.words)
        else:
            parts += (f"projected {line.words}", signed_days(line.slip))
    return tuple(parts)


def _slip(days: int) -> str:
    if abs(days) < _DAYS_UNTIL_MONTHS:
        return signed_days(days)
    sign = "+" if days > 0 else "−"  # noqa: RUF001 - a minus sign is as wide as a plus
    return f"{sign}{round(abs(days) / _DAYS_PER_MONTH)} mo"
