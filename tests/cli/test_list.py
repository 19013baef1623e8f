"""``depgraph list``: milestones of the shipped plan and of small ones, as tables."""

import csv
import json
import re
import sys
from io import StringIO
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from depgraph.reports.answers import answer_schema
from depgraph.reports.listing_causes import CAUSE_COLUMNS
from depgraph.reports.listing_columns import COLUMNS
from depgraph.reports.listing_links import LINK_COLUMNS

AS_OF = "as of 2019-04-30, by LDM-564 draft, 2019-05-20"


ROOT = Path(__file__).parents[2]
SCRIPT = Path(sys.executable).with_name("depgraph")

PLAN = """\
as_of: 2020-01-01
milestones:
  A: {name: First, due: 2019-12-01}
  B: {name: =SUM(A1), due: 2019-12-15, requires: [{id: A, query: Really?}]}
  C: {due: 2019-06-01, completed: 2019-07-01}
  D: {due: 2020-04-01, requires: [B]}
"""
CIRCLE = "as_of: 2020-01-01\nmilestones: {A: {requires: [B]}, B: {requires: [A]}}\n"


ONLY_SCHEDULED = {
    "id": "LDM-503-10a",
    "due": "2019-07-29",
    "completed": None,
    "state": "incomplete",
    "team": None,
}
"""What the schedule of the plan has, and its graph does not."""


def exported(run) -> list[dict]:
    return [*json.loads(run("export").stdout)["milestones"], ONLY_SCHEDULED]


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text)))


def codes(done) -> list[str]:
    assert done.returncode == 0, done.stderr
    return [row[0] for row in rows(done.stdout)[1:]]


def test_what_remains_is_what_is_not_complete(run):
    listed = codes(run("list", "--remaining", "--format", "csv"))
    expected = [m["id"] for m in exported(run) if m["state"] != "complete"]
    assert sorted(listed) == sorted(expected)
    dues = {m["id"]: m["due"] or "9999" for m in exported(run)}
    assert [dues[code] for code in listed] == sorted(dues[code] for code in listed)


def test_what_only_the_schedule_has_is_not_forgotten(json_of, run):
    schedule = "graphs/schedules/2024-11-30.yaml"
    done = run("list", "--schedule", schedule, "--remaining", "--level", "2", "--format", "csv")
    plan = json_of("release-plan", "--schedule", schedule)
    left = {each["id"] for each in plan["milestones"] if each["completed"] is None}
    assert set(codes(done)) == left
    assert len(left) == 11
    text = run("list", "--schedule", schedule, "--remaining", "--level", "2").stdout
    assert text.endswith(
        "\n\n11 of 142 milestones (+15 only in the schedule): level 2; not complete "
        "(as of 2024-11-30, by LDM-564 draft after 1.6)\n\n"
        "6 of these are only in the schedule, without links: LDM-503-18q, LDM-503-19, "
        "LDM-503-19a, LDM-503-EFDc, LDM-503-NET, LDM-503-RSPb\n"
    )
    row = run("list", "LDM-503-10a", "--columns", "state,due,findings", "--format", "csv").stdout
    assert row == "state,due,findings\nincomplete,2019-07-29,1\n"


def test_other_files_are_listed_as_they_are(run):
    options = (
        "--graph",
        "graphs/verification.yaml",
        "--schedule",
        "graphs/schedules/2024-11-30.yaml",
    )
    listed = codes(run("list", *options, "--format", "csv"))
    exported = json.loads(run("export", *options).stdout)["milestones"]
    assert sorted(listed) == [each["id"] for each in exported]


def test_two_milestones_may_claim_one_other_code(run, write):
    write("plan.yaml", "milestones:\n  A: {}\n  B: {aka: [B2]}\n")
    write("dates.yaml", "as_of: 2020-01-01\nmilestones:\n  X: {aka: [A, B2], due: 2020-02-01}\n")
    config = write("depgraph.yaml", "graph: plan.yaml\nschedule: dates.yaml\n")
    listed = codes(run("list", "--config", config, "--format", "csv"))
    told = run("highlights", "A", "--config", config, "--since", config.parent / "dates.yaml")
    assert (listed, told.returncode) == (["A", "B", "X"], 0)


