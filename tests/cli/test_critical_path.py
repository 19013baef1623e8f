import json

import pytest

AS_OF = "as of 2019-04-30, by LDM-564 draft, 2019-05-20"


PLAN = """\
as_of: 2020-01-01
milestones:
  A: {name: Slow, due: 2020-05-01}
  B: {name: Fast, due: 2020-02-01}
  T: {due: 2020-04-01, requires: [{id: A, query: Really?}, B, N]}
  N: {}
"""


def steps(data):
    return [
        (step["id"], step["link_slack_days"], step["total_float_days"])
        for step in data["paths"][0]["steps"]
    ]


def test_the_driving_chain_of_the_final_rehearsal(json_of):
    data = json_of("critical-path", "LDM-503-17")
    assert data["target"] == "LDM-503-17"
    assert data["as_of"] == "2019-04-30"
    assert data["due"] == data["projected"] == "2022-09-30"
    assert steps(data) == [
        ("LDM-503-17", None, 0),
        ("LDM-503-17a", 30, 30),
        ("LDM-503-15a", 307, 337),
        ("DM-AP-16", 0, 337),
    ]
    assert data["without_queries"]["differs"] is False


def test_every_step_has_the_documented_keys(json_of):
    data = json_of("critical-path", "LDM-503-17")
    keys = {
        *("id", "due", "projected", "completed"),
        *("link_slack_days", "total_float_days", "queried"),
    }
    assert all(keys <= step.keys() for step in data["paths"][0]["steps"])


def test_the_text_says_what_drives_the_date(run):
    lines = run("critical-path", "LDM-503-17").stdout.splitlines()
    assert lines[:4] == [
        "LDM-503-17  Final Operations Rehearsal",
        f"due 2022-09-30, projected 2022-09-30, on time ({AS_OF})",
        "LDM-503-17 is driven by its own date, 2022-09-30; its nearest prerequisite, "
        "LDM-503-17a, has 30 days of slack.",
        "Nothing late behind it reaches it: LDM-503-11 has 693 days of float, the smallest float "
        "of the 20 late ones.",
    ]
    assert lines[-1] == "Without the 29 queried links the answer is the same."


def test_a_queried_link_is_marked_and_the_answer_without_it_given(run, write):
    path = write("plan.yaml", PLAN)
    shown = run("critical-path", "T", "--graph", path).stdout
    assert "30 days late" in shown
    assert "T waits on A (by a queried link), which is due 2020-05-01." in shown
    assert "? 0" in shown
    assert (
        "1 milestone behind it has no date and is not counted, so the date can only be later: N"
    ) in shown
    assert (
        "Without the 1 queried link, A -> T, the projected date is 2020-04-01 (30 days earlier)"
    ) in shown


def test_without_queries(run, write):
    path = write("plan.yaml", PLAN)
    done = run("critical-path", "T", "--graph", path, "--without-queries", "--format", "json")
    data = json.loads(done.stdout)
    assert steps(data) == [("T", None, 0), ("B", 60, 60)]
    assert data["without_queries"] is None


def test_a_deadline_makes_negative_float(run, write):
    path = write("plan.yaml", PLAN)
    done = run(
        "critical-path", "T", "--graph", path, "--deadline", "2020-04-21", "--format", "json"
    )
    data = json.loads(done.stdout)
    assert data["deadline"] == "2020-04-21"
    assert steps(data) == [("T", None, -10), ("A", 0, -10)]


def test_a_deadline_that_is_missed_is_said(run):
    shown = run("critical-path", "LDM-503-17", "--deadline", "2022-09-01").stdout
    assert f"29 days after the deadline, 2022-09-01 ({AS_OF})" in shown


def test_a_finding_about_a_link_of_the_path_is_shown_with_its_reason(run):
    shown = run("critical-path", "LDM-503-12").stdout
    assert "! known error: DM-DRP-10 is due 2020-11-06, 324 days after LDM-503-11b" in shown
    assert "To be settled: whether the link moves with it.)" in shown


def test_the_path_of_a_completed_target_is_its_history(run):
    shown = run("critical-path", "LDM-503-04").stdout
    assert "LDM-503-04 is complete: its path is history" in shown
    assert "milestone   completed   due         days  float" in shown


def test_the_as_of_date_moves_what_is_late(run, write):
    path = write("plan.yaml", PLAN)
    done = run("critical-path", "T", "--graph", path, "--as-of", "2020-06-15", "--format", "json")
    data = json.loads(done.stdout)
    assert (data["as_of"], data["projected"]) == ("2020-06-15", "2020-06-15")


