"""The tornado: how many days earlier P80 of a milestone would be without the slip of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.charts.page import Page
from depgraph.diagrams.charts.style import LABEL_SIZE, SMALL_SIZE, round_step
from depgraph.diagrams.charts.surface import LINES_AT
from depgraph.diagrams.paper import A4, Frame, Paper
from depgraph.diagrams.text import clean, shorten
from depgraph.diagrams.theme import CRITICAL, FAINT_INK, FINDING, INK, PAINTS
from depgraph.model.documents import as_of_words
from depgraph.records import Struct
from depgraph.words import counted, in_hundred

if TYPE_CHECKING:
    from depgraph.analysis.risk.chances import Influence, Kind, SensitivityOf, Simulation

COMMON = "what late milestones have in common"
_KINDS: tuple[tuple[Kind, str, int], ...] = (
    ("common", "In common", 1),
    ("team", "By team", 7),
    ("driver", "By risk", 7),
    ("milestone", "By milestone", 14),
)
"""The kinds in the order of the chart: heading, and how many rows it may have."""

_NAMES = 270.0
_SHARES = 96.0
_PITCH = 17.0
_AXIS = 30.0
_FILLS: dict[Kind, tuple[str, str]] = {
    "common": ("#8C8C8C", "#5A5A5A"),
    "team": (PAINTS["done"].cell, PAINTS["done"].cell_line),
    "driver": ("#EBD6EB", FINDING),
    "milestone": ("#5A5A5A", "#3A3A3A"),
}


def figure(data: SensitivityOf, *, title: str | None = None, paper: Paper = A4) -> Page:
    """Draw what matters for a milestone."""
    groups = _groups(data)
    rows = sum(len(group.rows) + 1 for group in groups)
    simulation = data.simulation
    page = Page(
        title or sensitivity_title(data),
        (
            "Each left out alone, with the same draws: the days overlap and do not add up",
            as_of_words(simulation.as_of, simulation.graph.documents),
            f"{simulation.iterations:,} runs, seed {simulation.seed}",
        ),
        _notes(data, groups),
        paper=paper,
        room=_AXIS + _PITCH * max(2, rows),
    )
    if not groups:
        page.say_nothing("Nothing that varies makes its P80 later.")
        return page
    _Chart(page, data, groups).draw()
    return page


def sensitivity_title(data: SensitivityOf) -> str:
    """Return the answer in a line."""
    rows = [row for row in data.sensitivity.rows if row.kind != "common" and row.p80_days > 0]
    if not rows:
        return f"{data.sensitivity.target}: no single slip matters for its P80"
    first = max(rows, key=lambda row: row.p80_days)
    name = first.id if first.kind == "milestone" else f"{_noun(first.kind)} {first.id}"
    return (
        f"{data.sensitivity.target}: without the slip of {name}, P80 is "
        f"{counted(first.p80_days, 'day')} earlier"
    )


def _noun(kind: Kind) -> str:
    return "the risk" if kind == "driver" else f"the {kind}"


class _Group(Struct):
    kind: Kind
    heading: str
    rows: tuple[Influence, ...]
    left_out: int


def _groups(data: SensitivityOf) -> list[_Group]:
    """Return the rows by kind, as many as there is room for."""
    groups = []
    for kind, heading, most in _KINDS:
        rows = [row for row in data.sensitivity.rows if row.kind == kind and row.p80_days]
        if rows:
            groups.append(_Group(kind, heading, tuple(rows[:most]), max(0, len(rows) - most)))
    return groups


def critical_codes(simulation: Simulation, target: str) -> set[str]:
    """Return what drives a milestone in the plan as it stands."""
    codes, code = {target}, target
    while (link := simulation.projection.driver(code).link) is not None:
        code = link.prerequisite
        if code in codes:
            break
        codes.add(code)
    return codes


class _Chart:
    """The bars of one page, row by row."""

    def __init__(self, page: Page, data: SensitivityOf, groups: list[_Group]) -> None:
        self._page = page
        self._simulation = data.simulation
        self._critical = critical_codes(data.simulation, data.sensitivity.target)
        self._groups = groups
        room = page.frame
        rows = sum(len(group.rows) + 1 for group in groups)
        self._pitch = min(_PITCH, (room.height - _AXIS) / rows)
        top = room.top - 16
        self._frame = Frame(room.left + _NAMES, top - self._pitch * rows, room.right - _SHARES, top)
        days = [row.p80_days for group in groups for row in group.rows]
        self._least, self._most = min(0, *days), max(0, *days)

    def draw(self) -> None:
        self._draw_axis()
        y = self._frame.top - self._pitch / 2
        for group in self._groups:
            self._page.text(
                self._page.frame.left, y - 2.8, group.heading, size=LABEL_SIZE, bold=True
            )
            y -= self._pitch
            for row in group.rows:
                self._draw_row(row, y)
                y -= self._pitch

    def _x(self, days: float) -> float:
        room = self._frame.width - 44
        return self._frame.left + (days - self._least) / (self._most - self._least or 1) * room

    def _draw_axis(self) -> None:
        page, frame = self._page, self._frame
        step = round_step((self._most - self._least) / 7)
        for days in range(-(-self._least // step) * step, self._most + 1, step):
            x = self._x(days)
            page.upright(frame, x)
            page.text(x, frame.bottom - 10, f"{days:,}", colour=FAINT_INK, align="center")
        zero = self._x(0)
        page.line(((zero, frame.bottom), (zero, frame.top)), colour=INK, weight=0.9, at=LINES_AT)
        page.text(page.frame.right, frame.top + 4, "drives it in", colour=FAINT_INK, align="right")
        words = "days that P80 would come earlier without this slip"
        page.text(frame.left, frame.top + 4, words, colour=FAINT_INK)

    def _draw_row(self, row: Influence, y: float) -> None:
        page, base = self._page, y - 2.7
        fill, line = _FILLS[row.kind]
        is_critical = row.kind == "milestone" and row.id in self._critical
        left, right = sorted((self._x(0), self._x(row.p80_days)))
        half = self._pitch * 0.34
        page.box(
            Frame(left, y - half, right, y + half),
            fill=fill,
            line=CRITICAL if is_critical else line,
            weight=1.8 if is_critical else 0.6,
            dashes=(3, 1.6) if row.kind == "driver" else (),
        )
        page.text(right + 4, base, f"{row.p80_days:,} d", bold=True)
        code, name = self._names(row)
        page.text(self._frame.left - 5, base, code, size=LABEL_SIZE, bold=True, align="right")
        if name:
            room = _NAMES - 100
            page.text(page.frame.left + 8, base, shorten(name, room, SMALL_SIZE), colour=FAINT_INK)
        if row.criticality is not None:
            page.text(page.frame.right, base, in_hundred(row.criticality), align="right")

    def _names(self, row: Influence) -> tuple[str, str]:
        """Return the code of a row as it is written, and what it is called."""
        if row.kind == "common":
            return shorten(COMMON, _NAMES - 12, LABEL_SIZE, bold=True), ""
        if row.kind == "milestone":
            code = shorten(clean(row.id), 86, LABEL_SIZE, bold=True)
            return code, clean(self._simulation.graph[row.id].name or "")
        if row.kind == "driver":
            driver = next(one for one in self._simulation.risks.drivers if one.id == row.id)
            about = f"{in_hundred(driver.probability)}, {driver.slip.low} to {driver.slip.high} d"
            return shorten(clean(row.id), 110, LABEL_SIZE, bold=True), about
        return shorten(clean(row.id), 110, LABEL_SIZE, bold=True), ""


def _notes(data: SensitivityOf, groups: list[_Group]) -> list[str]:
    notes = ["A red frame marks what drives it in the plan as it stands."]
    notes.append("What drives it often and costs few days has others close behind it.")
    left_out = sum(group.left_out for group in groups)
    if left_out:
        notes.append(f"{counted(left_out, 'row')} with fewer days are not drawn.")
    if data.sensitivity.left_out:
        milestones = counted(data.sensitivity.left_out, "milestone")
        notes.append(f"The days of {milestones} that seldom drive it were not worked out.")
    return notes