def test_what_is_due_and_what_is_done(run):
    plan = exported(run)
    due = codes(run("list", "--due-before", "2019-11-05", "--format", "csv"))
    assert sorted(due) == sorted(m["id"] for m in plan if (m["due"] or "9999") < "2019-11-05")
    done = codes(run("list", "--completed-since", "2018-11-30", "--format", "csv"))
    assert sorted(done) == sorted(
        m["id"] for m in plan if m["state"] == "complete" and (m["completed"] or "") >= "2018-11-30"
    )


def test_what_is_delayed_and_by_what(run):
    lines = run("list", "--delayed", "--level", "2").stdout.splitlines()
    assert re.split("  +", lines[0]) == [
        *("code", "owner", "due", "projected", "late", "delayed by", "because", "equally by"),
        *("of these queried", "first late", "name"),
    ]
    (row,) = (line for line in lines if line.startswith("LDM-503-12 "))
    assert re.split("  +", row) == [
        *("LDM-503-12", "DM", "2020-02-24", "2020-11-06", "256", "DM-DRP-10", "due 2020-11-06"),
        *("LDM-503-11b", "Ops rehearsal for commissioning #3"),
    ]
    assert lines[-3] == f"6 of 142 milestones (+1 only in the schedule): level 2; delayed ({AS_OF})"
    assert lines[-1] == (
        "late: days from due, or a forecast that has passed, to projected; delayed by: the root "
        "of what drives its date; because: why that has its date; equally by: what holds it as "
        "much as that; of these queried: which of these hold it only by a queried link, if not "
        "all; first late: the first late one from there on."
    )
    late = [int(re.split("  +", line)[4]) for line in lines[1:-4]]
    assert late == sorted(late, reverse=True)


CAUSES = """\
as_of: 2020-01-01
milestones:
  SLOW: {name: Slow, owner: X, due: 2020-05-01, level: 3}
  M2: {due: 2020-02-01, level: 2, requires: [SLOW]}
  M10: {due: 2020-01-15, level: 2, requires: [M2]}
  M3: {due: 2020-06-01, level: 2, requires: [SLOW]}
  OWN: {due: 2019-12-30, level: 2}
  DEEP: {due: 2020-04-01, level: 3, requires: [SLOW]}
"""
CAUSES_SENTENCE = (
    "4 milestones are late; 2 of the 3 level-2 ones because of SLOW (due 2020-05-01, needed "
    "2020-01-15; a link behind it is a new error)."
)


def test_what_is_delayed_by_cause(json_of, run, write):
    path = write("plan.yaml", CAUSES)
    lines = run("list", "--delayed", "--by-cause", "--graph", path).stdout.splitlines()
    assert lines[0] == CAUSES_SENTENCE
    assert [re.split("  +", line) for line in lines[2:5]] == [
        [
            *("cause", "owner", "date", "because", "needed", "late ones", "by days", "the worst"),
            *("all of them", "checks say", "name"),
        ],
        [
            *("SLOW", "X", "2020-05-01", "due 2020-05-01", "2020-01-15", "3", "107", "M10"),
            *("M10, M2, DEEP", "date-order (new error)", "Slow"),
        ],
        ["OWN", "2020-01-01", "overdue since 2019-12-30", "2019-12-30", "1", "2", "OWN", "OWN"],
    ]
    assert lines[6].startswith("4 of 6 milestones: delayed (as of 2020-01-01")
    data = json_of("list", "--by-cause", "--graph", path)
    assert data["notes"][0] == CAUSES_SENTENCE
    assert data["rows"][0]["holds_up"] == ["M10", "M2", "DEEP"]
    table = rows(run("list", "--by-cause", "--graph", path, "--format", "csv").stdout)
    assert table[1][table[0].index("holds_up")] == "M10;M2;DEEP"
    for form in ("markdown", "html"):
        page = run("list", "--by-cause", "--graph", path, "--format", form).stdout
        assert CAUSES_SENTENCE in page


