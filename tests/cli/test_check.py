import json
import re
from pathlib import Path

import pytest

from depgraph.rules.kinds.registry import KINDS

AS_OF = "as of 2019-04-30, by LDM-564 draft, 2019-05-20"


ROOT = Path(__file__).parents[2]

TWO = """\
as_of: 2020-01-01
milestones:
  A: {name: First, due: 2020-03-01}
  B: {name: Second, due: 2020-02-01, requires: [A]}
"""
GOOD = TWO.replace("2020-03-01", "2020-01-15")


def test_the_shipped_plan_passes(run):
    done = run("check")
    assert done.returncode == 0
    assert "No new error; " in done.stdout
    assert (
        "Looked at 142 milestones (+1 only in the schedule) and 149 links "
        f"(29 queried) with 36 rules, {AS_OF}." in done.stdout
    )
    assert done.stderr == ""


def test_a_green_run_says_what_each_rule_looked_at(json_of, run):
    lines = [" ".join(line.split()) for line in run("check").stdout.splitlines()]
    assert "suit-blocks-nothing 9 milestones 149 links" in lines
    assert "releases-wait-on-pipelines-only 5 milestones 48 links" in lines
    counts = json_of("check")["summary"]["by_status"]
    assert counts["known"] > 0 < counts["queried"]
    told = f"{counts['known']} known, {counts['queried']} queried"
    assert any(told in line for line in lines)


def test_every_finding_of_the_shipped_plan_has_the_documented_keys(json_of):
    data = json_of("check")
    keys = {
        *("rule", "severity", "status", "milestone", "prerequisite", "dependent"),
        *("message", "chain", "file", "line", "column"),
    }
    assert data["findings"]
    assert all(keys <= finding.keys() for finding in data["findings"])
    assert data["summary"]["failing"] == 0
    assert data["summary"]["findings"] == len(data["findings"])


def test_what_suit_blocks(json_of):
    data = json_of("check")
    found = {
        (finding["prerequisite"], finding["dependent"]): finding["status"]
        for finding in data["findings"]
        if finding["rule"] == "suit-blocks-nothing"
    }
    assert found == {
        ("DM-SUIT-5", "LDM-503-09"): "queried",
        ("DM-SUIT-9", "LDM-503-08"): "queried",
        ("DM-SUIT-10", "LDM-503-11a"): "queried",
        ("DM-SUIT-15", "LDM-503-13"): "queried",
        ("DM-SUIT-16", "LDM-503-14"): "known",
    }


