"""What an import changes in the links of a plan."""

from __future__ import annotations

from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from depgraph.analysis.components import strong_components
from depgraph.edits.facts import LinkChange
from depgraph.edits.importing.marks import is_mark, mark_of_link
from depgraph.model import Query
from depgraph.model.links import ends_of
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from depgraph.edits.importing.sides import Existing, Incoming, Pair, Translated
    from depgraph.model import Link


_timing = attrgetter("type", "lag", "calendar")


class LinkComparison(Struct):
    """The links of a source against those of a plan.

    Attributes
    ----------
    changes
        All changes of links that the plan has.
    new
        The links to add.
    changed
        Of the changes, those of type, lag or calendar.
    missing, returned
        Links that are marked, now or before, and such that are no longer.
    contradicted
        Links to remove: the source has not got them any more, and with its links they go round.
    known
        How many links of the source the plan has.
    queries
        How many doubts of the source are added.
    """

    changes: tuple[LinkChange, ...]
    new: tuple[Link, ...]
    changed: tuple[LinkChange, ...]
    missing: tuple[Link, ...]
    returned: tuple[Link, ...]
    contradicted: tuple[Link, ...]
    known: int
    queries: int


def compare_links(incoming: Incoming, existing: Existing, source: Translated) -> LinkComparison:
    """Compare the links of a source with those of the files of a plan."""
    comparison = _Comparison(incoming, existing, source)
    there = _links_by_pair(existing)
    for pair in sorted(there):
        if pair[0] in source.selected:
            comparison.compare(pair, there[pair])
    for pair, source_links in source.links.items():
        if pair not in there and source.is_imported(pair):
            comparison.new += source_links
    return comparison.result(has_new_pairs=not source.links.keys() <= there.keys())


def _links_by_pair(existing: Existing) -> dict[Pair, list[Link]]:
    """Return the links that can be edited by pair; a pair with others only has none."""
    by_pair: dict[Pair, list[Link]] = {
        (dependent, prerequisite): []
        for prerequisite, dependent in zip(*ends_of(existing.graph.links), strict=True)
    }
    codes = existing.codes_by_alias()
    for graph_file in existing.files:
        for link in graph_file.links:
            prerequisite = codes.get(link.prerequisite, link.prerequisite)
            by_pair[link.dependent, prerequisite].append(link)
    return by_pair


