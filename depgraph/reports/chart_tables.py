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
from depgraph.reports.chart_risk_data import RiskCount
from depgraph.reports.page import Head, Table
from depgraph.reports.records import key_heads, record_rows
from depgraph.reports.risk_data import InfluenceData

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from depgraph.reports.chart_data import ChartAnswer
    from depgraph.reports.page import Value

_COLUMNS = {
    "timeline": {"id": "Milestone", "due": "Due", "expected": "Expected", "slip_days": "Slip",
                 "late": "Late"},
    "burndown": {"date": "Date", "planned": "Planned", "actual": "Actual", "forecast": "Forecast"},
    "slips": {"id": "Milestone", "before": "", "after": "", "slip_days": "Slip"},
    "risk": {"date": "Date", "runs": "Runs", "share_until": "Complete by then"},
    "sensitivity": {"kind": "Kind", "id": "Name", "criticality": "Drives it",
                    "p80_days": "P80 earlier by"},
}  # fmt: skip


def chart_table(answer: ChartAnswer) -> Table:
    """Return what the lines, marks or bars of a chart are, with the keys of the JSON.

    It is the milestones of a timeline, the counts of a burndown, the slips of a slip chart,
    and for a trend a row for each milestone and schedule.
    """
    keys, records = _keys_and_records(answer)
    heads = key_heads("text", *keys)
    rows = tuple(tuple(map(_as_json, row)) for row in record_rows(heads, records))
    return Table(answer["chart"].capitalize(), heads, rows)


def report_table(answer: ChartAnswer) -> Table:
    """Return what a chart says, in its order, for the report to a browser.

    Where rows are about milestones, the first column is ``id``. Days of slip are positive where
    the later date is later.
    """
    if answer["chart"] == "trend":
        columns = {"id": "Milestone", **{as_of: as_of for as_of in answer["as_of"]}}
        columns["slip_days"] = "Slip"
        records: Iterable[Mapping[str, object]] = [
            {**milestone, **{point["as_of"]: point["date"] for point in milestone["points"]}}
            for milestone in answer["milestones"]
        ]
    else:
        columns = _COLUMNS[answer["chart"]]
        _, records = _keys_and_records(answer)
    if answer["chart"] == "slips":
        words = {"before": answer["before"], "after": answer["after"]}
        columns = columns | {key: text.capitalize() for key, text in words.items()}
    heads = tuple(Head(key, title) for key, title in columns.items())
    return Table(answer["chart"].capitalize(), heads, record_rows(heads, records))


def _keys_and_records(answer: ChartAnswer) -> tuple[Iterable[str], Iterable[Mapping[str, object]]]:
    if answer["chart"] == "timeline":
        return TimelineMilestone.__annotations__, answer["milestones"]
    if answer["chart"] == "burndown":
        return BurndownCount.__annotations__, answer["counts"]
    if answer["chart"] == "risk":
        return RiskCount.__annotations__, answer["counts"]
    if answer["chart"] == "sensitivity":
        return InfluenceData.__annotations__, answer["rows"]
    if answer["chart"] == "slips":
        return SlipOfMilestone.__annotations__, answer["slips"]
    keys = (*TrendMilestone.__annotations__, *TrendPoint.__annotations__)
    rows = [
        {**milestone, **point}
        for milestone in answer["milestones"]
        for point in milestone["points"]
    ]
    return [key for key in keys if key != "points"], rows


def _as_json(value: Value) -> Value:
    return str(value).lower() if isinstance(value, bool) else value  # other tables say yes and no
