"""Each kind of rule on small plans, read from a configuration as users write it."""

from pathlib import Path

import pytest

from depgraph.plans.opening import open_plan

PLAN = """\
as_of: 2020-01-01
milestones:
  GOAL: {due: 2020-09-01, requires: [MID, {id: S-3, query: Why?}]}
  MID: {due: 2020-08-01, requires: [S-1, X-1]}
  DONE: {completed: 2019-06-01, requires: [S-2]}
  LATER: {requires: [DONE]}
  S-1: {due: 2020-03-01}
  S-2: {completed: 2019-05-01}
  S-3: {}
  X-1: {}
"""
OWNERS = """\
graph: plan.yaml
home: us
owners:
  - {match: "S-*", owner: us, team: S}
  - {match: "X-*", owner: them}
  - {match: "*", owner: us, level: 2}
rules:
"""


def outcome(folder: Path, rule: str):
    (folder / "plan.yaml").write_text(PLAN)
    (folder / "depgraph.yaml").write_text(OWNERS + rule)
    result = open_plan(config=folder / "depgraph.yaml").check()
    findings = [
        (finding.prerequisite, finding.dependent or finding.milestone, finding.status)
        for finding in result.findings
        if finding.rule == "r"
    ]
    unused = [f.message for f in result.findings if f.rule == "unused-selector"]
    return findings, unused


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            "{kind: must-not-block, milestones: {team: S}}",
            [("S-1", "MID", "new"), ("S-3", "GOAL", "queried")],
        ),
        (
            "{kind: must-not-block, milestones: {team: S}, reach: any}",
            [("S-1", "GOAL", "new"), ("S-1", "MID", "new"), ("S-3", "GOAL", "queried")],
        ),
        (
            "{kind: must-not-block, milestones: {team: S}, of: {id: MID}}",
            [("S-1", "MID", "new")],
        ),
        (
            "{kind: must-not-wait-on, milestones: {id: GOAL}, on: {external: true}}",
            [("X-1", "GOAL", "new")],
        ),
        (
            "{kind: must-not-wait-on, milestones: {id: GOAL}, on: {owner: them}, reach: direct}",
            [],
        ),
        (
            "{kind: must-not-wait-on, milestones: {id: LATER}, on: {team: S}}",
            [],  # S-2 and what leads to it are complete: nothing waits any more
        ),
        (
            "{kind: only-waits-on, milestones: {id: [GOAL, MID]}, on: [{team: S}, {id: MID}]}",
            [("X-1", "MID", "new")],
        ),
        (
            "{kind: only-waits-on, milestones: {id: GOAL}, on: {id: MID}}",
            [("S-3", "GOAL", "queried")],
        ),
        (
            "{kind: needs, milestones: {level: 2}, prerequisites: {owner: us}, at_least: 2}",
            [(None, "DONE", "new"), (None, "LATER", "new"), (None, "MID", "new")],
        ),
        (
            "{kind: needs, milestones: {level: 2}, at_most: 1}",
            [("S-3", "GOAL", "queried"), ("S-1", "MID", "new"), ("X-1", "MID", "new")],
        ),
    ],
)
def test_what_a_rule_finds(tmp_path, rule, expected):
    findings, unused = outcome(tmp_path, "  - {id: r, " + rule[1:] + "\n")
    assert sorted(findings, key=str) == sorted(expected, key=str)
    assert not unused


def test_the_evidence_is_the_shortest_chain_with_its_places(tmp_path):
    (tmp_path / "plan.yaml").write_text(
        "milestones:\n  T: {requires: [A, B]}\n  A: {requires: [B2]}\n"
        "  B2: {requires: [X]}\n  B: {requires: [X]}\n  X: {}\n"
    )
    (tmp_path / "depgraph.yaml").write_text(
        "graph: plan.yaml\nrules:\n"
        "  - {id: r, kind: must-not-wait-on, milestones: {id: T}, on: {id: X}, why: Because.}\n"
    )
    result = open_plan(config=tmp_path / "depgraph.yaml").check()
    (finding,) = [finding for finding in result.findings if finding.rule == "r"]
    assert finding.chain == ("X", "B", "T")
    assert [link.position.line for link in finding.links] == [5, 2]
    assert finding.why == "Because."
    assert "T (no date) waits on X (no date) through B" in finding.message


def test_a_sure_chain_counts_before_a_shorter_queried_one(tmp_path):
    (tmp_path / "plan.yaml").write_text(
        "milestones:\n  T: {requires: [A, {id: X, query: ''}]}\n  A: {requires: [X]}\n  X: {}\n"
    )
    (tmp_path / "depgraph.yaml").write_text(
        "graph: plan.yaml\nrules:\n"
        "  - {id: r, kind: must-not-wait-on, milestones: {id: T}, on: {id: X}}\n"
    )
    result = open_plan(config=tmp_path / "depgraph.yaml").check()
    (finding,) = [finding for finding in result.findings if finding.rule == "r"]
    assert (finding.status, finding.chain) == ("new", ("X", "A", "T"))


def test_a_rule_that_matches_nothing_is_told(tmp_path):
    rule = "  - {id: r, kind: must-not-block, milestones: {team: T}, of: {id: 'LDM-*'}}\n"
    findings, unused = outcome(tmp_path, rule)
    assert not findings
    assert unused == [
        "rule r: milestones matches no milestone",
        "rule r: of matches no milestone",
    ]


def test_severity_warning_and_off(tmp_path):
    for severity, expected in (("warning", ["warning"]), ("off", [])):
        (tmp_path / "plan.yaml").write_text("milestones:\n  A: {}\n  B: {requires: [A]}\n")
        (tmp_path / "depgraph.yaml").write_text(
            "graph: plan.yaml\nchecks: {orphan: off}\nrules:\n"
            f"  - {{id: r, kind: must-not-block, milestones: {{id: A}}, severity: {severity}}}\n"
        )
        result = open_plan(config=tmp_path / "depgraph.yaml").check()
        assert [f.severity for f in result.findings if f.rule == "r"] == expected
        assert not result.failing
