"""The data of a report for a browser, with its long lists as lists of records again."""

import json
import re
from typing import Any


def report_data(markup: str) -> dict[str, Any]:
    """Return the data that stands in a page, as `review_data` returns it."""
    written = re.search(r'<script[^>]*id="plan"[^>]*>(.*?)</script>', markup, re.DOTALL)
    assert written is not None
    return unpacked_report(json.loads(written[1]))


def unpacked_report(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a page with its long lists unpacked."""
    for key in ("milestones", "links", "findings"):
        data[key] = _records(data[key])
    for route in data["routes"].values():
        if "paths" in route:
            route["paths"] = [_records(path) for path in route["paths"]]
        if "floats" in route:
            route["floats"] = _pairs(route["floats"])
    return data


def _records(table: dict[str, Any]) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = [{} for _ in range(table["rows"])]
    for key, column in table["columns"].items():
        values = column["values"]
        if "start" in column:
            values = [column["start"] + value for value in values]
        for n, record in enumerate(records):
            if "picks" not in column:
                record[key] = values[n]
            elif column["picks"][n]:
                record[key] = values[column["picks"][n] - 1]
    return records


def _pairs(words: str) -> list[list[int]]:
    pairs: list[list[int]] = []
    for word in words.split():
        place, _, days = word.rpartition(":")
        pairs.append([int(place) if place else pairs[-1][0] + 1, int(days)])
    return pairs
