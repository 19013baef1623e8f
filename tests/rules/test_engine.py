"""Statuses: what the baseline and the allowances at links do to findings."""

from pathlib import Path

import pytest

from depgraph.plans.loading import load_graph
from depgraph.plans.selection import Selection, select_config
from depgraph.rules.engine import check, read_rules

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
    problems = []
    selection = Selection(config=folder / "depgraph.yaml")
    settings = select_config(selection, problems)
    rules = read_rules(settings, problems)
    return check(load_graph(selection, settings, problems), settings, rules)


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
