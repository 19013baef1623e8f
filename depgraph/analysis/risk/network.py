"""A plan made ready for many runs at once: rows of milestones, each after its prerequisites.

Only what leads to the milestones that are asked about is there. All days are day numbers
(`datetime.date.toordinal`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from depgraph.analysis.bounds import Bounds
from depgraph.analysis.components import strong_components
from depgraph.analysis.events import events_in_order
from depgraph.analysis.projection import planned_work
from depgraph.analysis.risk.draws import stream_key
from depgraph.analysis.risk.shapes import record_table, unit_table
from depgraph.model.risks import Estimate, Slip
from depgraph.records import by_type

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from depgraph.analysis.projection import Gaps
    from depgraph.analysis.risk.record import Record
    from depgraph.analysis.risk.risks import Risks
    from depgraph.model import Calendar, Graph, LinkType, Milestone
    from depgraph.model.risks import RiskDriver, Shape

UNDATED = -(1 << 28)
"""The day of what has none; far enough from all days that no lag leads back among them."""


@by_type
class Spread(NamedTuple):
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
    first: int
    has_common: bool = False
    is_of_days: bool = False
    late: int | None = None


@by_type
class LinkRow(NamedTuple):
    """A link of the network, between rows."""

    source: int
    type: LinkType
    lag: int
    calendar: str | None
    holds: float
    key: int


@by_type
class Hit(NamedTuple):
    """A risk that moves several rows: with a probability, by the slip of a table."""

    rows: frozenset[int]
    probability: float
    table: int
    low: int
    width: int
    keys: tuple[int, int]
    residual_table: int | None = None


@by_type
class Row(NamedTuple):
    """A milestone of the network.

    Attributes
    ----------
    own, floor, as_of
        Its own date (`UNDATED` for none), the later of its earliest date and what else no run
        moves, and the first day on or after the as-of date on which it can be.
    is_history
        Whether it is complete: nothing moves it.
    work
        The days of work behind its latest prerequisite.
    """

    code: str
    own: int
    floor: int
    as_of: int
    is_history: bool
    duration: int
    has_duration: bool
    work: int
    calendar: str | None
    key: int
    incoming: tuple[LinkRow, ...]
    hits: tuple[int, ...] = ()


class Network(NamedTuple):
    """All that a run needs; it can be sent to another process.

    Attributes
    ----------
    groups
        The rows in the order of the runs: one, or several that wait on each other.
    spreads
        For each row, how it varies; None where it does not.
    records
        The records that tables are of, by the place of the table; that without the tail is the
        next table.
    correlation
        The share of the variance of normal scores that all slips with the common factor have
        together, from 0 to 1.
    """

    rows: tuple[Row, ...]
    groups: tuple[tuple[int, ...], ...]
    spreads: tuple[Spread | None, ...]
    tables: tuple[NDArray[np.float32], ...]
    records: Mapping[int, Record]
    hits: tuple[Hit, ...]
    calendars: Mapping[str, Calendar]
    targets: tuple[int, ...]
    correlation: float
    common_key: int


@by_type
class Variant(NamedTuple):
    """The same runs with some of what varies left out, or in another way.

    Attributes
    ----------
    spreads, hits
        In place of those of the network, by their numbers; None where nothing varies.
    has_common_slip
        Whether the common factor varies; else it stays at its median.
    groups
        What is moved by that: groups of rows in the order of the runs.
    """

    spreads: Mapping[int, Spread | None]
    hits: Mapping[int, Hit | None]
    has_common_slip: bool
    groups: tuple[tuple[int, ...], ...]


def variant_of(
    network: Network,
    *,
    spreads: Mapping[int, Spread | None] | None = None,
    hits: Mapping[int, Hit | None] | None = None,
    has_common_slip: bool = True,
) -> Variant:
    """Return a variant of a network, with all that is moved by it."""
    spreads, hits = spreads or {}, hits or {}
    moved = set(spreads)
    for number in hits:
        moved |= network.hits[number].rows
    if not has_common_slip:
        moved |= {at for at, s in enumerate(network.spreads) if s is not None and s.has_common}
    groups: list[tuple[int, ...]] = []
    for group in network.groups:
        if any(
            at in moved or any(link.source in moved for link in network.rows[at].incoming)
            for at in group
        ):
            groups.append(group)
            moved.update(group)
    return Variant(spreads, hits, has_common_slip, tuple(groups))


def rows_behind(graph: Graph, targets: Collection[int]) -> list[list[int]]:
    """Return the numbers of what leads to some milestones, in groups in the order of the runs.

    A group is one milestone, or several that wait on each other, by the order of their events.
    """
    before: set[int] = set(targets)
    todo = list(before)
    for n in todo:
        if graph.milestones[n].is_complete:
            continue
        for number in graph.incoming[n]:
            source = graph.link_sources[number]
            if source not in before:
                before.add(source)
                todo.append(source)
    if graph.is_acyclic:
        return [[n] for n in graph.numbers_in_order() if n in before]
    place = {n: at for at, n in enumerate(dict.fromkeys(e // 2 for e in events_in_order(graph)))}
    successors = [[graph.link_targets[number] for number in out] for out in graph.outgoing]
    groups = [
        sorted((n for n in group if n in before), key=place.__getitem__)
        for group in reversed(strong_components(successors))
    ]
    return [group for group in groups if group]


class _Tables:
    """The tables of quantiles that a network needs, each once."""

    def __init__(self) -> None:
        self._places: dict[object, int] = {}
        self.tables: list[NDArray[np.float32]] = []
        self.records: dict[int, Record] = {}

    def of_shape(self, shape: Shape, low: int, likely: int, high: int) -> int:
        """Return the place of the unit table with the mode between two ends."""
        mode = (likely - low) / (high - low) if high > low else 0.0
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
    neither a date of its own nor a duration.
    """
    if milestone.is_complete:
        return None
    said = milestone.estimate or milestone.slip or risks.slips.get(milestone.id)
    if isinstance(said, Estimate):
        return said
    if milestone.own_date is None:
        return said if milestone.duration else None
    return said or risks.record_of(milestone)


