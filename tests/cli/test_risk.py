"""``depgraph risk``, and what else tells of chances: exit status, places, the contract."""

import json
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest
import yaml

ROOT = Path(__file__).parents[2]

CONFIG = """\
title: A plan
graph: plan.yaml
risk: {risk}
"""
PLAN = """\
as_of: 2020-01-01
milestones:
  A: {{due: 2020-02-01, team: X{of_a}}}
  B: {{due: 2020-03-01, level: 2, requires: [A]{of_b}}}
"""


@pytest.fixture
def plan(run, tmp_path, monkeypatch):
    """Write a small plan, and return what runs a command on it."""

    def written(*arguments, risk="{}", of_a="", of_b="", more=""):
        (tmp_path / "depgraph.yaml").write_text(CONFIG.replace("{risk}", risk) + more)
        (tmp_path / "plan.yaml").write_text(PLAN.format(of_a=of_a, of_b=of_b))
        monkeypatch.chdir(tmp_path)
        return run(*arguments, cwd=tmp_path)

    return written


SLIP = "{low: 0, likely: 10, high: 60}"


@pytest.mark.parametrize(
    ("options", "place", "words"),
    [
        (
            {"of_a": ", slip: {low: 9, likely: 1, high: 3}"},
            "plan.yaml:3:",
            "low is 9 and high is 3",
        ),
        ({"of_a": ", slip: {low: 0, likely: 7, high: 3}"}, "plan.yaml:3:", "likely is 7"),
        ({"of_a": ", slip: {low: 0, likely: 7}"}, "plan.yaml:3:", "'high'"),
        ({"of_a": ", slip: {low: 0, likely: 90%, high: 99%}"}, "plan.yaml:3:", "all per cent"),
        ({"of_a": ", slip: {low: 80%, likely: 90%, high: 99%}"}, "plan.yaml:3", "it a duration"),
        (
            {"of_a": ", estimate: {low: 2019-01-01, likely: 2019-02-01, high: 2019-03-01}"},
            "plan.yaml:3",
            "2019-03-01, is not after the as-of date, 2020-01-01",
        ),
        (
            {"of_a": f", slip: {SLIP}, estimate: {{low: 2021-01-01, likely: 2021-01-01, "
                     "high: 2021-01-01}"},
            "plan.yaml:3:",
            "keep one",
        ),
        ({"of_b": ", requires: [{id: A, holds: 0.5}]"}, "plan.yaml:4:", "requires"),
        (
            {"risk": f"{{drivers: [{{id: x, milestones: {{id: A}}, probability: 1.5, "
                     f"slip: {SLIP}}}]}}"},
            "depgraph.yaml:3:",
            "from 0 to 1, got",
        ),
        (
            {"risk": f"{{drivers: [{{id: x, milestones: {{team: Q}}, probability: 1, "
                     f"slip: {SLIP}}}]}}"},
            "depgraph.yaml:3:",
            "driver x: no milestone is",
        ),
        (
            {"risk": "{drivers: [{id: x, milestones: {id: A}, probability: 1, "
                     "slip: {low: 80%, likely: 90%, high: 99%}}]}"},
            "depgraph.yaml:3:",
            "in days",
        ),
        ({"risk": "{history: true}"}, "depgraph.yaml:3:", "two are needed"),
        ({"risk": "{common: 2}"}, "depgraph.yaml:3:", "from 0 to 1"),
        ({"risk": "{slips: [{milestones: {teem: X}, low: 0, likely: 1, high: 2}]}"},
         "depgraph.yaml:3:", "teem"),
    ],
)  # fmt: skip
def test_bad_input_is_told_with_its_place(plan, options, place, words):
    done = plan("risk", "B", **options)
    assert done.returncode == 2
    assert place in done.stderr
    assert words in done.stderr
    assert not done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("risk", "B", "--iterations", "0"), "0 is not in the range"),
        (("risk", "NONE"), "NONE"),
        (("chart", "risk"), "give its CODE"),
        (("chart", "sensitivity", "A", "B"), "give its CODE"),
        (("risk", "B", "--backtest"), "one before it"),
    ],
)
def test_bad_calls_are_told(plan, arguments, words):
    done = plan(*arguments, risk=f"{{slips: [{{milestones: {{id: A}}, {SLIP[1:-1]}}}]}}")
    assert done.returncode == 2
    assert words in done.stderr


def test_a_cycle_is_told(plan):
    done = plan("risk", "B", of_a=f", slip: {SLIP}, requires: [B]")
    assert done.returncode == 2
    assert "cycle" in done.stderr


def test_a_plan_that_says_nothing_gets_the_lines_to_add(plan, tmp_path):
    done = plan("risk")
    assert done.returncode == 2
    assert "slips:" in done.stderr
    assert "history" not in done.stderr
    (tmp_path / "one.yaml").write_text("as_of: 2019-06-01\nmilestones: {A: {due: 2020-01-01}}\n")
    (tmp_path / "two.yaml").write_text("as_of: 2020-01-01\nmilestones: {A: {due: 2020-01-01}}\n")
    done = plan("risk", more="schedule: two.yaml\nschedules: [one.yaml, two.yaml]\n")
    assert re.search(r"risk:\n +history: true.*\n +slips:", done.stderr)


def test_the_lines_that_an_error_shows_are_right(plan):
    lines = plan("risk").stderr.split("for example:\n")[1].split("\nor at")[0]
    risk = json.dumps(yaml.safe_load(lines)["risk"])
    assert plan("risk", "B", risk=risk).returncode == 0