def test_the_causes_of_the_shipped_plan_are_those_of_its_late_milestones(json_of):
    delayed = json_of("list", "--delayed")["rows"]
    data = json_of("list", "--by-cause")
    by_cause = {row["code"]: row for row in data["rows"]}
    assert sum(row["held_up"] for row in by_cause.values()) == len(delayed)
    for row in delayed:
        cause = by_cause[row["delayed_by"]]
        assert row["code"] in cause["holds_up"]
        assert row["because"] == cause["because"]
        assert row["late"] <= cause["worst_days"]
    assert data["notes"][0] == (
        "23 milestones are late; 4 of the 6 level-2 ones because of DM-DRP-10 (due 2020-11-06, "
        "needed 2019-12-18; the link is a known error)."
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("{A: {due: 2020-02-01}}", "No milestone is late, of 1 milestone (as of 2020-01-01)"),
        ("{A: {due: 2019-12-01}}", "1 milestone is late, by itself."),
        ("{A: {due: 2019-12-01}, B: {due: 2019-12-02}}", "2 milestones are late, each by itself."),
        (
            "{A: {due: 2020-02-01}, B: {due: 2020-01-02, requires: [A]}}",
            "1 milestone is late; all because of A (due 2020-02-01, needed 2020-01-02; "
            "the link is a new error).",
        ),
    ],
)
def test_a_sentence_on_all_that_is_late(run, write, text, first):
    path = write("plan.yaml", f"as_of: 2020-01-01\nmilestones: {text}\n")
    shown = run("list", "--delayed", "--by-cause", "--graph", path).stdout
    assert shown.splitlines()[0].startswith(first)


def test_what_is_equally_a_cause_is_told_and_adds_nothing(json_of, run, write):
    text = "A: {due: 2020-05-01}, B: {due: 2020-05-01}, T: {due: 2020-02-01, requires: [A, B]}"
    path = write("plan.yaml", f"as_of: 2020-01-01\nmilestones: {{{text}}}\n")
    data = json_of("list", "--by-cause", "--graph", path)
    assert [(row["code"], row["holds_up"], row["equally_by"]) for row in data["rows"]] == [
        ("A", ["T"], ["B"])
    ]
    assert "equally by" in run("list", "--by-cause", "--graph", path).stdout


def test_many_codes_are_cut_in_a_text_alone(json_of, run, write):
    late = "".join(f"  M{n}: {{due: 2020-01-{n + 10}, requires: [A]}}\n" for n in range(11))
    path = write("plan.yaml", f"as_of: 2020-01-01\nmilestones:\n  A: {{due: 2020-03-01}}\n{late}")
    text = run("list", "--by-cause", "--graph", path).stdout
    assert "M0, M1, M2, M3, M4, M5, M6, M7 and 3 more" in text
    data = json_of("list", "--by-cause", "--graph", path)
    assert data["rows"][0]["holds_up"] == [f"M{n}" for n in range(11)]


def test_causes_have_columns_and_an_order(run):
    done = run("list", "--by-cause", "--columns", "code,held_up", "--sort", "-held_up,code")
    assert [line.split() for line in done.stdout.splitlines()[2:4]] == [
        ["cause", "late", "ones"],
        ["DM-DRP-10", "4"],
    ]
    done = run("list", "--by-cause", "--columns", "code,due")
    assert "there is no column 'due'" in done.stderr


def test_the_root_of_a_delay_drives_the_critical_path(json_of, run):
    table = rows(run("list", "--delayed", "--columns", "code,delayed_by", "--format", "csv").stdout)
    for code, root in table[1:6]:
        path = json_of("critical-path", code)
        driving = path["paths"][0]["steps"]
        assert root in [step["id"] for step in driving]


