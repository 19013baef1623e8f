"""Selectors: which milestones a rule means."""

from __future__ import annotations

import re
from fnmatch import translate
from typing import TYPE_CHECKING

from depgraph.errors import DepgraphError
from depgraph.records import Struct
from depgraph.sources.keys import (
    BOOLEAN,
    DATE,
    TEXT,
    Custom,
    Defined,
    Either,
    Integer,
    Items,
    Key,
    Made,
    Record,
)
from depgraph.sources.nodes import Mapping, Sequence, describe

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from depgraph.analysis.risk.risks import Risks
    from depgraph.model import Graph, Milestone, Position
    from depgraph.sources.fields import Fields
    from depgraph.sources.keys import ValueType
    from depgraph.sources.nodes import Node

    Predicate = Callable[["Milestone", "Circumstances"], bool]

LONGEST_MATCHED = 400
"""How long a text may be that a regular expression is tried on."""


class Circumstances(Struct):
    """What a selector needs to know besides the milestone.

    Attributes
    ----------
    home
        The owner whose plan this is; milestones of any other owner are external.
    as_of
        The as-of date, for ``due_within``.
    risks
        Returns what varies in the plan, for rules on how likely dates are; nothing unless given.
    selected
        Where the numbers that selectors select are kept, each with the milestones that they
        were selected from: a check asks for them several times.
    """

    home: str | None = None
    as_of: date | None = None
    risks: Callable[[], Risks] | None = None
    selected: dict[Selector, tuple[tuple[Milestone, ...], list[int]]] | None = None


class Selector(Struct):
    """Milestones by their attributes. A list means any of, a mapping all of.

    `words` is what is written in the file, in one line, as ``{owner: DM, level: 2}``.
    """

    predicate: Predicate
    position: Position | None = None
    words: str = ""

    def numbers(self, graph: Graph, circumstances: Circumstances) -> list[int]:
        """Return the numbers of the milestones of a graph that are selected, ascending."""
        milestones, kept = graph.milestones, circumstances.selected
        if kept is not None and self in kept and kept[self][0] == milestones:
            return kept[self][1].copy()
        numbers = [
            n for n, milestone in enumerate(milestones) if self.predicate(milestone, circumstances)
        ]
        if kept is not None:
            kept[self] = milestones, numbers.copy()
        return numbers


EVERY = Selector(lambda _milestone, _circumstances: True)


def _pattern(fields: Fields, node: Node, what: str) -> str | None:
    """Return a glob, or a regular expression between slashes, as an expression."""
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


def _pattern_test(key: str, patterns: tuple[str, ...]) -> Predicate:
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


def _text_test(key: str, texts: tuple[str, ...]) -> Predicate:
    accepted = frozenset(texts)
    if key == "owner":
        return lambda milestone, _: milestone.owner in accepted
    if key == "team":
        return lambda milestone, _: milestone.team in accepted
    if key == "kind":
        return lambda milestone, _: milestone.kind in accepted
    return lambda milestone, _: not accepted.isdisjoint(milestone.tags)


def _is_external(milestone: Milestone, circumstances: Circumstances) -> bool:
    return circumstances.home is not None and milestone.owner != circumstances.home


def _due_within(days: int, _place: Position) -> Predicate:
    def test(milestone: Milestone, circumstances: Circumstances) -> bool:
        if milestone.due is None or circumstances.as_of is None:
            return False
        return 0 <= (milestone.due - circumstances.as_of).days <= days

    return test


def _before(day: date, _place: Position) -> Predicate:
    return lambda milestone, _: milestone.due is not None and milestone.due < day


def _after(day: date, _place: Position) -> Predicate:
    return lambda milestone, _: milestone.due is not None and milestone.due > day


def _complete(is_complete: bool, _place: Position) -> Predicate:  # noqa: FBT001 - a value that was read
    return lambda milestone, _: milestone.is_complete == is_complete


def _external(is_external: bool, _place: Position) -> Predicate:  # noqa: FBT001 - a value that was read
    return lambda milestone, circumstances: _is_external(milestone, circumstances) == is_external


