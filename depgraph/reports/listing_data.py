"""Tables of milestones as data: the contract of ``list --format json``.

Columns may come to be added, as keys of other answers.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from depgraph.analysis.projection import Gaps
from depgraph.reports.answers import schema_of
from depgraph.reports.data import OfPlan, iso, of_plan
from depgraph.reports.listing_causes import CAUSE_COLUMNS
from depgraph.reports.listing_columns import COLUMNS
from depgraph.reports.listing_links import LINK_COLUMNS
from depgraph.reports.listing_months import MARKS
from depgraph.reports.page import Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depgraph.reports.listing import Column
    from depgraph.reports.listing_facts import Facts
    from depgraph.reports.page import Table, Value
    from depgraph.reports.schema import Schema

Cell = str | int | float | bool | list[str] | None


class ListedColumn(TypedDict):
    """A column, in its order."""

    name: str
    title: str
    type: Type


class ListAnswer(OfPlan):
    """Milestones as a table: depgraph list."""

    selection: Annotated[str, "which milestones are listed, in words"]
    gaps: Annotated[Gaps, "how dates read the gaps: they absorb slips, or are work"]
    columns: list[ListedColumn]
    rows: list[dict[str, Cell]]
    notes: Annotated[list[str], "sentences on the rows, for readers"]


_TYPES: Mapping[Type, Schema] = {
    "text": {"type": ["string", "null"]},
    "number": {"type": ["integer", "null"]},
    "date": {"type": ["string", "null"], "format": "date"},
    "truth": {"type": ["boolean", "null"]},
    "texts": {"type": "array", "items": {"type": "string"}},
}


def list_data(table: Table, facts: Facts, *, selection: str) -> ListAnswer:
    """Return a table.

    Parameters
    ----------
    facts
        What it was made from.
    selection
        Which milestones are listed, in words.
    """
    names = [head.name for head in table.heads]
    return {
        **of_plan(facts.graph),
        "selection": selection,
        "gaps": facts.gaps,
        "columns": [
            {"name": head.name, "title": head.title, "type": head.type} for head in table.heads
        ],
        "rows": [dict(zip(names, map(cell_data, row), strict=True)) for row in table.rows],
        "notes": list(table.notes),
    }


def cell_data(value: Value) -> Cell:
    """Return a cell of a table as data."""
    if isinstance(value, tuple):
        return list(value)
    return iso(value) if isinstance(value, date) else value


def list_schema() -> Schema:
    """Return the schema of the answer: a row has the columns that were asked for."""
    schema = schema_of(ListAnswer)
    schema["properties"]["rows"]["items"] = {
        "type": "object",
        "description": "Values by the names of columns; null for unknown or none.",
        "properties": _column_schemas(),
        "patternProperties": {r"^\d{4}-\d{2}$": {"type": "array", "items": {"enum": list(MARKS)}}},
    }
    return schema


def _column_schemas() -> dict[str, Schema]:
    """Return the schemas of the columns: of milestones, of links and of causes of delays."""
    cells = {name: _column_schema(column) for name, column in COLUMNS.items()}
    other_columns: list[Column[Any]] = [*LINK_COLUMNS.values(), *CAUSE_COLUMNS.values()]
    for column in other_columns:
        name, cell = column.head.name, _column_schema(column)
        if name in cells and cells[name] != cell:
            choices = cells[name].get("anyOf", [cells[name]])
            cell = {"anyOf": [*choices, *([] if cell in choices else [cell])]}
        cells[name] = cell
    return cells


def _column_schema(column: Column[Any]) -> Schema:
    return {**_TYPES[column.head.type], "description": column.about}
