"""The options of commands that draw: the file and its format."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeVar

import click

from depgraph.cli.options import PlanPath

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

F = TypeVar("F", bound="Callable[..., Any]")
Format = TypeVar("Format", bound=str)


def picture_options(formats: Sequence[str]) -> Callable[[F], F]:
    """Return what adds the options of a picture that can be in these formats."""

    def add(function: F) -> F:
        in_format = click.option(
            "--format",
            "format_",
            type=click.Choice(formats),
            help="The format, in place of what the file name ends with (svg on standard output).",
        )
        to_file = click.option(
            "-o",
            "--output",
            type=PlanPath(),
            help="Write to this file; without it, to standard output.",
        )
        return to_file(in_format(function))

    return add


def picture_format(
    output: Path | None, format_: Format | None, formats: Sequence[Format]
) -> Format:
    """Return the format that the options of `picture_options` say, or fail.

    Raises
    ------
    click.UsageError
        If the name of the file does not tell it, or a terminal cannot show it.
    """
    ending = "svg" if output is None else output.suffix.removeprefix(".").lower()
    chosen = format_ or next((name for name in formats if name == ending), None)
    if chosen is None:
        raise click.UsageError(
            f"cannot tell the format from {output and output.name!r}: "
            f"end it with .{', .'.join(formats)}, or give --format"
        )
    if output is None and chosen in ("pdf", "png") and sys.stdout and sys.stdout.isatty():
        raise click.UsageError(f"a terminal cannot show {chosen}: give -o FILE")
    return chosen
