"""The long lists of a report in fewer letters: what is the same in many rows is written once."""

from __future__ import annotations

import json
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Json = dict[str, Any]

_LISTS = ("milestones", "links", "findings")


def packed(data: Json) -> Json:
    """Return the data of a report with its long lists packed, as ``plan.js`` unpacks them.

    Returns
    -------
    dict
        ``milestones``, ``links``, ``findings`` and the paths of each route by columns, see
        `columns`, and the floats of each route as words, see `runs`.
    """
    routes = {target: _packed_route(route) for target, route in data["routes"].items()}
    return data | {key: columns(data[key]) for key in _LISTS} | {"routes": routes}


def columns(records: Sequence[Json]) -> Json:
    """Return records by columns.

    Returns
    -------
    dict
        ``rows``, how many records there are; ``columns``, by key: ``values``, and ``start``,
        what all of them begin with. Where there are ``picks``, they say for each record which
        of the values it has, from 1 on; 0 is none. Else each record has its own.

    Examples
    --------
    >>> columns([{"place": "a:1", "is": "x"}, {"place": "a:2"}])["columns"]
    {'is': {'values': ['x'], 'picks': [1, 0]}, 'place': {'start': 'a:', 'values': ['1', '2']}}
    """
    keys = sorted({key for record in records for key in record})
    return {"rows": len(records), "columns": {key: _column(key, records) for key in keys}}


def runs(floats: Iterable[tuple[int, int] | list[int]]) -> str:
    """Return numbers by their places as words, with the place where it is not the next one.

    Examples
    --------
    >>> runs([[3, 10], [4, -2], [7, 5]])
    '3:10 -2 7:5'
    """
    pairs = [(-1, 0), *floats]
    return " ".join(
        f"{days}" if place == last + 1 and last >= 0 else f"{place}:{days}"
        for (last, _), (place, days) in pairwise(pairs)
    )


def _packed_route(route: Json) -> Json:
    route = dict(route)
    if "paths" in route:
        route["paths"] = list(map(columns, route["paths"]))
    if "floats" in route:
        route["floats"] = runs(route["floats"])
    return route


def _column(key: str, records: Sequence[Json]) -> Json:
    numbers: dict[object, int] = {}
    values, picks = [], []
    for record in records:
        if key not in record:
            picks.append(0)
            continue
        value = record[key]
        # True is 1 in a dictionary, and what is in a list or an object cannot be a key.
        same = (type(value), _written(value) if isinstance(value, list | dict) else value)
        if same not in numbers:
            numbers[same] = len(numbers) + 1
            values.append(value)
        picks.append(numbers[same])
    picked = _started(values) | {"picks": picks}
    if 0 in picks:
        return picked
    plain = _started([record[key] for record in records])
    return min(plain, picked, key=lambda column: len(_written(column)))


def _started(values: list[Any]) -> Json:
    """Return texts without what all of them begin with, and that; other values as they are."""
    if len(values) < 2 or not all(isinstance(value, str) for value in values):
        return {"values": values}
    first, last = min(values), max(values)
    signs = zip(first, last, strict=False)
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], signs))
    start = first[:alike]
    if not start:
        return {"values": values}
    return {"start": start, "values": [value[alike:] for value in values]}


_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
