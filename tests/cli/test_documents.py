"""Documents beside as-of dates in every answer, and the names of schedules."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HEAD = "as of 2020-04-30, by D-1 draft, 2020-05-20"
BEFORE = "D-1 1.0, 2020-01-20"
FILES = {
    "depgraph.yaml": (
        "title: Ours\ngraph: plan.yaml\nschedule: schedules/second.yaml\n"
        "schedules: [schedules/first.yaml, schedules/second.yaml]\n"
    ),
    "plan.yaml": (
        "milestones:\n  A: {name: First, level: 2, requires: [B]}\n  B: {name: Second, level: 3}\n"
    ),
    "schedules/first.yaml": (
        "as_of: 2020-01-15\nsource: {handle: D-1, revision: '1.0', date: 2020-01-20}\n"
        "milestones:\n  A: {due: 2020-06-01, requires: [B]}\n  B: {due: 2020-04-01}\n"
    ),
    "schedules/second.yaml": (
        "as_of: 2020-04-30\nsource: {handle: D-1, revision: draft, date: 2020-05-20}\n"
        "milestones:\n  A: {due: 2020-07-01, requires: [B]}\n  B: {due: 2020-05-14}\n"
    ),
}
WITH_HEADS = [
    ("check",),
    ("critical-path", "A"),
    ("slip", "B", "9"),
    ("what-if", "--move", "B", "9"),
    ("list", "--remaining"),
    ("status", "A"),
    ("health",),
    ("show", "A"),
    ("release-plan",),
    ("release-plan", "--format", "rst"),
    ("release-plan", "--format", "html"),
    ("release-plan", "--format", "latex"),
    ("highlights",),
    ("highlights", "--format", "text"),
    ("highlights", "--format", "rst"),
    ("list", "--remaining", "--format", "jira"),
]
WITH_DATA = [
    ("export",),
    ("critical-path", "A"),
    ("why", "B", "A"),
    ("slip", "B", "9"),
    ("what-if", "--move", "B", "9"),
    ("queries",),
    ("list",),
    ("status", "A"),
    ("health",),
    ("show", "A"),
    ("release-plan",),
    ("highlights",),
]


@pytest.fixture
def folder(write: Callable[[str, str], Path]) -> Path:
    paths = [write(name, text) for name, text in FILES.items()]
    return paths[0].parent


@pytest.mark.parametrize("arguments", WITH_HEADS, ids=" ".join)
def test_heads_name_the_document(run: Any, folder: Path, arguments: tuple[str, ...]) -> None:
    text = run(*arguments, cwd=folder).stdout.replace("<time>", "").replace("</time>", "")
    assert HEAD in text.replace("Complete as of", "as of").replace("As of", "as of")


def test_pictures_and_the_report_name_it_in_the_title_line(run: Any, folder: Path) -> None:
    assert run("report", "-o", "review.html", cwd=folder).returncode == 0
    assert f"<p>{HEAD} " in (folder / "review.html").read_text()
    assert HEAD in run("render", "--format", "dot", cwd=folder).stdout


@pytest.mark.parametrize("kind", ["timeline", "burndown", "trend", "slips"])
def test_charts_and_their_numbers_name_it(json_of, run: Any, folder: Path, kind: str) -> None:
    assert HEAD in run("chart", kind, cwd=folder).stdout
    numbers = json_of("chart", kind, cwd=folder)
    assert [document["date"] for document in numbers["documents"]] == ["2020-05-20"]


def test_a_chart_between_two_schedules_names_the_document_of_the_later(
    run: Any, folder: Path
) -> None:
    assert HEAD in run("chart", "slips", "--since", "2020-01-15", cwd=folder).stdout
    numbers = run("chart", "slips", "--since", "2020-01-15", "--format", "json", cwd=folder)
    assert [each["date"] for each in json.loads(numbers.stdout)["documents"]] == ["2020-05-20"]


@pytest.mark.parametrize("arguments", WITH_DATA, ids=" ".join)
def test_data_has_the_mapping(json_of: Any, folder: Path, arguments: tuple[str, ...]) -> None:
    data = json_of(*arguments, cwd=folder)
    assert data["as_of"] == "2020-04-30"
    assert data["documents"] == [
        {
            "handle": "D-1",
            "title": None,
            "revision": "draft",
            "date": "2020-05-20",
            "approval": None,
            "file": "schedules/second.yaml",
            "gives_dates": True,
        }
    ]


def test_what_compares_schedules_names_both_documents(json_of, run: Any, folder: Path) -> None:
    assert f"by {BEFORE}" in run("highlights", "--format", "text", cwd=folder).stdout
    slips = run("slips", cwd=folder).stdout
    assert slips.startswith("Slips from 2020-01-20 to 2020-05-20\n")
    assert f"2020-01-20 is as of 2020-01-15, by {BEFORE}; 2020-05-20 is {HEAD}" in slips
    differences = run("diff", "2020-01-15", "2020-05-20", cwd=folder).stdout
    assert differences.startswith("What changed from schedules/first.yaml to schedules/second.y")
    assert f"by {BEFORE} -> D-1 draft, 2020-05-20" in differences
    data = json_of("slips", cwd=folder)
    assert [each["documents"][0]["date"] for each in data["schedules"]] == [
        "2020-01-20",
        "2020-05-20",
    ]


def test_overdue_is_told_for_the_day_of_the_statuses(run: Any, folder: Path) -> None:
    """B was due between the as-of date of its schedule and the date of the document."""
    assert "overdue" not in run("check", cwd=folder).stdout
    assert "6 days later" in run("check", "--as-of", "2020-05-20", cwd=folder).stdout


@pytest.mark.parametrize(
    "named", ["first", "first.yaml", "schedules/first.yaml", "2020-01-15", "2020-01-20"]
)
def test_a_schedule_has_one_set_of_names_everywhere(printed: Any, folder: Path, named: str) -> None:
    def lines(*arguments: str) -> str:
        text = printed(*arguments, cwd=folder)
        return str(text)

    assert "as of 2020-01-15" in lines("critical-path", "A", "--schedule", named)
    assert lines("show", "A", "--schedule", named).count("schedules/first.yaml") == 1
    assert f"by {BEFORE}" in lines("highlights", "--since", named, "--format", "text")
    assert lines("slips", named, "2020-05-20").startswith("Slips from 2020-01-20 to 2020-05-20\n")
    assert '"before": "the schedule of 2020-01-20"' in lines(
        *("chart", "slips", "--since", named, "--schedule", "second", "--format", "json")
    )
    assert lines("render", "--since", named, "--format", "dot")


def test_a_schedule_that_is_not_there_is_told_with_those_that_are(
    refusal: Any, folder: Path
) -> None:
    error = refusal("check", "--schedule", "2020-01-16", cwd=folder)
    assert "there is no schedule '2020-01-16': there are 2020-01-20 (as of 2020-01-15)" in (error)
    assert "third.yaml" in refusal("check", "--schedule", "third.yaml", cwd=folder)


def test_an_import_keeps_the_document_and_leaves_that_of_another_alone(
    run: Any, refusal: Any, folder: Path, write: Any
) -> None:
    (folder / "new").mkdir()
    assert run("import", "schedules/second.yaml", "--into", "new", cwd=folder).returncode == 0
    snapshot = folder / "new/schedules/2020-04-30.yaml"
    source = "source: {handle: D-1, revision: draft, date: 2020-05-20}\n"
    assert source in snapshot.read_text()
    before = snapshot.read_bytes()
    write("elsewhere/other.yaml", "as_of: 2020-04-30\nmilestones:\n  A: {due: 2020-08-01}\n")
    error = refusal("import", "elsewhere/other.yaml", "--into", "new", cwd=folder)
    assert "2020-04-30.yaml is by another document, D-1 draft, 2020-05-20" in error
    assert snapshot.read_bytes() == before


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "the revision of 2019-05-20"),
        ("source: Plan of the team\n", "Plan of the team, 2019-05-20"),
        ("source: {handle: LDM-1, revision: '1.2'}\n", "LDM-1 1.2, 2019-05-20"),
    ],
)
def test_the_date_of_a_revision_may_stand_beside_the_as_of_date(run, write, source, words):
    write("plan.yaml", "milestones: {A: {}}\n")
    dates = write(
        "dates.yaml",
        f"as_of: 2019-04-30\nrevision: 2019-05-20\n{source}"
        "milestones: {A: {due: 2019-05-14}}\n",
    )
    shown = run("list", "--graph", "plan.yaml", "--schedule", dates, cwd=dates.parent).stdout
    assert f"as of 2019-04-30, by {words}" in shown
    assert run("fmt", dates, "--check", cwd=dates.parent).returncode in {0, 1}


def test_two_dates_of_a_revision_are_told(refusal, write):
    plan = write(
        "plan.yaml",
        "revision: 2019-05-20\nsource: {handle: LDM-1, date: 2019-05-21}\nmilestones: {A: {}}\n",
    )
    error = refusal("check", plan)
    assert "plan.yaml:1:11: the 'revision' is of 2019-05-20, and the 'source' of" in error
