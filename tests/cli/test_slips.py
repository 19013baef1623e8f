"""``depgraph slips``: how far milestones moved from schedule to schedule."""

import csv
import json
import re
from datetime import date
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
import yaml

ROOT = Path(__file__).parents[2]

FIRST = """\
as_of: 2020-01-01
milestones:
  A: {name: One, due: 2020-02-01, team: T}
  B: {due: 2020-03-01, owner: O}
  C: {due: 2020-01-10}
  D: {due: 2020-01-10}
"""
SECOND = """\
as_of: 2020-02-01
milestones:
  A: {name: One, due: 2020-02-11, team: T}
  B: {due: 2020-02-25, owner: O}
  C: {due: 2020-01-10, completed: 2020-01-20}
  N: {name: "=x", due: 2020-05-01}
"""


def days(first: str, second: str) -> int:
    return (date.fromisoformat(second) - date.fromisoformat(first)).days


def dates_in(name: str) -> dict[str, str | None]:
    """Read a shipped schedule without the project: all its completions are before its as-of."""
    text = (ROOT / "graphs" / "schedules" / name).read_text(encoding="utf-8")
    milestones = yaml.load(text, yaml.BaseLoader)["milestones"]  # noqa: S506 - only texts
    return {
        code: each.get("completed") or each.get("forecast") or each.get("due")
        for code, each in milestones.items()
    }


def test_the_moves_between_two_schedules_of_the_plan(run):
    text = run("slips", "2018-07-17", "2019-05-20", "--format", "csv").stdout
    rows = list(csv.DictReader(StringIO(text)))
    read = [dates_in(f"{name}.yaml") for name in ("2018-07-17", "2019-05-20")]
    moved = 0
    for row in rows:
        before, after = (schedule.get(row["code"]) for schedule in read)
        assert row["date_2018-07-17"] == (before or "")
        assert row["date_2019-05-20"] == (after or "")
        if before and after:
            assert int(row["total"]) == days(before, after)
            moved += bool(int(row["total"]))
    totals = [abs(int(row["total"])) for row in rows if row["total"]]
    assert totals == sorted(totals, reverse=True)
    assert moved > 30


def test_all_schedules_up_to_the_as_of_date_are_compared_by_default(json_of, run, refusal):
    text = run("slips", "--level", "2").stdout
    left_out = "1 schedule later than 2019-04-30 is left out: 2024-11-30 (--schedule 2024-11-30"
    assert "2024-11-30" not in text.partition("\n")[0]
    assert f"\n\n{left_out} takes in what is up to that)\n" in text
    data = json_of("slips")
    assert data["later_schedules"] == ["graphs/schedules/2024-11-30.yaml"]
    chart = json_of("chart", "trend")
    assert chart["as_of"] == [schedule["as_of"] for schedule in data["schedules"]]
    assert chart["left_out"]["later_schedules"] == data["later_schedules"]
    error = refusal("slips", "--schedule", "2018-07-17")
    assert "there is only one" in error
    assert "2 schedules later than 2018-07-17 are left out" in error


def test_later_schedules_are_compared_where_they_are_asked_for(json_of):
    for arguments in (
        ("2018-07-17", "2019-05-20", "2024-11-30"),
        ("--schedule", "2024-11-30"),
        ("--as-of", "2025-01-01"),
    ):
        data = json_of("slips", *arguments)
        assert [schedule["as_of"] for schedule in data["schedules"]][-1] == "2024-11-30"
        assert data["later_schedules"] == []


def test_three_schedules_are_compared(run):
    lines = run("slips", "--level", "2", "--schedule", "2024-11-30").stdout.splitlines()
    (row,) = (line for line in lines if line.startswith("LDM-503-09 "))
    assert re.split("  +", row) == [
        *("LDM-503-09", "2018-11-30", "2019-11-05", "+340", "2019-10-07 ✓", "-29", "+311"),
        *("completed late", "Ops Rehearsal for Commissioning #1"),
    ]


