"""Chains of a schedule network as links between the milestones of its view.

What drives a date is found in the whole network. To be told, a chain from one milestone of the
view to the next is folded into one link, whose witness has the activities on the way and the
days of work, of lags and of waiting that it takes.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from depgraph.model import Link, Witness
from depgraph.model.gates import gated, is_copy, stated_codes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from depgraph.analysis.bounds import Bounds
    from depgraph.model import Graph, Milestone

    class Dated(Protocol):
        """What a projection of a network says, by the numbers of milestones and links."""

        @property
        def graph(self) -> Graph:
            """The network."""

        @property
        def view(self) -> Graph | None:
            """Its view."""

        @property
        def finish(self) -> Sequence[int | None]:
            """The projected dates as day numbers."""

        @property
        def ends(self) -> Sequence[int | None]:
            """The projected dates in the unit of the bounds."""

        @property
        def bounds(self) -> Bounds:
            """What the links demand."""

        @property
        def driving_links(self) -> Sequence[int | None]:
            """The driving link of each milestone."""

        def link_slack(self, number: int) -> int | None:
            """Return the slack of a link in days."""


class FoldedChains:
    """The chains of a projected network, told as links between milestones of its view.

    Without a view each link of the graph stays as it is. Chains are lists of the numbers of
    links, from the prerequisite on.
    """

    def __init__(self, projection: Dated) -> None:
        self._projection = projection
        self._graph = projection.graph
        self._driving: dict[int, Link] = {}

    @cached_property
    def _shown(self) -> frozenset[int] | None:
        view = self._projection.view
        return None if view is None else frozenset(map(self._graph.number, view.codes))

    def is_shown(self, n: int) -> bool:
        """Whether a milestone, by its number, is one of the view."""
        return self._shown is None or n in self._shown

    def code(self, n: int) -> str:
        """Return the code of a milestone; of a copy, that of what it is the copy of.

        A copy that has another date, as without a query, keeps its own code.
        """
        code = self._graph.milestones[n].id
        if self._shown is None or n in self._shown or not is_copy(code):
            return code
        (stated,) = stated_codes([code])
        has_same_date = (
            self._projection.finish[self._graph.number(stated)] == (self._projection.finish[n])
        )
        return stated if has_same_date else code

    def driving(self, number: int) -> Link:
        """Return the chain that ends with a link and drives that, back to a milestone shown.

        Where none is shown on it, it begins with what has its date by itself.
        """
        if self._shown is None:
            return self._graph.links[number]
        if number not in self._driving:
            self._driving[number] = self._driven_by(number)
        return self._driving[number]

    def _driven_by(self, number: int) -> Link:
        chain = [number]
        links, sources = self._projection.driving_links, self._graph.link_sources
        while not self.is_shown(sources[chain[-1]]):
            before = links[sources[chain[-1]]]
            if before is None:
                break
            chain.append(before)
        link = self.folded(chain[::-1])
        return link._replace(prerequisite=self.code(sources[chain[-1]]))

    def folded(self, chain: Sequence[int]) -> Link:
        """Return a chain as one link.

        Its type, lag and doubts are those of its one relationship; one of several is of type FS
        and has the total of the lags in days.
        """
        if len(chain) == 1:
            return self._graph.links[chain[0]]
        links = [self._graph.links[number] for number in chain]
        witness = Witness(()) if self._shown is None else self._witness(chain, links)
        return joined(links, witness)

    def slack(self, chain: Sequence[int]) -> int | None:
        """Return how many days the first of a chain can move before it moves the last.

        Days are working days where the first has a calendar; None where an end has no date.
        """
        projection, graph = self._projection, self._graph
        if len(chain) == 1:
            return projection.link_slack(chain[0])
        n = graph.link_sources[chain[0]]
        first, last = projection.ends[n], projection.ends[graph.link_targets[chain[-1]]]
        if first is None or last is None:
            return None
        for number in reversed(chain):
            last = projection.bounds.latest(number, last)
        return projection.bounds.margin(n, first, last)

    def split(self, chain: Sequence[int]) -> list[list[int]]:
        """Return the parts of a chain of several milestones, each to the next one shown.

        What leads from the first to a milestone shown is a part, and what leads to the last.
        """
        parts: list[list[int]] = [[]]
        for number in chain:
            parts[-1].append(number)
            if self.is_shown(self._graph.link_targets[number]):
                parts.append([])
        return [part for part in parts if part]

    def _witness(self, chain: Sequence[int], links: Sequence[Link]) -> Witness:
        projection, graph = self._projection, self._graph
        work = lag = 0
        enters = "F"
        for link, number in zip(links, chain, strict=True):
            # What is entered by its start and left by its finish is worked through, and what is
            # entered by its finish and left by its start is gone back over.
            duration = _days_of_work(graph.milestones[graph.link_sources[number]])
            work += duration * ((link.type[0] == "F") - (enters == "F"))
            lag += link.lag
            enters = link.type[1]
        if enters == "S":
            work += _days_of_work(graph.milestones[graph.link_targets[chain[-1]]])
        slacks = [projection.link_slack(number) for number in chain]
        return Witness(
            activities_on(links),
            sum(link.witness.lag_hours for link in links if link.witness),
            work_days=work,
            lag_days=lag,
            wait_days=None if None in slacks else sum(slack or 0 for slack in slacks),
            counts_working_days=bool(graph.calendars),
        )


def _days_of_work(milestone: Milestone) -> int:
    """Return the days of work of an activity, of one that has begun those that remain."""
    if milestone.remaining is not None and not milestone.is_complete:
        return milestone.remaining
    return milestone.duration or 0


def activities_on(links: Sequence[Link]) -> tuple[str, ...]:
    """Return the codes of the activities between the ends of a chain."""
    return stated_codes(link.prerequisite for link in gated(links)[1:])


def joined_chain(links: Sequence[Link]) -> Link:
    """Return the link that a chain is told as, where there are no dates."""
    if len(links) == 1:
        return links[0]
    hours = sum(link.witness.lag_hours for link in links if link.witness)
    return joined(links, Witness(activities_on(links), hours))._replace(
        lag=sum(link.lag for link in links)
    )


def joined(links: Sequence[Link], witness: Witness) -> Link:
    """Return the link that a chain of several is told as."""
    first, last = links[0], links[-1]
    return Link(
        first.prerequisite,
        last.dependent,
        lag=witness.lag_days or 0,
        queries=tuple(query for link in links for query in link.queries),
        allowances=first.allowances,
        note=first.note,
        position=first.position if first.queries else last.position,
        witness=witness,
    )
