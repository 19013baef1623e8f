"""Which links differ between two plans.

A link is the same in both where its ends are and, of several links between two milestones,
where type, lag and calendar are.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from depgraph.records import Struct
from depgraph.words import natural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from depgraph.model import Graph, Link

LINK_ATTRIBUTES = ("type", "lag", "calendar", "note", "queries", "allowances", "holds")


class LinkChange(Struct):
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
    added: list[Link] = []
    removed: list[Link] = []
    both: list[tuple[Link, Link]] = []
    for was, now in _differing(before, after, codes):
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


def _differing(
    before: Graph, after: Graph, codes: Mapping[str, str]
) -> Iterator[tuple[Sequence[Link], Sequence[Link]]]:
    """Return what links of two milestones are not one and the same, sorted by their codes."""
    old, new = _numbers_by_code(before, codes), _numbers_by_code(after, {})
    for dependent in sorted({**old, **new}, key=natural):
        links_before = _by_prerequisite(before, old.get(dependent, ()), codes)
        links_after = _by_prerequisite(after, new.get(dependent, ()), {})
        differing: dict[str, tuple[Sequence[Link], Sequence[Link]]] = {
            prerequisite: (was, links_after.get(prerequisite, ()))
            for prerequisite, was in links_before.items()
            if not _is_same(was, links_after.get(prerequisite, ()))
        }
        for prerequisite, now in links_after.items():
            if prerequisite not in links_before:
                differing[prerequisite] = ((), now)
        yield from (differing[prerequisite] for prerequisite in sorted(differing, key=natural))


def _numbers_by_code(graph: Graph, codes: Mapping[str, str]) -> dict[str, list[int]]:
    """Return the numbers of milestones by their codes, as recoded."""
    numbers: dict[str, list[int]] = {}
    for number, milestone in enumerate(graph.milestones):
        numbers.setdefault(codes.get(milestone.id, milestone.id), []).append(number)
    return numbers


def _by_prerequisite(
    graph: Graph, numbers: Iterable[int], codes: Mapping[str, str]
) -> dict[str, list[Link]]:
    """Return the links into some milestones by prerequisite, as recoded."""
    by_prerequisite: dict[str, list[Link]] = {}
    for number in numbers:
        for incoming in graph.incoming[number]:
            link = graph.links[incoming]
            code = codes.get(link.prerequisite, link.prerequisite)
            by_prerequisite.setdefault(code, []).append(link)
    return by_prerequisite


def _is_same(was: Sequence[Link], now: Sequence[Link]) -> bool:
    return len(was) == len(now) == 1 and _terms(was[0]) == _terms(now[0])


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
