"""What drives a date, and how much margin each step has: the critical path for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.analysis.deadline_floats import deadline_floats
from depgraph.analysis.due_dates import days_late
from depgraph.analysis.late import projection_or_none
from depgraph.model.documents import as_of_words
from depgraph.reports.cause_words import own_cause
from depgraph.reports.elsewhere import undated_words, unlinked_words
from depgraph.reports.layout import day, relation_through, state, through, title_of, whose
from depgraph.reports.page import Head, Lines, Page, Table, marked, without_columns
from depgraph.reports.path_data import change_of_path, differs
from depgraph.reports.path_words import (
    beginning_words,
    driver_sentence,
    equal_sentences,
    late_sentences,
)
from depgraph.reports.readings import no_dates
from depgraph.words import counted, days, later, listed, printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.analysis.deadline_floats import DeadlineFloat
    from depgraph.analysis.driving_tree import Branch
    from depgraph.analysis.float_paths import Step
    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph, Link, Milestone
    from depgraph.reports.page import Part, Value
    from depgraph.reports.path_data import OtherReading
    from depgraph.rules.findings import Finding

_MOST_UNDATED = 8
_MOST_BETWEEN = 4

_DEEPEST = 40
"""How deep a tree is indented; beyond, the depth stands as a number."""

_NO_LINK = {
    "completed": "it is complete",
    "undated": "it has no date, and nothing that it waits on has one",
    "own date": "its own date is later than what it waits on allows",
    "not before": "its earliest date is later than what it waits on allows",
    "as-of date": "it could be complete already",
    "project start": "nothing that it waits on holds it: it begins with the project",
    "ladder": "its links go round from it and come back to it",
    "link": "what it waits on is complete",
}


_MILESTONE = Head("code", "milestone", is_code=True)
_DUE = Head("due", "due", "date", least=0)
_RELATION = Head("link", "link", least=4)
_ABOUT = (Head("state", "state", least=2), Head("owner", "owner", least=3), Head("name", "name"))


def path_page(
    path: CriticalPath,
    without_queries: CriticalPath | None,
    findings: Sequence[Finding] = (),
    *,
    other: OtherReading | None = None,
    dated_in: Sequence[str] = (),
) -> Page:
    """Return the report of ``depgraph critical-path``.

    Parameters
    ----------
    without_queries
        The answer without the queried links; None where only one was asked for.
    findings
        What the checks found in the plan: the errors and warnings about links of the path
        are shown with it, since they put the answer in doubt.
    other
        The projected date when the gaps of the plan are read in the other way.
    dated_in
        Of an undated target, the names of the configured schedules that have a date for it.
    """
    parts: list[Part] = [_dates_sentence(path, other), driver_sentence(path)]
    parts += [*equal_sentences(path), *late_sentences(path)]
    parts += undated_words(dated_in, path.as_of)
    parts += unlinked_words(path.projection.graph, [path.target.id])
    if other is not None and other.why_not:
        parts.append(no_dates(other.gaps, other.why_not))
    floats = deadline_floats(path.projection)
    parts.append(_nearest_deadline(path, floats))
    first = "Float path 1, the critical path" if len(path.paths) > 1 else ""
    for number, (steps, begins) in enumerate(zip(path.paths, path.begins, strict=True), 1):
        title = first if number == 1 else _float_path_title(path, number)
        parts += [_steps_table(path, floats, steps, title), *beginning_words(path, begins)]
    parts.append(Lines(_doubt_lines(path, findings)))
    if path.undated:
        number = len(path.undated)
        verbs = ("has", "is") if number == 1 else ("have", "are")
        can = "" if path.projected is None else ", so the date can only be later"
        parts.append(
            f"{counted(number, 'milestone')} behind it {verbs[0]} no date and {verbs[1]} not "
            f"counted{can}: {listed(path.undated, _MOST_UNDATED)}"
        )
    if without_queries is not None:
        parts.append(_comparison(path, without_queries))
    return Page(title_of(path.target), parts)


def tree_page(projection: Projection, branches: Sequence[Branch]) -> Page:
    """Return the tree of what drives a target: each milestone under that which it drives."""
    target = branches[0].milestone
    rows: list[tuple[Value, ...]] = []
    for branch in branches:
        indent = "  " * branch.depth if branch.depth <= _DEEPEST else f"{branch.depth}:  "
        again = " (above)" if branch.is_repeated else ""
        rows.append(
            (
                f"{indent}{branch.milestone.id}{again}",
                branch.projected,
                branch.milestone.due,
                _relation_cell(branch.link),
                *_about(branch.milestone, projection.as_of, projection),
            )
        )
    heads = (_MILESTONE, Head("projected", "projected", "date", least=0), _DUE, _RELATION, *_ABOUT)
    number = len({branch.milestone.id for branch in branches}) - 1
    verb = "drives" if number == 1 else "drive"
    driver, link = projection.driver(target.id)
    sentence = f"{counted(number, 'milestone')} {verb} it, directly or through others."
    if not number:
        has_work = driver == "as-of date" and target.work is not None and not target.is_complete
        why = "its work is done from the as-of date on" if has_work else _NO_LINK[driver]
        sentence = f"No milestone drives it: {why}."
    elif link is None:
        cause = own_cause(projection, target.id, driver)
        sentence = f"It is driven by {cause}. Equally, {sentence}"
    unlinked = unlinked_words(projection.graph, [target.id])
    return Page(title_of(target), [sentence, *unlinked, Table("", heads, tuple(rows))])


def chain_page(graph: Graph, target: Milestone, chain: Sequence[Link]) -> Page:
    """Return the longest chain to a target by the number of links."""
    projection = projection_or_none(graph)
    links: list[Link | None] = [None, *chain]
    rows: list[tuple[Value, ...]] = []
    for number, link in enumerate(links):
        milestone = graph[link.prerequisite] if link else target
        about = _about(milestone, graph.as_of, projection)
        rows.append((number, milestone.id, milestone.due, _relation_cell(link), *about))
    sentence = f"The longest chain behind it has {counted(len(chain), 'link')}."
    if not chain:
        sentence = "It waits on nothing" + ("." if target.is_complete else " incomplete.")
    heads = (Head("links", "links", "number"), _MILESTONE, _DUE, _RELATION, *_ABOUT)
    unlinked = unlinked_words(graph, [target.id])
    return Page(title_of(target), [sentence, *unlinked, Table("", heads, tuple(rows))])


def _about(
    milestone: Milestone, as_of: date | None, projection: Projection | None
) -> tuple[Value, ...]:
    return state(milestone, as_of, projection), whose(milestone), milestone.name


def _relation_cell(link: Link | None, *, queried: bool = True) -> str:
    if link is None:
        return "-"
    return relation_through(link) + (" ?" if queried and link.queried else "")


def _float_path_title(path: CriticalPath, number: int) -> str:
    """Say where a float path meets the ones before, and how much margin it has."""
    steps, total = path.paths[number - 1], path.total_floats[number - 1]
    margin = "no float" if total == 0 else f"{days(total or 0)} of float"
    return f"Float path {number}, into {steps[0].id}, {margin}"


def _doubt_lines(path: CriticalPath, findings: Sequence[Finding]) -> list[str]:
    """Return a line for each error or warning about a link of the path."""
    pairs = {(step.link.prerequisite, step.link.dependent) for step in path.steps if step.link}
    return [
        f"! {finding.status} {finding.severity}: {printable(finding.message)}"
        + (f" ({printable(finding.reason)})" if finding.reason else "")
        for finding in findings
        if (finding.prerequisite, finding.dependent) in pairs and finding.severity != "info"
    ]


def _dates_sentence(path: CriticalPath, other: OtherReading | None) -> str:
    target = path.target
    facts = [f"due {day(target.due)}" if target.due else "no due date"]
    if target.is_complete:
        facts.append(f"completed {target.completed}" if target.completed else "complete")
    elif path.projected is None:
        facts.append("no projected date")
    else:
        facts.append(f"projected {day(path.projected)}")
        if target.due is not None:
            slip = path.projection.slip(target.id) or 0
            words = _slip_words(slip)
            facts.append(style(words, fg="red", bold=True) if slip > 0 else words)
        if other is not None and other.date is not None and other.date != path.projected:
            facts[-1] += f"; {_other_words(path, other.date)}"
    if path.deadline is not None:
        over = 0 if path.projected is None else (path.projected - path.deadline).days
        after = f"{days(over)} after the deadline, {day(path.deadline)}"
        before = f"deadline {day(path.deadline)}"
        facts.append(style(after, fg="red", bold=True) if over > 0 else before)
    return f"{', '.join(facts)} ({as_of_words(path.as_of, path.projection.graph.documents)})"


def _slip_words(slip: int) -> str:
    if not slip:
        return "on time"
    return f"{days(slip)} late" if slip > 0 else f"{days(-slip)} early"


def _other_words(path: CriticalPath, projected: date) -> str:
    """Return the date in the other reading of the gaps, and what that is."""
    words = day(projected)
    projection = path.projection
    slip = projection.slip(path.target.id)
    other = days_late(projection.graph, path.target, projected, path.as_of)
    if other is not None and slip is not None:
        # "256 days late; 324 (2021-01-13) if": the unit is said once.
        words = f"{other if slip > 0 and other > 0 else _slip_words(other)} ({words})"
    if projection.gaps == "work":
        return f"{words} if the time between milestones absorbs slips"
    return f"{words} if the time between milestones is work to be done again"


def _nearest_deadline(path: CriticalPath, floats: Mapping[str, DeadlineFloat]) -> str:
    """Return which deadline of a dependent leaves the target less float than its own."""
    least = floats.get(path.target.id)
    if least is None or least.milestone.id == path.target.id:
        return ""
    room = f"leaves it {days(least.days)}"
    if least.days < 0:
        room = f"is {days(-least.days)} too early"
    return (
        f"Of the deadlines that it leads to, that of {least.milestone.id}, "
        f"{day(least.milestone.not_after)}, {room}."
    )


def _steps_table(
    path: CriticalPath, floats: Mapping[str, DeadlineFloat], steps: Sequence[Step], title: str
) -> Table:
    is_history = path.target.is_complete
    heads = (
        _MILESTONE,
        Head("projected", "completed" if is_history else "projected", "date", least=0),
        _DUE,
        Head("slack", "days" if is_history else "slack", "number", least=0),
        Head("float", "float", "number"),
        Head("deadline_float", "to deadline", "number", least=2),
        Head("deadline_of", "deadline of", is_code=True, least=3),
        Head("free", "free", "number", least=5),
        _RELATION,
        *_ABOUT,
    )
    driving = range(1, len(path.driving_steps) if steps is path.steps else 1)
    rows = (
        _step_cells(step, path, floats.get(step.id), drives=place in driving)
        for place, step in enumerate(steps)
    )
    table = Table(title, heads, tuple(rows))
    givers = {floats[step.id].milestone.id for step in steps if step.id in floats}
    links = [step.link for step in steps if step.link is not None]
    idle = []
    if all(link.type == "FS" and not link.lag and not through(link) for link in links):
        idle.append(heads.index(_RELATION))
    if givers <= {path.target.id} and path.deadline == path.target.not_after:
        # The float is counted to this one.
        idle += [n for n, head in enumerate(heads) if head.name.startswith("deadline_")]
    return without_columns(table, idle) if idle else table


def _step_cells(
    step: Step, path: CriticalPath, least: DeadlineFloat | None, *, drives: bool
) -> tuple[Value, ...]:
    milestone = step.milestone
    is_queried = step.link is not None and step.link.queried
    slack: Value = step.link_slack
    if is_queried or drives:
        slack = f"{'? ' * is_queried}{'-' if slack is None else slack}"
    return (
        milestone.id,
        step.projected,
        milestone.due,
        marked(slack, colour="red") if drives and isinstance(slack, str) else slack,
        step.total_float,
        least.days if least else None,
        least.milestone.id if least else None,
        step.free_float,
        _relation_cell(step.link, queried=False),
        *_about(milestone, path.as_of, path.projection),
    )


def _comparison(path: CriticalPath, other: CriticalPath) -> str:
    queried = len(path.projection.graph.queried_links)
    if not queried:
        return "No link is queried."
    start = f"Without the {counted(queried, 'queried link')}"
    on_path = [
        f"{step.link.prerequisite} -> {step.link.dependent}"
        for step in path.driving_steps
        if step.link is not None and step.link.queried
    ]
    names = listed(on_path, _MOST_BETWEEN)
    if len(on_path) == queried:
        start += f", {names},"
    elif on_path:
        start += f", of which {names} {'drives' if len(on_path) == 1 else 'drive'} it,"
    chain = " <- ".join(other.codes)
    if not differs(path, other):
        if change_of_path(path, other) == "ties":
            return f"{start} the date is the same, and a path ties with this one: {chain}."
        return f"{start} the answer is the same."
    if path.projected == other.projected:
        return f"{start} the date is the same and the path is {chain}."
    moved = ""
    if path.projected is not None and other.projected is not None:
        moved = f" ({later((other.projected - path.projected).days)})"
    return f"{start} the projected date is {day(other.projected)}{moved}: {chain}."
