"""What is said about how sure dates are: slips, estimates and risk drivers."""

from __future__ import annotations

from datetime import date
from typing import Literal

from depgraph.model.position import Position
from depgraph.records import Struct

Shape = Literal["triangular", "pert"]

WHOLE = 100
"""The per cent of a duration that is as long as itself."""

SHAPES: tuple[Shape, ...] = ("triangular", "pert")

DEFAULT_COMMON = 0.3
"""The share that slips of the record have in common, unless the configuration says another."""


class Slip(Struct):
    """How many days later than its own date a milestone may be, while it is open.

    Attributes
    ----------
    low, likely, high
        The least days, the mode and the most; working days where the milestone has a calendar.
        Negative for early.
    is_percent
        Whether they are no days, but what its duration is then, in per cent of itself.
    shape
        The distribution between them: ``triangular``, or ``pert`` for the modified beta.
    by, asked
        Who estimated it, and when.
    """

    low: int
    likely: int
    high: int
    shape: Shape = "triangular"
    by: str | None = None
    asked: date | None = None
    is_percent: bool = False

    @property
    def words(self) -> str:
        """What it says, in a few words."""
        unit = " %" if self.is_percent else " days"
        return _words(f"{self.low} to {self.high}{unit}, likely {self.likely}", self)


class Estimate(Struct):
    """The dates at which a milestone may be, in place of its own date.

    Attributes
    ----------
    low, likely, high
        The earliest date, the mode and the latest.
    shape, by, asked
        As those of `Slip`.
    """

    low: date
    likely: date
    high: date
    shape: Shape = "triangular"
    by: str | None = None
    asked: date | None = None

    @property
    def words(self) -> str:
        """What it says, in a few words."""
        return _words(f"{self.low} to {self.high}, likely {self.likely}", self)


def _words(range_words: str, stated: Slip | Estimate) -> str:
    shape = "" if stated.shape == "triangular" else f" ({stated.shape})"
    by = f", by {stated.by}" if stated.by else ""
    return f"{range_words}{shape}{by}" + (f", {stated.asked}" if stated.asked else "")


class Residual(Struct):
    """What is left of a risk after the response to it; the slip of the driver unless said."""

    probability: float
    slip: Slip | None = None


class RiskDriver(Struct):
    """A risk that hits several milestones at once (AACE International, 57R-09).

    Attributes
    ----------
    milestones
        The codes of those that it hits.
    probability
        How likely it is, from 0 to 1: one draw for all of them.
    slip
        By how many days they are later if it comes, on top of the slips of their own.
    response, residual
        What is done about it, and what is left of it then.
    """

    id: str
    milestones: frozenset[str]
    probability: float
    slip: Slip
    response: str | None = None
    residual: Residual | None = None
    position: Position | None = None
