"""Why one milestone waits on another, as small tables for a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.analysis.chains import steps
from depgraph.notebook.findings import link_tables
from depgraph.notebook.page import MOST_ROWS, Page, Table, bundle, rest
from depgraph.reports.layout import day, state, whose
from depgraph.reports.why_data import projected
from depgraph.reports.why_summary import codes_of, links_of, summary_lines
from depgraph.words import days, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.chains import Chain, Hop, Why
    from depgraph.model import Milestone
    from depgraph.showing import Bundle

_MOST_CODES = 12


def why_bundle(found: Why) -> Bundle:
    """Return why one milestone waits on another: chains, and what all of them need."""
    parts: list[str | Table] = [*summary_lines(found)]
    chains = found.holding
    if chains is not None:
        shortest, tightest = chains.shortest, found.tightest
        only = chains.total == 1
        parts += _chain("The chain" if only else "The shortest chain", shortest, found)
        if tightest is not None and tightest.codes != shortest.codes:
            parts += _chain("The tightest chain", tightest, found)
        parts.append(_listing(found))
        if chains.cut_milestones and not only:
            parts.append(f"Every chain passes {codes_of(chains.cut_milestones)}.")
        if chains.cut_hops and not only:
            parts += _hops("Without any one of these links no chain is left", chains.cut_hops)
        elif found.smallest_cut and not only:
            parts += _hops("Without these links together no chain is left", found.smallest_cut)
        parts += link_tables("Queried links between the two", chains.queried)
    title = f"From {found.prerequisite.id} to {found.dependent.id}"
    return bundle(Page(title, parts))


def _chain(title: str, chain: Chain, found: Why) -> list[str | Table]:
    heads = ("milestone", "projected", "due", "slack", "link", "state", "owner", "name")
    every = list(steps(chain))
    rows = [_step(milestone, hop, found) for milestone, hop in every[:MOST_ROWS]]
    slack = "" if chain.slack is None else f", {days(chain.slack)} of slack"
    table = Table(f"{title}: {links_of(chain)}{slack}", heads, rows, right=(3,))
    return [table, rest(len(every) - len(rows), "milestone")]


def _step(milestone: Milestone, hop: Hop | None, found: Why) -> Sequence[str]:
    slack = "-" if hop is None or hop.slack is None else str(hop.slack)
    return (
        milestone.id,
        day(projected(found.projection, milestone)),
        day(milestone.due),
        style(slack, bold=True) if slack == "0" else slack,
        "" if hop is None else _kind(hop),
        state(milestone, found.as_of),
        whose(milestone),
        milestone.name or "",
    )


def _kind(hop: Hop) -> str:
    """Return the types and lags of the links of a hop, and whether it is queried."""
    types = ", ".join(
        f"{link.type} {link.lag:+d} d" if link.lag else link.type for link in hop.links
    )
    return f"? {types}" if hop.is_queried else types


def _hops(title: str, hops: Sequence[Hop]) -> list[str | Table]:
    return link_tables(title, [link for hop in hops for link in hop.links])


def _listing(found: Why) -> Table:
    rows = [
        (
            str(len(chain.hops)),
            "-" if chain.slack is None else str(chain.slack),
            shortened(chain.codes, " -> ", most=_MOST_CODES),
        )
        for chain in found.listed[:MOST_ROWS]
    ]
    return Table("Chains, the shortest first", ("links", "slack", "chain"), rows, right=(0, 1))
