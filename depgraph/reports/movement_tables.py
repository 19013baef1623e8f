"""How far milestones moved from schedule to schedule, as tables and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depgraph.reports.data import iso
from depgraph.reports.page import Group, Head, Table
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.movements import Dated, Grouping, Movement, Movements
    from depgraph.reports.page import Value

_MOST_CODES = 8
_DONE = "\N{CHECK MARK}"


def movement_table(found: Movements) -> Table:
    """Return all movements with typed cells, for programs and spreadsheets, biggest first.

    For each schedule there is a column ``date_`` with its as-of date or file, ``complete_`` and,
    but for the first, ``moved_``; days are positive for later.
    """
    heads = [Head(name, name) for name in ("code", "name", "owner", "team")]
    heads.append(Head("level", "level", "number"))
    for n, label in enumerate(found.labels):
        heads.append(Head(f"date_{label}", label, "date"))
        heads.append(Head(f"complete_{label}", f"complete {label}", "truth"))
        if n:
            heads.append(Head(f"moved_{label}", f"moved {label}", "number"))
    heads += (Head("total", "total", "number"), Head("trend", "trend"))
    rows: list[tuple[Value, ...]] = []
    for each in found.movements:
        milestone = each.milestone
        row: list[Value] = [milestone.id, milestone.name, milestone.owner, milestone.team]
        row.append(milestone.level)
        for n, dated in enumerate(each.dates):
            row += (dated.date, dated.is_complete if dated.is_there else None)
            row += [each.moves[n - 1]] if n else []
        rows.append((*row, each.total, each.trend))
    return Table("Slips", tuple(heads), tuple(rows), notes=tuple(_notes(found, 0)))


def movement_report(found: Movements, *, by: Grouping = "team", show_all: bool = False) -> Table:
    """Return movements as a table for people: by groups, those of the biggest movers first.

    A tick marks a completion. What did not move is only counted, unless `show_all`.
    """
    shown = [each for each in found.movements if show_all or each.is_moved]
    groups: dict[str | None, list[Movement]] = {}
    for each in shown:
        groups.setdefault(each.group(by), []).append(each)
    sections = (
        () if by == "none" else tuple(_section(name, in_it) for name, in_it in groups.items())
    )
    several = len(found.schedules) > 2
    heads = [Head("code", "milestone", is_code=True)]
    for n, label in enumerate(found.labels):
        heads.append(Head(f"date_{label}", label, is_code=True))
        if n:
            heads.append(Head(f"moved_{label}", "moved", "number", is_signed=True))
    heads += [Head("total", "total", "number", is_signed=True)] if several else []
    heads += [Head("trend", "trend", is_code=True)]
    heads += [Head("owner", "owner")] if by == "none" else []
    heads.append(Head("name", "name"))
    rows = [_row(each, by, several=several) for in_it in groups.values() for each in in_it]
    hidden = len(found.movements) - len(shown)
    return Table(
        _title(found), tuple(heads), tuple(rows), notes=tuple(_notes(found, hidden)),
        groups=sections,
    )  # fmt: skip


def _row(each: Movement, by: Grouping, *, several: bool) -> tuple[Value, ...]:
    milestone = each.milestone
    row: list[Value] = [milestone.id]
    for n, dated in enumerate(each.dates):
        row.append(_date_words(dated))
        row += [each.moves[n - 1]] if n else []
    row += [each.total] if several else []
    row.append(each.trend)
    if by == "none":
        row.append("/".join(part for part in (milestone.owner, milestone.team) if part))
    return (*row, milestone.name)


def _date_words(dated: Dated) -> str:
    if not dated.is_there:
        return "not in it"
    if dated.date is None:
        return f"{_DONE} no date" if dated.is_complete else "no date"
    return f"{dated.date} {_DONE}" if dated.is_complete else str(dated.date)


def _section(name: str | None, movements: Sequence[Movement]) -> Group:
    later = sum((each.total or 0) > 0 for each in movements)
    earlier = sum((each.total or 0) < 0 for each in movements)
    words = f"{later} later, {earlier} earlier"
    other = len(movements) - later - earlier
    words += f", {other} other" if other else ""
    return Group(f"{name or 'no team'}: {words}", len(movements))


def _title(found: Movements) -> str:
    first, *others = found.labels
    return f"Slips from {first} to {', '.join(others)}"


def _notes(found: Movements, hidden: int) -> list[str]:
    moved = [each for each in found.movements if any(each.moves)]
    later = sum((each.total or 0) > 0 for each in moved)
    earlier = sum((each.total or 0) < 0 for each in moved)
    notes = [
        (
            f"{_title(found)}: of {counted(len(found.movements), 'milestone')} {len(moved)} moved, "
            f"{later} to later and {earlier} to earlier"
        )
    ]
    if hidden:
        notes.append(f"{counted(hidden, 'milestone')} without a move (--all shows them)")
    if found.elsewhere:
        codes = ", ".join(found.elsewhere[:_MOST_CODES])
        more = len(found.elsewhere) - _MOST_CODES
        notes.append(
            f"{counted(len(found.elsewhere), 'milestone')} of the plan in none of the schedules: "
            f"{codes}{f' and {more} more' if more > 0 else ''}"
        )
    dates = [each.as_of for each in found.schedules if each.as_of is not None]
    if dates != sorted(dates):
        notes.append("The schedules are not in the order of their as-of dates")
    return notes


def movement_data(found: Movements) -> dict[str, Any]:
    """Return all movements as data.

    Keys may be added; those that are there keep their name and meaning.

    Returns
    -------
    dict
        ``schedules`` in their order; ``milestones``, the biggest movers first, each with
        ``dates``, one for each schedule, ``moves`` in days, one for each schedule but the
        first, ``total_days`` and ``trend``; ``in_no_schedule``, codes. Dates are YYYY-MM-DD,
        null stands for unknown or none.
    """
    return {
        "schedules": [
            {"schedule": each.shown, "as_of": iso(each.as_of)} for each in found.schedules
        ],
        "milestones": [
            {
                "id": each.code,
                "name": each.milestone.name,
                "owner": each.milestone.owner,
                "team": each.milestone.team,
                "level": each.milestone.level,
                "dates": [
                    {
                        "in_schedule": dated.is_there,
                        "date": iso(dated.date),
                        "complete": dated.is_complete,
                    }
                    for dated in each.dates
                ],
                "moves": list(each.moves),
                "total_days": each.total,
                "trend": each.trend,
            }
            for each in found.movements
        ],
        "in_no_schedule": list(found.elsewhere),
    }
