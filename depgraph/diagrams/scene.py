"""What a picture shows, worked out from the plan before anything is drawn."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypedDict, Unpack

from depgraph.analysis.late import late_milestones, projection_or_none
from depgraph.analysis.redundant import redundant_links
from depgraph.analysis.scheduled import counted_milestones
from depgraph.diagrams.float_paths import NO_PATHS, float_paths, path_of_chain
from depgraph.diagrams.folding import fold
from depgraph.diagrams.grouping import MOST_APART, group
from depgraph.diagrams.marks import number
from depgraph.diagrams.standing import DateLine, date_lines, date_words, expected_dates, standing
from depgraph.diagrams.text import clean
from depgraph.diagrams.theme import DEFAULT, STANDINGS
from depgraph.diagrams.timeline import columns
from depgraph.diagrams.views import VIEWS
from depgraph.errors import DepgraphError
from depgraph.model import Graph, Link
from depgraph.records import by_type

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping, Sequence
    from datetime import date

    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.analysis.late import Late
    from depgraph.analysis.projection import Projection
    from depgraph.diagrams.float_paths import FloatPaths, Rank
    from depgraph.diagrams.folding import Folding
    from depgraph.diagrams.grouping import Group
    from depgraph.diagrams.marks import Marks
    from depgraph.diagrams.moves import Move, Moves
    from depgraph.diagrams.paper import Paper
    from depgraph.diagrams.theme import Paint, Standing, Theme
    from depgraph.diagrams.timeline import Column, Letter
    from depgraph.diagrams.views import View
    from depgraph.rules.findings import Finding

MOST_NODES = 1000
"""How many milestones a picture takes, those that are folded not counted."""


_MOST_GUESTS = 2
_MOST_CHOSEN = 60
_MOST_LINES = 120
_MOST_LINKS_EACH = 1.5


class TooLargeError(DepgraphError):
    """Raised when a plan is too large for a picture."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"{count} milestones are left to draw, and a picture takes {MOST_NODES}: "
            "draw what is around one of them, or choose some"
        )


@by_type
class DrawnLink(NamedTuple):
    """All links of one pair of nodes, drawn as one line.

    Attributes
    ----------
    prerequisite, dependent
        The codes of the two ends.
    links
        What the plan has between them, or between what is in them; one or several.
    query
        The number of the query, or None where nobody doubts the pair any more.
    rank
        Which float path of the target it is a link of, if of one.
    slack
        Its days of slack, where it is and they are known.
    total_float
        By how many days its prerequisite can move before the target does, where that is known.
    is_settled
        Whether it was queried, and an end is complete: nothing waits for an answer.
    is_backward
        Whether the dependent stands in an earlier column.
    is_marked
        Whether a finding is about it.
    goes_back
        Whether the dependent stands left of the prerequisite, or above it.
    """

    prerequisite: str
    dependent: str
    links: tuple[Link, ...]
    query: int | None
    is_marked: bool
    goes_back: bool
    rank: Rank | None = None
    slack: int | None = None
    total_float: int | None = None
    is_settled: bool = False
    is_backward: bool = False

    @property
    def is_critical(self) -> bool:
        """Whether it is a link of the critical path."""
        return self.rank == "critical"

    @property
    def is_bundle(self) -> bool:
        """Whether it stands for links of milestones inside its ends."""
        ends = self.prerequisite, self.dependent
        return any((link.prerequisite, link.dependent) != ends for link in self.links)


@by_type
class Subject(NamedTuple):
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
    theme
        The colours.
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


