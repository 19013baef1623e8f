"""What is said of an error, wherever a command is run: each line names its place or begins so."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depgraph.cli.commands import COMMANDS, module_of
from depgraph.errors import CycleError, DepgraphError, LoadError, UnknownMilestoneError

if TYPE_CHECKING:
    from collections.abc import Sequence


def complaint_of(error: Exception, arguments: Sequence[str]) -> str:
    """Return what is said of an error.

    Parameters
    ----------
    arguments
        Those of the command line, with the name of the command.
    """
    if isinstance(error, click.MissingParameter):
        usage = error.ctx.get_usage().removeprefix("Usage: ") if error.ctx else "see --help"
        return f"error: {_own_words(error)}: {usage}"
    if isinstance(error, click.ClickException):
        return f"error: {_own_words(error)}"
    if isinstance(error, LoadError):
        return str(error)  # each line begins with its place
    if isinstance(error, CycleError):
        return f"error: {error}{_way_out(arguments)}"
    if isinstance(error, UnknownMilestoneError):
        from depgraph.sources.files import exists

        is_file = isinstance(error.code, str) and exists(Path(error.code))
        return f"error: {error}{'; --graph names graph files' if is_file else ''}"
    if isinstance(error, DepgraphError):
        return f"error: {error}"
    if isinstance(error, OSError):
        return f"error: {_about_system(error)}"
    from depgraph.cli.defect import defect_report

    return defect_report(error, arguments)


def _about_system(error: OSError) -> str:
    """Say what the system refused: all files are named, so what has no name is standard output."""
    reason = error.strerror or str(error)
    if error.filename is None:
        return f"cannot write to standard output: {reason}"
    from depgraph.sources.files import shown_path

    return f"cannot read or write {shown_path(Path(os.fsdecode(error.filename)))}: {reason}"


def _own_words(error: click.ClickException) -> str:
    """Return a message in the form of all messages: without a capital and a full stop."""
    message = error.format_message().replace("\n\t", " ")  # of a list of choices
    message = message.removesuffix(".").replace(". (Did", " (did")
    return message[:1].lower() + message[1:] if message[1:2].islower() else message


def _way_out(arguments: Sequence[str]) -> str:
    """Name the option that goes on without some links, where the command has it."""
    from importlib import import_module

    name = next((argument for argument in arguments if argument in COMMANDS), "")
    command = import_module(f"depgraph.cli.{module_of(name)}").command if name else None
    options = {parameter.name for parameter in command.params} if command else set()
    if "cut_cycles" not in options or "--cut-cycles" in arguments:
        return ""
    return "\nor go on without the links to cut, with --cut-cycles"
