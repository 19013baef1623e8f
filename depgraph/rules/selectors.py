"""Selectors: which milestones a rule means."""

from __future__ import annotations

import re
from fnmatch import translate
from typing import TYPE_CHECKING, NamedTuple

from depgraph.errors import DepgraphError
from depgraph.sources.document import Mapping, Sequence, describe

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from depgraph.model import Graph, Milestone, Position
    from depgraph.sources.document import Node
    from depgraph.sources.fields import Fields

SELECTOR_KEYS = (
    *("id", "name", "owner", "team", "level", "tag", "kind", "complete", "external"),
    *("due_before", "due_after", "due_within", "not"),
)

LONGEST_MATCHED = 400
"""How long a text may be that a regular expression is tried on."""


class Circumstances(NamedTuple):
    """What a selector needs to know besides the milestone.

    Attributes
    ----------
    home
        The owner whose plan this is; milestones of any other owner are external.
    as_of
        The as-of date, for ``due_within``.
    """

    home: str | None = None
    as_of: date | None = None


class Selector(NamedTuple):
    """Milestones by their attributes. A list means any of, a mapping all of."""

    predicate: Callable[[Milestone, Circumstances], bool]
    position: Position | None = None

    def numbers(self, graph: Graph, circumstances: Circumstances) -> list[int]:
        """Return the numbers of the milestones of a graph that are selected, ascending."""
        return [
            n
            for n, milestone in enumerate(graph.milestones)
            if self.predicate(milestone, circumstances)
        ]


EVERY = Selector(lambda _milestone, _circumstances: True)


def read_selector(
    node: Node, what: str, fields: Fields
) -> Callable[[Milestone, Circumstances], bool] | None:
    """Read a selector: a mapping of attributes, or a list of such mappings.

    ``id`` and ``name`` are globs, or regular expressions between slashes that match the whole
    text, of at most `LONGEST_MATCHED` characters.

    Returns None after what is wrong has been reported.
    """
    if isinstance(node, Sequence):
        if not node.items:
            fields.report(node, f"{what}: the list is empty and would select nothing")
            return None
        choices = [read_selector(item, what, fields) for item in node.items]
        known = [choice for choice in choices if choice is not None]
        if len(known) < len(choices):
            return None
        return lambda milestone, circumstances: any(
            choice(milestone, circumstances) for choice in known
        )
    if not isinstance(node, Mapping):
        fields.report(
            node,
            f"{what}: expected a selector such as {{owner: DM, level: 2}}, got {describe(node)}",
        )
        return None
    tests: list[Callable[[Milestone, Circumstances], bool]] = []
    sound = True
    for key, name, value in fields.entries(node, what, SELECTOR_KEYS):
        test = _test(key, value, f"{what}: {name.text}", fields)
        if test is None:
            sound = False
        else:
            tests.append(test)
    if not sound or len(tests) < len(node.pairs):
        return None
    return lambda milestone, circumstances: all(test(milestone, circumstances) for test in tests)


def _test(
    key: str, node: Node, what: str, fields: Fields
) -> Callable[[Milestone, Circumstances], bool] | None:
    if key == "not":
        inner = read_selector(node, what, fields)
        if inner is None:
            return None
        return lambda milestone, circumstances: not inner(milestone, circumstances)
    if key in ("complete", "external"):
        wanted = fields.boolean(node, what)
        if wanted is None:
            return None
        if key == "complete":
            return lambda milestone, _: milestone.is_complete == wanted
        return lambda milestone, circumstances: _is_external(milestone, circumstances) == wanted
    if key in ("due_before", "due_after"):
        day = fields.date(node, what)
        if day is None:
            return None
        if key == "due_before":
            return lambda milestone, _: milestone.due is not None and milestone.due < day
        return lambda milestone, _: milestone.due is not None and milestone.due > day
    if key == "due_within":
        days = fields.integer(node, what, least=0)
        return None if days is None else _due_within(days)
    if key == "level":
        levels = fields.items(node, what, fields.integer, one=True, empty=False)
        return (lambda milestone, _: milestone.level in levels) if levels else None
    if key in ("id", "name"):
        patterns = fields.items(node, what, _pattern_reader(fields), one=True, empty=False)
        return _pattern_test(key, patterns) if patterns else None
    texts = fields.items(node, what, fields.text, one=True, empty=False)
    return _text_test(key, texts) if texts else None


def _pattern_reader(fields: Fields) -> Callable[[Node, str], str | None]:
    """Return what reads a glob, or a regular expression between slashes, as an expression."""

    def read(node: Node, what: str) -> str | None:
        text = fields.text(node, what)
        if text is None:
            return None
        if len(text) < 2 or text[0] != "/" or text[-1] != "/":
            return translate(text)
        from depgraph.rules.expressions import why_unusable

        wrong = why_unusable(text[1:-1])
        if wrong is not None:
            fields.report(node, f"{what}: {wrong}")
            return None
        return rf"(?:{text[1:-1]})\Z"

    return read


def _pattern_test(
    key: str, patterns: tuple[str, ...]
) -> Callable[[Milestone, Circumstances], bool]:
    match = re.compile("|".join(patterns)).match
    has_expression = any(pattern.startswith("(?:") for pattern in patterns)

    def fits(milestone: Milestone, _: Circumstances) -> bool:
        text = milestone.id if key == "id" else milestone.name or ""
        if has_expression and len(text) > LONGEST_MATCHED:
            raise DepgraphError(
                f"{milestone.id}: its {key} has {len(text)} characters, and a regular expression "
                f"is only tried on {LONGEST_MATCHED}: use a pattern with * for it"
            )
        return match(text) is not None

    return fits


def _text_test(key: str, texts: tuple[str, ...]) -> Callable[[Milestone, Circumstances], bool]:
    wanted = frozenset(texts)
    if key == "owner":
        return lambda milestone, _: milestone.owner in wanted
    if key == "team":
        return lambda milestone, _: milestone.team in wanted
    if key == "kind":
        return lambda milestone, _: milestone.kind in wanted
    return lambda milestone, _: not wanted.isdisjoint(milestone.tags)


def _is_external(milestone: Milestone, circumstances: Circumstances) -> bool:
    return circumstances.home is not None and milestone.owner != circumstances.home


def _due_within(days: int) -> Callable[[Milestone, Circumstances], bool]:
    def test(milestone: Milestone, circumstances: Circumstances) -> bool:
        if milestone.due is None or circumstances.as_of is None:
            return False
        return 0 <= (milestone.due - circumstances.as_of).days <= days

    return test
