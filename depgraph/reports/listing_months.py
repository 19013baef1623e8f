"""The grid of milestones by months: what is due, projected and completed when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct
from depgraph.reports.page import Head, Table
from depgraph.reports.records import key_heads
from depgraph.words import natural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from depgraph.reports.listing_facts import Entry
    from depgraph.reports.page import Value

MARKS = {"completed": "C", "projected": "P", "due": "D"}
"""What may be in a month, each with its letter in a narrow grid."""

MOST_MONTHS = 1200
"""How many months a grid spans: a mistyped year makes no column for each month up to it."""


class Month(Struct):
    """A month of a year."""

    year: int
    month: int

    def __str__(self) -> str:
        """Return it as YYYY-MM."""
        return f"{self.year:04}-{self.month:02}"

    @property
    def number(self) -> int:
        """Months since the year 0."""
        return self.year * 12 + self.month - 1


def month_of(day: date) -> Month:
    """Return the month of a date."""
    return Month(day.year, day.month)


def months_between(first: Month, last: Month) -> tuple[Month, ...]:
    """Return all months from the first to the last."""
    return tuple(
        Month(number // 12, number % 12 + 1) for number in range(first.number, last.number + 1)
    )


class GridRow(Struct):
    """The marks of a milestone by month."""

    code: str
    name: str | None
    marks: Mapping[Month, tuple[str, ...]]


class Grid(Struct):
    """Milestones by months.

    Attributes
    ----------
    months
        All months from the first mark to the last, without a gap.
    rows
        Those with a mark, by their first mark and code.
    without_date
        The codes of those without, sorted.
    beyond
        The codes of those that have marks outside of the months, because these are too many.
    as_of
        The as-of date, where one is known.
    """

    months: tuple[Month, ...]
    rows: tuple[GridRow, ...]
    without_date: tuple[str, ...]
    beyond: tuple[str, ...]
    as_of: date | None


def month_grid(entries: Iterable[Entry], as_of: date | None, *, is_projected: bool) -> Grid:
    """Mark the months in which milestones are due, projected and completed.

    Parameters
    ----------
    is_projected
        Whether to mark the projected dates of what is not complete.
    """
    rows = []
    without = []
    for entry in entries:
        milestone = entry.milestone
        marks: dict[Month, tuple[str, ...]] = {}
        for word, day in _marked_dates(entry, is_projected=is_projected):
            month = month_of(day)
            marks[month] = (*marks.get(month, ()), word)
        if marks:
            rows.append(GridRow(milestone.id, milestone.name, marks))
        else:
            without.append(milestone.id)
    rows.sort(key=lambda row: (min(row.marks), natural(row.code)))
    marked = sorted(month for row in rows for month in row.marks)
    months: tuple[Month, ...] = ()
    beyond: tuple[str, ...] = ()
    if marked:
        first, last = _months_span(marked, as_of)
        months = months_between(first, last)
        outside = (row for row in rows if any(not first <= month <= last for month in row.marks))
        beyond = tuple(sorted((row.code for row in outside), key=natural))
    return Grid(months, tuple(rows), tuple(sorted(without, key=natural)), beyond, as_of)


def _months_span(marked: Sequence[Month], as_of: date | None) -> tuple[Month, Month]:
    """Return the first and the last month of a grid: where they are too many, the middle ones."""
    first, last = marked[0], marked[-1]
    if last.number - first.number < MOST_MONTHS:
        return first, last
    middle = month_of(as_of) if as_of else marked[len(marked) // 2]
    near = [month for month in marked if abs(month.number - middle.number) < MOST_MONTHS // 2]
    return (near[0], near[-1]) if near else (middle, middle)


def _marked_dates(entry: Entry, *, is_projected: bool) -> Iterable[tuple[str, date]]:
    milestone = entry.milestone
    if milestone.is_complete:
        if milestone.completed is not None:
            yield "completed", milestone.completed
    elif is_projected and entry.projected is not None:
        yield "projected", entry.projected
    if milestone.due is not None:
        yield "due", milestone.due


def grid_table(grid: Grid, facts: Mapping[str, Value], notes: Sequence[str]) -> Table:
    """Return a grid with a column for each month, for programs and spreadsheets."""
    heads = (
        *key_heads("text", "code", "name"),
        *(Head(str(month), str(month), "texts") for month in grid.months),
    )
    rows = tuple(
        (row.code, row.name, *(row.marks.get(month, ()) for month in grid.months))
        for row in grid.rows
    )
    return Table("Milestones by month", heads, rows, facts, tuple(notes))
