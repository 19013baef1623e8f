"""A text with its nodes and comments, and the lines that its canonical form has of them."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING

from depgraph.edits.quoting import may_lose_quotes, quoted
from depgraph.edits.text import Text
from depgraph.errors import DepgraphError
from depgraph.records import Struct
from depgraph.sources.keys import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depgraph.edits.text import Node
    from depgraph.sources.keys import Named

    Table = Record | Named[object] | None

WIDTH = 100
"""How wide a line may be on which a list or a mapping stands between brackets."""


class FormatError(DepgraphError):
    """Raised when a file cannot be brought into the canonical form."""


@dataclass(slots=True)
class _Comment:
    start: int
    line: int
    column: int
    text: str
    is_alone: bool
    follows_blank: bool


class _Chunk(Struct):
    """The lines of one entry. `blank` says whether a blank line stands before them."""

    key: str
    blank: bool
    lines: list[str]


class Layout(Text):
    """A text with its nodes and comments, and the lines that are written of them."""

    def __init__(self, text: str, shown: str) -> None:
        super().__init__(text)
        if self.tagged is not None:
            raise FormatError(f"{shown}:{self.tagged.line + 1}: a tag has no canonical form")
        self._lines = text.split("\n")
        self._comments = [*self._find_comments()]
        self._next = 0

    def words(self) -> list[str]:
        """Return the comments, in a fixed order."""
        return sorted(comment.text for comment in self._comments)

    def _find_comments(self) -> Iterator[_Comment]:
        line = at = 0
        for comment in self.comments(0, len(self.text)):
            start = comment.start()
            line += self.text.count("\n", at, start)
            at = start
            column = start - self.line_start(start)
            is_alone = not self._lines[line][:column].strip()
            follows_blank = self._follows_blank(line)
            yield _Comment(start, line, column, comment[0].rstrip(), is_alone, follows_blank)

    def _follows_blank(self, line: int) -> bool:
        return line > 0 and not self._lines[line - 1].strip()

    # -- comments, in the order of the text --------------------------------------------

    def _comments_before(self, end: int) -> list[_Comment]:
        first = self._next
        while self._next < len(self._comments) and self._comments[self._next].start < end:
            self._next += 1
        return self._comments[first : self._next]

    def _comment_behind(self, line: int, limit: int) -> list[_Comment]:
        if self._next < len(self._comments):
            comment = self._comments[self._next]
            if comment.line == line and comment.start < limit and not comment.is_alone:
                self._next += 1
                return [comment]
        return []

    def _comments_below(self, column: int, limit: int) -> list[_Comment]:
        """Take the comments below the last entry of a block that are indented like it."""
        first = self._next
        while self._next < len(self._comments):
            comment = self._comments[self._next]
            if comment.start >= limit or not comment.is_alone or comment.column < column:
                break
            self._next += 1
        return self._comments[first : self._next]

    def _comment_lines(self, comments: list[_Comment], indent: int) -> list[str]:
        lines: list[str] = []
        for comment in comments:
            if comment.follows_blank and comment.is_alone:
                lines.append("")
            lines.append(" " * indent + comment.text)
        return lines

    def _has_comment_in(self, node: Node) -> bool:
        at = bisect(self._comments, node.start, key=lambda comment: comment.start)
        return at < len(self._comments) and self._comments[at].start < node.end

    # -- writing -----------------------------------------------------------------------

    def written(self, table: Record) -> str:
        """Return the canonical form."""
        first = self.root.items[0].start if self.root.items else self.root.end
        head = self._comment_lines(self._comments_before(first), 0)
        if not self.root.items:
            return _joined([*head, "{}", *self._comment_lines(self._comments_before(2**62), 0)])
        at_start = self._starts_line(self.root.items[0])
        blank = [""] if head and at_start and self._follows_blank(self.root.items[0].line) else []
        body = self._lines_of_entries(self.root, 0, table, len(self.text) + 1, -1)
        foot = self._comment_lines(self._comments_before(2**62), 0)
        return _joined([*head, *blank, *body, *foot])

    def _lines_of_entries(
        self, node: Node, indent: int, table: Table, limit: int, column_above: int
    ) -> list[str]:
        """Return the lines of the entries of a list or a mapping, each as a block.

        Parameters
        ----------
        limit
            Where the next entry begins that is none of these.
        column_above
            The column of the key or dash that they belong to.
        """
        entries = [*node.pairs()] if node.kind == "mapping" else [(n, n) for n in node.items]
        chunks = []
        for number, (first, value) in enumerate(entries):
            end = entries[number + 1][0].start if number + 1 < len(entries) else limit
            above = self._comments_before(first.start)
            blank = self._starts_line(first) and self._follows_blank(first.line)
            if above:
                lines = self._comment_lines(above, indent)
                if blank:
                    lines.append("")
                blank = lines[0] == ""
                lines = lines[1:] if blank else lines
            else:
                lines = []
            if node.kind == "mapping":
                key = first.text
                shown = self._inline(first, is_key=True)
                below = table and table.below(key)
                lines += self._entry_lines(f"{shown}:", value, indent, below, end, first.column)
            else:
                key = ""
                lines += self._item_lines(value, indent, table, end)
            chunks.append(_Chunk(key, blank, lines))
        if node.kind == "mapping" and isinstance(table, Record) and not self.has_anchors:
            chunks.sort(key=lambda chunk: table.place(chunk.key))
        written: list[str] = []
        for chunk in chunks:
            if chunk.blank and written:
                written.append("")
            written += chunk.lines
        return written + self._foot(node, indent, limit, column_above)

    def _foot(self, node: Node, indent: int, limit: int, column_above: int) -> list[str]:
        """Return the comments below the last entry."""
        if node.is_flow:
            return self._comment_lines(self._comments_before(node.end), indent)
        column = node.column
        if node.kind == "mapping":
            column = node.items[0].column
        elif node.anchor:
            column = node.items[0].column - 2
        # A list may stand in the column of its key: what is below it there is below the key.
        return self._comment_lines(
            self._comments_below(max(column, column_above + 1), limit), indent
        )

    def _starts_line(self, node: Node) -> bool:
        before = self._lines[node.line][: node.column]
        return not before.strip(" -")

    def _entry_lines(
        self, prefix: str, node: Node, indent: int, table: Table, limit: int, column: int
    ) -> list[str]:
        """Return the lines of a key with its value, or of a dash with a value of one line."""
        anchor = f" &{node.anchor}" if node.anchor else ""
        start = f"{' ' * indent}{prefix}{anchor}"
        lines = self._on_one_line(start, node, table, indent)
        if lines is not None:
            inside = self._comments_before(node.end)
            behind = self._comment_behind(node.end_line, limit)
            if not behind and len(inside) == 1:
                inside, behind = [], inside
            lines[0] = _with_comment(lines[0], behind)
            return self._comment_lines(inside, indent) + lines
        behind = self._comment_behind(self._key_line(node), node.items[0].start)
        lines = self._lines_of_entries(node, indent + 2, table, limit, column)
        if node.is_flow:
            last = self._comment_behind(node.end_line, limit)
            if behind:
                lines += self._comment_lines(last, indent + 2)
            else:
                behind = last
        return [_with_comment(start, behind), *lines]

    def _key_line(self, node: Node) -> int:
        """Return the line in which a comment behind the key of a block stands."""
        if self._next < len(self._comments):
            comment = self._comments[self._next]
            if comment.start < node.items[0].start and not comment.is_alone:
                return comment.line
        return -1

    def _item_lines(self, node: Node, indent: int, table: Table, limit: int) -> list[str]:
        """Return the lines of an item of a list, its dash included."""
        if node.anchor or self._on_one_line(" " * indent + "-", node, table, indent) is not None:
            return self._entry_lines("-", node, indent, table, limit, -1)
        lines = self._lines_of_entries(node, indent + 2, table, limit, -1)
        above = 0
        while lines[above].lstrip().startswith("#") or not lines[above]:
            above += 1
        pad = " " * indent
        last: list[str] = []
        if node.is_flow:
            last = self._comment_lines(self._comment_behind(node.end_line, limit), indent + 2)
        return [
            *(pad + line.strip() if line else "" for line in lines[:above]),
            f"{pad}- {lines[above][indent + 2 :]}",
            *lines[above + 1 :],
            *last,
        ]

    def _on_one_line(self, start: str, node: Node, table: Table, indent: int) -> list[str] | None:
        """Return the lines of what need not be a block: a scalar, or what is between brackets.

        An anchor of its own stands in `start`.
        """
        if node.kind == "scalar" and node.style in ("|", ">"):
            block = self._text_block(node, indent + 2)
            if block is not None:
                return [f"{start} {block[0]}", *block[1:]]
        if node.kind in ("scalar", "alias"):
            return [f"{start} {self._inline(node)}".rstrip()]
        if not node.items:
            return [f"{start} {'[]' if node.kind == 'sequence' else '{}'}"]
        if not node.is_flow or self._has_comment_in(node):
            return None
        line = f"{start} {self._between_brackets(node, table)}"
        return [line] if len(line) <= WIDTH else None

    def _between_brackets(self, node: Node, table: Table) -> str:
        """Return a node in one line, without an anchor that a list or a mapping has itself."""
        if node.kind in ("scalar", "alias"):
            written = self._inline(node, in_flow=True)
        elif node.kind == "sequence":
            written = f"[{', '.join(self._inside_brackets(item, table) for item in node.items)}]"
        else:
            chunks = []
            for key, value in node.pairs():
                below = table and table.below(key.text)
                shown = self._inline(key, is_key=True, in_flow=True)
                chunk = f"{shown}: {self._inside_brackets(value, below)}"
                chunks.append(_Chunk(key.text, blank=False, lines=[chunk]))
            if isinstance(table, Record) and not self.has_anchors:
                chunks.sort(key=lambda chunk: table.place(chunk.key))
            written = f"{{{', '.join(chunk.lines[0] for chunk in chunks)}}}"
        return written

    def _inside_brackets(self, node: Node, table: Table) -> str:
        written = self._between_brackets(node, table)
        if node.kind in ("sequence", "mapping") and node.anchor:
            return f"&{node.anchor} {written}"
        return written

    def _inline(self, node: Node, *, is_key: bool = False, in_flow: bool = False) -> str:
        """Return a scalar in one line; the anchor only where no caller writes it."""
        if node.kind == "alias":
            return f"*{node.text} " if is_key else f"*{node.text}"
        written = _scalar(node, in_flow=in_flow)
        if node.anchor and (is_key or in_flow):
            return f"&{node.anchor} {written}".rstrip()
        return written

    def _text_block(self, node: Node, indent: int) -> list[str] | None:
        """Return a text in a block as it stands, indented anew; None where it cannot stay."""
        text = self.text[node.start : node.end]
        if node.anchor:
            text = text[text.index(node.style) :]
        head, _, body = text.partition("\n")
        head = head.split("#")[0].strip()
        lines = body.split("\n")
        if head not in ("|", "|-", ">", ">-") or not body.strip():
            return None
        deep = len(lines[0]) - len(lines[0].lstrip(" "))
        says = node.text.split("\n")  # the end of a node is before the spaces of its last line
        if not lines[0].strip() or any(line != line.rstrip() for line in (*lines, *says) if line):
            return None
        return [head, *(f"{' ' * indent}{line[deep:]}".rstrip() for line in lines)]


def _joined(lines: list[str]) -> str:
    while lines and not lines[0]:
        del lines[0]
    return "\n".join(lines).rstrip("\n") + "\n"


def _with_comment(line: str, comments: list[_Comment]) -> str:
    if not comments:
        return line
    comment = comments[0]
    return f"{line}{' ' * max(2, comment.column - len(line))}{comment.text}"


def _scalar(node: Node, *, in_flow: bool) -> str:
    is_one_line = "\n" not in node.text  # a plain text over several lines may have empty ones
    if (is_one_line and not node.style) or may_lose_quotes(node.text, in_flow=in_flow):
        return node.text
    return quoted(node.text)
