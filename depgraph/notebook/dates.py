"""Answers about dates as small tables for a notebook: projections, paths, what if."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING

from click import style

from depgraph.analysis.impact_answer import answer
from depgraph.notebook.page import MOST_ROWS, Page, Table, bundle, named, rest
from depgraph.reports.impact_words import change_sentence, counts_sentence, late_sentences, remarks
from depgraph.reports.layout import day, state, whose
from depgraph.reports.path_page import driver_sentence
from depgraph.words import counted, days, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from depgraph.analysis.critical_path import CriticalPath, Step
    from depgraph.analysis.impact import Impact, Moved, Shift
    from depgraph.analysis.projection import Gaps, Projection
    from depgraph.showing import Bundle

_MOST_PATHS = 10
_MOST_CODES = 8
_MOST_CARRIERS = 3

_READINGS: dict[Gaps, str] = {"float": "gaps absorb slips", "work": "gaps are work"}


# -- projections -----------------------------------------------------------------------


def projection_bundle(projection: Projection) -> Bundle:
    """Return the milestones that are projected latest against their due dates."""
    graph = projection.graph
    left = [milestone for milestone in graph.milestones if not milestone.is_complete]
    late = [
        (-slip, milestone.id)
        for milestone in left
        if (slip := projection.slip(milestone.id)) is not None and slip > 0
    ]
    undated = sum(projection.date(milestone.id) is None for milestone in left)
    told = f"{len(late) or 'none'} of them later than due"
    told += f", {undated} without a date" if undated else ""
    shown = nsmallest(MOST_ROWS, late)
    table = Table(
        "Later than due, the latest first",
        ("milestone", "due", "projected", "days", "set by", "name"),
        [
            (
                code,
                day(graph[code].due),
                day(projection.date(code)),
                str(-sooner),
                _set_by(projection, code),
                graph[code].name or "",
            )
            for sooner, code in shown
        ],
        right=(3,),
    )
    title = f"Projected as of {projection.as_of}, where {_READINGS[projection.gaps]}"
    said = f"{counted(len(left), 'milestone')} not complete, {told}."
    return bundle(Page(title, [said, table, rest(len(late) - len(shown), "milestone")]))


def _set_by(projection: Projection, code: str) -> str:
    driver, link = projection.driver(code)
    return driver if link is None else link.prerequisite


def _date(projected: date | None, due: date | None) -> str:
    """Return a projected date, which stands out where it is later than due."""
    is_late = projected is not None and due is not None and projected > due
    return style(day(projected), bold=True) if is_late else day(projected)


# -- paths -----------------------------------------------------------------------------


def path_bundle(path: CriticalPath) -> Bundle:
    """Return the critical path and the float paths behind it."""
    parts: list[str | Table] = [_target(path), driver_sentence(path)]
    heads = ("milestone", "projected", "due", "slack", "float", "state", "owner", "name")
    for number, found in enumerate(path.paths[:_MOST_PATHS], 1):
        rows = [_step(step, path) for step in found[:MOST_ROWS]]
        parts.append(Table(_path_title(path, number), heads, rows, right=(3, 4)))
        parts.append(rest(len(found) - len(rows), "step"))
    parts.append(rest(len(path.paths) - _MOST_PATHS, "float path"))
    if path.undated:
        count = counted(len(path.undated), "milestone")
        codes = shortened(path.undated, most=_MOST_CODES)
        parts.append(f"Not counted, as there is no date: {count} behind it ({codes}).")
    return bundle(Page(named(path.target), parts))


def _target(path: CriticalPath) -> str:
    target = path.target
    facts = [f"due {target.due}" if target.due else "no due date"]
    if target.is_complete:
        facts.append(f"completed {target.completed}" if target.completed else "complete")
    elif path.projected is not None:
        facts.append(f"projected {path.projected}")
        late = 0 if target.due is None else (path.projected - target.due).days
        facts += [f"{days(late)} late"] if late > 0 else []
    facts += [f"deadline {path.deadline}"] if path.deadline else []
    return f"{', '.join(facts)}; as of {path.as_of}, where {_READINGS[path.projection.gaps]}."


def _path_title(path: CriticalPath, number: int) -> str:
    if path.target.is_complete:
        return "The latest completions"
    if number == 1:
        return "Critical path, from the target back"
    found = path.paths[number - 1]
    return f"Float path {number}, into {found[0].id}: {days(found[1].total_float or 0)} of float"


def _step(step: Step, path: CriticalPath) -> Sequence[str]:
    milestone = step.milestone
    slack = _number(step.link_slack)
    if step.link is not None and step.link.queried:
        slack = f"? {slack}"
    return (
        milestone.id,
        _date(step.projected, None if milestone.is_complete else milestone.due),
        day(milestone.due),
        style(slack, bold=True) if step.link_slack == 0 else slack,
        _number(step.total_float),
        state(milestone, path.as_of),
        whose(milestone),
        milestone.name or "",
    )


def _number(value: int | None) -> str:
    return "-" if value is None else str(value)


# -- what if ---------------------------------------------------------------------------


def impact_bundle(impact: Impact) -> Bundle:
    """Return which milestones move, the biggest moves first, and what carries the changes."""
    found = answer(impact)
    is_one = all(each.absorbed == each.worked for each in found.rows)
    heads = ["milestone", "due", "now", "then", "days"]
    right = [4]
    if not is_one:
        heads += ["now (work)", "then (work)", "days"]
        right += [7]
    heads += ["carried by", "name"]
    parts: list[str | Table] = [change_sentence(impact, change) for change in impact.changes]
    parts += [*remarks(impact), counts_sentence(found), *late_sentences(found)]
    for title, group in (("Main milestones", found.main), ("Others", found.others)):
        rows = [_moved(impact, each, is_one=is_one) for each in group[:MOST_ROWS]]
        parts.append(Table(title, heads, rows, right))
        parts.append(rest(len(group) - len(rows), "milestone"))
    if not is_one:
        parts.append("(work): where gaps are work; else gaps absorb slips.")
    return bundle(Page(f"What if, as of {impact.as_of}", parts))


def _moved(impact: Impact, each: Moved, *, is_one: bool) -> Sequence[str]:
    milestone = each.milestone
    due = milestone.due
    cells = [milestone.id, day(due), *_shift(each.absorbed, due)]
    if not is_one:
        cells += _shift(each.worked, due)
    return (*cells, _carried(impact, each), milestone.name or "")


def _shift(shift: Shift, due: date | None) -> Sequence[str]:
    if shift.days is None:
        number = "-" if not shift.is_moved else "no date" if shift.before else "new"
    else:
        number = f"{shift.days:+d}" if shift.days else "0"
    return day(shift.before), _date(shift.after, due), number


def _carried(impact: Impact, each: Moved) -> str:
    gaps: Gaps = "float" if each.absorbed.is_moved else "work"
    carrier = impact.carrier(each.id, gaps)
    if carrier is None:
        return "-"
    codes = carrier.codes[-2::-1]
    told = shortened(codes, " <- ", most=_MOST_CARRIERS) if codes else f"({carrier.cause})"
    told += " ?" if carrier.is_queried else ""
    return told if gaps == "float" else f"{told} (work)"
