"""The chance chart: by which day a milestone is complete in how many of the runs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from depgraph.diagrams.charts.page import Page
from depgraph.diagrams.charts.style import LABEL_SIZE, SMALL_SIZE
from depgraph.diagrams.charts.time_axis import (
    FLAGS,
    HEADING,
    as_of_flag,
    draw_time_axis,
    first_of,
    month_of,
    time_scale,
)
from depgraph.diagrams.paper import A4, Frame, Paper
from depgraph.diagrams.text import width
from depgraph.diagrams.theme import FAINT_INK, INK, PAINTS
from depgraph.model.documents import as_of_words
from depgraph.records import Struct
from depgraph.words import counted, days, in_hundred

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depgraph.analysis.risk.chances import Chance, ChanceOf
    from depgraph.diagrams.charts.surface import Align
    from depgraph.diagrams.charts.time_axis import TimeScale

DATES = PAINTS["late"].line
CHANCES = PAINTS["done"].line
_AXIS = 34.0
_RUNS_SHOWN = 0.995
_BAR_SHARE = 0.3
"""How much of the height the highest bar takes."""

_BINS = (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200)
_MOST_BINS = 40
_LABEL_ROW = 21.0


def figure(data: ChanceOf, *, title: str | None = None, paper: Paper = A4) -> Page:
    """Draw how likely it is that a milestone is complete by each day."""
    chance = data.chance
    page = Page(title or chance_title(chance), _subtitle(data), _notes(data), paper=paper)
    if not chance.counts:
        page.say_nothing("It has no date: nothing that leads to it has one.")
        return page
    room = page.frame
    frame = Frame(room.left + _AXIS, room.bottom + FLAGS, room.right, room.top - HEADING)
    scale = time_scale(_days_shown(chance), frame.left, frame.right)
    draw_time_axis(page, scale, frame, as_of_flag(data.simulation.as_of))
    _Chart(page, data, frame, scale).draw()
    return page


def chance_title(chance: Chance) -> str:
    """Return the answer in a line."""
    if chance.p50 is None or chance.p80 is None:
        return f"{chance.id}: no date"
    if chance.is_record_too_short and chance.p80_at_least is not None:
        return (
            f"{chance.id}: P80 not before {chance.p80_at_least}; if lateness goes on, {chance.p80}"
        )
    return f"{chance.id}: as likely as not by {chance.p50}, with 80 % by {chance.p80}"


class Bar(Struct):
    """How many runs come to the days from one to another (not with it)."""

    first: int
    end: int
    share: float


def bars(counts: Sequence[tuple[int, int]], runs: int) -> list[Bar]:
    """Return the shares of runs by months, or by so many months that bars are few."""
    first, last = (month_of(counts[place][0]) for place in (0, -1))
    step = next((step for step in _BINS if (last - first) // step < _MOST_BINS), _BINS[-1])
    numbers: dict[int, int] = {}
    for day, number in counts:
        place = month_of(day) // step
        numbers[place] = numbers.get(place, 0) + number
    return [
        Bar(first_of(place * step), first_of((place + 1) * step), number / runs)
        for place, number in sorted(numbers.items())
    ]


class _Chart:
    """The bars, the curve, and the dates that matter."""

    def __init__(self, page: Page, data: ChanceOf, frame: Frame, scale: TimeScale) -> None:
        self._page = page
        self._chance = data.chance
        self._runs = data.simulation.iterations
        self._frame = frame
        self._scale = scale

    def draw(self) -> None:
        self._draw_axis()
        self._draw_bars()
        self._page.line(self._curve(), colour=INK, weight=2.2)
        self._draw_percentiles()
        self._draw_dates()

    def _y(self, share: float) -> float:
        return self._frame.bottom + share * self._frame.height * 0.96

    def _draw_axis(self) -> None:
        for percent in range(0, 101, 20):
            self._page.level(self._frame, self._y(percent / 100), f"{percent} %")

    def _draw_bars(self) -> None:
        all_bars = bars(self._chance.counts, self._runs)
        shown = [bar for bar in all_bars if bar.first < self._scale.last]
        highest = max(bar.share for bar in shown)
        for bar in shown:
            left = max(self._scale.at(bar.first), self._frame.left)
            right = min(self._scale.at(bar.end), self._frame.right)
            top = self._y(bar.share / highest * _BAR_SHARE)
            self._page.box(
                Frame(left + 0.6, self._frame.bottom, right - 0.6, top),
                fill="#D9D9D9",
                line="#9A9A9A",
            )
            words = f"{100 * bar.share:.0f}"
            if bar.share >= 0.005 and width(words, SMALL_SIZE) < right - left - 2:
                middle = (left + right) / 2
                self._page.text(
                    middle, top + 3.5, words, colour=FAINT_INK, align="center", plate=True
                )

    def _curve(self) -> list[tuple[float, float]]:
        points = [(self._frame.left, self._y(0))]
        passed = 0
        for day, number in self._chance.counts:
            x = self._scale.at(day)
            if x > self._frame.right:
                break
            passed += number
            points += [(x, points[-1][1]), (x, self._y(passed / self._runs))]
        return [*points, (self._frame.right, points[-1][1])]

    def _draw_percentiles(self) -> None:
        page, frame, chance = self._page, self._frame, self._chance
        for share, day in ((0.5, chance.p50), (0.8, chance.p80)):
            if day is None:
                continue
            x, y = self._scale.x(day), self._y(share)
            page.line(
                ((frame.left, y), (x, y), (x, frame.bottom)),
                colour=CHANCES,
                weight=1.0,
                dashes=(4, 2.5),
            )
            page.disc(x, y, 3.6, fill=CHANCES)
            lines = [f"P{share * 100:.0f}  {day}", *_after_words(chance, day)]
            for number, words in enumerate(lines):
                place = y - 11 - 9.5 * number
                has_room = x + 8 + width(words, LABEL_SIZE, bold=not number) < frame.right
                page.text(
                    x + 8 if has_room else x - 8,
                    place if has_room else place + 22,
                    words,
                    size=LABEL_SIZE if not number else SMALL_SIZE,
                    bold=not number,
                    colour=INK if not number else FAINT_INK,
                    align="left" if has_room else "right",
                    plate=True,
                )

    def _draw_dates(self) -> None:
        """Draw the lines of due date, projected date and what P80 is at least."""
        page, frame = self._page, self._frame
        y = frame.top - 11
        for day, words, more, colour, dashes in self._dates():
            x = self._scale.x(day)
            page.line(((x, frame.bottom), (x, y + 8)), colour=colour, weight=1.1, dashes=dashes)
            wide = max(width(words, LABEL_SIZE, bold=True), width(more, SMALL_SIZE))
            is_right = x + 5 + wide < frame.right
            at = x + 4 if is_right else x - 4
            align: Align = "left" if is_right else "right"
            page.text(
                at, y, words, size=LABEL_SIZE, bold=True, colour=colour, align=align, plate=True
            )
            page.text(at, y - 9, more, colour=FAINT_INK, align=align, plate=True)
            page.diamond(x, frame.bottom + 4.2, 4.2, fill="#FFFFFF", line=colour)
            y -= _LABEL_ROW

    def _dates(self) -> Iterator[tuple[date, str, str, str, Sequence[float]]]:
        chance = self._chance
        if chance.due is not None:
            on_time = f"on time: {in_hundred(chance.on_time)} runs"
            yield chance.due, f"due {chance.due}", on_time, DATES, (2, 1.6)
        if chance.projected is not None:
            by_then = f"by then: {in_hundred(chance.confidence_of_projected)} runs"
            yield chance.projected, f"projected {chance.projected}", by_then, DATES, ()
        if chance.p80_at_least is not None and chance.p80_at_least != chance.p80:
            words = f"P80 at least {chance.p80_at_least}"
            yield chance.p80_at_least, words, "as far as recorded", CHANCES, (1.2, 1.6)


def _after_words(chance: Chance, day: date) -> list[str]:
    parts = []
    for name, reference in (("due", chance.due), ("projected", chance.projected)):
        if reference is not None and (name == "due" or reference != chance.due):
            after = (day - reference).days
            side = "after" if after >= 0 else "before"
            parts.append(f"{days(abs(after))} {side} the {name} date")
    return [", ".join(parts)] if parts else []


def _days_shown(chance: Chance) -> list[date]:
    runs = sum(number for _, number in chance.counts)
    passed, last = 0, chance.counts[0][0]
    for day, number in chance.counts:
        last = day
        passed += number
        if passed >= _RUNS_SHOWN * runs:
            break
    dates = [chance.due, chance.projected, chance.p80, chance.p80_at_least]
    ends = [date.fromordinal(chance.counts[0][0]), date.fromordinal(last)]
    return [*ends, *filter(None, dates)]


def _subtitle(data: ChanceOf) -> list[str]:
    simulation, chance = data.simulation, data.chance
    name = simulation.graph[chance.id].name
    parts = [name] if name else []
    if chance.is_record_too_short:
        parts.append("the record is too short for this P80")
    return [
        *parts,
        as_of_words(simulation.as_of, simulation.graph.documents),
        f"{simulation.iterations:,} runs, seed {simulation.seed}",
        f"{counted(len(simulation.varying), 'milestone')} vary, {len(simulation.fixed)} do not",
    ]


def _notes(data: ChanceOf) -> list[str]:
    chance = data.chance
    line = "Line: the share of the runs that are complete by a day."
    notes = [f"{line} Bars: how many of 100 runs end in each."]
    notes.append(f"For want of more runs P80 may be off by {days(chance.p80_error_days)}.")
    if chance.p80_record is not None:
        low, high = chance.p80_record
        notes[-1] += f" By resamples of the record it lies between {low} and {high}."
    if chance.undated:
        notes.append(
            f"{counted(len(chance.undated), 'milestone')} behind it hold nothing up, as "
            f"{'it has' if len(chance.undated) == 1 else 'they have'} no date."
        )
    return notes
