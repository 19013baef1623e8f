"""The shipped verification status says what the review says: requirements, plans and reports."""

import re
from collections import Counter
from pathlib import Path

import pytest

import depgraph
from depgraph.plans.opening import open_plan

GRAPHS = Path(__file__).parent.parent / "graphs"


@pytest.fixture(scope="module")
def graph() -> depgraph.Graph:
    return depgraph.load(
        GRAPHS / "verification.yaml", schedule=GRAPHS / "schedules/2024-11-30.yaml"
    )


def with_tag(graph: depgraph.Graph, tag: str) -> list[depgraph.Milestone]:
    return [each for each in graph.milestones if tag in each.tags]


def test_the_lists_of_requirements(graph: depgraph.Graph) -> None:
    sizes = {tag: len(with_tag(graph, f"priority-{tag}")) for tag in ("1a", "1b", "2", "3")}
    assert sizes == {"1a": 57, "1b": 119, "2": 55, "3": 6}
    requirements = with_tag(graph, "requirement")
    assert len(requirements) == 236
    assert all(each.kind == "requirement" for each in requirements)
    assert all(each.id.startswith("DMS-REQ-") for each in requirements)
    assert [each.id for each in requirements if len(each.tags) == 3] == ["DMS-REQ-0197"]


def test_the_progress_where_the_review_gives_it(graph: depgraph.Graph) -> None:
    first = Counter(each.progress for each in with_tag(graph, "priority-1a"))
    assert first == {100: 24, 67: 2, 50: 1, 33: 1, 0: 29}
    second = Counter(each.progress for each in with_tag(graph, "priority-1b"))
    assert second == {100: 15, 50: 1, 33: 1, None: 102}
    complete = [each.id for each in with_tag(graph, "priority-2") if each.progress == 100]
    assert complete == ["DMS-REQ-0317", "DMS-REQ-0330", "DMS-REQ-0335", "DMS-REQ-0352"]
    assert {each.progress for each in with_tag(graph, "priority-3")} == {0}
    codes = {code: graph[f"DMS-REQ-{code}"].progress for code in ("0158", "0298", "0282", "0359")}
    assert codes == {"0158": 67, "0298": 67, "0282": 50, "0359": 33}
    assert (graph["DMS-REQ-0382"].progress, graph["DMS-REQ-0380"].progress) == (50, 33)


def test_what_the_two_milestones_wait_on(graph: depgraph.Graph) -> None:
    first = {each.id for each in with_tag(graph, "priority-1a")}
    second = {each.id for each in with_tag(graph, "priority-1b")}
    assert set(graph.predecessors("LDM-503-19a")) == first | {"LVV-P117"}
    assert set(graph.predecessors("LDM-503-19")) == first | second


def test_plans_and_reports(graph: depgraph.Graph) -> None:
    plans = [each for each in graph.milestones if each.kind == "test-plan"]
    reports = [each for each in graph.milestones if each.kind == "test-report"]
    assert Counter(tag for each in plans for tag in each.tags) == {
        "completed": 11,
        "draft": 6,
        "approved": 3,
    }
    assert Counter(tag for each in reports for tag in each.tags) == {
        "complete": 7,
        "in-progress": 2,
    }
    assert graph["LVV-P99"].name == "Data Management Acceptance Test Campaign 1"
    assert graph.successors("LVV-P99") == ("DMTR-371",)
    assert graph.predecessors("LDM-503-RSPb") == ("LVV-P91",)
    assert [link.prerequisite for link in graph.queried_links] == ["LVV-P90", "LVV-P78"]


def test_each_disagreement_of_the_review_with_itself_is_found() -> None:
    result = open_plan(
        GRAPHS / "verification.yaml", schedule=GRAPHS / "schedules/2024-11-30.yaml"
    ).check()
    found = {each.message for each in result.findings if each.rule == "count-mismatch"}
    for tag, counted, stated in (("1a", 57, 56), ("1b", 119, 118), ("1b", 119, 117), ("2", 55, 54)):
        said = f"(priority-{tag}) has {counted} members, and is said to have {stated} "
        assert any(said in message for message in found), said
    assert any(message.startswith("DMS-REQ-0197 is in ") for message in found)
    for counted, stated in (("43 complete", 34), ("193 incomplete", 202)):
        said = f"(requirement) has {counted} members, and is said to have {stated} "
        assert any(said in message for message in found), said
    for said in (
        "has 28 of 57 (49.1 %) members complete or with some progress, and is said to have 46 %",
        "has 29 of 57 (50.9 %) members without any progress, and is said to have 53 %",
        "has 17 of 119 (14.3 %) members complete or with some progress, and is said to have 13 %",
        "has 4 of 55 (7.3 %) complete members, and is said to have 6 %",
    ):
        assert any(said in message for message in found), said
    assert len(found) == 15
    accepted = {
        each.message: each.reason
        for each in result.findings
        if each.rule == "count-mismatch" and each.status == "known"
    }
    assert len(accepted) == 14  # all but the requirement that is in two lists
    assert all(accepted.values())
    errors = {
        (each.rule, each.status, each.prerequisite, each.dependent)
        for each in result.findings
        if each.severity == "error"
    }
    assert errors == {
        ("complete-over-incomplete", "known", plan, dependent)
        for plan, dependent in (
            ("LVV-P80", "LDM-503-RSPa"),
            ("LVV-P80", "DMTR-381"),
            ("LVV-P90", "LDM-503-EFDb"),
            ("LVV-P90", "DMTR-331"),
        )
    }
    rest = {each.rule for each in result.findings if each.severity == "warning"}
    assert rest == {"count-mismatch", "deadline-missed"}


def test_the_gates_of_the_review_are_missed_by_the_release_plan() -> None:
    result = open_plan(
        GRAPHS / "verification.yaml", schedule=GRAPHS / "schedules/2024-11-30.yaml"
    ).check()
    late = [finding.message for finding in result.findings if finding.rule == "deadline-missed"]
    assert sorted(late) == [
        "LDM-503-19 is due 2025-09-11, 29 days after its deadline (2025-08-13)",
        "LDM-503-19a is due 2025-05-29, 59 days after its deadline (2025-03-31)",
    ]


def test_a_milestone_is_not_complete_over_requirements_that_are_not(tmp_path: Path) -> None:
    """Saying that all of priority 1a is verified is an error at each that is not."""
    schedule = tmp_path / "schedule.yaml"
    text = (GRAPHS / "schedules/2024-11-30.yaml").read_text(encoding="utf-8")
    due = re.search(r"  LDM-503-19a:\n(?:    .*\n)*?    due: .*\n", text)
    assert due is not None
    completed = due[0] + "    completed: 2024-11-20\n"
    schedule.write_text(text.replace(due[0], completed), encoding="utf-8")

    opened = open_plan(GRAPHS / "verification.yaml", schedule=schedule)

    new = {
        finding.prerequisite
        for finding in opened.check().findings
        if finding.rule == "complete-over-incomplete" and finding.status == "new"
    }
    verified = {
        code
        for code in opened.graph.predecessors("LDM-503-19a")
        if opened.graph[code].progress == 100
    }
    at_zero = {code for code in new if opened.graph[code].progress == 0}
    assert new == set(opened.graph.predecessors("LDM-503-19a")) - verified
    assert len(at_zero) == 29
