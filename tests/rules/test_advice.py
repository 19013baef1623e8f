"""What to do about queries that no longer matter: following it makes no new error."""

from datetime import date
from pathlib import Path
from random import Random

import pytest

from depgraph.model import Graph, Link, Milestone, Query
from depgraph.plans.opening import open_plan
from depgraph.plans.selection import Selection, select_config
from depgraph.rules.advice import DROP_LINK, DROP_QUERY
from depgraph.rules.engine import check, read_rules

GRAPHS = Path(__file__).parents[2] / "graphs"
AS_OF = date(2020, 1, 1)
DOUBT = (Query("Really?"),)
RULES = """\
rules:
  - {id: no-marker, kind: needs, milestones: {}, prerequisites: {id: "F*"}, at_most: 0}
  - {id: not-alone, kind: needs, milestones: {id: "M*"}, prerequisites: {id: "M*"}, at_least: 1}
  - {id: risk, kind: must-not-wait-on, milestones: {}, on: {id: "R*"}}
  - {id: few, kind: needs, severity: warning, milestones: {}, at_most: 2}
"""


def advice(graph, config, rules):
    """Return what to do about each link with a query that no longer matters."""
    findings = check(graph, config, rules).findings
    return {finding.links[0]: finding.fix for finding in findings if finding.rule == "stale-query"}


def errors(graph, config, rules):
    return {
        (finding.rule, finding.milestone, finding.prerequisite, finding.dependent)
        for finding in check(graph, config, rules).failing
    }


def followed(graph, link, fix):
    """Return a plan in which the advice about a link is followed."""
    if fix.startswith(DROP_LINK):
        return graph.with_links(other for other in graph.links if other is not link)
    if fix.startswith(DROP_QUERY):
        plain = link._replace(queries=())
        return graph.with_links(plain if other is link else other for other in graph.links)
    assert fix.startswith("keep the query"), fix
    return graph


def assert_safe(graph, config, rules):
    before = errors(graph, config, rules)
    together = graph
    pieces = advice(graph, config, rules)
    for link, fix in pieces.items():
        assert errors(followed(graph, link, fix), config, rules) <= before, (link, fix)
        together = followed(together, link, fix)
    assert errors(together, config, rules) <= before
    return pieces


@pytest.mark.parametrize("schedule", ["2018-07-17", "2019-05-20", "2024-11-30"])
def test_no_advice_on_the_real_plan_makes_a_new_error(schedule):
    opened = open_plan(GRAPHS, schedule=GRAPHS / f"schedules/{schedule}.yaml")
    pieces = assert_safe(opened.graph, opened.config, opened.rules)
    assert pieces


def test_the_link_is_dropped_that_a_milestone_was_complete_without():
    opened = open_plan(GRAPHS)
    pieces = {
        (link.prerequisite, link.dependent): fix
        for link, fix in advice(opened.graph, opened.config, opened.rules).items()
    }
    assert pieces["LDM-503-06", "LDM-503-07"] == (
        "drop the link: LDM-503-07 is complete without LDM-503-06"
    )
    assert pieces["LDM-503-05", "LDM-503-09"] == "drop the query: it no longer matters"
    assert pieces["DM-DRP-6", "LDM-503-08"].startswith(
        "drop the link: a plain one is a finding of acquisition-without-pipelines"
    )


@pytest.fixture(scope="module")
def configured(tmp_path_factory):
    path = tmp_path_factory.mktemp("rules") / "depgraph.yaml"
    path.write_text(RULES)
    problems = []
    config = select_config(Selection(config=path), problems)
    rules = read_rules(config, problems)
    assert problems == []
    return config, rules


def test_a_query_stays_where_both_ways_out_would_be_an_error(configured):
    done = Milestone("M1", completed=AS_OF, state="complete")
    graph = Graph(
        [done, Milestone("M2"), Milestone("M3")],
        [Link("M2", "M1", queries=DOUBT), Link("M1", "M3"), Link("M1", "M2")],
        as_of=AS_OF,
    )
    (fix,) = assert_safe(graph, *configured).values()
    assert fix == (
        "keep the query until what it asks is settled: M1 is complete without M2, and without "
        "the link M1 is a finding of not-alone"
    )


def test_no_advice_makes_a_new_error_whatever_the_plan(configured):
    kinds = set()
    for seed in range(60):
        random = Random(seed)  # noqa: S311
        codes = ["F1", "R1", *(f"M{n}" for n in range(6))]
        milestones = [
            Milestone(code, completed=AS_OF, state="complete")
            if random.random() < 0.4
            else Milestone(code, due=AS_OF.replace(month=random.randint(1, 12)))
            for code in codes
        ]
        order = random.sample(codes, len(codes))
        links = [
            Link(*sorted(pair, key=order.index), queries=DOUBT if random.random() < 0.5 else ())
            for pair in [random.sample(codes, 2) for _ in range(10)]
        ]
        pieces = assert_safe(Graph(milestones, links, as_of=AS_OF), *configured)
        kinds.update(" ".join(fix.split()[:3]).rstrip(":") for fix in pieces.values())
    assert kinds == {DROP_LINK, "drop the query", "keep the query"}
