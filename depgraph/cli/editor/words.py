"""What may be written at a place: codes, keys, words of the format and of the plan."""

from __future__ import annotations

from itertools import islice, takewhile
from operator import eq
from typing import TYPE_CHECKING

from depgraph.records import Struct
from depgraph.words import natural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depgraph.cli.editor.buffers import Spot
    from depgraph.cli.editor.snapshot import Snapshot
    from depgraph.model import Graph, Milestone
    from depgraph.sources.keys import Named, Record, ValueType

MOST_WORDS = 200


class Word(Struct):
    """A word that may stand at a place, with what it means.

    Attributes
    ----------
    is_key
        Whether it is a key, which a colon follows.
    """

    text: str
    about: str = ""
    is_key: bool = False


_OF_PLAN = {"owner": "owner", "team": "team", "tag": "tags", "tags": "tags", "level": "level"}


def is_link_place(spot: Spot) -> bool:
    """Whether a place is that of a prerequisite, in the list of its dependent."""
    path = spot.path
    inside = path[2:3] == ("requires",)
    return path[:1] == ("milestones",) and inside and path[3:] in ((), ("id",))


def words_at(snapshot: Snapshot, spot: Spot, kind: str) -> list[Word]:
    """Return what may stand at a place, the likeliest first.

    Parameters
    ----------
    kind
        What the file is: ``graph``, ``configuration``, ``baseline``, ``rules`` or ``changes``.
    """
    begun = spot.begun.casefold()
    words = (word for word in _candidates(snapshot, spot, kind) if _fits(word, begun))
    return list(islice(words, MOST_WORDS))


def _fits(word: Word, begun: str) -> bool:
    return begun in word.text.casefold() or begun in word.about.casefold()


def _candidates(snapshot: Snapshot, spot: Spot, kind: str) -> Iterator[Word]:
    graph = snapshot.graph
    if is_link_place(spot) and graph is not None:
        yield from _codes(graph, spot.path[1])
        if spot.path[-1:] != ("id",):
            yield from _keys(_table(kind, spot.path))
        return
    last = spot.path[-1] if spot.path else ""
    if graph is not None and last in ("milestone", "prerequisite", "dependent", "target"):
        yield from _codes(graph, None)
        return
    if graph is not None and last in _OF_PLAN:
        yield from _values(graph, _OF_PLAN[last])
        return
    if last == "calendar" and snapshot.opened is not None:
        yield from (Word(name) for name in snapshot.opened.config.calendars.by_name)
        return
    if last == "rule":
        yield from _rules(snapshot)
        return
    if last == "kind" and spot.path[:1] == ("rules",):
        yield from _kinds()
        return
    table = _table(kind, spot.path)
    if table is not None:
        yield from _keys(table)
        return
    yield from _choices(kind, spot.path)


def _codes(graph: Graph, dependent: str | None) -> Iterator[Word]:
    """Yield all codes, those most like that of the dependent first."""
    by_likeness: dict[int, list[Milestone]] = {}
    for milestone in graph.milestones:
        if milestone.id != dependent:
            alike = sum(takewhile(bool, map(eq, dependent or "", milestone.id)))
            by_likeness.setdefault(alike, []).append(milestone)
    for alike in sorted(by_likeness, reverse=True):
        for milestone in sorted(by_likeness[alike], key=lambda milestone: natural(milestone.id)):
            due = f"due {milestone.due}" if milestone.due else ""
            about = filter(None, (milestone.name, milestone.owner, due))
            yield Word(milestone.id, ", ".join(about))


def _values(graph: Graph, name: str) -> Iterator[Word]:
    values: set[object] = set()
    for milestone in graph.milestones:
        value = getattr(milestone, name)
        values.update(value if isinstance(value, tuple) else (value,))
    yield from (Word(str(value)) for value in sorted(values - {None}, key=str))


def _rules(snapshot: Snapshot) -> Iterator[Word]:
    from depgraph.rules.builtin.registry import CHECKS

    yield from (Word(name, check.finds) for name, check in CHECKS.items())
    rules = snapshot.opened.rules.rules if snapshot.opened is not None else ()
    yield from (Word(rule.spec.id, rule.spec.why or rule.summary) for rule in rules)


def _kinds() -> Iterator[Word]:
    from depgraph.rules.kinds.registry import KINDS

    yield from (Word(name, kind.summary) for name, kind in KINDS.items())


# -- the tables of the formats -------------------------------------------------------------


def _root(kind: str) -> Record:
    from depgraph.reports.schema import SCHEMAS

    name = {"configuration": "config"}.get(kind, kind)
    return SCHEMAS[name][1]


def _table(kind: str, path: Iterable[str]) -> Record | None:
    """Return the table of the keys that may stand below a path; None where none may."""
    from depgraph.sources.keys import Record

    table: Record | Named[object] | None = _root(kind)
    keys = list(path)
    for place, key in enumerate(keys):
        if isinstance(table, Record) and key not in table.keys:
            return _table_of_rule(keys[place:]) if keys[:place] == ["rules"] else None
        table = table.below(key) if table is not None else None
    return table if isinstance(table, Record) else None


def _table_of_rule(path: Iterable[str]) -> Record | None:
    """Return the table of a selector in a rule."""
    from depgraph.rules.selectors import KEYS

    keys = list(path)
    return KEYS if all(key == "not" for key in keys[1:]) else None


def _keys(table: Record | None) -> Iterator[Word]:
    if table is not None:
        yield from (Word(name, key.about, is_key=True) for name, key in table.keys.items())


def _choices(kind: str, path: Iterable[str]) -> Iterator[Word]:
    """Return the words that a value may be, where the format has a few."""
    from depgraph.sources.keys import BOOLEAN

    keys = list(path)
    if not keys:
        return
    table = _table(kind, keys[:-1])
    key = table.keys.get(keys[-1]) if table is not None else None
    if key is None:
        return
    if key.type is BOOLEAN:
        yield from (Word("true"), Word("false"))
        return
    yield from (Word(word) for word in _words_of(key.type))


def _words_of(type_: ValueType[object]) -> Iterator[str]:
    from depgraph.sources.keys import Choice, Custom, Either, Items

    match type_:
        case Choice(words=words):
            yield from words
        case Items(of=of) | Custom(of=of):
            yield from _words_of(of)
        case Either(of=choices):
            for choice in choices:
                yield from _words_of(choice)
        case _:
            return
