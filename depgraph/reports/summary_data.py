"""The state of a plan on one page, as data: the contract of ``report --format json``."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.analysis.late import KIND_WORDS, expected_date, late_words, projected_date
from depgraph.analysis.scheduled import counted_milestones, date_in, in_revision
from depgraph.analysis.scope import all_main, main_noun
from depgraph.reports.data import Day, OfPlan, data_of, of_plan
from depgraph.reports.path_words import driver_sentence, equal_sentences, late_sentences
from depgraph.reports.queries_words import first_lines
from depgraph.reports.summary_causes import (
    LateByItself,
    SummaryCause,
    days_late,
    late_by_themselves,
    summary_causes,
)
from depgraph.reports.summary_words import (
    check_sentences,
    decision_lines,
    since_sentences,
    target_sentence,
)
from depgraph.words import natural

if TYPE_CHECKING:
    from collections.abc import Collection

    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.analysis.float_paths import Step
    from depgraph.model import Milestone
    from depgraph.model.schedules import Revision
    from depgraph.reports.review import Review


class StandingCounts(TypedDict):
    """How many milestones stand how."""

    complete: int
    overdue: int
    will_be_late: int
    soon: Annotated[int, "due within 90 days"]
    later: int
    undated: int


class SummaryMilestone(TypedDict):
    """A main milestone that is not complete."""

    id: str
    name: str | None
    due: Day | None
    expected: Annotated[Day | None, "projected; of what is overdue, not before the as-of date"]
    late: Annotated[str | None, "how: overdue, will be late"]
    late_days: Annotated[int | None, "from the date that it misses to when it is expected"]
    standing: str
    days_left: Annotated[int | None, "until it is expected, where that is within 90 days"]
    before: Annotated[Day | None, "its date in the schedule before"]
    moved_days: Annotated[int | None, "since that schedule, positive for later"]
    is_new: Annotated[bool, "whether the schedule before does not have it"]
    features: Annotated[int | None, "how many are folded into it; null where none is"]
    features_done: int | None


class SummaryStep(TypedDict):
    """A milestone of what drives another."""

    id: str
    name: str | None
    date: Annotated[Day | None, "when it is expected"]
    late: Annotated[str | None, "how, and by how many days"]
    late_days: int | None
    slack: Annotated[int | None, "of the link to the next one; null for the last"]


class SummaryPath(TypedDict):
    """What drives a milestone."""

    target: str
    steps: Annotated[list[SummaryStep], "from what has its date by itself to the target"]
    sentences: list[str]


class SummaryAnswer(OfPlan):
    """The state of a plan on one page: depgraph report."""

    title: str
    size: Annotated[str, "how many milestones there are"]
    headline: list[str]
    counts: StandingCounts
    counts_only_in_schedule: Annotated[StandingCounts, "of these, what only the schedule has"]
    counts_words: Annotated[str, "how many are late, and how"]
    causes: Annotated[list[SummaryCause], "what is late, and by what cause; the worst first"]
    by_themselves: Annotated[LateByItself | None, "the others that are late, each by itself"]
    noun: Annotated[str, "what a main milestone is called"]
    milestones: Annotated[list[SummaryMilestone], "the main ones that are not complete, by date"]
    complete: Annotated[list[str], "the codes of the main ones that are complete"]
    paths: Annotated[list[SummaryPath], "what drives the target, and the latest of what is late"]
    queries: list[str]
    decisions: list[str]
    checks: list[str]
    previous: Annotated[str | None, "the name of the schedule before, where there is one"]
    since: Annotated[list[str], "what changed since that"]
    risk: Annotated[list[str], "how likely dates are, where the plan says something on it"]
    refusal: Annotated[str | None, "why no date is projected"]


def summary_data(review: Review) -> SummaryAnswer:
    """Return the state of a plan: what is late and why, the main milestones, what to decide."""
    graph = review.graph
    main = all_main(graph)
    previous = previous_revision(review)
    causes = summary_causes(review)
    paths = told_paths(review)
    rows = [_row(milestone, review, previous) for milestone in main if not milestone.is_complete]
    return {
        **of_plan(graph),
        "title": review.title,
        "size": counted_milestones(graph),
        "headline": _headline(review),
        "counts": _counts(review, review.standings),
        "counts_only_in_schedule": _counts(
            review, {milestone.id for milestone in graph.schedule_only} & set(review.standings)
        ),
        "counts_words": late_words(review.late.values()),
        "causes": causes,
        "by_themselves": late_by_themselves(review, causes),
        "noun": main_noun(graph),
        "milestones": sorted(rows, key=lambda row: (row["expected"] or "9999", natural(row["id"]))),
        "complete": sorted((m.id for m in main if m.is_complete), key=natural),
        "paths": [_path(path, review) for path in paths],
        "queries": _queries(review),
        "decisions": decision_lines(review, paths),
        "checks": check_sentences(review.findings),
        "previous": None if previous is None else previous.name,
        "since": [] if previous is None else since_sentences(graph, previous, review.revisions),
        "risk": list(review.risk),
        "refusal": review.refusal or None,
    }


def previous_revision(review: Review) -> Revision | None:
    """Return the last schedule before the as-of date of the plan."""
    as_of = review.graph.as_of
    before = [
        revision
        for revision in review.revisions
        if as_of is not None and revision.as_of is not None and revision.as_of < as_of
    ]
    return max(before, key=lambda revision: str(revision.as_of)) if before else None


def _queries(review: Review) -> list[str]:
    has_any = review.graph.queried_links or review.graph.questions
    return first_lines(review.triage) if review.triage is not None and has_any else []


def _headline(review: Review) -> list[str]:
    if review.causes is not None and review.causes.notes:
        first = review.causes.notes[0]
    else:
        # Without projected dates only what is overdue is known, and without a day not even that.
        known = "Nothing is known to be late" if review.refusal and not review.late else ""
        first = f"{known or late_words(review.late.values()).capitalize()}."
    target = target_sentence(review)
    return [first, target] if target else [first]


def _counts(review: Review, codes: Collection[str]) -> StandingCounts:
    """Return how many of some milestones stand how."""
    standings = Counter(review.standings[code] for code in codes)
    kinds = Counter(late.kind for code, late in review.late.items() if code in codes)
    return {
        "complete": standings["done"],
        "overdue": kinds["overdue"],
        "will_be_late": kinds["projected late"],
        "soon": standings["soon"],
        "later": standings["later"],
        "undated": standings["undated"],
    }


def _row(milestone: Milestone, review: Review, previous: Revision | None) -> SummaryMilestone:
    graph, code = review.graph, milestone.id
    late = review.late.get(code)
    expected = expected_date(milestone, graph.as_of, projected_date(review.projection, code))
    there = None if previous is None else in_revision(milestone, previous)
    before = None if there is None else date_in(there)
    now = date_in(milestone)
    features = review.features.get(code, ())
    left = None
    if review.standings[code] == "soon" and expected is not None and graph.as_of is not None:
        left = (expected - graph.as_of).days
    return data_of(
        SummaryMilestone,
        milestone,
        expected=expected,
        late=None if late is None else KIND_WORDS[late.kind],
        late_days=days_late(review, code),
        standing=review.standings[code],
        days_left=left,
        before=before,
        moved_days=None if before is None or now is None else (now - before).days,
        is_new=previous is not None and there is None,
        features=len(features) or None,
        features_done=sum(graph[one].is_complete for one in features) if features else None,
    )


def told_paths(review: Review) -> list[CriticalPath]:
    """Return what drives the target and, where that is not late, the last of what is late."""
    by_target = {route.path.target.id: route.path for route in review.routes}
    if review.target is None:
        return []
    paths = [by_target[review.target]]
    if review.target not in review.late:
        late = [code for code in by_target if code in review.late]
        chained = [code for code in late if len(by_target[code].driving_chain) > 1]
        if chained:
            last = max(chained, key=lambda code: _lastness(by_target[code]))
            paths.append(by_target[last])
    return paths


def _lastness(path: CriticalPath) -> tuple[str, int, str]:
    """Return how late in the plan a milestone is: by its date, then by what drives it."""
    return str(path.projected), len(path.driving_chain), str(path.target.due)


def _path(path: CriticalPath, review: Review) -> SummaryPath:
    steps = path.driving_steps
    return {
        "target": path.target.id,
        "steps": [_step(step, review) for step in reversed(steps)],
        "sentences": [driver_sentence(path), *equal_sentences(path), *late_sentences(path)],
    }


def _step(step: Step, review: Review) -> SummaryStep:
    late = review.late.get(step.milestone.id)
    return data_of(
        SummaryStep,
        step.milestone,
        date=step.projected,
        late=late and late.words,
        late_days=days_late(review, step.milestone.id),
        slack=step.link_slack,
    )