def test_a_queried_chain_is_marked(run, write):
    path = write("plan.yaml", PLAN.replace("A: {name: First, due: 2019-12-01}",
                                           "A: {name: First, due: 2020-02-01}"))  # fmt: skip
    text = run("list", "--delayed", "--graph", path).stdout
    (row,) = (line for line in text.splitlines() if line.startswith("B "))
    assert "  ?  " in row
    without = run("list", "--delayed", "--graph", path, "--without-queries").stdout
    assert "?" not in without
    assert "overdue since 2019-12-15" in without


def test_columns_and_order(run):
    done = run(
        *("list", "--level", "2", "--columns", "code,late,waits_on", "--sort", "-late,code"),
        *("--format", "csv"),
    )
    table = rows(done.stdout)
    assert table[0] == ["code", "late", "waits_on"]
    late = [int(row[1]) for row in table[1:] if row[1]]
    assert late == sorted(late, reverse=True)
    by_code = {row[0]: row[2] for row in table[1:]}
    assert by_code["LDM-503-17"] == "LDM-503-16;LDM-503-17a"


def test_the_same_milestones_as_other_commands_select(run):
    selected = codes(run("list", "--select", "team=AP|DRP,complete", "--format", "csv"))
    expected = [
        m["id"] for m in exported(run) if m["team"] in ("AP", "DRP") and m["state"] == "complete"
    ]
    assert sorted(selected) == expected
    assert codes(run("list", "LDM-503-17", "--team", "NET", "--format", "csv"))[-1] == "LDM-503-17"


def test_floats_are_those_of_the_critical_path(json_of, run):
    listed = rows(
        run(
            *("list", "--target", "LDM-503-12", "--columns", "code,float,free_float"),
            *("--format", "csv"),
        ).stdout
    )
    floats = {row[0]: row[1:] for row in listed[1:]}
    path = json_of("critical-path", "LDM-503-12", "--paths", "5")
    for each in path["paths"]:
        for step in each["steps"]:
            assert floats[step["id"]][0] == str(step["total_float_days"])
            assert floats[step["id"]][1] == str(step["free_float_days"] or 0)


def test_prerequisites_with_slack(run):
    text = run("list", "LDM-503-11", "--predecessors", "--format", "csv").stdout
    table = [dict(zip(rows(text)[0], row, strict=True)) for row in rows(text)[1:]]
    data = json.loads(run("export").stdout)
    links = [link for link in data["links"] if link["dependent"] == "LDM-503-11"]
    assert [row["prerequisite"] for row in table] == sorted(k["prerequisite"] for k in links)
    slack = {row["prerequisite"]: row["slack"] for row in table}
    assert slack["LDM-503-11b"] == "0"
    assert slack["DM-NET-4"] == "480"  # 2019-07-15 to 2020-11-06
    assert {row["prerequisite"] for row in table if row["queried"] == "yes"} == {
        link["prerequisite"] for link in links if link["queried"]
    }


DEADLINES = """\
as_of: 2026-03-01
milestones:
  DOC: {due: 2026-03-05}
  CONTRACT: {due: 2026-03-05, not_after: 2026-03-10, requires: [DOC]}
  PERMIT: {due: 2026-03-20, forecast: 2026-03-25, not_after: 2026-03-15}
  END: {due: 2026-04-30, requires: [CONTRACT, PERMIT]}
"""


def test_the_nearest_deadline_is_told_wherever_float_is(json_of, run, write):
    path = write("plan.yaml", DEADLINES)
    text = run("list", "--remaining", "--graph", path, "--format", "csv").stdout
    heads, *table = rows(text)
    places = [heads.index(name) for name in ("code", "deadline_float", "deadline_of")]
    assert {row[places[0]]: (row[places[1]], row[places[2]]) for row in table} == {
        "DOC": ("5", "CONTRACT"),
        "CONTRACT": ("5", "CONTRACT"),
        "PERMIT": ("-10", "PERMIT"),
        "END": ("", ""),
    }
    columns = ("--columns", "code,due_float,due_of", "--format", "csv")
    _, row = rows(run("list", "PERMIT", "--graph", path, *columns).stdout)
    assert row == ["PERMIT", "-5", "PERMIT"]
    page = run("critical-path", "DOC", "--graph", path).stdout
    assert (
        "\nOf the deadlines that it leads to, that of CONTRACT, 2026-03-10, leaves it 5 days.\n"
        in page
    )
    data = json_of("critical-path", "END", "--graph", path)
    steps = data["paths"][0]["steps"]
    assert [(step["id"], step["deadline_float_days"], step["deadline_of"]) for step in steps] == [
        ("END", None, None),
        ("PERMIT", -10, "PERMIT"),
    ]
    assert data["nearest_deadline"] is None
    assert (
        "(own date, 5 days of float to the deadline of CONTRACT, 2026-03-10)"
        in run("show", "DOC", "--graph", path).stdout
    )
    data = json_of("show", "DOC", "--graph", path)
    assert (data["deadline_float_days"], data["deadline_of"]) == (5, "CONTRACT")


