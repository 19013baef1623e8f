"""The release plan: what it lists in which order, and documents that show texts as they are."""

import re
import shutil
import subprocess
from datetime import date
from functools import cache
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from depgraph.errors import DepgraphError, LoadError
from depgraph.model import Graph, Link, Milestone
from depgraph.plans.loading import load_graph, load_with_schedule_links
from depgraph.plans.selection import Selection, select_config
from depgraph.reports.documents import Template, filled, shipped_template
from depgraph.reports.escaping import GitHubAnchors, one_line
from depgraph.reports.release_plan import release_plan
from depgraph.reports.release_plan_data import release_plan_data

ROOT = Path(__file__).parents[2]
GRAPHS = ROOT / "graphs"
EXPECTED = Path(__file__).parent / "release_plans"
"""What the published plans list, in their order: code, due date, completion."""

FORMATS = ("markdown", "rst", "latex", "html")
NO_FEATURES = "brings no new features"

HOSTILE = [
    r"\input{/etc/passwd} & 100% $x$ #1 _a_ {b} ~c ^d",
    "<script>alert(1)</script> \"q\" 'r'",
    "`code` *bold* **x** [l](http://x) ![i](y) | cell | ``q`` ~~s~~",
    "- item",
    "1. first",
    "(i) first",
    "a) first",
    "==== ====",
    ".. warning:: x",
    ".. _x: y",
    ">>> 1 + 1",
    ":field: value",
    "-o option",
    "+--+",
    "__ http://x",
    "# head #",
    "{{ 7 * 7 }} {% for x in y %} \\VAR{x} \\BLOCK{if x}",
    "ends with ::",
    "ends with \\",
    "\\ begins with one",
    "|sub| foo_ `a`_ `a`__ [1]_ [#]_ :role:`x` *",
    "漢字 → ≥ \N{GREEK SMALL LETTER SIGMA} é \u202eabc\x07\n\n- two lines",
    "?` !` ,, << >> -- --- '' ``",
]


@cache
def of_schedule(name: str) -> Graph:
    selection = Selection(schedule=GRAPHS / "schedules" / f"{name}.yaml", graph=(GRAPHS,))
    config = select_config(selection, [])
    return load_with_schedule_links(selection, config, load_graph(selection, config))


def expected(name: str) -> list[tuple[str, str, str, list[tuple[str, str, str]]]]:
    listed: list[tuple[str, str, str, list[tuple[str, str, str]]]] = []
    for line in (EXPECTED / f"{name}.txt").read_text().splitlines():
        code, due, completed = line.split()
        if line.startswith(" "):
            listed[-1][3].append((code, due, completed))
        else:
            listed.append((code, due, completed, []))
    return listed


@pytest.mark.parametrize(
    ("name", "milestones", "entries", "features", "without"),
    [
        ("2018-07-17", 26, 124, 113, 5),
        ("2019-05-20", 28, 100, 97, 7),
        ("2024-11-30", 40, 79, 73, 18),
    ],
)
def test_the_plan_is_the_published_one(
    name: str, milestones: int, entries: int, features: int, without: int
) -> None:
    plan = release_plan(of_schedule(name), home="DM")
    data = release_plan_data(plan)["milestones"]
    told = [
        (
            *(each["id"], each["due"], each["completed"] or "incomplete"),
            [(f["id"], f["due"], f["completed"] or "incomplete") for f in each["features"]],
        )
        for each in data
    ]
    assert told == expected(name)
    assert len(told) == milestones
    assert sum(len(each[3]) for each in told) == entries
    assert len(plan.features) == features
    assert sum(not each[3] for each in told) == without
    assert plan.unlisted == ()
    names = {m.id: m.name for m in of_schedule(name).milestones}
    assert all(
        names[entry["id"]] == entry["name"] is not None
        for each in data
        for entry in (each, *each["features"])
    )


def day(number: int) -> date:
    return date(2020, 1, number)


def plan_of(*milestones: Milestone, links: str = "", **options: object) -> Graph:
    pairs = [pair.split(">") for pair in links.split()]
    made = [Link(prerequisite=before, dependent=after) for before, after in pairs]
    return Graph(milestones, made, **options)


def listed(graph: Graph, **options: object) -> dict[str, list[str]]:
    plan = release_plan(graph, **options)
    return {each.id: [feature.id for feature in each.features] for each in plan.milestones}


