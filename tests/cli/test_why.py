import json
from itertools import pairwise

import pytest

PLAN = """\
as_of: 2020-01-01
milestones:
  A: {name: First, owner: Us, due: 2020-01-10, aka: [OLD]}
  B: {name: Slow, due: 2020-03-01, requires: [A]}
  C: {due: 2020-02-01, requires: [{id: A, query: Really?}]}
  D: {due: 2020-04-01, requires: [B, C]}
  X: {}
"""

CYCLE = """\
as_of: 2020-01-01
milestones:
  A: {requires: [C]}
  B: {requires: [A]}
  C: {requires: [B]}
"""


def test_a_link_of_the_shipped_plan_that_a_reviewer_doubts(printed):
    lines = printed("why", "DM-NCSA-12", "LDM-503-14").splitlines()
    assert lines[0] == "LDM-503-14 waits on DM-NCSA-12 by 4 chains; 5 milestones lie between."
    assert "The shortest chain is the tightest: 4 links, 367 days of slack" in lines
    assert "Every chain passes LDM-503-08, LDM-503-11, LDM-503-12." in lines
    assert "1 link is queried; without it LDM-503-14 does not wait on DM-NCSA-12:" in lines
    assert lines[-1].startswith(
        "  ? DM-NCSA-12 -> LDM-503-08: Can LDM-503-08 not be completed without this?"
    )


def test_the_arguments_the_wrong_way_round_are_answered_too(printed):
    text = printed("why", "LDM-503-14", "DM-NCSA-12")
    assert text == (
        "DM-NCSA-12 does not wait on LDM-503-14.\n"
        "It is the other way round: LDM-503-14 waits on DM-NCSA-12, by 4 links: "
        "DM-NCSA-12 ?> LDM-503-08 -> LDM-503-11 -> LDM-503-12 -> LDM-503-14\n"
    )


def test_two_that_do_not_wait_on_each_other(printed, write):
    text = printed("why", "X", "D", "--graph", write("plan.yaml", PLAN))
    assert text == "D does not wait on X.\nNor does X wait on D.\n"


def test_another_code_of_a_milestone(run, write):
    done = run("why", "OLD", "B", "--graph", write("plan.yaml", PLAN))
    assert done.stdout.startswith("B waits on A directly, and by no other chain.\n")


def test_without_queries(run, write):
    path = write("plan.yaml", PLAN)
    shown = run("why", "A", "D", "--graph", path, "--without-queries").stdout
    assert shown.startswith(
        "D waits on A by one chain; 1 milestone lies between.\nThe queried links are left out.\n"
    )
    assert "It is the only chain: without any one of its links D does not wait on A." in shown
    assert run("why", "A", "C", "--graph", path, "--without-queries").stdout.startswith(
        "C does not wait on A.\n"
    )


def test_a_list_of_chains(run, write):
    path = write("plan.yaml", PLAN)
    shown = run("why", "A", "D", "--graph", path, "--paths", "9").stdout
    assert (
        "All chains, the shortest first\n"
        "     links  slack  chain        remarks\n"
        "  1      2     82  A -> B -> D\n"
        "  2      2     82  A ?> C -> D  1 queried link\n"
    ) in shown
    assert "1 of 2 chains, the shortest first\n" in (
        run("why", "A", "D", "--graph", path, "--paths", "1").stdout
    )


def test_json(run, write):
    path = write("plan.yaml", PLAN)
    done = run("why", "A", "D", "--graph", path, "--format", "json", "--paths", "1")
    data = json.loads(done.stdout)
    assert data["waits"] is True
    assert data["chains"]["count"] == 2
    assert data["chains"]["between"] == ["B", "C"]
    assert data["without_queries"]["chains"]["count"] == 1
    assert data["tightest"] == {"codes": ["A", "B", "D"], "slack_days": 82, "open": True}
    assert [chain["codes"] for chain in data["listed"]] == [["A", "B", "D"]]
    assert [milestone["id"] for milestone in data["milestones"]] == ["A", "B", "C", "D"]
    queried = [(hop["prerequisite"], hop["dependent"]) for hop in data["hops"] if hop["queried"]]
    assert queried == [("A", "C")]


