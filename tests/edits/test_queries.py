"""Settling a query in its file: the entry changes, every other byte stays."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import depgraph
from depgraph.edits.proof import EditError
from depgraph.edits.queries import resolve_query
from depgraph.errors import LoadError

from ..drawing import drawn

GRAPHS = Path(__file__).parent.parent.parent / "graphs"


def settle(text, resolution, *, reason=None, pair=("T", "B")):
    """The text after the query of a pair is settled."""
    with TemporaryDirectory() as made:
        path = Path(made) / "plan.yaml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        graph = depgraph.load(path)
        edit = resolve_query(graph, *pair, resolution, reason=reason)
        assert path.read_bytes() == edit.before
        return edit.after.decode()


def plan(entries, *, rest="  A: {}\n  B: {}\n  C: {}\n"):
    return "milestones:\n" + entries + rest


BLOCK = """\
  T:
    requires:
      - A
      - id: B
        query: Really?
      - C
"""


def test_drop_takes_the_lines_of_the_entry():
    after = settle(plan(BLOCK), "drop")
    assert after == plan("  T:\n    requires:\n      - A\n      - C\n")


def test_keep_makes_it_a_plain_link():
    after = settle(plan(BLOCK), "keep")
    assert after == plan("  T:\n    requires:\n      - A\n      - B\n      - C\n")


def test_keep_with_a_reason_makes_a_note_of_it():
    after = settle(plan(BLOCK), "keep", reason="Agreed.")
    assert after == plan(BLOCK.replace("query: Really?", "note: Agreed."))


@pytest.mark.parametrize(
    ("reason", "written"),
    [
        ("see #2: yes", '"see #2: yes"'),
        ("no", '"no"'),
        ('he said "x"\\', '"he said \\"x\\"\\\\"'),
        ("two\nlines", '"two\\nlines"'),
        ("Überprüft, siehe Protokoll", "Überprüft, siehe Protokoll"),
        ("2019-05-20", '"2019-05-20"'),
    ],
)
def test_a_reason_is_quoted_where_yaml_needs_it(reason, written):
    assert f"        note: {written}\n" in settle(plan(BLOCK), "keep", reason=reason)


# Each: entry before, after drop, after keep (None: refused by hand-editing advice).
STYLES = {
    "flow list, in the middle": (
        "  T: {requires: [A, {id: B, query: x}, C]}\n",
        "  T: {requires: [A, C]}\n",
        "  T: {requires: [A, B, C]}\n",
    ),
    "flow list, first": (
        "  T: {requires: [{id: B, query: x}, C]}\n",
        "  T: {requires: [C]}\n",
        "  T: {requires: [B, C]}\n",
    ),
    "flow list, last": (
        "  T:\n    requires: [A, {query: x, id: B}]  # why\n",
        "  T:\n    requires: [A]  # why\n",
        "  T:\n    requires: [A, B]  # why\n",
    ),
    "flow list over lines": (
        "  T:\n    requires: [\n      A,\n      {id: B, query: [x, y]},\n      ]\n",
        "  T:\n    requires: [\n      A,\n      ]\n",
        "  T:\n    requires: [\n      A,\n      B,\n      ]\n",
    ),
    "the only one of a flow list": (
        "  T: {name: Top, requires: [{id: B, query: x}]}\n",
        "  T: {name: Top}\n",
        "  T: {name: Top, requires: [B]}\n",
    ),
    "the only key of a flow mapping": (
        "  T: {requires: [{id: B, query: x}]}\n",
        "  T: {}\n",
        "  T: {requires: [B]}\n",
    ),
    "the only one of a block list": (
        "  T:\n    requires:\n      - id: B\n        query: x\n    name: Top\n",
        "  T:\n    name: Top\n",
        "  T:\n    requires:\n      - B\n    name: Top\n",
    ),
    "the only key of a milestone": (
        "  T:\n    requires:\n      - id: B\n        query: x\n",
        "  T:\n",
        "  T:\n    requires:\n      - B\n",
    ),
    "a flow mapping in a block list": (
        "  T:\n    requires:\n      - A\n      - {id: 'B', query: x}  # told\n",
        "  T:\n    requires:\n      - A\n      # told\n",
        "  T:\n    requires:\n      - A\n      - 'B'  # told\n",
    ),
    "no indentation of the list": (
        "  T:\n    requires:\n    - A\n    - query: x\n      id: B\n",
        "  T:\n    requires:\n    - A\n",
        "  T:\n    requires:\n    - A\n    - B\n",
    ),
    "a wide dash, and a query that is empty": (
        "  T:\n    requires:\n      -   id: B\n          query:\n      -   C\n",
        "  T:\n    requires:\n      -   C\n",
        "  T:\n    requires:\n      -   B\n      -   C\n",
    ),
    "other keys": (
        "  T:\n    requires:\n      - A\n      - id: B\n        query: x\n        type: SS\n",
        "  T:\n    requires:\n      - A\n",
        "  T:\n    requires:\n      - A\n      - id: B\n        type: SS\n",
    ),
    "other keys, the query first": (
        "  T:\n    requires:\n      - A\n      - query: x\n        id: B\n        lag: 3\n",
        "  T:\n    requires:\n      - A\n",
        "  T:\n    requires:\n      - A\n      - id: B\n        lag: 3\n",
    ),
    "other keys, the query first, with a comment": (
        "  T:\n    requires:\n      - A\n      - query: x  # aha\n        id: B\n        lag: 3\n",
        "  T:\n    requires:\n      - A\n      # aha\n",
        "  T:\n    requires:\n      - A\n      # aha\n      - id: B\n        lag: 3\n",
    ),
    "comments everywhere": (
        "  T:\n    requires:\n      # above\n      - id: B  # code\n        # between\n"
        "        query: x  # words\n      # below\n      - C\n",
        "  T:\n    requires:\n      # above\n      # code\n      # between\n      # words\n"
        "      # below\n      - C\n",
        "  T:\n    requires:\n      # above\n      - B  # code\n      # between\n      # words\n"
        "      # below\n      - C\n",
    ),
    "texts that look like comments": (
        "  T:\n    requires:\n      - A\n      - id: B\n        query: 'no # comment'\n",
        "  T:\n    requires:\n      - A\n",
        "  T:\n    requires:\n      - A\n      - B\n",
    ),
    "a folded text": (
        "  T:\n    requires:\n      - id: B\n        query: >\n          long # text\n"
        "          goes on\n\n      - C\n",
        "  T:\n    requires:\n\n      - C\n",
        "  T:\n    requires:\n      - B\n\n      - C\n",
    ),
    "a comment at the head of a folded text": (
        "  T:\n    requires:\n      - id: B\n        query: >  # head\n          long\n      - C\n",
        "  T:\n    requires:\n      # head\n      - C\n",
        "  T:\n    requires:\n      - B\n      # head\n      - C\n",
    ),
    "a list of queries, and wide characters before it": (
        "  T:\n    name: Überprüfung 試験\n    requires:\n      - id: B\n        query:\n"
        "          - é\n          - y  # c\n      - C\n",
        "  T:\n    name: Überprüfung 試験\n    requires:\n      # c\n      - C\n",
        "  T:\n    name: Überprüfung 試験\n    requires:\n      - B\n      # c\n      - C\n",
    ),
    "blanks behind a comment": (
        "  T:\n    requires:\n      - A\n      - id: B  # c  \n        query: x\n",
        "  T:\n    requires:\n      - A\n      # c  \n",
        "  T:\n    requires:\n      - A\n      - B  # c\n",
    ),
    "beside an alias": (
        "  S: {requires: [&a A]}\n  T: {requires: [{id: B, query: x}, *a]}\n",
        "  S: {requires: [&a A]}\n  T: {requires: [*a]}\n",
        "  S: {requires: [&a A]}\n  T: {requires: [B, *a]}\n",
    ),
    "a comment behind the dash": (
        "  T:\n    requires:\n      -  # x -\n# y\n        id: B\n        query: x\n      - C\n",
        "  T:\n    requires:\n      # x -\n      # y\n      - C\n",
        "  T:\n    requires:\n      -  # x -\n# y\n        B\n      - C\n",
    ),
    "a dash on its own line": (
        "  T:\n    requires:\n      - A\n      -\n        id: B\n        query: x\n",
        "  T:\n    requires:\n      - A\n",
        "  T:\n    requires:\n      - A\n      -\n        B\n",
    ),
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_style_of_writing_a_link(style, newline):
    before, dropped, kept = (plan(text).replace("\n", newline) for text in STYLES[style])
    assert settle(before, "drop") == dropped
    assert settle(before, "keep") == kept


@pytest.mark.parametrize("style", STYLES)
def test_every_style_with_a_reason(style):
    before, _, _ = STYLES[style]
    after = settle(plan(before), "keep", reason="Agreed")
    assert "query" not in after
    assert "note: Agreed" in after
    assert re.findall("# .*", re.sub("no # comment|long # text", "", before)) == re.findall(
        "# .*", after.removesuffix(plan(""))
    )


@pytest.mark.parametrize("last", ["\n", ""])
@pytest.mark.parametrize("comment", ["", "  # end"])
def test_the_last_line_of_a_file(last, comment):
    head = "milestones:\n  A: {}\n  B: {}\n  T:\n    requires:\n      - A\n"
    before = f"{head}      - id: B\n        query: x{comment}{last}"
    note = f"      {comment.strip()}" if comment else ""
    lines = [head.rstrip("\n"), *([note] if note else [])]
    assert settle(before, "drop") == "\n".join(lines) + last
    kept = [head.rstrip("\n"), "      - B", *([note] if note else [])]
    assert settle(before, "keep") == "\n".join(kept) + last


def test_a_byte_order_mark_stays():
    before = b"\xef\xbb\xbf" + plan(BLOCK).encode()
    assert settle(before, "drop").encode().startswith(b"\xef\xbb\xbfmilestones")


@pytest.mark.parametrize(
    ("text", "pair", "message"),
    [
        (plan(BLOCK), ("T", "A"), "the link A -> T is not queried"),
        (plan(BLOCK), ("B", "T"), "B does not wait on T; T waits on B: turn them round"),
        (plan(BLOCK), ("A", "C"), "A does not wait on C"),
        (plan(BLOCK), ("T", "BB"), "unknown milestone 'BB'"),
        (
            plan("  T: {requires: [{id: B, query: x}, {id: B, type: SS}]}\n"),
            ("T", "B"),
            "stands in several places",
        ),
        (
            plan("  T: {requires: [A, # one\n    {id: B, query: x}, # two\n    C]}\n"),
            ("T", "B"),
            "there is a comment between the brackets: edit it by hand",
        ),
        (
            plan("  S: {requires: [&l {id: B, query: x}]}\n  T: {requires: [*l]}\n"),
            ("T", "B"),
            "edit it by hand",
        ),
        (
            plan("  S: {requires: &l [{id: B, query: x}]}\n  T: {requires: *l}\n"),
            ("T", "B"),
            "edit it by hand",
        ),
        (
            plan("  S: {requires: [&l {id: B, query: x}]}\n  T: {requires: [*l]}\n"),
            ("S", "B"),
            "by hand",
        ),
    ],
)
def test_what_cannot_be_edited_alone_is_refused(text, pair, message):
    for resolution in ("drop", "keep"):
        if "comment between" in message and resolution == "keep":
            continue
        with pytest.raises(depgraph.DepgraphError, match=re.escape(message)):
            settle(text, resolution, pair=pair)


def test_a_reason_does_not_replace_a_note():
    text = plan("  T: {requires: [{id: B, query: x, note: old}]}\n")
    with pytest.raises(EditError, match="has a note already"):
        settle(text, "keep", reason="new")
    assert "[{id: B, note: old}]" in settle(text, "keep")
    with pytest.raises(EditError, match="has no words"):
        settle(plan(BLOCK), "keep", reason=" ")


def test_an_alias_elsewhere_in_the_file_does_not_matter():
    text = plan("  S: {tags: &t [x]}\n  T: {tags: *t, requires: [{id: B, query: x}, A]}\n")
    assert "T: {tags: *t, requires: [A]}" in settle(text, "drop")
    aliased = plan(
        "  S: {note: &n x}\n  T:\n    requires:\n      - {id: B, query: *n}\n      - A\n"
    )
    assert "      - B\n      - A\n" in settle(aliased, "keep")


def test_a_file_that_changed_since_it_was_read(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(plan(BLOCK))
    graph = depgraph.load(path)
    path.write_text("milestones:\n  X: {}\n")
    with pytest.raises(EditError, match="has changed"):
        resolve_query(graph, "T", "B", "drop")
    path.write_text("milestones: [\n")
    with pytest.raises(EditError, match="has changed and is not valid YAML"):
        resolve_query(graph, "T", "B", "drop")
    path.unlink()
    with pytest.raises(LoadError, match="cannot be read"):
        resolve_query(graph, "T", "B", "drop")


def test_every_query_of_the_shipped_plan_can_be_settled_either_way():
    graph = depgraph.load(GRAPHS)
    for link in graph.queried_links:
        for resolution in ("keep", "drop"):
            edit = resolve_query(graph, link.dependent, link.prerequisite, resolution)
            lines = edit.diff().splitlines()
            removed = [line for line in lines if re.match(r"-(?!--)", line)]
            added = [line for line in lines if re.match(r"\+(?!\+\+)", line)]
            assert 2 <= len(removed) <= 4
            assert added == ([f"+      - {link.prerequisite}"] if resolution == "keep" else [])


WORDS = ["x", "'a # b'", '"q: #1"', '""', "", "a b", "[u, 'v # w']"]


def entry(draw):
    """A link in any style, with its comments."""
    code = draw.of("ABC")
    keys = [("id", code)]
    query = draw.of([None, *WORDS])
    if query is not None:
        keys.append(("query", query))
    if draw.flip():
        keys.append(("lag", "2"))
    if draw.flip():
        keys.append(("note", draw.of(["n", "'n # n'"])))
    keys = draw.order(keys)
    mark = draw.of(["", "  # c1"])
    if len(keys) == 1 and draw.flip():
        return f"      - {code}{mark}\n"
    if draw.flip():
        inner = ", ".join(f"{key}: {value}" for key, value in keys)
        return f"      - {{{inner}}}{mark}\n"
    lines = []
    for key, value in keys:
        comment = draw.of(["", "  # c2", "\n        # c3"])
        lines.append(f"{key}: {value}{comment}\n")
    return "      - " + "        ".join(lines)


@drawn
def entries(draw):
    return [entry(draw) for _ in range(draw.number(1, 4))]


@settings(max_examples=200, deadline=None)
@given(entries(), st.sampled_from(["", "    name: Top\n"]))
def test_the_rest_of_a_file_stays_whatever_the_style(items, name):
    text = plan(f"  T:\n{name}    requires:\n" + "".join(items))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.yaml"
        path.write_text(text)
        graph = depgraph.load(path)
        for link in graph.queried_links:
            for resolution in ("keep", "drop"):
                try:
                    after = resolve_query(graph, "T", link.prerequisite, resolution).after.decode()
                except EditError:
                    assert len(graph.links_into("T")) > len(graph.predecessors("T"))
                    continue
                assert after.count("# c") == text.count("# c")
                path.write_text(after)
                new = depgraph.load(path)
                left = len(graph.links) - (resolution == "drop")
                assert len(new.links) == left
                assert len(new.queried_links) == len(graph.queried_links) - 1
                path.write_text(text)


def test_the_entry_is_the_only_difference():
    before = dedent(
        """\
        as_of:   2020-01-01     # spaces
        milestones:

          "T":
              requires:
              -   A
              -   {id: B,query: x}


              name:    'Top'
          A: {   }
          B:
        """
    )
    assert settle(before, "drop") == before.replace("      -   {id: B,query: x}\n", "")
    assert settle(before, "keep") == before.replace("{id: B,query: x}", "B")
