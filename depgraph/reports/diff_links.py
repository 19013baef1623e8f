"""Which links differ between two plans, with what is to be said about each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depgraph.analysis.indirect import shortest_chain
from depgraph.reports.diff_cells import MILESTONE, WAITS_ON, Kind, text
from depgraph.reports.diff_words import wording
from depgraph.reports.layout import doubts, relation
from depgraph.reports.page import Table
from depgraph.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from depgraph.analysis.indirect import Pair
    from depgraph.analysis.link_comparison import LinkChange
    from depgraph.model import Graph, Link
    from depgraph.plans.comparing import PlanChanges
    from depgraph.reports.diff_words import Wording

_MOST_CHAINS = 200
"""For how many links that only one plan has the chain through others is looked for."""

_MOST_BETWEEN = 4


class OneSided(NamedTuple):
    """A link that only one plan has.

    Attributes
    ----------
    name
        That of the prerequisite.
    is_apart
        Whether only that plan has one of its milestones.
    """

    link: Link
    remark: str
    name: str
    is_apart: bool


def link_kinds(changes: PlanChanges, words: Wording) -> list[Kind]:
    """Return what became of the links: a table for each kind of change."""
    links = changes.comparison.links
    return [
        *_one_sided_kinds(changes, words.links_added, words.links_added_apart, is_added=True),
        *_one_sided_kinds(changes, words.links_removed, words.links_removed_apart, is_added=False),
        _doubts_kind(words.queried, "query", (change.after for change in links.queried)),
        _doubts_kind(
            words.confirmed, words.query_before, (change.before for change in links.confirmed)
        ),
        Kind(
            Table(
                words.changed,
                (MILESTONE, WAITS_ON, text("what"), text(words.old), text(words.new)),
                tuple(
                    (
                        change.after.dependent,
                        change.after.prerequisite,
                        what,
                        was or "-",
                        now or "-",
                    )
                    for change in links.changed
                    for what, was, now in link_differences(change)
                ),
            )
        ),
    ]


def _one_sided_kinds(
    changes: PlanChanges, title: str, title_apart: str, *, is_added: bool
) -> list[Kind]:
    """Return the links that only one plan has; of drift, those between milestones of both first."""
    links = one_sided_links(changes, is_added=is_added)
    between = [one for one in links if not one.is_apart]
    apart = [one for one in links if one.is_apart]
    if not changes.is_drift:
        return [_links_kind(title, [*between, *apart])]
    return [_links_kind(title, between), _links_kind(title_apart, apart)._replace(is_minor=True)]


def _links_kind(title: str, links: Iterable[OneSided]) -> Kind:
    heads = (MILESTONE, WAITS_ON, text("remark"), text("name of what it waits on", least=1))
    rows = tuple((one.link.dependent, one.link.prerequisite, one.remark, one.name) for one in links)
    return Kind(Table(title, heads, rows))


def _doubts_kind(title: str, head: str, links: Iterable[Link]) -> Kind:
    rows = tuple((link.dependent, link.prerequisite, doubt(link)) for link in links)
    return Kind(Table(title, (MILESTONE, WAITS_ON, text(head)), rows))


class _Side(NamedTuple):
    """One of the two plans: the links that only it has, and the words for them.

    Attributes
    ----------
    own, other
        The plan itself, and the one that lacks the links.
    joined
        The ends of those that the other joins through others.
    other_codes
        The codes in the other plan that differ, by its own.
    only_own
        The codes of the milestones that only it has.
    is_apart, queried, turned, through
        The words for a milestone that only it has, for a doubt, for a link that the other has
        the other way round, and for a chain of the other one.
    """

    links: Sequence[Link]
    own: Graph
    other: Graph
    joined: frozenset[Pair]
    other_codes: Mapping[str, str]
    only_own: frozenset[str]
    is_apart: str
    queried: str
    turned: str
    through: str

    def other_ends(self, link: Link) -> Pair:
        """Return the ends of a link by their codes in the other plan."""
        codes = self.other_codes
        prerequisite, dependent = link.prerequisite, link.dependent
        return codes.get(prerequisite, prerequisite), codes.get(dependent, dependent)


def _side(changes: PlanChanges, *, is_added: bool) -> _Side:
    comparison, words = changes.comparison, wording(changes)
    if is_added:
        return _Side(
            links=comparison.links.added,
            own=comparison.after,
            other=comparison.before,
            joined=changes.joined_before,
            other_codes=changes.recoded_before,
            only_own=frozenset(milestone.id for milestone in comparison.added),
            is_apart=words.come,
            queried="queried",
            turned=words.turned_added,
            through=words.joined_before,
        )
    return _Side(
        links=comparison.links.removed,
        own=comparison.before,
        other=comparison.after,
        joined=changes.still_joined,
        other_codes=changes.recoded_after,
        only_own=frozenset(milestone.id for milestone in comparison.removed),
        is_apart=words.gone,
        queried="queried" if changes.is_drift else "after a query",
        turned=words.turned_removed,
        through=words.still_joined,
    )


def one_sided_links(changes: PlanChanges, *, is_added: bool) -> list[OneSided]:
    """Return the links that only the second plan has, or only the first one."""
    side = _side(changes, is_added=is_added)
    turned = {(link.dependent, link.prerequisite) for link in side.other.links}
    one_sided = []
    chains = 0
    for link in side.links:
        remarks = [relation(link)] if relation(link) != "FS" else []
        if link.queries:
            texts = ", ".join(doubts(link))
            remarks.append(f"{side.queried}: {texts}" if texts else side.queried)
        if (link.prerequisite, link.dependent) in side.joined:
            chains += 1
            remarks.append(_joining_words(side, link, has_chain=chains <= _MOST_CHAINS))
        if side.other_ends(link) in turned:
            remarks.append(side.turned)
        apart = [code for code in (link.prerequisite, link.dependent) if code in side.only_own]
        if apart:
            remarks.append(_apart_words(apart, side.is_apart))
        name = side.own[link.prerequisite].name or ""
        one_sided.append(OneSided(link, "; ".join(remarks), name, bool(apart)))
    return one_sided


def _joining_words(side: _Side, link: Link, *, has_chain: bool) -> str:
    """Say by which chain the plan that lacks a link joins its ends."""
    if not has_chain:
        return f"{side.through} others"
    chain = shortest_chain(side.other, side.other_ends(link))
    return f"{side.through} {listed(chain[1:-1], _MOST_BETWEEN)}"


def _apart_words(codes: Sequence[str], is_apart: str) -> str:
    """Say which ends of a link only its plan has."""
    words = is_apart if len(codes) == 1 else is_apart.replace("is ", "are ", 1)
    return f"{' and '.join(codes)} {words}"


def doubt(link: Link) -> str:
    """Return what a reviewer doubts about a link."""
    return " ".join(doubts(link)) or "(no reason given)"


def link_differences(change: LinkChange) -> list[tuple[str, str | None, str | None]]:
    """Return what differs in a link of both plans: what, before and after."""
    was, now = change.before, change.after
    names = change.attributes
    differences: list[tuple[str, str | None, str | None]] = []
    if {"type", "lag", "calendar"}.intersection(names):
        terms = [f"{relation(link)} {link.calendar or ''}".rstrip() for link in (was, now)]
        differences.append(("type and lag", terms[0], terms[1]))
    if "note" in names:
        differences.append(("note", was.note, now.note))
    if "queries" in names and was.queried and now.queried:
        differences.append(("query", doubt(was), doubt(now)))
    if "allowances" in names:
        rules = [", ".join(leave.rule for leave in link.allowances) for link in (was, now)]
        differences.append(("allowed", rules[0] or None, rules[1] or None))
    return differences
