"""How likely dates are before and after changes: a table, cells for programs, and data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.reports.data import Day, data_of
from depgraph.reports.page import Head, Table, capped
from depgraph.words import in_hundred

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.risk.comparison import ChanceChange
    from depgraph.reports.page import Part, Value

_MOST = 12


class ChanceChangeData(TypedDict):
    """How likely the date of a milestone is before and after the changes."""

    id: str
    p50_now: Day | None
    p50_then: Day | None
    p80_now: Day | None
    p80_then: Day | None
    on_time_now: Annotated[float | None, "from 0 to 1; null without a due date"]
    on_time_then: Annotated[float | None, "null too where nothing varies any more"]


def chance_change_data(change: ChanceChange) -> ChanceChangeData:
    """Return the chance of a milestone before and after."""
    return data_of(ChanceChangeData, change, **_values(change))


def _values(change: ChanceChange | None) -> dict[str, Value]:
    """Return the chances before and after by their keys; of none, empty cells."""
    sides = {"now": change and change.before, "then": change and change.after}
    return {
        f"{name}_{when}": chance and getattr(chance, name)
        for name in ("p50", "p80", "on_time")
        for when, chance in sides.items()
    }


def chance_changes_part(changes: Sequence[ChanceChange], *, show_all: bool) -> Part:
    """Return a table of the chances that change, the biggest change of P80 first."""
    changed = sorted(
        (change for change in changes if change.is_any), key=lambda c: (-abs(_days(c) or 0), c.id)
    )
    if not changed:
        return "How likely: the changes make no date that is asked about more or less likely"
    rows = []
    for change in changed:
        *dates, _, _ = _values(change).values()
        on_time = (
            in_hundred(chance and chance.on_time) for chance in (change.before, change.after)
        )
        rows.append((change.id, *dates, _days(change), *on_time))
    columns = (
        Head("milestone", "milestone", is_code=True),
        Head("p50_now", "P50 now", "date", least=2),
        Head("p50_then", "then", "date", least=2),
        Head("p80_now", "P80 now", "date", least=1),
        Head("p80_then", "then", "date", least=0),
        Head("p80_days", "days", "number", is_signed=True, least=0),
        Head("on_time_now", "on time now", is_code=True, least=3),
        Head("on_time_then", "then", is_code=True, least=3),
    )
    notes = ("With the same draws before and after, if gaps absorb slips (see depgraph risk)",)
    table = Table("How likely", columns, tuple(rows), notes=notes)
    return capped(table, None if show_all else _MOST, "milestone", "--all shows them")


def chance_change_heads(changes: Sequence[ChanceChange] | None) -> tuple[Head, ...]:
    """Return the columns of chances for programs; none where they were not asked for."""
    if changes is None:
        return ()
    dates = ("p50_now", "p50_then", "p80_now", "p80_then")
    return (
        *(Head(name, name, "date") for name in dates),
        *(Head(name, name, "number") for name in ("on_time_now", "on_time_then")),
    )


def chance_change_cells(changes: Sequence[ChanceChange] | None, code: str) -> tuple[Value, ...]:
    """Return the chances of a milestone for programs; empty cells where it was not simulated."""
    if changes is None:
        return ()
    change = next((change for change in changes if change.id == code), None)
    return tuple(_values(change).values())


def _days(change: ChanceChange) -> int | None:
    before, after = change.before, change.after
    if before is None or after is None or before.p80 is None or after.p80 is None:
        return None
    return (after.p80 - before.p80).days
