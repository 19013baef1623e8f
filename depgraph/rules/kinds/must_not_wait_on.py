"""``must-not-wait-on``: some milestones wait on none of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.rules.kinds.base import Outcome, Rule
from depgraph.rules.kinds.chains import counted_links, wait_on, waiting_chains
from depgraph.rules.kinds.field_types import REACH
from depgraph.rules.selectors import SELECTOR
from depgraph.sources.keys import Key, Record

if TYPE_CHECKING:
    from depgraph.model import Graph
    from depgraph.rules.kinds.field_types import Reach
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

    fields = Record(
        {
            "milestones": Key(SELECTOR, "Those that may not wait."),
            "on": Key(SELECTOR, "Those that they may not wait on."),
            "reach": Key(REACH, "Whether through others counts; any unless said."),
        },
        required=("milestones", "on"),
    )

    def __init__(
        self, spec: RuleSpec, milestones: Selector, on: Selector, reach: Reach = "any"
    ) -> None:
        super().__init__(spec)
        self._milestones = milestones
        self._on = on
        self._reach = reach

    def apply(self, graph: Graph, circumstances: Circumstances) -> Outcome:
        """Look at what the milestones of `milestones` wait on."""
        waiting = self._milestones.numbers(graph, circumstances)
        unwanted = set(self._on.numbers(graph, circumstances))
        if not unwanted:
            return Outcome((), len(waiting), 0)
        evidence = waiting_chains(graph, waiting, unwanted, self._reach)
        findings = self.chain_findings(graph, evidence, wait_on)
        links = counted_links(graph, waiting)
        return Outcome(tuple(findings), len(waiting), links, wait_on)
