"""The activities of a Primavera P6 export, whichever form it has.

Only the code of an activity has to be there; whatever else is exported is used. Without the
types of activities every row is a milestone, unless it has a duration, or a start and a finish
that differ: the export was filtered for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.errors import did_you_mean
from depgraph.model import Calendar, Notice, Position
from depgraph.records import Struct
from depgraph.sources.bounds import wrong_duration, wrong_length
from depgraph.sources.fields import is_code
from depgraph.sources.graph_file import Attribute
from depgraph.sources.network import Activity
from depgraph.sources.nodes import quoted
from depgraph.sources.skeleton import lag_in_days
from depgraph.sources.table import DELETED, text_of
from depgraph.sources.table_dates import TableDates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.sources.reading import ReadingOptions
    from depgraph.sources.table import Table
    from depgraph.sources.table_dates import Stated

WORK_WEEK = Calendar("P6 work week")
"""The days that lags and durations count: exports do not tell the calendars of P6.

A calendar of the configuration with this name is taken in place of it.
"""

_DUE = ("base_end_date", "primary_base_end_date", "base_start_date", "primary_base_start_date")
_PLANNED = ("end_date", "start_date")
_ACTUAL = ("act_end_date", "act_start_date")
_CONSTRAINTS = {"cstr_type": "cstr_date", "cstr_type2": "cstr_date2"}
_DATES = (*_DUE, *_PLANNED, *_ACTUAL, *_CONSTRAINTS.values())
"""The fields with dates. Of each sort, those of finishes come before those of starts, which
are read of milestones that have no finish: the start milestones of P6."""

_DURATIONS = ("remain_drtn_hr_cnt", "target_drtn_hr_cnt")

_FIELDS = frozenset(
    {*("task_code", "task_name", "status_code", "task_type", "pred_list", "succ_list", DELETED)}
    | {*_DATES, *_CONSTRAINTS, *_DURATIONS}
)
"""The fields that are read."""

_COMPLETE = frozenset({"completed", "complete", "tk_complete"})
_STATUSES = _COMPLETE | {"not started", "in progress", "tk_notstart", "tk_active"}
_MILESTONE_TYPES = frozenset({"start milestone", "finish milestone", "tt_mile", "tt_finmile"})
_FOLLOWERS = {
    **dict.fromkeys(("level of effort", "tt_loe"), "is level of effort, which holds nothing up"),
    **dict.fromkeys(("wbs summary", "tt_wbs"), "is WBS summary, which holds nothing up"),
}
"""Why activities are left out whose dates others set, by their types."""

_TYPES = (
    _MILESTONE_TYPES
    | _FOLLOWERS.keys()
    | {"task dependent", "resource dependent", "tt_task", "tt_rsrc"}
)

_BOUNDS = {
    "on": ("not_before", "not_after"),
    "on or after": ("not_before",),
    "on or before": ("not_after",),
}
_EVENTS = {
    "cs_mso": "start on",
    "cs_msoa": "start on or after",
    "cs_msob": "start on or before",
    "cs_meo": "finish on",
    "cs_meoa": "finish on or after",
    "cs_meob": "finish on or before",
    "cs_mandstart": "start on",
    "cs_mandfin": "finish on",
    "mandatory start": "start on",
    "mandatory finish": "finish on",
}
"""Other words for constraints on dates."""


class Tasks(Struct):
    """The activities of a table.

    Attributes
    ----------
    by_code
        The activities by their codes.
    left_out
        Why rows are left out, by their codes.
    has_others
        Whether the table has activities that are no milestones.
    has_durations
        Whether an activity has a duration.
    """

    by_code: dict[str, Activity]
    left_out: Mapping[str, str]
    has_others: bool
    has_durations: bool
    notices: list[Notice]


def is_task_row(table: Table, row: Sequence[object]) -> bool:
    """Whether a row under the names of the fields has data: a status, a type or a date."""
    if table.text(row, "status_code").casefold() in _STATUSES:
        return True
    if table.text(row, "task_type").casefold() in _TYPES:
        return True
    return any(text_of(table.cell(row, field))[:1].isdigit() for field in _DATES)


def read_tasks(table: Table, options: ReadingOptions) -> Tasks:
    """Read the activities of a table.

    Parameters
    ----------
    table
        The table; ``task_code`` is among its columns.
    options
        What the file does not tell itself.
    """
    reader = _TaskReader(table, options)
    for line, row in table.rows:
        reader.read(line, row)
    activities = reader.activities
    return Tasks(
        activities,
        reader.left_out,
        any(not activity.is_milestone for activity in activities.values()),
        any("duration" in activity.stated for activity in activities.values()),
        reader.notices(),
    )


class _TaskReader:
    def __init__(self, table: Table, options: ReadingOptions) -> None:
        self._table = table
        self._options = options
        self._dates = TableDates(table, _DATES, options)
        self._due = [field for field in _DUE if field in table.columns]
        self._planned = [field for field in _PLANNED if field in table.columns]
        self._actual = [field for field in _ACTUAL if field in table.columns]
        self._can_tell_completions = bool(self._actual) or "status_code" in table.columns
        self._start_column = table.columns.get("start_date", -1) + 1
        self.activities: dict[str, Activity] = {}
        self._lines: dict[str, int] = {}
        self.left_out: dict[str, str] = {}
        self._notices: list[Notice] = []
        self._latest: tuple[Stated, int] | None = None

    def read(self, line: int, row: Sequence[object]) -> None:
        """Read one row."""
        table = self._table
        code = table.text(row, "task_code")
        if not is_code(code):
            wrong = f"expected a code, got {quoted(code)}" if code else "the code is missing"
            table.report(line, "task_code", wrong)
            return
        place = self._lines.setdefault(code, line)
        if place != line:
            table.report(line, "task_code", f"{code} is there twice: also in row {place}")
            return
        if table.is_deleted(row):
            self._leave_out(code, "is marked for deletion", line, DELETED)
            return
        type_ = self._task_type(line, row)
        if type_ in _FOLLOWERS:
            self._leave_out(code, _FOLLOWERS[type_], line, "task_type")
            return
        is_milestone = not self._takes_time(line, row)
        if type_ is not None:
            is_milestone = type_ in _MILESTONE_TYPES
        stated: dict[str, Attribute[object]] = {}
        name = table.text(row, "task_name")
        if too_long := wrong_length(name):
            table.report(line, "task_name", too_long)
        elif name:
            stated["name"] = Attribute(name, line, table.column("task_name"))
        dates = self._stated_dates(code, line, row, is_milestone=is_milestone)
        stated.update(
            (name, Attribute(stated_date.day, line, stated_date.column))
            for name, stated_date in dates.items()
        )
        self._add_constraints(line, row, stated, is_milestone=is_milestone)
        self._add_duration(line, row, stated, is_milestone=is_milestone)
        position = Position(table.shown, line, table.column("task_code"))
        self.activities[code] = Activity(code, is_milestone, position, stated)

    def _leave_out(self, code: str, why: str, line: int, field: str) -> None:
        self.left_out[code] = why
        text = f"the activity {code} {why}: the row is left out"
        self._tell(line, field, text, is_warning=False)

    def _task_type(self, line: int, row: Sequence[object]) -> str | None:
        """Return the type of an activity in small letters, or None where there are none."""
        if "task_type" not in self._table.columns:
            return None
        written = self._table.text(row, "task_type")
        type_ = written.casefold()
        if type_ not in _TYPES:
            known = ["Start Milestone", "Finish Milestone", "Task Dependent", "Resource Dependent"]
            known += ["Level of Effort", "WBS Summary"]
            self._table.report(
                line,
                "task_type",
                f"expected one of {', '.join(known)}, got {quoted(written)}"
                f"{did_you_mean(written, known)}",
            )
        return type_

    def _takes_time(self, line: int, row: Sequence[object]) -> bool:
        """Whether an activity without a type is no milestone."""
        finish, start = (self._table.text(row, field) for field in _PLANNED)
        if finish and start and finish != start:
            return True
        hours_per_day = self._options.hours_per_day
        return self._table.hours(line, row, _DURATIONS[-1], hours_per_day) > 0

    def _stated_dates(
        self, code: str, line: int, row: Sequence[object], *, is_milestone: bool
    ) -> Mapping[str, Stated]:
        """Return the dates of an activity by names of fields of a milestone."""
        due = self._first_date(line, row, self._due, is_milestone=is_milestone)
        planned = self._first_date(line, row, self._planned, is_milestone=is_milestone)
        starts = planned is None or planned.column == self._start_column
        actual = self._first_date(line, row, self._actual, is_milestone=is_milestone and starts)
        if actual is None and planned is not None and planned.is_actual:
            actual = planned
        if actual is not None and (self._latest is None or actual.day > self._latest[0].day):
            self._latest = (actual, line)
        dates: dict[str, Stated] = {} if due is None else {"due": due}
        is_complete = self._table.text(row, "status_code").casefold() in _COMPLETE
        if actual is not None:
            dates["completed"] = actual
        elif planned is not None:
            dates["completed" if is_complete else "forecast"] = planned
        self._tell_of_status(code, line, row, actual, dates, is_milestone=is_milestone)
        if not is_milestone:
            self._tell_of_starts(code, line, row, planned, actual)
        return dates

    def _tell_of_starts(
        self,
        code: str,
        line: int,
        row: Sequence[object],
        planned: Stated | None,
        actual: Stated | None,
    ) -> None:
        """Tell starts behind finishes, and that what has begun is not taken as begun."""
        for field, finish in (("start_date", planned), ("act_start_date", actual)):
            start = self._dates.read(line, row, field) if field in self._table.columns else None
            if start is not None and finish is not None and finish.day < start.day:
                text = f"{field}: {start.day} of {code} is behind its finish, {finish.day}"
                self._tell(line, field, text)
            elif start is not None and field == "act_start_date" and actual is None:
                text = (
                    f"{field}: {code} has begun on {start.day}: of a spreadsheet, only what "
                    "remains of it is taken"
                )
                self._tell(line, field, text, is_warning=False)

    def _tell_of_status(
        self,
        code: str,
        line: int,
        row: Sequence[object],
        actual: Stated | None,
        dates: Mapping[str, Stated],
        *,
        is_milestone: bool,
    ) -> None:
        """Tell a status that is not known, or that the dates do not go with."""
        status = self._table.text(row, "status_code")
        is_complete = status.casefold() in _COMPLETE

        def tell(text: str, *, is_warning: bool = True) -> None:
            self._tell(line, "status_code", f"{code} is {text}", is_warning=is_warning)

        if status and status.casefold() not in _STATUSES:
            tell(
                f"{quoted(status)}, which is none of Not Started, In Progress and Completed: "
                "whether it is complete goes by its actual date"
            )
        elif actual is not None and status and not is_complete:
            tell(f"{quoted(status)}, but with an actual date, {actual.day}: it is complete")
        elif is_complete and "completed" not in dates:
            tell("Completed without any date: it is taken as not complete")
        elif is_complete and actual is None and is_milestone:
            tell(
                "Completed without an actual date, as start milestones are: the planned date, "
                f"{dates['completed'].day}, is taken for the completion",
                is_warning=False,
            )

    def _first_date(
        self, line: int, row: Sequence[object], fields: Sequence[str], *, is_milestone: bool
    ) -> Stated | None:
        """Return the first date that is there; of an activity with work, only of its finish."""
        for field in fields:
            if is_milestone or "end" in field:
                stated_date = self._dates.read(line, row, field)
                if stated_date is not None:
                    return stated_date
        return None

    def _add_constraints(
        self,
        line: int,
        row: Sequence[object],
        stated: dict[str, Attribute[object]],
        *,
        is_milestone: bool,
    ) -> None:
        """Add the bounds on the date; of an activity with work, only those of its finish."""
        for type_field, date_field in _CONSTRAINTS.items():
            written = self._table.text(row, type_field).casefold()
            event, _, bound = _EVENTS.get(written, written).partition(" ")
            names = _BOUNDS.get(bound, ())
            if not names or not (event == "finish" or (event == "start" and is_milestone)):
                code = self._table.text(row, "task_code")
                if written:
                    self._tell(
                        line,
                        type_field,
                        f"{type_field}: {quoted(written)} of {code}: only bounds on the finish, "
                        "and on the start of milestones, are read of a spreadsheet: the "
                        "constraint is left out",
                    )
                elif self._table.text(row, date_field):
                    text = f"{date_field}: of {code}, stands without a {type_field}: it is left out"
                    self._tell(line, date_field, text)
                continue
            stated_date = self._dates.read(line, row, date_field)
            if stated_date is None:
                text = f"{type_field}: {quoted(written)} has no date: it is left out"
                self._tell(line, type_field, text)
            else:
                bound_date = Attribute(stated_date.day, line, stated_date.column)
                stated.update(dict.fromkeys(names, bound_date))

    def _add_duration(
        self,
        line: int,
        row: Sequence[object],
        stated: dict[str, Attribute[object]],
        *,
        is_milestone: bool,
    ) -> None:
        """Add the duration of open work: what remains, else all of it."""
        table, hours_per_day = self._table, self._options.hours_per_day
        for field in _DURATIONS:
            if not table.text(row, field):
                continue
            days = lag_in_days(table.hours(line, row, field, hours_per_day), hours_per_day)
            if wrong := wrong_duration(days):
                table.report(line, field, wrong)
            elif is_milestone and days and "completed" not in stated:
                code = table.text(row, "task_code")
                text = f"{field}: {quoted(table.text(row, field))} of {code} is left out, as a "
                self._tell(line, field, f"{text}milestone has none")
            elif not is_milestone and "completed" not in stated and "duration" not in stated:
                stated["duration"] = Attribute(days, line, table.column(field))
                stated["calendar"] = Attribute(WORK_WEEK.name, line, table.column(field))

    def _tell(self, line: int, field: str, text: str, *, is_warning: bool = True) -> None:
        position = Position(self._table.shown, line, self._table.column(field))
        self._notices.append(Notice(text, position=position, is_warning=is_warning))

    def notices(self) -> list[Notice]:
        """Return what a reader must know of the table."""
        notices = [*self._dates.notices, *self._notices, *self._table.unread(_FIELDS)]
        if self._latest is None and not self._can_tell_completions:
            first = Position(self._table.shown, 1, self._table.column("task_code"))
            text = (
                "the export tells no status and no actual date: no activity is taken as complete; "
                "export the columns status_code and act_end_date too"
            )
            notices.append(Notice(text, position=first, is_warning=False, lacks=("completions",)))
        if self._latest is not None:
            stated, line = self._latest
            notices.append(
                Notice(
                    "the export does not tell its as-of date (data date): give --as-of; the "
                    f"latest actual date in it is {stated.day}",
                    position=Position(self._table.shown, line, stated.column),
                    is_warning=False,
                    asks_as_of=True,
                )
            )
        return notices
