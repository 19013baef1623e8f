"""How a milestone stands at the as-of date, in words and as a class of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.theme import SOON_DAYS

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

    from depgraph.analysis.late import Late
    from depgraph.diagrams.theme import Standing
    from depgraph.model import Milestone

_DAYS_PER_MONTH = 30.44
_DAYS_UNTIL_MONTHS = 30


def standing(milestone: Milestone, as_of: date | None, late: Container[str]) -> Standing:
    """Return how a milestone stands, where it is known which are late.

    See `depgraph.analysis.late`.
    """
    if milestone.is_complete:
        return "done"
    if milestone.id in late:
        return "late"
    if milestone.planned is None:
        return "undated"
    if as_of is None:
        return "later"
    return "soon" if (milestone.planned - as_of).days <= SOON_DAYS else "later"


def drawn_date(milestone: Milestone) -> date | None:
    """Return the date at which a milestone is drawn.

    That is the completion of a complete one, and else the forecast or the due date.
    """
    if milestone.is_complete and milestone.completed is not None:
        return milestone.completed
    return milestone.planned


def date_words(
    milestone: Milestone, as_of: date | None, late: Late | None = None
) -> tuple[str, ...]:
    """Return what is said of the dates, in parts that may stand on lines of their own.

    Parameters
    ----------
    late
        How it is late; None where it is not.

    Examples
    --------
    >>> from datetime import date
    >>> from depgraph.model import Milestone
    >>> from depgraph.analysis.late import how_late
    >>> milestone, as_of = Milestone(id="A", due=date(2018, 9, 6)), date(2019, 5, 20)
    >>> date_words(milestone, as_of, how_late(milestone, as_of))
    ('due 2018-09-06', '256 d overdue')
    """
    if milestone.is_complete:
        if milestone.completed is None:
            return ("✔ complete",)
        slip = (milestone.completed - milestone.due).days if milestone.due else 0
        return (f"✔ {milestone.completed}" + (f" ({_slip(slip)})" if slip else ""),)
    parts: list[str] = []
    if milestone.due is not None:
        parts.append(f"due {milestone.due}")
        if late is not None and late.since == milestone.due:
            parts += _late_words(milestone, late)
        elif as_of is not None and 0 <= (milestone.due - as_of).days <= SOON_DAYS:
            parts.append(f"in {(milestone.due - as_of).days} d")
    if milestone.forecast is not None and milestone.forecast != milestone.due:
        parts.append(f"forecast {milestone.forecast}")
        if late is not None and late.since == milestone.forecast:
            parts += _late_words(milestone, late)
    return tuple(parts) or ("no date",)


def _late_words(milestone: Milestone, late: Late) -> list[str]:
    if late.kind == "overdue":
        return [late.words]
    is_forecast = late.until == milestone.forecast
    return [*[f"projected {late.until}"] * (not is_forecast), f"{late.days} d late"]


def _slip(days: int) -> str:
    sign = "+" if days > 0 else "−"  # noqa: RUF001 - a minus sign is as wide as a plus
    if abs(days) < _DAYS_UNTIL_MONTHS:
        return f"{sign}{abs(days)} d"
    return f"{sign}{round(abs(days) / _DAYS_PER_MONTH)} mo"
