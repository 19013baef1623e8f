import re
import xml.etree.ElementTree as ET
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depgraph.diagrams.charts.files import chart_file
from depgraph.diagrams.charts.kinds import KINDS, Subject, main_scope
from depgraph.model import Graph, Link, Milestone
from depgraph.reports.html.figures import inline_svg
from depgraph.reports.html.outlines import shorter_outline, with_small_corners

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
)


class Tags(HTMLParser):
    """What an HTML parser finds: tags with attributes, and the text."""

    def __init__(self, markup):
        super().__init__()
        self.found = []
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


PANELS = ("legend", "heading", "late", "causes", "list-1")


def inline(inside, attributes=""):
    return inline_svg(SVG.format(attributes, inside))


def test_shapes_texts_and_codes_are_kept():
    markup = inline(
        '<g id="milestone-A" class="node milestone late" data-code="A">'
        '<path fill="#fff" d="M0,0"/><text x="1" font-size="8">A &amp; B</text></g>',
        'viewBox="0 0 9 9"',
    )
    assert '<g class="milestone late" data-code="A">' in markup
    assert '<path d="M0,0" fill="#fff"/>' in markup
    assert '<text font-size="8" x="1">A &amp; B</text>' in markup
    assert 'viewBox="0 0 9 9"' in markup


def test_the_title_and_description_of_the_picture_become_its_label():
    markup = inline('<title>A "plan"</title><desc>of two</desc><g><title>tooltip</title></g>')
    assert Tags(markup).found[0][1]["aria-label"] == 'A "plan". of two'
    assert "tooltip" not in markup


def test_ids_are_left_out_as_two_pictures_share_them():
    assert " id=" not in inline('<g id="milestone-A"/><g id="legend" class="node panel"/>')


def test_headings_and_lists_are_for_paper_and_the_legend_stays():
    panel = '<g id="{}" class="node panel"><text>{}</text></g>'
    markup = inline("".join(panel.format(name, f"in {name}") for name in PANELS))
    assert '<g class="panel legend"><text>in legend</text></g>' in markup
    for name in PANELS[1:]:
        assert f"in {name}" not in markup


def test_what_says_nothing_is_left_out_and_shapes_stay_the_same():
    markup = inline(
        '<polygon fill="#fff" stroke="none" points="0,0 9,0 9,9 0,0"/>'
        '<polygon points="1,1 2,2 3,1"/>'
        '<path d="M 1 2 L 3.04 -4 C 1,2 3,4 5 6 Z" stroke-linejoin="miter"/>'
    )
    assert '<polygon fill="#fff" points="0,0 9,0 9,9"/>' in markup
    assert '<polygon points="1,1 2,2 3,1"/>' in markup
    assert '<path d="M1 2L3-4C1,2 3,4 5 6Z"/>' in markup


def test_a_cell_and_its_border_are_one_shape_where_they_are_drawn_at_once():
    cell = '<polygon fill="#fff" points="{0}"/>'
    border = '<polygon fill="none" stroke="black" points="{0}"/>'
    square, other = "0,0 9,0 9,9", "0,0 9,0 9,8"
    merged = '<polygon fill="#fff" points="0,0 9,0 9,9" stroke="black"/>'
    markup = inline((cell + border).format(square))
    assert merged in markup
    assert markup.count("<polygon") == 1
    for apart in (
        cell.format(square) + border.format(other),
        border.format(square) + cell.format(square),
        f"{cell}<text>A</text>{border}".format(square),
        f"<g class='a'>{cell}</g>{border}".format(square),
        cell.format(square).replace("/>", ' opacity="0.5"/>') + border.format(square),
        cell.format(square) + border.format(square).replace("/>", ' opacity="0.5"/>'),
    ):
        assert inline(apart).count("<polygon") == 2, apart
    assert inline(f"<g>{cell}</g><g>{border}</g>".format(square)).count("<polygon") == 1


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<style>*{display:none}</style>",
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'>alert(1)</body></foreignObject>",
        "<image xlink:href='http://example.org/alert(1)'/>",
        "<use href='#alert(1)'/>",
        "<g onclick='alert(1)'/>",
        "<g style='background:url(alert(1))'/>",
        "<path fill='url(http://example.org/alert(1))'/>",
        "<animate attributeName='href' to='alert(1)'/>",
    ],
)
def test_nothing_that_runs_or_loads_is_kept(hostile):
    assert "alert" not in inline(hostile)


