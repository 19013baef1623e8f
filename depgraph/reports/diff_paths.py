"""What drives a target in two plans, in words and as one chain with marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.path_comparison import margin
from depgraph.reports.diff_cells import MILESTONE, NAME, counting, dated, signed
from depgraph.reports.layout import day
from depgraph.reports.page import Head, Table, marked
from depgraph.words import days, later, printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.analysis.path_comparison import PathStep, TargetChange
    from depgraph.model import Milestone
    from depgraph.reports.diff_words import Wording
    from depgraph.reports.page import Value

ADDED, GONE, MOVED, SAME = "+", "-", "~", ""
_COLOURS = {ADDED: "green", GONE: "red", MOVED: None, SAME: None}


def path_table(change: TargetChange, words: Wording) -> Table:
    """Return both critical paths to a target as one chain, from the target back.

    Where nothing on them differs, the sentence says it, and there are no steps.

    Parameters
    ----------
    words
        The words for the relation of the two plans.
    """
    margins = {margin(path) for path in (change.before, change.after) if path is not None}
    differs = change.has_changes or len(margins) > 1
    milestone = change.milestone
    name = f", {printable(milestone.name)}" if milestone and milestone.name else ""
    return Table(
        f"Critical path to {change.target}{name}",
        (
            Head("mark", "", is_code=True),
            MILESTONE,
            dated(words.old),
            dated(words.new),
            counting("days", least=1),
            counting(f"float {words.old}", least=3),
            counting(f"float {words.new}", least=3),
            NAME,
        ),
        tuple(
            _step_cells(step, mark(step) if change.is_answered else SAME)
            for step in (change.steps if differs else ())
        ),
        about=printable(target_sentence(change, words)),
    )


def legend(changes: Iterable[TargetChange], words: Wording) -> str:
    """Say what the marks in the tables of some targets mean."""
    there = {mark(step) for change in changes if change.is_answered for step in change.steps}
    meanings = {ADDED: words.onto_path, GONE: words.off_path, MOVED: words.other_projected}
    return ", ".join(f"{sign} {meaning}" for sign, meaning in meanings.items() if sign in there)


def mark(step: PathStep) -> str:
    """Return the mark of a step: what became of it."""
    if step.presence == "after":
        return ADDED
    if step.presence == "before":
        return GONE
    return MOVED if step.is_moved else SAME


def target_sentence(change: TargetChange, words: Wording) -> str:
    """Return the dates and floats of a target in both plans, in one line."""
    before, after = change.before, change.after
    if before is None or after is None:
        answers = zip((words.old, words.new), (before, after), change.refusals, strict=True)
        sentence = "; ".join(
            f"{which} {_answer_in_words(path) if path else f'not known, as {refusal}'}"
            for which, path, refusal in answers
        )
    else:
        moved = f", {later(change.days)}" if change.days else ""
        which = "another" if change.has_other_path else "the same"
        dates, margins = _dates_in_words(before, after, words), _margin_words(before, after)
        sentence = f"{dates}{moved}; {margins}; {which} critical path"
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _dates_in_words(before: CriticalPath, after: CriticalPath, words: Wording) -> str:
    was, now = _dated_words(before), _dated_words(after)
    if was == now:
        return f"{was} {words.both}"
    if before.target.is_complete == after.target.is_complete:
        return f"{was} -> {day(after.projected)}"
    return f"{was} -> {now}"


def _dated_words(path: CriticalPath) -> str:
    word = "completed" if path.target.is_complete else "projected"
    return f"{word} {day(path.projected)}"


def _answer_in_words(path: CriticalPath) -> str:
    left = margin(path)
    return _dated_words(path) + (f" with {days(left)} of float" if left is not None else "")


def _margin_words(before: CriticalPath, after: CriticalPath) -> str:
    was, now = margin(before), margin(after)
    to = "deadline" if before.deadline or after.deadline else "due date"
    if was == now:
        return f"float to its {to} {_float_words(was)}"
    return f"float to its {to} {_float_words(was)} -> {_float_words(now)}"


def _float_words(count: int | None) -> str:
    return "not known" if count is None else days(count)


def projected_dates(change: PathStep | TargetChange) -> tuple[date | None, date | None]:
    """Return the projected dates of a step or a target in the first plan and in the second."""
    before, after = change.before, change.after
    return before.projected if before else None, after.projected if after else None


def milestone_of(step: PathStep) -> Milestone:
    """Return the milestone of a step as the second plan has it, else the first."""
    last_step = step.after or step.before
    assert last_step is not None, "a step is on one of the two paths"
    return last_step.milestone


def _step_cells(step: PathStep, sign: str) -> tuple[Value, ...]:
    milestone = milestone_of(step)
    code = f"{step.id}{' (complete)' if milestone.is_complete else ''}"
    was, now = projected_dates(step)
    return (
        marked(sign, colour=_COLOURS[sign]) if sign else sign,
        marked(code, colour=_COLOURS[sign], is_bold=False) if sign else code,
        was,
        now,
        signed((now - was).days) if was and now else None,
        step.before.total_float if step.before else None,
        step.after.total_float if step.after else None,
        milestone.name or "",
    )
