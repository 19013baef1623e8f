"""The health of a schedule: the DCMA 14-point assessment, and what the GAO recommends.

Sources of the methods: Defense Contract Management Agency, *Earned Value Management System
(EVMS) Program Analysis Pamphlet*, DCMA-EA PAM 200.1, 2012, section 4; U.S. Government
Accountability Office, *Schedule Assessment Guide: Best Practices for Project Schedules*,
GAO-16-89G, 2015. The pamphlet gives limits; the guide gives none, so those of the checks that
only help to judge its practices are depgraph's own.

Every check tells what it looked at and how that differs from what the method looks at, or why
it cannot be computed from the plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depgraph.analysis.health import dates, floats, logic
from depgraph.analysis.health.basis import Basis
from depgraph.analysis.health.definitions import DEFINITIONS, PRACTICES
from depgraph.analysis.health.floats import Floats
from depgraph.analysis.health.limits import Limits
from depgraph.analysis.health.measures import (
    Check,
    Measured,
    NotComputed,
    Practice,
    judge,
    judge_practice,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from depgraph.model import Graph

_NO_LIMIT = 0

_SIMPLE: dict[str, Callable[[Basis], Measured | NotComputed]] = {
    "logic": logic.logic,
    "leads": logic.leads,
    "lags": logic.lags,
    "relationship_types": logic.relationship_types,
    "hard_constraints": logic.hard_constraints,
    "high_duration": dates.high_duration,
    "invalid_dates": dates.invalid_dates,
    "missed_tasks": dates.missed_tasks,
    "bei": dates.bei,
    "one_sided": dates.one_sided,
    "dangling": logic.dangling,
    "circles": logic.on_cycles,
    "horizontal": logic.horizontal,
    "vertical": logic.vertical,
    "date_order": dates.date_order,
    "out_of_order": dates.out_of_order,
    "baseline": dates.baseline,
    "resources": lambda _: NotComputed("a plan carries neither resources nor costs"),
}
_OF_FLOATS: dict[str, Callable[[Basis, Floats], Measured | NotComputed]] = {
    "high_float": floats.high_float,
    "negative_float": floats.negative_float,
    "critical_path_test": floats.critical_path_test,
    "cpli": floats.cpli,
    "path_gaps": floats.path_gaps,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The health of a schedule.

    Attributes
    ----------
    end
        The code of the milestone at which the project ends; or why there is none.
    is_end_named
        Whether somebody named it; else it is the latest one.
    points
        The fourteen points of the DCMA, in their order.
    practices
        The ten practices of the GAO, in their order.
    """

    graph: Graph
    limits: Limits
    end: str | NotComputed
    is_end_named: bool
    points: tuple[Check, ...]
    practices: tuple[Practice, ...]

    @property
    def as_of(self) -> date | None:
        """The as-of date."""
        return self.graph.as_of

    @property
    def checks(self) -> tuple[Check, ...]:
        """All checks, each once: the points, then the others in the order of the practices."""
        checks = {check.name: check for check in self.points}
        checks |= {check.name: check for practice in self.practices for check in practice.checks}
        return tuple(checks.values())

    @property
    def other_checks(self) -> tuple[Check, ...]:
        """Those that are no points, and only help to judge the practices."""
        return tuple(check for check in self.checks if check.definition.point is None)

    @property
    def has_failed(self) -> bool:
        """Whether a check that could be computed does not pass."""
        return any(check.passed is False for check in self.checks)


def assess(graph: Graph, limits: Limits | None = None, *, plan: Graph | None = None) -> Health:
    """Assess the health of a schedule.

    Parameters
    ----------
    graph
        The plan, with the schedule network that its links stand for, if there is one.
    limits
        What the checks are held against.
    plan
        The plan whose gaps are work, where links of that are left out.

    Raises
    ------
    UnknownMilestoneError
        If the graph does not have the end that the limits name.

    Examples
    --------
    >>> from depgraph.model import Graph, Link, Milestone
    >>> plan = Graph([Milestone("A"), Milestone("B")], [Link("A", "B", lag=-2)])
    >>> health = assess(plan)
    >>> health.points[1].result.cases, health.points[1].passed
    (('A -> B',), False)
    """
    limits = limits or Limits()
    basis = Basis(graph, limits, plan)
    of_basis = Floats(basis)
    values = limits._asdict()
    checks: dict[str, Check] = {}
    for definition in DEFINITIONS:
        name = definition.name
        result = _SIMPLE[name](basis) if name in _SIMPLE else _OF_FLOATS[name](basis, of_basis)
        filled = definition._replace(about=definition.about.format(**values))
        checks[name] = judge(filled, values.get(name, _NO_LIMIT), result)
    return Health(
        graph=graph,
        limits=limits,
        end=basis.end,
        is_end_named=limits.target is not None,
        points=tuple(check for check in checks.values() if check.definition.point is not None),
        practices=tuple(
            judge_practice(number, title, about, [checks[name] for name in names], reason)
            for number, (title, about, names, reason) in enumerate(PRACTICES, 1)
        ),
    )
