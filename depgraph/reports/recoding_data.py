"""What successive schedules likely have under another code, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.reports.data import Day, data_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.analysis.schedule_recoding import LikelyRecoded


class LikelyRecodedData(TypedDict):
    """Two milestones of which the second is likely the first, by its name."""

    before: Annotated[str, "the code that the schedules before have"]
    after: str
    likeness: Annotated[float, "of the names, from 0 to 1"]
    before_date: Annotated[Day | None, "in the last schedule that has the first"]
    after_date: Annotated[Day | None, "in the first schedule that has the second"]
    moved_days: Annotated[int | None, "positive for later"]


def likely_recoded_data(pairs: Iterable[LikelyRecoded]) -> list[LikelyRecodedData]:
    """Return pairs as data."""
    return [
        data_of(
            LikelyRecodedData,
            pair,
            before=pair.before.id,
            after=pair.after.id,
            moved_days=pair.days,
        )
        for pair in pairs
    ]
