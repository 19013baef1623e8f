"""A program of its own: reads the file of a scheduling program with MPXJ, and writes JSON.

It is one because a Java machine cannot be stopped, takes over signals, and prints. It gets a
format and the name of a file, and writes one object: ``projects``, or an ``error`` (`no-mpxj`,
`no-java`, `password`, `unreadable`) with a ``message``. What stands in it is as MPXJ says it;
`depgraph.sources.scheduling_program` says what it means.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from depgraph.sources.mpxj_facts import (
        Answer,
        CalendarFacts,
        ProjectFacts,
        RelationFacts,
        TaskFacts,
    )

Java = Any
"""An object of Java: its methods are known to the Java machine alone."""

_QUIET = (
    "-Djava.awt.headless=true",
    "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory",
    "-Dorg.apache.logging.log4j.simplelog.level=OFF",
    "-XX:TieredStopAtLevel=1",
    "-Xss16m",
)
_YEARS_AFTER = 10
_MOST_YEARS = 60
_LONGEST_EXCEPTION = 366 * _MOST_YEARS
_START_TYPES = ("MUST_START_ON", "START_ON", "START_NO_EARLIER_THAN", "START_NO_LATER_THAN")


def main(kind: str, file: str) -> None:
    """Read a file, and write what stands in it to the standard output."""
    # Java prints to the standard output too; that goes where its errors go.
    output = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    with output:
        output.write(answer(kind, file))


def answer(kind: str, file: str) -> str:
    """Read a file, and return what stands in it; Java is started where it is not yet."""
    try:
        result = _answer(kind, file)
    except ImportError as error:
        result = _error_answer("no-mpxj", error)
    return json.dumps(result, separators=(",", ":"))


def _error_answer(kind: str, error: object) -> Answer:
    return {"error": kind, "message": str(error)}


def _answer(kind: str, file: str) -> Answer:
    jpype = import_module("jpype")
    import_module("mpxj")  # puts its archives on the class path
    try:
        if not jpype.isJVMStarted():
            jpype.startJVM(*_QUIET, convertStrings=False)
    except (OSError, RuntimeError, jpype.JVMNotFoundException) as error:
        return _error_answer("no-java", error)
    try:
        return {"projects": _projects(kind, file)}
    except jpype.JException as error:
        words = _causes(error)
        is_locked = "password" in words.lower()
        return _error_answer("password" if is_locked else "unreadable", words)
    except (TypeError, ValueError):
        # MPXJ gives nothing where a number or a date in the file is none.
        return _error_answer(
            "unreadable", "a part of it lacks its number or another thing that it needs"
        )


def _causes(error: Java) -> str:
    """Return the messages of an exception of Java and of what caused it, each once."""
    messages: dict[str, None] = {}
    depth = 0
    while error is not None and depth < 10:
        message = error.getMessage()
        messages[str(message or error.getClass().getSimpleName())] = None
        error, depth = error.getCause(), depth + 1
    return ": ".join(messages)


def _projects(kind: str, file: str) -> list[ProjectFacts]:
    names = {
        "xer": "primavera.PrimaveraXERFileReader",
        "pmxml": "primavera.PrimaveraPMFileReader",
        "mspdi": "mspdi.MSPDIReader",
        "mpp": "mpp.MPPReader",
    }
    format_, _, charset = kind.partition(":")
    reader = _java(f"org.mpxj.{names[format_]}")()
    if charset:
        reader.setCharset(_java("java.nio.charset.Charset").forName(charset))
    if format_ in ("xer", "pmxml"):
        reader.setLinkCrossProjectRelations(True)
    elif format_ == "mpp":
        reader.setReadPresentationData(False)
    projects = reader.readAll(_java("java.io.File")(file))
    # A baseline is no project of its own.
    return [
        _Project(project).facts()
        for project in projects
        if not project.getProjectProperties().getProjectIsBaseline()
    ]


def _java(name: str) -> Java:
    """Return a class of Java."""
    return import_module("jpype").JClass(name)


class _Project:
    """The facts of a project of MPXJ, as JSON can hold them."""

    def __init__(self, project: Java) -> None:
        self._project = project
        self._properties = project.getProjectProperties()
        self._calendars: dict[int, CalendarFacts] = {}
        self._hours: dict[int, float] = {}
        self._units = _java("org.mpxj.TimeUnit")
        self._years = self._span()

    def facts(self) -> ProjectFacts:
        """Return all facts."""
        properties = self._properties
        tasks = [task for task in self._project.getTasks() if not task.getNull()]
        activities = [self._task(task) for task in tasks]
        relations = [
            self._relation(relation) for task in tasks for relation in task.getPredecessors()
        ]
        lag_calendar = properties.getRelationshipLagCalendar()
        default = self._project.getDefaultCalendar()
        return {
            "id": _optional_text(properties.getProjectID()),
            "name": _optional_text(properties.getProjectTitle() or properties.getName()),
            "is_exported": bool(properties.getExportFlag()),
            "as_of": _moment(properties.getStatusDate()),
            "lag_calendar": None if lag_calendar is None else str(lag_calendar.name()),
            "default_calendar": None if default is None else self._calendar_number(default),
            "activities": activities,
            "relations": relations,
            "calendars": list(self._calendars.values()),
        }

    def _task(self, task: Java) -> TaskFacts:
        calendar = task.getEffectiveCalendar()
        type_ = task.getActivityType()
        remaining, planned = task.getRemainingDuration(), task.getDuration()
        percent = task.getActivityPercentComplete()
        return {
            "uid": int(task.getUniqueID()),
            "row": int(task.getID() or 0),
            "code": _optional_text(task.getActivityID()),
            "name": _optional_text(task.getName()),
            "type": None if type_ is None else str(type_.name()),
            "is_milestone": bool(task.getMilestone()),
            "is_summary": bool(task.getSummary()),
            "is_active": bool(task.getActive()),
            "baseline": _moment(task.getBaselineFinish() or task.getBaselineStart()),
            "finish": _moment(task.getFinish() or task.getPlannedFinish() or task.getStart()),
            "actual_start": _moment(task.getActualStart()),
            "actual_finish": _moment(task.getActualFinish()),
            "days": self._duration_in_days(planned if remaining is None else remaining, calendar),
            "percent": None if percent is None else float(str(percent)),
            "calendar": None if calendar is None else self._calendar_number(calendar),
            "constraints": [
                constraint
                for constraint in (
                    self._constraint(task, task.getConstraintType(), task.getConstraintDate()),
                    self._constraint(
                        task, task.getSecondaryConstraintType(), task.getSecondaryConstraintDate()
                    ),
                )
                if constraint is not None
            ],
            "deadline": _moment(task.getDeadline()),
        }

    def _constraint(self, task: Java, type_: Java, moment: Java) -> tuple[str, str | None] | None:
        """Return the name and date of a constraint; of one on the start, the finish it makes."""
        if type_ is None or moment is None:
            return None
        name = str(type_.name())
        if name in _START_TYPES:
            remaining = task.getRemainingDuration() or task.getDuration()
            calendar = task.getEffectiveCalendar()
            if remaining is not None and calendar is not None and remaining.getDuration() > 0:
                moment = calendar.getDate(moment, remaining)
        return name, _moment(moment)

    def _relation(self, relation: Java) -> RelationFacts:
        before, after = relation.getPredecessorTask(), relation.getSuccessorTask()
        lag = relation.getLag()
        unit = str(lag.getUnits().name()) if lag is not None else "HOURS"
        calendar = before.getEffectiveCalendar()
        if unit.endswith("PERCENT"):
            whole = self._duration_in_days(before.getDuration(), calendar) or 0.0
            days = whole * float(lag.getDuration()) / 100
        else:
            days = self._duration_in_days(lag, calendar) or 0.0
        external = before.getParentFile() != self._project
        return {
            "uid": int(relation.getUniqueID() or 0),
            "prerequisite": int(before.getUniqueID()),
            "dependent": int(after.getUniqueID()),
            "external": self._task(before) if external else None,
            "type": str(relation.getType().toString()),
            "days": days,
            "is_elapsed": unit.startswith("ELAPSED"),
        }

    def _duration_in_days(self, duration: Java, calendar: Java) -> float | None:
        """Return a duration in days: of the calendar's hours of work, or of 24 where elapsed."""
        if duration is None:
            return None
        if str(duration.getUnits().name()).startswith("ELAPSED"):
            elapsed = duration.convertUnits(self._units.ELAPSED_HOURS, self._properties)
            return float(elapsed.getDuration()) / 24
        hours = duration.convertUnits(self._units.HOURS, calendar or self._properties)
        return float(hours.getDuration()) / self._hours_per_day(calendar)

    def _hours_per_day(self, calendar: Java) -> float:
        uid = 0 if calendar is None else int(calendar.getUniqueID() or 0)
        if uid not in self._hours:
            minutes = (calendar or self._properties).getMinutesPerDay()
            self._hours[uid] = int(minutes or 480) / 60
        return self._hours[uid]

    def _calendar_number(self, calendar: Java) -> int:
        """Return the number of a calendar, after its facts were noted."""
        uid = int(calendar.getUniqueID() or 0)
        if uid not in self._calendars:
            self._calendars[uid] = self._calendar_facts(uid, calendar)
        return uid

    def _calendar_facts(self, uid: int, calendar: Java) -> CalendarFacts:
        week = _java("java.time.DayOfWeek").values()
        weekdays = [n for n, day in enumerate(week) if calendar.isWorkingDay(day)]
        first, last = self._years
        holidays: set[str] = set()
        worked: set[str] = set()
        owner = calendar
        depth = 0
        while owner is not None and depth < 100:
            for exception in owner.getExpandedCalendarExceptionsWithWorkWeeks():
                day, end, count = exception.getFromDate(), exception.getToDate(), 0
                while not day.isAfter(end) and count < _LONGEST_EXCEPTION:
                    count += 1
                    if first <= day.getYear() <= last:
                        is_worked = bool(calendar.isWorkingDate(day))
                        if is_worked != (day.getDayOfWeek().ordinal() in weekdays):
                            (worked if is_worked else holidays).add(str(day))
                    day = day.plusDays(1)
            owner, depth = owner.getParent(), depth + 1
        return {
            "uid": uid,
            "name": _optional_text(calendar.getName()),
            "weekdays": weekdays,
            "holidays": sorted(holidays),
            "worked": sorted(worked),
        }

    def _span(self) -> tuple[int, int]:
        """Return the first and last year of the holidays that matter."""
        moments = [self._properties.getStatusDate()]
        for task in self._project.getTasks():
            moments += [task.getStart(), task.getFinish(), task.getActualStart()]
        years = [int(moment.getYear()) for moment in moments if moment is not None] or [2000]
        last = max(years) + _YEARS_AFTER
        return min(years), min(last, min(years) + _MOST_YEARS)


def _optional_text(value: Java) -> str | None:
    return None if value is None else str(value)


def _moment(value: Java) -> str | None:
    """Return a date and time as YYYY-MM-DDTHH:MM."""
    return None if value is None else str(value.toString())[:16]


if __name__ == "__main__":
    main(*sys.argv[1:])
