"""Which milestones are folded into the ones that wait on them.

A picture of every milestone of a large plan fits no paper. Most features have one
dependent only, so that a strip of cells in the dependent loses almost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.hop_counts import hop_counts
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from depgraph.model import Graph, Milestone

FEATURE_LEVEL = 3
"""Milestones of this level or deeper are features, which fold."""

CROWDED = 60
"""A plan without levels folds when it has more milestones than this."""


class Folding(Struct):
    """What is drawn as a node and what as a cell.

    Attributes
    ----------
    drawn
        The codes of the milestones that are nodes, sorted.
    features
        For each of those, the codes that are cells in it, sorted; often empty. A feature
        with several dependents is a cell in each of them.
    targets
        For each folded milestone, the nodes that have a cell for it, sorted.
    boxed
        The folded milestones that are nodes too.
    """

    drawn: tuple[str, ...]
    features: Mapping[str, tuple[str, ...]]
    targets: Mapping[str, tuple[str, ...]]
    boxed: frozenset[str] = frozenset()

    def is_hidden(self, code: str) -> bool:
        """Whether a milestone is a cell only, and no node."""
        return code in self.targets and code not in self.boxed

    def with_boxes(self, graph: Graph, codes: Iterable[str]) -> Folding:
        """Return the same with some folded milestones as nodes too; their cells stay.

        Such a node has cells for what is folded and leads to it.
        """
        boxed = sorted({code for code in codes if code in self.targets} - self.boxed)
        if not boxed:
            return self
        features, targets = dict(self.features), dict(self.targets)
        for code in boxed:
            behind = sorted(_folded_behind(graph, code, self.targets))
            features[code] = tuple(behind)
            for other in behind:
                targets[other] = tuple(sorted({*targets[other], code}))
        drawn = tuple(sorted({*self.drawn, *boxed}))
        return Folding(drawn, features, targets, self.boxed.union(boxed))


def fold(
    graph: Graph, home: str | None, *, is_wanted: bool | None = None, by_leaves: bool = False
) -> Folding:
    """Fold the features of a plan into the milestones that wait on them.

    Parameters
    ----------
    home
        The owner whose plan it is; None where all milestones count as inside.
    is_wanted
        False where nothing is to fold; True where a plan without levels is to fold even if
        it is small.
    by_leaves
        Fold what has no prerequisite and exactly one dependent, whatever its level.

    Notes
    -----
    A milestone of level 3 or deeper folds where at least one milestone waits on it, all
    its prerequisites fold too, and every chain from it leads on to a milestone of a
    shallower level. In a plan without such levels and with more than 60 milestones, one
    folds that has no prerequisite and exactly one dependent. Milestones of other owners
    than `home` never fold. So no link is lost: each link of a folded milestone ends in a
    node that has a cell for it.
    """
    folded = _candidates(graph, home, is_wanted=is_wanted, by_leaves=by_leaves)
    targets = {code: _targets(graph, code, folded) for code in sorted(folded)}
    # A circle of features that leads nowhere stays a circle of nodes.
    while stuck := {code for code, nodes in targets.items() if not nodes}:
        folded = _closed(graph, folded - stuck)
        targets = {code: _targets(graph, code, folded) for code in sorted(folded)}
    drawn = tuple(milestone.id for milestone in graph.milestones if milestone.id not in folded)
    features: dict[str, list[str]] = {code: [] for code in drawn}
    for code, nodes in targets.items():
        for node in nodes:
            features[node].append(code)
    return Folding(drawn, {code: tuple(cells) for code, cells in features.items()}, targets)


def _folded_behind(graph: Graph, code: str, folded: Mapping[str, object]) -> set[str]:
    """Return what is folded and leads to a milestone, directly or through others."""
    behind: set[str] = set()
    waiting = [code]
    while waiting:
        for before in graph.predecessors(waiting.pop()):
            if before in folded and before not in behind and before != code:
                behind.add(before)
                waiting.append(before)
    return behind


def _candidates(
    graph: Graph, home: str | None, *, is_wanted: bool | None, by_leaves: bool
) -> set[str]:
    """Return what folds, wherever its chains lead."""
    if is_wanted is False:
        return set()
    if not by_leaves and any(_is_feature(milestone) for milestone in graph.milestones):
        return _features(graph, home)
    if not is_wanted and len(graph) <= CROWDED:
        return set()
    links_before = graph.once(hop_counts).before
    return {
        milestone.id
        for milestone, before in zip(graph.milestones, links_before, strict=True)
        if _is_inside(milestone, home) and not before and len(graph.successors(milestone.id)) == 1
    }


def _is_feature(milestone: Milestone) -> bool:
    return milestone.level is not None and milestone.level >= FEATURE_LEVEL


def _is_inside(milestone: Milestone, home: str | None) -> bool:
    return home is None or milestone.owner == home


def _features(graph: Graph, home: str | None) -> set[str]:
    return _closed(
        graph,
        {
            milestone.id
            for milestone in graph.milestones
            if _is_feature(milestone)
            and _is_inside(milestone, home)
            and graph.successors(milestone.id)
        },
    )


def _closed(graph: Graph, candidates: set[str]) -> set[str]:
    """Return the largest part of the candidates in which each may fold."""
    folded = set(candidates)
    waiting = sorted(folded)
    while waiting:
        code = waiting.pop()
        if code not in folded:
            continue
        if all(before in folded for before in graph.predecessors(code)) and all(
            after in folded or _is_shallower(graph[after], graph[code])
            for after in graph.successors(code)
        ):
            continue
        folded.discard(code)
        waiting.extend((*graph.predecessors(code), *graph.successors(code)))
    return folded


def _is_shallower(target: Milestone, feature: Milestone) -> bool:
    return target.level is None or feature.level is None or target.level < feature.level


def _targets(graph: Graph, code: str, folded: set[str]) -> tuple[str, ...]:
    """Return the first nodes on every chain from a folded milestone."""
    nodes: set[str] = set()
    visited = {code}
    waiting = [code]
    while waiting:
        for after in graph.successors(waiting.pop()):
            if after not in folded:
                nodes.add(after)
            elif after not in visited:
                visited.add(after)
                waiting.append(after)
    return tuple(sorted(nodes))
