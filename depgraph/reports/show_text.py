"""Everything about one milestone, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from click import style

from depgraph.reports.layout import day, lag, state, through, whose
from depgraph.reports.writers.text import columns
from depgraph.words import counted, days, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph, Link, Milestone
    from depgraph.rules.findings import Finding


class Scheduled(NamedTuple):
    """What one revision of the schedule says of a milestone; None where it lacks it."""

    schedule: str
    as_of: date | None
    milestone: Milestone | None


def show_text(
    graph: Graph,
    code: str,
    *,
    projection: Projection | None,
    schedules: Sequence[Scheduled],
    findings: Sequence[Finding],
) -> str:
    """Return the report of ``depgraph show``.

    Parameters
    ----------
    projection
        The projected dates; None where the graph has none (a cycle, no as-of date).
    schedules
        The milestone in every revision of the schedule.
    findings
        The findings that name the milestone.
    """
    milestone = graph[code]
    parts = [_head(milestone, graph, projection)]
    if schedules:
        parts.append(_schedules(schedules))
    parts.append(_links("Waits on", graph, graph.links_into(code), "prerequisite"))
    parts.append(_links("Blocks", graph, graph.links_out_of(code), "dependent"))
    questions = [question for question in graph.questions if question.milestone == milestone.id]
    if questions:
        parts.append(
            _section(
                "Questions",
                (f"{printable(each.text)}  ({each.position})" for each in questions),
            )
        )
    if findings:
        parts.append(_section("Findings", (_finding(finding) for finding in findings)))
    return "\n".join(parts)


def _section(title: str, lines: Iterable[str]) -> str:
    return style(title, bold=True) + "\n" + "".join(f"  {line}\n" for line in lines)


def _head(milestone: Milestone, graph: Graph, projection: Projection | None) -> str:
    head = f"{style(milestone.id, bold=True)}  {printable(milestone.name or '(no name)')}\n"
    facts = [["owner", whose(milestone)]]
    if milestone.level is not None:
        facts.append(["level", str(milestone.level)])
    if milestone.kind != "milestone":
        facts.append(["kind", milestone.kind])
    if milestone.tags:
        facts.append(["tags", ", ".join(printable(tag) for tag in milestone.tags)])
    facts.append(["state", _state(milestone, graph.as_of)])
    dates = {
        "due": milestone.due,
        "forecast": milestone.forecast,
        "completed": milestone.completed,
        "not before": milestone.not_before,
        "not after": milestone.not_after,
    }
    facts += ([name, day(value)] for name, value in dates.items() if value is not None)
    if projection is not None and not milestone.is_complete:
        facts.append(["projected", _projected(milestone, projection)])
    if milestone.duration is not None:
        kind = " of work" if milestone.calendar else ""
        facts.append(["duration", days(milestone.duration) + kind])
    if milestone.calendar is not None:
        facts.append(["calendar", milestone.calendar])
    if milestone.progress is not None:
        facts.append(["progress", f"{milestone.progress} %"])
    if milestone.aka:
        facts.append(["also known as", ", ".join(milestone.aka)])
    for name in milestone.names[1:]:
        facts.append(["also named", f"{printable(name.text)}  ({name.position})"])
    if milestone.url:
        facts.append(["url", printable(milestone.url)])
    if milestone.note:
        facts.append(["note", printable(milestone.note)])
    facts.append(["defined in", str(milestone.position or "-")])
    return head + columns(facts, indent="  ")


def _state(milestone: Milestone, as_of: date | None) -> str:
    if milestone.state == "unknown":
        return "unknown: the schedule does not have it"
    word = state(milestone, as_of)
    return word if milestone.is_complete or milestone.state in word else f"incomplete, {word}"


def _projected(milestone: Milestone, projection: Projection) -> str:
    found = projection.date(milestone.id)
    if found is None:
        return "no date: neither it nor anything that it waits on has one"
    driver, link = projection.driver(milestone.id)
    by = f"waits on {link.prerequisite}" if link is not None else driver
    slip = projection.slip(milestone.id)
    late = f", {days(abs(slip))} {'after' if slip > 0 else 'before'} it is due" if slip else ""
    deadline = milestone.not_after
    if deadline is not None and found > deadline:
        late += f", {days((found - deadline).days)} after its deadline, {deadline}"
    return f"{found} ({by}{late})"


def _schedules(schedules: Sequence[Scheduled]) -> str:
    rows = [[style(head, bold=True) for head in ("Schedule", "due", "completed", "as of", "name")]]
    for each in schedules:
        one = each.milestone
        dates = [day(one.due), day(one.completed)] if one else ["not in it", ""]
        name = printable(one.name or "") if one else ""
        rows.append([each.schedule, *dates, day(each.as_of), name])
    return columns(rows)


def _links(title: str, graph: Graph, links: Sequence[Link], end: str) -> str:
    if not links:
        return _section(title, ("nothing",))
    done = sum(graph[getattr(link, end)].is_complete for link in links)
    heading = f"{title} {counted(len(links), 'milestone')}, {done} complete"
    rows = []
    doubts = []
    for link in links:
        other = graph[getattr(link, end)]
        relation: list[str] = [] if link.type == "FS" else [link.type]
        if link.lag:
            relation.append(f"lag {lag(link)}")
        relation.append(through(link))
        rows.append(
            [
                "?" if link.queried else " ",
                other.id,
                state(other, graph.as_of),
                day(other.completed or other.planned),
                whose(other),
                " ".join(filter(None, relation)),
                printable(other.name or ""),
            ]
        )
        words = [printable(query.text) for query in link.queries if query.text]
        if link.queried:
            doubts.append(
                f"  ? {other.id}: {' / '.join(words) or 'no reason given'}  ({link.position})\n"
            )
    if all(not row[5] for row in rows):
        for row in rows:
            del row[5]
    return style(heading, bold=True) + "\n" + columns(rows, indent="  ") + "".join(doubts)


def _finding(finding: Finding) -> str:
    status = "" if finding.status == "new" else f" [{finding.status}]"
    return f"{finding.severity}{status} {finding.rule}: {printable(finding.message)}"
