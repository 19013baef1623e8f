"""The baseline of an exported schedule, by which dates are due.

It is an earlier export of the same schedule, whose dates of then are due now; or one of the
baselines that a file has, by its number or name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.sources.graph_file import Attribute
from depgraph.sources.remarks import Remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from depgraph.sources.network import Network


def with_due_dates(network: Network, dates: Mapping[str, date], baseline: str) -> Network:
    """Return a network whose activities are due at the dates of a baseline."""
    activities = [
        activity._replace(
            stated={
                **activity.stated,
                "due": Attribute(dates[activity.code], activity.position.line, 1),
            }
        )
        if activity.code in dates
        else activity
        for activity in network.activities
    ]
    remarks = Remarks(network.shown)
    remarks.tell(f"dates are due by the baseline {baseline}", is_warning=False)
    for activity in network.activities:
        if activity.code not in dates:
            remarks.tell(
                f"{activity.code} is not due: the baseline {baseline} does not have it",
                line=activity.position.line,
                is_warning=False,
            )
    return network._replace(activities=activities, notices=(*network.notices, *remarks.notices))


def number_of(name: str, names: Iterable[str]) -> int | None:
    """Return the place of a baseline among those of a file, by its name or number from 1."""
    listed = list(names)
    if name in listed:
        return listed.index(name)
    return int(name) - 1 if name.isdecimal() and 0 < int(name) <= len(listed) else None
