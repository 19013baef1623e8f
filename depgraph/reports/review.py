"""What a report for a browser is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.analysis.late import Late
    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph
    from depgraph.model.schedules import Revision
    from depgraph.reports.page import Table
    from depgraph.rules.findings import Finding
    from depgraph.rules.triage import Triage


class Figure(Struct):
    """A picture of a report.

    Attributes
    ----------
    title
        The name of its tab, one or two words.
    svg
        The picture; None where it could not be drawn.
    note
        Why it could not be drawn, or what was left out of it.
    table
        What it shows in numbers, for a chart; of milestones, if its first column is ``id``.
    """

    title: str
    svg: str | None
    note: str = ""
    table: Table | None = None


class Route(Struct):
    """What drives one target.

    Attributes
    ----------
    without_queries
        The answer without the queried links.
    by_work
        The projected date where the gaps of the plan are work; None where it is undated.
    """

    path: CriticalPath
    without_queries: CriticalPath
    by_work: date | None


class Review(Struct):
    """A plan with everything that a report says about it.

    Attributes
    ----------
    graph
        The plan; it may have cycles.
    title
        The title of the page.
    standings
        How each milestone stands, by code: done, late, soon, later or undated.
    late
        What is late, by code.
    revisions
        The milestones in every revision of the schedule.
    projection
        The projected dates; None where the plan has none.
    refusal
        Why it has none: a cycle, no as-of date.
    not_worked
        The sentence that there are no dates where gaps are work; empty where there are.
    routes
        What drives the targets that a reader can choose.
    target
        The code of the one that is shown first; None without routes.
    targets_left
        The sentence on the targets without a route, of a plan with many; else empty.
    figures
        The pictures, in the order of their tabs, which come before those of the tables.
    charts
        The charts, in the order of their tabs, which come last.
    numbers
        The numbers of the queries in the pictures, by prerequisite and dependent.
    causes
        What delays the late milestones, a row for each cause, the sentence on the whole as its
        first note; None without projected dates.
    triage
        All queries with what helps to settle them; None where nobody asked.
    features
        The codes of what is folded into milestones, by their codes.
    risk
        Sentences on how likely dates are.
    dark
        Returns what the colours of the pictures become on a dark screen; None to leave them.
    """

    graph: Graph
    title: str
    findings: Sequence[Finding]
    standings: Mapping[str, str]
    late: Mapping[str, Late] = {}
    revisions: Sequence[Revision] = ()
    projection: Projection | None = None
    refusal: str = ""
    not_worked: str = ""
    routes: Sequence[Route] = ()
    target: str | None = None
    targets_left: str = ""
    figures: Sequence[Figure] = ()
    charts: Sequence[Figure] = ()
    numbers: Mapping[tuple[str, str], int] = {}
    causes: Table | None = None
    triage: Triage | None = None
    features: Mapping[str, Sequence[str]] = {}
    risk: Sequence[str] = ()
    dark: Callable[[Iterable[str]], Mapping[str, str]] | None = None
