"""The numbers behind the charts: as JSON, as CSV, and as the tables of a report.

The JSON keys are contracts: more may be added, those here keep name and meaning. Dates are
YYYY-MM-DD, null or an empty cell stands for unknown, everything is sorted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depgraph.analysis.burndown import Burndown
from depgraph.analysis.timeline import Timeline
from depgraph.analysis.trends import Trends
from depgraph.reports.data import iso
from depgraph.reports.page import Head, Table
from depgraph.reports.writers.csv import table_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.scope import Scope
    from depgraph.analysis.trends import Slips
    from depgraph.model import Milestone
    from depgraph.reports.data import Json
    from depgraph.reports.html import Table as ReportTable

_REPORT_COLUMNS = {
    "timeline": ("milestones", {"id": "Milestone", "date": "Date", "due": "Due",
                                "projected": "Projected", "slip_days": "Slip"}),
    "burndown": ("counts", {"date": "Date", "planned": "Planned", "actual": "Actual",
                            "forecast": "Forecast"}),
    "slips": ("slips", {"id": "Milestone", "before": "", "after": "", "slip_days": "Slip"}),
}  # fmt: skip


def chart_data(data: Timeline | Burndown | Trends | Slips, scope: Scope) -> Json:
    """Return what a chart shows of the milestones that it is about."""
    if isinstance(data, Timeline):
        return _timeline(data, scope)
    if isinstance(data, Burndown):
        return _burndown(data, scope)
    return _trend(data, scope) if isinstance(data, Trends) else _slips(data, scope)


def _timeline(data: Timeline, scope: Scope) -> Json:
    """Return ``milestones`` by date and the ``links`` between them."""
    return {
        "chart": "timeline",
        "as_of": iso(data.as_of),
        "milestones": [
            {
                **_whose(entry.milestone),
                "date": iso(entry.date),
                "due": iso(entry.milestone.due),
                "projected": iso(entry.projected),
                "slip_days": entry.slip,
                "complete": entry.milestone.is_complete,
            }
            for entry in data.entries
        ],
        "links": [
            {
                "prerequisite": tie.prerequisite,
                "dependent": tie.dependent,
                "queried": tie.is_queried,
                "through": list(tie.through),
            }
            for tie in data.ties
        ],
        "left_out": {"undated": list(data.undated), "schedule_only": list(scope.schedule_only)},
    }


def _burndown(data: Burndown, scope: Scope) -> Json:
    """Return the ``counts`` of what is left by date, and the ``groups`` at the as-of date."""
    return {
        "chart": "burndown",
        "as_of": iso(data.as_of),
        "total": data.total,
        "planned": data.planned,
        "complete": data.complete,
        "counts": [{**count._asdict(), "date": iso(count.date)} for count in data.counts],
        "groups": [share._asdict() for share in data.shares],
        "left_out": {
            "without_due": list(data.without_due),
            "without_completion": list(data.without_completion),
            "schedule_only": list(scope.schedule_only),
        },
    }


def _trend(data: Trends, scope: Scope) -> Json:
    """Return the dates of ``milestones`` in each schedule."""
    return {
        "chart": "trend",
        "as_of": list(map(iso, data.as_of)),
        "milestones": [
            {
                **_whose(trend.milestone),
                "slip_days": trend.days,
                "points": [
                    {
                        "as_of": iso(point.as_of),
                        "date": iso(point.date),
                        "complete": point.is_complete,
                    }
                    for point in trend.points
                ],
            }
            for trend in data.trends
        ],
        "left_out": {
            "without_date": list(data.without_date),
            "schedule_only": list(scope.schedule_only),
            "schedules": list(data.skipped),
        },
    }


def _slips(data: Slips, scope: Scope) -> Json:
    """Return the ``slips``, the biggest first."""
    return {
        "chart": "slips",
        "as_of": iso(data.as_of),
        "before": data.before,
        "after": data.after,
        "slips": [
            {
                **_whose(slip.milestone),
                "before": iso(slip.before),
                "after": iso(slip.after),
                "slip_days": slip.days,
                "complete": slip.is_complete,
            }
            for slip in data.slips
        ],
        "left_out": {
            "only_before": list(data.only_before),
            "only_after": list(data.only_after),
            "without_date": list(data.without_date),
            "schedule_only": list(scope.schedule_only),
        },
    }


def _whose(milestone: Milestone) -> dict[str, str | int | None]:
    return {
        "id": milestone.id,
        "name": milestone.name,
        "owner": milestone.owner,
        "team": milestone.team,
        "level": milestone.level,
    }


def chart_csv(numbers: Json) -> str:
    """Return what the lines or bars of a chart are as CSV; nothing where there are none.

    It is the milestones of a timeline, the counts of a burndown, the slips of a slip chart,
    and for a trend a line for each milestone and schedule. Truths are ``true`` and ``false``.

    Parameters
    ----------
    numbers
        What `chart_data` returns.
    """
    rows: Sequence[dict[str, Any]] = (
        numbers.get("counts") or numbers.get("slips") or numbers.get("milestones") or []
    )
    if numbers["chart"] == "trend":
        rows = [
            {**{key: row[key] for key in row if key != "points"}, **point}
            for row in rows
            for point in row["points"]
        ]
    if not rows:
        return ""
    heads = tuple(Head(name, name) for name in rows[0])
    cells = tuple(tuple(map(_cell, row.values())) for row in rows)
    return table_csv(Table(numbers["chart"], heads, cells))


def _cell(value: str | int | None) -> str | int | None:
    return str(value).lower() if isinstance(value, bool) else value


def report_table(numbers: Json) -> ReportTable:
    """Return what the lines, marks or bars of a chart say, in the order of the chart.

    Parameters
    ----------
    numbers
        What `chart_data` returns. Days of slip are positive where the later date is later.
    """
    from depgraph.reports.html import Table as ReportTable

    if numbers["chart"] == "trend":
        rows = []
        for row in numbers["milestones"]:
            dates = {point["as_of"]: point["date"] for point in row["points"]}
            rows.append((row["id"], *map(dates.get, numbers["as_of"]), row["slip_days"]))
        heads = ("Milestone", *numbers["as_of"], "Slip")
        return ReportTable(heads, tuple(rows), is_by_milestone=True)
    name, columns = _REPORT_COLUMNS[numbers["chart"]]
    if numbers["chart"] == "slips":
        columns = columns | {key: numbers[key].capitalize() for key in ("before", "after")}
    return ReportTable(
        tuple(columns.values()),
        tuple(tuple(row[key] for key in columns) for row in numbers[name]),
        is_by_milestone="id" in columns,
    )
