"""Synthetic plans of any size, as YAML and as graphs, the same in every run.

Every milestone waits on three earlier ones: a near one, one of the last hundred, and one of
the last two hundred and fifty. Due dates rise by three days a milestone on average, a third
are complete, and a few links are queried.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest

from depgraph.model import Graph, Link, Milestone, Query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

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
        path.write_text("".join(plan_text(size)), encoding="utf-8")
        return path

    return create
