"""The codes of what a network is separated by, see `depgraph.analysis.separation`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from depgraph.model.values import Link

_MARK = "\N{NO-BREAK SPACE}(for "
"""Codes of sources hardly have it."""


def copy_code(code: str, dependent: str) -> str:
    """Return the code of the copy of an activity that is made for a dependent."""
    return f"{code}{_MARK}{dependent})"


def stated_codes(codes: Iterable[str]) -> tuple[str, ...]:
    """Return codes of activities, in place of copies those of the activities copied.

    Examples
    --------
    >>> stated_codes(["A", copy_code("B", "M2")])
    ('A', 'B')
    """
    return tuple(code.partition(_MARK)[0] if code.endswith(")") else code for code in codes)


def gated(links: Sequence[Link]) -> list[Link]:
    """Return the links of a chain without that to a gate."""
    first = links[0]
    is_gate = first.dependent.startswith(f"{first.prerequisite}{_MARK}")
    return [*links[is_gate:]]


def ends_of_chains(link: Link) -> tuple[str, str]:
    """Return the ends of a link; of one to a gate, those of the chains that it stands for."""
    prerequisite, dependent = link.ends
    if dependent.startswith(f"{prerequisite}{_MARK}"):
        return prerequisite, dependent.removeprefix(f"{prerequisite}{_MARK}").removesuffix(")")
    return link.ends


def links_without(links: Sequence[Link], numbers: Collection[int]) -> list[Link]:
    """Return links without some of them, by their places, and without what `dropped` adds."""
    without = dropped(links, numbers)
    return [link for number, link in enumerate(links) if number not in without]


def dropped(links: Sequence[Link], numbers: Collection[int]) -> Collection[int]:
    """Return the places of all links that are dropped with some of them.

    Without the link to a gate, what the gate leads to does not wait on it either.
    """
    ends = (links[number] for number in numbers)
    closed = {link.dependent for link in ends if ends_of_chains(link) != link.ends}
    if not closed:
        return numbers
    behind = (number for number, link in enumerate(links) if link.prerequisite in closed)
    return {*numbers, *behind}


def as_chains(link: Link) -> Link:
    """Return a link as it is told: one to a gate as that between two milestones."""
    _, dependent = ends_of_chains(link)
    return link if dependent == link.dependent else link._replace(dependent=dependent, type="FS")


def is_copy(code: str) -> bool:
    """Whether a code is that of a gate or of the copy of an activity."""
    return _MARK in code and code.endswith(")")