def test_another_schedule(run):
    done = run(
        *("critical-path", "LDM-503-17", "--format", "json"),
        *("--schedule", "graphs/schedules/2018-07-17.yaml"),
    )
    data = json.loads(done.stdout)
    assert (data["as_of"], data["due"]) == ("2018-07-17", "2022-09-30")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["LDM-503-171"], "unknown milestone 'LDM-503-171' (did you mean 'LDM-503-17'?)"),
        (["ldm-503-117"], "unknown milestone 'ldm-503-117' (did you mean 'LDM-503-17'?)"),
        (["LDM-503-17", "--as-of", "soon"], "expected a date as YYYY-MM-DD, got 'soon'"),
        (["LDM-503-17", "--as-of", "20190520"], "expected a date as YYYY-MM-DD, got '20190520'"),
        (["LDM-503-17", "--deadline", "2019-02-30"], "expected a date as YYYY-MM-DD"),
        (["LDM-503-17", "--schedule", "none.yaml"], "none.yaml: cannot be read: No such file"),
        (["LDM-503-17", "--config", "none.yaml"], "none.yaml: cannot be read: No such file"),
        (["LDM-503-17", "--graph", "none.yaml"], "none.yaml: cannot be read: No such file"),
        (["LDM-503-17", "--format", "xml"], "'xml' is not one of 'text', 'markdown'"),
    ],
)
def test_bad_arguments_are_exit_status_2(run, arguments, message):
    done = run("critical-path", *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert message in done.stderr


def test_a_cycle_is_refused_and_named(run, refusal, write):
    path = write(
        "plan.yaml",
        "as_of: 2020-01-01\nmilestones:\n  A: {requires: [B]}\n"
        "  B: {requires: [{id: A, query: ''}]}\n",
    )
    error = refusal("critical-path", "A", "--graph", path)
    assert "A -> B -> A" in error
    assert f"B waits on A ({path}:4), queried" in error
    assert f"A waits on B ({path}:3)" in error
    assert "\nwithout the queried links there is no cycle\n" in error
    assert run("critical-path", "A", "--graph", path, "--without-queries").returncode == 0
    assert run("show", "A", "--graph", path).returncode == 0


def test_a_date_beyond_the_calendar(run, refusal, write):
    links = "".join(
        f"  M{n}: {{requires: [{{id: M{n - 1}, lag: 36525}}]}}\n" for n in range(1, 100)
    )
    path = write("plan.yaml", f"as_of: 2019-01-01\nmilestones:\n  M0: {{due: 2199-01-01}}\n{links}")
    for arguments in (["critical-path", "M99"], ["show", "M99"], ["check"]):
        done = run(*arguments, "--graph", path)
        assert "Traceback" not in done.stderr
    assert "lies after the year 9999" in refusal("critical-path", "M99", "--graph", path)


def test_no_as_of_date(run, refusal, write):
    path = write("plan.yaml", "milestones:\n  A: {due: 2020-01-01}\n")
    assert "needs an as-of date" in refusal("critical-path", "A", "--graph", path)
    assert run("critical-path", "A", "--graph", path, "--as-of", "2020-01-01").returncode == 0


def test_float_paths_follow_the_critical_one(run):
    shown = run("critical-path", "LDM-503-12", "--paths", "3").stdout
    assert "Float path 2, into LDM-503-12, no float\n" in shown
    assert "Float path 3, into LDM-503-11b, 324 days of float\n" in shown
    done = run("critical-path", "LDM-503-12", "--paths", "3", "--format", "json")
    paths = json.loads(done.stdout)["paths"]
    assert [[step["id"] for step in path["steps"]] for path in paths] == [
        ["LDM-503-12", "LDM-503-11", "LDM-503-11b", "DM-DRP-10"],
        ["LDM-503-12", "LDM-503-11a", "LDM-503-11b"],
        ["LDM-503-11b", "DM-DRP-23"],
    ]


def test_the_forecast_is_a_range_of_two_readings(json_of, run):
    # Of LDM-503-12, 68 days are planned behind LDM-503-11 and LDM-503-11a.
    shown = run("critical-path", "LDM-503-12").stdout
    assert (
        "projected 2020-11-06, 256 days late; 324 (2021-01-13) if the time between milestones is "
        "work to be done again (as of"
    ) in shown
    worked = run("critical-path", "LDM-503-12", "--gaps", "work").stdout
    assert (
        "projected 2021-01-13, 324 days late; 256 (2020-11-06) if the time between milestones "
        "absorbs slips"
    ) in worked
    data = json_of("critical-path", "LDM-503-12")
    assert data["gaps"] == "float"
    assert data["projected_by_gaps"] == {"float": "2020-11-06", "work": "2021-01-13"}


def test_the_tree_of_all_that_drives(json_of, run):
    lines = run("critical-path", "LDM-503-12", "--tree").stdout.splitlines()
    assert [line.split("  20")[0].rstrip() for line in lines[4:]] == [
        "LDM-503-12",
        "  LDM-503-11",
        "    LDM-503-11b",
        "      DM-DRP-10",
        "  LDM-503-11a",
        "    LDM-503-11b (above)",
    ]
    data = json_of("critical-path", "LDM-503-12", "--tree")
    assert [(each["depth"], each["id"], each["repeated"]) for each in data["tree"]][-1] == (
        *(2, "LDM-503-11b", True),
    )


def test_the_longest_chain_needs_no_date(run, write):
    path = write("plan.yaml", "milestones: {A: , B: {requires: [A]}, T: {requires: [B, A]}}\n")
    shown = run("critical-path", "T", "--graph", path, "--chain", "hops").stdout
    assert "The longest chain behind it has 2 links." in shown
    assert [line.split()[:2] for line in shown.splitlines()[4:]] == [
        *(["0", "T"], ["1", "B"], ["2", "A"])
    ]


@pytest.mark.parametrize(
    ("options", "heads", "first"),
    [
        ((), "path,step,id,name,", "1,0,T,"),
        (("--tree",), "depth,id,name,", "0,T,"),
        (("--chain", "hops"), "step,id,name,", "0,T,"),
    ],
)
def test_tables_for_programs_and_pages(run, write, options, heads, first):
    path = write("plan.yaml", PLAN.replace("Slow", "a|b <i>"))
    asked = ("critical-path", "T", "--graph", path, *options, "--format")
    lines = run(*asked, "csv").stdout.splitlines()
    assert lines[0].startswith(heads)
    assert lines[1].startswith(first)
    page = run(*asked, "markdown").stdout
    assert page.startswith("## T\n\n")
    assert "a&#124;b &lt;i>" in page


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--tree", "--chain", "hops"), "--tree has no meaning with --chain hops"),
        (("--chain", "hops", "--paths", "2"), "--paths has no meaning with --chain hops"),
        (("--tree", "--deadline", "2020-01-01"), "--deadline has no meaning with --tree"),
        (("--paths", "0"), "invalid value for '--paths'"),
    ],
)
def test_options_that_say_nothing_together_are_refused(refusal, options, message):
    assert message in refusal("critical-path", "LDM-503-17", *options)


