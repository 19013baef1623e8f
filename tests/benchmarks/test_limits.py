"""Dates, cycles and the report of large plans, as ratios to the least that such work can take."""

import os
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from depgraph.analysis.floats import total_floats
from depgraph.analysis.projection import project
from depgraph.model import Calendar, Graph

from ..costs import CAN_BE_TOLD, SCRIPT, Command, cost, events_of, least_seconds
from .conftest import code, prerequisites

LARGE = [1_000_000] if os.environ.get("DEPGRAPH_LARGE") else []
SIZES = pytest.mark.parametrize("size", [1_000, 10_000, 100_000, *LARGE], ids="{:,}".format)
RINGS = 15


def plain_floats(graph: Graph, target: int) -> dict[str, int]:
    """Return the total floats of a plan without ladders and calendars, by loops over lists."""
    milestones = graph.milestones
    incoming, outgoing = graph.incoming, graph.outgoing
    sources, targets = graph.link_sources, graph.link_targets
    lags = [link.lag for link in graph.links]
    finish = [(m.own_date or graph.as_of).toordinal() for m in milestones]
    is_complete = [m.is_complete for m in milestones]
    as_of = graph.as_of.toordinal()
    waiting = [len(numbers) for numbers in incoming]
    order = [n for n, count in enumerate(waiting) if not count]
    for n in order:
        for number in outgoing[n]:
            waiting[targets[number]] -= 1
            if not waiting[targets[number]]:
                order.append(targets[number])
    for n in order:
        if is_complete[n]:
            continue
        day = max(finish[n], as_of)
        for number in incoming[n]:
            bound = finish[sources[number]] + lags[number]
            if bound > day:  # noqa: PLR1730 - a call takes longer
                day = bound
        finish[n] = day
    never = 10**9
    late = [never] * len(milestones)
    late[target] = finish[target]
    for n in reversed(order):
        last = late[n]
        if last == never:
            continue
        for number in incoming[n]:
            source = sources[number]
            bound = last - lags[number]
            if not is_complete[source] and bound < late[source]:
                late[source] = bound
    return {m.id: late[n] - finish[n] for n, m in enumerate(milestones) if late[n] != never}


def least_in_turn(rounds: int, graph: Graph, *works: Callable[[Graph], Any]) -> list[float]:
    """Return the least processor times of some works, each with a graph not asked before."""
    least = [float("inf")] * len(works)
    for _ in range(rounds):
        for place, work in enumerate(works):
            fresh = graph.with_links(graph.links)
            begun = process_time()
            work(fresh)
            least[place] = min(least[place], process_time() - begun)
    return least


@SIZES
@pytest.mark.parametrize(("calendars", "bar"), [(False, 1.0), (True, 3.5)], ids=["days", "weeks"])
def test_dates_and_floats_beside_plain_lists(
    benchmark: BenchmarkFixture,
    plan: Callable[[int], Graph],
    size: int,
    bar: float,
    *,
    calendars: bool,
) -> None:
    graph = ours = plan(size)
    target = graph.milestones[-1].id
    assert total_floats(project(graph), target) == plain_floats(graph, size - 1)
    if calendars:
        ours = Graph(
            [m._replace(calendar="office") for m in graph.milestones],
            [link._replace(calendar="office") for link in graph.links],
            as_of=graph.as_of,
            calendars=[Calendar("office")],
        )

    def measured() -> float:
        (plain,) = least_in_turn(5, graph, lambda fresh: plain_floats(fresh, size - 1))
        (whole,) = least_in_turn(5, ours, lambda fresh: total_floats(project(fresh), target))
        return whole / plain

    ratio = benchmark.pedantic(measured, rounds=1)
    benchmark.extra_info["times plain lists"] = round(ratio, 2)
    assert ratio <= bar


@pytest.mark.skipif(not CAN_BE_TOLD, reason="no usage of single processes")
@pytest.mark.parametrize(
    ("words", "is_queried", "bar", "most_megabytes"),
    [
        (("critical-path", code(99_999), "--graph"), False, 2.1, 190),
        (("critical-path", code(99_999), "--graph"), True, 2.5, 220),
        (("check",), True, 2.4, 185),
    ],
    ids=["critical path", "critical path with queries", "check"],
)
def test_answers_beside_the_events_of_the_file(
    benchmark: BenchmarkFixture,
    plan_file: Callable[[int], Path],
    tmp_path: Path,
    words: tuple[str, ...],
    bar: float,
    most_megabytes: float,
    *,
    is_queried: bool,
) -> None:
    path = plan_file(100_000)
    if not is_queried:
        text = path.read_text().replace("\n        query: Really?\n", "\n")
        path = tmp_path / "plan.yaml"
        path.write_text(text.replace("- id: ", "- "))
    answer = Command((SCRIPT, *words, str(path)))
    whole, least = benchmark.pedantic(
        least_seconds, args=(answer, events_of(str(path))), kwargs={"rounds": 3}, rounds=1
    )
    megabytes = cost(*words, path, folder=tmp_path).megabytes
    benchmark.extra_info |= {"times the events": round(whole / least, 2), "MB": round(megabytes)}
    assert whole / least <= bar
    assert megabytes <= most_megabytes


@pytest.mark.parametrize(
    ("size", "bar"),
    [(1_000, 5), (10_000, 5), (100_000, 5)],
    ids=["1,000", "10,000", "100,000"],
)
def test_check_of_rings_beside_the_events_of_the_file(
    benchmark: BenchmarkFixture,
    plan_file: Callable[[int], Path],
    tmp_path: Path,
    size: int,
    bar: float,
) -> None:
    text = plan_file(size).read_text()
    for ring in range(1, RINGS + 1):
        first = last = ring * size // (RINGS + 1)
        for _ in range(6):
            first = next(prerequisites(first))
        head, entry, tail = text.partition(f"  {code(first)}:\n")
        text = head + entry + tail.replace("requires:\n", f"requires:\n      - {code(last)}\n", 1)
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    check = Command((SCRIPT, "check", "--graph", str(path)))
    whole, least = benchmark.pedantic(
        least_seconds, args=(check, events_of(str(path))), kwargs={"rounds": 3}, rounds=1
    )
    ratio = whole / least
    benchmark.extra_info["times the events"] = round(ratio, 2)
    assert ratio <= bar


@pytest.mark.skipif(not CAN_BE_TOLD, reason="no usage of single processes")
def test_report_of_a_chain_beside_its_check(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    lines = ["as_of: 2024-01-01\nmilestones:\n  M-00000: {due: 2024-01-01}\n"]
    lines += (
        f"  M-{n:05}: {{due: 2024-{1 + n % 12:02}-15, requires: [M-{n - 1:05}]}}\n"
        for n in range(1, 10_000)
    )
    (tmp_path / ".git").mkdir()
    (tmp_path / "plan.yaml").write_text("".join(lines))
    (tmp_path / "depgraph.yaml").write_text("graph: plan.yaml\n")
    path = str(tmp_path / "r.html")
    check = Command((SCRIPT, "check"), folder=tmp_path)
    report = Command((SCRIPT, "report", "-o", path), folder=tmp_path)
    whole, least = benchmark.pedantic(
        least_seconds, args=(report, check), kwargs={"rounds": 3}, rounds=1
    )
    benchmark.extra_info["times the check"] = round(whole / least, 1)
    assert whole <= 15 * least
    measured = cost("report", "-o", path, folder=tmp_path)
    assert measured.status == 0, measured.errors
    assert measured.megabytes <= 400
