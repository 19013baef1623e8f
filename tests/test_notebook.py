"""What plans and answers show of themselves in Jupyter, asked for as Jupyter does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

import depgraph
from depgraph.analysis.projection import GAPS
from depgraph.analysis.timeline import timeline
from depgraph.analysis.trends import projected_slips, trends
from depgraph.config import Config
from depgraph.model import Graph, Link, Milestone, Position, Query, Question
from depgraph.notebook.page import MOST_ROWS, Page, Table, bundle
from depgraph.notebook.pictures import MOST_DRAWN
from depgraph.plans.loading import load_schedules
from depgraph.plans.opening import Opened
from depgraph.plans.selection import selection_from
from depgraph.rules.engine import RuleSet
from depgraph.rules.findings import Finding
from depgraph.words import printable

ROOT = Path(__file__).parent.parent
SVG = "image/svg+xml"
TAGS = {"div", "style", "p", "b", "table", "caption", "thead", "tbody", "tr", "th", "td"}
AS_OF = date(2020, 1, 1)
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;\x1b[1m\u202e\x00</div>"
SHOWN = printable(HOSTILE.replace("\x1b[1m", ""))


def shown(result):
    return result._repr_mimebundle_(include=None, exclude=None)


def page(result):
    return ET.fromstring(shown(result)["text/html"])


def texts(element, tag):
    return ["".join(each.itertext()) for each in element.iter(tag)]


def tables(result):
    """Return the tables that it shows: a title, and rows of cells, the heads first."""
    return [
        (
            "".join(texts(table, "caption")),
            [[*texts(row, "th"), *texts(row, "td")] for row in table.iter("tr")],
        )
        for table in page(result).iter("table")
    ]


def column(rows, head):
    place = rows[0].index(head)
    return [row[place] for row in rows[1:]]


def cyclic(name=None):
    ring = [Link(*pair) for pair in pairwise("ABCA")]
    return Graph([Milestone(code, name=name) for code in "ABC"], ring, as_of=AS_OF)


def answers(opened):
    """Return one of every kind of answer about a plan that has queries and findings."""
    graph, result = opened.graph, opened.check()
    left = [
        milestone for milestone in graph.milestones if milestone.due and not milestone.completed
    ]
    first, last = (each(left, key=lambda milestone: milestone.due).id for each in (min, max))
    triage = depgraph.triage(graph, result.findings, depgraph.drop_queries(graph))
    return [
        graph[last],
        result,
        result.findings[0],
        depgraph.find_cycles(cyclic(graph[last].name))[0],
        triage,
        *(depgraph.project(graph, gaps=gaps) for gaps in GAPS),
        depgraph.critical_path(graph, last, paths=9),
        depgraph.what_if(graph, [depgraph.Move(first, days=900), depgraph.DropQueries()]),
        depgraph.why(graph, prerequisite=first, dependent=last, most=9),
        depgraph.why(graph, prerequisite=last, dependent=first),
    ]


@pytest.fixture(scope="module")
def opened():
    return depgraph.open_plan(ROOT / "graphs")


@pytest.fixture(scope="module")
def graph(opened):
    return opened.graph


@pytest.fixture
def hostile():
    """Return an opened plan in which every text is hostile."""
    query = Query(HOSTILE, asked=AS_OF)
    graph = Graph(
        [
            Milestone("A", name=HOSTILE, owner=HOSTILE, team=HOSTILE, note=HOSTILE, due=AS_OF),
            Milestone("B", name=HOSTILE, url="javascript:alert(1)", due=AS_OF + timedelta(9)),
            Milestone(f"C{HOSTILE}", name=HOSTILE),
        ],
        [
            Link("A", "B", queries=(query,), note=HOSTILE, position=Position(HOSTILE, 1, 1)),
            Link(f"C{HOSTILE}", "B", queries=(query,)),
        ],
        questions=[Question("B", HOSTILE)],
        as_of=AS_OF + timedelta(3),
    )
    return Opened(Config(title=HOSTILE), RuleSet(), graph)


# -- every kind of answer ---------------------------------------------------------------


def test_answers_are_small_tables_that_load_and_run_nothing(opened):
    for answer in answers(opened):
        forms = shown(answer)
        assert set(forms) == {"text/html", "text/plain"}
        root = ET.fromstring(forms["text/html"])
        assert {each.tag for each in root.iter()} <= TAGS
        assert {name for each in root.iter() for name in each.attrib} <= {"class", "scope"}
        assert not re.search("url|import|http", "".join(texts(root, "style")))
        assert len(forms["text/html"]) < 16_000
        assert len(forms["text/plain"]) < 16_000


def test_hostile_texts_are_shown_as_they_are_and_do_nothing(hostile):
    told = answers(hostile)
    assert sum(SHOWN in "".join(page(answer).itertext()) for answer in told) == 8
    for answer in told:
        root = page(answer)
        assert {each.tag for each in root.iter()} <= TAGS
        assert {name for each in root.iter() for name in each.attrib} <= {"class", "scope"}
        assert shown(answer)["text/plain"].replace("\n", "").isprintable()


@pytest.mark.parametrize("show", [lambda plan: plan, lambda plan: plan.graph])
def test_hostile_texts_do_nothing_in_pictures(hostile, show):
    root = ET.fromstring(shown(show(hostile))[SVG])
    assert "alert(1)" in "".join(root.itertext())
    for element in root.iter():
        assert element.tag.rpartition("}")[2] not in {"script", "image", "foreignObject", "style"}
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert "javascript" not in value


def test_the_same_under_any_hash_seed():
    program = """
