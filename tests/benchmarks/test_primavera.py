"""How long a real export of Primavera P6 takes: reading alone, and a whole run of check."""

import subprocess
import sys
from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from depgraph.plans.loading import load
from depgraph.sources.workbook import read_workbook

SCRIPT = Path(sys.executable).with_name("depgraph")


def test_read_the_cells_of_an_export(benchmark: BenchmarkFixture, real_export: Path) -> None:
    workbook = benchmark(read_workbook, real_export, "export", ("TASK", "TASKPRED"))
    assert [len(sheet.rows) for sheet in workbook.sheets if sheet] == [388, 14041]


def test_read_and_contract_an_export(benchmark: BenchmarkFixture, real_export: Path) -> None:
    assert len(benchmark(load, real_export).links) == 1448


def test_check_of_an_export(benchmark: BenchmarkFixture, real_export: Path) -> None:
    command = (SCRIPT, "check", real_export)
    done = benchmark(subprocess.run, command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1, done.stderr
    assert "1448 links" in done.stdout
