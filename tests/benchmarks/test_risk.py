"""What a simulation costs beside a check of the same plan: time and memory of whole processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_benchmark.fixture import BenchmarkFixture

ROOT = Path(__file__).parent.parent.parent
SCRIPT = Path(sys.executable).with_name("depgraph")
ENVIRONMENT = {**os.environ, "NO_COLOR": "1"}
CONFIG = """\
title: A large plan
graph: {path}
risk: {{slips: [{{milestones: {{}}, low: -5, likely: 0, high: 60}}]}}
"""

pytestmark = pytest.mark.benchmark(group="simulation beside a check")


class Cost(NamedTuple):
    """What a process took."""

    seconds: float
    megabytes: float


def cost(*arguments: str | Path) -> Cost:
    """Run a command to its end, and return the processor time and the memory that it took."""
    process = subprocess.Popen(
        [SCRIPT, *arguments], cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1)
    process.returncode = 0
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def test_the_shipped_plan(benchmark: BenchmarkFixture) -> None:
    check = min(cost("check").seconds for _ in range(5))
    taken = benchmark.pedantic(
        lambda: min(cost("risk", "LDM-503-17").seconds for _ in range(5)), rounds=1
    )
    assert taken <= 5 * check


@pytest.mark.parametrize(("size", "megabytes"), [(10_000, 150), (100_000, 400)])
def test_a_large_plan(
    benchmark: BenchmarkFixture,
    plan_file: Callable[[int], Path],
    tmp_path: Path,
    size: int,
    megabytes: int,
) -> None:
    config = tmp_path / "depgraph.yaml"
    config.write_text(CONFIG.format(path=plan_file(size)))
    options = ("--config", config, "--allow-outside")
    check = cost("check", *options)
    loading = cost("show", f"M-{size - 1:06d}", *options)
    taken = benchmark.pedantic(
        cost, args=("risk", f"M-{size - 1:06d}", "--jobs", "1", *options), rounds=1
    )
    assert taken.megabytes <= loading.megabytes + megabytes
    if size == 10_000:
        assert taken.seconds <= 5 * check.seconds
