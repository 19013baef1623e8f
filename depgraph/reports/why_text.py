"""Why one milestone waits on another, as text and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from click import style, unstyle

from depgraph.analysis.chains import steps
from depgraph.reports.layout import day, lag, state, through, whose
from depgraph.reports.why_data import projected
from depgraph.reports.why_summary import (
    MOST_NAMED,
    arrows,
    codes_of,
    counted_about,
    links_of,
    summary_lines,
)
from depgraph.reports.writers.markdown import escaped
from depgraph.reports.writers.text import columns
from depgraph.words import counted, days, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.chains import Chain, Chains, Hop, Why
    from depgraph.model import Link, Milestone

_MOST_STEPS = 40
"""How many milestones of a chain a table shows, and how many links a list."""


class _Table(NamedTuple):
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[int]


class _List(NamedTuple):
    title: str
    lines: Sequence[str]


def why_text(found: Why) -> str:
    """Return the report of ``depgraph why``."""
    return "\n".join(_as_text(part) for part in _parts(found))


def why_markdown(found: Why) -> str:
    """Return the report of ``depgraph why`` as Markdown, for a merge request or a wiki."""
    question = f"Why does {found.dependent.id} wait on {found.prerequisite.id}?"
    head = f"## {_escaped(question)}\n"
    return "\n".join((head, *(_as_markdown(part) for part in _parts(found))))


def _as_text(part: str | _Table | _List) -> str:
    if isinstance(part, str):
        return part + "\n"
    if isinstance(part, _List):
        return f"{part.title}\n" + "".join(f"  {line}\n" for line in part.lines)
    heads = [style(head, bold=True) for head in part.heads]
    return f"{part.title}\n" + columns([heads, *part.rows], right=part.right, indent="  ")


def _as_markdown(part: str | _Table | _List) -> str:
    if isinstance(part, str):
        return "  \n".join(_escaped(line) for line in part.splitlines()) + "\n"
    title = f"{_escaped(part.title)}\n\n"
    if isinstance(part, _List):
        return title + "".join(f"- {_escaped(line)}\n" for line in part.lines)
    rows = [part.heads, ["---"] * len(part.heads)]
    rows += [[_escaped(cell) for cell in row] for row in part.rows]
    return title + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _escaped(text: str) -> str:
    return escaped(unstyle(text))


def _parts(found: Why) -> list[str | _Table | _List]:
    parts: list[str | _Table | _List] = ["\n".join(summary_lines(found))]
    if found.holding is not None:
        parts += _tables(found, found.holding)
        if found.listed:
            parts.append(_listing(found))
        parts += _needed(found, found.holding)
        if not found.without_queries:
            parts.append(_queried(found, found.holding))
    return parts


# -- the chains ------------------------------------------------------------------------


def _tables(found: Why, chains: Chains) -> list[str | _Table | _List]:
    shortest, tightest = chains.shortest, found.tightest
    only = chains.total == 1
    if tightest is not None and tightest.codes == shortest.codes:
        title = "The chain" if only else "The shortest chain is the tightest"
        return [_table(found, tightest, title)]
    parts: list[str | _Table | _List] = [
        _table(found, shortest, "The chain" if only else "The shortest chain")
    ]
    if tightest is not None:
        parts.append(_table(found, tightest, "The tightest chain"))
    elif found.is_waiting and found.untold:
        parts.append(f"No slack is known: {found.untold}")
    elif found.is_waiting:
        each = "the chain" if only else "each of the chains"
        parts.append(f"There is no tightest chain: {each} has a milestone without a date.")
    return parts


def _table(found: Why, chain: Chain, title: str) -> _Table:
    rows = [_row(milestone, hop, found) for milestone, hop in steps(chain)]
    heads = ["milestone", "projected", "due", "slack", "link", "state", "owner", "where", "name"]
    right = [3]
    dropped = [] if any(row[4] for row in rows) else [4]
    if found.projection is None:
        dropped += [1, 3]
        right = []
    for row in (heads, *rows):
        for place in sorted(dropped, reverse=True):
            del row[place]
    if len(rows) > _MOST_STEPS:
        half = _MOST_STEPS // 2
        rest = [f"({len(rows) - 2 * half} more)", *[""] * (len(heads) - 1)]
        rows = [*rows[:half], rest, *rows[-half:]]
    return _Table(f"{title}: {links_of(chain)}{_slack(chain)}", heads, rows, right)


def _slack(chain: Chain) -> str:
    if chain.slack is None:
        return ""
    if chain.slack == 0:
        return style(", no slack", fg="red", bold=True)
    return f", {days(chain.slack)} of slack"


def _row(milestone: Milestone, hop: Hop | None, found: Why) -> list[str]:
    slack = "-" if hop is None or hop.slack is None else str(hop.slack)
    return [
        milestone.id,
        day(projected(found.projection, milestone)),
        day(milestone.due),
        style(slack, fg="red", bold=True) if slack == "0" else slack,
        "" if hop is None else _kind(hop),
        state(milestone, found.as_of),
        whose(milestone),
        "-" if hop is None else _where(hop),
        printable(milestone.name or ""),
    ]


def _kind(hop: Hop) -> str:
    """Return the mark of a queried hop, and the types and lags of its links."""
    types = [" ".join(filter(None, (link.type, lag(link), through(link)))) for link in hop.links]
    told = "" if types == ["FS"] else ", ".join(types)
    return f"? {told}".rstrip() if hop.is_queried else told


def _where(hop: Hop) -> str:
    places = [str(link.position) for link in hop.links if link.position]
    return ", ".join(dict.fromkeys(places)) or "-"


def _listing(found: Why) -> _Table:
    chains = found.chains
    assert chains is not None, "chains are listed"
    rows = []
    for number, chain in enumerate(found.listed, 1):
        queried = sum(hop.is_queried for hop in chain.hops)
        remarks = [f"past {codes_of(chain.complete)} (complete)"] if chain.complete else []
        remarks += [counted(queried, "queried link")] if queried else []
        slack = "-" if chain.slack is None else str(chain.slack)
        rows.append([str(number), str(len(chain.hops)), slack, arrows(chain), "; ".join(remarks)])
    heads = ["", "links", "slack", "chain", "remarks"]
    right = [0, 1, 2]
    if not any(row[4] for row in rows):
        for row in (heads, *rows):
            del row[4]
    if found.projection is None:
        right = [0, 1]
        for row in (heads, *rows):
            del row[2]
    shown = len(found.listed)
    if chains.total == shown:
        title = "All chains, the shortest first:"
    elif chains.total is None:
        title = f"{counted(shown, 'chain')}, the shortest first:"
    else:
        title = f"{shown} of {counted_about(chains.total, 'chain')}, the shortest first:"
    return _Table(title, heads, rows, right)


# -- what can be done about it ---------------------------------------------------------


def _needed(found: Why, chains: Chains) -> list[str | _Table | _List]:
    """Tell what every chain passes."""
    dependent, prerequisite = found.dependent.id, found.prerequisite.id
    every = "every open chain" if found.open_chains is not found.chains else "every chain"
    if not found.is_waiting:
        every = "every chain"
        loose = f"{dependent} would never have waited on {prerequisite}"
    else:
        loose = f"{dependent} does not wait on {prerequisite}"
    if chains.total == 1:
        if len(chains.shortest.hops) == 1:
            return []
        return [
            f"It is the only {every.removeprefix('every ')}: without any one of its links {loose}."
        ]
    parts: list[str | _Table | _List] = []
    if chains.cut_milestones:
        parts.append(f"{_capital(every)} passes {codes_of(chains.cut_milestones, _MOST_STEPS)}.")
    if chains.cut_hops:
        count = counted(len(chains.cut_hops), "link")
        without = "it" if len(chains.cut_hops) == 1 else "any one of them"
        lines = [_hop_line(hop) for hop in chains.cut_hops[:_MOST_STEPS]]
        parts.append(
            _List(
                f"{_capital(every)} needs {count}; without {without} {loose}:",
                [*lines, *_more(len(chains.cut_hops) - _MOST_STEPS)],
            )
        )
    elif found.smallest_cut:
        cut = found.smallest_cut
        lines = [_hop_line(hop) for hop in cut[:_MOST_STEPS]]
        parts.append(
            _List(
                f"No link is on {every}; without these {len(cut)} together {loose}:",
                [*lines, *_more(len(cut) - _MOST_STEPS)],
            )
        )
    else:
        parts.append(f"No link is on {every}.")
    return parts


def _hop_line(hop: Hop) -> str:
    mark = "? " if hop.is_queried else ""
    kinds = _kind(hop).removeprefix("?").strip()
    where = _where(hop)
    return (
        f"{mark}{hop.prerequisite.id} -> {hop.dependent.id}"
        f"{f' ({kinds})' if kinds else ''}{f'  {where}' if where != '-' else ''}"
    )


def _queried(found: Why, chains: Chains) -> str | _List:
    if not chains.queried:
        is_one = chains.total == 1 and len(chains.shortest.hops) == 1
        return "The link is not queried." if is_one else "None of the links is queried."
    lines = [_query_line(link) for link in chains.queried[:MOST_NAMED]]
    lines += _more(len(chains.queried) - MOST_NAMED)
    count = len(chains.queried)
    title = f"{counted(count, 'link')} {'is' if count == 1 else 'are'} queried; "
    return _List(f"{title}{_firm(found, count)}", lines)


def _firm(found: Why, queried: int) -> str:
    without = "without it" if queried == 1 else "without them"
    pair = f"{found.dependent.id} {{}} on {found.prerequisite.id}"
    firm = found.firm_chains
    if firm is None:
        verb = "does not wait" if found.is_waiting else "would never have waited"
        return f"{without} {pair.format(verb)}:"
    verb = "still waits" if found.is_waiting else "would have waited all the same"
    by = "" if firm.total is None else f" by {counted_about(firm.total, 'chain')}"
    return f"{without} {pair.format(verb)}{by}, the shortest of {links_of(firm.shortest)}:"


def _query_line(link: Link) -> str:
    told = " / ".join(printable(query.text) for query in link.queries if query.text)
    place = f"  {link.position}" if link.position else ""
    return f"? {link.prerequisite} -> {link.dependent}: {told or 'no reason given'}{place}"


def _more(count: int) -> list[str]:
    return [f"and {count} more (--format json has all)"] if count > 0 else []


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
