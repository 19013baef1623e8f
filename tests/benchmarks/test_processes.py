"""How long whole runs of the command take."""

import os
import subprocess
import sys
from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

ROOT = Path(__file__).parent.parent.parent
SCRIPT = Path(sys.executable).with_name("depgraph")
ENVIRONMENT = {**os.environ, "NO_COLOR": "1"}


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False
    )


def test_critical_path_of_the_shipped_plan(benchmark: BenchmarkFixture) -> None:
    done = benchmark(run, SCRIPT, "critical-path", "LDM-503-17")
    assert done.returncode == 0, done.stderr
    assert "LDM-503-15a" in done.stdout
