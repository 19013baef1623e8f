"""What every kind of rule has in common: how its fields are read and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from depgraph.records import Struct
from depgraph.rules.findings import Finding
from depgraph.rules.kinds.field_types import COUNT, GROUPS, LAYERS, REACH
from depgraph.rules.selectors import EVERY, SELECTOR, Circumstances, Selector
from depgraph.sources.keys import Record
from depgraph.sources.rule_format import RULE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from depgraph.model import Graph, Link, Milestone
    from depgraph.rules.findings import Severity
    from depgraph.rules.kinds.chains import Evidence
    from depgraph.rules.kinds.field_types import Group, Reach
    from depgraph.sources.fields import Fields
    from depgraph.sources.keys import Values, ValueType
    from depgraph.sources.nodes import Node
    from depgraph.sources.rule_format import RuleSpec

    Describe = Callable[[Sequence[Milestone], Sequence[Milestone], Sequence[str]], str]

T = TypeVar("T")


class RuleReader:
    """Reads the fields of one rule and reports what is wrong with them.

    A kind without a table of its fields asks for them by name; what was not asked for is unknown.

    Attributes
    ----------
    fields
        The readers of values, for a field that no method here reads.
    """

    def __init__(self, spec: RuleSpec, fields: Fields) -> None:
        self._spec = spec
        self.fields = fields
        self._nodes: dict[str, Node] = {name.text: node for name, node in spec.fields.pairs}
        self._known_names: list[str] = []

    def declared(self, record: Record) -> Values | None:
        """Return the fields of a table; None if too little of them is sound for a rule."""
        self._known_names += record.keys
        known = [(name, node) for name, node in self._spec.fields.pairs if name.text in record.keys]
        mapping = self._spec.fields._replace(pairs=known)
        what, of = f"rule {self._spec.id}", f" ({self._spec.kind})"
        return record.sound_values(self.fields, mapping, what, of)

    def selector(self, name: str, default: Selector | None = None) -> Selector:
        """Return a field that selects milestones; required where there is no default."""
        return self._read(SELECTOR, name, required=default is None) or default or EVERY

    def groups(self, name: str, *, may_close: bool = False) -> tuple[Group, ...]:
        """Return a field that is a list of two groups of milestones or more."""
        return self._read(LAYERS if may_close else GROUPS, name, required=True) or ()

    def reach(self, default: Reach) -> Reach:
        """Return the field ``reach``: direct prerequisites only, or any behind them."""
        return self._read(REACH, "reach") or default

    def count(self, name: str) -> int | None:
        """Return a field that is a number of milestones, or None where it is not given."""
        return self._read(COUNT, name)

    def _read(self, type_: ValueType[T], name: str, *, required: bool = False) -> T | None:
        node = self.node(name, required=required)
        return None if node is None else type_.read(self.fields, node, self.what(name))

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
            choices = " or ".join(repr(name) for name in names)
            self.fields.report(self._spec.fields, f"rule {self._spec.id}: give {choices}")

    def finish(self) -> None:
        """Report the fields that the kind did not ask for."""
        for name, _ in self._spec.fields.pairs:
            if name.text not in self._known_names:
                known = (*self._known_names, *RULE.keys)
                self.fields.unknown_key(name, f"rule {self._spec.id}", known)

    def node(self, name: str, *, required: bool = False) -> Node | None:
        """Return a field as it is written, or None where it is not given."""
        self._known_names.append(name)
        if required:
            what, of = f"rule {self._spec.id}", f" ({self._spec.kind})"
            self.fields.report_missing(self._spec.fields, what, (name,), of)
        return self._nodes.get(name)


class Outcome(Struct):
    """What a rule found, and how much it looked at.

    Attributes
    ----------
    findings
        Those that `Rule.finding` makes, one for each offending pair or milestone, in any order.
    milestones, links
        How many it looked at: with no milestone, the check says that the rule looked at nothing.
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

    A kind is a subclass with a table of its fields and a method that applies it. What the table
    gives is what it is made of, by keyword: a field that is not required needs a default there.
    Its docstring says what it finds, for those who write rules.

    Attributes
    ----------
    kind
        What a configuration calls it.
    summary
        What it demands, in one line.
    example
        A rule of this kind as an item of the list ``rules``, in YAML.
    fields
        Its fields, of types of `depgraph.sources.keys` and `depgraph.rules.kinds.field_types`. A
        kind without has methods `read` and `selectors` of its own, and neither schema nor
        explanation knows its fields.
    """

    kind: ClassVar[str]
    summary: ClassVar[str]
    example: ClassVar[str]
    fields: ClassVar[Record | None] = None

    _selectors: tuple[tuple[str, Selector], ...] = ()

    def __init__(self, spec: RuleSpec) -> None:
        self.spec = spec

    @classmethod
    def read(cls, spec: RuleSpec, reader: RuleReader) -> Self | None:
        """Make the rule from its fields; None if it cannot be made."""
        record = cls.fields or Record({})
        values = reader.declared(record)
        if values is None:
            return None
        make: Callable[..., Self] = cls
        rule = make(spec, **values)
        fields = ((name, values.get(key.into or name)) for name, key in record.keys.items())
        rule._selectors = tuple(
            (name, value) for name, value in fields if isinstance(value, Selector)
        )
        return rule

    @abstractmethod
    def apply(self, graph: Graph, circumstances: Circumstances) -> Outcome:
        """Look at a graph.

        Parameters
        ----------
        graph
            The plan; it may have cycles. ``rule.milestones.numbers(graph, circumstances)`` are
            the places in ``graph.milestones`` that a selector of the rule selects.
        circumstances
            What selectors go by besides the graph: the home of the plan and its as-of date.

        Returns
        -------
        Outcome
            The findings, and how much was looked at.
        """

    def selectors(self) -> Iterable[tuple[str, Selector]]:
        """Return the selectors by field name, so that one that matches nothing is told."""
        return self._selectors

    @property
    def severity(self) -> Severity:
        """The severity of a finding of this rule (a rule that is off is never applied)."""
        return "error" if self.spec.severity == "off" else self.spec.severity

    def finding(self, message: str, chain: tuple[Link, ...] = (), code: str = "") -> Finding:
        """Make a finding of this rule about a chain of links or about one milestone.

        Parameters
        ----------
        message
            One sentence that says what is wrong.
        chain
            The links from the offending prerequisite to the dependent: with a queried one the
            finding is queried.
        code
            Without a chain, the milestone.

        Returns
        -------
        Finding
            It has the severity, reason and remedy that the configuration gives the rule.
        """
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
        """Make a finding of each piece of evidence that milestones wait on others.

        Returns
        -------
        list of Finding
            One for each piece, of all its pairs.
        """
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
