"""Which milestones an answer about changes tells of, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.projection import GAPS
from depgraph.analysis.scope import main_milestones, main_noun
from depgraph.records import Struct
from depgraph.words import natural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from depgraph.analysis.carrying import Carrier
    from depgraph.analysis.impact import Impact, Moved, Shift
    from depgraph.analysis.projection import Gaps

MOST_CHAIN_CODES = 1_000_000
"""How many codes the chains of an answer have, all together; those behind are left out."""


class Answer(Struct):
    """The milestones that an answer tells of, the biggest move first, then by date and code.

    Attributes
    ----------
    main, others
        Those that move: the main milestones (see `main_milestones`), and the rest.
    asked
        Those that were asked about, moved or not; empty where all are meant.
    main_codes
        All main milestones of the plan, sorted.
    last
        The main milestone with the latest projected date; None where there is none.
    main_noun
        What a main milestone is called, see `depgraph.analysis.scope.main_noun`.
    """

    main: tuple[Moved, ...]
    others: tuple[Moved, ...]
    asked: tuple[Moved, ...]
    main_codes: tuple[str, ...]
    last: Moved | None
    main_noun: str

    @property
    def moved(self) -> tuple[Moved, ...]:
        """All that move, the main milestones first."""
        return self.main + self.others

    @property
    def in_question(self) -> tuple[str, ...]:
        """The codes whose critical paths matter: those asked about, or main, moved ones first."""
        if self.asked:
            return tuple(moved.id for moved in self.asked)
        return tuple(dict.fromkeys((*(moved.id for moved in self.main), *self.main_codes)))

    @property
    def rows(self) -> tuple[Moved, ...]:
        """The milestones to show: those asked about, or all that move."""
        return self.asked or self.moved


def answer(impact: Impact, *, only: Iterable[str] = (), aside: Iterable[str] = ()) -> Answer:
    """Choose and sort what an answer tells of.

    Parameters
    ----------
    only
        The milestones that were asked about; all where there is none.
    aside
        Milestones that are told of elsewhere.

    Raises
    ------
    UnknownMilestoneError
        If the plan does not have a milestone that was asked about.
    """
    asked = {moved.id: moved for moved in map(impact.of, only)}
    main = set(main_milestones(impact.graph))
    left_out = {impact.graph[code].id for code in aside}
    rows = [moved for moved in impact.moved if moved.id not in left_out]
    if asked:
        rows = [moved for moved in rows if moved.id in asked]
    rows.sort(key=_biggest_first)
    dates = {code: impact.absorbed.before.date(code) for code in main}
    last = max(main, key=lambda code: (str(dates[code] or ""), code), default=None)
    return Answer(
        main=tuple(moved for moved in rows if moved.id in main),
        others=tuple(moved for moved in rows if moved.id not in main),
        asked=tuple(sorted(asked.values(), key=_biggest_first)),
        main_codes=tuple(sorted(main)),
        last=None if last is None or dates[last] is None else impact.of(last),
        main_noun=main_noun(impact.graph),
    )


def with_carriers(
    impact: Impact, rows: Iterable[Moved]
) -> Iterator[tuple[Moved, Mapping[Gaps, Carrier | None]]]:
    """Yield milestones with the chains to them, until these have `MOST_CHAIN_CODES`."""
    left = MOST_CHAIN_CODES
    for moved in rows:
        carriers: dict[Gaps, Carrier | None] = {}
        for gaps in GAPS:
            carrier = impact.carrier(moved.id, gaps) if left > 0 else None
            left -= len(carrier.codes) if carrier else 0
            carriers[gaps] = carrier
        yield moved, carriers


def lateness(answer: Answer, gaps: Gaps = "float") -> list[Moved]:
    """Return the milestones that miss their due dates after the changes and did not before."""
    late = []
    for moved in answer.moved:
        due, shift = moved.on_time_until, moved.shift(gaps)
        before, after = shift.before, shift.after
        is_late = due is not None and after is not None and after > due
        if is_late and (before is None or (due is not None and before <= due)):
            late.append(moved)
    return late


def _biggest_first(moved: Moved) -> tuple[object, ...]:
    biggest = max(size(moved.shift(gaps)) for gaps in GAPS)
    return -biggest, str(moved.absorbed.after or ""), natural(moved.id)


def size(shift: Shift) -> float:
    """Return how many days a date moves; without end where it comes or goes."""
    if shift.days is None:
        return float("inf") if shift.is_moved else 0
    return abs(shift.days)
