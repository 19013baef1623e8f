"""The features of a plan: every one by name and date, in the milestone that waits on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from depgraph.diagrams.labels import GAP, TABLE, clear, font, progress, row, signs, tooltip
from depgraph.diagrams.overview import effort, in_columns
from depgraph.diagrams.scene import compose, refuse_many_lines
from depgraph.diagrams.text import balance, clean, key, line_height, markup, shorten, width
from depgraph.diagrams.theme import CODE_SIZE, SMALL_SIZE, TEXT_SIZE
from depgraph.words import and_more

if TYPE_CHECKING:
    from depgraph.diagrams.layout import Picture
    from depgraph.diagrams.scene import Options, Scene, Subject
    from depgraph.model import Graph, Milestone

_NAME_ROOM = 220.0
_DATE_ROOM = 54.0
_LEAST_CODE_ROOM = 44.0
_MOST_CODE_ROOM = 90.0
_HEAD_ROOM = 150.0
_ROW_HEIGHT = line_height(SMALL_SIZE) + 1
_GAP = 6.0
_MOST_FEATURES = 40
_MOST_IN_GROUP = 20
_NARROW = "20,28"
"""In inches; `dot` draws the rows no wider where it can."""


def picture(subject: Subject, options: Options) -> Picture:
    """Return the picture of a part of a plan."""
    return features(subject.graph, **options)


def features(graph: Graph, **options: Unpack[Options]) -> Picture:
    """Draw a plan on one sheet: each milestone as a table of its features, in time downward.

    Parameters
    ----------
    graph
        The plan. Without an as-of date nothing is late.
    **options
        See `depgraph.diagrams.scene.Options`.

    Returns
    -------
    Picture
        For `depgraph.diagrams.layout.render`.

    Raises
    ------
    UnknownMilestoneError
        If the chain has a code that the graph does not have.
    TooLargeError
        If more milestones or links are left to draw than a picture takes.
    """
    scene = compose(graph, "features", **options)
    refuse_many_lines(scene)
    direction = {
        **effort(scene),
        "rankdir": "TB",
        "ranksep": "0.32",
        "nodesep": "0.16",
        "ratio": "compress",
        "size": _NARROW,
    }
    return in_columns(scene, feature_table, direction, runs_down=True)


def feature_table(scene: Scene, code: str) -> str:
    """Return the label of a milestone: what it is, and a row for each of its features."""
    milestone = scene.graph[code]
    paint = scene.paint(code)
    shown = scene.features(code)
    is_late = scene.standing(code) == "late"
    drawn_features = _kept(scene, shown, _MOST_IN_GROUP if code in scene.groups else _MOST_FEATURES)
    code_room = min(
        max([_LEAST_CODE_ROOM, *(width(clean(feature), SMALL_SIZE) + _GAP for feature in shown)]),
        _MOST_CODE_ROOM,
    )
    room = code_room + _NAME_ROOM + _DATE_ROOM if shown else _HEAD_ROOM
    marks = GAP.join(
        font(text, TEXT_SIZE, colour, bold=bold) for text, colour, bold in signs(scene, code)
    )
    group = scene.groups.get(code)
    period = f" {group.period}" if group else ""
    left = room - 60 - width(period, CODE_SIZE, bold=True)
    head = shorten(clean(group.owner if group else code) or "(blank)", left, CODE_SIZE, bold=True)
    head += period
    rows = [font(head, CODE_SIZE, paint.text, bold=True) + (2 * GAP + marks if marks else "")]
    dates = (" " if group else " · ").join(scene.dates(code))
    rows += [
        font(line, TEXT_SIZE, paint.text)
        for line in balance(clean(milestone.name or ""), room - _GAP, TEXT_SIZE, lines=3)
    ]
    rows.append(
        font(shorten(dates, room, TEXT_SIZE, bold=is_late), TEXT_SIZE, paint.text, bold=is_late)
    )
    move = scene.move(code)
    if move is not None:
        rows.append(font(move.words, TEXT_SIZE, clear(scene.theme.moved, paint), bold=True))
    if shown:
        rows[-1] += 2 * GAP + font(progress(scene, shown), SMALL_SIZE, paint.text)
    body = "".join(row(content) for content in rows)
    if shown:
        body += "".join(_feature_row(scene, feature, code, code_room) for feature in drawn_features)
    if rest := and_more(len(shown) - len(drawn_features)):
        body += row(font(f"… {rest}", SMALL_SIZE, paint.text))
    return f"<{TABLE}{body}</TABLE>>"


def _kept(scene: Scene, features: list[str], most: int) -> list[str]:
    """Return at most so many features: of the open ones the first, of the done ones the last."""
    complete = [feature for feature in features if scene.standing(feature) == "done"]
    still_open = features[len(complete) :][:most]
    room = most - len(still_open)
    return [*(complete[-room:] if room else []), *still_open]


def _feature_row(scene: Scene, feature: str, target: str, code_room: float) -> str:
    """Return a feature as a row of the table of a milestone."""
    milestone = scene.graph[feature]
    paint = scene.paint(feature)
    is_late = scene.standing(feature) == "late"
    parts = signs(scene, feature)
    used = width(" ".join(text for text, _, _ in parts) + " ", SMALL_SIZE, bold=True)
    move = scene.move(feature)
    if move is not None:
        parts.append((move.words.removeprefix("moved "), clear(scene.theme.moved, paint), True))
        used += width(parts[-1][0] + " ", SMALL_SIZE, bold=True)
    name = shorten(clean(milestone.name or ""), _NAME_ROOM - used - _GAP, SMALL_SIZE)
    marks = GAP.join(font(text, SMALL_SIZE, colour, bold=bold) for text, colour, bold in parts)
    columns = (
        (code_room, shorten(clean(feature), code_room - _GAP, SMALL_SIZE), "", False),
        (_NAME_ROOM, name, marks, False),
        (_DATE_ROOM, _date(milestone), "", is_late),
    )
    is_critical = feature in scene.chain
    cells = "".join(
        f'<TD ALIGN="LEFT" FIXEDSIZE="TRUE" WIDTH="{room:.0f}" HEIGHT="{_ROW_HEIGHT}">'
        + font(text, SMALL_SIZE, paint.text, bold=is_bold or (is_critical and n == 0))
        + (GAP + extra if extra and text else extra)
        + "</TD>"
        for n, (room, text, extra, is_bold) in enumerate(columns)
    )
    border = f' BORDER="2" COLOR="{scene.theme.critical}"' if is_critical else ""
    return (
        f'<TR><TD ALIGN="LEFT" BGCOLOR="{paint.fill}"{border}'
        f' ID="feature-{key(feature)}:{key(target)}" HREF="#milestone-{key(target)}"'
        f' TOOLTIP="{markup(tooltip(scene, feature))}">'
        f"{TABLE}<TR>{cells}</TR></TABLE></TD></TR>"
    )


def _date(milestone: Milestone) -> str:
    if milestone.is_complete:
        return f"✔ {milestone.completed}" if milestone.completed else "✔"
    return str(milestone.planned or "no date")
