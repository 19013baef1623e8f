"""Schedule networks with MPXJ: a program that reads JSON and writes JSON.

It is one of its own because a Java machine in the process of the tests would take over
signals and could not be stopped. In MPXJ a moment between two days is midnight; here it is
named after the day that ends with it.
"""

import json
import sys
from datetime import date, timedelta
from typing import Any


def main() -> None:
    """Schedule every network of the standard input."""
    import jpype
    import mpxj  # noqa: F401 - puts its archives on the class path

    jpype.startJVM("-Xss64m", "-XX:TieredStopAtLevel=1", convertStrings=False)
    json.dump([schedule(network) for network in json.load(sys.stdin)], sys.stdout)


def schedule(network: dict[str, Any]) -> dict[str, Any]:
    """Return the dates, slacks and driving links of a network.

    A network has a ``start``, perhaps a ``must_finish``, ``calendars`` by name as working
    weekdays and holidays, ``activities``, ``links``, which ``lag_days`` count and the name of
    its ``scheduler``.
    """
    from org.mpxj import ConstraintType, ProjectFile, Relation, RelationType
    from org.mpxj import RelationshipLagCalendar as LagCalendar
    from org.mpxj.cpm import MicrosoftScheduler, PrimaveraScheduler

    types = {
        "FS": RelationType.FINISH_START,
        "SS": RelationType.START_START,
        "FF": RelationType.FINISH_FINISH,
        "SF": RelationType.START_FINISH,
    }
    project = ProjectFile()
    calendars = {name: add_calendar(project, *days) for name, days in network["calendars"].items()}
    every_day = add_calendar(project, list(range(7)), [])
    project.setDefaultCalendar(every_day)
    properties = project.getProjectProperties()
    properties.setRelationshipLagCalendar(
        LagCalendar.PREDECESSOR
        if network["lag_days"] == "working"
        else LagCalendar.TWENTY_FOUR_HOUR
    )
    properties.setStatusDate(end_of(network["start"]))
    if network["must_finish"]:
        properties.setMustFinishBy(end_of(network["must_finish"]))
    tasks = {}
    for code, duration, calendar, not_before in network["activities"]:
        task = tasks[code] = project.addTask()
        task.setActivityType(activity_type(duration, calendar))
        task.setCalendar(calendars.get(calendar, every_day))
        for set_duration in (task.setDuration, task.setRemainingDuration, task.setPlannedDuration):
            set_duration(days_long(duration))
        task.setActualDuration(days_long(0))
        if not_before:
            task.setConstraintType(ConstraintType.FINISH_NO_EARLIER_THAN)
            task.setConstraintDate(end_of(not_before))
        else:
            task.setConstraintType(ConstraintType.AS_SOON_AS_POSSIBLE)
    relations = [
        tasks[dependent].addPredecessor(
            Relation.Builder()
            .predecessorTask(tasks[prerequisite])
            .type(types[kind])
            .lag(days_long(lag))
        )
        for prerequisite, dependent, kind, lag in network["links"]
    ]
    scheduler = {"P6": PrimaveraScheduler, "Microsoft Project": MicrosoftScheduler}
    scheduler[network["scheduler"]]().schedule(project, end_of(network["start"]))
    return {
        "activities": {
            code: {
                "start": ended(task.getStart()),
                "finish": last_worked(task),
                "total": in_days(task.getTotalSlack()),
                "free": in_days(task.getFreeSlack()),
                "critical": bool(task.getCritical()),
                "on_longest_path": bool(task.getLongestPath()),
            }
            for code, task in tasks.items()
        },
        "driving": [bool(relation.getDriving()) for relation in relations],
    }


def add_calendar(project: Any, weekdays: list[int], holidays: list[str]) -> Any:
    """Add a calendar in which a working day has 24 hours."""
    from java.time import DayOfWeek, LocalDate, LocalTime
    from org.mpxj import DayType, LocalTimeRange

    calendar = project.addCalendar()
    for weekday, day in enumerate(DayOfWeek.values()):
        is_worked = weekday in weekdays
        calendar.setCalendarDayType(day, DayType.WORKING if is_worked else DayType.NON_WORKING)
        hours = calendar.addCalendarHours(day)
        if is_worked:
            hours.add(LocalTimeRange(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT))
    for holiday in holidays:
        calendar.addCalendarException(LocalDate.parse(holiday))
    return calendar


def activity_type(duration: int, calendar: str | None) -> Any:
    """A finish milestone where it matters: P6 leaves it at the end of a working day."""
    from org.mpxj import ActivityType

    has_no_work = calendar and not duration
    return ActivityType.FINISH_MILESTONE if has_no_work else ActivityType.TASK_DEPENDENT


def days_long(days: int) -> Any:
    from org.mpxj import Duration, TimeUnit

    return Duration.getInstance(24 * days, TimeUnit.HOURS)


def in_days(duration: Any) -> float:
    from org.mpxj import TimeUnit

    assert duration.getUnits() == TimeUnit.HOURS
    return float(duration.getDuration()) / 24


def end_of(day: str) -> Any:
    from java.time import LocalDateTime

    after = date.fromisoformat(day) + timedelta(days=1)
    return LocalDateTime.of(after.year, after.month, after.day, 0, 0)


def ended(moment: Any) -> str:
    """The day that ends at a moment."""
    assert moment.toLocalTime().toSecondOfDay() == 0
    return str(moment.toLocalDate().minusDays(1))


def last_worked(task: Any) -> str:
    """The day of the finish; where there is work, MPXJ may name the start of the next working day.

    That is the same moment in working time as the end of the last working day.
    """
    from java.time import LocalDate

    day = ended(task.getFinish())
    calendar = task.getEffectiveCalendar()
    while task.getDuration().getDuration() and not calendar.isWorkingDate(LocalDate.parse(day)):
        day = str(LocalDate.parse(day).minusDays(1))
    return day


if __name__ == "__main__":
    main()
