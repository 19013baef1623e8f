"""What every kind of rule has in common: how its fields are read and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from depgraph.model import Position
from depgraph.rules.findings import Finding
from depgraph.rules.selectors import EVERY, Circumstances, Selector, read_selector
from depgraph.sources.document import Mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from depgraph.model import Graph, Link, Milestone
    from depgraph.rules.findings import Severity
    from depgraph.rules.kinds.chains import Evidence, Reach
    from depgraph.sources.document import Node
    from depgraph.sources.fields import Fields
    from depgraph.sources.rule_format import RuleSpec

    Describe = Callable[[Sequence[Milestone], Sequence[Milestone], Sequence[str]], str]


class Group(NamedTuple):
    """One of several sets of milestones, by the name that findings give it.

    A milestone that several groups of a rule select belongs to the first of them.
    """

    name: str
    selector: Selector
    is_closed: bool = False


class RuleReader:
    """Reads the fields of one rule and reports what is wrong with them.

    A kind asks for its fields by name; what was not asked for is unknown.

    Attributes
    ----------
    fields
        The readers of values, for a field that no method here reads.
    """

    def __init__(self, spec: RuleSpec, fields: Fields, shown: str) -> None:
        self._spec = spec
        self._shown = shown
        self.fields = fields
        self._nodes: dict[str, Node] = {name.text: node for name, node in spec.fields.pairs}
        self._asked: list[str] = []

    def selector(self, name: str, default: Selector | None = None) -> Selector:
        """Return a field that selects milestones; required where there is no default."""
        node = self.node(name, required=default is None)
        if node is None:
            return default or EVERY
        return self._selector(node, self.what(name))

    def _selector(self, node: Node, what: str) -> Selector:
        predicate = read_selector(node, what, self.fields)
        position = Position(self._shown, node.line, node.column)
        return Selector(predicate or EVERY.predicate, position)

    def groups(self, name: str, *, may_close: bool = False) -> tuple[Group, ...]:
        """Return a field that is a list of two groups of milestones or more.

        An item is a selector, or a mapping with ``milestones``, ``name`` and, with
        `may_close`, ``closed``. A group without a name has its number in the list.
        """
        node = self.node(name, required=True)
        if node is None:
            return ()
        what = self.what(name)
        known = ("name", "milestones", "closed") if may_close else ("name", "milestones")
        groups: list[Group] = []

        def read(item: Node, what: str) -> Group:
            group = Group(str(len(groups) + 1), EVERY)
            if isinstance(item, Mapping) and any(key.text == "milestones" for key, _ in item.pairs):
                for key, _, value in self.fields.entries(item, what, known):
                    if key == "name":
                        given = self.fields.code(value, f"{what}: name")
                        group = group._replace(name=given or group.name)
                    elif key == "closed":
                        closed = self.fields.boolean(value, f"{what}: closed")
                        group = group._replace(is_closed=bool(closed))
                    else:
                        selector = self._selector(value, f"{what}: milestones")
                        group = group._replace(selector=selector)
            else:
                group = group._replace(selector=self._selector(item, what))
            if group.name in (other.name for other in groups):
                self.fields.report(item, f"{what}: the name {group.name!r} is given twice")
            groups.append(group)
            return group

        self.fields.items(node, what, read, empty=False)
        if len(groups) == 1:
            self.fields.report(node, f"{what}: expected two or more, got one")
        return tuple(groups)

    def reach(self, default: Reach) -> Reach:
        """Return the field ``reach``: direct prerequisites only, or any behind them."""
        node = self.node("reach")
        if node is None:
            return default
        read = self.fields.choice(node, self.what("reach"), ("direct", "any"))
        return "any" if read == "any" else "direct"

    def count(self, name: str) -> int | None:
        """Return a field that is a number of milestones, or None where it is not given."""
        node = self.node(name)
        return None if node is None else self.fields.integer(node, self.what(name), least=0)

    def report(self, name: str, message: str) -> None:
        """Report that a field is wrong."""
        node = self._nodes.get(name, self._spec.fields)
        self.fields.report(node, f"{self.what(name)}: {message}")

    def what(self, name: str) -> str:
        """Return what messages call a field."""
        return f"rule {self._spec.id}: {name}"

    def need_one_of(self, *names: str) -> None:
        """Report it if none of these fields is given."""
        if not any(name in self._nodes for name in names):
            wanted = " or ".join(repr(name) for name in names)
            self.fields.report(self._spec.fields, f"rule {self._spec.id}: give {wanted}")

    def finish(self) -> None:
        """Report the fields that the kind did not ask for."""
        for name, _ in self._spec.fields.pairs:
            if name.text not in self._asked:
                known = (*self._asked, "id", "kind", "severity", "why", "fix")
                self.fields.unknown_key(name, f"rule {self._spec.id}", known)

    def node(self, name: str, *, required: bool = False) -> Node | None:
        """Return a field as it is written, or None where it is not given."""
        self._asked.append(name)
        node = self._nodes.get(name)
        if node is None and required:
            self.fields.report(
                self._spec.fields,
                f"rule {self._spec.id}: the key {name!r} is missing ({self._spec.kind})",
            )
        return node


class Outcome(NamedTuple):
    """What a rule found, and how much it looked at.

    Attributes
    ----------
    describe
        Makes the message of a finding on several pairs: from prerequisites, dependents, and
        the codes between them in the direction of the links. Without it, each pair keeps a
        finding of its own.
    """

    findings: tuple[Finding, ...]
    milestones: int
    links: int
    describe: Describe | None = None


class Rule(ABC):
    """A rule of some kind, ready to look at a graph.

    A kind is a subclass with a class method that reads its fields and a method that
    applies it. Its docstring says what it finds, for those who write rules.

    Attributes
    ----------
    kind
        What a configuration calls it.
    summary
        What it demands, in one line.
    example
        A rule of this kind as an item of the list ``rules``, in YAML.
    """

    kind: ClassVar[str]
    summary: ClassVar[str]
    example: ClassVar[str]

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

    def chain_findings(
        self, graph: Graph, evidence: Iterable[Evidence], describe: Describe
    ) -> list[Finding]:
        """Make a finding of each piece of evidence that milestones wait on others."""
        findings = []
        for heads, tails, links in evidence:
            message = describe(
                [graph.milestones[n] for n in heads],
                [graph.milestones[n] for n in tails],
                [link.dependent for link in links[:-1]] if len(heads) == len(tails) == 1 else (),
            )
            finding = self.finding(message, links)
            if len(heads) > 1 or len(tails) > 1:
                finding = finding._replace(
                    heads=tuple(graph.milestones[n].id for n in heads),
                    tails=tuple(graph.milestones[n].id for n in tails),
                )
            findings.append(finding)
        return findings
