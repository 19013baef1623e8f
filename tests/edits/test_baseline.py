"""The text of a baseline is changed where it must be, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depgraph.edits.baseline import NEW_FILE, changed_text
from depgraph.errors import LoadError, Problem
from depgraph.model import Position
from depgraph.rules.baseline import BaselineEntry, read_baseline


def entry(rule: str, milestone: str = "M", reason: str = "Agreed.") -> BaselineEntry:
    return BaselineEntry(rule, milestone, None, None, reason, None, None, Position("", 0, 0))


def entries_of(text: str) -> tuple[BaselineEntry, ...]:
    problems: list[Problem] = []
    entries = read_baseline(text.encode(), problems)
    assert problems == []
    return entries


def change(text: str, *, remove: tuple[int, ...] = (), add: str = "") -> str:
    added = [entry(rule) for rule in add.split()]
    return changed_text(text, entries_of(text), remove=remove, add=added)


LISTED = """\
# Head.
findings:
  # First group.
  - rule: a  # why a
    milestone: M
    # inside a
    reason: >
      Long
      words.

  # Second group.
  -
    # inside b
    rule: b
    milestone: M
    reason: "r"
  - {rule: c, milestone: M,
     reason: r}   # behind c
# Tail.
"""


@pytest.mark.parametrize(
    ("remove", "gone"),
    [
        ((0,), range(3, 9)),
        ((1,), range(11, 16)),
        ((2,), range(16, 18)),
        ((0, 2), [*range(3, 9), 16, 17]),
    ],
)
def test_the_lines_of_an_entry_go_and_no_others(remove: tuple[int, ...], gone: range) -> None:
    lines = LISTED.splitlines(keepends=True)
    kept = [line for number, line in enumerate(lines) if number not in gone]

    assert change(LISTED, remove=remove) == "".join(kept)


def test_a_list_without_entries_stays_a_list() -> None:
    assert change(LISTED, remove=(0, 1, 2)) == (
        "# Head.\nfindings: []\n  # First group.\n\n  # Second group.\n# Tail.\n"
    )


A, B = "{rule: a, milestone: M, reason: r}", "{rule: b, milestone: M, reason: r}"


@pytest.mark.parametrize(
    ("text", "remove", "expected"),
    [
        (f"findings: [{A}, {B}]\n", (0,), f"findings: [{B}]\n"),
        (f"findings: [{A}, {B}]\n", (1,), f"findings: [{A}]\n"),
        (f"findings: [{A}, {B}, ]\n", (1,), f"findings: [{A}, ]\n"),
        (f"findings: [{A}, {B}, ]\n", (0, 1), "findings: [ ]\n"),
        (f"findings: [\n  {A},  # a\n  # b:\n  {B}\n]\n", (0,), f"findings: [\n  # b:\n  {B}\n]\n"),
        (f"findings: [\n  {A},  # a\n  {B},\n]\n", (1,), f"findings: [\n  {A},  # a\n]\n"),
        (f"findings: [\n  {A},\n  {B},\n]\n", (0, 1), "findings: [\n]\n"),
        (f"{{findings: [{A}, {B}]}}", (0,), f"{{findings: [{B}]}}"),
        (f"findings:\n- {A}\n- {B}", (1,), f"findings:\n- {A}\n"),
        (f"findings:\r\n- {A}\r\n- {B}\r\n", (0,), f"findings:\r\n- {B}\r\n"),
        (f"\ufefffindings:\n- {A}\n- {B}\n", (0,), f"\ufefffindings:\n- {B}\n"),
        (f"# é ü 𝄞\nfindings: [{A}, {B}]\n", (0,), f"# é ü 𝄞\nfindings: [{B}]\n"),
        (f"---\n'findings' :\n - {A}\n...\n", (0,), "---\n'findings' : []\n...\n"),
    ],
)
def test_every_way_of_writing_a_list_can_lose_entries(
    text: str, remove: tuple[int, ...], expected: str
) -> None:
    assert change(text, remove=remove) == expected


C = "rule: c\n    milestone: M\n    reason: Agreed.\n"
IN_BRACKETS = "{rule: c, milestone: M, reason: Agreed.}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("findings: []\n", f"findings:\n  - {C}"),
        ("findings: [ ]  # none\n# Tail.\n", f"findings:  # none\n  - {C}# Tail.\n"),
        ("findings: []", f"findings:\n  - {C}".rstrip("\n")),
        ("{}\n", f"findings:\n  - {C}"),
        ("# Head.\n{}\n", f"# Head.\nfindings:\n  - {C}"),
        ("{findings: []}\n", f"{{findings: [{IN_BRACKETS}]}}\n"),
        ("findings: [\n  # none\n]\n", None),
        (f"findings: [{A}]\n", f"findings: [{A}, {IN_BRACKETS}]\n"),
        (f"findings: [\n  {A},\n]\n", f"findings: [\n  {A}, {IN_BRACKETS},\n]\n"),
        (f"findings:\n  - {A}\n# Tail.\n", f"findings:\n  - {A}\n  - {C}# Tail.\n"),
        (f"findings:\n  - {A}", f"findings:\n  - {A}\n  - {C}".rstrip("\n")),
        (
            f"findings:\n- {A}\n",
            f"findings:\n- {A}\n- rule: c\n  milestone: M\n  reason: Agreed.\n",
        ),
        (
            f"findings:\r\n  - {A}\r\n",
            f"findings:\r\n  - {A}\r\n  - {C}".replace("\r", "").replace("\n", "\r\n"),
        ),
        (
            "findings:\n  - rule: a\n    milestone: M\n    reason: |\n      r\n\n# Tail.\n",
            f"findings:\n  - rule: a\n    milestone: M\n    reason: |\n      r\n  - {C}\n# Tail.\n",
        ),
    ],
)
def test_an_entry_comes_behind_the_last_in_the_same_manner(text: str, expected: str | None) -> None:
    new = change(text, add="c")

    assert entries_of(new)[-1].rule == "c"
    if expected is not None:
        assert new == expected


def test_the_text_of_a_new_file_has_a_list_to_add_to() -> None:
    new = change(NEW_FILE, add="a b")

    assert [each.rule for each in entries_of(new)] == ["a", "b"]


@pytest.mark.parametrize(
    "text",
    [
        f"findings:\n  - &a {A}\n  - *a\n",
        f"findings: &all\n  - {B}\n  - {{rule: x, milestone: &m M, reason: r}}\n"
        "  - {rule: y, milestone: *m, reason: r}\n",
    ],
)
def test_what_others_lean_on_is_not_cut_out(text: str) -> None:
    numbers = (0,) if "*a" in text else (1,)
    with pytest.raises(LoadError, match=r"^baseline\.yaml: stays as it is: "):
        change(text, remove=numbers)


def test_a_list_that_is_written_in_a_rare_way_is_left_alone() -> None:
    with pytest.raises(LoadError, match="change it by hand"):
        change(f"? findings\n: - {A}\n  - {B}\n", remove=(0,))


def test_a_text_that_was_changed_meanwhile_is_left_alone() -> None:
    before = entries_of(f"findings: [{A}]\n")
    with pytest.raises(LoadError, match="it was changed meanwhile"):
        changed_text(f"findings: [{B}]\n", before, remove=(0,))


WORDS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("C", "Z"))
    | st.just(" "),
    min_size=1,
).filter(lambda text: bool(text.strip()))


@given(reason=WORDS, is_flow=st.booleans())
def test_any_reason_is_read_as_it_was_written(*, reason: str, is_flow: bool) -> None:
    text = f"findings: [{A}]\n" if is_flow else f"findings:\n  - {A}\n"
    new = changed_text(text, entries_of(text), add=[entry("c", reason=reason)])

    assert entries_of(new)[-1].reason == reason


STYLES = (
    "  - rule: {0}\n    milestone: M\n    reason: r\n",
    "  - {{rule: {0}, milestone: M, reason: r}} # {0}\n",
    "  # about {0}\n  -  rule: {0}\n     milestone: M\n     reason: |\n       r\n\n",
    "  - milestone: M\n    reason: >-\n      r\n      s # {0}\n    rule: {0}\n\n\n",
)


@given(st.lists(st.tuples(st.sampled_from(STYLES), st.booleans()), min_size=1, max_size=8))
def test_any_entries_can_go_and_the_others_stay(wanted: list[tuple[str, bool]]) -> None:
    text = "findings:\n" + "".join(
        style.format(f"r{number}") for number, (style, _) in enumerate(wanted)
    )
    gone = tuple(number for number, (_, goes) in enumerate(wanted) if goes)
    new = change(text, remove=gone)

    assert [each.rule for each in entries_of(new)] == [
        f"r{number}" for number in range(len(wanted)) if number not in gone
    ]
    for number in range(len(wanted)):
        if number in gone:
            assert f"rule: r{number}\n" not in new
    assert change(new) == new
