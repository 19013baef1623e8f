"""Timeline: milestones in the order of their dates, and the links between them."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from depgraph.analysis.due_dates import days_late
from depgraph.analysis.hop_counts import MOST_MADE, link_count
from depgraph.analysis.late import expected_date, late_milestones, projected_date
from depgraph.analysis.projection import project
from depgraph.errors import CycleError, DateRangeError, NoAsOfDateError
from depgraph.records import Struct
from depgraph.showing import shown
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from depgraph.analysis.late import Late
    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph, Milestone
    from depgraph.model.documents import SourceDocument

_MOST_ENTRIES = 500
"""Of so many milestones of a view, ties are told however many there are."""


class Entry(Struct):
    """A milestone on the timeline.

    Attributes
    ----------
    projected
        Its projected date; None where there is no projection.
    expected
        When it was completed, or is expected now; see `depgraph.analysis.late.expected_date`.
    date
        When it was completed, else when it is planned for: the forecast, else the due date.
    slip
        Days from the due date to the completion, else to the projected date, if known.
    """

    milestone: Milestone
    projected: date | None
    expected: date
    date: date
    slip: int | None

    @property
    def code(self) -> str:
        """The code of the milestone."""
        return self.milestone.id


class Tie(Struct):
    """That one milestone of a timeline waits on another.

    Attributes
    ----------
    through
        The milestones between the two that are not on the timeline, from the prerequisite to
        the dependent; empty where a link joins them directly.
    is_queried
        Whether a reviewer doubts it: every link between the two, or one of that chain.
    """

    prerequisite: str
    dependent: str
    through: tuple[str, ...]
    is_queried: bool


@shown
@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Milestones by date, and what ties them.

    Attributes
    ----------
    entries
        The milestones with a date, by when they are expected; of one date, prerequisites first.
    ties
        Sorted by dependent and prerequisite.
    undated
        The codes of those that have no date, sorted.
    unprojected
        Why there is no projection; empty where there is one.
    late
        Which of them are late, by code, those without a date too.
    is_whole
        Whether all ties were looked for; if not, only direct links are ties.
    untied
        How many links between the milestones of a view are not looked at at all, where they are
        too many.
    documents
        Those that the plan was taken from.
    """

    as_of: date | None
    entries: tuple[Entry, ...]
    ties: tuple[Tie, ...]
    undated: tuple[str, ...]
    unprojected: str
    late: Mapping[str, Late]
    is_whole: bool = True
    documents: tuple[SourceDocument, ...] = ()
    untied: int = 0

    def __repr__(self) -> str:
        """Return a line with the counts."""
        entries, ties = counted(len(self.entries), "milestone"), counted(len(self.ties), "tie")
        return f"<Timeline: {entries}, {ties}>"


def timeline(graph: Graph, scope: Iterable[str], *, most_visits: int = 500_000) -> Timeline:
    """Put milestones on a timeline.

    Parameters
    ----------
    graph
        The plan. Without an as-of date, or with a cycle, nothing is projected.
    scope
        The codes of the milestones that are asked for.
    most_visits
        How many milestones to pass in all, in looking for ties that lead through others.

    Notes
    -----
    Milestones that wait on each other only through others, which are not on the timeline,
    are tied by a shortest such chain.

    Examples
    --------
    >>> from datetime import date
    >>> from depgraph.model import Graph, Link, Milestone
    >>> plan = Graph(
    ...     [Milestone("A", due=date(2020, 1, 1)), Milestone("B"), Milestone("C", due=date.max)],
    ...     [Link("A", "B"), Link("B", "C")],
    ... )
    >>> timeline(plan, ["A", "C"]).ties
    (Tie(prerequisite='A', dependent='C', through=('B',), is_queried=False),)
    """
    projection, unprojected = _projected(graph)
    entries = []
    undated = []
    scoped = set(scope)
    for code in sorted(scoped):
        milestone = graph[code]
        day = milestone.completed if milestone.is_complete else milestone.planned
        projected = projected_date(projection, code)
        expected = expected_date(milestone, graph.as_of, projected)
        if day is None or expected is None:
            undated.append(code)
        else:
            end = day if milestone.is_complete else projected
            slip = None if end is None else days_late(graph, milestone, end, graph.as_of)
            entries.append(Entry(milestone, projected, expected, day, slip))
    on_timeline = {graph.number(entry.code) for entry in entries}
    ties: tuple[Tie, ...] = ()
    untied, is_whole = 0, True
    if graph.is_view and len(on_timeline) > _MOST_ENTRIES:
        untied = link_count(graph)
    if untied <= MOST_MADE:
        untied = 0
        ties, is_whole = _ties(graph, on_timeline, most_visits)
    if not is_whole:
        codes = {entry.code for entry in entries}
        direct = [link for link in graph.links if {link.prerequisite, link.dependent} <= codes]
        ties, _ = _ties(graph.with_links(direct), on_timeline, most_visits)
    depth = _depths(graph, entries, ties) if ties else {}
    entries.sort(key=lambda entry: (entry.expected, depth.get(entry.code, 0), entry.code))
    return Timeline(
        as_of=graph.as_of,
        documents=graph.documents,
        entries=tuple(entries),
        ties=ties,
        undated=tuple(undated),
        unprojected=unprojected,
        late={
            code: late
            for code, late in late_milestones(graph, projection).items()
            if code in scoped
        },
        is_whole=is_whole,
        untied=untied,
    )


