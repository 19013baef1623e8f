"""``confidence``: milestones are likely to be on time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.errors import DepgraphError, LoadError, MissingToolError
from depgraph.rules.kinds.base import Outcome, Rule
from depgraph.rules.selectors import SELECTOR
from depgraph.sources.keys import Key, Record
from depgraph.sources.risk_format import SHARE

if TYPE_CHECKING:
    from depgraph.analysis.risk.chances import Chance
    from depgraph.model import Graph, Milestone
    from depgraph.rules.findings import Finding
    from depgraph.rules.selectors import Circumstances, Selector
    from depgraph.sources.rule_format import RuleSpec


class Confidence(Rule):
    """Each of `milestones` is on time in a share of the runs of `depgraph risk`, `at_least`.

    Complete milestones, and those without a due date, are left out. Where the record of the plan
    is too short for an answer, the finding is a warning at most.
    """

    kind = "confidence"
    summary = "each of 'milestones' is on time with a chance of 'at_least' (see depgraph risk)"
    example = """\
- id: likely
  kind: confidence
  milestones: {level: 2, due_within: 365}
  at_least: 0.5
  why: What is promised for the next year is as likely as not.
"""

    fields = Record(
        {
            "milestones": Key(SELECTOR, "Those whose due dates are looked at."),
            "at_least": Key(SHARE, "The chance that they need, from 0 to 1."),
        },
        required=("milestones", "at_least"),
    )

    def __init__(self, spec: RuleSpec, milestones: Selector, at_least: float) -> None:
        super().__init__(spec)
        self._milestones = milestones
        self._at_least = at_least

    def apply(self, graph: Graph, circumstances: Circumstances) -> Outcome:
        """Simulate the plan, and look at the chances of the milestones of `milestones`."""
        selected = [graph.milestones[n] for n in self._milestones.numbers(graph, circumstances)]
        looked_at = [m for m in selected if m.due is not None and not m.is_complete]
        if not looked_at:
            return Outcome((), len(selected), 0)
        from depgraph.analysis.risk.requirements import require_numpy

        require_numpy()
        try:
            findings = self._findings(graph, looked_at, circumstances)
        except (LoadError, MissingToolError):
            raise  # what is wrong in a file, or missing here, is no fault of the plan
        except DepgraphError as error:
            message = f"no chance can be told: {str(error).splitlines()[0]}"
            findings = [self.finding(message, code=looked_at[0].id)]
        return Outcome(tuple(findings), len(selected), 0)

    def _findings(
        self, graph: Graph, looked_at: list[Milestone], circumstances: Circumstances
    ) -> list[Finding]:
        from depgraph.analysis.risk.simulation import simulate

        simulation = simulate(
            graph,
            [milestone.id for milestone in looked_at],
            risks=circumstances.risks() if circumstances.risks else None,
            with_details=False,
        )
        return [
            self._finding(graph[chance.id], chance)
            for chance in simulation.chances
            if chance.on_time is not None and chance.on_time < self._at_least
        ]

    def _finding(self, milestone: Milestone, chance: Chance) -> Finding:
        from depgraph.words import in_hundred

        short = ""
        if chance.is_record_too_short:
            short = "; the record is too short for more than a warning"
        finding = self.finding(
            f"{milestone.id} is on time with a chance of {in_hundred(chance.on_time)}, and needs "
            f"{in_hundred(self._at_least)}: due {chance.due}, P80 {chance.p80 or 'has no date'}"
            f"{short}",
            code=milestone.id,
        )
        if short and finding.severity == "error":
            finding = finding._replace(severity="warning")
        return finding._replace(position=milestone.position)
