"""Synthetic plans of any size, as YAML and as graphs, the same in every run.

Every milestone waits on three earlier ones: a near one, one of the last hundred, and one of
the last two hundred and fifty. Due dates rise by three days a milestone on average, a third
are complete, and a few links are queried.
"""

import resource
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from depgraph.model import Graph, Link, Milestone, Query

START = date(2020, 1, 1)
STEP = 0.02
"""Days from one milestone to the next."""


def code(n: int) -> str:
    return f"M-{n:06d}"


def prerequisites(n: int) -> Iterator[int]:
    near, middle, far = 1 + n % 5, 7 + n * 7919 % 90, 101 + n * 104729 % 150
    return (n - back for back in (near, middle, far) if back <= n)


def is_queried(n: int, prerequisite: int) -> bool:
    return n % 50 == 0 and (n - prerequisite) > 100


def due(n: int) -> date:
    return START + timedelta(days=int(n * STEP) + n * 37 % 60)


def as_of(size: int) -> date:
    return due(size // 3)


def completed(n: int, size: int) -> date | None:
    return due(n) if n < size // 3 and due(n) <= as_of(size) else None


def plan_graph(size: int) -> Graph:
    milestones = [
        Milestone(
            code(n),
            name=f"Milestone number {n}",
            due=due(n),
            completed=completed(n, size),
            state="complete" if completed(n, size) else "incomplete",
        )
        for n in range(size)
    ]
    links = [
        Link(code(before), code(n), queries=(Query("Really?"),) if is_queried(n, before) else ())
        for n in range(size)
        for before in prerequisites(n)
    ]
    return Graph(milestones, links, as_of=as_of(size))


def plan_text(size: int) -> Iterator[str]:
    yield f"as_of: {as_of(size)}\nmilestones:\n"
    for n in range(size):
        yield f"  {code(n)}:\n    name: Milestone number {n}\n    due: {due(n)}\n"
        if completed(n, size):
            yield f"    completed: {completed(n, size)}\n"
        before = list(prerequisites(n))
        if before:
            yield "    requires:\n"
        for each in before:
            if is_queried(n, each):
                yield f"      - id: {code(each)}\n        query: Really?\n"
            else:
                yield f"      - {code(each)}\n"


@pytest.fixture(scope="session")
def plan() -> Callable[[int], Graph]:
    """Return the graph of so many milestones."""
    return cache(plan_graph)


@pytest.fixture(scope="session")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Return a file with the plan of so many milestones."""

    @cache
    def create(size: int) -> Path:
        path = tmp_path_factory.mktemp("plans") / f"plan-{size}.yaml"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(plan_text(size))
        return path

    return create


# -- the table of docs/development ---------------------------------------------------------------


def processor_time() -> float:
    """Return the time of processors that this process and those that it ran have used."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


TIMED = pytest.StashKey[list[Any]]()


@pytest.hookimpl(tryfirst=True)
def pytest_benchmark_group_stats(config: pytest.Config, benchmarks: list[Any]) -> None:
    config.stash[TIMED] = benchmarks


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the least times of all benchmarks that have sizes, as a Markdown table.

    Beside a loop over the events of the parser they are multiples of its time.
    """
    rows: dict[str, dict[int, float]] = {}
    for each in config.stash.get(TIMED, []):
        parameters = dict(each["params"] or {})
        size = parameters.pop("size", None)
        if size is not None:
            name = each["name"].partition("[")[0].removeprefix("test_").replace("_", " ")
            name = ": ".join([name, *map(str, parameters.values())])
            rows.setdefault(name, {})[size] = each["min"]
    sizes = sorted({size for row in rows.values() for size in row})
    if not sizes:
        return
    units = rows.get("events", {})
    terminalreporter.section("least times by the number of milestones")
    terminalreporter.line(f"| | {' | '.join(f'{size:,}' for size in sizes)} |")
    terminalreporter.line(f"|---|{'---|' * len(sizes)}")
    for name, row in rows.items():
        is_unit = not units or row is units
        cells = (
            ""
            if size not in row
            else _time(row[size])
            if is_unit
            else f"{row[size] / units[size]:.2f}"
            for size in sizes
        )
        terminalreporter.line(f"| {name} | {' | '.join(cells)} |")


def _time(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.1f} s"
    return f"{1000 * seconds:.0f} ms" if seconds >= 0.01 else f"{1000 * seconds:.1f} ms"
