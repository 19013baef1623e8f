"""What is asked of a network, and what is behind what is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from depgraph.analysis.projection import Projection
    from depgraph.analysis.risk.network import Network
    from depgraph.analysis.risk.record import Record
    from depgraph.analysis.risk.risks import Risks
    from depgraph.model import Graph, Milestone

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Question:
    """A network, the plan that it is of, and how often it is to be run."""

    graph: Graph
    risks: Risks
    network: Network
    projection: Projection
    as_of: date
    iterations: int
    seed: int

    @property
    def targets(self) -> list[Milestone]:
        """The milestones that are asked about."""
        return [self.graph[self.network.rows[at].code] for at in self.network.targets]

    @cached_property
    def has_record(self) -> bool:
        """Whether anything is drawn by a record."""
        return any(spread is not None and spread.has_common for spread in self.network.spreads)

    @cached_property
    def _undated(self) -> Sequence[tuple[str, ...]]:
        finish, graph, rows = self.projection.finish, self.graph, self.network.rows
        marks = {
            at: row.code for at, row in enumerate(rows) if finish[graph.number(row.code)] is None
        }
        return behind(self.network, marks)

    @cached_property
    def _tables(self) -> Sequence[tuple[int, ...]]:
        marks = {
            at: spread.table
            for at, spread in enumerate(self.network.spreads)
            if spread is not None and spread.has_common
        }
        return behind(self.network, marks)

    def undated_behind(self, at: int) -> tuple[str, ...]:
        """Return the codes of what leads to a row and has no date, sorted."""
        return tuple(sorted(self._undated[at]))

    def records_behind(self, at: int) -> tuple[Record, ...]:
        """Return the records that a row, or something that leads to it, is drawn by."""
        return tuple(self.network.records[table] for table in sorted(self._tables[at]))

    def rows_behind(self, at: int) -> list[int]:
        """Return the rows that lead to a row, with itself."""
        rows = self.network.rows
        todo = [at]
        seen = {at}
        for row in todo:
            new = {link.source for link in rows[row].incoming} - seen
            seen |= new
            todo += sorted(new)
        return todo


def behind(network: Network, marks: Mapping[int, T]) -> list[tuple[T, ...]]:
    """Return for each row the different marks of what leads to it, and of itself."""
    different = list(dict.fromkeys(marks.values()))
    bits = {mark: 1 << number for number, mark in enumerate(different)}
    masks = [0] * len(network.rows)
    for group in network.groups:
        mask = 0
        for at in group:
            mask |= bits[marks[at]] if at in marks else 0
            for link in network.rows[at].incoming:
                mask |= masks[link.source]
        for at in group:
            masks[at] = mask
    known: dict[int, tuple[T, ...]] = {}
    for mask in set(masks):
        known[mask] = tuple(_of_bits(different, mask))
    return [known[mask] for mask in masks]


def _of_bits(different: Sequence[T], mask: int) -> Iterable[T]:
    return (one for number, one in enumerate(different) if mask >> number & 1)
