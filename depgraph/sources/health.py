"""The limits of the health assessment as the configuration gives them."""

from __future__ import annotations

from depgraph.analysis.health.limits import Limits
from depgraph.sources.keys import CODE, Integer, Key, Made, Record

_ALL = 100
_MOST_PER_CENT = 1_000
_MOST_DAYS = 10_000


_ABOUT = {
    "target": "The milestone at which the project ends; the latest one unless said.",
    "logic": "Activities without a predecessor or a successor.",
    "leads": "Relationships with a negative lag.",
    "lags": "Relationships with a positive lag.",
    "relationship_types": "Relationships of type FS, at least.",
    "hard_constraints": "Activities that may not be later than a date.",
    "high_float": "Activities with a high total float.",
    "high_float_days": "Working days of float that are not high yet.",
    "negative_float": "Activities with a negative total float.",
    "high_duration": "Activities with a high duration.",
    "high_duration_days": "Working days of duration that are not high yet.",
    "invalid_dates": "Forecasts in the past, and completions in the future.",
    "missed_tasks": "Activities that are later than their due dates.",
    "critical_path_test": "How much of a delay the end has to move by, at least.",
    "test_days": "By how many calendar days the critical path test delays.",
    "cpli": "The critical path length index, at least.",
    "bei": "The baseline execution index, at least.",
    "one_sided": "Milestones that only the graph or only the schedule has.",
    "dangling": "Activities of which no relationship holds the start, or the finish holds none.",
    "circles": "Activities on cycles of relationships.",
    "horizontal": "Activities that do not lead to the end.",
    "vertical": "Milestones of lower levels that lead to none of the highest.",
    "date_order": "Relationships whose ends have dates in the wrong order.",
    "path_gaps": "Relationships of the critical path that have slack.",
    "out_of_order": "Relationships whose dependent is complete before the prerequisite.",
    "baseline": "Activities without a due date.",
}


def _key(name: str, default: int | str | None) -> Key:
    about = _ABOUT[name]
    if name == "target":
        return Key(CODE, about)
    if name.endswith("_days"):
        return Key(Integer(0, _MOST_DAYS), f"{about} {default} unless said.")
    most = _MOST_PER_CENT if name in ("cpli", "bei") else _ALL
    return Key(Integer(0, most), f"{about} In per cent, {default} unless said.")


HEALTH = Made(
    Record({name: _key(name, default) for name, default in Limits()._asdict().items()}),
    lambda values, _place: Limits(**values),
)
