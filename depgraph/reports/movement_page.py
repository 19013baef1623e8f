"""How far milestones moved from schedule to schedule: for people, and as a table for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.schedule_recoding import likely_recoded_sentence
from depgraph.model.documents import as_of_words
from depgraph.reports.layout import whose
from depgraph.reports.page import Group, Head, Page, Table
from depgraph.reports.records import key_heads
from depgraph.words import counted, listed, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.movements import Dated, Grouping, Movement, Movements
    from depgraph.model.schedules import Revision
    from depgraph.reports.page import Value

_MOST_CODES = 8
_DONE = "\N{CHECK MARK}"


def movement_table(movements: Movements) -> Table:
    """Return all movements with typed cells, for programs and spreadsheets, biggest first.

    For each schedule there is a column ``date_`` with its as-of date or file, ``complete_`` and,
    but for the first, ``moved_``; days are positive for later.
    """
    heads = [*key_heads("text", "code", "name", "owner", "team"), *key_heads("number", "level")]
    for n, label in enumerate(movements.labels):
        heads.append(Head(f"date_{label}", label, "date"))
        heads.append(Head(f"complete_{label}", f"complete {label}", "truth"))
        if n:
            heads.append(Head(f"moved_{label}", f"moved {label}", "number"))
    heads += (*key_heads("number", "total"), *key_heads("text", "trend"))
    heads += (Head("likely_was", "likely was"), Head("likely_is", "likely is now"))
    was, now = _recodes(movements)
    rows: list[tuple[Value, ...]] = []
    for movement in movements.movements:
        milestone = movement.milestone
        row: list[Value] = [milestone.id, milestone.name, milestone.owner, milestone.team]
        row.append(milestone.level)
        for n, dated in enumerate(movement.dates):
            row += (dated.date, dated.is_complete if dated.is_there else None)
            row += [movement.moves[n - 1]] if n else []
        row += [movement.total, movement.trend]
        rows.append((*row, was.get(movement.code), now.get(movement.code)))
    return Table(
        _title_of(movements),
        tuple(heads),
        tuple(rows),
        notes=tuple(_notes_on(movements, 0)),
    )


def movement_page(movements: Movements, *, by: Grouping = "team", show_all: bool = False) -> Page:
    """Return movements for people: by groups, those of the biggest movers first.

    A tick marks a completion. What did not move is only counted, unless `show_all`.
    """
    visible = [movement for movement in movements.movements if show_all or movement.is_moved]
    groups: dict[str | None, list[Movement]] = {}
    for movement in visible:
        groups.setdefault(movement.group(by), []).append(movement)
    table = Table(
        "",
        _movement_heads(movements, by),
        tuple(
            _movement_cells(movement, by, _recodes(movements))
            for members in groups.values()
            for movement in members
        ),
        groups=() if by == "none" else tuple(_movement_group(*group) for group in groups.items()),
    )
    hidden = len(movements.movements) - len(visible)
    return Page(_title_of(movements), [table, *_notes_on(movements, hidden)])


def _movement_heads(movements: Movements, by: Grouping) -> tuple[Head, ...]:
    """Return the heads: a narrow terminal does without the schedules between first, then more."""
    last = len(movements.labels) - 1
    heads = [Head("code", "milestone", is_code=True)]
    for n, label in enumerate(map(printable, movements.labels)):
        least = 0 if n == last else 3 if n else 2
        heads.append(Head(f"date_{label}", label, is_code=True, least=least))
        if n:
            least = 0 if last == 1 else 2 if n == last else 3
            heads.append(Head(f"moved_{label}", "moved", "number", is_signed=True, least=least))
    if last > 1:
        heads.append(Head("total", "total", "number", is_signed=True, least=0))
    heads.append(Head("trend", "trend", is_code=True, least=0))
    if by == "none":
        heads.append(Head("owner", "owner", least=2))
    return (*heads, Head("name", "name"))


def _recodes(movements: Movements) -> tuple[dict[str, str], dict[str, str]]:
    """Return which other code a milestone likely had before, and has now, by its code."""
    pairs = [(pair.before.id, pair.after.id) for pair in movements.recoded]
    return {now: was for was, now in pairs}, dict(pairs)


def _movement_cells(
    movement: Movement, by: Grouping, recodes: tuple[dict[str, str], dict[str, str]]
) -> tuple[Value, ...]:
    milestone = movement.milestone
    row: list[Value] = [milestone.id]
    for n, dated in enumerate(movement.dates):
        row.append(_date_words(dated))
        row += [movement.moves[n - 1]] if n else []
    row += [movement.total] if len(movement.dates) > 2 else []
    was, now = (codes.get(movement.code) for codes in recodes)
    words: str = movement.trend
    words += f", likely {printable(was)} before" if was else ""
    words += f", likely {printable(now)} now" if now else ""
    row.append(words)
    if by == "none":
        row.append(whose(milestone, nobody=""))
    return (*row, milestone.name)


def _date_words(dated: Dated) -> str:
    if not dated.is_there:
        return "not in it"
    if dated.date is None:
        return f"{_DONE} no date" if dated.is_complete else "no date"
    return f"{dated.date} {_DONE}" if dated.is_complete else str(dated.date)


def _movement_group(name: str | None, movements: Sequence[Movement]) -> Group:
    later, earlier = _later_and_earlier(movements)
    words = f"{later} later, {earlier} earlier"
    other = len(movements) - later - earlier
    words += f", {other} other" if other else ""
    return Group(f"{printable(name or 'no team')}: {words}", len(movements))


def _later_and_earlier(movements: Sequence[Movement]) -> tuple[int, int]:
    totals = [movement.total or 0 for movement in movements]
    return sum(total > 0 for total in totals), sum(total < 0 for total in totals)


def _title_of(movements: Movements) -> str:
    first, *others = map(printable, movements.labels)
    return f"Slips from {first} to {', '.join(others)}"


def _schedule_words(schedule: Revision, label: str) -> str:
    """Say of which day a schedule tells, and by which document."""
    return f"{printable(label)} is {as_of_words(schedule.as_of, schedule.documents)}"


def _notes_on(movements: Movements, hidden: int) -> list[str]:
    moved = [movement for movement in movements.movements if any(movement.moves)]
    later, earlier = _later_and_earlier(moved)
    whole = counted(len(movements.movements), "milestone")
    notes = [f"Of {whole} {len(moved)} moved, {later} to later and {earlier} to earlier"]
    if movements.left_out:
        notes.append(movements.left_out)
    if hidden:
        notes.append(f"{counted(hidden, 'milestone')} without a move (--all shows them)")
    if movements.elsewhere:
        whole = counted(len(movements.elsewhere), "milestone")
        codes = listed(list(map(printable, movements.elsewhere)), _MOST_CODES)
        notes.append(f"{whole} of the plan in none of the schedules: {codes}")
    if any(schedule.documents for schedule in movements.schedules):
        notes.append(f"{'; '.join(map(_schedule_words, movements.schedules, movements.labels))}")
    if movements.recoded:
        notes.append(likely_recoded_sentence(movements.recoded))
    dates = [schedule.as_of for schedule in movements.schedules if schedule.as_of is not None]
    if dates != sorted(dates):
        notes.append("The schedules are not in the order of their as-of dates")
    return notes