def test_groups_and_what_did_not_move(run, write):
    first, second = write("a.yaml", FIRST), write("b.yaml", SECOND)
    text = run("slips", first, second, cwd=first.parent).stdout
    assert [line for line in text.splitlines() if ":" in line][:3] == [
        "T: 1 later, 0 earlier",
        "no team: 1 later, 0 earlier, 2 other",
        "O: 0 later, 1 earlier",
    ]
    assert "Of 5 milestones 3 moved, 2 to later and 1 to earlier" in text
    trends = {line.split()[0]: line for line in text.splitlines() if line}
    assert "completed late" in trends["C"]
    assert "vanished" in trends["D"]
    assert "new" in trends["N"]
    assert "slipping" in trends["A"]
    assert "pulled forward" in trends["B"]
    flat = run("slips", first, second, "--by", "none", cwd=first.parent).stdout
    assert flat.startswith("Slips from 2020-01-01 to 2020-02-01\n\nmilestone ")
    assert [line.split()[0] for line in flat.splitlines()[3:8]] == ["A", "C", "B", "D", "N"]


def test_every_page_says_the_same(run, write):
    first, second = write("a.yaml", FIRST), write("b.yaml", SECOND)
    facts = (
        "Slips from 2020-01-01 to 2020-02-01",
        "no team: 1 later, 0 earlier, 2 other",
        "Of 5 milestones 3 moved, 2 to later and 1 to earlier",
        *("2020-01-20 ✓", "+10", "completed late", "not in it"),
    )
    for form in ("text", "markdown", "html"):
        page = run("slips", first, second, "--format", form, cwd=first.parent).stdout
        assert [fact for fact in facts if fact not in page] == []


def test_a_workbook_has_numbers_and_dates(printed, write, tmp_path):
    first, second = write("a.yaml", FIRST), write("b.yaml", SECOND)
    printed("slips", first, second, "-o", tmp_path / "slips.xlsx", cwd=first.parent)
    sheet, about = openpyxl.load_workbook(tmp_path / "slips.xlsx").worksheets
    heads = [cell.value for cell in sheet[1]]
    row = dict(zip(heads, sheet[2], strict=True))
    assert (row["code"].value, row["total"].value, row["complete 2020-02-01"].value) == (
        *("A", 10, False),
    )
    assert row["2020-02-01"].is_date
    assert about["B1"].value == "Slips from 2020-01-01 to 2020-02-01"


def test_no_plan_is_needed_and_nothing_is_a_formula(json_of, printed, write):
    first, second = write("x/a.yaml", FIRST), write("x/b.yaml", SECOND)
    text = printed("slips", "a.yaml", "b.yaml", "--format", "csv", cwd=first.parent)
    assert "N,'=x," in text
    data = json_of("slips", first, second, cwd=first.parent)
    assert [each["as_of"] for each in data["schedules"]] == ["2020-01-01", "2020-02-01"]
    (new,) = (each for each in data["milestones"] if each["id"] == "N")
    assert new["dates"][0] == {"in_schedule": False, "date": None, "complete": False}
    assert (new["total_days"], new["trend"]) == (None, "new")


def test_the_order_that_is_given_is_kept(run, write):
    first, second = write("x/a.yaml", FIRST), write("x/b.yaml", SECOND)
    text = run("slips", second, first, cwd=first.parent).stdout
    assert "-10" in next(line for line in text.splitlines() if line.startswith("A "))
    assert "The schedules are not in the order of their as-of dates" in text


def test_nothing_moved(run, write):
    first = write("x/a.yaml", FIRST)
    second = write("x/b.yaml", FIRST.replace("2020-01-01", "2020-01-05"))
    text = run("slips", first, second, cwd=first.parent).stdout
    assert "Of 4 milestones 0 moved" in text
    assert "4 milestones without a move (--all shows them)" in text
    assert "stable" in run("slips", first, second, "--all", cwd=first.parent).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.yaml"], "slips compare two schedules or more, and there is only one"),
        (["a.yaml", "a.yaml"], "the schedule a.yaml is named twice"),
        (["a.yaml", "nope.yaml"], "nope.yaml: cannot be read: No such file"),
        (["a.yaml", "bad.yaml"], "bad.yaml:1:1"),
        (["a.yaml", "b.yaml", "--team", "X"], "no milestone has the team 'X'"),
        (["a.yaml", "b.yaml", "-o", "a.yaml", "--format", "csv"], "those of plans"),
        ([], "no plan found"),
    ],
)
def test_wrong_input(arguments, message, refusal, write):
    folder = write("x/a.yaml", FIRST).parent
    write("x/b.yaml", SECOND)
    write("x/bad.yaml", "nonsense: 1\n")
    assert message in refusal("slips", *arguments, cwd=folder)


def test_slip_and_slips_name_each_other(run):
    assert "depgraph slips" in run("slip", "--help").stdout
    assert "depgraph slip'" in run("slips", "--help").stdout


