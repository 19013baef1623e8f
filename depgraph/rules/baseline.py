"""The baseline: findings that are known, each with a reason.

The file lists them one by one::

    findings:
      - rule: suit-blocks-nothing
        prerequisite: DM-SUIT-16
        dependent: LDM-503-14
        reason: Accepted for the commissioning data access centre.
        until: 2020-11-06
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depgraph.model import Position
from depgraph.sources.document import Document
from depgraph.sources.fields import Fields
from depgraph.sources.files import shown_path

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from depgraph.errors import Problem
    from depgraph.rules.findings import Finding
    from depgraph.sources.document import Node

ENTRY_KEYS = ("rule", "milestone", "prerequisite", "dependent", "reason", "owner", "until")


class BaselineEntry(NamedTuple):
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

    def covers(self, finding: Finding) -> bool:
        """Whether this is the finding that the entry means."""
        if finding.rule != self.rule:
            return False
        if self.milestone is not None:
            return finding.milestone == self.milestone and finding.prerequisite is None
        return (finding.prerequisite, finding.dependent) == (self.prerequisite, self.dependent)

    def is_void(self, as_of: date | None) -> bool:
        """Whether it has expired at the as-of date."""
        return self.until is not None and as_of is not None and as_of > self.until


def read_baseline(path: Path, problems: list[Problem]) -> tuple[BaselineEntry, ...]:
    """Read a baseline. Everything wrong in it is added to `problems`."""
    document = Document(path, shown_path(path), problems)
    fields = Fields(document)

    def read(node: Node, what: str) -> BaselineEntry | None:
        texts: dict[str, str | None] = {}
        until: date | None = None
        before = len(problems)
        for key, _, value in fields.entries(node, what, ENTRY_KEYS, required=("rule", "reason")):
            if key == "until":
                until = fields.date(value, f"{what}: until")
            else:
                texts[key] = fields.text(value, f"{what}: {key}")
        about = {"milestone", "prerequisite", "dependent"}.intersection(texts)
        if len(problems) == before and about not in ({"milestone"}, {"prerequisite", "dependent"}):
            fields.report(
                node, f"{what}: give either 'milestone' or both 'prerequisite' and 'dependent'"
            )
        if len(problems) > before:
            return None
        return BaselineEntry(
            rule=texts["rule"] or "",
            milestone=texts.get("milestone"),
            prerequisite=texts.get("prerequisite"),
            dependent=texts.get("dependent"),
            reason=texts["reason"] or "",
            owner=texts.get("owner"),
            until=until,
            position=Position(document.shown, node.line, node.column),
        )

    entries: tuple[BaselineEntry, ...] = ()
    for _, key, node in document.entries():
        if node is None:
            continue
        if key.text == "findings":
            entries = fields.items(node, "findings", read)
        else:
            fields.unknown_key(key, "baseline", ("findings",))
    return entries