class _Comparison:
    def __init__(self, incoming: Incoming, existing: Existing, source: Translated) -> None:
        self._incoming = incoming
        self._existing = existing
        self._source = source
        self.new: list[Link] = []
        self._changes: list[LinkChange] = []
        self._missing: list[Link] = []
        self._returned: list[Link] = []
        self._known = self._queries = 0

    @cached_property
    def _scheduled(self) -> set[Pair]:
        """The links that schedules have."""
        codes = self._existing.codes_by_alias()
        return {
            (codes.get(dependent, dependent), codes.get(prerequisite, prerequisite))
            for revision in self._existing.revisions
            for prerequisite, dependent in (link.ends for link in revision.links)
        }

    def result(self, *, has_new_pairs: bool) -> LinkComparison:
        # What has no circle has none with fewer links.
        may_go_round = has_new_pairs or not self._existing.graph.is_acyclic
        contradicted = self._contradicted() if may_go_round else []
        changes = [change for change in self._changes if change.old not in contradicted]
        return LinkComparison(
            changes=tuple(changes),
            new=tuple(self.new),
            changed=tuple(
                change for change in changes if _timing(change.old) != _timing(change.new)
            ),
            missing=tuple(link for link in self._missing if link not in contradicted),
            returned=tuple(self._returned),
            contradicted=tuple(contradicted),
            known=self._known,
            queries=self._queries + sum(len(link.queries) for link in self.new),
        )

    def _contradicted(self) -> list[Link]:
        """Return the missing links that go round with links that the source has."""
        if not self._missing:
            return []
        own = {pair for pair in self._source.links if pair[0] != pair[1]}
        missing = {(link.dependent, link.prerequisite) for link in self._missing}
        successors: dict[str, list[str]] = {}
        for dependent, prerequisite in (*own, *missing):
            successors.setdefault(prerequisite, []).append(dependent)
            successors.setdefault(dependent, [])
        codes = [*successors]
        numbers = {code: number for number, code in enumerate(codes)}
        components = strong_components(
            [[numbers[code] for code in following] for following in successors.values()]
        )
        round_of = {
            codes[member]: number for number, members in enumerate(components) for member in members
        }
        of_source = {
            round_of[dependent]
            for dependent, prerequisite in own
            if round_of[dependent] == round_of[prerequisite]
        }
        return [
            link
            for link in self._missing
            # Of a pair that the source has, another lag or type is no contradiction.
            if link.dependent != link.prerequisite
            and (link.dependent, link.prerequisite) not in own
            and round_of[link.dependent] == round_of[link.prerequisite]
            and round_of[link.dependent] in of_source
        ]

    def compare(self, pair: Pair, there: Sequence[Link]) -> None:
        """Compare the links of two milestones that the plan has links of."""
        links = self._source.links.get(pair)
        if links is None:
            if pair[1] in self._source.known:
                self._mark_missing(pair, there)
            return
        if len(there) == len(links) == 1:
            old, link = there[0], links[0]
            if not (old.queries or link.queries) and is_alike(old, link):
                self._known += 1  # as most are, and nothing changes
                return
        is_imported = self._source.is_imported(pair)
        matched, new, unmatched = match_links(there, links)
        self._known += len(matched)
        for old, link in matched:
            self._update(old, link, with_timing=is_imported)
        if there and is_imported:
            self._mark_missing(pair, unmatched)
            self.new += new

    def _update(self, old: Link, link: Link, *, with_timing: bool) -> None:
        if not (old.queries or link.queries) and (not with_timing or is_alike(old, link)):
            return
        staying = tuple(query for query in old.queries if not _is_marking(query))
        if len(staying) < len(old.queries):
            self._returned.append(old)
        known = {query.text for query in staying}
        added = tuple(
            query for query in link.queries if query.text not in known and (query.text or not known)
        )
        self._queries += len(added)
        if added and known == {""}:
            staying = ()  # the doubt without words gets some
        new = old._replace(queries=(*staying, *added))
        if with_timing:
            new = with_timing_of(new, link)
        if new != old:
            self._changes.append(LinkChange(old, new))

    def _mark_missing(self, pair: Pair, links: Sequence[Link]) -> None:
        """Doubt links that the source has not any more."""
        if self._incoming.is_partial or not links:
            return
        mark = Query(mark_of_link(self._incoming.name, self._incoming.as_of))
        for link in links:
            is_marked = any(map(_is_marking, link.queries))
            if not is_marked and self._scheduled and pair not in self._scheduled:
                continue
            self._missing.append(link)
            if not is_marked and all(query.text for query in link.queries):
                # (A doubt without words stands for any.)
                self._changes.append(LinkChange(link, link._replace(queries=(*link.queries, mark))))


def match_links(
    there: Sequence[Link], wanted_links: Sequence[Link]
) -> tuple[list[tuple[Link, Link]], list[Link], list[Link]]:
    """Pair the links of two milestones that a file has with those that a source has.

    Returns
    -------
    tuple
        Pairs of such that are alike or, else, of the same type or, else, any; those of the
        source that are left; those of the file that are left.
    """
    if len(there) == len(wanted_links) == 1:
        return [(there[0], wanted_links[0])], [], []
    pairs: list[tuple[Link, Link]] = []
    old, new = list(there), list(wanted_links)
    likenesses: tuple[Callable[[Link, Link], bool], ...] = (
        is_alike,
        lambda a, b: a.type == b.type,
        lambda _a, _b: True,
    )
    for is_like in likenesses:
        for link in tuple(old):
            match = next((candidate for candidate in new if is_like(link, candidate)), None)
            if match is not None:
                old.remove(link)
                new.remove(match)
                pairs.append((link, match))
    return pairs, new, old


def is_alike(link: Link, source: Link) -> bool:
    """Whether a link has the type, the lag and the calendar of another."""
    return _timing(link) == _timing(source) or (
        not link.lag and not source.lag and link.type == source.type
    )


def with_timing_of(link: Link, source: Link) -> Link:
    """Return a link with the type, the lag and the calendar of another."""
    calendar = source.calendar
    if not source.lag and not link.lag:
        calendar = link.calendar  # it says nothing without a lag
    return link._replace(type=source.type, lag=source.lag, calendar=calendar)


def _is_marking(query: Query) -> bool:
    return query.asked is None and is_mark(query.text)
