"""The work of the activities of an XER file: durations, progress, constraints and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.model import Constraint, Work
from depgraph.sources.nodes import quoted
from depgraph.sources.work_facts import is_contradicted, whole_percent_of

if TYPE_CHECKING:
    from depgraph.model.work import ConstraintKind
    from depgraph.sources.remarks import Teller
    from depgraph.sources.xer_tables import Row, Table

MILESTONES = {"TT_Mile", "TT_FinMile"}
_CONSTRAINTS: dict[str, ConstraintKind] = {
    "CS_MSO": "start on",
    "CS_MSOA": "start no earlier",
    "CS_MSOB": "start no later",
    "CS_MEO": "finish on",
    "CS_MEOA": "finish no earlier",
    "CS_MEOB": "finish no later",
    "CS_MANDSTART": "mandatory start",
    "CS_MANDFIN": "mandatory finish",
}
_AS_LATE_AS_POSSIBLE = "CS_ALAP"
_STATUSES = {
    "TK_NotStart": (False, False),
    "TK_Active": (True, False),
    "TK_Complete": (True, True),
}
"""Whether what has a status has begun, and whether it is complete."""

_UNITS_DONE = ("act_work_qty", "act_equip_qty")
_UNITS = (*_UNITS_DONE, "remain_work_qty", "remain_equip_qty")


class ActivityReader:
    """Reads the rows of the table of activities.

    Parameters
    ----------
    data_date
        The moment of which the states tell.
    tell
        Is called with what a reader of the file must know, and the line of it.
    """

    def __init__(self, table: Table, data_date: int | None, tell: Teller) -> None:
        self._table = table
        self._data_date = data_date
        self._tell = tell

    def work(self, row: Row, *, is_own: bool) -> Work:
        """Return the work of an activity; of another project's, the dates that it keeps."""
        table = self._table
        moment, minutes = table.moment, table.minutes
        kind = table.text(row, "task_type")
        started, completed = moment(row, "act_start_date"), moment(row, "act_end_date")
        completed = self._completed(row, started, completed)
        if started is None:
            started = completed
        is_milestone = kind in MILESTONES
        remaining = minutes(row, "remain_drtn_hr_cnt")
        total = minutes(row, "target_drtn_hr_cnt")
        if completed is None:
            self._tell_of_duration(row, remaining, total, is_begun=started is not None)
        if remaining is None:
            remaining = total or 0 if started is None else 0
        if is_milestone or completed is not None:
            remaining = 0
        suspended = moment(row, "suspend_date")
        resume = moment(row, "resume_date")
        if resume is not None and suspended is None:
            self._doubt(row, "resume_date", "stands without a suspend_date: it is left out")
        start, finish = self._stated(row, is_open=completed is None)
        return Work(
            start=start,
            finish=finish,
            late_finish=moment(row, "late_end_date"),
            float_minutes=minutes(row, "total_float_hr_cnt"),
            started=started,
            completed=completed,
            minutes=remaining,
            total=remaining if started is None or total is None or is_milestone else total,
            is_milestone=is_milestone,
            is_start=kind == "TT_Mile",
            resume=None if suspended is None else resume,
            expected_finish=moment(row, "expect_end_date"),
            constraints=self._constraints(row),
            is_fixed=not is_own,
        )

    def _stated(self, row: Row, *, is_open: bool) -> tuple[int | None, int | None]:
        """Return the start and the finish that P6 shows."""
        start, finish = (
            self._table.moment(row, column) for column in ("early_start_date", "early_end_date")
        )
        if not is_open:
            return start, finish
        if start is not None and finish is not None and finish < start:
            self._doubt(row, "early_end_date", "is before the early_start_date")
        kind = self._table.text(row, "task_type")
        if kind in MILESTONES:
            # It is a moment: that of its kind, where the file has two.
            moments = (start, finish) if kind == "TT_Mile" else (finish, start)
            start = finish = next((m for m in moments if m is not None), None)
        return start, finish

    def _completed(self, row: Row, started: int | None, completed: int | None) -> int | None:
        """Return when an activity was completed: of a complete one without a date, a later one."""
        table = self._table
        is_start = table.text(row, "task_type") == "TT_Mile"
        if completed is None and is_start:
            completed = started
        if completed is None and table.text(row, "status_code") == "TK_Complete":
            completed = next(
                filter(None, (table.moment(row, "early_end_date"), self._data_date)), None
            )
            self._tell(
                "TASK: act_end_date: a complete activity has no actual finish: that of its early "
                "finish or of the data date is taken",
                line=row.line,
            )
        else:
            self._tell_of_status(row, started, completed)
        return completed

    def _doubt(self, row: Row, column: str, doubt: str) -> None:
        """Tell what is doubtful about a field."""
        table = self._table
        code, text = table.text(row, "task_code"), table.text(row, column)
        self._tell(f"TASK: {column}: {quoted(text)} of {code} {doubt}", line=row.line)

    def _tell_of_status(self, row: Row, started: int | None, completed: int | None) -> None:
        """Tell a status that is not known, or that the actual dates contradict."""
        status = self._table.text(row, "status_code")
        if status not in _STATUSES:
            if status:
                self._doubt(row, "status_code", "is no status that is known: actual dates count")
        elif completed is not None and started is not None and completed < started:
            self._doubt(row, "act_end_date", "is before the act_start_date")
        elif is_contradicted(_STATUSES[status], started, completed):
            self._doubt(row, "status_code", "is contradicted by the actual dates, which count")

    def _tell_of_duration(
        self, row: Row, remaining: int | None, total: int | None, *, is_begun: bool
    ) -> None:
        """Tell a duration that is missing, or that a milestone has."""
        if self._table.text(row, "task_type") in MILESTONES:
            if remaining:
                self._doubt(row, "remain_drtn_hr_cnt", "is left out, as a milestone has none")
        elif remaining is None:
            is_planned = total is not None and not is_begun
            taken = "that which was planned is taken" if is_planned else "none is taken"
            self._doubt(row, "remain_drtn_hr_cnt", f"tells no duration: {taken}")

    def _constraints(self, row: Row) -> tuple[Constraint, ...]:
        table = self._table
        constraints = []
        for type_column, date_column in (
            ("cstr_type", "cstr_date"),
            ("cstr_type2", "cstr_date2"),
        ):
            kind, moment = table.text(row, type_column), table.moment(row, date_column)
            if kind in _CONSTRAINTS and moment is not None:
                constraints.append(Constraint(_CONSTRAINTS[kind], moment))
            elif kind and kind not in _CONSTRAINTS and kind != _AS_LATE_AS_POSSIBLE:
                table.report(row, f"{type_column}: {quoted(kind)} is no constraint that is known")
            elif kind in _CONSTRAINTS and not table.text(row, date_column):
                self._tell(
                    f"TASK: {type_column}: the constraint {kind} has no date: it is left out",
                    line=row.line,
                )
            elif moment is not None and not kind:
                self._doubt(row, date_column, f"stands without a {type_column}: it is left out")
            elif kind == _AS_LATE_AS_POSSIBLE:
                self._tell(
                    f"TASK: {type_column}: {kind} is not projected: what has not begun keeps the "
                    "start that its program shows",
                    line=row.line,
                    is_warning=False,
                )
        external = table.moment(row, "external_early_start_date")
        if external is not None:
            constraints.append(Constraint("start no earlier", external))
        return tuple(constraints)

    def progress(self, row: Row, work: Work) -> int | None:
        """Return per cent complete, by the type of per cent that the activity has."""
        table = self._table
        kind = table.text(row, "complete_pct_type")
        share = 0.0
        if kind == "CP_Phys":
            # Per cent are read as hours are: a number and sixty times that.
            share = (table.minutes(row, "phys_complete_pct") or 0) / 6000
            if not 0 <= share <= 1:
                table.report(
                    row,
                    f"phys_complete_pct: expected per cent from 0 to 100, got {share * 100:g}",
                )
        elif kind == "CP_Units":
            done, whole = (
                sum(table.minutes(row, name) or 0 for name in names)
                for names in (_UNITS_DONE, _UNITS)
            )
            share = done / whole if whole else 0.0
        else:
            if kind not in ("CP_Drtn", ""):
                self._doubt(row, "complete_pct_type", "is not known: the durations count")
            if work.total and work.started is not None:
                share = 1 - work.minutes / work.total
        return whole_percent_of(1.0 if work.completed is not None else share)
