"""Links in the words of messages: one by one, round a circle, and of many the first ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.words import left_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model import Link

_MOST_LINKS = 50
"""How many links of a circle a message shows."""

_MOST_LISTED = 10
"""How many links of a cut, or queried ones, a message shows."""


def circle_lines(links: Sequence[Link]) -> list[str]:
    """Return a circle of links as lines of a message: the codes, then each link."""
    shown = links[:_MOST_LINKS]
    codes = [link.prerequisite for link in shown]
    rest = len(links) - len(shown)
    if rest:
        codes.append("...")
    lines = [f"  {' -> '.join((*codes, links[-1].dependent))}"]
    lines += (f"    {link_line(link)}" for link in shown)
    return lines + left_out(rest, "more links", indent="    ")


def size_lines(
    milestones: Sequence[str], links: Sequence[Link], *, shown: Sequence[Link]
) -> list[str]:
    """Return how much goes round in a component, and what of it is queried, as lines.

    Nothing is said of a component that has no other links than those that are shown.
    """
    if len(links) == len(shown):
        return []
    size = f"{len(milestones)} in all wait on each other, through {len(links)} links"
    queried = [link for link in links if link.queried]
    if not queried:
        return [size]
    return [f"{size}, {len(queried)} of them queried:", *listed_lines(queried)]


def listed_lines(links: Sequence[Link]) -> list[str]:
    """Return links as indented lines, of many the first ones."""
    lines = [f"  {link_line(link)}" for link in links[:_MOST_LISTED]]
    return lines + left_out(len(links) - _MOST_LISTED, indent="  ")


def link_line(link: Link) -> str:
    """Return a link as a line of a message, with its place."""
    place = f" ({link.position})" if link.position else ""
    doubt = ", queried" if link.queried else ""
    return f"{link_in_words(link)}{place}{doubt}"


def link_in_words(link: Link) -> str:
    """Return a link as a sentence: who waits on whom; the type if it is not FS, and a lag."""
    prerequisite = "itself" if link.prerequisite == link.dependent else link.prerequisite
    kind = "" if link.type == "FS" else f" {link.type}"
    lag = f" {link.lag:+d} {'wd' if link.calendar else 'd'}" if link.lag else ""
    return f"{link.dependent} waits on {prerequisite}{kind}{lag}"
