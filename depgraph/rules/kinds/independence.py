"""``independence``: groups of which none waits on another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.rules.kinds.base import Outcome, Rule
from depgraph.rules.kinds.chains import counted_links, wait_on, waiting_chains
from depgraph.rules.kinds.field_types import GROUPS, REACH
from depgraph.rules.kinds.grouping import assign, group_of, of_groups
from depgraph.sources.keys import Key, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.model import Graph, Milestone
    from depgraph.rules.kinds.chains import Evidence
    from depgraph.rules.kinds.field_types import Group, Reach
    from depgraph.rules.selectors import Circumstances, Selector
    from depgraph.sources.rule_format import RuleSpec


class Independence(Rule):
    """No incomplete milestone of a group waits on an incomplete one of another group.

    A milestone that several groups select belongs to the first of them.
    """

    kind = "independence"
    summary = "no milestone of a group waits on one of another group"
    example = """\
- id: alerts-and-releases-apart
  kind: independence
  groups:
    - {name: alerts, milestones: {team: AP}}
    - {name: releases, milestones: {team: DRP}}
  reach: direct
  why: The two pipelines are released at different times.
"""

    fields = Record(
        {
            "groups": Key(GROUPS, "Groups of milestones."),
            "reach": Key(REACH, "Whether through others counts; any unless said."),
        },
        required=("groups",),
    )

    def __init__(self, spec: RuleSpec, groups: tuple[Group, ...], reach: Reach = "any") -> None:
        super().__init__(spec)
        self._groups = groups
        self._reach = reach

    def selectors(self) -> Iterable[tuple[str, Selector]]:
        """Return the selector of each group."""
        return ((f"group {group.name}", group.selector) for group in self._groups)

    def apply(self, graph: Graph, circumstances: Circumstances) -> Outcome:
        """Look at what each group waits on."""
        groups = assign(self.spec, self._groups, graph, circumstances)
        everything = {n for group in groups for n in group}
        evidence: list[Evidence] = []
        for members in groups:
            outside = everything.difference(members)
            evidence += waiting_chains(graph, members, outside, self._reach)
        group = group_of(self._groups, groups, graph)

        def describe(
            prerequisites: Sequence[Milestone],
            dependents: Sequence[Milestone],
            between: Sequence[str],
        ) -> str:
            waits = wait_on(prerequisites, dependents, between)
            ours, theirs = (of_groups(group, side) for side in (dependents, prerequisites))
            return f"{waits}: group {ours} waits on group {theirs}"

        findings = self.chain_findings(graph, evidence, describe)
        links = counted_links(graph, everything)
        return Outcome(tuple(findings), len(everything), links, describe)
