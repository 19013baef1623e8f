"""The triage of queries: what is known about each doubt, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from depgraph.records import Struct
from depgraph.showing import printed, shown
from depgraph.words import counted, natural

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from depgraph.analysis.path_forest import Change
    from depgraph.analysis.queries import DroppedQueries
    from depgraph.model import Graph, Link, Milestone, Question
    from depgraph.rules.findings import Finding, Severity, Status

Effect = Literal["date", "path", "tie", "none"]
"""The most that dropping a query alone does: move a date, change a critical path, tie with it."""

# The most first.
_EFFECTS: tuple[Effect, ...] = ("date", "path", "tie", "none")

# These say that the query is there, and nothing about the link.
_ABOUT_QUERIES = ("stale-query",)

# Of the checks, the one that says of a milestone what rules say: that something is missing.
_ABOUT_MILESTONES = ("orphan",)


class Agreeing(Struct):
    """A rule with a finding whose evidence has the queried link, and the finding's status."""

    rule: str
    severity: Severity
    status: Status


class TriagedQuery(Struct):
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

    @property
    def effect(self) -> Effect | None:
        """The most that dropping it alone does; None where that is not known."""
        return None if self.changes is None else effect_of(self.changes)


class TriagedQuestion(Struct):
    """An open question with its milestone; it is settled where that is complete.

    Attributes
    ----------
    rules
        The rules of the plan that find something in what the milestone waits on, each once, by
        rule and status: what is found at a queried link stands there.
    """

    question: Question
    milestone: Milestone
    rules: tuple[Agreeing, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether the milestone is complete."""
        return self.milestone.is_complete


@printed
@shown
class Triage(Struct):
    """All queries and questions of a plan.

    Attributes
    ----------
    queries
        Those that are shown: the open ones first, of these those that do most, then by date,
        code and prerequisite.
    questions
        Those that are shown, by date and code.
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

    def __repr__(self) -> str:
        """Return a line with the counts."""
        queries = counted(len(self.queries), "query", "queries")
        return f"<Triage: {queries}, {counted(len(self.questions), 'question')}>"


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

    Returns
    -------
    Triage
        The queries and the questions. Printed, it is a table.
    """
    at_links, at_milestones = _agreeing(findings)
    queries = []
    for n, link in enumerate(graph.queried_links):
        ends = (graph[link.prerequisite], graph[link.dependent])
        queries.append(
            TriagedQuery(
                link,
                *ends,
                rules=tuple(sorted(at_links.get((link.ends, link.queries), ()))),
                complete=tuple(milestone.id for milestone in ends if milestone.is_complete),
                changes=None if dropped is None else dropped.alone[n],
            )
        )
    questions = [
        TriagedQuestion(
            question,
            graph[question.milestone],
            tuple(sorted(at_milestones.get(question.milestone, ()))),
        )
        for question in graph.questions
    ]
    settled = 0
    if only_open:
        settled = sum(entry.is_settled for entry in queries)
        settled += sum(entry.is_settled for entry in questions)
        queries = [entry for entry in queries if not entry.is_settled]
        questions = [entry for entry in questions if not entry.is_settled]
    queries.sort(key=_query_order)
    questions.sort(key=lambda entry: _date_order(entry.milestone))
    return Triage(graph, tuple(queries), tuple(questions), settled, dropped, unknown)


def effect_of(changes: Iterable[Change]) -> Effect:
    """Return the most that some changes are."""
    effects: list[Effect] = [
        "date" if change.is_moved else "path" if change.is_rerouted else "tie" for change in changes
    ]
    return min(effects, key=_EFFECTS.index, default="none")


def _query_order(query: TriagedQuery) -> tuple[object, ...]:
    weight = _EFFECTS.index(query.effect or "none")
    return query.is_settled, weight, *_date_order(query.dependent), natural(query.link.prerequisite)


def triage_if_possible(
    graph: Graph, findings: Iterable[Finding], *, only_open: bool = False
) -> Triage:
    """Put together what is known, also of a plan where what dropping changes cannot be found."""
    from depgraph.analysis.queries import drop_queries
    from depgraph.analysis.readings import REFUSALS

    dropped, unknown = None, ""
    try:
        dropped = drop_queries(graph)
    except REFUSALS as error:
        unknown = str(error).splitlines()[0].removesuffix(":")
    return triage(graph, findings, dropped, unknown=unknown, only_open=only_open)


def _agreeing(
    findings: Iterable[Finding],
) -> tuple[dict[tuple[object, ...], set[Agreeing]], dict[str, set[Agreeing]]]:
    """Return the rules that say something about each queried link, and about each milestone.

    A link is known by its ends and its queries.
    """
    from depgraph.rules.builtin.registry import CHECKS

    at_links: dict[tuple[object, ...], set[Agreeing]] = {}
    at_milestones: dict[str, set[Agreeing]] = {}
    for finding in findings:
        if finding.rule in _ABOUT_QUERIES:
            continue
        agreeing = Agreeing(finding.rule, finding.severity, finding.status)
        for link in finding.links:
            if link.queries:
                at_links.setdefault((link.ends, link.queries), set()).add(agreeing)
        if finding.rule in CHECKS and finding.rule not in _ABOUT_MILESTONES:
            continue
        if finding.milestone is not None and not any(link.queries for link in finding.links):
            at_milestones.setdefault(finding.milestone, set()).add(agreeing)
    return at_links, at_milestones


def date_of(milestone: Milestone) -> date | None:
    """Return the date that stands for a milestone: completed, else planned."""
    return milestone.completed or milestone.planned


def _date_order(milestone: Milestone) -> tuple[object, ...]:
    day = date_of(milestone)
    return day is None, str(day), natural(milestone.id)


def asked(link: Link) -> date | None:
    """Return the date of the first doubt about a link, where one has a date."""
    return min((query.asked for query in link.queries if query.asked), default=None)


def age(link: Link, as_of: date | None) -> int | None:
    """Return the days from the first doubt about a link to the as-of date, where known."""
    first = asked(link)
    return None if first is None or as_of is None else (as_of - first).days
