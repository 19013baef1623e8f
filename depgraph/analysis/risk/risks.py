"""What varies in a plan: slips of the configuration, risk drivers and the record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from depgraph.model.risks import DEFAULT_COMMON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depgraph.analysis.risk.record import Record
    from depgraph.model import Milestone
    from depgraph.model.risks import Estimate, RiskDriver, Slip
    from depgraph.model.schedules import Revision


@dataclass(frozen=True, kw_only=True)
class Risks:
    """What is said about the risks of a plan, beside what its milestones say themselves.

    Attributes
    ----------
    slips
        By code, the slips that the configuration gives.
    drivers
        Risks that hit several milestones at once.
    common
        The share that slips of the record have in common, from 0 to 1.
    record
        How late milestones turned out so far; None where it is not asked for.
    team_records
        The records of teams, where each is to be looked at by itself and has enough outcomes.
    could_have_record
        Whether the plan has schedules enough for a record, and none is asked for.
    schedules
        The schedules up to the as-of date that the record is made of.
    """

    slips: Mapping[str, Slip] = field(default_factory=dict)
    drivers: tuple[RiskDriver, ...] = ()
    common: float = DEFAULT_COMMON
    record: Record | None = None
    team_records: Mapping[str, Record] = field(default_factory=dict)
    could_have_record: bool = False
    schedules: tuple[Revision, ...] = ()

    def said_of(self, milestone: Milestone) -> Slip | Estimate | None:
        """Return what a milestone says of its slip, else what the configuration says of it."""
        return milestone.estimate or milestone.slip or self.slips.get(milestone.id)

    def record_of(self, milestone: Milestone) -> Record | None:
        """Return the record by which the slips of a milestone are drawn."""
        return self.team_records.get(milestone.team or "", self.record)
