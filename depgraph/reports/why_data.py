"""Why one milestone waits on another, as data: the contract of ``why --format json``."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, TypedDict

from click import unstyle

from depgraph.analysis.late import projected_date
from depgraph.model import State
from depgraph.reports.data import (
    ChainDays,
    Day,
    LinkEnds,
    LinkTerms,
    OfPlan,
    OwnedMilestone,
    Place,
    chain_days,
    data_of,
    documents_data,
    iso,
    link_terms,
    place_data,
)
from depgraph.reports.layout import doubts
from depgraph.reports.why_summary import summary_lines

if TYPE_CHECKING:
    from depgraph.analysis.chains import Chain, Chains, Hop, Why
    from depgraph.analysis.projection import Projection
    from depgraph.model import Link, Milestone

LARGEST_EXACT = 2**53
"""The largest number that every reader of JSON takes exactly."""


class ChainData(TypedDict):
    """Milestones each of which waits directly on the one before."""

    codes: Annotated[list[str], "from the prerequisite on"]
    slack_days: Annotated[
        int | None, "of its hops together; null for one not known, and where it is not open"
    ]
    open: Annotated[bool, "whether all of its milestones are incomplete"]


class ChainLink(LinkTerms, ChainDays, Place):
    """A link, and where it stands."""

    queried: Annotated[bool, "whether a reviewer doubts it"]
    queries: Annotated[list[str], "the doubts in words"]


class ChainsData(TypedDict):
    """All chains from one milestone to another."""

    count: Annotated[
        int | str | None, "a text above 2**53; null where cycles are too many to count it"
    ]
    circle: Annotated[list[str], "without a count, the codes of what goes round in a cycle"]
    between: Annotated[list[str], "the codes of what they pass, without the ends"]
    shortest: ChainData
    cut_milestones: Annotated[list[str], "the codes that every chain passes, without the ends"]
    cut_hops: Annotated[list[list[str]], "two codes each: without one of them there is no chain"]
    queried_links: Annotated[
        list[ChainLink], "those of the chains; without a count, those between, some maybe on none"
    ]


class WithoutQueries(TypedDict):
    """What is left without the queried links."""

    waits: bool
    chains: ChainsData | None


class ChainMilestone(OwnedMilestone):
    """A milestone that the chains name."""

    state: State
    due: Day | None
    completed: Day | None
    projected: Day | None


class HopData(LinkEnds):
    """Two milestones of which the second waits directly on the first."""

    slack_days: Annotated[
        int | None, "that the first can move before it moves the second; null for not known"
    ]
    queried: Annotated[bool, "whether each of its links is"]
    links: list[ChainLink]


class WhyAnswer(OfPlan):
    """Why one milestone waits on another, or that it does not: depgraph why."""

    prerequisite: str
    dependent: str
    waits: Annotated[bool, "whether a chain is open: of incomplete milestones only"]
    sentence: str
    chains: Annotated[ChainsData | None, "null for none"]
    open_chains: Annotated[ChainsData | None, "null for none"]
    without_queries: Annotated[
        WithoutQueries | None,
        "of the open chains, or of all where none is open; null where the queried links are left "
        "out anyway",
    ]
    smallest_cut: Annotated[
        list[list[str]], "fewest hops, two codes each, without which none of these chains is left"
    ]
    tightest: Annotated[ChainData | None, "the open chain of least slack"]
    no_slack: Annotated[str | None, "why no slack is known"]
    reverse: Annotated[ChainData | None, "a chain the other way round"]
    listed: Annotated[list[ChainData], "as many chains as were asked for, the shortest first"]
    milestones: Annotated[list[ChainMilestone], "all that the chains above name"]
    hops: Annotated[list[HopData], "all that the chains and cuts above have"]


def why_data(answer: Why) -> WhyAnswer:
    """Return why one milestone waits on another."""
    hops = _named_hops(answer)
    milestones = {answer.prerequisite, answer.dependent}
    milestones.update(end for hop in hops for end in (hop.prerequisite, hop.dependent))
    return {
        "prerequisite": answer.prerequisite.id,
        "dependent": answer.dependent.id,
        "as_of": iso(answer.as_of),
        "documents": documents_data(answer.documents),
        "only_in_schedule": list(answer.only_in_schedule),
        "waits": answer.is_waiting,
        "sentence": unstyle(" ".join(summary_lines(answer))),
        "chains": _chains_data(answer.chains),
        "open_chains": _chains_data(answer.open_chains),
        "without_queries": None if answer.without_queries else _without_queries(answer),
        "smallest_cut": [_hop_ends(hop) for hop in answer.smallest_cut],
        "tightest": _chain_data(answer.tightest) if answer.tightest else None,
        "no_slack": answer.untold or None,
        "reverse": _chain_data(answer.reverse) if answer.reverse else None,
        "listed": [_chain_data(chain) for chain in answer.listed],
        "milestones": [
            _chain_milestone(milestone, answer.projection)
            for milestone in sorted(milestones, key=lambda milestone: milestone.id)
        ],
        "hops": [_hop_data(hop) for hop in sorted(hops, key=_hop_ends)],
    }


def _named_hops(answer: Why) -> set[Hop]:
    """Return the hops of all chains and cuts that the answer names."""
    every = [
        chains
        for chains in (answer.chains, answer.open_chains, answer.firm_chains)
        if chains is not None
    ]
    named_chains = [chain for chain in (answer.tightest, answer.reverse, *answer.listed) if chain]
    named_chains += (chains.shortest for chains in every)
    hops = {hop for chain in named_chains for hop in chain.hops}
    return hops.union(answer.smallest_cut, *(chains.cut_hops for chains in every))


def _without_queries(answer: Why) -> WithoutQueries:
    firm = answer.firm_chains
    return {"waits": answer.is_waiting and firm is not None, "chains": _chains_data(firm)}


def digits(number: int) -> str:
    """Return all digits of a number; `str` refuses very long ones."""
    return format(Decimal(number), "f")


def _chains_data(chains: Chains | None) -> ChainsData | None:
    if chains is None:
        return None
    total = chains.total
    return {
        "count": digits(total) if total is not None and total > LARGEST_EXACT else total,
        "circle": list(chains.cycle),
        "between": list(chains.between),
        "shortest": _chain_data(chains.shortest),
        "cut_milestones": [milestone.id for milestone in chains.cut_milestones],
        "cut_hops": [_hop_ends(hop) for hop in chains.cut_hops],
        "queried_links": [_chain_link(link) for link in chains.queried],
    }


def _chain_data(chain: Chain) -> ChainData:
    return {"codes": list(chain.codes), "slack_days": chain.slack, "open": not chain.complete}


def _hop_ends(hop: Hop) -> list[str]:
    return [hop.prerequisite.id, hop.dependent.id]


def _chain_milestone(milestone: Milestone, projection: Projection | None) -> ChainMilestone:
    projected = projected_date(projection, milestone.id)
    return data_of(ChainMilestone, milestone, projected=projected)


def _hop_data(hop: Hop) -> HopData:
    return {
        "prerequisite": hop.prerequisite.id,
        "dependent": hop.dependent.id,
        "slack_days": hop.slack,
        "queried": hop.is_queried,
        "links": [_chain_link(link) for link in hop.links],
    }


def _chain_link(link: Link) -> ChainLink:
    return {
        **link_terms(link),
        "queried": link.queried,
        "queries": doubts(link),
        **chain_days(link),
        **place_data(link.position),
    }
