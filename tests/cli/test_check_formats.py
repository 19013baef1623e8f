"""The formats and options of ``depgraph check``, through the command line."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORMATS = (
    *("text", "markdown", "html", "json", "csv"),
    *("concise", "github", "gitlab", "sarif", "junit"),
)

CONFIG = """\
graph: plan.yaml
rules:
  - id: not-on-x
    kind: must-not-wait-on
    milestones: {id: D}
    on: {id: [X, Y, Z]}
    why: X is late.
    fix: Drop the link.
"""
BASELINE = """\
findings:
  - {rule: not-on-x, prerequisite: Y, dependent: D, reason: Agreed on.}
"""
PLAN = """\
as_of: 2020-01-01
milestones:
  X: {due: 2020-03-01}
  Y: {due: 2020-01-01}
  Z: {due: 2020-01-01}
  C: {due: 2020-04-01, requires: [X]}
  D:
    due: 2020-05-01
    requires:
      - C
      - Y
      - {id: Z, query: Is it?}
  E: {due: 2019-12-01, requires: [{id: Y, allow: {rule: date-order, reason: For now.}}]}
"""


@pytest.fixture
def plan(write, tmp_path):
    """Write a plan with a finding of every status, and return its folder."""
    write("plan/plan.yaml", PLAN)
    write("plan/depgraph.yaml", CONFIG)
    write("plan/baseline.yaml", BASELINE)
    return tmp_path / "plan"


def findings(run, plan, *options):
    return json.loads(run("check", "--format", "json", *options, cwd=plan).stdout)["findings"]


# -- the formats -----------------------------------------------------------------------


def test_concise(run, plan):
    assert run("check", "--format", "concise", cwd=plan).stdout == (
        "plan.yaml:6:35: not-on-x D (due 2020-05-01) waits on X (due 2020-03-01) through C\n"
        "plan.yaml:13:3: overdue E was due 2019-12-01 and is not complete, 31 days later\n"
        "1 new error; 1 new warning, 0 notes, 2 known, 1 queried "
        "(--all lists the 3 others)\n"
    )


def test_github(run, plan):
    lines = run("check", "--all", "--format", "github", cwd=plan).stdout.splitlines()
    assert [re.sub("::.*%0A.*", "", line[2:]) for line in lines[:-1]] == [
        "notice file=plan.yaml,line=13,col=40,title=date-order (known)",
        "error file=plan.yaml,line=6,col=35,title=not-on-x",
        "notice file=plan.yaml,line=11,col=9,title=not-on-x (known)",
        "warning file=plan.yaml,line=13,col=3,title=overdue",
        "notice file=plan.yaml,line=12,col=14,title=not-on-x (queried)",
    ]
    assert lines[1].endswith(
        "::D (due 2020-05-01) waits on X (due 2020-03-01) through C"
        "%0AC waits on X at plan.yaml:6%0AD waits on C at plan.yaml:10"
        "%0Awhy: X is late.%0Ato do: Drop the link."
    )


def test_the_doubt_is_told_with_a_queried_finding(run, plan):
    assert "[queried] D (due 2020-05-01) waits on Z (due 2020-01-01)\n      queried: Is it?\n" in (
        run("check", "--all", cwd=plan).stdout
    )
    assert "<br>queried: Is it? |" in run("check", "--format", "markdown", cwd=plan).stdout
    assert "%0Aqueried: Is it?%0A" in run("check", "--all", "--format", "github", cwd=plan).stdout


def test_sarif_says_what_is_allowed_where(run, plan):
    (only,) = json.loads(run("check", "--all", "--format", "sarif", cwd=plan).stdout)["runs"]
    found = {
        result["ruleId"]: result["suppressions"]
        for result in only["results"]
        if "suppressions" in result
    }
    assert found == {
        "date-order": [{"kind": "inSource", "status": "accepted", "justification": "For now."}],
        "not-on-x": [{"kind": "external", "status": "accepted", "justification": "Agreed on."}],
    }
    assert only["invocations"] == [{"executionSuccessful": True, "exitCode": 1}]


@pytest.mark.parametrize("form", sorted({*FORMATS} - {"text", "concise"}))
def test_structured_formats_carry_every_finding(run, plan, form):
    text = run("check", "--all", "--format", form, cwd=plan).stdout
    text = text.replace("\\\\", "\\").replace("\\(", "(")
    for finding in findings(run, plan):
        assert finding["message"] in text


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("options", "status"),
    [
        ([], 1),
        (["--ignore", "not-on-x"], 0),
        (["--ignore", "not-on-x", "--fail-on", "warning"], 1),
        (["--fail-on", "never"], 0),
        (["--select", "nothing"], 2),
    ],
)
def test_the_exit_status_is_the_same_for_every_format(run, plan, form, options, status):
    done = run("check", "--format", form, *options, cwd=plan)
    assert done.returncode == status
    assert bool(done.stdout) == (status != 2)
    assert bool(done.stderr) == (status == 2)


@pytest.mark.parametrize("form", FORMATS)
def test_a_plan_that_cannot_be_read_is_status_2_in_every_format(refusal, write, form):
    refusal("check", "--format", form, write("plan.yaml", "milestones: ["))


def test_every_format_has_the_same_bytes_under_any_hash_seed(under_hash_seeds, plan):
    under_hash_seeds(*(("check", "--all", "--format", form) for form in FORMATS), cwd=plan)


def fingerprints(run, plan):
    def output(form):
        return json.loads(run("check", "--all", "--format", form, cwd=plan).stdout)

    return {
        "json": sorted(each["fingerprint"] for each in output("json")["findings"]),
        "gitlab": sorted(each["fingerprint"] for each in output("gitlab")),
        "sarif": sorted(
            tuple(each["partialFingerprints"].values())
            for each in output("sarif")["runs"][0]["results"]
        ),
    }


def test_fingerprints_stay_when_lines_move(run, plan):
    before = fingerprints(run, plan)
    lines = {finding["line"] for finding in findings(run, plan)}
    path = plan / "plan.yaml"
    path.write_text(path.read_text().replace("milestones:\n", "# why\n\n\nmilestones:\n"))
    assert {finding["line"] - 3 for finding in findings(run, plan)} == lines
    assert fingerprints(run, plan) == before
    assert len(set(before["gitlab"])) == len(before["gitlab"]) == 5


def test_an_unknown_format(refusal):
    assert "'markdown'" in refusal("check", "--format", "yaml")


def test_names_that_are_hostile_to_every_format(run, write, tmp_path):
    name = r"100 % | <b> `x` ::error:: @all \" ]]> {0}"
    write("depgraph.yaml", "graph: plan.yaml\n")
    write("plan.yaml", f'milestones:\n  A: {{questions: ["{name}"], requires: [B]}}\n  B: {{}}\n')
    for form in FORMATS:
        done = run("check", "--all", "--format", form, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert "100 %" in done.stdout


def test_json_says_what_fails_and_names_every_finding(run, plan):
    done = run("check", "--format", "json", "--fail-on", "warning", cwd=plan)
    data = json.loads(done.stdout)
    assert (data["summary"]["failing"], data["summary"]["fail_on"]) == (2, "warning")
    rules = {each["rule"]: each for each in data["summary"]["rules"]}
    found = {key: rules["not-on-x"][key] for key in ("findings", "new", "queried", "known")}
    assert found == {"findings": 3, "new": 1, "queried": 1, "known": 1}
    for finding in data["findings"]:
        assert {"fingerprint", "heads", "tails", "more_links"} <= finding.keys()


# -- the file beside the text ----------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_output_writes_the_format_and_prints_the_text(run, plan, form):
    done = run(
        *("check", "--format", form, "--output", "out", "--color", "always"),
        cwd=plan,
        env={"COLUMNS": "20"},
    )
    assert (done.returncode, done.stderr) == (1, "wrote out\n")
    assert done.stdout == run("check", "--color", "always", cwd=plan).stdout
    assert (plan / "out").read_text() == run("check", "--format", form, cwd=plan).stdout


@pytest.mark.parametrize("end", ["txt", "md", "html", "json", "csv", "xlsx", "sarif"])
def test_the_format_goes_by_the_end_of_the_file(run, plan, end):
    form = {"txt": "text", "md": "markdown"}.get(end, end)
    done = run("check", "-o", f"findings.{end}", cwd=plan)
    assert (done.returncode, done.stderr) == (1, f"wrote findings.{end}\n")
    assert done.stdout == run("check", cwd=plan).stdout
    alone = run("check", "--format", form, "-o", "-", cwd=plan, text=False)
    assert (alone.returncode, alone.stderr) == (1, b"")
    assert (plan / f"findings.{end}").read_bytes() == alone.stdout


def test_an_end_that_only_another_answer_knows(refusal, plan):
    error = refusal("status", "D", "-o", "status.sarif", cwd=plan)
    assert "cannot tell the format from 'status.sarif': end it with .txt," in error


def test_what_the_plan_is_read_from_is_not_written_over(refusal, plan):
    (plan / "rules.txt").symlink_to("depgraph.yaml")
    before = (plan / "depgraph.yaml").read_bytes()
    assert "cannot write rules.txt" in refusal("check", "-o", "rules.txt", cwd=plan)
    assert (plan / "depgraph.yaml").read_bytes() == before


def test_an_output_that_cannot_be_written(run, plan):
    done = run("check", "--format", "sarif", "--output", "no/where.sarif", cwd=plan)
    assert done.returncode == 2
    assert "no/where.sarif" in done.stderr
    assert done.stdout == ""


# -- what is looked at, and what fails -------------------------------------------------


def test_strict_counts_queried_findings_as_new(run, plan):
    (queried,) = [f for f in findings(run, plan) if f["status"] == "queried"]
    assert (queried["prerequisite"], queried["severity"]) == ("Z", "info")
    strict = findings(run, plan, "--strict")
    (same,) = [f for f in strict if f["fingerprint"] == queried["fingerprint"]]
    assert (same["status"], same["severity"]) == ("new", "error")
    assert {f["status"] for f in strict} == {"new", "known"}


def test_strict_fails_the_shipped_plan(run):
    assert run("check").returncode == 0
    assert run("check", "--strict").returncode == 1


@pytest.mark.parametrize(
    ("options", "rules"),
    [
        (["--select", "overdue"], {"overdue"}),
        (["--select", "*date*"], {"date-order"}),
        (["--select", "overdue", "--select", "not-on-x"], {"overdue", "not-on-x"}),
        (["--ignore", "not-on-x", "--ignore", "over*"], {"date-order"}),
        (["--select", "o*", "--ignore", "overdue"], set()),
    ],
)
def test_select_and_ignore(run, plan, options, rules):
    assert {finding["rule"] for finding in findings(run, plan, *options)} == rules


def test_what_was_left_out_does_not_make_its_baseline_stale(run, plan):
    assert findings(run, plan, "--select", "unused-selector") == []


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_mistyped_rule(refusal, plan, option):
    error = refusal("check", option, "not-on-y", cwd=plan)
    assert error == (
        f"error: {option}: there is no check or rule 'not-on-y' (did you mean 'not-on-x'?)\n"
    )


def test_the_verdict_tells_when_another_severity_fails(run, plan):
    options = ["--ignore", "not-on-x", "--fail-on", "warning"]
    assert run("check", *options, cwd=plan).stdout.endswith(
        "With --fail-on warning: 1 finding fails the check\n"
    )
    assert run("check", "--fail-on", "never", cwd=plan).stdout.endswith(
        "With --fail-on never: the check passes\n"
    )


# -- explaining ------------------------------------------------------------------------


def test_explain_a_check_needs_no_plan(run, tmp_path):
    done = run("check", "--explain", "date-order", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        done.stdout
        == """\
