"""What of a plan is drawn: its nodes, the lines between them, and what stands with what."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from depgraph.analysis.hop_counts import MOST_MADE, link_count
from depgraph.diagrams.folding import fold
from depgraph.diagrams.grouping import MOST_APART, Drawn, group
from depgraph.errors import DepgraphError
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from depgraph.analysis.late import Late
    from depgraph.diagrams.float_paths import Rank
    from depgraph.diagrams.folding import Folding
    from depgraph.diagrams.views import View
    from depgraph.model import Graph, Link

MOST_NODES = 1000
"""How many milestones a picture takes, those that are folded not counted."""


_MOST_GUESTS = 2
_MOST_CHOSEN = 60


MOST_LINES = 3500
"""How many lines a picture takes: with more, none can be followed, and Graphviz takes minutes."""


class TooLargeError(DepgraphError):
    """Raised when a plan is too large for a picture."""

    def __init__(self, count: int, most: int = MOST_NODES, what: str = "milestones") -> None:
        super().__init__(
            f"{count} {what} are left to draw, and a picture takes {most}: "
            "draw what is around one of them, or choose some"
        )


def drawn_graph(
    graph: Graph,
    view: View,
    home: str | None,
    on_paths: Sequence[str],
    *,
    is_wanted: bool | None,
    late: Mapping[str, Late],
    expected: Mapping[str, date | None],
) -> Drawn:
    """Return what of a plan is drawn in a view.

    Parameters
    ----------
    graph, view, home
        The plan, the view, and the owner whose plan it is.
    on_paths
        The milestones of float paths, which stay apart.
    is_wanted
        Whether anything is folded; None where the plan decides.
    late, expected
        What is late, and when milestones are expected, by code.

    Raises
    ------
    TooLargeError
        If more milestones are left to draw than a picture takes.
    """
    if view.is_around_one:
        is_wanted = False
    if graph.is_view and (links := link_count(graph)) > MOST_MADE:
        raise TooLargeError(links, MOST_LINES, "links")
    folding = fold(graph, home, is_wanted=is_wanted)
    if view.can_group and is_wanted is not False and len(folding.drawn) > MOST_APART:
        grouped = group(graph, home, kept=on_paths, late=late, expected=expected)
        if grouped is not None:
            return grouped
    folding, warnings = _small_enough(graph, view, home, folding)
    if view.boxes_paths:
        folding = folding.with_boxes(graph, on_paths)
    pairs: dict[tuple[str, str], list[Link]] = {}
    for link in graph.links:
        if not folding.is_hidden(link.prerequisite) and not folding.is_hidden(link.dependent):
            pairs.setdefault((link.prerequisite, link.dependent), []).append(link)
    return Drawn(graph, folding, pairs, warnings)


def _small_enough(
    graph: Graph, view: View, home: str | None, folding: Folding
) -> tuple[Folding, tuple[str, ...]]:
    """Return what is folded, more where that is too much to draw, and what is said of it."""
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


def refuse_many_lines(links: Collection[object]) -> None:
    """Refuse a picture with more lines than one takes.

    Raises
    ------
    TooLargeError
        With how many there are.
    """
    if len(links) > MOST_LINES:
        raise TooLargeError(len(links), MOST_LINES, "links")


def is_folded(graph: Graph, home: str | None, context: Collection[str]) -> bool | None:
    """Return False where what is chosen would be cells without names, and has room as boxes."""
    folding = fold(graph, home)
    chosen = [milestone.id for milestone in graph.milestones if milestone.id not in context]
    hidden = sum(code in folding.targets for code in chosen)
    if not hidden:
        return None
    return False if len(graph) <= _MOST_CHOSEN or hidden == len(chosen) else None


def hosts_of(
    drawn: Drawn, expected: Mapping[str, date | None], late: Collection[str]
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


class DrawnLink(Struct):
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
    def is_plain(self) -> bool:
        """Whether all of its links only say that one end waits for the other."""
        return all(link.type == "FS" and not link.lag for link in self.links)

    @property
    def is_bundle(self) -> bool:
        """Whether it stands for links of milestones inside its ends."""
        ends = self.prerequisite, self.dependent
        return any((link.prerequisite, link.dependent) != ends for link in self.links)
