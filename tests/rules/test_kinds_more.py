"""The kinds of rules that group milestones, look at their attributes, or at ways between them."""

from pathlib import Path

import pytest

from depgraph.errors import DepgraphError, Problem
from depgraph.plans.loading import load_graph
from depgraph.plans.selection import Selection, select_config
from depgraph.rules.engine import check, read_rules
from depgraph.rules.findings import Finding
from depgraph.rules.kinds.registry import KINDS

PLAN = """\
as_of: 2020-01-01
milestones:
  B-1: {owner: us, due: 2020-02-01, level: 2}
  B-2: {owner: us, requires: [B-1]}
  D-1: {owner: us, completed: 2019-06-01, requires: [X-1]}
  O-1: {owner: ops, tags: [late, big], requires: [T-1, D-1]}
  O-2: {owner: ops, requires: [{id: B-2, query: Untested?}]}
  T-1: {owner: us, due: 2020-05-01, url: "http://x", requires: [B-2]}
  T-2: {owner: us, requires: [O-1]}
  X-1: {}
"""


def run(folder: Path, rule: str, plan: str = PLAN) -> tuple[list[Finding], list[str], list[str]]:
    """Return the findings of a rule, what matches nothing, and what is wrong."""
    (folder / "plan.yaml").write_text(plan)
    config_file = folder / "depgraph.yaml"
    config_file.write_text("graph: plan.yaml\nrules:\n  - {id: r, " + rule[1:] + "\n")
    problems: list[Problem] = []
    selection = Selection(config=config_file)
    config = select_config(selection, problems)
    rules = read_rules(config, problems)
    result = check(load_graph(selection, config), config, rules)
    return (
        [finding for finding in result.findings if finding.rule == "r"],
        [finding.message for finding in result.findings if finding.rule == "unused-selector"],
        [f"{problem.line}:{problem.column}: {problem.message}" for problem in sorted(problems)],
    )


