"""``depgraph init``."""

from __future__ import annotations

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
      depgraph init plan/
    """
    from shlex import quote

    from depgraph.cli.file_set import FileText
    from depgraph.cli.output import print_text
    from depgraph.sources.example import FILES
    from depgraph.sources.files import CONFIG_NAME

    files = {directory / name: text for name, text in FILES.items()}
    if dry_run:
        _refuse_there(files)
        for path, text in files.items():
            print_text(FileText(path, None, text.encode()).diff())
        return
    _write_new(files)
    beside = "" if directory == Path() else f" --config {quote(str(directory / CONFIG_NAME))}"
    for path in files:
        click.echo(f"wrote {path}")
    click.echo(
        f"""
Next:
  depgraph check{beside}
  depgraph critical-path REL-2{beside}
  depgraph render -o plan.svg{beside}
Then put your milestones in the place of these, and the files in git."""
    )


def _write_new(files: dict[Path, str]) -> None:
    """Write files where none are: all of them, or none.

    Raises
    ------
    OutputError
        If one is there already or cannot be written.
    """
    from contextlib import suppress

    from depgraph.errors import OutputError

    _refuse_there(files)
    written: list[Path] = []
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(text)
    except OSError as error:
        for path in written:
            with suppress(OSError):
                path.unlink()
        raise OutputError(f"cannot write {error.filename}: {error.strerror or error}") from error


def _refuse_there(files: Iterable[Path]) -> None:
    from depgraph.errors import OutputError

    there = [str(path) for path in files if path.exists() or path.is_symlink()]
    if there:
        are = "is" if len(there) == 1 else "are"
        raise OutputError(f"nothing written: {', '.join(there)} {are} there already")
