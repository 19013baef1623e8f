"""The state of a milestone by what files say of it: the one definition of incomplete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.model import Disagreement
from depgraph.sources.milestones import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from depgraph.model import Position, State
    from depgraph.sources.milestones import Definition, Fieldwise

_ID, _COMPLETED, _STATE, _KIND, _PROGRESS = (
    FIELDS[name] for name in ("id", "completed", "state", "kind", "progress")
)
_ALL = 100  # per cent
_STATES: tuple[State, ...] = ("complete", "incomplete", "unknown")


def stated_state(definitions: Iterable[Definition]) -> State | None:
    """Return the state that exports give; what one of them says goes before what others do not."""
    states = {definition.values[_STATE] for definition in definitions}
    return next((state for state in _STATES if state in states), None)


def state_of(
    values: Fieldwise, as_of: date | None, *, is_scheduled: bool, has_schedule: bool
) -> State:
    """Return the state by what the files say, whichever says it: a completion date first.

    Parameters
    ----------
    values
        The fields of the milestone; its state is the one that exports give, or None.
    is_scheduled, has_schedule
        Whether a schedule has it, and whether there is one. Of what is measured by progress, which
        has no place in a schedule, it says nothing that one leaves it out.
    """
    completed, progress, stated = values[_COMPLETED], values[_PROGRESS], values[_STATE]
    is_measured = values[_KIND] != "milestone"
    if completed is not None:
        return "complete" if as_of is None or completed <= as_of else "incomplete"
    if stated == "complete" or (is_measured and progress == _ALL):
        return "complete"
    if is_scheduled or stated == "incomplete" or (progress is not None and progress < _ALL):
        return "incomplete"
    if stated == "unknown" or (has_schedule and not is_measured):
        return "unknown"
    return "incomplete"


def contradictions(values: Fieldwise, ranked: Iterable[Definition]) -> Iterator[Disagreement]:
    """Yield it if the completion date of a milestone and its progress are not both true."""
    is_complete = values[_STATE] == "complete"
    is_measured = values[_KIND] != "milestone"
    ranked = tuple(ranked)
    if is_complete if values[_PROGRESS] < _ALL else is_measured and not is_complete:
        yield Disagreement(
            milestone=values[_ID],
            attribute="completed",
            kept_value=str(values[_COMPLETED]),
            kept_position=_position_of(ranked, "completed", values),
            other_value=str(values[_PROGRESS]),
            other_position=_position_of(ranked, "progress", values),
            other_attribute="progress",
        )


def _position_of(definitions: Iterable[Definition], name: str, values: Fieldwise) -> Position:
    """Return where the value of an attribute stands that is among what files state."""
    field = FIELDS[name]
    return next(
        definition.place(name)
        for definition in definitions
        if definition.values[field] == values[field]
    )