def test_a_new_violation_fails(run, write, tmp_path):
    for name in ("prerequisites.yaml", "external.yaml", "depgraph.yaml", "baseline.yaml"):
        write(f"graphs/{name}", (ROOT / "graphs" / name).read_text())
    for schedule in (ROOT / "graphs" / "schedules").iterdir():
        write(f"graphs/schedules/{schedule.name}", schedule.read_text())
    assert run("check", cwd=tmp_path).returncode == 0
    path = tmp_path / "graphs" / "prerequisites.yaml"
    path.write_text(
        path.read_text()
        .replace("      - DM-NET-4", "      - DM-SUIT-9")
        .replace("      - LDM-503-16\n", "      - LDM-503-16\n      - DM-SUIT-9\n", 1)
    )
    done = run("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "error: suit-blocks-nothing" in done.stdout
    assert "DM-SUIT-9 (SUIT, due 2019-03-29) blocks LDM-503-17" in done.stdout


def test_a_new_error_is_exit_status_1_in_every_format(run, write):
    path = write("plan.yaml", TWO)
    text = run("check", path)
    data = run("check", path, "--format", "json")
    assert (text.returncode, data.returncode) == (1, 1)
    assert f"{path}:4: A is due 2020-03-01, 29 days after B" in text.stdout
    (finding,) = [f for f in json.loads(data.stdout)["findings"] if f["severity"] == "error"]
    assert (finding["rule"], finding["prerequisite"], finding["dependent"]) == (
        "date-order",
        "A",
        "B",
    )
    assert (finding["file"], finding["line"], finding["column"]) == (str(path), 4, 49)
    assert finding["chain"] == ["A", "B"]


def test_a_path_and_the_option_graph_mean_the_same(run, write):
    path = write("plan.yaml", GOOD)
    by_path, by_option = run("check", path), run("check", "--graph", path)
    assert by_path.returncode == by_option.returncode == 0
    assert by_path.stdout == by_option.stdout


def test_what_needs_an_as_of_date_is_said_to_be_left_out(printed, write):
    text = printed("check", write("plan.yaml", GOOD.replace("as_of: 2020-01-01\n", "")))
    assert "overdue was not run: there is no as-of date" in text


def test_all_errors_of_reading_are_told_and_nothing_else(run, write, tmp_path):
    write("plan/a.yaml", "milestones:\n  A: {requires: [X], nmae: First}\n")
    write("plan/b.yaml", "milestones:\n  B: {due: 2020-02-30}\n")
    done = run("check", tmp_path / "plan")
    assert done.returncode == 2
    assert done.stdout == ""
    lines = [line.removeprefix(f"{tmp_path}/plan/") for line in done.stderr.splitlines()]
    assert lines == [
        "a.yaml:2:18: A: requires: no file defines 'X'",
        "a.yaml:2:22: A: unknown key 'nmae' (did you mean 'name'?)",
        "b.yaml:2:12: B: due: there is no date 2020-02-30",
    ]


def test_configuration_and_rule_errors_are_told_together(refusal, write, tmp_path):
    write("plan.yaml", GOOD)
    write(
        "depgraph.yaml",
        "graph: plan.yaml\nhoem: DM\nrules:\n"
        "  - {id: one, kind: must-not-blok, milestones: {}}\n"
        "  - {id: two, kind: needs, milestones: {ownr: DM}}\n",
    )
    error = refusal("check", cwd=tmp_path)
    assert error.splitlines() == [
        "depgraph.yaml:2:1: configuration: unknown key 'hoem' (did you mean 'home'?)",
        f"depgraph.yaml:4:21: rule one: kind: expected one of {', '.join(KINDS)}, "
        "got 'must-not-blok' (did you mean 'must-not-block'?)",
        "depgraph.yaml:5:5: rule two: give 'at_least' or 'at_most'",
        "depgraph.yaml:5:41: rule two: milestones: unknown key 'ownr' (did you mean 'owner'?)",
    ]


def test_no_plan_anywhere(refusal, tmp_path):
    error = refusal("check", cwd=tmp_path)
    assert "no plan found" in error
    assert "--graph PATH" in error


@pytest.mark.parametrize(
    ("environment", "options", "coloured"),
    [
        ({}, [], False),
        ({}, ["--color", "always"], True),
        ({"NO_COLOR": "1"}, [], False),
        ({}, ["--color", "never"], False),
    ],
)
def test_colour_in_a_pipe(run, environment, options, coloured):
    assert ("\x1b[" in run("check", *options, env=environment).stdout) == coloured


def test_nothing_is_wrapped_in_a_pipe(run, write):
    name = "A very long name " * 30
    path = write("plan.yaml", GOOD.replace("Second", name.strip()))
    other = write("other.yaml", "milestones:\n  B: {name: short}\n")
    lines = run("check", path, other, env={"COLUMNS": "40"}).stdout.splitlines()
    assert any(line.count(name.strip()) == 1 for line in lines)


def test_all_shows_findings_of_every_status(run):
    shown = run("check", "--all").stdout
    assert "[queried] DM-SUIT-9 (SUIT, due 2019-03-29) blocks LDM-503-08" in shown
    assert re.search(r"\[known\] .*DM-SUIT-16.*\n +known: ", shown)
    assert "LDM-503-08 waits on LDM-503-04b" not in shown.split("redundant-link")[0]


def test_the_same_bytes_under_any_hash_seed(under_hash_seeds):
    call = ("check", "--all", "--format")
    under_hash_seeds((*call, "text"), (*call, "json"))


def test_a_choice_that_leaves_nothing_to_check_is_no_green_check(refusal):
    error = refusal("check", "--select", "cycle", "--ignore", "cycle")
    assert "leave nothing to check" in error


def test_a_text_too_long_for_a_regular_expression_is_told(refusal, write, tmp_path):
    write("plan.yaml", f"milestones:\n  A: {{name: {'a' * 500}}}\n")
    write(
        "depgraph.yaml",
        "graph: plan.yaml\nrules:\n"
        "  - {id: r, kind: needs, milestones: {name: '/a+/'}, at_least: 1}\n",
    )
    assert "A: its name has 500 characters" in refusal("check", cwd=tmp_path)


@pytest.mark.parametrize("kind", ["layers, layers", "independence, groups"])
def test_a_group_that_others_leave_nothing_is_no_silent_rule(refusal, write, tmp_path, kind):
    name, key = kind.split(", ")
    write("plan.yaml", "milestones:\n  A: {}\n  B: {requires: [A]}\n")
    write(
        "depgraph.yaml",
        f"graph: plan.yaml\nrules:\n  - {{id: r, kind: {name}, {key}: [{{id: A}}, {{id: A}}]}}\n",
    )
    error = refusal("check", cwd=tmp_path)
    assert error.startswith("depgraph.yaml:3:10: rule r: all milestones of 2 belong")


@pytest.mark.parametrize("schedule", ["", "schedule: dates.yaml\n"])
def test_an_empty_plan_does_not_pass(run, write, schedule):
    write("plan.yaml", "milestones: {}\n")
    write("dates.yaml", "as_of: 2020-01-01\nmilestones: {A: {due: 2020-02-02}}\n")
    config = write("depgraph.yaml", f"graph: plan.yaml\n{schedule}")
    done = run("check", "--config", config)
    assert done.returncode == 1
    only = ", and 1 milestone only in the schedule" if schedule else ""
    assert f"the graph files that were read have no milestone{only}\n" in done.stdout
    write("depgraph.yaml", f"graph: plan.yaml\n{schedule}checks: {{empty-plan: off}}\n")
    assert run("check", "--config", config).returncode == 0
