"""What an earlier schedule could have said, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from depgraph.analysis.risk.chances import Chance, Simulation
    from depgraph.model import Milestone

_NONE_HELD = 100


class Outcome(Struct):
    """A milestone that was forecast.

    Attributes
    ----------
    within
        The first of P50, P80 and P90 that held, as a number; 100 where none did; None where it
        is open and a date that may hold is still to come.
    """

    chance: Chance
    completed: date | None
    within: int | None


class Backtest(Struct):
    """A forecast of an earlier schedule laid over a later one.

    Attributes
    ----------
    then, now
        The as-of dates of the two.
    """

    then: date
    now: date
    outcomes: tuple[Outcome, ...]

    @property
    def known(self) -> int:
        """Of how many it is known what became of them."""
        return sum(outcome.within is not None for outcome in self.outcomes)

    def number_within(self, percent: int) -> int:
        """Return how many came in by a percentile or before."""
        return sum(
            outcome.within is not None and outcome.within <= percent for outcome in self.outcomes
        )


def laid_over(forecast: Simulation, later: Mapping[str, Milestone], now: date) -> Backtest:
    """Lay a forecast over what a later schedule says.

    Parameters
    ----------
    later
        The milestones of the later schedule by their codes; others left the plan, and say nothing.
        What was complete when the forecast was made, as is known by now, says nothing either.
    now
        Its as-of date.

    Returns
    -------
    Backtest
        What became of each milestone of the forecast, and how many came in by P50, P80 and P90.
    """
    outcomes = []
    for chance in forecast.chances:
        milestone = later.get(chance.id)
        if milestone is None or chance.p50 is None:
            continue
        completed = milestone.completed
        if completed is not None and completed <= forecast.as_of:
            continue
        if completed is not None and completed > now:
            completed = None
        outcomes.append(Outcome(chance, completed, _within(chance, completed, now)))
    return Backtest(forecast.as_of, now, tuple(outcomes))


def _within(chance: Chance, completed: date | None, now: date) -> int | None:
    for percent, day in ((50, chance.p50), (80, chance.p80), (90, chance.p90)):
        if completed is None:
            if day is None or day > now:
                return None
        elif day is None or completed <= day:
            return percent
    return _NONE_HELD
