"""The page of a report: markup around pictures and data."""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from depgraph.analysis.hop_counts import link_count
from depgraph.analysis.scheduled import counted_milestones
from depgraph.model.documents import as_of_words
from depgraph.reports.html.content import as_script, review_data, view_key
from depgraph.reports.html.figures import inline_svg
from depgraph.reports.html.packing import packed
from depgraph.reports.html_head import html_head
from depgraph.words import counted, printable

if TYPE_CHECKING:
    from depgraph.reports.html.folding import Shown
    from depgraph.reports.review import Figure, Review

STYLE = "report.css"
SCRIPTS = (
    "plan.js",
    "state.js",
    "screen.js",
    "picture.js",
    "milestone.js",
    "details.js",
    "tables.js",
    "summary.js",
    "trace.js",
    "path.js",
    "report.js",
    "printing.js",
)
"""In the order in which they run, as one script."""

_AROUND = re.compile(r"\s*([{};])\s*")
_COMMENTS = ("// ", "/** ", "/* ", "*")
_VIEW_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ (?P<width>[\d.]+) (?P<height>[\d.]+)"')
_TO_NUMBERS = '<button type="button" class="to-numbers">Numbers</button>'
_LEGEND_SHOWN = '<button type="button" class="legend-shown" aria-expanded="false">Legend</button>'
_LEGEND = (
    '<div class="legend-box" role="group" aria-label="Legend" hidden>'
    '<button type="button" class="quiet close" aria-label="Close the legend">✕</button></div>'
)
_STRETCH = (
    '<button type="button" data-stretch="out" aria-label="Shorten time" '
    'aria-keyshortcuts="[">→←</button>'
    '<button type="button" data-stretch="in" aria-label="Stretch time" '
    'aria-keyshortcuts="]">←→</button>'
)
_WITH_TIME = ("calendar", "timeline")
_SUMMARY = "Summary"
_TABLES = ("Milestones", "Critical path", "Queries", "Findings")


def page(review: Review, shown: Shown | None = None) -> str:
    """Return a report as one HTML page, the same page for the same review.

    It has what of the plan is shown or, if that is not given, what `shown_of` says. Style and
    scripts stand in it. Under its content security policy nothing is fetched, and
    nothing else runs.
    """
    script = f'(() => {{\n"use strict";\n{"".join(map(_asset, SCRIPTS))}}})();\n'
    title = escape(printable(review.title))
    views = [_SUMMARY, *(figure.title for figure in review.figures)]
    views += [*_TABLES, *(chart.title for chart in review.charts)]
    pictures = "".join(map(_figure_view, review.figures))
    charts = "".join(map(_figure_view, review.charts))
    data = as_script(packed(review_data(review, shown)))
    style = _dark_style(review, pictures + charts) + _asset(STYLE)
    return f"""{html_head(title, style, script)}
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<div class="title"><h1><bdi>{title}</bdi></h1><p>{_sizes(review)}</p></div>
<div class="find" role="search">
<input type="search" id="search" placeholder="Find a code or words" \
aria-label="Find milestones by code or words" aria-keyshortcuts="/" autocomplete="off" \
spellcheck="false">
<button type="button" id="filters-shown" aria-expanded="false" aria-controls="filters">\
Filter</button>
<button type="button" id="help-shown" aria-label="Help" aria-keyshortcuts="?">?</button>
</div>
<div class="tabs" role="tablist" aria-label="Views">{"".join(map(_tab, views))}</div>
<div id="filters" role="group" aria-label="Filters"></div>
</header>
<main id="content" tabindex="-1">
<noscript><p class="note">Search, details and tables need JavaScript, which is off.</p></noscript>
{_table_view(_SUMMARY)}{pictures}{"".join(map(_table_view, _TABLES))}{charts}\
<section class="view" id="trace" aria-label="Trace" hidden></section>
</main>
<aside id="details" aria-label="Details" tabindex="-1"></aside>
<p id="said" class="unseen" role="status" aria-live="polite"></p>
<div id="tip" role="presentation" hidden></div>
{_HELP}<script type="application/json" id="plan">{data}</script>
<script>{script}</script>
</body>
</html>
"""


def _asset(name: str) -> str:
    asset = files("depgraph.reports.html").joinpath("assets", name)
    lines = (line.strip() for line in asset.read_text(encoding="utf-8").splitlines())
    # Indents and comments are for whoever reads the assets, and a fifth of the page.
    kept = "".join(f"{line}\n" for line in lines if line and not line.startswith(_COMMENTS))
    return _AROUND.sub(r"\1", kept) if name == STYLE else kept


