"""The state of a plan on one page: what it says is what the library and its reference say."""

import json
import re
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

import depgraph
from depgraph.analysis.late import late_milestones
from depgraph.analysis.scheduled import with_schedule_only
from depgraph.cli.report_summary import contents_of

GRAPHS = Path(__file__).parents[2] / "graphs"

PLAN = """\
as_of: 2020-01-01
milestones:
  A: {name: First, level: 2, due: 2020-03-01, forecast: 2020-06-01}
  B: {name: Second, level: 2, due: 2020-04-01, requires: [A]}
  C: {level: 2, due: 2019-12-01, requires: [D]}
  D: {level: 3, team: X, due: 2019-11-01}
  E: {level: 2, due: 2020-01-31}
  F: {level: 2}
  G: {level: 2, due: 2019-05-01, completed: 2019-06-01}
  H: {level: 3, team: X, due: 2019-12-31}
"""


@pytest.fixture(scope="module")
def plan():
    return with_schedule_only(depgraph.load(GRAPHS))


@pytest.fixture(scope="module")
def shipped(json_of):
    return json_of("report")


@pytest.fixture
def small(json_of, write):
    path = write("plan.yaml", PLAN)
    return json_of("report", "--graph", path)


def test_the_counts_are_those_of_all_milestones(plan, shipped):
    late = late_milestones(plan)
    counts = shipped["counts"]
    assert sum(counts.values()) == len(plan)
    assert counts["complete"] == sum(m.is_complete for m in plan.milestones)
    assert counts["overdue"] == sum(one.kind == "overdue" for one in late.values())
    assert counts["overdue"] + counts["will_be_late"] == len(late)


def test_as_many_are_soon_due_here_as_in_the_picture_and_in_the_list(plan, shipped, json_of):
    words = depgraph.overview(depgraph.load(GRAPHS)).description
    drawn, undrawn = re.findall(r"(\d+) due within 90 days", words)
    listed = json_of("list", "--select", "due_within=90")["rows"]
    soon = {row["code"] for row in listed if row["state"] == "incomplete"}
    assert len(soon) == shipped["counts"]["soon"] == int(drawn) + int(undrawn)
    only = {milestone.id for milestone in plan.schedule_only}
    assert shipped["counts_only_in_schedule"]["soon"] == len(soon & only) == int(undrawn)
    assert sum(shipped["counts_only_in_schedule"].values()) == len(only)


def test_the_table_has_every_main_milestone_once_by_the_date_now_expected(plan, shipped):
    main = {m.id: m for m in plan.milestones if m.level == 2}
    rows = shipped["milestones"]
    assert {row["id"] for row in rows} == {c for c, m in main.items() if not m.is_complete}
    assert set(shipped["complete"]) == {c for c, m in main.items() if m.is_complete}
    assert [row["expected"] for row in rows] == sorted(row["expected"] for row in rows)
    late = late_milestones(plan)
    for row in rows:
        assert row["due"] == str(main[row["id"]].due)
        assert row["late_days"] == (late[row["id"]].days if row["id"] in late else None)


def test_what_moved_is_told_since_the_schedule_before(shipped, run):
    slips = run("slips", "2018-07-17", "2019-05-20", "--all", "--format", "json").stdout
    moved = {one["id"]: one["moves"][0] for one in json.loads(slips)["milestones"]}
    assert shipped["previous"] == "2018-07-17"
    for row in shipped["milestones"]:
        assert row["moved_days"] == moved[row["id"]]
    assert {row["id"] for row in shipped["milestones"] if row["is_new"]} == {
        "LDM-503-10a",
        "LDM-503-12a",
    }


def test_every_late_milestone_stands_at_one_cause_or_is_counted(plan, shipped):
    named = [cause["code"] for cause in shipped["causes"] if cause["days"] is not None]
    made = [c for one in shipped["causes"] for group in one["makes_late"] for c in group["codes"]]
    assert len({*named, *made}) == len(named) + len(made)
    rest = shipped["by_themselves"]
    assert len(named) + len(made) + rest["count"] == len(late_milestones(plan))
    assert sum(team["count"] for team in rest["teams"]) == rest["count"]


def test_the_headline_and_the_causes_of_a_small_plan(small):
    assert small["headline"][0].startswith("5 milestones are late")
    by_code = {cause["code"]: cause for cause in small["causes"]}
    assert by_code["A"]["days"] == (date(2020, 6, 1) - date(2020, 3, 1)).days
    assert by_code["A"]["makes_late"] == [
        {"days": (date(2020, 6, 1) - date(2020, 4, 1)).days, "codes": ["B"]}
    ]
    assert small["by_themselves"]["worst"] in "DH"
    assert small["complete"] == ["G"]
    assert [row["id"] for row in small["milestones"]][-1] == "F"
    (row,) = (row for row in small["milestones"] if row["id"] == "E")
    assert (row["standing"], row["days_left"], row["late"]) == ("soon", 30, None)


