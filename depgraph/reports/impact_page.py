"""What changes do to a plan, for people: sentences and tables; and as a table for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.impact_answer import answer, with_carriers
from depgraph.analysis.projection import GAPS
from depgraph.analysis.scope import main_milestones
from depgraph.model.documents import as_of_words
from depgraph.reports.impact_comparison import comparison
from depgraph.reports.impact_words import (
    beside_words,
    biggest_sentence,
    change_sentence,
    counts_sentence,
    dates,
    late_sentences,
    missed_sentences,
    origin_words,
    remarks,
    shift_sentence,
)
from depgraph.reports.layout import dated_facts, title_of
from depgraph.reports.page import Head, Lines, Page, Table, capped, marked, without_columns
from depgraph.reports.readings import IF_WORK
from depgraph.reports.records import key_heads
from depgraph.reports.risk_changes import (
    chance_change_cells,
    chance_change_heads,
    chance_changes_part,
)
from depgraph.words import counted, left_out, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.analysis.carrying import Carrier
    from depgraph.analysis.impact import Held, Impact, Moved, Shift
    from depgraph.analysis.impact_answer import Answer
    from depgraph.analysis.projection import Gaps
    from depgraph.analysis.rerouting import Reroutes
    from depgraph.analysis.risk.comparison import ChanceChange
    from depgraph.analysis.what_if import Without
    from depgraph.model import Milestone
    from depgraph.reports.page import Part, Value

_MOST_MAIN = 30
_MOST_OTHERS = 10
_MOST_PATHS = 10
_MOST_STEPS = 4
_ALL_SHOWS = "--all shows them"

_PLAIN, _QUERIED, _ADDED, _REMOVED = "<-", "<-?", "<-+", "<-x"
_MEANINGS = {
    _QUERIED: "a queried link",
    _ADDED: "a link that comes",
    _REMOVED: "a link that goes",
}
_WORK = "(work): if gaps are work, otherwise they absorb slips"

_HEADS = (
    Head("milestone", "milestone", is_code=True),
    Head("due", "due", "date", least=2),
    Head("now_float", "now", "date", least=4),
    Head("then_float", "then", "date", least=0),
    Head("days_float", "days", "number", is_signed=True, least=0),
    Head("now_work", "now (work)", "date", least=5),
    Head("then_work", "then (work)", "date", least=0),
    Head("days_work", "days", "number", is_signed=True, least=0),
    Head("carried_by", "carried by", least=0),
    Head("name", "name", least=3),
)
_OF_WORK = (5, 6, 7)
_CARRIED_BY = 8


def slip_page(
    impact: Impact,
    slipped: Milestone,
    without: Without,
    *,
    is_without_queries: bool = False,
    only: Iterable[str] = (),
    show_all: bool = False,
) -> Page:
    """Return what moves when a milestone slips.

    Parameters
    ----------
    slipped
        The milestone that is moved.
    without
        What the slip does without the queried links.
    is_without_queries
        Whether the answer itself is one without them.
    only
        Show these milestones, moved or not.
    show_all
        Show every milestone that moves.
    """
    chosen = answer(impact, only=only, aside=() if only else (slipped.id,))
    moved = impact.of(slipped.id)
    due = f"due {slipped.due}" if slipped.due else "no due date"
    projected = f"projected {dates(moved)}".replace("projected stays", "stays")
    at = (
        as_of_words(impact.as_of, impact.graph.documents)
        + ", without the queried links" * is_without_queries
    )
    sentences = [f"{due}, {projected} ({at})", *remarks(impact)]
    if not chosen.asked:
        counts = counts_sentence(chosen, impact.moved_activities, other=True)
        room = _room_sentence(impact, moved, chosen)
        sentences.append(f"{counts} {room}".rstrip())
        sentences += _summary_sentences(chosen, slipped=moved)
    parts = [Lines(sentences), *_moved_tables(impact, chosen, show_all=show_all)]
    if not is_without_queries:
        parts.append(comparison(impact, without))
    return Page(title_of(slipped), parts)


def what_if_page(
    impact: Impact,
    paths: Reroutes,
    without: Without,
    *,
    only: Iterable[str] = (),
    show_all: bool = False,
    has_hints: bool = True,
    chances: Sequence[ChanceChange] | None = None,
) -> Page:
    """Return what several changes do together.

    Parameters
    ----------
    paths
        The critical paths that become others, see `depgraph.analysis.rerouting`.
    without
        What the changes do without the queried links.
    only
        Show these milestones, moved or not.
    show_all
        Show every milestone that moves, and all of the paths.
    has_hints
        Whether it says which options of the command show what is left out.
    chances
        How likely dates are before and after; None where that is not asked.
    """
    chosen = answer(impact, only=only)
    sentences = remarks(impact)
    if not chosen.asked:
        sentences += [counts_sentence(chosen, impact.moved_activities), *_summary_sentences(chosen)]
    return Page(
        f"What if, {as_of_words(impact.as_of, impact.graph.documents)}",
        [
            Lines([change_sentence(impact, change) for change in impact.changes], "Changes:"),
            Lines(sentences),
            *_moved_tables(impact, chosen, show_all=show_all, has_hints=has_hints),
            "" if chances is None else chance_changes_part(chances, show_all=show_all),
            _paths_table(paths, chosen, show_all=show_all, has_hints=has_hints),
            comparison(impact, without) if impact.graph.queried_links else "",
        ],
    )


def impact_table(
    impact: Impact,
    without: Without,
    *,
    only: Iterable[str] = (),
    chances: Sequence[ChanceChange] | None = None,
) -> Table:
    """Return the milestones that move, or that were asked about, for programs.

    The names of columns end with the reading of the gaps. Chains are left out behind the
    first million codes.
    """
    main = frozenset(main_milestones(impact.graph))
    rows: list[tuple[Value, ...]] = []
    holding = {(held.milestone, held.gaps): held for held in impact.held}
    firm = without.impact
    for moved, carriers in with_carriers(impact, answer(impact, only=only).rows):
        milestone = moved.milestone
        row: list[Value] = [milestone.id, milestone.name, milestone.owner, milestone.team]
        row += [milestone.level, milestone.id in main, milestone.state, milestone.due]
        for gaps in GAPS:
            shift, carrier = moved.shift(gaps), carriers[gaps]
            row += [shift.before, shift.after, shift.days]
            row += [carrier.cause, carrier.codes, carrier.is_queried] if carrier else [None] * 3
            row.append(tuple(map(origin_words, carrier.others)) if carrier else ())
            row += _holding_cells(holding.get((milestone.id, gaps)))
            row.append(None if firm is None else firm.of(milestone.id).shift(gaps).after)
        rows.append((*row, *chance_change_cells(chances, milestone.id)))
    return Table(
        "What moves",
        (
            *key_heads("text", "milestone", "name", "owner", "team"),
            *key_heads("number", "level"),
            *key_heads("truth", "main"),
            *key_heads("text", "state"),
            *key_heads("date", "due"),
            *(head for gaps in GAPS for head in _reading_heads(gaps)),
            *chance_change_heads(chances),
        ),
        tuple(rows),
        {
            **dated_facts(impact.graph),
            "changes": tuple(change_sentence(impact, change) for change in impact.changes),
        },
        notes=(f"Days are calendar days. {_WORK}.", *remarks(impact)),
    )


def _holding_cells(held: Held | None) -> tuple[Value, ...]:
    """Return what holds a milestone, and the queried links through which it does."""
    if held is None:
        return None, ()
    links = tuple(f"{link.prerequisite} -> {link.dependent}" for link in held.queried)
    return held.by if held.link is None else held.link.prerequisite, links


def _reading_heads(gaps: Gaps) -> Iterable[Head]:
    reading = " (work)" if gaps == "work" else ""
    yield Head(f"now_{gaps}", f"now{reading}", "date")
    yield Head(f"then_{gaps}", f"then{reading}", "date")
    yield Head(f"days_{gaps}", f"days{reading}", "number", is_signed=True)
    yield Head(f"cause_{gaps}", f"cause{reading}")
    yield Head(f"chain_{gaps}", f"chain{reading}", "texts")
    yield Head(f"queried_{gaps}", f"queried{reading}", "truth")
    yield Head(f"carried_beside_{gaps}", f"carried beside{reading}", "texts")
    yield Head(f"held_by_{gaps}", f"held by{reading}")
    yield Head(f"held_by_queried_{gaps}", f"through queried links{reading}", "texts")
    yield Head(f"without_queries_{gaps}", f"then without the queried links{reading}", "date")


# -- sentences -------------------------------------------------------------------------


def _room_sentence(impact: Impact, slipped: Moved, chosen: Answer) -> str:
    """Return how much later a milestone could slip where it moves no other; else nothing."""
    days = slipped.absorbed.days
    if chosen.moved or days is None or days <= 0:
        return ""
    room = impact.room(slipped.id)
    if room is None:
        return "Nothing with a date waits on it."
    noun = "more calendar day" if impact.graph.calendars else "more day"
    return f"It could slip by {counted(room, noun)} before another would."


def _summary_sentences(chosen: Answer, slipped: Moved | None = None) -> list[str]:
    """Return what moves the most, where the last main one stands, what becomes late."""
    biggest = biggest_sentence(chosen)
    sentences = [biggest] if biggest else []
    if chosen.last is not None and (slipped is None or chosen.last.id != slipped.id):
        sentences.append(shift_sentence(chosen.last, f"Last {chosen.main_noun}"))
    with_deadlines = chosen.moved if slipped is None else (slipped, *chosen.moved)
    return sentences + late_sentences(chosen) + missed_sentences(with_deadlines)


# -- tables ----------------------------------------------------------------------------


def _paths_table(paths: Reroutes, chosen: Answer, *, show_all: bool, has_hints: bool) -> Table:
    """Return the critical paths that become others."""
    unseen = counted(paths.unseen, f"other {chosen.main_noun}")
    note = f"The critical paths of {unseen} were not looked at"
    note += "; --target looks at one." if has_hints else "."
    rows = (
        (f"{path.milestone}{f', {IF_WORK}' * (path.gaps == 'work')}", path.after, path.before)
        for path in paths.paths
    )
    table = Table(
        "Critical paths that become others" if paths.paths else "",
        (Head("milestone", "milestone"), *(Head(name, name, least=0) for name in ("then", "was"))),
        tuple(
            (milestone, _path_in_words(after), _path_in_words(before))
            for milestone, after, before in rows
        ),
        notes=(*_tied(paths), *([note] if paths.unseen else [])),
    )
    hint = _ALL_SHOWS if has_hints else ""
    return capped(table, None if show_all else _MOST_PATHS, "path", hint)


def _tied(paths: Reroutes) -> Iterable[str]:
    """Yield the sentence on the paths that only tie with those before, if there are any."""
    if not paths.tied:
        return
    more = "more " * bool(paths.paths)
    number = counted(len(paths.tied), f"{more}path")
    codes = [f"{path.milestone}{f', {IF_WORK}' * (path.gaps == 'work')}" for path in paths.tied]
    verb = "ties" if len(codes) == 1 else "tie"
    yield f"{number} {verb} with the old one: {listed(codes)}."


def _path_in_words(codes: Sequence[str]) -> str:
    behind = codes[1:]
    return _chain_steps([_PLAIN] * len(behind), behind) or "none"


def _chain_steps(signs: Sequence[str], codes: Sequence[str]) -> str:
    """Return the steps of a chain; of many, the nearest and the last."""
    steps = [f"{sign} {code}" for sign, code in zip(signs, codes, strict=True)]
    if len(steps) <= _MOST_STEPS:
        return " ".join(steps)
    near = _MOST_STEPS - 2
    sign = _QUERIED if _QUERIED in signs[near:-1] else _PLAIN
    return " ".join((*steps[:near], f"{sign} {len(steps) - near - 1} more", steps[-1]))


def _moved_tables(
    impact: Impact, chosen: Answer, *, show_all: bool, has_hints: bool = True
) -> list[Part]:
    """Return the milestones in tables, and what these mean."""
    groups = (
        [("", chosen.asked, len(chosen.asked))]
        if chosen.asked
        else [
            (f"{chosen.main_noun.capitalize()}s ({len(chosen.main)})", chosen.main, _MOST_MAIN),
            (f"Others ({len(chosen.others)})", chosen.others, _MOST_OTHERS),
        ]
    )
    is_one = all(moved.is_one for moved in chosen.rows)
    tables = []
    for title, group, most in groups:
        visible = group if show_all else group[:most]
        rows = tuple(_moved_cells(impact, moved) for moved in visible)
        more = f"more ({_ALL_SHOWS})" if has_hints else "more"
        notes = left_out(len(group) - len(visible), more)
        tables.append(Table(title, _HEADS, rows, notes=tuple(notes)))
    carried_by = [str(row[_CARRIED_BY]) for table in tables for row in table.rows]
    if is_one:
        tables = [without_columns(table, _OF_WORK) for table in tables]
    how = "the same whether gaps absorb slips or are work" if is_one else _WORK
    if impact.worked is None:
        how = "gaps absorb slips"
    return [*tables, _legend(carried_by, how)]


def _legend(carried_by: Sequence[str], how: str) -> str:
    """Return what days and signs mean in the tables; nothing where these have no rows."""
    if not carried_by:
        return ""
    signs = {sign for text in carried_by for sign in text.split()}
    meanings = [f"; {sign} {words}" for sign, words in _MEANINGS.items() if sign in signs]
    return f"Calendar days; {how}{''.join(meanings)}."


def _moved_cells(impact: Impact, moved: Moved) -> tuple[Value, ...]:
    milestone = moved.milestone
    shifts = (value for gaps in GAPS for value in _shift_cells(moved.shift(gaps)))
    return (milestone.id, milestone.due, *shifts, _carried_by(impact, moved), milestone.name)


def _shift_cells(shift: Shift) -> tuple[Value, ...]:
    days: Value = shift.days
    if shift.days:
        days = marked(f"{shift.days:+d}", colour="red" if shift.days > 0 else "green")
    elif shift.is_moved:
        days = "no date" if shift.before else "new"
    return shift.before, shift.after, days


def _carried_by(impact: Impact, moved: Moved) -> str:
    """Return the chain to a milestone where gaps absorb slips, else where they are work."""
    gaps: Gaps = "float" if moved.absorbed.is_moved else "work"
    carrier = impact.carrier(moved.id, gaps)
    if carrier is None:
        return "-"
    text = _chain_steps(_signs(impact, carrier), carrier.codes[-2::-1]) or f"({carrier.cause})"
    text += beside_words(carrier)
    return text if gaps == "float" else f"{text} (work)"


def _signs(impact: Impact, carrier: Carrier) -> list[str]:
    """Return a sign for each link of a chain, the last link first."""
    added = impact.edit.added if carrier.is_later else ()
    signs = [
        _ADDED if link in added else _QUERIED if link.queries else _PLAIN for link in carrier.links
    ]
    if signs and carrier.cause == "link removed":
        signs[0] = _REMOVED
    return signs[::-1]
