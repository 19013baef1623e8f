"""What changed between two plans as one page for a browser, which needs no network."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from click import unstyle

from depgraph.reports.content_policy import content_policy
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

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.plans.comparing import PlanChanges
    from depgraph.plans.conditions import Held
    from depgraph.reports.diff_layout import Section

_MOST_OPEN = 30
_MARKED = {"+": "added", "-": "gone", "~": "moved"}
_WIDE = 40


def diff_html(changes: PlanChanges, held: Sequence[Held] = ()) -> str:
    """Return the page.

    It has no script, and its content security policy allows none; the style stands in it and
    is named by its hash. The same changes give the same page.

    Parameters
    ----------
    held
        The conditions that hold.
    """
    style = files("depgraph.reports.writers").joinpath("page.css").read_text("utf-8")
    words = wording(changes)
    paths = [path_section(target, words) for target in changes.targets]
    kinds = sections(changes)
    lines = [f'<p class="failed">failed: {escape(str(each))}</p>' for each in held]
    lines += (f"<p>{escape(line)}</p>" for line in cycle_lines(changes))
    notes = (untold_note(changes), judged_note(changes))
    lines += (f"<p>{escape(note)}</p>" for note in notes if note)
    parts = [_part(n, section, marks_in([section], words)) for n, section in enumerate(paths)]
    parts += (_part(n, section) for n, section in enumerate(kinds, len(paths)))
    links = [
        f'<a href="#part-{n}">{escape(section.title)} ({len(section.rows)})</a>'
        for n, section in enumerate([*paths, *kinds])
    ]
    body = "\n".join((*lines, f"<nav>{''.join(links)}</nav>" if links else "", *parts))
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{content_policy(style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>{escape(title(changes))}</title>
<style>{style}</style>
</head>
<body>
<h1><bdi>{escape(title(changes))}</bdi></h1>
<p class="summary">{escape(summary(changes))}</p>
<p class="sizes">{escape(sizes(changes))}</p>
{body}
</body>
</html>
"""


def _part(n: int, section: Section, marks: Mapping[str, str] | None = None) -> str:
    """Return a section; `marks` are what the marks of a path mean, None for other sections."""
    is_path = marks is not None
    is_open = is_path or (not section.is_minor and len(section.rows) <= _MOST_OPEN)
    opened = " open" if is_open else ""
    notes = [section.note, ", ".join(f"{sign} {told}" for sign, told in (marks or {}).items())]
    told = "".join(f"<p>{escape(note)}</p>" for note in notes if note)
    heads = "".join(
        f"<th{_numeric(place, section)}>{escape(head)}</th>"
        for place, head in enumerate(section.heads)
    )
    rows = "\n".join(_row(row, section, is_path=is_path) for row in section.rows)
    table = f'<div class="scroll"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n'
    table += "</tbody></table></div>\n"
    return (
        f'<details id="part-{n}"{opened}><summary>{escape(section.title)} '
        f"<span>({len(section.rows)})</span></summary>{told}\n"
        f"{table if section.rows else ''}</details>"
    )


def _row(row: Sequence[str], section: Section, *, is_path: bool) -> str:
    marked = _MARKED.get(row[0], "") if is_path else ""
    cells = "".join(_cell(unstyle(cell), place, section) for place, cell in enumerate(row))
    return f'<tr class="{marked}">{cells}</tr>' if marked else f"<tr>{cells}</tr>"


def _cell(text: str, place: int, section: Section) -> str:
    classes = []
    if place in section.right:
        classes.append("number")
        if section.heads[place] == "days" and text[:1] in "+-" and text != "-":
            classes.append("later" if text.startswith("+") else "earlier")
    elif len(text) > _WIDE:
        classes.append("wide")
    given = f' class="{" ".join(classes)}"' if classes else ""
    return f"<td{given}><bdi>{escape(text)}</bdi></td>"


def _numeric(place: int, section: Section) -> str:
    return ' class="number"' if place in section.right else ""
