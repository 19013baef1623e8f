"""Which links differ between two plans, with what is to be said about each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.indirect import shortest_chain
from depgraph.records import Struct
from depgraph.reports.diff_cells import Kind, coded, kind, text
from depgraph.reports.layout import doubts, relation
from depgraph.reports.page import Table
from depgraph.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.analysis.link_comparison import LinkChange
    from depgraph.model import Link
    from depgraph.plans.comparing import OneSide, PlanChanges
    from depgraph.reports.diff_words import SideWords, Wording

_MOST_CHAINS = 200
"""For how many links that only one plan has the chain through others is looked for."""

_MOST_BETWEEN = 4


class OneSided(Struct):
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
    ends = (coded("milestone", "dependent"), coded("waits on", "prerequisite"))
    terms = (
        (change.after.dependent, change.after.prerequisite, what, was or "-", now or "-")
        for change in links.changed
        for what, was, now in link_differences(change)
    )
    return [
        *_one_sided_kinds(changes.only_after, words.only_after),
        *_one_sided_kinds(changes.only_before, words.only_before),
        kind(
            words.queried,
            (*ends, text("query")),
            (change.after for change in links.queried),
            query=doubt,
        ),
        kind(
            words.confirmed,
            (*ends, text(words.query_before, "query")),
            (change.before for change in links.confirmed),
            query=doubt,
        ),
        Kind(
            Table(
                words.changed,
                (*ends, text("what"), text(words.old), text(words.new)),
                tuple(terms),
            )
        ),
    ]


def _one_sided_kinds(side: OneSide, words: SideWords) -> list[Kind]:
    """Return the links that only one plan has; of drift, those between milestones of both first."""
    links = one_sided_links(side, words)
    between = [row for row in links if not row.is_apart]
    apart = [row for row in links if row.is_apart]
    if not words.links_apart:
        return [_links_kind(words.links, [*between, *apart])]
    return [_links_kind(words.links, between), _links_kind(words.links_apart, apart, is_minor=True)]


def _links_kind(title: str, links: Iterable[OneSided], *, is_minor: bool = False) -> Kind:
    ends = (coded("milestone", "link.dependent"), coded("waits on", "link.prerequisite"))
    heads = (*ends, text("remark"), text("name of what it waits on", "name", least=1))
    return kind(title, heads, links, is_minor=is_minor)


def one_sided_links(side: OneSide, words: SideWords) -> list[OneSided]:
    """Return the links that only one plan has, with what is to be said about each."""
    turned = {(link.dependent, link.prerequisite) for link in side.other_plan.links}
    one_sided = []
    chains = 0
    for link in side.links:
        remarks = [relation(link)] if relation(link) != "FS" else []
        if link.queries:
            texts = ", ".join(doubts(link))
            remarks.append(f"{words.queried}: {texts}" if texts else words.queried)
        if side.is_joined(link):
            chains += 1
            chain = _chain_words(side, link) if chains <= _MOST_CHAINS else "others"
            remarks.append(f"{words.through} {chain}")
        if side.ends_in_other_plan(link) in turned:
            remarks.append(words.turned)
        apart = [code for code in (link.prerequisite, link.dependent) if code in side.milestones]
        if apart:
            remarks.append(_apart_words(apart, words.apart))
        name = side.own[link.prerequisite].name or ""
        one_sided.append(OneSided(link, "; ".join(remarks), name, bool(apart)))
    return one_sided


def _chain_words(side: OneSide, link: Link) -> str:
    """Return the codes between the ends of a link in the plan that lacks it."""
    chain = shortest_chain(side.other_plan, side.ends_in_other_plan(link))
    return listed(chain[1:-1], _MOST_BETWEEN)


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
    if "holds" in names:
        chances = ["surely" if link.holds is None else f"{link.holds}" for link in (was, now)]
        differences.append(("holds", chances[0], chances[1]))
    return differences
