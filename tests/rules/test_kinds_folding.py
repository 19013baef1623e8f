"""Many chains with one middle are one finding; the evidence is that of a search for each pair."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depgraph.analysis.reach import reach
from depgraph.model import Graph, Link
from depgraph.plans.opening import open_plan
from depgraph.rules.engine import CheckResult
from depgraph.rules.findings import Finding
from depgraph.rules.kinds import chains
from depgraph.rules.kinds.chains import waiting_chains

from ..analysis.test_reach_between import CODES, NUMBERS, graphs


def one_by_one(
    graph: Graph, waiting: set[int], blockers: set[int], how: str, avoid: set[int]
) -> Iterator[tuple[int, int, tuple[Link, ...]]]:
    """The obvious way: two searches for each dependent."""

    def accept(n: int) -> bool:
        return n not in avoid and not graph.milestones[n].is_complete

    def follow(number: int) -> bool:
        return not graph.links[number].queries

    for n in filter(accept, sorted(waiting)):
        behind = reach(graph, n, accept=accept, direct=how == "direct")
        sure = reach(graph, n, accept=accept, direct=how == "direct", follow=follow)
        for source in sorted(blockers.intersection(behind.came)):
            yield source, n, (sure if source in sure.came else behind).chain(source)


@settings(deadline=None, max_examples=300)
@given(
    graph=graphs(),
    waiting=NUMBERS,
    blockers=NUMBERS,
    how=st.sampled_from(["any", "direct"]),
    avoid=st.sets(st.integers(0, len(CODES) - 1), max_size=2),
)
def test_the_evidence_is_that_of_a_search_for_each_pair(
    graph: Graph, waiting: set[int], blockers: set[int], how: str, avoid: set[int]
) -> None:
    found = waiting_chains(graph, sorted(waiting), blockers, how, avoid=avoid)
    assert [(head, tail, links) for (head,), (tail,), links in found] == list(
        one_by_one(graph, waiting, blockers, how, avoid)
    )


@settings(deadline=None, max_examples=300)
@given(graph=graphs(), waiting=NUMBERS, blockers=NUMBERS)
def test_where_it_takes_too_long_each_pair_is_still_there_once_and_with_its_status(
    graph: Graph, waiting: set[int], blockers: set[int]
) -> None:
    expected = {
        (head, tail, any(link.queries for link in links))
        for head, tail, links in one_by_one(graph, waiting, blockers, "any", set())
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chains, "MOST_VISITS", 0)
        found = waiting_chains(graph, sorted(waiting), blockers, "any")
    pairs = [
        (head, tail, any(link.queries for link in each.links))
        for each in found
        for head, tail in product(each.heads, each.tails)
    ]
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == expected
    for heads, tails, links in found:
        assert graph.number(links[0].prerequisite) in heads
        assert graph.number(links[-1].dependent) == tails[0]
        # From the nearest of the heads.
        shortest = {
            (head, tail): len(chain)
            for head, tail, chain in one_by_one(graph, {tails[0]}, set(heads), "any", set())
        }
        assert len(links) == min(shortest.values())


PLAN = """\
as_of: 2020-01-01
milestones:
  M: {requires: [H-1, H-2]}
  N: {requires: [M, {id: H-3, query: Really?}]}
  T-1: {requires: [N]}
  T-2: {requires: [N]}
  T-3: {requires: [M, H-4]}
  H-1: {}
  H-2: {}
  H-3: {}
  H-4: {}
