"""What a picture shows, worked out from the plan before anything is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypedDict, Unpack

from depgraph.analysis.late import late_milestones
from depgraph.analysis.scheduled import counted_milestones
from depgraph.diagrams.folding import fold
from depgraph.diagrams.grouping import MOST_APART, group
from depgraph.diagrams.marks import number
from depgraph.diagrams.standing import date_words, standing
from depgraph.diagrams.text import clean
from depgraph.diagrams.theme import DEFAULT, STANDINGS
from depgraph.diagrams.timeline import columns
from depgraph.diagrams.views import VIEWS
from depgraph.errors import DepgraphError
from depgraph.records import by_type

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from depgraph.analysis.late import Late
    from depgraph.diagrams.folding import Folding
    from depgraph.diagrams.grouping import Group
    from depgraph.diagrams.marks import Marks
    from depgraph.diagrams.moves import Move, Moves
    from depgraph.diagrams.paper import Paper
    from depgraph.diagrams.theme import Paint, Standing, Theme
    from depgraph.diagrams.timeline import Column, Letter
    from depgraph.diagrams.views import View
    from depgraph.model import Graph, Link
    from depgraph.rules.findings import Finding

MOST_NODES = 1000
"""How many milestones a picture takes, those that are folded not counted."""


MOST_LINES = 3500
"""How many lines a picture takes: with more, none can be followed, and Graphviz takes minutes."""


class TooLargeError(DepgraphError):
    """Raised when a plan is too large for a picture."""

    def __init__(self, count: int, most: int = MOST_NODES, what: str = "milestones") -> None:
        super().__init__(
            f"{count} {what} are left to draw, and a picture takes {most}: "
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
        The number of the query, or None where nobody doubts the pair.
    is_critical
        Whether it is a link of the critical path.
    is_marked
        Whether a finding is about it.
    goes_back
        Whether the dependent stands left of the prerequisite, or above it.
    """

    prerequisite: str
    dependent: str
    links: tuple[Link, ...]
    query: int | None
    is_critical: bool
    is_marked: bool
    goes_back: bool

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
    total
        How many milestones the whole plan has, in words; by default those of the part.
    """

    findings: Sequence[Finding]
    chain: Sequence[str]
    projected: date | None
    title: str | None
    home: str | None
    theme: Theme
    paper: Paper | None
    is_folded: bool | None
    context: Collection[str]
    moves: Moves | None
    remarks: Sequence[str]
    late: Mapping[str, Late]
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
    total: str = ""

    def dates(self, code: str) -> tuple[str, ...]:
        """Return what is said of the dates of a milestone or a group, in parts."""
        if code in self.groups:
            return self.groups[code].dates
        return date_words(self.graph[code], self.graph.as_of, self.late.get(code))

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
    view, plan, late = VIEWS[name], graph, options.get("late")
    home = options.get("home")
    chain = tuple(graph[code].id for code in options.get("chain", ()))
    context = frozenset(options.get("context", ()))
    drawn = _drawn_graph(graph, view, home, chain, is_wanted=options.get("is_folded"))
    graph, folding, pairs, warnings = drawn.graph, drawn.folding, drawn.pairs, drawn.warnings
    placing = pairs if drawn.onward is None else drawn.onward
    marks = number(graph, folding, options.get("findings", ()))
    critical = {(chain[n + 1], chain[n]) for n in range(len(chain) - 1)}
    placed = tuple(columns(graph, folding.drawn, placing, finest=drawn.letter))
    place = {code: n for n, column in enumerate(placed) for code in column.codes}
    links = tuple(
        DrawnLink(
            *pair,
            tuple(links),
            marks.query_numbers.get(pair),
            is_critical=pair in critical,
            is_marked=pair in marks.marked_links,
            goes_back=place[pair[0]] >= place[pair[1]],
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
        options.get("projected"),
        options.get("theme", DEFAULT),
        options.get("paper"),
        context.union(code for code in drawn.groups if context.issuperset(folding.features[code])),
        options.get("moves"),
        (*options.get("remarks", ()), *warnings),
        warnings,
        drawn.groups,
        late_milestones(plan) if late is None else late,
        options.get("total") or counted_milestones(plan),
    )


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
    graph: Graph, view: View, home: str | None, chain: Sequence[str], *, is_wanted: bool | None
) -> _Drawn:
    if view.can_group and is_wanted is not False:
        folding = fold(graph, home, is_wanted=is_wanted)
        if len(folding.drawn) > MOST_APART or len(_lines(graph, folding)) > MOST_LINES:
            grouping = group(graph, home, kept=chain)
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
    return _Drawn(graph, folding, _lines(graph, folding), warnings)


def _lines(graph: Graph, folding: Folding) -> Mapping[tuple[str, str], Sequence[Link]]:
    """Return the links between what is drawn, by their ends."""
    pairs: dict[tuple[str, str], list[Link]] = {}
    for link in graph.links:
        if link.prerequisite not in folding.targets and link.dependent not in folding.targets:
            pairs.setdefault((link.prerequisite, link.dependent), []).append(link)
    return pairs


def refuse_many_lines(scene: Scene) -> None:
    """Refuse a picture with more lines than one takes.

    Raises
    ------
    TooLargeError
        With how many there are.
    """
    if len(scene.links) > MOST_LINES:
        raise TooLargeError(len(scene.links), MOST_LINES, "links")


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
