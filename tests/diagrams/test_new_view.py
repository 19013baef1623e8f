"""A new view takes two files: its module, and its entry among the views."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from depgraph.diagrams.views import VIEWS

from .structure import words

ROOT = Path(__file__).parents[2]

ENTRY = """
        View("rows", "one row for each", "one row for each", A3, placed="in rows", tab="Rows"),
    )
}
"""

MODULE = """
from depgraph.diagrams.legend import LEGEND
from depgraph.diagrams.samples import Sample, Text
from depgraph.diagrams.scene import compose
from depgraph.diagrams.shapes import add_words
from depgraph.diagrams.sheet import picture_on_sheet

SAMPLES = (Sample("row", Text("A", "ink"), "milestone in its row"), *LEGEND)


class Rows:
    width = 400.0

    def __init__(self, scene):
        self.scene = scene

    def height(self, width):
        return 20.0 * len(self.scene.folding.drawn)

    def draw(self, drawing, frame):
        for n, code in enumerate(self.scene.folding.drawn):
            at = frame.left + 100, frame.top - 20.0 * n - 10
            add_words(drawing, f"row~{n}", f"row of {code}", at, 10.0, self.scene.theme.ink)


def picture(subject, options):
    scene = compose(subject.graph, "rows", **options)
    return picture_on_sheet(scene, lambda _: Rows(scene), samples=SAMPLES)
"""


@pytest.fixture
def with_rows(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Call the command of a copy of the program that has the view ``rows`` too."""
    diagrams = tmp_path / "depgraph" / "diagrams"
    shutil.copytree(ROOT / "depgraph", diagrams.parent)
    (diagrams / "rows.py").write_text(MODULE, encoding="utf-8")
    source = (diagrams / "views.py").read_text(encoding="utf-8")
    assert source.count("\n    )\n}\n") == 1
    extended = source.replace("\n    )\n}\n", ENTRY)
    (diagrams / "views.py").write_text(extended, encoding="utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text("milestones:\n  A: {}\n  B: {requires: [A]}\n", encoding="utf-8")

    def call(command: str, *options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-P", "-m", "depgraph", command, *options],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        )

    return call


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_a_new_view_takes_a_module_and_an_entry(
    with_rows: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    picture = with_rows("render", "--graph", "plan.yaml", "--view", "rows")
    drawn = words(ET.fromstring(picture.stdout))

    for text in (
        "Milestones: one row for each",
        "in rows",
        "row of B",
        "Legend",
        "milestone in its row",
        "no date known",
    ):
        assert text in drawn
    assert picture.stderr == ""

    described = " ".join(with_rows("render", "--help").stdout.split())
    assert "what is around one milestone (focus), or one row for each (rows)." in described
    report = with_rows("report", "--graph", "plan.yaml").stdout
    assert 'id="view-rows"' in report
    assert "row of B" in report


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_drawn_by_the_module_of_its_name(name: str) -> None:
    assert VIEWS[name].name == name
    assert callable(import_module(f"depgraph.diagrams.{name}").picture)


def test_a_view_is_imported_when_it_is_drawn() -> None:
    script = "import sys, depgraph.cli.render, depgraph.diagrams.pictures; print(*sys.modules)"
    imported = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()

    assert "depgraph.diagrams.views" in imported
    assert not {f"depgraph.diagrams.{name}" for name in VIEWS}.intersection(imported)
