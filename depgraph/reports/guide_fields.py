"""What a kind of rule may have: its fields, what each takes, and what a selector is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.reports.writers.text import columns
from depgraph.sources.keys import (
    BLANK,
    BOOLEAN,
    CODE,
    DATE,
    NOTHING,
    TEXT,
    Choice,
    Custom,
    Defined,
    Either,
    Integer,
    Items,
    Named,
    Record,
)
from depgraph.sources.risk_format import SHARE
from depgraph.sources.rule_format import RULE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depgraph.sources.keys import ValueType

_FEW = 4
"""How many words of a choice are told where it stands."""

_SIMPLE: dict[ValueType[object], str] = {
    SHARE: "a number from 0 to 1",
    TEXT: "a text",
    CODE: "a code",
    DATE: "a date",
    BOOLEAN: "true or false",
    NOTHING: "nothing",
    BLANK: "nothing",
}


def fields_text(fields: Record) -> str:
    """Return the fields of a kind of rule as text: what each takes, and what it means.

    What stands below a field is indented; a type with a name is told behind the fields.
    """
    common = ", ".join(RULE.keys)
    text = f"{style('Fields', bold=True)} (beside {common}, which every rule may have)\n"
    text += columns([*_field_rows(fields)], indent="  ")
    for name, definition in {
        definition.name: definition for definition in _definitions(fields)
    }.items():
        text += f"\n{style(f'A {name}', bold=True)} ({definition.about})\n"
        keys = definition.of().mapping()
        text += columns([*_field_rows(keys)] if isinstance(keys, Record) else [], indent="  ")
    return text


def takes(type_: ValueType[object]) -> str:
    """Say in a few words what a value of a type may be."""
    match type_:
        case Integer(least=None):
            return "a whole number"
        case Integer(least=least, most=None):
            return f"a whole number of {least} or more"
        case Integer(least=least, most=most):
            return f"a whole number from {least} to {most}"
        case Choice(words=words):
            return " or ".join(words) if len(words) <= _FEW else "one of these words"
        case Items(of=of, may_be_single=True):
            return f"{takes(of)}; or a list"
        case Items(of=of, least=least):
            return f"a list{' of two or more' if least == 2 else ''}, each {takes(of)}"
        case Record():
            return "a mapping"
        case Named():
            return "a mapping by names"
        case Either(of=types):
            return " or ".join(map(takes, types))
        case Custom(of=of):
            return takes(of)
        case Defined(name=name):
            return f"a {name}"
        case _:
            return _SIMPLE.get(type_, "a value")


def _field_rows(record: Record, indent: str = "") -> Iterator[tuple[str, ...]]:
    """Yield key, what it takes, whether it is needed and what it means, and those below it."""
    for name, key in record.keys.items():
        needed = "needed" if name in record.required else ""
        if name in record.any_of:
            needed = "one needed"
        yield f"{indent}{name}", takes(key.type), needed, key.about + _long_choice(key.type)
        below = key.type.mapping()
        if isinstance(below, Record):
            yield from _field_rows(below, indent + "  ")


def _long_choice(type_: ValueType[object]) -> str:
    """Return the words of a choice among many, behind a space; else nothing."""
    match type_:
        case Choice(words=words) if len(words) > _FEW:
            return f" ({', '.join(words)})"
        case Items(of=of) | Custom(of=of):
            return _long_choice(of)
        case _:
            return ""


def _definitions(type_: ValueType[object]) -> Iterator[Defined[object]]:
    """Yield the types with names of which a value may have parts."""
    match type_:
        case Defined():
            yield type_
        case Items(of=of) | Custom(of=of) | Named(of=of):
            yield from _definitions(of)
        case Either(of=types):
            for inner in types:
                yield from _definitions(inner)
        case Record(keys=keys):
            for key in keys.values():
                yield from _definitions(key.type)
