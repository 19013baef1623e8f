"""What every kind of rule has in common: how its fields are read and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, Self

from depgraph.analysis.reach import reach as search
from depgraph.model import Position
from depgraph.rules.findings import Finding
from depgraph.rules.selectors import EVERY, Circumstances, Selector, read_selector

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from depgraph.config import RuleSpec
    from depgraph.model import Graph, Link
    from depgraph.rules.findings import Severity
    from depgraph.sources.document import Node
    from depgraph.sources.fields import Fields

Reach = Literal["direct", "any"]


class RuleReader:
    """Reads the fields of one rule and reports what is wrong with them.

    A kind asks for its fields by name; what was not asked for is unknown.
    """

    def __init__(self, spec: RuleSpec, fields: Fields, shown: str) -> None:
        self._spec = spec
        self._fields = fields
        self._shown = shown
        self._nodes: dict[str, Node] = {name.text: node for name, node in spec.fields.pairs}
        self._asked: list[str] = []

    def selector(self, name: str, default: Selector | None = None) -> Selector:
        """Return a field that selects milestones; required where there is no default."""
        node = self._node(name, required=default is None)
        if node is None:
            return default or EVERY
        predicate = read_selector(node, f"rule {self._spec.id}: {name}", self._fields)
        position = Position(self._shown, node.line, node.column)
        return Selector(predicate or EVERY.predicate, position)

    def reach(self, default: Reach) -> Reach:
        """Return the field ``reach``: direct prerequisites only, or any behind them."""
        node = self._node("reach")
        if node is None:
            return default
        what = f"rule {self._spec.id}: reach"
        return "any" if self._fields.choice(node, what, ("direct", "any")) == "any" else "direct"

    def count(self, name: str) -> int | None:
        """Return a field that is a number of milestones, or None where it is not given."""
        node = self._node(name)
        if node is None:
            return None
        return self._fields.integer(node, f"rule {self._spec.id}: {name}", least=0)

    def need_one_of(self, *names: str) -> None:
        """Report it if none of these fields is given."""
        if not any(name in self._nodes for name in names):
            wanted = " or ".join(repr(name) for name in names)
            self._fields.report(self._spec.fields, f"rule {self._spec.id}: give {wanted}")

    def finish(self) -> None:
        """Report the fields that the kind did not ask for."""
        for name, _ in self._spec.fields.pairs:
            if name.text not in self._asked:
                known = (*self._asked, "id", "kind", "severity", "why", "fix")
                self._fields.unknown_key(name, f"rule {self._spec.id}", known)

    def _node(self, name: str, *, required: bool = False) -> Node | None:
        self._asked.append(name)
        node = self._nodes.get(name)
        if node is None and required:
            self._fields.report(
                self._spec.fields,
                f"rule {self._spec.id}: the key {name!r} is missing ({self._spec.kind})",
            )
        return node


class Outcome(NamedTuple):
    """What a rule found, and how much it looked at."""

    findings: tuple[Finding, ...]
    milestones: int
    links: int


class Rule(ABC):
    """A rule of some kind, ready to look at a graph.

    A kind is a subclass with a class method that reads its fields and a method that
    applies it.
    """

    kind: ClassVar[str]
    summary: ClassVar[str]

    def __init__(self, spec: RuleSpec) -> None:
        self.spec = spec

    @classmethod
    @abstractmethod
    def read(cls, spec: RuleSpec, reader: RuleReader) -> Self:
        """Make the rule from its fields."""

    @abstractmethod
    def apply(self, graph: Graph, circumstances: Circumstances) -> Outcome:
        """Look at a graph."""

    @abstractmethod
    def selectors(self) -> Iterable[tuple[str, Selector]]:
        """Return the selectors by field name, so that one that matches nothing is told."""

    @property
    def severity(self) -> Severity:
        """The severity of a finding of this rule (a rule that is off is never applied)."""
        return "error" if self.spec.severity == "off" else self.spec.severity

    def finding(self, message: str, chain: tuple[Link, ...] = (), code: str = "") -> Finding:
        """Make a finding of this rule about a chain of links or about one milestone."""
        base = Finding(
            rule=self.spec.id,
            severity=self.severity,
            message=message,
            why=self.spec.why,
            fix=self.spec.fix,
        )
        if not chain:
            return base._replace(milestone=code)
        return base._replace(
            status="queried" if any(link.queried for link in chain) else "new",
            milestone=chain[-1].dependent,
            prerequisite=chain[0].prerequisite,
            dependent=chain[-1].dependent,
            chain=(*(link.prerequisite for link in chain), chain[-1].dependent),
            links=chain,
            position=chain[-1].position if len(chain) == 1 else chain[0].position,
        )


def open_chains(
    graph: Graph, dependent: int, reach: Reach, wanted: Collection[int]
) -> Iterator[tuple[int, tuple[Link, ...]]]:
    """Yield what an incomplete milestone waits on, with the shortest chain of links.

    A complete prerequisite blocks nothing, and nothing is waited for through it. Where a
    chain without queried links exists, the shortest of those is the evidence.

    Parameters
    ----------
    dependent
        The number of the milestone that waits.
    reach
        ``direct`` for the prerequisites only, ``any`` for all that is behind them.
    wanted
        The numbers of the milestones that are asked about.

    Yields
    ------
    tuple
        The number of the prerequisite and the links from it to the dependent, sorted by
        the prerequisite's code.
    """
    if graph.milestones[dependent].is_complete:
        return
    is_open = _is_open(graph)
    direct = reach == "direct"
    behind = search(graph, dependent, accept=is_open, direct=direct)
    found = sorted(n for n in behind.came if n in wanted)
    if not found:
        return
    sure = search(
        graph,
        dependent,
        follow=lambda number: not graph.links[number].queries,
        accept=is_open,
        direct=direct,
    )
    for source in found:
        yield source, (sure if source in sure.came else behind).chain(source)


def _is_open(graph: Graph) -> Callable[[int], bool]:
    milestones = graph.milestones
    return lambda n: not milestones[n].is_complete
