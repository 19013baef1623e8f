"""The timeline: milestones by date, one below the other, and what waits on what.

Each milestone stands in a lane of its own, ordered by when it is expected: there is its mark,
filled, and right of that its name. A hollow mark stands where it is due, and a bar leads from
there. Where there are more milestones than lanes, several share one, and only their codes are
written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.late import late_words
from depgraph.diagrams.charts.lanes import Lanes, Placed, Routes, arrange_lanes
from depgraph.diagrams.charts.marks import MARK_RADIUS, SAID_IN_KEYS, draw_due, draw_key, draw_mark
from depgraph.diagrams.charts.page import MARGIN, Page, codes_note, scope_notes
from depgraph.diagrams.charts.style import LABEL_SIZE, SMALL_SIZE
from depgraph.diagrams.charts.surface import towards
from depgraph.diagrams.charts.time_axis import FLAGS, HEADING, as_of_flag, draw_time_axis
from depgraph.diagrams.paper import A4, Frame, Paper
from depgraph.diagrams.text import counted, width
from depgraph.diagrams.theme import FAINT_INK, FINDING, LATE_WORDS, LINK, PAINTS, SETTLED
from depgraph.model.documents import as_of_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.scope import Scope
    from depgraph.analysis.timeline import Tie, Timeline
    from depgraph.diagrams.theme import Standing

_MOST_PITCH = 30.0
_KEY_HEIGHT = 20.0
_BAR = 2.0
_ROUND = 4.0
_QUERIED = (4, 2.5)
_THROUGH = (1, 1.6)
_SETTLED = (1, 3)
_FAINT_LINK = "#A3A3A3"
_MOST_TIES = 100
"""More lines than that hide each other, and the names, where lanes are shared."""
_BAR_SAMPLES: tuple[Standing, ...] = ("projected", "late", "done", "soon", "later", "undated")
"""Whose bar the key shows, where there are several."""


def figure(
    data: Timeline,
    *,
    title: str | None = None,
    scope: Scope | None = None,
    home: str | None = None,
    paper: Paper = A4,
) -> Page:
    """Draw a timeline, on which milestones of others than the owner `home` are squares."""
    lanes = None
    ties: Sequence[Tie] = ()
    untied = ""
    if data.entries:
        lanes = arrange_lanes(data, MARGIN, paper.points[0] - MARGIN)
        ties, untied = _drawn_ties(data, lanes)
    page = Page(
        title or "Timeline",
        _timeline_subtitle(data),
        [untied, *_timeline_notes(data, lanes, scope)],
        scope=scope,
        room=HEADING + FLAGS + _KEY_HEIGHT + _MOST_PITCH * (lanes.lanes if lanes else 1),
        paper=paper,
    )
    if lanes is None:
        page.say_nothing("No milestone has a date.")
    else:
        _Chart(page, data, lanes, ties, home).draw()
    return page


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
        room = page.frame.height - HEADING - FLAGS - _KEY_HEIGHT
        self._pitch = min(_MOST_PITCH, room / lanes.lanes)
        top = page.frame.top - HEADING
        self._frame = Frame(page.frame.left, top - self._pitch * lanes.lanes, page.frame.right, top)
        self._places = {placed.entry.code: placed for placed in lanes.placed}
        self._routes = Routes(lanes.placed, top, self._pitch)

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
                with self._page.about("slip", placed.entry.code):
                    self._draw_bar(placed)
        for tie in self._ties:
            ends = self._places[tie.prerequisite], self._places[tie.dependent]
            with self._page.about("link", tie.prerequisite, tie.dependent):
                self._draw_tie(tie, *ends)
        for placed in self._lanes.placed:
            with self._page.about("milestone", placed.entry.code):
                draw_mark(
                    self._page,
                    placed.x,
                    self._y(placed),
                    placed.standing,
                    is_outside=self._is_outside(placed),
                )
            with self._page.about("lane", placed.entry.code):
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
            if placed.left - 2 < x < placed.right + 2
        ]

    # -- what stands in a lane ---------------------------------------------------------

    def _draw_bar(self, placed: Placed) -> None:
        """Draw where a milestone is due, and the bar from there to when it is expected."""
        if placed.due is None:
            return
        y, paint = self._y(placed), PAINTS[placed.standing]
        left, right = sorted((placed.due, placed.x))
        self._page.box(Frame(left, y - _BAR, right, y + _BAR), fill=paint.bar, line=paint.line)
        draw_due(self._page, placed.due, y, placed.standing)

    def _draw_label(self, placed: Placed) -> None:
        page, label, y = self._page, placed.label, self._y(placed)
        url = placed.entry.milestone.url
        if self._lanes.is_shared:
            page.text(
                placed.right, y - 2.4, label.code, bold=True, align="right", plate=True, url=url
            )
            return
        x, base = placed.left, y - 2.7
        code, name, _ = label.widths()
        if self._lanes.has_two_lines and label.name:
            page.text(x, y - 8.2, label.name, size=LABEL_SIZE, plate=True)
            base = y + 1.6
        page.text(x, base, label.code, size=LABEL_SIZE, bold=True, url=url, plate=True)
        x += code
        if not self._lanes.has_two_lines:
            page.text(x, base, label.name, size=LABEL_SIZE, plate=True)
            x += name
        colour = LATE_WORDS if label.is_strong else FAINT_INK
        page.text(x, base, label.words, colour=colour, bold=label.is_strong, plate=True)

    # -- links -------------------------------------------------------------------------

    def _draw_tie(self, tie: Tie, before: Placed, after: Placed) -> None:
        colour = _FAINT_LINK if self._lanes.is_shared else LINK
        if self._is_settled(tie):
            colour = SETTLED
        elif self._is_back(tie):
            colour = FINDING
        dashes = self._dashes(tie)
        points = (
            self._straight(before, after)
            if self._lanes.is_shared
            else self._routes.route(before, after)
        )
        weight = 0.6 if self._lanes.is_shared else 0.9
        self._page.line(points, colour=colour, weight=weight, dashes=dashes, radius=_ROUND)
        self._page.arrow(points[-2], points[-1], colour=colour)

    def _straight(self, before: Placed, after: Placed) -> list[tuple[float, float]]:
        begin, end = (before.x, self._y(before)), (after.x, self._y(after))
        return [towards(begin, end, MARK_RADIUS), towards(end, begin, MARK_RADIUS)]

    # -- the key -----------------------------------------------------------------------

    def _draw_key(self) -> None:
        """Explain the marks and lines that are there, in one line under the chart."""
        page = self._page
        x, y = page.frame.left + 5, self._frame.bottom - FLAGS - 13
        there = {placed.standing for placed in self._lanes.placed}
        x = draw_key(
            page, x, y, {standing: SAID_IN_KEYS[standing] for standing in there}, draw_mark
        )
        if any(self._is_outside(placed) for placed in self._lanes.placed):
            draw_mark(page, x, y + 2.4, "later", is_outside=True)
            x = self._page.explain(x + 8, y, f"outside {self._home}")
        if not self._lanes.is_shared:
            x = self._draw_bar_key(x, y)
        drawn = self._ties
        dashed = set(map(self._dashes, drawn))
        lines: list[tuple[bool, str, Sequence[float], str]] = [
            (_QUERIED in dashed, "queried link", _QUERIED, LINK),
            (_SETTLED in dashed, "query settled", _SETTLED, SETTLED),
            (_THROUGH in dashed, "through others", _THROUGH, LINK),
            (any(map(self._is_back, drawn)), "back in time", (), FINDING),
        ]
        for is_there, words, dashes, colour in lines:
            if is_there:
                if x + 21 + width(words, SMALL_SIZE) > page.frame.right:
                    x, y = page.frame.left + 5, y - 11
                page.line(
                    ((x - 4, y + 2.4), (x + 16, y + 2.4)), colour=colour, weight=1, dashes=dashes
                )
                page.arrow((x, y + 2.4), (x + 17, y + 2.4), colour=colour)
                x = self._page.explain(x + 21, y, words)

    def _draw_bar_key(self, x: float, y: float) -> float:
        moved = [placed.standing for placed in self._lanes.placed if placed.due is not None]
        if not moved:
            return x
        paint = PAINTS[min(moved, key=_BAR_SAMPLES.index)]
        self._page.box(Frame(x, y + 0.4, x + 18, y + 4.4), fill=paint.bar, line=paint.line)
        draw_due(self._page, x, y + 2.4, min(moved, key=_BAR_SAMPLES.index))
        return self._page.explain(x + 23, y, "when it is due, up to when it is expected")

    def _is_back(self, tie: Tie) -> bool:
        before, after = self._places[tie.prerequisite], self._places[tie.dependent]
        return before.entry.expected > after.entry.expected and not self._is_settled(tie)

    def _is_settled(self, tie: Tie) -> bool:
        """Whether a tie is one queried link with an end that is complete."""
        ends = self._places[tie.prerequisite], self._places[tie.dependent]
        is_complete = any(placed.entry.milestone.is_complete for placed in ends)
        return tie.is_queried and not tie.through and is_complete

    def _dashes(self, tie: Tie) -> tuple[float, ...]:
        if self._is_settled(tie):
            return _SETTLED
        return _QUERIED if tie.is_queried else _THROUGH if tie.through else ()


def _drawn_ties(data: Timeline, lanes: Lanes) -> tuple[list[Tie], str]:
    """Return the ties to draw, and a note on those that would hide everything else."""
    dates = {placed.entry.code: placed.entry.expected for placed in lanes.placed}
    ties = [tie for tie in data.ties if tie.prerequisite in dates and tie.dependent in dates]
    if not lanes.is_shared or len(ties) <= _MOST_TIES:
        return ties, ""
    direct = [tie for tie in ties if not tie.through]
    if len(direct) <= _MOST_TIES:
        return direct, f"{len(ties) - len(direct):,} links through others are left out."
    back = [tie for tie in direct if dates[tie.prerequisite] > dates[tie.dependent]]
    return back, f"Of {len(direct):,} links, only those back in time are drawn."


def _timeline_subtitle(data: Timeline) -> list[str]:
    count = len(data.entries)
    complete = sum(entry.milestone.is_complete for entry in data.entries)
    dated = f"{counted(count, 'milestone')} with a date, {complete:,} complete"
    if data.as_of is None:
        return [dated, "no as-of date: nothing is late"]
    late = [data.late[entry.code] for entry in data.entries if entry.code in data.late]
    return [dated, late_words(late), as_of_words(data.as_of, data.documents)]


def _timeline_notes(data: Timeline, lanes: Lanes | None, scope: Scope | None) -> list[str]:
    notes = []
    if lanes is not None and lanes.left_out:
        nearest = "as-of date" if data.as_of else "first date"
        notes.append(
            f"{lanes.left_out} more milestones find no room: those expected nearest to the "
            f"{nearest} are drawn. `depgraph chart timeline` draws those of a team or an owner, or "
            "some by code."
        )
    if lanes is not None and lanes.is_shared:
        notes.append("Too many for a lane each: names and slips are left out.")
    if not data.is_whole:
        notes.append("Only direct links are drawn: there are too many chains through others.")
    if data.untied:
        notes.append(f"All {data.untied:,} links are left out: they are too many.")
    notes.append(codes_note("without a date", data.undated))
    notes += scope_notes(scope)
    if data.unprojected and data.as_of is not None:
        notes.append(f"No dates are projected: {data.unprojected}.")
    return notes
