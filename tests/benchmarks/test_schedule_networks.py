"""How long answers about the milestones of a large schedule network take, and how much memory.

Before milestones were a view, 20,000 activities with 40,000 relations took `critical-path` 50 s of
CPU and `check` 67 s, and 2.2 GB; now a tenth and an eighth at most, and 400 MB.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from .schedule_networks import xer

SCRIPT = Path(sys.executable).with_name("depgraph")
ACTIVITIES = 20_000
MOST_MEGABYTES = 400


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("network") / "large.xer"
    path.write_text("".join(xer(ACTIVITIES)), newline="")
    return path


@pytest.mark.parametrize(
    ("command", "most_seconds", "words"),
    [
        (["critical-path", "M019999"], 5.0, "The path begins in work"),
        (["check"], 8.3, "2000 milestones of a network of 20000 activities"),
    ],
)
def test_answers_about_milestones_of_a_large_network(
    network: Path, tmp_path: Path, command: list[str], most_seconds: float, words: str
) -> None:
    output = tmp_path / "answer.txt"
    arguments = [str(SCRIPT), *command, "--graph", str(network)]
    with output.open("wb") as file:
        redirect = [(os.POSIX_SPAWN_DUP2, file.fileno(), 1)]
        process = os.posix_spawn(SCRIPT, arguments, os.environ, file_actions=redirect)
        _, status, usage = os.wait4(process, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert words in output.read_text()
    assert usage.ru_utime + usage.ru_stime < most_seconds
    assert usage.ru_maxrss / 1024 < MOST_MEGABYTES