def _levels(levels: tuple[int, ...], _place: Position) -> Predicate | None:
    return (lambda milestone, _: milestone.level in levels) if levels else None


def _not(selector: Selector, _place: Position) -> Predicate:
    return lambda milestone, circumstances: not selector.predicate(milestone, circumstances)


def _texts(key: str) -> ValueType[Predicate]:
    """Return the type of a text, or of several of which one has to be that of a milestone."""
    words = Items(TEXT, may_be_single=True, least=1)
    return Made(words, lambda texts, _place: _text_test(key, texts) if texts else None)


def _patterns(key: str) -> ValueType[Predicate]:
    """Return the type of a pattern, or of several of which one has to fit."""
    words = Items(Custom(TEXT, _pattern), may_be_single=True, least=1)
    return Made(words, lambda patterns, _place: _pattern_test(key, patterns) if patterns else None)


def _selector(fields: Fields, node: Node, what: str) -> Selector | None:
    if isinstance(node, Sequence):
        if not node.items:
            fields.report(node, f"{what}: the list is empty and would select nothing")
            return None
        selectors = [SELECTOR.read(fields, item, what) for item in node.items]
        choices = [selector.predicate for selector in selectors if selector is not None]
        if len(choices) < len(node.items):
            return None
        return Selector(
            lambda milestone, circumstances: any(
                choice(milestone, circumstances) for choice in choices
            ),
            fields.position(node),
            _in_one_line(node),
        )
    if not isinstance(node, Mapping):
        fields.report(
            node,
            f"{what}: expected a selector such as {{owner: DM, level: 2}}, got {describe(node)}",
        )
        return None
    tests: list[Predicate | None] = [*KEYS.values(fields, node.pairs, what, f"{what}: ").values()]
    sound = [test for test in tests if test is not None]
    if len(sound) < len(node.pairs):
        return None
    return Selector(
        sound[0] if len(sound) == 1 else _all_of(sound),
        fields.position(node),
        _in_one_line(node),
    )


def _in_one_line(node: Node) -> str:
    if isinstance(node, Sequence):
        return f"[{', '.join(map(_in_one_line, node.items))}]"
    if isinstance(node, Mapping):
        pairs = (f"{key.text}: {_in_one_line(value)}" for key, value in node.pairs)
        return f"{{{', '.join(pairs)}}}"
    return node.text


def _all_of(tests: list[Predicate]) -> Predicate:
    def fits(milestone: Milestone, circumstances: Circumstances) -> bool:
        for test in tests:  # noqa: SIM110 - it runs for each milestone: all() takes twice as long
            if not test(milestone, circumstances):
                return False
        return True

    return fits


SELECTOR: Defined[Selector] = Defined(
    "selector",
    "a mapping, all of which has to hold; or a list, of which one has to; {} is every milestone",
    lambda: Either(KEYS, Items(SELECTOR, least=1)),
    _selector,
)

KEYS: Record = Record(
    {
        "id": Key(
            _patterns("id"), "Its code: a pattern with *, ? and [0-9], or a /regular expression/."
        ),
        "name": Key(_patterns("name"), "Its name, in the same way."),
        "owner": Key(_texts("owner"), "Whose it is."),
        "team": Key(_texts("team"), "The team of the owner."),
        "level": Key(
            Made(Items(Integer(), may_be_single=True, least=1), _levels), "Its level in the plan."
        ),
        "tag": Key(_texts("tag"), "A word among its tags."),
        "kind": Key(_texts("kind"), "What it is: milestone, requirement and so on."),
        "complete": Key(Made(BOOLEAN, _complete), "Whether it is complete."),
        "external": Key(Made(BOOLEAN, _external), "Whether it is of another owner than the plan."),
        "due_before": Key(Made(DATE, _before), "It is due before this date."),
        "due_after": Key(Made(DATE, _after), "It is due after this date."),
        "due_within": Key(
            Made(Integer(0), _due_within), "It is due within so many days from the as-of date."
        ),
        "not": Key(Made(SELECTOR, _not), "It is not among these."),
    }
)
