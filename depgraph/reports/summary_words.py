"""The sentences of the summary of a plan."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from depgraph.analysis.movements import movements
from depgraph.model.schedules import Revision
from depgraph.words import counted, later, listed, natural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.analysis.movements import Movement
    from depgraph.model import Graph
    from depgraph.reports.review import Review
    from depgraph.reports.summary_causes import LateByItself, SummaryCause
    from depgraph.rules.findings import Finding

_MOST_CODES = 6
_MOST_RULES = 4


def target_sentence(review: Review) -> str:
    """Return when the target is expected, and how that is to its due date; empty without one."""
    route = next((one for one in review.routes if one.path.target.id == review.target), None)
    if route is None or route.path.target.is_complete:
        return ""
    target, projected = route.path.target, route.path.projected
    if projected is None:
        return f"{target.id} has no projected date."
    if target.due is None:
        return f"{target.id} is projected for {projected}, and has no due date."
    moved = (projected - target.due).days
    if not moved:
        return f"{target.id} keeps its due date, {target.due}."
    return f"{target.id} is projected for {projected}, {later(moved)} than due ({target.due})."


def cause_lines(cause: SummaryCause) -> list[tuple[str, int | None]]:
    """Return a cause in words and what it makes late, each with its days."""
    name = f", {cause['name'].rstrip('.')}" if cause["name"] else ""
    because = f": {cause['because']}" if cause["because"] else ""
    makes = ", makes late:" if cause["makes_late"] else ""
    lines: list[tuple[str, int | None]] = [
        (f"{cause['code']}{name}{because}{makes}", cause["days"])
    ]
    lines += [(listed(group["codes"], _MOST_CODES), group["days"]) for group in cause["makes_late"]]
    return lines


def by_itself_line(rest: LateByItself) -> str:
    """Return how many others are late, whose they are, and which is the worst."""
    teams = listed([f"{team['team']} {team['count']}" for team in rest["teams"]], _MOST_CODES)
    number = counted(rest["count"], "other milestone is", "other milestones are")
    alone = "each by itself" if rest["count"] > 1 else "by itself"
    return f"{number} late, {alone}: {teams}; the worst {rest['worst']}"


def check_sentences(findings: Sequence[Finding]) -> list[str]:
    """Return how many new errors and warnings there are, by which rules, and the rest."""
    new = [finding for finding in findings if finding.status == "new"]
    parts = []
    for severity in ("error", "warning"):
        rules = Counter(finding.rule for finding in new if finding.severity == severity)
        which = [f"{rule} {count}" for rule, count in rules.most_common()]
        named = f" ({listed(which, _MOST_RULES)})" if which else ""
        number = counted(rules.total(), f"new {severity}") if rules else f"No new {severity}"
        parts.append(f"{number}{named}")
    others = Counter(finding.status for finding in findings if finding.status != "new")
    rest = [
        (sum(finding.severity == "info" for finding in new), "for information"),
        (others["known"], "known and accepted"),
        (others["queried"], "explained by a query"),
    ]
    lines = [f"{parts[0]}; {parts[1].replace('No', 'no', 1)}."]
    if words := [f"{count} {what}" for count, what in rest if count]:
        lines.append(f"Besides, {', '.join(words)}.")
    return lines


def since_sentences(graph: Graph, previous: Revision, revisions: Sequence[Revision]) -> list[str]:
    """Return what was completed, moved, came and went since an earlier schedule.

    It is compared with the schedule of the as-of date or, without one, with the plan.
    """
    plan = Revision("the plan", graph.as_of, {m.id: m for m in graph.milestones})
    now = next((one for one in revisions if one.as_of == graph.as_of), plan)
    followed = movements(graph, (previous, now), [m.id for m in graph.milestones]).movements
    completed = sum(_is_completed(one) for one in followed)
    dated = [one for one in followed if not one.dates[1].is_complete and any(one.moves)]
    past = [one for one in dated if (one.total or 0) > 0]
    trends = Counter(one.trend for one in followed)
    gone = trends["vanished"] + _unknown(graph, previous)
    first = f"{completed} completed; {counted(len(dated), 'other date')} moved"
    come = f"{counted(trends['new'], 'milestone')} new, {gone} gone"
    return [f"{first}, {len(past)} of them to later; {come}.", *_most_moved(past)]


def _unknown(graph: Graph, previous: Revision) -> int:
    """Return how many milestones of a schedule the plan does not have under any code."""
    known = {code for m in graph.milestones for code in (m.id, *m.aka)}
    return sum(code not in known for code in previous.milestones)


def _most_moved(past: Sequence[Movement]) -> list[str]:
    """Return which milestones moved to later by the most days."""
    most = max((one.total or 0 for one in past), default=0)
    codes = sorted((one.code for one in past if one.total == most), key=natural)
    return [f"By the most: {listed(codes, _MOST_CODES)}, {later(most)}."] if codes else []


def _is_completed(movement: Movement) -> bool:
    """Whether a milestone was completed between two schedules."""
    before, after = movement.dates
    return after.is_complete and not before.is_complete


def decision_lines(review: Review, paths: Iterable[CriticalPath]) -> list[str]:
    """Return what is to be decided: links that rules doubt, dates that have passed."""
    lines = [*_doubted_links(review, paths)]
    unforecast = [
        code
        for code, late in review.late.items()
        if late.kind == "overdue" and review.graph[code].forecast is None
    ]
    if unforecast:
        lines.append(
            f"{counted(len(unforecast), 'overdue milestone has', 'overdue milestones have')} no "
            "forecast: to be completed, or to be given a date."
        )
    return lines


def _doubted_links(review: Review, paths: Iterable[CriticalPath]) -> Iterable[str]:
    """Yield the errors and warnings at what drives a late milestone."""
    driving = {link for path in paths for link in path.driving_chain_links}
    for finding in review.findings:
        if finding.severity != "info" and not driving.isdisjoint(finding.links):
            reason = f" ({finding.reason.rstrip('.')})" if finding.reason else ""
            judged = f"{finding.status} {finding.severity} {finding.rule}{reason}"
            yield f"{finding.message.rstrip('.')}: {judged}."
