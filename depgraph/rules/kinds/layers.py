"""``layers``: groups in an order of time, none of which waits on a later one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.rules.kinds.base import Outcome, Rule
from depgraph.rules.kinds.chains import counted_links, wait_on, waiting_chains
from depgraph.rules.kinds.field_types import LAYERS, REACH
from depgraph.rules.kinds.grouping import assign, group_of, of_groups
from depgraph.sources.keys import Key, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.model import Graph, Milestone
    from depgraph.rules.findings import Finding
    from depgraph.rules.kinds.chains import Evidence
    from depgraph.rules.kinds.field_types import Group, Reach
    from depgraph.rules.selectors import Circumstances, Selector
    from depgraph.sources.rule_format import RuleSpec


class Layers(Rule):
    """No incomplete milestone of a layer waits on an incomplete one of a later layer.

    What comes later may wait on what comes earlier, and not the other way round. A closed
    layer may not be skipped: what comes after it waits on what comes before it only through a
    milestone of it. A milestone that several layers select belongs to the first of them.
    `reach` counts for the order; for closed layers, chains of any length are looked at.
    """

    kind = "layers"
    summary = "no milestone of a layer waits on one of a later layer; none skips a closed layer"
    example = """\
- id: build-test-operate
  kind: layers
  layers:
    - {name: build, milestones: {team: [AP, DRP]}}
    - {name: test, milestones: {kind: test-plan}, closed: true}
    - {name: operate, milestones: {owner: Operations}}
  why: Nothing is built on what only operations bring, and nothing operates untested.
"""

    fields = Record(
        {
            "layers": Key(LAYERS, "Groups of milestones, from the first to the last in time."),
            "reach": Key(REACH, "Whether through others counts; any unless said."),
        },
        required=("layers",),
    )

    def __init__(self, spec: RuleSpec, layers: tuple[Group, ...], reach: Reach = "any") -> None:
        super().__init__(spec)
        self._layers = layers
        self._reach = reach

    def selectors(self) -> Iterable[tuple[str, Selector]]:
        """Return the selector of each layer."""
        return ((f"layer {layer.name}", layer.selector) for layer in self._layers)

    def apply(self, graph: Graph, circumstances: Circumstances) -> Outcome:
        """Look at what each layer waits on."""
        layers = assign(self.spec, self._layers, graph, circumstances)
        evidence: list[Evidence] = []
        for place, members in enumerate(layers[:-1]):
            later = {n for layer in layers[place + 1 :] for n in layer}
            evidence += waiting_chains(graph, members, later, self._reach)
        group = group_of(self._layers, layers, graph)

        def describe(
            prerequisites: Sequence[Milestone],
            dependents: Sequence[Milestone],
            between: Sequence[str],
        ) -> str:
            waits = wait_on(prerequisites, dependents, between)
            before, after = (of_groups(group, side) for side in (dependents, prerequisites))
            order = [layer.name for layer in self._layers]
            if order.index(group[dependents[0].id]) < order.index(group[prerequisites[0].id]):
                return f"{waits}: layer {before} comes before layer {after}"
            return f"{waits}: layer {before} skips a closed layer between it and layer {after}"

        findings = self.chain_findings(graph, evidence, describe)
        skips: dict[tuple[object, object], Finding] = {}
        for place, layer in enumerate(self._layers):
            if layer.is_closed:
                earlier = {n for neighbour in layers[:place] for n in neighbour}
                after = sorted(n for neighbour in layers[place + 1 :] for n in neighbour)
                chains = waiting_chains(graph, after, earlier, "any", avoid=layers[place])
                for finding in self.chain_findings(graph, chains, describe):
                    ends = (
                        finding.heads or finding.prerequisite,
                        finding.tails or finding.dependent,
                    )
                    skips.setdefault(ends, finding._replace(subject="skips a closed layer"))
        findings += skips.values()
        milestones = sum(map(len, layers))
        links = counted_links(graph, (n for layer in layers for n in layer))
        return Outcome(tuple(findings), milestones, links, describe)
