"""Groups of milestones, and what a source says of their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import depgraph
from depgraph.errors import LoadError
from depgraph.rules.engine import check

if TYPE_CHECKING:
    from pathlib import Path

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
