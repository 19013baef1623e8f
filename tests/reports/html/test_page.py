"""The page as a file: what a parser finds in it, without a browser."""

import base64
import hashlib
import json
import re
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depgraph.analysis.critical_path import critical_path
from depgraph.analysis.floats import total_floats
from depgraph.analysis.projection import project
from depgraph.diagrams.theme import PAINTS
from depgraph.diagrams.themes import THEMES
from depgraph.model import Graph, Link, Milestone, Query, Question
from depgraph.model.schedules import Revision
from depgraph.reports.html import Figure, Review, page
from depgraph.reports.html.content import as_script, review_data
from depgraph.reports.html.document import SCRIPTS, STYLE
from depgraph.reports.html.targets import MOST_TARGETS, choose_targets
from depgraph.reports.review import Route
from depgraph.rules.findings import Finding

from ...report_data import unpacked_report

AS_OF = date(2020, 1, 1)


class Elements(HTMLParser):
    """The elements of a page: tag, attributes, and the text directly after the start tag."""

    def __init__(self, markup):
        super().__init__()
        self.found = []
        self.is_open = False
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.found.append([tag, dict(attrs), ""])
        self.is_open = True

    def handle_data(self, data):
        if self.is_open:
            self.found[-1][2] += data

    def handle_endtag(self, tag):
        self.is_open = False

    def of(self, tag):
        return [(attributes, text) for name, attributes, text in self.found if name == tag]


def review(graph, **parts):
    standings = {milestone.id: "later" for milestone in graph.milestones}
    return Review(graph=graph, title="A plan", findings=(), standings=standings)._replace(**parts)


def plan():
    return Graph(
        [
            Milestone("A", name="First", due=date(2020, 2, 1), level=2),
            Milestone("B", due=date(2020, 3, 1), level=2, url="https://example.org/b"),
            Milestone("C", level=3, url="javascript:alert(1)"),
        ],
        [Link("A", "B", lag=-2, queries=(Query("Really?"),)), Link("C", "B", type="SS")],
        questions=[Question("C", "When?")],
        as_of=AS_OF,
    )


def data_of(markup):
    scripts = Elements(markup).of("script")
    written = next(text for attributes, text in scripts if attributes.get("id") == "plan")
    return unpacked_report(json.loads(written))


