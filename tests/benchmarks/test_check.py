"""What a check costs as a whole process, beside the least that any such check can cost.

The floors are run in the same session, as machines and days differ: a bare interpreter, the
command line library, and this library with the parser's events of the same files.
Processes of large plans are run in turn, and their processor time is compared.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_benchmark.fixture import BenchmarkFixture

ROOT = Path(__file__).parent.parent.parent
SCRIPT = Path(sys.executable).with_name("depgraph")
ENVIRONMENT = {**os.environ, "NO_COLOR": "1"}

EVENTS = """\
import sys
import click
import yaml
from yaml._yaml import CParser
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        get = CParser(file.read().decode()).get_event
    while type(get()) is not yaml.StreamEndEvent:
        pass
"""
FILES = [
    f"graphs/{name}.yaml"
    for name in ("depgraph", "prerequisites", "external", "schedules/2019-05-20", "baseline")
]

pytestmark = pytest.mark.benchmark(group="check, whole process")


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize(
    "command",
    [("pass",), ("import click",), (EVENTS, *FILES)],
    ids=["bare interpreter", "click", "click and events"],
)
def test_floor(benchmark: BenchmarkFixture, command: tuple[str, ...]) -> None:
    done = benchmark.pedantic(run, (sys.executable, "-c", *command), rounds=15, warmup_rounds=2)
    assert (done.returncode, done.stderr) == (0, "")


def test_green_check(benchmark: BenchmarkFixture) -> None:
    done = benchmark.pedantic(run, (SCRIPT, "check"), rounds=15, warmup_rounds=2)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "142 milestones" in done.stdout


@pytest.mark.parametrize(
    ("size", "bar"),
    [(1_000, 3.0), (10_000, 4.5), (100_000, 4.5)],
    ids=["1,000", "10,000", "100,000"],
)
def test_check_beside_the_events_of_its_file(
    benchmark: BenchmarkFixture, plan_file: Callable[[int], Path], size: int, bar: float
) -> None:
    path = plan_file(size)
    floors: list[float] = []
    wholes: list[float] = []

    def in_turn() -> None:
        floors.append(seconds(sys.executable, "-c", EVENTS, path))
        wholes.append(seconds(SCRIPT, "check", path))

    benchmark.pedantic(in_turn, rounds=3 if size == 100_000 else 7)
    ratio = min(wholes) / min(floors)
    benchmark.extra_info["times the events"] = round(ratio, 2)
    assert ratio <= bar, f"{min(wholes):.2f} s of {min(floors):.2f} s: {ratio:.2f} times"


def seconds(*command: str | Path) -> float:
    """Return the processor time of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = run(*command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in (0, 1), done.stderr
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
