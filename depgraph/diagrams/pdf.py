"""PDF files of pages that Graphviz drew: joined, with a title and bookmarks, without a date.

Graphviz writes a file for each page. What hangs on its page is taken out of it, numbered anew
and written again in the plainest form; the contents of pages and the fonts stay as they are.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from depgraph.errors import MissingToolError
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEAD = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"
_STRING = rb"\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)|<[0-9A-Fa-f\s]*>"
_REFERENCE = re.compile(_STRING + rb"|\b(\d+)\s+(\d+)\s+R\b", re.DOTALL)
_END = re.compile(_STRING + rb"|(endobj)|(stream\r?\n)", re.DOTALL)
_BEGIN = re.compile(rb"\s*(\d+)\s+\d+\s+obj\b")
_PARENT = re.compile(rb"/Parent\s+\d+\s+\d+\s+R")


class Bookmark(Struct):
    """A line of the contents that readers of PDF show, and where it leads.

    Attributes
    ----------
    title
        What it says.
    page
        The number of the page, from 0.
    left, top
        The place on the page that it leads to, in points from the lower left corner.
    children
        The lines below it.
    """

    title: str
    page: int
    left: float
    top: float
    children: Sequence[Bookmark] = ()


def joined(files: Sequence[bytes], *, title: str, bookmarks: Sequence[Bookmark] = ()) -> bytes:
    """Return one PDF with the pages of several.

    Parameters
    ----------
    files
        At least one file that Graphviz wrote.
    title
        What the document is called.
    bookmarks
        Its contents.

    Raises
    ------
    MissingToolError
        If a file is not built as those that Graphviz writes with cairo.
    """
    writer = _Writer()
    try:
        for file in files:
            writer.take(_File(file))
    except (ValueError, IndexError, KeyError, AttributeError, zlib.error) as error:
        raise MissingToolError(
            f"Graphviz wrote one that cannot be read again ({error}); give another format, "
            "or install another Graphviz"
        ) from None
    return writer.written(title, bookmarks)


class _File:
    """The objects of a PDF, by their numbers."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._offsets: dict[int, int] = {}
        self._packed: dict[int, bytes] = {}
        place = int(data[data.rindex(b"startxref") + 9 :].split()[0])
        self._trailer = (
            self._read_table(place) if data.startswith(b"xref", place) else self._read_stream(place)
        )

    def pages(self) -> list[int]:
        """Return the numbers of the pages."""
        root = _reference(self._trailer, b"Root")
        kids = re.search(rb"/Kids\s*\[([^\]]*)\]", self.body(_reference(self.body(root), b"Pages")))
        assert kids is not None, "cairo writes a list of pages"
        return [int(number) for number, _ in re.findall(rb"(\d+)\s+(\d+)\s+R", kids[1])]

    def body(self, number: int) -> bytes:
        """Return an object without what stands around it; a stream with its data."""
        if number in self._packed:
            return self._packed[number]
        return self._at(self._offsets[number], number)

    def _at(self, place: int, number: int | None = None) -> bytes:
        data = self._data
        begin = _BEGIN.match(data, place)
        if begin is None or number not in (None, int(begin[1])):
            raise ValueError(f"no object {number} at {place}")
        for end in _END.finditer(data, begin.end()):
            if end[1]:
                return data[begin.end() : end.start()].strip()
            if end[2]:
                length = self._number(data[begin.end() : end.start()], b"Length")
                return data[begin.end() : end.end() + length].lstrip() + b"\nendstream"
        raise ValueError(f"object {number} has no end")

    def _number(self, dictionary: bytes, name: bytes) -> int:
        """Return a number of a dictionary, which may be an object of its own."""
        value = re.search(rb"/" + name + rb"\s+(\d+)(\s+\d+\s+R)?", dictionary)
        assert value is not None, "what is asked for is always there"
        return int(self.body(int(value[1]))) if value[2] else int(value[1])

    def _read_table(self, place: int) -> bytes:
        """Read the places of the objects, and return the trailer."""
        lines = iter(self._data[place:].splitlines()[1:])
        for line in lines:
            if line.strip().startswith(b"trailer"):
                break
            first, count = map(int, line.split())
            for number in range(first, first + count):
                at, _, kind = next(lines).split()
                if kind == b"n":
                    self._offsets[number] = int(at)
        return self._data[self._data.index(b"trailer", place) :]

    def _read_stream(self, place: int) -> bytes:
        """Read the places of the objects from a stream, and return its dictionary."""
        dictionary, rows = self._unpacked(self._at(place))
        widths = [int(width) for width in _list(dictionary, b"W")]
        size = self._number(dictionary, b"Size")
        index = [int(number) for number in _list(dictionary, b"Index")] or [0, size]
        numbers = [
            number
            for first, count in zip(index[::2], index[1::2], strict=True)
            for number in range(first, first + count)
        ]
        packed: set[int] = set()
        for row, number in enumerate(numbers):
            kind, at, _ = _fields(rows, row, widths)
            if kind == 1:
                self._offsets[number] = at
            elif kind == 2:
                packed.add(at)
        for number in sorted(packed):
            self._unpack(number)
        return dictionary

    def _unpack(self, number: int) -> None:
        """Take the objects out of a stream of objects."""
        dictionary, data = self._unpacked(self.body(number))
        first = self._number(dictionary, b"First")
        heads = [int(word) for word in data[:first].split()]
        places = [first + place for place in heads[1::2]] + [len(data)]
        for n, inner in enumerate(heads[::2]):
            self._packed[inner] = data[places[n] : places[n + 1]].strip()

    @staticmethod
    def _unpacked(stream: bytes) -> tuple[bytes, bytes]:
        """Return the dictionary of a stream, and its data as they were."""
        dictionary, _, data = stream.partition(b"stream")
        data = data.lstrip(b"\r\n").removesuffix(b"\nendstream")
        return dictionary, zlib.decompress(data) if b"FlateDecode" in dictionary else data


