"""A list as a graph file: find the headings, read the rows, then the links between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depgraph.model import Notice, Position
from depgraph.sources.graph_file import GraphFile
from depgraph.sources.lists.decoding import Row, column_letters
from depgraph.sources.lists.entries import WORK_WEEK, EntryReader, undefused
from depgraph.sources.lists.fields import FIELDS
from depgraph.sources.lists.headings import (
    LINKS,
    MILESTONE_TYPES,
    NO,
    OTHER_TYPES,
    SEVERAL,
    YES,
    Columns,
    NoColumnsError,
    columns_of,
    score,
)
from depgraph.sources.lists.links import LinkReader, names_of
from depgraph.sources.network import Activity, Network
from depgraph.sources.network_file import network_file
from depgraph.sources.nodes import quoted
from depgraph.sources.table import Reporter, Table, text_of
from depgraph.sources.telling import tell
from depgraph.words import counted, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.errors import Problem
    from depgraph.sources.lists.entries import Entry
    from depgraph.sources.reading import ListOptions, ReadingOptions

_MOST_TITLES = 20
"""How many rows may stand above the headings."""

_ISSUE = re.compile(r"/(?:issues|pull|merge_requests|work_items)/([0-9]+)/?\Z")
_WHOLE = re.compile(r"[0-9]+(?:\s*(?:FS|SS|FF|SF)\b.*)?", re.IGNORECASE | re.DOTALL)

_MOST_NAMED = 12


def heading_place(rows: Sequence[Row], options: ListOptions) -> int | None:
    """Return which of the rows has the headings: the first with the most that are known.

    None where the row that the configuration names is blank.
    """
    if options.headings is not None:
        return next((p for p, row in enumerate(rows) if row.number == options.headings), None)
    scores = [score(row.cells, options.columns) for row in rows[:_MOST_TITLES]]
    return scores.index(max(scores)) if scores else 0


def read_list(
    shown: str,
    rows: Sequence[Row],
    options: ReadingOptions,
    list_options: ListOptions,
    problems: list[Problem],
    *,
    notices: Sequence[Notice] = (),
    comma_is_decimal: bool = False,
) -> GraphFile:
    """Read a list.

    Parameters
    ----------
    shown
        The name that messages and positions use for it.
    rows
        The rows that are not blank, titles and headings among them.
    problems
        The list that everything wrong is added to.
    notices
        What is known of the file already.
    comma_is_decimal
        Whether it writes decimals with a comma.
    """
    before = len(problems)
    reporter = Reporter(problems)
    if not rows:
        reporter.report(shown, 0, 0, "the list is empty", kind="rows")
        return _nothing(shown)
    place = heading_place(rows, list_options)
    if place is None:
        message = f"there are no headings in row {list_options.headings}, as the configuration says"
        reporter.report(shown, 0, 0, message, kind="columns")
        return _nothing(shown)
    reader = _ListReader(
        shown, rows[place], list(rows[place + 1 :]), options, list_options, reporter
    )
    graph_file = reader.read(notices, comma_is_decimal=comma_is_decimal)
    reporter.finish()
    return _nothing(shown) if graph_file is None or len(problems) > before else graph_file


def _nothing(shown: str) -> GraphFile:
    return GraphFile(shown, None, (), {}, [], [], is_whole=False)


class _ListReader:
    def __init__(
        self,
        shown: str,
        headings: Row,
        rows: list[Row],
        options: ReadingOptions,
        list_options: ListOptions,
        reporter: Reporter,
    ) -> None:
        self._shown = shown
        self._headings = headings
        self._rows = [row for row in rows if list(row.cells) != list(headings.cells)]
        self._options = options._replace(date_order=list_options.dates)
        self._list_options = list_options
        self._reporter = reporter
        self._notices: list[Notice] = []

    def read(self, notices: Sequence[Notice], *, comma_is_decimal: bool) -> GraphFile | None:
        """Return what the list says, or None where its columns are not clear."""
        line = self._headings.line
        try:
            columns = columns_of(self._headings.cells, self._rows, self._list_options.columns)
        except NoColumnsError as error:
            self._reporter.report(self._shown, line, error.place + 1, str(error), kind="columns")
            return None
        codes, by_what = self._codes(columns)
        if codes is None:
            return None
        line_of_columns = columns.taken_line(self._shown)
        if line_of_columns:
            tell(f"{line_of_columns}{by_what}")
        self._check_shape(columns)
        table = self._table(columns)
        entry_reader = EntryReader(
            table, columns, self._rows, self._options, comma_is_decimal=comma_is_decimal
        )
        entries: dict[str, Entry] = {}
        numbers: dict[str, str] = {}
        for place, row in enumerate(self._rows):
            entry = entry_reader.read(row, codes[place], entries.get(codes[place]))
            if entry is None:
                continue
            entries[entry.code] = entry
            self._add_numbers(numbers, table, row, entry)
        if not self._rows:
            self._add_notice(line, 0, "the list has headings, but no rows")
        links = LinkReader(
            self._shown,
            columns,
            entries,
            names_of([*entries.values()], numbers),
            self._options,
            self._reporter,
            comma_is_decimal=comma_is_decimal,
        )
        self._tell_of_columns(columns)
        has_calendar = entry_reader.has_calendar or (
            links.has_calendar and self._options.calendar is None
        )
        if has_calendar:
            self._add_notice(
                line,
                0,
                "durations and lags count working days, Monday to Friday; a calendar "
                f"{WORK_WEEK.name!r} in the configuration, or 'calendar' for all, changes that",
                is_warning=False,
            )
        network = Network(
            shown=self._shown,
            as_of=None,
            activities=[
                Activity(
                    code=entry.code,
                    is_milestone=entry.is_milestone,
                    position=Position(self._shown, entry.row.line, table.column("code")),
                    stated=entry.stated,
                )
                for entry in entries.values()
            ],
            relationships=links.relationships,
            notices=(
                *notices,
                *self._notices,
                *entry_reader.notices(line),
                *links.notices(),
            ),
            calendars=(WORK_WEEK,) if has_calendar else (),
        )
        graph_file = network_file(
            network, activities=self._options.activities, hours_per_day=self._options.hours_per_day
        )
        return graph_file.with_loose(links.loose)._replace(
            list_options=self._list_options._replace(
                columns=columns.named(self._list_options.columns),
                dates=entry_reader.dates.order,
                headings=self._headings.number,
            )
        )

    # -- columns -------------------------------------------------------------------------

    def _table(self, columns: Columns) -> Table:
        """Return the list as a table of the fields that one column gives."""
        places = {
            field: of_field[0]
            for field, of_field in columns.places.items()
            if of_field and field not in SEVERAL
        }
        places.setdefault("code", next(iter(columns.headings), 0))
        rows = [(row.line, row.cells) for row in self._rows]
        return Table(self._shown, places, {}, rows, self._reporter)

    def _codes(self, columns: Columns) -> tuple[list[str] | None, str]:
        """Return the codes of the rows, and what they are where no column has them."""
        is_export = {"record", "prerequisite", "dependent"} <= set(columns.headings.values())
        if columns.places["code"] and not is_export:
            return [undefused(text) for text in self._cells(columns.places["code"])], ""
        issues = [_ISSUE.search(text) for text in self._cells(columns.places["url"])]
        if issues and all(issues):
            numbers = [issue[1] for issue in issues if issue is not None]
            return numbers, "; the number at the end of the address for code"
        if columns.places["name"] and "code" not in self._list_options.columns:
            links = self._cells(columns.places["requires"])
            parts = [part.strip() for text in links for part in re.split("[,;\n]", text)]
            if any(parts) and all(_WHOLE.fullmatch(part) for part in parts if part):
                first = self._headings.number
                numbers = [str(row.number - first) for row in self._rows]
                return numbers, "; the number of the row for code"
        line = self._headings.line
        self._reporter.report(self._shown, line, 1, self._missing_code(columns), kind="columns")
        return None, ""

    def _cells(self, places: Sequence[int]) -> list[str]:
        """Return the texts in some columns, of each all rows."""
        return [
            text_of(row.cells[place]) if place < len(row.cells) else ""
            for place in places
            for row in self._rows
        ]

    def _missing_code(self, columns: Columns) -> str:
        """Say that no column gives codes, what there is, and how to say which does."""
        there = list(dict.fromkeys(columns.headings.values()))
        if {"record", "prerequisite", "dependent"} <= set(there):
            return (
                "this is what 'depgraph export' writes, with rows for links too: a list is read as "
                "'depgraph list --format csv --columns code,name,due,completed,waits_on' has it"
            )
        if not there:
            return "there are no headings: name the row of the headings, as 'headings: 3'"
        missing = ["code", *(["requires"] if not any(columns.places[f] for f in LINKS) else [])]
        likely = self._likely(columns)
        examples = ",".join(f"{field}={_in_shell(text)}" for field, text in likely.items())
        took = columns.taken_line("").removeprefix(": ")
        return (
            f"no column is known for {' and none for '.join(missing)}: there are "
            f"{listed(list(map(quoted, there)), _MOST_NAMED)}{f' ({took})' if took else ''}; say "
            f"which is which, as in: depgraph check --graph {_in_shell(self._shown)} "
            f"--map {examples}; it may give {', '.join(FIELDS)}"
        )

    def _likely(self, columns: Columns) -> dict[str, str]:
        """Return the headings of a column that may have codes, and of one that names these."""
        cells = {
            place: [text_of(row.cells[place]) for row in self._rows if place < len(row.cells)]
            for place in columns.unread or columns.headings
        }
        distinct = [
            place for place, texts in cells.items() if all(texts) and len(set(texts)) == len(texts)
        ]
        code = next(iter(distinct or cells))
        known = set(cells[code])
        likely = {"code": columns.headings[code]}
        for place, texts in cells.items():
            parts = {part.strip() for text in texts for part in re.split("[,;\n]", text)} - {""}
            if place != code and parts and parts <= known:
                likely.setdefault("requires", columns.headings[place])
        return likely

    def _add_numbers(self, numbers: dict[str, str], table: Table, row: Row, entry: Entry) -> None:
        """Add what links name a row by, beside its code."""
        number = table.text(row.cells, "number")
        if number and numbers.setdefault(number, entry.code) != entry.code:
            self._reporter.report(
                self._shown,
                row.line,
                table.column("number"),
                f"number: {number} is there twice: also at {numbers[number]}",
                kind="number",
            )

    # -- what is told --------------------------------------------------------------------

    def _add_notice(self, line: int, place: int, text: str, *, is_warning: bool = True) -> None:
        position = Position(self._shown, line, place + 1)
        self._notices.append(Notice(text, position=position, is_warning=is_warning))

    def _check_shape(self, columns: Columns) -> None:
        """Report cells that no heading is above, and rows that end early."""
        width = len(self._headings.cells)
        taken = {place for of_field in columns.places.values() for place in of_field}
        needed = max(taken, default=0)
        unheaded: dict[int, Row] = {}
        for row in self._rows:
            if len(row.cells) <= needed:
                self._add_notice(
                    row.line,
                    0,
                    f"row {row.number} has {counted(len(row.cells), 'cell')}, and there are "
                    f"{counted(width, 'heading')}: what is missing is taken as blank",
                )
            for place, cell in enumerate(row.cells):
                if place in columns.headings or not text_of(cell):
                    continue
                if place >= width:
                    self._reporter.report(
                        self._shown,
                        row.line,
                        place + 1,
                        f"row {row.number} has {counted(len(row.cells), 'cell')}, and there are "
                        f"{counted(width, 'heading')}: a text with the delimiter in it needs "
                        "quotes around it",
                        kind="rows",
                    )
                    break
                if place not in taken:
                    unheaded.setdefault(place, row)
        for place, row in unheaded.items():
            letters = column_letters(place + 1)
            self._add_notice(
                row.line,
                place,
                f"column {letters} has no heading, and is not read (cell {letters}{row.number})",
            )

    def _tell_of_columns(self, columns: Columns) -> None:
        """Tell what a reader must know of the columns themselves."""
        line = self._headings.line
        if not any(columns.places[field] for field in LINKS):
            self._add_notice(
                line,
                0,
                "no column says what a milestone waits on: say which does under 'columns', as "
                "'requires: HEADING' or 'blocks: HEADING'",
            )
        like_links = {columns.headings[place]: place for place in reversed(columns.like_links)}
        for heading, place in sorted(like_links.items()):
            self._add_notice(
                line,
                place,
                f"the column {quoted(heading)} may say what waits on what, and is "
                "not read: name it under 'columns', as 'requires' or 'blocks'",
            )
        for place in columns.like_milestones:
            for row in self._rows:
                cell = text_of(row.cells[place]) if place < len(row.cells) else ""
                if cell.casefold() not in YES | NO | MILESTONE_TYPES | OTHER_TYPES:
                    self._add_notice(
                        row.line,
                        place,
                        f"the column {quoted(columns.headings[place])} does not tell milestones "
                        f"from activities, as it has {quoted(cell)}, neither yes nor no (cell "
                        f"{column_letters(place + 1)}{row.number}): every row is a milestone",
                    )
                    break
        unread = [columns.headings[place] for place in columns.unread]
        if unread:
            self._add_notice(
                line,
                columns.unread[0],
                f"columns that are not read: {', '.join(map(quoted, unread))}",
                is_warning=False,
            )
        if columns.places["forecast"] and not columns.places["due"]:
            heading = columns.headings.get(columns.places["forecast"][0], "forecast")
            self._add_notice(
                line,
                columns.places["forecast"][0],
                f"no column says when a milestone is due: {quoted(heading)} is what is forecast, "
                "so nothing is late against it ('columns' can say that it is 'due')",
                is_warning=False,
            )


def _in_shell(text: str) -> str:
    from shlex import quote

    return quote(text)
