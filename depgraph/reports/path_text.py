"""The critical path as text: what drives a date, and how much margin each step has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.reports.data import differs
from depgraph.reports.layout import columns, counted, day, days, printable, state, whose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.critical_path import CriticalPath, Step
    from depgraph.rules.findings import Finding


def path_text(
    path: CriticalPath,
    without_queries: CriticalPath | None,
    findings: Sequence[Finding] = (),
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
    """
    target = path.target
    lines = [f"{style(target.id, bold=True)}  {printable(target.name or '')}".rstrip()]
    lines.append(_dates(path))
    lines.append(driver_sentence(path))
    text = "\n".join(lines) + "\n\n" + _table(path)
    doubts = _doubts(path, findings)
    if doubts:
        text += "\n" + "".join(f"{line}\n" for line in doubts)
    if path.undated:
        shown = ", ".join(path.undated[:8])
        more = f" and {len(path.undated) - 8} more" if len(path.undated) > 8 else ""
        verb = "has" if len(path.undated) == 1 else "have"
        text += (
            f"\n{counted(len(path.undated), 'milestone')} behind it {verb} no date and "
            f"{'is' if len(path.undated) == 1 else 'are'} not counted: {shown}{more}\n"
        )
    if without_queries is not None:
        text += f"\n{_comparison(path, without_queries)}\n"
    return text


def _doubts(path: CriticalPath, findings: Sequence[Finding]) -> list[str]:
    """Return a line for each error or warning about a link of the path."""
    pairs = {(step.link.prerequisite, step.link.dependent) for step in path.steps if step.link}
    return [
        f"! {finding.status} {finding.severity}: {printable(finding.message)}"
        + (f" ({printable(finding.reason)})" if finding.reason else "")
        for finding in findings
        if (finding.prerequisite, finding.dependent) in pairs and finding.severity != "info"
    ]


def _dates(path: CriticalPath) -> str:
    target = path.target
    facts = [f"due {day(target.due)}" if target.due else "no due date"]
    if target.is_complete:
        facts.append(f"completed {day(target.completed)}")
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
    if path.deadline is not None:
        facts.append(f"deadline {day(path.deadline)}")
        over = 0 if path.projected is None else (path.projected - path.deadline).days
        if over > 0:
            facts.append(style(f"{days(over)} too late for it", fg="red", bold=True))
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
    return (
        f"{target.id} is driven by {cause}; its nearest prerequisite, {nearest.milestone.id}, "
        f"leaves {days(nearest.link_slack or 0)}."
    )


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


def _table(path: CriticalPath) -> str:
    found, gap = ("completed", "days") if path.target.is_complete else ("projected", "slack")
    heads = ("milestone", found, "due", gap, "float", "state", "owner", "name")
    rows = [[style(head, bold=True) for head in heads]]
    rows += [_row(step, path) for step in path.steps]
    return columns(rows, right=(3, 4))


def _row(step: Step, path: CriticalPath) -> list[str]:
    milestone = step.milestone
    slack = "-" if step.link_slack is None else str(step.link_slack)
    if step.link is not None and step.link.queried:
        slack = "? " + slack
    if step.link_slack == 0:
        slack = style(slack, fg="red", bold=True)
    total = "-" if step.total_float is None else str(step.total_float)
    return [
        milestone.id,
        day(step.projected),
        day(milestone.due),
        slack,
        total,
        state(milestone, path.as_of),
        whose(milestone),
        printable(milestone.name or ""),
    ]


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
