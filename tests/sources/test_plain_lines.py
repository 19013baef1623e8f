"""Plain lines are read without the parser, and nobody can tell."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depgraph.edits.canonical import canonical
from depgraph.errors import Problem
from depgraph.sources.document import Document
from depgraph.sources.graph_file import read_graph_file
from depgraph.sources.milestones import Definition, WaitingFields
from depgraph.sources.plain_lines import PlainLines

PLAN = """\
as_of: 2020-01-01
milestones:
  A:
    name: First
  B-1:
    name: The second (and last)
    level: 2
    due: 2020-02-01
    requires:
      - A
      - id: C/2
        query: Really?
  C/2:
    name: "Third: quoted #1"
    owner: "007"
    due: 2020-02-29
    completed: 2020-02-28
    requires: [A, B-1, C/2]
  D:
    due: 1900-01-01

  # A word about E.
  E:
  F.f:
    name: "Two\\nlines\\n"
  G:
    name: Name of G
    forecast: "2020-05-01"
    requires:
      - E
      - F.f
  H&:
    note: a note
    aka: [I, J]
    due: 2020-02-29
    kind: test-plan
  K:
    name: é
    requires:
  L:
    name: N
    tags: &tags [x, y]
    requires:
      - K
  M:
    tags: *tags
groups:
  x:
    name: Second
  y:
    name: First
  z:
"""
PIECES = [
    *('"', "'", "|", "|+\n", ">-\n", "#", " #", " #1", ": ", ":", ",", "\\", "&a ", "*a", "*tags"),
    *(
        "{",
        "}",
        "[",
        "]",
        "? ",
        "- ",
        "<<",
        "! ",
        "!!str ",
        "%",
        "@",
        "---\n",
        "...\n",
        "~",
        "null",
    ),
    *("\t", "\r", "\n", "\n\n", "\u0085", "\u2028", "\ufeff", "\x07", "\x00", "é", "\U0001f600"),
    *(
        "    note: |+\n      Two\n      lines\n\n",
        "2020-02-30",
        "1800-01-01",
        "    colour: red\n",
        "x" * 201,
        "    kind: none\n",
    ),
    *(" ", "  ", "    ", "name: N\n", "due: ", "    requires: [A, B-1]\n", "    requires:\n"),
    *("milestones:\n", "  A:\n", "  B-1:\n", "  Z:\n", "  - A\n", "      - A\n", "groups:\n"),
]
LINES = PLAN.splitlines(keepends=True)
PLACES = st.integers(0, len(LINES) - 1)
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("put"), PLACES, st.integers(0, 30), st.sampled_from(PIECES)),
        st.tuples(st.just("drop"), PLACES, st.integers(0, 30), st.just("")),
        st.tuples(st.just("copy"), PLACES, PLACES, st.just("")),
        st.tuples(st.just("remove"), PLACES, st.integers(1, 4), st.just("")),
    ),
    max_size=3,
)


def changed(changes: list[tuple[str, int, int, str]], plan: list[str] = LINES) -> str:
    """Return the plan with changes: a piece put in, a character dropped, a line copied..."""
    lines = list(plan)
    for how, somewhere, number, piece in changes:
        place = somewhere % len(lines)
        line = lines[place]
        if how == "put":
            lines[place] = line[:number] + piece + line[number:]
        elif how == "drop":
            lines[place] = line[:number] + line[number + 1 :]
        elif how == "copy":
            lines.insert(place, lines[number % len(lines)])
        elif len(lines) > number:
            del lines[place : place + number]
    return "".join(lines)


def what_is_read(text: str, reads: str) -> tuple[object, ...]:
    """Return all that lines, nodes or the parser give of a text, with places and problems."""

    def all_of(definitions: dict[str, Definition]) -> Iterator[object]:
        for code, definition in definitions.items():
            stated = definition.stated_attributes()
            yield code, definition.values, [definition.place(name) for name in stated]

    problems: list[Problem] = []
    with pytest.MonkeyPatch.context() as patched:
        least = 0 if reads == "lines" else len(text) * 9
        patched.setattr("depgraph.sources.document.LEAST_LARGE", least)
        if reads == "parser":
            patched.setattr("depgraph.sources.plain_nodes.plain_pairs", lambda *_: None)
        read = read_graph_file(text.encode(), "p.yaml", problems)
    return read._replace(milestones={}), list(all_of(read.milestones)), problems


@settings(max_examples=100)
@given(CHANGES)
def test_lines_are_read_as_the_parser_reads_them(
    changes: list[tuple[str, int, int, str]],
) -> None:
    text = changed(changes)
    assert what_is_read(text, "lines") == what_is_read(text, "parser")


def lines_of(text: str) -> PlainLines:
    return PlainLines(text, "p.yaml", WaitingFields(Document(b"", "p.yaml", [])))


def test_what_fmt_writes_is_read_as_lines() -> None:
    assert canonical(PLAN) == PLAN
    plain = lines_of(PLAN)
    assert list(plain.milestones) == ["C/2", "D", "E", "G"]
    assert len(plain.links) == 5
    rest = plain.rest.splitlines(keepends=True)
    taken = [n for n, (line, left) in enumerate(zip(LINES, rest, strict=True)) if line != left]
    assert LINES[taken[0]] == "  C/2:\n"
    assert {rest[n] for n in taken} == {"#\n", "\n"}


def test_a_file_in_another_layout_is_left_to_the_parser_soon() -> None:
    flow = "".join(f"  M{n}: {{name: N}}\n" for n in range(300))
    text = PLAN.replace("  A:\n", flow + "  A:\n", 1)
    plain = lines_of(text)
    assert plain.rest == text
    assert what_is_read(text, "lines") == what_is_read(text, "parser")


def test_what_lines_have_wrong_takes_no_hint_from_the_parser() -> None:
    entries = "".join(f"  N{n}:\n    kind: rport{n}\n  M{n}:\n    name: N\n" for n in range(101))
    text = PLAN.replace("    name: First\n", "    nmae: First\n").replace(
        "  B-1:\n", f"{entries}  B-1:\n", 1
    )
    assert what_is_read(text, "lines") == what_is_read(text, "parser")
