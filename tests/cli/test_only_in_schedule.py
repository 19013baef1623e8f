"""Milestones that only the schedule has: answered to by code, marked, checked for dates alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from depgraph.plans.names import names_by_code
from depgraph.plans.opening import open_graph
from depgraph.plans.selection import Selection

FILES = {
    "depgraph.yaml": (
        "graph: plan.yaml\nschedule: second.yaml\nschedules: [first.yaml, second.yaml]\n"
    ),
    "plan.yaml": (
        "milestones:\n  A: {name: First, level: 2, requires: [B]}\n  B: {name: Second, level: 3}\n"
    ),
    "first.yaml": (
        "as_of: 2020-01-15\nmilestones:\n  A: {due: 2020-06-01}\n  N: {due: 2020-04-01, level: 2}\n"
    ),
    "second.yaml": (
        "as_of: 2020-04-30\nmilestones:\n  A: {due: 2020-07-01}\n  B: {due: 2020-05-14}\n"
        "  N-1: {name: New, due: 2020-05-20, level: 2, aka: [N], requires: [B]}\n"
    ),
}
SENTENCE = "N-1 is only in the schedule, without links."


@pytest.fixture
def folder(write: Callable[[str, str], Path]) -> Path:
    paths = [write(name, text) for name, text in FILES.items()]
    return paths[0].parent


@pytest.mark.parametrize("code", ["N-1", "N"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "CODE"),
        ("why", "CODE", "A"),
        ("why", "B", "CODE"),
        ("slip", "CODE", "9"),
        ("what-if", "--move", "CODE", "9"),
        ("what-if", "--link", "CODE", "A"),
        ("status", "CODE"),
        ("critical-path", "CODE"),
        ("critical-path", "CODE", "--tree"),
        ("critical-path", "CODE", "--chain", "hops"),
    ],
    ids=" ".join,
)
def test_answers_by_code_say_where_it_is(
    run: Any, folder: Path, arguments: tuple[str, ...], code: str
) -> None:
    done = run(*(code if each == "CODE" else each for each in arguments), cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert SENTENCE in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        *(("show", "A"), ("why", "B", "A"), ("slip", "B", "9"), ("status", "A")),
        *(("critical-path", "A"), ("list",), ("chart", "timeline"), ("chart", "trend")),
    ],
    ids=" ".join,
)
def test_data_name_them(json_of, run: Any, folder: Path, arguments: tuple[str, ...]) -> None:
    text = run(*arguments, cwd=folder).stdout if arguments[0] not in ("chart", "list") else ""
    assert SENTENCE not in text
    data = json_of(*arguments, cwd=folder)
    assert data["only_in_schedule"] == ["N-1"]


@pytest.mark.parametrize("kind", ["timeline", "trend", "slips", "burndown"])
def test_charts_take_them_in_and_list_counts_the_same(
    json_of: Any, folder: Path, kind: str
) -> None:
    data = json_of("chart", kind, "--level", "2", cwd=folder)
    assert data["only_in_schedule"] == ["N-1"]
    assert data["left_out"]["schedule_only"] == []
    listed = json_of("list", "--level", "2", cwd=folder)
    assert [row["code"] for row in listed["rows"]] == ["A", "N-1"]
    if kind == "burndown":
        assert data["total"] == 2
    else:
        rows = data["slips" if kind == "slips" else "milestones"]
        assert sorted(row["id"] for row in rows) == ["A", "N-1"]


def test_a_chart_of_selected_ones_marks_those_it_has(run: Any, folder: Path) -> None:
    def marked(*options: str) -> list[str]:
        done = run("chart", "timeline", *options, "--format", "json", cwd=folder)
        codes: list[str] = json.loads(done.stdout)["only_in_schedule"]
        return codes

    assert marked("N-1") == marked("--select", "level=2") == ["N-1"]
    assert marked("A") == marked("--select", "level=3") == []
    assert marked("--select", "level=3", "N") == ["N-1"]


def test_a_picture_of_a_chart_marks_them(run: Any, folder: Path) -> None:
    assert run("chart", "timeline", "-o", "timeline.svg", cwd=folder).returncode == 0
    svg = (folder / "timeline.svg").read_text()
    assert "Only in the schedule, without links, 1: N-1" in svg


def test_the_trend_of_one_goes_over_all_schedules_by_its_other_code(
    json_of: Any, folder: Path
) -> None:
    (trend,) = json_of("chart", "trend", "N-1", cwd=folder)["milestones"]
    assert [point["date"] for point in trend["points"]] == ["2020-04-01", "2020-05-20"]


def test_the_checks_and_the_export_are_of_the_plan_alone(json_of, run: Any, folder: Path) -> None:
    checked = json_of("check", cwd=folder)
    assert checked["summary"]["milestones"] == 2
    assert [
        finding["rule"] for finding in checked["findings"] if finding["milestone"] == "N-1"
    ] == ["schedule-only"]
    shown = json_of("show", "N-1", cwd=folder)
    assert [finding["rule"] for finding in shown["findings"]] == ["schedule-only"]
    exported = json.loads(run("export", cwd=folder).stdout)
    assert [milestone["id"] for milestone in exported["milestones"]] == ["A", "B"]
    assert exported["only_in_schedule"] == []


@pytest.mark.parametrize("own", ["forecast", "due"])
def test_what_is_late_of_them_is_found_where_it_is_listed(
    json_of, run: Any, folder: Path, write: Any, own: str
) -> None:
    """Beside other graph files, neither has any of them."""
    late = f"  L: {{name: Late, {own}: 2020-04-01, not_after: 2020-03-01}}\n"
    write("second.yaml", FILES["second.yaml"] + late)
    rule = {"due": "overdue", "forecast": "stale-forecast"}[own]
    write("other/plan.yaml", "milestones:\n  A: {}\n")
    for options, expected in (((), ["L"]), (("--graph", "other", "--config", "depgraph.yaml"), [])):
        listed = json_of("list", "--delayed", *options, cwd=folder)
        assert [row["code"] for row in listed["rows"]] == expected
        checked = json_of("check", *options, cwd=folder)
        for each in (rule, "deadline-missed"):
            by_rule = [f["milestone"] for f in checked["findings"] if f["rule"] == each]
            assert by_rule == expected
    assert "Only in the schedule, and overdue: L." in run("health", cwd=folder).stdout


def test_main_milestones_stay_those_that_links_can_move(run: Any, folder: Path) -> None:
    assert "of the 1 level-2 milestone" not in run("slip", "N-1", "9", cwd=folder).stdout
    text = run("slip", "B", "90", cwd=folder).stdout
    assert "1 other milestone moves later, 1 of the 1 level-2 milestone" in text


def test_what_needs_links_says_that_there_are_none(run: Any, folder: Path) -> None:
    for arguments in (("health", "--target", "N-1"), ("render", "--focus", "N-1")):
        done = run(*arguments, cwd=folder)
        assert done.returncode == 2
        assert "the milestone 'N-1' is only in the schedule, without links" in done.stderr
    done = run("health", "--target", "N-2", cwd=folder)
    assert "unknown milestone 'N-2' (did you mean 'N-1'" in done.stderr


def test_other_graph_files_beside_the_schedule_stay_as_they_are(
    refusal: Any, folder: Path, write: Any
) -> None:
    other = write("other/plan.yaml", "milestones:\n  A: {}\n")
    error = refusal("show", "N-1", "--graph", other, "--config", "depgraph.yaml", cwd=folder)
    assert "the milestone 'N-1' is only in the schedule, without links" in error


def test_codes_are_completed(run_process: Any, folder: Path) -> None:
    env = {
        "_DEPGRAPH_COMPLETE": "bash_complete",
        "COMP_WORDS": "depgraph show N",
        "COMP_CWORD": "2",
    }
    assert "N-1" in run_process(cwd=folder, env=env).stdout


def test_the_report_finds_them_and_says_so(run: Any, folder: Path) -> None:
    assert run("report", "--target", "N-1", "-o", "review.html", cwd=folder).returncode == 0
    assert SENTENCE in (folder / "review.html").read_text()


def test_the_timeline_of_the_shipped_plan_has_all_of_level_2(json_of: Any) -> None:
    for kind in ("timeline", "trend"):
        data = json_of("chart", kind, "--schedule", "2024-11-30")
        assert len(data["milestones"]) == 40
        assert len(data["only_in_schedule"]) == 13


@pytest.mark.parametrize("also_known", ["", ", aka: [B-1]"], ids=["codes", "aliases"])
def test_names_are_those_of_the_graph(
    write: Callable[[str, str], Path], also_known: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write("depgraph.yaml", "graph: [b.yaml, a.yaml]\nschedule: dates.yaml\n").parent
    write("b.yaml", f"milestones:\n  B: {{name: Second{also_known}}}\n  A: {{requires: [B]}}\n")
    write("a.yaml", "milestones:\n  C: {name: Third}\n  A: {name: First, requires: [C]}\n")
    schedule = "as_of: 2020-01-01\nmilestones:\n  N: {due: 2020-01-02}\n  B: {name: Other}\n"
    write("dates.yaml", schedule + ("  B-1: {due: 2020-02-01}\n" if also_known else ""))
    monkeypatch.chdir(folder)
    expected = [("A", "First"), ("B", "Second"), ("C", "Third"), ("N", None)]
    for selection, pairs in (
        (Selection(), expected),
        (Selection(graph=(folder / "a.yaml", folder / "b.yaml")), expected),
        (Selection(graph=(folder / "b.yaml",)), [("A", None), ("B", "Second")]),
    ):
        named = [(milestone.id, milestone.name) for milestone in open_graph(selection).milestones]
        assert list(names_by_code(selection).items()) == named == pairs
