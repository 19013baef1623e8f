"""Which milestones and links a call means: patterns, either case, either order of a pair."""

import json

import pytest

PLAN = """\
as_of: 2020-01-01
milestones:
  SAT-1: {owner: DM, team: Ops, due: 2020-02-01}
  SAT-2: {owner: DM, due: 2020-03-01, requires: [{id: SAT-1, query: Really?}]}
  SAT-10: {owner: EPO, due: 2020-02-15, requires: [SAT-2]}
  x: {due: 2020-01-05}
  X: {due: 2020-01-06}
"""


@pytest.fixture
def ask(run, write):
    path = write("plan.yaml", PLAN)
    return lambda *arguments: run(arguments[0], *arguments[1:], "--graph", path)


def codes(done):
    assert done.returncode == 0, done.stderr
    return [line.split(",")[0] for line in done.stdout.splitlines()[1:]]


def test_codes_are_patterns_where_several_are_asked_for(ask):
    listed = ask("list", "SAT-*", "--columns", "code", "--format", "csv")
    assert codes(listed) == ["SAT-1", "SAT-2", "SAT-10"]
    assert codes(ask("list", "sat-1*", "--columns", "code", "--format", "csv")) == [
        "SAT-1",
        "SAT-10",
    ]
    assert codes(ask("chart", "timeline", "SAT-?", "--format", "csv")) == ["SAT-1", "SAT-2"]
    counted = json.loads(ask("status", "SAT-*", "--format", "json").stdout)
    assert [entry["id"] for entry in counted["milestones"]] == ["SAT-1", "SAT-2", "SAT-10"]
    done = ask("list", "ZZ-*")
    assert (done.returncode, done.stderr) == (
        2,
        "error: no milestone has a code that fits 'ZZ-*'\n",
    )


def test_several_milestones_are_shown_one_after_the_other(ask):
    one = json.loads(ask("show", "SAT-1", "--format", "json").stdout)
    two = json.loads(ask("show", "SAT-2", "SAT-1", "--format", "json").stdout)
    assert [entry["id"] for entry in two["milestones"]] == ["SAT-2", "SAT-1"]
    assert two["milestones"][1] == one
    text = ask("show", "SAT-2", "SAT-1").stdout
    assert text.startswith("2 milestones\n")
    alone = ask("show", "SAT-1").stdout
    assert alone.split("\n", 1)[1].strip() in text


@pytest.mark.parametrize(
    "call",
    [
        ("critical-path", "sat-10"),
        ("why", "sat-1", "sat-10"),
        ("slip", "sat-1", "30", "--target", "sat-10"),
        ("what-if", "--move", "sat-1", "30"),
        ("show", "sat-1"),
        ("health", "--target", "sat-10"),
        ("list", "--owner", "dm", "--team", "ops"),
        ("chart", "timeline", "--owner", "dm", "--format", "csv"),
        ("render", "--focus", "sat-2", "--target", "sat-10", "--paper", "A3", "--format", "dot"),
    ],
)
def test_either_case_is_taken(ask, call):
    exact = [
        {"dm": "DM", "ops": "Ops", "A3": "a3"}.get(word, word.replace("sat", "SAT"))
        for word in call
    ]
    done, expected = ask(*call), ask(*exact)
    assert done.returncode == 0, done.stderr
    assert done.stdout == expected.stdout


def test_where_either_case_means_something_the_exact_one_is_meant(ask):
    assert json.loads(ask("show", "x", "--format", "json").stdout)["id"] == "x"
    assert json.loads(ask("show", "X", "--format", "json").stdout)["id"] == "X"


def test_a_selector_that_selects_nothing_says_what_may_be_meant(ask):
    done = ask("list", "--select", "owner=dm")
    assert done.stderr == "error: no milestone is selected by owner=dm (did you mean 'DM'?)\n"


@pytest.mark.parametrize(
    "call",
    [
        ("queries", "--dry-run", "--resolve", "drop"),
        ("what-if", "--drop"),
        ("what-if", "--unlink"),
    ],
)
def test_a_pair_is_taken_in_either_order_where_one_waits_on_the_other(ask, call):
    done, turned = ask(*call, "SAT-1", "SAT-2"), ask(*call, "SAT-2", "SAT-1")
    assert done.returncode == 0, done.stderr
    assert turned.stdout == done.stdout
    is_named = call[0] == "queries"  # in the answer
    note = "" if is_named else "note: read as SAT-1 -> SAT-2: SAT-2 waits on SAT-1\n"
    assert turned.stderr == note + done.stderr


def test_a_new_link_and_a_question_keep_their_order(ask):
    circle = ask("what-if", "--link", "SAT-10", "SAT-1")
    assert circle.stderr.startswith("error: the changes make a cycle of links:\n")
    assert ask("why", "SAT-10", "SAT-1").stdout.startswith("SAT-1 does not wait on SAT-10.\n")


def test_without_a_code_the_path_is_that_to_the_end_which_health_takes(ask, run, refusal, write):
    path = json.loads(ask("critical-path", "--format", "json").stdout)
    health = json.loads(ask("health", "--format", "json").stdout)
    assert path["target"] == health["end"] == "SAT-10"
    config = write("depgraph.yaml", "graph: plan.yaml\nhealth: {target: SAT-1}\n")
    named = run("critical-path", "--config", config, "--format", "json")
    assert json.loads(named.stdout)["target"] == "SAT-1"
    undated = write("undated.yaml", "as_of: 2020-01-01\nmilestones: {A: {}}")
    error = refusal("critical-path", "--graph", undated)
    assert "no incomplete milestone has a date: give a CODE" in error
