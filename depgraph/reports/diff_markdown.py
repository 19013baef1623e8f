"""What changed between two plans as Markdown, short enough for a comment on a merge request."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from click import unstyle

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
from depgraph.reports.writers.markdown import escaped, markdown_table
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.plans.comparing import PlanChanges
    from depgraph.plans.conditions import Held
    from depgraph.reports.diff_layout import Section

MOST_CHARACTERS = 60_000
"""What the whole may have: GitHub takes 65,536 in a comment, and a job may add some."""

_MOST_OPEN = 10
_MOST_ROWS = (100, 50, 20, 10, 5)
"""How many rows of a table are shown: the first number with which the whole fits."""

_LONGEST_LINE = 1_000
_LONGEST_TITLE = 200
_MOST_NAMED = 20


class _Part(NamedTuple):
    """A paragraph, or a section; `name` is what is told where it is left out."""

    name: str
    text: str


def diff_markdown(
    changes: PlanChanges, held: Sequence[Held] = (), *, show_all: bool = False
) -> str:
    """Return the report: a line that says it, tables, and long ones folded away.

    Parameters
    ----------
    held
        The conditions that hold.
    show_all
        Every row of every table, however long that makes it. Else it has at most
        `MOST_CHARACTERS`, and says what is left out.
    """
    head = _head(changes)
    if show_all:
        return _joined([*head, *_parts(changes, held, None)])
    parts: list[_Part] = []
    for most in _MOST_ROWS:
        parts = _parts(changes, held, most)
        text = _joined([*head, *parts])
        if len(text) <= MOST_CHARACTERS:
            return text
    return _fitting(head, parts)


def _joined(parts: Sequence[_Part]) -> str:
    return "\n\n".join(part.text for part in parts) + "\n"


def _fitting(head: Sequence[_Part], parts: Sequence[_Part]) -> str:
    """Return the head and, of the parts in their order, those that there is room for."""
    room = MOST_CHARACTERS - len(_joined([*head, _left_out(parts)]))
    kept: list[_Part] = []
    left: list[_Part] = []
    for part in parts:
        size = len(part.text) + 2
        (kept if size <= room else left).append(part)
        room -= size if size <= room else 0
    return _joined([*head, *kept, _left_out(left)])


def _left_out(parts: Sequence[_Part]) -> _Part:
    names = list(dict.fromkeys(part.name for part in parts))
    rest = len(names) - _MOST_NAMED
    told = "; ".join(escaped(name) for name in names[:_MOST_NAMED])
    more = f"; and {rest} more" if rest > 0 else ""
    return _Part("", f"Left out, to fit into a comment (--all shows it): {told}{more}")


def _head(changes: PlanChanges) -> list[_Part]:
    lines = [
        f"### {_line(title(changes))}",
        f"**{_line(summary(changes))}**",
        *map(_line, (sizes(changes), *cycle_lines(changes))),
        *(_line(note) for note in (untold_note(changes), judged_note(changes)) if note),
    ]
    return [_Part("", line) for line in lines]


def _parts(changes: PlanChanges, held: Sequence[Held], most: int | None) -> list[_Part]:
    words = wording(changes)
    parts = [_Part("a failed condition", f"- failed: {_line(str(each))}") for each in held]
    paths = [path_section(target, words) for target in changes.targets]
    for section in paths:
        head = f"#### {escaped(section.title)}\n\n{escaped(section.note)}"
        table = f"\n\n{_rows(section, most)}" if section.rows else ""
        parts.append(_Part(_clipped(section.title, _LONGEST_TITLE), head + table))
    marks = marks_in(paths, words)
    if marks:
        told = ", ".join(f"`{sign}` {meaning}" for sign, meaning in marks.items())
        parts.append(_Part("what the signs mean", told))
    for section in sections(changes):
        body = _rows(section, most)
        if section.note:
            body = f"{escaped(section.note)}\n\n{body}"
        name = f"{section.title} ({len(section.rows)})"
        text = f"#### {escaped(name)}\n\n{body}"
        if section.is_minor or len(section.rows) > _MOST_OPEN:
            text = f"<details>\n<summary>{escaped(name)}</summary>\n\n{body}\n\n</details>"
        parts.append(_Part(name, text))
    return parts


def _rows(section: Section, most: int | None) -> str:
    rows = section.rows[:most]
    text = markdown_table(section.heads, [[unstyle(cell) for cell in row] for row in rows])
    rest = len(section.rows) - len(rows)
    return text.rstrip() + (
        f"\n\nand {counted(rest, 'more row')} (--all shows them)" if rest else ""
    )


def _line(text: str) -> str:
    return escaped(_clipped(text, _LONGEST_LINE))


def _clipped(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 3]}..."
