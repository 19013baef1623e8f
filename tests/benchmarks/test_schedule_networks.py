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


@pytest.mark.parametrize(
    ("milestone_every", "most_checks", "most_megabytes"), [(10, 6, 220), (100, 11, 230)]
)
def test_a_report_of_a_large_network_costs_some_checks(
    tmp_path: Path, milestone_every: int, most_checks: float, most_megabytes: float
) -> None:
    """It draws no picture of so many links: of the 1.5 million of a tenth it has 40,000."""
    network = tmp_path / "large.xer"
    network.write_text("".join(xer(ACTIVITIES, milestone_every=milestone_every)), newline="")
    check = min(cost("check", "--graph", network, folder=tmp_path).seconds for _ in range(2))
    used = cost("report", "--graph", network, "-o", "report.html", folder=tmp_path)
    assert used.status == 0, used.errors
    assert "links are left to draw" in used.errors
    assert used.seconds < most_checks * check
    assert used.megabytes < most_megabytes
