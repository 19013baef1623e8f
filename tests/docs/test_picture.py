"""The picture at the top of README is the overview of the shipped plan."""

import os
import shutil

import pytest

from .markdown import ROOT
from .test_notebooks import drawn_words

PICTURE = ROOT / ".github/overview.svg"


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_the_picture_says_what_the_plan_says(run):
    """Its bytes are compared by the gate: where another Graphviz draws it, lines lie elsewhere."""
    drawn = run("render", text=False).stdout
    if os.environ.get("DEPGRAPH_REFRESH_DOCS"):
        PICTURE.write_bytes(drawn)
    stored = PICTURE.read_bytes()
    assert sorted(drawn_words(stored)) == sorted(drawn_words(drawn))
    assert len(stored) < 300_000