@by_type
class Scene(NamedTuple):
    """What a picture shows.

    Attributes
    ----------
    graph
        The plan.
    view
        Which picture it is.
    title
        Its title.
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
        """Return the colours of a milestone."""
        paint = self.theme.paints[self.standing(code)]
        if code not in self.context:
            return paint
        return paint._replace(fill=self.theme.page, line=self.theme.frame, text=self.theme.faint)

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
    graph
        The plan.
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
    path = options.get("path")
    paths = (
        path_of_chain([graph[code].id for code in options.get("chain", ())])
        if path is None
        else float_paths(path).among(graph)
    )
    chain = paths.critical
    context = frozenset(options.get("context", ()))
    on_paths = (*chain, *paths.near)
    is_wanted = options.get("is_folded")
    if is_wanted is None and context and not view.names_folded:
        is_wanted = _is_folded(graph, home, context)
    drawn = _drawn_graph(
        graph, view, home, on_paths, is_wanted=is_wanted, late=late, expected=expected
    )
    graph, folding, pairs, warnings = drawn.graph, drawn.folding, drawn.pairs, drawn.warnings
    placing = pairs if drawn.onward is None else drawn.onward
    marks = number(graph, folding, options.get("findings", ()))
    ranks = paths.ranks
    hosts = _hosts(drawn, expected, late) if view.stacks else None
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
    place = {code: n for n, column in enumerate(placed) for code in column.codes}
    links = tuple(
        DrawnLink(
            *pair,
            tuple(links),
            marks.query_numbers.get(pair),
            is_marked=pair in marks.marked_links,
            goes_back=place[pair[0]] >= place[pair[1]] and (hosts or {}).get(pair[0]) != pair[1],
            is_backward=place[pair[0]] > place[pair[1]],
            rank=ranks.get(pair),
            slack=paths.slacks.get(pair) if pair in ranks else None,
            total_float=paths.floats.get(pair[0]) if pair in ranks else None,
            is_settled=pair in marks.settled_links,
        )
        for pair, links in pairs.items()
    )
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


def _hosts(
    drawn: _Drawn, expected: Mapping[str, date | None], late: Collection[str]
) -> Mapping[str, str]:
    """Return what may stand above or below a milestone that waits on it: two of one at most.

    That is what has the same date, if nothing else of that date waits on it and neither is
    late, or what has no date and no other line.
    """
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for prerequisite, dependent in drawn.pairs:
        if prerequisite != dependent:
            before.setdefault(dependent, []).append(prerequisite)
            after.setdefault(prerequisite, []).append(dependent)
    hosts: dict[str, str] = {}
    guests: Counter[str] = Counter()

    def seat(code: str, host: str) -> None:
        if guests[host] < _MOST_GUESTS and host not in hosts and not guests[code]:
            hosts[code] = host
            guests[host] += 1

    alone = [code for code in drawn.folding.drawn if code not in drawn.groups]
    for code in alone:
        day, is_boxed = expected.get(code), code in drawn.folding.boxed
        same = [other for other in after.get(code, ()) if day and expected.get(other) == day]
        if len(same) == 1 and (is_boxed or not {code, *same} & set(late)):
            seat(code, same[0])
    for code in alone:
        if expected.get(code) is None and not before.get(code) and len(after.get(code, ())) == 1:
            seat(code, after[code][0])
    return hosts


def _is_folded(graph: Graph, home: str | None, context: Collection[str]) -> bool | None:
    """Return False where what is chosen would be cells without names, and has room as boxes."""
    folding = fold(graph, home)
    chosen = [milestone.id for milestone in graph.milestones if milestone.id not in context]
    hidden = sum(code in folding.targets for code in chosen)
    if not hidden:
        return None
    return False if len(graph) <= _MOST_CHOSEN or hidden == len(chosen) else None


@by_type
class _Drawn(NamedTuple):
    """What of a plan is drawn: its nodes, and the lines between them."""

    graph: Graph
    folding: Folding
    pairs: Mapping[tuple[str, str], Sequence[Link]]
    warnings: tuple[str, ...] = ()
    groups: Mapping[str, Group] = {}
    onward: Collection[tuple[str, str]] | None = None
    letter: Letter = "Q"


def _drawn_graph(
    graph: Graph,
    view: View,
    home: str | None,
    on_paths: Sequence[str],
    *,
    is_wanted: bool | None,
    late: Mapping[str, Late],
    expected: Mapping[str, date | None],
) -> _Drawn:
    if view.can_group and is_wanted is not False:
        folding = fold(graph, home, is_wanted=is_wanted)
        if len(folding.drawn) > MOST_APART:
            grouping = group(graph, home, kept=on_paths, late=late, expected=expected)
            if grouping is not None:
                return _Drawn(
                    grouping.graph,
                    grouping.folding,
                    grouping.pairs,
                    (grouping.remark,),
                    grouping.groups,
                    grouping.onward,
                    grouping.letter,
                )
    folding, warnings = _folding(graph, view, home, is_wanted=is_wanted)
    if view.boxes_paths:
        folding = folding.with_boxes(graph, on_paths)
    pairs: dict[tuple[str, str], list[Link]] = {}
    for link in graph.links:
        if not folding.is_hidden(link.prerequisite) and not folding.is_hidden(link.dependent):
            pairs.setdefault((link.prerequisite, link.dependent), []).append(link)
    if len(pairs) > max(_MOST_LINES, _MOST_LINKS_EACH * len(folding.drawn)):
        kept = set(pairwise(reversed(on_paths)))
        pairs, words = _reduced(graph, folding, pairs, kept)
        warnings += words
    return _Drawn(graph, folding, pairs, warnings)


def _reduced(
    graph: Graph,
    folding: Folding,
    pairs: dict[tuple[str, str], list[Link]],
    kept: Container[tuple[str, str]],
) -> tuple[dict[tuple[str, str], list[Link]], tuple[str, ...]]:
    """Return the lines that no chain of others implies, and how many are left out.

    Queried ones stay, and those to keep.
    """
    plain = [
        Link(*pair)
        for pair, links in pairs.items()
        if all(link.type == "FS" and not link.lag for link in links)
    ]
    lines = Graph([graph[code] for code in folding.drawn], plain)
    redundant = {
        (link.prerequisite, link.dependent)
        for link in (lines.links[number] for number in redundant_links(lines).chains)
    }
    left = {
        pair: links
        for pair, links in pairs.items()
        if pair not in redundant or pair in kept or any(link.queried for link in links)
    }
    number = len(pairs) - len(left)
    if not number:
        return pairs, ()
    words = f"{number:,} of {len(pairs):,} links are left out: chains of others imply them"
    return left, (words,)


def _folding(
    graph: Graph, view: View, home: str | None, *, is_wanted: bool | None
) -> tuple[Folding, tuple[str, ...]]:
    """Return what is folded, and what is to be said of that."""
    if view.is_around_one:
        is_wanted = False
    folding = fold(graph, home, is_wanted=is_wanted)
    if len(folding.drawn) <= MOST_NODES:
        return folding, ()
    drawn = len(folding.drawn)
    if view.is_around_one:
        raise TooLargeError(drawn)
    folding = fold(graph, home, is_wanted=True, by_leaves=True)
    if len(folding.drawn) > MOST_NODES:
        raise TooLargeError(len(folding.drawn))
    folded = len(folding.targets)
    return folding, (
        f"{drawn} milestones are too many to draw: {folded} that one other waits on are folded",
    )


def _default_title(view: View, home: str | None) -> str:
    whose = f"{clean(home)} milestones" if home and clean(home) else "Milestones"
    return f"{whose}: {view.title}"
