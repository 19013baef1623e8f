"""What moved since an earlier schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.text import signed_days
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from depgraph.model import Graph, Milestone


class Move(Struct):
    """The date of a milestone in the plan, before and now."""

    before: date
    after: date

    @property
    def days(self) -> int:
        """How many days later it is now; negative where it is earlier."""
        return (self.after - self.before).days

    @property
    def words(self) -> str:
        """The move in words, for example ``moved +91 d``."""
        return f"moved {signed_days(self.days)}"


class Moves(Struct):
    """The milestones that moved since an earlier schedule.

    Attributes
    ----------
    since
        The earlier schedule in words.
    by_code
        What moved, by code.
    """

    since: str
    by_code: Mapping[str, Move]

    @property
    def words(self) -> str:
        """How many moved which way, in words."""
        later = sum(move.days > 0 for move in self.by_code.values())
        return f"since {self.since}: {later} later, {len(self.by_code) - later} earlier"


def plan_date(milestone: Milestone) -> date | None:
    """Return the date that the plan gives a milestone: due, else forecast."""
    return milestone.due or milestone.forecast


def moves_since(graph: Graph, earlier: Mapping[str, Milestone], since: str) -> Moves:
    """Compare the dates of a plan with those of an earlier schedule.

    Parameters
    ----------
    earlier
        The milestones of the earlier schedule, by code.
    since
        The earlier schedule in words, such as its as-of date.
    """
    moves: dict[str, Move] = {}
    for milestone in graph.milestones:
        codes = (milestone.id, *milestone.aka)
        old = next((earlier[code] for code in codes if code in earlier), None)
        before, after = plan_date(old) if old else None, plan_date(milestone)
        if before is not None and after is not None and before != after:
            moves[milestone.id] = Move(before, after)
    return Moves(since, moves)
