"""``attribute``: milestones have an attribute, or a certain value of it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from depgraph.rules.kinds.base import Outcome, Rule
from depgraph.rules.selectors import SELECTOR
from depgraph.sources.keys import DATE, TEXT, Choice, Integer, Items, Key, Made, Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depgraph.model import Graph, Milestone, Position
    from depgraph.rules.selectors import Circumstances, Selector
    from depgraph.sources.keys import ValueType
    from depgraph.sources.rule_format import RuleSpec

STATES = ("complete", "incomplete", "unknown")


def _text(value: object, _place: Position) -> str:
    return str(value)


_NUMBER = Made(Integer(), _text)
_DATE = Made(DATE, _text)
_TYPES: dict[str, ValueType[str]] = {
    **dict.fromkeys(("name", "owner", "team", "kind", "tags", "aka", "url", "note"), TEXT),
    **dict.fromkeys(("level", "duration", "progress"), _NUMBER),
    **dict.fromkeys(("due", "forecast", "completed", "not_before", "not_after"), _DATE),
    "state": Choice(STATES),
}
"""The attributes, and what reads a value of one as `_values` gives it."""


class Attribute(Rule):
    """Each of `milestones` has the attributes of `require`, and the values of `value`.

    A list of values means any of them; of `tags` and `aka`, one has to be among the values.
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

    fields = Record(
        {
            "milestones": Key(SELECTOR, "Those whose attributes are looked at."),
            "require": Key(
                Items(Choice(tuple(_TYPES)), may_be_single=True, least=1),
                "Attributes that they have to have.",
            ),
            "value": Key(
                Record(
                    {
                        name: Key(
                            Items(type_, may_be_single=True, least=1), f"What '{name}' may be."
                        )
                        for name, type_ in _TYPES.items()
                    }
                ),
                "Attributes with the values that they may have.",
            ),
        },
        required=("milestones",),
        any_of=("require", "value"),
    )

    def __init__(
        self,
        spec: RuleSpec,
        milestones: Selector,
        require: tuple[str, ...] = (),
        value: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> None:
        super().__init__(spec)
        self._milestones = milestones
        self._demands = {**dict.fromkeys(require, ()), **value}

    def apply(self, graph: Graph, circumstances: Circumstances) -> Outcome:
        """Look at the attributes of the milestones of `milestones`."""
        numbers = self._milestones.numbers(graph, circumstances)
        findings = []
        for milestone in (graph.milestones[n] for n in numbers):
            for attribute, values in self._demands.items():
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
