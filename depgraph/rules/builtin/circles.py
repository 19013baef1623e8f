"""Checks for links that go round: cycles between events, and ladders.

One finding for each strongly connected component. Where its queried links are needed for it,
the finding is queried; else it shows a cycle without them. The searches are imported where
something goes round: in most plans nothing does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from depgraph.rules.findings import Finding
from depgraph.words import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from depgraph.analysis.cycles import Cycle
    from depgraph.analysis.ladders import Ladder
    from depgraph.model import Graph

T = TypeVar("T", "Cycle", "Ladder")

_MOST_CODES = 12


def cycles(graph: Graph) -> Iterator[Finding]:
    """Find the cycles between events that are not only there through a level of effort."""
    if (graph.network or graph).is_acyclic:
        return
    from depgraph.analysis.cycles import find_cycles

    note = _of_network(graph)
    graph = graph.network or graph
    circles = find_cycles(graph, kind="cycle")
    sure = circles
    if circles and graph.queried_links:
        sure = find_cycles(graph.once(_without_queries), kind="cycle", with_cuts=False)
    for shown, whole, queried in _paired(circles, sure, with_rest=False):
        message = f"a cycle of {len(shown.links)} links: {_arrows(shown)}{_beside(shown, whole)}"
        if note or queried:
            message += note or _refused(queried=True)
        yield _finding("cycle", message, shown, whole, queried=queried)


def level_of_effort_cycles(graph: Graph) -> Iterator[Finding]:
    """Find the cycles that are only there through milestones like a level of effort."""
    if (graph.network or graph).is_acyclic:
        return
    from depgraph.analysis.cycles import find_cycles, has_cycles

    note = _of_network(graph)
    graph = graph.network or graph
    if not has_cycles(graph):
        return
    circles = find_cycles(graph, kind="level of effort")
    sure = circles
    if graph.queried_links:
        sure = find_cycles(
            graph.once(_without_queries), kind=None if circles else "level of effort"
        )
    for shown, whole, queried in _paired(circles, sure):
        if whole.kind == "level of effort":
            message = (
                f"a cycle of {len(shown.links)} links, there only through "
                f"{shortened(whole.levels_of_effort)}: {_arrows(shown)}{_beside(shown, whole)}"
                f"{note or _refused(queried=queried)}"
            )
            yield _finding("level-of-effort-cycle", message, shown, whole, queried=queried)


def infeasible_ladders(graph: Graph) -> Iterator[Finding]:
    """Find the ladders that no dates satisfy."""
    for shown, whole, queried in _ladders(graph, infeasible=True):
        message = (
            f"no dates satisfy these {len(shown.links)} links: {_arrows(shown)}: "
            f"lags and durations add up to {_days_words(shown.days or 0)} too many"
        )
        if queried:
            message += _refused(queried=True)
        yield _finding("infeasible-ladder", message, shown, whole, queried=queried)


def ladders(graph: Graph) -> Iterator[Finding]:
    """Find the ladders that dates can satisfy."""
    for shown, whole, queried in _ladders(graph, infeasible=False):
        room = ""
        if whole.is_feasible is None:
            room = "; it is too large to find out whether lags and durations allow it too"
        elif shown.days is not None:
            room = f"; lags and durations leave {_days_words(-shown.days)} to spare"
        message = f"{_arrows(shown)} goes round, but is no cycle: the link types allow it{room}"
        message += _beside(shown, whole)
        yield _finding("ladder", message, shown, whole, queried=queried)


def _of_network(graph: Graph) -> str:
    """Say what a cycle of activities means for the links between milestones."""
    if graph.network is None or graph.network.rules is not None:
        return ""
    from depgraph.analysis.cycles import has_cycles

    if has_cycles(graph):
        return ""
    return "; no milestone is in it, so that dates of milestones can be projected"


def _without_queries(graph: Graph) -> Graph:
    return graph.without_queried_links()


def _ladders(graph: Graph, *, infeasible: bool) -> Iterable[tuple[Ladder, Ladder, bool]]:
    graph = graph.network or graph
    if graph.is_acyclic:
        return ()
    from depgraph.analysis.ladders import find_ladders

    def of_this_sort(plan: Graph) -> list[Ladder]:
        return [
            ladder
            for ladder in plan.once(find_ladders)
            if (ladder.is_feasible is False) == infeasible
        ]

    whole_plan = of_this_sort(graph)
    sure = of_this_sort(graph.once(_without_queries)) if graph.queried_links else whole_plan
    return _paired(whole_plan, sure)


def _paired(
    of_plan: Sequence[T], sure: Sequence[T], *, with_rest: bool = True
) -> Iterator[tuple[T, T, bool]]:
    """Yield what to show of each component, the whole of it, and whether it is queried.

    Parameters
    ----------
    of_plan
        The components of the plan.
    sure
        Those that it has without its queried links.
    with_rest
        Whether one of these that is part of none of the first is yielded as one more.
    """
    place = {link: n for n, whole in enumerate(of_plan) for link in whole.component_links}
    inside: dict[int, T] = {}
    rest: list[T] = []
    for circle in sure:
        n = place.get(circle.links[0])
        if n is None:
            rest.append(circle)
        else:
            inside.setdefault(n, circle)
    for n, whole in enumerate(of_plan):
        yield inside.get(n, whole), whole, n not in inside
    if with_rest:
        yield from ((circle, circle, False) for circle in rest)


def _refused(*, queried: bool) -> str:
    """Say what a cycle that is no error keeps from being answered, and how to end that."""
    how = "cut or its queried links are dropped" if queried else "cut"
    return (
        f"; no date can be projected: critical-path, slip and what-if are refused until it is {how}"
    )


def _days_words(count: int) -> str:
    return f"{count} {'day' if count == 1 else 'days'}"


def _arrows(shown: Cycle | Ladder) -> str:
    return shortened(shown.chain, " -> ", most=_MOST_CODES)


def _beside(shown: Cycle | Ladder, whole: Cycle | Ladder) -> str:
    count = len(whole.milestones) - len(set(shown.chain))
    return f"; {count} more are in cycles with these" if count else ""


def _finding(
    rule: str, message: str, shown: Cycle | Ladder, whole: Cycle | Ladder, *, queried: bool
) -> Finding:
    return Finding(
        rule=rule,
        severity="error",
        status="queried" if queried else "new",
        message=message,
        milestone=shown.chain[0],
        chain=shown.chain,
        links=shown.links,
        position=shown.links[0].position,
        circle=whole,
    )
