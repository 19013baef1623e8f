"""The format of rules, in the configuration and in files of their own.

A rule has some keys whatever its kind; the others are read where its kind is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from depgraph.model.values import SUFFIXES
from depgraph.records import Struct
from depgraph.sources.document import Document
from depgraph.sources.fields import Fields, is_code
from depgraph.sources.files import CONFIG_NAME, named_file, shown_path
from depgraph.sources.keys import CODE, TEXT, Choice, Custom, Either, Items, Key, Record
from depgraph.sources.nodes import Mapping, Node, Scalar, describe, quoted
from depgraph.sources.roots import values_of_file

if TYPE_CHECKING:
    from pathlib import Path

    from depgraph.errors import Problem
    from depgraph.model import Position

CheckLevel = Literal["error", "warning", "info", "off"]

LEVELS: tuple[CheckLevel, ...] = ("error", "warning", "info", "off")

RULE = Record(
    {
        "id": Key(CODE, "The name of the rule."),
        "kind": Key(CODE, "What kind of rule it is; this decides on its other keys."),
        "severity": Key(Choice(LEVELS), "How bad it is to break it; error unless said."),
        "why": Key(TEXT, "Why it matters. It is told with every finding."),
        "fix": Key(TEXT, "What to do about a finding."),
    },
    required=("id", "kind"),
    other_keys_before="why",
)


class RuleSpec(Struct):
    """A rule as it is written: the keys of every rule, and the fields of its kind unread.

    Attributes
    ----------
    document
        The file that it stands in: the configuration or a rule file.
    """

    id: str
    kind: str
    severity: CheckLevel
    why: str | None
    fix: str | None
    fields: Mapping
    kind_node: Node
    position: Position
    document: Document


def _rule(fields: Fields, node: Node, what: str) -> RuleSpec | None:
    if not isinstance(node, Mapping):
        fields.report(node, f"{what}: expected a mapping, got {describe(node)}")
        return None
    fields.report_missing(node, what, RULE.required)
    nodes = {name.text: value for name, value in node.pairs}
    if any(name not in nodes for name in RULE.required):
        return None
    id_ = nodes["id"]
    if isinstance(id_, Scalar) and is_code(id_.text):
        what = f"rule {id_.text}"
    common = [(name, value) for name, value in node.pairs if name.text in RULE.keys]
    values = RULE.values(fields, common, what, f"{what}: ")
    if values["id"] is None or values["kind"] is None:
        return None
    own = [(name, value) for name, value in node.pairs if name.text not in RULE.keys]
    return RuleSpec(
        id=values["id"],
        kind=values["kind"],
        severity=values.get("severity") or "error",
        why=values.get("why"),
        fix=values.get("fix"),
        fields=Mapping(own, node.line, node.column),
        kind_node=nodes["kind"],
        position=fields.position(id_),
        document=fields.document,
    )


def _rule_of_file(fields: Fields, node: Node, what: str) -> RuleSpec | None:
    if isinstance(node, Scalar) and node.text.endswith(SUFFIXES):
        fields.report(node, f"{what}: a rule file names no other: list it in {CONFIG_NAME}")
        return None
    return _rule(fields, node, what)


RULE_FILE = Record(
    {
        "rules": Key(Items(Custom(RULE, _rule_of_file), least=1), "What must hold for a plan."),
    },
)


def _rules(fields: Fields, node: Node, what: str) -> tuple[tuple[RuleSpec, ...], tuple[Path, ...]]:
    """Return the rules of a configuration, those of rule files too, and these files."""
    rules: dict[str, RuleSpec] = {}
    files: dict[Path, None] = {}

    def read(item: Node, what: str) -> None:
        if not isinstance(item, Scalar):
            _keep(rules, _rule(fields, item, what))
            return
        path = named_file(fields, item, what)
        if path in files:
            fields.report(item, f"{what}: {quoted(item.text)} is named twice")
        elif path is not None:
            files[path] = None
            for rule in _rules_of_file(path, fields.document.problems):
                _keep(rules, rule)

    fields.items(node, what, read)
    return tuple(rules.values()), tuple(files)


def _rules_of_file(path: Path, problems: list[Problem]) -> tuple[RuleSpec, ...]:
    """Return the rules of a rule file: a mapping with nothing but a list of them."""
    document = Document(path, shown_path(path), problems)
    before = len(problems)
    values = values_of_file(RULE_FILE, document, "rule file")
    if "rules" not in values and len(problems) == before:
        document.report(0, 0, "the rule file has no rules")
    rules: tuple[RuleSpec, ...] = values.get("rules", ())
    return rules


def _keep(rules: dict[str, RuleSpec], rule: RuleSpec | None) -> None:
    """Keep a rule by its id, unless that is taken."""
    if rule is None:
        return
    first = rules.setdefault(rule.id, rule)
    if first is not rule:
        place = (
            f"in line {first.position.line}"
            if first.document is rule.document
            else f"at {first.position}"
        )
        rule.document.report_node(rule.position, f"rules: the id {rule.id!r} stands {place} too")


RULES = Custom(Items(Either(RULE, TEXT)), _rules)
"""Rules and names of files with rules, as a configuration has them."""
