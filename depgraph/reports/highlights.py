"""Highlights: what is complete since the previous schedule, what is new, and what moved.

The date of a milestone in a schedule is its completion where it is complete at the as-of date of
that schedule, else its forecast, else its due date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from depgraph.analysis.schedule_recoding import LikelyRecoded, pairs_by_name
from depgraph.analysis.scheduled import date_in, with_schedule_only
from depgraph.errors import DepgraphError
from depgraph.records import Struct
from depgraph.reports.release_plan import main_level, plain_milestones
from depgraph.words import later, natural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from depgraph.model import Graph, Milestone, SourceDocument
    from depgraph.model.schedules import Revision

Change = Literal["completed", "moved", "new", "unchanged"]
CHANGES: tuple[Change, ...] = ("completed", "moved", "new", "unchanged")


class Highlight(Struct):
    """What became of a milestone since the previous schedule.

    Attributes
    ----------
    change
        ``completed`` since then; else ``moved``, if its date is another one or it is no longer
        complete; else ``new``, if it had no date then; else ``unchanged``.
    completed
        The date of the completion; None while it is incomplete.
    previous_date, date
        Its date in the previous schedule, and now.
    likely
        The milestone of the previous schedule that a new one likely is, by its name, under
        another code; with both dates.
    """

    id: str
    name: str | None
    change: Change
    due: date | None
    completed: date | None
    previous_date: date | None
    date: date | None
    likely: LikelyRecoded | None = None

    @property
    def days(self) -> int | None:
        """Calendar days from the previous date to the date; negative for earlier."""
        if self.date is None or self.previous_date is None:
            return None
        return (self.date - self.previous_date).days

    @property
    def moved(self) -> str:
        """The days in words: ``60 days later``, ``1 day earlier``, ``as before``, ``new``.

        What likely only has another code says so: ``new, likely A before, 14 days later``.
        """
        if self.days is None and self.previous_date is not None:
            return "no date now"
        if self.days is None:
            return f"new{_likely_words(self.likely)}"
        if not self.days:
            return "as before"
        return later(self.days)


class Highlights(Struct):
    """The highlights of a plan.

    Attributes
    ----------
    documents, previous_documents
        Those that the dates are by, now and then.
    previous_file
        The name of the file of the previous schedule.
    highlights
        By change as in `CHANGES`, date and code.
    """

    as_of: date | None
    previous_as_of: date | None
    previous_file: str
    highlights: tuple[Highlight, ...]
    documents: tuple[SourceDocument, ...] = ()
    previous_documents: tuple[SourceDocument, ...] = ()


def _likely_words(likely: LikelyRecoded | None) -> str:
    if likely is None:
        return ""
    moved = "" if likely.days is None else f", {later(likely.days) if likely.days else 'as before'}"
    return f", likely {likely.before.id} before{moved}"


def as_scheduled(graph: Graph, schedule: Revision | None) -> Graph:
    """Return the plan with what only the schedule has, under the names that it gives."""
    whole = with_schedule_only(graph)
    if schedule is None:
        return whole
    titled = []
    for milestone in whole.milestones:
        there = _in_schedule(milestone, schedule)
        name = milestone.name if there is None else there.name or milestone.name
        titled.append(milestone._replace(name=name))
    return whole.with_parts(milestones=titled)


def highlights(
    graph: Graph, previous: Revision, *, chosen: Collection[str] | None = None
) -> Highlights:
    """Compare milestones with the previous schedule.

    Parameters
    ----------
    chosen
        The codes of the milestones. Unless given, they are those of level 2 (or, where no
        milestone has that, of the smallest level; all that have a date, where none has a level)
        that are complete since then, moved or new.
    """
    codes = _main_codes(graph) if chosen is None else chosen
    likely = _likely_before(graph, previous)
    all_highlights = [_highlight(graph[code], previous, likely.get(code)) for code in codes]
    if chosen is None:
        all_highlights = [
            highlight
            for highlight in all_highlights
            if highlight.change != "unchanged" and highlight.date is not None
        ]
    all_highlights.sort(key=_highlight_order)
    file = previous.shown.rpartition("/")[2]
    return Highlights(
        graph.as_of,
        previous.as_of,
        file,
        tuple(all_highlights),
        graph.documents,
        previous.documents,
    )


def _main_codes(graph: Graph) -> Iterable[str]:
    level = main_level(graph)
    return [
        milestone.id
        for milestone in plain_milestones(graph)
        if level is None or milestone.level == level
    ]


def _likely_before(graph: Graph, previous: Revision) -> dict[str, LikelyRecoded]:
    """Return what new milestones likely were in the previous schedule, by their codes."""
    come = [m for m in graph.milestones if _in_schedule(m, previous) is None and date_in(m)]
    known = {code for m in graph.milestones if date_in(m) for code in (m.id, *m.aka)}
    vanished = [
        milestone
        for code, milestone in previous.milestones.items()
        if not known.intersection((code, *milestone.aka))
    ]
    titled = [
        m if m.name or m.id not in graph else m._replace(name=graph[m.id].name) for m in vanished
    ]
    return {pair.after.id: pair for pair in pairs_by_name(titled, come)}


def _highlight(milestone: Milestone, previous: Revision, likely: LikelyRecoded | None) -> Highlight:
    before = _in_schedule(milestone, previous)
    day = date_in(milestone)
    previous_day = None if before is None else date_in(before)
    was_complete = before is not None and before.is_complete
    change: Change = "unchanged"
    if milestone.is_complete and not was_complete:
        change = "completed"
    elif previous_day is None:
        change = "new"
    elif day != previous_day or was_complete != milestone.is_complete:
        change = "moved"
    return Highlight(
        milestone.id,
        milestone.name,
        change,
        due=milestone.due,
        completed=milestone.completed if milestone.is_complete else None,
        previous_date=previous_day,
        date=day,
        likely=likely,
    )


def _in_schedule(milestone: Milestone, schedule: Revision) -> Milestone | None:
    codes = (milestone.id, *milestone.aka)
    return next((schedule.milestones[code] for code in codes if code in schedule.milestones), None)


def _highlight_order(highlight: Highlight) -> tuple[object, ...]:
    day = highlight.date
    return CHANGES.index(highlight.change), day is None, str(day), natural(highlight.id)


def previous_schedule(revisions: Sequence[Revision], present: date | None) -> Revision:
    """Return the last schedule before the present one, which is of that as-of date.

    Raises
    ------
    DepgraphError
        If there is none.
    """
    earlier = [
        revision
        for revision in revisions
        if revision.as_of is not None and present is not None and revision.as_of < present
    ]
    if not earlier:
        before = f" before {present}" if present else ""
        raise DepgraphError(
            f"the configuration lists no schedule{before} under 'schedules': "
            "give --since, a schedule file or the as-of date of a listed one"
        )
    return max(earlier, key=lambda revision: (str(revision.as_of), revision.shown))
