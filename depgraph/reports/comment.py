"""Pages that are short enough, as Markdown, for a comment on a merge request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import unstyle

from depgraph.reports.capping import Caps, capped_page
from depgraph.reports.page import Lines, Page, filled
from depgraph.reports.writers.markdown import escaped, page_markdown
from depgraph.words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.reports.page import Part

MOST_CHARACTERS = 60_000
"""What the whole may have: GitHub takes 65,536 in a comment, and a job may add some."""

_MOST_ROWS = (100, 50, 20, 10, 5)
"""How many rows a table has: the first number with which the whole fits."""

_LONGEST_SENTENCE = 1_000
_LONGEST_NAME = 200
_MOST_NAMED = 20


def comment(page: Page, *, hint: str) -> Page:
    """Return a page with as many rows of its tables as fit, and the names of parts that do not.

    Parameters
    ----------
    hint
        What shows all, as ``--all shows them``.
    """
    shorter = page
    for most in _MOST_ROWS:
        shorter = capped_page(page, Caps(rows=most, hint=hint))
        if len(page_markdown(shorter)) <= MOST_CHARACTERS:
            return shorter
    return _with_room(shorter, hint)


def _with_room(page: Page, hint: str) -> Page:
    """Return a page with those of its parts that there is room for, in their order."""
    title = _clipped(page.title, _LONGEST_SENTENCE)
    parts = [
        _clipped(part, _LONGEST_SENTENCE) if isinstance(part, str) else part
        for part in filled(page.parts)
    ]
    names = sorted(map(_part_name, parts), key=lambda name: len(escaped(name)), reverse=True)
    room = MOST_CHARACTERS - len(page_markdown(Page(title, [_left_out(names, hint)])))
    kept_parts: list[Part] = []
    left_out: list[str] = []
    for part in parts:
        size = len(page_markdown(Page("", [part]))) + 1
        if size <= room:
            kept_parts.append(part)
            room -= size
        else:
            left_out.append(_part_name(part))
    return Page(title, [*kept_parts, _left_out(left_out, hint)])


def _left_out(names: Sequence[str], hint: str) -> str:
    shown_names = listed(names, _MOST_NAMED, between="; ")
    return f"Left out, to fit into a comment ({hint}): {shown_names}"


def _part_name(part: Part) -> str:
    """Return what tells a part that is left out: its title, or how it begins."""
    if isinstance(part, str):
        return _clipped(part, 60)
    title = part.title or (part.lines[0] if isinstance(part, Lines) else "a table")
    return _clipped(title, _LONGEST_NAME)


def _clipped(text: str, longest: int) -> str:
    plain = unstyle(text)
    return plain if len(plain) <= longest else f"{plain[: longest - 3]}..."
