"""What changed between two plans, with their findings, cycles and what drives some targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.comparison import Untold, compare, without_untold
from depgraph.analysis.cycles import find_cycles
from depgraph.analysis.indirect import joined_through_others
from depgraph.analysis.path_comparison import compare_paths
from depgraph.analysis.projected_changes import compare_projections
from depgraph.records import Struct
from depgraph.rules.finding_changes import compare_findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from depgraph.analysis.comparison import Comparison
    from depgraph.analysis.cycles import Cycle
    from depgraph.analysis.indirect import Pair
    from depgraph.analysis.path_comparison import TargetChange
    from depgraph.analysis.projected_changes import ProjectedMoves
    from depgraph.model import Graph, Link, Milestone
    from depgraph.plans.operands import Operand
    from depgraph.rules.finding_changes import FindingChanges


class OneSide(Struct):
    """One of two plans, with the milestones and links that only it has.

    Attributes
    ----------
    own, other_plan
        The plan, and the one that it is compared with.
    milestones
        The codes of the milestones that only it has.
    links
        The links that only it has.
    codes
        The codes of the milestones of both, each with that of the other plan.
    joined
        The ends of the links that the other plan joins through others: prerequisite, dependent.
    """

    own: Graph
    other_plan: Graph
    milestones: frozenset[str]
    links: tuple[Link, ...]
    codes: Mapping[str, str]
    joined: frozenset[Pair]

    def is_joined(self, link: Link) -> bool:
        """Whether the other plan joins the ends of a link through others."""
        return (link.prerequisite, link.dependent) in self.joined

    def ends_in_other_plan(self, link: Link) -> Pair:
        """Return the ends of a link by their codes in the other plan."""
        prerequisite, dependent = link.prerequisite, link.dependent
        return self.codes.get(prerequisite, prerequisite), self.codes.get(dependent, dependent)


class PlanChanges(Struct):
    """What changed between two plans.

    Attributes
    ----------
    is_drift
        Whether they are two accounts of one thing, rather than one plan at two times.
    comparison
        What differs; of two accounts, of that which both tell.
    untold
        What only one of two accounts tells, and is not compared.
    findings
        What the checks find in one of them only; None where they were not compared.
    projected
        What becomes of the projected dates of the main milestones; None for two accounts.
    targets
        What drives the targets that were asked about, in the order of their codes.
    cycles
        The cycles of the first plan and of the second: with any, no date can be projected.
    only_before, only_after
        What only the first plan has, and only the second.
    """

    before: Operand
    after: Operand
    is_drift: bool
    comparison: Comparison
    untold: Untold
    findings: FindingChanges | None
    projected: ProjectedMoves | None
    targets: tuple[TargetChange, ...]
    cycles: tuple[tuple[Cycle, ...], tuple[Cycle, ...]]
    only_before: OneSide
    only_after: OneSide

    @property
    def has_changes(self) -> bool:
        """Whether anything differs: the plans, their findings, or what drives a target."""
        return (
            self.comparison.has_changes
            or any(self.findings or ())
            or bool(self.projected and self.projected.moves)
            or any(target.has_changes for target in self.targets)
        )


def compare_plans(
    before: Operand,
    after: Operand,
    *,
    targets: Iterable[str] = (),
    is_drift: bool | None = None,
    with_findings: bool | None = None,
) -> PlanChanges:
    """Find what changed between two plans.

    Parameters
    ----------
    targets
        The codes of the milestones whose dates and critical paths are compared. Those of two
        schedules are projected by the links of the reviewed plan, where this has them.
    is_drift
        Whether the two are accounts of one thing, rather than one plan at two times. They
        are, unless said, where they are of different kinds.
    with_findings
        Whether to compare what the checks find; unless said, for a plan at two times.

    Raises
    ------
    UnknownMilestoneError
        If neither plan has a target.
    """
    if is_drift is None:
        is_drift = before.kind != after.kind
    if with_findings is None:
        with_findings = not is_drift
    comparison, untold = compare(before.opened.graph, after.opened.graph), Untold()
    if is_drift:
        comparison, untold = without_untold(comparison)
    findings = None
    if with_findings:
        findings = compare_findings(
            before.judged.check().findings, after.judged.check().findings, comparison.code_after
        )
    return PlanChanges(
        before,
        after,
        is_drift,
        comparison,
        untold,
        findings,
        None if is_drift else _projected_moves(before, after, comparison),
        _target_changes(before, after, comparison, targets),
        (find_cycles(before.judged.graph), find_cycles(after.judged.graph)),
        *_sides(comparison),
    )


def _projected_moves(before: Operand, after: Operand, comparison: Comparison) -> ProjectedMoves:
    first, second = before.judged.graph, after.judged.graph
    if before.reviewed or after.reviewed:
        comparison = compare(first, second)
    return compare_projections(first, second, comparison.code_after, comparison.links.added)


def _sides(comparison: Comparison) -> tuple[OneSide, OneSide]:
    before, after, links = comparison.before, comparison.after, comparison.links
    return (
        _open_side(before, after, comparison.removed, links.removed, comparison.code_after),
        _open_side(after, before, comparison.added, links.added, comparison.code_before),
    )


def _open_side(
    own: Graph,
    other_plan: Graph,
    milestones: Iterable[Milestone],
    links: tuple[Link, ...],
    codes: Mapping[str, str],
) -> OneSide:
    there = {
        (codes[link.prerequisite], codes[link.dependent]): (link.prerequisite, link.dependent)
        for link in links
        if link.prerequisite in codes and link.dependent in codes
    }
    joined = frozenset(there[pair] for pair in joined_through_others(other_plan, there))
    only_own = frozenset(milestone.id for milestone in milestones)
    return OneSide(own, other_plan, only_own, links, codes, joined)


def _target_changes(
    before: Operand, after: Operand, comparison: Comparison, targets: Iterable[str]
) -> tuple[TargetChange, ...]:
    by_code: dict[str, TargetChange] = {}
    for target in targets:
        first, second = _graph_with(before, target), _graph_with(after, target)
        change = compare_paths(first, second, target, codes=comparison.code_after)
        by_code[change.target] = change
    return tuple(change for _, change in sorted(by_code.items()))


def _graph_with(operand: Operand, target: str) -> Graph:
    """Return the graph that the dates of a target are projected in."""
    judged = operand.judged.graph
    return judged if target in judged else operand.opened.graph
