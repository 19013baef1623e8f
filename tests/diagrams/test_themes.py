"""Every theme can be read, and its states be told apart, by people who see colours otherwise.

Contrast is that of WCAG 2.1. Dichromacy is simulated with the matrices for severity 1.0 of
G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A physiologically-based model for
simulation of color vision deficiency", IEEE TVCG 15(6), 2009, on linear sRGB; grey is the
relative luminance. Distances are CIE 1976 (L*, a*, b*), of which about 2.3 is just noticeable.
"""

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from depgraph.analysis.critical_path import critical_path
from depgraph.diagrams.drawing import RING_GAP, RING_WIDTHS, line_style
from depgraph.diagrams.drawn import DrawnLink
from depgraph.diagrams.labels import callout_words, rank_colour
from depgraph.diagrams.layout import render
from depgraph.diagrams.overview import overview
from depgraph.diagrams.pictures import picture_of
from depgraph.diagrams.scene import Subject
from depgraph.diagrams.theme import (
    BOX_WIDTHS,
    CELL_WIDTHS,
    CLEAR_CONTRAST,
    DEFAULT,
    LATE_STANDINGS,
    STANDINGS,
    Theme,
    contrast,
)
from depgraph.diagrams.themes import THEMES, find_theme, hard_to_read
from depgraph.diagrams.views import VIEWS
from depgraph.errors import DepgraphError, LoadError
from depgraph.model import Graph, Milestone
from depgraph.plans.opening import open_plan
from depgraph.sources.themes import SHIPPED, ThemeSpec

GRAPHS = Path(__file__).parent.parent.parent / "graphs"

Matrix = tuple[tuple[float, float, float], ...]

PLAIN: Matrix = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
DEUTERANOPIA: Matrix = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
PROTANOPIA: Matrix = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
GREY: Matrix = ((0.2126, 0.7152, 0.0722),) * 3

VISIONS = {"plain": PLAIN, "deuteranopia": DEUTERANOPIA, "protanopia": PROTANOPIA, "grey": GREY}

