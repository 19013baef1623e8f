"""What the queries and questions of a plan come to, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct
from depgraph.rules.triage import effect_of

if TYPE_CHECKING:
    from depgraph.analysis.path_forest import Change
    from depgraph.rules.triage import Triage


class Dropping(Struct):
    """What dropping the queries of a plan does to the main milestones.

    Attributes
    ----------
    moved
        The milestones whose dates change without any one or without all, the worst first: those
        that have no date then, then those that come earlier by the most days.
    moving, rerouting, tying
        How many queries alone move a date; change a critical path and move none; bring a path
        that ties and do no more.
    rerouted
        How many critical paths are others without all of them.
    """

    moved: tuple[Change, ...]
    moving: int
    rerouting: int
    tying: int
    rerouted: int


class TriageSummary(Struct):
    """How many queries and questions a plan has, and what they do.

    Attributes
    ----------
    queries, questions
        How many there are, settled ones too.
    open_queries, open_questions
        How many still matter.
    agreeing, wordless
        How many open queries say what a rule says; how many have no words.
    agreeing_questions
        How many open questions are on what a rule finds.
    dropping
        What dropping the queries does; None where it is not known.
    """

    queries: int
    open_queries: int
    agreeing: int
    wordless: int
    questions: int
    open_questions: int
    agreeing_questions: int
    dropping: Dropping | None


def triage_summary(triage: Triage) -> TriageSummary:
    """Return what the queries and questions of a plan come to, whichever of them are shown."""
    queries = [query for query in triage.queries if not query.is_settled]
    questions = [question for question in triage.questions if not question.is_settled]
    return TriageSummary(
        queries=len(triage.graph.queried_links),
        open_queries=len(queries),
        agreeing=sum(bool(query.rules) for query in queries),
        wordless=sum(not any(doubt.text for doubt in query.link.queries) for query in queries),
        questions=len(triage.graph.questions),
        open_questions=len(questions),
        agreeing_questions=sum(bool(question.rules) for question in questions),
        dropping=_dropping(triage),
    )


def _dropping(triage: Triage) -> Dropping | None:
    dropped = triage.dropped
    if dropped is None:
        return None
    effects = [effect_of(changes) for changes in dropped.alone]
    moved: dict[str, Change] = {}
    for changes in (*dropped.alone, dropped.together):
        for change in changes:
            if change.is_moved:
                worst = min(change, moved.get(change.milestone, change), key=_badness)
                moved[change.milestone] = worst
    return Dropping(
        moved=tuple(sorted(moved.values(), key=_badness)),
        moving=effects.count("date"),
        rerouting=effects.count("path"),
        tying=effects.count("tie"),
        rerouted=sum(change.is_rerouted for change in dropped.together),
    )


def _badness(change: Change) -> tuple[bool, int, str]:
    before, after = change.projected, change.projected_without
    if before is None or after is None:
        return False, 0, change.milestone
    return True, -abs((after - before).days), change.milestone
