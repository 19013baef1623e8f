"""The work of the tasks of a project that MPXJ read: durations, progress, constraints, dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from depgraph.model import Constraint, Work
from depgraph.model.values import problem_at
from depgraph.model.work import MINUTES_OF_DAY
from depgraph.sources.bounds import wrong_date
from depgraph.sources.nodes import quoted
from depgraph.sources.work_facts import is_contradicted

if TYPE_CHECKING:
    from collections.abc import Callable

    from depgraph.errors import Problem
    from depgraph.model import Position
    from depgraph.model.work import ConstraintKind
    from depgraph.sources.mpxj_facts import TaskFacts
    from depgraph.sources.remarks import Teller

_MILESTONES = ("START_MILESTONE", "FINISH_MILESTONE", "START_FLAG", "FINISH_FLAG")
_STARTS = ("START_MILESTONE", "START_FLAG")
_CONSTRAINTS: dict[str, ConstraintKind] = {
    "START_NO_EARLIER_THAN": "start no earlier",
    "FINISH_NO_EARLIER_THAN": "finish no earlier",
    "START_NO_LATER_THAN": "start no later",
    "FINISH_NO_LATER_THAN": "finish no later",
    "START_ON": "start on",
    "FINISH_ON": "finish on",
    "MUST_START_ON": "mandatory start",
    "MUST_FINISH_ON": "mandatory finish",
}
_AS_LATE_AS_POSSIBLE = "AS_LATE_AS_POSSIBLE"
_STATUSES = {
    "NOT_STARTED": (False, False),
    "IN_PROGRESS": (True, False),
    "COMPLETED": (True, True),
}
"""Whether what has a status in P6 has begun, and whether it is complete."""

_ALL = 100  # per cent


class TaskReader:
    """Reads the work of tasks.

    Parameters
    ----------
    is_p6
        Whether they are activities of P6.
    data_date
        The moment of which their states tell, as MPXJ writes it.
    named
        Returns what messages call a task.
    tell
        Is called with what a reader of the file must know.
    problems
        The list that everything wrong is added to.
    """

    def __init__(
        self,
        *,
        is_p6: bool,
        data_date: str | None,
        named: Callable[[TaskFacts], str],
        tell: Teller,
        problems: list[Problem],
    ) -> None:
        self._is_p6 = is_p6
        self._data_date = data_date
        self._named = named
        self._tell = tell
        self._problems = problems

    def work(self, position: Position, task: TaskFacts, *, is_own: bool) -> Work:
        """Return the work of a task; of another project's, the dates that it keeps."""
        is_milestone = not task["is_summary"] and (
            task["is_milestone"] or task["type"] in _MILESTONES
        )
        is_start = task["type"] in _STARTS
        started, completed = self._progress(position, task, is_start=is_start)
        remaining, total = self._durations(
            position, task, started, completed, is_milestone=is_milestone
        )
        start, finish = self._stated(
            position, task, is_open=completed is None, is_milestone=is_milestone
        )
        is_interrupted = task["suspend"] if self._is_p6 else (task["percent"] or 0) > 0
        return Work(
            start=start,
            finish=finish,
            late_finish=self.moment(position, task["late_finish"]),
            float_minutes=task["slack"],
            started=started,
            completed=completed,
            minutes=remaining,
            total=remaining if started is None else total,
            is_elapsed=task["is_elapsed"],
            is_milestone=is_milestone,
            is_start=is_start,
            resume=self.moment(position, task["resume"]) if is_interrupted else None,
            expected_finish=self.moment(position, task["expected_finish"]),
            constraints=self._constraints(position, task),
            is_fixed=task["is_manual"] or task["is_external"] or not is_own,
        )

    def _durations(
        self,
        position: Position,
        task: TaskFacts,
        started: int | None,
        completed: int | None,
        *,
        is_milestone: bool,
    ) -> tuple[int, int]:
        """Return the minutes that remain, and all."""
        remaining, total = task["remaining"], task["duration"] or 0
        is_moment = is_milestone and self._is_p6
        if completed is not None:
            return 0, 0 if is_moment else total
        if is_moment:
            if remaining:
                text = f"its duration of {remaining / 60:g} hours is left out, as a milestone has"
                self._doubt(position, task, f"{text} none")
            return 0, 0
        if remaining is None and task["duration"] is None and not is_milestone:
            self._doubt(position, task, "it has no duration: none is taken")
        if remaining is None or (started is None and not self._is_p6):
            remaining = total if started is None else 0
        return remaining, total

    def _stated(
        self, position: Position, task: TaskFacts, *, is_open: bool, is_milestone: bool
    ) -> tuple[int | None, int | None]:
        """Return the start and the finish that its program shows."""
        start, finish = self.moment(position, task["start"]), self.moment(position, task["finish"])
        if not is_open:
            return start, finish
        if start is not None and finish is not None and finish < start:
            self._doubt(position, task, f"its finish, {task['finish']}, is before its start")
        if is_milestone and self._is_p6:
            # It is a moment: that of its kind, where the file has two.
            moments = (start, finish) if task["type"] in _STARTS else (finish, start)
            start = finish = next((m for m in moments if m is not None), None)
        return start, finish

    def moment(self, position: Position, text: str | None) -> int | None:
        """Return the moment of a text; None for none, and after one was reported as wrong."""
        if text is None:
            return None
        try:
            day = date.fromisoformat(text[:10])
            wrong = wrong_date(day, text[:10])
        except ValueError:
            wrong = f"{quoted(text)} is no date"
        if wrong is not None:
            self._problems.append(problem_at(position, wrong))
            return None
        return day.toordinal() * MINUTES_OF_DAY + int(text[11:13] or 0) * 60 + int(text[14:16] or 0)

    def _progress(
        self, position: Position, task: TaskFacts, *, is_start: bool
    ) -> tuple[int | None, int | None]:
        """Return when a task was begun and when it was completed."""
        started = self.moment(position, task["actual_start"])
        completed = self.moment(position, task["actual_finish"])
        if completed is None and is_start:
            completed = started
        status = _STATUSES.get(task["status"] or "") if self._is_p6 else None
        is_complete = status == (True, True) if self._is_p6 else (task["percent"] or 0) >= _ALL
        if completed is None and is_complete:
            completed = self.moment(position, task["finish"] or self._data_date)
            self._doubt(
                position,
                task,
                "it is complete without an actual finish: its finish or the data date is taken",
            )
        elif completed is not None and started is not None and completed < started:
            self._doubt(position, task, f"its actual finish, {task['actual_finish']}, is before "
                        "its actual start")  # fmt: skip
        elif status is not None and is_contradicted(status, started, completed):
            words = str(task["status"]).replace("_", " ").lower()
            self._doubt(
                position, task, f"its status, {words}, is contradicted by its actual dates, "
                "which count",
            )  # fmt: skip
        return completed if started is None else started, completed

    def _doubt(self, position: Position, task: TaskFacts, doubt: str) -> None:
        self._tell(f"activities: {self._named(task)}: {doubt}", line=position.line)

    def _constraints(self, position: Position, task: TaskFacts) -> tuple[Constraint, ...]:
        constraints = []
        for name, text in task["constraints"]:
            moment = self.moment(position, text)
            if name in _CONSTRAINTS and moment is not None:
                constraints.append(Constraint(_CONSTRAINTS[name], moment))
            elif text is None and name in _CONSTRAINTS:
                self._doubt(position, task, f"the constraint {name} has no date: it is left out")
            elif name == _AS_LATE_AS_POSSIBLE:
                self._tell(
                    f"activities: {self._named(task)}: the constraint {name} is not projected: "
                    "what has not begun keeps the start that its program shows",
                    line=position.line,
                    is_warning=False,
                )
        return tuple(constraints)
