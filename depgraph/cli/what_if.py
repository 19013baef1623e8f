"""``depgraph what-if``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depgraph.cli.amounts import Amount, RelationParam
from depgraph.cli.amounts import move as moved
from depgraph.cli.answer import Output, answer_options
from depgraph.cli.options import (
    Code,
    Day,
    PlanPath,
    known,
    paths_argument,
    plan_options,
    renamed_option,
    selection_of,
)
from depgraph.cli.shared import show_all_option, target_option, without_queries_option

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from depgraph.analysis.impact import Impact
    from depgraph.analysis.rerouting import Reroutes
    from depgraph.analysis.risk.comparison import ChanceChange
    from depgraph.cli.amounts import Relation, WorkingAmount
    from depgraph.cli.options import F, Params
    from depgraph.config import Config
    from depgraph.errors import Problem
    from depgraph.model import Graph
    from depgraph.model.changes import Change
    from depgraph.plans.selection import Selection

Pairs = tuple[tuple[str, str], ...]


def _links_option(name: str, about: str, completed: str = "codes") -> Callable[[F], F]:
    """Return an option that takes links."""
    return click.option(
        name,
        multiple=True,
        type=(Code(), Code()),
        metavar="PREREQUISITE DEPENDENT",
        shell_complete=known(completed),
        help=about,
    )


@click.command("what-if")
@paths_argument
@click.option(
    "--move",
    multiple=True,
    type=(Code(), Amount()),
    metavar="CODE DAYS|DATE",
    shell_complete=known("codes"),
    help="The milestone moves: by days (60, -5 for earlier; 6wd: working days), or to a date.",
)
@click.option(
    "--complete",
    multiple=True,
    type=(Code(), Day()),
    metavar="CODE DATE",
    shell_complete=known("codes"),
    help="The milestone was completed on this date.",
)
@_links_option("--link", "DEPENDENT waits on PREREQUISITE as well.")
@click.option(
    "--link-as",
    multiple=True,
    type=(Code(), Code(), RelationParam()),
    metavar="PREREQUISITE DEPENDENT TYPE+LAG",
    shell_complete=known("codes"),
    help="The same with a type or a lag: SS, SS+10, FS-5, +10.",
)
@_links_option("--unlink", "DEPENDENT does not wait on PREREQUISITE any more.")
@_links_option("--drop", "The queried link is dropped.", "queried")
@without_queries_option(was="--drop-queries")
@_links_option("--keep", "With --without-queries: this one stays.", "queried")
@renamed_option(
    "--changes",
    "files",
    was="--file",
    multiple=True,
    type=PlanPath(),
    metavar="FILE",
    help="Changes from a file, see 'depgraph schema changes'. Repeatable.",
)
@plan_options
@target_option("Show this milestone, moved or not.", multiple=True, was="--only")
@click.option(
    "--risk",
    "with_risk",
    is_flag=True,
    help="Say how likely dates are before and after, as 'depgraph risk' does.",
)
@show_all_option("every milestone that moves")
@answer_options()
def command(
    *,
    move: tuple[tuple[str, int | date | WorkingAmount], ...],
    complete: tuple[tuple[str, date], ...],
    link: Pairs,
    link_as: tuple[tuple[str, str, Relation], ...],
    unlink: Pairs,
    drop: Pairs,
    without_queries: bool,
    keep: Pairs,
    files: tuple[Path, ...],
    targets: tuple[str, ...],
    with_risk: bool,
    show_all: bool,
    output: Output,
    **params: object,
) -> None:
    """Say what several changes would do together. Nothing is written.

    Every option of a change is repeatable. All milestones that move are shown, before and
    after, in both readings of the gaps: they absorb slips, or they are work to be done again
    after a slip. Moves count calendar days from the projected date before all changes; a link
    stands as PREREQUISITE DEPENDENT. Queried links are left out as a change, too.

    Main milestones are those of level 2 or, where no milestone has a level, those with a due
    date; what is complete is left out.

    \b
    Examples:
      depgraph what-if --drop DM-DAX-9 LDM-503-09
      depgraph what-if --without-queries --keep DM-STAFF LDM-503-13
      depgraph what-if --move DM-DRP-10 60 --unlink DM-DRP-10 LDM-503-11b
      depgraph what-if --move DM-DRP-10 60 --risk --target LDM-503-12
      depgraph what-if --link-as DM-NET-4 LDM-503-12 FS+30 --target LDM-503-12
      depgraph what-if --complete DM-AP-10 2019-04-10 --changes changes.yaml --format markdown

    \b
    A file has the same changes:
      move: {DM-DRP-10: 60, LDM-503-13: 2021-03-01}
      complete: {DM-AP-10: 2019-04-10}
      unlink: [{prerequisite: DM-DRP-10, dependent: LDM-503-11b}]
      drop: all
    """
    from depgraph.model.changes import (
        AddLink,
        Complete,
        DropQueries,
        DropQuery,
        KeepQuery,
        RemoveLink,
    )
    from depgraph.sources.changes_file import read_changes

    changes: list[Change] = [moved(*pair) for pair in move]
    changes += [Complete(*pair) for pair in complete]
    changes += [AddLink(*pair) for pair in link]
    changes += [AddLink(first, then, type=how.type, lag=how.lag) for first, then, how in link_as]
    changes += [RemoveLink(*pair) for pair in unlink]
    changes += [DropQuery(*pair) for pair in drop]
    changes += [DropQueries()] if without_queries else []
    changes += [KeepQuery(*pair) for pair in keep]
    for path in files:
        changes += read_changes(path)
    if not changes:
        raise click.UsageError(
            "what changes? give one or more of --move, --complete, --link, --link-as, --unlink, "
            "--drop, --without-queries or --changes"
        )
    _put_answer(changes, targets, output, params, with_risk=with_risk, show_all=show_all)


def _put_answer(
    changes: list[Change],
    targets: tuple[str, ...],
    output: Output,
    params: Params,
    *,
    with_risk: bool,
    show_all: bool,
) -> None:
    from depgraph.analysis.changes import with_working_lags
    from depgraph.analysis.impact_answer import answer
    from depgraph.analysis.rerouting import rerouted
    from depgraph.analysis.what_if import what_if, without_queries
    from depgraph.cli.naming import code_of
    from depgraph.plans.opening import open_graph
    from depgraph.plans.selection import select_config
    from depgraph.reports.impact_data import what_if_data
    from depgraph.reports.impact_page import impact_table, what_if_page

    selection = selection_of(params)
    problems: list[Problem] = []
    config = select_config(selection, problems)
    graph = open_graph(selection, config, problems)
    changes = [_as_meant(graph, change) for change in changes]
    if config.calendars.lags_are_working:
        changes = with_working_lags(graph, changes)
    targets = tuple(code_of(graph, target) for target in targets)
    impact = what_if(graph, changes)
    without = without_queries(impact)
    chances = _chances(impact, targets, config, selection) if with_risk else None

    def paths() -> Reroutes:
        return rerouted(impact, answer(impact, only=targets).in_question)

    output.put(
        page=lambda: what_if_page(
            impact, paths(), without, only=targets, show_all=show_all, chances=chances
        ),
        data=lambda: what_if_data(impact, paths(), without, only=targets, chances=chances),
        table=lambda: impact_table(impact, without, only=targets, chances=chances),
    )


def _chances(
    impact: Impact, targets: tuple[str, ...], config: Config, selection: Selection
) -> tuple[ChanceChange, ...]:
    """Return how likely the dates of what is asked about are, before and after the changes."""
    from depgraph.analysis.impact_answer import answer
    from depgraph.analysis.risk.requirements import require_numpy

    require_numpy()
    from depgraph.analysis.risk.comparison import compared_chances
    from depgraph.plans.risks import risks_of

    risks = risks_of(impact.graph, config, selection)
    return compared_chances(impact, answer(impact, only=targets).in_question, risks)


def _as_meant(graph: Graph, change: Change) -> Change:
    """Return a change with the codes of the milestones that it means; a file must be exact."""
    from dataclasses import replace

    from depgraph.cli.naming import code_of, link_of
    from depgraph.model.changes import AddLink, Complete, DropQueries, Move

    if change.position is not None or isinstance(change, DropQueries):
        return change
    if isinstance(change, Move | Complete):
        return replace(change, milestone=code_of(graph, change.milestone))
    ends = change.prerequisite, change.dependent
    if isinstance(change, AddLink):
        prerequisite, dependent = (code_of(graph, end) for end in ends)
    else:
        prerequisite, dependent = link_of(graph, *ends)
    return replace(change, prerequisite=prerequisite, dependent=dependent)
