"""Tables as commands write them: which format, how wide, to a file or to standard output."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from depgraph.cli.output import print_bytes, print_text, write_whole

if TYPE_CHECKING:
    from depgraph.reports.page import Table

Format = Literal["text", "csv", "json", "markdown", "xlsx", "jira"]

_ENDS: dict[str, Format] = {
    ".txt": "text",
    ".csv": "csv",
    ".json": "json",
    ".md": "markdown",
    ".xlsx": "xlsx",
}


def table_format(output: Path | None, format_: Format | None) -> Format:
    """Return the format that is meant, and that it can be written.

    Raises
    ------
    OutputError
        If the name is that of a file of a plan.
    click.UsageError
        If the name of the file does not tell it, or a terminal cannot show it.
    MissingToolError
        If it needs a library that is not installed.
    """
    refuse_plan_name(output)
    if format_ is None:
        if output is None:
            return "text"
        format_ = _ENDS.get(output.suffix.lower())
        if format_ is None:
            raise click.UsageError(
                f"cannot tell the format from {output.name!r}: "
                f"end it with {', '.join(_ENDS)}, or give --format"
            )
    if format_ == "xlsx":
        from depgraph.reports.writers.xlsx import need_openpyxl

        if output is None and sys.stdout is not None and sys.stdout.isatty():
            raise click.UsageError("a terminal cannot show xlsx: give -o FILE")
        need_openpyxl()
    return format_


def refuse_plan_name(output: Path | None) -> None:
    """Refuse to write a result to a file that would be read as a part of a plan.

    A plan has files that a run does not read: other graphs, older schedules, lists of changes.

    Raises
    ------
    OutputError
        If the name ends as those of plans do.
    """
    from depgraph.errors import OutputError
    from depgraph.model.values import SUFFIXES

    if output is None:
        return
    target = Path(os.path.realpath(output))  # a symbolic link is written through
    for path in (output, target):
        if path.suffix.lower() in SUFFIXES:
            raise OutputError(
                f"cannot write {output}: files that end in {path.suffix} are those of plans; "
                "take another name"
            )


def terminal_room(output: Path | None) -> int | None:
    """Return how many columns the terminal has; None where the result does not go to one."""
    if output is not None or sys.stdout is None or not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size().columns


def formatted(table: Table, chosen: Format, room: int | None) -> str | bytes:
    """Return a table in a format; `room` is how many columns a terminal has for a text."""
    if chosen == "xlsx":
        from depgraph.reports.writers.xlsx import table_xlsx

        return table_xlsx(table)
    from depgraph.reports.listing_text import (
        listing_csv,
        listing_json,
        listing_markdown,
        listing_text,
    )

    if chosen == "text":
        return listing_text(table, room=room)
    if chosen == "json":
        return listing_json(table)
    return listing_csv(table) if chosen == "csv" else listing_markdown(table)


def put(written: str | bytes, output: Path | None) -> None:
    """Write a result to a file, without colours, or to standard output."""
    if output is not None:
        write_whole(
            output, click.unstyle(written).encode() if isinstance(written, str) else written
        )
    elif isinstance(written, str):
        print_text(written)
    else:
        print_bytes(written)
