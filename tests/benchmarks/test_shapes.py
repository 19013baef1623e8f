"""How long answers about plans of odd shapes take, beside the check of the same plan."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ..costs import SCRIPT, Command, least_seconds


def links(n: int, shape: str) -> Iterator[str]:
    """Yield the links of a milestone: all wait on the first one, or on two near ones."""
    for before in [0] if shape == "fan out" else [n - 1, n - 7]:
        if 0 <= before < n:
            is_queried = shape == "queried" or (shape == "calendars" and n % 50 == 0)
            yield f"{{id: M{before:05}, query: Really?}}" if is_queried else f"M{before:05}"


def write(folder: Path, size: int, shape: str) -> None:
    """Write a plan, ten milestones a day."""
    lines = ["as_of: 2024-01-04\nmilestones:\n"]
    for n in range(size):
        day = date(2024, 1, 6) + timedelta(days=n // 10)
        lines.append(f"  M{n:05}: {{due: {day}, requires: [{', '.join(links(n, shape))}]}}\n")
    (folder / ".git").mkdir()
    (folder / "plan.yaml").write_text("".join(lines))
    calendars = "calendars: {office: {}}\ncalendar: office\nlags: working\n"
    (folder / "depgraph.yaml").write_text(
        f"graph: plan.yaml\n{calendars if shape == 'calendars' else ''}"
    )


@pytest.mark.parametrize(
    ("size", "shape", "words", "bar"),
    [
        (1000, "queried", ["queries"], 10),
        (1000, "calendars", ["queries"], 6.2),
        (500, "queried", ["render", "-o", "x.svg"], 16),
        (500, "queried", ["render", "--view", "calendar", "-o", "x.svg"], 7.2),
        (500, "fan out", ["render", "-o", "x.svg"], 22.5),
    ],
    ids=lambda value: " ".join(value[:3]) if isinstance(value, list) else str(value),
)
def test_answers_about_odd_shapes_beside_the_check(
    benchmark: BenchmarkFixture, tmp_path: Path, size: int, shape: str, words: list[str], bar: float
) -> None:
    """The pictures took 37 to 60 checks, and `queries` with calendars 290, before these."""
    write(tmp_path, size, shape)
    check = Command((SCRIPT, "check"), folder=tmp_path)
    answer = Command((SCRIPT, *words), folder=tmp_path)
    whole, least = benchmark.pedantic(
        least_seconds, args=(answer, check), kwargs={"rounds": 3}, rounds=1
    )
    benchmark.extra_info["times the check"] = round(whole / least, 1)
    assert whole <= bar * least
