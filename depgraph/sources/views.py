"""The milestones of schedule networks as a view of all activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.separation import activities_between, separated
from depgraph.sources.overlay import is_same
from depgraph.sources.skeleton import is_written

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from depgraph.model import Graph, Link
    from depgraph.model.graph import Contract


def view_of_network(whole: Graph, codes: Collection[str], contract: Contract) -> Graph:
    """Return the milestones of a network as a view of it.

    Parameters
    ----------
    whole
        All activities, with what files of the plan say of them.
    codes
        The codes or aliases of the milestones of the sources, and of what the plan defines or its
        links name.
    contract
        Makes the links between the milestones.
    """
    written = [link for link in whole.links if is_written(link)]
    shown = {whole[code].id for code in codes}
    remarks = _remarks_on_chains(whole, written, shown, contract)
    if remarks:
        without = whole.with_links(link for link in whole.links if link not in remarks)
        whole = separated(without, remarks, shown)
    return whole.view(shown, contract)


def _remarks_on_chains(
    whole: Graph, written: Iterable[Link], shown: Collection[str], contract: Contract
) -> list[Link]:
    """Return the links of the plan that only say something of chains of activities."""
    candidates = [
        link
        for link in written
        if (link.queries or link.allowances or link.note)
        and not any(
            not is_written(other) and other.prerequisite == link.prerequisite
            for other in whole.links_into(link.dependent)
        )
    ]
    remarks = []
    for link in candidates:
        between = activities_between(whole, *link.ends, shown)
        if not between:
            continue
        numbers = {*between, *map(whole.number, link.ends)}
        part = whole.with_parts(
            milestones=[whole.milestones[n] for n in numbers],
            links=[
                link
                for link, source, target in zip(
                    whole.links, whole.link_sources, whole.link_targets, strict=True
                )
                if source in numbers and target in numbers and not is_written(link)
            ],
        )
        if any(is_same(link, chain) for chain in contract(part, set(link.ends))):
            remarks.append(link)
    return remarks
