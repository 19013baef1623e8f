"""A program of its own: reads the file of a scheduling program with MPXJ, and writes JSON.

It is one because a Java machine cannot be stopped, takes over signals, and prints. It gets a
format and the name of a file, and writes one object: ``projects``, or an ``error`` (`no-mpxj`,
`no-jpype`, `no-java`, `password`, `unreadable`) with a ``message``. What stands in it is as MPXJ
says it; `depgraph.sources.scheduling_program` says what it means.
"""

from __future__ import annotations

import json
import os
import re
import sys
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
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
_DAY = 1440
_MOST_MINUTES = 10**12
"""As far as durations are told; so long a one is refused."""

_YEARS_AFTER = 10
_MOST_YEARS = 60
_LONGEST_EXCEPTION = 366 * _MOST_YEARS
_BASELINES = 11
"""The baseline, and ten more by number."""


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
        missing = "no-jpype" if (error.name or "").startswith(("jpype", "_jpype")) else "no-mpxj"
        result = _error_answer(missing, error)
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
        "mpx": "mpx.MPXReader",
        "mpd": "mpd.MPDFileReader",
        "planner": "planner.PlannerReader",
        "ganttproject": "ganttproject.GanttProjectReader",
    }
    format_, _, charset = kind.partition(":")
    reader = _java(f"org.mpxj.{names[format_]}")()
    if charset:
        reader.setCharset(_java("java.nio.charset.Charset").forName(charset))
    if format_ in ("xer", "pmxml"):
        reader.setLinkCrossProjectRelations(True)
    elif format_ == "mpp":
        reader.setReadPresentationData(False)
    if format_ in ("mspdi", "pmxml", "planner", "ganttproject"):
        stream, encoding = _opened_xml(file)
        if format_ == "mspdi":  # which takes all for UTF-8 otherwise
            reader.setCharset(_java("java.nio.charset.Charset").forName(encoding))
        projects = reader.readAll(stream)
    else:
        projects = reader.readAll(_java("java.io.File")(file))
    # MPXJ takes a file that does not say it for one that is scheduled from its finish.
    states_direction = format_ != "mspdi" or _says(file, b"ScheduleFromStart>")
    # A baseline is no project of its own.
    return [
        _Project(project, states_direction=states_direction).facts()
        for project in projects
        if not project.getProjectProperties().getProjectIsBaseline()
    ]


def _opened_xml(file: str) -> tuple[Java, str]:
    """Return a stream of Java of an XML file, and its encoding.

    The mark that UTF-8 may begin with is left out, as no reader of MPXJ knows it.
    """
    stream = _java("java.io.FileInputStream")(file)
    with open(file, "rb") as opened:  # noqa: PTH123 - a program of its own, which starts fast
        start = opened.read(1024)
    named = re.match(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)", start)
    encoding = named[1].decode() if named else "UTF-8"
    if start.startswith(BOM_UTF8):
        encoding = "UTF-8"
        stream.skip(len(BOM_UTF8))
    elif start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encoding = "UTF-16"
    return stream, encoding


def _says(file: str, words: bytes) -> bool:
    with open(file, "rb") as opened:  # noqa: PTH123 - a program of its own, which starts fast
        return words in opened.read().replace(b"\0", b"")  # as UTF-16 has between its letters


def _java(name: str) -> Java:
    """Return a class of Java."""
    return import_module("jpype").JClass(name)


