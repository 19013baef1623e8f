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
    from collections.abc import Iterable

    from depgraph.analysis.link_comparison import LinkChange
    from depgraph.model import Link
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
        *_one_sided(changes, words.links_added, words.links_added_apart, is_added=True),
        *_one_sided(changes, words.links_removed, words.links_removed_apart, is_added=False),
        _doubts(words.queried, "query", (change.after for change in links.queried)),
        _doubts(words.confirmed, words.query_before, (change.before for change in links.confirmed)),
        Kind(
            Table(
                words.changed,
                (MILESTONE, WAITS_ON, text("what"), text(words.old), text(words.new)),
                tuple(row for change in links.changed for row in _change_rows(change)),
            )
        ),
    ]


def _one_sided(changes: PlanChanges, title: str, title_apart: str, *, is_added: bool) -> list[Kind]:
    """Return the links that only one plan has; of drift, those between milestones of both first."""
    links = one_sided_links(changes, is_added=is_added)
    between = [one for one in links if not one.is_apart]
    apart = [one for one in links if one.is_apart]
    if not changes.is_drift:
        return [_table(title, [*between, *apart])]
    return [_table(title, between), _table(title_apart, apart)._replace(is_minor=True)]


def _table(title: str, links: Iterable[OneSided]) -> Kind:
    heads = (MILESTONE, WAITS_ON, text("remark"), text("name of what it waits on", least=1))
    rows = tuple((one.link.dependent, one.link.prerequisite, one.remark, one.name) for one in links)
    return Kind(Table(title, heads, rows))


def _doubts(title: str, head: str, links: Iterable[Link]) -> Kind:
    rows = tuple((link.dependent, link.prerequisite, doubt(link)) for link in links)
    return Kind(Table(title, (MILESTONE, WAITS_ON, text(head)), rows))


def _change_rows(change: LinkChange) -> list[tuple[str, ...]]:
    ends = change.after.dependent, change.after.prerequisite
    return [(*ends, what, was or "-", now or "-") for what, was, now in link_differences(change)]


def one_sided_links(changes: PlanChanges, *, is_added: bool) -> list[OneSided]:
    """Return the links that only the second plan has, or only the first one."""
    comparison, words = changes.comparison, wording(changes)
    links = comparison.links.added if is_added else comparison.links.removed
    own = comparison.after if is_added else comparison.before
    joined = changes.joined_before if is_added else changes.still_joined
    milestones = comparison.added if is_added else comparison.removed
    only_own = {milestone.id for milestone in milestones}
    only_own_words = words.come if is_added else words.gone
    turned = {link[:2] for link in (comparison.before if is_added else comparison.after).links}
    one_sided = []
    chains = 0
    for link in links:
        ends = link.prerequisite, link.dependent
        remarks = [relation(link)] if relation(link) != "FS" else []
        if link.queries:
            texts = ", ".join(doubts(link))
            queried = "queried" if is_added or changes.is_drift else "after a query"
            remarks.append(f"{queried}: {texts}" if texts else queried)
        if ends in joined:
            chains += 1
            remarks.append(
                _joining(changes, link, is_added=is_added, has_chain=chains <= _MOST_CHAINS)
            )
        if _other_ends(changes, link, is_added=is_added)[::-1] in turned:
            remarks.append(words.turned_added if is_added else words.turned_removed)
        apart = [end for end in ends if end in only_own]
        if apart:
            many = only_own_words.replace("is ", "are ", 1)
            remarks.append(f"{' and '.join(apart)} {only_own_words if len(apart) == 1 else many}")
        name = own[link.prerequisite].name or ""
        one_sided.append(OneSided(link, "; ".join(remarks), name, bool(apart)))
    return one_sided


def _joining(changes: PlanChanges, link: Link, *, is_added: bool, has_chain: bool) -> str:
    """Say by which chain the plan that lacks a link joins its ends."""
    words = wording(changes)
    through = words.joined_before if is_added else words.still_joined
    if not has_chain:
        return f"{through} others"
    comparison = changes.comparison
    other = comparison.before if is_added else comparison.after
    chain = shortest_chain(other, _other_ends(changes, link, is_added=is_added))
    return f"{through} {listed(chain[1:-1], _MOST_BETWEEN)}"


def _other_ends(changes: PlanChanges, link: Link, *, is_added: bool) -> tuple[str, str]:
    """Return the ends of a link by their codes in the plan that lacks it."""
    codes = changes.recoded_before if is_added else changes.recoded_after
    return codes.get(link.prerequisite, link.prerequisite), codes.get(
        link.dependent, link.dependent
    )


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
