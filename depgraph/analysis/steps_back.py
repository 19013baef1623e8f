"""The step back from a milestone to what drives it, or comes nearest to driving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.analysis.projection import Projection


class StepsBack:
    """The steps of one path back from a target, along the links of least slack.

    Parameters
    ----------
    projection
        The projected dates.
    milestones
        The numbers of the milestones that are on the path already.
    """

    def __init__(self, projection: Projection, milestones: Iterable[int]) -> None:
        self._projection = projection
        self._visited = set(milestones)
        self._followers = _Followers(projection)
        for n in self._visited:
            self._followers.add(n)

    def next(self, n: int) -> int | None:
        """Return the link by which the path goes on from a milestone, and take it.

        It is a driving link or, where there is none, that of the least slack: to an incomplete
        prerequisite that has a date and is not on the path. Of several it is the one whose
        prerequisite has its date from nothing on the path (which only happens in ladders), has
        the later date, has the smaller code.

        Returns
        -------
        int or None
            The place of the link in ``graph.links``; None where the path ends.
        """
        projection, graph = self._projection, self._projection.graph
        best: tuple[bool, int, bool, int, int, int] | None = None
        for number in graph.incoming[n]:
            source = graph.link_sources[number]
            if source in self._visited or graph.milestones[source].is_complete:
                continue
            slack = projection.link_slack(number)
            if slack is None:
                continue
            # With calendars a driving link may have slack, and another one have none.
            is_driving = projection.is_driving(number) if graph.calendars else not slack
            slack = 0 if is_driving else slack
            # Milestones are numbered in the order of their codes.
            day = projection.finish[source] or 0
            key = (not is_driving, slack, source in self._followers, -day, source, number)
            if best is None or key < best:
                best = key
        if best is None:
            return None
        *_, source, number = best
        self._visited.add(source)
        self._followers.add(source)
        return number


class _Followers:
    """The milestones whose dates follow from some others, where there are ladders.

    Without ladders no prerequisite of a milestone follows from it, and nothing is kept.
    """

    def __init__(self, projection: Projection) -> None:
        self._driven: dict[int, list[int]] = {}
        self._numbers: set[int] = set()
        if projection.has_ladders:
            for n, number in enumerate(projection.driving_links):
                if number is not None:
                    source = projection.graph.link_sources[number]
                    self._driven.setdefault(source, []).append(n)

    def __contains__(self, n: int) -> bool:
        return n in self._numbers

    def add(self, n: int) -> None:
        """Add what follows from a milestone, through driving links."""
        todo = [n]
        for setter in todo:
            for driven in self._driven.get(setter, ()):
                if driven not in self._numbers:
                    self._numbers.add(driven)
                    todo.append(driven)
