"""The tables that ``depgraph list`` has ready: what is left, late, due, done, waited on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.scheduled import counted_milestones
from depgraph.errors import DepgraphError
from depgraph.model.documents import as_of_words
from depgraph.records import Struct
from depgraph.reports.layout import dated_facts
from depgraph.reports.listing import chosen_columns, make_table, sort_keys, sorted_rows
from depgraph.reports.listing_causes import CAUSE_COLUMNS, LEGEND, causes, causes_sentence
from depgraph.reports.listing_columns import COLUMNS
from depgraph.reports.listing_facts import Entry
from depgraph.reports.listing_links import LINK_COLUMNS, ties
from depgraph.reports.listing_months import MOST_MONTHS, grid_table, month_grid
from depgraph.reports.readings import READINGS
from depgraph.words import counted, listed, natural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from depgraph.model import Milestone
    from depgraph.reports.listing import Column, Key, R
    from depgraph.reports.listing_facts import Facts
    from depgraph.reports.listing_links import Tie
    from depgraph.reports.listing_months import Grid
    from depgraph.reports.page import Table, Value

_MOST_NAMED = 8
_WHOSE = ("owner", "team")
_EXPECTED = ("forecast", "projected", "late")
_PLAIN = (
    *("code", *_WHOSE, "level", "state", "due", "forecast", "completed", "projected", "late"),
    "name",
)
_REMAINING = (
    *("code", *_WHOSE, "level", "state", "due", "overdue", *_EXPECTED, "open", "queried", "name"),
)
_DUE = ("code", *_WHOSE, "due", "state", "overdue", *_EXPECTED, "open", "name")
_COMPLETED = ("code", *_WHOSE, "completed", "due", "name")
_DELAYED = (
    *("code", *_WHOSE, "due", *_EXPECTED, "delayed_by", "because"),
    *("equally_by", "queried_roots", "first_late", "chain_queried", "name"),
)
_EXPLAINED = ("late", "delayed_by", "because", "equally_by", "queried_roots", "first_late")
_LINKS = (
    *("code", "prerequisite", "prerequisite_state", "prerequisite_date"),
    *("prerequisite_projected", "slack", "queried", "prerequisite_owner", "prerequisite_team"),
    "prerequisite_name",
)


class Request(Struct):
    """Which milestones of a plan are asked for; all that is given must hold.

    Attributes
    ----------
    codes
        These; None for all.
    words
        How they were chosen, in words.
    remaining
        Those that are not complete.
    delayed
        Those that are late, see `depgraph.analysis.due_dates`: overdue, or projected late.
    due_before
        Those with a due date before this date.
    completed_since
        Those completed on this date or later.
    """

    codes: Collection[str] | None = None
    words: str = ""
    remaining: bool = False
    delayed: bool = False
    due_before: date | None = None
    completed_since: date | None = None

    @property
    def in_words(self) -> str:
        """What is asked for, in words; nothing where it is everything."""
        parts = [self.words] if self.words else []
        parts += ["not complete"] if self.remaining else []
        parts += ["delayed"] if self.delayed else []
        parts += [f"due before {self.due_before}"] if self.due_before else []
        parts += [f"completed since {self.completed_since}"] if self.completed_since else []
        return "; ".join(parts)

    @property
    def selection(self) -> str:
        """What is asked for, in words, everything too."""
        return self.in_words or "all milestones"


def entries(facts: Facts, request: Request) -> list[Entry]:
    """Return the milestones that are asked for, by code.

    Raises
    ------
    DepgraphError
        If what is delayed is asked for and there are no projected dates.
    """
    if request.delayed:
        _need_projection(facts, "--delayed needs")
    milestones = facts.graph.milestones
    order = sorted(range(len(milestones)), key=lambda number: natural(milestones[number].id))
    whole = (Entry(facts, number) for number in order)
    return [
        entry
        for entry in whole
        if _is_asked(entry.milestone, request)
        and not (request.delayed and entry.milestone.id not in facts.late)
    ]


def _is_asked(milestone: Milestone, request: Request) -> bool:
    """Whether a milestone is asked for, as far as its projected date has no say."""
    if request.codes is not None and milestone.id not in request.codes:
        return False
    if request.completed_since is not None:
        completed = milestone.completed if milestone.is_complete else None
        if completed is None or completed < request.completed_since:
            return False
    limit = request.due_before
    if limit is not None and (milestone.due is None or milestone.due >= limit):
        return False
    return not (milestone.is_complete and (request.remaining or request.delayed))


def sorted_entries(facts: Facts, request: Request, sort: Sequence[Key] = ()) -> list[Entry]:
    """Return the milestones that are asked for in an order; without one, what goes with that.

    Raises
    ------
    DepgraphError
        If there is no such column, or a column needs projected dates and there are none.
    """
    listed_entries = entries(facts, request)
    _, usual = _preset(request)
    keys = (*sort,) or usual
    if keys:
        _check_projection(facts, chosen_columns(COLUMNS, [key.name for key in keys], "--sort"))
    return sorted_rows(listed_entries, COLUMNS, keys)


def milestone_table(
    facts: Facts, request: Request, columns: Sequence[str] | None = None, sort: Sequence[Key] = ()
) -> Table:
    """Return the milestones that are asked for as a table.

    Parameters
    ----------
    columns
        The names of the columns; None for those that go with what is asked, with the float
        where the facts have a target for it, with the dates without the queried links where what
        is delayed has others then, and without what needs projected dates where there are none.
    sort
        The columns to sort by; of equals, by code. Without any, what goes with what is asked.

    Raises
    ------
    DepgraphError
        If there is no such column, or a column needs projected dates and there are none.
    """
    rows = sorted_entries(facts, request, sort)
    names, _ = _preset(request)
    if request.delayed and any(row.projected_without_queries != row.projected for row in rows):
        place = names.index("late") + 1
        names = (*names[:place], "projected_without_queries", *names[place:])
    has_deadlines = any(row.milestone.id in _deadline_floats(facts) for row in rows)
    if has_deadlines and (request.remaining or request.delayed):
        names = (*names[:-1], "deadline_float", "deadline_of", names[-1])
    if facts.target is not None:
        names = (*names[:-1], "float", names[-1])
    chosen = chosen_columns(COLUMNS, names if columns is None else columns)
    notes = [_note(facts, request, len(rows)), *_general(facts, rows)]
    if columns is None and facts.target is None and (missing := why_unprojected(facts)):
        chosen = tuple(column for column in chosen if not column.is_projected)
        notes.append(f"Without projected dates: {missing}.")
    _check_projection(facts, chosen)
    if request.delayed and columns is None and rows:
        notes.append(_legend(column for column in chosen if column.head.name in _EXPLAINED))
    return make_table("Milestones", chosen, rows, facts=_table_facts(facts, request), notes=notes)


def _legend(columns: Iterable[Column[R]]) -> str:
    """Return what columns say, for readers who meet them."""
    return f"{'; '.join(f'{column.head.title}: {column.about}' for column in columns)}."


def link_table(
    facts: Facts, request: Request, columns: Sequence[str] | None = None, sort: Sequence[Key] = ()
) -> Table:
    """Return what the milestones that are asked for wait on: a row for each link.

    Without `columns`, those that need projected dates are left out where there are none, and
    types and lags where all links are FS without a lag.

    Raises
    ------
    DepgraphError
        If there is no such column, or a column needs projected dates and there are none.
    """
    dependents = entries(facts, request)
    rows = list(ties(dependents))
    names = (*_LINKS[:2], *_terms(rows), *_LINKS[2:])
    chosen = chosen_columns(LINK_COLUMNS, names if columns is None else columns)
    sorting = chosen_columns(LINK_COLUMNS, [key.name for key in sort], "--sort") if sort else ()
    notes = []
    if columns is None and (missing := why_unprojected(facts)):
        chosen = tuple(column for column in chosen if not column.is_projected)
        notes.append(f"Without projected dates and slack: {missing}.")
    _check_projection(facts, (*chosen, *sorting))
    rows = sorted_rows(rows, LINK_COLUMNS, sort)
    free = sum(not dependent.links_in for dependent in dependents)
    note = _note(facts, request, len(dependents))
    if dependents:
        note = f"{counted(len(rows), 'link')} to {note}"
    if free:
        note += f"; {free} of these {'waits' if free == 1 else 'wait'} on nothing"
    notes = [note, *_general(facts, dependents), *notes]
    return make_table(
        "Prerequisites", chosen, rows, facts=_table_facts(facts, request), notes=notes
    )


def cause_table(
    facts: Facts, request: Request, columns: Sequence[str] | None = None, sort: Sequence[Key] = ()
) -> Table:
    """Return what delays the late milestones that are asked for: a row for each cause.

    The first note says how many are late, and what delays most of the main ones.

    Raises
    ------
    DepgraphError
        If there is no such column, or there are no projected dates.
    """
    late = entries(facts, request)
    roots = causes(facts, late)
    chosen = chosen_columns(CAUSE_COLUMNS, CAUSE_COLUMNS if columns is None else columns)
    notes = [causes_sentence(facts, roots)] if roots else []
    notes += [_note(facts, request, len(late)), *_reading(facts), *([LEGEND] if roots else [])]
    return make_table(
        "Causes of delays", chosen, sorted_rows(roots, CAUSE_COLUMNS, sort),
        facts=_table_facts(facts, request), notes=notes,
    )  # fmt: skip


def _deadline_floats(facts: Facts) -> Collection[str]:
    """Return the codes of what leads to a deadline; none without projected dates."""
    return () if facts.projection_error else facts.deadline_floats.keys()


def _terms(rows: Sequence[Tie]) -> Sequence[str]:
    """Return the columns without which the slack of these links cannot be followed."""
    if all(tie.link.type == "FS" and not tie.link.lag for tie in rows):
        return ()
    has_calendars = any(tie.link.lag and tie.link.calendar for tie in rows)
    return ("type", "lag", "calendar") if has_calendars else ("type", "lag")


def month_listing(facts: Facts, request: Request) -> tuple[Grid, Table]:
    """Return the milestones that are asked for by month: as a grid to read, and as a table.

    Where there are no projected dates, only what is due and what is completed is marked.
    """
    missing = why_unprojected(facts)
    listed_entries = entries(facts, request)
    grid = month_grid(listed_entries, facts.graph.as_of, is_projected=not missing)
    notes = [_note(facts, request, len(listed_entries)), *_general(facts, listed_entries)]
    if missing:
        notes.append(f"Without projected dates: {missing}.")
    if grid.without_date:
        count = counted(len(grid.without_date), "milestone")
        notes.append(f"{count} without a date: {listed(grid.without_date, _MOST_NAMED)}")
    if grid.beyond:
        notes.append(
            f"More than {MOST_MONTHS} months from the as-of date, and not shown: "
            f"dates of {listed(grid.beyond, _MOST_NAMED)}"
        )
    return grid, grid_table(grid, _table_facts(facts, request), notes)


def why_unprojected(facts: Facts) -> str:
    """Return why there are no projected dates, in one line; nothing where there are."""
    error = facts.projection_error
    return str(error).splitlines()[0].rstrip(":") if error else ""


def _preset(request: Request) -> tuple[Sequence[str], tuple[Key, ...]]:
    """Return the columns and the order that go with what is asked."""
    if request.delayed:
        return _DELAYED, sort_keys("-late")
    if request.completed_since is not None:
        return _COMPLETED, sort_keys("completed")
    if request.due_before is not None:
        return _DUE, sort_keys("due")
    if request.remaining:
        return _REMAINING, sort_keys("due")
    return _PLAIN, ()


def _check_projection(facts: Facts, columns: Sequence[Column[R]]) -> None:
    names = [column.head.name for column in columns if column.is_projected]
    if names:
        need = "this column needs" if len(names) == 1 else "these columns need"
        _need_projection(facts, f"{', '.join(dict.fromkeys(names))}: {need}")


def _need_projection(facts: Facts, what: str) -> None:
    if error := facts.projection_error:
        raise DepgraphError(f"{what} projected dates; {error}") from None


def _table_facts(facts: Facts, request: Request) -> Mapping[str, Value]:
    reading = {"gaps": facts.gaps} if facts.gaps == "work" else {}
    return {**dated_facts(facts.graph), "selection": request.selection, **reading}


def _general(facts: Facts, listed_entries: Sequence[Entry]) -> list[str]:
    """Return the notes on how dates are worked out, and on milestones without links of a graph."""
    return [*_reading(facts), *_unlinked(facts, listed_entries)]


def _reading(facts: Facts) -> list[str]:
    return [f"Dates if {READINGS[facts.gaps]}"] if facts.gaps == "work" else []


def _unlinked(facts: Facts, listed_entries: Sequence[Entry]) -> list[str]:
    """Return the note on milestones of which the graph does not say what they wait on."""
    codes = {entry.milestone.id for entry in listed_entries} & facts.schedule_only
    if not codes:
        return []
    are = "is" if len(codes) == 1 else "are"
    shown_codes = listed(sorted(codes, key=natural), _MOST_NAMED)
    return [f"{len(codes)} of these {are} only in the schedule, without links: {shown_codes}"]


def _note(facts: Facts, request: Request, count: int) -> str:
    graph = facts.graph
    whole = counted_milestones(graph)
    number = whole if count == len(graph) else f"{count or 'none'} of {whole}".capitalize()
    if request.delayed and not count:
        number = f"No milestone is late, of {whole}"
        request = request._replace(delayed=False)
    words = f": {request.in_words}" if request.in_words else ""
    return f"{number}{words} ({as_of_words(graph.as_of, graph.documents)})"
