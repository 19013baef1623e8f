"""Pages for a notebook: a title, sentences and tables, as HTML and as plain text.

Texts may be marked with `click.style`; what is bold there stands out in HTML, and the rest of
the marks is dropped. Everything is escaped here, and only here.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from click import unstyle

from depgraph.reports.writers.text import columns
from depgraph.words import counted, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model import Milestone
    from depgraph.showing import Bundle

MOST_ROWS = 40
"""How many rows of a table, or lines of a kind, are shown."""

_BOLD = "\x1b[1m"

# The name of the class stands twice, so that it counts for more than what JupyterLab says of
# tables. Colours are mixed with that of the text around: light ones come out of a dark theme.
_STYLE = """\
.depgraph.depgraph{overflow-x:auto}
.depgraph.depgraph p{margin:.2em 0}
.depgraph.depgraph table{border-collapse:collapse;margin:.6em 0;font-size:inherit;\
font-variant-numeric:tabular-nums}
.depgraph.depgraph caption{caption-side:top;color:inherit;text-align:left;padding:.2em 0}
.depgraph.depgraph table tr{background:none;border-bottom:1px solid rgba(128,128,128,.3)}
.depgraph.depgraph table th,.depgraph.depgraph table td{text-align:left;vertical-align:top;\
white-space:nowrap;padding:.2em .9em .2em 0}
.depgraph.depgraph table .right{text-align:right}
.depgraph.depgraph table .words{white-space:normal;min-width:11em}
.depgraph.depgraph td b{color:#c2410c;color:color-mix(in srgb,currentColor 45%,#ff6a00)}
"""


class Table(NamedTuple):
    """A table. Its last column is words, and wraps; the columns of `right` end together."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[int] = ()


class Page(NamedTuple):
    """A title, and under it sentences and tables; empty sentences and tables are left out."""

    title: str
    parts: Sequence[str | Table]


def bundle(page: Page) -> Bundle:
    """Return a page in the forms that it has."""
    return {"text/html": as_html(page), "text/plain": as_text(page)}


def as_html(page: Page) -> str:
    """Return a page as a piece of HTML that brings its own style."""
    shown = [
        _table(part) if isinstance(part, Table) else f"<p>{_escaped(part)}</p>"
        for part in _filled(page)
    ]
    body = "\n".join((f"<p><b>{_escaped(page.title)}</b></p>", *shown))
    return f'<div class="depgraph">\n<style>\n{_STYLE}</style>\n{body}\n</div>'


def as_text(page: Page) -> str:
    """Return a page as plain text."""
    shown = [_plain(page.title)]
    for part in _filled(page):
        if isinstance(part, Table):
            rows = [[_plain(cell) for cell in row] for row in (part.heads, *part.rows)]
            table = columns(rows, right=part.right, indent="  ").removesuffix("\n")
            shown += [_plain(part.title)] if part.title else []
            shown.append(table)
        else:
            shown.append(_plain(part))
    return "\n".join(shown)


def rest(count: int, noun: str, plural: str = "") -> str:
    """Return how many are left out, or nothing."""
    if count <= 0:
        return ""
    return f"and {counted(count, f'more {noun}', f'more {plural}' if plural else '')}"


def named(milestone: Milestone) -> str:
    """Return the code of a milestone and its name."""
    return f"{milestone.id} {milestone.name or ''}".rstrip()


def _filled(page: Page) -> list[str | Table]:
    return [part for part in page.parts if (part.rows if isinstance(part, Table) else part)]


def _plain(text: str) -> str:
    return printable(unstyle(text))


def _escaped(text: str) -> str:
    return escape(_plain(text))


def _table(table: Table) -> str:
    title = f"<caption>{_escaped(table.title)}</caption>\n" if table.title else ""
    classes = ["right" if n in table.right else "" for n in range(len(table.heads))]
    classes[-1] = classes[-1] or "words"
    marks = [f' class="{name}"' if name else "" for name in classes]
    heads = "".join(
        f'<th scope="col"{mark}>{_escaped(head)}</th>'
        for mark, head in zip(marks, table.heads, strict=True)
    )
    rows = "\n".join(
        f"<tr>{''.join(_cell(mark, cell) for mark, cell in zip(marks, row, strict=True))}</tr>"
        for row in table.rows
    )
    return f"<table>\n{title}<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _cell(mark: str, cell: str) -> str:
    text = _escaped(cell)
    return f"<td{mark}>{f'<b>{text}</b>' if _BOLD in cell else text}</td>"
