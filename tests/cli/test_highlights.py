"""``depgraph highlights``: what is told of which milestones, compared with which schedule."""

import json
from io import StringIO
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCHEDULES = ROOT / "graphs" / "schedules"

CONFIG = """\
graph: graph.yaml
schedule: now.yaml
schedules: [first.yaml, before.yaml, now.yaml]
owners: [{match: "R*", level: 2}, {match: "F*", level: 3}]
"""
GRAPH = "milestones:\n" + "".join(
    f"  {code}: {{name: Of the graph}}\n" for code in ("R1", "R2", "R3", "R4", "R5", "F1")
)
BEFORE = """\
as_of: 2020-01-01
milestones:
  R1: {due: 2020-02-01}
  R2: {due: 2020-03-01, completed: 2019-12-01}
  R3: {due: 2020-04-01}
  R5: {due: 2020-05-01, completed: 2019-12-02}
  F1: {due: 2020-04-01}
"""
NOW = """\
as_of: 2020-06-01
milestones:
  R1: {name: "<b> | *now*", due: 2020-02-15, completed: 2020-02-02}
  R2: {due: 2020-03-05, completed: 2019-12-01}
  R3: {due: 2020-04-01, forecast: 2020-03-31}
  R4: {due: 2020-09-01}
  R5: {due: 2020-09-02}
  R6: {due: 2020-09-01}
  F1: {due: 2020-09-01}
"""


@pytest.fixture
def plan(write):
    """Write a plan with three schedules, and return its configuration."""
    write("graph.yaml", GRAPH)
    write("first.yaml", BEFORE.replace("2020-01-01", "2019-01-01"))
    write("before.yaml", BEFORE)
    write("now.yaml", NOW)
    return write("depgraph.yaml", CONFIG)


