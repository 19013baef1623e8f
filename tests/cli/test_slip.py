import csv
import io
import json
import re
from datetime import date

import pytest
from click import unstyle

from depgraph.analysis.what_if import Without, what_if
from depgraph.model import Graph, Link, Milestone
from depgraph.model.changes import Move
from depgraph.reports.impact_page import slip_page
from depgraph.reports.writers.text import page_text

AS_OF = "as of 2019-04-30, by LDM-564 draft, 2019-05-20"


PLAN = """\
as_of: 2020-01-01
milestones:
  A: {name: First, due: 2020-02-01}
  B: {due: 2020-02-11, requires: [A]}
  Q: {due: 2020-02-01, requires: [{id: A, query: Really?}]}
  H: {completed: 2019-12-01}
  U: {}
"""


def test_the_answer_for_a_manager(run):
    lines = run("slip", "DM-DRP-10", "60").stdout.splitlines()
    assert lines[:5] == [
        "DM-DRP-10  Calibration products include an optical ghost model.",
        f"due 2020-11-06, projected 2020-11-06 -> 2021-01-05 ({AS_OF})",
        "6 other milestones move later, all of them level-2 milestones (of 20), each by 60 days.",
        "Last level-2 milestone: LDM-503-17, stays at 2022-09-30.",
        "Newly late: LDM-503-13 (due 2020-11-06), LDM-503-14 (due 2020-11-06).",
    ]
    (row,) = (line for line in lines if line.startswith("  LDM-503-12 "))
    assert re.split("  +", row.strip()) == [
        *("LDM-503-12", "2020-02-24", "2020-11-06", "2021-01-05", "+60"),
        *("2021-01-13", "2021-03-14", "+60"),
        *("<- LDM-503-11 <- LDM-503-11b <- DM-DRP-10", "Ops rehearsal for commissioning #3"),
    ]
    assert lines[-1] == "No queried link is on the way."


def test_a_slip_that_a_queried_link_carries(run):
    text = run("slip", "DM-STAFF", "400").stdout
    assert "<- LDM-503-13 <-? DM-STAFF" in text
    assert (
        "Biggest move: LDM-503-13, 60 days later, 2021-01-05, and 1 other, if gaps absorb slips; "
        "none, if gaps are work." in text
    )
    assert text.endswith(
        "Without the 29 queried links 2 milestones would not move: LDM-503-13, LDM-503-14.\n"
    )
    without = run("slip", "DM-STAFF", "400", "--without-queries").stdout
    assert f"({AS_OF}, without the queried links)" in without
    assert "No other milestone moves." in without


@pytest.mark.parametrize("amount", ["-5", "-5d", "\N{MINUS SIGN}5", "2020-01-27"])
def test_earlier_by_days_or_to_a_date(amount, run, write):
    path = write("plan.yaml", PLAN)
    done = run("slip", "A", amount, "--graph", path)
    assert "projected 2020-02-01 -> 2020-01-27" in done.stdout, done.stderr


@pytest.mark.parametrize("amount", ["7", "+7", "7d", "2020-02-08"])
@pytest.mark.parametrize("options_first", [True, False])
def test_later_by_days_or_to_a_date(amount, options_first, run, write):
    options = ["--all", "--graph", write("plan.yaml", PLAN)]
    pair = ["A", amount]
    done = run("slip", *(options + pair if options_first else pair + options))
    assert "projected 2020-02-01 -> 2020-02-08" in done.stdout, done.stderr


def test_an_option_before_a_negative_number(run, write):
    path = write("plan.yaml", PLAN)
    text = run("slip", "A", "--all", "-5", "--graph", path).stdout
    assert "projected 2020-02-01 -> 2020-01-27" in text


def test_what_holds_a_milestone_is_told(run):
    lines = run("slip", "LDM-503-11", "-30").stdout.splitlines()
    assert lines[1] == f"due 2019-12-18, stays at 2020-11-06 ({AS_OF})"
    assert lines[2] == (
        "LDM-503-11 is at 2020-11-06, not 2020-10-07: LDM-503-11b (2020-11-06) holds it."
    )


