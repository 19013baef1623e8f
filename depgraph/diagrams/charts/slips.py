"""The slip chart: how far the dates of milestones moved, the biggest movers of each team first."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from depgraph.analysis.schedule_recoding import likely_recoded_sentence
from depgraph.diagrams.charts.page import Page, codes_note, scope_notes
from depgraph.diagrams.charts.style import LABEL_SIZE, SMALL_SIZE, round_step
from depgraph.diagrams.charts.surface import BANDS_AT, LINES_AT
from depgraph.diagrams.paper import A4, Frame, Paper
from depgraph.diagrams.text import clean, shorten, signed_days, width
from depgraph.diagrams.theme import BANDS, FAINT_INK, INK, PAINTS
from depgraph.model.documents import as_of_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.scope import Scope
    from depgraph.analysis.trends import Slip, Slips

MOST_ROWS = 36
"""How many milestones and headings of teams a page has room for."""

_MOST_PITCH = 24.0
_CODE = 74.0
_NAME = 236.0
_DATES = 112.0
_HEADING = 18.0
_KEY_HEIGHT = 16.0
_BAR = 3.4


def figure(
    data: Slips,
    *,
    title: str | None = None,
    scope: Scope | None = None,
    paper: Paper = A4,
) -> Page:
    """Draw a slip chart."""
    moved = [slip for slip in data.slips if slip.days]
    groups = _groups(moved)
    drawn = sum(len(slips) for _, slips in groups)
    page = Page(
        title or "Slips",
        _slips_subtitle(data),
        _slips_notes(data, moved, drawn, scope),
        scope=scope,
        room=_HEADING + _KEY_HEIGHT + _MOST_PITCH * max(drawn + len(groups), 2),
        paper=paper,
    )
    if groups:
        _Chart(page, data, groups).draw()
    elif data.slips:
        page.say_nothing("No milestone moved.")
    else:
        page.say_nothing("No milestone has both dates.")
    return page


class _Chart:
    """The bars of one page, row by row."""

    def __init__(
        self, page: Page, data: Slips, groups: Sequence[tuple[str | None, Sequence[Slip]]]
    ) -> None:
        self._page = page
        self._data = data
        self._groups = groups
        room = page.frame
        rows = sum(len(slips) + 1 for _, slips in groups)
        self._pitch = min(_MOST_PITCH, (room.height - _HEADING - _KEY_HEIGHT) / rows)
        top = room.top - _HEADING
        self._frame = Frame(
            room.left + _CODE + _NAME, top - self._pitch * rows, room.right - _DATES, top
        )
        drawn = [slip for _, slips in groups for slip in slips]
        self._least = min(0, *(slip.days for slip in drawn))
        self._most = max(0, *(slip.days for slip in drawn))
        labels = width(signed_days(-9999), SMALL_SIZE, bold=True) + 8
        self._low = self._frame.left + (labels if self._least < 0 else 6)
        self._high = self._frame.right - (labels if self._most > 0 else 6)

    def draw(self) -> None:
        self._draw_axis()
        y = self._frame.top - self._pitch / 2
        for group, slips in self._groups:
            self._draw_heading(group, y)
            y -= self._pitch
            for slip in slips:
                self._draw_row(slip, y)
                y -= self._pitch
        self._draw_key()

    def _x(self, days: float) -> float:
        return self._low + (days - self._least) / (self._most - self._least) * (
            self._high - self._low
        )

    def _draw_axis(self) -> None:
        page, frame = self._page, self._frame
        step = round_step((self._most - self._least) / max(1.0, (self._high - self._low) / 46))
        first = -(-self._least // step) * step
        for days in range(first, self._most + 1, step):
            x = self._x(days)
            page.upright(frame, x)
            page.text(x, frame.top + 5, signed_days(days), colour=FAINT_INK, align="center")
        page.line(
            ((self._x(0), frame.bottom), (self._x(0), frame.top + 3)),
            colour=INK, weight=0.9, at=LINES_AT,
        )  # fmt: skip

    def _draw_heading(self, group: str | None, y: float) -> None:
        page, room = self._page, self._page.frame
        half = self._pitch / 2
        page.box(Frame(room.left, y - half, room.right, y + half), fill=BANDS[0], at=BANDS_AT)
        name = shorten(clean(group or "no team"), _CODE + _NAME - 90, LABEL_SIZE, bold=True)
        page.text(room.left + 3, y - 2.8, name, size=LABEL_SIZE, bold=True)
        words = _group_words([slip for slip in self._data.slips if slip.group == group])
        page.text(room.right - 3, y - 2.6, words, colour=FAINT_INK, align="right", plate=True)

    def _draw_row(self, slip: Slip, y: float) -> None:
        page, base = self._page, y - 2.7
        left, right = sorted((self._x(0), self._x(slip.days)))
        with page.about("milestone", slip.code):
            is_later = slip.days > 0
            self._draw_bar(left, right, y, is_later=is_later, is_complete=slip.is_complete)
        with page.about("lane", slip.code):
            self._draw_words(slip, left, right, base)

    def _draw_bar(
        self, left: float, right: float, y: float, *, is_later: bool, is_complete: bool
    ) -> None:
        paint = PAINTS["late" if is_later else "done"]
        self._page.box(
            Frame(left, y - _BAR, right, y + _BAR),
            fill=paint.cell if is_complete else paint.fill,
            line=paint.line,
            dashes=() if is_complete else (2, 1.2),
        )

    def _draw_words(self, slip: Slip, left: float, right: float, base: float) -> None:
        page, room = self._page, self._page.frame
        code = shorten(clean(slip.code), _CODE - 12, LABEL_SIZE, bold=True)
        page.text(room.left + 8, base, code, size=LABEL_SIZE, bold=True, url=slip.milestone.url)
        name = shorten(clean(slip.milestone.name or ""), _NAME - 10, SMALL_SIZE)
        page.text(room.left + _CODE, base, name)
        is_later = slip.days > 0
        page.text(
            right + 4 if is_later else left - 4,
            base,
            signed_days(slip.days),
            bold=True,
            align="left" if is_later else "right",
            plate=True,
        )
        page.text(
            room.right - 3,
            base,
            f"{slip.before} → {slip.after}",
            colour=FAINT_INK,
            align="right",
        )

    def _draw_key(self) -> None:
        page, y = self._page, self._frame.bottom - 12
        x = page.frame.left + 8
        for later, is_complete, words in (
            (True, True, "later, complete"),
            (True, False, "later, open"),
            (False, True, "earlier, complete"),
            (False, False, "earlier, open"),
        ):
            if not any(
                (slip.days > 0, slip.is_complete) == (later, is_complete)
                for _, slips in self._groups
                for slip in slips
            ):
                continue
            self._draw_bar(x, x + 18, y + 2.4, is_later=later, is_complete=is_complete)
            page.text(x + 23, y, words, colour=FAINT_INK)
            x += 23 + width(words, SMALL_SIZE) + 18


def _groups(moved: Sequence[Slip]) -> list[tuple[str | None, list[Slip]]]:
    """Return the biggest movers that there is room for, by group, the biggest of all first."""
    groups: dict[str | None, list[Slip]] = {}
    rows = 0
    for slip in moved:
        rows += 1 if slip.group in groups else 2
        if rows > MOST_ROWS:
            break
        groups.setdefault(slip.group, []).append(slip)
    return list(groups.items())


def _group_words(slips: Sequence[Slip]) -> str:
    later = sum(slip.days > 0 for slip in slips)
    earlier = sum(slip.days < 0 for slip in slips)
    middle = signed_days(round(median(slip.days for slip in slips)))
    return f"of {len(slips)}: {later} later, {earlier} earlier, median {middle}"


def _slips_subtitle(data: Slips) -> list[str]:
    later = sum(slip.days > 0 for slip in data.slips)
    earlier = sum(slip.days < 0 for slip in data.slips)
    same = len(data.slips) - later - earlier
    return [
        f"from {data.before} to {data.after}",
        f"{later} later, {earlier} earlier, {same} unchanged",
        *([] if data.as_of is None else [as_of_words(data.as_of, data.documents)]),
    ]


def _slips_notes(data: Slips, moved: Sequence[Slip], drawn: int, scope: Scope | None) -> list[str]:
    notes = []
    if drawn < len(moved):
        notes.append(
            f"The {drawn} biggest movers are drawn; {len(moved) - drawn} more moved by at most "
            f"{abs(moved[drawn].days):,} d."
        )
    notes += [
        codes_note("with the first date only", data.only_before),
        codes_note("with the second date only", data.only_after),
        codes_note("without either date", data.without_date),
        likely_recoded_sentence(data.recoded),
    ]
    notes += scope_notes(scope)
    return notes
