"""What changed between two plans, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.reports.diff_paths import marks_in, path_section
from depgraph.reports.diff_sections import sections
from depgraph.reports.diff_words import (
    cycle_lines,
    judged_note,
    sizes,
    summary,
    title,
    untold_note,
    wording,
)
from depgraph.reports.writers.text import columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.plans.comparing import PlanChanges
    from depgraph.plans.conditions import Held
    from depgraph.reports.diff_layout import Section

_MOST_ROWS = 20


def diff_text(changes: PlanChanges, held: Sequence[Held] = (), *, show_all: bool = False) -> str:
    """Return the report of ``depgraph diff``.

    Parameters
    ----------
    held
        The conditions that hold.
    show_all
        Every row of every table.
    """
    head = [style(title(changes), bold=True), sizes(changes), summary(changes)]
    head += (style(f"failed: {each}", fg="red", bold=True) for each in held)
    head += cycle_lines(changes)
    head += (note for note in (untold_note(changes), judged_note(changes)) if note)
    parts = ["".join(f"{line}\n" for line in head)]
    words = wording(changes)
    paths = [path_section(target, words) for target in changes.targets]
    parts += (_table(section, None, is_counted=False) for section in paths)
    marks = marks_in(paths, words)
    if marks:
        parts.append(f"{', '.join(f'{sign} {told}' for sign, told in marks.items())}\n")
    told = []
    for section in sections(changes):
        if section.is_minor and not show_all:
            told.append(f"{section.title} ({len(section.rows)})")
        else:
            parts.append(_table(section, None if show_all else _MOST_ROWS))
    if told:
        parts.append(f"Not shown (--all shows it): {'; '.join(told)}\n")
    return "\n".join(parts)


def _table(section: Section, most: int | None, *, is_counted: bool = True) -> str:
    number = len(section.rows)
    shown = section.rows[:most]
    heads = [style(head, bold=True) for head in section.heads]
    head = f"{section.title} ({number})" if is_counted else section.title
    lines = f"{style(head, bold=True)}\n"
    if section.note:
        lines += f"{section.note}\n"
    if shown:
        lines += columns([heads, *shown], right=section.right, indent="  ")
    if len(shown) < number:
        lines += f"  and {number - len(shown)} more (--all shows them)\n"
    return lines
