"""The tables of an XER file as a schedule network, for one of its projects."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from depgraph.analysis.moments.showing import minutes_of_day, shown_date
from depgraph.analysis.moments.timetable import ELAPSED, Timetable
from depgraph.errors import DateRangeError
from depgraph.model import Calendar, Position, Work
from depgraph.model.work import MINUTES_OF_DAY
from depgraph.records import Struct
from depgraph.sources.bounds import wrong_lag, wrong_length
from depgraph.sources.fields import is_code
from depgraph.sources.graph_file import Attribute
from depgraph.sources.network import Activity, Network, Relationship
from depgraph.sources.nodes import quoted
from depgraph.sources.projects import qualified
from depgraph.sources.remarks import LeftOut, Remarks
from depgraph.sources.residuals import with_residuals
from depgraph.sources.schedule_baseline import number_of
from depgraph.sources.work_facts import one_line, stated_facts, wrong_work
from depgraph.sources.xer_activities import MILESTONES, ActivityReader
from depgraph.sources.xer_calendars import STANDARD, Hours, XerCalendars, calendar_of
from depgraph.sources.xer_rules import read_rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depgraph.analysis.moments.timetable import WorkingTime
    from depgraph.model import LinkType
    from depgraph.sources.xer_tables import Row, Tables

_TASKS = {"TT_Task", "TT_Rsrc"}
_FOLLOWERS = {"TT_LOE": "level of effort", "TT_WBS": "WBS summary"}
"""Activities whose dates others set: they hold nothing up."""

_TYPES: dict[str, LinkType] = {"PR_FS": "FS", "PR_SS": "SS", "PR_FF": "FF", "PR_SF": "SF"}


class _Task(Struct):
    """An activity that counts: its row, its code and whether the project itself has it."""

    row: Row
    code: str
    is_own: bool


class XerNetworkReader:
    """Makes a network of the tables, for one project; of many, with qualified codes."""

    def __init__(self, tables: Tables, project: Row, *, is_one_of_many: bool = False) -> None:
        self._tables = tables
        self._project = project
        self._is_one_of_many = is_one_of_many
        self.shown = self._shown = tables.shown
        self._remarks = Remarks(tables.shown)
        self._calendars = XerCalendars(tables["CALENDAR"], self._remarks.tell)
        self._used: dict[str, Calendar] = {}
        self._times: dict[str | None, WorkingTime] = {None: ELAPSED}
        projects = tables["PROJECT"]
        self._number = projects.text(project, "proj_id")
        self._default_calendar = projects.text(project, "clndr_id")
        self._rules, self._lag_calendar = read_rules(tables, project, self._remarks.tell)
        self._activities = ActivityReader(
            tables["TASK"],
            self._rules.data_date,
            self._remarks.tell,
        )
        table = tables["TASK"]
        self._rows = {table.text(row, "task_id"): row for row in table.rows}
        self._owners = {number: table.text(row, "proj_id") for number, row in self._rows.items()}
        self._tasks: dict[str, _Task] = {}
        self._calendar_names: dict[str, str | None] = {}

    def network(self, hours_per_day: float) -> Network:
        """Return the network; after something was reported as wrong, it may lack something."""
        left_out = self._choose()
        for number, task in self._tasks.items():
            self._calendar_names[number] = self._calendar_of(task.row)
        relationships = self._relationships(left_out, hours_per_day)
        activities = [self._activity(number, task) for number, task in self._tasks.items()]
        data_date = self._rules.data_date
        day = None if data_date is None else date.fromordinal(data_date // MINUTES_OF_DAY)
        network = Network(
            shown=self._shown,
            as_of=None if day is None else Attribute(day, self._project.line, 1),
            activities=activities,
            relationships=relationships,
            notices=tuple(self._remarks.notices),
            calendars=tuple(self._used.values()),
            rules=self._rules,
        )
        if self._tables.problems:
            return network
        return with_residuals(network, self._divisible(), "TASK")

    # -- its baselines -------------------------------------------------------------------

    def baseline_names(self) -> dict[str, str]:
        """Return the baselines of the project in the file: their names with their numbers."""
        projects = self._tables["PROJECT"]
        return {
            projects.text(row, "proj_short_name"): projects.text(row, "proj_id")
            for row in projects.rows
            if projects.text(row, "orig_proj_id") == self._number
        }

    def dates_of_baseline(self, name: str) -> dict[str, date] | None:
        """Return the dates of a baseline by the codes of activities; None where there is none."""
        names = self.baseline_names()
        place = number_of(name, names)
        if place is None:
            return None
        project, table = [*names.values()][place], self._tables["TASK"]
        dates: dict[str, date] = {}
        for row in table.rows:
            if table.text(row, "proj_id") != project:
                continue
            times = self._times[self._calendar_of(row)]
            columns = ("act_end_date", "early_end_date", "target_end_date")
            moments = (table.moment(row, column) for column in columns)
            moment = next((m for m in moments if m is not None), None)
            if moment is not None:
                is_start = table.text(row, "task_type") == "TT_Mile"
                code = self._own_code(table.text(row, "task_code"))
                dates[code] = shown_date(times, moment, is_start=is_start)
        return dates

    def own_dates(self, dates: Mapping[str, date]) -> Mapping[str, date]:
        """Return the dates of another file by the codes of this project, beside its own codes."""
        if not self._is_one_of_many:
            return dates
        return {self._own_code(code): day for code, day in dates.items()} | dict(dates)

    # -- which activities ----------------------------------------------------------------

    def _choose(self) -> set[str]:
        """Keep the activities that count; return the numbers of those that do not."""
        table, relations = self._tables["TASK"], self._tables["TASKPRED"]
        # What another project has counts where a link leads from it to the project's own.
        named = {
            relations.text(row, "pred_task_id")
            for row in relations.rows
            if self._owners.get(relations.text(row, "task_id")) == self._number
        }
        left_out: dict[str, LeftOut] = {}
        codes: dict[str, str] = {}
        lines: dict[str, int] = {}
        for is_own in (True, False):
            for row in table.rows:
                number = table.text(row, "task_id")
                if (table.text(row, "proj_id") == self._number) is not is_own:
                    continue
                if not is_own and number not in named:
                    continue
                codes[number] = code = self._activity_code(row)
                kind = table.text(row, "task_type")
                if not number:
                    table.report(row, "task_id: an activity has no number")
                elif number in self._tasks or number in left_out:
                    table.report(row, f"task_id: the number {number} stands twice")
                elif kind in _FOLLOWERS:
                    left_out[number] = LeftOut(code, _FOLLOWERS[kind], row.line)
                elif kind not in _TASKS and kind not in MILESTONES:
                    table.report(row, f"task_type: {quoted(kind)} is no type that is known")
                elif not is_code(code):
                    table.report(
                        row,
                        f"an activity has the code {quoted(code)}: expected one line of text",
                    )
                else:
                    if not is_own:
                        code = self._external_code(row, code, lines)
                    if lines.setdefault(code, row.line) != row.line:
                        table.report(row, f"the code {code} stands twice")
                    self._tasks[number] = _Task(row, code, is_own)
        ends = (
            (relations.text(row, "pred_task_id"), relations.text(row, "task_id"), row.line)
            for row in (relations.rows if left_out else ())
        )
        self._remarks.tell_left_out(("TASK", "TASKPRED"), left_out, ends, codes)
        return set(left_out)

    def _external_code(self, row: Row, code: str, lines: Mapping[str, int]) -> str:
        """Return the code of what another project has; told, where that is not read."""
        if self._is_one_of_many:
            return code
        project = self._project_name(row)
        self._remarks.tell(
            f"TASK: {code} is of the project {project}, which is not read: it keeps its dates, as "
            "links name it",
            line=row.line,
            is_warning=False,
        )
        return qualified(project, code) if code in lines else code

    def _activity_code(self, row: Row) -> str:
        code = self._tables["TASK"].text(row, "task_code")
        return qualified(self._project_name(row), code) if self._is_one_of_many and code else code

    def _own_code(self, code: str) -> str:
        """Return the code that an activity of the project has, by its Activity ID."""
        name = self._tables["PROJECT"].text(self._project, "proj_short_name")
        return qualified(name, code) if self._is_one_of_many else code

    def _project_name(self, row: Row) -> str:
        number, projects = self._tables["TASK"].text(row, "proj_id"), self._tables["PROJECT"]
        names = (
            projects.text(project, "proj_short_name")
            for project in projects.rows
            if projects.text(project, "proj_id") == number
        )
        return next(filter(None, names), number)

    # -- relationships -------------------------------------------------------------------

    def _relationships(self, left_out: set[str], hours_per_day: float) -> list[Relationship]:
        """Return the relationships between activities that are kept."""
        table = self._tables["TASKPRED"]
        relationships: list[Relationship] = []
        for row in table.rows:
            before, after = table.text(row, "pred_task_id"), table.text(row, "task_id")
            first, last = self._tasks.get(before), self._tasks.get(after)
            if first is None or last is None:
                if before not in left_out and after not in left_out:
                    self._tell_dangling(row, before, after)
                continue
            if not last.is_own:
                if first.is_own:
                    self._tell_other_project(row, before, after)
                continue
            type_ = _TYPES.get(table.text(row, "pred_type"))
            if type_ is None:
                kind = quoted(table.text(row, "pred_type"))
                table.report(row, f"pred_type: {kind} is no type of relationship")
                continue
            minutes = table.minutes(row, "lag_hr_cnt") or 0
            if wrong := wrong_lag(minutes / 60, 24):
                table.report(row, f"lag_hr_cnt: {wrong}")
                continue
            calendar = self._lag_calendar_of(before, after)
            day = minutes_of_day(self._times[calendar])
            relationships.append(
                Relationship(
                    prerequisite=first.code,
                    dependent=last.code,
                    type=type_,
                    lag_hours=minutes / day * hours_per_day,
                    position=Position(self._shown, row.line, 1),
                    calendar=calendar,
                    lag_minutes=minutes,
                )
            )
        return relationships

    def _tell_dangling(self, row: Row, before: str, after: str) -> None:
        """Report a relationship that names no activity; tell one with another project."""
        table = self._tables["TASKPRED"]
        ends = (("pred_task_id", before), ("task_id", after))
        missing = [(column, number) for column, number in ends if number not in self._owners]
        if not missing:
            self._tell_other_project(row, before, after)
            return
        projects = {table.text(row, name) for name in ("proj_id", "pred_proj_id")} - {""}
        if projects and self._number not in projects and not {before, after} & self._tasks.keys():
            return
        for column, number in missing:
            if projects - {self._number}:
                self._remarks.tell(
                    f"TASKPRED: {column}: the activity {number} is of a project that is not in the "
                    "file: the relationship is left out",
                    line=row.line,
                )
            else:
                table.report(row, f"{column}: there is no activity {quoted(number)}")

    def _tell_other_project(self, row: Row, before: str, after: str) -> None:
        """Tell a relationship that leads from the project to one that is not read."""
        first = self._tasks.get(before)
        if self._is_one_of_many or first is None or self._owners[after] == self._number:
            return
        task = self._rows[after]
        code, project = self._activity_code(task), self._project_name(task)
        self._remarks.tell(
            f"TASKPRED: the relationship {first.code} -> {code} is left out, as the project "
            f"{project} of {code} is not read",
            line=row.line,
            is_warning=False,
        )

    def _lag_calendar_of(self, before: str, after: str) -> str | None:
        """Return the name of the calendar that counts a lag; None where it counts all time."""
        option = self._lag_calendar
        if option == "rcal_24Hour":
            return None
        if option == "rcal_ProjDefault":
            if self._default_calendar not in self._calendars:
                return self._calendar_names[before]
            return self._use(self._default_calendar)
        return self._calendar_names[after if option == "rcal_Successor" else before]

    # -- calendars -----------------------------------------------------------------------

    def _calendar_of(self, row: Row) -> str:
        """Return the name of the calendar of an activity, and keep it."""
        table = self._tables["TASK"]
        own = table.text(row, "clndr_id")
        number = own or self._default_calendar
        is_there = number in self._calendars
        if own and not is_there:
            table.report(row, f"clndr_id: there is no calendar {quoted(own)}")
        elif not own:
            taken = (
                "that of the project is taken"
                if is_there
                else "Monday to Friday is taken, from 8 to 12 and from 13 to 17"
            )
            code = table.text(row, "task_code")
            self._remarks.tell(
                f"TASK: clndr_id: {code} has no calendar: {taken}",
                line=row.line,
                is_warning=not is_there,
            )
        if is_there:
            return self._use(number)
        return self._keep(calendar_of("standard", Hours(STANDARD, {})))

    def _use(self, number: str) -> str:
        return self._keep(self._calendars[number])

    def _keep(self, calendar: Calendar) -> str:
        if calendar.name not in self._used:
            self._used[calendar.name] = calendar
            self._times[calendar.name] = Timetable(calendar)
        return calendar.name

    # -- one activity --------------------------------------------------------------------

    def _activity(self, number: str, task: _Task) -> Activity:
        table, row = self._tables["TASK"], task.row
        times = self._times[self._calendar_names[number]]
        work = self._activities.work(row, is_own=task.is_own)
        if wrong := wrong_work(work):
            table.report(row, wrong)
            work = Work()
        name = one_line(table.text(row, "task_name"))
        if wrong := wrong_length(name or ""):
            table.report(row, f"task_name: {wrong}")
        try:
            dates = stated_facts(work, times)
        except DateRangeError as error:
            table.report(row, str(error))
            dates = {}
        facts = {
            "name": name,
            "progress": self._activities.progress(row, work),
            "calendar": self._calendar_names[number],
            **dates,
        }
        stated = {
            fact: Attribute(value, row.line, 1)
            for fact, value in facts.items()
            if value is not None
        }
        position = Position(self._shown, row.line, 1)
        return Activity(task.code, work.is_milestone, position, stated, work)

    def _divisible(self) -> set[str]:
        """Return the codes of the activities that follow the calendars of resources."""
        tasks, assignments = self._tables["TASK"], self._tables["TASKRSRC"]
        assigned = {assignments.text(row, "task_id") for row in assignments.rows}
        return {
            task.code
            for number, task in self._tasks.items()
            if number in assigned or tasks.text(task.row, "task_type") == "TT_Rsrc"
        }
