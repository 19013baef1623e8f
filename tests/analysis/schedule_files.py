"""Schedule files made up for tests: XER of networks as random as they are the same in each run."""

import random
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

START = date(2024, 1, 8).toordinal() * 1440  # a Monday

WEEKS = {
    "8 x 5": dict.fromkeys(range(5), ("08:00-12:00", "13:00-17:00")),
    "10 x 4": dict.fromkeys(range(4), ("07:00-12:00", "12:30-17:30")),
    "12 x 7": dict.fromkeys(range(7), ("07:00-19:00",)),
    "24 x 7": dict.fromkeys(range(7), ("00:00-00:00",)),
    "8 x 6": dict.fromkeys(range(6), ("06:00-14:00",)),
}
EXCEPTIONS = {
    "8 x 5": {date(2024, 1, 17): (), date(2024, 2, 10): ("08:00-12:00",), date(2024, 3, 29): ()},
    "10 x 4": {date(2024, 2, 5): ()},
    "8 x 6": {date(2024, 1, 20): ("06:00-10:00",), date(2024, 2, 14): ()},
}
LAG_CALENDARS = ("rcal_Predecessor", "rcal_Successor", "rcal_ProjDefault", "rcal_24Hour")


class Task(NamedTuple):
    """An activity in minutes; moments as numbers."""

    code: str
    kind: str = "TT_Task"
    calendar: str = "8 x 5"
    hours: int = 8
    started: int | None = None
    completed: int | None = None
    remaining: int | None = None
    constraint: tuple[str, int] | None = None
    planned: tuple[int, int] | None = None
    early: tuple[int, int] | None = None


class Tie(NamedTuple):
    """A relationship; its lag in hours."""

    prerequisite: str
    dependent: str
    type: str = "FS"
    lag: int = 0


class Plan(NamedTuple):
    """A project in XER."""

    tasks: list[Task]
    ties: list[Tie]
    data_date: int = START
    lag_calendar: str = "rcal_Predecessor"
    options: dict[str, str] = {}  # noqa: RUF012 - never changed


def text(moment: int | None) -> str:
    """A moment as XER has it."""
    if moment is None:
        return ""
    day, minute = divmod(moment, 1440)
    return f"{date.fromordinal(day)} {minute // 60:02}:{minute % 60:02}"


def calendar_data(name: str) -> str:
    """A calendar as XER has it."""

    def spans(times: tuple[str, ...]) -> str:
        return "".join(f"(0||{n}(s|{part[:5]}|f|{part[6:]})())" for n, part in enumerate(times))

    week = "".join(
        f"(0||{(day + 1) % 7 + 1}()({spans(WEEKS[name].get(day, ()))}))" for day in (6, *range(6))
    )
    zero = date(1899, 12, 30)
    other = "".join(
        f"(0||{n}(d|{(day - zero).days})({spans(times)}))"
        for n, (day, times) in enumerate(EXCEPTIONS.get(name, {}).items())
    )
    return (
        f"(0||CalendarData()((0||DaysOfWeek()({week}))(0||VIEW(ShowTotal|N)())"
        f"(0||Exceptions()({other}))))"
    )


def table(name: str, rows: list[dict[str, object]]) -> list[str]:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [f"%T\t{name}", "\t".join(["%F", *columns])]
    return lines + ["\t".join(["%R", *(str(row.get(c, "")) for c in columns)]) for row in rows]


