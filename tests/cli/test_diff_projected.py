"""``depgraph diff`` says what becomes of the projected dates of level-2 milestones, unasked."""

import csv
import io
import json

import pytest

PLAN = """\
as_of: 2020-01-01
milestones:
  A: {level: 3, due: 2020-06-01}
  B: {level: 2, due: 2020-02-01}
  C: {level: 2, due: 2020-08-01, requires: [A]}
  D: {level: 2, due: 2020-03-01, requires: [B]}
  E: {level: 3, due: 2020-03-05}
"""
LINKED = PLAN.replace(
    "B: {level: 2, due: 2020-02-01}", "B: {level: 2, due: 2020-02-01, requires: [A]}"
)


@pytest.fixture
def diff(run, write):
    def call(new, *options, old=PLAN):
        return run("diff", write("old.yaml", old), write("new.yaml", new), *options)

    return call


def test_a_new_link_is_named_with_the_milestones_that_it_moves(diff):
    done = diff(LINKED)
    assert "2 level-2 milestones projected later.\n" in done.stdout
    assert "The new link A -> B moves B 121 days later, D 92 days later.\n" in done.stdout
    data = json.loads(diff(LINKED, "--format", "json").stdout)["projected"]
    assert data["milestones"] == 3
    assert [
        (move["id"], move["before"], move["after"], move["days"]) for move in data["moved"]
    ] == [
        ("B", "2020-02-01", "2020-06-01", 121),
        ("D", "2020-03-01", "2020-06-01", 92),
    ]
    assert all(move["links"] == [{"prerequisite": "A", "dependent": "B"}] for move in data["moved"])


def test_links_that_only_together_move_a_milestone_are_not_named_alone(diff):
    new = LINKED.replace("C: {level: 2", "X: {due: 2020-06-01}\n  C: {level: 2")
    new = new.replace("2020-02-01, requires: [A]", "2020-02-01, requires: [A, X]")
    done = diff(new, old=PLAN.replace("C: {level: 2", "X: {due: 2020-06-01}\n  C: {level: 2"))
    assert "The new link" not in done.stdout
    rows = [row.split() for row in done.stdout.splitlines()]
    assert ["B", "2020-02-01", "2020-06-01", "+121", "all", "of", "them", "together", "-"] in rows


def test_where_no_date_changes_it_is_said(diff):
    moved = PLAN.replace("D: {level: 2, due: 2020-03-01", "D: {level: 2, due: 2020-01-15")
    assert (
        "No projected date of a level-2 milestone changes (D is projected 2020-02-01 in both).\n"
        in diff(moved, old=moved.replace("2020-01-15", "2020-01-20")).stdout
    )
    done = diff(PLAN.replace("E: {level: 3, due: 2020-03-05}", "E: {level: 3, due: 2020-03-09}"))
    assert "No projected date of a level-2 milestone changes.\n" in done.stdout
    assert "No differences.\n" in diff(PLAN).stdout


def test_a_later_as_of_date_alone_is_a_difference_where_it_moves_dates(diff):
    done = diff(PLAN.replace("as_of: 2020-01-01", "as_of: 2020-04-01"), "--fail-on", "any")
    assert done.returncode == 1
    assert "2 level-2 milestones projected later." in done.stdout


def test_why_nothing_is_compared(diff):
    done = diff(PLAN.replace("as_of: 2020-01-01\n", ""))
    assert "Projected dates are not compared: the plan after has none, as " in done.stdout
    circle = PLAN.replace("A: {level: 3, due: 2020-06-01}", "A: {level: 3, requires: [C]}")
    done = diff(circle)
    assert "so its projected dates are not available" in done.stdout
    assert "Projected dates are not compared" not in done.stdout
    assert "No projected date" not in done.stdout


def test_two_accounts_are_not_compared(diff):
    data = json.loads(diff(LINKED, "--drift", "--format", "json").stdout)
    assert data["projected"] is None


def test_the_table_for_programs_has_a_row_for_each(diff):
    rows = list(csv.DictReader(io.StringIO(diff(LINKED, "--format", "csv").stdout)))
    moved = [row for row in rows if row["what"] == "projected"]
    assert [(row["code"], row["after"], row["days"], row["remark"]) for row in moved] == [
        ("B", "2020-06-01", "121", "by new links: A -> B"),
        ("D", "2020-06-01", "92", "by new links: A -> B"),
    ]
