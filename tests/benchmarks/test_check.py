"""What a green check costs as a whole process, beside the least that any such check can cost.

The floors are run in the same session, as machines and days differ: a bare interpreter, the
command line library, and this library with the parser's events of the same files.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
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

pytestmark = pytest.mark.benchmark(group="green check of the shipped plan, whole process")


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
