"""``needs``: so many direct prerequisites of some sort, at least or at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from depgraph.analysis.view_hops import ViewHops
from depgraph.rules.kinds.base import Outcome, Rule
from depgraph.rules.kinds.chains import counted_links, wait_on
from depgraph.rules.kinds.field_types import COUNT
from depgraph.rules.selectors import EVERY, SELECTOR
from depgraph.sources.keys import Key, Record
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from depgraph.model import Graph, Link, Milestone
    from depgraph.rules.findings import Finding
    from depgraph.rules.kinds.base import RuleReader
    from depgraph.rules.selectors import Circumstances, Selector
    from depgraph.sources.rule_format import RuleSpec


def _prerequisites(graph: Graph) -> Callable[[int], Iterable[int]]:
    """Return what returns the direct prerequisites of a milestone, by their numbers."""
    if not graph.is_view:
        incoming, sources = graph.incoming, graph.link_sources
        return lambda n: map(sources.__getitem__, incoming[n])
    hops, whole = ViewHops(graph, None), graph.whole

    def before(n: int) -> Iterable[int]:
        code = graph.milestones[n].id
        return (
            graph.number(whole.milestones[at].id) for at in hops.prerequisites(whole.number(code))
        )

    return before


class Needs(Rule):
    """Each of `milestones` has at least / at most so many direct prerequisites that match.

    Prerequisites count whether they are complete or not: the plan is what is looked at. Where
    there are too many, each of them is a finding, at its link.
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
        findings: list[Finding] = []
        sources_of = _prerequisites(graph)
        for n in subjects:
            sources = set(sources_of(n))
            count = len(sources & matching)
            if self._at_least is not None and count < self._at_least:
                findings.append(self._too_few(graph.milestones[n], count, len(sources)))
            elif self._at_most is not None and count > self._at_most:
                findings += self._too_many(graph, n, matching, self._at_most)
        links = counted_links(graph, subjects)
        return Outcome(tuple(findings), len(subjects), links)

    def _too_few(self, milestone: Milestone, count: int, of: int) -> Finding:
        least = self._at_least or 0
        if not of:
            noun = "prerequisite" if least == 1 else "prerequisites"
            has = f"waits on nothing, and needs at least {least} {noun}{self._of}"
        else:
            among = f", {count or 'none'}{self._of}" if self._of else ""
            has = f"has {counted(of, 'prerequisite')}{among}, and needs at least {least}"
        message = f"{milestone.id} {has}"
        return self.finding(message, code=milestone.id)._replace(position=milestone.position)

    @property
    def _of(self) -> str:
        """What counts, as it is written in the rule; nothing where all do."""
        return f" of {self._prerequisites.words}" if self._prerequisites.words else ""

    def _too_many(
        self, graph: Graph, n: int, matching: Collection[int], most: int
    ) -> Iterator[Finding]:
        """Yield a finding for each prerequisite that is one of too many.

        Where there are too many only because of queried links, it is these that are too many.
        """
        links: dict[int, Link] = {}
        for number in graph.incoming[n]:
            source, link = graph.link_sources[number], graph.links[number]
            if source in matching and (source not in links or not link.queried):
                links[source] = link
        sure = sum(not link.queried for link in links.values())
        may = f"and may wait on at most {most}{self._of}" if most else ""
        for source, link in sorted(links.items()):
            if link.queried or sure > most:
                message = wait_on([graph.milestones[source]], [graph.milestones[n]], ())
                has = f"{may}: it waits on {len(links)}" if most else "which it may not"
                yield self.finding(f"{message}, {has}", (link,))