def test_what_a_queried_link_delays_has_its_date_without_it(run, write):
    path = write(
        "plan.yaml",
        "as_of: 2020-01-01\nmilestones:\n  E: {due: 2020-03-23}\n"
        "  G: {due: 2020-03-18, requires: [{id: E, query: Really?}]}\n"
        "  H: {due: 2020-03-01, requires: [E]}\n",
    )
    text = run("list", "--delayed", "--graph", path, "--format", "csv").stdout
    heads, *table = rows(text)
    place = heads.index("projected_without_queries")
    assert [(row[0], row[place]) for row in table] == [("H", "2020-03-23"), ("G", "2020-03-18")]
    text = run("list", "H", "--delayed", "--graph", path, "--format", "csv").stdout
    assert "projected_without_queries" not in text  # it is the same


@pytest.mark.parametrize(
    ("prerequisite", "columns"),
    [
        ("A", []),
        ("{id: A, lag: -3}", ["type", "lag"]),
        ("{id: A, type: SS}", ["type", "lag"]),
        ("{id: A, lag: 3, calendar: office}", ["type", "lag", "calendar"]),
    ],
)
def test_what_slack_counts_stands_beside_it(prerequisite, columns, run, write):
    write("depgraph.yaml", "graph: [plan.yaml]\ncalendars: {office: }\ncalendar: office\n")
    path = write(
        "plan.yaml",
        "as_of: 2026-01-01\nmilestones:\n  A: {due: 2026-03-02}\n"
        f"  B: {{due: 2026-03-20, requires: [{prerequisite}]}}\n",
    )
    text = run("list", "--predecessors", "--graph", path, "--format", "csv").stdout
    heads, row = rows(text)
    names = ("type", "lag", "calendar")
    assert [name for name in heads if name in names] == columns
    values = dict(zip(heads, row, strict=True))
    assert values.get("calendar", "office") == "office"
    assert not columns or (values["type"], values["lag"]) != ("FS", "0")


def test_months(json_of, run):
    data = json_of("list", "--by-month", "--level", "2")
    (row,) = (row for row in data["rows"] if row["code"] == "LDM-503-12")
    marked = {name: value for name, value in row.items() if isinstance(value, list) and value}
    assert marked == {"2020-02": ["due"], "2020-11": ["projected"]}
    lines = run("list", "--by-month", "--level", "2").stdout.splitlines()
    heads = next(line for line in lines if line.startswith("milestone"))
    row_text = next(line for line in lines if line.startswith("LDM-503-12 "))
    assert heads[row_text.rindex("D") - 1 : row_text.rindex("D") + 1] == "02"
    assert heads[row_text.rindex("P") - 1 : row_text.rindex("P") + 1] == "11"


