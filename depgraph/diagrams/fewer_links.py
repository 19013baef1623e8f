"""Fewer links in a picture of many: without those that others imply, and those of history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.drawn import refuse_many_lines
from depgraph.diagrams.timeline import leading_on

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from depgraph.diagrams.drawn import DrawnLink
    from depgraph.diagrams.scene import Scene

_MOST_LINKS = 2
"""So many links for each milestone can be followed with the eye."""


def with_fewer_links(scene: Scene) -> Scene:
    """Return a scene with no more links than can be followed, and a remark on what is left out.

    Where there are more than two for each node, those go that a chain of others implies; where
    there still are, those from complete milestones. Links of float paths stay, and so do open
    queries and those that a finding is about.

    Raises
    ------
    TooLargeError
        If there still are more than a picture takes.
    """
    links, drawn = scene.links, scene.folding.drawn
    most = _MOST_LINKS * len(drawn)
    if len(links) <= most:
        return scene
    implied = _implied(drawn, links)
    kept = [link for link in links if _matters(link) or (link not in implied)]
    reasons = ["that a chain of others implies"]
    if len(kept) > most:
        done = {code for code in drawn if scene.graph[code].is_complete}
        kept = [link for link in kept if _matters(link) or link.prerequisite not in done]
        reasons.append("from complete milestones")
    refuse_many_lines(kept)
    left_out = len(links) - len(kept)
    if not left_out:
        return scene
    remark = (
        f"{left_out:,} of {len(links):,} links are left out, those {' and those '.join(reasons)}: "
        "a focus or a selection shows all"
    )
    return scene._replace(links=tuple(kept), remarks=(*scene.remarks, remark))


def _matters(link: DrawnLink) -> bool:
    return link.rank is not None or link.query is not None or link.is_marked


def _implied(drawn: Sequence[str], links: Sequence[DrawnLink]) -> Collection[DrawnLink]:
    """Return the links whose ends a chain of others joins; links that close a circle are none."""
    # Other types of links, and lags, say more than an order.
    plain = [link for link in links if link.is_bundle or link.is_plain]
    pairs = [(link.prerequisite, link.dependent) for link in plain]
    after = leading_on(drawn, pairs)
    rank = {code: n for n, code in enumerate(after)}
    # The milestones that each leads to, as the bits of a number.
    behind: dict[str, int] = {}
    for code in reversed(rank):
        behind[code] = 0
        for other in after[code]:
            behind[code] |= behind[other] | 1 << rank[other]
    return {
        link
        for link in plain
        if rank[link.prerequisite] < rank[link.dependent]
        and any(
            other != link.dependent and behind[other] >> rank[link.dependent] & 1
            for other in after[link.prerequisite]
        )
    }
