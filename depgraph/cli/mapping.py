"""The option that names the columns of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

F = TypeVar("F", bound="Callable[..., object]")


def _columns(
    ctx: click.Context, param: click.Parameter, texts: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Return the headings of lists by fields. A heading may have commas."""
    columns: dict[str, tuple[str, ...]] = {}
    if not texts:
        return columns
    import re

    from depgraph.errors import did_you_mean
    from depgraph.sources.lists.fields import FIELDS

    between = rf",\s*(?=(?:{'|'.join(FIELDS)})\s*=)"
    for part in (part for text in texts for part in re.split(between, text)):
        field, sign, heading = part.partition("=")
        field, heading = field.strip(), heading.strip().strip("'\"")
        if field not in FIELDS or not sign:
            hint = did_you_mean(field, FIELDS) or f" (known: {', '.join(FIELDS)})"
            raise click.BadParameter(f"expected FIELD=HEADING, got {part!r}{hint}", ctx, param)
        columns[field] = (*columns.get(field, ()), *([heading] if heading else []))
    return columns


map_option: Callable[[F], F] = click.option(
    "--map",
    "columns_of_lists",
    multiple=True,
    metavar="FIELD=HEADING,...",
    callback=_columns,
    help="Of a list, as CSV: which headings give what, as in code=ID,requires='Depends on'; #3 is "
    "the third column. Repeatable.",
)
"""Adds the option, which gives the headings by fields."""