def test_every_chart_keeps_its_texts_and_has_no_style_id_or_reference():
    graph = Graph(
        [
            Milestone("A", name="</text><script>alert(1)</script>", due=date(2020, 1, 1)),
            Milestone("B", name="שלום ' onload='alert(1)", due=date(2020, 5, 1)),
        ],
        [Link("A", "B")],
        as_of=date(2020, 2, 1),
    )
    for kind in ("timeline", "burndown", "slips"):
        made = KINDS[kind].make(Subject(graph, main_scope(graph, kind)))
        svg = chart_file(made.draw("<b>title"), "svg", title="<b>title")
        read = Tags(inline_svg(svg.decode()))
        assert {tag for tag, _ in read.found} <= {"svg", "g", "path", "circle", "text"}
        names = {name for _, attributes in read.found for name in attributes}
        assert not names & {"style", "id", "clip-path", "href", "xlink:href", "onload"}
        assert "<b>title" in read.text
        words = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
        assert read.text == "".join(word.text or "" for word in words)
    made = KINDS["timeline"].make(Subject(graph, main_scope(graph, "timeline")))
    markup = inline_svg(chart_file(made.draw("x"), "svg").decode())
    assert '<g class="milestone" data-code="A">' in markup
    assert '<g class="link" data-dependent="B" data-prerequisite="A">' in markup


def test_an_anchor_is_left_out_and_what_is_in_it_stays():
    markup = inline('<g><a xlink:href="http://example.org"><text>A</text></a></g>')
    assert "<text>A</text>" in markup
    assert "example.org" not in markup


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"])))
def test_any_text_comes_out_as_the_same_text(text):
    root = ET.Element("svg")
    ET.SubElement(root, "text").text = text
    read = Tags(inline_svg(ET.tostring(root, encoding="unicode")))
    assert read.text == text
    assert [tag for tag, _ in read.found] == ["svg", "text"]


# -- outlines ------------------------------------------------------------------------------


def corners_of(outline):
    """Return the ends of all pieces of a path, by the plain meaning of its letters."""
    x = y = 0.0
    ends = []
    for letter, numbers in re.findall(r"([MLHVhvCcZz])([^MLHVhvCcZz]*)", outline):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if letter in "Hh":
            x = values[-1] + (x if letter == "h" else 0)
        elif letter in "Vv":
            y = values[-1] + (y if letter == "v" else 0)
        elif letter not in "Cc" and values:
            x, y = values
        for n in range(0, len(values) if letter in "Cc" else 0, 6):
            across, up = values[n + 4 : n + 6]
            x, y = (x + across, y + up) if letter == "c" else (across, up)
            ends.append((round(x, 6), round(y, 6)))
        if letter in "MLHVhv":
            ends.append((round(x, 6), round(y, 6)))
    return ends


@pytest.mark.parametrize(
    "outline",
    [
        "M10.1,-3.2C10.1,-4.7 12,-7.3 12.3,-7.3 14,-8 15.2,-9.9 10.1,-11.3",
        "M0,0C0,1 0,2 0,3 0,4 1,5 2,5 3,5 4,5 9,5",
        "M5,5C5,5 5,5 5,5",
    ],
)
def test_a_shorter_outline_goes_the_same_way(outline):
    shorter = shorter_outline(outline)
    assert corners_of(shorter) == corners_of(outline)
    assert len(shorter) <= len(outline)


def test_a_frame_has_small_corners_and_the_same_sides():
    # 84 points by 57, from (24.7, -350.5), with corners of 12.
    frame = "M96.7-350.5h-60c-6 0-12 6-12 12v33c0 6 6 12 12 12h60c6 0 12-6 12-12v-33c0-6-6-12-12-12"
    smaller = with_small_corners(frame)
    assert smaller.startswith("M103.7 -350.5h-74a5 5 0 0 0-5 5v47a")  # to x 24.7 and y -293.5
    assert len(smaller) <= len(frame)
    assert with_small_corners(smaller) == smaller
