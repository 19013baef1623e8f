"""Primavera P6 exports of activities as CSV, with lists of predecessors and successors.

The lists tell codes, no types and no lags. P6 cuts long ones after 100 characters, in the
middle of a code, but a relationship stands in the lists of both of its ends: what one lacks
is taken from the other. A code that has no row is an activity that was filtered out where the
lists of two rows name it, one before it and one behind; else it is unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.model import Link, Notice, Position
from depgraph.records import Struct
from depgraph.sources.bounds import wrong_lag
from depgraph.sources.graph_file import GraphFile, LooseLink
from depgraph.sources.lists.decoding import column_letters
from depgraph.sources.lists.items import Item, ItemReader, NoItem
from depgraph.sources.network import Activity, Network, Relationship
from depgraph.sources.network_file import network_file
from depgraph.sources.nodes import quoted
from depgraph.sources.primavera import WORK_WEEK, is_task_row, read_tasks
from depgraph.sources.skeleton import lag_in_days
from depgraph.sources.table import Reporter, read_table, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.errors import Problem
    from depgraph.model import Fact
    from depgraph.sources.lists.decoding import Row
    from depgraph.sources.primavera import Tasks
    from depgraph.sources.reading import ReadingOptions
    from depgraph.sources.table import Table

_PREDECESSORS, _SUCCESSORS = "pred_list", "succ_list"

_CUT_AFTER = 100
"""How many characters of a list P6 exports."""

_MOST_TITLES = 20
"""How many rows may stand above the names of the fields."""


class _CodeList(Struct):
    """What a cell names, by codes, and whether more is missing behind it."""

    items: dict[str, list[Item]]
    is_cut: bool


def place_of_fields(rows: Sequence[Row]) -> int | None:
    """Return which of the rows names the fields under which P6 exports lists; None for none."""
    for place, row in enumerate(rows[:_MOST_TITLES]):
        names = {text_of(cell).casefold() for cell in row.cells}
        if "task_code" in names and names & {_PREDECESSORS, _SUCCESSORS}:
            return place
    return None


def read_rows(
    rows: Sequence[Row],
    shown: str,
    options: ReadingOptions,
    problems: list[Problem],
    notices: Sequence[Notice] = (),
) -> GraphFile:
    """Read the rows of an export.

    Parameters
    ----------
    rows
        They begin with the names of the fields.
    shown
        The name that messages and positions use for it.
    problems
        The list that everything wrong in it is added to.
    notices
        What is known of the file already.
    """
    before = len(problems)
    reporter = Reporter(problems)
    table = read_table(
        shown,
        [(row.line, row.cells) for row in rows],
        required=("task_code",),
        is_data=is_task_row,
        reporter=reporter,
    )
    tasks = read_tasks(table, options) if table else None
    numbers = {row.line: row.number for row in rows}
    lists = _Lists(table, tasks, numbers, options) if table and tasks else None
    reporter.finish()
    if tasks is None or lists is None or len(problems) > before:
        return GraphFile(shown, None, (), {}, [], [], is_whole=False)
    has_lags = any(relationship.lag_hours for relationship in lists.relationships)
    network = Network(
        shown=shown,
        as_of=None,
        activities=[*tasks.by_code.values(), *lists.added.values()],
        relationships=lists.relationships,
        notices=(*notices, *tasks.notices, *lists.notices()),
        calendars=(WORK_WEEK,) if tasks.has_durations or has_lags else (),
        unlisted=lists.added,
    )
    graph_file = network_file(
        network, activities=options.activities, hours_per_day=options.hours_per_day
    )
    return graph_file.with_loose(lists.loose)


class _Lists:
    """Reads the lists, and the activities that only these name."""

    def __init__(
        self, table: Table, tasks: Tasks, numbers: Mapping[int, int], options: ReadingOptions
    ) -> None:
        self._table = table
        self._tasks = tasks
        self._numbers = numbers
        self._options = options
        self._fields = [field for field in (_PREDECESSORS, _SUCCESSORS) if field in table.columns]
        self._lists: dict[str, dict[str, _CodeList]] = {_PREDECESSORS: {}, _SUCCESSORS: {}}
        # The lines of links that stand in one of their two lists only, by that list.
        self._one_sided: dict[str, dict[tuple[str, str], int]] = {
            _PREDECESSORS: {},
            _SUCCESSORS: {},
        }
        self.relationships: list[Relationship] = []
        self.added: dict[str, Activity] = {}
        self.loose: list[LooseLink] = []
        self._rounded: dict[str, int] = {}
        self._left_out: list[Notice] = []
        rows = dict(table.rows)
        read = {code: rows[activity.position.line] for code, activity in tasks.by_code.items()}
        known = {*tasks.by_code, *tasks.left_out}
        self._reader = ItemReader(known, known)
        for field in self._fields:
            longest = max((len(table.text(row, field)) for row in read.values()), default=0)
            for code, row in read.items():
                self._lists[field][code] = self._items_in_cell(
                    code, row, field, is_cut=longest <= _CUT_AFTER
                )
        self._has_both = all(
            any(code_list.items for code_list in lists.values()) for lists in self._lists.values()
        )
        self._relate()

    def _items_in_cell(
        self, code: str, row: Sequence[object], field: str, *, is_cut: bool
    ) -> _CodeList:
        """Return what a cell names, without what may be cut short.

        Parameters
        ----------
        is_cut
            Whether a list that is as long as the longest exported ones is taken for cut.
        """
        written = self._table.text(row, field)
        line = self._tasks.by_code[code].position.line
        is_cut = written.endswith(",") or (is_cut and len(written) == _CUT_AFTER)
        if is_cut:
            written = written.rpartition(",")[0]
        items: dict[str, list[Item]] = {}
        cell = f"cell {column_letters(self._table.column(field))}{self._numbers[line]}"
        for item in self._reader.read(written):
            if isinstance(item, NoItem):
                wrong = (
                    f"expected codes with commas between, got {quoted(item.written)}"
                    if item.written
                    else "a code is missing"
                )
                self._table.report(line, field, f"the relationship leads nowhere: {wrong} ({cell})")
            elif item.name == code:
                self._table.report(line, field, f"{code} has a relationship to itself ({cell})")
            elif item.name in self._tasks.left_out:
                ends = (item.name, code) if field == _PREDECESSORS else (code, item.name)
                text = (
                    f"the relationship {' -> '.join(ends)} is left out with {item.name}, which "
                    f"{self._tasks.left_out[item.name]} ({cell})"
                )
                self._left_out.append(self._notice_at(line, field, text, is_warning=False))
            else:
                of_pair = items.setdefault(item.name, [])
                if item not in of_pair:  # two relationships of one pair stand there twice
                    of_pair.append(item)
        return _CodeList(items, is_cut)

    def _relate(self) -> None:
        """Make relationships of what either list of a pair says."""
        predecessors, successors = self._lists[_PREDECESSORS], self._lists[_SUCCESSORS]
        stated_by: dict[tuple[str, str], tuple[str, str]] = {}
        for code, code_list in predecessors.items():
            stated_by |= {
                (prerequisite, code): (code, _PREDECESSORS) for prerequisite in code_list.items
            }
        for code, code_list in successors.items():
            for dependent in code_list.items:
                stated_by.setdefault((code, dependent), (code, _SUCCESSORS))
        rows, aliases = self._tasks.by_code, self._options.codes or {}
        between = {before for before, _ in stated_by} & {after for _, after in stated_by}
        for (prerequisite, dependent), (code, field) in sorted(stated_by.items()):
            position = rows[code].position._replace(column=self._table.column(field))
            other = dependent if field == _SUCCESSORS else prerequisite
            items = self._lists[field][code].items[other]
            if other not in rows and other not in between and other not in aliases:
                ends = (prerequisite, dependent)
                self._add_loose(ends, other, items, position)
                continue
            for item in items:
                self._add_relationship(prerequisite, dependent, item, position)
            if other not in rows and other not in self.added:
                self.added[other] = Activity(other, False, position, {})  # noqa: FBT003
            if self._has_both and self._lacks_one_side(prerequisite, dependent):
                self._one_sided[field][prerequisite, dependent] = position.line

    def _lacks_one_side(self, prerequisite: str, dependent: str) -> bool:
        """Whether a list of one of two rows should name the other, and does not."""
        out_of = self._lists[_SUCCESSORS].get(prerequisite)
        into = self._lists[_PREDECESSORS].get(dependent)
        if out_of is None or into is None:
            return False
        return (dependent not in out_of.items and not out_of.is_cut) or (
            prerequisite not in into.items and not into.is_cut
        )

    def _add_relationship(
        self, prerequisite: str, dependent: str, item: Item, position: Position
    ) -> None:
        hours_per_day, hours = self._options.hours_per_day, 0.0
        is_elapsed = item.lag is not None and item.lag.is_elapsed
        if item.lag is not None:
            days = item.lag.days(hours_per_day)
            hours = days * hours_per_day
            if abs(days - lag_in_days(days, 1)) > 0.005:
                self._rounded[f"{prerequisite} -> {dependent} from {days:g}"] = position.line
            if wrong := wrong_lag(hours, hours_per_day):
                line = position.line
                self._table.reporter.report(
                    self._table.shown, line, position.column, f"lag: {wrong}", kind="lag"
                )
                hours = 0.0
        calendar = None if is_elapsed else WORK_WEEK.name
        self.relationships.append(
            Relationship(prerequisite, dependent, item.type, hours, position, calendar)
        )

    def _add_loose(
        self, ends: tuple[str, str], unknown: str, items: Sequence[Item], position: Position
    ) -> None:
        """Keep links with what no row has: another file of the plan may have it."""
        number = self._numbers[position.line]
        cell = f"row {number}, cell {column_letters(position.column)}{number}"
        for item in items:
            link = Link(*ends, type=item.type, position=position)
            self.loose.append(LooseLink(link, unknown, cell))

    def notices(self) -> list[Notice]:
        """Return what a reader must know of the lists."""
        notices = self._left_out
        if all(link.type == "FS" and not link.lag_hours for link in self.relationships):
            notices.append(
                self._notice_at(
                    1,
                    self._fields[0],
                    "the lists tell no types and no lags: every relationship is taken as FS, "
                    "without a lag",
                    is_warning=False,
                    lacks=("types", "lags"),
                )
            )
        notices += (
            self._notice_at(line, self._fields[0], f"a lag is rounded to whole days: {lag}")
            for lag, line in self._rounded.items()
        )
        for field, lists in self._lists.items():
            other_field = _SUCCESSORS if field == _PREDECESSORS else _PREDECESSORS
            notices += (
                self._notice_at(
                    self._tasks.by_code[code].position.line,
                    field,
                    f"the list of {code} is cut after {_CUT_AFTER} characters, where P6 ends it: "
                    f"what is missing was taken from the {other_field} of other rows, so "
                    "relationships with activities that have no row may be missing: export the "
                    "spreadsheet with TASKPRED instead",
                )
                for code, code_list in lists.items()
                if code_list.is_cut
            )
        for field, pairs in self._one_sided.items():
            other_field = _SUCCESSORS if field == _PREDECESSORS else _PREDECESSORS
            notices += (
                self._notice_at(
                    line,
                    field,
                    f"{before} -> {after} stands in {field} only, not in the {other_field} of the "
                    "other row: it is taken",
                )
                for (before, after), line in pairs.items()
            )
        return notices

    def _notice_at(
        self,
        line: int,
        field: str,
        text: str,
        *,
        is_warning: bool = True,
        lacks: tuple[Fact, ...] = (),
    ) -> Notice:
        position = Position(self._table.shown, line, self._table.column(field))
        return Notice(text, position=position, is_warning=is_warning, lacks=lacks)
