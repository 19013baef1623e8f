"""What a check of a schedule's health finds: a share of a population, or why there is none."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Population(Struct):
    """What a check looks at.

    Attributes
    ----------
    words
        What it is, with its size: ``118 milestones that are not complete``.
    departure
        How that differs from what the method looks at; empty where it does not.
    """

    words: str
    departure: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """A share: so many of so many.

    Attributes
    ----------
    part, of
        The two numbers. For an index they are its numerator and denominator.
    cases
        What was counted, where that is bad: codes, or links as ``A -> B``; sorted.
    remarks
        What else there is to say, each a sentence without its full stop.
    unit
        What the numbers count, where that is not the members of the population.
    """

    population: Population
    part: int
    of: int
    _: KW_ONLY
    cases: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    unit: str = ""


def share_of_bad(population: Population, cases: Iterable[str], of: int, *remarks: str) -> Measured:
    """Return the share of what is bad, so many cases of so many."""
    cases = tuple(cases)
    return Measured(population, len(cases), of, cases=cases, remarks=remarks)


class NotComputed(Struct):
    """Why something cannot be computed: what stands behind ``because``."""

    reason: str


class Definition(Struct):
    """A check: what it is called, what it counts, and which way its limit points.

    Attributes
    ----------
    name
        Its key in the configuration.
    point
        Its number in the DCMA 14-point assessment; None for one that only helps to judge a
        practice.
    is_least
        Whether the limit is the least that passes; else it is the most.
    is_index
        Whether the share is told as a ratio, not in per cent.
    """

    name: str
    title: str
    about: str
    point: int | None = None
    is_least: bool = False
    is_index: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The result of a check.

    Attributes
    ----------
    limit
        Per cent that the share is held against.
    passed
        None where it cannot be computed.
    """

    definition: Definition
    limit: int
    result: Measured | NotComputed
    passed: bool | None

    @property
    def name(self) -> str:
        """The key of the check in the configuration."""
        return self.definition.name

    @property
    def share(self) -> float | None:
        """The share, 1 for all; None where it cannot be computed."""
        result = self.result
        return result.part / result.of if isinstance(result, Measured) else None


def judge(definition: Definition, limit: int, result: Measured | NotComputed) -> Check:
    """Hold a share against a limit in per cent, exactly.

    Examples
    --------
    >>> logic = Definition("logic", "Logic", "")
    >>> judge(logic, 5, Measured(Population("20 tasks"), 1, 20)).passed
    True
    """
    passed = None
    if isinstance(result, Measured):
        if result.of <= 0:
            result = NotComputed(f"there is nothing to look at: {result.population.words}")
        else:
            share, bound = 100 * result.part, limit * result.of
            passed = share >= bound if definition.is_least else share <= bound
    return Check(definition=definition, limit=limit, result=result, passed=passed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """One of the ten practices of the GAO, with the checks that tell something of it.

    Attributes
    ----------
    passed
        Whether all of the checks pass that can be computed; None where none can.
    reason
        What cannot be judged from the plan, or why nothing can; empty if all can.
    """

    number: int
    title: str
    about: str
    checks: tuple[Check, ...]
    passed: bool | None
    reason: str


def judge_practice(
    number: int, title: str, about: str, checks: Sequence[Check], reason: str
) -> Practice:
    """Judge a practice by its checks: one that fails fails it."""
    computed = [check.passed for check in checks if check.passed is not None]
    return Practice(
        number=number,
        title=title,
        about=about,
        checks=tuple(checks),
        passed=all(computed) if computed else None,
        reason=reason,
    )
