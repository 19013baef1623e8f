"""What changes do to a plan, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depgraph.analysis.cycles import link_in_words
from depgraph.analysis.impact_answer import lateness, size
from depgraph.analysis.projection import GAPS
from depgraph.model import Link
from depgraph.model.changes import AddLink, DropQueries, DropQuery, KeepQuery, Move, RemoveLink
from depgraph.reports.layout import day
from depgraph.words import counted, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from depgraph.analysis.impact import Held, Impact, Moved, Shift
    from depgraph.analysis.impact_answer import Answer
    from depgraph.analysis.projection import Gaps
    from depgraph.model import Graph
    from depgraph.model.changes import Change, Complete

IF_WORK = "if gaps are work"
_MOST_NAMED = 8


def change_sentence(impact: Impact, change: Change) -> str:
    """Return a change in words."""
    graph = impact.graph
    match change:
        case Move():
            return _move_sentence(impact, change)
        case AddLink():
            ends = (graph[change.prerequisite].id, graph[change.dependent].id)
            link = Link(*ends, type=change.type, lag=change.lag, calendar=change.calendar)
            return f"new: {link_in_words(link)}"
        case RemoveLink() | DropQuery():
            links = _links_of(graph, change)
            told = "; ".join(dict.fromkeys(_doubt(link) for link in links if link.queries))
            doubt = f" (queried: {told})" if told else ""
            return f"{links[0].dependent} no longer waits on {links[0].prerequisite}{doubt}"
        case DropQueries():
            queried = [number for number, link in enumerate(graph.links) if link.queries]
            gone = sum(number in impact.edit.removed for number in queried)
            number = "all" if gone == len(queried) else f"{gone} of"
            return f"{number} {counted(len(queried), 'queried link')} dropped"
        case KeepQuery():
            link = _links_of(graph, change)[0]
            return f"{link.dependent} still waits on {link.prerequisite}, which is queried"
        case _:
            return _completion_sentence(impact, change)


def _links_of(graph: Graph, change: RemoveLink | DropQuery | KeepQuery) -> list[Link]:
    prerequisite = graph[change.prerequisite].id
    found = [
        link for link in graph.links_into(change.dependent) if link.prerequisite == prerequisite
    ]
    return found if isinstance(change, RemoveLink) else [link for link in found if link.queries]


def _doubt(link: Link) -> str:
    words = [printable(query.text) for query in link.queries if query.text]
    return " / ".join(words) or "no reason given"


def _move_sentence(impact: Impact, change: Move) -> str:
    moved = impact.of(change.milestone)
    by = (
        f"to {change.to}"
        if change.days is None
        else _by(change.days, "working " * change.is_working)
    )
    return f"{moved.id} moves {by}: {dates(moved)}"


def _by(number: int, kind: str = "") -> str:
    where = "later" if number >= 0 else "earlier"
    return f"{counted(abs(number), f'{kind}day')} {where}"


def _completion_sentence(impact: Impact, change: Complete) -> str:
    moved = impact.of(change.milestone)
    before = moved.absorbed.before
    told = f", projected for {before}" if before else ", which has no projected date"
    return f"{moved.id}{told}, is complete on {change.completed}"


def dates(moved: Moved) -> str:
    """Return the projected dates of a milestone before and after, in both readings."""
    told = _dates(moved.absorbed)
    return told if moved.absorbed == moved.worked else f"{told}; {IF_WORK} {_dates(moved.worked)}"


def _dates(shift: Shift) -> str:
    if not shift.is_moved:
        return f"stays at {day(shift.before)}" if shift.before else "still has no date"
    if shift.days is None:
        return (
            f"has no date any more, was {shift.before}" if shift.before else f"gets {shift.after}"
        )
    return f"{shift.before} -> {shift.after}"


# -- what is to be said of the answer --------------------------------------------------


def remarks(impact: Impact) -> list[str]:
    """Return what holds moved milestones, and which changes are odd or without effect."""
    held = impact.held
    lines = []
    for each in held:
        twin = each._replace(gaps="work" if each.gaps == "float" else "float")
        if twin not in held:
            lines.append(_held_sentence(impact, each, f" {_condition(each.gaps)}"))
        elif each.gaps == "float":
            lines.append(_held_sentence(impact, each, ""))
    after = impact.absorbed.after.graph
    for n in sorted(impact.edit.completions):
        code = impact.graph.milestones[n].id
        behind = [each for each in after.predecessors(code) if not after[each].is_complete]
        if behind:
            verb = "is" if len(behind) == 1 else "are"
            lines.append(
                f"{code} would be complete before {named(behind)}, which it waits on, {verb}."
            )
    return lines + _idle_links(impact)


def _idle_links(impact: Impact) -> list[str]:
    """Return which new links hold nothing, and why."""
    after = impact.absorbed.after
    lines = []
    for link in impact.edit.added:
        told = f"{link_in_words(link)}, which changes nothing"
        if after.graph[link.dependent].is_complete:
            lines.append(f"{told}: {link.dependent} is complete.")
        elif after.date(link.prerequisite) is None:
            lines.append(f"{told}: {link.prerequisite} has no date.")
    return lines


def _condition(gaps: Gaps) -> str:
    return "if gaps absorb slips" if gaps == "float" else IF_WORK


def _held_sentence(impact: Impact, held: Held, condition: str) -> str:
    if held.link is not None:
        n = impact.graph.number(held.link.prerequisite)
        shift = impact.of(held.link.prerequisite).shift(held.gaps)
        is_complete = impact.reading(held.gaps).after.graph.milestones[n].is_complete
        what = f"{held.link.prerequisite} ({'completed ' * is_complete}{day(shift.after)})"
        if held.gaps == "work":
            what += " and the work behind it"
    elif held.by == "not before":
        what = "its earliest date"
    else:
        what = f"the as-of date ({impact.as_of})"
    verb = "hold" if held.link is not None and held.gaps == "work" else "holds"
    return f"{held.milestone} is at {held.reached}, not {held.asked}{condition}: {what} {verb} it."


def late_sentences(answer: Answer) -> list[str]:
    """Return which milestones become late, by readings."""
    return _by_readings(
        "Late then and not now",
        {gaps: lateness(answer, gaps) for gaps in GAPS},
        lambda each: f"{each.id} (due {day(each.milestone.due)})",
    )


def _by_readings(
    title: str, found: dict[Gaps, list[Moved]], words: Callable[[Moved], str]
) -> list[str]:
    """Return a line for each reading with what it has and those before it have not."""
    lines = []
    told: set[str] = set()
    for gaps, moved in found.items():
        others = [each for each in moved if each.id not in told]
        if others:
            also = f", {IF_WORK}" if gaps == "work" else ""
            lines.append(f"{title}{also}: {named([words(each) for each in others])}.")
        told.update(each.id for each in others)
    return lines


def missed(moved: Iterable[Moved], gaps: Gaps = "float") -> list[Moved]:
    """Return those that miss their deadlines (`not_after`) after the changes, not before."""
    found = []
    for each in moved:
        deadline, (before, after) = each.milestone.not_after, each.shift(gaps)
        is_missed = deadline is not None and after is not None and after > deadline
        if is_missed and (before is None or (deadline is not None and before <= deadline)):
            found.append(each)
    return found


def missed_sentences(moved: Sequence[Moved]) -> list[str]:
    """Return which milestones come to miss their deadlines, by readings."""
    return _by_readings(
        "Deadline missed then and not now",
        {gaps: missed(moved, gaps) for gaps in GAPS},
        lambda each: f"{each.id} (not after {day(each.milestone.not_after)})",
    )


def counts_sentence(answer: Answer, *, other: bool = False) -> str:
    """Return how many milestones move, and what becomes of the main ones."""
    noun = "other milestone" if other else "milestone"
    count = len(answer.moved)
    if not count:
        return f"No {noun} moves."
    shifts = [each.absorbed if each.absorbed.is_moved else each.worked for each in answer.moved]
    numbers = {
        "later": sum(shift.days is not None and shift.days > 0 for shift in shifts),
        "earlier": sum(shift.days is not None and shift.days < 0 for shift in shifts),
        "to or from no date": sum(shift.days is None for shift in shifts),
    }
    told = [f"{number} {word}" for word, number in numbers.items() if number]
    how = f", {', '.join(told)}" if len(told) > 1 else f" {told[0].split(' ', 1)[1]}"
    text = f"{counted(count, noun)} {'moves' if count == 1 else 'move'}{how}"
    absorbed = sum(each.absorbed.is_moved for each in answer.moved)
    if absorbed < count:
        text += f" ({absorbed or 'none'} if gaps absorb slips)"
    if answer.main_codes:
        which = ":" if len(answer.main) == count else ", among them"
        number = f"{which} {len(answer.main)}" if answer.main else ", none"
        text += f"{number} of the {counted(len(answer.main_codes), 'main milestone')}"
    return f"{text}."


class _Biggest(NamedTuple):
    """The biggest move of a reading: the first of those that move so, and how many others."""

    first: Moved
    shift: Shift
    others: int


def biggest_sentence(answer: Answer) -> str:
    """Return what moves the most in each reading; nothing where the last main one alone does."""
    absorbed, worked = (_biggest(answer.moved, gaps) for gaps in GAPS)
    firsts = {None if each is None else (each.first.id, each.others) for each in (absorbed, worked)}
    if not answer.moved or (answer.last is not None and firsts == {(answer.last.id, 0)}):
        return ""
    if absorbed and worked and len(firsts) == 1 and absorbed.shift.days == worked.shift.days:
        return f"{shift_sentence(absorbed.first, 'Biggest move')[:-1]}{_and_others(absorbed)}."
    told = f"{_biggest_words(absorbed)}, {_condition('float')}"
    return f"Biggest move: {told}; {_biggest_words(worked)}, {IF_WORK}."


def _biggest(moved: Iterable[Moved], gaps: Gaps) -> _Biggest | None:
    """Return the biggest move of a reading, of several the one that comes to the first date."""
    shifts = [(each, each.shift(gaps)) for each in moved if each.shift(gaps).is_moved]
    if not shifts:
        return None
    first, most = min(shifts, key=lambda pair: (-size(pair[1]), day(pair[1].after), pair[0].id))
    alike = [
        shift
        for _, shift in shifts
        if shift.days == most.days and (shift.before is None) == (most.before is None)
    ]
    return _Biggest(first, most, len(alike) - 1)


def _biggest_words(biggest: _Biggest | None) -> str:
    if biggest is None:
        return "none"
    return f"{biggest.first.id}, {_shift_words(biggest.shift)}{_and_others(biggest)}"


def _and_others(biggest: _Biggest) -> str:
    return f", and {counted(biggest.others, 'other')}" if biggest.others else ""


def shift_sentence(each: Moved, what: str) -> str:
    """Return by how much a milestone moves in the two readings, after what it is."""
    absorbed, worked = each.absorbed, each.worked
    told = _shift_words(absorbed)
    if absorbed != worked and absorbed.days == worked.days and absorbed.is_moved == worked.is_moved:
        told += f" ({day(worked.after)} {IF_WORK})"
    elif absorbed != worked:
        told += f", {_condition('float')}; {_shift_words(worked)}, {IF_WORK}"
    return f"{what}: {each.id}, {told}."


def _shift_words(shift: Shift) -> str:
    if shift.days is None or not shift.is_moved:
        return _dates(shift)
    return f"{_by(shift.days)}, {day(shift.after)}"


def comparison(impact: Impact, without: Impact | None) -> str:
    """Say what becomes of the moves without the queried links.

    Parameters
    ----------
    without
        What the same changes do to the plan without them; None where none is on the way.
    """
    queried = len(impact.graph.queried_links)
    if not queried:
        return "No link is queried."
    if without is None:
        return "No queried link is on the way." if impact.moved else ""
    start = f"Without the {counted(queried, 'queried link')}"
    codes = {each.id for each in impact.moved}
    others = {each.id for each in without.moved}
    lost, gained = sorted(codes - others), sorted(others - codes)
    if not lost and not gained:
        same = all(
            (each.absorbed.days, each.worked.days) == (other.absorbed.days, other.worked.days)
            for each, other in zip(impact.moved, without.moved, strict=True)
        )
        return f"{start} the same milestones move{', by as many days' * same}."
    told = []
    if lost:
        told.append(f"{counted(len(lost), 'milestone')} would not move: {named(lost)}")
    if gained:
        told.append(f"{counted(len(gained), 'other milestone')} would: {named(gained)}")
    return f"{start} {'; '.join(told)}."


def named(codes: Sequence[str]) -> str:
    """Return codes in a row; of many only the first ones."""
    more = f" and {len(codes) - _MOST_NAMED} more" if len(codes) > _MOST_NAMED else ""
    return ", ".join(codes[:_MOST_NAMED]) + more
