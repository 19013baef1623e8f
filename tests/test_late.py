"""What is late is the same wherever it is asked: in answers, checks, pictures and charts."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from depgraph.analysis.health.basis import Basis
from depgraph.analysis.health.dates import invalid_dates
from depgraph.analysis.health.limits import Limits
from depgraph.analysis.health.measures import NotComputed
from depgraph.analysis.late import late_milestones, late_words
from depgraph.analysis.projection import project
from depgraph.analysis.scheduled import with_schedule_only
from depgraph.analysis.scope import select_scope
from depgraph.analysis.timeline import timeline
from depgraph.diagrams.heading import subtitle
from depgraph.diagrams.layout import render
from depgraph.diagrams.part import around
from depgraph.diagrams.pictures import picture_of
from depgraph.diagrams.scene import Subject, compose
from depgraph.diagrams.theme import LATE_STANDINGS
from depgraph.diagrams.views import VIEWS, View
from depgraph.model import Graph, Link, Milestone
from depgraph.notebook.pages import projection_page
from depgraph.plans.opening import open_plan
from depgraph.reports.chart_data import chart_data
from depgraph.reports.listing_facts import Facts
from depgraph.reports.listing_presets import Request, entries
from depgraph.reports.page import Table
from depgraph.reports.show_data import MilestoneFacts, show_data
from depgraph.rules.engine import check
from tests.analysis.random_plans import plans
from tests.report_data import report_data

GRAPHS = Path(__file__).parent.parent / "graphs"
SCHEDULES = sorted((GRAPHS / "schedules").glob("*.yaml"))
AS_OF = date(2020, 6, 1)


def slow_late(graph: Graph) -> dict[str, str]:
    """What is late, written down as plainly as it can be."""
    projection, as_of = project(graph), graph.as_of
    assert as_of is not None
    late = {}
    for milestone in graph.milestones:
        dates = [day for day in (milestone.due, milestone.forecast) if day]
        projected = projection.date(milestone.id)
        if milestone.state == "complete":
            continue
        if any(day < as_of for day in dates):
            late[milestone.id] = "overdue"
        elif milestone.due and projected and projected > milestone.due:
            late[milestone.id] = "projected late"
    return late


def answers(graph: Graph) -> Mapping[str, set[str]]:
    """What each answer, view and chart of a plan calls late."""
    projection = project(graph)
    facts = Facts(graph, tuple)
    (table,) = [part for part in projection_page(projection).parts if isinstance(part, Table)]
    scope = select_scope(graph)
    chart = chart_data(timeline(graph, scope.codes), scope)
    assert chart["chart"] == "timeline"
    dated = {milestone["id"] for milestone in chart["milestones"]}
    sets = {
        "list": {entry.milestone.id for entry in entries(facts, Request(delayed=True))},
        "projection": {str(row[0]) for row in table.rows},
        "show": {
            m.id
            for m in graph.milestones
            if show_data(MilestoneFacts(m, graph, projection, (), ()))["late"]
        },
        "timeline": {milestone["id"] for milestone in chart["milestones"] if milestone["late"]},
    }
    undated = {milestone.id for milestone in graph.milestones} - dated
    assert not undated & sets["list"]
    for view in VIEWS:
        scene = compose(graph, view)
        sets[view] = {m.id for m in graph.milestones if scene.standing(m.id) in LATE_STANDINGS}
    return sets


def painted_late(graph: Graph, view: View, centre: str) -> tuple[set[str], set[str]]:
    """What a picture paints as late, and all that it draws, by the classes of its SVG."""
    folding = {} if view.is_around_one else {"is_folded": None}
    part = around(graph, centre, up=99, down=99).graph if view.is_around_one else graph
    subject = Subject(part, graph, centre if view.is_around_one else None)
    root = ET.fromstring(render(picture_of(view, subject, **folding), format="svg"))
    late, drawn = set(), set()
    for element in root.iter():
        code, classes = element.get("data-code"), element.get("class", "").split()
        if code is None or not {"milestone", "feature", "lane"} & set(classes):
            continue
        drawn.add(code)
        if "late" in classes:
            late.add(code)
    return late, drawn


def overdue_by_checks(graph: Graph) -> set[str | None]:
    findings = check(graph).findings
    return {f.milestone for f in findings if f.rule in ("overdue", "stale-forecast")}


@given(plans(most=5))
@settings(max_examples=60)
def test_every_answer_calls_the_same_late(graph):
    expected = slow_late(graph)
    assert {code: late.kind for code, late in late_milestones(graph).items()} == expected
    assert set(map(frozenset, answers(graph).values())) == {frozenset(expected)}
    overdue = {code for code, kind in expected.items() if kind == "overdue"}
    assert overdue_by_checks(graph) == overdue
    assert all(late.days > 0 for late in late_milestones(graph).values())


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda path: path.stem)
def test_every_answer_calls_the_same_late_in_the_shipped_plan(schedule):
    graph = open_plan(GRAPHS, schedule=schedule).graph
    late = late_milestones(graph)
    assert late
    assert {name: codes ^ late.keys() for name, codes in answers(graph).items()} == {
        name: set() for name in answers(graph)
    }
    with_others = late_milestones(with_schedule_only(graph))
    assert overdue_by_checks(graph) == {
        code for code, how in with_others.items() if how.kind == "overdue"
    }
    # No milestone of the shipped schedules has a forecast: what is overdue was due.
    measured = invalid_dates(Basis(graph, Limits()))
    assert not isinstance(measured, NotComputed)
    known = {m.id for m in graph.milestones if m.state != "unknown"}
    assert set(measured.cases) == {c for c, how in late.items() if how.kind == "overdue"} & known


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda path: path.stem)
def test_no_picture_contradicts_the_list_of_what_is_late(json_of, schedule, view):
    rows = json_of("list", "--delayed", "--schedule", schedule)["rows"]
    graph = open_plan(GRAPHS, schedule=schedule).graph
    painted, drawn = painted_late(graph, view, "LDM-503-12")
    assert painted == {row["code"] for row in rows} & drawn
    if not view.is_around_one:
        assert {milestone.id for milestone in graph.milestones} <= drawn
        assert painted
        # What is only in the schedule is not drawn, and named where it is late.
        undrawn = {row["code"] for row in rows if row["code"] not in drawn}
        words = subtitle(compose(graph, view.name))
        named = re.search(r"late too, and only in the schedule: ([^·]*)", words)
        assert set(named[1].strip().split(", ") if named else []) == undrawn


def stale_plan() -> Graph:
    return Graph(
        [
            Milestone("A", due=date(2020, 2, 1), forecast=date(2020, 3, 1)),
            Milestone("B", forecast=date(2020, 3, 1)),
            Milestone("C", forecast=date(2020, 3, 1), due=date(2020, 12, 1)),
            Milestone("D", due=AS_OF + timedelta(days=10)),
            Milestone("E", due=AS_OF + timedelta(days=4)),
            Milestone("F", due=AS_OF),
            Milestone("G", forecast=AS_OF, state="unknown"),
        ],
        [Link("A", "B"), Link("D", "E")],
        as_of=AS_OF,
    )


def test_a_forecast_that_has_passed_is_overdue():
    late = late_milestones(stale_plan())
    assert {code: how.words for code, how in late.items()} == {
        "A": "overdue 121 d",
        "B": "overdue 92 d",
        "C": "overdue 92 d",
        "E": "will be late, +6 d",
    }
    assert late_words(late.values()) == "4 late: 3 overdue, 1 will be late"
    facts = Facts(stale_plan(), tuple)
    delays = {e.milestone.id: e.delay.late for e in entries(facts, Request(delayed=True))}
    assert delays == {"A": 121, "B": 92, "C": 92, "E": 6}


def test_without_an_as_of_date_or_a_projection_only_what_is_known_is_late():
    dated = Milestone("A", due=date(2020, 2, 1))
    assert late_milestones(Graph([dated], [])) == {}
    ring = Graph([dated, Milestone("B")], [Link("A", "B"), Link("B", "A")], as_of=AS_OF)
    assert [how.kind for how in late_milestones(ring).values()] == ["overdue"]


def test_a_part_of_a_plan_is_drawn_as_late_as_the_whole(printed):
    text = printed("render", "--focus", "LDM-503-12", "--up", "0", "--down", "0", "--format", "dot")
    assert "projected 2020-11-06" in text
    assert "+256 d" in text


def test_the_report_counts_what_is_late(json_of, run):
    page = run("report", "-o", "-").stdout
    milestones = report_data(page)["milestones"]
    rows = json_of("list", "--delayed")["rows"]
    assert {m["id"] for m in milestones if m.get("late")} == {row["code"] for row in rows}
    kinds = [m["late"]["kind"] for m in milestones if m.get("late")]
    assert (kinds.count("overdue"), kinds.count("projected late")) == (19, 4)
    assert {m["id"] for m in milestones if m["standing"] == "late"} == {
        m["id"] for m in milestones if m.get("late")
    }


def test_every_answer_counts_the_same_milestones(run, tmp_path):
    words = "142 milestones (+1 only in the schedule)"
    assert f"Looked at {words} and 149 links" in run("check").stdout
    assert run("list").stdout.count(words) == 1
    assert f"6 of {words}: level 2; delayed" in run("list", "--delayed", "--level", "2").stdout
    assert run("health").stdout.startswith(words)
    run("render", "-o", tmp_path / "whole.svg")
    assert f"of {words}" in (tmp_path / "whole.svg").read_text()
    run("render", "--team", "SUIT", "-o", tmp_path / "part.svg")
    assert f"of {words}" in (tmp_path / "part.svg").read_text()
    assert words in run("report", "-o", "-").stdout
