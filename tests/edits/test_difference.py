"""Patches: whoever applies one has the new text, and it changes no more than it must."""

import re
from io import StringIO

from hypothesis import given, settings
from hypothesis import strategies as st

from depgraph.edits.difference import unified

HEAD = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n")


def applied(patch: str, before: list[str]) -> list[str]:
    """The lines after a patch, by the book: every stretch says where it is and how long."""
    after: list[str] = []
    at = 0
    lines = iter(StringIO(patch, newline="\n").readlines()[2:])
    for line in lines:
        start, count, start_after, count_after = (
            1 if number is None else int(number) for number in HEAD.fullmatch(line).groups()
        )
        first = start - 1 if count else start
        after += before[at:first]
        at = first
        assert len(after) == (start_after - 1 if count_after else start_after)
        while count or count_after:
            mark, text = (line := next(lines))[0], line[1:]
            if mark != "+":
                assert before[at] == text
                at, count = at + 1, count - 1
            if mark != "-":
                after.append(text)
                count_after -= 1
    return after + before[at:]


texts = st.lists(
    st.sampled_from([f"{letter}\n" for letter in [*"aabbcdefghi", "j\u2028j\rj"]]), max_size=25
)


@settings(max_examples=150, deadline=None)
@given(texts, texts)
def test_a_patch_leads_from_one_text_to_the_other(before, after):
    patch = unified("".join(before).encode(), "".join(after).encode(), "old", "new")
    assert (patch == "") == (before == after)
    assert applied(patch, before) == after


def test_a_change_among_many_lines_that_are_alike_is_shown_alone():
    lines = [
        line for n in range(3000) for line in (f"  {n}:\n", "    due: x\n", f"    - {n % 9}\n")
    ]
    after = [*lines]
    after[7000:7001] = ["    due: y\n", "    owner: z\n"]
    del after[99]
    patch = unified("".join(lines).encode(), "".join(after).encode(), "old", "new")
    assert applied(patch, lines) == after
    changed = [line for line in patch.splitlines() if line[0] in "+-"]
    assert changed[2:] == ["-  33:", "-    due: x", "+    due: y", "+    owner: z"]


def test_a_text_without_a_line_feed_at_its_end_is_said_to_have_none():
    assert unified(b"a\nb", b"a\nb\n", "old", "new").splitlines()[3:] == [
        " a",
        "-b",
        "\\ No newline at end of file",
        "+b",
    ]
