"""What changes do to a plan, in sentences."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from depgraph.analysis.impact_answer import lateness, size
from depgraph.analysis.link_words import link_in_words
from depgraph.analysis.projection import GAPS
from depgraph.analysis.readings import other_gaps
from depgraph.analysis.separation import numbers_between
from depgraph.model import Link
from depgraph.model.changes import AddLink, DropQueries, DropQuery, KeepQuery, Move, RemoveLink
from depgraph.records import Struct
from depgraph.reports.elsewhere import unlinked_words
from depgraph.reports.layout import day, reasons
from depgraph.reports.readings import IF_ABSORBED, IF_WORK, no_dates
from depgraph.words import counted, days, later, listed, natural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from depgraph.analysis.carrying import Carrier, Origin
    from depgraph.analysis.impact import Held, Impact, Moved, Shift
    from depgraph.analysis.impact_answer import Answer
    from depgraph.analysis.projection import Gaps
    from depgraph.model.changes import Change, Complete

MOST_CODES = 8
_MOST_BESIDE = 3


def change_sentence(impact: Impact, change: Change) -> str:
    """Return a change in words."""
    graph = impact.graph
    match change:
        case Move():
            moved = impact.of(change.milestone)
            kind = "working day" if change.is_working else "day"
            by = f"to {change.to}" if change.days is None else later(change.days, kind)
            return f"{moved.id} moves {by}: {dates(moved)}"
        case AddLink():
            ends = (graph[change.prerequisite].id, graph[change.dependent].id)
            link = Link(*ends, type=change.type, lag=change.lag, calendar=change.calendar)
            return f"new: {link_in_words(link)}"
        case RemoveLink() | DropQuery():
            return _removal_sentence(impact, change)
        case DropQueries():
            queries = enumerate(impact.network.links)
            numbers = [number for number, link in queries if link.queries]
            gone = sum(number in impact.edit.removed for number in numbers)
            start = "all" if gone == len(numbers) else f"{gone} of"
            return f"{start} {counted(len(numbers), 'queried link')} dropped"
        case KeepQuery():
            ends = graph[change.prerequisite].id, graph[change.dependent].id
            return f"{ends[1]} still waits on {ends[0]}, which is queried"
        case _:
            return _completion_sentence(impact, change)


def _removal_sentence(impact: Impact, change: RemoveLink | DropQuery) -> str:
    network = impact.network
    ends = network.number(change.prerequisite), network.number(change.dependent)
    prerequisite, dependent = (network.milestones[end].id for end in ends)
    numbers = numbers_between(network, *ends)
    gone = [network.links[number] for number in numbers if number in impact.edit.removed]
    doubts = "; ".join(dict.fromkeys(reasons(link) for link in gone if link.queries))
    queried = f" (queried: {doubts})" if doubts else ""
    if len(gone) < len(numbers):
        return f"a link from {prerequisite} to {dependent} goes{queried}, and another stays"
    return f"{dependent} no longer waits on {prerequisite}{queried}"


def _completion_sentence(impact: Impact, change: Complete) -> str:
    moved = impact.of(change.milestone)
    before = moved.absorbed.before
    projected = f"projected for {before}" if before else "which has no projected date"
    return f"{moved.id}, {projected}, is complete on {change.completed}"


def dates(moved: Moved) -> str:
    """Return the projected dates of a milestone before and after, in both readings."""
    absorbed = _shift_dates(moved.absorbed)
    if moved.is_one:
        return absorbed
    return f"{absorbed}; {IF_WORK} {_shift_dates(moved.shift('work'))}"


def _shift_dates(shift: Shift) -> str:
    if not shift.is_moved:
        return f"stays at {shift.before}" if shift.before else "still has no date"
    if shift.after is None:
        return f"has no date any more, was {shift.before}"
    return f"{shift.before} -> {shift.after}" if shift.before else f"gets {shift.after}"


def origin_words(origin: Origin) -> str:
    """Return a change that a chain begins with in few words: ``A moved``, ``A -> B removed``."""
    return f"{' -> '.join(origin.codes)} {origin.cause.removeprefix('link ')}"


def beside_words(carrier: Carrier) -> str:
    """Return what else carries a move, in its cell; nothing where one change does alone."""
    if not carrier.others:
        return ""
    others = listed([origin_words(origin) for origin in carrier.others], _MOST_BESIDE)
    return f" ({'equally' if carrier.is_later else 'only with'} {others})"


# -- what is to be said of the answer --------------------------------------------------


def remarks(impact: Impact) -> list[str]:
    """Return what holds moved milestones, and which changes are odd or without effect.

    The first is, where it is so, that there are no dates in one reading of the gaps.
    """
    lines = [no_dates("work", impact.not_worked)] if impact.not_worked else []
    for held in impact.held:
        twin = held._replace(gaps=other_gaps(held.gaps))
        if impact.worked is not None and twin not in impact.held:
            condition = IF_ABSORBED if held.gaps == "float" else IF_WORK
            lines.append(_held_sentence(impact, held, f" {condition}"))
        elif held.gaps == "float":
            lines.append(_held_sentence(impact, held, ""))
    after = impact.absorbed.after.graph
    for n in sorted(impact.edit.completions):
        code = impact.network.milestones[n].id
        left = [before for before in after.predecessors(code) if not after[before].is_complete]
        if left:
            codes = listed(left, MOST_CODES)
            verb = "is" if len(left) == 1 else "are"
            lines.append(f"{code} would be complete before {codes}, which it waits on, {verb}.")
    return lines + _idle_links(impact) + unlinked_words(impact.graph, _codes_of_changes(impact))


def _codes_of_changes(impact: Impact) -> Iterator[str]:
    """Yield the codes of the milestones that the changes are about."""
    names = ("milestone", "prerequisite", "dependent")
    for change in impact.changes:
        written = (getattr(change, name, None) for name in names)
        yield from (impact.graph[code].id for code in written if code is not None)


def _idle_links(impact: Impact) -> list[str]:
    """Return which new links hold nothing, and why."""
    after = impact.absorbed.after
    lines = []
    for link in impact.edit.added:
        start = f"{link_in_words(link)}, which changes nothing"
        if after.graph[link.dependent].is_complete:
            lines.append(f"{start}: {link.dependent} is complete.")
        elif after.date(link.prerequisite) is None:
            lines.append(f"{start}: {link.prerequisite} has no date.")
    return lines


def _held_sentence(impact: Impact, held: Held, condition: str) -> str:
    verb = "holds"
    if held.link is not None:
        code = held.link.prerequisite
        is_complete = impact.absorbed.after.graph[code].is_complete
        date = day(impact.of(code).shift(held.gaps).after)
        holder = f"{code} ({'completed ' * is_complete}{date})"
        if held.gaps == "work":
            holder += " and the work behind it"
            verb = "hold"
    elif held.by == "not before":
        holder = "its earliest date"
    elif held.by == "ladder":
        holder = "what waits on it and comes back to it in a ladder"
    else:
        holder = f"the as-of date ({impact.as_of})"
    return (
        f"{held.milestone} is at {held.reached}, not {held.asked}{condition}: {holder} {verb} it"
        f"{_without_words(held)}."
    )


def _without_words(held: Held) -> str:
    """Return where a milestone would be without the queried links that hold it."""
    if not held.queried:
        return ""
    links = [f"{link.prerequisite} -> {link.dependent}" for link in held.queried]
    noun = "queried link" if len(links) == 1 else "queried links"
    names = f"the {noun} {listed(links, MOST_CODES)}"
    if held.without is None:
        return f", through {names}"
    if held.without == held.reached:
        return f"; it would be there without {names} as well"
    return f"; without {names} it would be at {held.without}"


def late_sentences(answer: Answer) -> list[str]:
    """Return which milestones become late, by readings."""
    return _by_readings(
        "Newly late",
        [lateness(answer, gaps) for gaps in GAPS],
        lambda moved: f"{moved.id} (due {day(moved.milestone.due)})",
    )


def missed_sentences(rows: Sequence[Moved]) -> list[str]:
    """Return which milestones come to miss their deadlines, by readings."""
    return _by_readings(
        "Deadline newly missed",
        [missed(rows, gaps) for gaps in GAPS],
        lambda moved: f"{moved.id} (not after {day(moved.milestone.not_after)})",
    )


def _by_readings(
    title: str, readings: Sequence[list[Moved]], words: Callable[[Moved], str]
) -> list[str]:
    """Return a line for each reading with what it has and those before it have not."""
    lines = []
    known: set[str] = set()
    for gaps, reading in zip(GAPS, readings, strict=True):
        others = [words(moved) for moved in reading if moved.id not in known]
        if others:
            also = f", {IF_WORK}" if gaps == "work" else ""
            lines.append(f"{title}{also}: {listed(others, MOST_CODES)}.")
        known.update(moved.id for moved in reading)
    return lines


def missed(rows: Iterable[Moved], gaps: Gaps = "float") -> list[Moved]:
    """Return those that miss their deadlines (`not_after`) after the changes, not before."""
    return [
        moved
        for moved in rows
        if (deadline := moved.milestone.not_after) is not None
        and (after := moved.shift(gaps).after) is not None
        and after > deadline
        and ((before := moved.shift(gaps).before) is None or before <= deadline)
    ]


def counts_sentence(answer: Answer, activities: int, *, other: bool = False) -> str:
    """Return how many milestones move, and what becomes of the main ones.

    Parameters
    ----------
    activities
        How many activities of a network move that are no milestones.
    """
    noun = "other milestone" if other else "milestone"
    count = len(answer.moved)
    number = counted(activities, "activity", "activities")
    if not count:
        return f"No {noun} moves{f', but {number} of work' if activities else ''}."
    text = (
        f"{counted(count, noun)} {'moves' if count == 1 else 'move'}{_moves_by_way(answer.moved)}"
    )
    absorbed = sum(moved.absorbed.is_moved for moved in answer.moved)
    if absorbed < count:
        text += f" ({absorbed or 'none'} {IF_ABSORBED})"
    if len(answer.main) == count > 1:
        text += f", all of them {answer.main_noun}s (of {len(answer.main_codes)})"
    elif answer.main_codes:
        share = f"{'among them ' * (count > 1)}{len(answer.main)}" if answer.main else "none"
        text += f", {share} of the {counted(len(answer.main_codes), answer.main_noun)}"
    distance = _days_of_each(answer)
    if distance is not None:
        text += f", {'each ' if count > 1 else ''}by {days(abs(distance))}"
    return f"{text}{f'; with them {number} of work' if activities else ''}."


def _days_of_each(answer: Answer) -> int | None:
    """Return by how many days all of what moves does, in either reading; None if not alike."""
    moves = {moved.shift(gaps).days for moved in answer.moved for gaps in GAPS}
    return next(iter(moves)) if len(moves) == 1 else None


def _moves_by_way(rows: Iterable[Moved]) -> str:
    """Return how many milestones move to later, to earlier, and to or from no date."""
    shifts = [moved.absorbed if moved.absorbed.is_moved else moved.shift("work") for moved in rows]
    counts = Counter(
        "to or from no date" if shift.days is None else "later" if shift.days > 0 else "earlier"
        for shift in shifts
    )
    if len(counts) == 1:
        return f" {''.join(counts)}"
    words = ("later", "earlier", "to or from no date")
    return "".join(f", {counts[word]} {word}" for word in words if counts[word])


class _Biggest(Struct):
    """The biggest move of a reading: the first of those that move so, and how many others."""

    first: Moved
    shift: Shift
    others: int

    def is_as_far_as(self, other: _Biggest) -> bool:
        """Whether two moves are by as many days."""
        return self.shift.days == other.shift.days

    @property
    def others_words(self) -> str:
        return f", and {counted(self.others, 'other')}" if self.others else ""


def biggest_sentence(answer: Answer) -> str:
    """Return what moves the most in each reading.

    Nothing where the last main one alone does, or several move by as much: that is told before.
    """
    absorbed, worked = (_biggest(answer.moved, gaps) for gaps in GAPS)
    firsts = {
        None if biggest is None else (biggest.first.id, biggest.others)
        for biggest in (absorbed, worked)
    }
    if not answer.moved or (answer.last is not None and firsts == {(answer.last.id, 0)}):
        return ""
    if len(answer.moved) > 1 and _days_of_each(answer) is not None:
        return ""
    is_one = all(moved.worked is None for moved in answer.moved)
    if absorbed and (is_one or (worked and len(firsts) == 1 and absorbed.is_as_far_as(worked))):
        sentence = shift_sentence(absorbed.first, "Biggest move")
        return f"{sentence[:-1]}{absorbed.others_words}."
    return (
        f"Biggest move: {_biggest_words(absorbed)}, {IF_ABSORBED}; "
        f"{_biggest_words(worked)}, {IF_WORK}."
    )


def _biggest(rows: Iterable[Moved], gaps: Gaps) -> _Biggest | None:
    """Return the biggest move of a reading, of several the one that comes to the first date."""
    shifts = [(moved, moved.shift(gaps)) for moved in rows if moved.shift(gaps).is_moved]
    if not shifts:
        return None
    first, most = min(
        shifts, key=lambda pair: (-size(pair[1]), day(pair[1].after), natural(pair[0].id))
    )
    alike = sum(
        shift.days == most.days and (shift.before is None) == (most.before is None)
        for _, shift in shifts
    )
    return _Biggest(first, most, alike - 1)


def _biggest_words(biggest: _Biggest | None) -> str:
    if biggest is None:
        return "none"
    return f"{biggest.first.id}, {_shift_words(biggest.shift)}{biggest.others_words}"


def shift_sentence(moved: Moved, title: str) -> str:
    """Return by how much a milestone moves in the two readings, after what it is."""
    absorbed, worked = moved.absorbed, moved.shift("work")
    words = _shift_words(absorbed)
    if moved.is_one:
        return f"{title}: {moved.id}, {words}."
    if absorbed.days == worked.days and absorbed.is_moved == worked.is_moved:
        words += f" ({day(worked.after)} {IF_WORK})"
    else:
        words += f", {IF_ABSORBED}; {_shift_words(worked)}, {IF_WORK}"
    return f"{title}: {moved.id}, {words}."


def _shift_words(shift: Shift) -> str:
    if shift.days is None or not shift.is_moved:
        return _shift_dates(shift)
    return f"{later(shift.days)}, {shift.after}"