TOLD_BY_DASHES = {("later", "undated")}

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def lab(colour: str, vision: Matrix) -> tuple[float, float, float]:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    r, g, b = (
        min(1.0, max(0.0, sum(a * part for a, part in zip(row, linear, strict=True))))
        for row in vision
    )
    x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047
    y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b
    z = (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883
    fx, fy, fz = (
        t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: str, other: str, vision: Matrix) -> float:
    pairs = zip(lab(one, vision), lab(other, vision), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


def test_the_reference_is_right() -> None:
    assert distance("#000000", "#FFFFFF", PLAIN) == pytest.approx(100, abs=0.1)
    assert distance("#FF0000", "#FF0000", DEUTERANOPIA) == 0
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@themes
def test_all_words_are_clear(theme: Theme) -> None:
    for paint in theme.paints.values():
        assert contrast(paint.text, paint.fill) >= CLEAR_CONTRAST
        assert contrast(paint.cell_text, paint.cell) >= CLEAR_CONTRAST
    for colour in (
        theme.ink, theme.faint, theme.critical, theme.late_words, theme.finding, theme.known,
        theme.moved, theme.as_of,
    ):  # fmt: skip
        for behind in (theme.page, *theme.bands):
            assert contrast(colour, behind) >= CLEAR_CONTRAST


@themes
def test_lines_stand_out_from_what_is_behind_them(theme: Theme) -> None:
    for colour in (theme.link, *(paint.line for paint in theme.paints.values())):
        for behind in (theme.page, *theme.bands):
            assert contrast(colour, behind) >= 3  # WCAG 2.1, success criterion 1.4.11


@themes
@pytest.mark.parametrize("vision", VISIONS.values(), ids=VISIONS)
def test_cells_of_any_two_states_are_told_apart(theme: Theme, vision: Matrix) -> None:
    for one, other in combinations(STANDINGS, 2):
        cells = theme.paints[one].cell, theme.paints[other].cell
        is_wider = CELL_WIDTHS.get(one, 1) != CELL_WIDTHS.get(other, 1)
        assert distance(*cells, vision) >= 9 or is_wider, (one, other)


LINES: dict[str, dict[str, Any]] = {
    "link": {},
    "link of a finding": {"is_marked": True},
    "queried link": {"is_queried": True},
    "settled query": {"is_settled": True},
    "critical link": {"rank": "critical", "total_float": 0},
    "critical link with float": {"rank": "critical", "total_float": 400},
    "near critical link": {"rank": "near", "total_float": 0},
}


@themes
@pytest.mark.parametrize("vision", VISIONS.values(), ids=VISIONS)
def test_lines_that_mean_different_things_are_told_apart(theme: Theme, vision: Matrix) -> None:
    styles = {name: line_style(theme, **style) for name, style in LINES.items()}
    for (one, a), (other, b) in combinations(styles.items(), 2):
        if a["style"] != b["style"]:
            continue
        thin, thick = sorted(float(style["penwidth"]) for style in (a, b))
        is_wider = thick >= 1.6 * thin
        # The links of a path have their slack on them, see below.
        has_pill = ("critical" in one) != ("critical" in other)
        apart = distance(a["color"], b["color"], vision)
        assert is_wider or has_pill or apart >= 12, f"{one} and {other}: {apart:.1f}"


def test_every_link_of_a_path_has_its_slack_on_it() -> None:
    link = DrawnLink("A", "B", (), None, is_marked=False, goes_back=False)
    assert callout_words(link) == ""
    for rank in ("critical", "near"):
        for slack in (0, 307):
            assert callout_words(link._replace(rank=rank, slack=slack)) == f"{slack} d"


@themes
@pytest.mark.parametrize("name", ["deuteranopia", "protanopia", "grey"])
def test_the_ring_of_a_path_is_told_from_the_frame_of_what_is_late(theme: Theme, name: str) -> None:
    """Red on orange is one olive to some: what is late has its frame, a path a ring outside."""
    assert BOX_WIDTHS["projected"] >= 2 * 1.0
    for standing in LATE_STANDINGS:
        frame = theme.paints[standing].line
        assert contrast(theme.page, frame) >= 1.5
    assert BOX_WIDTHS["projected"] / 2 + RING_WIDTHS["critical"] / 2 < RING_GAP
    ring = rank_colour(theme, "critical"), rank_colour(theme, "near")
    assert RING_WIDTHS["critical"] > RING_WIDTHS["near"]
    assert distance(*ring, VISIONS[name]) >= 12


COLOURS = re.compile(r"(?i)\b(red|orange|yellow|blue|green|purple|pink|white|gr[ae]y)\b")


@pytest.mark.parametrize("view", ["overview", "calendar", "features"])
@themes
def test_no_legend_names_a_colour(view: str, theme: Theme) -> None:
    """A legend shows its samples; on a grey page, a red frame is none."""
    graph = open_plan(GRAPHS).graph
    path = critical_path(graph, "LDM-503-12")
    options: dict[str, Any] = {"theme": theme, "path": path, "home": "DM"}
    done = picture_of(VIEWS[view], Subject(graph, graph), **options)
    drawn = render(done, format="svg").decode()
    panels = re.findall(r'<g id="legend".*?</g>', drawn, re.DOTALL)
    assert len(panels) == 1
    for panel in panels:
        assert "Legend" in panel
        assert COLOURS.findall(" ".join(re.findall(r">([^<]+)</text>", panel))) == []


@themes
@pytest.mark.parametrize("name", ["plain", "deuteranopia", "protanopia"])
def test_boxes_of_any_two_states_are_told_apart(theme: Theme, name: str) -> None:
    for pair in combinations(STANDINGS, 2):
        one, other = (theme.paints[standing] for standing in pair)
        apart = max(
            distance(one.fill, other.fill, VISIONS[name]),
            distance(one.line, other.line, VISIONS[name]),
        )
        assert apart >= 8 or pair in TOLD_BY_DASHES, pair


def test_the_theme_for_grey_printers_is_grey_and_its_boxes_are_told_apart() -> None:
    theme = THEMES["print-grey"]
    colours = [colour for paint in theme.paints.values() for colour in paint]
    colours += [colour for colour in theme[1:-1] if isinstance(colour, str)]
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)
    for pair in combinations(STANDINGS, 2):
        fills = (theme.paints[standing].fill for standing in pair)
        is_wider = len({BOX_WIDTHS.get(standing, 1) for standing in pair}) > 1
        assert distance(*fills, GREY) >= 6 or pair in TOLD_BY_DASHES or is_wider, pair


def test_the_configuration_knows_the_themes_that_are_shipped() -> None:
    assert set(SHIPPED) == set(THEMES)


def test_a_configured_theme_changes_what_it_says_and_no_more() -> None:
    spec = ThemeSpec("dark", {"late": {"fill": "#FF0000"}}, {"page": "#000011"})

    theme = find_theme("ours", {"ours": spec})

    dark = THEMES["dark"]
    assert theme.paints["late"] == dark.paints["late"]._replace(fill="#FF0000")
    assert theme.paints["done"] == dark.paints["done"]
    assert theme == dark._replace(page="#000011", paints=theme.paints)


def test_a_configured_theme_may_replace_a_shipped_one() -> None:
    own = {"default": ThemeSpec(colours={"ink": "#000000"})}

    assert find_theme("default", own) == DEFAULT._replace(ink="#000000")


def test_an_unknown_theme() -> None:
    with pytest.raises(DepgraphError, match=r"there is no theme .drak.*did you mean .dark"):
        find_theme("drak", {})


def config(folder: Path, text: str) -> Path:
    (folder / "plan.yaml").write_text("milestones: {A: {}}\n")
    (folder / "depgraph.yaml").write_text(f"graph: [plan.yaml]\n{text}")
    return folder


def test_themes_of_a_configuration_are_read(tmp_path: Path) -> None:
    text = (
        "themes:\n  ours:\n    like: dark\n    late: {fill: '#f00', cell_text: '#000000'}\n"
        "    critical: '#ABCDEF'\n    bands: ['#111111', '#222222']\n"
    )
    themes = open_plan(config(tmp_path, text)).config.themes

    assert {name: spec._replace(places={}) for name, spec in themes.items()} == {
        "ours": ThemeSpec(
            "dark",
            {"late": {"fill": "#FF0000", "cell_text": "#000000"}},
            {"critical": "#ABCDEF"},
            ("#111111", "#222222"),
        )
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("themes: {x: {late: {fill: red}}}", "depgraph.yaml:2:27: themes: x: late: fill: expected"),
        ("themes: {x: {ink: '#12345'}}", "expected a colour as '#RGB' or '#RRGGBB', got '#12345'"),
        ("themes:\n  x:\n    ink: #123456", "quote it"),
        ("themes: {x: {inc: '#123'}}", "unknown key 'inc'"),
        ("themes: {x: {late: {fil: '#123'}}}", "unknown key 'fil'"),
        ("themes: {x: {like: bright}}", "expected one of dark, default, print-grey"),
        ("themes: {x: {bands: ['#123']}}", "expected a list of two colours"),
        ("themes: [x]", "themes: expected a mapping"),
    ],
)
def test_what_is_wrong_in_a_theme_is_told_with_its_place(
    tmp_path: Path, text: str, expected: str
) -> None:
    with pytest.raises(LoadError) as caught:
        open_plan(config(tmp_path, text))

    assert expected in str(caught.value)


