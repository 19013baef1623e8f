"""``depgraph init``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depgraph.cli.shared import dry_run_option

if TYPE_CHECKING:
    from collections.abc import Iterable


@click.command("init")
@click.argument(
    "directory", default=".", type=click.Path(path_type=Path, file_okay=False), metavar="[DIR]"
)
@dry_run_option
def command(directory: Path, *, dry_run: bool) -> None:
    """Write a small commented plan to begin with: configuration, milestones, schedule.

    DIR is made if it is not there; without it, the files go to the working directory. A
    file that is there already is never overwritten.

    \b
    Examples:
      depgraph init
      depgraph init graphs      every command finds a plan in 'graphs'
      depgraph init plan/
    """
    from shlex import quote

    from depgraph.cli.output import print_text
    from depgraph.edits.writing import FileText
    from depgraph.sources.example import FILES
    from depgraph.sources.files import CONFIG_NAME, shown_path

    files = {directory / name: text for name, text in FILES.items()}
    if dry_run:
        _refuse_there(files)
        for path, text in files.items():
            print_text(FileText(path, None, text.encode()).diff())
        return
    _write_new(files)
    config = directory / CONFIG_NAME
    beside = "" if _is_found_unnamed(config) else f" --config {quote(str(config))}"
    for path in files:
        click.echo(f"wrote {shown_path(path)}")
    click.echo(
        f"""
Next:
  depgraph check{beside}
  depgraph critical-path REL-2{beside}
  depgraph render -o plan.svg{beside}
Then put your milestones in the place of these, and the files in git."""
    )


def _is_found_unnamed(path: Path) -> bool:
    """Whether a configuration is the one that commands find here without an option."""
    from depgraph.errors import DepgraphError
    from depgraph.plans.selection import Selection, select_config

    try:
        config = select_config(Selection(), []).path
    except DepgraphError:  # there is none
        return False
    return config is not None and config.resolve() == path.resolve()


def _write_new(files: dict[Path, str]) -> None:
    """Write files where none are: all of them, or none.

    Raises
    ------
    OutputError
        If one is there already or cannot be written.
    """
    from depgraph.cli.output import write_plan_files
    from depgraph.edits.writing import FileText

    _refuse_there(files)
    write_plan_files([FileText(path, None, text.encode()) for path, text in files.items()])


def _refuse_there(files: Iterable[Path]) -> None:
    from depgraph.errors import OutputError
    from depgraph.sources.files import shown_path

    there = [shown_path(path) for path in files if os.path.lexists(path)]
    if there:
        are = "is" if len(there) == 1 else "are"
        raise OutputError(f"nothing written: {', '.join(there)} {are} there already")
