"""The numbers behind the charts as tables: for spreadsheets, and for the report to a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.reports.chart_data import (
    BurndownCount,
    SlipOfMilestone,
    TimelineMilestone,
    TrendMilestone,
    TrendPoint,
)
from depgraph.reports.html.review import Table as ReportTable
from depgraph.reports.page import Table
from depgraph.reports.records import key_heads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from depgraph.reports.chart_data import ChartAnswer
    from depgraph.reports.page import Value

_COLUMNS = {
    "timeline": {"id": "Milestone", "date": "Date", "due": "Due", "projected": "Projected",
                 "slip_days": "Slip"},
    "burndown": {"date": "Date", "planned": "Planned", "actual": "Actual", "forecast": "Forecast"},
    "slips": {"id": "Milestone", "before": "", "after": "", "slip_days": "Slip"},
}  # fmt: skip


def chart_table(answer: ChartAnswer) -> Table:
    """Return what the lines, marks or bars of a chart are, with the keys of the JSON.

    It is the milestones of a timeline, the counts of a burndown, the slips of a slip chart,
    and for a trend a row for each milestone and schedule.
    """
    keys, rows = _keys_and_rows(answer)
    return Table(
        answer["chart"].capitalize(),
        key_heads("text", *keys),
        tuple(tuple(_value(row[key]) for key in keys) for row in rows),
    )


def report_table(answer: ChartAnswer) -> ReportTable:
    """Return what a chart says, in its order, for the report to a browser.

    Days of slip are positive where the later date is later.
    """
    if answer["chart"] == "trend":
        rows = []
        for milestone in answer["milestones"]:
            dates = {point["as_of"]: point["date"] for point in milestone["points"]}
            rows.append((milestone["id"], *map(dates.get, answer["as_of"]), milestone["slip_days"]))
        heads = ("Milestone", *answer["as_of"], "Slip")
        return ReportTable(heads, tuple(rows), is_by_milestone=True)
    columns = _COLUMNS[answer["chart"]]
    if answer["chart"] == "slips":
        words = {"before": answer["before"], "after": answer["after"]}
        columns = columns | {key: text.capitalize() for key, text in words.items()}
    _, numbers = _keys_and_rows(answer)
    return ReportTable(
        tuple(columns.values()),
        tuple(tuple(_cell(row[key]) for key in columns) for row in numbers),
        is_by_milestone="id" in columns,
    )


def _keys_and_rows(answer: ChartAnswer) -> tuple[Iterable[str], Iterable[Mapping[str, object]]]:
    if answer["chart"] == "timeline":
        return TimelineMilestone.__annotations__, answer["milestones"]
    if answer["chart"] == "burndown":
        return BurndownCount.__annotations__, answer["counts"]
    if answer["chart"] == "slips":
        return SlipOfMilestone.__annotations__, answer["slips"]
    keys = (*TrendMilestone.__annotations__, *TrendPoint.__annotations__)
    rows = [
        {**milestone, **point}
        for milestone in answer["milestones"]
        for point in milestone["points"]
    ]
    return [key for key in keys if key != "points"], rows


def _value(value: object) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"  # other tables say yes and no
    return _cell(value)


def _cell(value: object) -> str | int | None:
    assert value is None or isinstance(value, str | int), "a row has plain values"
    return value
