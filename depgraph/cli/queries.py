"""``depgraph queries``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from depgraph.cli.answer import Output, answer_options
from depgraph.cli.options import known, plan_options, selection_of
from depgraph.cli.shared import dry_run_option

if TYPE_CHECKING:
    from depgraph.plans.selection import Selection


@click.command("queries")
@click.argument(
    "link", nargs=-1, shell_complete=known("queried"), metavar="[PREREQUISITE DEPENDENT]"
)
@plan_options
@click.option("--open", "only_open", is_flag=True, help="Leave out what no longer matters.")
@click.option(
    "--resolve",
    type=click.Choice(["keep", "drop"]),
    help="Settle the query on a link in its file: keep the link, or drop it.",
)
@click.option("--reason", help="With --resolve keep: why, written down as a note of the link.")
@dry_run_option
@answer_options(about="How to write the list.")
def command(
    link: tuple[str, ...],
    only_open: bool,
    resolve: Literal["keep", "drop"] | None,
    reason: str | None,
    dry_run: bool,
    output: Output,
    **params: object,
) -> None:
    """List every query and question, with what helps to settle it.

    For each queried link: the words, the rules that say the same, whether it still matters
    (it is settled when one end is complete), and which projected dates and critical paths of
    the main milestones change without it. Main are those of level 2 or, where there are no
    levels, those with a due date.

    --resolve edits the one file that has the link, in place: 'keep' makes it a plain link,
    'drop' removes it. Everything else in the file stays as it is.

    \b
    Examples:
      depgraph queries --open
      depgraph queries -o triage.md
      depgraph queries --resolve drop DM-DAX-9 LDM-503-09 --dry-run
      depgraph queries --resolve keep DM-STAFF LDM-503-13 --reason "Agreed at the review."
    """
    selection = selection_of(params)
    if resolve is not None:
        if len(link) != 2:
            raise click.UsageError("--resolve takes a link: PREREQUISITE DEPENDENT")
        if reason is not None and resolve == "drop":
            raise click.UsageError("--reason is for --resolve keep: a dropped link has no note")
        if output.path is not None:
            raise click.UsageError("--output is for the list: --resolve edits the plan's own file")
        _resolve_query(selection, (link[0], link[1]), resolve, reason, dry_run=dry_run)
        return
    for option, name in ((link, "a link"), (reason, "--reason"), (dry_run, "--dry-run")):
        if option:
            raise click.UsageError(f"{name} is for --resolve")
    _put_list(selection, output, only_open=only_open)


def _put_list(selection: Selection, output: Output, *, only_open: bool) -> None:
    from depgraph.plans.opening import open_selection
    from depgraph.reports.queries_data import queries_data
    from depgraph.reports.queries_page import queries_page, queries_table
    from depgraph.rules.triage import triage_if_possible

    opened = open_selection(selection)
    findings = opened.check().findings
    triaged = triage_if_possible(opened.graph, findings, only_open=only_open)
    output.put(
        page=lambda: queries_page(triaged),
        data=lambda: queries_data(triaged),
        table=lambda: queries_table(triaged),
    )


def _resolve_query(
    selection: Selection,
    pair: tuple[str, str],
    resolve: Literal["keep", "drop"],
    reason: str | None,
    *,
    dry_run: bool,
) -> None:
    from depgraph.cli.naming import link_of
    from depgraph.cli.output import write_plan_files
    from depgraph.edits.queries import resolve_query
    from depgraph.plans.opening import open_graph

    graph = open_graph(selection)
    prerequisite, dependent = link_of(graph, *pair, is_told=False)
    edit = resolve_query(graph, dependent, prerequisite, resolve, reason=reason)
    if resolve == "drop" and any(
        link.witness is not None for link in graph.links_into(dependent) if link[0] == prerequisite
    ):
        click.echo("note: the export has this link too, and keeps it", err=True)
    if dry_run:
        click.echo(edit.diff(), nl=False)
        return
    write_plan_files([edit.file])
    click.echo(f"{edit.shown}:{edit.line}: {edit.summary}")
