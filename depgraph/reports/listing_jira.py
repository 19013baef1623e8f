"""Milestones as the CSV that Jira imports: one issue for each.

The file is UTF-8, its dates are YYYY-MM-DD (in the importer: date format ``yyyy-MM-dd``). The
heads are names of standard fields, so that the importer proposes these, and have no
punctuation, which it does not like. A head that stands several times is a field with several
values. Two columns are mapped by hand: ``External ID``, the code of the milestone, to a text
field, if it is wanted by itself (the summary begins with it); and ``Blocks`` to the link type
*Blocks*. Its values are the issue ids of what waits on the issue of the row; these ids are the
places of the milestones in the whole plan, and mean nothing once the issues are there.

``Name``, ``Forecast`` and ``Unique ID Predecessors`` are there where the plan has names that are
too long for a summary, forecasts, or links with a type or a lag. So nothing of codes, names,
dates and links is lost where depgraph reads the file (`depgraph.sources.lists`).

Every issue is a ``Task``: types and link types are the team's own, and the importer maps values.
Formulas are defused as in every CSV, so nothing harms whoever opens the file in a spreadsheet.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depgraph.model.documents import as_of_words
from depgraph.reports.layout import doubts, lag
from depgraph.reports.page import Head, Table
from depgraph.reports.writers.csv import table_csv
from depgraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.model import Graph, Link, Milestone
    from depgraph.reports.page import Value

LONGEST_SUMMARY = 255
"""How many characters the summary of an issue may have."""

_MARKUP = re.compile(r"[\\{}\[\]!|*]")
_SPACE = re.compile(r"\s+")

_HEADS = (
    *("Issue Id", "External ID", "Summary", "Issue Type", "Status", "Resolution", "Due Date"),
    *("Resolved", "Component", "Description"),
)


def jira_csv(graph: Graph, numbers: Iterable[int]) -> str:
    """Return milestones as CSV for Jira.

    Parameters
    ----------
    numbers
        The numbers of the milestones, in the order of the lines. Links to and from others
        cannot be made; the description names them.

    Returns
    -------
    str
        ``Status`` is Done where a milestone is complete, In Progress where some progress is
        stated, else To Do. ``Component`` is the team, else the owner. ``Labels`` are the tags
        and, of what is no plain milestone, its kind; spaces in them are written as ``-``.
    """
    ordered = tuple(numbers)
    inside = frozenset(ordered)
    labels = {n: _labels(graph.milestones[n]) for n in ordered}
    blocked = {n: _blocked_issues(graph, n, inside) for n in ordered}
    questions: dict[str, list[str]] = {}
    for question in graph.questions:
        questions.setdefault(question.milestone, []).append(question.text)
    extra_heads, extra_cells = _extra_columns(graph, ordered, inside)
    most_labels = max(map(len, labels.values()), default=0)
    most_blocked = max(map(len, blocked.values()), default=0)
    rows: list[tuple[Value, ...]] = []
    for n in ordered:
        milestone = graph.milestones[n]
        is_done = milestone.is_complete
        rows.append(
            (
                n + 1,
                printable(milestone.id),
                _issue_summary(milestone),
                "Task",
                "Done" if is_done else "In Progress" if milestone.progress else "To Do",
                "Done" if is_done else None,
                milestone.due,
                milestone.completed if is_done else None,
                printable(milestone.team or milestone.owner or ""),
                _description(graph, n, inside, questions.get(milestone.id, ())),
                *extra_cells[n],
                *_padded(labels[n], most_labels),
                *_padded([number + 1 for number in blocked[n]], most_blocked),
            )
        )
    heads = (*_HEADS, *extra_heads, *["Labels"] * most_labels, *["Blocks"] * most_blocked)
    return table_csv(Table("Issues", tuple(Head(name, name) for name in heads), tuple(rows)))


def _extra_columns(
    graph: Graph, numbers: Sequence[int], inside: frozenset[int]
) -> tuple[list[str], dict[int, list[Value]]]:
    """Return columns of which the standard fields say too little, and their cells.

    They are names that are too long for a summary, forecasts, and links that are not plain: with
    them, nothing is lost where depgraph reads the file. Only those are there that say something.
    """
    milestones = {n: graph.milestones[n] for n in numbers}
    is_cut = any(len(_issue_summary(m)) == LONGEST_SUMMARY for m in milestones.values())
    columns: dict[str, dict[int, Value]] = {
        "Name": {
            n: printable(milestone.name or "") if is_cut else None
            for n, milestone in milestones.items()
        },
        "Forecast": {n: milestone.forecast for n, milestone in milestones.items()},
        "Unique ID Predecessors": {n: _peculiar_links(graph, n, inside) for n in numbers},
    }
    there = {head: cells for head, cells in columns.items() if any(cells.values())}
    return [*there], {n: [cells[n] for cells in there.values()] for n in numbers}


def _peculiar_links(graph: Graph, n: int, inside: frozenset[int]) -> str:
    """Return the links into a milestone of pairs that have one with a type or a lag."""
    links = [
        graph.links[number] for number in graph.incoming[n] if graph.link_sources[number] in inside
    ]
    peculiar = {link.prerequisite for link in links if link.type != "FS" or link.lag}
    return "; ".join(
        f"{printable(link.prerequisite)}: {link.type}{f'{link.lag:+}ed' if link.lag else ''}"
        for link in links
        if link.prerequisite in peculiar
    )


def _padded(cells: Sequence[str | int], count: int) -> list[Value]:
    return [*cells, *[None] * (count - len(cells))]


def _issue_summary(milestone: Milestone) -> str:
    text = printable(f"{milestone.id} {milestone.name or ''}").strip()
    if len(text) > LONGEST_SUMMARY:
        return f"{text[: LONGEST_SUMMARY - 1]}\N{HORIZONTAL ELLIPSIS}"
    return text


def _labels(milestone: Milestone) -> list[str]:
    kinds = [] if milestone.kind == "milestone" else [milestone.kind]
    return [_SPACE.sub("-", printable(text).strip()) for text in (*milestone.tags, *kinds)]


def _blocked_issues(graph: Graph, n: int, inside: frozenset[int]) -> list[int]:
    targets = (graph.link_targets[number] for number in graph.outgoing[n])
    return sorted({target for target in targets if target in inside and target != n})


def _description(graph: Graph, n: int, inside: frozenset[int], questions: Iterable[str]) -> str:
    milestone = graph.milestones[n]
    whose = ", ".join(part for part in (milestone.owner, milestone.team) if part)
    level = "" if milestone.level is None else f"level {milestone.level}"
    lines = [f"Milestone {_without_markup(milestone.id)}"]
    lines[0] += "".join(f", {_without_markup(part)}" for part in (whose, level) if part)
    dates = {
        "due": milestone.due,
        "forecast": milestone.forecast,
        "completed": milestone.completed,
        "not before": milestone.not_before,
        "not after": milestone.not_after,
    }
    dates_in_words = ", ".join(f"{name} {day}" for name, day in dates.items() if day is not None)
    if dates_in_words or graph.as_of:
        words = as_of_words(graph.as_of, graph.documents, without="")
        as_of = f" ({words})" if words else ""
        lines.append(f"Dates: {dates_in_words or 'none'}{as_of}")
    if milestone.name and len(_issue_summary(milestone)) == LONGEST_SUMMARY:
        lines.append(f"Name: {_without_markup(milestone.name)}")
    for title, numbers, ends in (
        ("Waits on", graph.incoming[n], graph.link_sources),
        ("Blocks", graph.outgoing[n], graph.link_targets),
    ):
        pairs = [(graph.links[number], ends[number]) for number in numbers]
        lines += _link_lines(title, graph, pairs, inside)
    lines += (f"Question: {_without_markup(question)}" for question in questions)
    for title, text in (("Note", milestone.note), ("See", milestone.url)):
        if text:
            lines.append(
                f"{title}: {_without_markup(text) if title == 'Note' else printable(text)}"
            )
    return "\n".join(lines)


def _link_lines(
    title: str, graph: Graph, links: Sequence[tuple[Link, int]], inside: frozenset[int]
) -> list[str]:
    """Return a line of plain links that the file cannot make, and one for each peculiar one."""
    lines = []
    plain = []
    for link, other in links:
        code = graph.milestones[other].id
        peculiar: list[str] = [] if link.type == "FS" else [link.type]
        peculiar += [f"lag {lag(link)}"] if link.lag else []
        if link.queried:
            words = " / ".join(doubts(link))
            peculiar.append(f"queried: {words}" if words else "queried")
        if peculiar:
            lines.append(_without_markup(f"{title} {code} ({'; '.join(peculiar)})"))
        elif other not in inside:
            plain.append(code)
    if plain:
        lines.append(_without_markup(f"{title}, not imported with it: {', '.join(plain)}"))
    return lines


def _without_markup(text: str) -> str:
    """Return a text in one line that the markup of Jira shows as it is, and that calls nobody."""
    return _MARKUP.sub(r"\\\g<0>", printable(text))