def test_an_empty_answer_is_said(run, printed):
    text = printed("list", "--completed-since", "2030-01-01")
    assert text == (
        f"None of 142 milestones (+1 only in the schedule): completed since 2030-01-01 ({AS_OF})\n"
    )
    assert run("list", "--completed-since", "2030-01-01", "--format", "csv").stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--columns", "cod"], "there is no column 'cod' (did you mean 'code'?)"),
        (["--columns", "zz"], "there is no column 'zz': there are code, name, owner"),
        (["--columns", "code,code"], "the column 'code' is named twice"),
        (["--columns", ""], "there is no column ''"),
        (["--sort", "latr"], "--sort: there is no column 'latr' (did you mean 'late'?)"),
        (["--predecessors", "--columns", "late"], "there is no column 'late'"),
        (["--by-month", "--columns", "code"], "--columns has no meaning with --by-month"),
        (["--format", "jira", "--predecessors"], "--predecessors has no meaning with --format"),
        (["--columns", "code", "--target", "A"], "--target is for the column float"),
        (["NOPE"], "unknown milestone 'NOPE'"),
        (["-o", "x.doc"], "cannot tell the format from 'x.doc'"),
        (["--due-before", "soon"], "expected a date as YYYY-MM-DD, got 'soon'"),
        (["--team", "Z"], "no milestone has the team 'Z'"),
    ],
)
def test_wrong_options(arguments, message, refusal, write):
    assert message in refusal("list", "--graph", write("plan.yaml", PLAN), *arguments)


@pytest.mark.parametrize("option", [(), ("--remaining",)])
@pytest.mark.parametrize(
    ("plan", "heads", "dates"),
    [
        ("A: {forecast: 2020-03-01}", "forecast", "2020-03-01"),
        ("A: {due: 2020-03-01}", "due", "2020-03-01"),
        ("A: {due: 2020-03-01, forecast: 2020-03-04}", "due forecast late", "2020-03-04 3"),
        ("A: {forecast: 2019-12-30}", "forecast projected late", "2019-12-30 2020-01-01 2"),
        ("A: {not_before: 2020-03-01}", "projected", "2020-03-01"),
        ("A: {}", "", ""),
    ],
)
def test_every_date_that_says_something_is_shown(option, plan, heads, dates, run, write):
    path = write("plan.yaml", f"as_of: 2020-01-01\nmilestones:\n  {plan}\n")
    head, row, *_ = run("list", "--graph", path, *option).stdout.splitlines()
    dated = {"due", "forecast", "projected", "late"}
    assert [word for word in head.split() if word in dated] == heads.split()
    assert dates in " ".join(row.split())


def test_what_init_writes_is_listed_with_its_forecast(run, tmp_path):
    run("init", tmp_path / "plan")
    listed = run("list", cwd=tmp_path / "plan").stdout
    (row,) = [line for line in listed.splitlines() if line.startswith("SW-3")]
    assert "2025-08-15" in row


def test_without_projected_dates_the_list_says_so(run, write):
    path = write("plan.yaml", "milestones: {A: {due: 2020-03-01}}\n")
    assert (
        "\n\nWithout projected dates: a projection needs an as-of date"
        in run("list", "--graph", path).stdout
    )


def test_a_circle_only_hinders_what_needs_dates(run, refusal, write):
    path = write("plan.yaml", CIRCLE)
    assert run("list", "--graph", path).returncode == 0
    shown = run("list", "--graph", path, "--by-month").stdout
    assert "Without projected dates: a projection needs an order" in shown
    error = refusal("list", "--graph", path, "--columns", "code,late")
    assert "late: this column needs projected dates" in error
    assert "A -> B -> A" in error
    assert run("list", "--graph", path, "--delayed", "--cut-cycles").returncode == 0


def test_files_by_their_ends(run, write, tmp_path):
    path = write("plan.yaml", PLAN)
    for end in ("txt", "csv", "json", "md", "html", "xlsx"):
        done = run("list", "--graph", path, "-o", tmp_path / f"out.{end}", "--color", "always")
        assert (done.returncode, done.stdout) == (0, "")
    assert "<td><bdi>=SUM(A1)</bdi></td>" in (tmp_path / "out.html").read_text()
    assert "\x1b" not in (tmp_path / "out.txt").read_text()
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    names = [cell.value for cell in sheet[1]]
    cell = sheet.cell(3, names.index("name") + 1)
    assert (cell.value, cell.data_type) == ("=SUM(A1)", "s")
    assert sheet.cell(2, names.index("due") + 1).is_date
    again = tmp_path / "again.xlsx"
    run("list", "--graph", path, "-o", again)
    assert again.read_bytes() == (tmp_path / "out.xlsx").read_bytes()


