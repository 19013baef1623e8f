"""Primavera P6 exports of activities as CSV, with lists of predecessors and successors.

The lists tell codes, no types and no lags. P6 cuts long ones after 100 characters, in the
middle of a code, but a relationship stands in the lists of both of its ends: what one lacks
is taken from the other.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from depgraph.model import Notice, Position
from depgraph.records import by_type
from depgraph.sources.document import quoted
from depgraph.sources.fields import is_code
from depgraph.sources.graph_file import GraphFile
from depgraph.sources.network import Activity, Network, Relationship
from depgraph.sources.network_file import network_file
from depgraph.sources.opening import opened
from depgraph.sources.primavera import WORK_WEEK, is_task_row, read_tasks
from depgraph.sources.table import Reporter, read_table
from depgraph.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from depgraph.errors import Problem
    from depgraph.model import Fact
    from depgraph.sources.primavera import Tasks
    from depgraph.sources.reading import ReadingOptions
    from depgraph.sources.table import Table

MAX_BYTES = 100 * 1024 * 1024
"""The largest file that is read: hundreds of thousands of activities."""

_PREDECESSORS, _SUCCESSORS = "pred_list", "succ_list"

_CUT_AFTER = 100
"""How many characters of a list P6 exports."""

_DELIMITERS = ",;\t"


@by_type
class _CodeList(NamedTuple):
    """The codes in a cell, and whether more are missing behind them."""

    codes: tuple[str, ...]
    is_cut: bool


def read(path: Path, shown: str, options: ReadingOptions, problems: list[Problem]) -> GraphFile:
    """Read a CSV file.

    Parameters
    ----------
    path
        The file.
    shown
        The name that messages and positions use for it; their lines are those of the file,
        their columns those of the table.
    problems
        The list that everything wrong in the file is added to.
    """
    before = len(problems)
    reporter = Reporter(problems)
    text = _decoded_text(path, shown, reporter)
    table = None
    if text is not None:
        table = read_table(
            shown,
            _csv_rows(text, shown, reporter),
            required=("task_code", _PREDECESSORS, _SUCCESSORS),
            is_data=is_task_row,
            reporter=reporter,
        )
    tasks = read_tasks(table, options) if table else None
    lists = _Lists(table, tasks) if table and tasks else None
    reporter.finish()
    if tasks is None or lists is None or len(problems) > before:
        return GraphFile(shown, None, (), {}, [], [], is_whole=False)
    network = Network(
        shown=shown,
        as_of=None,
        activities=[*tasks.by_code.values(), *lists.added.values()],
        relationships=lists.relationships,
        notices=(*tasks.notices, *lists.notices()),
        calendars=(WORK_WEEK,) if tasks.has_durations else (),
        unlisted=lists.added,
    )
    return network_file(network, activities=options.activities, hours_per_day=options.hours_per_day)


def _decoded_text(path: Path, shown: str, reporter: Reporter) -> str | None:
    """Return the text of a file; None, and a problem, where it is none."""
    line, wrong = 0, ""
    data = b""
    try:
        with opened(path) as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        wrong = "there is no such file"
    except OSError as error:
        wrong = f"cannot be read: {error.strerror or error}"
    if len(data) > MAX_BYTES:
        wrong = (
            f"the file has more than {MAX_BYTES // 2**20} MB, the most that is read of a list of "
            "activities: export only the columns that are needed"
        )
    elif b"\0" in data:
        wrong = "this file is not UTF-8 text: export it again, or save it as 'CSV UTF-8'"
    if not wrong:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            wrong = "this file is not UTF-8 text: save it as 'CSV UTF-8', and try again"
        else:
            if text.strip():
                return text
            wrong = "the file is empty"
    reporter.report(shown, line, min(line, 1), wrong, kind="file")
    return None


def _csv_rows(text: str, shown: str, reporter: Reporter) -> Iterator[tuple[int, Sequence[object]]]:
    """Yield the rows, each with the line that it begins on."""
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        reporter.report(shown, line, 1, f"the row cannot be read: {error}", kind="rows")


class _Lists:
    """Reads the lists, and the activities that only these name."""

    def __init__(self, table: Table, tasks: Tasks) -> None:
        self._table = table
        self._tasks = tasks
        self._lists: dict[str, dict[str, _CodeList]] = {_PREDECESSORS: {}, _SUCCESSORS: {}}
        # The lines of links that stand in one of their two lists only, by that list.
        self._one_sided: dict[str, dict[tuple[str, str], int]] = {
            _PREDECESSORS: {},
            _SUCCESSORS: {},
        }
        self.relationships: list[Relationship] = []
        self.added: dict[str, Activity] = {}
        rows = dict(table.rows)
        read = {code: rows[activity.position.line] for code, activity in tasks.by_code.items()}
        for field, lists in self._lists.items():
            longest = max((len(table.text(row, field)) for row in read.values()), default=0)
            for code, row in read.items():
                lists[code] = self._codes_in_cell(code, row, field, is_cut=longest <= _CUT_AFTER)
        self._relate()

    def _codes_in_cell(
        self, code: str, row: Sequence[object], field: str, *, is_cut: bool
    ) -> _CodeList:
        """Return the codes in a cell, without one that may be cut short.

        Parameters
        ----------
        is_cut
            Whether a list that is as long as the longest exported ones is taken for cut.
        """
        written = self._table.text(row, field)
        line = self._tasks.by_code[code].position.line
        codes = [part.strip() for part in written.split(",")]
        between = written.endswith(",")
        is_cut = between or (is_cut and len(written) == _CUT_AFTER)
        if is_cut or codes == [""]:
            codes.pop()
        distinct_codes: dict[str, None] = {}  # two relationships of one pair stand there twice
        for listed_code in codes:
            if not is_code(listed_code):
                wrong = (
                    f"expected a code, got {quoted(listed_code)}"
                    if listed_code
                    else "a code is missing"
                )
                self._table.report(line, field, f"the relationship leads nowhere: {wrong}")
            elif listed_code == code:
                self._table.report(line, field, f"{code} has a relationship to itself")
            elif listed_code not in self._tasks.deleted:
                distinct_codes[listed_code] = None
        return _CodeList(tuple(distinct_codes), is_cut)

    def _relate(self) -> None:
        """Make relationships of what either list of a pair says."""
        predecessors, successors = self._lists[_PREDECESSORS], self._lists[_SUCCESSORS]
        stated_by: dict[tuple[str, str], tuple[str, str]] = {}
        for code, listed_codes in predecessors.items():
            stated_by |= {
                (prerequisite, code): (code, _PREDECESSORS) for prerequisite in listed_codes.codes
            }
        for code, listed_codes in successors.items():
            for dependent in listed_codes.codes:
                stated_by.setdefault((code, dependent), (code, _SUCCESSORS))
        for (prerequisite, dependent), (code, field) in sorted(stated_by.items()):
            position = self._tasks.by_code[code].position
            position = position._replace(column=self._table.column(field))
            self.relationships.append(
                Relationship(prerequisite, dependent, "FS", 0.0, position, WORK_WEEK.name)
            )
            for end in (prerequisite, dependent):
                if end not in self._tasks.by_code and end not in self.added:
                    self.added[end] = Activity(end, False, position, {})  # noqa: FBT003
            out_of, into = successors.get(prerequisite), predecessors.get(dependent)
            if out_of is None or into is None:
                continue
            lacks = (dependent not in out_of.codes and not out_of.is_cut) or (
                prerequisite not in into.codes and not into.is_cut
            )
            if lacks:
                self._one_sided[field][prerequisite, dependent] = position.line

    def notices(self) -> list[Notice]:
        """Return what a reader must know of the lists."""
        notices = [
            self._notice_at(
                1,
                _PREDECESSORS,
                "the lists tell no types and no lags: every relationship is taken as FS, without "
                "a lag",
                is_warning=False,
                lacks=("types", "lags"),
            )
        ]
        for field, lists in self._lists.items():
            cut = sorted(code for code, listed_codes in lists.items() if listed_codes.is_cut)
            if cut:
                other_field = _SUCCESSORS if field == _PREDECESSORS else _PREDECESSORS
                is_one = len(cut) == 1
                notices.append(
                    self._notice_at(
                        min(self._tasks.by_code[code].position.line for code in cut),
                        field,
                        f"{len(cut)} {'list is' if is_one else 'lists are'} cut after {_CUT_AFTER} "
                        f"characters, where P6 ends them: {listed(cut)}; what is missing was taken "
                        f"from the {other_field} of other rows, so relationships with activities "
                        "that have no row may be missing: export the spreadsheet with TASKPRED "
                        "instead",
                    )
                )
        for field, pairs in self._one_sided.items():
            if pairs:
                other_field = _SUCCESSORS if field == _PREDECESSORS else _PREDECESSORS
                links = [f"{before} -> {after}" for before, after in pairs]
                is_one = len(links) == 1
                notices.append(
                    self._notice_at(
                        min(pairs.values()),
                        field,
                        f"{len(links)} {'link stands' if is_one else 'links stand'} in {field} "
                        f"only, not in the {other_field} of the other row; "
                        f"{'it is' if is_one else 'they are'} used: {listed(links)}",
                    )
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
