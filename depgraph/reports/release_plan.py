"""The release plan: each main milestone with its features, in the order of the due dates.

The order is that of the published release plans: milestones by due date and, of one date, by
code as it is spelled; the features of a milestone likewise. What has no due date comes last. A
feature of several milestones stands under each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.hop_counts import hop_counts
from depgraph.analysis.scope import select_scope, top_level
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from depgraph.model import Graph, Milestone, SourceDocument

_MAIN_LEVEL = 2


class Feature(Struct):
    """A feature, as it is listed under a milestone.

    Attributes
    ----------
    forecast
        The present estimate of the date, where there is one.
    completed
        The date of the completion; None while it is incomplete.
    """

    id: str
    name: str | None
    due: date | None
    forecast: date | None
    completed: date | None


class ReleaseMilestone(Struct):
    """A main milestone with its features.

    Attributes
    ----------
    features
        By due date and code.
    left_out
        How many more features it has, which were not asked for.
    """

    id: str
    name: str | None
    due: date | None
    forecast: date | None
    completed: date | None
    features: tuple[Feature, ...]
    left_out: int = 0

    @property
    def heading(self) -> str:
        """Name and code, as its section is headed."""
        return f"{self.name}: {self.id}" if self.name else self.id


class ReleasePlan(Struct):
    """A release plan.

    Attributes
    ----------
    as_of
        The date at which completions are told.
    milestones
        By due date and code.
    documents
        Those that files of the plan were taken from.
    unlisted
        The codes that are neither a main milestone nor a feature of one, sorted.
    """

    as_of: date | None
    milestones: tuple[ReleaseMilestone, ...]
    unlisted: tuple[str, ...] = ()
    documents: tuple[SourceDocument, ...] = ()

    @property
    def features(self) -> tuple[Feature, ...]:
        """All features, each once, by due date and code."""
        once = {
            feature.id: feature for milestone in self.milestones for feature in milestone.features
        }
        return tuple(sorted(once.values(), key=_due_order))


def release_plan(
    graph: Graph,
    *,
    level: int | None = None,
    home: str | None = None,
    chosen: Collection[str] | None = None,
) -> ReleasePlan:
    """List the main milestones and their features.

    Parameters
    ----------
    graph
        The plan, with the links that say which features belong to which milestone.
    level
        The level of the main milestones. Unless given, it is 2 or, where no milestone has that,
        the smallest one. Without any level, whatever waits on something or has nothing that
        waits on it is a main milestone.
    home
        The owner whose plan it is. What is another's is no feature.
    chosen
        The codes of what is asked for; None for everything. If there are features among them,
        only these are listed, under all of their milestones.

    Returns
    -------
    ReleasePlan
        Features are the direct prerequisites of a main milestone that are deeper in the levels,
        or without one. Requirements and test plans are neither.

    Raises
    ------
    DepgraphError
        If no milestone has the level that is given.
    """
    main, features = _main_and_features(graph, level, home)
    chosen_features = (
        features if chosen is None or features.isdisjoint(chosen) else features & set(chosen)
    )
    of_main: dict[str, list[str]] = {code: [] for code in sorted(main)}
    for feature in sorted(features):
        for code in graph.successors(feature):
            if code in main:
                of_main[code].append(feature)
    listed = tuple(
        _release_milestone(graph, code, codes, chosen_features)
        for code, codes in of_main.items()
        if chosen is None
        or code in chosen
        or (chosen_features is not features and not chosen_features.isdisjoint(codes))
    )
    everywhere = {code for codes in of_main.values() for code in codes}
    in_scope = features if chosen is None else features & set(chosen)
    return ReleasePlan(
        graph.as_of,
        tuple(sorted(listed, key=_due_order)),
        tuple(sorted(in_scope - everywhere)),
        graph.documents,
    )


def _main_and_features(
    graph: Graph, level: int | None, home: str | None
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the codes of the main milestones, and of all that may be a feature."""
    milestones = plain_milestones(graph)
    if level is not None:
        select_scope(graph, levels=(level,))
    else:
        level = main_level(graph)
    codes = frozenset(milestone.id for milestone in milestones)
    if level is None:
        counts = graph.once(hop_counts)
        deeper = {
            code
            for code, before, after in zip(graph.codes, counts.before, counts.after, strict=True)
            if code in codes and after and not before
        }
        main = codes - deeper
    else:
        main = frozenset(milestone.id for milestone in milestones if milestone.level == level)
        deeper = {
            milestone.id
            for milestone in milestones
            if milestone.level is None or milestone.level > level
        }
    ours = {code for code in codes if home is None or graph[code].owner in (None, home)}
    return main, frozenset(deeper & ours)


def plain_milestones(graph: Graph) -> list[Milestone]:
    """Return the milestones of a plan without its requirements and test plans."""
    return [milestone for milestone in graph.milestones if milestone.kind == "milestone"]


def main_level(graph: Graph) -> int | None:
    """Return the level of the main milestones: 2 or, where no milestone has it, the smallest."""
    levels = {milestone.level for milestone in plain_milestones(graph)}
    return _MAIN_LEVEL if _MAIN_LEVEL in levels else top_level(graph)


def _release_milestone(
    graph: Graph, code: str, features: Sequence[str], chosen_features: Collection[str]
) -> ReleaseMilestone:
    listed = [
        Feature(*_stated_facts(graph[feature]))
        for feature in features
        if feature in chosen_features
    ]
    return ReleaseMilestone(
        *_stated_facts(graph[code]),
        tuple(sorted(listed, key=_due_order)),
        len(features) - len(listed),
    )


def _stated_facts(
    milestone: Milestone,
) -> tuple[str, str | None, date | None, date | None, date | None]:
    completed = milestone.completed if milestone.is_complete else None
    return milestone.id, milestone.name, milestone.due, milestone.forecast, completed


def _due_order(entry: Feature | ReleaseMilestone) -> tuple[bool, str, str]:
    return entry.due is None, str(entry.due), entry.id