def test_what_drives_the_target_and_the_last_late_one(shipped):
    first, second = shipped["paths"]
    assert first["target"] == "LDM-503-17"
    assert [step["id"] for step in second["steps"]] == [
        "DM-DRP-10",
        "LDM-503-11b",
        "LDM-503-11",
        "LDM-503-12",
    ]
    assert [step["slack"] for step in second["steps"]][:-1] == [0, 0, 0]


def test_a_plan_without_projected_dates_says_why(printed, write):
    path = write("plan.yaml", "milestones:\n  A: {requires: [B]}\n  B: {requires: [A]}\n")
    text = printed("report", "--graph", path, "--format", "text")
    assert "No dates are projected:" in text


def test_markdown_has_what_text_has(run):
    text = run("report", "--format", "text").stdout
    markdown = run("report", "--format", "markdown").stdout
    codes = set(re.findall(r"\b(?:LDM|DM)-[\w-]+", text))
    assert codes == set(re.findall(r"\b(?:LDM|DM)-[\w-]+", markdown))
    for heading in ("What is late, and by what cause", "What is to be decided", "Checks"):
        assert heading in text
        assert heading in markdown


# -- the page that is sent round ----------------------------------------------------------


@pytest.fixture(scope="module")
def sheet(shipped):
    from depgraph.diagrams.charts.summary import summary_figure

    return summary_figure(contents_of(shipped, depgraph.load(GRAPHS)))


@pytest.mark.slow
def test_the_page_has_every_row_and_nothing_smaller_than_it_can_be_read(sheet, shipped):
    words = {text.string for text in sheet.words()}
    for row in shipped["milestones"]:
        assert row["id"] in words
    assert min(text.size for text in sheet.words()) >= 7.5
    assert tuple(round(side / 72 * 25.4) for side in (sheet.width, sheet.height)) == (210, 297)


@pytest.mark.slow
def test_nothing_on_the_page_leaves_it_or_lies_over_something_else(sheet):
    placed = [(text.string, text.frame) for text in sheet.words()]
    for words, box in placed:
        assert box.left >= 0, words
        assert box.right <= sheet.width, words
        assert box.bottom >= 0, words
    for (words, a), (other_words, b) in combinations(placed, 2):
        across, up = (min(a[n + 2], b[n + 2]) - max(a[n], b[n]) for n in (0, 1))
        assert across <= 1 or up <= 1, (words, other_words)


@pytest.mark.slow
def test_the_pdf_is_one_page_with_a_title_and_always_the_same(run, tmp_path):
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    for path in (first, second):
        done = run("report", "-o", path, "--title", "State of May")
        assert (done.returncode, done.stderr) == (0, f"wrote {path} (A4, 1 page)\n")
    data = first.read_bytes()
    assert data == second.read_bytes()
    assert len(re.findall(rb"/Type /Page\b", data)) == 1
    assert "State of May".encode("utf-16-be").hex().upper().encode() in data


@pytest.mark.slow
def test_a_long_table_says_what_it_leaves_out(json_of, write):
    rows = "".join(f"  M{n}: {{level: 2, due: 2020-{1 + n % 12:02}-01}}\n" for n in range(200))
    path = write("plan.yaml", f"as_of: 2019-12-01\nmilestones:\n{rows}")
    answer = json_of("report", "--graph", path)
    from depgraph.diagrams.charts.summary import summary_figure

    figure = summary_figure(contents_of(answer, depgraph.load(path)))
    words = [text.string for text in figure.words()]
    shown = sum(re.fullmatch(r"M\d+", word) is not None for word in words)
    assert any(f"and {200 - shown} more" in word for word in words)
    assert shown > 30


@pytest.mark.slow
def test_a_page_without_dates_has_no_years_and_codes_keep_what_they_differ_by(json_of, write):
    code = "A-VERY-LONG-CODE-OF-A-MILESTONE"
    path = write("plan.yaml", f"milestones:\n  {code}-1: {{level: 2}}\n  {code}-2: {{level: 2}}\n")
    answer = json_of("report", "--graph", path)
    from depgraph.diagrams.charts.summary import summary_figure

    figure = summary_figure(contents_of(answer, depgraph.load(path)))
    words = [text.string for text in figure.words()]
    assert [word[-2:] for word in words if word.startswith("A-V")] == ["-1", "-2"]
    assert "Nothing is known to be late." in " ".join(words)
    assert not any("◇" in word or word.startswith("’") for word in words)  # noqa: RUF001