def own_date(risks: Risks, milestone: Milestone) -> date | None:
    """Return the own date of a milestone; what is likely where only an estimate says one."""
    if milestone.own_date is not None or milestone.is_complete:
        return milestone.own_date
    said = milestone.estimate or milestone.slip or risks.slips.get(milestone.id)
    return said.likely if isinstance(said, Estimate) else None


def network_of(
    graph: Graph, risks: Risks, targets: Sequence[int], *, as_of: date, seed: int, gaps: Gaps
) -> Network:
    """Make a plan ready for runs.

    Parameters
    ----------
    targets
        The numbers of the milestones that are asked about.
    """
    work = planned_work(graph, graph) if gaps == "work" else None
    bounds = Bounds(graph, work)
    groups = rows_behind(graph, targets)
    numbers = [n for group in groups for n in group]
    place = {n: at for at, n in enumerate(numbers)}
    tables = _Tables()
    hits = tuple(_hit(driver, graph, place, tables, seed) for driver in risks.drivers)
    rows: list[Row] = []
    spreads: list[Spread | None] = []
    for at, n in enumerate(numbers):
        milestone = graph.milestones[n]
        spread = _spread(risks, milestone, bounds, n, as_of, tables)
        own = own_date(risks, milestone)
        rows.append(
            Row(
                code=milestone.id,
                own=UNDATED if own is None else own.toordinal(),
                floor=(
                    UNDATED
                    if milestone.not_before is None or milestone.is_complete
                    else bounds.working(n, milestone.not_before.toordinal())
                ),
                as_of=bounds.working(n, as_of.toordinal()),
                is_history=milestone.is_complete,
                duration=milestone.duration or 0,
                has_duration=milestone.duration is not None,
                work=0 if work is None else work[n],
                calendar=milestone.calendar,
                key=stream_key(seed, f"milestone {milestone.id}"),
                incoming=() if milestone.is_complete else _incoming(graph, n, place, seed),
                hits=tuple(h for h, hit in enumerate(hits) if at in hit.rows),
            )
        )
        spreads.append(spread)
    return Network(
        rows=tuple(rows),
        groups=tuple(tuple(place[n] for n in group) for group in groups),
        spreads=tuple(spreads),
        tables=tuple(tables.tables),
        records=tables.records,
        hits=hits,
        calendars=dict(graph.calendars),
        targets=tuple(place[n] for n in targets),
        correlation=risks.common,
        common_key=stream_key(seed, "common"),
    )


