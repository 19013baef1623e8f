"""How answers leave: in which format, to which place. One seam for all commands.

A command has `answer_options`, is handed an `Output`, and puts its answer there: a page for
readers, data for JSON, a table for CSV and workbooks, each made only when it is asked for. What
is no answer in all formats, as a picture, has `output_options`.
"""

from __future__ import annotations

import functools
import os
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from depgraph.cli.options import PlanPath, plan_elsewhere, with_options
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from depgraph.cli.options import F
    from depgraph.reports.data import Json
    from depgraph.reports.page import Page, Table

PAGES = ("text", "markdown", "html", "json")
"""The formats that every answer has."""

TABLES = ("csv", "xlsx")
"""Those of answers that are a table."""

_ENDS = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".sarif": "sarif",
    ".rst": "rst",
    ".tex": "latex",
    ".svg": "svg",
    ".pdf": "pdf",
    ".png": "png",
    ".dot": "dot",
    ".graphml": "graphml",
    ".mmd": "mermaid",
}
"""The formats by the ends of file names."""

_EVERY = (*PAGES, *TABLES)
_FOR_OTHER_PROGRAMS = ("xlsx", "pdf", "png", "svg", "html")
"""The formats that a terminal shows nothing of that anybody could read."""

_FOR_THE_EYE = ("text", "concise")
"""The formats that are written in the encoding of a terminal; all others are UTF-8."""

_STANDARD_OUTPUT = Path("-")


class Answer:
    """An answer that a program takes in place of printing it.

    Attributes
    ----------
    data
        What JSON would have; None where there was no answer.
    text
        What is printed, without colours.
    written
        What else would be written, as a picture.
    """

    def __init__(self) -> None:
        self.data: Json | None = None
        self.text = ""
        self.written: str | bytes = ""


_taken: ContextVar[Answer | None] = ContextVar("taken", default=None)


@contextmanager
def taking(answer: Answer) -> Iterator[None]:
    """Have the answers that are put inside the block taken, and nothing written."""
    token = _taken.set(answer)
    try:
        yield
    finally:
        _taken.reset(token)


class Output(Struct):
    """Where an answer goes, and in which format.

    Attributes
    ----------
    path
        The file; None for standard output.
    """

    format: str
    path: Path | None

    @property
    def room(self) -> int | None:
        """How many columns the terminal has; None where the answer does not go to one."""
        if self.path is not None or sys.stdout is None or not sys.stdout.isatty():
            return None
        import shutil

        return shutil.get_terminal_size().columns

    def can_write(self, text: str) -> bool:
        """Whether the place has all characters of a text: files are UTF-8."""
        if self.path is not None:
            return True
        try:
            text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
        except UnicodeEncodeError:
            return False
        return True

    def put(
        self,
        *,
        data: Callable[[], Json],
        page: Callable[[], Page] | None = None,
        table: Callable[[], Table] | None = None,
        text: Callable[[int | None], str] | None = None,
    ) -> None:
        """Write an answer.

        Parameters
        ----------
        data, page, table
            What make the answer for JSON, for readers, and for CSV and workbooks; None where
            the options refuse these formats.
        text
            What makes the text, where that is more than the page in letters; it gets how many
            columns a terminal has, or None.
        """
        taken = _taken.get()
        if taken is not None:
            taken.data = data()
            taken.text = click.unstyle(self._text(page, text)) if page or text else ""
            return
        self.write(self._written(page, data, table, text))

    def _written(
        self,
        page: Callable[[], Page] | None,
        data: Callable[[], Json],
        table: Callable[[], Table] | None,
        text: Callable[[int | None], str] | None,
    ) -> str | bytes:
        if self.format == "json":
            from depgraph.reports.data import as_text

            return as_text(data())
        if self.format == "text":
            return self._text(page, text)
        if self.format in TABLES:
            assert table is not None, "the options refuse a format that the answer does not have"
            if self.format == "csv":
                from depgraph.reports.writers.csv import table_csv

                return table_csv(table())
            from depgraph.reports.writers.xlsx import table_xlsx

            return table_xlsx(table())
        assert page is not None, "the options refuse a format that the answer does not have"
        if self.format == "markdown":
            from depgraph.reports.writers.markdown import page_markdown

            return page_markdown(page())
        assert self.format == "html", "the command writes the formats that only it has itself"
        from depgraph.reports.writers.html import page_html

        return page_html(page())

    def _text(
        self, page: Callable[[], Page] | None, text: Callable[[int | None], str] | None
    ) -> str:
        """Return the answer as text, which names the plan where that is elsewhere."""
        if text is not None:
            written = text(self.room)
        else:
            from depgraph.reports.writers.text import page_text

            assert page is not None, "the options refuse a format that the answer does not have"
            written = page_text(page(), self.room)
        elsewhere = plan_elsewhere()
        return f"plan: {elsewhere}\n\n{written}" if elsewhere else written

    def write(self, written: str | bytes, about: str = "") -> None:
        """Write what is ready: to the file, without colours, or to standard output.

        Parameters
        ----------
        about
            What to say of the file when it is written, as its paper.

        Raises
        ------
        OutputError
            If anything was read from the file, or it cannot be written.
        """
        taken = _taken.get()
        if taken is not None:
            taken.written = written
            return
        from depgraph.cli.output import print_bytes, print_text, write_whole
        from depgraph.errors import OutputError
        from depgraph.sources.read_record import read_as

        if isinstance(written, str) and self.format not in _FOR_THE_EYE:
            written = written.encode()  # the same bytes everywhere, as programs read them
        if self.path is None:
            if isinstance(written, str):
                print_text(written)
            else:
                print_bytes(written)
            return
        if role := read_as(self.path):
            raise OutputError(f"cannot write {self.path}: the {role} is read from it")
        data = click.unstyle(written).encode() if isinstance(written, str) else written
        write_whole(self.path, data)
        click.echo(f"wrote {self.path}{about and f' ({about})'}", err=True)

    def write_pages(self, pages: Sequence[bytes], about: str = "") -> None:
        """Write the pages of a picture, to files ``NAME-1.svg`` and so on where there are several.

        Raises
        ------
        OutputError
            If anything was read from a file, or it cannot be written.
        """
        if len(pages) == 1:
            self.write(pages[0], about)
            return
        assert self.path is not None, "the command refuses several pages on standard output"
        digits = len(str(len(pages)))
        names = [
            self.path.with_name(f"{self.path.stem}-{n:0{digits}}{self.path.suffix}")
            for n in range(1, len(pages) + 2)
        ]
        *paths, behind = names
        for path, page in zip(paths, pages, strict=True):
            self._replace(path=path).write(page, about)
        if behind.exists():
            click.echo(f"note: {behind} is no page of this picture", err=True)