class _Project:
    """The facts of a project of MPXJ, as JSON can hold them."""

    def __init__(self, project: Java, *, states_direction: bool) -> None:
        self._project = project
        self._states_direction = states_direction
        self._properties = project.getProjectProperties()
        self._calendars: dict[int, CalendarFacts] = {}
        self._units = _java("org.mpxj.TimeUnit")
        self._years = self._span()
        self._baselines = [int(number) for number in project.getBaselines().keySet()]

    def facts(self) -> ProjectFacts:
        """Return all facts."""
        properties = self._properties
        tasks = [task for task in self._project.getTasks() if not task.getNull()]
        activities = [self._task(task) for task in tasks]
        relations = [
            self._relation(relation) for task in tasks for relation in task.getPredecessors()
        ]
        default = self._project.getDefaultCalendar()
        return {
            "id": _optional_text(properties.getProjectID()),
            "name": _optional_text(properties.getProjectTitle() or properties.getName()),
            "is_exported": bool(properties.getExportFlag()),
            "as_of": _moment(properties.getStatusDate()),
            "start": _moment(properties.getStartDate()),
            "must_finish_by": _moment(properties.getMustFinishBy()),
            "is_from_finish": self._states_direction
            and _name(properties.getScheduleFrom()) == "FINISH",
            "progress": _name(properties.getSchedulingProgressedActivities()),
            "counts_lag_from_early_start": bool(
                properties.getComputeStartToStartLagFromEarlyStart()
            ),
            "uses_expected_finish": bool(properties.getUseExpectedFinishDates()),
            "lag_calendar": _name(properties.getRelationshipLagCalendar()),
            "default_calendar": None if default is None else self._calendar_number(default),
            "activities": activities,
            "relations": relations,
            "calendars": list(self._calendars.values()),
            "passed_over": [_causes(error) for error in self._project.getIgnoredErrors()],
        }

    def _task(self, task: Java) -> TaskFacts:
        calendar = task.getEffectiveCalendar()
        remaining = task.getRemainingDuration()
        percent = task.getActivityPercentComplete()
        parent = task.getParentTask()
        is_p6 = task.getActivityID() is not None
        # What P6 calls the original duration is what per cent are of.
        planned = (task.getPlannedDuration() if is_p6 else None) or task.getDuration()
        # Without a baseline in the file, MPXJ answers with what is planned now.
        numbers = self._baselines if is_p6 else range(_BASELINES)
        start, finish = (
            (task.getEarlyStart(), task.getEarlyFinish())
            if is_p6
            else (task.getStart(), task.getFinish())
        )
        baselines = {
            str(number): moment
            for number in numbers
            if (moment := self._baseline(task, number)) is not None
        }
        return {
            "uid": int(task.getUniqueID()),
            "row": int(task.getID() or 0),
            "parent": None if parent is None else int(parent.getUniqueID()),
            "code": _optional_text(task.getActivityID()),
            "name": _optional_text(task.getName()),
            "type": _name(task.getActivityType()),
            "is_milestone": bool(task.getMilestone()),
            "is_summary": bool(task.getSummary()),
            "is_active": bool(task.getActive()),
            "is_manual": _name(task.getTaskMode()) == "MANUALLY_SCHEDULED",
            "is_external": bool(task.getExternalTask()),
            "is_assigned": not task.getResourceAssignments().isEmpty(),
            "subproject": _optional_text(task.getSubprojectFile()),
            "baselines": baselines,
            "start": _moment(start or (None if task.getActualStart() else task.getStart())),
            "finish": _moment(finish or (task.getFinish() or task.getPlannedFinish())),
            "late_finish": _moment(task.getLateFinish()),
            "slack": self._minutes(task.getTotalSlack()),
            "actual_start": _moment(task.getActualStart()),
            "actual_finish": _moment(task.getActualFinish()),
            "suspend": _moment(task.getSuspendDate()),
            "resume": _moment(task.getResume()),
            "expected_finish": _moment(task.getExpectedFinish()),
            "remaining": self._minutes(remaining),
            "duration": self._minutes(planned),
            "is_elapsed": _is_elapsed(planned),
            "percent": None if percent is None else float(str(percent)),
            "status": _name(task.getActivityStatus()),
            "calendar": None if calendar is None else self._calendar_number(calendar),
            "constraints": [
                (str(kind.name()), _moment(moment))
                for kind, moment in (
                    (task.getConstraintType(), task.getConstraintDate()),
                    (task.getSecondaryConstraintType(), task.getSecondaryConstraintDate()),
                )
                if kind is not None
            ],
            "deadline": _moment(task.getDeadline()),
        }

    def _baseline(self, task: Java, number: int) -> str | None:
        """Return the finish of a baseline, the start where it has no finish."""
        if not number:
            return _moment(task.getBaselineFinish() or task.getBaselineStart())
        return _moment(task.getBaselineFinish(number) or task.getBaselineStart(number))

    def _relation(self, relation: Java) -> RelationFacts:
        before, after = relation.getPredecessorTask(), relation.getSuccessorTask()
        lag = relation.getLag()
        is_percent = lag is not None and (_name(lag.getUnits()) or "").endswith("PERCENT")
        external = before.getParentFile() != self._project
        return {
            "uid": int(relation.getUniqueID() or 0),
            "prerequisite": int(before.getUniqueID()),
            "dependent": int(after.getUniqueID()),
            "external": self._task(before) if external else None,
            "type": str(relation.getType().toString()),
            "lag": 0 if is_percent else self._minutes(lag) or 0,
            "percent": float(lag.getDuration()) if is_percent else None,
            "is_elapsed": _is_elapsed(lag),
        }

    def _minutes(self, duration: Java) -> int | None:
        """Return the minutes of work of a duration, or of all time where it is elapsed."""
        if duration is None:
            return None
        units = self._units
        unit = units.ELAPSED_MINUTES if _is_elapsed(duration) else units.MINUTES
        minutes = float(duration.convertUnits(unit, self._properties).getDuration())
        return round(minutes) if abs(minutes) < _MOST_MINUTES else _MOST_MINUTES

    def _calendar_number(self, calendar: Java) -> int:
        """Return the number of a calendar, after its facts were noted."""
        uid = int(calendar.getUniqueID() or 0)
        if uid not in self._calendars:
            self._calendars[uid] = self._calendar_facts(uid, calendar)
        return uid

    def _calendar_facts(self, uid: int, calendar: Java) -> CalendarFacts:
        week = [_spans(calendar.getHours(day)) for day in _java("java.time.DayOfWeek").values()]
        first, last = self._years
        changed: dict[str, list[tuple[int, int]]] = {}
        owner = calendar
        depth = 0
        while owner is not None and depth < 100:
            for exception in owner.getExpandedCalendarExceptionsWithWorkWeeks():
                day, end, count = exception.getFromDate(), exception.getToDate(), 0
                while not day.isAfter(end) and count < _LONGEST_EXCEPTION:
                    count += 1
                    if first <= day.getYear() <= last and str(day) not in changed:
                        spans = _spans(calendar.getHours(day))
                        if spans != week[day.getDayOfWeek().ordinal()]:
                            changed[str(day)] = spans
                    day = day.plusDays(1)
            owner, depth = owner.getParent(), depth + 1
        return {
            "uid": uid,
            "name": _optional_text(calendar.getName()),
            "week": week,
            "changed": dict(sorted(changed.items())),
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


def _name(value: Java) -> str | None:
    """Return the name of a value of an enumeration."""
    return None if value is None else str(value.name())


def _is_elapsed(duration: Java) -> bool:
    return duration is not None and (_name(duration.getUnits()) or "").startswith("ELAPSED")


def _spans(hours: Java) -> list[tuple[int, int]]:
    """Return times of work as minutes of the day; midnight at their end is that of the day."""
    spans = []
    for of_day in hours or ():
        begin = int(of_day.getStart().toSecondOfDay()) // 60
        end = int(of_day.getEnd().toSecondOfDay()) // 60
        spans.append((begin, end if end > begin else _DAY))
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _moment(value: Java) -> str | None:
    """Return a date and time as YYYY-MM-DDTHH:MM."""
    return None if value is None else str(value.toString())[:16]


if __name__ == "__main__":
    main(*sys.argv[1:])
