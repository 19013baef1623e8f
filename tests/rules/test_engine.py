"""Statuses: what the baseline and the allowances at links do to findings."""

from pathlib import Path

import pytest

from depgraph.plans.opening import open_plan

PLAN = """\
as_of: 2020-01-01
milestones:
  A: {due: 2020-03-01}
  B:
    due: 2020-02-01
    requires:
      - ENTRY
"""


def run(folder: Path, *, baseline: str = "", entry: str = "A", config: str = ""):
    (folder / "plan.yaml").write_text(PLAN.replace("ENTRY", entry))
    (folder / "depgraph.yaml").write_text(f"graph: plan.yaml\n{config}")
    if baseline:
        (folder / "baseline.yaml").write_text(baseline)
    return open_plan(config=folder / "depgraph.yaml").check()


def entry(**keys):
    lines = "\n    ".join(f"{key}: {value}" for key, value in keys.items())
    return f"findings:\n  - {lines[0:]}\n"


KNOWN = {"rule": "date-order", "prerequisite": "A", "dependent": "B", "reason": "Agreed."}


def test_a_finding_without_leave_is_new_and_fails(tmp_path):
    result = run(tmp_path)
    assert [(f.rule, f.status) for f in result.failing] == [("date-order", "new")]


def test_the_baseline_makes_it_known(tmp_path):
    result = run(tmp_path, baseline=entry(**KNOWN))
    assert not result.failing
    (finding,) = result.findings
    assert (finding.severity, finding.status, finding.reason) == ("error", "known", "Agreed.")


@pytest.mark.parametrize(
    ("until", "status"), [("2019-12-31", "new"), ("2020-01-01", "known"), ("2020-01-02", "known")]
)
def test_an_entry_expires_at_the_as_of_date(tmp_path, until, status):
    result = run(tmp_path, baseline=entry(**KNOWN, until=until))
    (finding,) = [finding for finding in result.findings if finding.rule == "date-order"]
    assert finding.status == status


def test_an_entry_that_matches_nothing_is_stale(tmp_path):
    result = run(tmp_path, baseline=entry(**{**KNOWN, "prerequisite": "Z"}))
    (stale,) = [finding for finding in result.findings if finding.rule == "unused-selector"]
    assert stale.severity == "warning"
    assert stale.message == "baseline: no finding of date-order on Z -> B"
    assert str(stale.position).endswith("baseline.yaml:2")
    assert len(result.failing) == 1


@pytest.mark.parametrize(("until", "status"), [("2019-12-31", "new"), ("2020-06-01", "known")])
def test_an_allowance_at_the_link(tmp_path, until, status):
    allow = f"{{id: A, allow: {{rule: date-order, reason: Agreed., until: {until}}}}}"
    findings = run(tmp_path, entry=allow).findings
    (finding,) = [finding for finding in findings if finding.rule == "date-order"]
    assert finding.status == status


def test_an_allowance_that_is_not_needed_is_told(tmp_path):
    allow = "{id: A, lag: -60, allow: {rule: date-order, reason: Agreed.}}"
    (finding,) = run(tmp_path, entry=allow).findings
    assert finding.message == "B: the allowance of date-order for A is not needed"


def test_an_allowance_that_has_expired_is_told(tmp_path):
    allow = "{id: A, allow: {rule: date-order, reason: Agreed., until: 2019-12-31}}"
    messages = [finding.message for finding in run(tmp_path, entry=allow).findings]
    assert "B: the allowance of date-order for A expired on 2019-12-31" in messages


def test_leave_for_a_rule_that_does_not_exist_is_told(tmp_path):
    allow = "{id: A, allow: {rule: date-ordr, reason: Agreed.}}"
    result = run(tmp_path, entry=allow, baseline=entry(**{**KNOWN, "rule": "date-ordre"}))
    assert sorted(f.message for f in result.findings if f.rule == "unused-selector") == [
        "B: the allowance of date-ordr for A: there is no rule 'date-ordr' "
        "(did you mean 'date-order'?)",
        "baseline: there is no rule 'date-ordre' (did you mean 'date-order'?)",
    ]


def test_leave_for_a_check_that_is_off_stays_without_a_word(tmp_path):
    result = run(tmp_path, baseline=entry(**KNOWN), config="checks: {date-order: off}\n")
    assert not result.findings


def test_levels_of_checks_can_be_changed(tmp_path):
    result = run(tmp_path, config="checks: {date-order: warning}\n")
    assert [(f.severity, f.rule) for f in result.findings] == [("warning", "date-order")]
    off = run(tmp_path, config="checks: {date-order: off}\n")
    assert not off.findings
    assert [e.rule for e in off.examined if e.skipped] == ["date-order"]


