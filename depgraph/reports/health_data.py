"""The health of a schedule as data: the contract of ``health --format json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from depgraph.analysis.health.measures import Measured, NotComputed
from depgraph.reports.data import OfPlan, of_plan
from depgraph.reports.health_words import Verdict, practice_reason, verdict

if TYPE_CHECKING:
    from depgraph.analysis.health.assess import Health
    from depgraph.analysis.health.measures import Check, Practice


class HealthCheck(TypedDict):
    """A check: what it looked at, how many it found, and whether that passes."""

    point: Annotated[int | None, "its number in the DCMA 14-point assessment"]
    check: Annotated[str, "its key in the configuration"]
    title: str
    definition: str
    result: Verdict
    because: Annotated[str | None, "why it cannot be computed; null where it can"]
    count: Annotated[int | None, "null where it is not computed"]
    of: int | None
    share: Annotated[float | None, "count over of"]
    limit: Annotated[int, "per cent that the share is held against"]
    limit_is: Literal["most", "least"]
    population: Annotated[str | None, "what it looked at"]
    departure: Annotated[str | None, "how that differs from what the method looks at"]
    found: Annotated[
        list[str],
        "codes, or links as A -> B: what was counted or, of a least share of links, the others",
    ]
    remarks: list[str]


class HealthPractice(TypedDict):
    """A practice, judged by checks."""

    practice: Annotated[int, "its number in the guide of the GAO"]
    title: str
    definition: str
    result: Verdict
    because: Annotated[
        str | None,
        "why it cannot be computed or, where it can, what cannot be judged; null if all can",
    ]
    checks: Annotated[list[str], "keys of the checks that tell something of it"]


class HealthAnswer(OfPlan):
    """How sound a schedule is: depgraph health."""

    end: Annotated[str | None, "the code of the milestone at which the project ends"]
    limits: Annotated[dict[str, int | str | None], "all of them, by their keys; the target too"]
    dcma: Annotated[list[HealthCheck], "the points of the DCMA 14-point assessment"]
    other_checks: Annotated[list[HealthCheck], "those that only help to judge practices"]
    gao: Annotated[list[HealthPractice], "the schedule practices of the GAO"]


def health_data(health: Health) -> HealthAnswer:
    """Return the health of a schedule."""
    return {
        **of_plan(health.graph),
        "end": None if isinstance(health.end, NotComputed) else health.end,
        "limits": health.limits._asdict(),
        "dcma": [_check_data(check) for check in health.points],
        "other_checks": [_check_data(check) for check in health.other_checks],
        "gao": [_practice_data(practice) for practice in health.practices],
    }


def _check_data(check: Check) -> HealthCheck:
    definition, result = check.definition, check.result
    measured = result if isinstance(result, Measured) else None
    share = check.share
    return {
        "point": definition.point,
        "check": definition.name,
        "title": definition.title,
        "definition": definition.about,
        "result": verdict(passed=check.passed),
        "because": result.reason if isinstance(result, NotComputed) else None,
        "count": measured.part if measured else None,
        "of": measured.of if measured else None,
        "share": None if share is None else round(share, 4),
        "limit": check.limit,
        "limit_is": "least" if definition.is_least else "most",
        "population": measured.population.words if measured else None,
        "departure": (measured.population.departure or None) if measured else None,
        "found": list(measured.cases) if measured else [],
        "remarks": list(measured.remarks) if measured else [],
    }


def _practice_data(practice: Practice) -> HealthPractice:
    return {
        "practice": practice.number,
        "title": practice.title,
        "definition": practice.about,
        "result": verdict(passed=practice.passed),
        "because": practice_reason(practice) or None,
        "checks": [check.name for check in practice.checks],
    }