def _dark_style(review: Review, markup: str) -> str:
    """Return the rules by which pictures are dark on a dark screen; not on paper."""
    if review.dark is None:
        return ""
    rules = []
    for attribute in ("fill", "stroke"):
        colours = review.dark(re.findall(rf' {attribute}="(#[0-9a-f]{{6}})"', markup))
        rules += [
            f':where(svg) :where([{attribute}="{light}"]){{{attribute}:{dark}}}'
            for light, dark in colours.items()
        ]
    if not rules:
        return ""
    return f"@media screen and (prefers-color-scheme: dark) {{\n{''.join(rules)}\n}}\n"


def _sizes(review: Review) -> str:
    graph = review.graph
    parts = [escape(as_of_words(graph.as_of, graph.documents))]
    parts.append(counted_milestones(graph))
    parts.append(counted(link_count(graph), "link"))
    queried = len(graph.queried_links)
    if queried:
        parts.append(f"{queried} queried")
    return " · ".join(parts)


def _tab(view: str) -> str:
    key = view_key(view)
    return (
        f'<button type="button" role="tab" id="tab-{key}" data-view="{key}" '
        f'aria-controls="view-{key}" aria-selected="false" tabindex="-1">{escape(view)}</button>'
    )


def _figure_view(figure: Figure) -> str:
    key = view_key(figure.title)
    is_chart = figure.table is not None
    kind = "view"
    if figure.svg is not None:
        kind += " picture upright" if _is_upright(figure.svg) else " picture"
    numbers = '<div class="numbers" tabindex="-1"></div>' if is_chart else ""
    if figure.svg is None:
        below = ". The numbers are below." if is_chart else ""
        inside = f'<p class="note">There is no picture: {escape(figure.note)}{below}</p>{numbers}'
    else:
        remark = f'<p class="remark">{escape(figure.note)}.</p>' if figure.note else ""
        legend = "" if is_chart else _LEGEND_SHOWN
        inside = (
            f'<div class="sheet">{remark}{inline_svg(figure.svg)}{numbers}</div>'
            f'{"" if is_chart else _LEGEND}<div class="tools" role="group" '
            'aria-label="The picture"><span class="path-key" hidden></span>'
            f"{_STRETCH if key in _WITH_TIME else ''}{legend}"
            '<button type="button" data-zoom="out" aria-label="Smaller">−</button>'  # noqa: RUF001
            '<button type="button" data-zoom="fit">Fit</button>'
            '<button type="button" data-zoom="in" aria-label="Larger">+</button>'
            f"{_TO_NUMBERS if is_chart else ''}</div>"
        )
    return (
        f'<section class="{kind}" id="view-{key}" role="tabpanel" '
        f'aria-labelledby="tab-{key}">{inside}</section>\n'
    )


def _is_upright(svg: str) -> bool:
    """Whether a picture is higher than it is wide, so that it prints larger on upright paper."""
    box = _VIEW_BOX.search(svg)
    return box is not None and float(box["height"]) > float(box["width"])


def _table_view(view: str) -> str:
    key = view_key(view)
    return (
        f'<section class="view" id="view-{key}" role="tabpanel" aria-labelledby="tab-{key}" '
        "hidden></section>\n"
    )


_HELP = """<dialog id="help" aria-labelledby="help-title">
<h2 id="help-title">How to read this</h2>
<p>Point at a milestone to see <span class="up">what it waits on</span> and
<span class="down">what waits on it</span>, through all links. Click it to keep that, and to read
its details. The address then names it: send it to somebody else.</p>
<dl>
<div><dt><kbd>/</kbd></dt><dd>search</dd></div>
<div><dt><kbd>Tab</kbd></dt><dd>into the picture, and on</dd></div>
<div><dt><kbd>←</kbd> <kbd>→</kbd></dt><dd>to what it waits on, to what waits on it</dd></div>
<div><dt><kbd>↑</kbd> <kbd>↓</kbd></dt><dd>to the others at the same place</dd></div>
<div><dt><kbd>Enter</kbd></dt><dd>keep the milestone, or let it go</dd></div>
<div><dt><kbd>Esc</kbd></dt><dd>let go, then clear search and filters</dd></div>
<div><dt><kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd></dt><dd>zoom and fit (Ctrl + wheel)</dd></div>
<div><dt><kbd>t</kbd></dt><dd>trace the milestone: what it waits on, step by step</dd></div>
<div><dt><kbd>[</kbd> <kbd>]</kbd></dt><dd>shorten and stretch time (Alt + wheel)</dd></div>
<div><dt><kbd>1</kbd> … <kbd>9</kbd></dt><dd>the views</dd></div>
</dl>
<p>Printing prints what is shown. <em>Slack</em>: days that a prerequisite can move
before the link moves what waits on it. <em>Float</em>: days that a milestone can move before the
target moves.</p>
<button type="button" id="help-closed">Close</button>
</dialog>
"""  # noqa: RUF001 - a minus sign, as on the button
