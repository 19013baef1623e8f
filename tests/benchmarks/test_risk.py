"""What a simulation costs beside a check of the same plan: time and memory of whole processes."""

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ..costs import CAN_BE_TOLD, cost
from .conftest import code, due, plan_text, prerequisites

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


def write_plan(path: Path, size: int) -> None:
    """Write a plan of which nothing is complete and all leads to the last milestone, GOAL."""
    waited_on = {before for n in range(size) for before in prerequisites(n)}
    with path.open("w", encoding="utf-8") as file:
        for lines in plan_text(size):
            kept = (line for line in lines.splitlines(keepends=True) if "completed:" not in line)
            file.writelines(kept)
        file.write(f"  GOAL:\n    due: {due(size)}\n    requires:\n")
        file.writelines(f"      - {code(n)}\n" for n in range(size) if n not in waited_on)


@pytest.mark.parametrize(("size", "megabytes"), [(10_000, 150), (100_000, 400)])
def test_a_large_plan(
    benchmark: BenchmarkFixture,
    tmp_path: Path,
    size: int,
    megabytes: int,
) -> None:
    config = tmp_path / "depgraph.yaml"
    plan = tmp_path / "plan.yaml"
    write_plan(plan, size - 1)
    config.write_text(CONFIG.format(path=plan))
    options = ("--config", config, "--allow-outside")
    check = cost("check", *options, folder=ROOT)
    loading = cost("show", "GOAL", *options, folder=ROOT)
    taken = benchmark.pedantic(
        cost,
        args=("risk", "GOAL", "--jobs", "1", *options),
        kwargs={"folder": ROOT},
        rounds=1,
    )
    assert taken.megabytes <= loading.megabytes + megabytes
    if size == 10_000:
        assert taken.seconds <= 5 * check.seconds
