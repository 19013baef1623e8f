"""The release plan: each main milestone with its features, in the order of the due dates.

The order is that of the published release plans: milestones by due date and, of one date, by
code as it is spelled; the features of a milestone likewise. What has no due date comes last. A
feature of several milestones stands under each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depgraph.analysis.scope import select_scope, top_level

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from depgraph.model import Graph, Milestone

MAIN_LEVEL = 2


class Feature(NamedTuple):
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


class ReleaseMilestone(NamedTuple):
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


class ReleasePlan(NamedTuple):
    """A release plan.

    Attributes
    ----------
    as_of
        The date at which completions are told.
    milestones
        By due date and code.
    unlisted
        The codes that are neither a main milestone nor a feature of one, sorted.
    """

    as_of: date | None
    milestones: tuple[ReleaseMilestone, ...]
    unlisted: tuple[str, ...] = ()

    @property
    def features(self) -> tuple[Feature, ...]:
        """All features, each once, by due date and code."""
        each_once = {each.id: each for listed in self.milestones for each in listed.features}
        return tuple(sorted(each_once.values(), key=_place))


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
    asked = features if chosen is None or features.isdisjoint(chosen) else features & set(chosen)
    of_main = {
        code: [each for each in graph.predecessors(code) if each in features]
        for code in sorted(main)
    }
    listed = tuple(
        _listed(graph, code, codes, asked)
        for code, codes in of_main.items()
        if chosen is None
        or code in chosen
        or (asked is not features and not asked.isdisjoint(codes))
    )
    everywhere = {code for codes in of_main.values() for code in codes}
    wanted = features if chosen is None else features & set(chosen)
    return ReleasePlan(
        graph.as_of, tuple(sorted(listed, key=_place)), tuple(sorted(wanted - everywhere))
    )


def _main_and_features(
    graph: Graph, level: int | None, home: str | None
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the codes of the main milestones, and of all that may be a feature."""
    milestones = [each for each in graph.milestones if each.kind == "milestone"]
    if level is not None:
        select_scope(graph, levels=(level,))
    elif any(each.level == MAIN_LEVEL for each in milestones):
        level = MAIN_LEVEL
    else:
        level = top_level(graph)
    if level is None:
        leaves = {
            each.id
            for each in milestones
            if graph.links_out_of(each.id) and not graph.links_into(each.id)
        }
        main = frozenset(each.id for each in milestones) - leaves
        deeper = leaves
    else:
        main = frozenset(each.id for each in milestones if each.level == level)
        deeper = {each.id for each in milestones if each.level is None or each.level > level}
    ours = {each.id for each in milestones if home is None or each.owner in (None, home)}
    return main, frozenset(deeper & ours)


def _listed(
    graph: Graph, code: str, features: Iterable[str], asked: Collection[str]
) -> ReleaseMilestone:
    features = list(features)
    shown = [Feature(*_told(graph[each])) for each in features if each in asked]
    return ReleaseMilestone(
        *_told(graph[code]), tuple(sorted(shown, key=_place)), len(features) - len(shown)
    )


def _told(milestone: Milestone) -> tuple[str, str | None, date | None, date | None, date | None]:
    completed = milestone.completed if milestone.is_complete else None
    return milestone.id, milestone.name, milestone.due, milestone.forecast, completed


def _place(entry: Feature | ReleaseMilestone) -> tuple[bool, str, str]:
    return entry.due is None, str(entry.due), entry.id
