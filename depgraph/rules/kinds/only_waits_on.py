"""``only-waits-on``: some milestones wait on certain others and on nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.rules.kinds.base import Outcome, Rule
from depgraph.rules.kinds.chains import counted_links, wait_on, waiting_chains
from depgraph.rules.kinds.field_types import REACH
from depgraph.rules.selectors import SELECTOR
from depgraph.sources.keys import Key, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model import Graph, Milestone
    from depgraph.rules.kinds.field_types import Reach
    from depgraph.rules.selectors import Circumstances, Selector
    from depgraph.sources.rule_format import RuleSpec


class OnlyWaitsOn(Rule):
    """The incomplete prerequisites of `milestones` are all among `on`.

    `reach` is ``direct`` unless given; with ``any``, what is behind the prerequisites is
    looked at too.
    """

    kind = "only-waits-on"
    summary = "the incomplete prerequisites of 'milestones' are all among 'on'"
    example = """\
- id: releases-wait-on-pipelines-only
  kind: only-waits-on
  milestones: {tag: pipelines-release}
  on: [{team: [AP, DRP]}, {tag: pipelines-release}]
  reach: direct
  why: A pipelines release is made of pipelines work.
"""

    fields = Record(
        {
            "milestones": Key(SELECTOR, "Those whose prerequisites are looked at."),
            "on": Key(SELECTOR, "Those that they may wait on."),
            "reach": Key(REACH, "Whether what is behind these counts; direct unless said."),
        },
        required=("milestones", "on"),
    )

    def __init__(
        self, spec: RuleSpec, milestones: Selector, on: Selector, reach: Reach = "direct"
    ) -> None:
        super().__init__(spec)
        self._milestones = milestones
        self._on = on
        self._reach = reach

    def apply(self, graph: Graph, circumstances: Circumstances) -> Outcome:
        """Look at the prerequisites of the milestones of `milestones`."""
        waiting = self._milestones.numbers(graph, circumstances)
        forbidden = set(range(len(graph))).difference(self._on.numbers(graph, circumstances))
        evidence = waiting_chains(graph, waiting, forbidden, self._reach)
        findings = self.chain_findings(graph, evidence, _describe)
        links = counted_links(graph, waiting)
        return Outcome(tuple(findings), len(waiting), links, _describe)


def _describe(
    prerequisites: Sequence[Milestone], dependents: Sequence[Milestone], between: Sequence[str]
) -> str:
    verb = "is" if len(prerequisites) == 1 else "are"
    what = "it" if len(dependents) == 1 else "they"
    waits = wait_on(prerequisites, dependents, between)
    return f"{waits}, which {verb} not among what {what} may wait on"
