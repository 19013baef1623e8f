"""Primavera P6 spreadsheet exports: sheets TASK and TASKPRED of an .xls or .xlsx file.

A workbook that has neither is a list (`depgraph.sources.lists`).

Activities that only TASKPRED names are added: an export of the milestones alone has the
relationships of all activities.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.errors import LoadError, Problem, did_you_mean
from depgraph.model import LINK_TYPES, Notice, Position
from depgraph.sources.bounds import wrong_lag
from depgraph.sources.fields import is_code
from depgraph.sources.graph_file import Attribute, GraphFile
from depgraph.sources.link_types import link_type_of
from depgraph.sources.network import Activity, Network, Relationship
from depgraph.sources.network_file import network_file
from depgraph.sources.nodes import quoted
from depgraph.sources.primavera import WORK_WEEK, is_task_row, read_tasks
from depgraph.sources.remarks import Remarks
from depgraph.sources.table import DELETED, Reporter, read_table, text_of
from depgraph.sources.workbook import missing_sheet, read_workbook
from depgraph.words import listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.model import LinkType, State
    from depgraph.sources.primavera import Tasks
    from depgraph.sources.reading import DateOrder, ReadingOptions
    from depgraph.sources.table import Table
    from depgraph.sources.workbook import Sheet

_TYPES: dict[str, LinkType] = {}
for _link_type in LINK_TYPES:
    _TYPES |= {_link_type: _link_type, f"PR_{_link_type}": _link_type}

_SHEETS = ("TASK", "TASKPRED")
"""The sheets of an export: the activities and their relationships."""

_BEFORE, _AFTER, _TYPE, _LAG = "pred_task_id", "task_id", "pred_type", "lag_hr_cnt"
_DATE_FORMAT = re.compile(r"DateFormat=([^\r\n]*)")
_NO_LAG = ("0", "", 0)
_new = tuple.__new__
"""Makes what there are thousands of: constructors take twice as long."""

_NAME_OF_BEFORE, _NAME_OF_AFTER = "PREDTASK__task_name", "TASK__task_name"
_STATUS_OF_BEFORE, _STATUS_OF_AFTER = "PREDTASK__status_code", "TASK__status_code"
_FIELDS = frozenset(
    {*(_BEFORE, _AFTER, _TYPE, _LAG, DELETED, _NAME_OF_BEFORE, _NAME_OF_AFTER)}
    | {*(_STATUS_OF_BEFORE, _STATUS_OF_AFTER)}
)
"""The fields of relationships that are read."""

_STATES: dict[str, State] = {
    "completed": "complete",
    "in progres": "incomplete",
    "not starte": "incomplete",
}
"""States by the first ten letters of a status: exports cut them there."""


def read(path: Path, shown: str, options: ReadingOptions, problems: list[Problem]) -> GraphFile:
    """Read a spreadsheet.

    Parameters
    ----------
    shown
        The name that messages and positions use for it; a sheet stands in brackets behind it.
    problems
        The list that everything wrong in the file is added to.
    """
    before = len(problems)
    reporter = Reporter(problems)
    list_options = options.of_list(Path(os.path.realpath(path)))
    try:
        workbook = read_workbook(path, shown, (*_SHEETS, "USERDATA"))
        if list_options.sheet or list_options.columns or not any(workbook.sheets[:2]):
            from depgraph.sources.lists.sheets import read_list_sheet

            return read_list_sheet(path, shown, workbook, options, list_options, problems)
    except LoadError as error:
        problems += error.problems
        return _nothing(shown)
    task_sheet, link_sheet, user_sheet = workbook.sheets
    options = options._replace(date_order_of_file=_date_order(user_sheet))
    problems += (
        Problem(shown, 0, 0, missing_sheet(name, workbook.names))
        for name, sheet in zip(_SHEETS, workbook.sheets, strict=False)
        if sheet is None
    )
    tasks_table = links_table = None
    if task_sheet is not None:
        tasks_table = read_table(
            f"{shown}[{task_sheet.name}]",
            task_sheet.rows,
            required=("task_code",),
            is_data=is_task_row,
            reporter=reporter,
        )
    if link_sheet is not None:
        links_table = read_table(
            f"{shown}[{link_sheet.name}]",
            link_sheet.rows,
            required=(_BEFORE, _AFTER, _TYPE),
            is_data=lambda table, row: link_type_of(table.text(row, _TYPE)) is not None,
            reporter=reporter,
        )
    tasks = read_tasks(tasks_table, options) if tasks_table else None
    reader = _RelationshipReader(links_table, tasks, options) if links_table and tasks else None
    reporter.finish()
    if tasks is None or reader is None or len(problems) > before:
        return _nothing(shown)
    others = [name for name in workbook.names if name.upper() not in (*_SHEETS, "USERDATA")]
    rest = Remarks(shown)
    if not tasks.by_code:
        rest.tell("the sheet TASK has names of fields, but no rows")
    if others:
        text = f"sheets that are not read: {', '.join(map(quoted, others))}"
        rest.tell(text, is_warning=False)
    network = Network(
        shown=shown,
        as_of=None,
        activities=[*tasks.by_code.values(), *reader.added.values()],
        relationships=reader.relationships,
        notices=(*tasks.notices, *reader.notices(), *rest.notices),
        calendars=(WORK_WEEK,) if reader.has_lags or tasks.has_durations else (),
        unlisted=reader.added,
    )
    return network_file(network, activities=options.activities, hours_per_day=options.hours_per_day)


def _date_order(user_data: Sheet | None) -> DateOrder | None:
    """Return the order of day and month that the settings of an export say."""
    for _, row in user_data.rows if user_data is not None else ():
        match = _DATE_FORMAT.search(" ".join(map(text_of, row)))
        if match is not None:
            letters = re.sub("'[^']*'", " ", match[1]).casefold()
            if "d" in letters and "m" in letters:
                return "day-first" if letters.find("d") < letters.find("m") else "month-first"
    return None


def _nothing(shown: str) -> GraphFile:
    return GraphFile(shown, None, (), {}, [], [], is_whole=False)


class _RelationshipReader:
    """Reads the relationships, and the activities that only these name."""

    def __init__(self, table: Table, tasks: Tasks, options: ReadingOptions) -> None:
        self._table = table
        self._tasks = tasks
        self._hours_per_day = options.hours_per_day
        self._codes: dict[object, str] = {}
        # Lags by what stands in the cells where nothing is wrong with that.
        self._lags: dict[object, float] = dict.fromkeys(_NO_LAG, 0.0)
        self._first: dict[str, tuple[int, Sequence[object], str]] = {}
        self._left_out: dict[int, str] = {}
        self.relationships: list[Relationship] = []
        self.has_lags = False
        self._read_relationships()
        self._used = {relationship.prerequisite for relationship in self.relationships}
        self._used |= {relationship.dependent for relationship in self.relationships}
        self.added = self._unlisted_activities()

    def _read_relationships(self) -> None:
        table, codes, shown = self._table, self._codes, self._table.shown
        before, after, of_type = (table.columns[name] for name in (_BEFORE, _AFTER, _TYPE))
        flag, of_lag = table.columns.get(DELETED), table.columns.get(_LAG)
        column = before + 1
        left_out, calendar = self._tasks.left_out, WORK_WEEK.name
        types: dict[object, LinkType] = dict(_TYPES.items())
        lags = self._lags
        for line, row in table.rows:
            prerequisite = codes.get(row[before]) or self._code_in_cell(line, row, before, _BEFORE)
            dependent = codes.get(row[after]) or self._code_in_cell(line, row, after, _AFTER)
            is_deleted = flag is not None and row[flag] != "" and table.is_deleted(row)
            if is_deleted or prerequisite in left_out or dependent in left_out:
                self._left_out[line] = f"{prerequisite} -> {dependent} " + (
                    "is marked for deletion: the row is left out"
                    if is_deleted
                    else "is left out with "
                    + " and ".join(
                        f"{code}, which {left_out[code]}"
                        for code in (prerequisite, dependent)
                        if code in left_out
                    )
                )
                continue
            type_ = types.get(row[of_type]) or self._link_type(line, row)
            if not prerequisite or not dependent or type_ is None:
                continue
            if prerequisite == dependent:
                table.report(line, _AFTER, f"{dependent} has a relationship to itself")
                continue
            lag = lags.get(row[of_lag]) if of_lag is not None else 0.0
            if lag is None:
                lag = self._lag_hours(line, row)
            position = _new(Position, (shown, line, column))
            what = (prerequisite, dependent, type_, lag)
            self.relationships.append(_new(Relationship, (*what, position, calendar, None)))

    def _code_in_cell(self, line: int, row: Sequence[object], place: int, field: str) -> str:
        """Return the code in a cell; nothing, and a problem, if there is none."""
        cell = row[place]
        code = text_of(cell)
        if is_code(code):
            self._codes[cell] = code
            self._first.setdefault(code, (line, row, field))
            return code
        wrong = f"expected a code, got {quoted(code)}" if code else "the code is missing"
        self._table.report(line, field, f"the relationship leads nowhere: {wrong}")
        return ""

    def _link_type(self, line: int, row: Sequence[object]) -> LinkType | None:
        written = self._table.text(row, _TYPE)
        type_ = link_type_of(written)
        if type_ is None:
            expected = ", ".join(LINK_TYPES)
            hint = did_you_mean(written, _TYPES)
            self._table.report(
                line, _TYPE, f"expected one of {expected}, got {quoted(written)}{hint}"
            )
        return type_

    def _lag_hours(self, line: int, row: Sequence[object]) -> float:
        before = self._table.reporter.count
        lag = self._table.hours(line, row, _LAG, self._hours_per_day)
        if wrong := wrong_lag(lag, self._hours_per_day):
            self._table.report(line, _LAG, wrong)
        self.has_lags = self.has_lags or lag != 0
        cell = self._table.cell(row, _LAG)
        if isinstance(cell, str) and self._table.reporter.count == before:
            self._lags[cell] = lag
        return lag

    def _unlisted_activities(self) -> dict[str, Activity]:
        """Return the activities that the sheet of activities does not have, as first named."""
        known, table = self._tasks.by_code, self._table
        get = table.columns.get
        places = {
            _BEFORE: (get(_BEFORE, 0), get(_NAME_OF_BEFORE), get(_STATUS_OF_BEFORE)),
            _AFTER: (get(_AFTER, 0), get(_NAME_OF_AFTER), get(_STATUS_OF_AFTER)),
        }
        states: dict[object, State] = {}
        added: dict[str, Activity] = {}
        for code, (line, row, field) in self._first.items():
            if code not in self._used or code in known:
                continue
            place, name_place, status_place = places[field]
            column = place + 1
            status = "" if status_place is None else row[status_place]
            state = states.get(status)
            if state is None:
                state = _STATES.get(text_of(status).casefold()[:10], "unknown")
                states[status] = state
            stated = {"state": _new(Attribute, (state, line, column))}
            if name_place is not None and (name := text_of(row[name_place])):
                stated["name"] = _new(Attribute, (name, line, name_place + 1))
            position = _new(Position, (table.shown, line, column))
            added[code] = _new(Activity, (code, False, position, stated, None))
        return added

    def notices(self) -> list[Notice]:
        """Return what a reader must know of the sheet."""
        notices = [*self._cut_codes(), *self._table.unread(_FIELDS)]
        notices += (
            self._notice_at(line, f"the relationship {text}")
            for line, text in self._left_out.items()
        )
        if self.has_lags:
            lags = [relationship for relationship in self.relationships if relationship.lag_hours]
            notices.append(
                self._notice_at(
                    lags[0].position.line,
                    f"{len(lags)} {'relationship has' if len(lags) == 1 else 'relationships have'} "
                    "a lag in hours of work: "
                    f"{self._hours_per_day:g} hours are taken for a day of work, from Monday to "
                    "Friday ('hours_per_day' and a calendar "
                    f"{WORK_WEEK.name!r} in the configuration change that)",
                )
            )
        if self._tasks.has_others:
            notices += (
                self._notice_at(
                    activity.position.line,
                    f"a relationship names {code}, which the sheet of activities does not have",
                    is_warning=True,
                )
                for code, activity in self.added.items()
            )
        return notices

    def _notice_at(self, line: int, text: str, *, is_warning: bool = False) -> Notice:
        place = Position(self._table.shown, line, self._table.column(_BEFORE))
        return Notice(text, position=place, is_warning=is_warning)

    def _cut_codes(self) -> list[Notice]:
        """Find codes that are cut short: they begin that of an activity without relationships.

        Such a code has no row of its own; the activity has a name that its name begins.
        """
        known = self._tasks.by_code
        notices: list[Notice] = []
        for code in sorted(known.keys() - self._used):
            name = _name_of_activity(known[code])
            for length in range(len(code) - 1, 1, -1):
                short = code[:length]
                if short in self.added and name.startswith(_name_of_activity(self.added[short])):
                    notices.append(self._cut_code(code, short, known))
                    break
        return notices

    def _cut_code(self, code: str, short: str, known: Mapping[str, Activity]) -> Notice:
        into = [
            relationship for relationship in self.relationships if relationship.dependent == short
        ]
        out_of = [
            relationship
            for relationship in self.relationships
            if relationship.prerequisite == short
        ]
        count = len(into) + len(out_of)
        lines = sorted(relationship.position.line for relationship in (*into, *out_of))
        name = _name_of_activity(self.added[short])
        with_name = f", named {quoted(name)}" if name else ""
        text = (
            f"{short} looks like {code}, cut short: {code} has no relationship at all, and "
            f"{short}{with_name}, has {count} ({len(into)} as the successor, {len(out_of)} as the "
            f"predecessor; {_row_spans(lines)} of TASKPRED) and no row of its own. {code} is taken "
            f"without them: write 'aka: {short}' at {code} in a file of the plan, or correct the "
            "code where it is exported"
        )
        milestone = code if known[code].is_milestone else None
        return Notice(text, milestone, self.added[short].position, rule="suspicious-id")


def _name_of_activity(activity: Activity) -> str:
    return str(activity.stated["name"].value) if "name" in activity.stated else ""


def _row_spans(lines: Sequence[int]) -> str:
    """Return the numbers of rows, those that follow each other as spans."""
    spans: list[list[int]] = []
    for line in lines:
        if spans and spans[-1][-1] == line - 1:
            spans[-1][1:] = [line]
        else:
            spans.append([line])
    words = ["-".join(map(str, span)) for span in spans]
    return f"{'row' if len(lines) == 1 else 'rows'} {listed(words)}"
