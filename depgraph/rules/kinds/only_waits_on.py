"""``only-waits-on``: some milestones wait on certain others and on nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from depgraph.rules.describe import milestone_in_words
from depgraph.rules.kinds.base import Outcome, Rule, open_chains

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.config import RuleSpec
    from depgraph.model import Graph
    from depgraph.rules.kinds.base import RuleReader
    from depgraph.rules.selectors import Circumstances, Selector


class OnlyWaitsOn(Rule):
    """The incomplete direct prerequisites of `milestones` are all among `on`."""

    kind = "only-waits-on"
    summary = "the incomplete direct prerequisites of 'milestones' are all among 'on'"

    def __init__(self, spec: RuleSpec, milestones: Selector, on: Selector) -> None:
        super().__init__(spec)
        self._milestones = milestones
        self._on = on

    @classmethod
    def read(cls, spec: RuleSpec, reader: RuleReader) -> Self:
        """Read ``milestones`` and ``on``."""
        return cls(spec, reader.selector("milestones"), reader.selector("on"))

    def selectors(self) -> Iterable[tuple[str, Selector]]:
        """Return both selectors."""
        return (("milestones", self._milestones), ("on", self._on))

    def apply(self, graph: Graph, circumstances: Circumstances) -> Outcome:
        """Look at the direct prerequisites of the milestones of `milestones`."""
        waiting = self._milestones.numbers(graph, circumstances)
        allowed = set(self._on.numbers(graph, circumstances))
        others = set(range(len(graph))) - allowed
        findings = []
        links = 0
        for n in waiting:
            links += len(graph.incoming[n])
            for source, chain in open_chains(graph, n, "direct", others):
                message = (
                    f"{milestone_in_words(graph.milestones[n])} waits on "
                    f"{milestone_in_words(graph.milestones[source])}, "
                    "which is not among what it may wait on"
                )
                findings.append(self.finding(message, chain))
        return Outcome(tuple(findings), len(waiting), links)
