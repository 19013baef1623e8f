"""What files of Microsoft Project say: elapsed time, lags, summaries, progress, baselines."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from depgraph import Graph, load, project
from depgraph.sources import scheduling_program
from depgraph.sources.merge import merge
from depgraph.sources.mpxj_network import NetworkReader
from depgraph.sources.network_file import network_file

from ..analysis.mpxj_process import asked_of_mpxj
from ..analysis.schedule_files import Plan, mspdi

pytestmark = pytest.mark.slow


def task(
    number: int,
    start: str,
    finish: str,
    hours: int = 0,
    *more: str,
    level: int = 1,
    outline: str = "",
    format_: int = 5,
    left: int | None = None,
) -> str:
    """A task; its moments are of January 2024, as ``01T08``."""
    remaining = hours if left is None else left
    moments = f"<Start>2024-01-{start}:00:00</Start><Finish>2024-01-{finish}:00:00</Finish>"
    given = "".join(more)
    defaults = {
        "Milestone": int(not hours),
        "Summary": 0,
        "PercentComplete": 0,
        "ConstraintType": 0,
        "Manual": 0,
        "ActualDuration": f"PT{hours - remaining}H0M0S",
    }
    rest = "".join(
        f"<{name}>{value}</{name}>" for name, value in defaults.items() if f"<{name}>" not in given
    )
    return (
        f"<Task><UID>{number}</UID><ID>{number}</ID><Name>task {number}</Name><Type>1</Type>"
        f"<IsNull>0</IsNull><OutlineNumber>{outline or number}</OutlineNumber>"
        f"<OutlineLevel>{level}</OutlineLevel>{moments}<Duration>PT{hours}H0M0S</Duration>"
        f"<DurationFormat>{format_}</DurationFormat>"
        f"<RemainingDuration>PT{remaining}H0M0S</RemainingDuration><CalendarUID>-1</CalendarUID>"
        f"<Active>1</Active>{rest}{given}</Task>"
    )


def link(before: int, lag: int = 0, format_: int = 5, kind: int = 1) -> str:
    return (
        f"<PredecessorLink><PredecessorUID>{before}</PredecessorUID><Type>{kind}</Type>"
        f"<CrossProject>0</CrossProject><LinkLag>{lag}</LinkLag><LagFormat>{format_}</LagFormat>"
        "</PredecessorLink>"
    )


def baseline(number: int, finish: str) -> str:
    moment = f"2024-01-{finish}:00:00"
    return (
        f"<Baseline><Number>{number}</Number><Start>{moment}</Start><Finish>{moment}</Finish>"
        "</Baseline>"
    )


def file(*tasks: str, status: str = "") -> str:
    text = mspdi(Plan([], []))
    if status:
        text = text.replace("<CalendarUID>", f"<StatusDate>{status}</StatusDate><CalendarUID>", 1)
    return text.replace("<Tasks></Tasks>", f"<Tasks>{''.join(tasks)}</Tasks>")


MUST_START = (
    "<ConstraintType>2</ConstraintType><ConstraintDate>2024-01-08T08:00:00</ConstraintDate>"
)
INSERTED = "<SubprojectName>C:\\part.mpp</SubprojectName><IsSubproject>1</IsSubproject>"
BEGUN = "<ActualStart>2024-01-08T08:00:00</ActualStart><PercentComplete>50</PercentComplete>"
FILES = {
    "start milestone": file(
        task(1, "08T08", "08T08"),
        task(2, "08T08", "12T17", 40, link(1)),
        task(3, "12T17", "12T17", 0, link(2)),
    ),
    "elapsed duration": file(
        task(1, "08T08", "08T17", 8), task(2, "08T17", "22T17", 336, link(1), format_=8)
    ),
    "elapsed lag": file(
        task(1, "08T08", "12T17", 40), task(2, "15T08", "15T17", 8, link(1, 28_800, 6))
    ),
    "percent lag": file(
        task(1, "08T08", "12T17", 40), task(2, "18T13", "19T12", 8, link(1, 50, 19))
    ),
    "milestone with a duration": file(
        task(1, "08T08", "09T17", 16, "<Milestone>1</Milestone>"),
        task(2, "10T08", "10T17", 8, link(1)),
    ),
    "manual": file(
        task(1, "08T08", "12T17", 40),
        task(2, "10T08", "10T17", 8, "<Manual>1</Manual>", link(1)),
        task(3, "11T08", "11T17", 8, link(2)),
    ),
    "summaries": file(
        task(1, "08T08", "18T17", 64, "<Summary>1</Summary>"),
        task(2, "08T08", "12T17", 40, level=2, outline="1.1"),
        task(3, "16T08", "18T17", 16, link(2, 4800), level=2, outline="1.2"),
        task(4, "19T08", "19T17", 8, link(1)),
        task(5, "08T08", "08T17", 8, link(1, kind=3)),
    ),
    "must start on, begun": file(task(1, "08T08", "12T17", 40, MUST_START, BEGUN, left=16)),
    "status date": file(
        task(1, "08T08", "08T17", 8),
        task(2, "09T08", "09T17", 8, link(1)),
        status="2024-01-15T08:00:00",
    ),
    "inserted project": file(
        task(1, "08T08", "12T17", 40, INSERTED),
        task(2, "15T08", "15T17", 8, link(1)),
    ),
    "left out": file(
        task(1, "08T08", "12T17", 40),
        task(2, "15T08", "15T17", 8, link(1)).replace("<Active>1", "<Active>0"),
        task(3, "16T08", "16T17", 8, "<ConstraintType>1</ConstraintType>", link(2)),
    ),
    "baselines": file(
        task(1, "08T08", "12T17", 40, baseline(0, "11T17"), baseline(3, "10T17")),
        task(2, "15T08", "15T08", 0, link(1), baseline(0, "12T08")),
    ),
}


@pytest.fixture(scope="module")
def facts() -> Mapping[str, Any]:
    """What MPXJ says of all files, by one Java machine."""
    asked = [{"kind": "mspdi", "text": text, "schedule": False} for text in FILES.values()]
    answers = asked_of_mpxj(asked)
    return {name: answer["facts"] for name, answer in zip(FILES, answers, strict=True)}


@pytest.fixture
def graph_of(facts: Mapping[str, Any]) -> Any:
    def graph(name: str, baseline: str = "0") -> Graph:
        problems: list = []
        network = NetworkReader(facts[name], "plan.xml", baseline, problems).network(8.0)
        assert not problems
        graph = merge([network_file(network, activities=True)])
        return graph if graph.as_of else with_as_of(graph)

    return graph


def with_as_of(graph: Graph) -> Graph:
    from depgraph.model import Graph

    return Graph(
        graph.milestones,
        graph.links,
        as_of=date(2024, 1, 8),
        calendars=graph.calendars.values(),
        notices=graph.notices,
        rules=graph.rules,
    )


def dates(graph: Graph) -> list[str]:
    projection = project(graph)
    return [f"{projection.date(milestone.id):%d}" for milestone in graph]


def texts(graph: Graph) -> str:
    return "\n".join(notice.text for notice in graph.notices)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        # At the start of Monday, which is the end of the week before: no day is lost.
        ("start milestone", ["08", "12", "12"]),
        ("elapsed duration", ["08", "22"]),  # 14 days and nights
        ("elapsed lag", ["12", "15"]),  # Friday 17:00 and two days: the Monday
        ("percent lag", ["12", "19"]),  # half of five days behind Friday, with a holiday
        ("milestone with a duration", ["09", "10"]),
        ("must start on, begun", ["12"]),
        ("status date", ["15", "16"]),
        ("inserted project", ["12", "15"]),
    ],
)
def test_dates_are_those_of_the_program(name: str, days: list[str], graph_of: Any) -> None:
    assert dates(graph_of(name)) == days


def test_what_is_scheduled_by_hand_keeps_its_dates_and_is_told(graph_of: Any) -> None:
    graph = graph_of("manual")
    assert dates(graph) == ["12", "10", "11"]
    assert "activities: 2 'task 2' is scheduled by hand: it keeps its dates" in texts(graph)
    assert project(graph).driver("2").driver == "own date"


def test_links_of_a_summary_are_links_of_what_is_below(graph_of: Any) -> None:
    graph = graph_of("summaries")
    assert [milestone.id for milestone in graph] == ["2", "3", "4", "5"]
    assert graph.predecessors("4") == ("2", "3")
    assert graph.predecessors("5") == ("2",)  # the first of them to start
    assert dates(graph) == ["12", "18", "19", "08"]


def test_a_start_constraint_of_what_has_begun_is_history(graph_of: Any) -> None:
    begun = graph_of("must start on, begun")["1"]
    assert (begun.not_before, begun.not_after) == (None, None)
    assert (begun.started, begun.remaining, begun.duration) == (date(2024, 1, 8), 2, 5)


def test_what_the_program_leaves_before_the_status_date_is_told(graph_of: Any) -> None:
    told = texts(graph_of("status date"))
    for code, day in (("1", "2024-01-08"), ("2", "2024-01-09")):
        assert (
            f"{code} 'task {code}': its start, {day} 08:00, is earlier than its own logic" in told
        )


def test_an_inserted_project_is_one_activity_and_told(graph_of: Any) -> None:
    assert (
        r"activities: 1 'task 1' is the project C:\part.mpp, whose tasks are not in the file"
        in texts(graph_of("inserted project"))
    )


def test_each_task_that_is_left_out_is_told_with_its_relationships(graph_of: Any) -> None:
    told = texts(graph_of("left out"))
    assert "activities: 2 'task 2' is inactive, which holds nothing up" in told
    assert (
        "relationships: 1 -> 2 is left out with the activity 2 'task 2', which is inactive" in told
    )
    assert (
        "relationships: 2 -> 3 is left out with the activity 2 'task 2', which is inactive" in told
    )
    assert "3 'task 3': the constraint AS_LATE_AS_POSSIBLE is not projected" in told


def test_a_baseline_is_taken_by_its_number(graph_of: Any) -> None:
    plan = graph_of("baselines")
    assert [plan[code].due for code in "12"] == [date(2024, 1, 11), date(2024, 1, 12)]
    third = graph_of("baselines", "3")
    assert [third[code].due for code in "12"] == [date(2024, 1, 10), None]
    assert "there is no baseline in it, so nothing is due" in texts(graph_of("manual"))


def test_files_that_count_the_same_unique_ids_have_their_names_before_the_codes(
    facts: Mapping[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"site.xml": "elapsed duration", "plant.xml": "must start on, begun"}
    for name, of in names.items():
        (tmp_path / name).write_text(FILES[of])
    monkeypatch.setattr(
        scheduling_program,
        "_mpxj_answer",
        lambda _kind, path, _shown: {"projects": [facts[names[path.name]]]},
    )
    config = tmp_path / "depgraph.yaml"
    config.write_text("graph: [site.xml, plant.xml]\n")
    plan = load(config=config)
    whole = plan.network or plan
    assert sorted(m.id for m in whole.milestones) == ["plant/1", "site/1", "site/2"]
    assert [link.ends for link in whole.links] == [("site/1", "site/2")]
    assert "its codes are read as plant/1 and so on" in texts(plan)
    config.write_text("graph: site.xml\n")
    alone = load(config=config)
    assert sorted(m.id for m in (alone.network or alone).milestones) == ["1", "2"]


def test_what_mpxj_passes_over_is_told(facts: Mapping[str, Any]) -> None:
    assert all(project["passed_over"] == [] for project in facts.values())
    project = {**facts["manual"], "passed_over": ["no date:\n x"]}
    graph = merge([network_file(NetworkReader(project, "plan.mpp", "0", []).network(8.0))])
    assert "MPXJ passes over what it cannot read: no date: x" in texts(graph)
