"""The file formats as JSON Schema (draft 7), for editors: completion, and errors as one types.

It is made of the tables that the readers go by. A schema sees less than the readers: no
reference from one file to another, no two keys of the same name; and editors have turned
plain words into numbers and truth values before it sees them, which depgraph reads as text.
Whatever a reader takes, the schema takes, but for the plain word ``null``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depgraph.rules.builtin.registry import CHECKS
from depgraph.rules.kinds.registry import KINDS
from depgraph.sources.baseline_format import BASELINE
from depgraph.sources.changes_file import CHANGES
from depgraph.sources.config_format import CONFIG
from depgraph.sources.graph_file import FILE
from depgraph.sources.keys import (
    BLANK,
    BOOLEAN,
    CODE,
    DATE,
    NOTHING,
    TEXT,
    Choice,
    Custom,
    Either,
    Integer,
    Items,
    Made,
    Named,
    Record,
)
from depgraph.sources.rule_format import RULE_FILE

if TYPE_CHECKING:
    from depgraph.sources.keys import ValueType

    Schema = dict[str, Any]

SCHEMAS = ("graph", "config", "baseline", "rules", "changes")

DRAFT = "http://json-schema.org/draft-07/schema#"

_SCALAR = ["string", "number", "boolean"]
"""What a text may have become on its way through an editor."""

_WORDS: dict[str, bool] = {"yes": True, "no": False, "on": True, "off": False}
"""Words that YAML of old reads as truth values."""

_DATE_PATTERN = "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_CODE_PATTERN = r"^(?! )[^\n\r\t\u00a0\u200b]{0,200}(?<! )$"


_SIMPLE: dict[ValueType[Any], Schema] = {
    TEXT: {"type": _SCALAR, "pattern": r"\S"},
    CODE: {"type": _SCALAR, "minLength": 1, "pattern": _CODE_PATTERN},
    DATE: {"type": "string", "format": "date", "pattern": _DATE_PATTERN},
    BOOLEAN: {"enum": ["true", "false", True, False]},
    NOTHING: {"type": "null"},
    BLANK: {"type": ["null", "string"], "pattern": r"^\s*$"},
}


def schema(name: str) -> Schema:
    """Return the JSON Schema of a file format.

    Parameters
    ----------
    name
        One of `SCHEMAS`; ``graph`` is that of schedules too.
    """
    if name == "graph":
        whole = _file("A graph or a schedule of depgraph", FILE)
        whole["anyOf"] = [{"required": ["milestones"]}, {"required": ["include"]}]
        return whole
    if name == "changes":
        return _file("Changes for depgraph what-if", CHANGES)
    if name == "baseline":
        whole = _file("The findings that are known", BASELINE)
        entry = whole["properties"]["findings"]["items"]
        pair = ["prerequisite", "dependent"]
        either = [{"required": [key]} for key in pair]
        entry["oneOf"] = [
            {"required": ["milestone"], "not": {"anyOf": either}},
            {"required": pair, "not": {"required": ["milestone"]}},
        ]
        return whole
    if name == "rules":
        whole = _file("Rules for a plan", RULE_FILE)
        rule = whole["properties"]["rules"]["items"]
    else:
        whole = _file("The configuration of depgraph", CONFIG)
        rule = whole["properties"]["rules"]["items"]["anyOf"][0]
        checks = whole["properties"]["checks"]
        level = checks.pop("additionalProperties")
        checks["properties"] = {
            name: {"description": f"Finds {check.finds}.", **level}
            for name, check in CHECKS.items()
        }
        checks["additionalProperties"] = False
        del checks["propertyNames"]
    rule["properties"]["kind"] = {
        "description": rule["properties"]["kind"]["description"],
        "enum": list(KINDS),
    }
    return whole


def _file(title: str, record: Record) -> Schema:
    return {"$schema": DRAFT, "title": title, **_of(record)}


def _of(type_: ValueType[Any]) -> Schema:
    """Return the schema of a value."""
    match type_:
        case Integer(least=least, most=most):
            # Limits hold for numbers only, the pattern for texts only.
            limits = {"minimum": least, "maximum": most}
            stated = {name: limit for name, limit in limits.items() if limit is not None}
            return {"type": ["integer", "string"], **stated, "pattern": "^[+-]?[0-9]{1,9}$"}
        case Choice(words=words):
            known = [_WORDS[word] for word in words if word in _WORDS]
            return {"enum": [*words, *known]}
        case Items(of=of, one=one, least=least):
            items: Schema = {"type": "array", "items": _of(of)}
            if least:
                items["minItems"] = least
            return {"anyOf": [_of(of), items]} if one else items
        case Named(of=of, names=names):
            inner = _of(of)
            named: Schema = {k: v for k, v in _of(names).items() if k != "type"}
            return {"type": "object", "propertyNames": named, "additionalProperties": inner}
        case Either(of=choices):
            return _either([_of(choice) for choice in choices])
        case Record():
            return _record(type_)
        case Made(of=of) | Custom(of=of):
            return _of(of)
        case _:
            return _SIMPLE[type_].copy()


def _record(type_: Record) -> Schema:
    record: Schema = {
        "type": "object",
        "properties": {
            name: {"description": key.about, **_of(key.type)} for name, key in type_.keys.items()
        },
    }
    if type_.required:
        record["required"] = list(type_.required)
    if not type_.others_before:
        record["additionalProperties"] = False
    return record


def _either(choices: list[Schema]) -> Schema:
    """Return the schema of either of several; flat where it can be, for clearer messages."""
    first, *others = choices
    if others == [{"type": "null"}] and isinstance(first.get("type"), str):
        return {**first, "type": [first["type"], "null"]}
    flat: list[Schema] = []
    for choice in choices:
        flat += choice["anyOf"] if choice.keys() == {"anyOf"} else [choice]
    return {"anyOf": flat}
