"""Files of scheduling programs, read with MPXJ: Primavera P6 and Microsoft Project.

The code of an activity is its Activity ID in P6, and its Unique ID in Microsoft Project, where
nothing else stays when rows move. A position is the line of an XER file; in other files the
number of the row in the table of activities stands in its place.

Dates are those of the days on which moments are; midnight, as the finish of an activity that
takes time, ends the day before. A duration counts days of the hours that the calendar of the
activity has. Lags that Microsoft Project calls elapsed count all days; the others count days of
the calendar that the project says, which is the predecessor's unless said.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.errors import MissingToolError, Problem
from depgraph.model import Calendar, Notice, Position
from depgraph.model.values import problem_at
from depgraph.sources.bounds import wrong_date, wrong_duration, wrong_lag, wrong_length
from depgraph.sources.document import quoted
from depgraph.sources.fields import is_code
from depgraph.sources.graph_file import Attribute, GraphFile
from depgraph.sources.network import Activity, Network, Relationship
from depgraph.sources.network_file import network_file
from depgraph.sources.scheduling_files import Lines, NoScheduleError, kind_of, xer_lines
from depgraph.sources.skeleton import lag_in_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from depgraph.model import LinkType
    from depgraph.sources.mpxj_facts import (
        Answer,
        CalendarFacts,
        ProjectFacts,
        RelationFacts,
        TaskFacts,
    )
    from depgraph.sources.reading import ReadingOptions

_PROGRAM = Path(__file__).with_name("mpxj_program.py")
_INSTALL = "pip install 'depgraph[mpxj]'"

_MILESTONES = ("START_MILESTONE", "FINISH_MILESTONE", "START_FLAG", "FINISH_FLAG")
_FOLLOWERS = {
    "LEVEL_OF_EFFORT": "level of effort",
    "HAMMOCK": "hammock",
    "WBS_SUMMARY": "WBS summary",
}
"""Activities whose dates others set: they hold nothing up."""

_FLOORS = ("MUST_START_ON", "MUST_FINISH_ON", "START_ON", "FINISH_ON")
_NOT_BEFORE = (*_FLOORS, "START_NO_EARLIER_THAN", "FINISH_NO_EARLIER_THAN")
_NOT_AFTER = (*_FLOORS, "START_NO_LATER_THAN", "FINISH_NO_LATER_THAN")
_TYPES: dict[str, LinkType] = {"FS": "FS", "SS": "SS", "FF": "FF", "SF": "SF"}


def read(path: Path, shown: str, options: ReadingOptions, problems: list[Problem]) -> GraphFile:
    """Read a file of a scheduling program.

    Parameters
    ----------
    path
        The file.
    shown
        The name that messages and positions use for it.
    problems
        The list that everything wrong in the file is added to.

    Raises
    ------
    MissingToolError
        If MPXJ or Java is not installed, or does not answer.
    """
    nothing = GraphFile(shown, None, (), {}, [], [], is_whole=False)

    def report(message: str) -> GraphFile:
        problems.append(Problem(shown, 0, 0, message))
        return nothing

    try:
        kind = kind_of(path)
        lines = xer_lines(path) if kind.startswith("xer") else None
    except OSError as error:
        return report(f"cannot be read: {error.strerror or error}")
    except NoScheduleError as error:
        return report(str(error))
    answer = _mpxj_answer(kind, path, shown)
    error_kind = answer.get("error")
    if error_kind in ("no-mpxj", "no-java"):
        raise _missing_tool(str(error_kind), shown)
    if error_kind == "password":
        return report("is protected by a password: save it without one, or export it as XML")
    if error_kind:
        words = " ".join(str(answer["message"]).split())
        return report(
            f"cannot be read by MPXJ: {words}: open it in its program and export it again"
        )
    projects = [project for project in answer["projects"] if project["activities"]]
    projects = [project for project in projects if project["is_exported"]] or projects
    if not projects:
        return report("there is no activity in it")
    if len(projects) > 1:
        names = ", ".join(
            quoted(project["id"] or project["name"] or "without a name") for project in projects
        )
        return report(f"has {len(projects)} projects ({names}): export each into a file of its own")
    before = len(problems)
    network = _NetworkReader(projects[0], shown, options, lines, problems).network()
    if len(problems) > before:
        return nothing
    return network_file(network, activities=options.activities, hours_per_day=options.hours_per_day)


def _missing_tool(what: str, shown: str) -> MissingToolError:
    need = f"reading {shown} needs MPXJ and a Java runtime"
    if what == "no-mpxj":
        return MissingToolError(f"{need}: MPXJ is not installed: {_INSTALL}")
    return MissingToolError(
        f"{need}: there is no Java: install one (on Debian or Ubuntu: "
        "apt-get install default-jre-headless), or set JAVA_HOME to it"
    )


def _mpxj_answer(kind: str, path: Path, shown: str) -> Answer:
    """Return what MPXJ says of a file."""
    if find_spec("mpxj") is None or find_spec("jpype") is None:
        raise _missing_tool("no-mpxj", shown)
    command = [sys.executable, "-P", str(_PROGRAM), kind, str(path.absolute())]
    try:
        process = subprocess.run(  # noqa: S603 - a program of ours, without a shell
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        answer: Answer = json.loads(process.stdout)
    except (OSError, ValueError):
        raise MissingToolError(
            f"reading {shown}: MPXJ gave no answer; is there memory enough for its Java runtime?"
        ) from None
    return answer


class _NetworkReader:
    """Makes a network of what MPXJ says of a project."""

    def __init__(
        self,
        project: ProjectFacts,
        shown: str,
        options: ReadingOptions,
        lines: Lines | None,
        problems: list[Problem],
    ) -> None:
        self._project = project
        self._shown = shown
        self._options = options
        self._lines = lines
        self._problems = problems
        self._notices: list[Notice] = []
        self._is_p6 = any(task["code"] for task in project["activities"])
        self._calendars = _named_calendars(project["calendars"])
        self._tasks: dict[int, TaskFacts] = {}
        self._positions: dict[int, Position] = {}

    def network(self) -> Network:
        """Return the network."""
        relations = self._project["relations"]
        linked = {relation[end] for relation in relations for end in ("prerequisite", "dependent")}
        left_out = self._choose(linked)
        relationships = self._within(relations, left_out)
        self._tell_calendars()
        as_of = self._day(Position(self._shown, 1, 1), self._project["as_of"])
        return Network(
            shown=self._shown,
            as_of=None if as_of is None else Attribute(as_of, 1, 1),
            activities=[self._activity(task) for task in self._tasks.values()],
            relationships=relationships,
            notices=tuple(self._notices),
            calendars=tuple(self._calendars.values()),
        )

    # -- which activities ----------------------------------------------------------------

    def _choose(self, linked: set[int]) -> set[int]:
        """Keep the activities that count; return the numbers of those that do not."""
        left_out: set[int] = set()
        counts: Counter[str] = Counter()
        linked_summaries = 0
        codes: dict[str, int] = {}
        external = [
            relation["external"] for relation in self._project["relations"] if relation["external"]
        ]
        own = {task["uid"] for task in self._project["activities"]}
        for task in (*self._project["activities"], *external):
            uid = task["uid"]
            if uid in self._tasks or uid in left_out:
                continue
            why = None
            if task["type"] in _FOLLOWERS:
                why = _FOLLOWERS[task["type"]]
            elif not task["is_active"]:
                why = "inactive"
            elif task["is_summary"]:
                if uid not in linked:
                    left_out.add(uid)
                    continue
                linked_summaries += 1
            if why:
                counts[why] += 1
                left_out.add(uid)
                continue
            if uid not in own:
                counts["external"] += 1
            self._positions[uid] = position = self._activity_position(task)
            code = self._activity_code(task)
            if not is_code(code):
                message = f"an activity has the code {quoted(code)}: expected one line of text"
                self._problems.append(problem_at(position, message))
            elif codes.setdefault(code, uid) != uid:
                self._problems.append(problem_at(position, f"the code {code} stands twice"))
            self._tasks[uid] = task
        self._tell_counts(counts, linked_summaries)
        return left_out

    def _tell_counts(self, counts: Counter[str], linked_summaries: int) -> None:
        external = counts.pop("external", 0)
        if counts:
            counted = ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
            self._add_notice(
                f"activities left out, as they hold nothing up: {counted}", is_warning=False
            )
        if external:
            message = f"activities of other projects, which links name: {external}"
            self._add_notice(message, is_warning=False)
        if linked_summaries:
            self._add_notice(
                f"summary tasks with links of their own: {linked_summaries}; each is kept as one "
                "activity, and what stands below it does not wait with it"
            )

    def _activity_code(self, task: TaskFacts) -> str:
        return str(task["code"] or "").strip() if self._is_p6 else str(task["uid"])

    def _activity_position(self, task: TaskFacts) -> Position:
        line = task["row"]
        if self._lines is not None:
            line = self._lines.activities.get(task["uid"], 1)
        return Position(self._shown, max(line, 1), 1)

    def _within(self, relations: Iterable[RelationFacts], left_out: set[int]) -> list[Relationship]:
        """Return the relationships between activities that are kept."""
        relationships: list[Relationship] = []
        dropped: set[int] = set()
        for relation in relations:
            before, after = relation["prerequisite"], relation["dependent"]
            if before not in self._tasks or after not in self._tasks:
                dropped.update({before, after} & left_out)
                continue
            position = self._positions[after]
            if self._lines is not None:
                line = self._lines.relationships.get(relation["uid"], position.line)
                position = Position(self._shown, line, 1)
            calendar = None if relation["is_elapsed"] else self._lag_calendar(before, after)
            lag = relation["days"] * self._options.hours_per_day
            wrong = wrong_lag(lag, self._options.hours_per_day)
            self._tell(position, wrong and f"the lag of a relationship: {wrong}")
            relationships.append(
                Relationship(
                    prerequisite=self._activity_code(self._tasks[before]),
                    dependent=self._activity_code(self._tasks[after]),
                    type=_TYPES[relation["type"]],
                    lag_hours=lag,
                    position=position,
                    calendar=calendar,
                )
            )
        return relationships

    def _lag_calendar(self, before: int, after: int) -> str | None:
        """Return the name of the calendar that counts a lag; None where it counts all days."""
        counted_in = self._project["lag_calendar"]
        if counted_in == "TWENTY_FOUR_HOUR":
            return None
        uid = self._tasks[after if counted_in == "SUCCESSOR" else before]["calendar"]
        if counted_in == "PROJECT_DEFAULT":
            uid = self._project["default_calendar"]
        return self._calendars[uid].name if uid in self._calendars else None

    # -- one activity --------------------------------------------------------------------

    def _activity(self, task: TaskFacts) -> Activity:
        is_milestone = task["is_milestone"] or task["type"] in _MILESTONES
        if task["is_summary"]:
            is_milestone = False
        is_start = task["type"] in ("START_MILESTONE", "START_FLAG")
        actual = task["actual_finish"] or (task["actual_start"] if is_start else None)
        takes_time = not is_milestone and bool(task["days"])
        position = self._positions[task["uid"]]
        name = _clean(task["name"])
        self._tell(position, wrong_length(name or ""))
        completed = self._day(position, actual, is_end=not is_milestone)
        values: dict[str, object] = {
            "name": name,
            "due": self._day(position, task["baseline"], is_end=not is_milestone),
            "completed": completed,
            "progress": _whole_percent(task["percent"]),
            "not_after": self._limit(task, _NOT_AFTER, min, is_end=takes_time),
        }
        if completed is None:
            values["forecast"] = self._day(position, task["finish"], is_end=takes_time)
            values["not_before"] = self._limit(task, _NOT_BEFORE, max, is_end=takes_time)
            if not is_milestone and task["days"] is not None:
                wrong = wrong_duration(task["days"])
                self._tell(position, wrong and f"the duration: {wrong}")
                values["duration"] = lag_in_days(task["days"], 1)
        if task["calendar"] in self._calendars:
            values["calendar"] = self._calendars[task["calendar"]].name
        stated = {
            name: Attribute(value, position.line, position.column)
            for name, value in values.items()
            if value is not None
        }
        return Activity(
            code=self._activity_code(task),
            is_milestone=is_milestone,
            position=position,
            stated=stated,
        )

    def _tell(self, position: Position, wrong: str | None) -> bool:
        """Report what is wrong, and return whether anything is."""
        if wrong is not None:
            self._problems.append(problem_at(position, wrong))
        return wrong is not None

    def _day(self, position: Position, moment: str | None, *, is_end: bool = False) -> date | None:
        """Return the day of a moment; None for no moment, and after one was reported as wrong."""
        day = _day_of_moment(moment, is_end=is_end)
        if day is None or self._tell(position, wrong_date(day, str(moment)[:10])):
            return None
        return day

    def _limit(
        self,
        task: TaskFacts,
        types: Sequence[str],
        choose: Callable[[list[date]], date],
        *,
        is_end: bool,
    ) -> date | None:
        """Return the date that the constraints of some types, and a deadline, set together."""
        position = self._positions[task["uid"]]
        days = [
            self._day(position, moment, is_end=is_end)
            for name, moment in task["constraints"]
            if name in types
        ]
        if types is _NOT_AFTER:
            days.append(self._day(position, task["deadline"]))
        known = [day for day in days if day is not None]
        chosen: date | None = choose(known) if known else None
        return chosen

    # -- calendars -----------------------------------------------------------------------

    def _tell_calendars(self) -> None:
        for facts in self._project["calendars"]:
            calendar = self._calendars[facts["uid"]]
            worked = [day for text in facts["worked"] if (day := _day_of_moment(text)) is not None]
            if worked:
                self._add_notice(
                    f"the calendar {calendar.name} has {len(worked)} days of work outside of its "
                    f"week, {min(worked)} the first: they are taken for days without work",
                    is_warning=False,
                )
            if not facts["weekdays"]:
                self._add_notice(
                    f"the calendar {calendar.name} has no working day in its week: "
                    "every day is taken for one"
                )

    def _add_notice(self, text: str, *, is_warning: bool = True) -> None:
        position = Position(self._shown, 1, 1)
        self._notices.append(Notice(text, None, position, is_warning=is_warning))


def _named_calendars(calendars: Iterable[CalendarFacts]) -> dict[int, Calendar]:
    """Return the calendars by number, with names that tell them apart."""
    by_number: dict[int, Calendar] = {}
    names: Counter[str] = Counter()
    for facts in calendars:
        name = _clean(facts["name"]) or "calendar"
        names[name] += 1
        if names[name] > 1:
            name = f"{name} ({names[name]})"
        holidays = frozenset(
            day for text in facts["holidays"] if (day := _day_of_moment(text)) is not None
        )
        weekdays = frozenset(facts["weekdays"] or range(7))
        by_number[facts["uid"]] = Calendar(name, weekdays, holidays)
    return by_number


def _clean(text: str | None) -> str | None:
    """Return a text in one line, without what cannot be seen."""
    if text is None:
        return None
    shown = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(shown.split()) or None


def _day_of_moment(moment: str | None, *, is_end: bool = False) -> date | None:
    """Return the day of a moment; None for none.

    At midnight, the end of work is that of the day before.
    """
    if moment is None:
        return None
    try:
        day = date.fromisoformat(moment[:10])
    except ValueError:
        return None
    is_day_before = is_end and moment[11:] == "00:00" and day > date.min
    return day - timedelta(days=1) if is_day_before else day


def _whole_percent(percent: float | None) -> int | None:
    """Return per cent of the work, whole; a finished activity has 100, no other has."""
    if not percent or percent < 0:
        return None
    return 100 if percent >= 100 else min(max(int(percent + 0.5), 1), 99)