def xer(plan: Plan) -> str:
    """The text of an XER file."""
    numbers = {task.code: n for n, task in enumerate(plan.tasks, start=1)}
    calendars = {name: n for n, name in enumerate(WEEKS, start=1)}
    tasks: list[dict[str, object]] = []
    for task in plan.tasks:
        status = "Complete" if task.completed else "Active" if task.started else "NotStart"
        left = task.hours * 60 if task.remaining is None else task.remaining
        kind, moment = task.constraint or ("", None)
        start, finish = task.planned or (None, None)
        tasks.append(
            {
                "task_id": numbers[task.code],
                "proj_id": 1,
                "wbs_id": 10,
                "clndr_id": calendars[task.calendar],
                "phys_complete_pct": 0,
                "complete_pct_type": "CP_Drtn",
                "task_type": task.kind,
                "duration_type": "DT_FixedDrtn",
                "status_code": f"TK_{status}",
                "task_code": task.code,
                "task_name": task.code,
                "remain_drtn_hr_cnt": 0 if task.completed else f"{left / 60:g}",
                "target_drtn_hr_cnt": task.hours,
                "cstr_date": text(moment),
                "act_start_date": text(task.started),
                "act_end_date": text(task.completed),
                "early_start_date": text(task.early and task.early[0]),
                "early_end_date": text(task.early and task.early[1]),
                "target_start_date": text(START if start is None else start),
                "target_end_date": text(START if finish is None else finish),
                "cstr_type": kind,
            }
        )
    project = {"proj_id": 1, "proj_short_name": "P", "export_flag": "Y", "clndr_id": 1}
    project |= {"last_recalc_date": text(plan.data_date), "plan_start_date": text(START)}
    options = {"schedoptions_id": 1, "proj_id": 1, "sched_retained_logic": "Y"}
    options |= {"sched_progress_override": "N", "sched_lag_early_start_flag": "Y"}
    options |= {"sched_calendar_on_relationship_lag": plan.lag_calendar, **plan.options}
    rows: list[dict[str, object]] = [
        {
            "clndr_id": number,
            "clndr_name": name,
            "default_flag": "Y" if number == 1 else "N",
            "clndr_type": "CA_Base",
            "day_hr_cnt": 8,
            "week_hr_cnt": 40,
            "month_hr_cnt": 172,
            "year_hr_cnt": 2000,
            "clndr_data": calendar_data(name),
        }
        for name, number in calendars.items()
    ]
    ties: list[dict[str, object]] = [
        {
            "task_pred_id": n,
            "task_id": numbers[tie.dependent],
            "pred_task_id": numbers[tie.prerequisite],
            "proj_id": 1,
            "pred_proj_id": 1,
            "pred_type": f"PR_{tie.type}",
            "lag_hr_cnt": tie.lag,
        }
        for n, tie in enumerate(plan.ties, start=1)
    ]
    wbs = {"wbs_id": 10, "proj_id": 1, "proj_node_flag": "Y", "wbs_short_name": "P"}
    lines = ["ERMHDR\t19.12\t2024-01-01\tProject\tadmin\tadmin\tdb\tProject Management\tUSD"]
    lines += table("CALENDAR", rows) + table("PROJECT", [dict(project)])
    lines += table("SCHEDOPTIONS", [dict(options)])
    lines += table("PROJWBS", [{**wbs, "wbs_name": "P", "seq_num": 0, "status_code": "WS_Open"}])
    lines += table("TASK", tasks)
    lines += table("TASKPRED", ties) if ties else []
    return "\r\n".join([*lines, "%E", ""])