LAYERS = (
    "{name: build, milestones: {id: 'B-*'}}, {name: test, milestones: {id: 'T-*'}%s}, "
    "{name: operate, milestones: {owner: ops}}"
)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # only-through: T-1 leads from B-1 to O-1; D-1 is complete, and so leads nowhere.
        (
            "{kind: only-through, from: {id: B-1}, to: {owner: ops}, via: {id: 'T-*'}}",
            ["queried B-1 B-2 O-2"],
        ),
        ("{kind: only-through, from: {id: X-1}, to: {id: O-1}, via: {id: B-1}}", []),
        (
            "{kind: only-through, from: {id: B-2}, to: {id: O-1}, via: {id: B-1}}",
            ["new B-2 T-1 O-1"],
        ),
        ("{kind: only-through, from: {id: B-1}, to: {id: B-2}, via: {id: [B-1, B-2]}}", []),
        # layers, from the first to the last in time
        ("{kind: layers, layers: [" + LAYERS % "" + "]}", ["new O-1 T-2"]),
        (
            "{kind: layers, layers: [" + LAYERS % ", closed: true" + "]}",
            ["new O-1 T-2", "queried B-1 B-2 O-2", "queried B-2 O-2"],
        ),
        (
            "{kind: layers, layers: [{owner: ops}, {id: 'B-*'}]}",
            [
                "new B-1 B-2 T-1 O-1",
                "new B-2 T-1 O-1",
                "queried B-1 B-2 O-2",
                "queried B-2 O-2",
            ],
        ),
        ("{kind: layers, layers: [{owner: ops}, {id: 'B-*'}], reach: direct}", ["queried B-2 O-2"]),
        ("{kind: layers, layers: [{id: 'B-*'}, {owner: [us, ops]}]}", []),
        # independence
        ("{kind: independence, groups: [{id: 'B-*'}, {id: X-1}]}", []),
        (
            "{kind: independence, groups: [{id: B-2}, {name: t, milestones: {id: T-1}}]}",
            ["new B-2 T-1"],
        ),
        (
            "{kind: independence, groups: [{id: T-2}, {id: T-1}, {id: B-2}]}",
            ["new B-2 T-1", "new B-2 T-1 O-1 T-2", "new T-1 O-1 T-2"],
        ),
        (
            "{kind: independence, groups: [{id: T-2}, {id: T-1}, {id: B-2}], reach: direct}",
            ["new B-2 T-1"],
        ),
        # only-waits-on, through others
        (
            "{kind: only-waits-on, milestones: {id: T-1}, on: {id: B-2}, reach: any}",
            ["new B-1 B-2 T-1"],
        ),
    ],
)
def test_who_waits_on_whom(rule: str, expected: list[str], tmp_path: Path) -> None:
    findings, unused, problems = run(tmp_path, rule)

    chains = [
        f"{finding.status} {' '.join((head, *finding.chain[1:-1], tail))}"
        for finding in findings
        for head in finding.heads or finding.chain[:1]
        for tail in finding.tails or finding.chain[-1:]
    ]
    assert sorted(chains) == expected
    assert (unused, problems) == ([], [])


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("{kind: attribute, milestones: {id: 'B-*'}, require: due}", ["B-2 has no due"]),
        (
            "{kind: attribute, milestones: {id: 'B-*'}, require: [due, level]}",
            ["B-2 has no due", "B-2 has no level"],
        ),
        ("{kind: attribute, milestones: {due_within: 60}, require: url}", ["B-1 has no url"]),
        ("{kind: attribute, milestones: {due_within: 200, id: 'T-*'}, require: url}", []),
        (
            "{kind: attribute, milestones: {id: [B-1, O-1, X-1]}, value: {owner: [us, them]}}",
            ["O-1 has owner ops, and needs us or them", "X-1 has no owner, and needs us or them"],
        ),
        ("{kind: attribute, milestones: {id: B-1}, value: {level: 2, due: 2020-02-01}}", []),
        (
            "{kind: attribute, milestones: {id: B-1}, value: {level: [1, 3], state: complete}}",
            ["B-1 has level 2, and needs 1 or 3", "B-1 has state incomplete, and needs complete"],
        ),
        (
            "{kind: attribute, milestones: {owner: ops}, require: tags, value: {tags: late}}",
            ["O-2 has no tags, and needs late"],
        ),
    ],
)
def test_attributes(rule: str, expected: list[str], tmp_path: Path) -> None:
    findings, unused, problems = run(tmp_path, rule)

    assert [finding.message for finding in findings] == expected
    assert all(finding.milestone and finding.position for finding in findings)
    assert len({finding.fingerprint for finding in findings}) == len(findings)
    assert (unused, problems) == ([], [])


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (
            "{kind: only-through, from: {id: B-2}, to: {id: O-1}, via: {id: B-1}}",
            "O-1 (ops, no date) waits on B-2 (us, no date) through T-1, and passes nothing that "
            "such a chain has to pass",
        ),
        (
            "{kind: layers, layers: [" + LAYERS % "" + "]}",
            "T-2 (us, no date) waits on O-1 (ops, no date): layer test comes before layer operate",
        ),
        (
            "{kind: layers, layers: [{id: B-2}, {id: T-1, closed: true}, {id: O-2}]}".replace(
                "{id: T-1, closed: true}", "{milestones: {id: T-1}, closed: true}"
            ),
            "O-2 (ops, no date) waits on B-2 (us, no date): layer 3 skips a closed layer between "
            "it and layer 1",
        ),
        (
            "{kind: independence, groups: [{id: B-2}, {name: t, milestones: {id: T-1}}]}",
            "T-1 (us, due 2020-05-01) waits on B-2 (us, no date): group t waits on group 1",
        ),
        (
            "{kind: must-not-block, milestones: {id: B-2}, of: {id: O-1}, reach: any}",
            "B-2 (us, no date) blocks O-1 (ops, no date) through T-1",
        ),
    ],
)
def test_a_finding_says_who_waits_on_whom_and_what_is_wrong(
    rule: str, message: str, tmp_path: Path
) -> None:
    findings, _, _ = run(tmp_path, rule)

    assert [finding.message for finding in findings] == [message]


def test_the_chain_that_avoids_the_way_may_be_longer_than_the_right_one(tmp_path: Path) -> None:
    plan = "milestones:\n  T: {requires: [V, A]}\n  V: {requires: [S]}\n"
    plan += "  A: {requires: [B]}\n  B: {requires: [S]}\n  S: {}\n"
    rule = "{kind: only-through, from: {id: S}, to: {id: T}, via: {id: V}}"
    (finding,), _, _ = run(tmp_path, rule, plan)
    assert finding.chain == ("S", "B", "A", "T")


def test_a_milestone_belongs_to_the_first_group_that_selects_it(tmp_path: Path) -> None:
    rule = "{kind: independence, groups: [{id: 'B-*'}, {owner: us}]}"
    findings, _, _ = run(tmp_path, rule)
    assert {(f.prerequisite, f.dependent) for f in findings} == {
        ("B-1", "T-1"),
        ("B-2", "T-1"),
        ("B-1", "T-2"),
        ("B-2", "T-2"),
    }
    rule = "{kind: independence, groups: [{owner: us}, {id: 'B-*'}]}"
    with pytest.raises(DepgraphError, match="belong to groups listed before it"):
        run(tmp_path, rule)


