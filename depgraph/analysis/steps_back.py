"""The step back from a milestone to what drives it, or comes nearest to driving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.bounds import completions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from depgraph.analysis.projection import Projection


class StepsBack:
    """The steps of one path back from a target, along the links of least slack.

    Parameters
    ----------
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

        It is the first of the causes of the date that is a link or, where none is, the link of
        the least slack: to an incomplete prerequisite that has a date and is not on the path.
        Of several links they have the order of causes (see `depgraph.analysis.driving`): one
        that nobody doubts first, then by the codes. In ladders those come last whose
        prerequisite has its date from something on the path.

        Returns
        -------
        int or None
            The place of the link in ``graph.links``; None where the path ends.
        """
        projection, graph = self._projection, self._projection.graph
        handing_on = projection.bounds.handing_on
        is_complete, sources = graph.once(completions), graph.link_sources
        numbers = [
            number
            for number in graph.incoming[n]
            if (source := sources[number]) not in self._visited
            and not (is_complete[source] and source not in handing_on)
            and projection.link_slack(number) is not None
        ]
        if not numbers:
            return None
        number = numbers[0] if len(numbers) == 1 else min(numbers, key=self._order_at(n))
        source = sources[number]
        self._visited.add(source)
        self._followers.add(source)
        return number

    def _order_at(self, n: int) -> Callable[[int], tuple[bool, bool, int, bool, bool, int, int]]:
        """Return the key by which the first of the links to a milestone is the least."""
        projection, graph = self._projection, self._projection.graph
        driving = projection.driving_links[n] if projection.has_ladders else None
        has_calendars, queried = bool(graph.calendars), graph.queried_numbers

        def order(number: int) -> tuple[bool, bool, int, bool, bool, int, int]:
            source, slack = graph.link_sources[number], projection.link_slack(number) or 0
            # With calendars a driving link may have slack, and another one have none.
            is_driving = projection.is_driving(number) if has_calendars else not slack
            slack = 0 if is_driving else slack
            # Milestones are numbered in the order of their codes.
            of_equals = (source in self._followers, number in queried, source, number)
            return number != driving, not is_driving, slack, *of_equals

        return order


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