def test_a_configured_theme_is_told_what_of_it_is_hard_to_read(tmp_path: Path) -> None:
    text = (
        "themes:\n  ours:\n    like: dark\n    late: {fill: '#AA3300'}\n    ink: '#333333'\n"
        "    done:\n      text: '#884400'\n      fill: '#AA3300'\n"
    )
    configured = open_plan(config(tmp_path, text)).config.themes
    dark = THEMES["dark"]

    said = hard_to_read("ours", configured)

    assert contrast("#AA3300", dark.paints["late"].text) >= CLEAR_CONTRAST  # is not told
    done = contrast("#884400", "#AA3300")
    assert [each.partition("themes: ")[2] for each in said] == [
        f"ours: done: text #884400 on done: fill #AA3300 has a contrast of {done:.1f}, "
        "and words need 4.5",
        f"ours: ink #333333 on bands {dark.bands[1]} has a contrast of "
        f"{contrast('#333333', dark.bands[1]):.1f}, and words need 4.5",
    ]
    # Both colours of the first are configured: the place is that of the later one.
    assert [each.partition(": themes: ")[0][-len("depgraph.yaml:9") :] for each in said] == [
        "depgraph.yaml:9", "depgraph.yaml:6",
    ]  # fmt: skip


@themes
def test_shipped_themes_have_nothing_that_is_hard_to_read(theme: Theme) -> None:
    name = next(each for each, other in THEMES.items() if other is theme)

    assert hard_to_read(name, {}) == ()
    assert hard_to_read("ours", {"ours": ThemeSpec(name)}) == ()


@themes
def test_a_picture_has_the_colours_of_its_theme(theme: Theme) -> None:
    graph = Graph([Milestone("A", state="complete")])
    source = overview(graph, theme=theme).source

    assert f'fillcolor="{theme.paints["done"].fill}"' in source
    assert f'bgcolor="{theme.page}"' in source
