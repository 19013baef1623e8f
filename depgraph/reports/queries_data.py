"""The triage of queries as data: the contract of ``depgraph queries --format json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depgraph.reports.data import iso
from depgraph.rules.triage import age, asked, date_of, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.queries import Change
    from depgraph.model import Position
    from depgraph.rules.triage import Triage

Json = dict[str, Any]


def queries_data(found: Triage) -> Json:
    """Return the triage.

    Returns
    -------
    dict
        ``as_of``; ``queries``, each with its link, ``words``, ``rules``, ``settled`` and
        ``without`` (what dropping it alone changes); ``questions``; ``without_all`` (what
        dropping all queries changes); ``looked_at``, the milestones that changes are told
        of; ``not_known``, why changes are null. Both lists by date, code and prerequisite.
    """
    as_of = found.graph.as_of
    return {
        "as_of": as_of.isoformat() if as_of else None,
        "queries": [
            {
                "prerequisite": each.link.prerequisite,
                "dependent": each.link.dependent,
                "type": each.link.type,
                "lag": each.link.lag,
                "words": words(each.link),
                "asked": iso(asked(each.link)),
                "age_days": age(each.link, as_of),
                "date": iso(date_of(each.dependent)),
                "prerequisite_state": each.prerequisite.state,
                "dependent_state": each.dependent.state,
                "settled": each.is_settled,
                "rules": [rule._asdict() for rule in each.rules],
                "without": _changes(each.changes),
                **_place(each.link.position),
            }
            for each in found.queries
        ],
        "questions": [
            {
                "milestone": each.milestone.id,
                "text": each.question.text,
                "date": iso(date_of(each.milestone)),
                "settled": each.is_settled,
                **_place(each.question.position),
            }
            for each in found.questions
        ],
        "without_all": None if found.dropped is None else _changes(found.dropped.together),
        "looked_at": [] if found.dropped is None else list(found.dropped.targets),
        "not_known": found.unknown or None,
    }


def _changes(changes: Sequence[Change] | None) -> list[Json] | None:
    if changes is None:
        return None
    return [
        {
            "milestone": each.milestone,
            "projected": iso(each.projected),
            "projected_without": iso(each.projected_without),
            "path": list(each.path),
            "path_without": list(each.path_without),
        }
        for each in changes
    ]


def _place(position: Position | None) -> Json:
    if position is None:
        return {"file": None, "line": None, "column": None}
    return position._asdict()
