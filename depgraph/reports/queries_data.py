"""The triage of queries as data: the contract of ``depgraph queries --format json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from depgraph.showing import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from depgraph.analysis.queries import Change, DroppedQueries
    from depgraph.model import Graph, Link, Milestone, Position, Question
    from depgraph.rules.findings import Finding, Severity, Status

Json = dict[str, Any]

# These say that the query is there, and nothing about the link.
_ABOUT_QUERIES = ("stale-query",)


class Agreeing(NamedTuple):
    """A rule with a finding whose evidence has the queried link, and the finding's status."""

    rule: str
    severity: Severity
    status: Status


class TriagedQuery(NamedTuple):
    """A queried link with what helps to settle it.

    Attributes
    ----------
    rules
        The rules that say the same, each once, by rule and status.
    complete
        The codes of its ends that are complete: with one, the query is settled.
    changes
        What dropping this link alone changes; None where that is not known.
    """

    link: Link
    prerequisite: Milestone
    dependent: Milestone
    rules: tuple[Agreeing, ...]
    complete: tuple[str, ...]
    changes: tuple[Change, ...] | None

    @property
    def is_settled(self) -> bool:
        """Whether an end is complete, so that the link holds nothing up any more."""
        return bool(self.complete)


class TriagedQuestion(NamedTuple):
    """An open question with its milestone; it is settled where that is complete."""

    question: Question
    milestone: Milestone

    @property
    def is_settled(self) -> bool:
        """Whether the milestone is complete."""
        return self.milestone.is_complete


@shown
class Triage(NamedTuple):
    """All queries and questions of a plan, by date, code and prerequisite.

    Attributes
    ----------
    queries, questions
        Those that are shown.
    settled
        How many are left out because they no longer matter.
    dropped
        What dropping changes; None where it is not known, and `unknown` says why.
    """

    graph: Graph
    queries: tuple[TriagedQuery, ...]
    questions: tuple[TriagedQuestion, ...]
    settled: int
    dropped: DroppedQueries | None
    unknown: str


def triage(
    graph: Graph,
    findings: Iterable[Finding],
    dropped: DroppedQueries | None,
    *,
    unknown: str = "",
    only_open: bool = False,
) -> Triage:
    """Put together what is known about each query and each question.

    Parameters
    ----------
    findings
        All findings of a check of the graph.
    dropped
        What `drop_queries` found, or None where it could not.
    unknown
        Why it could not.
    only_open
        Leave out what no longer matters.
    """
    said: dict[Link, set[Agreeing]] = {}
    for finding in findings:
        if finding.rule not in _ABOUT_QUERIES:
            for link in finding.links:
                if link.queries:
                    agreeing = Agreeing(finding.rule, finding.severity, finding.status)
                    said.setdefault(link, set()).add(agreeing)
    queries = []
    for n, link in enumerate(graph.queried_links):
        ends = (graph[link.prerequisite], graph[link.dependent])
        queries.append(
            TriagedQuery(
                link,
                *ends,
                rules=tuple(sorted(said.get(link, ()))),
                complete=tuple(milestone.id for milestone in ends if milestone.is_complete),
                changes=None if dropped is None else dropped.alone[n],
            )
        )
    questions = [TriagedQuestion(each, graph[each.milestone]) for each in graph.questions]
    settled = 0
    if only_open:
        settled = sum(each.is_settled for each in queries)
        settled += sum(each.is_settled for each in questions)
        queries = [each for each in queries if not each.is_settled]
        questions = [each for each in questions if not each.is_settled]
    queries.sort(key=lambda each: (*_when(each.dependent), each.link.prerequisite))
    questions.sort(key=lambda each: _when(each.milestone))
    return Triage(graph, tuple(queries), tuple(questions), settled, dropped, unknown)


def date_of(milestone: Milestone) -> date | None:
    """Return the date that stands for a milestone: completed, else planned."""
    return milestone.completed or milestone.planned


def _when(milestone: Milestone) -> tuple[bool, str, str]:
    day = date_of(milestone)
    return day is None, str(day), milestone.id


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
                "asked": _day(asked(each.link)),
                "age_days": age(each.link, as_of),
                "date": _day(date_of(each.dependent)),
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
                "date": _day(date_of(each.milestone)),
                "settled": each.is_settled,
                **_place(each.question.position),
            }
            for each in found.questions
        ],
        "without_all": None if found.dropped is None else _changes(found.dropped.together),
        "looked_at": [] if found.dropped is None else list(found.dropped.targets),
        "not_known": found.unknown or None,
    }


def asked(link: Link) -> date | None:
    """Return the date of the first doubt about a link, where one has a date."""
    return min((query.asked for query in link.queries if query.asked), default=None)


def age(link: Link, as_of: date | None) -> int | None:
    """Return the days from the first doubt about a link to the as-of date, where known."""
    first = asked(link)
    return None if first is None or as_of is None else (as_of - first).days


def words(link: Link) -> list[str]:
    """Return the doubts about a link that have words."""
    return [query.text for query in link.queries if query.text]


def _changes(changes: Sequence[Change] | None) -> list[Json] | None:
    if changes is None:
        return None
    return [
        {
            "milestone": each.milestone,
            "projected": _day(each.projected),
            "projected_without": _day(each.projected_without),
            "path": list(each.path),
            "path_without": list(each.path_without),
        }
        for each in changes
    ]


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _place(position: Position | None) -> Json:
    if position is None:
        return {"file": None, "line": None, "column": None}
    return position._asdict()
