"""A page of a large plan has a part of it, says so, and counts the whole."""

from datetime import date, timedelta

import pytest

from depgraph.analysis.critical_path import path_to
from depgraph.analysis.projection import project
from depgraph.model import Graph, Link, Milestone, Query, Question
from depgraph.reports.html import Review, content, folding, targets
from depgraph.reports.html.content import review_data
from depgraph.reports.review import Route
from depgraph.rules.findings import Finding

AS_OF = date(2020, 1, 1)


def review(graph, target, **parts):
    projection = project(graph)
    path = path_to(projection, graph[target], paths=2)
    return Review(
        graph=graph,
        title="A plan",
        findings=(),
        standings={milestone.id: "later" for milestone in graph.milestones},
        projection=projection,
        routes=[Route(path, path, None)],
        target=target,
    )._replace(**parts)


def mesh(size, width):
    """Each milestone waits on so many before it; few links are queried."""
    milestones = [
        Milestone(f"M{n:03}", due=AS_OF + timedelta(days=n % 7 * 40)) for n in range(size)
    ]
    links = [
        Link(
            f"M{source:03}",
            f"M{n:03}",
            queries=(Query("Really?"),) if (n * size + source) % 97 == 3 else (),
        )
        for n in range(size)
        for source in range(max(0, n - width), n)
    ]
    return Graph(milestones, links, questions=[Question("M001", "When?")], as_of=AS_OF)


@pytest.fixture
def small(monkeypatch):
    def bound(**limits):
        for name, limit in limits.items():
            monkeypatch.setattr(folding, name, limit)

    return bound


def test_a_plan_that_is_small_enough_is_all_there():
    graph = mesh(30, 3)
    shown = folding.shown_of(review(graph, "M029"))
    assert list(shown.milestones) == list(graph.milestones)
    assert list(shown.links) == list(range(len(graph.links)))
    assert shown.words == ""


@pytest.mark.parametrize(("most_milestones", "most_links"), [(20, 1000), (60, 70), (20, 25)])
def test_a_folded_page_holds_together_and_says_what_it_lacks(small, most_milestones, most_links):
    small(MOST_MILESTONES=most_milestones, MOST_LINKS=most_links)
    graph = mesh(60, 6)
    findings = [Finding("rule", "info", "x", milestone=f"M{n:03}") for n in (7, 8)]
    data = review_data(review(graph, "M059", findings=findings))
    milestones, links = data["milestones"], data["links"]
    assert len(milestones) == min(60, most_milestones)
    assert len(links) <= most_links
    codes = [milestone["id"] for milestone in milestones]
    by_code = {milestone["id"]: milestone for milestone in milestones}
    path = [codes[step["m"]] for step in data["routes"]["M059"]["paths"][0]]
    assert path == list(path_to(project(graph), graph["M059"]).codes)
    assert {"M007", "M008", "M001"} <= set(codes)
    pairs = {(codes[link["p"]], codes[link["d"]]) for link in links}
    assert pairs <= {(link.prerequisite, link.dependent) for link in graph.links}
    for code, milestone in by_code.items():
        n = graph.number(code)
        before = sum(pair[1] == code for pair in pairs)
        after = sum(pair[0] == code for pair in pairs)
        assert milestone.get("left", [0, 0]) == [
            len(graph.incoming[n]) - before,
            len(graph.outgoing[n]) - after,
        ]
    for query in data["triage"]["queries"]:
        assert links[query["link"]]["queries"]
    assert data["totals"]["standings"] == {"later": 60}
    assert data["totals"]["queried"] == len(graph.queried_links)
    assert f"{len(links)} of {len(graph.links)} links" in data["folded"]
    assert ("of 60 milestones" in data["folded"]) == (most_milestones < 60)


def test_of_many_links_the_queried_and_the_driving_ones_stay(small):
    graph = mesh(40, 8)
    small(MOST_LINKS=len(graph.queried_links) + 80)
    data = review_data(review(graph, "M039"))
    queried = [link for link in data["links"] if link.get("queries")]
    assert len(queried) == len(graph.queried_links)
    slacks = [link["slack"] for link in data["links"] if not link.get("queries")]
    assert sorted(slacks)[: slacks.count(0)] == [0] * slacks.count(0)
    assert slacks.count(0) > 0


def test_of_many_findings_the_errors_stay(small):
    small(MOST_FINDINGS=3)
    severities = ["info", "warning", "error", "info", "warning"]
    findings = [Finding(f"r{n}", word, "x", milestone="M001") for n, word in enumerate(severities)]
    data = review_data(review(mesh(5, 1), "M004", findings=findings))
    assert [finding["rule"] for finding in data["findings"]] == ["r1", "r2", "r4"]
    assert "3 of 5 findings" in data["folded"]
    assert data["totals"]["findings"] == 5


def test_of_a_long_path_the_steps_before_the_target_are_told(monkeypatch):
    monkeypatch.setattr(content, "MOST_STEPS", 4)
    graph = mesh(20, 1)
    route = review_data(review(graph, "M019"))["routes"]["M019"]
    whole = path_to(project(graph), graph["M019"])
    assert [graph.milestones[step["m"]].id for step in route["paths"][0]] == list(whole.codes[:4])
    assert route["steps"] == [len(whole.codes)]
    assert route["without"]["codes"] == list(whole.codes[:4])
    assert route["without"]["left"] == len(whole.codes) - 4


def test_of_a_large_plan_fewer_targets_are_asked_and_the_rest_is_told(monkeypatch):
    graph = mesh(50, 2)
    monkeypatch.setattr(targets, "MOST_WORK", 4 * (50 + len(graph.links)))
    offered, _ = targets.choose_targets(project(graph), None)
    assert len(offered) == 4
    assert targets.targets_left_words(graph, 50) == ""
    assert targets.targets_left_words(graph, 4).startswith("46 of 50 main milestones cannot be ")
