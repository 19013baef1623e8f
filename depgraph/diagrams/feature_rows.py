"""The drawing of a plan with every feature by name: a list, with time to the right of it.

Each milestone has a lane: a line for itself, and below it one for each of its features. What it
is called and when it is expected stands on the left, where no line runs; its symbol, with the
bar from when it was due, is on the axis. All lengths are in points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.axis import Axis
from depgraph.diagrams.beside import Piece, date_pieces, sign_pieces
from depgraph.diagrams.calendar_ways import add_lines, add_pills, kind_of, links_from_guests, ways
from depgraph.diagrams.drawing import classes
from depgraph.diagrams.elbows import KINDS, Spot
from depgraph.diagrams.labels import GAP, TABLE, font, progress, tooltip
from depgraph.diagrams.lanes import dated_places, guests_of, spans_of
from depgraph.diagrams.shapes import place
from depgraph.diagrams.symbols import add_ghost, add_slip, add_symbol, half_at, half_of, rank_of
from depgraph.diagrams.text import attribute, balance, clean, key, line_height, shorten, width
from depgraph.diagrams.theme import SMALL_SIZE, TEXT_SIZE
from depgraph.records import Struct
from depgraph.words import and_more, natural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.elbows import Kind, Name
    from depgraph.diagrams.paper import Frame
    from depgraph.diagrams.scene import Scene


_AXIS = 222.0
_BEHIND = 8.0
_HEAD = 30.0
_FOOT = 18.0
_CODE_SIZE = 9.5
_INDENT = 9.0
_NAME_ROOM = 204.0
_MOST_CODE_ROOM = 110.0
_MOST_DATE_ROOM = 172.0
_GAP = 7.0
_LINE = line_height(SMALL_SIZE)
_PADDING = 2.0
_TO_LEVEL = 2.5
_LEVEL = 3.2
"""How far apart links of several kinds run above the milestone that they lead to."""

_BREAK = "<BR/>"

_TOGETHER = 3
"""So many lines at the beginning and at the end of a lane are never cut apart."""

_MOST_FEATURES = 40
_MOST_IN_GROUP = 20


class _Row(Struct):
    """A line of the list.

    Attributes
    ----------
    name
        The symbol that it is about; None for one that says how many more there are.
    left
        How far it is indented.
    names
        What it is called, on one line or two.
    height
        How high it is.
    """

    name: Name | None
    names: tuple[str, ...]
    height: float


class _Lane(Struct):
    """A milestone with its features; the first row is its own."""

    code: str
    rows: tuple[_Row, ...]
    above: float
    levels: Mapping[Kind, float]

    @property
    def height(self) -> float:
        """How high it is."""
        return self.above + sum(row.height for row in self.rows) + _PADDING


class FeatureRows:
    """The lanes of all milestones, each with its features, from top to bottom.

    Parameters
    ----------
    is_whole
        Whether all features are listed, however many a milestone has.
    """

    def __init__(self, scene: Scene, *, is_whole: bool = False) -> None:
        self._scene = scene
        self._is_whole = is_whole
        self._spans = spans_of(scene)
        self._lanes = [self._lane(code, guests) for code, guests in self._in_order()]
        names = [row.name for lane in self._lanes for row in lane.rows if row.name is not None]
        self._code_room = self._room_for_codes(names)
        widest = max((self._width_of_dates(name) for name in names), default=0.0)
        self._date_room = min(widest + _GAP, _MOST_DATE_ROOM)
        self._words_room = self._code_room + _NAME_ROOM + self._date_room

    @property
    def is_partial(self) -> bool:
        """Whether there are features that it only counts."""
        return any(row.name is None for lane in self._lanes for row in lane.rows)

    @property
    def width(self) -> float:
        """The least width that it takes."""
        return self._words_room + _AXIS

    @property
    def least_width(self) -> float:
        """The least width that it takes on pages that lie across, however many there are."""
        return self.width

    def height(self, width: float) -> float:
        """Return the height that it takes, which is the same for every width."""
        del width
        return _HEAD + sum(lane.height for lane in self._lanes) + _FOOT

    def cuts(self, frame: Frame) -> list[float]:
        """Return where it may be cut: between the lanes, and between the features of long ones."""
        tops = self._tops(frame)
        return sorted({*tops, *self.lanes_cut(frame)}, reverse=True)

    def lanes_cut(self, frame: Frame) -> Mapping[float, str]:
        """Return the places between the features of long lanes, with the codes of the lanes."""
        places: dict[float, str] = {}
        for lane, top in zip(self._lanes, self._tops(frame), strict=False):
            y = top - lane.above
            for n, row in enumerate(lane.rows[:-_TOGETHER], 1):
                y -= row.height
                if n > _TOGETHER:
                    places[y] = lane.code
        return places

    def _tops(self, frame: Frame) -> list[float]:
        """Return the top of each lane, and the bottom of the last."""
        tops = [frame.top - _HEAD]
        for lane in self._lanes:
            tops.append(tops[-1] - lane.height)
        return tops

    def draw(self, drawing: Canvas, frame: Frame) -> None:
        """Add it to a `graphviz.Digraph`."""
        scene, tops = self._scene, self._tops(frame)
        days = [day for its in self._spans.values() for day in its.days]
        as_of = scene.graph.as_of
        days += [as_of] if as_of else []
        has_undated = any(
            its.at is None for code, its in self._spans.items() if code not in scene.groups
        )
        room = frame.width
        axis = Axis(
            days,
            self._words_room,
            room,
            has_undated=has_undated,
            behind=_BEHIND,
        )
        axis.draw(drawing, frame, tops, as_of, scene.theme)
        spots: dict[Name, Spot] = {}
        for lane, top in zip(self._lanes, tops, strict=False):
            y = top - lane.above
            for row in lane.rows:
                middle = y - row.height / 2
                y -= row.height
                self._add_row(drawing, lane, row, (frame.left, middle))
                if row.name is not None and row.name[0] not in scene.groups:
                    at = self._spans[row.name[0]].at
                    across = axis.undated if at is None else axis.x(at)
                    spots[row.name] = Spot(frame.left + across, middle, half_at(scene, row.name))

        def x(day: date) -> float:
            return frame.left + axis.x(day)

        dues = dated_places(spots, self._spans, lambda its: its.due, x)
        befores = dated_places(spots, self._spans, lambda its: its.before, x)
        self._add_lines(drawing, spots, dues)
        self._add_symbols(drawing, spots, dues, befores)

    # -- the list ----------------------------------------------------------------------

    def _in_order(self) -> list[tuple[str, list[str]]]:
        """Return the milestones by when they are expected, each with its features."""
        columns = {code: n for n, column in enumerate(self._scene.columns) for code in column.codes}

        def order(item: tuple[str, list[str]]) -> tuple[object, ...]:
            code, at = item[0], self._spans[item[0]].at
            if self._scene.groups:
                return columns[code], natural(code)
            return at is None, str(at), columns[code], natural(code)

        return sorted(guests_of(self._scene).items(), key=order)

    def _lane(self, code: str, guests: Sequence[str]) -> _Lane:
        scene = self._scene

        def order(feature: str) -> tuple[object, ...]:
            at = self._spans[feature].at
            return at is None, str(at), natural(feature)

        most = _MOST_IN_GROUP if code in scene.groups else _MOST_FEATURES
        kept = guests if self._is_whole else self._kept(guests, most)
        shown = sorted(set(kept), key=order)
        rows = [self._row((code, "")), *(self._row((feature, code)) for feature in shown)]
        if rest := and_more(len(guests) - len(shown)):
            rows.append(_Row(None, (f"… {rest}",), _LINE))
        driving = [link for _, _, link in links_from_guests(scene, {code: shown})]
        links = (*scene.links, *driving)
        there = {kind_of(link) for link in links if link.dependent == code}
        kinds = [kind for kind in KINDS if kind in there]
        first = half_of("diamond", scene.rank(code)) + _TO_LEVEL
        levels = {kind: first + n * _LEVEL for n, kind in enumerate(kinds)}
        above = max(_PADDING, *levels.values(), 0.0) - rows[0].height / 2 if levels else _PADDING
        return _Lane(code, tuple(rows), max(above, _PADDING), levels)

    def _kept(self, features: Sequence[str], most: int) -> list[str]:
        """Return at most so many: of the open ones the first, of the done ones the last."""
        scene = self._scene
        listed = sorted(features, key=lambda code: (str(scene.expected.get(code)), code))
        complete = [feature for feature in listed if scene.standing(feature) == "done"]
        still_open = [feature for feature in listed if scene.standing(feature) != "done"][:most]
        room = most - len(still_open)
        return [*(complete[-room:] if room else []), *still_open]

    def _row(self, name: Name) -> _Row:
        is_own = not name[1]
        size = TEXT_SIZE if is_own else SMALL_SIZE
        marks = sign_pieces(self._scene, name[0])
        used = sum(width(f"{mark.words}  ", SMALL_SIZE, bold=True) for mark in marks)
        room = _NAME_ROOM - _GAP - used
        names = balance(clean(self._scene.graph[name[0]].name or ""), room, size, lines=2)
        high = line_height(size) * max(len(names), 1) + (3.0 if is_own else 1.0)
        return _Row(name, tuple(names), high)

    def _room_for_codes(self, names: Sequence[Name]) -> float:
        own = (width(self._code(n), _CODE_SIZE, bold=True) for n in names if not n[1])
        others = (width(self._code(n), SMALL_SIZE, bold=True) + _INDENT for n in names if n[1])
        widest = max((*own, *others), default=0.0)
        return min(widest + _GAP + 4, _MOST_CODE_ROOM)

    def _code(self, name: Name) -> str:
        group = self._scene.groups.get(name[0])
        return clean(group.owner if group else name[0]) or "(blank)"

    def _dates(self, name: Name) -> list[Piece]:
        """Return what is said of the dates of a milestone, and how many features are done."""
        scene, code = self._scene, name[0]
        if code in scene.groups:
            group = scene.groups[code]
            return [Piece(" ".join((group.period, *group.dates)), scene.theme.ink)]
        features = scene.folding.features[code] if not name[1] else ()
        done = progress(scene, features).partition(" ")[0]
        pieces = [Piece(done, scene.theme.faint)] if features else []
        return [*date_pieces(scene, code, self._spans[code]), *pieces]

    def _add_row(self, drawing: Canvas, lane: _Lane, row: _Row, at: tuple[float, float]) -> None:
        """Add what a line of the list says."""
        scene = self._scene
        if row.name is None:
            cells = [(self._words_room, [font(row.names[0], SMALL_SIZE, scene.theme.faint)])]
            name, code = f"rest~{key(lane.code)}", lane.code
        else:
            code, target = row.name
            name = f"row~{key(code)}~{key(target)}" if target else f"row~{key(code)}"
            cells = self._cells(row.name, row.names)
        body = "".join(
            f'<TD ALIGN="LEFT" BALIGN="LEFT" FIXEDSIZE="TRUE" WIDTH="{room:.0f}"'
            f' HEIGHT="{row.height:.0f}">'
            f"{_BREAK.join(lines)}</TD>"
            for room, lines in cells
        )
        drawing.node(
            name,
            f"<{TABLE}<TR>{body}</TR></TABLE>>",
            shape="plain",
            tooltip=attribute(tooltip(scene, code)),
            pos=place(at[0] + self._words_room / 2 + 4, at[1]),
            **{"class": classes(scene, code, "row")},
        )

    def _cells(self, name: Name, names: Sequence[str]) -> list[tuple[float, list[str]]]:
        """Return the code, the name and the dates of a line, each with its room."""
        scene, theme = self._scene, self._scene.theme
        code, is_own = name[0], not name[1]
        is_pale = code in scene.context
        ink = theme.faint if is_pale else theme.ink
        on_path = rank_of(scene, name) == "critical"
        code_ink = theme.critical if on_path else ink
        size, left = (_CODE_SIZE, 0.0) if is_own else (SMALL_SIZE, _INDENT)
        shown = shorten(self._code(name), self._code_room - left - _GAP, size, bold=True)
        head = font(shown, size, code_ink, bold=is_own or on_path)
        indent = font(GAP * 4, SMALL_SIZE, ink) if left else ""
        text_size = TEXT_SIZE if is_own else SMALL_SIZE
        lines = [font(line, text_size, ink, bold=is_own) for line in names] or [""]
        lines[0] += "".join(GAP + mark.label for mark in sign_pieces(scene, code))
        dates = (2 * GAP).join(piece.label for piece in self._dates(name))
        return [
            (self._code_room, [indent + head]),
            (_NAME_ROOM, lines),
            (self._date_room, [dates]),
        ]

    def _width_of_dates(self, name: Name) -> float:
        pieces = self._dates(name)
        return sum(width(piece.words, SMALL_SIZE, bold=piece.is_bold) + _GAP for piece in pieces)

    # -- on the axis -------------------------------------------------------------------

    def _add_symbols(
        self,
        drawing: Canvas,
        spots: Mapping[Name, Spot],
        dues: Mapping[Name, float],
        befores: Mapping[Name, float],
    ) -> None:
        scene = self._scene
        for name, spot in spots.items():
            if name in befores:
                now = dues.get(name, spot.x)
                add_ghost(drawing, scene, name, (befores[name], spot.y), now)
            if name in dues:
                add_slip(drawing, scene, name, spot, dues[name])
            add_symbol(drawing, scene, name, (spot.x, spot.y))

    def _add_lines(
        self, drawing: Canvas, spots: Mapping[Name, Spot], dues: Mapping[Name, float]
    ) -> None:
        """Add the links between milestones, and those of a float path from a feature."""
        levels = {lane.code: lane.levels for lane in self._lanes if (lane.code, "") in spots}
        guests: dict[str, list[str]] = {}
        for code, lane in spots:
            if lane:
                guests.setdefault(lane, []).append(code)
        driving = links_from_guests(self._scene, guests)
        lines = ways(self._scene, levels, driving, spots, dues)
        add_lines(drawing, self._scene, lines)
        add_pills(drawing, self._scene, lines, {}, spots)
