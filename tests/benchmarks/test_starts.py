"""What short commands cost as whole processes, beside the least that any such command can cost.

Each is a ratio of times of a processor, of commands that are run in turn, and stands behind the
name of its test. What is measured on a quiet machine stands beside each bar.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from depgraph.diagrams.layout import render
from depgraph.diagrams.overview import overview
from depgraph.diagrams.programs import run as run_graphviz
from depgraph.plans.opening import open_plan

from ..costs import CAN_BE_TOLD, CLICK, ROOT, SCRIPT, Command, events_of, least_seconds

pytestmark = [
    pytest.mark.benchmark(group="whole processes, as ratios"),
    pytest.mark.skipif(not CAN_BE_TOLD, reason="this system does not tell the time of a process"),
]

CODES = ("graphs/depgraph.yaml", "graphs/prerequisites.yaml", "graphs/external.yaml")
DATES = ("graphs/schedules/2019-05-20.yaml",)
EVERYTHING = (*CODES, *DATES, "graphs/baseline.yaml")


def completion(*words: str) -> Command:
    """Return what a shell runs to complete the last word."""
    return Command(
        (SCRIPT,),
        environment=(
            ("_DEPGRAPH_COMPLETE", "bash_complete"),
            ("COMP_WORDS", " ".join(("depgraph", *words))),
            ("COMP_CWORD", str(len(words))),
        ),
    )


def hold(benchmark: BenchmarkFixture, ratio: float, bar: float) -> None:
    benchmark.name += f": {ratio:.2f}"
    benchmark.pedantic(float, (ratio,))
    assert ratio <= bar


@pytest.mark.parametrize(
    ("command", "floor", "bar"),
    [
        (Command((SCRIPT, "--version")), Command(CLICK), 1.3),  # 1.03
        (Command((SCRIPT, "--help")), Command(CLICK), 1.3),  # 1.22
        (completion("c"), Command(CLICK), 1.3),  # 1.11
        (completion("show", "LDM-503-1"), events_of(*CODES, *DATES), 1.3),  # 1.25 to 1.27
        (Command((SCRIPT, "check")), events_of(*EVERYTHING), 1.5),  # 1.38 to 1.40
    ],
    ids=["version", "help", "completed command", "completed code", "green check"],
)
def test_start(benchmark: BenchmarkFixture, command: Command, floor: Command, bar: float) -> None:
    whole, least = least_seconds(command, floor, rounds=25)
    hold(benchmark, whole / least, bar)


@pytest.mark.parametrize(
    ("milestones", "bar"),
    [(1_000, 3.0), (10_000, 4.5), (100_000, 4.5)],
    ids=["1,000", "10,000", "100,000"],
)
def test_check(
    benchmark: BenchmarkFixture, plan_file: Callable[[int], Path], milestones: int, bar: float
) -> None:
    path = str(plan_file(milestones))
    rounds = 3 if milestones == 100_000 else 7
    whole, least = least_seconds(Command((SCRIPT, "check", path)), events_of(path), rounds=rounds)
    hold(benchmark, whole / least, bar)


def test_check_of_an_export_of_primavera(benchmark: BenchmarkFixture, real_export: Path) -> None:
    read = (
        "import sys; from python_calamine import CalamineWorkbook as Workbook\n"
        "workbook = Workbook.from_path(sys.argv[1])\n"
        "for name in workbook.sheet_names: workbook.get_sheet_by_name(name).to_python()"
    )
    whole, least = least_seconds(
        Command((SCRIPT, "check", str(real_export))),
        Command((sys.executable, "-c", read, str(real_export))),
        rounds=10,
    )
    hold(benchmark, whole / least, 4.7)  # 4.3 to 4.4


def test_overview(
    benchmark: BenchmarkFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Command] = []

    def recorded(*command: str, source: str) -> bytes:
        drawn.append(Command(command, source.encode()))
        return run_graphviz(*command, source=source)

    monkeypatch.setattr("depgraph.diagrams.layout.run", recorded)
    opened = open_plan(ROOT / "graphs")
    findings = opened.check().findings
    render(overview(opened.graph, home="DM", findings=findings), format="svg")
    assert len(drawn) == 2

    drawing = Command((SCRIPT, "render", "-o", str(tmp_path / "a.svg")))
    whole, *least = least_seconds(drawing, Command(CLICK), *drawn)
    hold(benchmark, whole / sum(least), 2.5)  # 2.3
