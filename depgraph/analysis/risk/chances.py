"""The answer of a simulation: how likely dates are, and what matters for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from depgraph.records import Struct
from depgraph.showing import printed, shown

if TYPE_CHECKING:
    from datetime import date

    from depgraph.analysis.projection import Gaps, Projection
    from depgraph.analysis.risk.doubts import Doubts
    from depgraph.analysis.risk.record import Record
    from depgraph.analysis.risk.risks import Risks
    from depgraph.model import Graph

Kind = Literal["milestone", "team", "driver", "common"]


class Chance(Struct):
    """How likely the dates of a milestone are. Dates are None where it has none.

    Attributes
    ----------
    p10, p50, p80, p90
        The first dates by which it is complete in so many of 100 runs.
    p80_at_least
        The same date if lateness does not go on beyond the record: P80 is not before it, as far
        as recorded. None without a record.
    p80_alone
        By its own slip, without its links.
    p80_record
        Between which dates P80 is for 90 of 100 resamples of the record; None without one.
    p80_error_days
        How many days P80 may be off because there are no more runs.
    on_time
        The share of the runs in which it meets its due date; None without one.
    confidence_of_projected
        The share in which it is complete on its projected date.
    contingency_days
        Days from the projected date to P80.
    undated
        The codes of what leads to it and has no date, and so holds nothing up.
    short_record
        The record that is too short for P80: its own date is further ahead than any that was met,
        or the record ends before 80 of 100 are complete. None where P80 is within the record.
    counts
        How many runs came to which day (`datetime.date.toordinal`).
    """

    id: str
    due: date | None
    projected: date | None
    p10: date | None
    p50: date | None
    p80: date | None
    p90: date | None
    p80_at_least: date | None
    p80_alone: date | None
    p80_record: tuple[date, date] | None
    p80_error_days: int
    on_time: float | None
    confidence_of_projected: float | None
    contingency_days: int | None
    undated: tuple[str, ...]
    short_record: Record | None
    counts: tuple[tuple[int, int], ...]

    @property
    def is_record_too_short(self) -> bool:
        """Whether P80 lies beyond what the record says."""
        return self.short_record is not None


class Influence(Struct):
    """What matters for a target.

    Attributes
    ----------
    criticality
        The share of the runs in which a milestone drives the target; None for what is none.
    p80_days
        How many days earlier its P80 would be without the slip of this.
    """

    kind: Kind
    id: str
    criticality: float | None
    p80_days: int


class Sensitivity(Struct):
    """What matters for a target, the most first.

    Attributes
    ----------
    left_out
        How many milestones that seldom drive it were not looked at.
    runs
        How many runs the days are of: the first ones, and in large plans not all.
    """

    target: str
    rows: tuple[Influence, ...]
    left_out: int
    runs: int


class ChanceOf(Struct):
    """A simulation, and the chance of one of its milestones."""

    simulation: Simulation
    chance: Chance


class SensitivityOf(Struct):
    """A simulation, and what matters for one of its milestones."""

    simulation: Simulation
    sensitivity: Sensitivity


class AfterResponses(Struct):
    """The chance of a milestone when all risk drivers are responded to."""

    id: str
    p80: date | None
    on_time: float | None


@printed
@shown
@dataclass(frozen=True, kw_only=True)
class Simulation:
    """The answer of a simulation.

    Attributes
    ----------
    varying, fixed
        The codes of incomplete milestones behind the answer that vary, and that nothing is said
        about.
    without_effect
        Those of the varying that have said something, and nothing that a slip could move.
    passed
        Those for which all that is said of them has passed: they finish on the as-of date.
    after
        With the residual risks in place of the drivers; empty where none has a response.
    doubts
        What makes the answer less sure.
    """

    graph: Graph
    as_of: date
    gaps: Gaps
    iterations: int
    seed: int
    risks: Risks
    projection: Projection
    varying: tuple[str, ...]
    fixed: tuple[str, ...]
    without_effect: tuple[str, ...]
    passed: tuple[str, ...]
    chances: tuple[Chance, ...]
    sensitivities: tuple[Sensitivity, ...]
    after: tuple[AfterResponses, ...]
    doubts: Doubts

    def __repr__(self) -> str:
        """Return a line with the counts."""
        return (
            f"<Simulation as of {self.as_of}: {self.iterations} runs, {len(self.varying)} "
            f"milestones vary, {len(self.fixed)} do not>"
        )

    def __getitem__(self, code: str) -> Chance:
        """Return the chance of a milestone that was asked about."""
        wanted = self.graph[code].id
        for chance in self.chances:
            if chance.id == wanted:
                return chance
        raise KeyError(code)