def test_of_one_due_date_the_code_decides_as_it_is_spelled_and_what_has_none_is_last() -> None:
    graph = plan_of(
        Milestone("M", level=2, due=day(9)),
        Milestone("L", level=2),
        Milestone("F-3", due=day(2)),
        Milestone("F-38", due=day(2)),
        Milestone("F-5", due=day(2)),
        Milestone("A"),
        Milestone("Z", due=day(1)),
        links="F-38>M F-5>M F-3>M A>M Z>M A>L",
    )
    assert listed(graph) == {"M": ["Z", "F-3", "F-38", "F-5", "A"], "L": ["A"]}
    assert list(listed(graph)) == ["M", "L"]


def test_features_are_deeper_ours_and_milestones() -> None:
    graph = plan_of(
        Milestone("TOP", level=1, owner="DM"),
        Milestone("M", level=2, owner="DM"),
        Milestone("N", level=2, owner="DM"),
        Milestone("F", level=3, owner="DM"),
        Milestone("BEHIND", level=3, owner="DM"),
        Milestone("CAM", owner="Camera"),
        Milestone("ANY"),
        Milestone("TEST", kind="test-plan", level=3, owner="DM"),
        links="N>M F>M BEHIND>F CAM>M ANY>M TEST>M TOP>M",
    )
    assert listed(graph, home="DM") == {"M": ["ANY", "F"], "N": []}
    assert release_plan(graph, home="DM").unlisted == ("BEHIND",)
    assert listed(graph, level=3) == {"BEHIND": [], "F": []}
    assert listed(graph, level=1) == {"TOP": []}
    with pytest.raises(DepgraphError, match="no milestone has the level '7'"):
        release_plan(graph, level=7)


def test_without_level_2_the_smallest_level_has_the_features() -> None:
    graph = plan_of(Milestone("M", level=3), Milestone("F", level=4), links="F>M")
    assert listed(graph) == {"M": ["F"]}


def test_without_levels_what_waits_on_something_or_blocks_nothing_has_the_features() -> None:
    graph = plan_of(
        *(Milestone(code) for code in ("A", "B", "C", "ALONE", "F", "G")),
        links="F>A G>A A>B F>C",
    )
    assert listed(graph) == {"A": ["F", "G"], "ALONE": [], "B": [], "C": ["F"]}


def test_what_was_completed_after_the_as_of_date_is_incomplete() -> None:
    graph = plan_of(
        Milestone("M", level=2, completed=day(5), state="complete"),
        Milestone("N", level=2, completed=day(9), state="incomplete"),
    )
    data = release_plan_data(release_plan(graph))["milestones"]
    assert {each["id"]: each["completed"] for each in data} == {"M": "2020-01-05", "N": None}


def test_chosen_features_stand_alone_under_all_of_their_milestones() -> None:
    graph = plan_of(
        Milestone("M", level=2),
        Milestone("N", level=2),
        Milestone("O", level=2),
        Milestone("F", level=3),
        Milestone("G", level=3),
        links="F>M G>M F>N G>O",
    )
    assert listed(graph, chosen={"M"}) == {"M": ["F", "G"]}
    assert listed(graph, chosen={"F"}) == {"M": ["F"], "N": ["F"]}
    assert listed(graph, chosen={"F", "O"}) == {"M": ["F"], "N": ["F"], "O": []}
    plan = release_plan(graph, chosen={"F", "O"})
    assert [each.left_out for each in plan.milestones] == [1, 0, 1]


# -- documents ---------------------------------------------------------------------------


def hostile_plan(names: list[str]) -> Graph:
    codes = [f"F-{n}" for n in range(len(names))]
    return plan_of(
        *(Milestone(f"M_{n}", name, level=2) for n, name in enumerate(names)),
        *(Milestone(code, name, level=3) for code, name in zip(codes, names, strict=True)),
        links=" ".join(f"{code}>M_0" for code in codes),
    )


def document(graph: Graph, form: str, *, title: str = "Plan") -> str:
    plan = release_plan(graph)
    values = {"title": title, **plan._asdict(), "features": plan.features}
    shipped = shipped_template("release-plan", form)
    return filled(shipped, form, values, document="release-plan")


def read_rst(text: str) -> str:
    """Return the text of a document, which docutils reads without a complaint."""
    from docutils.core import publish_doctree

    warnings = StringIO()
    tree = publish_doctree(
        text,
        settings_overrides={
            "warning_stream": warnings,
            "report_level": 2,
            "file_insertion_enabled": False,
        },
    )
    assert warnings.getvalue() == ""
    return tree.astext()


