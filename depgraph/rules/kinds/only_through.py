"""``only-through``: every chain from some milestones to others passes certain ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.rules.kinds.base import Outcome, Rule
from depgraph.rules.kinds.chains import counted_links, wait_on, waiting_chains
from depgraph.rules.selectors import SELECTOR
from depgraph.sources.keys import Key, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model import Graph, Milestone
    from depgraph.rules.selectors import Circumstances, Selector
    from depgraph.sources.rule_format import RuleSpec


class OnlyThrough(Rule):
    """Every chain of links from a milestone of `from` to one of `to` passes one of `via`.

    A chain leads over one link or several, from what is waited on to what waits. It counts
    where all its milestones are incomplete: a complete one holds nothing up. A chain that
    begins or ends at a milestone of `via` passes it. Each milestone of `to` with each of `from`
    that a chain joins and none of `via` is on is a finding. It shows the shortest of these
    chains, without queried links where there is one without.
    """

    kind = "only-through"
    summary = "every chain from 'from' to 'to' passes one of 'via'"
    example = """\
- id: camera-data-through-interface-test
  kind: only-through
  from: {owner: Camera}
  to: {id: "LDM-503-1*"}
  via: {id: LDM-503-06}
  why: Camera data is read by nobody before the interface is tested.
"""

    fields = Record(
        {
            "from": Key(SELECTOR, "Where the chains begin.", into="start"),
            "to": Key(SELECTOR, "Where they end.", into="end"),
            "via": Key(SELECTOR, "Those of which every chain has to pass one."),
        },
        required=("from", "to", "via"),
    )

    def __init__(self, spec: RuleSpec, start: Selector, end: Selector, via: Selector) -> None:
        super().__init__(spec)
        self._start = start
        self._end = end
        self._via = via

    def apply(self, graph: Graph, circumstances: Circumstances) -> Outcome:
        """Look for chains that pass none of `via`."""
        starts = set(self._start.numbers(graph, circumstances))
        ends = self._end.numbers(graph, circumstances)
        via = self._via.numbers(graph, circumstances)
        evidence = waiting_chains(graph, ends, starts, "any", avoid=via)
        findings = self.chain_findings(graph, evidence, _words_for_many)
        links = counted_links(graph, ends)
        return Outcome(tuple(findings), len(starts), links, _words_for_many)


def _words_for_many(
    prerequisites: Sequence[Milestone], dependents: Sequence[Milestone], between: Sequence[str]
) -> str:
    waits = wait_on(prerequisites, dependents, between)
    return f"{waits}, and passes nothing that such a chain has to pass"