def answer_options(
    *,
    has_table: bool = True,
    more: Sequence[str] = (),
    default: str = "text",
    about: str = "How to write the answer.",
) -> Callable[[F], F]:
    """Return what adds the options of an answer, and hands the command its `output`.

    Parameters
    ----------
    has_table
        Whether the answer has a table for CSV and workbooks.
    more
        Formats that only this command has.
    default
        The format where neither an option nor the name of a file tells it.
    """
    formats = (*PAGES, *(TABLES if has_table else ()), *more)
    return output_options(formats, default, refused=() if has_table else TABLES, about=about)


def output_options(
    formats: Sequence[str],
    default: str,
    *,
    refused: Sequence[str] = (),
    about: str = "How to write it.",
) -> Callable[[F], F]:
    """Return what adds ``--format`` and ``-o``, and hands the command its `output`.

    Parameters
    ----------
    formats
        Those that the command has.
    default
        The one of them where neither an option nor the name of a file tells it.
    refused
        Formats to refuse with a word why.
    """
    by_name = "By default as the name of the file ends, else" if len(formats) > 1 else "Always"

    def add(function: F) -> F:
        @functools.wraps(function)
        def call(
            *args: object, format_: str | None, output: Path | None, **params: object
        ) -> object:
            command = click.get_current_context().info_name or "this command"
            chosen = chosen_output(command, format_, output, formats, default)
            return function(*args, output=chosen, **params)

        options: Callable[[F], F] = with_options(
            click.option(
                "--format",
                "format_",
                type=click.Choice([*formats, *refused]),
                metavar="|".join(formats),
                help=f"{about} {by_name} {default}.",
            ),
            click.option(
                "-o",
                "--output",
                "output",
                type=PlanPath(),
                metavar="FILE",
                help="Write to this file; without it, or with -, to standard output.",
            ),
        )
        return options(cast("F", call))

    return add


def chosen_output(
    command: str, format_: str | None, path: Path | None, formats: Sequence[str], default: str
) -> Output:
    """Return where an answer goes and how, or fail before it is worked out.

    Raises
    ------
    OutputError
        If the name is that of a file of a plan.
    click.UsageError
        If the name of the file does not tell the format, the answer does not have it, or a
        terminal cannot show it.
    MissingToolError
        If it needs a library that is not installed.
    """
    if path == _STANDARD_OUTPUT:
        path = None
    refuse_plan_name(path)
    if format_ is None:
        format_ = default if path is None else _format_by_name(path, formats)
    if format_ not in formats:
        why = "" if format_ not in TABLES or "csv" in formats else " is no table, so it"
        raise click.UsageError(f"{command}{why} has no {format_}: take {', '.join(formats)}")
    if (
        format_ in _FOR_OTHER_PROGRAMS
        and path is None
        and sys.stdout is not None
        and sys.stdout.isatty()
    ):
        raise click.UsageError(f"a terminal cannot show {format_}: give -o FILE")
    if format_ == "xlsx":
        from depgraph.reports.writers.xlsx import need_openpyxl

        need_openpyxl()
    return Output(format_, path)


def _format_by_name(path: Path, formats: Sequence[str]) -> str:
    """Return the format that the name of a file tells; where there is one only, none need be told.

    A format that the command does not have is refused by `chosen_output`.
    """
    format_ = _ENDS.get(path.suffix.lower())
    if format_ is not None and (format_ in (*formats, *_EVERY) or len(formats) == 1):
        return format_
    if len(formats) == 1 and not path.suffix:
        return formats[0]
    ends = ", ".join(end for end, name in _ENDS.items() if name in formats)
    raise click.UsageError(
        f"cannot tell the format from {path.name!r}: end it with {ends}, or give --format"
    )


def refuse_plan_name(path: Path | None) -> None:
    """Refuse to write a result to a file that would be read as a part of a plan.

    A plan has files that a run does not read: other graphs, older schedules, lists of changes.

    Raises
    ------
    OutputError
        If the name ends as those of plans do.
    """
    from depgraph.errors import OutputError
    from depgraph.model.values import SUFFIXES
    from depgraph.sources.files import shown_path

    if path is None:
        return
    target = Path(os.path.realpath(path))  # a symbolic link is written through
    for name in (path, target):
        if name.suffix.lower() in SUFFIXES:
            raise OutputError(
                f"cannot write {shown_path(path)}: files that end in {name.suffix} are those of "
                "plans; take another name"
            )