def told(run, *arguments):
    done = run("highlights", "--format", "json", *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_main_milestones_that_are_complete_moved_or_new(run, plan):
    data = told(run, "--config", plan)
    assert (data["as_of"], data["previous_as_of"]) == ("2020-06-01", "2020-01-01")
    rows = [
        (each["id"], each["change"], each["date"], each["previous_date"], each["moved_days"])
        for each in data["highlights"]
    ]
    assert rows == [
        ("R1", "completed", "2020-02-02", "2020-02-01", 1),
        ("R3", "moved", "2020-03-31", "2020-04-01", -1),
        ("R5", "moved", "2020-09-02", "2019-12-02", 275),
        ("R4", "new", "2020-09-01", None, None),
        ("R6", "new", "2020-09-01", None, None),
    ]
    assert data["highlights"][0] == {
        "id": "R1",
        "name": "<b> | *now*",
        "change": "completed",
        "date": "2020-02-02",
        "previous_date": "2020-02-01",
        "moved_days": 1,
        "likely_recoded": None,
        "due": "2020-02-15",
        "completed": "2020-02-02",
    }


def test_named_milestones_are_told_whether_changed_or_not(run, plan):
    data = told(run, "R2", "F1", "--config", plan)
    assert [(each["id"], each["change"]) for each in data["highlights"]] == [
        ("F1", "moved"),
        ("R2", "unchanged"),
    ]
    both = told(run, "R2", "--select", "level=3", "--config", plan)
    assert both == data


def test_another_schedule_to_compare_with(run, plan):
    by_date = told(run, "--config", plan, "--since", "2019-01-01")
    by_file = told(run, "--config", plan, "--since", plan.parent / "first.yaml")
    assert by_date == by_file
    assert by_date["previous_as_of"] == "2019-01-01"
    # R2 was completed after the first schedule.
    assert [each["id"] for each in by_date["highlights"] if each["change"] == "completed"] == [
        "R2",
        "R1",
    ]


def test_the_previous_one_is_the_one_before_the_schedule_that_is_given(run):
    last = told(run, "--schedule", SCHEDULES / "2024-11-30.yaml")
    assert (last["as_of"], last["previous_as_of"]) == ("2024-11-30", "2019-04-30")
    earlier = told(run, "--as-of", "2018-12-31")
    assert (earlier["as_of"], earlier["previous_as_of"]) == ("2018-12-31", "2018-07-17")


def test_the_shipped_plan(run):
    data = told(run)
    assert data["previous_as_of"] == "2018-07-17"
    by_change = {
        change: [each["id"] for each in data["highlights"] if each["change"] == change]
        for change in ("completed", "moved", "new", "unchanged")
    }
    assert by_change["completed"] == [
        *("LDM-503-01", "LDM-503-04", "LDM-503-04b", "LDM-503-05", "LDM-503-07")
    ]
    assert len(by_change["moved"]) == 12
    assert by_change["new"] == ["LDM-503-10a", "LDM-503-12a"]
    assert by_change["unchanged"] == []
    (rehearsal,) = (each for each in data["highlights"] if each["id"] == "LDM-503-12")
    assert (rehearsal["previous_date"], rehearsal["date"]) == ("2019-10-31", "2020-02-24")
    assert rehearsal["moved_days"] == 116


def test_markdown(run, plan):
    done = run("highlights", "R1", "R3", "R2", "--config", plan, "--title", "News")
    head = "| Milestone | Name | Date | Before | Moved | State |\n|---|---|---|---|---|---|\n"
    assert done.stdout == (
        "# News\n\nAs of 2020-06-01, compared with the schedule of 2020-01-01.\n\n"
        f"## Complete\n\n{head}"
        "| R1 | &lt;b> &#124; \\*now\\* | 2020-02-02 | 2020-02-01 | 1 day later | complete |\n\n"
        f"## New dates\n\n{head}"
        "| R3 | Of the graph | 2020-03-31 | 2020-04-01 | 1 day earlier | incomplete |\n\n"
        f"## As before\n\n{head}"
        "| R2 | Of the graph | 2019-12-01 | 2019-12-01 | as before | complete |\n"
    )


def test_text(run, plan):
    done = run("highlights", "R1", "R3", "R2", "R4", "--config", plan, "--format", "text")
    assert done.stdout == (
        "Highlights\n"
        "As of 2020-06-01, compared with the schedule of 2020-01-01.\n\n"
        "Complete\n"
        "  milestone  name         date        before      moved        state\n"
        "  R1         <b> | *now*  2020-02-02  2020-02-01  1 day later  complete\n\n"
        "New dates\n"
        "  milestone  name          date        before      moved          state\n"
        "  R3         Of the graph  2020-03-31  2020-04-01  1 day earlier  incomplete\n\n"
        "New milestones\n"
        "  milestone  name          date        before  moved  state\n"
        "  R4         Of the graph  2020-09-01  -       new    incomplete\n\n"
        "As before\n"
        "  milestone  name          date        before      moved      state\n"
        "  R2         Of the graph  2019-12-01  2019-12-01  as before  complete\n"
    )


def test_text_has_no_control_characters_of_a_title_or_a_plan(printed, plan, write):
    write("now.yaml", NOW.replace("*now*", "\\u202e"))
    text = printed("highlights", "--config", plan, "--format", "text", "--title", "a\x1b[2J")
    assert text.startswith("a [2J\n")
    assert "\u202e" not in text


@pytest.mark.parametrize("form", ["text", "markdown", "rst", "html"])
def test_a_previous_schedule_without_a_date_is_told_by_its_file(run, plan, write, form):
    undated = write("p6_export.yaml", BEFORE.partition("\n")[2])
    done = run("highlights", "--config", plan, "--since", undated, "--format", form)
    text = done.stdout.replace("\\", "")
    assert ", compared with p6_export.yaml." in text


def test_rst_is_read_without_a_complaint(run, plan):
    from docutils.core import publish_doctree

    text = run("highlights", "--config", plan, "--format", "rst").stdout
    warnings = StringIO()
    tree = publish_doctree(text, settings_overrides={"warning_stream": warnings})
    assert warnings.getvalue() == ""
    shown = [entry.astext() for entry in tree.findall(lambda node: node.tagname == "entry")]
    assert shown[6:12] == [
        "R1",
        "<b> | *now*",
        "2020-02-02",
        "2020-02-01",
        "1 day later",
        "complete",
    ]


def test_html_shows_names_as_they_are(run, plan, tmp_path):
    output = tmp_path / "news.html"
    assert run("highlights", "--config", plan, "-o", output).returncode == 0
    text = output.read_text(encoding="utf-8")
    assert '<td class="name">&lt;b&gt; | *now*</td><td>2020-02-02</td>' in text
    assert "<b>" not in text


@pytest.mark.parametrize("form", ["text", "markdown", "rst", "html"])
def test_when_nothing_changed_it_says_so(run, plan, form):
    before = plan.parent / "now.yaml"
    done = run("highlights", "--config", plan, "--since", before, "--format", form)
    assert "No milestone was completed or moved, and none is new." in done.stdout


@pytest.mark.parametrize("form", ["markdown", "rst", "html"])
def test_the_printed_template_makes_the_same_document(run, tmp_path, form):
    text = run("highlights", "--format", form, "--print-template").stdout
    ours = tmp_path / "ours.j2"
    ours.write_text(text, encoding="utf-8")
    done = run("highlights", "--format", form, "--template", ours)
    assert done.stdout == run("highlights", "--format", form).stdout != ""


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--schedule", SCHEDULES / "2018-07-17.yaml"), "no schedule before 2018-07-17"),
        (("--since", "2017-01-01"), "there is no schedule '2017-01-01': there are 2018-07-17"),
        (("LDM-503-0",), "unknown milestone 'LDM-503-0'"),
        (("--format", "latex"), "'latex' is not one of"),
        (("-o", "news.tex"), "cannot tell the format from 'news.tex': end it with .txt, .md, .mar"),
        (("-o", "news.csv"), "highlights is no table, so it has no csv: take text, markdown"),
        (("--format", "text", "--print-template"), "text is made without a template: leave it out"),
        (("-o", "news.json", "--template", "x"), "JSON is made without a template: leave it out"),
    ],
)
def test_what_cannot_be_is_told(refusal, arguments, complaint):
    assert complaint in refusal("highlights", *arguments)
