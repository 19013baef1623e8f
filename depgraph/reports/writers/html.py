"""Pages as HTML: a document that needs no network and no script, or a piece of one."""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from click import unstyle

from depgraph.reports.html_head import html_head
from depgraph.reports.page import Lines, Page, Section, Table, cell_text, filled
from depgraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.reports.page import Head, Part, Value

_BOLD = "\x1b[1m"
_CLASSES = {"\x1b[31m": "later", "\x1b[32m": "earlier"}
_STYLES = re.compile(r"^(\x1b\[\d+m)+")
_SIGNED = re.compile(r"[+-]?\d+")
_WIDE = 40
_BAR = 96
"""How wide the longest bar and those to the other side are together."""
_MANY = 4
"""How many parts with titles a page has that gets links to them."""


def page_html(page: Page) -> str:
    """Return a page as a document for a browser, the same bytes for the same page.

    It has no script, and its content security policy allows none; the style stands in it and
    is named by its hash. Where many parts have titles, links to them stand before them.
    """
    style = files("depgraph.reports.writers").joinpath("page.css").read_text("utf-8")
    title = _plain(page.title)
    return f"""{html_head(title, style)}
<body>
<main>
<h1><bdi>{title}</bdi></h1>
{_with_links(page)}
</main>
</body>
</html>
"""


def page_body(page: Page) -> str:
    """Return the parts of a page, without its title, as a piece of HTML."""
    return "\n".join(_block(part, 2) for part in filled(page.parts))


def _with_links(page: Page) -> str:
    """Return the parts of a page; where many have titles, with links to these before them."""
    parts = filled(page.parts)
    titled = [n for n, part in enumerate(parts) if _title(part)]
    if len(titled) < _MANY:
        return page_body(page)
    blocks = [_block(part, 2, f"part-{n}" if _title(part) else "") for n, part in enumerate(parts)]
    links = "".join(f'<a href="#part-{n}">{_plain(_title(parts[n]))}</a>' for n in titled)
    blocks.insert(titled[0], f"<nav>{links}</nav>")
    return "\n".join(blocks)


def _title(part: Part) -> str:
    return part.title if isinstance(part, Table | Section) else ""


def _plain(text: str) -> str:
    return escape(printable(unstyle(text)))


def _marked(text: str) -> str:
    """Return a cell, bold where it is marked as such, with the spaces before it."""
    inner = text.lstrip(" ")
    plain = f"{(len(text) - len(inner)) * '&nbsp;'}<bdi>{_plain(inner)}</bdi>"
    return f"<b>{plain}</b>" if _BOLD in text else plain


def _block(part: Part, level: int, anchor: str = "") -> str:
    """Return a part; `anchor` is what links to it say."""
    if isinstance(part, str):
        return f"<p>{_paragraph(part)}</p>"
    if isinstance(part, Lines):
        if not part.title:
            return f"<p>{'<br>'.join(map(_paragraph, part.lines))}</p>"
        items = "".join(f"<li>{_paragraph(line)}</li>" for line in part.lines)
        return f"<p>{_paragraph(part.title)}</p>\n<ul>{items}</ul>"
    if isinstance(part, Table):
        return _table_element(part, anchor)
    inner = "\n".join(_block(inner_part, min(level + 1, 6)) for inner_part in filled(part.parts))
    title = _plain(part.title)
    if part.is_folded:
        return f"<details{_id(anchor)}><summary>{title}</summary>\n{inner}\n</details>"
    return f"<section{_id(anchor)}>\n<h{level}>{title}</h{level}>\n{inner}\n</section>"


def _id(anchor: str) -> str:
    return f' id="{anchor}"' if anchor else ""


def _paragraph(text: str) -> str:
    """Return a line of prose, bold and coloured if it begins so."""
    styles = text[: len(text) - len(_STYLES.sub("", text))]
    plain = _plain(text)
    return f"<b{_class(_colours(styles))}>{plain}</b>" if _BOLD in styles else plain