class Page(HTMLParser):
    """The elements of a page, the texts of its items and headings, ids and links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag != "meta":
            self.open.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.targets += [value or "" for name, value in attrs if name == "href"]
        if tag in ("li", "h2"):
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"li", "h2"} & set(self.open):
            self.texts[-1] += data


@pytest.mark.parametrize("name", ["2018-07-17", "2019-05-20", "2024-11-30"])
@pytest.mark.parametrize("form", FORMATS)
def test_a_document_has_every_line_of_the_published_plan_in_its_order(form: str, name: str) -> None:
    text = document(of_schedule(name), form)
    plain = re.sub(r"<[^>]*>", "", text) if form == "html" else text
    place = plain.index("Due ")
    for code, due, completed, features in expected(name):
        for each, its_due, its_completed in ((code, due, completed), *features):
            state = "incomplete" if its_completed == "incomplete" else f"completed {its_completed}"
            place = plain.index(f"Due {its_due}; {state}", place)
            start = plain.rindex("\n\n" if each == code else "\n", 0, place)
            if each != code:
                assert f"{each}: " in plain[start:place]
            place += 1
    assert plain.count(NO_FEATURES) == sum(not each[3] for each in expected(name))


def test_rst_shows_hostile_names_as_they_are() -> None:
    shown = read_rst(document(hostile_plan(HOSTILE), "rst", title=HOSTILE[0]))
    for n, name in enumerate(HOSTILE):
        assert f"{one_line(name)}: M_{n}" in shown
        assert f"F-{n}: {one_line(name)} (No due date; incomplete)" in shown


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=30).map(one_line).filter(bool), min_size=1, max_size=6))
def test_rst_shows_any_name_as_it_is(names: list[str]) -> None:
    shown = read_rst(document(hostile_plan(names), "rst"))
    for n, name in enumerate(names):
        assert f"{name}: M_{n}" in shown


def test_html_shows_hostile_names_as_they_are() -> None:
    page = Page(document(hostile_plan(HOSTILE), "html", title=HOSTILE[1]))
    assert "script" not in page.tags
    assert len(page.ids) == len(set(page.ids))
    assert {target.removeprefix("#") for target in page.targets} == set(page.ids) - {"contents"}
    shown = [one_line(text) for text in page.texts]
    for n, name in enumerate(HOSTILE):
        assert shown.count(f"{one_line(name)}: M_{n}") == 2
        assert f"F-{n}: {one_line(name)} (No due date; incomplete)" in shown


def test_html_keeps_the_code_of_a_heading_in_one_line() -> None:
    text = document(of_schedule("2019-05-20"), "html")
    assert re.search(r"\.code \{ display: inline-block;", text)
    for code, *_ in expected("2019-05-20"):
        assert text.count(f': <span class="code">{code}</span></') == 2


@settings(max_examples=30)
@given(st.text(max_size=60))
def test_latex_leaves_nothing_special(name: str) -> None:
    text = document(plan_of(Milestone("M", name, level=2)), "latex")
    section = text[text.index("\\section{") :].partition("\n")[0]
    harmless = re.sub(r"\\text[a-z]+\{\}|\\[&%$#_{}]|\{[][*]\}|(?<=[-,'])\{\}", "", section)
    assert not set(harmless.removeprefix("\\section{").removesuffix("}")) & set('\\{}$&#^_~%<>|"`')


def test_latex_environments_are_balanced() -> None:
    text = document(hostile_plan(HOSTILE), "latex")
    stack = []
    for kind, name in re.findall(r"\\(begin|end)\{(\w+)\}", text):
        if kind == "begin":
            stack.append(name)
        else:
            assert stack.pop() == name
    assert stack == []
    assert text.count("\\begin{itemize}") == 1


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs pdflatex")
def test_latex_compiles(tmp_path: Path) -> None:
    (tmp_path / "plan.tex").write_text(document(hostile_plan(HOSTILE), "latex"), encoding="utf-8")
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "plan.tex"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[-2000:]


def test_markdown_links_go_to_the_anchors_of_its_headings() -> None:
    names = ["Same", "same", "SSO, A&A", "-", *HOSTILE]
    text = document(hostile_plan(names), "markdown", title="Same: M_0")
    anchors = GitHubAnchors()
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    plain = [
        re.sub(r"\\([\\`*_\[\]#~$\-+=.)])", r"\1", heading)
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#124;", "|")
        .replace("&amp;", "&")
        for heading in headings
    ]
    assert plain[:3] == ["Same: M_0", "Contents", "Same: M_0"]
    there = [anchors.of(heading) for heading in plain]
    assert there[:3] == ["same-m_0", "contents", "same-m_0-1"]
    linked = re.findall(r"^- \[.*\]\(#(.*)\)$", text, re.MULTILINE)
    assert linked == there[2:]


@pytest.mark.parametrize(
    ("headings", "anchors"),
    [
        (["LSP with Auth & TAP: LDM-503-10a"], ["lsp-with-auth--tap-ldm-503-10a"]),
        (["Ops #1 (ComCam)", "Ops 1 ComCam"], ["ops-1-comcam", "ops-1-comcam-1"]),
        (["a", "a", "a-1", "a"], ["a", "a-1", "a-1-1", "a-2"]),
        (["Über_größe 10.5 \N{ROCKET}"], ["über_größe-105-"]),
    ],
)
def test_anchors_are_those_of_github(headings: list[str], anchors: list[str]) -> None:
    page = GitHubAnchors()
    assert [page.of(heading) for heading in headings] == anchors


def test_markdown_has_no_markup_of_a_hostile_name() -> None:
    text = document(hostile_plan(HOSTILE), "markdown")
    for line in text.splitlines():
        if line.startswith("- F"):
            bare = re.sub(r"\\.", "", line.removeprefix("- ").replace("(*", "").replace("*)", ""))
            assert not set(bare) & set("<`*_[]|")


# -- templates of the user ---------------------------------------------------------------

ONE = plan_of(Milestone("M-1", "Q & A", level=2, due=day(2)))


def made(text: str, form: str = "markdown") -> str:
    plan = release_plan(ONE)
    values = {"title": "Plan", **plan._asdict(), "features": plan.features}
    template = Template("ours.j2", text)
    return filled(template, form, values, document="release-plan")


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("html", "<b>{{ milestones[0].name }}</b>", "<b>Q &amp; A</b>\n"),
        ("html", "{{ milestones[0].name|upper }}", "Q &amp; A\n"),
        ("latex", "\\textbf{\\VAR{milestones[0].name}} {#1} {%", "\\textbf{Q \\& A} {#1} {%\n"),
        ("latex", "\\VAR{milestones[0].name|e}\\#{ nothing }", "Q \\& A\n"),
        ("rst", "{{ milestones[0].heading|heading('=') }}", "Q & A: M-1\n==========\n"),
        ("markdown", "{{ as_of }}{{ '<x>'|safe }}", "\N{EN DASH}<x>\n"),
        ("latex", "\\BLOCK{macro m(x)}\\VAR{x}!\\BLOCK{endmacro}\\VAR{m('%')}", "\\%!\n"),
    ],
)
def test_what_a_template_prints_is_escaped_once(form: str, text: str, shown: str) -> None:
    assert made(text, form) == shown


@pytest.mark.parametrize("form", FORMATS)
def test_a_template_can_change_one_block_of_the_shipped_one(form: str) -> None:
    shipped = shipped_template("release-plan", form).shown
    start, end = ("\\BLOCK{", "}") if form == "latex" else ("{% ", " %}")
    text = (
        f'{start}extends "{shipped}"{end}\n'
        f"{start}block no_features{end}Nothing of its own.{start}endblock{end}\n"
    )
    own = made(text, form)
    assert "Nothing of its own." in own
    assert NO_FEATURES not in own
    assert "M-1" in own


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a\n{{ titel }}", "ours.j2:2:1: 'titel' is undefined"),
        ("{% for m in milestones %}\n\n{{ m.nme }}{% endfor %}", "ours.j2:3:1: "),
        ("\n{% if %}", "ours.j2:2:1: "),
        ("\n\n{{ 1 / 0 }}", "ours.j2:3:1: ZeroDivisionError: division by zero"),
        ("{{ title.__class__.__mro__ }}", "ours.j2:1:1: access to attribute '__class__'"),
        ('\n{% extends "other.j2" %}', "ours.j2:2:1: there is no template 'other.j2': what it can"),
        ("{% for x in range(10 ** 9) %}{% endfor %}", "ours.j2:1:1: OverflowError: "),
        ("{{ title|nothing }}", "ours.j2:1:1: No filter named 'nothing'"),
        ('{% extends "release-plan.md.j2" %}{% block end %}\n{{ x }}{% endblock %}', "ours.j2:2:1"),
    ],
)
def test_what_is_wrong_in_a_template_is_told_with_its_line(text: str, complaint: str) -> None:
    with pytest.raises(LoadError) as raised:
        made(text)
    assert str(raised.value).startswith(complaint)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("{{ 'x' * 10**18 }}", "what it makes does not fit into the memory"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "recursion"),
        ("{{ '{0.__class__}'.format(title) }}", "unsafe"),
        ("{% include '/etc/passwd' %}", "there is no template '/etc/passwd'"),
    ],
)
def test_what_a_template_may_not_do_is_told(template: str, complaint: str) -> None:
    with pytest.raises(LoadError, match=re.escape(complaint)):
        filled(Template("ours", template), "markdown", {"title": "T"}, document="release-plan")
