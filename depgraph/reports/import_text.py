"""What an import did, or would do, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.model.documents import SourceDocument, as_of_words
from depgraph.records import Struct
from depgraph.reports.layout import relation
from depgraph.words import counted, left_out, natural, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from depgraph.analysis.reduction import Reduction
    from depgraph.edits.importing.dates import ImportedDates
    from depgraph.edits.importing.plan import ImportPlan
    from depgraph.model import Link

_MOST = 12
"""How many of one kind are listed."""


class ImportFacts(Struct):
    """What there is to tell of an import beside its changes.

    Attributes
    ----------
    snapshot, is_new_snapshot
        The schedule file that the dates go to, as it is shown; None for none.
    schedule
        The schedule that stays the one of the plan, where the snapshot is not; else None.
    reduction
        The links that chains imply; None where they were not asked for.
    outside
        How many links to milestones that are not imported were left out.
    notices
        What a reader must know of the source.
    other_calendars
        Calendars that the plan has with other days.
    projected
        The forecasts that the logic of a schedule network gives, as its program states none or
        an earlier one.
    dates
        Which projected dates of a schedule network the plan does not have; None where the
        source is none.
    """

    source: str
    as_of: date | None
    snapshot: str | None
    is_new_snapshot: bool
    schedule: str | None
    reduction: Reduction | None
    outside: int
    notices: tuple[str, ...] = ()
    documents: tuple[SourceDocument, ...] = ()
    other_calendars: tuple[str, ...] = ()
    projected: tuple[str, ...] = ()
    dates: ImportedDates | None = None


def import_text(plan: ImportPlan, facts: ImportFacts) -> str:
    """Return the summary of an import."""
    return "".join(f"{line}\n" for line in _summary_lines(plan, facts))


def _summary_lines(plan: ImportPlan, facts: ImportFacts) -> Iterator[str]:
    as_of = as_of_words(facts.as_of, facts.documents, without="")
    yield f"{printable(facts.source)} {as_of}".rstrip()
    yield f"  milestones  {_counts_in_words((len(plan.new), 'new'), (plan.known, 'known before'))}"
    links = plan.links
    counts = _counts_in_words(
        (len(links.new), "new"), (len(links.changed), "changed"), (links.known, "known before")
    )
    yield f"  links       {counts}"
    if facts.reduction is not None:
        yield from (f"              {line}" for line in _reduction_lines(facts.reduction))
    if facts.outside:
        count = counted(facts.outside, "link")
        yield f"              {count} to milestones that are not selected left out"
    if plan.questions or links.queries:
        queries = counted(links.queries, "query", "queries")
        yield f"  doubts      {queries} and {counted(plan.questions, 'question')} of the source"
    if facts.snapshot is not None:
        what = "new" if facts.is_new_snapshot else "updated"
        if not facts.is_new_snapshot and not any(plan.snapshot.change):
            what = "as it was"
        yield f"  dates       {facts.snapshot}: {what}"
    if facts.schedule is not None:
        yield f"              the plan's schedule stays {facts.schedule} (see --set-schedule)"
    types = [
        f"{_link_words(change.old)}: {relation(change.old)} -> {relation(change.new)}"
        for change in links.changed
    ]
    moves = [
        f"{move.milestone} {move.attribute}: {move.before} -> "
        f"{'none' if move.after is None else move.after}"
        for move in plan.snapshot.moved
    ]
    names = [
        f"{code}: {printable(kept)!r} stays, the source has {printable(other)!r}"
        for code, kept, other in plan.differing_names
    ]
    lists: dict[str, Iterable[str]] = {
        "milestones gone from the source, kept with a question": plan.missing,
        "links gone from the source, kept with a query": map(_link_words, links.missing),
        "links that go round with those of the source, removed, with a question": map(
            _link_words, links.contradicted
        ),
        "milestones back in the source, without the question again": plan.returned,
        "links back in the source, without the query again": map(_link_words, links.returned),
        "other type or lag": types,
        "other dates": moves,
        "other names in the source": names,
        "other calendars in the source, kept as they are": facts.other_calendars,
        "forecasts by the logic of the source, whose program states none or earlier ones": (
            facts.projected
        ),
    }
    for what, entries in lists.items():
        yield from _list_lines(what, sorted(entries, key=natural))
    if facts.dates is not None:
        yield from _date_lines(facts.dates)
    yield from _list_lines("notices of the source", facts.notices)


def _date_lines(dates: ImportedDates) -> Iterator[str]:
    """Say which projected dates the plan has as the source, and which are others, and why."""
    if not dates.others:
        number = counted(dates.compared, "open milestone")
        if dates.compared:
            yield f"              all {number} projected as in the source"
        return
    why = "a plan counts whole days and all links"
    if dates.is_contracted:
        why += ", and has nothing of the work between its milestones: --activities imports it"
    yield ""
    yield (
        f"Projected otherwise than in the source ({len(dates.others):,} of "
        f"{dates.compared:,} open milestones), as {why}:"
    )
    entries = [
        f"{entry.code}: {entry.of_plan or 'no date'}, in the source {entry.of_source or 'no date'}"
        for entry in dates.others
    ]
    yield from (f"  {printable(entry)}" for entry in entries[:_MOST])
    yield from left_out(len(entries) - _MOST, indent="  ")


def _reduction_lines(reduction: Reduction) -> Iterator[str]:
    """Say which links that chains imply are left out, and which are not."""
    if not reduction.is_ordered:
        yield "none left out (--fewest-links), as links go round in a cycle: see depgraph check"
        return
    if reduction.left_out:
        count = counted(len(reduction.left_out), "link")
        yield f"{count} that a chain of others implies left out (--fewest-links)"
    else:
        yield "none that a chain of others implies (--fewest-links)"
    own, weak = len(reduction.own_terms), len(reduction.weak_chains)
    if own:
        yield f"{own} beside a chain kept, with a lag, a type, a doubt or a note of their own"
    if weak:
        yield (
            f"{weak} beside a chain kept, as it has a lead, another type, a doubt, or a milestone "
            "complete before what it waits on"
        )
    if not reduction.is_complete:
        yield "the source is too large to find all such links: some are added"


def _counts_in_words(*counts: tuple[int, str]) -> str:
    parts = [f"{count:,} {what}" for count, what in counts if count]
    return ", ".join(parts) or "none"


def _list_lines(what: str, entries: Sequence[str]) -> Iterator[str]:
    if not entries:
        return
    yield ""
    yield f"{what[0].upper()}{what[1:]} ({len(entries):,}):"
    yield from (f"  {printable(entry)}" for entry in entries[:_MOST])
    yield from left_out(len(entries) - _MOST, indent="  ")


def _link_words(link: Link) -> str:
    return f"{link.prerequisite} -> {link.dependent}"
