"""How far the dates of milestones are drawn from their own: tables of quantiles, stretched."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from depgraph.analysis.risk.draws import STEPS
from depgraph.analysis.risk.shapes import MODES, record_table, unit_table
from depgraph.model.risks import WHOLE, Estimate, Slip
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from numpy.typing import NDArray

    from depgraph.analysis.bounds import Bounds
    from depgraph.analysis.risk.record import Record
    from depgraph.analysis.risk.risks import Risks
    from depgraph.model import Milestone
    from depgraph.model.risks import Shape


class Spread(Struct):
    """How far the date of one milestone is drawn from its own: a table of quantiles, stretched.

    The slip of a draw k is ``round(low + width * table[k])``.

    Attributes
    ----------
    first
        The least draw whose slip leaves the milestone open at the as-of date: it is open, so a
        draw is taken from the rest only. STEPS where none does.
    has_common
        Whether its slips have the common factor in them.
    is_of_days
        Whether the slip is of all days even where the milestone has a calendar.
    late
        The days from its own date to the as-of date, in the days of the slip.
    """

    table: int
    low: int
    width: int
    first: int = 0
    has_common: bool = False
    is_of_days: bool = False
    late: int | None = None


class Tables:
    """The tables of quantiles that a network needs, each once."""

    def __init__(self) -> None:
        self._places: dict[object, int] = {}
        self.tables: list[NDArray[np.float32]] = []
        self.records: dict[int, Record] = {}

    def of_shape(self, shape: Shape, low: int, likely: int, high: int) -> int:
        """Return the place of the unit table with the mode between two ends.

        The mode is taken to the next `MODES`-th of the way, so that the tables stay few.
        """
        mode = round(MODES * (likely - low) / (high - low)) / MODES if high > low else 0.0
        return self._place((shape, mode), lambda: unit_table(shape, mode))

    def of_record(self, record: Record) -> int:
        """Return the place of the table of a record; that without its tail is the next one."""
        place = self._place(id(record), lambda: record_table(record))
        self._place((id(record), "cut"), lambda: record_table(record, with_tail=False))
        self.records[place] = record
        return place

    def _place(self, key: object, make: Callable[[], NDArray[np.float32]]) -> int:
        if key not in self._places:
            self._places[key] = len(self.tables)
            self.tables.append(make())
        return self._places[key]


def spread_of(risks: Risks, milestone: Milestone) -> Slip | Estimate | Record | None:
    """Return the nearest thing that is said about the slip of a milestone.

    That is what it says itself, then the configuration, then the record; None where nothing is
    said, or where there is nothing that a slip could move: a complete milestone, or one with
    neither a date of its own nor a duration. A slip in per cent of a duration is in days here.
    """
    if milestone.is_complete:
        return None
    nearest = risks.said_of(milestone)
    if isinstance(nearest, Estimate):
        return nearest
    if nearest is not None:
        return _in_days(nearest, milestone)
    return None if milestone.own_date is None else risks.record_of(milestone)


def _in_days(slip: Slip, milestone: Milestone) -> Slip | None:
    """Return the days of a slip; None where there is nothing that it could move."""
    duration = milestone.duration
    if not slip.is_percent:
        return slip if milestone.own_date is not None or duration is not None else None
    if duration is None:
        return None
    low, likely, high = (
        round(duration * (percent - WHOLE) / WHOLE)
        for percent in (slip.low, slip.likely, slip.high)
    )
    return slip._replace(low=low, likely=likely, high=high, is_percent=False)


def own_date(risks: Risks, milestone: Milestone) -> date | None:
    """Return the own date of a milestone; what is likely where only an estimate says one."""
    if milestone.own_date is not None or milestone.is_complete:
        return milestone.own_date
    nearest = risks.said_of(milestone)
    return nearest.likely if isinstance(nearest, Estimate) else None


def drawn_spread(
    risks: Risks, milestone: Milestone, bounds: Bounds, n: int, as_of: date, tables: Tables
) -> Spread | None:
    """Return how the date of the milestone with a number is drawn; None where it does not vary."""
    nearest = spread_of(risks, milestone)
    if nearest is None:
        return None
    own = milestone.own_date
    if isinstance(nearest, Estimate):
        own = own or nearest.likely
        low, likely, high = (
            (day - own).days for day in (nearest.low, nearest.likely, nearest.high)
        )
        table = tables.of_shape(nearest.shape, low, likely, high)
        late: int | None = (as_of - own).days
        spread = Spread(table, low, high - low, is_of_days=True)
    else:
        late = None if own is None else bounds.margin(n, own.toordinal(), as_of.toordinal())
        if isinstance(nearest, Slip):
            low, high = nearest.low, nearest.high
            table = tables.of_shape(nearest.shape, low, nearest.likely, high)
            spread = Spread(table, low, high - low)
        else:
            spread = Spread(tables.of_record(nearest), 0, 1, has_common=True)
    return open_spread(spread._replace(late=late), tables.tables[spread.table])


def open_spread(spread: Spread, table: NDArray[np.float32]) -> Spread:
    """Return a spread with the draws that are left where it is open at the as-of date."""
    if spread.late is None or int(slips_of(spread, table[:1])[0]) > spread.late:
        return spread._replace(first=0)
    first = bisect_right(
        range(STEPS), spread.late, key=lambda k: int(slips_of(spread, table[k : k + 1])[0])
    )
    return spread._replace(first=first)


class Stretched(Protocol):
    """What stretches a table of quantiles: a spread of a milestone, or what a risk costs."""

    @property
    def low(self) -> int:
        """The slip at 0."""

    @property
    def width(self) -> int:
        """How much longer the slip is at 1."""


def slips_of(stretched: Stretched, quantiles: NDArray[np.float32]) -> NDArray[np.int32]:
    """Return the slips, in days, that quantiles of a table stand for."""
    days = quantiles * np.float32(stretched.width) + np.float32(stretched.low)
    slips: NDArray[np.int32] = np.rint(days).astype(np.int32)
    return slips


def numbers_of_open(
    numbers: NDArray[np.integer[Any]], first: NDArray[np.uint32] | int
) -> NDArray[np.integer[Any]]:
    """Return the draws of what is open: those from `first` on, as likely as they are there.

    What would have left it complete cannot have come.
    """
    if isinstance(first, int) and not first:
        return numbers
    first = np.asarray(first, np.uint32)
    of_open: NDArray[np.uint32] = numbers.astype(np.uint32) * (np.uint32(STEPS) - first)
    of_open >>= np.uint32(16)
    of_open += np.minimum(first, np.uint32(STEPS - 1))
    return of_open
