"""``depgraph mcp``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from depgraph.cli.options import PlanPath

if TYPE_CHECKING:
    from pathlib import Path


@click.command("mcp")
@click.argument("directory", required=False, type=PlanPath())
def command(directory: Path | None) -> None:
    """Let an assistant ask about the plan: a server of the Model Context Protocol over stdio.

    The plan is that of DIRECTORY or, without it, of the working directory. All tools read, none
    writes: check, critical_path, why, slip, what_if, list, show, queries, diff, health, risk.
    'depgraph help assistant' has the lines for the usual clients. It needs the extra 'mcp'.

    \b
    Examples:
      depgraph mcp
      depgraph mcp ~/plans/telescope
    """
    from depgraph.errors import DepgraphError, MissingToolError
    from depgraph.sources.files import is_directory, shown_path

    if directory is not None:
        if not is_directory(directory):
            raise DepgraphError(
                f"{shown_path(directory)} is no directory: name the one that the plan is in"
            )
        os.chdir(directory)
    try:
        import mcp  # noqa: F401 - only whether it is there
    except ImportError:
        raise MissingToolError(
            "an assistant needs the package mcp, which is not installed: "
            "pip install 'depgraph[mcp]'"
        ) from None
    from depgraph.cli.assistant.server import serve

    serve()