def test_json_has_each_step_of_each_chain(run, write):
    path = write("plan.yaml", PLAN)
    done = run("why", "A", "D", "--graph", path, "--format", "json", "--paths", "9")
    data = json.loads(done.stdout)
    hops = {(hop["prerequisite"], hop["dependent"]): hop for hop in data["hops"]}
    steps = [[hops[ends] for ends in pairwise(chain["codes"])] for chain in data["listed"]]
    assert [
        [(hop["dependent"], hop["slack_days"], hop["queried"]) for hop in chain] for chain in steps
    ] == [[("B", 51, False), ("D", 31, False)], [("C", 22, True), ("D", 60, False)]]
    links = [link for hop in data["hops"] for link in hop["links"]]
    assert [(link["type"], link["lag"], link["file"], link["line"]) for link in links] == [
        ("FS", 0, str(path), line) for line in (4, 5, 6, 6)
    ]
    first = data["milestones"][0]
    assert first == {
        "id": "A",
        "name": "First",
        "owner": "Us",
        "team": None,
        "state": "incomplete",
        "due": "2020-01-10",
        "completed": None,
        "projected": "2020-01-10",
    }


def test_a_cycle_leaves_out_the_slack_and_nothing_else(printed, write):
    text = printed("why", "A", "C", "--graph", write("plan.yaml", CYCLE))
    assert text.startswith(
        "C waits on A by one chain; 1 milestone lies between.\n"
        "A waits on C too, by 1 link: C -> A\n"
    )
    assert (
        "No slack is known: a projection needs an order, and the links go round in a cycle\n"
    ) in text


def test_without_an_as_of_date_there_is_no_slack(run, write):
    path = write("plan.yaml", PLAN.replace("as_of: 2020-01-01\n", ""))
    shown = run("why", "A", "D", "--graph", path).stdout
    assert shown.startswith("D waits on A by 2 chains; 2 milestones lie between.\n")
    assert "No slack is known: a projection needs an as-of date" in shown
    assert "No slack is known" not in (
        run("why", "A", "D", "--graph", path, "--as-of", "2020-01-01").stdout
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["LDM-503-171", "LDM-503-14"], "unknown milestone 'LDM-503-171' (did you mean "),
        (["LDM-503-14", "LDM-503-14"], "LDM-503-14 is given twice: give a prerequisite and the"),
        (["LDM-503-14"], "missing argument 'DEPENDENT'"),
        (["LDM-503-11", "LDM-503-14", "--paths", "-1"], "-1 is not in the range x>=0"),
        (["LDM-503-11", "LDM-503-14", "--format", "yaml"], "'yaml' is not one of"),
        (["LDM-503-11", "LDM-503-14", "--format", "csv"], "why is no table, so it has no csv"),
    ],
)
def test_what_cannot_be_answered(run, arguments, message):
    done = run("why", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stdout == ""


def test_the_same_question_gives_the_same_bytes(under_hash_seeds):
    under_hash_seeds(("why", "LDM-503-04", "LDM-503-14", "--format", "json"))


def test_a_lag_of_working_days_says_so(run, write):
    write(
        "depgraph.yaml",
        "graph: plan.yaml\ncalendar: office\nlags: working\ncalendars: {office: }\n",
    )
    path = write(
        "plan.yaml",
        "as_of: 2020-01-01\nmilestones:\n"
        "  A: {due: 2020-01-03}\n  B: {due: 2020-01-06, requires: [{id: A, lag: 3}]}\n",
    )
    assert "FS +3 wd" in run("why", "A", "B", "--graph", path).stdout
