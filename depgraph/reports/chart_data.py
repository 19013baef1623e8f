"""The numbers behind the charts, as JSON and CSV.

The JSON keys are contracts: more may be added, those here keep name and meaning. Dates are
YYYY-MM-DD, null or an empty cell stands for unknown, everything is sorted. In CSV, a text that a
spreadsheet would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from depgraph.analysis.burndown import Burndown
    from depgraph.analysis.scope import Scope
    from depgraph.analysis.timeline import Timeline
    from depgraph.analysis.trends import Slips, Trends
    from depgraph.model import Milestone

Row = dict[str, Any]

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def timeline_data(data: Timeline, scope: Scope) -> Row:
    """Return ``milestones`` by date and the ``links`` between them."""
    return {
        "chart": "timeline",
        "as_of": _day(data.as_of),
        "milestones": [
            {
                **_whose(entry.milestone),
                "date": _day(entry.date),
                "due": _day(entry.milestone.due),
                "projected": _day(entry.projected),
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


def burndown_data(data: Burndown, scope: Scope) -> Row:
    """Return the ``counts`` of what is left by date, and the ``groups`` at the as-of date."""
    return {
        "chart": "burndown",
        "as_of": _day(data.as_of),
        "total": data.total,
        "planned": data.planned,
        "complete": data.complete,
        "counts": [{**count._asdict(), "date": _day(count.date)} for count in data.counts],
        "groups": [share._asdict() for share in data.shares],
        "left_out": {
            "without_due": list(data.without_due),
            "without_completion": list(data.without_completion),
            "schedule_only": list(scope.schedule_only),
        },
    }


def trend_data(data: Trends, scope: Scope) -> Row:
    """Return the dates of ``milestones`` in each schedule."""
    return {
        "chart": "trend",
        "as_of": [_day(as_of) for as_of in data.as_of],
        "milestones": [
            {
                **_whose(trend.milestone),
                "slip_days": trend.days,
                "points": [
                    {
                        "as_of": _day(point.as_of),
                        "date": _day(point.date),
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


def slips_data(data: Slips, scope: Scope) -> Row:
    """Return the ``slips``, the biggest first."""
    return {
        "chart": "slips",
        "as_of": _day(data.as_of),
        "before": data.before,
        "after": data.after,
        "slips": [
            {
                **_whose(slip.milestone),
                "before": _day(slip.before),
                "after": _day(slip.after),
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


def as_json(data: Row) -> str:
    """Return the numbers as JSON: two spaces of indent, a line feed at the end."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def as_csv(data: Row) -> str:
    """Return the table of a chart as CSV with a line of names: what its lines or bars are.

    It is the milestones of a timeline, the counts of a burndown, the slips of a slip chart,
    and for a trend a line for each milestone and schedule.
    """
    rows: list[Row] = data.get("counts") or data.get("slips") or data.get("milestones") or []
    if data["chart"] == "trend":
        rows = [
            {**{key: row[key] for key in row if key != "points"}, **point}
            for row in rows
            for point in row["points"]
        ]
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return out.getvalue()


class Table(NamedTuple):
    """The numbers of a chart as a table to read.

    Attributes
    ----------
    heads
        The names of the columns.
    rows
        A cell for each column; None where nothing is known.
    is_by_milestone
        Whether the first cell of a row is the code of a milestone.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str | int | None, ...], ...]
    is_by_milestone: bool


_COLUMNS = {
    "timeline": ("milestones", {"id": "Milestone", "date": "Date", "due": "Due",
                                "projected": "Projected", "slip_days": "Slip"}),
    "burndown": ("counts", {"date": "Date", "planned": "Planned", "actual": "Actual",
                            "forecast": "Forecast"}),
    "slips": ("slips", {"id": "Milestone", "before": "", "after": "", "slip_days": "Slip"}),
}  # fmt: skip


def table(data: Row) -> Table:
    """Return what the lines, marks or bars of a chart say, in the order of the chart.

    Parameters
    ----------
    data
        The numbers of a chart, as one of the functions above returns them. Days of slip are
        positive where the later date is later.
    """
    if data["chart"] == "trend":
        rows = []
        for row in data["milestones"]:
            dates = {point["as_of"]: point["date"] for point in row["points"]}
            rows.append((row["id"], *map(dates.get, data["as_of"]), row["slip_days"]))
        return Table(("Milestone", *data["as_of"], "Slip"), tuple(rows), is_by_milestone=True)
    name, columns = _COLUMNS[data["chart"]]
    if data["chart"] == "slips":
        columns = columns | {key: data[key].capitalize() for key in ("before", "after")}
    return Table(
        tuple(columns.values()),
        tuple(tuple(row[key] for key in columns) for row in data[name]),
        is_by_milestone="id" in columns,
    )


def _whose(milestone: Milestone) -> Row:
    return {
        "id": milestone.id,
        "name": milestone.name,
        "owner": milestone.owner,
        "team": milestone.team,
        "level": milestone.level,
    }


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_FORMULA_SIGNS):
        return f"'{value}"
    return value


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
