"""``must-not-block``: no incomplete milestone of some holds up one of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.rules.kinds.base import Outcome, Rule
from depgraph.rules.kinds.chains import counted_links, several_in_words, through, waiting_chains
from depgraph.rules.kinds.field_types import REACH
from depgraph.rules.selectors import EVERY, SELECTOR
from depgraph.sources.keys import Key, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model import Graph, Milestone
    from depgraph.rules.kinds.field_types import Reach
    from depgraph.rules.selectors import Circumstances, Selector
    from depgraph.sources.rule_format import RuleSpec


class MustNotBlock(Rule):
    """No incomplete milestone of `milestones` is a prerequisite of an incomplete one of `of`.

    Whatever is not complete blocks, also what the schedule does not know. `of` is every
    milestone unless given; `reach` is ``direct`` unless given. A milestone selected on
    both sides may wait on others of its own side.
    """

    kind = "must-not-block"
    summary = "no incomplete milestone of 'milestones' is a prerequisite of one of 'of'"
    example = """\
- id: suit-blocks-nothing
  kind: must-not-block
  milestones: {team: SUIT}
  of: {level: 2}
  reach: any
  why: SUIT deliveries are at risk.
"""

    fields = Record(
        {
            "milestones": Key(SELECTOR, "Those that may not block."),
            "of": Key(SELECTOR, "Those that may not be blocked; all others unless said."),
            "reach": Key(REACH, "Whether through others counts; direct unless said."),
        },
        required=("milestones",),
    )

    def __init__(
        self,
        spec: RuleSpec,
        milestones: Selector,
        of: Selector = EVERY,
        reach: Reach = "direct",
    ) -> None:
        super().__init__(spec)
        self._milestones = milestones
        self._of = of
        self._reach = reach

    def apply(self, graph: Graph, circumstances: Circumstances) -> Outcome:
        """Look at what the milestones of `of` wait on."""
        blockers = set(self._milestones.numbers(graph, circumstances))
        blocked = self._of.numbers(graph, circumstances)
        if self._of.position is None:
            # "Nothing is blocked" is about others: within their own side they may wait.
            blocked = [n for n in blocked if n not in blockers]
        if not blockers:
            return Outcome((), 0, 0)
        evidence = waiting_chains(graph, blocked, blockers, self._reach)
        findings = self.chain_findings(graph, evidence, _describe)
        links = counted_links(graph, blocked)
        return Outcome(tuple(findings), len(blockers), links, _describe)


def _describe(
    prerequisites: Sequence[Milestone], dependents: Sequence[Milestone], between: Sequence[str]
) -> str:
    verb = "blocks" if len(prerequisites) == 1 else "block"
    return (
        f"{several_in_words(prerequisites)} {verb} {several_in_words(dependents)}{through(between)}"
    )
