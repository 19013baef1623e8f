"""The critical path of a target as pictures show it, and the float path next to it.

Each link of it says its slack; each milestone, how far it can move before the target does.
The wider a link, the less that is: slack alone would make a link wide far from the target,
where a later link leaves a year.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from depgraph.analysis.critical_path import CriticalPath

Rank = Literal["critical", "near"]
"""Which path a milestone or a link is on: the critical one, or the one next to it."""

_WIDTHS = ((0, 4.2, 3.6), (30, 3.4, 2.9), (120, 2.4, 2.1))
_LEAST_WIDTHS = 1.4, 1.4

_Pair = tuple[str, str]


class FloatPaths(Struct):
    """The critical path of a target, and the float path next to it.

    Attributes
    ----------
    critical
        The codes of the critical path, target first.
    near
        The codes of the next float path; its first is a milestone of the critical path.
        Empty where there is none, or it is not asked for.
    slacks
        The days of slack of the links of both, by their prerequisite and dependent.
    floats
        By how many days each milestone of both can move before the target does.
    has_own_date
        Whether no prerequisite sets the date of the target.
    """

    critical: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    slacks: Mapping[_Pair, int] = {}
    floats: Mapping[str, int] = {}
    has_own_date: bool = False

    @property
    def ranks(self) -> dict[_Pair, Rank]:
        """Which path each link is on, by its prerequisite and dependent."""
        ranks: dict[_Pair, Rank] = {}
        by_rank: tuple[tuple[Rank, tuple[str, ...]], ...]
        by_rank = ("near", self.near), ("critical", self.critical)
        for rank, path in by_rank:
            ranks.update(((before, after), rank) for after, before in pairwise(path))
        return ranks

    def rank(self, code: str) -> Rank | None:
        """Return which path a milestone is on."""
        if code in self.critical:
            return "critical"
        return "near" if code in self.near else None

    def among(self, codes: Container[str]) -> FloatPaths:
        """Return the same without the milestones that are not drawn."""
        return self._replace(
            critical=tuple(code for code in self.critical if code in codes),
            near=tuple(code for code in self.near if code in codes),
            has_own_date=self.has_own_date and self.critical[0] in codes,
        )


NO_PATHS = FloatPaths()
"""Where no target is asked about."""


def float_paths(path: CriticalPath) -> FloatPaths:
    """Return the first float paths of a target: two where the answer has as many."""
    critical, *others = path.paths
    near = others[0] if others else ()
    slacks: dict[_Pair, int] = {}
    floats: dict[str, int] = {}
    for steps in path.paths[:2]:
        for step in steps:
            if step.link is not None and step.link_slack is not None:
                slacks[step.link.prerequisite, step.link.dependent] = step.link_slack
            if step.total_float is not None:
                floats[step.id] = step.total_float
    target = path.target
    driver = path.projection.driver(target.id).driver
    return FloatPaths(
        tuple(step.id for step in critical),
        tuple(step.id for step in near),
        {} if target.is_complete else slacks,
        floats,
        driver in ("own date", "not before"),
    )


def float_width(days: int | None, *, in_lanes: bool = False) -> float:
    """Return how wide a link is drawn, in points.

    Parameters
    ----------
    days
        By how many days its prerequisite can move before the target does; None for not known.
    in_lanes
        Whether it is drawn between lanes, where lines are thinner.

    Examples
    --------
    >>> float_width(0), float_width(30), float_width(337)
    (4.2, 3.4, 1.4)
    """
    for most, width, width_in_lanes in _WIDTHS:
        if days is None or days <= most:
            return width_in_lanes if in_lanes else width
    return _LEAST_WIDTHS[in_lanes]


def slack_words(days: int) -> str:
    """Return the words on a link of a path, for example ``307 d``."""
    return f"{days:,} d"


def float_words(days: int) -> str:
    """Return the words in a milestone of a path, for example ``float 337 d``."""
    return f"float {days:,} d"
