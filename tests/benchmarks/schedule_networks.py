"""Synthetic schedule networks of any size, as XER files, the same in every run.

Every activity waits on earlier ones, a near one and another of the last sixty, so that nearly
all milestones wait on each other through others. Every tenth activity is a milestone, or fewer.
"""

from collections.abc import Iterator

_DAY = "(s|08:00|f|12:00)())(0||1(s|13:00|f|17:00)()"
_WEEK = "".join(f"(0||{day}()((0||0{_DAY})))" for day in range(2, 7))
_CALENDAR = (
    f"(0||CalendarData()((0||DaysOfWeek()((0||1()()){_WEEK}(0||7()())))(0||Exceptions()())))"
)
_LAG_EVERY = 11


def relations(n: int) -> Iterator[tuple[int, int]]:
    """Yield what an activity waits on, with the lag in hours."""
    lag = 8 * (n % _LAG_EVERY == 0)
    near, far = 1 + n % 4, 5 + n * 7919 % 55
    yield from ((n - back, lag if back == far else 0) for back in (near, far) if back <= n)


def _table(name: str, fields: str, rows: Iterator[str]) -> Iterator[str]:
    yield f"%T\t{name}\r\n%F\t{fields}\r\n".replace(" ", "\t")
    yield from (f"%R\t{row}\r\n" for row in rows)


def xer(activities: int, *, milestone_every: int = 10) -> Iterator[str]:
    """Yield the parts of an XER file with so many activities and twice as many relations."""
    yield "ERMHDR\t19.12\t2026-01-06\tProject\tadmin\tadmin\tdb\tProject Management\tEUR\r\n"
    start = "2026-01-05 08:00"
    yield from _table(
        "PROJECT",
        "proj_id proj_short_name export_flag last_recalc_date plan_start_date clndr_id",
        iter([f"1\tLARGE\tY\t{start}\t{start}\t1"]),
    )
    yield from _table(
        "CALENDAR",
        "clndr_id default_flag clndr_name clndr_type day_hr_cnt week_hr_cnt clndr_data",
        iter([f"1\tY\t5 x 8\tCA_Base\t8\t40\t{_CALENDAR}"]),
    )
    yield from _table(
        "SCHEDOPTIONS",
        "schedoptions_id proj_id sched_retained_logic sched_calendar_on_relationship_lag",
        iter(["1\t1\tY\trcal_Predecessor"]),
    )
    yield from _table(
        "PROJWBS",
        "wbs_id proj_id seq_num proj_node_flag status_code wbs_short_name wbs_name",
        iter(["9\t1\t1\tY\tWS_Open\tLARGE\tLARGE"]),
    )
    yield from _table(
        "TASK",
        "task_id proj_id wbs_id clndr_id complete_pct_type task_type duration_type status_code "
        "task_code task_name remain_drtn_hr_cnt target_drtn_hr_cnt",
        (
            f"{n + 1}\t1\t9\t1\tCP_Drtn\t{'TT_FinMile' if is_last else 'TT_Task'}\t"
            f"DT_FixedDrtn\tTK_NotStart\t{'M' if is_last else 'A'}{n:06d}\tActivity number {n}\t"
            f"{hours}\t{hours}"
            for n in range(activities)
            for is_last in (n % milestone_every == milestone_every - 1,)
            for hours in (0 if is_last else 8 * (1 + n % 5),)
        ),
    )
    yield from _table(
        "TASKPRED",
        "task_pred_id task_id pred_task_id proj_id pred_proj_id pred_type lag_hr_cnt",
        (
            f"{2 * n + place + 1}\t{n + 1}\t{before + 1}\t1\t1\tPR_FS\t{lag}"
            for n in range(activities)
            for place, (before, lag) in enumerate(relations(n))
        ),
    )
    yield "%E\r\n"