def test_a_queried_link_that_holds_is_told_and_what_happens_without_it(json_of, run):
    lines = run("slip", "LDM-503-08", "-30").stdout.splitlines()
    assert lines[2] == (
        "LDM-503-08 is at 2019-11-05, not 2019-10-06: DM-NCSA-12 (2019-11-05) holds it; without "
        "the queried links DM-NCSA-12 -> LDM-503-08, DM-NCSA-14 -> LDM-503-08 it would be at "
        "2019-10-06."
    )
    assert lines[-1] == (
        "Without the 29 queried links 1 more milestone would move: LDM-503-08 (30 days earlier)."
    )
    data = json_of("slip", "LDM-503-08", "-30")
    (held, _) = data["held"]
    assert (held["reached"], held["without_them"]) == ("2019-11-05", "2019-10-06")
    assert [link["prerequisite"] for link in held["queried_links"]] == ["DM-NCSA-12", "DM-NCSA-14"]
    assert data["without_queries"]["moved"] == ["LDM-503-08"]
    only = ("--target", "LDM-503-08", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(run("slip", "LDM-503-08", "-30", *only).stdout))
    assert (row["then_float"], row["without_queries_float"]) == ("2019-11-05", "2019-10-06")
    assert row["held_by_float"] == "DM-NCSA-12"
    assert row["held_by_queried_float"].startswith("DM-NCSA-12 -> LDM-503-08")


HELD = """\
as_of: 2020-03-04
milestones:
  E: {due: 2020-03-23}
  G: {due: 2020-03-28, requires: [{id: E, query: May it hold the release?}]}
"""


def test_a_milestone_that_moves_by_other_days_without_the_queries_is_named(run, write):
    path = write("plan.yaml", HELD)
    lines = run("slip", "G", "-10", "--graph", path).stdout.splitlines()
    assert lines[2:4] == [
        "G is at 2020-03-23, not 2020-03-18 if gaps absorb slips: E (2020-03-23) holds it; without "
        "the queried link E -> G it would be at 2020-03-18.",
        "G is at 2020-03-28, not 2020-03-18 if gaps are work: E (2020-03-23) and the work behind "
        "it hold it; without the queried link E -> G it would be at 2020-03-18.",
    ]
    assert lines[-1] == (
        "Without the 1 queried link 1 milestone would move by other days: "
        "G (10 days earlier, not 5 days earlier)."
    )
    text = run("what-if", "--move", "G", "-10", "--graph", path).stdout
    assert all(line in text for line in (*lines[2:4], lines[-1]))


def test_what_has_a_date_by_a_queried_link_alone_has_none_without_it(run, write):
    path = write(
        "plan.yaml",
        "as_of: 2020-01-01\nmilestones:\n  A: {due: 2020-02-01}\n"
        "  U: {requires: [{id: A, query: Really?}]}\n",
    )
    done = run("slip", "U", "5", "--graph", path)
    assert "projected 2020-02-01 -> 2020-02-06" in done.stdout
    assert done.stdout.endswith(
        "Without the 1 queried link there is no answer: U has no projected date that days could "
        "be counted from: give a date.\n"
    )


GAPS = """\
as_of: 2020-03-04
milestones:
  A: {due: 2020-02-20}
  B: {due: 2020-03-10}
  C: {due: 2020-03-20, requires: [A, {id: B, query: Needed?}]}
"""


def test_without_queries_the_gaps_are_those_of_the_plan(run, write):
    path = write("plan.yaml", GAPS)
    text = run("slip", "C", "0", "--without-queries", "--graph", path).stdout
    assert "due 2020-03-20, stays at 2020-03-20 (as of" in text
    assert "if gaps are work" not in text.splitlines()[1]


LADDER = """\
as_of: 2020-03-04
milestones:
  C: {due: 2020-03-14, requires: [{id: H, type: SS, lag: -1}]}
  H: {due: 2020-02-26, requires: [{id: C, type: SF}]}
"""


@pytest.mark.parametrize(
    "command", [("slip", "C", "5"), ("what-if", "--move", "C", "5"), ("critical-path", "C")]
)
def test_a_reading_without_dates_is_told_and_refuses_nothing(command, json_of, run, refusal, write):
    path = write("plan.yaml", LADDER)
    done = run(*command, "--graph", path)
    assert (
        "\nIf gaps are work there are no dates: round a cycle, lags, durations and gaps add up to "
        "17 days too many (C -> H -> C).\n"
    ) in done.stdout, done.stderr
    data = json_of(*command, "--graph", path)
    assert data["no_dates"]["gaps"] == "work"
    assert data["no_dates"]["reason"].endswith("17 days too many (C -> H -> C)")
    refusal("critical-path", "C", "--gaps", "work", "--graph", path)


