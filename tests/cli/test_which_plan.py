"""Which plan is meant, which schedule dates it, and that each answer says so."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import depgraph

CONFIG = """\
graph: plan.yaml
schedule: {configured}
schedules: [schedules/old.yaml, schedules/new.yaml]
"""
OLD = "as_of: 2018-07-17\nmilestones: {A: {due: 2018-08-01}, C: {due: 2018-09-01}}\n"
NEW = "as_of: 2019-05-20\nmilestones: {A: {due: 2019-08-01}, B: {due: 2019-08-08}}\n"


@pytest.fixture
def plan(write: Callable[[str, str], Path], tmp_path: Path) -> Path:
    """Write a plan with two schedules, of which the later is the configured one."""
    write("plan.yaml", "milestones: {A: {}, B: {requires: [A]}, C: {requires: [B]}}\n")
    write("draft.yaml", "milestones: {A: {}, B: {requires: [A]}, C: {}}\n")
    write("own.yaml", "as_of: 2020-01-02\nmilestones: {A: {due: 2020-02-02}}\n")
    write("schedules/old.yaml", OLD)
    write("schedules/new.yaml", NEW)
    write("depgraph.yaml", CONFIG.format(configured="schedules/new.yaml"))
    return tmp_path


def due(run, plan, *arguments):
    done = run("show", "A", *arguments, "--format", "json", cwd=plan)
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    return shown["as_of"], shown["due"], done.stderr


@pytest.mark.parametrize(
    ("arguments", "as_of", "date"),
    [
        ([], "2019-05-20", "2019-08-01"),
        (["--graph", "schedules/old.yaml"], "2018-07-17", "2018-08-01"),
        (["--graph", "own.yaml"], "2020-01-02", "2020-02-02"),
        (["--graph", "own.yaml", "--as-of", "2021-01-01"], "2021-01-01", "2020-02-02"),
        (
            ["--graph", "schedules/old.yaml", "--schedule", "schedules/new.yaml"],
            "2019-05-20",
            "2019-08-01",
        ),
        (["--schedule", "schedules/old.yaml"], "2018-07-17", "2018-08-01"),
        (["--schedule", "2018-07-17"], "2018-07-17", "2018-08-01"),
        (["--schedule", "old"], "2018-07-17", "2018-08-01"),
        (["--schedule", "schedules/old"], "2018-07-17", "2018-08-01"),
        (["--graph", "draft.yaml"], "2019-05-20", "2019-08-01"),
    ],
)
def test_a_dated_file_is_its_own_schedule_and_any_may_be_named(run, plan, arguments, as_of, date):
    shown = due(run, plan, *arguments)
    line = "dates: schedules/new.yaml, the configured schedule (--schedule names another)\n"
    assert shown == (as_of, date, line if "draft.yaml" in arguments else "")


def test_the_library_and_the_arguments_of_check_take_the_same_dates(run, plan, monkeypatch):
    monkeypatch.chdir(plan)
    graph = depgraph.load("schedules/old.yaml")
    assert (str(graph.as_of), str(graph["A"].due)) == ("2018-07-17", "2018-08-01")
    assert str(depgraph.open_plan("own.yaml").graph.as_of) == "2020-01-02"
    assert str(depgraph.load(schedule="2018-07-17")["A"].due) == "2018-08-01"
    assert "as of 2018-07-17" in run("check", "schedules/old.yaml", cwd=plan).stdout


def test_an_export_that_the_configuration_dates_is_its_own_schedule(run, plan, write):
    write("p.csv", "task_code,task_name,end_date,pred_list,succ_list\nA,a,2021-03-03,,\n")
    write(
        "depgraph.yaml",
        "graph: plan.yaml\nschedule: schedules/new.yaml\n"
        "schedules: [schedules/new.yaml, {file: p.csv, as_of: 2021-02-02}]\n",
    )
    done = run("show", "A", "--graph", "p.csv", "--format", "json", cwd=plan)
    shown = json.loads(done.stdout)
    assert (shown["as_of"], shown["forecast"], shown["due"]) == ("2021-02-02", "2021-03-03", None)
    assert "dates:" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("slips", "2018-07-17", "2019-05-20"),
        ("slips", "old", "new"),
        ("diff", "2018-07-17", "2019-05-20"),
        ("diff", "old", "schedules/new.yaml"),
        ("highlights", "A", "--since", "2018-07-17"),
        ("chart", "slips", "--since", "2018-07-17", "--schedule", "2019-05-20", "--format", "csv"),
    ],
)
def test_a_schedule_may_be_named_by_its_date_everywhere(run, plan, arguments):
    by_file = [
        {
            "2018-07-17": "schedules/old.yaml",
            "2019-05-20": "schedules/new.yaml",
            "old": "schedules/old.yaml",
            "new": "schedules/new.yaml",
        }.get(argument, argument)
        for argument in arguments
    ]
    done = run(*arguments, cwd=plan)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2018-08-01" in done.stdout
    assert done.stdout == run(*by_file, cwd=plan).stdout


def test_a_picture_of_what_moved_takes_the_date_of_a_schedule(run, plan):
    call = ("render", "--view", "calendar", "--format", "dot", "--since")
    assert "2018-07-17" in (shown := run(*call, "2018-07-17", cwd=plan).stdout)
    assert shown == run(*call, "schedules/old.yaml", cwd=plan).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("list", "--schedule", "2018"), "there is no schedule '2018': there are 2018-07-17, 2019"),
        (("list", "--schedule", "x.yaml"), "x.yaml: cannot be read: No such file"),
        (("list", "--schedule", ""), "the name of the schedule is empty"),
        (("slips", "old", "2020-01-01"), "there is no schedule '2020-01-01'"),
        (("list", "--schedule", "2018-07-17"), "2 schedules are named by '2018-07-17'"),
    ],
)
def test_a_schedule_that_is_not_there_is_told(refusal, plan, write, arguments, message):
    if message.startswith("2 schedules"):
        write("depgraph.yaml", "graph: plan.yaml\nschedules: [schedules/old.yaml, twin.yaml]\n")
        write("twin.yaml", OLD)
    assert message in refusal(*arguments, cwd=plan)


@pytest.mark.parametrize("command", ["show", "status", "critical-path"])
def test_an_undated_milestone_says_which_schedule_has_a_date(json_of, run, plan, command):
    sentence = "It has no date as of 2019-05-20; 2018-07-17 has one: --schedule 2018-07-17"
    assert sentence in run(command, "C", cwd=plan).stdout
    assert "has one" not in run(command, "B", cwd=plan).stdout
    data = json_of(command, "C", cwd=plan)
    assert data.get("milestones", [data])[0]["dated_in"] == ["2018-07-17"]


def test_text_names_the_plan_where_it_is_not_below_the_working_directory(run, plan):
    (plan / ".git").mkdir()
    start = plan / "inner"
    start.mkdir()
    first = f"plan: {plan / 'depgraph.yaml'}\n\n"
    here, below = run("list", cwd=plan), run("list", cwd=start)
    assert below.stdout == first + here.stdout
    csv = [run("list", "--format", "csv", cwd=folder).stdout for folder in (plan, start)]
    assert csv[0] == csv[1]
    assert "plan:" not in run("list", "--graph", plan, cwd=start).stdout
