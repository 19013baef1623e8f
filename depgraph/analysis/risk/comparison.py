"""How likely dates are before and after changes of a plan, with the same draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.risk.simulation import simulate
from depgraph.errors import NothingVariesError
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, timedelta

    from depgraph.analysis.impact import Impact
    from depgraph.analysis.risk.chances import Chance
    from depgraph.analysis.risk.risks import Risks
    from depgraph.model import Graph, Milestone


class ChanceChange(Struct):
    """The chance of a milestone before and after changes.

    Attributes
    ----------
    before, after
        None where nothing varies there: its date is sure, as that of a complete milestone.
    """

    id: str
    before: Chance | None
    after: Chance | None

    @property
    def is_any(self) -> bool:
        """Whether P50, P80 or the chance to be on time is another one."""
        return _essence(self.before) != _essence(self.after)


def _essence(chance: Chance | None) -> object:
    return chance and (chance.p50, chance.p80, chance.on_time)


def compared_chances(
    impact: Impact, codes: Sequence[str], risks: Risks
) -> tuple[ChanceChange, ...]:
    """Simulate a plan before and after changes, where gaps absorb slips.

    Draws are keyed by milestone and run, so that what differs comes from the changes alone. The
    estimate of a milestone moves with it.

    Raises
    ------
    NothingVariesError
        If nothing varies before the changes.
    """
    before = simulate(impact.graph, codes, risks=risks, as_of=impact.as_of, with_details=False)
    after_changes = _with_moved_estimates(impact)
    try:
        after = simulate(
            after_changes, codes, risks=risks, as_of=impact.as_of, with_details=False
        ).chances
    except NothingVariesError:
        after = ()
    by_code = {chance.id: chance for chance in after}
    return tuple(
        ChanceChange(chance.id, chance, by_code.get(chance.id)) for chance in before.chances
    )


def _with_moved_estimates(impact: Impact) -> Graph:
    """Return the plan with the changes; estimates of moved milestones are as far from them."""
    before, after = impact.graph, impact.absorbed.after.graph
    moved = {}
    for n, (was, now) in enumerate(zip(before.milestones, after.milestones, strict=True)):
        if was != now and now.estimate is not None and not now.is_complete:
            by = _move(was, now)
            if by is not None:
                low, likely, high = (
                    day + by for day in (now.estimate.low, now.estimate.likely, now.estimate.high)
                )
                moved[n] = now._replace(
                    estimate=now.estimate._replace(low=low, likely=likely, high=high)
                )
    return after.with_milestones(moved) if moved else after


def _move(was: Milestone, now: Milestone) -> timedelta | None:
    """Return by how much the own date of a milestone moved."""
    own: date | None = was.own_date or (was.estimate and was.estimate.likely)
    return None if own is None or now.own_date is None else now.own_date - own
