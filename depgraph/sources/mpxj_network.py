"""What MPXJ says of a project, as a schedule network.

The code of an activity is its Activity ID in P6, and its Unique ID in Microsoft Project, where
nothing else stays when rows move.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from depgraph.analysis.moments.showing import minutes_of_day, shown_date
from depgraph.analysis.moments.timetable import ELAPSED, Timetable
from depgraph.model import Position, Rules, Work
from depgraph.model.values import problem_at
from depgraph.model.work import MINUTES_OF_DAY
from depgraph.sources.bounds import wrong_lag, wrong_length
from depgraph.sources.fields import is_code
from depgraph.sources.graph_file import Attribute
from depgraph.sources.mpxj_calendars import named_calendars
from depgraph.sources.mpxj_work import TaskReader
from depgraph.sources.network import Activity, Network, Relationship
from depgraph.sources.nodes import quoted
from depgraph.sources.projects import qualified
from depgraph.sources.remarks import LeftOut, Remarks
from depgraph.sources.residuals import with_residuals
from depgraph.sources.summary_links import without_summaries
from depgraph.sources.work_facts import one_line, stated_facts, whole_percent_of, wrong_work

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from depgraph.analysis.moments.timetable import WorkingTime
    from depgraph.errors import Problem
    from depgraph.model import LinkType
    from depgraph.sources.mpxj_facts import ProjectFacts, RelationFacts, TaskFacts

_FOLLOWERS = {
    "LEVEL_OF_EFFORT": "level of effort",
    "HAMMOCK": "hammock",
    "WBS_SUMMARY": "WBS summary",
}
"""Activities whose dates others set: they hold nothing up."""

_TYPES: dict[str, LinkType] = {"FS": "FS", "SS": "SS", "FF": "FF", "SF": "SF"}


class NetworkReader:
    """Makes a network of what MPXJ says of a project.

    Parameters
    ----------
    project
        What MPXJ says.
    shown
        The name that messages and positions use for the file.
    baseline
        The number of the baseline that dates are due by; None for none of the file.
    problems
        The list that everything wrong is added to.
    owners
        Where the project is one of many that are read: the project of each activity, by its
        number, which stands before its code.
    """

    def __init__(
        self,
        project: ProjectFacts,
        shown: str,
        baseline: str | None,
        problems: list[Problem],
        owners: Mapping[int, str] = MappingProxyType({}),
    ) -> None:
        self._project = project
        self._shown = shown
        self._baseline = baseline
        self._owners = owners
        self._problems = problems
        self._remarks = Remarks(shown)
        self._is_p6 = any(task["code"] for task in project["activities"])
        self._reader = TaskReader(
            is_p6=self._is_p6,
            data_date=project["as_of"],
            named=self._named,
            tell=self._remarks.tell,
            problems=problems,
        )
        self._calendars, remarks = named_calendars(project["calendars"])
        for text in remarks:
            self._remarks.tell(text)
        self._times: dict[str | None, WorkingTime] = {None: ELAPSED}
        for calendar in self._calendars.values():
            self._times[calendar.name] = Timetable(calendar)
        self._own = {task["uid"] for task in project["activities"]}
        self._tasks: dict[int, TaskFacts] = {}
        self._positions: dict[int, Position] = {}

    def network(self, hours_per_day: float) -> Network:
        """Return the network; after something was reported as wrong, it may lack something."""
        before = len(self._problems)
        left_out = self._choose()
        relations = without_summaries(self._project["activities"], self._project["relations"])
        relationships = self._within(relations, left_out, hours_per_day)
        activities = [self._activity(task) for task in self._tasks.values()]
        rules = self._rules()
        self._tell_of_project(activities)
        as_of = None
        if rules.data_date is not None:
            as_of = Attribute(date.fromordinal(rules.data_date // MINUTES_OF_DAY), 1, 1)
        network = Network(
            shown=self._shown,
            as_of=as_of,
            activities=activities,
            relationships=relationships,
            notices=tuple(self._remarks.notices),
            calendars=tuple(self._calendars.values()),
            rules=rules,
        )
        if len(self._problems) > before:
            return network
        return with_residuals(network, self._divisible(), "activities")

    def _rules(self) -> Rules:
        project, moment = self._project, partial(self._reader.moment, Position(self._shown, 1, 1))
        is_override = self._is_p6 and project["progress"] == "PROGRESS_OVERRIDE"
        from_actual = self._is_p6 and not project["counts_lag_from_early_start"]
        return Rules(
            program="p6" if self._is_p6 else "microsoft",
            data_date=moment(project["as_of"]),
            start=moment(project["start"]),
            progress="progress override" if is_override else "retained logic",
            ss_lag_from="actual start" if from_actual else "early start",
            must_finish_by=moment(project["must_finish_by"]) if self._is_p6 else None,
            use_expected_finish=self._is_p6 and project["uses_expected_finish"],
        )

    def _tell_of_project(self, activities: Iterable[Activity]) -> None:
        for error in self._project["passed_over"]:
            self._remarks.tell(f"MPXJ passes over what it cannot read: {one_line(error)}")
        if self._project["is_from_finish"]:
            self._remarks.tell(
                "the project is scheduled from its finish: it is projected from its start, forward"
            )
        if self._is_p6 and self._project["progress"] == "ACTUAL_DATES":
            self._remarks.tell(
                "it is scheduled by actual dates: what began out of sequence is projected by "
                "retained logic, where all links count"
            )
        if self._baseline is not None and not any(
            "due" in activity.stated for activity in activities
        ):
            number = "" if self._baseline == "0" else f" {self._baseline}"
            self._remarks.tell(
                f"there is no baseline{number} in it, so nothing is due: name one, or an earlier "
                "export, by 'baseline'",
                is_warning=False,
            )

    def _divisible(self) -> set[str]:
        """Return the codes of the activities whose work may lie apart."""
        return {
            self._activity_code(task)
            for task in self._tasks.values()
            if not self._is_p6 or task["is_assigned"] or task["type"] == "RESOURCE_DEPENDENT"
        }

    # -- which activities ----------------------------------------------------------------

    def _choose(self) -> set[int]:
        """Keep the activities that count; return the numbers of those that do not."""
        left_out: dict[int, LeftOut] = {}
        codes: dict[str, int] = {}
        tasks = self._project["activities"]
        external = [
            relation["external"] for relation in self._project["relations"] if relation["external"]
        ]
        parents = {task["parent"] for task in tasks}
        rows: dict[int, int] = {}
        for task in (*tasks, *external):
            uid = task["uid"]
            if uid in self._tasks or uid in left_out:
                continue
            rows[uid] = task["row"]
            kind = self._why_left_out(task, parents)
            if kind is not None:
                left_out[uid] = LeftOut(self._named(task), kind, task["row"])
                if not kind:
                    self._tell_of_summary(task)
                continue
            if task["subproject"] or task["is_summary"]:
                self._tell_inserted(task)
            if (why := self._why_fixed(task)) is not None:
                self._remarks.tell(
                    f"activities: {self._named(task)} {why}: it keeps its dates",
                    line=task["row"],
                    is_warning=False,
                )
            self._keep(task, codes)
        ends = (
            (relation["prerequisite"], relation["dependent"], rows.get(relation["dependent"], 1))
            for relation in self._project["relations"]
        )
        by_uid = {task["uid"]: self._activity_code(task) for task in (*tasks, *external)}
        self._remarks.tell_left_out(("activities", "relationships"), left_out, ends, by_uid)
        return set(left_out)

    def _why_left_out(self, task: TaskFacts, parents: Collection[int | None]) -> str | None:
        """Return what an activity is that is left out, "" for a summary; None for others."""
        if task["type"] in _FOLLOWERS:
            return _FOLLOWERS[task["type"]]
        if not task["is_active"]:
            return "inactive"
        # In P6 a summary is of the work breakdown, with or without activities.
        is_whole = self._is_p6 or task["uid"] in parents or not task["uid"]
        return "" if task["is_summary"] and is_whole else None

    def _why_fixed(self, task: TaskFacts) -> str | None:
        """Say why an activity keeps the dates that it has; None where links move it."""
        if task["is_manual"]:
            return "is scheduled by hand"
        if task["is_external"]:
            return "is a task of another project, which a link names"
        if task["uid"] not in self._own and not self._owners:
            return "is of a project that is not read, and a link names it"
        return None

    def _tell_of_summary(self, task: TaskFacts) -> None:
        """Tell what a summary task says beyond the tasks below it."""
        facts = [f"the constraint {kind}" for kind, moment in task["constraints"] if moment]
        facts += ["its deadline"] if task["deadline"] else []
        for fact in facts:
            self._remarks.tell(
                f"activities: {self._named(task)} is a summary task: {fact} is not projected, "
                "only the tasks below it are",
                line=task["row"],
            )

    def _tell_inserted(self, task: TaskFacts) -> None:
        """Tell a project, or a summary task, whose tasks are not in the file."""
        file = task["subproject"]
        what = f"the project {one_line(file)}" if file else "a summary task"
        self._remarks.tell(
            f"activities: {self._named(task)} is {what}, whose tasks are not in the file: it is "
            "taken for one activity; name its own file too",
            line=task["row"],
        )

    def _keep(self, task: TaskFacts, codes: dict[str, int]) -> None:
        uid, code = task["uid"], self._activity_code(task)
        self._positions[uid] = position = Position(self._shown, max(task["row"], 1), 1)
        if not is_code(code):
            message = f"an activity has the code {quoted(code)}: expected one line of text"
            self._problems.append(problem_at(position, message))
        elif codes.setdefault(code, uid) != uid:
            self._problems.append(problem_at(position, f"the code {code} stands twice"))
        self._tasks[uid] = task

    def _named(self, task: TaskFacts) -> str:
        """Return the code of an activity, with its name where the code is but a number."""
        code = self._activity_code(task)
        name = None if self._is_p6 else one_line(task["name"])
        return code if name is None else f"{code} {quoted(name)}"

    def _activity_code(self, task: TaskFacts) -> str:
        code = str(task["code"] or "").strip() if self._is_p6 else str(task["uid"])
        owner = self._owners.get(task["uid"])
        return code if owner is None else qualified(owner, code)

    # -- relationships -------------------------------------------------------------------

    def _within(
        self, relations: Iterable[RelationFacts], left_out: set[int], hours_per_day: float
    ) -> list[Relationship]:
        """Return the relationships between activities that are kept."""
        relationships: list[Relationship] = []
        for relation in relations:
            before, after = relation["prerequisite"], relation["dependent"]
            if before not in self._tasks or after not in self._tasks:
                missing = before if before not in self._tasks else after
                if missing not in left_out:
                    other = self._tasks.get(after if missing == before else before)
                    self._remarks.tell(
                        f"relationships: {before} -> {after} names an activity that is not there: "
                        f"{missing}: it is left out",
                        line=1 if other is None else other["row"],
                    )
                continue
            position = self._positions[after]
            calendar = self._lag_calendar(before, after)
            minutes, is_elapsed = relation["lag"], relation["is_elapsed"]
            if relation["percent"] is not None:
                first = self._tasks[before]
                minutes = round((first["duration"] or 0) * relation["percent"] / 100)
                is_elapsed = is_elapsed or first["is_elapsed"]
            if is_elapsed:
                calendar = None
            if wrong := wrong_lag(minutes / 60, 24):
                message = f"the lag of a relationship: {wrong}"
                self._problems.append(problem_at(position, message))
                continue
            day = minutes_of_day(self._times[calendar])
            relationships.append(
                Relationship(
                    prerequisite=self._activity_code(self._tasks[before]),
                    dependent=self._activity_code(self._tasks[after]),
                    type=_TYPES[relation["type"]],
                    lag_hours=minutes / day * hours_per_day,
                    position=position,
                    calendar=calendar,
                    lag_minutes=minutes,
                )
            )
        return relationships

    def _lag_calendar(self, before: int, after: int) -> str | None:
        """Return the name of the calendar that counts a lag; None where it counts all time."""
        option = self._project["lag_calendar"] if self._is_p6 else "SUCCESSOR"
        if option == "TWENTY_FOUR_HOUR":
            return None
        uid = self._tasks[after if option == "SUCCESSOR" else before]["calendar"]
        if option == "PROJECT_DEFAULT":
            uid = self._project["default_calendar"]
        return self._calendars[uid].name if uid in self._calendars else None

    # -- one activity --------------------------------------------------------------------

    def _activity(self, task: TaskFacts) -> Activity:
        position = self._positions[task["uid"]]
        calendar = self._calendars.get(-1 if task["calendar"] is None else task["calendar"])
        times = self._times[calendar and calendar.name]
        work = self._reader.work(position, task, is_own=task["uid"] in self._own)
        name = one_line(task["name"])
        for wrong in (wrong_length(name or ""), wrong_work(work)):
            if wrong:
                self._problems.append(problem_at(position, wrong))
                work = Work()
        facts = {
            "name": name,
            "due": self._day(position, task["baselines"].get(self._baseline or ""), times, work),
            "progress": whole_percent_of((task["percent"] or 0) / 100),
            "calendar": calendar and calendar.name,
            **stated_facts(work, times),
        }
        deadline = self._day(position, task["deadline"], times, work)
        limits = [day for day in (facts["not_after"], deadline) if isinstance(day, date)]
        facts["not_after"] = min(limits, default=None)
        stated = {
            name: Attribute(value, position.line, position.column)
            for name, value in facts.items()
            if value is not None
        }
        is_milestone = work.is_milestone
        return Activity(self._activity_code(task), is_milestone, position, stated, work)

    def _day(
        self, position: Position, text: str | None, times: WorkingTime, work: Work
    ) -> date | None:
        moment = self._reader.moment(position, text)
        return None if moment is None else shown_date(times, moment, is_start=work.is_start)
