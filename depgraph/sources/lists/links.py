"""The links of a list: what its rows say that they wait on, or that waits on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.model import Link, Notice, Position
from depgraph.records import Struct
from depgraph.sources.bounds import wrong_lag
from depgraph.sources.graph_file import LooseLink
from depgraph.sources.lists.decoding import column_letters
from depgraph.sources.lists.entries import WORK_WEEK, undefused
from depgraph.sources.lists.items import ItemReader, NoItem
from depgraph.sources.network import Relationship
from depgraph.sources.nodes import quoted
from depgraph.sources.skeleton import lag_in_days
from depgraph.sources.table import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from depgraph.model import LinkType
    from depgraph.sources.lists.entries import Entry
    from depgraph.sources.lists.headings import Columns
    from depgraph.sources.lists.items import Item
    from depgraph.sources.reading import ReadingOptions
    from depgraph.sources.table import Reporter

_BY_CODE = "unique id"
"""How headings of links begin that name rows by their codes, whatever number they have."""


class Names(Struct):
    """What rows may be named by in links, each with the code of the row.

    Attributes
    ----------
    codes
        Codes and numbers.
    words
        Names and addresses, which only one row has.
    own
        The codes alone.
    are_numbers
        Whether rows have no other names than numbers beside their codes.
    """

    codes: Mapping[str, str]
    words: Mapping[str, str]
    own: Mapping[str, str]
    are_numbers: bool


class _Mention(Struct):
    """A link as one cell says it."""

    relationship: Relationship
    is_plain: bool
    cell: str


def names_of(entries: Sequence[Entry], numbers: Mapping[str, str]) -> Names:
    """Return what the rows of a list may be named by.

    Parameters
    ----------
    numbers
        Codes by the numbers that the rows have beside them. Where all codes are numbers too, as
        unique ids are, links name rows by these numbers alone.
    """
    own = {entry.code: entry.code for entry in entries}
    are_alike = bool(numbers) and all(code.isdigit() for code in own)
    issues = {f"#{code}": code for code in own if code.isdigit()}
    codes = dict(numbers) if are_alike else {**issues, **own, **numbers}
    words: dict[str, str] = {}
    several: set[str] = set()
    for entry in entries:
        for field in ("name", "url"):
            if field not in entry.stated:
                continue
            word = str(entry.stated[field].value)
            if word in words or word in own or word in codes:
                several.add(word)
            words[word] = entry.code
    for word in several:
        del words[word]
    return Names(codes, words, own, are_alike)


class LinkReader:
    """Reads the links of a list.

    Attributes
    ----------
    relationships
        The links between rows.
    loose
        Those with what no row has.
    has_calendar
        Whether a lag counts the days of `WORK_WEEK`.
    """

    def __init__(
        self,
        shown: str,
        columns: Columns,
        entries: Mapping[str, Entry],
        names: Names,
        options: ReadingOptions,
        reporter: Reporter,
        *,
        comma_is_decimal: bool,
    ) -> None:
        self._shown = shown
        self._columns = columns
        self._entries = entries
        self._names = names
        self._options = options
        self._reporter = reporter
        everything = {**names.words, **names.codes}
        self._reader = ItemReader(everything, names.codes, comma_is_decimal=comma_is_decimal)
        self._codes_by_name = everything
        self._own_reader = ItemReader(names.own, names.own, comma_is_decimal=comma_is_decimal)
        self._mentions: dict[str, dict[tuple[str, str], list[_Mention]]] = {
            "requires": {},
            "blocks": {},
        }
        self._rounded: dict[str, Position] = {}
        self._twice: dict[str, Position] = {}
        self._by_words: dict[str, Position] = {}
        self._unlike: dict[str, Position] = {}
        self.loose: list[LooseLink] = []
        self.has_calendar = False
        for entry in entries.values():
            for field, of_field in self._mentions.items():
                for place in columns.places[field]:
                    self._read_cell(entry, field, place, of_field)
        self.relationships = list(self._distinct())

    def _read_cell(
        self,
        entry: Entry,
        field: str,
        place: int,
        mentions: dict[tuple[str, str], list[_Mention]],
    ) -> None:
        row = entry.row
        text = undefused(text_of(row.cells[place])) if place < len(row.cells) else ""
        heading = self._columns.headings.get(place, "")
        is_by_code = heading.casefold().startswith(_BY_CODE)
        cell = f"{column_letters(place + 1)}{row.number}"
        position = Position(self._shown, row.line, place + 1)
        for item in (self._own_reader if is_by_code else self._reader).read(text):
            if isinstance(item, NoItem):
                wrong = (
                    f"expected codes with commas between, got {quoted(item.written)}"
                    if item.written
                    else "a code is missing between two separators"
                )
                self._reporter.report(
                    self._shown, row.line, place + 1, f"{field}: {wrong} (cell {cell})", kind=field
                )
                continue
            other = self._names.own.get(item.name) if is_by_code else self._code(item)
            if other is None:
                where = f"row {row.number}, cell {cell} {quoted(heading)}"
                is_number = self._names.are_numbers and not is_by_code
                self._add_loose(entry, item, field, position, where, is_number=is_number)
                continue
            if item.name in self._names.words and item.name not in self._names.codes:
                self._by_words.setdefault(f"{quoted(item.name)} is {other} ({cell})", position)
            ends = (other, entry.code) if field == "requires" else (entry.code, other)
            relationship = self._relationship(*ends, item, position, cell)
            mention = _Mention(relationship, item.is_plain, cell)
            of_pair = mentions.setdefault(ends, [])
            if any(
                (earlier.cell, earlier.relationship.type) == (cell, item.type)
                for earlier in of_pair
            ):
                self._twice.setdefault(f"{ends[0]} -> {ends[1]} ({cell})", position)
            of_pair.append(mention)

    def _code(self, item: Item) -> str | None:
        return self._codes_by_name.get(item.name)

    def _relationship(
        self, prerequisite: str, dependent: str, item: Item, position: Position, cell: str
    ) -> Relationship:
        """Return the relationship that an item says; its lag is told where it is rounded."""
        hours_per_day, hours = self._options.hours_per_day, 0.0
        calendar: str | None = self._options.calendar or WORK_WEEK.name
        if item.lag is not None:
            days = item.lag.days(hours_per_day, whole=self._entries[prerequisite].days)
            whole = lag_in_days(days, 1)
            hours = days * hours_per_day
            if wrong := wrong_lag(hours, hours_per_day):
                self._reporter.report(
                    self._shown, position.line, position.column, f"lag: {wrong} (cell {cell})",
                    kind="lag",
                )  # fmt: skip
                hours = 0.0
            elif abs(whole - days) > 0.005:
                self._rounded.setdefault(
                    f"{prerequisite} -> {dependent} from {days:g} to {whole} ({cell})", position
                )
            self.has_calendar = self.has_calendar or bool(hours)
            if item.lag.is_elapsed:
                calendar = None
        return Relationship(
            prerequisite=prerequisite,
            dependent=dependent,
            type=item.type,
            lag_hours=hours,
            position=position,
            calendar=calendar,
        )

    def _add_loose(
        self,
        entry: Entry,
        item: Item,
        field: str,
        position: Position,
        where: str,
        *,
        is_number: bool,
    ) -> None:
        """Keep a link with what no row has: another file of the plan may have it."""
        ends = (item.name, entry.code) if field == "requires" else (entry.code, item.name)
        lag = 0
        if item.lag is not None:
            lag = lag_in_days(item.lag.days(self._options.hours_per_day), 1)
        link = Link(*ends, type=item.type, lag=lag, position=position)
        self.loose.append(LooseLink(link, item.name, where, is_number))

    def _distinct(self) -> Iterable[Relationship]:
        """Yield each link once, also where several cells say it.

        A plain mention says nothing of type and lag, so it is any link of the pair.
        """
        requires, blocks = self._mentions["requires"], self._mentions["blocks"]
        for ends in dict.fromkeys((*requires, *blocks)):
            mentions = (*requires.get(ends, ()), *blocks.get(ends, ()))
            types: dict[LinkType, _Mention] = {}
            for mention in [m for m in mentions if not m.is_plain] or mentions[:1]:
                relationship = mention.relationship
                known = types.setdefault(relationship.type, mention)
                if known.relationship.lag_hours != relationship.lag_hours:
                    self._unlike.setdefault(
                        f"{ends[0]} -> {ends[1]} ({known.cell} and {mention.cell})",
                        relationship.position,
                    )
            yield from (mention.relationship for mention in types.values())

    def notices(self) -> list[Notice]:
        """Return what a reader must know of the links."""
        notices: list[Notice] = []

        def add(places: Mapping[str, Position], text: str, *, is_warning: bool = True) -> None:
            """Tell each link by itself."""
            notices.extend(
                Notice(f"{text}: {link}", position=position, is_warning=is_warning)
                for link, position in places.items()
            )

        add(self._rounded, "a lag is rounded to whole days")
        add(self._twice, "a link stands twice in one cell, and counts once")
        add(
            self._unlike,
            "a link has one lag in one cell and another in the other; the first counts",
        )
        add(self._by_words, "a link names its end by name or address", is_warning=False)
        return notices
