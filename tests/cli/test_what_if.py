import json
import re
from datetime import date

import openpyxl
import pytest
from click import unstyle

from depgraph.analysis.rerouting import Rerouted, Reroutes
from depgraph.analysis.what_if import Without, what_if
from depgraph.model import Graph, Link, Milestone, Query
from depgraph.model.changes import DropQuery, Move
from depgraph.reports.impact_page import what_if_page
from depgraph.reports.impact_words import change_sentence
from depgraph.reports.writers.text import page_text

PLAN = """\
as_of: 2020-01-01
milestones:
  A: {name: First, due: 2020-02-01}
  B: {due: 2020-02-11, requires: [A]}
  C: {due: 2020-03-01, requires: [B, {id: A, query: Really?}]}
  Q: {due: 2020-01-10, requires: [{id: A, query: Must it?}]}
  N: {due: 2020-05-01}
"""


@pytest.fixture
def ask(run, write):
    path = write("plan.yaml", PLAN)
    return lambda *arguments: run("what-if", *arguments, "--graph", path)


def test_several_changes_at_once_in_words(ask):
    text = ask(
        *("--move", "A", "-5", "--complete", "B", "2019-12-20", "--drop", "A", "Q"),
        *("--link-as", "N", "C", "SS+10", "--unlink", "B", "C"),
    ).stdout
    assert text.splitlines()[:7] == [
        "What if, as of 2020-01-01",
        "Changes:",
        "  A moves 5 days earlier: 2020-02-01 -> 2020-01-27",
        "  B, projected for 2020-02-11, is complete on 2019-12-20",
        "  new: C waits on N SS +10 d",
        "  C no longer waits on B",
        "  Q no longer waits on A (queried: Must it?)",
    ]
    assert "B would be complete before A, which it waits on, is." in text
    assert "<-+ N" in text
    assert "<-x A" in text
    title, heads, *rows = text.split("\n\n")[-1].splitlines()
    assert title == "Critical paths that become others"
    assert [re.split("  +", row.strip()) for row in (heads, *rows)] == [
        ["milestone", "then", "was"],
        ["C", "<- N", "<- B <- A"],
        ["Q", "none", "<- A"],
    ]


def test_a_link_that_holds_nothing_is_said_to(run, write):
    plan = (
        "as_of: 2020-01-01\nmilestones: {U: , A: {due: 2020-02-01}, H: {completed: 2019-12-01}}\n"
    )
    text = run(
        *("what-if", "--link", "A", "H", "--link", "U", "A"),
        *("--graph", write("plan.yaml", plan)),
    ).stdout
    assert "H waits on A, which changes nothing: H is complete." in text
    assert "A waits on U, which changes nothing: U has no date." in text


def test_all_queries_but_one(ask):
    text = ask("--without-queries", "--keep", "A", "Q").stdout
    assert "\n  1 of 2 queried links dropped" in text
    assert "\n  Q still waits on A, which is queried" in text
    assert "No milestone moves." in text


def test_a_file_says_the_same_as_the_options(ask, write):
    changes = (
        "move: {A: -5}\ncomplete: {B: 2019-12-20}\nunlink: [{prerequisite: B, dependent: C}]\n"
    )
    options = ("--move", "A", "-5", "--complete", "B", "2019-12-20", "--unlink", "B", "C")
    by_file = ask("--changes", write("changes.yaml", changes)).stdout
    assert by_file == ask(*options).stdout != ""


