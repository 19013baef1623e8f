"""Which links differ between two plans.

A link is the same in both where its ends are and, of several links between two milestones,
where type, lag and calendar are.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from depgraph.records import by_type
from depgraph.words import natural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from depgraph.model import Graph, Link

LINK_ATTRIBUTES = ("type", "lag", "calendar", "note", "queries", "allowances", "holds")


@by_type
class LinkChange(NamedTuple):
    """A link that both plans have, in each of them."""

    before: Link
    after: Link

    @property
    def attributes(self) -> tuple[str, ...]:
        """What differs, of `LINK_ATTRIBUTES`."""
        both = zip(
            LINK_ATTRIBUTES,
            _attribute_values(self.before),
            _attribute_values(self.after),
            strict=True,
        )
        return tuple(name for name, was, now in both if was != now)

    @property
    def is_reworded(self) -> bool:
        """Whether more differs than that a reviewer doubts it in one of the two."""
        is_one_sided = self.before.queried != self.after.queried
        return any(name != "queries" or not is_one_sided for name in self.attributes)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChanges:
    """The links that differ, each list sorted by dependent and prerequisite.

    Attributes
    ----------
    added, removed
        The links that only the second plan has, and those that only the first one has.
    queried, confirmed
        The links of both that a reviewer doubts only in the second plan, and those that one
        doubted only in the first.
    changed
        The links of both with another type, lag, calendar, note, allowance or wording of a
        query.
    """

    added: tuple[Link, ...] = ()
    removed: tuple[Link, ...] = ()
    queried: tuple[LinkChange, ...] = ()
    confirmed: tuple[LinkChange, ...] = ()
    changed: tuple[LinkChange, ...] = ()

    @property
    def dropped(self) -> tuple[Link, ...]:
        """The removed links that a reviewer had doubted."""
        return tuple(link for link in self.removed if link.queries)


def compare_links(before: Graph, after: Graph, codes: Mapping[str, str]) -> LinkChanges:
    """Find which links differ between two plans.

    Parameters
    ----------
    codes
        The codes of the second plan by those of the first, of the milestones that both have.
    """
    old, new = _by_ends(before.links, codes), _by_ends(after.links, {})
    added: list[Link] = []
    removed: list[Link] = []
    both: list[tuple[Link, Link]] = []
    for ends in sorted({**old, **new}, key=lambda ends: tuple(map(natural, ends))):
        was, now = old.get(ends, ()), new.get(ends, ())
        if len(was) == len(now) == 1:
            both.append((was[0], now[0]))
            continue
        pairs, gone, come = _matched(was, now)
        both += pairs
        removed += gone
        added += come
    changes = [LinkChange(was, now) for was, now in both if _terms(was) != _terms(now)]
    return LinkChanges(
        added=tuple(added),
        removed=tuple(removed),
        queried=tuple(change for change in changes if change.after.queried > change.before.queried),
        confirmed=tuple(
            change for change in changes if change.before.queried > change.after.queried
        ),
        changed=tuple(change for change in changes if change.is_reworded),
    )


def _by_ends(
    links: Iterable[Link], codes: Mapping[str, str]
) -> dict[tuple[str, str], Sequence[Link]]:
    """Return links by dependent and prerequisite, as recoded."""
    by_ends: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        ends = (
            codes.get(link.dependent, link.dependent),
            codes.get(link.prerequisite, link.prerequisite),
        )
        by_ends.setdefault(ends, []).append(link)
    return dict(by_ends)


def _matched(
    was: Sequence[Link], now: Sequence[Link]
) -> tuple[list[tuple[Link, Link]], list[Link], list[Link]]:
    """Match the links between two milestones: those of one relation first, then the others.

    Returns
    -------
    tuple
        The links of both, those that only the first plan has, and those that only the second.
    """
    left = sorted(now, key=_matching_key)
    pairs = []
    unmatched = []
    for link in sorted(was, key=_matching_key):
        same = next((other for other in left if _relation(other) == _relation(link)), None)
        if same is None:
            unmatched.append(link)
        else:
            left.remove(same)
            pairs.append((link, same))
    number = min(len(unmatched), len(left))
    pairs += zip(unmatched[:number], left[:number], strict=True)
    return pairs, unmatched[number:], left[number:]


def _matching_key(link: Link) -> tuple[object, ...]:
    return link.type, link.lag, link.calendar or "", _attribute_values(link)[4:], link.note or ""


_terms = attrgetter(*LINK_ATTRIBUTES)
_relation = attrgetter("type", "lag", "calendar")


def _attribute_values(link: Link) -> tuple[object, ...]:
    """Return what a link says beside its ends, in the order of `LINK_ATTRIBUTES`."""
    return (
        link.type,
        link.lag,
        link.calendar,
        link.note,
        tuple(sorted((query.text, str(query.asked)) for query in link.queries)),
        tuple(
            sorted(
                (leave.rule, leave.reason, str(leave.until), leave.prerequisites, leave.dependents)
                for leave in link.allowances
            )
        ),
        link.holds,
    )
