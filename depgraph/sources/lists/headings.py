"""Which column of a list gives what: by the configuration, or by headings that are known.

Known are the headings of Jira, Microsoft Project, GitHub, GitLab, Smartsheet, Asana and Primavera
P6, those of depgraph's own tables, and plain words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depgraph.errors import did_you_mean
from depgraph.records import Struct
from depgraph.sources.lists.decoding import column_letters
from depgraph.sources.lists.fields import FIELDS
from depgraph.sources.nodes import quoted
from depgraph.sources.table import text_of
from depgraph.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from depgraph.sources.lists.decoding import Row

SEVERAL = frozenset({"requires", "blocks", "tags", "aka"})
"""Fields that several columns may give together."""

LINKS = ("requires", "blocks")

_KNOWN = {
    "code": "code|external id|issue key|key|activity id|task code|unique id|task id|issue id"
    "|milestone id|item id|id|wbs code|ref|reference|nr|no|number",
    "number": "issue key|issue id|id",
    "name": "name|milestone name|task name|activity name|summary|title|milestone|task"
    "|deliverable|description",
    "requires": "requires|waits on|depends on|unique id predecessors|predecessor details"
    "|predecessors|predecessor|prerequisites|prerequisite|blocked by|blocked by (dependencies)"
    "|is blocked by|inward issue link (blocks)|pred list|dependencies|depends|needs",
    "blocks": "blocks|unique id successors|successor details|successors|successor|blocking"
    "|blocking (dependencies)|outward issue link (blocks)|succ list|required by|needed by",
    "due": "due|due date|due on|due by|target date|target|planned date|planned|baseline finish"
    "|baseline1 finish|bl project finish|bl1 finish|bl finish|baseline date|baseline|date",
    "forecast": "forecast|forecast date|expected|expected date|current date|finish|finish date"
    "|planned finish|end date|end",
    "completed": "completed|completed at|completed on|completed date|completion date|finished"
    "|finished on|actual finish|actual date|actual end|resolved|closed at|closed at (utc)|done on"
    "|date completed|done|complete",
    "status": "status category|status|activity status|state|issue status",
    "progress": "% complete|percent complete|progress|% done|done %|activity % complete",
    "owner": "owner|responsible|assignee|assignees|assigned to|resource names|lead",
    "team": "team|team name|component|components|component/s|subsystem|department",
    "level": "level|milestone level",
    "tags": "tags|tag|labels|label",
    "duration": "duration|original duration|work days|days",
    "not_before": "not before|start no earlier than",
    "not_after": "not after|deadline|finish no later than",
    "milestone": "is milestone|milestone|activity type",
    "kind": "kind",
    "aka": "aka|alias|aliases|other codes",
    "url": "url|link|web address",
    "note": "note|notes|remark|remarks|comments",
}
_NAMES = {field: names.split("|") for field, names in _KNOWN.items()}
_EVERY = frozenset(name for names in _NAMES.values() for name in names)

_CUSTOM = re.compile(r"custom field \((.*)\)")
_UNIT = re.compile(r"\s*\((?:h|d|hours|days)\)\Z")
_PLACE = re.compile(r"#([1-9][0-9]{0,4})")
_LINK_LIKE = re.compile(
    r"issue link \((?!relates|duplicate|cloners|cloned)|predecessor|successor|depend|block"
)

YES = frozenset({"yes", "y", "true", "1", "x", "\u2713", "\u2714"})
NO = frozenset({"no", "n", "false", "0", ""})
MILESTONE_TYPES = frozenset({"start milestone", "finish milestone", "milestone"})
OTHER_TYPES = frozenset(
    {"task dependent", "resource dependent", "level of effort", "wbs summary", "task"}
)

_MOST_NAMED = 12


class Columns(Struct):
    """Which columns give the fields of a list.

    Attributes
    ----------
    places
        The places of the columns, from 0, by fields.
    guessed
        The fields that no configuration names the columns of.
    headings
        The headings as they are written, by place.
    """

    places: dict[str, list[int]]
    guessed: frozenset[str]
    headings: dict[int, str]

    @property
    def unread(self) -> list[int]:
        """The places of the columns that give nothing."""
        taken = {place for places in self.places.values() for place in places}
        return [place for place in self.headings if place not in taken]

    def taken_line(self, shown: str) -> str:
        """Return the line that says what was taken for what; nothing where nothing was guessed."""
        took = [
            f"{quoted(self.headings[place])} for {field}"
            for field, places in self.places.items()
            if field in self.guessed
            for place in places[:1]
        ]
        if not took:
            return ""
        unread = list(dict.fromkeys(quoted(self.headings[place]) for place in self.unread))
        rest = f"; not read: {listed(unread, _MOST_NAMED)}" if unread else ""
        return f"{shown}: took {', '.join(took)}{rest}"

    def named(self, before: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """Return the headings of all fields that columns give.

        Parameters
        ----------
        before
            Those that the configuration names.
        """
        taken = {
            field: tuple(dict.fromkeys(self.headings[place] for place in places))
            for field, places in self.places.items()
            if field in self.guessed
        }
        return {field: {**taken, **before}[field] for field in FIELDS if field in {*taken, *before}}

    @property
    def like_milestones(self) -> list[int]:
        """The places of columns that give nothing, and are called as one of milestones is."""
        names = _NAMES["milestone"] if not self.places["milestone"] else ()
        return [place for place in self.unread if _plain(self.headings[place]) in names]

    @property
    def like_links(self) -> list[int]:
        """The places of columns that give nothing, and look as if they name other rows."""
        taken = [place for field in LINKS for place in self.places[field]]
        known = {_plain(self.headings.get(place, "")) for place in taken}
        return [
            place
            for place in self.unread
            if _LINK_LIKE.search(plain := _plain(self.headings[place]))
            and plain not in known
            and plain not in _EVERY
        ]


class NoColumnsError(Exception):
    """Raised with the words for a message, where the columns are not what they should be."""

    def __init__(self, message: str, place: int = 0) -> None:
        super().__init__(message)
        self.place = place


def _plain(heading: str) -> str:
    """Return a heading without what differs between programs: case, marks, the unit."""
    plain = " ".join(re.sub(r"[_\s\ufeff]+", " ", heading).strip(" *:#").casefold().split())
    custom = _CUSTOM.fullmatch(plain)
    plain = custom[1].strip() if custom else plain
    return _UNIT.sub("", plain)


def score(cells: Sequence[object], columns: Mapping[str, tuple[str, ...]]) -> int:
    """Return how many headings of a row are known, or named by the configuration."""
    named = {heading.strip() for headings in columns.values() for heading in headings}
    texts = {text_of(cell) for cell in cells}
    return sum(1 for text in texts if text and (text in named or _plain(text) in _EVERY))


def columns_of(
    heading_cells: Sequence[object],
    rows: Sequence[Row],
    named: Mapping[str, tuple[str, ...]],
) -> Columns:
    """Find the columns of a list.

    Parameters
    ----------
    heading_cells
        The row of the headings.
    rows
        The rows below it.
    named
        The headings that the configuration gives for fields; none where a field is not taken.

    Raises
    ------
    NoColumnsError
        If a heading that is named is not there, or stands twice where one column counts.
    """
    headings = {
        place: text for place, cell in enumerate(heading_cells) if (text := text_of(cell).strip())
    }
    width = max((len(cells) for cells in (heading_cells, *(row.cells for row in rows))), default=0)
    finder = _Finder(headings, rows, width)
    places = {field: finder.named(field, texts) for field, texts in named.items()}
    taken = {place for of_field in places.values() for place in of_field}
    guessed: set[str] = set()
    for field in FIELDS:
        if field not in places:
            places[field] = finder.guessed(field, taken, has_code=bool(places.get("code")))
            taken.update(places[field])
            guessed.update([field] if places[field] else ())
    return Columns({field: places[field] for field in FIELDS}, frozenset(guessed), headings)


class _Finder:
    def __init__(self, headings: Mapping[int, str], rows: Sequence[Row], width: int) -> None:
        self._headings = headings
        self._width = width
        self._rows = rows
        self._plain = {place: _plain(text) for place, text in headings.items()}
        # In depgraph's own tables these are numbers of links.
        is_own = {"code", "projected"} <= set(headings.values())
        self._others = {"prerequisites", "dependents"} if is_own else set()

    def named(self, field: str, texts: Iterable[str]) -> list[int]:
        """Return the places of the columns that the configuration names."""
        places: list[int] = []
        for text in texts:
            by_place = _PLACE.fullmatch(text)
            if by_place is not None:
                if int(by_place[1]) > self._width:
                    raise NoColumnsError(
                        f"columns: {field}: there is no column {text}: there are {self._width}"
                    )
                places.append(int(by_place[1]) - 1)
                continue
            there = [place for place, heading in self._headings.items() if heading == text.strip()]
            if not there:
                plain = _plain(text)
                there = [place for place, heading in self._plain.items() if heading == plain]
            if not there:
                known = list(dict.fromkeys(self._headings.values()))
                raise NoColumnsError(
                    f"columns: {field}: there is no heading {quoted(text)}"
                    f"{did_you_mean(text, known)}: there are "
                    f"{listed(list(map(quoted, known)), _MOST_NAMED)}"
                )
            places += there
        self._refuse_several(field, places)
        return places

    def guessed(self, field: str, taken: set[int], *, has_code: bool) -> list[int]:
        """Return the places of the columns whose heading is the first known one for a field.

        Of links, those of all: what they say is added up.
        """
        if field == "number" and not has_code:
            return []
        if field in LINKS:
            return [
                place
                for place, plain in self._plain.items()
                if plain in _NAMES[field] and place not in taken and self._fits(field, place)
            ]
        for name in _NAMES[field]:
            there = [
                place
                for place, plain in self._plain.items()
                if plain == name and place not in taken and self._fits(field, place)
            ]
            if there:
                self._refuse_several(field, there)
                return there
        return []

    def _fits(self, field: str, place: int) -> bool:
        """Whether what stands in a column may be what its heading says."""
        if field in LINKS and self._plain[place] in self._others:
            return False
        if field == "milestone":
            return self._all(place, lambda text: text in YES | NO | MILESTONE_TYPES | OTHER_TYPES)
        if field == "name" and self._plain[place] in {"milestone", "task"}:
            return not self._all(place, lambda text: text in YES | NO)
        return True

    def _all(self, place: int, holds: Callable[[str], bool]) -> bool:
        texts = (
            text_of(row.cells[place]).casefold() if place < len(row.cells) else ""
            for row in self._rows
        )
        return all(holds(text) for text in texts)

    def _refuse_several(self, field: str, places: Sequence[int]) -> None:
        if len(places) > 1 and field not in SEVERAL:
            where = listed([column_letters(place + 1) for place in places])
            raise NoColumnsError(
                f"the heading {quoted(self._headings.get(places[1], ''))} stands over several "
                f"columns ({where}), and one gives {field}: say which, as in "
                f"--map {field}=#{places[0] + 1}",
                places[1],
            )
