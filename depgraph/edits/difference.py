"""What an edit changes in a file, as a patch."""

from __future__ import annotations

from collections import Counter
from difflib import Match, SequenceMatcher
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def unified(before: bytes, after: bytes, old: str, new: str) -> str:
    """Return the change of a file as a unified diff, under an old and a new name."""
    patch = "".join(_changed_lines(_lines(before), _lines(after)))
    return f"--- {old}\n+++ {new}\n{patch}" if patch else ""


def _lines(data: bytes) -> Sequence[str]:
    """Return the lines of a file, as git has them: they end with line feeds, or with the file."""
    lines = StringIO(data.decode(), newline="\n").readlines()
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n\\ No newline at end of file\n"
    return lines


def _changed_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    for group in _Matcher(before, after).get_grouped_opcodes():
        (_, first, _, first_after, _), (_, _, last, _, last_after) = group[0], group[-1]
        yield f"@@ -{_span(first, last)} +{_span(first_after, last_after)} @@\n"
        for tag, start, end, start_after, end_after in group:
            if tag == "equal":
                yield from (f" {line}" for line in before[start:end])
            else:
                yield from (f"-{line}" for line in before[start:end])
                yield from (f"+{line}" for line in after[start_after:end_after])


def _span(start: int, end: int) -> str:
    """Return a span of lines, counted from 0, as patches have it."""
    count = end - start
    return str(end) if count == 1 else f"{start + 1 if count else start},{count}"


class _Matcher(SequenceMatcher[str]):
    """Finds the lines that two texts share, by way of those that stand once in each of them.

    Among all lines of a large file, of which many are alike, it would search for minutes.
    """

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        super().__init__()
        self._texts = before, after

    def get_matching_blocks(self) -> list[Match]:
        """Return the stretches of equal lines in their order, and an empty one at their end."""
        before, after = self._texts
        blocks: list[Match] = []
        at = at_after = size = 0
        for start, start_after, count in self._equal_lines():
            if (at + size, at_after + size) == (start, start_after):
                size += count
                continue
            blocks += [Match(at, at_after, size)] * (size > 0)
            at, at_after, size = start, start_after, count
        return [*blocks, Match(at, at_after, size), Match(len(before), len(after), 0)]

    def _equal_lines(self) -> Iterator[tuple[int, int, int]]:
        before, after = self._texts
        at = at_after = 0
        for number, number_after in (*_anchors(before, after), (len(before), len(after))):
            if at < number and at_after < number_after:
                between = (before[at:number], after[at_after:number_after])
                if between[0] == between[1]:
                    yield at, at_after, len(between[0])
                else:
                    for block in SequenceMatcher(None, *between).get_matching_blocks():
                        yield at + block.a, at_after + block.b, block.size
            yield number, number_after, int(number < len(before))
            at, at_after = number + 1, number_after + 1


def _anchors(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of lines that stand once in each of two texts, in an order of both."""
    if not before:
        return
    times = Counter(after)
    common = [line for line, n in Counter(before).items() if n == 1 == times.get(line)]
    ours, theirs = (dict(zip(text, range(len(text)), strict=True)) for text in (before, after))
    in_order = sorted(common, key=theirs.__getitem__)
    if common == in_order:
        yield from ((ours[line], theirs[line]) for line in common)
        return
    for block in SequenceMatcher(None, common, in_order).get_matching_blocks():
        for line in common[block.a : block.a + block.size]:
            yield ours[line], theirs[line]
