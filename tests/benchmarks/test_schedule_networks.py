"""How long answers about the milestones of a large schedule network take, and how much memory.

Before milestones were a view, 20,000 activities with 40,000 relations took `critical-path` 50 s of
CPU and `check` 67 s, and 2.2 GB; now a tenth and an eighth at most, and 400 MB.
"""

from pathlib import Path

import pytest

from ..costs import CAN_BE_TOLD, cost
from .schedule_networks import xer

pytestmark = pytest.mark.skipif(not CAN_BE_TOLD, reason="no usage of single processes")

ACTIVITIES = 20_000
MOST_MEGABYTES = 400
MOST_CHECKS = 9
"""What a report takes: 7 checks of the same network."""


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
    used = cost(*command, "--graph", network, folder=tmp_path)
    assert used.status == 0, used.errors
    assert words in used.output
    assert used.seconds < most_seconds
    assert used.megabytes < MOST_MEGABYTES


def test_a_report_of_a_large_network_costs_some_checks(network: Path, tmp_path: Path) -> None:
    """Of 1.5 million links it has 40,000: 5.8 s and 180 MB, where none ended before."""
    check = min(cost("check", "--graph", network, folder=tmp_path).seconds for _ in range(2))
    used = cost("report", "--graph", network, "-o", "report.html", folder=tmp_path)
    assert used.status == 0, used.errors
    assert "40,000 of 1540007 links" in used.errors
    assert used.seconds < MOST_CHECKS * check
    assert used.megabytes < MOST_MEGABYTES