def _projected(graph: Graph) -> tuple[Projection | None, str]:
    """Return the projection of a plan, or why there is none."""
    try:
        return project(graph), ""
    except NoAsOfDateError:
        return None, "there is no as-of date"
    except CycleError:
        return None, "the links go round in a cycle"
    except DateRangeError:
        return None, "lags and durations lead out of the calendar"


def _depths(graph: Graph, entries: Iterable[Entry], ties: Iterable[Tie]) -> dict[str, int]:
    """Return for each entry how long a chain of entries of the same date leads to it."""
    dates = {entry.code: entry.expected for entry in entries}
    place = {n: place for place, n in enumerate(graph.numbers_in_order())}
    depth = dict.fromkeys(dates, 0)
    inside = []
    for tie in ties:
        ends = graph.number(tie.prerequisite), graph.number(tie.dependent)
        if dates[tie.prerequisite] == dates[tie.dependent] and all(end in place for end in ends):
            inside.append((place[ends[1]], tie))
    for _, tie in sorted(inside, key=itemgetter(0)):
        depth[tie.dependent] = max(depth[tie.dependent], depth[tie.prerequisite] + 1)
    return depth


def _ties(
    graph: Graph, on_timeline: Collection[int], most_visits: int
) -> tuple[tuple[Tie, ...], bool]:
    """Return the ties between milestones, and whether all of them were looked for."""
    ties: list[Tie] = []
    visits = 0
    for n in sorted(on_timeline):
        ties_to, passed = _ties_to(graph, n, on_timeline)
        ties += ties_to
        visits += passed
        if visits > most_visits:
            return (), False
    return tuple(sorted(ties, key=lambda tie: (tie.dependent, tie.prerequisite))), True


def _ties_to(graph: Graph, dependent: int, on_timeline: Collection[int]) -> tuple[list[Tie], int]:
    """Return what a milestone waits on, and how many others the search passed through.

    A breadth-first search against the links, which stops at milestones that are shown.
    """
    sources, targets = graph.link_sources, graph.link_targets
    certain = {
        sources[number]
        for number in graph.incoming[dependent]
        if number not in graph.queried_numbers
    }
    came: dict[int, int] = {}
    queue = [dependent]
    for n in queue:
        for number in graph.incoming[n]:
            source = sources[number]
            if source not in came and source != dependent:
                came[source] = number
                if source not in on_timeline:
                    queue.append(source)
    ties = []
    for n in sorted(came):
        if n not in on_timeline:
            continue
        chain = [came[n]]
        while targets[chain[-1]] != dependent:
            chain.append(came[targets[chain[-1]]])
        is_queried = not graph.queried_numbers.isdisjoint(chain)
        if len(chain) == 1:
            is_queried = n not in certain
        ties.append(
            Tie(
                prerequisite=graph.milestones[n].id,
                dependent=graph.milestones[dependent].id,
                through=tuple(graph.milestones[targets[number]].id for number in chain[:-1]),
                is_queried=is_queried,
            )
        )
    return ties, len(queue) - 1
