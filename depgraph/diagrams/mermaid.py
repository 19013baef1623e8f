"""A part of a plan as a flowchart of Mermaid, for a page of GitHub or GitLab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.late import late_milestones
from depgraph.diagrams.standing import date_words, standing
from depgraph.flowchart import MOST_CHARACTERS, MOST_LINKS, Arrow, Node, flowchart
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.diagrams.part import Part
    from depgraph.diagrams.theme import Theme
    from depgraph.model import Graph, Link


def mermaid(
    part: Part, whole: Graph, theme: Theme, chain: Sequence[str] = ()
) -> tuple[str, list[str]]:
    """Return a flowchart of milestones and links, and what is to be known of it.

    Each milestone has its code, its name and its dates; queried links are dotted, and those of
    a critical path thick.

    Parameters
    ----------
    part, whole
        What is drawn, and the plan that it is of.
    chain
        The codes of a critical path, from its target back.
    """
    late = late_milestones(whole)
    steps = set(zip(chain[1:], chain, strict=False))
    nodes = [
        Node(
            milestone.id,
            [
                milestone.id,
                *([milestone.name] if milestone.name else []),
                *date_words(milestone, whole.as_of, late.get(milestone.id)),
            ],
            standing(milestone, whole.as_of, late),
        )
        for milestone in part.graph.milestones
    ]
    looks: dict[str, str] = {
        look: f"fill:{paint.fill},stroke:{paint.line},color:{paint.text}"
        for look, paint in theme.paints.items()
    }
    text = flowchart(nodes, (_arrow(link, steps) for link in part.graph.links), looks)
    return text, _remarks(text, len(part.graph.links))


def _arrow(link: Link, steps: set[tuple[str, str]]) -> Arrow:
    pair = (link.prerequisite, link.dependent)
    terms = "" if (link.type, link.lag) == ("FS", 0) else f"{link.type} {link.lag:+d} d"
    words = " ".join(filter(None, ("?" if link.queried else "", terms)))
    return Arrow(*pair, is_dotted=bool(link.queried), is_thick=pair in steps, words=words)


def _remarks(text: str, links: int) -> list[str]:
    """Say where a page that is not set up for it does not draw as much."""
    too_much = []
    if links > MOST_LINKS:
        too_much.append(f"{counted(links, 'link')}, and Mermaid draws {MOST_LINKS}")
    if len(text) > MOST_CHARACTERS:
        too_much.append(f"{len(text):,} characters, and Mermaid takes {MOST_CHARACTERS:,}")
    return [f"this is {' and '.join(too_much)}: see --focus and --select"] if too_much else []