class _Writer:
    """Objects that are to be written; the first is the list of pages."""

    def __init__(self) -> None:
        self._objects: list[bytes] = [b""]
        self._pages: list[int] = []

    def take(self, file: _File) -> None:
        """Take the pages of a file, and all that hangs on them."""
        new: dict[int, int] = {}
        for page in file.pages():
            self._pages.append(self._take(file, page, new))

    def _take(self, file: _File, page: int, new: dict[int, int]) -> int:
        waiting = [page]
        new[page] = self.add(b"")
        for number in waiting:
            body = file.body(number)
            is_stream = body.endswith(b"endstream")
            dictionary, sign, data = body.partition(b"stream") if is_stream else (body, b"", b"")
            if number == page:
                dictionary = _PARENT.sub(b"/Parent 0 0 R", dictionary)
            for reference in _references(dictionary):
                if reference and reference not in new:
                    new[reference] = self.add(b"")
                    waiting.append(reference)
            self._objects[new[number] - 1] = _renumbered(dictionary, {0: 1, **new}) + sign + data
        return new[page]

    def add(self, body: bytes) -> int:
        """Add an object, and return its number."""
        self._objects.append(body)
        return len(self._objects)

    def written(self, title: str, bookmarks: Sequence[Bookmark]) -> bytes:
        """Return the file."""
        kids = b" ".join(b"%d 0 R" % page for page in self._pages)
        self._objects[0] = b"<< /Type /Pages /Kids [ %s ] /Count %d >>" % (kids, len(self._pages))
        outlines = b""
        if bookmarks:
            root = self.add(b"")
            first, last, count = self._add_bookmarks(bookmarks, root)
            counts = b"/First %d 0 R /Last %d 0 R /Count %d" % (first, last, count)
            self._objects[root - 1] = b"<< /Type /Outlines %s >>" % counts
            outlines = b" /Outlines %d 0 R /PageMode /UseOutlines" % root
        catalog = self.add(
            b"<< /Type /Catalog /Pages 1 0 R%s /ViewerPreferences << /DisplayDocTitle true >> >>"
            % outlines
        )
        about = self.add(b"<< /Title %s /Creator (depgraph) /Producer (depgraph) >>" % _text(title))
        out = [_HEAD]
        places = []
        place = len(_HEAD)
        for number, body in enumerate(self._objects, 1):
            places.append(place)
            out.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
            place += len(out[-1])
        size = len(places) + 1
        out.append(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        out += [b"%010d 00000 n \n" % at for at in places]
        trailer = b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        return b"".join([*out, trailer % (size, catalog, about, place)])

    def _add_bookmarks(self, bookmarks: Sequence[Bookmark], parent: int) -> tuple[int, int, int]:
        """Add the lines below one, and return the first, the last and how many are shown."""
        numbers = [self.add(b"") for _ in bookmarks]
        for n, (bookmark, number) in enumerate(zip(bookmarks, numbers, strict=True)):
            parts = [
                b"/Title %s /Parent %d 0 R" % (_text(bookmark.title), parent),
                b"/Dest [ %d 0 R /XYZ %.1f %.1f null ]"
                % (self._pages[bookmark.page], bookmark.left, bookmark.top),
            ]
            if n:
                parts.append(b"/Prev %d 0 R" % numbers[n - 1])
            if n + 1 < len(numbers):
                parts.append(b"/Next %d 0 R" % numbers[n + 1])
            if bookmark.children:
                first, last, count = self._add_bookmarks(bookmark.children, number)
                # A negative count: they are folded until somebody opens them.
                parts.append(b"/First %d 0 R /Last %d 0 R /Count %d" % (first, last, -count))
            self._objects[number - 1] = b"<< %s >>" % b" ".join(parts)
        return numbers[0], numbers[-1], len(numbers)


def _text(text: str) -> bytes:
    """Return a text as a string of a PDF."""
    return b"<FEFF%s>" % text.encode("utf-16-be", "replace").hex().upper().encode()


def _references(dictionary: bytes) -> Iterator[int]:
    return (int(match[1]) for match in _REFERENCE.finditer(dictionary) if match[1])


def _renumbered(dictionary: bytes, new: dict[int, int]) -> bytes:
    """Return a dictionary with the new numbers of what it refers to; strings stay."""
    return _REFERENCE.sub(
        lambda match: b"%d 0 R" % new[int(match[1])] if match[1] else match[0], dictionary
    )


def _reference(dictionary: bytes, name: bytes) -> int:
    """Return the number of the object that an entry of a dictionary refers to."""
    value = re.search(rb"/" + name + rb"\s+(\d+)\s+\d+\s+R", dictionary)
    if value is None:
        raise ValueError(f"no {name.decode()}")
    return int(value[1])


def _list(dictionary: bytes, name: bytes) -> list[bytes]:
    value = re.search(rb"/" + name + rb"\s*\[([^\]]*)\]", dictionary)
    return value[1].split() if value else []


def _fields(rows: bytes, row: int, widths: Sequence[int]) -> list[int]:
    """Return the numbers of a row of a table; a kind that is left out is 1."""
    place = row * sum(widths)
    fields = []
    for n, width in enumerate(widths):
        value = int.from_bytes(rows[place : place + width]) if width or n else 1
        fields.append(value)
        place += width
    return fields
