"""The health of a schedule as data: the contract of ``health --format json``.

Keys may be added; those that are there keep their name and meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depgraph.analysis.health.measures import Measured, NotComputed
from depgraph.reports.health_words import practice_reason, verdict

if TYPE_CHECKING:
    from depgraph.analysis.health.assess import Health
    from depgraph.analysis.health.measures import Check, Practice

Json = dict[str, Any]


def health_data(health: Health) -> Json:
    """Return the health of a schedule.

    Returns
    -------
    dict
        ``as_of``; ``end``, the code at which the project ends, or null; ``limits``, all of
        them; ``dcma``, the fourteen points, and ``other_checks``, each with ``point`` (null
        for the others), ``check`` (its key in the configuration), ``title``, ``definition``,
        ``result`` (``pass``, ``fail`` or ``not computed``), ``because`` (why not, else null),
        ``count``, ``of`` and ``share`` (count over of; null where not computed), ``limit``
        (per cent), ``limit_is`` (``most`` or ``least``), ``population``, ``departure`` (how
        that differs from what the method looks at), ``found`` (codes, or links as
        ``A -> B``: what was counted or, of a least share of links, the others) and
        ``remarks``; ``gao``, the practices, each with ``practice``,
        ``title``, ``definition``, ``result``, ``because`` (why it cannot be computed or, where
        it can, what cannot be judged; null if all can) and ``checks``, keys.
    """
    return {
        "as_of": health.as_of.isoformat() if health.as_of else None,
        "end": None if isinstance(health.end, NotComputed) else health.end,
        "limits": health.limits._asdict(),
        "dcma": [_check(check) for check in health.points],
        "other_checks": [
            _check(check) for check in health.checks if check.definition.point is None
        ],
        "gao": [_practice(practice) for practice in health.practices],
    }


def _check(check: Check) -> Json:
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
        "found": list(measured.found) if measured else [],
        "remarks": list(measured.remarks) if measured else [],
    }


def _practice(practice: Practice) -> Json:
    return {
        "practice": practice.number,
        "title": practice.title,
        "definition": practice.about,
        "result": verdict(passed=practice.passed),
        "because": practice_reason(practice) or None,
        "checks": [check.name for check in practice.checks],
    }