def test_an_owner_or_tag_pattern_that_matches_nothing_is_told(tmp_path):
    result = run(
        tmp_path,
        config="checks: {date-order: off}\nowners: [{match: 'Z*', owner: us}]\ntags: {x: [A, Q]}\n",
    )
    assert [finding.message for finding in result.findings] == [
        "owners: Z* matches no milestone",
        "tag x: Q matches no milestone",
    ]


def test_a_fingerprint_stays_when_lines_move_and_differs_between_findings(tmp_path):
    first = run(tmp_path, config="owners: [{match: 'Z*', owner: us}]\n").findings
    moved = run(tmp_path, config="\n\n\nowners: [{match: 'Z*', owner: us}]\n").findings
    assert [f.fingerprint for f in first] == [f.fingerprint for f in moved]
    assert [f.position for f in first] != [f.position for f in moved]
    assert len({f.fingerprint for f in first}) == len(first) == 2


RISK = """\
as_of: 2020-01-01
milestones:
  RISK: {{due: 2020-02-01}}
  PART: {{due: 2020-02-10, requires: [{{id: RISK, allow: {{rule: risk, reason: Agreed.{names}}}}}]}}
  CORE-A: {{due: 2020-03-01, requires: [PART]}}
  CORE-B: {{due: 2020-03-02, requires: [CORE-A]}}
  CORE-C: {{due: 2020-03-03, requires: [RISK]}}
"""
RISK_RULE = """\
graph: plan.yaml
rules:
  - {id: risk, kind: must-not-wait-on, milestones: {id: "CORE-*"}, on: {id: RISK}}
"""


def run_risk(folder: Path, names: str, *, together: bool, monkeypatch):
    """Check a plan with an allowance at a link, on the way of small plans and of large ones."""
    if together:
        monkeypatch.setattr("depgraph.rules.kinds.chains.MOST_VISITS", 0)
    (folder / "plan.yaml").write_text(RISK.format(names=names))
    (folder / "depgraph.yaml").write_text(RISK_RULE)
    findings = open_plan(config=folder / "depgraph.yaml").check().findings
    statuses = {
        (part.prerequisite, part.dependent): part.status
        for finding in findings
        if finding.rule == "risk"
        for part in finding.parts()
    }
    return statuses, [f.message for f in findings if f.rule == "unused-selector"]


@pytest.mark.parametrize(
    ("names", "known", "message"),
    [
        (
            "",
            "",
            " does not accept what is found through the link, RISK -> CORE-A, RISK -> CORE-B: "
            "name these ends under 'prerequisite' and 'dependent'",
        ),
        (", dependent: CORE-A", "A", ""),
        (", dependent: [CORE-A, CORE-B], prerequisite: RISK", "AB", ""),
        (", dependent: [CORE-A, PART]", "A", None),
        (", dependent: CORE-C", "C", ""),
    ],
)
def test_an_allowance_accepts_the_pairs_that_it_names_and_no_new_one(
    tmp_path, names, known, message, monkeypatch
):
    statuses, messages = run_risk(tmp_path, names, together=False, monkeypatch=monkeypatch)
    assert statuses == {
        ("RISK", f"CORE-{letter}"): "known" if letter in known else "new" for letter in "ABC"
    }
    about = "PART: the allowance of risk for RISK"
    if message is not None:
        assert messages == ([about + message] if message else [])
    else:
        (warning,) = messages
        assert warning.startswith(f"{about} does not accept what is found through the link")


def test_pairs_that_are_no_finding_are_told_apart(tmp_path, monkeypatch):
    names = ", dependent: [CORE-A, CORE-B, CORE-D]"
    statuses, messages = run_risk(tmp_path, names, together=False, monkeypatch=monkeypatch)
    assert sorted(statuses.values()) == ["known", "known", "new"]
    assert messages == [
        "PART: the allowance of risk for RISK names RISK -> CORE-D, and there is no such finding"
    ]


@pytest.mark.parametrize(
    ("names", "status"),
    [
        (", dependent: [CORE-A, CORE-B, CORE-C]", "known"),
        (", dependent: [CORE-A, CORE-B]", "new"),
        ("", "new"),
    ],
)
def test_so_it_is_where_many_pairs_are_one_finding(tmp_path, names, status, monkeypatch):
    statuses, _ = run_risk(tmp_path, names, together=True, monkeypatch=monkeypatch)
    assert statuses == {("RISK", f"CORE-{letter}"): status for letter in "ABC"}
