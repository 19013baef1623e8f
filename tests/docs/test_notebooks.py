"""The notebooks run, and what is stored in them is what they show.

``DEPGRAPH_REFRESH_DOCS=1 pytest tests/docs`` stores what they show now.
"""

import json
import os
import re
from xml.etree import ElementTree as ET

import pytest

from .markdown import ROOT

nbclient = pytest.importorskip("nbclient")

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MOST_BYTES = 1_000_000
SVG = "image/svg+xml"
DRAWN = re.compile(r"<svg .*?</svg>", re.DOTALL)


def executed(notebook):
    """Run a notebook from top to bottom, and return it without what differs between runs."""
    from nbformat import NotebookNode

    run = NotebookNode(json.loads(json.dumps(notebook), object_hook=NotebookNode))
    resources = {"metadata": {"path": str(ROOT / "notebooks")}}
    nbclient.NotebookClient(run, resources=resources, kernel_name="python3", timeout=300).execute()
    for cell in run.cells:
        cell.metadata.pop("execution", None)
    run.metadata = notebook.metadata
    return run


def shown(notebook):
    """Return what each cell shows, as far as it does not depend on who draws it."""
    return [
        [part for output in cell.get("outputs", ()) for part in parts(output)]
        for cell in notebook.cells
    ]


def parts(output):
    if output.output_type == "stream":
        yield (output.name, output.text)
    elif output.output_type == "error":
        yield ("error", output.evalue)
    for kind, data in sorted(output.get("data", {}).items()):
        if kind == SVG:
            yield (kind, sorted(set(drawn_words(data))))
        elif kind == "text/html":
            # A picture that can be opened large is told by its words, as above.
            yield (kind, re.sub(r' id="[^"]*"', "", DRAWN.sub("", data)))
            yield from ((kind, sorted(set(drawn_words(svg)))) for svg in DRAWN.findall(data))
        else:
            yield (kind, data)


def drawn_words(svg):
    """Return the texts of a drawing."""
    for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
        yield "".join(element.itertext())


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_what_is_stored_in_it(path):
    nbformat = pytest.importorskip("nbformat")
    stored = nbformat.read(path, 4)
    run = executed(stored)
    if os.environ.get("DEPGRAPH_REFRESH_DOCS") and shown(run) != shown(stored):
        nbformat.write(run, path)
        pytest.skip(f"{path.name} is stored anew")
    assert shown(stored) == shown(run)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_small_and_shows_something_in_every_cell(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert path.stat().st_size < MOST_BYTES
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(code) > 5
    assert [cell["id"] for cell in code if not cell["outputs"]] == []
    assert str(ROOT) not in path.read_text(encoding="utf-8")
    assert len(NOTEBOOKS) >= 2
