"""``depgraph list``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

import click

from depgraph.cli.options import Code, Day, PlanPath, plan_options, selection_of
from depgraph.cli.selecting import choice_options
from depgraph.cli.tables import Format, formatted, put, table_format, terminal_room

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from depgraph.plans.opening import Opened
    from depgraph.reports.listing_facts import Facts
    from depgraph.reports.listing_presets import Asked

View = Literal["by-month", "predecessors"]


@click.command("list")
@click.argument("codes", metavar="[CODE]...", nargs=-1, type=Code())
@plan_options
@click.option("--remaining", is_flag=True, help="Milestones that are not complete.")
@click.option(
    "--delayed", is_flag=True, help="Those projected later than due, and what delays them."
)
@click.option("--due-before", type=Day(), help="Milestones due before this date.")
@click.option("--completed-since", type=Day(), help="Those completed on this date or later.")
@click.option(
    "--by-month", "view", flag_value="by-month",
    help="A grid: months from left to right, due, projected and completed.",
)  # fmt: skip
@click.option(
    "--predecessors", "view", flag_value="predecessors",
    help="What the milestones wait on: a row for each link.",
)  # fmt: skip
@choice_options(levels=True)
@click.option("--columns", metavar="NAME,...", help="The columns, in this order.")
@click.option(
    "--sort", metavar="NAME,...", help="Sort by these columns; -NAME for the greatest first."
)
@click.option("--target", type=Code(), help="Count the column float to this milestone.")
@click.option("--without-queries", is_flag=True, help="Leave out the links that a reviewer doubts.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(get_args(Format)),
    help="The format, in place of what the file name ends with (text on standard output).",
)
@click.option(
    "-o",
    "--output",
    type=PlanPath(),
    help="Write to this file; without it, to standard output.",
)
def command(
    *,
    codes: tuple[str, ...],
    remaining: bool,
    delayed: bool,
    due_before: date | None,
    completed_since: date | None,
    view: View | None,
    columns: str | None,
    sort: str | None,
    target: str | None,
    without_queries: bool,
    format_: Format | None,
    output: Path | None,
    **params: Any,
) -> None:
    """List milestones as a table: all, or those that every option given allows.

    What --owner, --team, --level and --select all choose is meant, and each CODE; else all,
    those that only the schedule has too, unless --graph names other files than the plan has.
    Columns that go with what is asked are shown, unless --columns names others:

    \b
      code name owner team level kind tags aka state   what it is
      due forecast completed date not_before not_after its dates (date: the first known of
                                                       completed, forecast, due)
      duration calendar progress url note position     what else the plan says
      overdue                                          days past due at the as-of date
      projected late                                   the projected date, days after due
      delayed_by because first_late chain_queried      the root of what drives its date, why
                                                       that has its date, the first late one
                                                       from there on, if a link is queried
      float free_float                                 days until an end (or --target), or
                                                       anything else, moves
      prerequisites open waits_on                      links it waits on: how many, how many
                                                       not complete, the codes
      dependents blocks                                links that wait on it: how many, codes
      queried questions findings                       how many doubts and findings

    \b
    With --predecessors they are: code name due prerequisite prerequisite_name
      prerequisite_owner prerequisite_team prerequisite_state prerequisite_due
      prerequisite_date prerequisite_projected type lag queried query slack driving note position

    Jira's CSV has an issue for each milestone. In the importer, take the date format
    yyyy-MM-dd and map the columns Blocks to the link type.

    \b
    Examples:
      depgraph list --remaining --level 2
      depgraph list --delayed --team DRP
      depgraph list --due-before 2019-12-01 --sort -due -o due.xlsx
      depgraph list --select 'level=2' --columns code,due,projected,late,name --sort -late
      depgraph list --by-month --owner DM --level 2
      depgraph list LDM-503-11 --predecessors --format markdown
      depgraph list --remaining --format jira -o issues.csv
    """
    chosen = table_format(output, format_)
    _refuse_contradictions(chosen, view, columns, sort, target)
    from depgraph.analysis.movements import with_schedule_only
    from depgraph.plans.opening import open_selection
    from depgraph.reports.listing_facts import Facts
    from depgraph.reports.listing_presets import Asked

    opened = open_selection(selection_of(params))
    opened.refuse_overwriting(output)
    if without_queries:
        opened = opened._replace(graph=opened.graph.without_queried_links())
    checked = opened
    if not opened.rules.is_of_other_files:
        opened = opened._replace(graph=with_schedule_only(opened.graph))
    facts = Facts(
        opened.graph,
        lambda: checked.check().findings,
        target=None if target is None else opened.graph[target].id,
    )
    named, words = _chosen(opened, codes, params)
    asked = Asked(named, words, remaining, delayed, due_before, completed_since)
    names = None if columns is None else [name.strip() for name in columns.split(",")]
    put(_written(facts, asked, chosen, view, names, sort, terminal_room(output)), output)


def _refuse_contradictions(
    chosen: Format, view: View | None, columns: str | None, sort: str | None, target: str | None
) -> None:
    if chosen == "jira" and (view or columns):
        option = f"--{view}" if view else "--columns"
        raise click.UsageError(f"{option} has no meaning with --format jira: leave one out")
    if view == "by-month" and (columns or sort):
        option = "--columns" if columns else "--sort"
        raise click.UsageError(f"{option} has no meaning with --by-month: leave one out")
    has_float = columns is None or "float" in f"{columns},{sort}"
    if target is not None and (view or chosen == "jira" or not has_float):
        raise click.UsageError("--target is for the column float: leave it out, or name the column")


def _chosen(
    opened: Opened, codes: Sequence[str], params: dict[str, Any]
) -> tuple[frozenset[str] | None, str]:
    """Return the codes of the milestones that are meant, None for all, and that in words."""
    from depgraph.cli.selecting import select

    chosen = select(
        opened.graph,
        opened.config,
        **{name: params[name] for name in ("owners", "teams", "levels", "selectors")},
    )
    named = frozenset(opened.graph[code].id for code in codes)
    words = f"{len(named)} by name" if len(named) > 1 else "".join(named)
    if chosen is None:
        return (named, words) if named else (None, "")
    return chosen.codes | named, f"{chosen.words}, and {words}" if named else chosen.words


def _written(
    facts: Facts,
    asked: Asked,
    chosen: Format,
    view: View | None,
    columns: Sequence[str] | None,
    sort: str | None,
    room: int | None,
) -> str | bytes:
    from depgraph.reports.listing import sort_keys
    from depgraph.reports.listing_presets import (
        link_table,
        milestone_table,
        month_listing,
        sorted_entries,
        without_empty,
    )

    keys = () if sort is None else sort_keys(sort)
    if chosen == "jira":
        from depgraph.reports.listing_jira import jira_csv

        found = sorted_entries(facts, asked, keys)
        return jira_csv(facts.graph, (entry.number for entry in found))
    if view == "by-month":
        grid, table = month_listing(facts, asked)
        if chosen == "text":
            from depgraph.reports.listing_text import grid_text

            return grid_text(grid, table.notes, room=room)
        return formatted(table, chosen, room)
    if view == "predecessors":
        table = link_table(facts, asked, columns, keys)
    else:
        table = milestone_table(facts, asked, columns, keys)
    if columns is None and chosen in ("text", "markdown"):
        table = without_empty(table)
        if room is not None:
            from depgraph.reports.listing_text import narrowed

            table = narrowed(table, room)
    return formatted(table, chosen, room)
