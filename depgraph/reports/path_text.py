"""The critical path as text: what drives a date, and how much margin each step has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.reports.data import differs
from depgraph.reports.layout import columns, counted, day, days, printable, state, whose

if TYPE_CHECKING:
    from depgraph.analysis.critical_path import CriticalPath, Step


def path_text(path: CriticalPath, without_queries: CriticalPath | None) -> str:
    """Return the report of ``depgraph critical-path``.

    Parameters
    ----------
    path
        The answer.
    without_queries
        The answer without the queried links; None where only one was asked for.
    """
    target = path.target
    lines = [f"{style(target.id, bold=True)}  {printable(target.name or '')}".rstrip()]
    lines.append(_dates(path))
    lines.append(driver_sentence(path))
    text = "\n".join(lines) + "\n\n" + _table(path)
    if path.undated:
        shown = ", ".join(path.undated[:8])
        more = f" and {len(path.undated) - 8} more" if len(path.undated) > 8 else ""
        verb = "has" if len(path.undated) == 1 else "have"
        text += (
            f"\n{counted(len(path.undated), 'milestone')} behind it {verb} no date and "
            f"so no say: {shown}{more}\n"
        )
    if without_queries is not None:
        text += f"\n{_comparison(path, without_queries)}\n"
    return text


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
    return f"{', '.join(facts)} (as of {day(path.as_of)})"


def driver_sentence(path: CriticalPath) -> str:
    """Return in one sentence what drives the target."""
    target = path.target
    if target.is_complete:
        if len(path.steps) == 1:
            return f"{target.id} is complete; no completion stands behind it."
        return (
            f"{target.id} is complete: its path is history, shown as the chain of the latest "
            "completions."
        )
    if path.projected is None:
        return f"{target.id} has no date, and nothing that it waits on has one."
    driving = path.driving_steps
    last = driving[-1]
    root, _ = path.projection.driver(last.milestone.id)
    cause = {
        "own date": f"its own date, {day(last.projected)}",
        "not before": f"its earliest date, {day(last.projected)}",
        "as-of date": f"the as-of date: it was due {day(last.milestone.due)} and is still open"
        if last.milestone.due
        else "the as-of date",
        "link": "a prerequisite",
        "completed": f"a completed prerequisite ({day(last.projected)})",
        "undated": "nothing",
    }[root]
    _, link = path.projection.driver(last.milestone.id)
    if root == "link" and link is not None:
        cause = f"the completed prerequisite {link.prerequisite} ({day(last.projected)})"
    if len(driving) == 1:
        sentence = f"{target.id} is driven by {cause}"
        if len(path.steps) > 1:
            step = path.steps[1]
            sentence += (
                f"; its nearest prerequisite, {step.milestone.id}, leaves "
                f"{days(step.link_slack or 0)}"
            )
        else:
            sentence += "; it waits on nothing incomplete that has a date"
        return sentence + "."
    through = [step.milestone.id for step in reversed(driving[1:-1])]
    more = f" and {len(through) - 4} more" if len(through) > 4 else ""
    by_way = f" through {', '.join(through[:4])}{more}" if through else ""
    return f"{target.id} is driven by {last.milestone.id}{by_way}, which is driven by {cause}."


def _table(path: CriticalPath) -> str:
    rows = [["milestone", "projected", "due", "slack", "float", "state", "owner", "name"]]
    rows[0] = [style(head, bold=True) for head in rows[0]]
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
