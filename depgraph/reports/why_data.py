"""Why one milestone waits on another, as data: the contracts of ``why --format json`` and csv."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from click import unstyle

from depgraph.analysis.chains import steps
from depgraph.reports.data import iso
from depgraph.reports.tables import csv_table
from depgraph.reports.why_summary import summary_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from depgraph.analysis.chains import Chain, Chains, Hop, Why
    from depgraph.analysis.projection import Projection
    from depgraph.model import Link, Milestone
    from depgraph.reports.page import Value

Json = dict[str, Any]

LARGEST_EXACT = 2**53
"""The largest number that every reader of JSON takes exactly."""

CSV_HEADS = (
    *("chain", "step", "milestone", "name", "owner", "team", "state", "due", "projected"),
    *("slack_days", "link_types", "lags", "queried", "places"),
)


def why_data(found: Why) -> Json:
    """Return why one milestone waits on another.

    Returns
    -------
    dict
        ``prerequisite``, ``dependent``, ``as_of``; ``waits``: whether a chain is open, that
        is of incomplete milestones only; ``sentence``; ``chains`` and ``open_chains``, each
        null if there is none. The next two are about the open chains, or about all where none
        is open: ``without_queries``, what is left without the queried links (null where those
        are left out anyway), and ``smallest_cut``, fewest hops without which nothing is left.
        ``tightest``, and ``no_slack`` that says why no slack is known; ``reverse``, a chain the
        other way round; ``listed``, as many chains as were asked for. A chain is ``codes`` from
        the prerequisite on, ``slack_days`` and ``open``. ``milestones`` and ``hops`` say more of
        all that these name: a hop is two milestones with their links. A ``count`` above 2**53
        is a string, null one that is not known.
    """
    every = (found.chains, found.open_chains, found.firm_chains)
    shown = [chain for chain in (found.tightest, found.reverse, *found.listed) if chain]
    shown += (chains.shortest for chains in every if chains)
    hops = {hop for chain in shown for hop in chain.hops}
    hops |= {hop for chains in every if chains for hop in chains.cut_hops}
    hops.update(found.smallest_cut)
    milestones = {found.prerequisite, found.dependent}
    milestones |= {milestone for hop in hops for milestone in hop[:2]}
    return {
        "prerequisite": found.prerequisite.id,
        "dependent": found.dependent.id,
        "as_of": iso(found.as_of),
        "waits": found.is_waiting,
        "sentence": unstyle(" ".join(summary_lines(found))),
        "chains": _chains(found.chains),
        "open_chains": _chains(found.open_chains),
        "without_queries": None
        if found.without_queries
        else {
            "waits": found.is_waiting and found.firm_chains is not None,
            "chains": _chains(found.firm_chains),
        },
        "smallest_cut": [_ends(hop) for hop in found.smallest_cut],
        "tightest": _chain(found.tightest),
        "no_slack": found.untold or None,
        "reverse": _chain(found.reverse),
        "listed": [_chain(chain) for chain in found.listed],
        "milestones": [
            _milestone(each, found) for each in sorted(milestones, key=lambda each: each.id)
        ],
        "hops": [_hop(hop) for hop in sorted(hops, key=_ends)],
    }


def digits(number: int) -> str:
    """Return all digits of a number; `str` refuses very long ones."""
    return format(Decimal(number), "f")


def _number(number: int | None) -> int | str | None:
    return digits(number) if number is not None and number > LARGEST_EXACT else number


def _chains(chains: Chains | None) -> Json | None:
    if chains is None:
        return None
    return {
        "count": _number(chains.total),
        "circle": list(chains.circle),
        "between": list(chains.between),
        "shortest": _chain(chains.shortest),
        "cut_milestones": [milestone.id for milestone in chains.cut_milestones],
        "cut_hops": [_ends(hop) for hop in chains.cut_hops],
        "queried_links": [_link(link) for link in chains.queried],
    }


def _chain(chain: Chain | None) -> Json | None:
    if chain is None:
        return None
    return {"codes": list(chain.codes), "slack_days": chain.slack, "open": not chain.complete}


def _ends(hop: Hop) -> tuple[str, str]:
    return hop.prerequisite.id, hop.dependent.id


def _milestone(milestone: Milestone, found: Why) -> Json:
    return {
        "id": milestone.id,
        "name": milestone.name,
        "owner": milestone.owner,
        "team": milestone.team,
        "state": milestone.state,
        "due": iso(milestone.due),
        "completed": iso(milestone.completed),
        "projected": iso(projected(found.projection, milestone)),
    }


def _hop(hop: Hop) -> Json:
    return {
        "prerequisite": hop.prerequisite.id,
        "dependent": hop.dependent.id,
        "slack_days": hop.slack,
        "queried": hop.is_queried,
        "links": [_link(link) for link in hop.links],
    }


def _link(link: Link) -> Json:
    place: Json = {"file": None, "line": None, "column": None}
    return {
        "prerequisite": link.prerequisite,
        "dependent": link.dependent,
        "type": link.type,
        "lag": link.lag,
        "queried": link.queried,
        "queries": [query.text for query in link.queries if query.text],
        "through": list(link.witness.activities) if link.witness else [],
        **(link.position._asdict() if link.position else place),
    }


def projected(projection: Projection | None, milestone: Milestone) -> date | None:
    """Return the projected date of a milestone, where there is one."""
    return None if projection is None else projection.date(milestone.id)


def why_csv(found: Why) -> str:
    """Return chains as comma-separated values, a row for each milestone of each.

    They are those that were listed, numbered from 1, or else the shortest and the tightest.
    Where a step has several links, their types, lags and places stand in one cell, with
    semicolons between.
    """
    return csv_table(
        CSV_HEADS,
        (
            (name, number, *_cells(milestone, hop, found))
            for name, chain in _named(found)
            for number, (milestone, hop) in enumerate(steps(chain), 1)
        ),
    )


def _named(found: Why) -> Iterator[tuple[str, Chain]]:
    if found.listed:
        yield from ((str(number), chain) for number, chain in enumerate(found.listed, 1))
        return
    if found.holding is not None:
        yield "shortest", found.holding.shortest
    if found.tightest is not None:
        yield "tightest", found.tightest


def _cells(milestone: Milestone, hop: Hop | None, found: Why) -> Sequence[Value]:
    links = hop.links if hop else ()
    return (
        milestone.id,
        milestone.name,
        milestone.owner,
        milestone.team,
        milestone.state,
        iso(milestone.due),
        iso(projected(found.projection, milestone)),
        hop.slack if hop else None,
        ";".join(link.type for link in links),
        ";".join(str(link.lag) for link in links),
        ("yes" if hop.is_queried else "no") if hop else None,
        ";".join(str(link.position) for link in links if link.position),
    )
