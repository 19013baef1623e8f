"""XER files of Primavera P6, without Java.

The code of an activity is its Activity ID, and a position is the line of the file. What stands in
the tables and cannot be read is an error at its row; what is left out is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.errors import Problem
from depgraph.model import Notice, Position
from depgraph.sources.document import quoted
from depgraph.sources.graph_file import GraphFile
from depgraph.sources.network_file import network_file
from depgraph.sources.schedule_baseline import with_due_dates
from depgraph.sources.xer_network import XerNetworkReader
from depgraph.sources.xer_tables import REPLACEMENT, Tables, text_of
from depgraph.words import counted, listed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from depgraph.sources.reading import DueDates, ReadingOptions
    from depgraph.sources.xer_tables import Row

_COLUMNS = {
    "PROJECT": {"proj_id", "export_flag", "clndr_id", "last_recalc_date", "plan_start_date"}
    | {"plan_end_date", "orig_proj_id"},
    "CALENDAR": {"clndr_id", "clndr_name", "base_clndr_id", "clndr_data"},
    "SCHEDOPTIONS": {"proj_id", "sched_calendar_on_relationship_lag", "sched_retained_logic"}
    | {"sched_progress_override", "sched_lag_early_start_flag", "sched_use_expect_end_flag"},
    "TASK": {"task_id", "proj_id", "clndr_id", "complete_pct_type", "task_type", "status_code"}
    | {"task_code", "task_name", "total_float_hr_cnt", "remain_drtn_hr_cnt", "target_drtn_hr_cnt"}
    | {"cstr_date", "act_start_date", "act_end_date", "late_end_date", "expect_end_date"}
    | {"early_start_date", "early_end_date", "cstr_type", "suspend_date", "resume_date"}
    | {"cstr_date2", "cstr_type2", "external_early_start_date"},
    "TASKPRED": {"task_id", "pred_task_id", "proj_id", "pred_proj_id", "pred_type", "lag_hr_cnt"},
}
"""The columns that are read, by tables."""


_REQUIRED = {
    "PROJECT": ("proj_id",),
    "CALENDAR": ("clndr_id", "clndr_data"),
    "TASK": ("task_id", "proj_id", "task_code", "task_type", "remain_drtn_hr_cnt"),
    "TASKPRED": ("task_id", "pred_task_id", "pred_type", "lag_hr_cnt"),
}
"""Those without which a table cannot be understood."""


def read(path: Path, shown: str, options: ReadingOptions, problems: list[Problem]) -> GraphFile:
    """Read an XER file.

    Parameters
    ----------
    path
        The file.
    shown
        The name that messages and positions use for it.
    problems
        The list that everything wrong in the file is added to.
    """
    nothing = GraphFile(shown, None, (), {}, [], [], is_whole=False)

    def refuse(message: str) -> GraphFile:
        problems.append(Problem(shown, 0, 0, message))
        return nothing

    try:
        text, undecoded = text_of(path)
    except OSError as error:
        return refuse(f"cannot be read: {error.strerror or error}")
    if not text:
        return refuse("the file is empty: expected XER of Primavera P6")
    if not text.startswith("ERMHDR"):
        return refuse("this is no XER file: it does not begin with ERMHDR")
    before = len(problems)
    tables = Tables(shown, problems, _COLUMNS, _REQUIRED)
    if not tables.read(text):
        del problems[before:]
        return refuse("is cut short: the mark of its end, %E, is missing")
    del text
    projects = _projects(tables)
    if not projects:
        return refuse("there is no activity in it")
    if len(projects) > 1:
        project_table = tables["PROJECT"]
        names = ", ".join(
            quoted(project_table.text(row, "proj_short_name") or "without a name")
            for row in projects
        )
        return refuse(f"has {len(projects)} projects ({names}): export each into a file of its own")
    reader = XerNetworkReader(tables, projects[0])
    network = reader.network(options.hours_per_day)
    if options.due is None:
        network = network._replace(notices=(*network.notices, _no_baseline(shown)))
    else:
        dates = _due_dates(options.due, reader, problems)
        network = with_due_dates(network, dates, options.due.baseline)
    if undecoded:
        text = (
            f"{counted(undecoded, 'character')} in it are neither UTF-8 nor Windows-1252: they are "
            f"shown as {REPLACEMENT}"
        )
        network = network._replace(
            notices=(*network.notices, Notice(text, None, Position(shown, 1, 1)))
        )
    if len(problems) > before:
        return nothing
    return network_file(network, activities=options.activities, hours_per_day=options.hours_per_day)


def _no_baseline(shown: str) -> Notice:
    text = (
        "there is no baseline, so nothing is due: what P6 shows as planned moves with each "
        "schedule; name an earlier export, or a baseline in the file, by 'baseline'"
    )
    return Notice(text, None, Position(shown, 1, 1), is_warning=False)


def _due_dates(
    due: DueDates, reader: XerNetworkReader, problems: list[Problem]
) -> Mapping[str, date]:
    """Return the dates by which activities are due, by their codes."""
    if due.dates is not None:
        return due.dates
    dates = reader.dates_of_baseline(due.baseline)
    if dates is None:
        names = listed([*reader.baseline_names()]) or "none"
        message = f"there is no baseline {due.baseline!r} in it: it has {names}"
        problems.append(Problem(reader.shown, 0, 0, message))
    return dates or {}


def _projects(tables: Tables) -> list[Row]:
    """Return the projects with activities: those that were exported, if any was.

    Baselines of other projects of the file are none.
    """
    table, tasks = tables["PROJECT"], tables["TASK"]
    with_tasks = {tasks.text(row, "proj_id") for row in tasks.rows}
    numbers = {table.text(row, "proj_id") for row in table.rows}
    rows = [
        row
        for row in table.rows
        if table.text(row, "proj_id") in with_tasks
        and table.text(row, "orig_proj_id") not in numbers
    ]
    exported = [row for row in rows if table.text(row, "export_flag") == "Y"]
    return exported or rows
