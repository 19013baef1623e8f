"""What stands in an XER file and is not read: whole projects, tables, columns, what is behind."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from depgraph.sources.nodes import quoted
from depgraph.sources.projects import not_read
from depgraph.sources.remarks import Remarks
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from depgraph.model import Notice
    from depgraph.sources.xer_tables import Row, Tables


_PLAN_FACTS = {
    "PROJWBS": "the work breakdown structure",
    "ACTVCODE": "the activity codes",
    "TASKACTV": "the activity codes of activities",
    "UDFVALUE": "the user-defined fields",
    "TASKMEMO": "the notes of activities",
    "TASKPROC": "the steps of activities",
}
"""Tables that are not read, although a plan could have a use for what they have."""


_EXPECTED = {
    "PROJECT": ("last_recalc_date",),
    "TASK": (
        *("clndr_id", "status_code", "target_drtn_hr_cnt", "act_start_date", "act_end_date"),
        *("early_start_date", "early_end_date", "cstr_type", "cstr_date"),
    ),
}
"""Columns that each export has: without one, what it says of activities is missing."""


def report_strays(tables: Tables) -> None:
    """Report rows that count for no project, and numbers that stand twice."""
    projects, tasks, relations = tables["PROJECT"], tables["TASK"], tables["TASKPRED"]
    numbers = {projects.text(row, "proj_id") for row in projects.rows}
    for name, column in (("PROJECT", "proj_id"), ("CALENDAR", "clndr_id")):
        table, known = tables[name], set[str]()
        for row in table.rows:
            number = table.text(row, column)
            if number in known:
                table.report(row, f"{column}: the number {number} stands twice")
            known.add(number)
    known = set()
    for row in tasks.rows:
        known.add(tasks.text(row, "task_id"))
        number = tasks.text(row, "proj_id")
        if number not in numbers:
            tasks.report(row, f"proj_id: there is no project {quoted(number)}")
    for row in relations.rows:
        of_row = {relations.text(row, column) for column in ("proj_id", "pred_proj_id")} - {""}
        if of_row <= numbers:
            continue
        ends = [relations.text(row, column) for column in ("pred_task_id", "task_id")]
        # Where one end is missing, it is one of the project that is not in the file.
        if known.issuperset(ends) or not of_row & numbers:
            missing = quoted(min(of_row - numbers))
            relations.report(row, f"proj_id: there is no project {missing}")


def notices_of_rest(
    tables: Tables, tables_read: Collection[str], chosen: Sequence[Row]
) -> list[Notice]:
    """Tell the projects and tables that are not read, and columns that are missing.

    Parameters
    ----------
    tables_read
        The names of those that are read.
    chosen
        The projects that are read.
    """
    remarks = Remarks(tables.shown)
    _tell_projects(tables, chosen, remarks)
    tasks = tables["TASK"]
    if len(tasks.rows) > 1 and not tables["TASKPRED"].columns:
        remarks.tell("there is no table TASKPRED in it: nothing waits on anything")
    _tell_tables(tables, tables_read, remarks)
    _tell_contradictions(tables, remarks)
    known = {tasks.text(row, "task_id") for row in tasks.rows}
    assignments = tables["TASKRSRC"]
    for row in assignments.rows:
        if (number := assignments.text(row, "task_id")) not in known:
            remarks.tell(
                f"TASKRSRC: task_id: there is no activity {quoted(number)}: the row is left out",
                line=row.line,
                is_warning=False,
            )
    if tables.rest:
        remarks.tell(
            f"what stands behind the mark of the end, %E, is not read: it begins in line "
            f"{tables.rest}",
            line=tables.rest,
        )
    return remarks.notices


def _tell_contradictions(tables: Tables, remarks: Remarks) -> None:
    """Tell the relationships that name another project than their activities are of."""
    tasks, relations = tables["TASK"], tables["TASKPRED"]
    owners = {tasks.text(row, "task_id"): tasks.text(row, "proj_id") for row in tasks.rows}
    for row in relations.rows:
        for column, end in (("proj_id", "task_id"), ("pred_proj_id", "pred_task_id")):
            number, activity = relations.text(row, column), relations.text(row, end)
            if number and number != (owner := owners.get(activity, number)):
                remarks.tell(
                    f"TASKPRED: {column}: {quoted(number)}, and the activity {activity} is of the "
                    f"project {owner}, which counts",
                    line=row.line,
                )


def _tell_tables(tables: Tables, tables_read: Collection[str], remarks: Remarks) -> None:
    """Tell the tables that are not read, and what is missing in those that are."""
    others = []
    for table in tables:
        missing = [name for name in _EXPECTED.get(table.name, ()) if name not in table.columns]
        if missing:
            remarks.tell(
                f"{table.name}: what its program exports, and is not there: {', '.join(missing)}",
                line=table.line,
                is_warning=False,
            )
        if table.name in tables_read:
            continue
        if table.rows and table.name in _PLAN_FACTS:
            remarks.tell(
                f"{table.name}: the table, with {_PLAN_FACTS[table.name]}, is not read: "
                f"{counted(len(table.rows), 'row')}",
                line=table.line,
                is_warning=False,
            )
        elif table.rows:
            others.append(f"{table.name} ({counted(len(table.rows), 'row')})")
    if others:
        remarks.tell(
            f"tables that say nothing of a plan of milestones are not read: {', '.join(others)}",
            is_warning=False,
        )


def _tell_projects(tables: Tables, chosen: Sequence[Row], remarks: Remarks) -> None:
    """Tell the projects that are not read, with how much they have."""
    table, tasks, relations = tables["PROJECT"], tables["TASK"], tables["TASKPRED"]
    if len(table.rows) == len(chosen):
        return
    of_activity = {tasks.text(r, "task_id"): tasks.text(r, "proj_id") for r in tasks.rows}
    counts = Counter(of_activity.values())
    links = Counter(of_activity.get(relations.text(r, "task_id")) for r in relations.rows)
    names = {table.text(r, "proj_id"): table.text(r, "proj_short_name") for r in table.rows}
    lines = {row.line for row in chosen}
    for row in table.rows:
        number = table.text(row, "proj_id")
        if row.line in lines:
            continue
        name = quoted(names[number] or "without a name")
        of = names.get(table.text(row, "orig_proj_id"))
        if of is not None:
            remarks.tell(
                f"PROJECT: {name} is a baseline of {quoted(of)}, and no project of its own: "
                "'baseline' beside the file takes its dates",
                line=row.line,
                is_warning=False,
            )
        elif not counts[number]:
            remarks.tell(
                f"PROJECT: {name} has no activity in the file", line=row.line, is_warning=False
            )
        else:
            remarks.notices.append(
                not_read(tables.shown, names[number], row.line, counts[number], links[number])
            )
