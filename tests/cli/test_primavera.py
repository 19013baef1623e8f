"""The commands on exports of Primavera P6."""

import json
import shutil

import pytest

TASK = [
    ["task_code", "status_code", "task_name", "base_end_date", "end_date", "act_end_date"],
    ["Activity ID", "Activity Status", "Name", "BL Finish", "Finish", "Actual Finish"],
    ["M1", "Completed", "Start", "7/16/2019", "7/16/2019", "7/16/2019"],
    ["M2", "Not Started", "Middle", "8/1/2019", "8/20/2019", ""],
    ["M3", "Not Started", "End", "9/30/2019", "9/30/2019", ""],
]
PRED = [
    ["pred_task_id", "task_id", "pred_type", "lag_hr_cnt"],
    ["Predecessor", "Successor", "Relationship Type", "Lag(h)"],
    ["M1", "a", "FS", "0"],
    ["a", "b", "SS", "16"],
    ["b", "M2", "FF", ""],
    ["M2", "M3", "FS", "0"],
]
CIRCLE = [["c", "d", "FS", "0"], ["d", "c", "FS", "0"], ["M1", "c", "FS", "0"]]


@pytest.fixture
def plan(workbook):
    return workbook("plan.xlsx", {"TASK": TASK, "TASKPRED": PRED})


@pytest.fixture
def circular(workbook):
    return workbook("circular.xlsx", {"TASK": TASK, "TASKPRED": [*PRED, *CIRCLE]})


def test_check_tells_what_the_export_lacks(printed, plan):
    text = printed("check", plan, "--all")
    assert "the export does not tell its as-of date (data date): give --as-of" in text
    assert f"{plan}[TASKPRED]:4: 1 relationship has a lag" in text
    assert "Looked at 3 milestones and 2 links" in text


def test_answers_say_through_which_activities_a_link_leads(json_of, run, plan):
    options = ("--graph", plan, "--as-of", "2019-07-20")
    path = run("critical-path", "M3", *options, "--history").stdout
    assert "FS +2 wd via a, b" in path
    shown = run("show", "M2", *options).stdout
    assert "lag +2 wd via a, b" in shown
    why = run("why", "M1", "M3", *options).stdout
    assert "FS +2 wd via a, b" in why
    data = json.loads(run("export", "--graph", plan).stdout)
    assert [link["through"] for link in data["links"]] == [["a", "b"], []]
    data = json_of("why", "M1", "M3", *options)
    assert '"through": ["a", "b"]' in json.dumps(data)


def test_circles_of_activities_are_told_and_cut_when_asked(run, refusal, circular):
    done = run("check", circular)
    assert done.returncode == 1
    assert "a cycle of 2 links: c -> d -> c; no milestone is in it" in done.stdout
    options = ("--graph", circular, "--as-of", "2019-07-20")
    assert run("critical-path", "M3", *options).returncode == 0
    assert "c -> d -> c" in refusal("critical-path", "M3", *options, "--activities")
    done = run("critical-path", "M3", *options, "--activities", "--cut-cycles")
    assert done.returncode == 0
    assert done.stderr.startswith("left out: ")


def test_an_export_is_a_schedule_too(run, plan, write):
    write("graph.yaml", "milestones:\n  M3: {requires: [M2]}\n  M2:\n")
    write("depgraph.yaml", "graph: graph.yaml\nschedule: plan.xlsx\n")
    done = run("show", "M2", "--as-of", "2019-07-20", cwd=plan.parent)
    assert "forecast    2019-08-20" in done.stdout
    assert "plan.xlsx" in done.stdout


def test_formats_for_other_programs_name_the_file_without_the_sheet(run, circular):
    sarif = json.loads(run("check", circular.name, "--format", "sarif", cwd=circular.parent).stdout)
    places = {
        place["physicalLocation"]["artifactLocation"]["uri"]
        for result in sarif["runs"][0]["results"]
        for place in result["locations"]
    }
    assert places == {"circular.xlsx"}
    for name in ("github", "gitlab"):
        report = run("check", circular.name, "--format", name, cwd=circular.parent).stdout
        assert "circular.xlsx" in report
        assert '"path": "circular.xlsx[' not in report
        assert "file=circular.xlsx," in report or name == "gitlab"


def test_an_export_is_never_written_to(run, plan):
    before = plan.read_bytes()
    for arguments, words in (
        (("check", plan, "--output", plan), "the plan is read from it"),
        (("export", "--graph", plan, "--format", "json", "-o", plan), "the plan is read from it"),
        (("fmt", plan), "only YAML files are laid out"),
        (("queries", "--resolve", "drop", "M3", "M2", "--graph", plan), "is not queried"),
    ):
        done = run(*arguments)
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr
    assert plan.read_bytes() == before


