"""Which findings are new and gone between two plans."""

import pytest

from depgraph import Finding
from depgraph.model import Position
from depgraph.rules.finding_changes import FindingChanges, compare_findings


def finding(rule="r", **rest):
    return Finding(rule=rule, severity="error", message="m", **rest)


def pair(first, second, **rest):
    return finding(milestone=second, prerequisite=first, dependent=second, **rest)


def folded(heads, tails):
    return pair(heads[0], tails[0], heads=tuple(heads), tails=tuple(tails))


def test_another_line_and_other_words_make_no_other_finding():
    old = finding(milestone="A", position=Position("f", 1, 1))
    new = old._replace(message="12 days late", position=Position("f", 9, 1))
    assert compare_findings([old], [new]) == FindingChanges()


def test_new_and_gone():
    same, old, new = (finding(milestone=code) for code in "ABC")
    changes = compare_findings([same, old], [same, new])
    assert (changes.new, changes.gone) == ((new,), (old,))


@pytest.mark.parametrize("subject", ["name", "owner"])
def test_two_findings_of_a_rule_on_a_milestone_are_told_apart(subject):
    one = finding(milestone="A", subject="level")
    other = one._replace(subject=subject)
    assert compare_findings([one], [one, other]).new == (other,)


def test_another_circle_at_the_same_milestone_is_new():
    old = finding(milestone="A", chain=("A", "B", "A"))
    new = finding(milestone="A", chain=("A", "C", "A"))
    assert compare_findings([old], [new]).new == (new,)


def test_an_accepted_finding_is_neither_new_nor_gone_but_told():
    old = pair("A", "B")
    known = old._replace(status="known", reason="Agreed.")
    (restated,) = compare_findings([old], [known]).restated
    assert (restated.before.status, restated.after.status) == ("new", "known")


def test_folding_of_single_milestones_alone_changes_nothing():
    singly = [finding(milestone=code) for code in "AB"]
    together = [finding(heads=("A", "B"))]
    assert compare_findings(singly, together) == FindingChanges()
    assert compare_findings(together, singly) == FindingChanges()
    more = finding(heads=("A", "B", "C"))
    assert compare_findings(together, [more]) == FindingChanges(new=(more,))
    assert compare_findings([more], singly) == FindingChanges(gone=(more,))


def test_folding_alone_changes_nothing():
    singly = [pair(head, tail) for head in "AB" for tail in "XY"]
    together = [folded("AB", "XY")]
    assert compare_findings(singly, together) == FindingChanges()
    assert compare_findings(together, singly) == FindingChanges()


def test_a_folded_finding_with_one_more_pair_is_new():
    small, large = folded("AB", "XY"), folded("ABC", "XY")
    changes = compare_findings([small], [large])
    assert (changes.new, changes.gone) == ((large,), ())


def test_a_recoded_milestone_keeps_its_findings():
    codes = {"A": "A2", "B": "B"}
    assert compare_findings([pair("A", "B")], [pair("A2", "B")], codes) == FindingChanges(
        (), (), ()
    )
    assert compare_findings([folded("AC", "B")], [folded(["A2", "C"], "B")], codes).new == ()
