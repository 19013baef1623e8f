"""The baseline: known findings, each with a reason, read strictly."""

from datetime import date
from pathlib import Path

import pytest

from depgraph.errors import Problem
from depgraph.rules.baseline import (
    BaselineEntry,
    entries_for,
    meaning,
    meant_by,
    read_baseline,
    stale_entries,
)
from depgraph.rules.findings import Finding


def read(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[tuple[BaselineEntry, ...], list[str]]:
    monkeypatch.chdir(tmp_path)
    Path("baseline.yaml").write_text(text)
    problems: list[Problem] = []
    entries = read_baseline(Path("baseline.yaml"), problems)
    return entries, [str(problem) for problem in sorted(problems)]


def test_entries_are_about_a_milestone_or_a_pair(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pair, single), problems = read(
        "findings:\n"
        "  - {rule: a, prerequisite: P, dependent: D, reason: agreed, until: 2019-12-01}\n"
        "  - {rule: b, milestone: M, reason: known, owner: J. Doe}\n",
        tmp_path,
        monkeypatch,
    )

    assert problems == []
    assert (pair.rule, pair.prerequisite, pair.dependent) == ("a", "P", "D")
    assert (pair.reason, pair.until, str(pair.position)) == (
        "agreed",
        date(2019, 12, 1),
        "baseline.yaml:2",
    )
    assert (single.milestone, single.owner, single.until) == ("M", "J. Doe", None)


@pytest.mark.parametrize("text", ["findings: []\n", "{}\n"])
def test_a_baseline_may_be_empty(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(text, tmp_path, monkeypatch) == ((), [])


EITHER = "findings: give either 'milestone' or both 'prerequisite' and 'dependent'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["baseline.yaml: the file is empty: expected a mapping"]),
        ("- a\n", ["baseline.yaml:1:1: expected a mapping, got a list"]),
        (
            "finding: []\n",
            ["baseline.yaml:1:1: baseline: unknown key 'finding' (did you mean 'findings'?)"],
        ),
        ("findings: {}\n", ["baseline.yaml:1:11: findings: expected a list, got a mapping"]),
        (
            "findings:\n  - date-order\n",
            ["baseline.yaml:2:5: findings: expected a mapping, got 'date-order'"],
        ),
        (
            "findings:\n  - {milestone: A}\n  - {rule: a, mile: A, reason: r}\n",
            [
                "baseline.yaml:2:5: findings: the key 'reason' is missing",
                "baseline.yaml:2:5: findings: the key 'rule' is missing",
                "baseline.yaml:3:15: findings: unknown key 'mile' (did you mean 'milestone'?)",
            ],
        ),
        (
            "findings:\n"
            "  - {rule: a, reason: r}\n"
            "  - {rule: a, reason: r, prerequisite: P}\n"
            "  - {rule: a, reason: r, milestone: M, dependent: D}\n"
            "  - {rule: a, reason: r, milestone: M, prerequisite: P, dependent: D}\n",
            [f"baseline.yaml:{line}:5: {EITHER}" for line in (2, 3, 4, 5)],
        ),
        (
            "findings:\n  - {rule: a, milestone: M, reason: '', until: 2019-02-29}\n"
            "  - {rule: [a], milestone: M, reason: r}\n",
            [
                "baseline.yaml:2:37: findings: reason: expected a text, got ''",
                "baseline.yaml:2:48: findings: until: there is no date 2019-02-29",
                "baseline.yaml:3:12: findings: rule: expected a text, got a list",
            ],
        ),
        (
            "findings:\n  - rule: a\n    milestone: M\n    reason: agreed #7 in May\n",
            [
                "baseline.yaml:4:13: findings: reason: YAML takes '#7 in May' behind 'agreed' "
                "for a comment: quote the text if that belongs to it, or write the comment on a "
                "line of its own"
            ],
        ),
    ],
)
def test_everything_wrong_is_said_with_its_place(
    text: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries, problems = read(text, tmp_path, monkeypatch)

    assert problems == expected
    assert entries == ()


def finding(rule: str, milestone: str, *pair: str) -> Finding:
    found = Finding(rule=rule, severity="error", message="", milestone=milestone)
    return found._replace(prerequisite=pair[0], dependent=milestone) if pair else found


@pytest.mark.parametrize(
    ("found", "by_milestone", "by_pair"),
    [
        (finding("a", "D"), True, False),
        (finding("b", "D"), False, False),
        (finding("a", "X"), False, False),
        (finding("a", "D", "P"), False, True),
        (finding("b", "D", "P"), False, False),
        (finding("a", "D", "X"), False, False),
    ],
)
def test_an_entry_covers_the_finding_that_it_names_and_no_other(
    *,
    found: Finding,
    by_milestone: bool,
    by_pair: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (single, pair), _ = read(
        "findings:\n  - {rule: a, milestone: D, reason: r}\n"
        "  - {rule: a, prerequisite: P, dependent: D, reason: r}\n",
        tmp_path,
        monkeypatch,
    )

    assert (meant_by(single) == meaning(found)) is by_milestone
    assert (meant_by(pair) == meaning(found)) is by_pair


@pytest.mark.parametrize(
    ("as_of", "void"),
    [
        (None, False),
        (date(2019, 11, 30), False),
        (date(2019, 12, 1), False),
        (date(2019, 12, 2), True),
    ],
)
def test_an_entry_is_void_after_its_last_day(
    *, as_of: date | None, void: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (until, forever), _ = read(
        "findings:\n  - {rule: a, milestone: D, reason: r, until: 2019-12-01}\n"
        "  - {rule: b, milestone: D, reason: r}\n",
        tmp_path,
        monkeypatch,
    )

    assert until.is_void(as_of) is void
    assert forever.is_void(as_of) is False


def test_an_entry_is_stale_when_its_rule_was_run_and_found_nothing_like_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries, _ = read(
        "findings:\n  - {rule: a, milestone: D, reason: r}\n"
        "  - {rule: a, prerequisite: P, dependent: D, reason: r}\n"
        "  - {rule: b, milestone: D, reason: r}\n"
        "  - {rule: gone, milestone: D, reason: r}\n",
        tmp_path,
        monkeypatch,
    )

    assert stale_entries(entries, [finding("a", "D", "P")]) == (0, 2, 3)
    assert stale_entries(entries, [finding("a", "D", "P")], not_run={"b"}) == (0, 3)


@pytest.mark.parametrize("found", [finding("a", "D"), finding("a", "D", "P")])
def test_the_entries_for_a_finding_covers_it(found: Finding) -> None:
    (entry,) = entries_for(found, reason="r", owner="o", until=date(2020, 1, 1))

    assert meant_by(entry) == meaning(found)
    assert (entry.reason, entry.owner, entry.until) == ("r", "o", date(2020, 1, 1))


def test_a_finding_about_no_milestone_has_no_entry() -> None:
    found = Finding(rule="unused-selector", severity="warning", message="")

    assert entries_for(found, reason="r") == ()


def test_a_folded_finding_stands_for_every_pair_of_it() -> None:
    folded = finding("a", "D", "P")._replace(heads=("P", "Q"), tails=("D", "E"))
    entries = entries_for(folded, reason="r")

    assert [entry.about for entry in entries] == ["P -> D", "P -> E", "Q -> D", "Q -> E"]
    assert stale_entries(entries, [folded]) == ()
    assert stale_entries(entries, [finding("a", "D", "P")]) == (1, 2, 3)