def test_fmt_passes_over_the_exports_of_a_plan(printed, plan, write):
    write("graph.yaml", "milestones:\n  M2:\ninclude: plan.xlsx\n")
    write("depgraph.yaml", "graph: graph.yaml\nschedule: plan.xlsx\n")
    before = plan.read_bytes()
    assert "of 2 files changed" in printed("fmt", cwd=plan.parent)
    assert plan.read_bytes() == before


def test_broken_exports_end_with_status_2(refusal, tmp_path):
    for name in ("plan.xls", "plan.xlsx", "plan.csv"):
        path = tmp_path / name
        path.write_bytes(b"\0\1\2")
        error = refusal("check", path)
        assert error.startswith(f"{path}: ")
        assert error.count("\n") == 1


def test_the_configuration_says_what_the_export_does_not(run, workbook, write):
    dated = [*TASK[:2], ["M1", "Not Started", "", "3/4/2019", "", ""]]
    lagged = [*PRED[:2], ["M1", "a", "FS", "30"], ["a", "M1x", "FS", ""]]
    path = workbook(
        "plan.xlsx", {"TASK": [*dated, ["M1x", "", "", "", "", ""]], "TASKPRED": lagged}
    )
    doubt = run("check", path).stdout
    assert "'date_order: month-first'" in doubt
    write("depgraph.yaml", "graph: plan.xlsx\ndate_order: day-first\nhours_per_day: 10\n")
    data = json.loads(run("export", cwd=path.parent).stdout)
    assert data["milestones"][0]["due"] == "2019-04-03"
    assert [link["lag"] for link in data["links"]] == [3]
    assert "date_order" not in run("check", cwd=path.parent).stdout


def test_a_real_export_is_explained(run, real_export, tmp_path):
    path = shutil.copy(real_export, tmp_path)
    done = run("check", path)
    assert done.returncode == 1
    for words in (
        "LDM-503-0 looks like LDM-503-09, cut short: LDM-503-09 has no relationship at all",
        "LDM-503-09 waits on nothing, and nothing waits on it",
        "42 in all wait on each other, through 91 links",
        "a cycle of 4 links",
        "Looked at 386 milestones and 1448 links",
    ):
        assert words in done.stdout
    whole = run(
        "critical-path",
        "LDM-503-17a",
        "--graph",
        path,
        "--as-of",
        "2019-04-30",
        "--activities",
        "--cut-cycles",
    )
    assert whole.returncode == 0
    assert len(whole.stderr.splitlines()) == 2


def test_a_code_that_is_cut_short_is_known_to_a_plan_with_an_aka(run, workbook, write):
    names = ["PREDTASK__task_name", "TASK__task_name"]
    rows = [[*row, "", ""] for row in PRED[:2]]
    rows[0][-2:] = names
    links = [["M1", "M-0", "FS", "0", "", "Te"], ["M-0", "M3", "FS", "0", "Te", ""]]
    task = ["M-09", "Not Started", "Test", "8/1/2019", "8/1/2019", ""]
    export = workbook("export.xlsx", {"TASK": [*TASK, task], "TASKPRED": [*rows, *links]})
    plan = "milestones:\n  M1:\n  M-09: {%srequires: [M1]}\n  M3: {requires: [M-09]}\n"
    graph = write("plan/graph.yaml", plan % "")
    options = ("--format", "json", "--drift", "--as-of", "2019-07-20")

    def only_in_one(*sides):
        data = json.loads(run("diff", *sides, *options).stdout)
        return len(data["links"]["removed"]) + len(data["links"]["added"])

    assert only_in_one(graph, export) == only_in_one(export, graph) == 3
    graph.write_text(plan % "aka: M-0, ")
    assert only_in_one(graph, export) == only_in_one(export, graph) == 0
    into = ("import", export, "--into", graph.parent, "--as-of", "2019-07-20", "--dry-run")
    done = run(*into)
    assert "2 known before" in done.stderr
    assert "gone from the source" not in done.stderr


def test_a_dropped_query_on_a_link_of_an_export_leaves_the_link(run, plan, write):
    queries = write(
        "queries.yaml", "milestones:\n  M3:\n    requires:\n      - {id: M2, query: Really?}\n"
    )
    config = write("depgraph.yaml", f"graph: [{plan}, queries.yaml]\n")
    done = run("queries", "--resolve", "drop", "M3", "M2", "--config", config)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "note: the export has this link too, and keeps it\n"
    assert "M2" not in queries.read_text()
    assert "M2" in run("show", "M3", "--config", config).stdout
