"""What large plans cost: whole processes, in seconds of CPU and megabytes.

With ``DEPGRAPH_LARGE`` set in the environment, of plans of the size that the bounds are for.
"""

import os
import random
import shutil
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from ..costs import CAN_BE_TOLD, cost
from ..report_data import report_data

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CAN_BE_TOLD, reason="no usage of single processes"),
]

ROOT = Path(__file__).parents[2]

needs_size = pytest.mark.skipif(
    "DEPGRAPH_LARGE" not in os.environ, reason="takes a minute: set DEPGRAPH_LARGE"
)


needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, int], Path]:
    """A file with so many milestones, each of which waits on so many directly before it."""

    @cache
    def written(size: int, width: int, later: int = 0) -> Path:
        path = tmp_path_factory.mktemp("large") / "plan.yaml"

        def lines() -> Iterable[str]:
            yield "as_of: 2020-01-15\nmilestones:\n"
            for n in range(size):
                day = date(2020, 1, 1) + timedelta(days=n // 2 + later * (n % 97 == 0))
                yield f"  M-{n:06}:\n    due: {day}\n"
                if n and width:
                    yield "    requires:\n"
                    yield from (f"    - M-{m:06}\n" for m in range(max(0, n - width), n))

        path.write_text("".join(lines()), encoding="utf-8")
        return path

    return written


def test_a_report_of_a_long_chain_is_in_proportion_to_its_check(plan, tmp_path: Path) -> None:
    chain = plan(10_000, 1)
    check = min(cost("check", chain, folder=tmp_path) for _ in range(2))
    report = cost("report", "-o", "r.html", chain, folder=tmp_path)
    assert report.status == 0, report.errors
    assert report.seconds < 15 * check.seconds
    assert report.megabytes < 400


def test_a_report_of_a_larger_plan_is_folded_and_says_so(plan, tmp_path: Path, run) -> None:
    net = plan(11_000, 4)
    done = run("report", "-o", tmp_path / "r.html", net)
    assert "note: The plan is too large for one page" in done.stderr
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    data = report_data(text)
    assert len(data["milestones"]) == 10_000
    assert "10,000 of 11000 milestones" in data["folded"]
    assert sum(data["totals"]["standings"].values()) == 11_000
    assert len(text) < 15_000_000


@pytest.mark.parametrize(
    ("size", "seconds", "megabytes"),
    [(800, 6, 300), pytest.param(10_000, 20, 1024, marks=needs_size)],
)
def test_dense_plans_end_in_time(
    plan, tmp_path: Path, size: int, seconds: float, megabytes: float
) -> None:
    dense, later = plan(size, 98), plan(size, 98, 3)
    for arguments in (
        ("check", dense),
        ("report", "-o", "r.html", dense),
        ("import", dense, "--into", "new"),
        ("diff", dense, later),
        ("render", "-o", "r.dot", dense),
        ("list", "--graph", dense),
        ("critical-path", f"M-{size - 1:06}", "--graph", dense),
    ):
        used = cost(*arguments, folder=tmp_path)
        assert used.status in (0, 1), used.errors
        assert used.seconds < seconds, arguments
        assert used.megabytes < megabytes, arguments


@needs_size
@pytest.mark.parametrize("width", [0, 1, 3])
def test_a_report_of_a_hundred_thousand_ends_in_time(plan, tmp_path: Path, width: int) -> None:
    used = cost("report", "-o", "r.html", plan(100_000, width), folder=tmp_path)
    assert used.status == 0, used.errors
    assert used.seconds < 40
    assert used.megabytes < 1024
    assert (tmp_path / "r.html").stat().st_size < 15_000_000


def busy_plan(path: Path, size: int) -> Path:
    """Write a plan with names, teams, owners and states, and two links a milestone."""
    draw = random.Random(size)  # noqa: S311 - no secrets

    def lines() -> Iterable[str]:
        yield "as_of: 2024-02-01\nmilestones:\n"
        for n in range(size):
            due = date(2022, 1, 1) + timedelta(days=2 * n + draw.randrange(-20, 40))
            yield f"  S-{n}:\n    name: Milestone number {n} of the plan\n    level: {2 + n % 3}\n"
            yield f"    team: T{n % 7}\n    owner: O\n    due: {due}\n"
            if due < date(2024, 1, 1):
                yield f"    completed: {due + timedelta(days=9)}\n"
            before = {draw.randrange(max(0, n - 40), n) for _ in range(2)} if n else ()
            if before:
                yield f"    requires: [{', '.join(f'S-{m}' for m in sorted(before))}]\n"

    path.write_text("".join(lines()), encoding="utf-8")
    return path


@needs_dot
def test_a_report_of_a_thousand_milestones_is_two_megabytes_at_most(tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    made = cost("report", "-o", path, busy_plan(tmp_path / "plan.yaml", 1000), folder=tmp_path)
    assert made.status == 0, made.errors
    assert "without" not in made.errors
    data = report_data(path.read_text(encoding="utf-8"))
    assert len(data["milestones"]) == 1000
    assert len(data["links"]) > 1900
    assert path.stat().st_size <= 2_000_000


@needs_dot
def test_a_report_is_in_proportion_to_its_overview(tmp_path: Path, monkeypatch) -> None:
    # As installed: compiled once, not in every process.
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path / "compiled"))

    def seconds(*arguments: str | Path) -> float:
        runs = [cost(*arguments, folder=ROOT) for _ in range(4)]
        assert {used.status for used in runs} == {0}, runs[0].errors
        return min(used.seconds for used in runs)

    picture = seconds("render", "-o", tmp_path / "x.svg")
    report = seconds("report", "-o", tmp_path / "r.html")
    # It has two pictures and five charts.
    assert report < 5 * picture
