"""The file formats as JSON Schema (draft 7), for editors: completion, and errors as one types.

It is made of the tables that the readers go by, those of the kinds of rules too. A schema sees
less than the readers: no reference from one file to another, no two keys of the same name, no
field of a kind of another package that has no table of them; and editors have turned
plain words into numbers and truth values before it sees them, which depgraph reads as text.
Whatever a reader takes, the schema takes, but for the plain word ``null``.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from depgraph.errors import RuleKindError
from depgraph.rules.builtin.registry import CHECKS
from depgraph.rules.kinds.registry import KINDS
from depgraph.rules.selectors import SELECTOR
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
    Defined,
    Either,
    Integer,
    Items,
    Made,
    Named,
    Record,
)
from depgraph.sources.risk_format import SHARE_PATTERN, DaysOrPercent, Share, UnreadSelector
from depgraph.sources.rule_format import RULE, RULE_FILE

if TYPE_CHECKING:
    from depgraph.sources.keys import ValueType

    Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"

_SCALAR = ["string", "number", "boolean"]
"""What a text may have become on its way through an editor."""

_WORDS: dict[str, bool] = {"yes": True, "no": False, "on": True, "off": False}
"""Words that YAML of old reads as truth values."""

_DATE_PATTERN = "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_CODE_PATTERN = r"^(?! )[^\n\r\t\u00a0\u200b]{0,200}(?<! )$"


_SIMPLE: dict[ValueType[object], Schema] = {
    TEXT: {"type": _SCALAR, "pattern": r"\S"},
    CODE: {"type": _SCALAR, "minLength": 1, "pattern": _CODE_PATTERN},
    DATE: {"type": "string", "format": "date", "pattern": _DATE_PATTERN},
    BOOLEAN: {"enum": ["true", "false", True, False]},
    NOTHING: {"type": "null"},
    BLANK: {"type": ["null", "string"], "pattern": r"^\s*$"},
}


SCHEMAS: dict[str, tuple[str, Record]] = {
    "graph": ("A graph or a schedule of depgraph", FILE),
    "config": ("The configuration of depgraph", CONFIG),
    "baseline": ("The findings that are known", BASELINE),
    "rules": ("Rules for a plan", RULE_FILE),
    "changes": ("Changes for depgraph what-if", CHANGES),
}
"""The formats, each with its title and its table."""


def schema(name: str) -> Schema:
    """Return the JSON Schema of a file format.

    Parameters
    ----------
    name
        One of `SCHEMAS`; ``graph`` is that of schedules too.
    """
    title, table = SCHEMAS[name]
    definitions: dict[str, Schema] = {}
    whole: Schema = {"$schema": DRAFT, "title": title, **_of(table, definitions)}
    keys = whole["properties"]
    if name == "graph":
        whole["anyOf"] = [{"required": ["milestones"]}, {"required": ["include"]}]
    elif name == "baseline":
        pair = ["prerequisite", "dependent"]
        either = [{"required": [key]} for key in pair]
        keys["findings"]["items"]["oneOf"] = [
            {"required": ["milestone"], "not": {"anyOf": either}},
            {"required": pair, "not": {"required": ["milestone"]}},
        ]
    elif name == "rules":
        _add_kinds(keys["rules"]["items"], definitions)
    elif name == "config":
        _add_kinds(keys["rules"]["items"]["anyOf"][0], definitions)
        level = keys["checks"]["additionalProperties"]
        keys["checks"] = {
            "description": keys["checks"]["description"],
            "type": "object",
            "properties": {
                name: {"description": f"Finds {check.finds}.", **level}
                for name, check in CHECKS.items()
            },
            "additionalProperties": False,
        }
    return {**whole, "definitions": definitions} if definitions else whole


def _add_kinds(rule: Schema, definitions: dict[str, Schema]) -> None:
    """Let a rule have the fields of its kind and no others."""
    rule["properties"]["kind"] = {
        "description": rule["properties"]["kind"]["description"],
        "enum": list(KINDS),
    }
    rule["allOf"] = []
    for name in KINDS:
        with suppress(RuleKindError):
            fields = KINDS[name].fields
            if fields is not None:
                own = _record(fields, definitions)
                own["properties"] |= dict.fromkeys(RULE.keys, True)
                is_kind = {"properties": {"kind": {"const": name}}, "required": ["kind"]}
                rule["allOf"].append({"if": is_kind, "then": own})


def _of(type_: ValueType[object], definitions: dict[str, Schema]) -> Schema:
    """Return the schema of a value; what it calls by a name is added to the definitions."""
    match type_:
        case Share():
            written = {"pattern": f"^({SHARE_PATTERN})$"}
            return {"type": ["number", "string"], "minimum": 0, "maximum": 1, **written}
        case DaysOrPercent():
            return {"type": ["integer", "string"], "pattern": r"^([+-]?[0-9]+|[0-9]{1,5} ?%)$"}
        case UnreadSelector():
            return _of(SELECTOR, definitions)
        case Integer(least=least, most=most):
            # Limits hold for numbers only, the pattern for texts only.
            limits = {"minimum": least, "maximum": most}
            stated = {name: limit for name, limit in limits.items() if limit is not None}
            return {"type": ["integer", "string"], **stated, "pattern": "^[+-]?[0-9]{1,9}$"}
        case Choice(words=words):
            known = [_WORDS[word] for word in words if word in _WORDS]
            return {"enum": [*words, *known]}
        case Items(of=of, may_be_single=may_be_single, least=least):
            items: Schema = {"type": "array", "items": _of(of, definitions)}
            if least:
                items["minItems"] = least
            return {"anyOf": [_of(of, definitions), items]} if may_be_single else items
        case Named(of=of, names=names):
            inner = _of(of, definitions)
            details = {key: value for key, value in _SIMPLE[names].items() if key != "type"}
            return {"type": "object", "propertyNames": details, "additionalProperties": inner}
        case Either(of=choices):
            return _either([_of(choice, definitions) for choice in choices])
        case Record():
            return _record(type_, definitions)
        case Made(of=of) | Custom(of=of):
            return _of(of, definitions)
        case Defined(name=name, about=about, of=of):
            if name not in definitions:
                definitions[name] = {}  # so that it may stand in itself
                what = f"A {name}: {about}."
                definitions[name] = {"description": what, **_of(of(), definitions)}
            # What stands beside a reference does not count.
            return {"allOf": [{"$ref": f"#/definitions/{name}"}]}
        case _:
            return _SIMPLE.get(type_, {}).copy()


def _record(record: Record, definitions: dict[str, Schema]) -> Schema:
    mapping: Schema = {
        "type": "object",
        "properties": {
            name: {"description": key.about, **_of(key.type, definitions)}
            for name, key in record.keys.items()
        },
    }
    required = [name for name in record.required if name not in _WORDS]
    if required:
        mapping["required"] = required
    if record.any_of:
        mapping["anyOf"] = [{"required": [name]} for name in record.any_of]
    for name in _WORDS.keys() & record.keys.keys():
        # As a key, too, such a word may have become a truth value.
        names = (name, str(_WORDS[name]).lower())
        mapping["properties"] |= dict.fromkeys(names, mapping["properties"][name])
        if name in record.required:
            mapping["allOf"] = [{"anyOf": [{"required": [spelling]} for spelling in names]}]
    if not record.other_keys_before:
        mapping["additionalProperties"] = False
    return mapping


def _either(choices: list[Schema]) -> Schema:
    """Return the schema of either of several; flat where it can be, for clearer messages."""
    first, *others = choices
    if others == [{"type": "null"}] and isinstance(first.get("type"), str):
        return {**first, "type": [first["type"], "null"]}
    flat: list[Schema] = []
    for choice in choices:
        flat += choice["anyOf"] if choice.keys() == {"anyOf"} else [choice]
    return {"anyOf": flat}
