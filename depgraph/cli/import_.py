"""``depgraph import``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depgraph.cli.mapping import map_option
from depgraph.cli.options import Day, PlanPath, outside_option, project_option, renamed_option
from depgraph.cli.selecting import choice_options
from depgraph.cli.shared import dry_run_option

if TYPE_CHECKING:
    from pathlib import Path

    from depgraph.cli.import_sides import Target
    from depgraph.cli.options import Params
    from depgraph.edits.writing import FileText


@click.command("import")
@click.argument("source", type=PlanPath(), metavar="SOURCE")
@click.option(
    "--into", "directory", required=True, type=PlanPath(), metavar="DIR", help="The plan to write."
)
@dry_run_option
@map_option
@click.option("--as-of", type=Day(), help="The as-of date of the dates, in place of the source's.")
@click.option(
    "--activities",
    is_flag=True,
    help="Of a schedule network, import all activities, not only the milestones.",
)
@choice_options
@click.option(
    "--with-prerequisites",
    is_flag=True,
    help="Also import what the selected milestones wait on directly.",
)
@renamed_option(
    "--fewest-links",
    "is_reduced",
    was="--reduce",
    is_flag=True,
    help="Add no link that a chain implies.",
)
@click.option(
    "--partial",
    "is_partial",
    is_flag=True,
    help="The source has only a part of the plan: what it lacks is not marked.",
)
@click.option(
    "--set-schedule", is_flag=True, help="Let the plan go by the dates that are imported."
)
@click.option("--file", "file_name", metavar="FILE", help="The graph file for new milestones.")
@click.option(
    "--witnesses", is_flag=True, help="Note with new links the chain of activities behind them."
)
@project_option
@outside_option
def command(source: Path, directory: Path, *, dry_run: bool, **params: object) -> None:
    """Bring a schedule into the files of a plan: what waits on what, and the dates.

    SOURCE is a graph or schedule file, a directory, an export of a scheduling program, or a
    list (depgraph help lists). DIR has the plan, or is made. Milestones and links go to the graph
    files; dates go to schedules/DATE.yaml, one file for each as-of date, which depgraph.yaml then
    lists.

    Comments, order, queries, questions and notes stay, and so does every line that need not
    change. Nothing is removed: a link that the source has not any more gets a query, and a
    milestone a question. Both go when it is back. A second import changes nothing. All files
    are written, or none.

    \b
    Examples:
      depgraph import plan.xls --as-of 2019-04-30 --into graphs --dry-run
      depgraph import plan.xls --as-of 2019-04-30 --into graphs --select 'id=LDM-503-*'
      depgraph import plan.xer --into new-plan --fewest-links --witnesses
      depgraph import plan.csv --as-of 2026-11-28 --map code=Key --into graphs
      depgraph import notes.rst --into graphs --partial
    """
    from depgraph.cli.import_sides import open_target
    from depgraph.cli.output import print_text, write_plan_files
    from depgraph.sources.files import shown_path
    from depgraph.sources.kept_files import KeptFiles, keeping_files

    with keeping_files(KeptFiles()):  # the plan is read as a graph, and file by file
        target = open_target(directory)
    files, summary = _import(source, target, params)
    if dry_run:
        print_text("".join(file.diff() for file in files))
        click.echo(summary, nl=False, err=True)
        click.echo("nothing is written" if files else "nothing would change", err=True)
        return
    write_plan_files(files)
    print_text(summary)
    for file in files:
        click.echo(f"wrote {shown_path(file.path)}")
    if not files:
        click.echo("nothing to change")


def _import(source: Path, target: Target, params: Params) -> tuple[list[FileText], str]:
    """Return the files that change, and the summary."""
    from depgraph.cli.import_files import config_change, files_of
    from depgraph.cli.import_sides import choose, open_source, scope_of, witnessed
    from depgraph.edits.importing.dates import imported_dates, with_projected_forecasts
    from depgraph.edits.importing.plan import plan_import
    from depgraph.edits.importing.sides import Existing, Incoming
    from depgraph.reports.import_text import ImportFacts, import_text
    from depgraph.sources.files import real_path, shown_path

    graph, config = open_source(
        source,
        target,
        as_of=params["as_of"],
        activities=params["activities"],
        columns=params["columns_of_lists"],
        project=params["project"],
    )
    graph, projected = with_projected_forecasts(graph)
    chosen = choose(
        graph,
        config,
        params,
        with_prerequisites=params["with_prerequisites"],
        is_reduced=params["is_reduced"],
    )
    incoming = Incoming(
        name=real_path(source).name,
        as_of=graph.as_of,
        graph=witnessed(graph) if params["witnesses"] else graph,
        selected=chosen.selected,
        beside=chosen.beside,
        left_out=chosen.reduction.left_out if chosen.reduction else (),
        is_partial=params["is_partial"],
    )
    if incoming.has_dates and incoming.as_of is None:
        raise click.UsageError(
            f"{shown_path(source)} has dates, and does not say at which date they are true: "
            "give --as-of YYYY-MM-DD"
        )
    path, snapshot = None, None
    if incoming.has_dates and incoming.as_of is not None:
        path, snapshot = target.snapshot(incoming.as_of, graph.documents)
    existing = Existing(
        graph=target.graph,
        files=target.editable,
        file=target.file_for(params["file_name"]),
        revisions=tuple(target.revisions.values()),
        snapshot=snapshot,
        scope=scope_of(target, params),
    )
    plan = plan_import(incoming, existing)
    change = config_change(target, incoming, path, set_schedule=params["set_schedule"])
    files, changed_plan = files_of(
        target,
        incoming,
        plan,
        change.config,
        snapshot=path,
        read_snapshot=snapshot,
        file=existing.file,
    )
    facts = ImportFacts(
        source=shown_path(source),
        as_of=incoming.as_of,
        documents=graph.documents,
        snapshot=shown_path(path) if path else None,
        is_new_snapshot=snapshot is None,
        schedule=change.stays,
        reduction=chosen.reduction,
        outside=chosen.outside,
        notices=tuple(notice.text for notice in graph.notices),
        other_calendars=change.other_calendars,
        projected=tuple(
            f"{code}: {graph[code].forecast}" for code in projected if code in chosen.selected
        ),
        dates=imported_dates(graph, changed_plan, {*chosen.selected, *chosen.beside}),
    )
    return files, import_text(plan, facts)
