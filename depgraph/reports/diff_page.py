"""What changed between two plans, for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.reports.comment import comment
from depgraph.reports.diff_kinds import kinds
from depgraph.reports.diff_mermaid import changed_links
from depgraph.reports.diff_paths import legend, path_table
from depgraph.reports.diff_words import notes, sizes, summary, title, wording
from depgraph.reports.page import Page, Section, capped
from depgraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.plans.comparing import PlanChanges
    from depgraph.plans.conditions import Held
    from depgraph.reports.page import Part

_MOST_ROWS = 20
_MOST_OPEN = {"markdown": 10, "html": 30}
_HINT = "--all shows them"


def diff_page(
    changes: PlanChanges,
    held: Sequence[Held] = (),
    *,
    show_all: bool = False,
    most_open: int | None = None,
    with_drawing: bool = False,
) -> Page:
    """Return what changed between two plans.

    Parameters
    ----------
    held
        The conditions that hold.
    show_all
        Every row of every table. Else minor kinds of changes are counted only.
    most_open
        How many rows a table has that is not folded away. None to fold none.
    with_drawing
        Whether the links that differ are drawn.
    """
    words = wording(changes)
    parts: list[Part] = [sizes(changes), style(summary(changes), bold=True)]
    parts += (
        style(f"failed: {printable(str(condition))}", fg="red", bold=True) for condition in held
    )
    parts += notes(changes)
    parts += (path_table(target, words) for target in changes.targets)
    parts.append(legend(changes.targets, words))
    drawing = changed_links(changes) if with_drawing else None
    if drawing is not None:
        parts.append(drawing)
    counted = []
    for table, is_minor in kinds(changes):
        number = len(table.rows)
        name = f"{table.title} ({number})"
        if is_minor and not show_all:
            counted.append(name)
        elif most_open is not None and (is_minor or number > most_open):
            parts.append(Section(name, [table._replace(title="")], is_folded=True))
        else:
            titled = table._replace(title=name)
            parts.append(titled if show_all else capped(titled, _MOST_ROWS, hint=_HINT))
    if counted:
        parts.append(f"Not shown (--all shows it): {'; '.join(counted)}")
    return Page(title(changes), parts)


def diff_page_in(
    form: str, changes: PlanChanges, held: Sequence[Held] = (), *, show_all: bool = False
) -> Page:
    """Return what changed as a format has it.

    Text is short. Markdown and a document for a browser have everything, long tables folded
    away; but unless everything is asked for, Markdown fits into a comment.
    """
    if form not in _MOST_OPEN:
        return diff_page(changes, held, show_all=show_all)
    page = diff_page(
        changes,
        held,
        show_all=True,
        most_open=_MOST_OPEN[form],
        with_drawing=form == "markdown",
    )
    return comment(page, hint=_HINT) if form == "markdown" and not show_all else page
