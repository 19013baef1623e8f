"""A file with several projects: one is read, by its name, or all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from depgraph import Graph, load
from depgraph.errors import LoadError
from depgraph.model import Position, Rules
from depgraph.sources.graph_file import GraphFile
from depgraph.sources.network import Activity, Network
from depgraph.sources.network_file import network_file
from depgraph.sources.prefixes import tell_without_prefix

WEEK = "".join(
    f"(0||{day}()({'(0||0(s|08:00|f|16:00)())' if 1 < day < 7 else ''}))" for day in range(1, 8)
)
TABLES = (
    ("PROJECT", "proj_id proj_short_name last_recalc_date export_flag clndr_id"),
    ("1", "P1", "2024-01-01 08:00", "Y", "9"),
    ("2", "P2", "2024-01-01 08:00", "Y", "9"),
    ("CALENDAR", "clndr_id clndr_name clndr_data"),
    ("9", "week", f"(0||CalendarData()((0||DaysOfWeek()({WEEK}))(0||Exceptions()())))"),
    ("TASK", "task_id proj_id clndr_id task_type task_code task_name remain_drtn_hr_cnt"),
    ("1", "1", "9", "TT_Task", "A", "first A", "40"),
    ("2", "1", "9", "TT_FinMile", "M", "first M", "0"),
    ("3", "2", "9", "TT_Task", "A", "second A", "40"),
    ("4", "2", "9", "TT_FinMile", "N", "second N", "0"),
    ("TASKPRED", "task_id pred_task_id proj_id pred_proj_id pred_type lag_hr_cnt"),
    ("2", "1", "1", "1", "PR_FS", "0"),
    ("4", "3", "2", "2", "PR_FS", "0"),
    ("3", "1", "2", "1", "PR_FS", "0"),
)


def xer() -> str:
    lines = ["ERMHDR\t19.12"]
    for first, *rest in TABLES:
        if first.isupper():
            lines += [f"%T\t{first}", "\t".join(["%F", *rest[0].split()])]
        else:
            lines.append("\t".join(["%R", first, *rest]))
    return "\n".join([*lines, "%E", ""])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "plan.xer").write_text(xer())
    return tmp_path


def graph_of(plan: Path, project: str | None) -> Graph:
    config = plan / "depgraph.yaml"
    named = "" if project is None else f", project: {project}"
    config.write_text(f"graph: {{file: plan.xer{named}}}\n")
    graph = load(config=config)
    return graph.network or graph


def test_a_project_is_read_by_its_name_with_what_its_links_lead_to(plan: Path) -> None:
    first = graph_of(plan, "P1")
    assert {m.id: m.name for m in first.milestones} == {"A": "first A", "M": "first M"}
    assert [link.ends for link in first.links] == [("A", "M")]
    second = graph_of(plan, "P2")
    assert {m.id: m.name for m in second.milestones} == {
        "A": "second A",
        "N": "second N",
        "P1/A": "first A",
    }
    assert {link.ends for link in second.links} == {("A", "N"), ("P1/A", "A")}


def test_all_projects_are_read_with_the_project_before_each_code(plan: Path) -> None:
    graph = graph_of(plan, "all")
    assert {m.id: m.name for m in graph.milestones} == {
        "P1/A": "first A",
        "P1/M": "first M",
        "P2/A": "second A",
        "P2/N": "second N",
    }
    ends = {link.ends for link in graph.links}
    assert ends == {("P1/A", "P1/M"), ("P2/A", "P2/N"), ("P1/A", "P2/A")}
    assert not [notice for notice in graph.notices if "left out" in notice.text]
    first = graph["P1/A"].work
    assert first is not None
    assert not first.is_fixed


@pytest.mark.parametrize(
    ("columns", "wrong"),
    [
        ("1\t2", ["proj_id: '1', and the activity 3", "pred_proj_id: '2', and the activity 1"]),
        ("1\t1", ["proj_id: '1', and the activity 3"]),
        ("\t", []),
    ],
)
def test_a_relationship_is_of_the_projects_that_its_activities_are_of(
    columns: str, wrong: list[str], plan: Path
) -> None:
    (plan / "plan.xer").write_text(xer().replace("3\t1\t2\t1\tPR", f"3\t1\t{columns}\tPR"))
    for project, dependent in (("P2", ("P1/A", "A")), ("all", ("P1/A", "P2/A"))):
        graph = graph_of(plan, project)
        assert dependent in {link.ends for link in graph.links}
        told = [n for n in graph.notices if "which counts" in n.text]
        assert all(any(text in n.text for n in told) for text in wrong)
        assert len(told) == len(wrong)
    told = [n for n in graph_of(plan, "P1").notices if "the project P2 of A is not read" in n.text]
    assert [n.position and n.position.line for n in told] == [19]


def test_what_is_not_read_of_other_projects_is_told(plan: Path) -> None:
    told = [notice.text for notice in graph_of(plan, "P1").notices]
    assert (
        "the project 'P2' is not read, with its 2 activities and 2 relationships: another was "
        "chosen ('project: all' reads all)" in told
    )


def test_a_project_that_is_scheduled_otherwise_is_told(plan: Path) -> None:
    path = plan / "plan.xer"
    path.write_text(path.read_text().replace("P2\t2024-01-01", "P2\t2024-02-01"))
    [told] = [notice for notice in graph_of(plan, "all").notices if "otherwise" in notice.text]
    assert told.is_warning
    assert told.text.endswith(
        "is scheduled otherwise than 'P1', by which all are projected: data date"
    )


@pytest.mark.parametrize(
    ("project", "told"),
    [
        (
            None,
            r"has 2 projects \('P1', 'P2'\): name one by --project, or beside .* 'project: P1'",
        ),
        ("P3", r"there is no project 'P3' in it: it has 'P1', 'P2'"),
    ],
)
def test_which_project_is_meant_is_never_guessed(
    project: str | None, told: str, plan: Path
) -> None:
    with pytest.raises(LoadError, match=told):
        graph_of(plan, project)


def test_two_projects_of_a_name_are_not_chosen_between(plan: Path) -> None:
    path = plan / "plan.xer"
    path.write_text(path.read_text().replace("P2", "P1"))
    with pytest.raises(LoadError, match="2 projects are called 'P1' in it"):
        graph_of(plan, "P1")


def test_a_command_chooses_the_project(plan: Path, run: Callable[..., Any]) -> None:
    file = plan / "plan.xer"
    done = run("list", "--graph", file, "--activities", "--project", "all", "--columns", "code")
    assert {"P1/A", "P1/M", "P2/A", "P2/N"} <= set(done.stdout.split())
    done = run("list", "--graph", file, "--activities", "--project", "P1", "--columns", "code")
    assert {"A", "M"} <= set(done.stdout.split())
    assert "N" not in done.stdout.split()


def test_diff_reads_one_of_several_projects(printed: Any, plan: Path) -> None:
    xer = str(plan / "plan.xer")
    text = printed("diff", xer, xer, "--project", "P2", "--activities")
    assert "3 milestones; 2 links" in text  # one of them is of P1


def test_a_schedule_whose_codes_lack_the_prefix_of_the_plan_is_told() -> None:
    def file_of(name: str, code: str) -> GraphFile:
        rules = Rules(program="microsoft")
        activity = Activity(code, True, Position(name, 1, 1), {})  # noqa: FBT003
        return network_file(Network(name, None, [activity], [], rules=rules))

    plan = {Path("a.xml"): file_of("a.xml", "a/1"), Path("b.xml"): file_of("b.xml", "b/1")}
    schedule = {Path("c.xml"): file_of("c.xml", "1")}
    tell_without_prefix(schedule, plan)
    assert "have the name of their file before them, as 'a/1'" in str(
        schedule[Path("c.xml")].notices
    )
    alone = {Path("c.xml"): file_of("c.xml", "1")}
    tell_without_prefix(alone, {Path("d.xml"): file_of("d.xml", "2")})
    assert "before them" not in str(alone[Path("c.xml")].notices)
