"""The timeline: milestones by date, one below the other, and what waits on what.

Each milestone stands in a lane of its own, ordered by date, with its name to the left. So a
link leaves its prerequisite to the right and comes down on its dependent without crossing a
name: whatever lies between the two lanes has an earlier date than the dependent. Where there
are more milestones than lanes, several share one, and only their codes are written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.late import late_words
from depgraph.diagrams.charts.lanes import Lanes, Placed, arrange_lanes
from depgraph.diagrams.charts.marks import MARK_RADIUS, SAID, draw_mark
from depgraph.diagrams.charts.page import (
    MARGIN,
    PAGE_WIDTH,
    Frame,
    Page,
    codes_note,
    scope_notes,
    towards,
)
from depgraph.diagrams.charts.style import (
    LABEL_SIZE,
    SMALL_SIZE,
    counted,
    settings,
    signed_days,
    width,
)
from depgraph.diagrams.charts.time_axis import HEADING, as_of_flag, draw_time_axis
from depgraph.diagrams.theme import FAINT_INK, FINDING, LATE_STANDINGS, LINK, PAINTS, STANDINGS
from depgraph.model.documents import as_of_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from depgraph.analysis.scope import Scope
    from depgraph.analysis.timeline import Entry, Tie, Timeline

_MOST_PITCH = 30.0
_KEY_HEIGHT = 20.0
_BAR = 2.0
_ASIDE = 6.0
_BESIDE = 2.3
_QUERIED = (4, 2.5)
_THROUGH = (1, 1.6)
_FAINT_LINK = "#A3A3A3"
_MOST_TIES = 300
"""More lines than that hide each other, and the names, where lanes are shared."""


def figure(
    data: Timeline,
    *,
    title: str | None = None,
    scope: Scope | None = None,
    home: str | None = None,
) -> Figure:
    """Draw a timeline.

    Parameters
    ----------
    data
        What `depgraph.analysis.timeline.timeline` returned.
    title
        In place of a plain one.
    scope
        What was asked for, to say it.
    home
        The owner whose plan it is; milestones of others are squares.

    Raises
    ------
    MissingToolError
        If matplotlib is not installed.
    """
    with settings():
        lanes = None
        ties: Sequence[Tie] = ()
        untied = ""
        if data.entries:
            lanes = arrange_lanes(data, MARGIN, PAGE_WIDTH - MARGIN)
            ties, untied = _drawn_ties(data, lanes)
        page = Page(
            title or "Timeline",
            _timeline_subtitle(data, scope),
            [untied, *_timeline_notes(data, lanes, scope)],
            room=HEADING + _KEY_HEIGHT + _MOST_PITCH * (lanes.lanes if lanes else 1),
        )
        if lanes is None:
            page.say_nothing("No milestone has a date.")
        else:
            _Chart(page, data, lanes, ties, home).draw()
        return page.figure


class _Chart:
    """The lanes of one page, with the y of each."""

    def __init__(
        self, page: Page, data: Timeline, lanes: Lanes, ties: Sequence[Tie], home: str | None
    ) -> None:
        self._page = page
        self._data = data
        self._lanes = lanes
        self._ties = ties
        self._home = home
        room = page.frame.height - HEADING - _KEY_HEIGHT
        self._pitch = min(_MOST_PITCH, room / lanes.lanes)
        top = page.frame.top - HEADING
        self._frame = Frame(page.frame.left, top - self._pitch * lanes.lanes, page.frame.right, top)
        self._places = {placed.entry.code: placed for placed in lanes.placed}

    def draw(self) -> None:
        draw_time_axis(
            self._page,
            self._lanes.scale,
            self._frame,
            as_of_flag(self._data.as_of),
            gaps=self._gaps(),
        )
        for placed in self._lanes.placed:
            if not self._lanes.is_shared:
                with self._page.about(placed.entry.code, "slip"):
                    self._draw_bars(placed)
        for tie in self._ties:
            ends = self._places[tie.prerequisite], self._places[tie.dependent]
            with self._page.between(tie.prerequisite, tie.dependent):
                self._draw_tie(tie, *ends)
        for placed in self._lanes.placed:
            with self._page.about(placed.entry.code, "milestone"):
                draw_mark(
                    self._page,
                    placed.x,
                    self._y(placed),
                    placed.standing,
                    is_outside=self._is_outside(placed),
                )
            with self._page.about(placed.entry.code, "lane"):
                self._draw_label(placed)
        self._draw_key()

    def _y(self, placed: Placed) -> float:
        return self._frame.top - (placed.lane + 0.5) * self._pitch

    def _is_outside(self, placed: Placed) -> bool:
        return self._home is not None and placed.entry.milestone.owner != self._home

    def _gaps(self) -> list[tuple[float, float]]:
        """Return where the as-of line would cross a label, from the top down."""
        as_of = self._data.as_of
        if as_of is None or self._lanes.is_shared:
            return []
        x = self._lanes.scale.x(as_of)
        return [
            (self._y(placed) - self._pitch * 0.36, self._y(placed) + self._pitch * 0.36)
            for placed in self._lanes.placed
            if placed.label_start - 2 < x < placed.start
        ]

    # -- what stands in a lane ---------------------------------------------------------

    def _draw_bars(self, placed: Placed) -> None:
        """Draw the slip: from the due date to the completion, the as-of and projected date."""
        entry, y = placed.entry, self._y(placed)
        paint = PAINTS[placed.standing]
        due = entry.milestone.due
        x = self._lanes.scale.x
        begin = x(due) if due is not None else placed.x
        late = self._data.late.get(entry.code)
        is_overdue = late is not None and late.kind == "overdue"
        if late is not None and is_overdue:
            begin, end = x(late.since), x(late.until)
            self._page.box(Frame(begin, y - _BAR, end, y + _BAR), fill=paint.fill, line=paint.line)
            begin = end
        if entry.milestone.is_complete and due is not None:
            left, right = sorted((begin, placed.x))
            self._page.box(Frame(left, y - _BAR, right, y + _BAR), fill=paint.fill, line=paint.line)
            self._page.line(((begin, y - 4), (begin, y + 4)), colour=paint.line, weight=1.2)
        elif entry.projected is not None and entry.projected > entry.date:
            end = x(entry.projected)
            begin = max(begin, placed.x)
            if end > begin:
                self._page.box(
                    Frame(begin, y - _BAR, end, y + _BAR),
                    fill="#FFFFFF", line=paint.line, dashes=(2, 1.5),
                )  # fmt: skip
            self._page.line(((end, y - 4), (end, y + 4)), colour=paint.line, weight=1.2)
            if entry.slip and not is_overdue:
                slip = signed_days(entry.slip)
                is_short = end - begin < width(slip, SMALL_SIZE) + MARK_RADIUS
                self._page.text(
                    placed.x + MARK_RADIUS if is_short else end - 3,
                    y + 3.4,
                    slip,
                    align="left" if is_short else "right",
                )

    def _draw_label(self, placed: Placed) -> None:
        page, label, y = self._page, placed.label, self._y(placed)
        url = placed.entry.milestone.url
        right = placed.start - MARK_RADIUS - 3
        if self._lanes.is_shared:
            page.text(right, y - 2.4, label.code, bold=True, align="right", plate=True, url=url)
            return
        is_late = placed.standing in LATE_STANDINGS
        _, name, dates = label.widths()
        base = y - 2.7
        if self._lanes.has_two_lines and label.name:
            page.text(right, y - 8.2, label.name, size=LABEL_SIZE, align="right")
            base = y + 1.6
        page.text(
            right,
            base,
            label.dates,
            colour=PAINTS["late"].text if is_late else FAINT_INK,
            bold=is_late,
            align="right",
        )
        left = right - dates
        if not self._lanes.has_two_lines:
            page.text(left, base, label.name, size=LABEL_SIZE, align="right")
            left -= name
        page.text(left, base, label.code, size=LABEL_SIZE, bold=True, align="right", url=url)

    # -- links -------------------------------------------------------------------------

    def _draw_tie(self, tie: Tie, before: Placed, after: Placed) -> None:
        is_back = before.entry.date > after.entry.date
        colour = FINDING if is_back else _FAINT_LINK if self._lanes.is_shared else LINK
        dashes = _QUERIED if tie.is_queried else _THROUGH if tie.through else ()
        points = (
            self._straight(before, after) if self._lanes.is_shared else self._route(before, after)
        )
        weight = 0.6 if self._lanes.is_shared else 0.9
        self._page.curve(points, colour=colour, weight=weight, dashes=dashes)
        self._page.arrow(points[-2], points[-1], colour=colour)

    def _straight(self, before: Placed, after: Placed) -> list[tuple[float, float]]:
        begin, end = (before.x, self._y(before)), (after.x, self._y(after))
        return [towards(begin, end, MARK_RADIUS), towards(end, begin, MARK_RADIUS)]

    def _route(self, before: Placed, after: Placed) -> list[tuple[float, float]]:
        """Return the corners of a link between two lanes; see the module for why it is clear."""
        y, end = self._y(before), self._y(after)
        start = before.x + MARK_RADIUS
        side = after.x + MARK_RADIUS - 1
        if after.lane < before.lane:
            aside = before.x + MARK_RADIUS + _ASIDE
            return [(start, y), (aside, y), (aside, end - _BESIDE), (side, end - _BESIDE)]
        between = self._lanes.placed[before.lane + 1 : after.lane]
        is_clear = all(placed.x < after.x - MARK_RADIUS - 1 for placed in between)
        top = (after.x, end + MARK_RADIUS + 0.5)
        if after.x - start > 3 and is_clear:
            return [(start, y), (after.x, y), top]
        if after.x - before.x < 1 and is_clear:
            return [(before.x, y - MARK_RADIUS), top]
        aside = after.x + MARK_RADIUS + _ASIDE
        return [(start, y), (aside, y), (aside, end + _BESIDE), (side, end + _BESIDE)]

    # -- the key -----------------------------------------------------------------------

    def _draw_key(self) -> None:
        """Explain the marks and lines that are there, in one line under the chart."""
        page = self._page
        x, y = page.frame.left + 5, self._frame.bottom - 13
        there = {placed.standing for placed in self._lanes.placed}
        for standing in STANDINGS:
            if standing in there:
                draw_mark(page, x, y + 2.4, standing)
                x = self._say(x + 8, y, SAID[standing])
        if any(self._is_outside(placed) for placed in self._lanes.placed):
            draw_mark(page, x, y + 2.4, "later", is_outside=True)
            x = self._say(x + 8, y, f"outside {self._home}")
        if not self._lanes.is_shared:
            x = self._draw_bar_key(x, y)
        drawn = self._ties
        lines: list[tuple[bool, str, Sequence[float], str]] = [
            (any(tie.is_queried for tie in drawn), "queried link", _QUERIED, LINK),
            (any(tie.through for tie in drawn), "through others", _THROUGH, LINK),
            (any(map(self._is_back, drawn)), "back in time", (), FINDING),
        ]
        for is_there, words, dashes, colour in lines:
            if is_there:
                page.line(
                    ((x - 4, y + 2.4), (x + 16, y + 2.4)), colour=colour, weight=1, dashes=dashes
                )
                page.arrow((x, y + 2.4), (x + 17, y + 2.4), colour=colour)
                x = self._say(x + 21, y, words)

    def _draw_bar_key(self, x: float, y: float) -> float:
        drawn = [placed.entry for placed in self._lanes.placed]
        if any(entry.milestone.is_complete and entry.slip for entry in drawn):
            paint = PAINTS["done"]
            self._page.box(Frame(x - 4, y + 0.4, x + 14, y + 4.4), fill=paint.fill, line=paint.line)
            self._page.line(((x - 4, y - 1), (x - 4, y + 5.8)), colour=paint.line, weight=1.2)
            x = self._say(x + 18, y, "due date to completion")
        if any(map(self._is_moved, drawn)):
            self._page.box(
                Frame(x - 4, y + 0.4, x + 14, y + 4.4),
                fill="#FFFFFF", line=PAINTS["later"].line, dashes=(2, 1.5),
            )  # fmt: skip
            colour = PAINTS["later"].line
            self._page.line(((x + 14, y - 1), (x + 14, y + 5.8)), colour=colour, weight=1.2)
            x = self._say(x + 18, y, "to the projected date")
        return x

    def _is_moved(self, entry: Entry) -> bool:
        """Whether it is projected after the date, and the as-of date, that it is drawn at."""
        latest = max(entry.date, self._data.as_of or entry.date)
        return entry.projected is not None and entry.projected > latest

    def _is_back(self, tie: Tie) -> bool:
        before, after = self._places[tie.prerequisite], self._places[tie.dependent]
        return before.entry.date > after.entry.date

    def _say(self, x: float, y: float, words: str) -> float:
        self._page.text(x, y, words, colour=FAINT_INK)
        return x + width(words, SMALL_SIZE) + 16


def _drawn_ties(data: Timeline, lanes: Lanes) -> tuple[list[Tie], str]:
    """Return the ties to draw, and a note on those that would hide everything else."""
    dates = {placed.entry.code: placed.entry.date for placed in lanes.placed}
    ties = [tie for tie in data.ties if tie.prerequisite in dates and tie.dependent in dates]
    if not lanes.is_shared or len(ties) <= _MOST_TIES:
        return ties, ""
    direct = [tie for tie in ties if not tie.through]
    if len(direct) <= _MOST_TIES:
        return direct, f"{len(ties) - len(direct):,} links through others are left out."
    back = [tie for tie in direct if dates[tie.prerequisite] > dates[tie.dependent]]
    return back, f"Of {len(direct):,} links, only those back in time are drawn."


def _timeline_subtitle(data: Timeline, scope: Scope | None) -> str:
    count = len(data.entries)
    complete = sum(entry.milestone.is_complete for entry in data.entries)
    parts = [scope.words] if scope else []
    parts.append(f"{counted(count, 'milestone')} with a date, {complete:,} complete")
    if data.as_of is not None:
        late = [data.late[entry.code] for entry in data.entries if entry.code in data.late]
        parts += [late_words(late), as_of_words(data.as_of, data.documents)]
    else:
        parts.append("no as-of date: nothing is late")
    return " · ".join(parts)


def _timeline_notes(data: Timeline, lanes: Lanes | None, scope: Scope | None) -> list[str]:
    notes = []
    if lanes is not None and lanes.left_out:
        nearest = "as-of date" if data.as_of else "first date"
        notes.append(
            f"{lanes.left_out} more milestones find no room: those dated nearest to the {nearest} "
            "are drawn. `depgraph chart timeline` draws those of a team or an owner, or some by "
            "code."
        )
    if lanes is not None and lanes.is_shared:
        notes.append("Too many for a lane each: names and slips are left out.")
    if not data.is_whole:
        notes.append("Only direct links are drawn: there are too many chains through others.")
    notes.append(codes_note("without a date", data.undated))
    notes += scope_notes(scope)
    if data.unprojected and data.as_of is not None:
        notes.append(f"No dates are projected: {data.unprojected}.")
    return notes
