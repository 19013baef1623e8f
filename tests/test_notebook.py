"""What plans and answers show of themselves in Jupyter, asked for as Jupyter does."""

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
from depgraph.notebook.page import CAPS, bundle
from depgraph.notebook.pictures import MOST_DRAWN
from depgraph.plans.loading import load_schedules
from depgraph.plans.opening import Opened
from depgraph.plans.selection import selection_from
from depgraph.reports.page import Page, Table, heads
from depgraph.rules.engine import RuleSet
from depgraph.rules.findings import Finding
from depgraph.words import printable

DATED = "as of 2019-04-30, by LDM-564 draft, 2019-05-20"


ROOT = Path(__file__).parent.parent
SVG = "image/svg+xml"
TAGS = {
    *("div", "section", "details", "summary", "style", "h2", "p", "b", "bdi", "br", "ul", "li"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"class", "scope", "colspan"}
AS_OF = date(2020, 1, 1)
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;\x1b[1m\u202e\x00</div>"
SHOWN = printable(HOSTILE)


def shown(result):
    return result._repr_mimebundle_(include=None, exclude=None)


def parsed(html):
    """Return the tree of a piece of HTML that is XML but for two words of it."""
    root = ET.fromstring(html.replace("<br>", "<br/>").replace("&nbsp;", "&#160;"))
    for line_break in root.iter("br"):
        line_break.text = "\n"
    return root


def page(result):
    return parsed(shown(result)["text/html"])


def lines(result):
    """Return all lines that it shows outside of tables."""
    paragraphs = [text for tag in ("p", "li") for text in texts(page(result), tag)]
    return [line for text in paragraphs for line in text.split("\n")]


def texts(element, tag):
    return ["".join(each.itertext()) for each in element.iter(tag)]


def tables(result):
    """Return the tables that it shows: a title, and rows of cells, the heads first."""
    return [
        (
            "".join(texts(table, "caption")),
            [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")],
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
        root = parsed(forms["text/html"])
        assert {each.tag for each in root.iter()} <= TAGS
        assert {name for each in root.iter() for name in each.attrib} <= ATTRIBUTES
        assert not re.search("url|import|http", "".join(texts(root, "style")))
        assert len(forms["text/html"]) < 16_000
        assert len(forms["text/plain"]) < 16_000


def test_hostile_texts_are_shown_as_they_are_and_do_nothing(hostile):
    told = answers(hostile)
    assert sum(SHOWN in "".join(page(answer).itertext()) for answer in told) == 8
    for answer in told:
        root = page(answer)
        assert {each.tag for each in root.iter()} <= TAGS
        assert {name for each in root.iter() for name in each.attrib} <= ATTRIBUTES
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
        "image/svg+xml text/html text/plain",
        "text/html text/plain",
        "text/plain",
        "text/html text/plain",
    ]


# -- plans and pictures -----------------------------------------------------------------


def test_a_picture_can_be_opened_large_without_a_script(graph):
    markup = shown(graph)["text/html"]
    assert shown(graph)[SVG] in markup
    assert '<label><input type="checkbox"> open large</label>' in markup
    assert ":has(> label > input:checked) { position: fixed; inset: 0;" in markup
    assert "<script" not in markup
    assert "onclick" not in markup


def test_a_plan_is_its_overview(opened, graph):
    forms = shown(graph)
    assert forms["text/plain"] == repr(graph)
    drawn = ET.fromstring(forms[SVG])
    style = r"width:100%;max-width:\d+mm;height:auto;font-family:Arial"
    assert re.fullmatch(style, drawn.get("style"))
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
    # Each waits on one that is due a day later.
    state = "will be late, +2 d"
    assert rows[1][:4] == [f"M{size - 1:05d}", str(AS_OF + timedelta(days=1)), "1", state]
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
            "No picture: drawing needs Graphviz, which is not installed."
        )


def test_pictures_and_charts_show_themselves(opened, graph):
    codes = [milestone.id for milestone in graph.milestones if milestone.level == 2]
    selection = selection_from(ROOT / "graphs")
    near = depgraph.around(graph, "LDM-503-09", up=1, down=1).graph
    pictures = {
        "LDM-503-09: what it waits on": depgraph.focus(near, "LDM-503-09"),
        "Milestones: what each waits on": depgraph.overview(graph),
        "Burndown of 27 milestones as of 2019-04-30": depgraph.burndown(graph, codes),
        "Slips of 27 milestones: due dates against": projected_slips(
            depgraph.project(graph), codes
        ),
        "Timeline of 27 milestones": timeline(graph, codes),
        "Trends of 27 milestones over 2 schedules": trends(
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
    assert texts(page(milestone), "p") == ["A  First"]


# -- answers about dates ----------------------------------------------------------------


def test_a_critical_path(graph):
    path = depgraph.critical_path(graph, "LDM-503-12", paths=2)
    assert texts(page(path), "p")[:3] == [
        "LDM-503-12  Ops rehearsal for commissioning #3",
        f"due 2020-02-24, projected 2020-11-06, 256 days late ({DATED})",
        "LDM-503-12 waits on LDM-503-11, that on LDM-503-11b, that on DM-DRP-10, which is due "
        "2020-11-06.",
    ]
    (title, rows), (second, others) = tables(path)
    assert (title, second) == (
        "Float path 1, the critical path",
        "Float path 2, into LDM-503-12, no float",
    )
    assert column(rows, "milestone") == list(path.codes)
    assert column(rows, "slack") == ["-", "0", "0", "0"]
    assert column(others, "milestone") == ["LDM-503-12", "LDM-503-11a", "LDM-503-11b"]
    assert column(rows, "projected") + column(others, "projected") == ["2020-11-06"] * 7
    assert [bold for bold in texts(page(path), "b")[1:] if "late" not in bold] == ["0"] * 3
    *_, undated, reading = texts(page(path), "p")
    assert undated.startswith(
        "13 milestones behind it have no date and are not counted, so the date can only be later: "
        "CAMM8040"
    )
    assert reading == "Here gaps absorb slips."


def test_a_critical_path_says_how_gaps_are_read(graph):
    path = depgraph.critical_path(graph, "LDM-503-12", gaps="work")
    assert "projected 2021-01-13" in texts(page(path), "p")[1]
    assert texts(page(path), "p")[-1] == "Here gaps are work."


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
    assert texts(page(path), "p")[1] == (
        "no due date, projected 2020-01-10, 9 days after the deadline, 2020-01-01 "
        "(as of 2020-01-01)"
    )


def test_a_complete_target_has_history(graph):
    path = depgraph.critical_path(graph, "LDM-503-04")
    ((_, rows),) = tables(path)
    assert column(rows, "milestone") == list(path.codes)
    assert column(rows, "completed")[0] == "2018-06-29"
    assert "completed 2018-06-29" in texts(page(path), "p")[1]
    assert "shown as the chain of the latest completions" in texts(page(path), "p")[2]


def test_a_long_path_is_cut_and_says_so():
    codes = [f"M{n:04d}" for n in range(CAPS.rows + 8)]
    graph = Graph(
        [Milestone(code, due=AS_OF) for code in codes],
        [Link(*pair) for pair in pairwise(codes)],
        as_of=AS_OF,
    )
    path = depgraph.critical_path(graph, codes[-1])
    ((_, rows),) = tables(path)
    assert len(rows) == CAPS.rows + 1
    assert column(rows, "milestone") == list(path.codes[: CAPS.rows])
    assert "and 8 more rows" in texts(page(path), "p")


def test_of_many_paths_the_first_and_the_last_are_shown():
    codes = [f"M{n:02d}" for n in range(30)]
    graph = Graph(
        [
            Milestone("T"),
            *(Milestone(code, due=AS_OF + timedelta(30 - n)) for n, code in enumerate(codes)),
        ],
        [Link(code, "T") for code in codes],
        as_of=AS_OF,
    )
    path = depgraph.critical_path(graph, "T", paths=30)
    nearest = [column(rows, "milestone")[1] for _, rows in tables(path)]
    assert nearest == [*codes[: CAPS.parts - 1], codes[-1]]
    assert f"and {30 - CAPS.parts} more like these" in lines(path)


def test_a_projection_lists_the_latest_first(graph):
    ((title, rows),) = tables(depgraph.project(graph))
    assert title == "Late, the latest first"
    days = [int(cell) for cell in column(rows, "days")]
    assert days == sorted(days, reverse=True)
    slips = [depgraph.project(graph).slip(m.id) for m in graph.milestones if not m.is_complete]
    assert len(days) == sum(slip is not None and slip > 0 for slip in slips)
    assert ["LDM-503-12", "2020-02-24", "2020-11-06", "256", "LDM-503-11"] in [
        row[:5] for row in rows
    ]
    assert lines(depgraph.project(graph)) == [
        f"Projected {DATED}, where gaps absorb slips",
        "91 milestones not complete; 23 late: 19 overdue, 4 will be late; 18 without a date.",
    ]


def test_a_projection_says_how_many_late_milestones_are_left_out():
    graph = Graph([Milestone(f"M{n}", due=AS_OF) for n in range(50)], as_of=AS_OF + timedelta(1))
    ((_, rows),) = tables(depgraph.project(graph))
    assert len(rows) == 41
    assert lines(depgraph.project(graph))[-1] == "and 10 more"


def test_what_if_shows_both_readings_and_what_carries_the_change(graph):
    impact = depgraph.what_if(graph, [depgraph.Move("DM-DRP-10", days=60)])
    (title, rows), (others, _) = tables(impact)
    assert (title, others) == ("Level-2 milestones (6)", "Others (1)")
    (row,) = (row for row in rows if row[0] == "LDM-503-12")
    assert row == [
        *("LDM-503-12", "2020-02-24", "2020-11-06", "2021-01-05", "+60"),
        *("2021-01-13", "2021-03-14", "+60"),
        *("<- LDM-503-11 <- LDM-503-11b <- DM-DRP-10", "Ops rehearsal for commissioning #3"),
    ]
    assert texts(page(impact), "p")[:2] == [
        f"What if, {DATED}",
        "Changes:",
    ]
    assert texts(page(impact), "li") == ["DM-DRP-10 moves 60 days later: 2020-11-06 -> 2021-01-05"]
    assert (
        "7 milestones move later, among them 6 of the 20 level-2 milestones, each by 60 days."
        in lines(impact)
    )
    late = "LDM-503-13 (due 2020-11-06), LDM-503-14 (due 2020-11-06), DM-DRP-10 (due 2020-11-06)"
    assert f"Newly late: {late}." in lines(impact)


def test_what_if_says_what_is_left_out_and_names_no_option():
    codes = [f"M{n:02d}" for n in range(60)]
    milestones = [Milestone(code, level=2, due=AS_OF + timedelta(1)) for code in codes]
    graph = Graph(milestones, [Link("M00", code) for code in codes[1:]], as_of=AS_OF)
    impact = depgraph.what_if(graph, [depgraph.Move("M00", days=9)])
    ((_, rows),) = tables(impact)
    assert len(rows) < len(codes)
    assert f"and {len(codes) - len(rows) + 1} more" in lines(impact)
    assert "--" not in shown(impact)["text/plain"]


def test_what_if_marks_a_queried_carrier(graph):
    impact = depgraph.what_if(graph, [depgraph.Move("DM-STAFF", days=400)])
    (_, rows), _, (paths, rerouted) = tables(impact)
    assert column(rows, "carried by") == ["<-? DM-STAFF", "<- LDM-503-13 <-? DM-STAFF"]
    assert paths == "Critical paths that become others"
    assert column(rerouted, "then")[0] == "<- DM-STAFF"


def test_what_if_nothing_moves(graph):
    impact = depgraph.what_if(graph, [depgraph.DropQueries()])
    ((title, rows),) = tables(impact)
    assert title == "Critical paths that become others"
    assert rows[1] == ["LDM-503-08", "<- DM-NCSA-13", "<- DM-NCSA-12"]
    assert lines(impact)[1:3] == ["Changes:", "No milestone moves."]
    assert texts(page(impact), "li") == ["all 29 queried links dropped"]


# -- chains, findings, queries ----------------------------------------------------------


def test_why_shows_chains_and_what_all_of_them_need(graph):
    answer = depgraph.why(graph, prerequisite="DM-DRP-10", dependent="LDM-503-17", most=2)
    chain, listed = tables(answer)
    assert chain[0] == "The shortest chain is the tightest: 7 links, 693 days of slack"
    assert column(chain[1], "milestone") == list(answer.chains.shortest.codes)
    assert column(listed[1], "links") == ["7", "7"]
    needed = "Every chain needs 5 links; without any one of them LDM-503-17 does not wait on "
    assert f"{needed}DM-DRP-10:" in lines(answer)
    pairs = [f"{hop.prerequisite.id} -> {hop.dependent.id}" for hop in answer.chains.cut_hops]
    assert [text.partition("  ")[0] for text in texts(page(answer), "li")] == pairs
    assert "LDM-503-17 waits on DM-DRP-10 by 2 chains; 7 milestones lie between." in lines(answer)


def test_why_names_no_option_of_the_command():
    codes = [f"M{n:02d}" for n in range(60)]
    links = [Link(*pair, queries=(Query("Really?"),)) for pair in pairwise(codes)]
    graph = Graph([Milestone(code) for code in codes], links, as_of=AS_OF)
    answer = depgraph.why(graph, prerequisite="M00", dependent="M59")
    assert "and 51 more" in lines(answer)
    assert "--" not in shown(answer)["text/plain"]


def test_why_not(graph):
    answer = depgraph.why(graph, prerequisite="LDM-503-17", dependent="DM-DRP-10")
    assert tables(answer) == []
    assert "DM-DRP-10 does not wait on LDM-503-17." in lines(answer)


def test_findings_stand_by_status_new_ones_first_and_say_how_many_there_are():
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
    titles = texts(page(result), "h2") + texts(page(result), "summary")
    assert titles == ["New errors (1)", "Notes (61)", "Queried (1)", "Known (1)"]
    errors, infos, queried, known = (rows[1:] for _, rows in tables(result))
    assert errors == [["b", "plan.yaml:2", "broken"]]
    assert infos[:2] == [["c", "", "by the way"], ["e", "plan.yaml:0", "many"]]
    assert queried == [["d", "", "look"]]
    assert known == [["a", "plan.yaml:1", "accepted"], ["known: for now"]]
    assert texts(page(result), "b") == [
        "depgraph check",
        "1 new error; 0 new warnings, 61 notes, 1 known, 1 queried",
    ]
    assert len(infos) == CAPS.rows
    assert f"and {61 - CAPS.rows} more rows" in lines(result)


def test_many_findings_leave_room_for_a_few_of_every_status():
    place = Position("plan.yaml", 1, 1)
    result = depgraph.check(Graph([]))._replace(
        findings=tuple(
            Finding("a", "error", f"{status} {n}", status=status, position=place, fix="mend it")
            for status in ("new", "queried", "known")
            for n in range(100)
        )
    )
    new, queried, known = (rows[1:] for _, rows in tables(result))
    assert new[:2] == [["a", "plan.yaml:1", "new 0"], ["to do: mend it"]]
    assert len(new) == CAPS.table_lines
    assert len(queried) == len(known) == CAPS.few
    left_out = [int(line.split()[1]) for line in lines(result) if line.endswith("more rows")]
    assert left_out == [100 - CAPS.table_lines // 2, 100 - CAPS.few, 100 - CAPS.few]


def test_long_evidence_is_cut_and_says_so():
    links = tuple(Link(*pair) for pair in pairwise(f"M{n:02d}" for n in range(50)))
    finding = Finding("a", "error", "broken", links=links)
    result = depgraph.check(Graph([]))._replace(findings=(finding,))
    ((_, rows),) = tables(result)
    assert rows[2][0].split("\n")[-1] == f"and {len(links) - CAPS.details} more"
    assert lines(finding)[-1] == f"and {len(links) + 1 - CAPS.lines} more"


def test_checks_that_were_not_run_are_told():
    result = depgraph.check(Graph([Milestone("A")]))
    assert "overdue was not run: there is no as-of date" in lines(result)


def test_rules_that_looked_at_nothing_are_told(graph):
    result = depgraph.check(graph)
    assert not any("looked at nothing" in line for line in lines(result))
    examined = [each._replace(milestones=0) for each in result.examined[:2]]
    result = result._replace(examined=tuple(examined))
    assert lines(result)[-2:] == [f"{each.rule} looked at nothing" for each in examined]


def test_a_finding_shows_its_evidence(opened):
    finding = next(
        each
        for each in opened.check().findings
        if (each.rule, each.dependent) == ("dm-readiness-is-dm-only", "LDM-503-12a")
    )
    said = lines(finding)
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
    said = lines(cycle)
    assert said[:2] == ["A cycle: 3 milestones wait on each other", "A -> C -> A"]
    assert [line.strip() for line in said[2:]] == [line.strip() for line in cycle.remarks]


def test_the_triage_of_queries(opened, graph):
    findings = opened.check().findings
    triage = depgraph.triage(graph, findings, depgraph.drop_queries(graph), only_open=True)
    assert texts(page(triage), "p")[0] == "Queries"
    assert lines(triage)[1].startswith("29 queries, 20 open. Dropping any or all moves no date; ")
    assert lines(triage)[2] == "3 questions, 3 open; 1 is on what a rule finds."
    assert "9 settled left out." in lines(triage)
    queries, questions = (rows for _, rows in tables(triage))
    assert queries[1][5] == "2 critical paths, no date"
    assert queries[2][:4] == ["LDM-503-09a", "2018-11-30", "DM-DAX-8", "open"]
    assert queries[2][4:6] == ["releases-wait-on-pipelines-only", "no effect"]
    assert len(queries) == 21
    assert len(questions) == 4
    assert [line for line in lines(triage) if line.startswith("Without")] == [
        "Without DM-NCSA-12 -> LDM-503-08:",
        "Without all 29 queried links together:",
    ]
    alone = (
        "LDM-503-08 keeps its date, 2019-11-05; its critical path is then LDM-503-08 <- DM-NCSA-14"
    )
    assert alone in texts(page(triage), "li")


def test_the_triage_says_what_is_left_out_and_names_no_option():
    codes = [f"M{n}" for n in range(9)]
    graph = Graph(
        [
            Milestone("Q", due=AS_OF + timedelta(9)),
            Milestone("A"),
            *(Milestone(code, level=2) for code in codes),
        ],
        [Link("Q", "A", queries=(Query("Really?"),)), *(Link("A", code) for code in codes)],
        as_of=AS_OF,
    )
    triage = depgraph.triage(graph, (), depgraph.drop_queries(graph))
    assert lines(triage).count("and 3 more") == 2
    assert "--" not in shown(triage)["text/plain"]


def test_queries_of_a_plan_without_dates():
    graph = Graph(
        [Milestone("A"), Milestone("B")],
        [Link("A", "B", type="SS", lag=-2, queries=(Query("Why?"),))],
        questions=[Question("A", "And this?")],
    )
    triage = depgraph.triage(graph, (), None, unknown="there is no as-of date")
    (_, rows), (_, questions) = tables(triage)
    assert rows[1] == ["B", "-", "A SS -2 d", "open", "-", "not known", "Why?"]
    assert questions[1] == ["A", "-", "open", "-", "And this?"]
    assert lines(triage)[-1] == ("What dropping them changes is not known: there is no as-of date")


# -- pages ------------------------------------------------------------------------------


# What is in sentences and titles may be marked; only what writes these has control sequences.
UNMARKED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1b"), min_size=1)


@given(
    title=UNMARKED,
    sentence=UNMARKED,
    rows=st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=CAPS.rows),
)
def test_every_text_comes_back_from_html_and_plain_text_as_it_prints(title, sentence, rows):
    table = Table("", heads("one", "two", right=[0]), tuple(rows))
    forms = bundle(Page(title, [sentence, "", table]))
    root = parsed(forms["text/html"])
    assert texts(root, "p") == [printable(title), printable(sentence)]
    cells = [cell.replace("\xa0", " ") for cell in texts(root, "td")]
    assert cells == [printable(cell) for row in rows for cell in row]
    lines = forms["text/plain"].split("\n")
    assert [line.rstrip() for line in lines[:2]] == [
        printable(title).rstrip(),
        printable(sentence).rstrip(),
    ]
    assert len(lines) == 4 + len(rows)
    for line, row in zip(lines[4:], rows, strict=True):
        assert line.split() == [word for cell in row for word in printable(cell).split()]


# -- the notebooks ----------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_notebooks_need_public_names_only(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    source = "\n".join("".join(cell["source"]) for cell in code)
    assert not re.search(r"(from|import) depgraph\.", source)
    assert set(re.findall(r"\bdepgraph\.(\w+)", source)) <= set(depgraph.__all__)


def test_in_ipython_an_answer_has_its_own_text():
    from IPython.core.formatters import DisplayFormatter

    opened = depgraph.open_plan(ROOT / "graphs")
    for answer in (opened.check(), opened.graph["LDM-503-09"], opened.check().findings[0]):
        data, _ = DisplayFormatter().format(answer)
        assert data["text/plain"] == shown(answer)["text/plain"]