import depgraph, hashlib
plan = depgraph.open_plan("graphs")
graph, result = plan.graph, plan.check()
told = [
    plan,
    graph,
    result,
    depgraph.project(graph),
    depgraph.critical_path(graph, "LDM-503-17", paths=5),
    depgraph.what_if(graph, [depgraph.Move("DM-DRP-10", days=60)]),
    depgraph.why(graph, prerequisite="DM-DRP-10", dependent="LDM-503-17"),
    depgraph.triage(graph, result.findings, depgraph.drop_queries(graph)),
    depgraph.burndown(graph, [milestone.id for milestone in graph.milestones]),
]
print(hashlib.sha256(repr([each._repr_mimebundle_() for each in told]).encode()).hexdigest())
"""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_ipython_takes_the_forms_and_a_terminal_gets_no_picture(tmp_path):
    program = """
import depgraph
from IPython.core.interactiveshell import InteractiveShell

formatter = InteractiveShell.instance().display_formatter
graph = depgraph.load("graphs")
path = depgraph.critical_path(graph, "LDM-503-17")
for active in (formatter.active_types, ["text/plain"]):
    formatter.active_types = active
    for result in (graph, path):
        print(*sorted(formatter.format(result)[0]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "IPYTHONDIR": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines() == [
        "image/svg+xml text/plain",
        "text/html text/plain",
        "text/plain",
        "text/html text/plain",
    ]


# -- plans and pictures -----------------------------------------------------------------


def test_a_plan_is_its_overview(opened, graph):
    forms = shown(graph)
    assert forms["text/plain"] == repr(graph)
    drawn = ET.fromstring(forms[SVG])
    assert re.fullmatch(r"width:100%;max-width:\d+mm;height:auto", drawn.get("style"))
    codes = {each.get("data-code") for each in drawn.iter()}
    assert {milestone.id for milestone in graph.milestones} <= codes
    with_findings = shown(opened)
    assert with_findings["text/plain"] == f"Rubin Observatory Data Management milestones: {graph!r}"
    assert "Rubin Observatory Data Management milestones" in with_findings[SVG]
    assert len(with_findings[SVG]) < 200_000


def test_a_plan_with_a_cycle_is_drawn():
    assert SVG in shown(cyclic())


def test_links_of_a_picture_open_elsewhere():
    graph = Graph([Milestone("A", url="https://example.org/?a=1&b=2")])
    (anchor,) = (each for each in ET.fromstring(shown(graph)[SVG]).iter() if each.tag[-2:] == "}a")
    assert anchor.get("target") == "_blank"
    assert "https://example.org/?a=1&b=2" in anchor.attrib.values()


@pytest.mark.parametrize("size", [MOST_DRAWN + 50, 20_000])
def test_a_large_plan_is_a_summary_that_says_what_it_leaves_out(size):
    milestones = [
        Milestone(
            f"M{n:05d}",
            due=AS_OF + timedelta(days=size - n),
            state="complete" if n % 4 == 0 else "incomplete",
        )
        for n in range(size)
    ]
    links = [Link(*pair) for pair in pairwise(milestone.id for milestone in milestones)]
    graph = Graph(milestones, links, as_of=AS_OF)
    forms = shown(graph)
    assert set(forms) == {"text/html", "text/plain"}
    ((title, rows),) = tables(graph)
    assert title == f"{size * 3 // 4} not complete, the first 20 of them by date"
    assert len(rows) == 21
    assert rows[1][:4] == [f"M{size - 1:05d}", str(AS_OF + timedelta(days=1)), "1", "incomplete"]
    assert column(rows, "date") == sorted(column(rows, "date"))
    said = texts(page(graph), "p")
    assert said[0] == repr(graph)
    assert said[1] == f"{size // 4} milestones complete."
    assert re.match("No picture: [0-9]+ milestones are too many to draw unasked", said[2])
    assert len(forms["text/html"]) < 8_000


def test_a_plan_of_nothing():
    assert texts(page(Graph([])), "p") == [repr(Graph([])), "0 milestones complete."]


@pytest.mark.skipif(find_spec("pygraphviz") is not None, reason="it brings Graphviz along")
def test_without_graphviz_there_is_a_summary_and_what_to_install(graph, monkeypatch):
    picture = depgraph.overview(graph)
    assert SVG in shown(picture)
    monkeypatch.setenv("PATH", "")
    for result in (graph, picture):
        assert SVG not in shown(result)
        assert texts(page(result), "p")[-1].startswith(
            "No picture: drawing needs the program 'dot' of Graphviz, which is not installed."
        )


def test_pictures_and_charts_show_themselves(opened, graph):
    codes = [milestone.id for milestone in graph.milestones if milestone.level == 2]
    selection = selection_from(ROOT / "graphs")
    near = depgraph.around(graph, "LDM-503-09", up=1, down=1).graph
    pictures = {
        "LDM-503-09: what it waits on": depgraph.focus(near, "LDM-503-09"),
        "Milestones: what each waits on": depgraph.overview(graph),
        "Burndown of 27 milestones as of 2019-05-20": depgraph.burndown(graph, codes),
        "Slips of 27 milestones: due dates against": projected_slips(
            depgraph.project(graph), codes
        ),
        "Timeline of 27 milestones": timeline(graph, codes),
        "Trends of 27 milestones over 3 schedules": trends(
            graph, load_schedules(selection, opened.config), codes
        ),
    }
    for words, picture in pictures.items():
        forms = shown(picture)
        assert forms["text/plain"].startswith(words)
        drawn = ET.fromstring(forms[SVG])
        assert drawn.get("style").startswith("width:100%;max-width:")
        assert drawn.get("width") is drawn.get("height") is None
        assert len(forms[SVG]) < 200_000


def test_a_milestone_shows_what_is_known_of_it():
    milestone = Milestone("A", name="First", owner="DM", team="AP", level=3, due=AS_OF, duration=1)
    ((_, rows),) = tables(milestone)
    assert rows[1:] == [
        ["owner", "DM/AP"],
        ["level", "3"],
        ["state", "incomplete"],
        ["due", "2020-01-01"],
        ["duration", "1 day"],
    ]
    assert texts(page(milestone), "p") == ["A First"]


# -- answers about dates ----------------------------------------------------------------


def test_a_critical_path(graph):
    path = depgraph.critical_path(graph, "LDM-503-12", paths=2)
    assert texts(page(path), "p")[:3] == [
        "LDM-503-12 Ops rehearsal for commissioning #3",
        "due 2020-02-24, projected 2020-11-06, 256 days late; as of 2019-05-20, where gaps absorb "
        "slips.",
        "LDM-503-12 is driven by DM-DRP-10 through LDM-503-11b, LDM-503-11, which is driven by "
        "its own date, 2020-11-06.",
    ]
    (title, rows), (second, others) = tables(path)
    assert (title, second) == (
        "Critical path, from the target back",
        "Float path 2, into LDM-503-12: 0 days of float",
    )
    assert column(rows, "milestone") == list(path.codes)
    assert column(rows, "slack") == ["-", "0", "0", "0"]
    assert column(others, "milestone") == ["LDM-503-12", "LDM-503-11a", "LDM-503-11b"]
    late = [text for text in texts(page(path), "b") if text.startswith("2020")]
    assert late == ["2020-11-06"] * 6
    assert "13 milestones behind it (CAMM8040" in texts(page(path), "p")[-1]


def test_a_queried_step_and_a_deadline_are_marked():
    graph = Graph(
        [Milestone("A", due=AS_OF + timedelta(9)), Milestone("B", not_after=AS_OF)],
        [Link("A", "B", queries=(Query(""),))],
        as_of=AS_OF,
    )
    path = depgraph.critical_path(graph, "B")
    ((_, rows),) = tables(path)
    assert column(rows, "slack") == ["-", "? 0"]
    assert column(rows, "float") == ["-9", "-9"]
    assert "deadline 2020-01-01; as of 2020-01-01" in texts(page(path), "p")[1]


def test_a_complete_target_has_history(graph):
    path = depgraph.critical_path(graph, "LDM-503-04")
    ((title, rows),) = tables(path)
    assert title == "The latest completions"
    assert column(rows, "milestone") == list(path.codes)
    assert "completed 2018-06-29" in texts(page(path), "p")[1]


def test_a_long_path_is_cut_and_says_so():
    codes = [f"M{n:04d}" for n in range(MOST_ROWS + 8)]
    graph = Graph(
        [Milestone(code, due=AS_OF) for code in codes],
        [Link(*pair) for pair in pairwise(codes)],
        as_of=AS_OF,
    )
    path = depgraph.critical_path(graph, codes[-1])
    ((_, rows),) = tables(path)
    assert len(rows) == MOST_ROWS + 1
    assert texts(page(path), "p")[-1] == "and 8 more steps"


def test_a_projection_lists_the_latest_first(graph):
    ((title, rows),) = tables(depgraph.project(graph))
    assert title == "Later than due, the latest first"
    days = [int(cell) for cell in column(rows, "days")]
    assert days == sorted(days, reverse=True)
    slips = [depgraph.project(graph).slip(m.id) for m in graph.milestones if not m.is_complete]
    assert len(days) == sum(slip is not None and slip > 0 for slip in slips)
    assert ["LDM-503-12", "2020-02-24", "2020-11-06", "256", "LDM-503-11"] in [
        row[:5] for row in rows
    ]
    assert texts(page(depgraph.project(graph)), "p") == [
        "Projected as of 2019-05-20, where gaps absorb slips",
        "91 milestones not complete, 24 of them later than due, 18 without a date.",
    ]


def test_what_if_shows_both_readings_and_what_carries_the_change(graph):
    impact = depgraph.what_if(graph, [depgraph.Move("DM-DRP-10", days=60)])
    (title, rows), _ = tables(impact)
    assert title == "Main milestones"
    (row,) = (row for row in rows if row[0] == "LDM-503-12")
    assert row == [
        *("LDM-503-12", "2020-02-24", "2020-11-06", "2021-01-05", "+60"),
        *("2021-01-13", "2021-03-14", "+60"),
        *("LDM-503-11 <- LDM-503-11b <- DM-DRP-10", "Ops rehearsal for commissioning #3"),
    ]
    assert texts(page(impact), "p")[:3] == [
        "What if, as of 2019-05-20",
        "DM-DRP-10 moves 60 days later: 2020-11-06 -> 2021-01-05",
        "7 milestones move later, among them 6 of the 20 main milestones.",
    ]


def test_what_if_marks_a_queried_carrier(graph):
    impact = depgraph.what_if(graph, [depgraph.Move("DM-STAFF", days=400)])
    (_, rows), _ = tables(impact)
    assert column(rows, "carried by") == ["DM-STAFF ?", "LDM-503-13 <- DM-STAFF ?"]


def test_what_if_nothing_moves(graph):
    impact = depgraph.what_if(graph, [depgraph.DropQueries()])
    assert tables(impact) == []
    assert texts(page(impact), "p")[1:] == [
        "all 29 queried links dropped",
        "No milestone moves.",
    ]


# -- chains, findings, queries ----------------------------------------------------------


def test_why_shows_chains_and_what_all_of_them_need(graph):
    found = depgraph.why(graph, prerequisite="DM-DRP-10", dependent="LDM-503-17", most=2)
    chain, listed, needed = tables(found)
    assert chain[0] == "The shortest chain: 7 links, 693 days of slack"
    assert column(chain[1], "milestone") == list(found.chains.shortest.codes)
    assert column(listed[1], "links") == ["7", "7"]
    assert needed[0] == "Without any one of these links no chain is left"
    pairs = [(hop.dependent.id, hop.prerequisite.id) for hop in found.chains.cut_hops]
    assert [tuple(row[:2]) for row in needed[1][1:]] == pairs
    assert "LDM-503-17 waits on DM-DRP-10 by 2 chains; 7 milestones lie between." in texts(
        page(found), "p"
    )


def test_why_not(graph):
    found = depgraph.why(graph, prerequisite="LDM-503-17", dependent="DM-DRP-10")
    assert tables(found) == []
    assert "DM-DRP-10 does not wait on LDM-503-17." in texts(page(found), "p")


def test_findings_come_new_first_and_what_is_for_information_last():
    places = [Position("plan.yaml", line, 1) for line in range(60)]
    result = depgraph.check(Graph([]))._replace(
        findings=(
            Finding("a", "error", "accepted", status="known", reason="for now", position=places[1]),
            Finding("b", "error", "broken", position=places[2]),
            Finding("c", "info", "by the way"),
            Finding("d", "warning", "look", status="queried"),
            *(Finding("e", "info", "many", position=place) for place in places),
        )
    )
    ((_, rows),) = tables(result)
    assert rows[1:5] == [
        ["error", "b", "plan.yaml:2", "broken"],
        ["warning", "d", "-", "look (queried)"],
        ["error", "a", "plan.yaml:1", "accepted (known: for now)"],
        ["info", "c", "-", "by the way"],
    ]
    assert texts(page(result), "b") == [
        "1 new error; 0 new warnings, 61 new for information, 1 known, 1 queried",
        "error",
    ]
    assert f"and {64 - len(rows) + 1} more findings" in texts(page(result), "p")


def test_checks_that_were_not_run_are_told():
    result = depgraph.check(Graph([Milestone("A")]))
    assert "overdue was not run: there is no as-of date" in texts(page(result), "p")


def test_a_finding_shows_its_evidence(opened):
    finding = next(
        each
        for each in opened.check().findings
        if (each.rule, each.dependent) == ("dm-readiness-is-dm-only", "LDM-503-12a")
    )
    said = texts(page(finding), "p")
    assert said[0] == "info: dm-readiness-is-dm-only (queried)"
    assert said[1].startswith(f"{finding.position}: ")
    assert any(line.startswith("queried: ") for line in said)
    assert f"why: {finding.why}" in said
    assert f"to do: {finding.fix}" in said


def test_a_cycle_shows_its_links_and_where_to_cut():
    graph = Graph(
        [Milestone(code) for code in "ABC"],
        [
            Link("A", "B", type="SS", lag=3),
            Link("B", "C", position=Position("plan.yaml", 7, 1)),
            Link("C", "A", queries=(Query("Really?"),)),
            Link("A", "C"),
        ],
    )
    (cycle,) = depgraph.find_cycles(graph)
    ((title, rows),) = tables(cycle)
    assert title == "The links round it"
    assert rows[1:] == [["C", "A", "FS", "-", ""], ["A", "C", "FS", "-", "Really?"]]
    said = texts(page(cycle), "p")
    assert said[:2] == ["A cycle: 3 milestones wait on each other", "A -> C -> A"]
    assert [line.strip() for line in said[2:]] == [line.strip() for line in cycle.remarks]


def test_the_triage_of_queries(opened, graph):
    findings = opened.check().findings
    found = depgraph.triage(graph, findings, depgraph.drop_queries(graph), only_open=True)
    assert texts(page(found), "p")[0] == "20 queries, 3 questions (9 settled left out)"
    queries, questions, alone, together = (rows for _, rows in tables(found))
    assert queries[1][:4] == ["LDM-503-09a", "2018-11-30", "DM-DAX-8", "open"]
    assert queries[1][4:6] == ["releases-wait-on-pipelines-only", "1 path"]
    assert len(queries) == 21
    assert len(questions) == 4
    assert column(alone, "without")[0] == "DM-DAX-8 -> LDM-503-09a"
    assert column(alone, "critical path then")[0] == "LDM-503-09a <- DM-DRP-11"
    assert set(column(together, "without")) == {"all 29 queries"}


def test_queries_of_a_plan_without_dates():
    graph = Graph(
        [Milestone("A"), Milestone("B")],
        [Link("A", "B", type="SS", lag=-2, queries=(Query("Why?"),))],
        questions=[Question("A", "And this?")],
    )
    found = depgraph.triage(graph, (), None, unknown="there is no as-of date")
    (_, rows), (_, questions) = tables(found)
    assert rows[1] == ["B", "-", "A SS -2 d", "open", "-", "not known", "Why?"]
    assert questions[1] == ["A", "-", "open", "And this?"]
    assert texts(page(found), "p")[-1] == (
        "What dropping them changes is not known: there is no as-of date"
    )


# -- pages ------------------------------------------------------------------------------


@given(
    title=st.text(),
    sentence=st.text(min_size=1),
    rows=st.lists(st.tuples(st.text(), st.text()), min_size=1),
)
def test_every_text_comes_back_from_html_and_plain_text_as_it_prints(title, sentence, rows):
    from click import unstyle

    def prints(text):
        return printable(unstyle(text))

    forms = bundle(Page(title, [sentence, "", Table("", ("one", "two"), rows, right=(0,))]))
    root = ET.fromstring(forms["text/html"])
    assert texts(root, "p") == [prints(title), prints(sentence)]
    assert texts(root, "td") == [prints(cell) for row in rows for cell in row]
    lines = forms["text/plain"].split("\n")
    assert lines[:2] == [prints(title), prints(sentence)]
    assert len(lines) == 3 + len(rows)
    for line, row in zip(lines[3:], rows, strict=True):
        assert line.split() == [word for cell in row for word in prints(cell).split()]


# -- the notebooks ----------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_notebooks_need_public_names_only_and_are_saved_without_outputs(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert not any(cell["outputs"] or cell["execution_count"] for cell in code)
    source = "\n".join("".join(cell["source"]) for cell in code)
    assert not re.search(r"(from|import) depgraph\.", source)
    assert set(re.findall(r"\bdepgraph\.(\w+)", source)) <= set(depgraph.__all__)


def test_in_ipython_an_answer_has_its_own_text():
    from IPython.core.formatters import DisplayFormatter

    opened = depgraph.open_plan(ROOT / "graphs")
    for answer in (opened.check(), opened.graph["LDM-503-09"], opened.check().findings[0]):
        data, _ = DisplayFormatter().format(answer)
        assert data["text/plain"] == shown(answer)["text/plain"]
