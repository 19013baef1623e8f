"""What an import of a schedule network makes of its dates, and what it says of them."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from ..analysis.schedule_files import START, Plan, Task, Tie, random_plan, xer

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., object]

DAY = 1440


def projected(run: Run, *arguments: str) -> dict[str, str]:
    """Return the projected dates that `list` gives by code."""
    result = run("list", "--columns", "code,projected", "--format", "csv", *arguments)
    return {row["code"]: row["projected"] for row in csv.DictReader(result.stdout.splitlines())}


def named(text: str) -> dict[str, tuple[str, str]]:
    """Return the dates that the summary of an import names, those of the plan first."""
    lines = re.findall(r"^  (\S+): (\S+|no date), in the source (\S+|no date)$", text, re.MULTILINE)
    return {code: (mine, other) for code, mine, other in lines}


@pytest.mark.parametrize("activities", [(), ("--activities",)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_dates_are_those_of_the_source_or_named(seed, activities, tmp_path, run) -> None:
    path = tmp_path / "plan.xer"
    path.write_text(xer(random_plan(seed, 20)), newline="")
    text = run("import", path, "--into", tmp_path / "plan", *activities).stdout
    of_plan = projected(run, "--graph", tmp_path / "plan")
    of_source = projected(run, "--graph", path, *activities)
    others = {code: (of_plan[code], day) for code, day in of_source.items() if of_plan[code] != day}
    assert named(text) == others
    assert ("Projected otherwise" in text) == bool(others)


def waiting(*, started: int | None = None) -> str:
    """A week and a half of work that has not begun when it was to be done, and a milestone."""
    now = START + 30 * DAY
    planned = (START + 480, START + 11 * DAY)
    tasks = [
        Task("DIG", hours=80, started=started, planned=planned),
        Task("READY", "TT_FinMile", hours=0, planned=planned[1:] * 2),
    ]
    return xer(Plan(tasks, [Tie("DIG", "READY")], now))


@pytest.mark.parametrize("activities", [(), ("--activities",)])
def test_work_that_is_left_starts_at_the_data_date(activities, write, tmp_path, run) -> None:
    """What its program states is of an earlier run: the forecast is that of its logic."""
    path = write("plan.xer", waiting())
    text = run("import", path, "--into", tmp_path / "plan", *activities).stdout
    assert "Forecasts by the logic of the source" in text
    assert "Projected otherwise" not in text
    of_plan = projected(run, "--graph", tmp_path / "plan")
    assert of_plan["READY"] == "2024-02-20"
    assert run("check", "--graph", tmp_path / "plan").returncode == 0


def test_what_has_begun_goes_on_at_the_data_date(write, tmp_path, run) -> None:
    """The data date is the start of a day: that day's work is done behind it, and counts."""
    path = write("plan.xer", waiting(started=START + 480))
    text = run("import", path, "--into", tmp_path / "plan", "--activities").stdout
    assert "Projected otherwise" not in text
    assert projected(run, "--graph", tmp_path / "plan")["DIG"] == "2024-02-20"
    again = run("import", path, "--into", tmp_path / "plan", "--activities").stdout
    assert again.endswith("nothing to change\n")


def test_an_export_keeps_its_times_of_work_beside_a_calendar_of_that_name(
    write, tmp_path, run
) -> None:
    """An import names the calendars of an export in the configuration, without times of day."""
    path = write("plan.xer", waiting(started=START + 480))
    alone = projected(run, "--graph", path)
    run("import", path, "--into", tmp_path)
    assert "calendars:" in (tmp_path / "depgraph.yaml").read_text()
    assert projected(run, "--graph", path) == alone
    config = tmp_path / "depgraph.yaml"
    config.write_text(config.read_text().replace("8 x 5:\n", "8 x 5:\n    week: [mon]\n"))
    assert "week: [mon]" in config.read_text()
    assert projected(run, "--graph", path) == alone
