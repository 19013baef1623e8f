"""The schemas of the JSON answers, made of the types that their data have."""

from __future__ import annotations

import types
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from depgraph.reports.data import Format

if TYPE_CHECKING:
    from depgraph.reports.schema import Schema

ANSWERS = {
    "chart": "chart_data:ChartAnswer",
    "check": "check_data:CheckAnswer",
    "critical-path": "path_data:CriticalPathAnswer",
    "diff": "diff_data:DiffAnswer",
    "export": "export_data:ExportAnswer",
    "health": "health_data:HealthAnswer",
    "highlights": "highlights_data:HighlightsAnswer",
    "list": "listing_data:list_schema",
    "queries": "queries_data:QueriesAnswer",
    "release-plan": "release_plan_data:ReleasePlanAnswer",
    "report": "summary_data:SummaryAnswer",
    "risk": "risk_data:risk_schema",
    "rules": "rules_data:RulesAnswer",
    "show": "show_data:ShownAnswer",
    "slip": "impact_data:SlipAnswer",
    "slips": "movement_data:SlipsAnswer",
    "status": "status_data:StatusAnswer",
    "what-if": "impact_data:WhatIfAnswer",
    "why": "why_data:WhyAnswer",
}
"""The answers, and where the type of each stands; or a function that returns its schema."""

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", types.NoneType: "null"}


def answer_schema(name: str) -> Schema:
    """Return the JSON Schema (draft 7) of an answer.

    Keys may come to be added to an answer, so a schema allows others than it names.
    """
    from importlib import import_module

    from depgraph.reports.schema import DRAFT

    module, _, type_name = ANSWERS[name].partition(":")
    answer = getattr(import_module(f"depgraph.reports.{module}"), type_name)
    of_it = answer() if isinstance(answer, types.FunctionType) else schema_of(answer)
    return {"$schema": DRAFT, "title": f"The answer of depgraph {name} --format json", **of_it}


def schema_of(type_: Any) -> Schema:
    """Return the schema of a type of answers: plain values, lists, unions and typed dicts.

    What an ``Annotated`` carries is a description, or the format of a text.
    """
    if type_ in _PLAIN:
        return {"type": _PLAIN[type_]}
    if is_typeddict(type_):
        return _of_record(type_)
    origin, parts = get_origin(type_), get_args(type_)
    if origin is Annotated:
        schema = schema_of(parts[0])
        for about in parts[1:]:
            is_format = isinstance(about, Format)
            schema |= {"format": about.name} if is_format else {"description": about}
        return schema
    if origin is NotRequired:
        return schema_of(parts[0])
    if origin is Literal:
        return {"enum": list(parts)}
    if origin in (Union, types.UnionType):
        return _of_union([schema_of(part) for part in parts])
    if origin is list:
        return {"type": "array", "items": schema_of(parts[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(parts[1])}
    if type_ is Any:
        return {}
    raise TypeError(f"no schema for {type_!r}")


def _of_record(type_: Any) -> Schema:
    hints = get_type_hints(type_, include_extras=True)
    record: Schema = {
        "type": "object",
        "properties": {name: schema_of(hint) for name, hint in hints.items()},
        "required": [name for name in hints if name in type_.__required_keys__],
    }
    if type_.__doc__ and not type_.__doc__.startswith("dict("):
        record["description"] = " ".join(type_.__doc__.split())
    return record


def _of_union(choices: list[Schema]) -> Schema:
    null = {"type": "null"}
    others = [choice for choice in choices if choice != null]
    if null in choices and len(others) == 1 and isinstance(others[0].get("type"), str):
        return {**others[0], "type": [others[0]["type"], "null"]}
    if all(choice.keys() == {"type"} for choice in choices):
        return {"type": [choice["type"] for choice in choices]}
    return {"anyOf": choices}
