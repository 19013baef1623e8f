"""Why one milestone waits on another, for people: the chains, and what would break them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.analysis.chains import steps
from depgraph.analysis.late import projected_date
from depgraph.reports.layout import reasons, relation_through, state, whose
from depgraph.reports.page import Head, Lines, Page, Table, marked, without_columns
from depgraph.reports.why_summary import (
    MOST_NAMED,
    arrows,
    codes_of,
    counted_about,
    links_of,
    summary_lines,
)
from depgraph.words import counted, days, left_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.chains import Chain, Chains, Hop, Why
    from depgraph.model import Link, Milestone
    from depgraph.reports.page import Part, Value

_MOST_STEPS = 40
"""How many milestones of a chain a table shows, and how many links a list."""

_JSON_HAS_ALL = " (--format json has all)"

_STEP_HEADS = (
    Head("milestone", "milestone", is_code=True),
    Head("projected", "projected", "date", least=0),
    Head("due", "due", "date", least=0),
    Head("slack", "slack", "number", least=0),
    Head("link", "link", least=0),
    Head("state", "state", least=0),
    Head("owner", "owner", is_code=True, least=2),
    Head("where", "where", is_code=True, least=3),
    Head("name", "name", least=0),
)
_CHAIN_HEADS = (
    Head("number", "", "number"),
    Head("links", "links", "number", least=0),
    Head("slack", "slack", "number", least=0),
    Head("chain", "chain", least=0),
    Head("remarks", "remarks", least=0),
)


def why_page(answer: Why, *, has_hints: bool = True) -> Page:
    """Return why one milestone waits on another, or that it does not.

    Parameters
    ----------
    has_hints
        Whether it says which option of the command shows what is left out.
    """
    parts: list[Part] = [Lines(summary_lines(answer))]
    if answer.holding is not None:
        parts += _chain_tables(answer, answer.holding)
        if answer.listed:
            parts.append(_chains_listing(answer))
        hint = _JSON_HAS_ALL if has_hints else ""
        parts += _needed(answer, answer.holding, hint)
        if not answer.without_queries:
            parts.append(_queried_words(answer, answer.holding, hint))
    title = f"Why does {answer.dependent.id} wait on {answer.prerequisite.id}?"
    return Page(title, parts, is_titled_in_text=False)


# -- the chains ------------------------------------------------------------------------


def _chain_tables(answer: Why, chains: Chains) -> list[Part]:
    shortest, tightest = chains.shortest, answer.tightest
    only = chains.total == 1
    if tightest is not None and tightest.codes == shortest.codes:
        title = "The chain" if only else "The shortest chain is the tightest"
        return [_chain_table(answer, tightest, title)]
    parts: list[Part] = [
        _chain_table(answer, shortest, "The chain" if only else "The shortest chain")
    ]
    if tightest is not None:
        parts.append(_chain_table(answer, tightest, "The tightest chain"))
    elif answer.is_waiting and answer.untold:
        parts.append(f"No slack is known: {answer.untold}")
    elif answer.is_waiting:
        which = "the chain" if only else "each of the chains"
        parts.append(f"There is no tightest chain: {which} has a milestone without a date.")
    return parts


def _chain_table(answer: Why, chain: Chain, title: str) -> Table:
    rows = [_chain_step_cells(milestone, hop, answer) for milestone, hop in steps(chain)]
    is_plain = not any(row[4] for row in rows)
    if len(rows) > _MOST_STEPS:
        half = _MOST_STEPS // 2
        rest = (f"({len(rows) - 2 * half} more)", *[""] * (len(_STEP_HEADS) - 1))
        rows = [*rows[:half], rest, *rows[-half:]]
    title = style(f"{title}: {links_of(chain)}", bold=True)
    if chain.slack == 0:
        title += style(", no slack", fg="red", bold=True)
    elif chain.slack is not None:
        title += style(f", {days(chain.slack)} of slack", bold=True)
    left_out = [4] if is_plain else []
    left_out += [1, 3] if answer.projection is None else []
    return without_columns(Table(title, _STEP_HEADS, tuple(rows)), left_out)


def _chain_step_cells(milestone: Milestone, hop: Hop | None, answer: Why) -> tuple[Value, ...]:
    slack: Value = hop.slack if hop else None
    return (
        milestone.id,
        projected_date(answer.projection, milestone.id),
        milestone.due,
        marked("0", colour="red") if slack == 0 else slack,
        _hop_terms(hop) if hop else "",
        state(milestone, answer.as_of, answer.projection),
        whose(milestone),
        (_hop_places(hop) if hop else "") or "-",
        milestone.name,
    )


def _hop_terms(hop: Hop) -> str:
    """Return the mark of a queried hop, and the types and lags of its links."""
    types = list(map(relation_through, hop.links))
    kinds = "" if types == ["FS"] else ", ".join(types)
    return f"? {kinds}".rstrip() if hop.is_queried else kinds


def _hop_places(hop: Hop) -> str:
    return ", ".join(dict.fromkeys(str(link.position) for link in hop.links if link.position))


def _chains_listing(answer: Why) -> Table:
    chains = answer.chains
    assert chains is not None, "chains are listed"
    rows = tuple(
        (number, len(chain.hops), chain.slack, arrows(chain), _chain_remarks(chain))
        for number, chain in enumerate(answer.listed, 1)
    )
    count = len(rows)
    if chains.total == count:
        title = "All chains, the shortest first"
    elif chains.total is None:
        title = f"{counted(count, 'chain')}, the shortest first"
    else:
        title = f"{count} of {counted_about(chains.total, 'chain')}, the shortest first"
    left_out = [2] if answer.projection is None else []
    left_out += [] if any(row[4] for row in rows) else [4]
    return without_columns(Table(title, _CHAIN_HEADS, rows), left_out)


def _chain_remarks(chain: Chain) -> str:
    queried = sum(hop.is_queried for hop in chain.hops)
    remarks = [f"past {codes_of(chain.complete)} (complete)"] if chain.complete else []
    remarks += [counted(queried, "queried link")] if queried else []
    return "; ".join(remarks)


# -- what can be done about it ---------------------------------------------------------


def _needed(answer: Why, chains: Chains, hint: str) -> list[Part]:
    """Tell what every chain passes."""
    dependent, prerequisite = answer.dependent.id, answer.prerequisite.id
    every = "every chain"
    if not answer.is_waiting:
        loose = f"{dependent} would never have waited on {prerequisite}"
    else:
        loose = f"{dependent} does not wait on {prerequisite}"
        if answer.open_chains is not answer.chains:
            every = "every open chain"
    if chains.total == 1:
        if len(chains.shortest.hops) == 1:
            return []
        only = every.removeprefix("every ")
        return [f"It is the only {only}: without any one of its links {loose}."]
    parts: list[Part] = []
    if chains.cut_milestones:
        passed = codes_of(chains.cut_milestones, _MOST_STEPS)
        parts.append(f"{every.capitalize()} passes {passed}.")
    if chains.cut_hops:
        count = counted(len(chains.cut_hops), "link")
        without = "it" if len(chains.cut_hops) == 1 else "any one of them"
        title = f"{every.capitalize()} needs {count}; without {without} {loose}:"
        parts.append(_hop_lines(title, chains.cut_hops, hint))
    elif answer.smallest_cut:
        together = f"these {len(answer.smallest_cut)} together"
        title = f"No link is on {every}; without {together} {loose}:"
        parts.append(_hop_lines(title, answer.smallest_cut, hint))
    else:
        parts.append(f"No link is on {every}.")
    return parts


def _hop_lines(title: str, hops: Sequence[Hop], hint: str) -> Lines:
    return _first_lines([_hop_line(hop) for hop in hops], _MOST_STEPS, title, hint)


def _hop_line(hop: Hop) -> str:
    mark = "? " if hop.is_queried else ""
    kinds = _hop_terms(hop).removeprefix("?").strip()
    where = _hop_places(hop)
    return (
        f"{mark}{hop.prerequisite.id} -> {hop.dependent.id}"
        f"{f' ({kinds})' if kinds else ''}{f'  {where}' if where else ''}"
    )


def _queried_words(answer: Why, chains: Chains, hint: str) -> str | Lines:
    if not chains.queried:
        is_one = chains.total == 1 and len(chains.shortest.hops) == 1
        return "The link is not queried." if is_one else "None of the links is queried."
    lines = [_query_line(link) for link in chains.queried]
    verb = "is" if len(lines) == 1 else "are"
    number = f"{'At most ' * (chains.total is None)}{counted(len(lines), 'link')}"
    title = f"{number} {verb} queried; {_firm(answer, len(lines))}"
    return _first_lines(lines, MOST_NAMED, title, hint)


def _firm(answer: Why, queried: int) -> str:
    without = "without it" if queried == 1 else "without them"
    pair = f"{answer.dependent.id} {{}} on {answer.prerequisite.id}"
    firm = answer.firm_chains
    if firm is None:
        verb = "does not wait" if answer.is_waiting else "would never have waited"
        return f"{without} {pair.format(verb)}:"
    verb = "still waits" if answer.is_waiting else "would have waited all the same"
    by = "" if firm.total is None else f" by {counted_about(firm.total, 'chain')}"
    return f"{without} {pair.format(verb)}{by}, the shortest of {links_of(firm.shortest)}:"


def _query_line(link: Link) -> str:
    place = f"  {link.position}" if link.position else ""
    return f"? {link.prerequisite} -> {link.dependent}: {reasons(link)}{place}"


def _first_lines(lines: Sequence[str], most: int, title: str, hint: str) -> Lines:
    """Return a list of the first lines, that says how many more there are."""
    return Lines([*lines[:most], *left_out(len(lines) - most, f"more{hint}")], title)
