"""The critical path as text: what drives a date, and how much margin each step has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style, unstyle

from depgraph.reports.layout import day, lag, state, through, whose
from depgraph.reports.path_data import differs
from depgraph.reports.writers.markdown import escaped, markdown_table
from depgraph.reports.writers.text import columns
from depgraph.words import counted, days, printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from depgraph.analysis.critical_path import CriticalPath, Step
    from depgraph.analysis.driving_tree import Branch
    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph, Link, Milestone
    from depgraph.rules.findings import Finding


def path_text(
    path: CriticalPath,
    without_queries: CriticalPath | None,
    findings: Sequence[Finding] = (),
    *,
    other_reading: date | None = None,
    markdown: bool = False,
) -> str:
    """Return the report of ``depgraph critical-path``.

    Parameters
    ----------
    path
        The answer.
    without_queries
        The answer without the queried links; None where only one was asked for.
    findings
        What the checks found in the plan: the errors and warnings about links of the path
        are shown with it, since they put the answer in doubt.
    other_reading
        The projected date when the gaps of the plan are read in the other way.
    markdown
        As Markdown, for a page or a comment.
    """
    remarks = _doubts(path, findings)
    paragraphs = [f"{line}\n" for line in remarks] if markdown else ["".join(map(_line, remarks))]
    if path.undated:
        shown = ", ".join(path.undated[:8])
        more = f" and {len(path.undated) - 8} more" if len(path.undated) > 8 else ""
        verb = "has" if len(path.undated) == 1 else "have"
        paragraphs.append(
            f"{counted(len(path.undated), 'milestone')} behind it {verb} no date and "
            f"{'is' if len(path.undated) == 1 else 'are'} not counted: {shown}{more}\n"
        )
    if without_queries is not None:
        paragraphs.append(f"{_comparison(path, without_queries)}\n")
    head = (_dates(path, other_reading), driver_sentence(path))
    first = "Float path 1, the critical path" if len(path.paths) > 1 else ""
    tables = [(first, _rows(path, path.steps))]
    for number, steps in enumerate(path.paths[1:], 2):
        tables.append((_joining(number, steps), _rows(path, steps)))
    return page(path.target, head, tables, paragraphs, right=(3, 4, 5), markdown=markdown)


_DEEPEST = 40
"""How deep a tree is indented; beyond, the depth stands as a number."""

_LINK = 6
"""The column of the link in a table of steps, left out where all are plain."""

_NO_LINK = {
    "completed": "it is complete",
    "undated": "it has no date, and nothing that it waits on has one",
    "own date": "its own date is later than what it waits on allows",
    "not before": "its earliest date is later than what it waits on allows",
    "as-of date": "it could be complete already",
    "link": "what it waits on is complete",
}


def page(
    target: Milestone,
    head: Sequence[str],
    tables: Sequence[tuple[str, list[list[str]]]],
    remarks: Sequence[str] = (),
    *,
    right: Sequence[int] = (),
    markdown: bool = False,
) -> str:
    """Return a report about a target: its code and name, lines, tables with titles, remarks.

    Parameters
    ----------
    head
        Lines that stand under the name.
    tables
        Each a title, or nothing, and rows, the first of which is the heads.
    remarks
        Paragraphs that end with a line feed; empty ones are left out.
    right
        The columns that end together.
    markdown
        As Markdown in place of text for a terminal.
    """
    name = printable(target.name or "")
    if not markdown:
        parts = ["\n".join((f"{style(target.id, bold=True)}  {name}".rstrip(), *head)) + "\n"]
        for title, rows in tables:
            heads = [style(cell, bold=True) for cell in rows[0]]
            table = columns([heads, *rows[1:]], right=right)
            parts.append(f"{title}\n{table}" if title else table)
        return "\n".join(part for part in (*parts, *remarks) if part)
    parts = [f"### {escaped(target.id)} {escaped(name)}".rstrip() + "\n"]
    parts += (f"{escaped(unstyle(line))}\n" for line in head)
    for title, rows in tables:
        parts += [f"{escaped(title)}\n"] if title else []
        parts.append(markdown_table(rows[0], rows[1:]))
    parts += (f"{escaped(unstyle(remark.rstrip()))}\n" for remark in remarks if remark)
    return "\n".join(parts)


def tree_text(projection: Projection, branches: Sequence[Branch], *, markdown: bool = False) -> str:
    """Return the tree of what drives a target: each milestone under that which it drives."""
    target = branches[0].milestone
    rows = [["milestone", "projected", "due", "link", "state", "owner", "name"]]
    for branch in branches:
        milestone = branch.milestone
        step = "\u00b7 " if markdown else "  "
        indent = step * branch.depth if branch.depth <= _DEEPEST else f"{branch.depth}:{step}"
        again = " (above)" if branch.is_repeated else ""
        rows.append(
            [
                f"{indent}{milestone.id}{again}",
                day(branch.projected),
                day(milestone.due),
                _relation(branch.link),
                state(milestone, projection.as_of),
                whose(milestone),
                printable(milestone.name or ""),
            ]
        )
    number = len({branch.milestone.id for branch in branches}) - 1
    verb = "drives" if number == 1 else "drive"
    said = f"{counted(number, 'milestone')} {verb} it, directly or through others."
    if not number:
        driver, _ = projection.driver(target.id)
        said = f"No milestone drives it: {_NO_LINK[driver]}."
    return page(target, [said], [("", rows)], markdown=markdown)


def chain_text(
    graph: Graph, target: Milestone, chain: Sequence[Link], *, markdown: bool = False
) -> str:
    """Return the longest chain to a target by the number of links."""
    rows = [["links", "milestone", "due", "link", "state", "owner", "name"]]
    links: list[Link | None] = [None, *chain]
    for number, link in enumerate(links):
        milestone = graph[link.prerequisite] if link else target
        rows.append(
            [
                str(number),
                milestone.id,
                day(milestone.due),
                _relation(link),
                state(milestone, graph.as_of),
                whose(milestone),
                printable(milestone.name or ""),
            ]
        )
    said = f"The longest chain behind it has {counted(len(chain), 'link')}."
    if not chain:
        said = "It waits on nothing" + ("." if target.is_complete else " incomplete.")
    return page(target, [said], [("", rows)], right=(0,), markdown=markdown)


def _relation(link: Link | None, *, queried: bool = True) -> str:
    if link is None:
        return "-"
    doubt = "?" if queried and link.queried else ""
    return " ".join(part for part in (link.type, lag(link), through(link), doubt) if part)


def _joining(number: int, steps: Sequence[Step]) -> str:
    """Say where a float path meets the ones before, and how much margin it has."""
    total = steps[1].total_float
    margin = "no float" if total == 0 else f"{days(total or 0)} of float"
    return f"Float path {number}, into {steps[0].id}, {margin}"


def _line(text: str) -> str:
    return f"{text}\n"


def _doubts(path: CriticalPath, findings: Sequence[Finding]) -> list[str]:
    """Return a line for each error or warning about a link of the path."""
    pairs = {(step.link.prerequisite, step.link.dependent) for step in path.steps if step.link}
    return [
        f"! {finding.status} {finding.severity}: {printable(finding.message)}"
        + (f" ({printable(finding.reason)})" if finding.reason else "")
        for finding in findings
        if (finding.prerequisite, finding.dependent) in pairs and finding.severity != "info"
    ]


def _dates(path: CriticalPath, other_reading: date | None) -> str:
    target = path.target
    facts = [f"due {day(target.due)}" if target.due else "no due date"]
    if target.is_complete:
        facts.append(f"completed {target.completed}" if target.completed else "complete")
    elif path.projected is None:
        facts.append("no projected date")
    else:
        facts.append(f"projected {day(path.projected)}")
        if target.due is not None:
            slip = (path.projected - target.due).days
            if slip > 0:
                facts.append(style(f"{days(slip)} late", fg="red", bold=True))
            elif slip < 0:
                facts.append(f"{days(-slip)} early")
            else:
                facts.append("on time")
        if other_reading is not None and other_reading != path.projected:
            read = "gaps are work" if path.projection.gaps == "float" else "gaps absorb slips"
            facts.append(f"{day(other_reading)} if {read}")
    if path.deadline is not None:
        over = 0 if path.projected is None else (path.projected - path.deadline).days
        after = f"{days(over)} after the deadline, {day(path.deadline)}"
        before = f"deadline {day(path.deadline)}"
        facts.append(style(after, fg="red", bold=True) if over > 0 else before)
    return f"{', '.join(facts)} (as of {day(path.as_of)})"


def driver_sentence(path: CriticalPath) -> str:
    """Return in one sentence what drives the target."""
    target = path.target
    if target.is_complete:
        if len(path.steps) == 1:
            return f"{target.id} is complete; it has no completed prerequisites."
        return (
            f"{target.id} is complete: its path is history, shown as the chain of the latest "
            "completions."
        )
    if path.projected is None:
        return f"{target.id} has no date, and nothing that it waits on has one."
    driving = path.driving_steps
    last = driving[-1]
    cause = _cause(path, last)
    if len(driving) > 1:
        through = [step.milestone.id for step in reversed(driving[1:-1])]
        more = f" and {len(through) - 4} more" if len(through) > 4 else ""
        by_way = f" through {', '.join(through[:4])}{more}" if through else ""
        return f"{target.id} is driven by {last.milestone.id}{by_way}, which is driven by {cause}."
    if len(path.steps) == 1:
        return f"{target.id} is driven by {cause}; it waits on nothing incomplete that has a date."
    nearest = path.steps[1]
    others = _as_near(path)
    leaves = f"{nearest.milestone.id}, leaves"
    if others:
        leaves = f"{nearest.milestone.id} and {counted(others, 'other')}, leave"
    return (
        f"{target.id} is driven by {cause}; its nearest prerequisite{'s' if others else ''}, "
        f"{leaves} {days(nearest.link_slack or 0)}."
    )


def _as_near(path: CriticalPath) -> int:
    """Return how many other links to the target have the slack of the nearest."""
    projection = path.projection
    graph = projection.graph
    slacks = [
        projection.link_slack(number)
        for number in graph.incoming[graph.number(path.target.id)]
        if not graph.milestones[graph.link_sources[number]].is_complete
    ]
    return slacks.count(path.steps[1].link_slack) - 1


def _cause(path: CriticalPath, step: Step) -> str:
    """Say what sets the date of a step that no incomplete prerequisite drives."""
    driver, link = path.projection.driver(step.milestone.id)
    if link is not None:
        date = day(path.projection.date(link.prerequisite))
        is_complete = path.projection.graph[link.prerequisite].is_complete
        return f"{'the completion of ' if is_complete else ''}{link.prerequisite} ({date})"
    if driver == "as-of date":
        milestone = step.milestone
        if milestone.planned is None:
            return "the as-of date"
        word = "forecast for" if milestone.forecast else "due"
        return f"the as-of date: it was {word} {day(milestone.planned)} and is still open"
    words = "its earliest date" if driver == "not before" else "its own date"
    return f"{words}, {day(step.projected)}"


def _rows(path: CriticalPath, steps: Sequence[Step]) -> list[list[str]]:
    found, gap = ("completed", "days") if path.target.is_complete else ("projected", "slack")
    heads = ["milestone", found, "due", gap, "float", "free", "link", "state", "owner", "name"]
    driving = range(1, len(path.driving_steps) if steps is path.steps else 1)
    rows = [heads]
    rows += (_row(step, path, drives=place in driving) for place, step in enumerate(steps))
    links = [step.link for step in steps if step.link is not None]
    if all(link.type == "FS" and not link.lag and not through(link) for link in links):
        for row in rows:
            del row[_LINK]
    return rows


def _row(step: Step, path: CriticalPath, *, drives: bool) -> list[str]:
    milestone = step.milestone
    slack = _number(step.link_slack)
    if step.link is not None and step.link.queried:
        slack = "? " + slack
    if drives:
        slack = style(slack, fg="red", bold=True)
    return [
        milestone.id,
        day(step.projected),
        day(milestone.due),
        slack,
        _number(step.total_float),
        _number(step.free_float),
        _relation(step.link, queried=False),
        state(milestone, path.as_of),
        whose(milestone),
        printable(milestone.name or ""),
    ]


def _number(value: int | None) -> str:
    return "-" if value is None else str(value)


def _comparison(path: CriticalPath, other: CriticalPath) -> str:
    queried = len(path.projection.graph.queried_links)
    if not queried:
        return "No link is queried."
    start = f"Without the {counted(queried, 'queried link')}"
    if not differs(path, other):
        return f"{start} the answer is the same."
    chain = " <- ".join(other.codes)
    if path.projected == other.projected:
        return f"{start} the date is the same and the path is {chain}."
    moved = ""
    if path.projected is not None and other.projected is not None:
        gain = (path.projected - other.projected).days
        moved = f" ({days(abs(gain))} {'earlier' if gain > 0 else 'later'})"
    return f"{start} the projected date is {day(other.projected)}{moved}: {chain}."
