"""``needs``: so many direct prerequisites of some sort, at least or at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from depgraph.rules.kinds.base import Outcome, Rule
from depgraph.rules.kinds.field_types import COUNT
from depgraph.rules.selectors import EVERY, SELECTOR
from depgraph.sources.keys import Key, Record

if TYPE_CHECKING:
    from depgraph.model import Graph
    from depgraph.rules.kinds.base import RuleReader
    from depgraph.rules.selectors import Circumstances, Selector
    from depgraph.sources.rule_format import RuleSpec


class Needs(Rule):
    """Each of `milestones` has at least / at most so many direct prerequisites that match.

    Prerequisites count whether they are complete or not: the plan is what is looked at.
    """

    kind = "needs"
    summary = "each of 'milestones' has at least / at most so many matching prerequisites"
    example = """\
- id: has-a-dm-prerequisite
  kind: needs
  milestones: {owner: DM, level: 2}
  prerequisites: {owner: DM}
  at_least: 1
  why: A milestone that waits on nothing inside DM just happens when others are done.
"""

    fields = Record(
        {
            "milestones": Key(SELECTOR, "Those whose prerequisites are counted."),
            "prerequisites": Key(SELECTOR, "The prerequisites that count; all unless said."),
            "at_least": Key(COUNT, "How many there have to be."),
            "at_most": Key(COUNT, "How many there may be."),
        },
        required=("milestones",),
        any_of=("at_least", "at_most"),
    )

    def __init__(
        self,
        spec: RuleSpec,
        milestones: Selector,
        prerequisites: Selector = EVERY,
        at_least: int | None = None,
        at_most: int | None = None,
    ) -> None:
        super().__init__(spec)
        self._milestones = milestones
        self._prerequisites = prerequisites
        self._at_least = at_least
        self._at_most = at_most

    @classmethod
    def read(cls, spec: RuleSpec, reader: RuleReader) -> Self | None:
        """Make the rule, if its two numbers leave anything between them."""
        rule = super().read(spec, reader)
        least, most = (rule._at_least, rule._at_most) if rule is not None else (None, None)
        if least is not None and most is not None and least > most:
            reader.report("at_least", f"{least} is more than 'at_most', {most}")
        return rule

    def apply(self, graph: Graph, circumstances: Circumstances) -> Outcome:
        """Count the prerequisites of the milestones of `milestones`."""
        subjects = self._milestones.numbers(graph, circumstances)
        matching = set(self._prerequisites.numbers(graph, circumstances))
        findings = []
        links = 0
        for n in subjects:
            milestone = graph.milestones[n]
            links += len(graph.incoming[n])
            sources = {graph.link_sources[number] for number in graph.incoming[n]}
            count = len(sources & matching)
            demand = ""
            if self._at_least is not None and count < self._at_least:
                demand = f"at least {self._at_least}"
            elif self._at_most is not None and count > self._at_most:
                demand = f"at most {self._at_most}"
            if demand:
                message = (
                    f"{milestone.id} has {count} prerequisites of the kind that counts "
                    f"(of {len(sources)} in all), and needs {demand}"
                )
                finding = self.finding(message, code=milestone.id)
                if self._at_most is not None and count > self._at_most:
                    sure = {
                        graph.link_sources[number]
                        for number in graph.incoming[n]
                        if not graph.links[number].queries
                    }
                    if len(sure & matching) <= self._at_most:
                        finding = finding._replace(status="queried")
                findings.append(finding._replace(position=milestone.position))
        return Outcome(tuple(findings), len(subjects), links)