def test_only_what_was_asked_about_moved_or_not(run):
    text = run("slip", "DM-DRP-10", "60", "--target", "LDM-503-17", "--target", "LDM-503-14").stdout
    table = text.split("\n\n")[1].splitlines()
    assert [line.split()[0] for line in table] == ["milestone", "LDM-503-14", "LDM-503-17"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("H", "5"), "error: H was completed on 2019-12-01: that is history, and nothing moves it"),
        (("U", "5"), "error: U has no projected date that days could be counted from"),
        (("AA", "5"), "error: unknown milestone 'AA' (did you mean 'A'?)"),
        (
            ("A", "soon"),
            "such as 60, -5 or 6wd (working days), or a date as YYYY-MM-DD, got 'soon'",
        ),
        (("A", "2020-2-1"), "or a date as YYYY-MM-DD, got '2020-2-1'"),
        (("A", "999999999"), "error: A cannot move by 999999999 days from 2020-02-01"),
        (("A", "-999999999"), "error: A cannot move by -999999999 days from 2020-02-01"),
        (("A", "5", "--onyl", "B"), "no such option '--onyl'"),
        (("A", "5", "--target", "X"), "error: unknown milestone 'X'"),
        (("A",), "missing argument 'DAYS|DATE'"),
    ],
)
def test_what_cannot_be_answered(arguments, message, refusal, write):
    error = refusal("slip", *arguments, "--graph", write("plan.yaml", PLAN))
    assert message in error.replace("Did", "did")
    assert "Traceback" not in error


def test_an_undated_milestone_gets_a_date(run, write):
    text = run("slip", "U", "2020-03-01", "--graph", write("plan.yaml", PLAN)).stdout
    assert "no due date, projected gets 2020-03-01 (as of 2020-01-01)" in text


def test_json_has_chains_and_both_readings(json_of, write):
    path = write("plan.yaml", PLAN)
    data = json_of("slip", "A", "20", "--graph", path)
    assert data["moved"] == {
        "milestones": 3,
        "main": 3,
        "main_milestones": 3,
        "activities": 0,
        "float": 3,
        "work": 3,
    }
    by_code = {each["id"]: each for each in data["milestones"]}
    assert by_code["B"]["float"] == {
        "now": "2020-02-11",
        "then": "2020-02-21",
        "days": 10,
        "cause": "moved",
        "chain": ["A", "B"],
        "queried": False,
        "carried_beside": [],
        "without_queries": "2020-02-21",
        "carried_by": {
            "prerequisite": "A",
            "type": "FS",
            "lag": 0,
            "calendar": None,
            "queried": False,
        },
    }
    assert by_code["B"]["work"]["days"] == 20
    assert by_code["Q"]["float"]["queried"] is True
    assert data["without_queries"]["moved"] == ["A", "B"]
    assert data["late"] == {"float": ["A", "B", "Q"], "work": ["A", "B", "Q"]}


