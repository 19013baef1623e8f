"""How long it takes to load, check and analyse plans of 1,000, 10,000 and 100,000 milestones.

With ``DEPGRAPH_LARGE`` set in the environment, of 1,000,000 too. All is time of processors, and
is told as multiples of a bare loop over the events of the parser in the same run.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import depgraph
from depgraph.analysis.critical_path import critical_path
from depgraph.analysis.cycles import find_cycles
from depgraph.analysis.floats import total_floats
from depgraph.analysis.projection import project
from depgraph.analysis.reach import reach
from depgraph.analysis.redundant import redundant_links
from depgraph.model import Graph, Link

from .conftest import processor_time
from .test_processes import SCRIPT, run

LARGE = [1_000_000] if os.environ.get("DEPGRAPH_LARGE") else []
SIZES = pytest.mark.parametrize("size", [1_000, 10_000, 100_000, *LARGE], ids="{:,}".format)


EVENTS = """\
import sys, yaml
from yaml._yaml import CParser
with open(sys.argv[1], "rb") as file:
    get = CParser(file.read()).get_event
while type(get()) is not yaml.StreamEndEvent:
    pass
"""

pytestmark = pytest.mark.benchmark(timer=processor_time)


def last(size: int) -> str:
    return f"M-{size - 1:06d}"


def links_of(size: int) -> int:
    """Three links each, but for those that have too few milestones before them."""
    return 3 * size - 233


def fresh(graph: Graph, *others: str) -> Callable[[], tuple[tuple[object, ...], dict[str, object]]]:
    """Return what makes the arguments of each round: a graph that has not been asked before.

    A graph keeps the order of its milestones, which the first analysis asks for.
    """
    return lambda: ((graph.with_links(graph.links), *others), {})


def rounds(size: int) -> int:
    return max(1, min(20, 500_000 // size))


@SIZES
def test_events(benchmark: BenchmarkFixture, plan_file: Callable[[int], Path], size: int) -> None:
    command = (sys.executable, "-c", EVENTS, plan_file(size))
    assert benchmark.pedantic(run, command, rounds=5).returncode == 0


@SIZES
def test_whole_check(
    benchmark: BenchmarkFixture, plan_file: Callable[[int], Path], size: int
) -> None:
    done = benchmark.pedantic(run, (SCRIPT, "check", plan_file(size)), rounds=3)
    assert "date-order" in done.stdout


@SIZES
def test_whole_critical_path(
    benchmark: BenchmarkFixture, plan_file: Callable[[int], Path], size: int
) -> None:
    command = (SCRIPT, "critical-path", last(size), "--graph", plan_file(size))
    done = benchmark.pedantic(run, command, rounds=3)
    assert done.stdout.startswith(last(size))


@SIZES
def test_load(benchmark: BenchmarkFixture, plan_file: Callable[[int], Path], size: int) -> None:
    path = plan_file(size)
    graph = benchmark.pedantic(depgraph.load, (path,), rounds=1 if size > 100_000 else 2)
    assert (len(graph), len(graph.links)) == (size, links_of(size))
    assert graph.links[-1].position.line > size


@SIZES
def test_build_a_graph(
    benchmark: BenchmarkFixture, plan: Callable[[int], Graph], size: int
) -> None:
    ready = plan(size)
    graph = benchmark(Graph, ready.milestones, ready.links)
    assert len(graph.links) == links_of(size)


@SIZES
def test_project(benchmark: BenchmarkFixture, plan: Callable[[int], Graph], size: int) -> None:
    projection = benchmark.pedantic(project, setup=fresh(plan(size)), rounds=rounds(size))
    assert len(projection.finish) == size
    assert None not in projection.finish


@SIZES
def test_total_floats(benchmark: BenchmarkFixture, plan: Callable[[int], Graph], size: int) -> None:
    projection = project(plan(size))
    floats = benchmark(total_floats, projection, last(size))
    assert floats[last(size)] == 0
    assert min(floats.values()) == 0
    assert len(floats) > size // 3


@SIZES
def test_critical_path(
    benchmark: BenchmarkFixture, plan: Callable[[int], Graph], size: int
) -> None:
    path = benchmark.pedantic(
        critical_path, setup=fresh(plan(size), last(size)), rounds=rounds(size)
    )
    assert path.codes[0] == last(size)
    assert len(path.driving_steps) > 1
    assert path.undated == ()


@SIZES
def test_check(benchmark: BenchmarkFixture, plan: Callable[[int], Graph], size: int) -> None:
    result = benchmark.pedantic(depgraph.check, (plan(size),), rounds=2)
    assert {each.rule for each in result.examined} >= {"cycle", "date-order", "ladder"}


@SIZES
def test_reach(benchmark: BenchmarkFixture, plan: Callable[[int], Graph], size: int) -> None:
    found = benchmark(reach, plan(size), size - 1)
    assert len(found.came) > size // 3


@SIZES
def test_find_no_cycle(
    benchmark: BenchmarkFixture, plan: Callable[[int], Graph], size: int
) -> None:
    found = benchmark.pedantic(find_cycles, setup=fresh(plan(size)), rounds=rounds(size))
    assert found == ()


@SIZES
def test_find_a_cycle(benchmark: BenchmarkFixture, plan: Callable[[int], Graph], size: int) -> None:
    ordered = plan(size)
    first = last(size)
    while ordered.predecessors(first):
        first = ordered.predecessors(first)[0]
    closing = Link(last(size), first)
    closed = ordered.with_links([*ordered.links, closing])
    (cycle,) = benchmark.pedantic(find_cycles, (closed,), rounds=2)
    assert closing in cycle.links
    assert len(cycle.milestones) > size // 3


@SIZES
def test_redundant_links(
    benchmark: BenchmarkFixture, plan: Callable[[int], Graph], size: int
) -> None:
    found = benchmark(redundant_links, plan(size))
    assert found.chains
    assert found.is_complete is (size < 10_000)
