"""Taking a milestone from events, or building nodes of it first, makes no difference."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from depgraph.errors import Problem
from depgraph.model import Position
from depgraph.progress import listening
from depgraph.sources.graph_file import GraphFile, read_graph_file

CODES = ["A", "B-1", "'C 2'", '"D"', "é", "<<", "'<<'", "''", "' x'", "1", "*unknown", "!!str E"]
TEXTS = [
    *("Name", "a #1", "a # b", "'a #1'", "''", '" "', "|-\n      two\n      lines", "no"),
    *("&x anchored", "*x", "!tag t", "[list]", "{map: ping}", "", "~", '"\\x07"', "? #", "é #é"),
    "long\n      text #2",
]
DATES = ["2020-01-01", "'2020-02-03'", "2020-02-30", "1800-01-01", "soon", "", "2020-01-01 #2"]
ITEMS = [
    *CODES,
    *("{id: A}", "{id: B-1, lag: 3, query: Why?}", "{id: A, query: [a #1]}", "[A]", "&y A", "*y"),
    *("{lag: 1}", "", "A #1"),
]
REQUIRES = st.one_of(
    st.lists(st.sampled_from(ITEMS), max_size=4).map(
        lambda items: "".join(f"\n      - {item}" for item in items)
    ),
    st.lists(st.sampled_from(ITEMS), max_size=4).map(lambda items: f"[{', '.join(items)}]"),
    st.sampled_from(["", "A", "{A: B}", "&z [A]", "*z", "!!seq [A]", "'A'", "[A, B-1"]),
)
ENTRIES = st.one_of(
    st.tuples(st.sampled_from(["name", "note", "url", "owner", "'team'"]), st.sampled_from(TEXTS)),
    st.tuples(st.sampled_from(["due", "completed", "not_before"]), st.sampled_from(DATES)),
    st.tuples(st.sampled_from(["requires", '"requires"']), REQUIRES),
    st.tuples(st.just("aka"), st.sampled_from(["[X]", "Y", "[' z']", "{}"])),
    st.tuples(st.sampled_from(["questions", "tags"]), st.sampled_from(["Why?", "[a, b #1]", "[]"])),
    st.tuples(st.sampled_from(["level", "lag", "<<", "&k kind", "? [a]"]), st.just("3")),
)
MILESTONES = st.lists(
    st.tuples(st.sampled_from(CODES), st.lists(ENTRIES, max_size=5)), min_size=1, max_size=4
)


def text_of(milestones: list[tuple[str, list[tuple[str, str]]]], *, anchored: bool) -> str:
    """Return a file; an anchor on each milestone has all of it become nodes first."""
    lines = ["milestones:"]
    for number, (code, entries) in enumerate(milestones):
        lines.append(f"  {code}:" + (f" &milestone{number}" if anchored and entries else ""))
        lines += [f"    {name}: {value}" for name, value in entries]
    return "\n".join(lines) + "\n"


def read(text: str) -> tuple[GraphFile, list[Problem]]:
    problems: list[Problem] = []
    return read_graph_file(text.encode(), "plan.yaml", problems), problems


def facts(text: str) -> tuple[object, ...]:
    """Return all that is read of a file: values, places and problems."""
    graph_file, problems = read(text)
    milestones = {
        code: (
            definition.values,
            [(name, definition.place(name)) for name in definition.stated_attributes()],
        )
        for code, definition in graph_file.milestones.items()
    }
    # An anchor is where a mapping begins, and the parser names that line beside some errors.
    said = [(*each[:3], re.sub(r" \(while .*?\)", "", each.message)) for each in problems]
    return milestones, graph_file.links, graph_file.questions, sorted(said), graph_file.is_whole


@settings(max_examples=300)
@example([("A", [("requires", "[A, &y A, *y, !!str A]")])])
@given(MILESTONES)
def test_events_and_nodes_give_the_same(milestones) -> None:
    assert facts(text_of(milestones, anchored=False)) == facts(text_of(milestones, anchored=True))


def test_what_stands_before_an_error_of_syntax_in_the_same_milestone_is_left_out() -> None:
    graph_file, problems = read(
        "milestones:\n"
        "  A: {due: soon, questions: [Why?], requires: [B]}\n"
        "  B: {}\n"
        "  C: {due: late, questions: [Why?], requires: [B, A, {id: A}], name: cut #here}\n"
        "  D: {}\n"
    )

    assert list(graph_file.milestones) == ["A", "B"]
    assert [(link.prerequisite, link.dependent) for link in graph_file.links] == [("B", "A")]
    assert [question.milestone for question in graph_file.questions] == ["A"]
    assert [(each.line, each.message.partition(":")[0]) for each in problems] == [
        (2, "A"),
        (5, "not valid YAML"),
    ]


def test_a_code_is_one_text_however_often_it_is_written() -> None:
    graph_file, _ = read("milestones:\n  A: {}\n  B: {requires: [A]}\n  C: {requires: [A, B]}\n")

    codes = {code: code for code in graph_file.milestones}
    for link in graph_file.links:
        assert link.prerequisite is codes[link.prerequisite]
        assert link.dependent is codes[link.dependent]


@pytest.mark.parametrize("size", [1, 4_999, 5_000, 12_000])
def test_reading_a_large_file_tells_how_far_it_is(size: int) -> None:
    text = "milestones:\n" + "".join(f"  M-{n:06d}: {{name: é}}\n" for n in range(size))
    told: list[tuple[str, int, int]] = []
    with listening(lambda *progress: told.append(progress)):
        read(text)

    whole = len(text.encode())
    done = [each for _, each, _ in told]
    assert done[0] == 0
    assert done[-1] == whole
    assert done == sorted(set(done))
    assert len(done) == 2 + size // 5_000
    assert {(what, total) for what, _, total in told} == {("reading plan.yaml", whole)}


def test_progress_ends_where_an_error_of_syntax_ends_reading() -> None:
    told: list[tuple[int, int]] = []
    with listening(lambda _, done, total: told.append((done, total))):
        read("milestones:\n  A: {name: x\n")

    assert told == [(0, 26), (26, 26)]


def test_the_place_of_an_attribute_is_that_of_its_key() -> None:
    graph_file, _ = read("milestones:\n  A:\n    note: x\n    aka: B\n    due: 2020-01-01\n")

    definition = graph_file.milestones["A"]
    assert definition.place("due") == Position("plan.yaml", 5, 5)
    assert definition.place("aka") == Position("plan.yaml", 4, 5)


def test_a_merge_key_is_no_code_unless_it_is_quoted() -> None:
    graph_file, problems = read("milestones:\n  '<<': {}\n")
    assert (list(graph_file.milestones), problems) == (["<<"], [])

    graph_file, problems = read("milestones:\n  <<: {}\n")
    assert not graph_file.milestones
    assert [each.message for each in problems] == [
        "the merge key '<<' has no meaning here: write the entries out"
    ]