def test_style_and_script_are_named_by_their_hashes_and_nothing_else_is_let_in():
    elements = Elements(page(review(plan())))
    ((style, sheet),) = elements.of("style")
    data, (script, source) = elements.of("script")
    assert data[0] == {"type": "application/json", "id": "plan"}
    assert (style, script) == ({}, {})
    policy = next(
        attributes["content"]
        for attributes, _ in elements.of("meta")
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    allowed = dict(part.split(" ", 1) for part in policy.split("; "))

    def named(text):
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert allowed == {
        "default-src": "'none'",
        "style-src": named(sheet),
        "script-src": named(source),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_no_element_has_a_style_or_a_listener_which_the_policy_would_block():
    for _, attributes, _ in Elements(page(review(plan()))).found:
        assert not {name for name in attributes if name == "style" or name.startswith("on")}


def test_ids_are_there_once():
    figures = [Figure("Overview", "<svg/>"), Figure("Calendar", "<svg/>")]
    markup = page(review(plan(), figures=figures))
    ids = [attributes["id"] for _, attributes, _ in Elements(markup).found if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_the_scripts_never_take_a_text_for_markup():
    assets = files("depgraph.reports.html").joinpath("assets")
    source = "".join(assets.joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS)
    assert not re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", source)
    assert "</script" not in source
    assert "</style" not in assets.joinpath(STYLE).read_text(encoding="utf-8")


@pytest.mark.parametrize("theme", ["default", "dark"])
def test_the_colours_are_those_of_the_pictures(theme):
    style = files("depgraph.reports.html").joinpath("assets", STYLE).read_text(encoding="utf-8")
    _, light, dark, *_ = style.split(":root {")
    values = dict(re.findall(r"--([\w-]+): (#\w{6});", dark if theme == "dark" else light))
    rules = re.findall(r"^\.(\w+) \{ --fill: .+", style, re.MULTILINE)
    assert set(rules) == PAINTS.keys()
    for standing, paint in THEMES[theme].paints.items():
        rule = re.search(rf"^\.{standing} {{ --fill: .+", style, re.MULTILINE)
        names = re.findall(r"var\(--([\w-]+)\)", rule[0])
        assert [values[name] for name in names] == [
            colour.lower() for colour in (paint.fill, paint.line, paint.text)
        ]


@given(st.text())
def test_any_text_comes_out_of_the_data_as_the_same_text(text):
    script = as_script({"name": text})
    assert json.loads(script) == {"name": text}
    assert not set(script) & set("<>&\u2028\u2029")
    script.encode()


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_no_title_makes_an_element(title):
    found = Elements(page(review(plan(), title=title))).found
    usual = Elements(page(review(plan(), title="x"))).found
    assert [tag for tag, *_ in found] == [tag for tag, *_ in usual]


def test_the_same_review_gives_the_same_bytes():
    assert page(review(plan())) == page(review(plan()))


def test_what_is_known_of_a_milestone_is_in_the_data():
    graph = plan()
    projection = project(graph)
    revisions = [
        Revision("old.yaml", date(2019, 1, 1), {"A": Milestone("A", due=date(2019, 12, 1))}),
        Revision("new.yaml", AS_OF, {"A": Milestone("A", due=date(2020, 2, 1))}),
    ]
    data = data_of(page(review(graph, projection=projection, revisions=revisions)))
    first, second, third = data["milestones"]
    assert first["name"] == "First"
    assert first["revisions"] == [{"due": "2019-12-01"}, 1]
    assert (second["projected"], second["slip"], second["driver"]) == ("2020-03-01", 0, "own date")
    assert second["url"] == "https://example.org/b"
    assert not {"url", "due", "projected", "revisions"} & third.keys()
    assert data["links"][0] == {
        "p": 0,
        "d": 1,
        "lag": -2,
        "slack": projection.link_slack(0),
        "queries": [{"text": "Really?"}],
    }
    assert data["links"][1]["type"] == "SS"
    assert data["questions"] == [{"m": 2, "text": "When?"}]


def test_what_drives_a_target_is_that_of_the_library():
    graph = plan()
    path = critical_path(graph, "B")
    without = critical_path(graph, "B", without_queries=True)
    data = review_data(review(graph, routes=[Route(path, without, None)], target="B"))
    route = data["routes"]["B"]
    assert [data["milestones"][step["m"]]["id"] for step in route["paths"][0]] == list(path.codes)
    assert [step.get("slack") for step in route["paths"][0]] == [None, path.steps[1].link_slack]
    assert route["floats"] == [
        [graph.number(code), days] for code, days in total_floats(path.projection, "B").items()
    ]
    assert route["without"]["differs"] is True


def test_a_finding_belongs_to_every_milestone_of_its_chain():
    finding = Finding("rule", "error", "x", prerequisite="A", dependent="C", chain=("A", "B", "C"))
    data = review_data(review(plan(), findings=[finding]))
    assert data["findings"][0]["codes"] == ["A", "B", "C"]


def test_a_picture_that_could_not_be_drawn_is_told():
    markup = page(review(plan(), figures=[Figure("Overview", None, "no <dot>")]))
    assert "There is no picture: no &lt;dot&gt;" in markup


# -- targets ---------------------------------------------------------------------------


def test_the_target_due_last_comes_first():
    assert choose_targets(project(plan()), None) == (("A", "B"), "B")


def test_any_milestone_can_be_chosen_as_target_by_another_code_too():
    graph = Graph([Milestone("A", level=2), Milestone("B", level=3, aka=("X",))], as_of=AS_OF)
    assert choose_targets(project(graph), "X") == (("A", "B"), "B")


def test_without_anything_incomplete_there_is_no_target():
    done = Milestone("A", level=2, completed=AS_OF, state="complete")
    assert choose_targets(project(Graph([done], as_of=AS_OF)), None) == ((), "")


def test_of_very_many_targets_those_due_last_are_offered():
    milestones = [
        Milestone(f"M{n:03}", due=date.fromordinal(AS_OF.toordinal() + n)) for n in range(200)
    ]
    offered, first = choose_targets(project(Graph(milestones, as_of=AS_OF)), "M000")
    assert first == "M000"
    assert offered == ("M000", *(f"M{n:03}" for n in range(200 - MOST_TARGETS, 200)))


@pytest.mark.parametrize("name", [STYLE, *SCRIPTS])
def test_the_assets_are_in_the_package(name):
    assert Path(str(files("depgraph.reports.html").joinpath("assets", name))).is_file()
