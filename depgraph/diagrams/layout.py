"""From a picture to the content of a file: where everything stands, and drawing it.

A picture is drawn in two passes where it has something that only fits once the places of
its nodes are known: `dot` places the nodes, the picture adds bands of time, title and
lists, and `neato` draws all of it without moving anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from depgraph.diagrams.paper import A0
from depgraph.diagrams.programs import run
from depgraph.diagrams.svg import finished
from depgraph.diagrams.theme import READABLE_SIZE
from depgraph.errors import MissingToolError
from depgraph.records import Struct
from depgraph.showing import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from depgraph.diagrams.paper import Page
    from depgraph.diagrams.pdf import Bookmark

Format = Literal["dot", "svg", "pdf", "png"]

PNG_DPI = 150
"""Dots per inch of a PNG at the size at which the picture prints."""

_POINTS_PER_INCH = 72


class Box(Struct):
    """Where a node is: its centre and its size, in points; y grows upward."""

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        """The left side."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """The right side."""
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        """The lower side."""
        return self.y - self.height / 2

    @property
    def top(self) -> float:
        """The upper side."""
        return self.y + self.height / 2


Boxes = Mapping[str, Box]
"""Where `dot` put each node, by its name; none for a picture that places its nodes itself."""


class Sheet(Struct):
    """A picture with a place for everything.

    Attributes
    ----------
    sources
        DOT for `neato`, which moves nothing; one for each page.
    page
        The page that each is fitted on.
    bookmarks
        Where on the pages what is.
    """

    sources: tuple[str, ...]
    page: Page
    bookmarks: tuple[Bookmark, ...] = ()


@shown
class Picture(Struct):
    """A picture that is not drawn yet.

    Attributes
    ----------
    plain
        Returns the picture in DOT, for whoever draws it without depgraph. Empty where the
        sheet does for that.
    title, description
        For readers who do not see it.
    draft
        DOT of the nodes and links that `dot` is to place. Empty where the picture places
        all of them itself.
    arrange
        Returns the sheet once the places are known.
    remarks
        What was done that nobody asked for, each one sentence.
    paged
        Returns the same picture on several pages; None where it has one page only.
    is_partial
        Whether several pages have more of the plan.
    """

    plain: Callable[[], str]
    title: str
    description: str
    draft: str
    arrange: Callable[[Boxes], Sheet]
    remarks: tuple[str, ...] = ()
    paged: Callable[[], Picture] | None = None
    is_partial: bool = False

    @property
    def source(self) -> str:
        """The picture in DOT, see `plain`."""
        return self.plain()

    def __repr__(self) -> str:
        """Return a line with its title."""
        return f"<Picture {self.title!r}>"


class Drawn(Struct):
    """A picture as the content of files, and what a reader should know of it.

    Attributes
    ----------
    files
        One, or one for each page where the format has one page only.
    paper
        What it is drawn on; empty where it is not drawn.
    """

    files: tuple[bytes, ...]
    remarks: tuple[str, ...]
    paper: str = ""

    @property
    def data(self) -> bytes:
        """The content of the first file, which mostly is the only one."""
        return self.files[0]


def render(dot_or_picture: str | Picture, *, format: Format) -> bytes:  # noqa: A002
    """Return a picture as the content of a file, on one page.

    Parameters
    ----------
    dot_or_picture
        A picture, or DOT to be drawn in one pass.
    format
        ``dot`` needs no program; the others need those of Graphviz.

    Returns
    -------
    bytes
        What a file of the format has; the same picture gives the same bytes.

    Raises
    ------
    MissingToolError
        If Graphviz is not installed, fails, or takes longer than 60 seconds.
    """
    if isinstance(dot_or_picture, Picture):
        return draw(dot_or_picture, format=format, in_pages=False).data
    if format == "dot":
        return dot_or_picture.encode()
    drawn = run("dot", f"-T{format}", source=dot_or_picture)
    return finished(drawn, title="", description="") if format == "svg" else drawn


def draw(picture: Picture, *, format: Format, in_pages: bool | None = None) -> Drawn:  # noqa: A002
    """Draw a picture, as `render` does, and tell what a reader should know of it.

    Parameters
    ----------
    in_pages
        Whether to draw it on several pages of one paper, which only some pictures can be
        (`Picture.paged`); by default a PDF is, where one page is larger than A1, cannot be
        read well, or has not room for all.

    Raises
    ------
    MissingToolError
        If Graphviz is not installed, fails, or takes longer than 60 seconds.
    """
    if in_pages and picture.paged is not None:
        picture = picture.paged()
    if format == "dot":
        plain = picture.source
        sources = (plain,) if plain else picture.arrange({}).sources
        return Drawn(("\n".join(sources).encode(),), picture.remarks)
    sheet = picture.arrange(_places(picture))
    if in_pages is None and picture.paged is not None and _is_long(picture, sheet):
        if format == "pdf":
            picture = picture.paged()
            sheet = picture.arrange(_places(picture))
        else:
            hint = "a PDF has it in pages, and so have several files with --pages"
            picture = picture._replace(remarks=(*picture.remarks, hint))
    page, count = sheet.page, len(sheet.sources)
    sharp = (f"-Gdpi={PNG_DPI}",) if format == "png" else ()
    files = [run("neato", "-n2", *sharp, f"-T{format}", source=source) for source in sheet.sources]
    if format == "svg":
        files = [
            finished(
                file,
                title=picture.title + (f" (page {n} of {count})" if count > 1 else ""),
                description=picture.description,
                size=(page.width, page.height),
            )
            for n, file in enumerate(files, 1)
        ]
    remarks = (*picture.remarks, *_remarks(page))
    if format == "pdf":
        from depgraph.diagrams.pdf import joined

        try:
            files = [joined(files, title=picture.title, bookmarks=sheet.bookmarks)]
        except MissingToolError as error:
            if count > 1:
                raise
            remarks += (f"the PDF has no title and no bookmarks: {error}",)
    return Drawn(
        tuple(files), remarks, page.in_words + (f", {count} pages" if count > 1 else ", 1 page")
    )


def _places(picture: Picture) -> Boxes:
    """Return where `dot` puts what a picture does not place itself."""
    if not picture.draft:
        return {}
    placed: dict[str, Any] = json.loads(run("dot", "-Tjson0", source=picture.draft))
    return {
        node["name"]: _box(node["pos"], node["width"], node["height"])
        for node in placed.get("objects", ())
        if "pos" in node
    }


def _is_long(picture: Picture, sheet: Sheet) -> bool:
    """Whether a picture on one page leaves out something, or is hard to read or to print."""
    return picture.is_partial or not sheet.page.is_readable or sheet.page.is_poster


def _remarks(page: Page) -> tuple[str, ...]:
    """Return what is to be said of a page."""
    if not page.is_readable:
        small = f"the smallest text prints at {page.smallest_text:.1f} pt on {page.name}"
        help_ = "" if page.name == A0.name else ": a larger paper may help"
        return (f"{small}, less than {READABLE_SIZE:g} pt{help_}",)
    if not page.name:
        return (f"the picture is larger than A0, {page.size}: a focus or a selection takes less",)
    return ()


def _box(pos: str, width: str, height: str) -> Box:
    x, y = (float(number) for number in pos.split(","))
    return Box(x, y, float(width) * _POINTS_PER_INCH, float(height) * _POINTS_PER_INCH)
