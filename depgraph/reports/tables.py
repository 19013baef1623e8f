"""The tables of the commands for the library: typed rows, as the CSV of the command has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from depgraph.errors import DepgraphError, did_you_mean
from depgraph.showing import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from depgraph.model import Graph
    from depgraph.plans.opening import Opened
    from depgraph.reports.page import Page, Value
    from depgraph.reports.page import Table as PageTable


@shown
class Table(Sequence["dict[str, Value]"]):
    """A table of an answer: a sequence of rows, each a dict by the names of the columns.

    Cells are texts, numbers, truth values, dates, tuples of texts, or None for what is not known
    or none; ``pandas.DataFrame(table)`` takes it as it is.

    Attributes
    ----------
    title
        What it is a table of.
    heads
        The names of the columns, in their order.
    rows
        The cells of each row, in the order of the columns.
    notes
        What is to be known of it, in sentences.
    """

    def __init__(self, table: PageTable) -> None:
        self._table = table
        self.title = table.title
        self.heads: tuple[str, ...] = tuple(head.name for head in table.heads)
        self.rows: tuple[tuple[Value, ...], ...] = tuple(
            tuple(str(cell) if isinstance(cell, str) else cell for cell in row)
            for row in table.rows
        )
        self.notes: tuple[str, ...] = tuple(table.notes)

    def __len__(self) -> int:
        """Return how many rows it has."""
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> dict[str, Value]: ...
    @overload
    def __getitem__(self, place: slice) -> list[dict[str, Value]]: ...
    def __getitem__(self, place: int | slice) -> dict[str, Value] | list[dict[str, Value]]:
        """Return a row, or some, by the names of the columns."""
        if isinstance(place, slice):
            return [self._row(row) for row in self.rows[place]]
        return self._row(self.rows[place])

    def _row(self, row: tuple[Value, ...]) -> dict[str, Value]:
        return dict(zip(self.heads, row, strict=True))

    def __repr__(self) -> str:
        """Return a line with the counts."""
        return f"<Table {self.title!r}: {len(self)} rows of {', '.join(self.heads)}>"

    def __str__(self) -> str:
        """Return the table as text."""
        from depgraph.reports.writers.text import page_text

        return page_text(self.page())

    def page(self) -> Page:
        """Return the table as a page of an answer, which notebooks show."""
        from depgraph.reports.page import Page

        return Page("", [self._table])


def table(
    plan: Graph | Opened,
    name: str = "milestones",
    *,
    codes: Iterable[str] = (),
    day: date | None = None,
    by: str | None = None,
    columns: str | Iterable[str] | None = None,
    sort: str | Iterable[str] = (),
) -> Table:
    """Return the table that a command prints, with the columns of its CSV.

    Parameters
    ----------
    plan
        A graph, or a plan with its rules (`open_plan`), which findings, queries and slips are
        told of as the commands do.
    name
        ``milestones``, ``remaining``, ``delayed``, ``due`` (before `day`), ``completed`` (since
        `day`), ``causes`` (of delay), ``predecessors`` and ``months`` are those of ``depgraph
        list``; ``status`` and ``risk`` (of `codes`), ``slips``, ``health``, ``queries``,
        ``findings`` and ``rules`` are those of the commands.
    codes
        The milestones that a list, status or risk is about; all of a list, and the main ones of a
        risk, where none is named.
    day
        The date that ``due`` and ``completed`` go by.
    by
        What ``status`` is grouped by, as its ``--by``.
    columns
        The columns of a list, as its ``--columns``: names, or a text with commas between; None
        for those that it has unasked.
    sort
        The columns that a list is sorted by, as its ``--sort``: ``-late`` has the greatest first.

    Returns
    -------
    Table
        Its rows are dicts by the names of the columns.

    Raises
    ------
    DepgraphError
        If there is no table or column of this name, or the plan lacks what it is made of:
        projected dates for ``delayed``, two schedules for ``slips``.
    UnknownMilestoneError
        If a code is unknown.

    Examples
    --------
    >>> from datetime import date
    >>> from depgraph import Graph, Milestone, table
    >>> plan = Graph([Milestone("A", due=date(2020, 1, 1))], as_of=date(2020, 2, 1))
    >>> [(row["code"], row["late"]) for row in table(plan, "delayed")]
    [('A', 31)]
    >>> table(plan, columns="code,due", sort="-due").rows
    (('A', datetime.date(2020, 1, 1)),)
    """
    from depgraph.model import Graph as GraphClass

    opened = _bare(plan) if isinstance(plan, GraphClass) else plan
    codes = tuple(codes)
    chosen = None if columns is None else _names(columns)
    keys = _names(sort)
    _refuse_unused(name, codes, day, by)
    if (chosen is not None or keys) and (name not in _LISTS or name == "months"):
        raise DepgraphError(f"the table {name} has its own columns and order")
    if name in _LISTS:
        return Table(_listed(opened, name, codes, day, chosen, keys))
    if name == "status":
        return Table(_status(opened, codes, by))
    if name == "risk":
        return Table(_risk(opened, codes))
    return Table(_OTHERS[name](opened))


def _names(names: str | Iterable[str]) -> tuple[str, ...]:
    """Return names that are given one by one, or in a text with commas between."""
    return tuple(name.strip() for name in (names.split(",") if isinstance(names, str) else names))


def _refuse_unused(name: str, codes: tuple[str, ...], day: date | None, by: str | None) -> None:
    """Refuse a name that no table has, and arguments that the table does not go by."""
    names = [*_LISTS, "status", "risk", *_OTHERS]
    if name not in names:
        hint = did_you_mean(str(name), names) or f": there are {', '.join(names)}"
        raise DepgraphError(f"there is no table {name!r}{hint}")
    if (day is not None) != (name in _BY_DAY):
        raise DepgraphError(f"a day belongs to the tables {' and '.join(_BY_DAY)}, and to no other")
    if codes and name in _OTHERS:
        raise DepgraphError(f"the table {name} is of the whole plan: leave the codes out")
    if by is not None and name != "status":
        raise DepgraphError("only the table status is grouped: leave 'by' out")


def _bare(graph: Graph) -> Opened:
    """Return a graph with no configuration and no rules."""
    from depgraph.config import Config
    from depgraph.plans.opening import Opened
    from depgraph.rules.engine import RuleSet

    return Opened(Config(), RuleSet(), graph)


def _whole(opened: Opened) -> Opened:
    """Return a plan with what only its schedule has, as answers about milestones have it."""
    from depgraph.analysis.scheduled import with_schedule_only

    if opened.rules.is_of_other_files:
        return opened
    return opened._replace(graph=with_schedule_only(opened.graph))


_BY_DAY = ("due", "completed")
_LISTS = (
    *("milestones", "remaining", "delayed", "due", "completed", "causes", "predecessors"),
    "months",
)


def _listed(
    opened: Opened,
    name: str,
    codes: tuple[str, ...],
    day: date | None,
    columns: tuple[str, ...] | None,
    sort: tuple[str, ...],
) -> PageTable:
    from depgraph.reports import listing_presets
    from depgraph.reports.listing import sort_keys
    from depgraph.reports.listing_facts import Facts
    from depgraph.reports.listing_presets import Request

    opened = _whole(opened)
    facts = Facts(opened.graph, lambda: opened.check().findings)
    request = Request(
        frozenset(opened.graph[code].id for code in codes) if codes else None,
        ", ".join(codes),
        remaining=name == "remaining",
        delayed=name in ("delayed", "causes"),
        due_before=day if name == "due" else None,
        completed_since=day if name == "completed" else None,
    )
    if name == "months":
        return listing_presets.month_listing(facts, request)[1]
    keys = sort_keys(",".join(sort)) if sort else ()
    if name == "causes":
        return listing_presets.cause_table(facts, request, columns, keys)
    if name == "predecessors":
        return listing_presets.link_table(facts, request, columns, keys)
    return listing_presets.milestone_table(facts, request, columns, keys)


def _status(opened: Opened, codes: tuple[str, ...], by: str | None) -> PageTable:
    from depgraph.analysis.rollup import roll_up
    from depgraph.reports.status_page import status_table

    if not codes:
        raise DepgraphError("the table status is about some milestones: give codes")
    graph = _whole(opened).graph
    return status_table([roll_up(graph, code, by=by) for code in codes], graph, by=by)


def _risk(opened: Opened, codes: tuple[str, ...]) -> PageTable:
    from depgraph.analysis.risk.requirements import require_numpy
    from depgraph.reports.risk_page import risk_table

    require_numpy()
    from depgraph.analysis.risk.simulation import simulate

    graph = _whole(opened).graph
    return risk_table(simulate(graph, codes, risks=opened.risks()))


def _slips(opened: Opened) -> PageTable:
    from depgraph.analysis.movements import movements
    from depgraph.analysis.scheduled import with_scheduled
    from depgraph.plans.compared_schedules import compared_schedules
    from depgraph.plans.selection import Selection
    from depgraph.reports.movement_page import movement_table

    revisions, _ = compared_schedules(Selection(), opened, ())
    whole = with_scheduled(opened.graph, revisions, opened.config.classify)
    codes = (milestone.id for milestone in whole.milestones)
    return movement_table(movements(whole, revisions, codes))


def _health(opened: Opened) -> PageTable:
    from depgraph.analysis.health.assess import assess
    from depgraph.reports.health_page import health_table

    limits = opened.config.health
    if limits.target is not None and opened.rules.is_of_other_files:
        limits = limits._replace(target=limits.target if limits.target in opened.graph else None)
    return health_table(assess(opened.graph, limits, plan=opened.graph))


def _queries(opened: Opened) -> PageTable:
    from depgraph.reports.queries_page import queries_table
    from depgraph.rules.triage import triage_if_possible

    return queries_table(triage_if_possible(opened.graph, opened.check().findings))


def _findings(opened: Opened) -> PageTable:
    from depgraph.reports.check_page import check_table

    return check_table(opened.check(), opened.graph)


def _rules(opened: Opened) -> PageTable:
    from depgraph.reports.rules_page import rules_table

    return rules_table(opened.check(), opened.rules.rules)


_OTHERS: dict[str, Callable[[Opened], PageTable]] = {
    "slips": _slips,
    "health": _health,
    "queries": _queries,
    "findings": _findings,
    "rules": _rules,
}
