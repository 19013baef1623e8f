"""XER files of Primavera P6, without Java.

The code of an activity is its Activity ID, and a position is the line of the file. What stands in
the tables and cannot be read is an error at its row; what is left out is told.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.errors import LoadError, Problem
from depgraph.model import Notice, Position
from depgraph.sources.bounds import MAX_BYTES
from depgraph.sources.graph_file import GraphFile
from depgraph.sources.lists.decoding import decoded, doubt_of_encoding
from depgraph.sources.network_file import network_file
from depgraph.sources.opening import opened
from depgraph.sources.projects import chosen_projects, joined
from depgraph.sources.schedule_baseline import with_due_dates
from depgraph.sources.xer_left_out import notices_of_rest, report_strays
from depgraph.sources.xer_network import XerNetworkReader
from depgraph.sources.xer_tables import Tables
from depgraph.words import listed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from depgraph.sources.lists.decoding import Text
    from depgraph.sources.network import Network
    from depgraph.sources.reading import DueDates, ReadingOptions
    from depgraph.sources.xer_tables import Row

_COLUMNS = {
    "PROJECT": {"proj_id", "export_flag", "clndr_id", "last_recalc_date", "plan_start_date"}
    | {"plan_end_date", "orig_proj_id", "proj_short_name"},
    "CALENDAR": {"clndr_id", "clndr_name", "base_clndr_id", "clndr_data"},
    "SCHEDOPTIONS": {"proj_id", "sched_calendar_on_relationship_lag", "sched_retained_logic"}
    | {"sched_progress_override", "sched_lag_early_start_flag", "sched_use_expect_end_flag"},
    "TASK": {"task_id", "proj_id", "clndr_id", "complete_pct_type", "task_type", "status_code"}
    | {"task_code", "task_name", "total_float_hr_cnt", "remain_drtn_hr_cnt", "target_drtn_hr_cnt"}
    | {"cstr_date", "act_start_date", "act_end_date", "late_end_date", "expect_end_date"}
    | {"early_start_date", "early_end_date", "cstr_type", "suspend_date", "resume_date"}
    | {"cstr_date2", "cstr_type2", "external_early_start_date", "phys_complete_pct"}
    | {"act_work_qty", "act_equip_qty", "remain_work_qty", "remain_equip_qty"},
    "TASKPRED": {"task_id", "pred_task_id", "proj_id", "pred_proj_id", "pred_type", "lag_hr_cnt"},
    "TASKRSRC": {"task_id"},
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
    shown
        The name that messages and positions use for it.
    problems
        The list that everything wrong in the file is added to.
    """
    nothing = GraphFile(shown, None, (), {}, [], [], is_whole=False)

    def refuse(message: str) -> GraphFile:
        problems.append(Problem(shown, 0, 0, message))
        return nothing

    file_options = options.of_list(Path(os.path.realpath(path)))
    try:
        with opened(path) as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            return refuse(f"is larger than {MAX_BYTES // 1024**2} MiB: this is no plan")
        decoded_text = decoded(data, shown, file_options.encoding)
        del data
    except OSError as error:
        return refuse(f"cannot be read: {error.strerror or error}")
    except LoadError as error:
        problems += error.problems
        return nothing
    text = decoded_text.text
    if not text:
        return refuse("the file is empty: expected XER of Primavera P6")
    if not text.startswith("ERMHDR"):
        return refuse("this is no XER file: it does not begin with ERMHDR")
    before = len(problems)
    tables = Tables(shown, problems, _COLUMNS, _REQUIRED)
    if not tables.read(text):
        del problems[before:]
        return refuse("is cut short: the mark of its end, %E, is missing")
    report_strays(tables)
    doubt = _doubt_of_encoding(decoded_text, shown)
    del text, decoded_text
    projects, table = _projects(tables), tables["PROJECT"]
    names = [table.text(row, "proj_short_name") for row in projects]
    numbers, wrong = chosen_projects(
        names,
        [table.text(row, "export_flag") == "Y" for row in projects],
        file_options.project,
    )
    if wrong:
        return refuse(wrong)
    networks = {
        names[number]: _network_of(
            tables, projects[number], options, is_one_of_many=len(numbers) > 1
        )
        for number in numbers
    }
    network = joined(networks, shown)
    rest = notices_of_rest(tables, _COLUMNS, [projects[number] for number in numbers])
    network = network._replace(notices=(*network.notices, *rest))
    if doubt is not None:
        network = network._replace(notices=(*network.notices, doubt))
    if len(problems) > before:
        return nothing
    return network_file(network, activities=options.activities, hours_per_day=options.hours_per_day)


def _network_of(
    tables: Tables, project: Row, options: ReadingOptions, *, is_one_of_many: bool
) -> Network:
    """Return the network of a project, due by the baseline that the options name."""
    reader = XerNetworkReader(tables, project, is_one_of_many=is_one_of_many)
    network = reader.network(options.hours_per_day)
    if options.due is None:
        return network._replace(notices=(*network.notices, _no_baseline(tables.shown)))
    dates = _due_dates(options.due, reader, tables.problems)
    return with_due_dates(network, dates, options.due.baseline)


def _doubt_of_encoding(text: Text, shown: str) -> Notice | None:
    """Return a notice where the encoding is guessed, with a field that depends on it."""
    if not text.is_guessed:
        return None
    number, line = next(
        (n, line) for n, line in enumerate(text.text.split("\n"), start=1) if not line.isascii()
    )
    sample = next(field for field in line.split("\t") if not field.isascii())
    return doubt_of_encoding(text, sample.strip(), Position(shown, number, 1))


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
        return reader.own_dates(due.dates)
    dates = reader.dates_of_baseline(due.baseline)
    if dates is None:
        names = listed([*reader.baseline_names()]) or "none"
        message = f"there is no baseline {due.baseline!r} in it: it has {names}"
        problems.append(Problem(reader.shown, 0, 0, message))
    return dates or {}


def _projects(tables: Tables) -> list[Row]:
    """Return the projects with activities. Baselines of other projects of the file are none."""
    table, tasks = tables["PROJECT"], tables["TASK"]
    with_tasks = {tasks.text(row, "proj_id") for row in tasks.rows}
    numbers = {table.text(row, "proj_id") for row in table.rows}
    return [
        row
        for row in table.rows
        if table.text(row, "proj_id") in with_tasks
        and table.text(row, "orig_proj_id") not in numbers
    ]
