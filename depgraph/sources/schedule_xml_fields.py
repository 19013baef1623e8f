"""What is looked at in XML of Microsoft Project and P6: tables, and what fields may hold."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DATE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(T(?P<hour>\d\d):(?P<minute>\d\d)(:\d\d([.,]\d+)?)?(Z|[-+]\d\d:?\d\d)?)?"
)
_TIME = re.compile(r"(?P<hour>\d\d):(?P<minute>\d\d)(:\d\d([.,]\d+)?)?(Z|[-+]\d\d:?\d\d)?")
_DURATION = re.compile(
    r"-?P(?=.)(\d+Y)?(\d+M)?(\d+D)?"
    r"(T(?=.)(\d+(\.\d+)?H)?(\d+(\.\d+)?M)?(\d+(\.\d+)?S)?)?"
)
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,2})?")
_WHOLE = re.compile(r"-?\d{1,10}")
_LONGEST_NUMBER = 24
"""How many characters a number may have; no duration has as many."""

_MOST_TENTHS = 2**31
_PER_CENT = 100


def _wrong_clock(form: re.Match[str]) -> str | None:
    if int(form["hour"] or 0) > 24 or int(form["minute"] or 0) > 59:
        return "has a time of day that no day has"
    return None


def _wrong_date(text: str) -> str | None:
    form = _DATE.fullmatch(text)
    if form is None:
        return "is no date"
    try:
        date.fromisoformat(form["day"])
    except ValueError:
        return "is no day of the calendar"
    return _wrong_clock(form)


def _wrong_time(text: str) -> str | None:
    # P6 writes times of day as moments too.
    form = _TIME.fullmatch(text.partition("T")[2] or text)
    return "is no time of day" if form is None else _wrong_clock(form)


def _wrong_duration(text: str) -> str | None:
    return None if _DURATION.fullmatch(text) else "is no duration, as PT8H0M0S"


def _wrong_number(text: str) -> str | None:
    is_number = _NUMBER.fullmatch(text) and len(text) <= _LONGEST_NUMBER
    return None if is_number else "is no number"


def _wrong_lag(text: str) -> str | None:
    """Say what is wrong with a lag in tenths of minutes, which MPXJ takes in 32 bits."""
    if wrong := _wrong_number(text):
        return wrong
    return None if abs(float(text)) < _MOST_TENTHS else "is too long a lag"


def _wrong_whole(text: str) -> str | None:
    return None if _WHOLE.fullmatch(text) else "is no whole number"


def _wrong_per_cent(text: str) -> str | None:
    if wrong := _wrong_number(text):
        return wrong
    return None if 0 <= float(text) <= _PER_CENT else "is no per cent from 0 to 100"


def _one_of(*values: str) -> Callable[[str], str | None]:
    """Return what says that a text is none of some."""
    known = frozenset(values)
    return lambda text: None if text in known else f"is none of {', '.join(values)}"


class Format(Struct):
    """What is looked at in the files of a program.

    Attributes
    ----------
    tables
        The fields of each table with what says what is wrong with a text in them, which is an
        error.
    doubts
        The same where the text is passed over, and the rest of the row taken: a warning.
    required
        The fields without which a row cannot be.
    activities, relationships, calendars
        The names of the tables.
    number
        The field with the number of an activity or calendar, by which others name it.
    code
        The field that messages name a row of activities by.
    names_calendar
        The fields that name a calendar, by tables.
    no_calendar
        What stands there for none.
    ends
        The fields of a relationship that name activities; without the second, it stands in that.
    is_outside
        Whether a relationship leads to another project, by its fields.
    is_blank
        Whether a row of activities is an empty one, by its fields.
    apart
        Elements whose rows are of no project that is read.
    unread
        Elements that are not read, although a plan could have a use for them, and what they are;
        those of a table stand behind its name.
    """

    tables: Mapping[str, Mapping[str, Callable[[str], str | None]]]
    doubts: Mapping[str, Mapping[str, Callable[[str], str | None]]]
    required: Mapping[str, tuple[str, ...]]
    activities: str
    number: str
    code: str
    relationships: str
    calendars: str
    names_calendar: Mapping[str, str]
    no_calendar: frozenset[str]
    ends: tuple[str, ...]
    is_outside: Callable[[Mapping[str, str]], bool]
    is_blank: Callable[[Mapping[str, str]], bool]
    apart: frozenset[str]
    unread: Mapping[str, str]


_FLAG = _one_of("0", "1", "true", "false")
_LAG_FORMATS = (*range(3, 13), 19, 20, 21, *range(35, 45), 51, 52, 53)

_MICROSOFT = Format(
    tables={
        "Project": dict.fromkeys(("StartDate", "FinishDate", "StatusDate"), _wrong_date),
        "Calendar": {"UID": _wrong_whole},
        "WeekDay": {"DayType": _one_of(*map(str, range(8)))},
        "WorkingTime": dict.fromkeys(("FromTime", "ToTime"), _wrong_time),
        "TimePeriod": dict.fromkeys(("FromDate", "ToDate"), _wrong_date),
        "Task": {
            "UID": _wrong_whole,
            "OutlineLevel": _wrong_whole,
            **dict.fromkeys(("Start", "Finish", "ActualStart", "ActualFinish"), _wrong_date),
            **dict.fromkeys(("LateFinish", "Resume", "ConstraintDate", "Deadline"), _wrong_date),
            **dict.fromkeys(("Duration", "RemainingDuration", "ActualDuration"), _wrong_duration),
        },
        "Baseline": dict.fromkeys(("Start", "Finish"), _wrong_date),
        "PredecessorLink": {"PredecessorUID": _wrong_number, "LinkLag": _wrong_lag},
    },
    doubts={
        "Project": {"ScheduleFromStart": _FLAG},
        "WeekDay": {"DayWorking": _FLAG},
        "Task": {
            **dict.fromkeys(("Milestone", "Summary", "Active", "Manual", "IsNull"), _FLAG),
            "PercentComplete": _wrong_per_cent,
            "ConstraintType": _one_of(*map(str, range(8))),
        },
        "Baseline": {"Number": _one_of(*map(str, range(11)))},
        "PredecessorLink": {
            "Type": _one_of("0", "1", "2", "3"),
            "CrossProject": _FLAG,
            "LagFormat": _one_of(*map(str, _LAG_FORMATS)),
        },
    },
    required={"Task": ("UID",), "PredecessorLink": ("PredecessorUID",), "Calendar": ("UID",)},
    activities="Task",
    number="UID",
    code="UID",
    relationships="PredecessorLink",
    calendars="Calendar",
    names_calendar={
        **dict.fromkeys(("Project", "Task"), "CalendarUID"),
        "Calendar": "BaseCalendarUID",
    },
    no_calendar=frozenset({"-1", "0", "4294967295"}),
    ends=("PredecessorUID",),
    is_outside=lambda fields: fields.get("CrossProject") in ("1", "true"),
    is_blank=lambda fields: fields.get("IsNull") in ("1", "true"),
    apart=frozenset(),
    unread={
        "Task/OutlineCode": "outline codes of tasks",
        "Task/ExtendedAttribute": "custom fields of tasks",
        "Project/Resource": "resources",
        "Project/Assignment": "assignments, but for which tasks have some,",
    },
)
_CONSTRAINTS = _one_of(
    *("Start On", "Start On or Before", "Start On or After", "Finish On", "Finish On or Before"),
    *("Finish On or After", "As Late As Possible", "Mandatory Start", "Mandatory Finish"),
)
_PRIMAVERA = Format(
    tables={
        "Project": dict.fromkeys(("DataDate", "PlannedStartDate", "MustFinishByDate"), _wrong_date),
        "Calendar": {"ObjectId": _wrong_whole},
        "WorkTime": dict.fromkeys(("Start", "Finish"), _wrong_time),
        "HolidayOrException": {"Date": _wrong_date},
        "Activity": {
            "ObjectId": _wrong_whole,
            **dict.fromkeys(("StartDate", "FinishDate", "ActualStartDate"), _wrong_date),
            **dict.fromkeys(("ActualFinishDate", "ExpectedFinishDate"), _wrong_date),
            **dict.fromkeys(("RemainingEarlyStartDate", "RemainingEarlyFinishDate"), _wrong_date),
            **dict.fromkeys(("RemainingLateFinishDate", "PlannedFinishDate"), _wrong_date),
            **dict.fromkeys(("PrimaryConstraintDate", "SecondaryConstraintDate"), _wrong_date),
            **dict.fromkeys(("PlannedStartDate", "SuspendDate", "ResumeDate"), _wrong_date),
            **dict.fromkeys(("PlannedDuration", "RemainingDuration"), _wrong_number),
            **dict.fromkeys(("ActualDuration", "AtCompletionDuration"), _wrong_number),
            "Type": _one_of(
                *("Task Dependent", "Resource Dependent", "Level of Effort", "WBS Summary"),
                *("Start Milestone", "Finish Milestone"),
            ),
        },
        "Relationship": {
            "Lag": _wrong_number,
            "Type": _one_of(
                *("Finish to Start", "Start to Start", "Finish to Finish", "Start to Finish")
            ),
        },
    },
    doubts={
        "StandardWorkHours": {
            "DayOfWeek": _one_of(
                *("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
            )
        },
        "Activity": {
            "Status": _one_of("Not Started", "In Progress", "Completed"),
            "PercentCompleteType": _one_of("Duration", "Physical", "Units", "Scope"),
            "PrimaryConstraintType": _CONSTRAINTS,
            "SecondaryConstraintType": _CONSTRAINTS,
        },
        "ScheduleOptions": {
            "RelationshipLagCalendar": _one_of(
                *("Predecessor Activity Calendar", "Successor Activity Calendar"),
                *("24 Hour Calendar", "Project Default Calendar"),
            ),
            "OutOfSequenceScheduleType": _one_of(
                *("Retained Logic", "Progress Override", "Actual Dates")
            ),
        },
    },
    required={
        "Activity": ("ObjectId", "Id"),
        "Relationship": ("PredecessorActivityObjectId", "SuccessorActivityObjectId", "Type"),
        "Calendar": ("ObjectId",),
    },
    activities="Activity",
    number="ObjectId",
    code="Id",
    relationships="Relationship",
    calendars="Calendar",
    names_calendar={
        "Project": "ActivityDefaultCalendarObjectId",
        "Activity": "CalendarObjectId",
        "Calendar": "BaseCalendarObjectId",
    },
    no_calendar=frozenset(),
    ends=("PredecessorActivityObjectId", "SuccessorActivityObjectId"),
    is_outside=lambda fields: (
        fields.get("PredecessorProjectObjectId") != fields.get("SuccessorProjectObjectId")
    ),
    is_blank=lambda _fields: False,
    apart=frozenset({"BaselineProject"}),
    unread={
        "Project/WBS": "elements of the work breakdown structure",
        "Activity/Code": "activity codes of activities",
        "Activity/UDF": "user-defined fields of activities",
        "Project/ActivityNote": "notes of activities",
        "Project/ResourceAssignment": "assignments, but for which activities have some,",
    },
)
FORMATS = {"mspdi": _MICROSOFT, "pmxml": _PRIMAVERA}
"""By kinds of files, as `depgraph.sources.scheduling_files.kind_of` names them."""
