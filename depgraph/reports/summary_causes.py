"""What is late and by what cause, as the summary of a plan has it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.analysis.late import days_behind
from depgraph.analysis.scope import all_main
from depgraph.words import natural

if TYPE_CHECKING:
    from depgraph.reports.review import Review


class MadeLate(TypedDict):
    """Milestones that a cause makes late by as many days."""

    days: int
    codes: list[str]


class SummaryCause(TypedDict):
    """A cause of delays."""

    code: str
    name: str | None
    because: Annotated[str | None, "why it has its date"]
    days: Annotated[int | None, "by how many days it is late itself, if it is"]
    makes_late: Annotated[list[MadeLate], "the most days first"]


class TeamCount(TypedDict):
    """How many late milestones a team, or an owner, has."""

    team: str
    count: int


class LateByItself(TypedDict):
    """Late milestones that are not main ones and hold up nothing that is late."""

    count: int
    teams: list[TeamCount]
    worst: str
    worst_days: int


def days_late(review: Review, code: str) -> int | None:
    """Return how many days after the date that it misses something late is now expected.

    That is what ``list`` says: of what is overdue and expected after the as-of date, more than
    it is overdue by.
    """
    if code not in review.late:
        return None
    behind = None if review.projection is None else days_behind(review.projection, code)
    return review.late[code].days if behind is None else behind


def summary_causes(review: Review) -> list[SummaryCause]:
    """Return the causes of what is late; what hurts only itself, of main milestones only."""
    if review.causes is None:
        return []
    main = {milestone.id for milestone in all_main(review.graph)}
    places = {head.name: place for place, head in enumerate(review.causes.heads)}
    causes = []
    for row in review.causes.rows:
        code, because, held = (row[places[name]] for name in ("code", "because", "holds_up"))
        assert isinstance(code, str)
        assert isinstance(held, tuple)
        others = [one for one in held if one != code]
        if not others and code not in main:
            continue
        by_days: dict[int, list[str]] = {}
        for one in others:
            by_days.setdefault(days_late(review, one) or 0, []).append(one)
        causes.append(
            SummaryCause(
                code=code,
                name=review.graph[code].name,
                because=None if because is None else str(because),
                days=days_late(review, code),
                makes_late=[
                    {"days": days, "codes": sorted(by_days[days], key=natural)}
                    for days in sorted(by_days, reverse=True)
                ],
            )
        )
    return causes


def late_by_themselves(review: Review, causes: list[SummaryCause]) -> LateByItself | None:
    """Return what is late besides the causes and what they make late."""
    named = {cause["code"] for cause in causes}
    named.update(
        code for cause in causes for group in cause["makes_late"] for code in group["codes"]
    )
    rest = [code for code in review.late if code not in named]
    if not rest:
        return None
    graph = review.graph
    teams = Counter(graph[code].team or graph[code].owner or "no team" for code in rest)
    worst = max(sorted(rest, key=natural), key=lambda code: days_late(review, code) or 0)
    return {
        "count": len(rest),
        "teams": [
            {"team": team, "count": count}
            for team, count in sorted(teams.items(), key=lambda item: (-item[1], item[0]))
        ],
        "worst": worst,
        "worst_days": days_late(review, worst) or 0,
    }
