"""Reviewers' notes: headings and bullets of reStructuredText, to milestones and links.

A section with a code and a name in its heading is a milestone; each bullet with a code and a
name is what that waits on. ``(Query)`` at a bullet, or ``(Query: why)``, makes it a queried
link, and its nested bullets are the doubts in words. At a bullet without a code it makes a
question on the milestone. The other remarks, ``...`` being any text:

===============================  ==========================================================
where it stands                  what it becomes
===============================  ==========================================================
nested below a queried bullet    a doubt about that link
nested, ``(Query) ...``          a doubt about that link, which makes it queried
nested, ``...?``                 a question on the milestone, after the code of the bullet
nested, ``...``                  a part of the note of the link
a bullet or paragraph ``...?``   a question on the milestone
a paragraph ``...``              a part of the note of the milestone
===============================  ==========================================================

A milestone that stands only in bullets has the name of the first. Whatever else stands in the
notes is a notice with its line, or a problem where a link could be lost with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.errors import MissingToolError, Problem
from depgraph.sources.graph_file import GraphFile
from depgraph.sources.notes_lines import read_lines, regular_lines

if TYPE_CHECKING:
    from pathlib import Path

    from depgraph.sources.reading import ReadingOptions


def read(path: Path, shown: str, _options: ReadingOptions, problems: list[Problem]) -> GraphFile:
    """Read a file of reviewers' notes.

    Parameters
    ----------
    shown
        The name that messages and positions use for it.
    problems
        The list that everything wrong in the file is added to.

    Raises
    ------
    MissingToolError
        If docutils is not installed.
    """
    nothing = GraphFile(shown, None, (), {}, [], [], is_whole=False)
    lines = read_lines(path, shown, problems)
    if lines is None:
        return nothing
    try:
        from depgraph.sources.notes_markup import parse
        from depgraph.sources.notes_places import NotePlaces
        from depgraph.sources.notes_sections import Sections
    except ModuleNotFoundError as error:
        if error.name != "docutils":
            raise
        raise MissingToolError(
            f"reading the notes in {shown} needs docutils: pip install 'depgraph[notes]'"
        ) from None
    regular = regular_lines(lines)
    sections = Sections(NotePlaces(shown, lines, regular), problems)
    try:
        sections.read(*parse(regular))
    except RecursionError:
        problems.append(Problem(shown, 0, 0, "lists or blocks are nested too deeply to be read"))
        return nothing
    return sections.graph_file()