@pytest.mark.parametrize(
    ("rule", "unused"),
    [
        (
            "{kind: layers, layers: [{id: Q}, {name: t, milestones: {id: R}}]}",
            ["rule r: layer 1 matches no milestone", "rule r: layer t matches no milestone"],
        ),
        (
            "{kind: independence, groups: [{id: Q}, {id: B-1}]}",
            ["rule r: group 1 matches no milestone"],
        ),
        (
            "{kind: only-through, from: {id: Q}, to: {id: B-1}, via: {id: S}}",
            ["rule r: from matches no milestone", "rule r: via matches no milestone"],
        ),
        (
            "{kind: attribute, milestones: {id: Q}, require: due}",
            ["rule r: milestones matches no milestone"],
        ),
    ],
)
def test_what_matches_nothing_is_told(rule: str, unused: list[str], tmp_path: Path) -> None:
    assert run(tmp_path, rule)[1] == unused


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            "{kind: only-through, from: {}, to: {}}",
            ["3:5: rule r: the key 'via' is missing (only-through)"],
        ),
        ("{kind: layers}", ["3:5: rule r: the key 'layers' is missing (layers)"]),
        (
            "{kind: layers, layers: {id: A}}",
            ["3:35: rule r: layers: expected a list, got a mapping"],
        ),
        ("{kind: layers, layers: []}", ["3:35: rule r: layers: the list is empty"]),
        ("{kind: layers, layers: [{id: A}]}", ["3:35: rule r: layers: expected two or more"]),
        (
            "{kind: layers, layers: [{id: A}, {name: x, milestones: {}, clsed: true}]}",
            ["3:71: rule r: layers: unknown key 'clsed' (did you mean 'closed'?)"],
        ),
        (
            "{kind: layers, layers: [{name: x, milestones: {id: A}}, {name: x, milestones: {}}]}",
            ["3:68: rule r: layers: the name 'x' is given twice"],
        ),
        (
            "{kind: independence, groups: [{id: A}, {milestones: {}, closed: true}]}",
            ["3:68: rule r: groups: unknown key 'closed' (known: name, milestones)"],
        ),
        (
            "{kind: independence, groups: [{id: A}, B]}",
            [
                "3:51: rule r: groups: expected a selector such as {owner: DM, level: 2}, got 'B'",
            ],
        ),
        (
            "{kind: attribute, milestones: {}}",
            ["3:5: rule r: give 'require' or 'value'"],
        ),
        (
            "{kind: attribute, milestones: {}, require: [test_plan, ownr]}",
            [
                "3:56: rule r: require: expected one of ",
                "3:67: rule r: require: expected one of ",
            ],
        ),
        (
            "{kind: attribute, milestones: {}, value: {ownr: DM, due: soon, level: x, state: ok}}",
            [
                "3:54: rule r: value: unknown key 'ownr' (did you mean 'owner'?)",
                "3:69: rule r: value: due: expected a date as YYYY-MM-DD, got 'soon'",
                "3:82: rule r: value: level: expected a whole number, got 'x'",
                "3:92: rule r: value: state: expected one of complete, incomplete, unknown, got",
            ],
        ),
        (
            "{kind: needs, milestones: {}, at_least: 3, at_most: 2}",
            ["3:52: rule r: at_least: 3 is more than 'at_most', 2"],
        ),
        (
            "{kind: only-waits-on, milestones: {}, on: {}, reach: far}",
            ["3:65: rule r: reach: expected one of direct, any, got 'far'"],
        ),
    ],
)
def test_what_is_wrong_in_a_rule_is_said_with_its_place(
    rule: str, expected: list[str], tmp_path: Path
) -> None:
    _, _, problems = run(tmp_path, rule)

    assert len(problems) == len(expected), problems
    for problem, start in zip(problems, expected, strict=True):
        assert problem.startswith(start)


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_explains_itself_with_an_example_that_can_be_read(
    name: str, tmp_path: Path
) -> None:
    kind = KINDS[name]
    assert kind.kind == name
    assert kind.summary
    assert kind.__doc__

    path = tmp_path / "depgraph.yaml"
    path.write_text("graph: [plan.yaml]\nrules:\n" + kind.example)
    (tmp_path / "plan.yaml").write_text(PLAN)
    problems: list[Problem] = []
    (rule,) = read_rules(select_config(Selection(config=path), problems), problems).rules
    assert problems == []
    assert type(rule) is kind
    assert rule.spec.why