KEYS = {
    "as_of", "gaps", "iterations", "seed", "varying", "fixed", "history", "milestones",
    "sensitivity",
}  # fmt: skip
CHANCE_KEYS = {
    "id", "due", "projected", "p10", "p50", "p80", "p90", "p80_at_least", "p80_alone",
    "p80_record", "p80_error_days", "on_time", "confidence_of_projected", "contingency_days",
    "undated",
}  # fmt: skip
HISTORY_KEYS = {
    "schedules", "outcomes", "open", "removed", "until_days", "survival_at_end", "tail_mean_days",
    "too_short",
}  # fmt: skip


def test_json_is_the_contract(json_of):
    answer = json_of("risk", "LDM-503-09")
    assert answer.keys() >= KEYS
    assert (answer["as_of"], answer["gaps"]) == ("2019-04-30", "float")
    assert (answer["iterations"], answer["seed"]) == (10_000, 0)
    assert answer["history"].keys() == HISTORY_KEYS
    (chance,) = answer["milestones"]
    assert chance.keys() == CHANCE_KEYS
    assert chance["p10"] < chance["p50"] < chance["p80"] < chance["p90"]
    assert chance["p80_record"][0] < chance["p80"] < chance["p80_record"][1]
    assert 0 <= chance["on_time"] <= 1
    (sensitivity,) = answer["sensitivity"]
    assert sensitivity["target"] == "LDM-503-09"
    for row in sensitivity["rows"]:
        assert row.keys() == {"kind", "id", "criticality", "p80_days"}
        assert (row["criticality"] is None) == (row["kind"] != "milestone")
    without_code = json_of("risk", "--iterations", "50")
    assert without_code["sensitivity"] == []


def test_there_is_no_history_where_it_is_off(plan):
    answer = json.loads(plan("risk", "B", "--format", "json", of_a=f", slip: {SLIP}").stdout)
    assert answer["history"] is None
    assert answer["milestones"][0]["p80_record"] is None
    assert (answer["varying"], answer["fixed"]) == (1, 1)


def test_the_same_call_gives_the_same_bytes(run):
    call = ("risk", "LDM-503-11", "--iterations", "3000")
    once = run(*call).stdout
    assert run(*call, "--jobs", "2").stdout == once
    assert run(*call, "--jobs", "1").stdout == once
    assert run(*call, "--seed", "1").stdout != once


def test_strict_refuses_what_is_not_sure(plan):
    done = plan("risk", "B", "--strict", of_a=f", slip: {SLIP}")
    assert done.returncode == 2
    assert "waiting on nothing: A" in done.stderr


# -- confidence ------------------------------------------------------------------------

RULE = "rules: [{id: likely, kind: confidence, milestones: {level: 2}, at_least: %s}]\n"


def test_a_rule_demands_a_chance(plan):
    late = {"of_b": ", slip: {low: -30, likely: 0, high: 30}"}
    assert plan("check", "--select", "likely", more=RULE % 0.3, **late).returncode == 0
    done = plan("check", "--select", "likely", more=RULE % 0.9, **late)
    assert done.returncode == 1
    assert re.search(r"B is on time with a chance of 5\d in 100, and needs 90 in 100", done.stdout)


def test_a_rule_that_can_tell_no_chance_says_so(plan):
    done = plan("check", "--select", "likely", more=RULE % 0.5)
    assert done.returncode == 1
    assert "no chance can be told: nothing is said about how sure these dates are" in done.stdout


def test_a_rule_never_fails_where_the_record_is_too_short(printed, tmp_path):
    copied = copytree(ROOT / "graphs", tmp_path / "graphs")
    config = copied / "depgraph.yaml"
    rule = "\n  - {id: likely, kind: confidence, milestones: {level: 2}, at_least: 0.9}\n"
    config.write_text(config.read_text().replace("\nrules:\n", f"\nrules:{rule}", 1))
    text = printed("check", "--select", "likely", cwd=copied)
    assert "the record is too short for more than a warning" in text


def test_numpy_is_asked_for_only_where_a_rule_needs_it():
    code = (
        "import sys; from depgraph.cli.main import main; sys.argv = ['depgraph', 'check', '-q']"
        "\ntry: main()\nexcept SystemExit: pass\nassert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT)


# -- what-if, backtest -----------------------------------------------------------------


def test_what_if_compares_chances_with_the_same_draws(plan):
    risk = f"{{slips: [{{milestones: {{id: A}}, {SLIP[1:-1]}}}]}}"
    call = ("what-if", "--risk", "--format", "json", "--target", "B", "--move")
    (moved,) = json.loads(plan(*call, "A", "30", risk=risk).stdout)["risk"]
    assert moved["p80_now"] < moved["p80_then"] == "2020-04-06"
    (same,) = json.loads(plan(*call, "A", "0", risk=risk).stdout)["risk"]
    assert same["p80_now"] == same["p80_then"]
    assert json.loads(plan(*call[:1], *call[2:], "A", "3", risk=risk).stdout)["risk"] is None


def test_an_earlier_forecast_is_laid_over_what_became_of_it(json_of):
    call = ("risk", "--backtest", "--schedule", "2024-11-30", "--iterations", "1000")
    answer = json_of(*call)
    assert (answer["then"], answer["now"]) == ("2019-04-30", "2024-11-30")
    for row in answer["milestones"]:
        if row["within"] in (50, 80, 90):
            assert row["completed"] <= row[f"p{row['within']}"]
        elif row["within"] == 100:
            assert (row["completed"] or "2024-11-30") > row["p90"] or row["completed"] is None
    known = [row["within"] for row in answer["milestones"] if row["within"] is not None]
    assert answer["known"] == len(known)
    assert answer["within_p80"] == sum(within <= 80 for within in known)
