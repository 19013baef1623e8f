"""The moments that a forward pass sets, and by what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# What sets the moments of an activity where no link does; links have numbers from 0 on.
AS_OF = -1
"""The data date."""
LIMIT = -2
"""A constraint, or the moment at which interrupted work goes on."""
HELD = -3
"""The program's own date, where no logic says why."""
FIXED = -4
"""Its dates, which it keeps."""
COMPLETED = -5
"""It is complete."""
EXPECTED = -6
"""The finish that somebody expects."""
PROJECT_START = -7
"""The start of the project."""


@dataclass(slots=True)
class Moments:
    """The moments of all activities by number, and what set each: a link or a reason above."""

    start: list[int]
    finish: list[int]
    setters: list[int]


def unset(count: int) -> Moments:
    """Return the moments of activities before a pass sets them."""
    return Moments([0] * count, [0] * count, [AS_OF] * count)


def stated_moments(start: Sequence[int], finish: Sequence[int]) -> Moments:
    """Return moments that somebody states."""
    return Moments(list(start), list(finish), [AS_OF] * len(start))
