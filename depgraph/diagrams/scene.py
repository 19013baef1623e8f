"""What a picture shows, worked out from the plan before anything is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from depgraph.analysis.late import late_milestones, projection_or_none
from depgraph.analysis.scheduled import counted_milestones
from depgraph.diagrams.drawn import DrawnLink, drawn_graph, hosts_of, is_folded
from depgraph.diagrams.float_paths import NO_PATHS, FloatPaths, float_paths
from depgraph.diagrams.marks import number
from depgraph.diagrams.standing import DateLine, date_lines, date_words, expected_dates, standing
from depgraph.diagrams.text import clean
from depgraph.diagrams.theme import DEFAULT, LATE_STANDINGS, STANDINGS
from depgraph.diagrams.timeline import columns
from depgraph.diagrams.views import VIEWS
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.analysis.late import Late
    from depgraph.analysis.projection import Projection
    from depgraph.diagrams.float_paths import Rank
    from depgraph.diagrams.folding import Folding
    from depgraph.diagrams.grouping import Group
    from depgraph.diagrams.marks import Marks
    from depgraph.diagrams.moves import Move, Moves
    from depgraph.diagrams.paper import Paper
    from depgraph.diagrams.theme import Paint, Standing, Theme
    from depgraph.diagrams.timeline import Column
    from depgraph.diagrams.views import View
    from depgraph.model import Graph, Link
    from depgraph.rules.findings import Finding


class Subject(Struct):
    """What a picture is of.

    Attributes
    ----------
    graph
        The part of a plan that is drawn.
    whole
        The plan itself, which gives projected dates, and how far a milestone is.
    centre
        The code of the milestone that the picture is around, where it is around one.
    is_scrolled
        Whether it is for a page that scrolls, which has more room than paper.
    """

    graph: Graph
    whole: Graph
    centre: str | None = None
    is_scrolled: bool = False


class Options(TypedDict, total=False):
    """What every picture of a plan can be told.

    Attributes
    ----------
    findings
        What to mark: new and known errors and warnings are. Infos, findings that are there
        only because of a queried link, and what the picture shows otherwise are not.
    chain
        The codes of the critical path, target first.
    projected
        The projected date of its target, which is told beside the path.
    path
        The critical path itself, in place of both: slack and float are told too and, where it
        has two float paths, the second is drawn as well.
    about
        More of the path in sentences: the first goes on the line that says when its target is
        expected.
    title
        The title of the picture; by default it names `home`.
    home
        The owner whose plan it is: milestones of other owners are drawn as outside.
    paper
        The paper; by default the smallest, from that of the view up, on which all text can
        be read.
    is_folded
        Whether features are folded into the milestones that wait on them; by default where
        the plan has features, or more than 60 milestones. Unless it is False, overview and
        features show groups of milestones where more than 150 are left.
    context
        The codes of milestones that are only there because what is asked for leads to them;
        they are drawn pale.
    moves
        What moved since an earlier schedule.
    remarks
        What was done to the plan before, each one sentence; it is told under the title.
    late
        What is late in the whole plan, by code; by default what is in the part that is drawn.
    projection
        The projection of the whole plan, by which milestones are expected; by default that of
        the part that is drawn.
    total
        How many milestones the whole plan has, in words; by default those of the part.
    """

    findings: Sequence[Finding]
    chain: Sequence[str]
    projected: date | None
    path: CriticalPath | None
    about: Sequence[str]
    title: str | None
    home: str | None
    theme: Theme
    paper: Paper | None
    is_folded: bool | None
    context: Collection[str]
    moves: Moves | None
    remarks: Sequence[str]
    late: Mapping[str, Late]
    projection: Projection | None
    total: str


class Scene(Struct):
    """What a picture shows.

    Attributes
    ----------
    view
        Which picture it is.
    home
        The owner whose plan it is; None where all milestones count as inside.
    folding, marks, columns
        What is a node and what a cell; what is numbered; what stands where.
    links
        The lines between nodes, sorted by dependent and prerequisite.
    chain
        The critical path, target first.
    projected
        The projected date of its target, where that is known.
    theme, paper, context, moves
        As in `Options`.
    remarks
        What was done to the plan, each one sentence.
    warnings
        Those of them that nobody asked for.
    groups
        What is said of each group, by its code; empty where milestones are drawn.
    late
        What is late, by code; other milestones than those that are drawn may be there.
    expected
        When each milestone is expected or was completed, by code.
    projection
        The projection by which they are.
    paths
        The critical path and the float path next to it.
    path
        The critical path as it was asked for, where it was.
    about
        More of that in sentences.
    hosts
        What stands above or below a milestone that waits on it, which is named.
    total
        How many milestones the plan has that this is of, in words.
    """

    graph: Graph
    view: View
    title: str
    home: str | None
    folding: Folding
    marks: Marks
    columns: tuple[Column, ...]
    links: tuple[DrawnLink, ...]
    chain: tuple[str, ...]
    projected: date | None
    theme: Theme
    paper: Paper | None
    context: frozenset[str]
    moves: Moves | None
    remarks: tuple[str, ...]
    warnings: tuple[str, ...]
    groups: Mapping[str, Group] = {}
    late: Mapping[str, Late] = {}
    expected: Mapping[str, date | None] = {}
    projection: Projection | None = None
    paths: FloatPaths = NO_PATHS
    path: CriticalPath | None = None
    about: tuple[str, ...] = ()
    hosts: Mapping[str, str] = {}
    total: str = ""

    def dates(self, code: str) -> tuple[str, ...]:
        """Return what is said of the dates of a milestone or a group, in parts for one line."""
        if code in self.groups:
            return self.groups[code].dates
        return date_words(self.graph[code], self.graph.as_of, *self._when(code))

    def date_lines(self, code: str) -> tuple[DateLine, ...]:
        """Return the same for a box, each date on a line of its own."""
        if code in self.groups:
            group = self.groups[code]
            late = [DateLine(group.late, "strong")] * bool(group.late)
            return (*(DateLine(words) for words in group.dates), *late)
        return date_lines(self.graph[code], self.graph.as_of, *self._when(code))

    def _when(self, code: str) -> tuple[Late | None, date | None]:
        return self.late.get(code), self.expected.get(code)

    def moved_from(self, code: str) -> date | None:
        """Return the date that a late milestone misses, from which a bar leads to it.

        It is when it was due, else forecast; None where nothing is late.
        """
        late = self.late.get(code)
        return None if late is None else late.since

    def slip(self, code: str) -> int | None:
        """Return by how many days a late milestone moves, from that date to the expected one."""
        since, until = self.moved_from(code), self.expected.get(code)
        return None if since is None or until is None else (until - since).days

    def paint(self, code: str) -> Paint:
        """Return the colours of a milestone; a pale one that is late keeps its outline."""
        standing = self.standing(code)
        paint = self.theme.paints[standing]
        if code not in self.context:
            return paint
        line = paint.line if standing in LATE_STANDINGS else self.theme.frame
        return paint._replace(fill=self.theme.page, line=line, text=self.theme.faint)

    def move(self, code: str) -> Move | None:
        """Return how a milestone moved since the earlier schedule, if it did."""
        return None if self.moves is None else self.moves.by_code.get(code)

    def standing(self, code: str) -> Standing:
        """Return how a milestone stands at the as-of date."""
        if code in self.groups:
            return self.groups[code].standing
        return standing(self.graph[code], self.graph.as_of, self.late)

    def is_outside(self, code: str) -> bool:
        """Whether a milestone belongs to another owner than the plan."""
        return self.home is not None and self.graph[code].owner != self.home

    def rank(self, code: str) -> Rank | None:
        """Return which float path a milestone, or a cell in it, is on."""
        if self.is_critical(code):
            return "critical"
        return self.paths.rank(code)

    def is_critical(self, code: str) -> bool:
        """Whether a milestone is on the critical path, or has a cell that is."""
        return code in self.chain or any(
            code in self.folding.targets.get(member, ()) and self._leads_on(member, code)
            for member in self.chain
        )

    def _leads_on(self, member: str, target: str) -> bool:
        """Whether the chain goes on from a folded member to this node of several."""
        later = self.chain[: self.chain.index(member)]
        return target in later or not any(code in later for code in self.folding.targets[member])

    def features(self, code: str) -> list[str]:
        """Return the folded milestones of a node as its strip shows them.

        They are sorted by standing, so that the strip reads as a progress bar, then by
        date and code.
        """

        def order(feature: str) -> tuple[int, str, str]:
            milestone = self.graph[feature]
            day = milestone.completed if milestone.is_complete else milestone.planned
            return STANDINGS.index(self.standing(feature)), str(day), feature

        return sorted(self.folding.features[code], key=order)


def compose(graph: Graph, name: str, **options: Unpack[Options]) -> Scene:
    """Work out what the picture of a plan shows.

    Parameters
    ----------
    name
        The name of the view.
    **options
        See `Options`.

    Raises
    ------
    UnknownMilestoneError
        If the chain has a code that the graph does not have.
    TooLargeError
        If more milestones are left to draw than a picture takes.
    """
    view, plan = VIEWS[name], graph
    projection = options["projection"] if "projection" in options else projection_or_none(graph)
    late, expected = options.get("late"), expected_dates(graph, projection)
    if late is None:
        late = late_milestones(graph, projection)
    home = options.get("home")
    path, paths = options.get("path"), _paths(graph, options)
    chain = paths.critical
    context = frozenset(options.get("context", ()))
    on_paths = (*chain, *paths.near)
    is_wanted = options.get("is_folded")
    if is_wanted is None and context and not view.names_folded:
        is_wanted = is_folded(graph, home, context)
    drawn = drawn_graph(
        graph, view, home, on_paths, is_wanted=is_wanted, late=late, expected=expected
    )
    graph, folding, pairs, warnings = drawn.graph, drawn.folding, drawn.pairs, drawn.warnings
    placing = pairs if drawn.onward is None else drawn.onward
    marks = number(graph, folding, options.get("findings", ()))
    hosts = hosts_of(drawn, expected, late) if view.stacks else None
    placed = tuple(
        columns(
            graph,
            folding.drawn,
            placing,
            finest=drawn.letter,
            expected=expected,
            hosts=hosts,
        )
    )
    links = _drawn_links(pairs, placed, marks, paths, hosts or {})
    return Scene(
        graph,
        view,
        clean(options.get("title") or "") or _default_title(view, home),
        home,
        folding,
        marks,
        placed,
        links,
        chain,
        options.get("projected") if path is None else path.projected,
        options.get("theme", DEFAULT),
        options.get("paper"),
        context.union(code for code in drawn.groups if context.issuperset(folding.features[code])),
        options.get("moves"),
        (*options.get("remarks", ()), *warnings),
        warnings,
        drawn.groups,
        late,
        expected,
        projection,
        paths,
        path,
        tuple(options.get("about", ())),
        hosts or {},
        options.get("total") or counted_milestones(plan),
    )


def _paths(graph: Graph, options: Options) -> FloatPaths:
    path = options.get("path")
    if path is not None:
        return float_paths(path).among(graph)
    return FloatPaths(tuple(graph[code].id for code in options.get("chain", ())))


def _drawn_links(
    pairs: Mapping[tuple[str, str], Sequence[Link]],
    placed: Sequence[Column],
    marks: Marks,
    paths: FloatPaths,
    hosts: Mapping[str, str],
) -> tuple[DrawnLink, ...]:
    """Return the lines of a picture, with all that is known of each."""
    place = {code: n for n, column in enumerate(placed) for code in column.codes}
    ranks = paths.ranks
    return tuple(
        DrawnLink(
            *pair,
            tuple(links),
            marks.query_numbers.get(pair),
            is_marked=pair in marks.marked_links,
            goes_back=place[pair[0]] >= place[pair[1]] and hosts.get(pair[0]) != pair[1],
            is_backward=place[pair[0]] > place[pair[1]],
            rank=ranks.get(pair),
            slack=paths.slacks.get(pair) if pair in ranks else None,
            total_float=paths.floats.get(pair[0]) if pair in ranks else None,
            is_settled=pair in marks.settled_links,
        )
        for pair, links in pairs.items()
    )


def _default_title(view: View, home: str | None) -> str:
    whose = f"{clean(home)} milestones" if home and clean(home) else "Milestones"
    return f"{whose}: {view.title}"
