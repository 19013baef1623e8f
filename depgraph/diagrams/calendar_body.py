"""The drawing of a calendar: the lanes, what is in them, and the axis of time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from depgraph.diagrams.axis import UNDATED_IN_A_ROW, Axis
from depgraph.diagrams.bands import add_links
from depgraph.diagrams.drawing import MARK_SIZES, address, classes, mark_style
from depgraph.diagrams.elbows import Spot, elbows
from depgraph.diagrams.labels import (
    GAP,
    TABLE,
    clear,
    font,
    progress,
    signs,
    tooltip,
)
from depgraph.diagrams.lanes import ROW, Lane, Span, lanes
from depgraph.diagrams.layout import Box
from depgraph.diagrams.sheet import Frame, add_box, place
from depgraph.diagrams.text import attribute, balance, clean, key, shorten, width
from depgraph.diagrams.theme import (
    CODE_SIZE,
    LATE_STANDINGS,
    SMALL_SIZE,
    TEXT_SIZE,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.drawing import Mark
    from depgraph.diagrams.scene import Scene

_CODE_ROOM = 180.0
_DATE_ROOM = 98.0
_COUNT_ROOM = 34.0
_LABEL = _CODE_ROOM + _DATE_ROOM + _COUNT_ROOM
_SIGN_HEIGHT = 14
_LEAST_AXIS = 640.0
_HEAD = 34.0
_CODE_LINE = 14
_NAME_LINE = 11
_NAME_LINES = 2
_FOOT = 16.0


class CalendarBody:
    """The lanes of a calendar, from top to bottom, and its axis of time."""

    def __init__(self, scene: Scene, spans: Mapping[str, Span]) -> None:
        self._scene = scene
        self._spans = spans
        self._has_undated = any(span.at is None for span in spans.values())
        self._laid: tuple[float, Axis, list[Lane]] | None = None

    @property
    def width(self) -> float:
        """The least width that it takes."""
        return _LABEL + _LEAST_AXIS

    def height(self, width: float) -> float:
        """Return the height that it takes where it has so much width."""
        return _HEAD + sum(lane.height for lane in self._lay(width)[1]) + _FOOT

    def _lay(self, room: float) -> tuple[Axis, list[Lane]]:
        """Return the axis and the lanes in so much width."""
        if self._laid is None or self._laid[0] != room:
            as_of = self._scene.graph.as_of
            days = [day for span in self._spans.values() for day in span.days]
            days += [as_of] if as_of else []
            axis = Axis(days or [date(2000, 1, 1)], _LABEL, room, has_undated=self._has_undated)

            def extent(code: str) -> tuple[float, float]:
                places = [axis.x(day) for day in self._spans[code].days]
                half = self._half(code, is_lane=False) + 1
                return min(places) - half, max(places) + half

            laid = lanes(self._scene, self._spans, extent, UNDATED_IN_A_ROW, self._height_of_words)
            self._laid = room, axis, laid
        return self._laid[1:]

    def _name(self, code: str) -> list[str]:
        name = clean(self._scene.graph[code].name or "")
        return balance(name, _CODE_ROOM - 6, TEXT_SIZE, lines=_NAME_LINES)

    def _height_of_words(self, code: str) -> float:
        return float(_CODE_LINE + _NAME_LINE * max(len(self._name(code)), 1))

    def _mark(self, code: str, *, is_lane: bool) -> Mark:
        if is_lane:
            return "diamond"
        return "circle" if code in self._scene.folding.targets else "square"

    def _half(self, code: str, *, is_lane: bool) -> float:
        return MARK_SIZES[self._mark(code, is_lane=is_lane)] / 2

    def draw(self, drawing: Canvas, frame: Frame) -> None:
        """Add it to a drawing."""
        scene = self._scene
        axis, laid = self._lay(frame.right - frame.left)
        tops = [frame.top - _HEAD]
        for lane in laid:
            tops.append(tops[-1] - lane.height)
        axis.add_grid(drawing, frame, tops, scene.theme)
        if scene.graph.as_of is not None:
            axis.add_as_of(drawing, frame, tops, scene.graph.as_of, scene.theme.as_of)
        spots: dict[str, Spot] = {}
        guests: dict[tuple[str, str], Spot] = {}
        for lane, top in zip(laid, tops, strict=False):
            half = self._half(lane.code, is_lane=True)
            x = frame.left + self._place(axis, lane.code, 1)
            spots[lane.code] = Spot(x, top - lane.middle, half)
            for guest in lane.guests:
                half = self._half(guest.code, is_lane=False)
                x = frame.left + self._place(axis, guest.code, guest.place)
                spot = Spot(x, top - lane.below_top(guest.row), half)
                guests[guest.code, lane.code] = spot
        for code, spot in spots.items():
            self._add_slip(drawing, frame, axis, code, "", spot)
        for (code, target), spot in guests.items():
            self._add_slip(drawing, frame, axis, code, target, spot)
        for lane, top in zip(laid, tops, strict=False):
            self._add_label(drawing, frame, lane, top)
        links = [link for link in scene.links if link.prerequisite in spots]
        scene = scene._replace(links=tuple(links))
        ordered = sorted(links, key=lambda link: (not link.is_critical, -spots[link.dependent].y))
        lines = elbows(ordered, spots, guests.values())
        boxes = {
            str(n): Box(spot.x, spot.y, 2 * spot.half, 2 * spot.half)
            for n, spot in enumerate((*spots.values(), *guests.values()))
        }
        add_links(drawing, scene, boxes, lines)
        for code, spot in spots.items():
            self._add_mark(drawing, code, "", spot)
        for (code, target), spot in guests.items():
            self._add_mark(drawing, code, target, spot)

    def _place(self, axis: Axis, code: str, place: int) -> float:
        at = self._spans[code].at
        if at is None:
            return axis.undated + place * (ROW + 1)
        return axis.x(at)

    def _add_label(self, drawing: Canvas, frame: Frame, lane: Lane, top: float) -> None:
        """Add the code, the name, the dates and the count left of a lane."""
        scene, code = self._scene, lane.code
        theme = scene.theme
        ink = theme.critical if scene.is_critical(code) else theme.ink
        ink = theme.faint if code in scene.context else ink
        parts = signs(scene, code)
        paint = scene.paint(code)._replace(fill=theme.page, text=theme.ink)
        colours = {"▲": clear(theme.finding, paint), "?": theme.ink}
        marks = GAP.join(
            font(text, TEXT_SIZE, colours[text[0]], bold=bold) for text, _, bold in parts
        )
        used = width(" ".join(text for text, _, _ in parts) + "  ", TEXT_SIZE, bold=True)
        shown = shorten(clean(code) or "(blank)", _CODE_ROOM - used, CODE_SIZE, bold=True)
        head = font(shown, CODE_SIZE, ink, bold=True) + (GAP + marks if marks else "")
        names = [font(line, TEXT_SIZE, theme.faint) for line in self._name(code)] or [""]
        dates = list(scene.dates(code))
        until, as_of = self._spans[code].until, scene.graph.as_of
        projected = f"projected {until}"
        if until is not None and as_of is not None and until > as_of and projected not in dates:
            dates.append(projected)
        move = scene.move(code)
        if move is not None and len(dates) == 1:
            dates.append(move.words)
        is_late = scene.standing(code) in LATE_STANDINGS
        first = font(
            shorten(dates[0], _DATE_ROOM, TEXT_SIZE, bold=is_late),
            TEXT_SIZE,
            theme.ink,
            bold=is_late,
        )
        rest = shorten(" · ".join(dates[1:]), _DATE_ROOM, TEXT_SIZE, bold=is_late)
        second = font(rest, TEXT_SIZE, theme.ink, bold=is_late)
        features = scene.folding.features[code]
        count = progress(scene, features).partition(" ")[0] if features else ""
        rows = (
            (_CODE_ROOM, [head, *names]),
            (_DATE_ROOM, [first, second]),
            (_COUNT_ROOM, [font(count, TEXT_SIZE, theme.ink)]),
        )
        heights = [_CODE_LINE] + [_NAME_LINE] * len(names)
        body = "".join(
            "<TR>"
            + "".join(
                f'<TD ALIGN="LEFT" FIXEDSIZE="TRUE" WIDTH="{room:g}" HEIGHT="{high}">'
                f"{''.join(lines[n : n + 1])}</TD>"
                for room, lines in rows
            )
            + "</TR>"
            for n, high in enumerate(heights)
        )
        drawing.node(
            f"{key(code)}@lane",
            f"<{TABLE}{body}</TABLE>>",
            shape="plain",
            id=f"lane-{key(code)}",
            tooltip=attribute(tooltip(scene, code)),
            pos=place(frame.left + _LABEL / 2 + 4, top - 1 - sum(heights) / 2),
            **{"class": classes(scene, code, "lane")},
        )

    def _add_slip(
        self, drawing: Canvas, frame: Frame, axis: Axis, code: str, target: str, spot: Spot
    ) -> None:
        """Add the bar from the date of the plan to the one that came or comes, and the ghost."""
        scene = self._scene
        span = self._spans[code]
        name = f"{key(code)}@{key(target)}" if target else key(code)
        if span.until is not None and span.at is not None:
            half = 0.6 if span.until < span.at else 1.3 if target else 2.6
            ends = sorted((spot.x, frame.left + axis.x(span.until)))
            bar = Frame(ends[0], ends[1], spot.y - half, spot.y + half)
            paint = scene.theme.paints[scene.standing(code)]
            if ends[1] > ends[0]:
                add_box(
                    drawing,
                    f"slip~{name}",
                    bar,
                    paint.cell,
                    classes(scene, code, "slip"),
                    line=paint.cell_line,
                    words=tooltip(scene, code),
                )
        if span.before is not None and span.at is not None:
            self._add_ghost(drawing, code, target, spot, frame.left + axis.x(span.before))

    def _add_ghost(self, drawing: Canvas, code: str, target: str, spot: Spot, x: float) -> None:
        """Add where a milestone stood before, and an arrow to where it is now."""
        name = f"{key(code)}@{key(target)}" if target else key(code)
        theme = self._scene.theme
        mark: Mark = "circle" if target else "diamond"
        style = mark_style(mark)
        drawing.node(
            f"ghost~{name}",
            "",
            pos=place(x, spot.y),
            fixedsize="true",
            color=theme.moved,
            penwidth="0.8",
            id=f"ghost-{name.replace('@', ':')}",
            tooltip=attribute(tooltip(self._scene, code)),
            **{"class": "ghost"},
            **style,
        )
        sign = 1 if spot.x > x else -1
        start, tip = x + sign * spot.half, spot.x - sign * (spot.half + 0.5)
        if (tip - start) * sign < 5:
            return
        y = spot.y if target else spot.y - 4.5
        tip += 0.0 if target else sign * 4.0
        start -= 0.0 if target else sign * 4.0
        base = tip - sign * 4
        for n, at in enumerate((start, tip)):
            drawing.node(
                f"moved~{name}~{n}", "", shape="point", style="invis", width="0", pos=place(at, y)
            )
        curve = " ".join(place(start + (base - start) * n / 3, y) for n in range(4))
        drawing.edge(
            f"moved~{name}~0",
            f"moved~{name}~1",
            pos=f"e,{place(tip, y)} {curve}",
            color=theme.moved,
            penwidth="1.1",
            arrowsize="0.4",
            **{"class": "moved"},
        )

    def _add_mark(self, drawing: Canvas, code: str, target: str, spot: Spot) -> None:
        """Add the diamond of a lane, or the circle or square of a guest in it."""
        scene = self._scene
        theme = scene.theme
        paint = theme.paints[scene.standing(code)]
        if code in scene.context:
            paint = paint._replace(cell=theme.page, cell_line=theme.frame)
        is_critical = code in scene.chain if target else scene.is_critical(code)
        sign = ""
        if target:
            marks = scene.marks
            is_marked = code in marks.marked_features or code in marks.findings_at
            is_queried = (
                code in marks.queried_features
                or code in marks.questions_at
                or (code, target) in marks.query_numbers
            )
            text = "▲" if is_marked else "?" if is_queried else ""
            sign = font(text, SMALL_SIZE, paint.cell_text, bold=True)
        kind = "feature" if target else "milestone"
        drawing.node(
            f"{key(code)}@{key(target)}" if target else key(code),
            _lowered(sign) if sign else "",
            id=f"feature-{key(code)}:{key(target)}" if target else f"milestone-{key(code)}",
            tooltip=attribute(tooltip(scene, code)),
            pos=place(spot.x, spot.y),
            fixedsize="shape",
            margin="0",
            style="filled",
            fillcolor=paint.cell,
            color=theme.critical if is_critical else paint.cell_line,
            penwidth="2.4" if is_critical else "0.8",
            **{"class": classes(scene, code, kind)},
            **mark_style(self._mark(code, is_lane=not target)),
            **address(scene, code),
        )


def _lowered(sign: str) -> str:
    """Return a sign as a label, as far down as it takes to stand in the middle of a mark."""
    return f'<{TABLE}<TR><TD VALIGN="BOTTOM" HEIGHT="{_SIGN_HEIGHT}">{sign}</TD></TR></TABLE>>'
