"""``depgraph init``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depgraph.cli.mapping import map_option
from depgraph.cli.options import Day, PlanPath
from depgraph.cli.shared import dry_run_option

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from depgraph.edits.first_plan import Ci


@click.command("init")
@click.argument(
    "directory", default=".", type=click.Path(path_type=Path, file_okay=False), metavar="[DIR]"
)
@click.option(
    "--from",
    "source",
    type=PlanPath(),
    metavar="FILE",
    help="A list (CSV or a workbook) or an export that stays the source of the plan.",
)
@map_option
@click.option("--as-of", type=Day(), help="With --from, the day at which the file is true.")
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab"]),
    help="With --from, also write a job that checks the plan.",
)
@dry_run_option
def command(
    directory: Path,
    *,
    source: Path | None,
    as_of: date | None,
    ci: Ci | None,
    dry_run: bool,
    columns_of_lists: dict[str, tuple[str, ...]],
) -> None:
    """Write a small commented plan to begin with: configuration, milestones, schedule.

    DIR is made if it is not there; without it, the files go to the working directory. A
    file that is there already is never overwritten.

    With --from, the plan is what stands in FILE, which is not changed: the configuration says
    how it is read, gives owners and a first rule, and baseline.yaml lists what is wrong in it
    today, so that the check passes until something else is (depgraph help lists).

    \b
    Examples:
      depgraph init
      depgraph init graphs      every command finds a plan in 'graphs'
      depgraph init plan/
      depgraph init --from plan.csv --ci github
      depgraph init --from jira.csv --map team=Squad
    """
    if source is not None:
        _init_from(source, directory, columns_of_lists, as_of, ci, dry_run=dry_run)
        return
    if columns_of_lists or as_of or ci:
        raise click.UsageError("--map, --as-of and --ci belong to --from")
    from depgraph.sources.example import FILES

    _put({directory / name: text for name, text in FILES.items()}, dry_run=dry_run)
    if not dry_run:
        beside = _config_option(directory)
        click.echo(
            f"""
Next:
  depgraph check{beside}
  depgraph critical-path REL-2{beside}
  depgraph render -o plan.svg{beside}
Then put your milestones in the place of these, and the files in git."""
        )


def _config_option(directory: Path) -> str:
    """Return the option that names the configuration, where it is not found by itself."""
    from shlex import quote

    from depgraph.sources.files import CONFIG_NAME

    config = directory / CONFIG_NAME
    return "" if _is_found_unnamed(config) else f" --config {quote(str(config))}"


def _put(files: dict[Path, str], *, dry_run: bool) -> None:
    """Write files where none are, and tell which; or only show them."""
    from depgraph.cli.output import print_text
    from depgraph.edits.writing import FileText
    from depgraph.sources.files import shown_path

    if dry_run:
        _refuse_there(files)
        for path, text in files.items():
            print_text(FileText(path, None, text.encode()).diff())
        return
    _write_new(files)
    for path in files:
        click.echo(f"wrote {shown_path(path)}")


def _init_from(
    source: Path,
    directory: Path,
    columns: dict[str, tuple[str, ...]],
    as_of: date | None,
    ci: Ci | None,
    *,
    dry_run: bool,
) -> None:
    """Write a plan around a file, and tell what is in it."""
    from depgraph.cli.init_from import first_plan
    from depgraph.edits.first_plan import NO_ADDRESS
    from depgraph.words import counted, listed

    plan = first_plan(source, directory, columns=columns, as_of=as_of, ci=ci)
    _put(plan.files, dry_run=dry_run)
    graph = plan.graph
    counts = f"{counted(len(graph), 'milestone')} and {counted(len(graph.links), 'link')}"
    accepted = [f"{count} {rule}" for rule, count in sorted(plan.accepted.items())]
    click.echo(f"\n{counts} in {source}.", err=dry_run)
    if accepted:
        count = counted(sum(plan.accepted.values()), "error")
        click.echo(
            f"The baseline has {count} of today: {listed(accepted)}; correct them one by one.",
            err=dry_run,
        )
    if plan.failing:
        count = counted(len(plan.failing), "error")
        rules = listed(sorted({finding.rule for finding in plan.failing}))
        click.echo(f"{count} no baseline can have, and the check fails: {rules}.", err=dry_run)
    if not dry_run:
        beside = _config_option(directory)
        jobs = [path for path, text in plan.files.items() if f" @ {NO_ADDRESS}" in text]
        fill = [
            f"Put in {path} from where pip installs depgraph ({NO_ADDRESS}).\n" for path in jobs
        ]
        click.echo(
            f"""
Next:
  depgraph check{beside}
  depgraph render -o plan.svg{beside}
{"".join(fill)}Then read the configuration, correct what it guesses, and put the files in git."""
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
