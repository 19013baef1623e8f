"""``depgraph highlights``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depgraph.cli.answer import PAGES
from depgraph.cli.documents import Document, document_options
from depgraph.cli.options import Code, plan_options, selection_of
from depgraph.cli.selecting import choice_options
from depgraph.cli.shared import since_option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from depgraph.cli.options import Params
    from depgraph.config import Config
    from depgraph.model import Graph
    from depgraph.model.schedules import Revision
    from depgraph.plans.selection import Selection


@click.command("highlights")
@click.argument("codes", metavar="[CODE]...", nargs=-1, type=Code())
@plan_options
@document_options("highlights", (*PAGES, "rst"))
@since_option(
    "Compare with this schedule; else with the configured one before the present one.",
    was="--previous",
)
@choice_options
def command(
    codes: tuple[str, ...],
    document: Document,
    title: str | None,
    since: str | None,
    **params: object,
) -> None:
    """Write what changed since the last schedule: complete, moved, new.

    Each with its name, date, date in the previous schedule, and how far that moved. Without
    CODE, --owner, --team, --level and --select, the milestones of level 2 that are complete
    since the previous schedule, have another date, or are new; else those that are named,
    changed or not.

    A date is that of the completion, else the forecast, else the due date.

    \b
    Examples:
      depgraph highlights > news.md
      depgraph highlights LDM-503-11 LDM-503-12 --format html -o news.html
      depgraph highlights --since 2018-07-17 --select 'level=2,due_within=365'
      depgraph highlights --print-template -o ours.rst.j2
    """
    from depgraph.plans.opening import open_selection
    from depgraph.reports.highlights import as_scheduled, highlights
    from depgraph.reports.highlights_data import highlights_data
    from depgraph.reports.highlights_page import highlights_page

    selection = selection_of(params)
    opened = open_selection(selection)
    config = opened.config
    own = _own_schedule(selection, config)
    graph = as_scheduled(opened.graph, own)
    present = own.as_of if own is not None else None
    before = _previous(selection, config, since, present or graph.as_of)
    compared = highlights(graph, before, chosen=_chosen_codes(graph, config, codes, params))
    title = title or (f"{config.title}: highlights" if config.title else "Highlights")
    document.put(
        {
            "title": title,
            **compared._asdict(),
        },
        data=lambda: highlights_data(compared),
        page=lambda: highlights_page(compared, title),
    )


def _chosen_codes(
    graph: Graph, config: Config, codes: Sequence[str], params: Params
) -> frozenset[str] | None:
    from depgraph.cli.naming import codes_of
    from depgraph.cli.selecting import selected_by

    by_name = frozenset(codes_of(graph, codes))
    selected = selected_by(params, graph, config)
    return (by_name or None) if selected is None else by_name | selected.codes


def _own_schedule(selection: Selection, config: Config) -> Revision | None:
    from depgraph.plans.loading import load_named_schedules, schedule_of

    path = schedule_of(selection, config)
    return None if path is None else load_named_schedules([str(path)], config)[0]


def _previous(
    selection: Selection, config: Config, named: str | None, present: date | None
) -> Revision:
    from depgraph.plans.loading import load_named_schedules, load_schedules
    from depgraph.reports.highlights import previous_schedule

    if named is not None:
        return load_named_schedules([named], config)[0]
    return previous_schedule(load_schedules(selection, config), present)
