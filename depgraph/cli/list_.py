"""``depgraph list``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from depgraph.cli.answer import Output, answer_options
from depgraph.cli.options import Code, Day, Sectioned, known, plan_options, selection_of
from depgraph.cli.selecting import choice_options
from depgraph.cli.shared import gaps_option, target_option, without_queries_option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from depgraph.analysis.projection import Gaps
    from depgraph.cli.options import Params
    from depgraph.plans.opening import Opened
    from depgraph.reports.listing import Key
    from depgraph.reports.listing_facts import Facts
    from depgraph.reports.listing_presets import Request
    from depgraph.reports.page import Page

View = Literal["by-month", "predecessors", "by-cause"]


class ListCommand(Sectioned):
    """The command whose help has the columns of its tables."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each column says, a list for each table."""
        del ctx
        from depgraph.reports.listing_causes import CAUSE_COLUMNS
        from depgraph.reports.listing_columns import COLUMNS
        from depgraph.reports.listing_links import LINK_COLUMNS

        for title, columns in (
            ("Columns", COLUMNS),
            ("Columns with --predecessors", LINK_COLUMNS),
            ("Columns with --by-cause", CAUSE_COLUMNS),
        ):
            with formatter.section(title):
                formatter.write_dl([(name, column.about) for name, column in columns.items()])


@click.command("list", cls=ListCommand)
@click.argument("codes", metavar="[CODE]...", nargs=-1, type=Code())
@plan_options
@click.option("--remaining", is_flag=True, help="Milestones that are not complete.")
@click.option(
    "--delayed", is_flag=True, help="Those overdue or projected late, and what delays them."
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
@click.option(
    "--by-cause", "view", flag_value="by-cause",
    help="What is delayed by what delays it: a row for each cause.",
)  # fmt: skip
@choice_options
@click.option(
    "--columns",
    metavar="NAME,...",
    shell_complete=known("columns"),
    help="The columns, in this order.",
)
@click.option(
    "--sort",
    metavar="NAME,...",
    shell_complete=known("columns"),
    help="Sort by these columns; -NAME for the greatest first.",
)
@target_option("Count the column float to this milestone.")
@without_queries_option()
@gaps_option
@answer_options(more=("jira",))
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
    gaps: Gaps,
    output: Output,
    **params: object,
) -> None:
    """List milestones as a table: all, or those that every option given allows.

    What --owner, --team, --level and --select all choose is meant, and each CODE, which may be
    a pattern such as 'SAT-*'; else all, those that only the schedule has too, unless --graph
    names other files than the plan has. Columns that go with what is asked are shown, unless
    --columns names others of those below.

    Jira's CSV has an issue for each milestone. In the importer, take the date format
    yyyy-MM-dd and map the columns Blocks to the link type.

    \b
    Examples:
      depgraph list --remaining --level 2
      depgraph list --delayed --team DRP
      depgraph list --delayed --by-cause
      depgraph list --due-before 2019-12-01 --sort -due -o due.xlsx
      depgraph list --select 'level=2' --columns code,due,projected,late,name --sort -late
      depgraph list --by-month --owner DM --level 2
      depgraph list LDM-503-11 --predecessors --format markdown
      depgraph list --remaining --format jira -o issues.csv
    """
    _refuse_contradictions(output.format, view, columns, sort, target)
    from depgraph.cli.naming import code_of
    from depgraph.plans.opening import open_whole
    from depgraph.reports.listing import sort_keys
    from depgraph.reports.listing_facts import Facts
    from depgraph.reports.listing_presets import Request

    opened = open_whole(selection_of(params))
    plan = opened.graph
    if without_queries:
        opened = opened._replace(graph=opened.graph.without_queried_links())
    facts = Facts(
        opened.graph,
        lambda: opened.check().findings,
        target=None if target is None else opened.graph[code_of(opened.graph, target)].id,
        gaps=gaps,
        plan=plan,
    )
    selected_codes, words = _chosen_codes(opened, codes, params)
    delayed = delayed or view == "by-cause"
    request = Request(selected_codes, words, remaining, delayed, due_before, completed_since)
    keys = () if sort is None else sort_keys(sort)
    names = None if columns is None else [name.strip() for name in columns.split(",")]
    if output.format == "jira":
        _put_issues(output, facts, request, keys)
    else:
        _put_table(output, facts, request, view, names, keys)


def _refuse_contradictions(
    format_: str, view: View | None, columns: str | None, sort: str | None, target: str | None
) -> None:
    if format_ == "jira" and (view or columns):
        option = f"--{view}" if view else "--columns"
        raise click.UsageError(f"{option} has no meaning with --format jira: leave one out")
    if view == "by-month" and (columns or sort):
        option = "--columns" if columns else "--sort"
        raise click.UsageError(f"{option} has no meaning with --by-month: leave one out")
    has_float = columns is None or "float" in f"{columns},{sort}"
    if target is not None and (view or format_ == "jira" or not has_float):
        raise click.UsageError("--target is for the column float: leave it out, or name the column")


def _chosen_codes(
    opened: Opened, codes: Sequence[str], params: Params
) -> tuple[frozenset[str] | None, str]:
    """Return the codes of the milestones that are meant, None for all, and that in words."""
    from depgraph.cli.naming import codes_of
    from depgraph.cli.selecting import selected_by

    chosen = selected_by(params, opened.graph, opened.config)
    by_name = frozenset(codes_of(opened.graph, codes))
    words = f"{len(by_name)} by name" if len(by_name) > 1 else "".join(by_name)
    if chosen is None:
        return (by_name, words) if by_name else (None, "")
    return chosen.codes | by_name, f"{chosen.words}, and {words}" if by_name else chosen.words


def _put_issues(output: Output, facts: Facts, request: Request, keys: Sequence[Key]) -> None:
    from depgraph.reports.listing_jira import jira_csv
    from depgraph.reports.listing_presets import sorted_entries

    entries = sorted_entries(facts, request, keys)
    output.write(jira_csv(facts.graph, (entry.number for entry in entries)))


def _put_table(
    output: Output,
    facts: Facts,
    request: Request,
    view: View | None,
    columns: Sequence[str] | None,
    keys: Sequence[Key],
) -> None:
    from depgraph.reports.listing_causes import cause_page
    from depgraph.reports.listing_data import list_data
    from depgraph.reports.listing_page import grid_text, list_page
    from depgraph.reports.listing_presets import (
        cause_table,
        link_table,
        milestone_table,
        month_listing,
    )

    has_all_columns = columns is not None
    grid = None
    if view == "by-month":
        grid, table = month_listing(facts, request)
        has_all_columns = True
    elif view == "by-cause":
        table = cause_table(facts, request, columns, keys)
    elif view == "predecessors":
        table = link_table(facts, request, columns, keys)
    else:
        table = milestone_table(facts, request, columns, keys)

    def page() -> Page:
        if view == "by-cause":
            return cause_page(table, has_all_columns=has_all_columns)
        return list_page(table, has_all_columns=has_all_columns)

    def months(room: int | None) -> str:
        assert grid is not None, "the milestones are listed by month"
        return grid_text(grid, table.notes, room=room)

    output.put(
        page=page,
        data=lambda: list_data(table, facts, selection=request.selection),
        table=lambda: table,
        text=None if grid is None else months,
    )