def _incoming(graph: Graph, n: int, place: Mapping[int, int], seed: int) -> tuple[LinkRow, ...]:
    """Return the links to a milestone, those that nobody doubts first, then by prerequisite.

    That is the order in which causes drive (see `depgraph.analysis.driving`).
    """
    links = graph.links
    numbers = sorted(graph.incoming[n], key=lambda number: (links[number].queried, number))
    return tuple(
        LinkRow(
            source=place[graph.link_sources[number]],
            type=link.type,
            lag=link.lag,
            calendar=link.calendar,
            holds=1.0 if link.holds is None else link.holds,
            key=stream_key(seed, f"link {link.prerequisite} {link.dependent} {link.type}"),
        )
        for number in numbers
        for link in (links[number],)
    )


def _hit(
    driver: RiskDriver, graph: Graph, place: Mapping[int, int], tables: _Tables, seed: int
) -> Hit:
    """Return what a risk does; the table of what is left of it is made ready too."""
    rows = frozenset(
        place[n]
        for code in driver.milestones
        if (n := graph.number(code)) in place and not graph.milestones[n].is_complete
    )
    slip = driver.slip
    left = driver.residual and driver.residual.slip
    residual_table = left and tables.of_shape(left.shape, left.low, left.likely, left.high)
    return Hit(
        rows=rows,
        probability=driver.probability,
        table=tables.of_shape(slip.shape, slip.low, slip.likely, slip.high),
        residual_table=residual_table,
        low=slip.low,
        width=slip.high - slip.low,
        keys=(
            stream_key(seed, f"driver {driver.id}"),
            stream_key(seed, f"slip of driver {driver.id}"),
        ),
    )


def residual_hit(driver: RiskDriver, network: Network, number: int) -> Hit:
    """Return what is left of a risk of a network after the response to it."""
    hit, residual = network.hits[number], driver.residual
    assert residual is not None, "only what has a response has something left"
    hit = hit._replace(probability=residual.probability)
    if residual.slip is None or hit.residual_table is None:
        return hit
    low, high = residual.slip.low, residual.slip.high
    return hit._replace(table=hit.residual_table, low=low, width=high - low)


def _spread(
    risks: Risks, milestone: Milestone, bounds: Bounds, n: int, as_of: date, tables: _Tables
) -> Spread | None:
    said = spread_of(risks, milestone)
    if said is None:
        return None
    own = milestone.own_date
    if isinstance(said, Estimate):
        own = own or said.likely
        low, likely, high = ((day - own).days for day in (said.low, said.likely, said.high))
        table = tables.of_shape(said.shape, low, likely, high)
        late: int | None = (as_of - own).days
        spread = Spread(table, low, high - low, 0, is_of_days=True)
    elif isinstance(said, Slip):
        table = tables.of_shape(said.shape, said.low, said.likely, said.high)
        late = None if own is None else bounds.margin(n, own.toordinal(), as_of.toordinal())
        spread = Spread(table, said.low, said.high - said.low, 0)
    else:
        assert own is not None, "the record is of days after own dates"
        late = bounds.margin(n, own.toordinal(), as_of.toordinal())
        spread = Spread(tables.of_record(said), 0, 1, 0, has_common=True)
    return open_spread(spread._replace(late=late), tables.tables[spread.table])


def open_spread(spread: Spread, table: NDArray[np.float32]) -> Spread:
    """Return a spread with the draws that are left where it is open at the as-of date."""
    if spread.late is None:
        return spread
    slips = slips_of(spread, table)
    return spread._replace(first=int(np.searchsorted(slips, spread.late, side="right")))


def slips_of(spread: Spread | Hit, quantiles: NDArray[np.float32]) -> NDArray[np.int32]:
    """Return the slips, in days, that quantiles of a table stand for."""
    days = quantiles * np.float32(spread.width) + np.float32(spread.low)
    slips: NDArray[np.int32] = np.rint(days).astype(np.int32)
    return slips
