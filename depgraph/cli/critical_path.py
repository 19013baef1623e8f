"""``depgraph critical-path``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depgraph.cli.answer import TABLES, Output, answer_options
from depgraph.cli.options import Code, Day, plan_options, renamed_option, selection_of
from depgraph.cli.shared import gaps_option, without_queries_option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.analysis.projection import Gaps
    from depgraph.model import Graph
    from depgraph.plans.opening import Opened
    from depgraph.plans.selection import Selection
    from depgraph.rules.findings import Finding


@click.command("critical-path")
@click.argument("code", type=Code(), required=False, metavar="[CODE]")
@plan_options
@without_queries_option()
@click.option(
    "--deadline",
    type=Day(),
    help="Count the float to this date; it may then be negative.",
)
@click.option(
    "--paths",
    type=click.IntRange(1),
    default=1,
    metavar="N",
    help="Show the N float paths with the least float, the critical path first.",
)
@gaps_option
@click.option(
    "--history", is_flag=True, help="Go on with the completed milestones behind the path."
)
@renamed_option(
    "--chain",
    was="--by",
    type=click.Choice(["slack", "hops"]),
    default="slack",
    show_default=True,
    help="The chain of least slack, or the longest one by the number of links.",
)
@click.option("--tree", "is_tree", is_flag=True, help="Show all that drives the target, as a tree.")
@answer_options()
def command(
    code: str | None,
    without_queries: bool,
    deadline: date | None,
    paths: int,
    gaps: Gaps,
    history: bool,
    chain: str,
    is_tree: bool,
    output: Output,
    **params: object,
) -> None:
    """Say what drives the date of the milestone CODE, and how much margin each step has.

    Without CODE, it is the end of the project: the target of `health` in the configuration,
    else the latest milestone. From it, each step is the incomplete prerequisite whose link has
    the least slack (days that it can move before it moves the step before). Float is what a
    step can move before the target moves, free what it can move before anything else moves.
    Queried links are marked with '?'.

    \b
    Examples:
      depgraph critical-path
      depgraph critical-path LDM-503-17
      depgraph critical-path LDM-503-17 --paths 5
      depgraph critical-path LDM-503-17 --deadline 2022-09-01 --gaps work
      depgraph critical-path LDM-503-12 --tree
      depgraph critical-path LDM-503-17 --chain hops
      depgraph critical-path LDM-503-09 --schedule graphs/schedules/2018-07-17.yaml
    """
    from depgraph.cli.naming import target_of
    from depgraph.plans.opening import open_whole

    _refuse_contradictions(chain, paths, deadline, is_tree=is_tree, history=history)
    selection = selection_of(params)
    opened = open_whole(selection)
    graph = opened.graph
    target = target_of(opened, code)
    if target is None:
        raise click.UsageError("no incomplete milestone has a date: give a CODE")
    if chain == "hops":
        _put_longest_chain(output, graph, target, without_queries=without_queries, history=history)
    elif is_tree:
        _put_tree(output, graph, target, gaps, without_queries=without_queries)
    else:
        from depgraph.analysis.critical_path import critical_path, path_to
        from depgraph.analysis.projection import project

        path = critical_path(
            graph,
            target,
            deadline=deadline,
            without_queries=without_queries,
            gaps=gaps,
            paths=paths,
            history=history,
        )
        firm = None
        if not without_queries and output.format not in TABLES:
            firm = path
            if graph.queried_links:
                certain = project(graph.without_queried_links(), gaps=gaps, plan=graph)
                firm = path_to(certain, path.target, history=history, has_floats=False)
        _put_path(output, opened, selection, path, firm)


def _refuse_contradictions(
    chain: str, paths: int, deadline: date | None, *, is_tree: bool, history: bool
) -> None:
    """Raise an error for an option that would say nothing beside another."""
    choices = {"--chain hops": chain == "hops", "--tree": is_tree}
    options = {
        "--tree": is_tree and chain == "hops",
        "--paths": paths > 1,
        "--deadline": deadline is not None,
        "--history": history and is_tree,
    }
    for choice, is_made in choices.items():
        for option, is_there in options.items():
            if is_made and is_there and option != choice:
                raise click.UsageError(f"{option} has no meaning with {choice}: leave one out")


def _put_path(
    output: Output,
    opened: Opened,
    selection: Selection,
    path: CriticalPath,
    firm: CriticalPath | None,
) -> None:
    """Put the path; `firm` is that without the queried links, where both were asked for."""
    from depgraph.analysis.readings import other_gaps, project_if_possible
    from depgraph.reports.elsewhere import dated_elsewhere
    from depgraph.reports.path_data import OtherReading, path_data
    from depgraph.reports.path_page import path_page
    from depgraph.reports.path_tables import path_table
    from depgraph.reports.path_words import driver_sentence

    dated_in = dated_elsewhere([path.target], selection).get(path.target.id, ())
    gaps = other_gaps(path.projection.gaps)

    def other_reading() -> OtherReading:
        projection, why_not = project_if_possible(
            path.projection.graph, gaps=gaps, plan=opened.graph
        )
        date = projection.date(path.target.id) if projection else None
        return OtherReading(gaps, date, why_not)

    output.put(
        page=lambda: path_page(
            path, firm, _path_findings(opened, path), other=other_reading(), dated_in=dated_in
        ),
        data=lambda: path_data(path, driver_sentence(path), firm, other_reading(), dated_in),
        table=lambda: path_table(path),
    )


def _put_tree(
    output: Output, graph: Graph, target: str, gaps: Gaps, *, without_queries: bool
) -> None:
    from depgraph.analysis.driving_tree import driving_tree
    from depgraph.analysis.projection import project
    from depgraph.reports.path_data import tree_data
    from depgraph.reports.path_page import tree_page
    from depgraph.reports.path_tables import tree_table

    milestone = graph[target]
    counted = graph.without_queried_links() if without_queries else graph
    projection = project(counted, gaps=gaps, plan=graph)
    branches = driving_tree(projection, target)
    output.put(
        page=lambda: tree_page(projection, branches),
        data=lambda: tree_data(milestone, branches),
        table=lambda: tree_table(branches),
    )


def _put_longest_chain(
    output: Output, graph: Graph, target: str, *, without_queries: bool, history: bool
) -> None:
    from depgraph.analysis.longest_chain import longest_chain
    from depgraph.reports.path_data import chain_data
    from depgraph.reports.path_page import chain_page
    from depgraph.reports.path_tables import chain_table

    chain = longest_chain(graph, target, without_queries=without_queries, history=history)
    milestone = graph[target]
    output.put(
        page=lambda: chain_page(graph, milestone, chain),
        data=lambda: chain_data(graph, milestone, chain),
        table=lambda: chain_table(graph, milestone, chain),
    )


def _path_findings(opened: Opened, path: CriticalPath) -> Sequence[Finding]:
    """Check the links of a path alone: the rest of a large plan would cost time for nothing."""
    from depgraph.model import Graph

    graph = Graph(
        (step.milestone for step in path.steps),
        (step.link for step in path.steps if step.link is not None),
        as_of=path.as_of,
        calendars=opened.graph.calendars.values(),
    )
    return opened._replace(graph=graph).check().findings
