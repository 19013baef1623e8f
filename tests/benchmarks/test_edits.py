"""What edits and comparisons of large plans cost as whole processes, beside their files' events.

Processes run in turn, and their processor time is compared: with a bare loop over the events
that the parser gives of the files that are named.
"""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ..costs import CAN_BE_TOLD, SCRIPT, Command, cost, events_of, least_seconds
from .test_starts import hold

COMMANDS = {
    "import anew": ("import plan.yaml --into new --dry-run", 10, 15),
    "import again": ("import plan.yaml --into imported --dry-run", 8, 11),
    "import later": ("import later.yaml --as-of 2021-01-01 --into imported --dry-run", 11, 18),
    "fmt": ("fmt --check plan.yaml", 5, 5),
    "diff": ("diff plan.yaml later.yaml", 8, 8),
    "diff of revisions": ("diff HEAD:./plan.yaml later.yaml", 8, 8),
}
"""Commands, and how many times the events each may take: up to 10,000 milestones, and of more."""

pytestmark = [
    pytest.mark.benchmark(group="edits and comparisons, whole process"),
    pytest.mark.skipif(not CAN_BE_TOLD, reason="no usage of single processes"),
]


@pytest.fixture(scope="session")
def repository(plan_file: Callable[[int], Path]) -> Callable[[int], Path]:
    """Return a folder with a plan of so many milestones, a later one, and the first imported."""

    def create(size: int) -> Path:
        folder = plan_file(size).parent
        if not (folder / "later.yaml").exists():
            text = plan_file(size).read_text(encoding="utf-8")
            (folder / "plan.yaml").write_text(text, encoding="utf-8")
            text = re.sub("(    due: ....)-01-1", r"\1-02-1", text)
            later = re.sub("(?<=[0-9]\n)      - M-.*[02468]9\n(?=      - )", "", text)
            (folder / "later.yaml").write_text(later, encoding="utf-8")
            done = cost("import", "plan.yaml", "--into", "imported", folder=folder)
            assert done.status == 0, done.errors
            for words in ("init -q", "add .", "-c user.name=x -c user.email=x commit -qm plan"):
                subprocess.run(["git", *words.split()], cwd=folder, check=True)
        return folder

    return create


@pytest.mark.parametrize("milestones", [1_000, 10_000, 100_000], ids="{:,}".format)
@pytest.mark.parametrize("name", COMMANDS)
def test_an_edit_beside_the_events_of_its_files(
    benchmark: BenchmarkFixture, repository: Callable[[int], Path], name: str, milestones: int
) -> None:
    folder = repository(milestones)
    words, bar, bar_of_more = COMMANDS[name]
    files = [folder / "plan.yaml"] * (1 + name.startswith("diff"))
    whole, least = least_seconds(
        Command((SCRIPT, *words.split()), folder=folder),
        events_of(*map(str, files)),
        rounds=2 if milestones == 100_000 else 5,
    )
    hold(benchmark, whole / least, bar if milestones <= 10_000 else bar_of_more)
