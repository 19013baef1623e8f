"""What the answers as JSON share.

Dates are written YYYY-MM-DD, and null stands for what is not known.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypedDict

if TYPE_CHECKING:
    from datetime import date

    from depgraph.model import Position

Json = Mapping[str, Any]
"""An answer as data. Its keys and types are those of a `TypedDict`, of which its schema is made."""


class Format(NamedTuple):
    """The format of a text, as schemas name it."""

    name: str


Day = Annotated[str, Format("date")]
"""A date as YYYY-MM-DD."""


class Place(TypedDict):
    """Where something stands; all null where that is not known."""

    file: str | None
    line: Annotated[int | None, "from 1"]
    column: Annotated[int | None, "from 1"]


def as_text(data: Json) -> str:
    """Return data as JSON text: two spaces of indent, a line feed at the end."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def iso(day: date | None) -> Day | None:
    """Return a date as YYYY-MM-DD, or None."""
    return day.isoformat() if day else None


def place_data(position: Position | None) -> Place:
    """Return where something stands."""
    if position is None:
        return {"file": None, "line": None, "column": None}
    return {"file": position.file, "line": position.line, "column": position.column}
