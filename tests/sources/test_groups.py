"""Groups of milestones, and what a source says of their number."""

from pathlib import Path

import pytest

import depgraph
from depgraph.errors import LoadError
from depgraph.rules.engine import check

PLAN = """\
groups:
  one:
    name: First group
    partition: p
    totals:
      - {members: 2, complete: 1, incomplete: 1, where: the list}
      - {members: 3, where: the summary}
  two: {partition: p}
  three:
milestones:
  A: {kind: requirement, tags: [one], progress: 100}
  B: {kind: requirement, tags: [one, two], progress: 50}
  C: {kind: requirement, tags: [two, three]}
"""


def plan(folder: Path, text: str = PLAN) -> depgraph.Graph:
    file = folder / "plan.yaml"
    file.write_text(text)
    return depgraph.load(file)


def test_each_group_has_its_tag_and_what_is_said_of_it(tmp_path: Path) -> None:
    one, three, two = plan(tmp_path).groups
    assert [group.tag for group in (one, three, two)] == ["one", "three", "two"]
    assert (one.name, one.partition) == ("First group", "p")
    assert [(t.members, t.complete, t.incomplete, t.where) for t in one.totals] == [
        (2, 1, 1, "the list"),
        (3, None, None, "the summary"),
    ]
    assert str(one.totals[1].position).endswith("plan.yaml:7")
    assert (two.partition, three.partition, three.totals) == ("p", None, ())


def test_a_wrong_total_and_a_member_of_two_groups_are_found(tmp_path: Path) -> None:
    result = check(plan(tmp_path))
    found = [each for each in result.findings if each.rule == "count-mismatch"]
    assert [(each.position.line, each.message) for each in found if each.position] == [
        (7, "First group (one) has 2 members, and is said to have 3 (the summary)"),
        (12, "B is in First group (one) and in two, which have no member in common"),
    ]
    assert {each.severity for each in found} == {"warning"}
    assert len({each.fingerprint for each in found}) == 2


OF_FOUR = """\
groups:
  one: {{totals: [{{{total}, where: x}}]}}
milestones:
  A: {{kind: requirement, tags: [one], progress: 100}}
  B: {{kind: requirement, tags: [one], progress: 50}}
  C: {{kind: requirement, tags: [one], progress: 0}}
  D: {{kind: requirement, tags: [one]}}
  E: {{kind: requirement, tags: [one]}}
  F: {{kind: requirement, tags: [one]}}
"""


@pytest.mark.parametrize(
    ("total", "messages"),
    [
        # 1 of 6 is 16.7 per cent, 2 of 6 33.3 and 4 of 6 66.7: rounded either way.
        ("complete_percent: 16, begun_percent: 33, not_begun_percent: 66", []),
        ("complete_percent: 17, begun_percent: 34, not_begun_percent: 67", []),
        (
            "complete_percent: 15",
            ["one has 1 of 6 (16.7 %) complete members, and is said to have 15 % (x)"],
        ),
        (
            "begun_percent: 32, not_begun_percent: 68",
            [
                "one has 2 of 6 (33.3 %) members complete or with some progress, and is said to "
                "have 32 % (x)",
                "one has 4 of 6 (66.7 %) members without any progress, and is said to "
                "have 68 % (x)",
            ],
        ),
        ("parts: [{name: a, members: 2, complete: 1}, {name: b, members: 4, complete: 0}]", []),
        # What one part does not state is not added up.
        ("parts: [{name: a, members: 2, complete: 3}, {name: b, members: 4}]", []),
        (
            "members: 6, parts: [{name: a, members: 2}, {name: b, members: 3}]",
            ["one has 6 members, and is said to have 5 (x)"],
        ),
        (
            "parts: [{name: a, members: 6, complete: 1, incomplete: 4}]",
            [
                "a, a part of one, is said to have 6 members, 1 complete and 4 incomplete (x)",
                "one has 5 incomplete members, and is said to have 4 (x)",
            ],
        ),
        (
            "members: 6, known: It is so",
            ["one is as it is said to be (x): 'known' accepts nothing"],
        ),
    ],
)
def test_shares_and_parts_are_compared(tmp_path: Path, total: str, messages: list[str]) -> None:
    result = check(plan(tmp_path, OF_FOUR.format(total=total)))
    found = [each for each in result.findings if each.rule == "count-mismatch"]
    assert sorted(each.message for each in found) == messages
    assert {each.status for each in found} <= {"new"}


def test_a_difference_is_known_where_it_is_accepted(tmp_path: Path) -> None:
    result = check(plan(tmp_path, OF_FOUR.format(total="members: 5, known: One came later")))
    (found,) = [each for each in result.findings if each.rule == "count-mismatch"]
    assert (found.status, found.reason) == ("known", "One came later")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("groups: [one]", "groups: expected a mapping, got a list"),
        ("groups: {one: {totals: [{members: 2}]}}", "the key 'where' is missing"),
        ("groups: {one: {totals: [{members: -1, where: x}]}}", "expected a whole number"),
        ("groups: {one: {total: []}}", "unknown key 'total' (did you mean 'totals'?)"),
        ("groups: {one: two}", "groups: one: expected a mapping, got 'two'"),
    ],
)
def test_what_is_no_group_is_reported(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(LoadError) as raised:
        plan(tmp_path, f"{line}\nmilestones: {{A: }}\n")
    assert message in str(raised.value)
    assert "plan.yaml:1:" in str(raised.value)


def test_one_file_gives_a_group(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(f"groups: {{g: }}\nmilestones: {{{name[0]}: }}\n")
    with pytest.raises(LoadError, match=r"b\.yaml:1:10: the group 'g' is in .*a\.yaml:1 too"):
        depgraph.load(tmp_path)
