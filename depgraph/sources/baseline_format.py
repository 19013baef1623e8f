"""The format of a baseline: findings that are known, each with a reason.

The file lists them one by one::

    findings:
      - rule: suit-blocks-nothing
        prerequisite: DM-SUIT-16
        dependent: LDM-503-14
        reason: Accepted for the commissioning data access centre.
        until: 2020-11-06
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.model.values import NOWHERE
from depgraph.records import Struct
from depgraph.sources.keys import DATE, TEXT, Custom, Items, Key, Record

if TYPE_CHECKING:
    from datetime import date

    from depgraph.model import Position
    from depgraph.sources.fields import Fields
    from depgraph.sources.nodes import Node

ENTRY = Record(
    {
        "rule": Key(TEXT, "The id of the rule or check."),
        "milestone": Key(TEXT, "The milestone that the finding is about."),
        "prerequisite": Key(TEXT, "For a finding about a link or a chain: where it begins."),
        "dependent": Key(TEXT, "For a finding about a link or a chain: where it ends."),
        "reason": Key(TEXT, "Why it is accepted."),
        "owner": Key(TEXT, "Who looks after it."),
        "until": Key(DATE, "The last day on which it is accepted."),
    },
    required=("rule", "reason"),
)
_PAIR = {"prerequisite", "dependent"}


class BaselineEntry(Struct):
    """A known finding: its rule, its milestone or its pair, and why it is accepted.

    After `until`, counted at the as-of date, the entry is void.
    """

    rule: str
    milestone: str | None
    prerequisite: str | None
    dependent: str | None
    reason: str
    owner: str | None
    until: date | None
    position: Position

    @property
    def about(self) -> str:
        """The milestone, or the pair as ``prerequisite -> dependent``."""
        return self.milestone or f"{self.prerequisite} -> {self.dependent}"

    @property
    def content(self) -> BaselineEntry:
        """The entry wherever it stands, to compare it with another."""
        return self._replace(position=NOWHERE)

    def is_void(self, as_of: date | None) -> bool:
        """Whether it has expired at the as-of date."""
        return self.until is not None and as_of is not None and as_of > self.until


def _baseline_entry(fields: Fields, node: Node, what: str) -> BaselineEntry | None:
    before = len(fields.document.problems)
    values = ENTRY.read(fields, node, what)
    if values is None or len(fields.document.problems) > before:
        return None
    if values.keys() & {"milestone", *_PAIR} not in ({"milestone"}, _PAIR):
        fields.report(
            node, f"{what}: give either 'milestone' or both 'prerequisite' and 'dependent'"
        )
        return None
    return BaselineEntry(**{**dict.fromkeys(ENTRY.keys), **values}, position=fields.position(node))


BASELINE = Record(
    {"findings": Key(Items(Custom(ENTRY, _baseline_entry)), "The findings that are known.")}
)
