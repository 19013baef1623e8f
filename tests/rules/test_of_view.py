"""Rules over the milestones of a view, and checks over all activities of its network."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from depgraph.config import Config
from depgraph.model import Graph, Link, Milestone
from depgraph.plans.selection import Selection, select_config
from depgraph.rules.engine import CheckResult, RuleSet, check, read_rules

from ..analysis.random_plans import plans
from ..analysis.test_views import BITS, plain, shown_of, view_of

RULES = """\
rules:
  - {id: no-wait, kind: must-not-wait-on, milestones: {id: [A, B, C]}, on: {id: [D, E, F]}}
  - {id: no-direct, kind: must-not-wait-on, milestones: {id: "*"}, on: {id: "*"}, reach: direct}
  - {id: none, kind: must-not-block, milestones: {id: [A, D]}, reach: any}
  - {id: only, kind: only-waits-on, milestones: {id: [B, E]}, on: {id: [A, C]}, reach: any}
  - {id: some, kind: needs, milestones: {id: "*"}, prerequisites: {id: [A, B]}, at_least: 1}
  - {id: few, kind: needs, milestones: {id: "*"}, at_most: 1}
  - {id: via, kind: only-through, from: {id: [A, B]}, to: {id: [G, H]}, via: {id: [C, D]}}
  - id: apart
    kind: independence
    groups:
      - {name: one, milestones: {id: [A, C, E, G]}}
      - {name: two, milestones: {id: [B, D, F, H]}}
  - id: order
    kind: layers
    layers:
      - {name: one, milestones: {id: [A, B]}}
      - {name: two, milestones: {id: [C, D]}, closed: true}
      - {name: three, milestones: {id: [E, F]}}
"""
NAMES = {
    line.split("id: ")[1].split(",")[0] for line in RULES.splitlines() if line.startswith("  - ")
}


@cache
def configured() -> tuple[Config, RuleSet]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "depgraph.yaml"
        path.write_text(f"graph: plan.yaml\n{RULES}")
        (Path(folder) / "plan.yaml").write_text("milestones:\n  A:\n")
        problems: list[object] = []
        config = select_config(Selection(config=path), problems)
        rules = read_rules(config, problems)
    assert not problems
    return config, rules


def pairs_of(result: CheckResult) -> set[tuple[str, str, str]]:
    return {
        (finding.rule, *pair)
        for finding in result.findings
        if finding.rule in NAMES
        for pair in _pairs(finding)
    }


def _pairs(finding) -> list[tuple[str, str]]:
    heads = finding.heads or (finding.prerequisite or "",)
    tails = finding.tails or (finding.dependent or finding.milestone or "",)
    return [(head, tail) for head in heads for tail in tails]


@settings(max_examples=60)
@given(plans(most=8), BITS, st.booleans())
def test_rules_find_in_a_view_what_they_find_in_its_links(whole, bits, incomplete):
    """The links between milestones are made for the one, and sets are passed for the other."""
    if incomplete:
        whole = whole.with_parts(
            milestones=[m._replace(state="incomplete", completed=None) for m in whole.milestones]
        )
    view = view_of(plain(whole), shown_of(whole, bits))
    made = Graph(view.milestones, view.links, as_of=view.as_of)
    config, rules = configured()
    of_view, of_links = (check(graph, config, rules) for graph in (view, made))
    assert pairs_of(of_view) == pairs_of(of_links)
    for finding in of_view.findings:
        if finding.rule in NAMES and len(finding.chain) > 1:
            assert {*finding.chain} <= {*view.codes}
            for link in finding.links:
                assert link.ends in {other.ends for other in view.links}


def of_network(*links: Link, shown: str = "AZ", **states: str) -> Graph:
    codes = sorted({code for link in links for code in link.ends})
    milestones = [
        Milestone(code, state=states.get(code, "incomplete"), due=date(2026, 1, 5))
        for code in codes
    ]
    return view_of(Graph(milestones, links, as_of=date(2026, 1, 1)), shown)


def found(graph: Graph, rule: str) -> list[str]:
    return [f"{f.severity}: {f.message}" for f in check(graph).findings if f.rule == rule]


def test_checks_of_links_look_at_all_activities() -> None:
    twice = [Link("x", "y"), Link("x", "y"), Link("y", "Z"), Link("y", "Z")]
    assert sorted(found(of_network(Link("A", "x"), *twice), "duplicate-link")) == [
        "error: 1 finding on activities that are no milestones: x -> y (--activities shows them)",
        "error: Z waits on y twice",
    ]


def test_what_is_found_of_milestones_is_told_as_ever() -> None:
    graph = of_network(Link("A", "x"), Link("x", "Z"), A="incomplete", x="complete", Z="complete")
    assert found(graph, "complete-over-incomplete") == [
        "error: x is complete and its prerequisite A (due 2026-01-05) is incomplete"
    ]


def test_a_milestone_is_an_orphan_where_no_activity_is_linked_to_it() -> None:
    links = (Link("A", "x"), Link("x", "Z"))
    graph = of_network(*links)
    alone = view_of(graph.whole.with_links(links[:1]), "Z")
    assert found(graph, "orphan") == []
    assert found(alone, "orphan") == ["warning: Z waits on nothing, and nothing waits on it"]