date-order  (built-in check, error)
  finds  a prerequisite that is due, or forecast, after its dependent is due
  why    The dependent cannot be on time if what it waits on is planned later.
  to do  move one of the dates, or drop the link

Example
  milestones:
    A: {due: 2020-03-01}
    B: {due: 2020-02-01, requires: [A]}
"""
    )


def test_explain_a_rule_of_the_plan(run, plan):
    shown = run("check", "--explain", "not-on-x", cwd=plan).stdout
    assert "not-on-x  (rule of the kind must-not-wait-on, error)" in shown
    assert re.search(r"why +X is late\.\n +to do +Drop the link\.\n +stands in +d.*:3\n", shown)


def test_explain_a_kind_of_rule(run, tmp_path):
    shown = run("check", "--explain", "must-not-block", cwd=tmp_path).stdout
    assert shown.startswith("must-not-block  (kind of rule)\n  demands  ")
    assert "  reach       direct or any          Whether through others counts; direct" in shown


def test_explain_what_there_is_not(refusal, plan):
    error = refusal("check", "--explain", "not-on-y", cwd=plan)
    assert "no check, rule or kind 'not-on-y' (did you mean 'not-on-x'?)" in error


def test_explain_beside_a_broken_configuration(run, refusal, plan):
    (plan / "depgraph.yaml").write_text("grph: plan.yaml\n")
    assert run("check", "--explain", "cycle", cwd=plan).returncode == 0
    assert "unknown key 'grph'" in refusal("check", "--explain", "not-on-x", cwd=plan)


def test_the_text_imports_no_other_format():
    code = (
        "import sys\n"
        "from depgraph.cli.main import main\n"
        "try:\n    main(['check'])\n"
        "except SystemExit:\n    pass\n"
        "mine = [m for m in sys.modules if m.startswith('depgraph.reports.')]\n"
        "heavy = [m for m in ('json', 'xml.etree', 'hashlib', 'difflib') if m in sys.modules]\n"
        "print(sorted(mine), heavy, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    names = (
        *("check_page", "choice", "evidence", "formats", "formats.registry", "layout", "page"),
        *("writers", "writers.text"),
    )
    assert done.stderr == f"{[f'depgraph.reports.{name}' for name in names]} []\n"