def test_a_problem_of_a_file_has_its_place(ask, write):
    path = write("changes.yaml", "move:\n  A: 5\n  X: 5\n")
    done = ask("--changes", path, "--move", "A", "7")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "error: these changes cannot be made:",
        f"  {path}:2:3: A is moved twice: leave one out",
        f"  {path}:3:3: unknown milestone 'X'",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "what changes? give one or more of --move, --complete, --link, --link-as, --unlink,"),
        (("--drop", "A", "B"), "error: the link from A to B is not queried: --unlink removes any"),
        (("--link", "C", "A"), "error: the changes make a cycle of links:\n  A -> C -> A"),
        (("--link-as", "N", "C", "XX"), "expected FS, SS, FF, SF with or without a lag in days"),
        (("--complete", "A", "2020-02-01"), "after the as-of date, 2020-01-01"),
        (("--move", "A", "x"), "-5 or 6wd (working days), or a date as YYYY-MM-DD, got 'x'"),
        (("--changes", "nowhere.yaml"), "nowhere.yaml: cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_answered(arguments, message, ask):
    done = ask(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stdout == ""


def test_a_file_of_changes_is_not_written_over(ask, write):
    path = write("changes.json", '{"move": {"A": 3}}')
    done = ask("--changes", path, "-o", path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error: cannot write {path}: the plan is read from it\n"
    assert path.read_text("utf-8") == '{"move": {"A": 3}}'


def test_nothing_is_written(run, write, tmp_path):
    path = write("plan.yaml", PLAN)
    run("what-if", "--without-queries", "--move", "A", "3", "--graph", path, cwd=tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["plan.yaml"]
    assert path.read_text("utf-8") == PLAN


def test_json_has_changes_held_milestones_and_paths(ask):
    data = json.loads(
        ask("--move", "B", "2020-01-10", "--unlink", "B", "C", "--format", "json").stdout
    )
    assert [each["change"] for each in data["changes"]] == ["move", "unlink"]
    assert data["changes"][0]["to"] == "2020-01-10"
    assert data["held"][0] == {
        "milestone": "B",
        "gaps": "float",
        "asked": "2020-01-10",
        "reached": "2020-02-01",
        "by": "link",
        "prerequisite": "A",
        "queried_links": [],
        "without_them": None,
    }
    assert data["critical_paths"] == [
        {"milestone": "C", "gaps": "float", "now": ["C", "B", "A"], "then": ["C", "A"]}
    ]
    assert data["critical_paths_unseen"] == 0


def test_the_same_bytes_whatever_the_order_of_the_options(ask):
    one = ask("--move", "A", "3", "--move", "N", "-3", "--format", "json").stdout
    other = ask("--move", "N", "-3", "--move", "A", "3", "--format", "json").stdout
    milestones = [json.loads(text)["milestones"] for text in (one, other)]
    assert milestones[0] == milestones[1]


def test_long_answers_are_cut_unless_all_is_wanted(run, write):
    lines = ["as_of: 2020-01-01", "milestones:", "  A: {due: 2020-02-01}"]
    lines += [f"  M{n:02}: {{due: 2020-01-01, requires: [A]}}" for n in range(60)]
    path = write("long.yaml", "\n".join(lines) + "\n")
    text = run("what-if", "--move", "A", "9", "--graph", path).stdout
    assert "and 31 more (--all shows them)" in text
    assert "M57" not in text
    assert "M57" in run("what-if", "--move", "A", "9", "--graph", path, "--all").stdout


def test_many_critical_paths_are_cut_unless_all_is_wanted(run, write):
    lines = ["as_of: 2020-01-01", "milestones:"]
    lines += ["  A: {due: 2020-02-01}", "  B: {due: 2020-01-20}"]
    lines += [f"  M{n:02}: {{due: 2020-01-01, requires: [A, B]}}" for n in range(12)]
    options = ("--unlink", "B", "M00", "--move", "B", "60", "--graph")
    path = write("paths.yaml", "\n".join(lines) + "\n")
    text = run("what-if", *options, path).stdout
    assert text.endswith("\n  M10        <- B  <- A\n  and 1 more path (--all shows them)\n")
    assert run("what-if", *options, path, "--all").stdout.endswith("\n  M11        <- B  <- A\n")
    assert run("what-if", *options, path, "--target", "M11").stdout.endswith(
        "  M11        <- B  <- A\n"
    )


def test_paths_of_the_other_reading_and_those_not_looked_at_are_told():
    graph = Graph([Milestone("A", due=date(2020, 1, 9)), Milestone("B")], as_of=date(2020, 1, 1))
    impact = what_if(graph, [Move("A", days=3)])
    path = Rerouted(milestone="A", gaps="work", before=("A", "B"), after=("A",))
    text = unstyle(page_text(what_if_page(impact, Reroutes((path,), 2), Without(None, ""))))
    assert text.endswith(
        "\nCritical paths that become others\n"
        "  milestone            then  was\n"
        "  A, if gaps are work  none  <- B\n"
        "  The critical paths of 2 other main milestones were not looked at; "
        "--target looks at one.\n"
    )
    text = page_text(what_if_page(impact, Reroutes((), 1), Without(None, "")))
    note = "The critical paths of 1 other main milestone were not looked at; --target looks at one."
    assert text.endswith(f"\n\n{note}\n")


def test_a_page_and_a_table_have_the_answer(ask, tmp_path):
    options = ("--move", "A", "5", "--unlink", "A", "Q", "-o")
    ask(*options, tmp_path / "answer.html")
    page = (tmp_path / "answer.html").read_text("utf-8")
    assert "<h1><bdi>What if, as of 2020-01-01</bdi></h1>" in page
    assert "<li>Q no longer waits on A (queried: Must it?)</li></ul>" in page
    assert "<caption>Main milestones (4)</caption>" in page
    assert '<td class="number later"><b><bdi>+5</bdi></b></td>' in page
    assert '<td class="number earlier"><b><bdi>-22</bdi></b></td>' in page
    assert "<td><bdi>&lt;-x A</bdi></td>" in page
    ask(*options, tmp_path / "answer.xlsx")
    moved, about = openpyxl.load_workbook(tmp_path / "answer.xlsx").worksheets
    heads, *rows = moved.iter_rows(values_only=True)
    row = dict(zip(heads, next(row for row in rows if row[0] == "Q"), strict=True))
    assert [f"{row[name]:%Y-%m-%d}" for name in ("due", "then")] == ["2020-01-10"] * 2
    assert row["days"] == -22
    assert (row["cause"], row["chain"], row["queried"]) == ("link removed", "A, Q", True)
    facts = dict(about.iter_rows(min_row=2, max_col=2, values_only=True))
    assert facts["changes"].startswith(
        "A moves 5 days later: 2020-02-01 -> 2020-02-06, Q no longer"
    )


WORKING_PLAN = """\
as_of: 2025-04-07
milestones:
  A: {due: 2025-04-11, owner: O}
  B: {due: 2025-04-14, requires: [%s]}
"""
CONFIGURED = "graph: plan.yaml\ncalendars: {office: , site: {week: [sat]}}\ncalendar: office\n"


@pytest.mark.parametrize("lags", ["", "lags: working\n"])
@pytest.mark.parametrize("calendar", ["", ", calendar: site"])
def test_a_new_link_answers_as_if_written_in_the_plan(lags, calendar, json_of, run, write):
    write("depgraph.yaml", CONFIGURED + lags)
    path = write("plan.yaml", WORKING_PLAN % f"{{id: A, lag: 6{calendar}}}")
    written = run("show", "B", "--graph", path).stdout
    path = write("plan.yaml", WORKING_PLAN % "")
    entry = f"link: [{{prerequisite: A, dependent: B, lag: 6{calendar}}}]\n"
    asked = [("--changes", write("changes.yaml", entry))]
    asked += [] if calendar else [("--link-as", "A", "B", "+6")]
    for options in asked:
        data = json_of("what-if", *options, "--graph", path)
        (row,) = data["milestones"]
        assert f"projected   {row['float']['then']} (waits on A" in written


def test_the_unit_of_a_lag_is_told(run, write):
    write("depgraph.yaml", CONFIGURED + "lags: working\n")
    path = write("plan.yaml", WORKING_PLAN % "")
    text = run("what-if", "--link-as", "A", "B", "+6", "--graph", path).stdout
    assert "\n  new: B waits on A +6 wd\n" in text
    text = run("what-if", "--move", "A", "2wd", "--graph", path).stdout
    assert "\n  A moves 2 working days later: 2025-04-11 -> 2025-04-15\n" in text
    done = run("what-if", "--link-as", "X", "B", "+6", "--graph", path)
    assert (done.returncode, done.stderr) == (2, "error: unknown milestone 'X'\n")


def test_main_milestones_are_defined_in_the_help(run):
    for command in ("slip", "what-if"):
        assert "Main milestones are those of level 2" in run(command, "--help").stdout


def test_a_change_that_a_terminal_breaks_is_one_item():
    doubt = "Is this link needed at all, or does it only say who talks to whom?"
    milestones = [Milestone("A", due=date(2020, 1, 9)), Milestone("B", due=date(2020, 1, 9))]
    graph = Graph(milestones, [Link("A", "B", queries=(Query(doubt),))], as_of=date(2020, 1, 1))
    impact = what_if(graph, [DropQuery("A", "B"), Move("A", days=1)])
    lines = unstyle(
        page_text(what_if_page(impact, Reroutes((), 0), Without(None, "")), 50)
    ).splitlines()
    assert lines[1:6] == [
        "Changes:",
        "  B no longer waits on A (queried: Is this link",
        "    needed at all, or does it only say who talks",
        "    to whom?)",
        "  A moves 1 day later: 2020-01-09 -> 2020-01-10",
    ]


def test_without_one_of_two_links_a_milestone_still_waits():
    links = [Link("A", "B"), Link("A", "B", queries=(Query("Why?"),))]
    graph = Graph([Milestone("A"), Milestone("B")], links, as_of=date(2020, 1, 1))
    impact = what_if(graph, [DropQuery("A", "B")])
    text = "a link from A to B goes (queried: Why?), and another stays"
    assert change_sentence(impact, impact.changes[0]) == text