def test_csv_has_a_row_for_each_milestone(run, write):
    path = write("plan.yaml", PLAN)
    text = run("slip", "A", "20", "--graph", path, "--format", "csv").stdout
    rows = {row["milestone"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["B"]["days_float"] == "10"
    assert rows["B"]["chain_work"] == "A;B"
    assert rows["Q"]["queried_float"] == "yes"


def test_chains_behind_a_million_codes_are_left_out(run, write, monkeypatch):
    monkeypatch.setattr("depgraph.analysis.impact_answer.MOST_CHAIN_CODES", 3)
    call = ("slip", "A", "20", "--graph", write("plan.yaml", PLAN), "--format")
    rows = json.loads(run(*call, "json").stdout)["milestones"]
    known = [[row["float"]["chain"], row["work"]["chain"]] for row in rows]
    assert known == [[["A"], ["A"]], [["A", "B"], None], [None, None]]
    (last,) = list(csv.DictReader(io.StringIO(run(*call, "csv").stdout)))[2:]
    assert (last["days_work"], last["cause_work"], last["chain_work"]) == ("20", "", "")


@pytest.mark.parametrize(
    ("room", "columns", "left_out"),
    [
        (120, "milestone due now then days then (work) days carried by name", "now (work)"),
        (110, "milestone due then days then (work) days carried by name", "now, now (work)"),
        (80, "milestone due then days then (work) days carried by", "now, now (work), name"),
        (70, "milestone then days then (work) days carried by", "due, now, now (work), name"),
    ],
)
def test_a_narrow_terminal_has_the_moves_and_what_carries_them(room, columns, left_out):
    names = {"MILESTONE-1": "First", "MILESTONE-2": "A second one of a very long name"}
    due = {code: date(2020, 2, 10 * n) for n, code in enumerate(names, 1)}
    milestones = [Milestone(code, name=name, due=due[code]) for code, name in names.items()]
    graph = Graph(milestones, [Link("MILESTONE-1", "MILESTONE-2")], as_of=date(2020, 1, 1))
    page = slip_page(
        what_if(graph, [Move("MILESTONE-1", days=20)]), milestones[0], Without(None, "")
    )
    lines = unstyle(page_text(page, room)).split("Main milestones (1)")[1].splitlines()
    assert " ".join(lines[1].split()) == columns
    assert "<- MILESTONE-1" in lines[2]
    assert f"  Left out, as the terminal is narrow: {left_out} (" in "\n".join(lines)
    assert max(map(len, lines)) <= room


def test_markdown_is_a_table(run):
    text = run("slip", "DM-STAFF", "400", "--format", "markdown").stdout
    assert text.startswith("## DM-STAFF Staffing Checkpoint\n")
    assert "\n### Level-2 milestones (2)\n" in text
    assert "| LDM-503-13 | 2020-11-06 |" in text


def test_no_colour_in_a_pipe_unless_asked_for(run):
    assert "\x1b" not in run("slip", "DM-DRP-10", "60").stdout
    assert "\x1b[" in run("slip", "DM-DRP-10", "60", "--color", "always").stdout


TIES = """\
as_of: 2025-01-01
milestones:
  A: {due: 2025-02-01, not_after: 2025-02-05}
  B: {due: 2025-03-01, not_after: 2025-03-05, requires: [A]}
  C: {due: 2025-02-02, requires: [A]}
"""


@pytest.mark.parametrize(
    ("amount", "line"),
    [
        ("1", "none, if gaps absorb slips; C, 1 day later, 2025-02-03, and 1 other"),
        ("10", "C, 9 days later, 2025-02-11, if gaps absorb slips; C, 10 days later, 2025-02-12"),
    ],
)
def test_the_biggest_move_is_that_of_each_reading(amount, line, run, write):
    text = run("slip", "A", amount, "--graph", write("plan.yaml", TIES)).stdout
    assert f"\nBiggest move: {line}" in text


def test_missed_deadlines_are_told_by_readings(json_of, run, write):
    path = write("plan.yaml", TIES)
    text = run("slip", "A", "10", "--graph", path).stdout
    assert "\nDeadline newly missed: A (not after 2025-02-05).\n" in text
    assert "\nDeadline newly missed, if gaps are work: B (not after 2025-03-05)." in text
    assert "Deadline missed" not in run("slip", "A", "4", "--graph", path).stdout
    data = json_of("slip", "A", "10", "--graph", path)
    assert data["deadlines_missed"] == {"float": ["A"], "work": ["A", "B"]}


CALENDAR_PLAN = """\
as_of: 2025-04-07
milestones:
  A: {due: 2025-04-11}
  B: {due: 2025-04-25, duration: 0, requires: [A]}
"""


def test_room_is_told_in_calendar_days(run, write):
    write("depgraph.yaml", "graph: plan.yaml\ncalendars: {office: }\ncalendar: office\n")
    path = write("plan.yaml", CALENDAR_PLAN)
    text = run("slip", "A", "1wd", "--graph", path).stdout
    assert "projected 2025-04-11 -> 2025-04-14" in text
    assert "It could slip by 11 more calendar days before another would." in text
    assert "No other milestone moves." in run("slip", "A", "14", "--graph", path).stdout
    assert "1 other milestone moves" in run("slip", "A", "15", "--graph", path).stdout
    assert "projected 2025-04-11 -> 2025-04-10" in run("slip", "A", "-1wd", "--graph", path).stdout


def test_working_days_need_a_calendar(refusal, write):
    error = refusal("slip", "A", "6wd", "--graph", write("plan.yaml", PLAN))
    assert "error: A has no calendar whose working days could be counted" in error


def test_milestones_that_move_alike_stand_in_their_natural_order(run, write):
    rows = "".join(f"  M-{n}: {{due: 2020-02-01, requires: [A]}}\n" for n in (10, 2, 1))
    path = write("plan.yaml", f"as_of: 2020-01-01\nmilestones:\n  A: {{due: 2020-02-01}}\n{rows}")
    text = run("slip", "A", "9", "--graph", path).stdout
    counts = "3 other milestones move later, all of them main milestones (of 4), each by 9 days."
    assert counts in text.splitlines()
    assert re.findall(r"^  (M-[0-9]+)", text, re.MULTILINE) == ["M-1", "M-2", "M-10"]
    assert "Biggest move" not in text
