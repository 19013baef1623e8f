"""``attribute``: milestones have an attribute, or a certain value of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from depgraph.rules.kinds.base import Outcome, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from depgraph.model import Graph, Milestone
    from depgraph.rules.kinds.base import RuleReader
    from depgraph.rules.selectors import Circumstances, Selector
    from depgraph.sources.document import Node
    from depgraph.sources.fields import Fields
    from depgraph.sources.rule_format import RuleSpec

TEXTS = ("name", "owner", "team", "kind", "tags", "aka", "url", "note")
NUMBERS = ("level", "duration", "progress")
DATES = ("due", "forecast", "completed", "not_before", "not_after")
STATES = ("complete", "incomplete", "unknown")
ATTRIBUTES = (*TEXTS, *NUMBERS, *DATES, "state")


class Wanted(NamedTuple):
    """An attribute, and the values that it may have; without any, it only has to be there."""

    attribute: str
    values: tuple[str, ...] = ()


class Attribute(Rule):
    """Each of `milestones` has the attributes of `require`, and the values of `value`.

    The attributes are the fields of a milestone: `name`, `owner`, `team`, `level`, `kind`,
    `tags`, `due`, `forecast`, `completed`, `duration`, `not_before`, `not_after`, `state`,
    `progress`, `aka`, `url` and `note`. A list of values means any of them; of `tags` and
    `aka`, one has to be among the values.
    """

    kind = "attribute"
    summary = "each of 'milestones' has the attributes 'require' and the values 'value'"
    example = """\
- id: ready-in-time
  kind: attribute
  milestones: {level: 2, due_within: 90}
  require: [forecast, url]
  value: {owner: [DM, Operations]}
  why: What is due soon has a forecast, a test plan to read and somebody to ask.
"""

    def __init__(self, spec: RuleSpec, milestones: Selector, wanted: tuple[Wanted, ...]) -> None:
        super().__init__(spec)
        self._milestones = milestones
        self._wanted = wanted

    @classmethod
    def read(cls, spec: RuleSpec, reader: RuleReader) -> Self:
        """Read ``milestones``, ``require`` and ``value``."""
        milestones = reader.selector("milestones")
        reader.need_one_of("require", "value")
        wanted: dict[str, Wanted] = {}
        fields = reader.fields
        node = reader.node("require")
        if node is not None:

            def name(node: Node, what: str) -> str | None:
                return fields.choice(node, what, ATTRIBUTES)

            names = fields.items(node, reader.what("require"), name, one=True, empty=False)
            wanted = {name: Wanted(name) for name in names}
        node = reader.node("value")
        if node is not None:
            what = reader.what("value")
            for key, _, value in fields.entries(node, what, ATTRIBUTES):
                read = _reader(fields, key)
                values = fields.items(value, f"{what}: {key}", read, one=True, empty=False)
                wanted[key] = Wanted(key, values)
        return cls(spec, milestones, tuple(wanted.values()))

    def selectors(self) -> Iterable[tuple[str, Selector]]:
        """Return the selector."""
        return (("milestones", self._milestones),)

    def apply(self, graph: Graph, circumstances: Circumstances) -> Outcome:
        """Look at the attributes of the milestones of `milestones`."""
        numbers = self._milestones.numbers(graph, circumstances)
        findings = []
        for milestone in (graph.milestones[n] for n in numbers):
            for attribute, values in self._wanted:
                present = _values(milestone, attribute)
                if present and (not values or not set(present).isdisjoint(values)):
                    continue
                has = f"has {attribute} {', '.join(present)}" if present else f"has no {attribute}"
                needs = f", and needs {' or '.join(values)}" if values else ""
                finding = self.finding(f"{milestone.id} {has}{needs}", code=milestone.id)
                findings.append(finding._replace(position=milestone.position, subject=attribute))
        return Outcome(tuple(findings), len(numbers), 0)


def _values(milestone: Milestone, attribute: str) -> tuple[str, ...]:
    """Return the values of an attribute as texts; none if it is not there."""
    value: object = getattr(milestone, attribute)
    if isinstance(value, tuple):
        return tuple(map(str, value))
    return () if value is None or value == "" else (str(value),)


def _reader(fields: Fields, attribute: str) -> Callable[[Node, str], str | None]:
    """Return what reads a value of an attribute, as `_values` gives it."""

    def number(node: Node, what: str) -> str | None:
        read = fields.integer(node, what)
        return None if read is None else str(read)

    def day(node: Node, what: str) -> str | None:
        read = fields.date(node, what)
        return None if read is None else str(read)

    def state(node: Node, what: str) -> str | None:
        return fields.choice(node, what, STATES)

    if attribute in NUMBERS:
        return number
    if attribute in DATES:
        return day
    return state if attribute == "state" else fields.text