def test_working_calendars_count_working_days(json_of, write):
    write(
        "depgraph.yaml",
        "graph: plan.yaml\ncalendar: office\nlags: working\n"
        "calendars: {office: {holidays: [2020-01-06]}}\n",
    )
    path = write(
        "plan.yaml",
        "as_of: 2020-01-01\nmilestones:\n"
        "  A: {due: 2020-01-03}\n"
        "  T: {duration: 2, requires: [{id: A, lag: 1}]}\n",
    )
    # Friday; the 6th is a holiday; one day of lag to the 7th; two days of work to the 9th.
    data = json_of("critical-path", "T", "--graph", path, "--deadline", "2020-01-13")
    assert data["projected"] == "2020-01-09"
    assert steps(data) == [("T", None, 2), ("A", 0, 2)]


def test_a_circle_can_be_cut(run, refusal, write):
    plan = write(
        "plan.yaml",
        "as_of: 2020-01-01\n"
        "milestones:\n"
        "  A: {due: 2020-02-01, requires: [B, A]}\n"
        "  B: {due: 2020-03-01, requires: [A]}\n",
    )
    error = refusal("critical-path", "A", "--graph", plan)
    assert error.endswith("or go on without the links to cut, with --cut-cycles\n")
    done = run("critical-path", "A", "--graph", plan, "--cut-cycles")
    assert done.returncode == 0
    assert [line.partition(" (")[0] for line in done.stderr.splitlines()] == [
        "left out: A -> A",
        "left out: B -> A",
    ]
