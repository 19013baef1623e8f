"""What changed between two plans, as text and as Markdown for a merge request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style, unstyle

from depgraph.reports.diff_paths import MARKS, marks_in, path_section
from depgraph.reports.diff_sections import sections
from depgraph.reports.diff_words import cycle_lines, judged_note, sizes, summary, title
from depgraph.reports.formats.markdown import escaped
from depgraph.reports.layout import columns, counted
from depgraph.reports.tables import markdown_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.reports.diff_conditions import Held
    from depgraph.reports.diff_layout import Section
    from depgraph.rules.plan_changes import PlanChanges

_MOST_ROWS = 20
_MOST_OPEN = 10
_MOST_IN_COMMENT = 100


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
    if judged_note(changes):
        head.append(judged_note(changes))
    parts = ["".join(f"{line}\n" for line in head)]
    paths = [path_section(target) for target in changes.targets]
    parts += (_table(section, None, is_counted=False) for section in paths)
    if marks_in(paths):
        parts.append(f"{marks_in(paths)}\n")
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


def diff_markdown(
    changes: PlanChanges, held: Sequence[Held] = (), *, show_all: bool = False
) -> str:
    """Return the same as Markdown: a line that says it, tables, and long ones folded away."""
    parts = [f"### {escaped(title(changes))}", f"**{escaped(summary(changes))}**"]
    parts += (f"- failed: {escaped(str(each))}" for each in held)
    parts.append(escaped(sizes(changes)))
    parts += map(escaped, cycle_lines(changes))
    if judged_note(changes):
        parts.append(escaped(judged_note(changes)))
    paths = [path_section(target) for target in changes.targets]
    for section in paths:
        parts += [f"#### {escaped(section.title)}", escaped(section.note)]
        parts += [_markdown_rows(section, None)] if section.rows else []
    if marks_in(paths):
        parts.append(", ".join(f"`{sign}` {meaning}" for sign, meaning in MARKS.items()))
    most = None if show_all else _MOST_IN_COMMENT
    for section in sections(changes):
        body = _markdown_rows(section, most)
        if section.note:
            body = f"{escaped(section.note)}\n\n{body}"
        head = f"{escaped(section.title)} ({len(section.rows)})"
        if section.is_minor or len(section.rows) > _MOST_OPEN:
            parts.append(f"<details>\n<summary>{head}</summary>\n\n{body}\n\n</details>")
        else:
            parts += [f"#### {head}", body]
    return "\n\n".join(parts) + "\n"


def _markdown_rows(section: Section, most: int | None) -> str:
    rows = section.rows[:most]
    text = markdown_table(section.heads, [[unstyle(cell) for cell in row] for row in rows])
    rest = len(section.rows) - len(rows)
    return text.rstrip() + (f"\n\nand {counted(rest, 'more row')}" if rest else "")
