import json

import pytest

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
    assert text.splitlines()[:6] == [
        "What if, as of 2020-01-01",
        "- A moves 5 days earlier: 2020-02-01 -> 2020-01-27",
        "- B, projected for 2020-02-11, is complete on 2019-12-20",
        "- new: C waits on N SS +10 d",
        "- C no longer waits on B",
        "- Q no longer waits on A (queried: Must it?)",
    ]
    assert "B would be complete before A, which it waits on, is." in text
    assert "<-+ N" in text
    assert "<-x A" in text
    assert "- C: <- N; was <- B <- A" in text


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
    text = ask("--drop-queries", "--keep", "A", "Q").stdout
    assert "- 1 of 2 queried links dropped" in text
    assert "- Q still waits on A, which is queried" in text
    assert "No milestone moves." in text


def test_a_file_says_the_same_as_the_options(ask, write):
    changes = (
        "move: {A: -5}\ncomplete: {B: 2019-12-20}\nunlink: [{prerequisite: B, dependent: C}]\n"
    )
    options = ("--move", "A", "-5", "--complete", "B", "2019-12-20", "--unlink", "B", "C")
    by_file = ask("--file", write("changes.yaml", changes)).stdout
    assert by_file == ask(*options).stdout != ""


def test_a_problem_of_a_file_has_its_place(ask, write):
    path = write("changes.yaml", "move:\n  A: 5\n  X: 5\n")
    done = ask("--file", path, "--move", "A", "7")
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
        (("--unlink", "B", "A"), "B waits on A: give the prerequisite first"),
        (("--link", "C", "A"), "error: the changes make a circle of links:\n  A -> C -> A"),
        (("--link-as", "N", "C", "XX"), "expected FS, SS, FF, SF with or without a lag in days"),
        (("--complete", "A", "2020-02-01"), "after the as-of date, 2020-01-01"),
        (("--move", "A", "x"), "-5 or 6wd (working days), or a date as YYYY-MM-DD, got 'x'"),
        (("--file", "nowhere.yaml"), "nowhere.yaml: cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_answered(arguments, message, ask):
    done = ask(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stdout == ""


def test_nothing_is_written(run, write, tmp_path):
    path = write("plan.yaml", PLAN)
    run("what-if", "--drop-queries", "--move", "A", "3", "--graph", path, cwd=tmp_path)
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


WORKING_PLAN = """\
as_of: 2025-04-07
milestones:
  A: {due: 2025-04-11, owner: O}
  B: {due: 2025-04-14, requires: [%s]}
"""
CONFIGURED = "graph: plan.yaml\ncalendars: {office: , site: {week: [sat]}}\ncalendar: office\n"


@pytest.mark.parametrize("lags", ["", "lags: working\n"])
@pytest.mark.parametrize("calendar", ["", ", calendar: site"])
def test_a_new_link_answers_as_if_written_in_the_plan(lags, calendar, run, write):
    write("depgraph.yaml", CONFIGURED + lags)
    path = write("plan.yaml", WORKING_PLAN % f"{{id: A, lag: 6{calendar}}}")
    written = run("show", "B", "--graph", path).stdout
    path = write("plan.yaml", WORKING_PLAN % "")
    entry = f"link: [{{prerequisite: A, dependent: B, lag: 6{calendar}}}]\n"
    asked = [("--file", write("changes.yaml", entry))]
    asked += [] if calendar else [("--link-as", "A", "B", "+6")]
    for options in asked:
        data = json.loads(run("what-if", *options, "--graph", path, "--format", "json").stdout)
        (row,) = data["milestones"]
        assert f"projected   {row['float']['then']} (waits on A" in written


def test_the_unit_of_a_lag_is_told(run, write):
    write("depgraph.yaml", CONFIGURED + "lags: working\n")
    path = write("plan.yaml", WORKING_PLAN % "")
    text = run("what-if", "--link-as", "A", "B", "+6", "--graph", path).stdout
    assert "- new: B waits on A +6 wd\n" in text
    text = run("what-if", "--move", "A", "2wd", "--graph", path).stdout
    assert "- A moves 2 working days later: 2025-04-11 -> 2025-04-15\n" in text
    done = run("what-if", "--link-as", "X", "B", "+6", "--graph", path)
    assert (done.returncode, done.stderr) == (2, "error: unknown milestone 'X'\n")


def test_main_milestones_are_defined_in_the_help(run):
    for command in ("slip", "what-if"):
        assert "Main milestones are those of level 2" in run(command, "--help").stdout
