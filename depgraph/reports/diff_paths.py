"""What drives a target in two plans, in words and as one chain with marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.path_comparison import margin
from depgraph.reports.diff_layout import Section, signed
from depgraph.reports.layout import day
from depgraph.words import days, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.analysis.critical_path import CriticalPath, Step
    from depgraph.analysis.path_comparison import PathStep, TargetChange
    from depgraph.reports.diff_words import Wording

_ADDED, _GONE, _MOVED, _SAME = "+", "-", "~", ""


def path_section(change: TargetChange, words: Wording) -> Section:
    """Return both critical paths to a target as one chain, from the target back.

    Parameters
    ----------
    words
        The words for the relation of the two plans.
    """
    milestone = change.milestone
    name = printable(milestone.name or "") if milestone else ""
    old, new = words.old, words.new
    heads = ("", "milestone", old, new, "days", f"float {old}", f"float {new}", "name")
    return Section(
        f"Critical path to {change.target}{f', {name}' if name else ''}",
        heads,
        [_row(step, mark(step) if change.is_answered else _SAME) for step in change.steps],
        (4, 5, 6),
        note=target_sentence(change, words),
    )


def marks_in(sections: Iterable[Section], words: Wording) -> dict[str, str]:
    """Return what the marks in some tables of paths mean."""
    there = {row[0] for section in sections for row in section.rows}
    meanings = {_ADDED: words.onto_path, _GONE: words.off_path, _MOVED: words.other_projected}
    return {sign: meaning for sign, meaning in meanings.items() if sign in there}


def mark(step: PathStep) -> str:
    """Return the mark of a step: what became of it."""
    if step.presence == "after":
        return _ADDED
    if step.presence == "before":
        return _GONE
    return _MOVED if step.is_moved else _SAME


def target_sentence(change: TargetChange, words: Wording) -> str:
    """Return the dates and floats of a target in both plans, in one line."""
    before, after = change.before, change.after
    if before is None or after is None:
        answers = zip((words.old, words.new), (before, after), change.refusals, strict=True)
        told = [
            f"{which} {_one(path) if path else f'not known, as {refusal}'}"
            for which, path, refusal in answers
        ]
        return f"{'; '.join(told)[:1].upper()}{'; '.join(told)[1:]}."
    was, now = _dated(before), _dated(after)
    if was == now:
        sentence = f"{was} {words.both}"
    elif before.target.is_complete == after.target.is_complete:
        sentence = f"{was} -> {day(after.projected)}"
    else:
        sentence = f"{was} -> {now}"
    if change.days:
        sentence += f", {days(abs(change.days))} {'later' if change.days > 0 else 'earlier'}"
    sentence += f"; {_margins(before, after)}"
    sentence += "; another critical path" if change.has_other_path else "; the same critical path"
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _dated(path: CriticalPath) -> str:
    word = "completed" if path.target.is_complete else "projected"
    return f"{word} {day(path.projected)}"


def _one(path: CriticalPath) -> str:
    left = margin(path)
    return _dated(path) + (f" with {days(left)} of float" if left is not None else "")


def _margins(before: CriticalPath, after: CriticalPath) -> str:
    was, now = margin(before), margin(after)
    to = "deadline" if before.deadline or after.deadline else "due date"
    if was == now:
        return f"float to its {to} {_float(was)}"
    return f"float to its {to} {_float(was)} -> {_float(now)}"


def _float(count: int | None) -> str:
    return "not known" if count is None else days(count)


def _row(step: PathStep, sign: str) -> tuple[str, ...]:
    shown = step.after or step.before
    assert shown is not None, "a step is on one of the two paths"
    was = step.before.projected if step.before else None
    now = step.after.projected if step.after else None
    moved = signed((now - was).days) if was and now else "-"
    return (
        sign,
        f"{step.id}{' (complete)' if shown.milestone.is_complete else ''}",
        day(was),
        day(now),
        moved,
        _total(step.before),
        _total(step.after),
        printable(shown.milestone.name or ""),
    )


def _total(step: Step | None) -> str:
    return "-" if step is None or step.total_float is None else str(step.total_float)
