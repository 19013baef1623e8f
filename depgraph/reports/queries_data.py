"""The triage of queries as data: the contract of ``queries --format json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.analysis.rerouting import PathChange
from depgraph.model import State
from depgraph.reports.check_data import Judgement
from depgraph.reports.data import (
    Day,
    LinkTerms,
    OfPlan,
    Place,
    data_of,
    iso,
    link_terms,
    of_plan,
    place_data,
)
from depgraph.reports.layout import doubts
from depgraph.reports.queries_words import summary_sentences
from depgraph.rules.triage import age, asked, date_of
from depgraph.rules.triage_summary import triage_summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.path_forest import Change
    from depgraph.rules.triage import Agreeing, Triage, TriagedQuery, TriagedQuestion
    from depgraph.rules.triage_summary import TriageSummary


class AgreeingRule(Judgement):
    """A rule that says the same as a query or a question."""


class WorstChange(TypedDict):
    """The date that moves furthest without any one query or without all."""

    milestone: str
    projected: Day | None
    projected_without: Annotated[Day | None, "null where it is undated then"]


class ChangeWithout(WorstChange):
    """A milestone whose projected date or critical path is another without some links."""

    path: Annotated[list[str], "the codes of its critical path, itself first"]
    path_without: list[str]
    path_change: Annotated[PathChange, "a path that ties is as critical, and no other"]


class QueriedLink(LinkTerms, Place):
    """A link that a reviewer doubts, and where it stands."""

    words: Annotated[list[str], "the doubts that have words"]
    asked: Annotated[Day | None, "when the first doubt was"]
    age_days: Annotated[int | None, "from the first doubt to the as-of date"]
    date: Annotated[Day | None, "of the dependent: completed, else planned"]
    prerequisite_state: State
    dependent_state: State
    settled: Annotated[bool, "whether an end is complete, so that it holds nothing up"]
    rules: list[AgreeingRule]
    without: Annotated[
        list[ChangeWithout] | None, "what dropping it alone changes; null for not known"
    ]


class OpenQuestion(Place):
    """A question on a milestone, and where it stands."""

    milestone: str
    text: str
    date: Annotated[Day | None, "of the milestone: completed, else planned"]
    settled: Annotated[bool, "whether the milestone is complete"]
    rules: Annotated[list[AgreeingRule], "those that find something in what the milestone waits on"]


class QueriesSummary(TypedDict):
    """What the queries and questions come to, settled ones too; null for not known."""

    sentences: Annotated[list[str], "the same in words"]
    queries: int
    open_queries: int
    agreeing: Annotated[int, "open queries that say what a rule says"]
    wordless: Annotated[int, "open queries without words"]
    questions: int
    open_questions: int
    agreeing_questions: Annotated[int, "open questions on what a rule finds"]
    moved_dates: Annotated[int | None, "the dates that move without any one query or without all"]
    worst: WorstChange | None
    moving: Annotated[int | None, "queries that alone move a date"]
    rerouting: Annotated[int | None, "those that alone change a critical path, and move no date"]
    tying: Annotated[int | None, "those that alone only bring a path that ties"]
    rerouted: Annotated[int | None, "the critical paths that are others without all"]


class QueriesAnswer(OfPlan):
    """All queries and questions of a plan, open ones that do most first: depgraph queries."""

    summary: QueriesSummary
    queries: list[QueriedLink]
    questions: list[OpenQuestion]
    without_all: Annotated[
        list[ChangeWithout] | None, "what dropping all queries changes; null for not known"
    ]
    looked_at: Annotated[list[str], "the milestones that changes are told of"]
    not_known: Annotated[str | None, "why changes are not known"]


def queries_data(triage: Triage) -> QueriesAnswer:
    """Return the triage."""
    as_of = triage.graph.as_of
    dropped = triage.dropped
    return {
        **of_plan(triage.graph),
        "summary": _summary_data(triage_summary(triage)),
        "queries": [query_data(query, age(query.link, as_of)) for query in triage.queries],
        "questions": [_question_data(question) for question in triage.questions],
        "without_all": None if dropped is None else _changes_without(dropped.together),
        "looked_at": [] if dropped is None else list(dropped.targets),
        "not_known": triage.unknown or None,
    }


def _summary_data(summary: TriageSummary) -> QueriesSummary:
    dropping = summary.dropping
    worst = dropping.moved[0] if dropping and dropping.moved else None
    effects = ("moving", "rerouting", "tying", "rerouted")
    return data_of(
        QueriesSummary,
        summary,
        sentences=summary_sentences(summary),
        moved_dates=None if dropping is None else len(dropping.moved),
        worst=worst and data_of(WorstChange, worst),
        **{name: dropping and getattr(dropping, name) for name in effects},
    )


def query_data(query: TriagedQuery, age_days: int | None) -> QueriedLink:
    """Return a query, with its age."""
    link = query.link
    return {
        **link_terms(link),
        "words": doubts(link),
        "asked": iso(asked(link)),
        "age_days": age_days,
        "date": iso(date_of(query.dependent)),
        "prerequisite_state": query.prerequisite.state,
        "dependent_state": query.dependent.state,
        "settled": query.is_settled,
        "rules": _rules_data(query.rules),
        "without": None if query.changes is None else _changes_without(query.changes),
        **place_data(link.position),
    }


def _rules_data(rules: Sequence[Agreeing]) -> list[AgreeingRule]:
    return [data_of(AgreeingRule, rule) for rule in rules]


def _question_data(question: TriagedQuestion) -> OpenQuestion:
    return {
        "milestone": question.milestone.id,
        "text": question.question.text,
        "date": iso(date_of(question.milestone)),
        "settled": question.is_settled,
        "rules": _rules_data(question.rules),
        **place_data(question.question.position),
    }


def _changes_without(changes: Sequence[Change]) -> list[ChangeWithout]:
    return [data_of(ChangeWithout, change) for change in changes]
