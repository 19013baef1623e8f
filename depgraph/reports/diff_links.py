"""Which links differ between two plans, with what is to be said about each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.indirect import shortest_chain
from depgraph.reports.diff_layout import Section, name_of
from depgraph.reports.diff_words import wording
from depgraph.reports.layout import lag
from depgraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.analysis.link_comparison import LinkChange
    from depgraph.model import Link
    from depgraph.plans.comparing import PlanChanges
    from depgraph.reports.diff_words import Wording

_MOST_CHAINS = 200
"""For how many links of a section the chain through others is looked for."""

_MOST_BETWEEN = 4


def link_sections(changes: PlanChanges, words: Wording) -> list[Section]:
    """Return what became of the links: a section for each kind of change."""
    comparison = changes.comparison
    links = comparison.links
    heads = ("milestone", "waits on", "remark", "name of what it waits on")
    gone = {milestone.id for milestone in comparison.removed}
    come = {milestone.id for milestone in comparison.added}
    added = _link_rows(changes, links.added, come, words.come, is_added=True)
    removed = _link_rows(changes, links.removed, gone, words.gone, is_added=False)
    found = [
        Section(words.links_added, heads, added[0]),
        Section(words.links_added_apart, heads, added[1], is_minor=True),
        Section(words.links_removed, heads, removed[0]),
        Section(words.links_removed_apart, heads, removed[1], is_minor=True),
    ]
    if not changes.is_drift:
        found = [
            Section(words.links_added, heads, [*added[0], *added[1]]),
            Section(words.links_removed, heads, [*removed[0], *removed[1]]),
        ]
    return [
        *found,
        Section(
            words.queried,
            ("milestone", "waits on", "query"),
            [_doubt(change.after) for change in links.queried],
        ),
        Section(
            words.confirmed,
            ("milestone", "waits on", words.query_before),
            [_doubt(change.before) for change in links.confirmed],
        ),
        Section(
            words.changed,
            ("milestone", "waits on", "what", words.old, words.new),
            [row for change in links.changed for row in _relation_rows(change)],
        ),
    ]


def _link_rows(
    changes: PlanChanges,
    links: Iterable[Link],
    apart: set[str],
    apart_words: str,
    *,
    is_added: bool,
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return the rows of links between milestones of both plans, and of the others."""
    comparison = changes.comparison
    own = comparison.after if is_added else comparison.before
    joined = changes.joined_before if is_added else changes.still_joined
    words = wording(changes)
    turned = {link[:2] for link in (comparison.before if is_added else comparison.after).links}
    between: list[tuple[str, ...]] = []
    others: list[tuple[str, ...]] = []
    chains = 0
    for link in links:
        ends = link.prerequisite, link.dependent
        remarks = [_relation(link)] if _relation(link) != "FS" else []
        if link.queries:
            texts = ", ".join(printable(query.text) for query in link.queries if query.text)
            doubt = "queried" if is_added or changes.is_drift else "after a query"
            remarks.append(f"{doubt}: {texts}" if texts else doubt)
        if ends in joined:
            chains += 1
            remarks.append(
                _joining(changes, link, is_added=is_added, has_chain=chains <= _MOST_CHAINS)
            )
        if _other_ends(changes, link, is_added=is_added)[::-1] in turned:
            remarks.append(words.turned_added if is_added else words.turned_removed)
        missing = [end for end in ends if end in apart]
        if missing:
            told = apart_words if len(missing) == 1 else apart_words.replace("is ", "are ", 1)
            remarks.append(f"{' and '.join(missing)} {told}")
        row = (
            link.dependent,
            link.prerequisite,
            "; ".join(remarks),
            name_of(own[link.prerequisite]),
        )
        (others if missing else between).append(row)
    return between, others


def _joining(changes: PlanChanges, link: Link, *, is_added: bool, has_chain: bool) -> str:
    """Say by which chain the plan that lacks a link joins its ends."""
    words = wording(changes)
    said = words.joined_before if is_added else words.still_joined
    if not has_chain:
        return f"{said} others"
    comparison = changes.comparison
    other = comparison.before if is_added else comparison.after
    chain = shortest_chain(other, _other_ends(changes, link, is_added=is_added))
    inner = chain[1:-1]
    rest = len(inner) - _MOST_BETWEEN
    more = f" and {rest} more" if rest > 0 else ""
    return f"{said} {', '.join(inner[:_MOST_BETWEEN])}{more}"


def _other_ends(changes: PlanChanges, link: Link, *, is_added: bool) -> tuple[str, str]:
    """Return the ends of a link by their codes in the plan that lacks it."""
    codes = changes.recoded_before if is_added else changes.recoded_after
    return codes.get(link.prerequisite, link.prerequisite), codes.get(
        link.dependent, link.dependent
    )


def _relation(link: Link) -> str:
    return " ".join(part for part in (link.type, lag(link)) if part)


def _doubt(link: Link) -> tuple[str, ...]:
    texts = " ".join(printable(query.text) for query in link.queries if query.text)
    return link.dependent, link.prerequisite, texts or "(no reason given)"


def _relation_rows(change: LinkChange) -> list[tuple[str, ...]]:
    before, after = change.before, change.after
    ends = (after.dependent, after.prerequisite)
    rows: list[tuple[str, ...]] = []
    names = change.attributes
    if {"type", "lag", "calendar"}.intersection(names):
        both = [f"{_relation(link)} {link.calendar or ''}".rstrip() for link in (before, after)]
        rows.append((*ends, "type and lag", *both))
    if "note" in names:
        rows.append((*ends, "note", *(printable(link.note or "-") for link in (before, after))))
    if "queries" in names and before.queried and after.queried:
        rows.append((*ends, "query", _doubt(before)[2], _doubt(after)[2]))
    if "allowances" in names:
        both = [
            ", ".join(leave.rule for leave in link.allowances) or "-" for link in (before, after)
        ]
        rows.append((*ends, "allowed", *map(printable, both)))
    return rows
