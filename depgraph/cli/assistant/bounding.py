"""Answers that end: long lists in parts, long texts cut, and always a word on what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depgraph.reports.schema import Schema

DEFAULT_LIMIT = 50
_MOST_WORDS = 500
"""How many items a list of plain values has at most that is no part of a record."""

LONGEST_TEXT = 20_000
"""How many characters of the text stand beside the data."""

LEFT_OUT: Schema = {
    "type": "array",
    "description": "Lists of which items are left out; 'offset' and 'limit' ask for others.",
    "items": {
        "type": "object",
        "properties": {
            "at": {"type": "string", "description": "a JSON pointer to the list"},
            "from": {"type": "integer", "description": "the place of its first item, from 0"},
            "items": {"type": "integer", "description": "how many are here"},
            "of": {"type": "integer", "description": "how many there are"},
        },
        "required": ["at", "from", "items", "of"],
    },
}


def bounded(data: Mapping[str, Any], offset: int, limit: int) -> dict[str, Any]:
    """Return data whose lists have so many items at most, and what is left out.

    Parameters
    ----------
    offset
        Where the lists of records of the answer itself begin. All others begin at 0.
    limit
        How many items such a list, and any list inside of it, has at most.

    Returns
    -------
    dict
        The data and, where anything is left out, the key ``left_out``.

    Examples
    --------
    >>> bounded({"rows": [{"n": 1}, {"n": 2}, {"n": 3}]}, 1, 1)
    {'rows': [{'n': 2}], 'left_out': [{'at': '/rows', 'from': 1, 'items': 1, 'of': 3}]}
    """
    left_out: list[dict[str, Any]] = []

    def cut(value: Any, at: str, *, is_inside: bool) -> Any:
        if isinstance(value, dict):
            return {
                key: cut(inner, f"{at}/{_escaped(key)}", is_inside=is_inside)
                for key, inner in value.items()
            }
        if not isinstance(value, list):
            return value
        is_records = bool(value) and isinstance(value[0], dict)
        begin = offset if is_records and not is_inside else 0
        part = value[begin : begin + (limit if is_records or is_inside else _MOST_WORDS)]
        if len(part) < len(value):
            left_out.append({"at": at, "from": begin, "items": len(part), "of": len(value)})
        return [cut(item, f"{at}/{begin + n}", is_inside=True) for n, item in enumerate(part)]

    answer = {key: cut(value, f"/{_escaped(key)}", is_inside=False) for key, value in data.items()}
    return {**answer, "left_out": left_out} if left_out else answer


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def with_left_out(schema: Schema) -> Schema:
    """Return the schema of an answer that may have items left out."""
    return {**schema, "properties": {**schema.get("properties", {}), "left_out": LEFT_OUT}}


def cut_text(text: str) -> str:
    """Return the beginning of a text, with a word on what is left out.

    Examples
    --------
    >>> cut_text("short")
    'short'
    """
    if len(text) <= LONGEST_TEXT:
        return text
    end = text.rfind("\n", 0, LONGEST_TEXT)
    kept = text[: end if end > 0 else LONGEST_TEXT]
    lines = text[len(kept) :].count("\n")
    return f"{kept}\n... and {lines} more lines: the data beside has them in parts"