def _table_element(table: Table, anchor: str = "") -> str:
    title = _plain(table.title)
    about = f"<p>{_plain(table.about)}</p>" if table.about else ""
    notes = "".join(f"\n<p>{_plain(note)}</p>" for note in table.notes)
    if not table.rows:
        head = f"<p{_id(anchor)}><b>{title}</b></p>\n" if title else ""
        return f"{head}{about}{notes}"
    caption = f"<caption>{title}{about}</caption>\n" if title or about else ""
    return (
        f'<div class="scroll"{_id(anchor)}><table>\n{caption}{_heads(table)}{_bodies(table)}\n'
        f"</table></div>{notes}"
    )


def _heads(table: Table) -> str:
    if not any(head.title for head in table.heads):
        return ""
    cells = "".join(map(_head_cell, table.heads))
    return f"<thead><tr>{cells}</tr></thead>\n"


def _head_cell(head: Head) -> str:
    """Return the head of a column; one that says nothing is no head to whoever hears it."""
    if not head.title:
        return "<td></td>"
    return f'<th scope="col"{_class(_kinds(head))}>{_plain(head.title)}</th>'


def _bodies(table: Table) -> str:
    if not table.groups:
        return f"<tbody>\n{_tr(table, 0, len(table.rows))}\n</tbody>"
    bodies = []
    begin = 0
    span = f'colspan="{len(table.heads)}"'
    for group in table.groups:
        title = f'<tr class="group"><th scope="rowgroup" {span}>{_plain(group.title)}</th></tr>'
        bodies.append(f"<tbody>\n{title}\n{_tr(table, begin, group.rows)}\n</tbody>")
        begin += group.rows
    return "\n".join(bodies)


def _tr(table: Table, begin: int, number: int) -> str:
    lines = []
    spans = [_span(table, column) for column in range(len(table.heads))]
    for place, row in enumerate(table.rows[begin : begin + number], begin):
        cells = "".join(
            _td(value, head, span)
            for value, head, span in zip(row, table.heads, spans, strict=True)
        )
        lines.append(f"<tr>{cells}</tr>")
        if table.details.get(place):
            below = "<br>".join(map(_plain, table.details[place]))
            lines.append(f'<tr class="details"><td colspan="{len(table.heads)}">{below}</td></tr>')
    return "\n".join(lines)


def _td(value: Value, head: Head, span: tuple[int, int]) -> str:
    text = cell_text(value, head)
    kinds = [*_kinds(head), *_colours(text)]
    if head.type == "text" and len(unstyle(text)) > _WIDE:
        kinds.append("wide")
    has_bar = span != (0, 0) and _SIGNED.fullmatch(unstyle(text)) is not None
    bar = _bar(_days(text), *span) if has_bar else ""
    return f"<td{_class(kinds)}>{_marked(text)}{bar}</td>"


def _span(table: Table, column: int) -> tuple[int, int]:
    """Return the least and the greatest number of days of a column of bars, 0 between them."""
    head = table.heads[column]
    if not head.has_bar:
        return 0, 0
    numbers = [_days(cell_text(row[column], head)) for row in table.rows]
    return min(0, *numbers, 0), max(0, *numbers, 0)


def _days(text: str) -> int:
    words = unstyle(text)
    return int(words) if _SIGNED.fullmatch(words) else 0


def _bar(days: int, least: int, greatest: int) -> str:
    """Return a bar for a number of days: to the left for earlier, to the right for later."""
    unit = _BAR / (greatest - least)
    zero = -least * unit
    long = max(abs(days) * unit, 1 if days else 0)
    begin = zero - long if days < 0 else zero
    return (
        f'<svg class="bar" viewBox="0 0 {_BAR} 12" width="{_BAR}" height="12" aria-hidden="true">'
        f'<path class="zero" d="M{zero:.1f} 0V12"/>'
        f'<rect x="{begin:.1f}" y="2" width="{long:.1f}" height="8"/></svg>'
    )


def _colours(text: str) -> list[str]:
    return [name for colour, name in _CLASSES.items() if colour in text]


def _kinds(head: Head) -> list[str]:
    return ["number"] if head.type == "number" else []


def _class(kinds: Sequence[str]) -> str:
    return f' class="{" ".join(kinds)}"' if kinds else ""