def test_the_plan_is_not_overwritten(refusal, write):
    path = write("plan.yaml", PLAN)
    refusal("list", "--graph", path, "--format", "csv", "-o", path)
    assert path.read_text() == PLAN


def test_without_the_library_a_workbook_is_refused(run_process, write):
    folder = write("blocked/openpyxl.py", "raise ImportError\n").parent
    done = run_process("list", "-o", "x.xlsx", env={"PYTHONPATH": str(folder)})
    assert done.returncode == 2
    assert "pip install 'depgraph[xlsx]'" in done.stderr


@pytest.mark.parametrize("view", ["--delayed", "--by-cause", "--by-month", "--predecessors", ""])
def test_a_terminal_is_not_overrun(run, view):
    shown = run("list", *view.split(), columns=100).stdout
    assert max(map(len, shown.splitlines())) <= 100
    assert "\N{HORIZONTAL ELLIPSIS}" not in shown


def test_columns_that_were_asked_for_are_kept_on_a_narrow_terminal(run):
    shown = run("list", "--columns", "code,name,due,projected,late,note", columns=40).stdout
    assert shown.split()[:6] == ["code", "name", "due", "projected", "late", "note"]
    assert "Left out" not in shown
    assert "Left out, as the terminal is narrow" in run("list", columns=60).stdout


def test_a_terminal_gets_no_workbook(on_a_terminal):
    assert "a terminal cannot show xlsx: give -o FILE" in on_a_terminal(
        "list", "--format", "xlsx", columns=200
    )


def test_issues_for_jira(run):
    done = run("list", "--level", "2", "--format", "jira")
    heads, *issues = rows(done.stdout)
    assert {len(issue) for issue in issues} == {len(heads)}
    first = heads.index("Blocks")
    code = {issue[0]: issue[1] for issue in issues}
    made = {(issue[1], code[number]) for issue in issues for number in issue[first:] if number}
    data = json.loads(run("export").stdout)
    assert made == {
        (link["prerequisite"], link["dependent"])
        for link in data["links"]
        if {link["prerequisite"], link["dependent"]} <= set(code.values())
    }


def test_help_says_of_every_column_what_it_is(run):
    lines = {
        " ".join(line.split()) for line in run("list", "--help", columns=120).stdout.split("\n")
    }
    for columns in (COLUMNS, LINK_COLUMNS, CAUSE_COLUMNS):
        assert {f"{name} {column.about}" for name, column in columns.items()} <= lines


@pytest.mark.parametrize(
    ("options", "columns"), [([], COLUMNS), (["--predecessors"], LINK_COLUMNS)]
)
def test_the_schema_has_every_column(run, options, columns):
    schema = answer_schema("list")
    schema["properties"]["rows"]["items"]["additionalProperties"] = False
    done = run("list", *options, "--columns", ",".join(columns), "--format", "json")
    data = json.loads(done.stdout)
    jsonschema.validate(data, schema, jsonschema.Draft7Validator)
    assert [column["name"] for column in data["columns"]] == list(columns)
    assert all(row.keys() == set(columns) for row in data["rows"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**data, "rows": [{"due": 7}]}, schema, jsonschema.Draft7Validator)


def test_pages_have_months_in_words_and_text_has_letters(run):
    html = run("list", "LDM-503-12", "--by-month", "--format", "html").stdout
    assert '<th scope="col">2020-11</th>' in html
    assert "<td><bdi>projected</bdi></td>" in html
    assert f"1 of 142 milestones (+1 only in the schedule): LDM-503-12 ({AS_OF})" in html
    text = run("list", "LDM-503-12", "--by-month").stdout
    assert "C completed, P projected, D due." in text


def test_the_same_bytes_under_any_hash_seed(under_hash_seeds):
    columns = "code,findings,waits_on,delayed_by"
    under_hash_seeds(("list", "--columns", columns, "--format", "json"))
