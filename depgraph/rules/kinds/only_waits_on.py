"""``only-waits-on``: some milestones wait on certain others and on nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from depgraph.rules.kinds.base import Outcome, Rule
from depgraph.rules.kinds.chains import wait_on, waiting_chains

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.model import Graph, Milestone
    from depgraph.rules.kinds.base import RuleReader
    from depgraph.rules.kinds.chains import Reach
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

    def __init__(self, spec: RuleSpec, milestones: Selector, on: Selector, reach: Reach) -> None:
        super().__init__(spec)
        self._milestones = milestones
        self._on = on
        self._reach = reach

    @classmethod
    def read(cls, spec: RuleSpec, reader: RuleReader) -> Self:
        """Read ``milestones``, ``on`` and ``reach``."""
        return cls(
            spec, reader.selector("milestones"), reader.selector("on"), reader.reach("direct")
        )

    def selectors(self) -> Iterable[tuple[str, Selector]]:
        """Return both selectors."""
        return (("milestones", self._milestones), ("on", self._on))

    def apply(self, graph: Graph, circumstances: Circumstances) -> Outcome:
        """Look at the prerequisites of the milestones of `milestones`."""
        waiting = self._milestones.numbers(graph, circumstances)
        others = set(range(len(graph))).difference(self._on.numbers(graph, circumstances))
        evidence = waiting_chains(graph, waiting, others, self._reach)
        findings = self.chain_findings(graph, evidence, _describe)
        links = sum(len(graph.incoming[n]) for n in waiting)
        return Outcome(tuple(findings), len(waiting), links, _describe)


def _describe(
    prerequisites: Sequence[Milestone], dependents: Sequence[Milestone], between: Sequence[str]
) -> str:
    verb = "is" if len(prerequisites) == 1 else "are"
    what = "it" if len(dependents) == 1 else "they"
    waits = wait_on(prerequisites, dependents, between)
    return f"{waits}, which {verb} not among what {what} may wait on"
