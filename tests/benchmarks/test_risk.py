"""What a simulation costs beside a check of the same plan: time and memory of whole processes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ..costs import CAN_BE_TOLD, cost

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_benchmark.fixture import BenchmarkFixture

ROOT = Path(__file__).parent.parent.parent
CONFIG = """\
title: A large plan
graph: {path}
risk: {{slips: [{{milestones: {{}}, low: -5, likely: 0, high: 60}}]}}
"""

pytestmark = [
    pytest.mark.benchmark(group="simulation beside a check"),
    pytest.mark.skipif(not CAN_BE_TOLD, reason="no usage of single processes"),
]


def test_the_shipped_plan(benchmark: BenchmarkFixture) -> None:
    check = min(cost("check", folder=ROOT).seconds for _ in range(5))
    taken = benchmark.pedantic(
        lambda: min(cost("risk", "LDM-503-17", folder=ROOT).seconds for _ in range(5)), rounds=1
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
    check = cost("check", *options, folder=ROOT)
    loading = cost("show", f"M-{size - 1:06d}", *options, folder=ROOT)
    taken = benchmark.pedantic(
        cost,
        args=("risk", f"M-{size - 1:06d}", "--jobs", "1", *options),
        kwargs={"folder": ROOT},
        rounds=1,
    )
    assert taken.megabytes <= loading.megabytes + megabytes
    if size == 10_000:
        assert taken.seconds <= 5 * check.seconds