"""
RULE = "{id: r, kind: must-not-wait-on, milestones: {id: 'T-*'}, on: {id: 'H-*'}}"


def run(folder: Path, *, plan: str = PLAN, baseline: str = "") -> CheckResult:
    (folder / "plan.yaml").write_text(plan)
    (folder / "depgraph.yaml").write_text(f"graph: plan.yaml\nrules:\n  - {RULE}\n")
    if baseline:
        (folder / "baseline.yaml").write_text(baseline)
    return open_plan(config=folder / "depgraph.yaml").check()


def of_rule(result: CheckResult) -> list[Finding]:
    return [finding for finding in result.findings if finding.rule == "r"]


def test_chains_with_one_middle_are_one_finding(tmp_path: Path) -> None:
    findings = of_rule(run(tmp_path))

    assert [
        (f.status, f.chain, " ".join(f.heads), " ".join(f.tails), len(f.more_links))
        for f in findings
    ] == [
        ("new", ("H-1", "M", "N", "T-1"), "H-1 H-2", "T-1 T-2", 2),
        ("new", ("H-1", "M", "T-3"), "H-1 H-2", "T-3", 1),
        ("new", ("H-4", "T-3"), "", "", 0),
        ("queried", ("H-3", "N", "T-1"), "H-3", "T-1 T-2", 1),
    ]
    first = findings[0]
    assert (first.prerequisite, first.dependent, first.milestone) == ("H-1", "T-1", "T-1")
    assert first.message == (
        "T-1 (no date) and T-2 (no date) wait on H-1 (no date) and H-2 (no date) through N, M"
    )
    assert [(link.prerequisite, link.dependent) for link in first.more_links] == [
        ("H-2", "M"),
        ("N", "T-2"),
    ]
    assert len({finding.fingerprint for finding in findings}) == len(findings)


def test_the_fingerprint_of_a_folded_finding_stays_when_lines_move(tmp_path: Path) -> None:
    before = of_rule(run(tmp_path))
    after = of_rule(run(tmp_path, plan="# moved\n\n" + PLAN))
    assert [f.fingerprint for f in before] == [f.fingerprint for f in after]
    assert [f.position for f in before] != [f.position for f in after]


def test_what_the_baseline_lists_is_taken_out_of_the_folded_finding(tmp_path: Path) -> None:
    entry = "  - {rule: r, prerequisite: %s, dependent: %s, reason: Agreed.}\n"
    baseline = "findings:\n" + entry % ("H-1", "T-2") + entry % ("H-2", "T-3")
    result = run(tmp_path, baseline=baseline)

    assert [
        (f.status, " ".join(f.heads) or f.prerequisite, " ".join(f.tails) or f.dependent)
        for f in of_rule(result)
    ] == [
        ("new", "H-1 H-2", "T-1"),
        ("known", "H-1", "T-2"),
        ("new", "H-1", "T-3"),
        ("new", "H-2", "T-2"),
        ("known", "H-2", "T-3"),
        ("new", "H-4", "T-3"),
        ("queried", "H-3", "T-1 T-2"),
    ]
    assert not [f for f in result.findings if f.rule == "unused-selector"]


@pytest.mark.parametrize(
    ("pairs", "status"),
    [
        ([], "new"),
        (["H-1 T-1"], "new"),
        (["H-1 T-1", "H-2 T-1", "H-1 T-2", "H-2 T-2"], "known"),
    ],
)
def test_what_stands_together_because_it_is_so_much_is_known_if_all_pairs_are(
    pairs: list[str], status: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chains, "MOST_VISITS", 0)
    baseline = "findings:\n" + "".join(
        f"  - {{rule: r, prerequisite: {pair[:3]}, dependent: {pair[4:]}, reason: Agreed.}}\n"
        for pair in pairs
    )
    result = run(tmp_path, baseline=baseline if pairs else "")

    (finding,) = [f for f in of_rule(result) if f.tails == ("T-1", "T-2") and f.severity == "error"]
    assert (finding.status, finding.heads) == (status, ("H-1", "H-2"))
    assert finding.reason == ("Agreed." if status == "known" else None)
    assert not [f for f in result.findings if f.rule == "unused-selector"]


def test_of_very_many_ends_the_first_are_named(tmp_path: Path) -> None:
    heads = [f"H-{n}" for n in range(10, 30)]
    plan = f"milestones:\n  M: {{requires: [{', '.join(heads)}]}}\n  T-1: {{requires: [M]}}\n"
    plan += "".join(f"  {head}: {{}}\n" for head in heads)
    (finding,) = of_rule(run(tmp_path, plan=plan))
    assert finding.heads == tuple(heads)
    assert "H-14 (no date) and 15 more through M" in finding.message
    assert "H-15" not in finding.message