def test_an_export_is_not_overwritten(run, workbook, write):
    heads = ["task_code", "status_code", "task_name", "end_date"]
    rows = [heads, heads, ["A", "Not Started", "One", "2/20/2020"]]
    links = [["pred_task_id", "task_id", "pred_type", "lag_hr_cnt"]] * 2
    export = workbook("export.xlsx", {"TASK": rows, "TASKPRED": links})
    before = export.read_bytes()
    done = run("slips", write("a.yaml", FIRST), export, "-o", export, cwd=export.parent)
    assert (done.returncode, export.read_bytes()) == (2, before)
    assert "the plan is read from it" in done.stderr


SCHEDULE = "milestones:\n  A: {due: 2020-01-01}\n"


def dated(write, folder, entry):
    write("old.yaml", f"as_of: 2019-01-01\n{SCHEDULE}")
    write("new.yaml", SCHEDULE.replace("2020", "2021"))
    write("plan.yaml", "milestones: {A: }\n")
    return write("depgraph.yaml", f"graph: plan.yaml\nschedules: [{entry}, old.yaml]\n")


def test_the_configuration_dates_a_schedule_that_tells_no_date(printed, write, tmp_path):
    config = dated(write, tmp_path, "{file: new.yaml, as_of: 2018-01-01}")
    text = printed("slips", "--config", config, "--format", "csv", "--all")
    row = next(csv.DictReader(text.splitlines()))
    assert (row["date_2018-01-01"], row["date_2019-01-01"]) == ("2021-01-01", "2020-01-01")
    assert row["moved_2019-01-01"] == "-366"


def test_a_schedule_without_a_date_has_no_place_among_others(refusal, write, tmp_path):
    config = dated(write, tmp_path, "new.yaml")
    error = refusal("slips", "--config", config)
    assert "new.yaml tells no as-of date" in error
    assert "{file: ..., as_of: YYYY-MM-DD}" in error


def test_a_dated_schedule_needs_file_and_date(refusal, write, tmp_path):
    config = dated(write, tmp_path, "{file: new.yaml}")
    error = refusal("slips", "--config", config)
    assert "depgraph.yaml:2:13: schedules: the key 'as_of' is missing" in error


def test_one_file_under_two_names_is_named_twice(refusal, write, tmp_path):
    write("a.yaml", "as_of: 2020-01-01\nmilestones: {A: {due: 2020-02-01}}\n")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    error = refusal("slips", "a.yaml", "b.yaml", cwd=tmp_path)
    assert "the schedule b.yaml is named twice" in error


RECODED = """\
as_of: 2020-02-01
milestones:
  A: {name: One, due: 2020-02-11}
  M: {name: First images of the camera, due: 2020-06-10}
"""


def test_what_likely_has_another_code_is_told_everywhere(json_of, run, write):
    old = write("old.yaml", RECODED.replace("M:", "L:").replace("2020-02-01", "2020-01-01"))
    new = write("new.yaml", RECODED.replace("2020-06-10", "2020-06-20"))
    text = run("slips", old, new).stdout
    assert re.search(r"L +2020-06-10 +not in it +- +vanished, likely M now", text)
    assert re.search(r"M +not in it +2020-06-20 +- +new, likely L before", text)
    sentence = "1 milestone likely has another code, by the name: L -> M (10 days later); 'aka' in"
    assert sentence in text
    data = json_of("slips", old, new)
    (pair,) = data["likely_recoded"]
    assert (pair["before"], pair["after"], pair["moved_days"]) == ("L", "M", 10)
    rows = list(csv.DictReader(StringIO(run("slips", old, new, "--format", "csv").stdout)))
    assert {row["code"]: (row["likely_was"], row["likely_is"]) for row in rows} == {
        "A": ("", ""),
        "L": ("", "M"),
        "M": ("L", ""),
    }
    news = run("highlights", "--graph", new, "--since", old).stdout
    assert "| M | First images of the camera | 2020-06-20 |" in news
    assert "| new, likely L before, 10 days later |" in news
    config = write("depgraph.yaml", "graph: new.yaml\nschedules: [old.yaml, new.yaml]\n")
    chart = run("chart", "trend", "M", "--config", config, "--format", "json").stdout
    assert [pair["before"] for pair in json.loads(chart)["likely_recoded"]] == ["L"]
    between = ("--since", "2020-01-01", "--schedule", "2020-02-01", "--format", "json")
    chart = run("chart", "slips", "M", "--config", config, *between).stdout
    assert [pair["after"] for pair in json.loads(chart)["likely_recoded"]] == ["M"]