def random_plan(seed: int, count: int = 60, *, calendars: Sequence[str] = tuple(WEEKS)) -> Plan:
    """A project of which nothing has begun."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    codes = [f"A{n:03d}" for n in range(count)]
    draw.shuffle(codes)
    lag_calendar = draw.choice(LAG_CALENDARS)
    tasks = []
    ties: dict[tuple[str, str], Tie] = {}
    for n, code in enumerate(codes):
        kind = draw.choices(("TT_Task", "TT_FinMile", "TT_Mile"), (8, 1, 1))[0]
        types = []
        for _ in range(draw.choice((0, 1, 1, 2, 3)) if n else 0):
            before = codes[draw.randrange(max(0, n - 10), n)]
            type_ = draw.choice(("FS", "FS", "FS", "SS", "FF", "SF"))
            lag = draw.choice((0, 0, 0, 4, 8, 16, 40, -4, -8, -16))
            if type_ == "SS" and not lag and lag_calendar == "rcal_24Hour":
                # MPXJ goes to the next start of work of the project's calendar then.
                type_ = "FS"
            if type_ == "SF":
                # With a lag, MPXJ ends work where SF says and starts it where another link says.
                lag = 0
            types.append(type_)
            ties[before, code] = Tie(before, code, type_, lag)
        constraint = None
        # A start constraint on what FF or SF drives: MPXJ has it finish before it starts.
        # On what nothing leads to, it has work begin before the data date.
        if types and draw.random() < 0.1 and not {"FF", "SF"} & set(types):
            constraint = (
                draw.choice(("CS_MSOA", "CS_MEOA", "CS_MSOB", "CS_MEOB")),
                START + draw.randint(0, 60) * 1440 + draw.choice((480, 780, 1020)),
            )
        hours = 0 if kind != "TT_Task" else draw.choice((4, 8, 10, 16, 24, 40, 80))
        tasks.append(
            Task(code, kind, draw.choice(calendars), hours, constraint=constraint),
        )
    data_date = START + draw.choice((0, 480, 780, 1020))
    return Plan(tasks, list(ties.values()), data_date, lag_calendar)


def begun(
    plan: Plan, seed: int, dates: dict[str, tuple[int, int]], *, in_sequence: bool = True
) -> Plan:
    """The same project some weeks later.

    Parameters
    ----------
    dates
        The start and finish of each activity as planned.
    in_sequence
        Whether what has happened did so as planned; else some of it did not happen, and other
        work began early.
    """
    draw = random.Random(seed)  # noqa: S311 - no secret
    last = max(finish for _, finish in dates.values())
    day = START // 1440 + draw.randint(3, max(4, (last - START) // 1440 * 2 // 3))
    now = day * 1440 + draw.choice((0, 480, 780, 1020))
    tasks = [Task("BEGIN", "TT_Mile", hours=0, started=START, completed=START)]
    for planned in plan.tasks:
        start, finish = dates[planned.code]
        task = planned._replace(planned=(start, finish))
        is_strange = not in_sequence and draw.random() < 0.15
        if finish <= now and not is_strange:
            tasks.append(task._replace(started=start, completed=finish, constraint=None))
        elif is_strange and task.hours and start > now:
            early = now - draw.randint(1, 5) * 1440
            left = draw.choice((task.hours * 30, task.hours * 60))
            tasks.append(task._replace(started=early, remaining=left, constraint=None))
        elif start < now and task.hours and not is_strange:
            left = draw.choice((task.hours * 15, task.hours * 30, task.hours * 45))
            tasks.append(task._replace(started=start, remaining=left, constraint=None))
        else:
            tasks.append(task)
    states = {task.code: task for task in tasks}
    ties = [tie for tie in plan.ties if not _is_doubtful(tie, states)]
    waiting = {tie.dependent for tie in ties}
    # Begun, and nothing leads to it: MPXJ leaves it at its planned finish.
    ties += [
        Tie("BEGIN", task.code) for task in tasks[1:] if task.started and task.code not in waiting
    ]
    return plan._replace(tasks=tasks, ties=ties, data_date=now)


def _is_doubtful(tie: Tie, states: dict[str, Task]) -> bool:
    """Whether MPXJ contradicts itself on a relationship of what has begun."""
    before, after = states[tie.prerequisite], states[tie.dependent]
    if tie.type == "SF":
        return before.started is not None or after.started is not None
    return tie.type == "FF" and tie.lag != 0 and before.completed is not None


LINK_CODES = {"FF": 0, "FS": 1, "SF": 2, "SS": 3}
CONSTRAINT_CODES = {
    "CS_MSO": 2,
    "CS_MEO": 3,
    "CS_MSOA": 4,
    "CS_MSOB": 5,
    "CS_MEOA": 6,
    "CS_MEOB": 7,
}


def mspdi(plan: Plan) -> str:
    """The text of an XML file of Microsoft Project; a code is the number behind its letter."""
    calendars = {name: n for n, name in enumerate(WEEKS, start=1)}
    numbers = {task.code: n for n, task in enumerate(plan.tasks, start=1)}

    def time(name: str, moment: int | None) -> str:
        return "" if moment is None else f"<{name}>{text(moment).replace(' ', 'T')}:00</{name}>"

    def day(kind: int, times: tuple[str, ...], more: str = "") -> str:
        spans = "".join(
            f"<WorkingTime><FromTime>{part[:5]}:00</FromTime><ToTime>{part[6:]}:00</ToTime>"
            "</WorkingTime>"
            for part in times
        )
        worked = f"<DayWorking>{int(bool(times))}</DayWorking>"
        inside = f"<WorkingTimes>{spans}</WorkingTimes>" if times else ""
        return f"<WeekDay><DayType>{kind}</DayType>{worked}{more}{inside}</WeekDay>"

    def calendar(name: str, number: int) -> str:
        days = "".join(day(n % 7 + 1, WEEKS[name].get((n - 1) % 7, ())) for n in range(7))
        for date_, times in EXCEPTIONS.get(name, {}).items():
            period = f"<FromDate>{date_}T00:00:00</FromDate><ToDate>{date_}T23:59:00</ToDate>"
            days += day(0, times, f"<TimePeriod>{period}</TimePeriod>")
        return (
            f"<Calendar><UID>{number}</UID><Name>{name}</Name><IsBaseCalendar>1</IsBaseCalendar>"
            f"<WeekDays>{days}</WeekDays></Calendar>"
        )

    def task_text(task: Task) -> str:
        kind, moment = task.constraint or ("", None)
        left = task.hours * 60 if task.remaining is None else task.remaining
        left = 0 if task.completed else left
        actual = task.hours * 60 - left if task.started else 0
        done = 100 if task.completed else 50 if task.started else 0
        start, finish = task.planned or (START, START)
        ties = "".join(
            f"<PredecessorLink><PredecessorUID>{numbers[tie.prerequisite]}</PredecessorUID>"
            f"<Type>{LINK_CODES[tie.type]}</Type><CrossProject>0</CrossProject>"
            f"<LinkLag>{tie.lag * 600}</LinkLag><LagFormat>5</LagFormat></PredecessorLink>"
            for tie in plan.ties
            if tie.dependent == task.code
        )
        number = numbers[task.code]
        return (
            f"<Task><UID>{number}</UID><ID>{number}</ID><Name>{task.code}</Name><Type>1</Type>"
            f"<IsNull>0</IsNull><OutlineNumber>{number}</OutlineNumber>"
            f"<OutlineLevel>1</OutlineLevel>{time('Start', start)}{time('Finish', finish)}"
            f"<Duration>PT{task.hours}H0M0S</Duration><DurationFormat>5</DurationFormat>"
            f"<ActualDuration>PT{actual // 60}H{actual % 60}M0S</ActualDuration>"
            f"<RemainingDuration>PT{left // 60}H{left % 60}M0S</RemainingDuration>"
            f"<Milestone>{int(not task.hours)}</Milestone><Summary>0</Summary>"
            f"<PercentComplete>{done}</PercentComplete>"
            f"{time('ActualStart', task.started)}{time('ActualFinish', task.completed)}"
            f"<ConstraintType>{CONSTRAINT_CODES.get(kind, 0)}</ConstraintType>"
            f"{time('ConstraintDate', moment)}"
            f"<CalendarUID>{calendars[task.calendar]}</CalendarUID>"
            f"<Active>1</Active><Manual>0</Manual>{ties}</Task>"
        )

    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Project xmlns="http://schemas.microsoft.com/project"><Name>case</Name>'
        f"<ScheduleFromStart>1</ScheduleFromStart>{time('StartDate', START + 480)}"
        "<CalendarUID>1</CalendarUID><MinutesPerDay>480</MinutesPerDay>"
        "<MinutesPerWeek>2400</MinutesPerWeek><DaysPerMonth>20</DaysPerMonth><Calendars>"
        + "".join(calendar(name, number) for name, number in calendars.items())
        + "</Calendars><Tasks>"
        + "".join(map(task_text, plan.tasks))
        + "</Tasks></Project>"
    )
