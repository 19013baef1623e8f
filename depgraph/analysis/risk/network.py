"""A plan made ready for many runs at once: rows of milestones, each after its prerequisites.

Only what leads to the milestones that are asked about is there. All days are day numbers
(`datetime.date.toordinal`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from depgraph.analysis.bounds import Bounds
from depgraph.analysis.components import strong_components
from depgraph.analysis.events import events_in_order
from depgraph.analysis.projection import planned_work
from depgraph.analysis.risk.draws import stream_key
from depgraph.analysis.risk.spreads import Tables, drawn_spread, own_date
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from depgraph.analysis.projection import Gaps
    from depgraph.analysis.risk.record import Record
    from depgraph.analysis.risk.risks import Risks
    from depgraph.analysis.risk.spreads import Spread
    from depgraph.model import Calendar, Graph, LinkType
    from depgraph.model.risks import RiskDriver

_LAST_DAY = date.max.toordinal()
UNDATED = -(1 << 28)
"""The day of what has none; far enough from all days that no lag leads back among them."""


class LinkRow(Struct):
    """A link of the network, between rows."""

    source: int
    type: LinkType
    lag: int
    calendar: str | None
    holds: float
    key: int


class Hit(Struct):
    """A risk that moves several rows: with a probability, by the slip of a table."""

    rows: frozenset[int]
    probability: float
    table: int
    low: int
    width: int
    keys: tuple[int, int]
    residual_table: int | None = None


class Row(Struct):
    """A milestone of the network.

    Attributes
    ----------
    own, floor, as_of
        Its own date (`UNDATED` for none), the later of its earliest date and what else no run
        moves, and the first day on or after the as-of date on which it can be.
    is_history
        Whether it is complete: nothing moves it.
    duration, has_duration
        Its days of work, or those that are left of them; whether it has any.
    work
        The days of work behind its latest prerequisite.
    begun, today
        The day at whose end it began, where it has; and the as-of date.
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
    begun: int | None = None
    today: int = 0


def is_moved_by_hits(row: Row) -> bool:
    """Whether a risk hits a milestone, and it has a date or a duration that this moves."""
    return bool(row.hits) and (row.own != UNDATED or row.has_duration)


class Network(Struct):
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
    may_pass_last_day
        Whether a run may come to a date after the year 9999; False only where surely none does.
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
    may_pass_last_day: bool = True


class Dependents(Struct):
    """What waits on what in a network.

    Attributes
    ----------
    group_of
        For each row, the number of its group.
    groups
        For each row, the numbers of the groups that wait on it, and are not its own.
    """

    group_of: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]


def dependents_in(network: Network) -> Dependents:
    """Return what waits on what in a network."""
    group_of = [0] * len(network.rows)
    for number, group in enumerate(network.groups):
        for at in group:
            group_of[at] = number
    waiting: list[list[int]] = [[] for _ in network.rows]
    for at, row in enumerate(network.rows):
        for link in row.incoming:
            if group_of[link.source] != group_of[at]:
                waiting[link.source].append(group_of[at])
    return Dependents(tuple(group_of), tuple(map(tuple, waiting)))


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
    bounds = Bounds(graph, work, as_of)
    groups = rows_behind(graph, targets)
    numbers = [n for group in groups for n in group]
    place = {n: at for at, n in enumerate(numbers)}
    tables = Tables()
    hits = tuple(_hit(driver, graph, place, tables, seed) for driver in risks.drivers)
    rows: list[Row] = []
    spreads: list[Spread | None] = []
    for at, n in enumerate(numbers):
        milestone = graph.milestones[n]
        spread = drawn_spread(risks, milestone, bounds, n, as_of, tables)
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
                as_of=bounds.left_by(n, as_of.toordinal()),
                is_history=milestone.is_complete,
                duration=bounds.remaining(n),
                has_duration=milestone.duration is not None,
                work=0 if work is None else work[n],
                calendar=milestone.calendar,
                key=stream_key(seed, f"milestone {milestone.id}"),
                incoming=() if milestone.is_complete else _incoming(graph, n, place, seed),
                hits=tuple(h for h, hit in enumerate(hits) if at in hit.rows),
                begun=bounds.begun.get(n),
                today=as_of.toordinal(),
            )
        )
        spreads.append(spread)
    return Network(
        may_pass_last_day=_may_pass_last_day(rows, spreads, hits, tables),
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


def _may_pass_last_day(
    rows: Sequence[Row], spreads: Sequence[Spread | None], hits: Sequence[Hit], tables: Tables
) -> bool:
    """Return whether the latest date and all that may be added to it pass the year 9999."""
    if any(row.calendar or any(link.calendar for link in row.incoming) for row in rows):
        return True
    if tables.records:
        return True  # a resample may have a longer tail
    reach = sum(abs(s.low) + s.width for s in spreads if s is not None)
    residual = (abs(hit.low) + hit.width for hit in hits)
    reach += len(rows) * sum(residual)
    reach += sum(
        row.duration + row.work + sum(abs(link.lag) for link in row.incoming) for row in rows
    )
    latest = max(max(row.own, row.floor, row.as_of) for row in rows)
    return any(hit.residual_table is not None for hit in hits) or latest + reach > _LAST_DAY


def _incoming(graph: Graph, n: int, place: Mapping[int, int], seed: int) -> tuple[LinkRow, ...]:
    """Return the links to a milestone, those that nobody doubts first, then by prerequisite.

    That is the order in which causes drive (see `depgraph.analysis.driving`).
    """
    links, queried = graph.links, graph.queried_numbers
    numbers = sorted(graph.incoming[n], key=lambda number: (number in queried, number))
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
    driver: RiskDriver, graph: Graph, place: Mapping[int, int], tables: Tables, seed: int
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
