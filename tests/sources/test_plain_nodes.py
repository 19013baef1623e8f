"""Small files in the layout of ``fmt`` are read without the parser, and nobody can tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from depgraph.edits.canonical import canonical
from depgraph.sources.document import Document
from depgraph.sources.plain_nodes import plain_pairs

from .test_plain_lines import CHANGES, changed, what_is_read

GRAPHS = Path(__file__).parents[2] / "graphs"
PLAN = """\
# What is read of it, and what is not.
as_of: 2020-01-01
source: {handle: LDM-1, date: 2019-12-31, approval: not yet}
groups:
  x:
    name: Of x
milestones:                # each with its place
  A:
    name: First, as it were
    tags: [x, "y #1", z]
    due: 2020-02-01        # or later
  B-1.c:
    name: "Second: é"

    aka: []
    level: 2
    note:
    questions:
      - Why "so"?
    requires:
      - A
      - id: D/2
        query: ""
      # A word about the next.
      - {id: B, type: SS, lag: 2}
  C:
  D/2:
    completed: 2020-02-30
    requires: [A, B-1.c]
"""
LINES = PLAN.splitlines(keepends=True)


@settings(max_examples=200)
@given(CHANGES)
def test_nodes_are_those_that_the_parser_gives(
    changes: list[tuple[str, int, int, str]],
) -> None:
    text = changed(changes, LINES)
    assert what_is_read(text, "nodes") == what_is_read(text, "parser")


def test_what_fmt_writes_is_read() -> None:
    assert canonical(PLAN) == PLAN
    assert plain_pairs(PLAN, {}) is not None


@pytest.mark.parametrize("path", sorted(GRAPHS.rglob("*.yaml")), ids=lambda path: path.stem)
def test_files_of_the_plan_are_read(path: Path) -> None:
    document = Document(path, path.name, [])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Document, "_start_parser", pytest.fail)
        assert list(document.entries())
    assert document.is_whole


@pytest.mark.parametrize(
    "value",
    [
        *("a: b", "a:", "- a", "-", "? a", "&a b", "*a", "!a b", "|", "'a'", "%a", "@a", "a\tb"),
        *('"a', '"a\\n"', '"a" b', '"a" # b', "[a", "[a,b]", "[a, ]", "[a]]", "[a: b]", "[a] # b"),
        *("{a}", "{a: }", "{a:b}", "{a: b, a: c}", "{a: {b: c}", "a\n    b", "\n- a", "a\n  - b"),
        *("[" * 30 + "]" * 30, "a # 1", " # 1", "\n  a", "a\n  b: c", "a\nk: b"),
    ],
)
def test_what_is_doubtful_is_left_to_the_parser(value: str) -> None:
    assert plain_pairs(f"k: {value}\n", {0} if "# 1" in value else ()) is None
