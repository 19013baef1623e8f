"""``must-not-wait-on``: some milestones wait on none of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from depgraph.rules.kinds.base import Outcome, Rule
from depgraph.rules.kinds.chains import wait_on, waiting_chains

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.model import Graph
    from depgraph.rules.kinds.base import RuleReader
    from depgraph.rules.kinds.chains import Reach
    from depgraph.rules.selectors import Circumstances, Selector
    from depgraph.sources.rule_format import RuleSpec


class MustNotWaitOn(Rule):
    """No incomplete milestone of `milestones` waits on an incomplete one of `on`.

    `reach` is ``any`` unless given: waiting through others counts.
    """

    kind = "must-not-wait-on"
    summary = "no milestone of 'milestones' waits on one of 'on', directly or through others"
    example = """\
- id: dm-readiness-without-camera
  kind: must-not-wait-on
  milestones: {tag: dm-only}
  on: {owner: [Camera, EIA]}
  reach: any
  why: DM must be able to declare its own readiness.
"""

    def __init__(self, spec: RuleSpec, milestones: Selector, on: Selector, reach: Reach) -> None:
        super().__init__(spec)
        self._milestones = milestones
        self._on = on
        self._reach = reach

    @classmethod
    def read(cls, spec: RuleSpec, reader: RuleReader) -> Self:
        """Read ``milestones``, ``on`` and ``reach``."""
        return cls(spec, reader.selector("milestones"), reader.selector("on"), reader.reach("any"))

    def selectors(self) -> Iterable[tuple[str, Selector]]:
        """Return both selectors."""
        return (("milestones", self._milestones), ("on", self._on))

    def apply(self, graph: Graph, circumstances: Circumstances) -> Outcome:
        """Look at what the milestones of `milestones` wait on."""
        waiting = self._milestones.numbers(graph, circumstances)
        unwanted = set(self._on.numbers(graph, circumstances))
        if not unwanted:
            return Outcome((), len(waiting), 0)
        evidence = waiting_chains(graph, waiting, unwanted, self._reach)
        findings = self.chain_findings(graph, evidence, wait_on)
        links = sum(len(graph.incoming[n]) for n in waiting)
        return Outcome(tuple(findings), len(waiting), links, wait_on)
