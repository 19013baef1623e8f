"""What each check, rule and kind of rule finds, why, an example, and how to fix it."""

from __future__ import annotations

from textwrap import dedent, indent
from typing import TYPE_CHECKING

from click import style

from depgraph.errors import DepgraphError, did_you_mean
from depgraph.records import Struct
from depgraph.reports.guide_fields import fields_text
from depgraph.reports.lessons import LESSONS
from depgraph.reports.writers.text import columns
from depgraph.rules.builtin.registry import CHECKS
from depgraph.rules.kinds.registry import KINDS
from depgraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.rules.kinds.base import Rule
    from depgraph.sources.keys import Record
    from depgraph.sources.nodes import Node

BUILT_IN = "built-in"

_FLOW = frozenset(",[]{}")
"""What a text without quotes may not have between brackets."""


class Guide(Struct):
    """What there is to know about a check or a rule.

    Attributes
    ----------
    kind
        ``built-in`` for a check, else the kind of the rule.
    finds
        What it finds or demands.
    details
        What else there is to know to write a rule of the kind.
    why, fix, example
        Why it matters, what to do, a small plan or rule as YAML; empty where nothing is said.
    place
        Where a rule stands.
    fields
        The fields of a kind of rule, where it has a table of them.
    values
        The fields of a rule, each with what it has there, as YAML in one line.
    """

    id: str
    kind: str
    severity: str
    finds: str
    details: str = ""
    why: str = ""
    fix: str = ""
    example: str = ""
    place: str = ""
    fields: Record | None = None
    values: tuple[tuple[str, str], ...] = ()

    @property
    def purpose(self) -> str:
        """What it is for, in one line."""
        return self.finds if self.kind == BUILT_IN or not self.why else self.why


def guides(rules: Iterable[Rule], levels: dict[str, str] | None = None) -> dict[str, Guide]:
    """Return the guides to all checks and to these rules, by id.

    Parameters
    ----------
    levels
        The levels of checks that differ from their default.
    """
    by_id: dict[str, Guide] = {}
    for name, check in CHECKS.items():
        lesson = LESSONS.get(name)
        by_id[name] = Guide(
            id=name,
            kind=BUILT_IN,
            severity=(levels or {}).get(name, check.severity),
            finds=check.finds,
            why=lesson.why if lesson else "",
            fix=check.fix,
            example=lesson.example if lesson else "",
        )
    for rule in rules:
        by_id[rule.spec.id] = Guide(
            id=rule.spec.id,
            kind=rule.kind,
            severity=rule.spec.severity,
            finds=rule.summary,
            why=rule.spec.why or "",
            fix=rule.spec.fix or "",
            example=_example(type(rule)),
            place=str(rule.spec.position),
            values=tuple((name.text, _in_line(node)) for name, node in rule.spec.fields.pairs),
        )
    return by_id


def kind_guides() -> dict[str, Guide]:
    """Return the guides to the kinds of rules, by name."""
    return {
        name: Guide(
            id=name,
            kind="",
            severity="",
            finds=kind.summary,
            details=_details(kind),
            example=_example(kind),
            fields=kind.fields,
        )
        for name, kind in KINDS.items()
    }


def guide_to(name: str, known: dict[str, Guide]) -> Guide:
    """Return the guide to a check, rule or kind of rule.

    Raises
    ------
    DepgraphError
        If there is none of this name.
    """
    everything = kind_guides() | known
    if name not in everything:
        hint = did_you_mean(name, everything)
        raise DepgraphError(f"--explain: there is no check, rule or kind {name!r}{hint}")
    return everything[name]


def guide_text(guide: Guide) -> str:
    """Return the answer of ``depgraph check --explain``."""
    if guide.kind == BUILT_IN:
        what = f"built-in check, {guide.severity}"
    elif guide.kind:
        what = f"rule of the kind {guide.kind}, {guide.severity}"
    else:
        what = "kind of rule"
    facts = [
        [name, printable(value)]
        for name, value in (
            ("demands" if guide.kind != BUILT_IN else "finds", guide.finds),
            *((f"  {name}", value) for name, value in guide.values),
            ("why", guide.why),
            ("to do", guide.fix),
            ("stands in", guide.place),
        )
        if value
    ]
    text = f"{style(guide.id, bold=True)}  ({what})\n{columns(facts, indent='  ')}"
    if guide.details:
        text += f"\n{indent(guide.details, '  ')}\n"
    if guide.fields is not None:
        text += f"\n{fields_text(guide.fields)}"
    if guide.example:
        of = "" if guide.kind in ("", BUILT_IN) else f" of {guide.kind}"
        text += f"\n{style(f'Example{of}', bold=True)}\n{indent(guide.example.rstrip(), '  ')}\n"
    return text


def _in_line(node: Node) -> str:
    """Return what a rule has in a field as YAML in one line."""
    from depgraph.edits.quoting import plain_or_quoted
    from depgraph.sources.nodes import Mapping, Scalar

    if isinstance(node, Scalar):
        is_plain = node.plain and _FLOW.isdisjoint(node.text)
        return node.text if is_plain else plain_or_quoted(node.text, in_flow=True)
    if isinstance(node, Mapping):
        pairs = (f"{key.text}: {_in_line(value)}" for key, value in node.pairs)
        return f"{{{', '.join(pairs)}}}"
    return f"[{', '.join(map(_in_line, node.items))}]"


def _details(kind: type[Rule]) -> str:
    """Return the docstring of a kind, which is written for those who write rules."""
    from inspect import cleandoc

    return cleandoc(kind.__doc__ or "").replace("``", "'").replace("`", "'")


def _example(kind: type[Rule]) -> str:
    return dedent(kind.example).strip("\n") + "\n"
