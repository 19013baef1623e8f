"""The codes of a plan and the names of its milestones, mostly without making its graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.errors import LoadError
from depgraph.plans.loading import read_plan
from depgraph.plans.selection import reads_other_files, select_config
from depgraph.sources.milestones import FIELDS

if TYPE_CHECKING:
    from depgraph.errors import Problem
    from depgraph.plans.selection import Selection

_NAME, _AKA = FIELDS["name"], FIELDS["aka"]


def names_by_code(selection: Selection) -> dict[str, str | None]:
    """Return the names of the milestones of a plan, and of those only in its schedule, by code.

    They are those of the graph that `depgraph.plans.opening.open_graph` loads, in its order. What
    they wait on is no matter, so that a link may be wrong.

    Raises
    ------
    LoadError
        With what is wrong in the files.
    """
    problems: list[Problem] = []
    config = select_config(selection, problems)
    graph_files, schedule_files, *_ = read_plan(selection, config, problems)
    if problems:
        raise LoadError(problems)
    files = graph_files
    if not reads_other_files(selection, config):
        files = [*graph_files, *schedule_files]
    defined = [definition for file in files for definition in file.milestones.items()]
    is_plain = all(file.has_codes_of_graph for file in (*graph_files, *schedule_files))
    if not is_plain or any(definition.values[_AKA] for _, definition in defined):
        from depgraph.plans.opening import open_graph

        graph = open_graph(selection._replace(on_cut=None, fewest_links=False), config)
        return {milestone.id: milestone.name for milestone in graph.milestones}
    names: dict[str, str | None] = {}
    for code, definition in defined:
        names[code] = names.get(code) or definition.values[_NAME]
    return dict(sorted(names.items()))
