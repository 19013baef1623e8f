"""What the columns of a table ask about milestones, worked out when it is first asked for."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from depgraph.analysis.delays import delays
from depgraph.analysis.floats import floats_to_ends, total_floats
from depgraph.analysis.projection import project
from depgraph.analysis.scheduled import only_in_schedule
from depgraph.errors import CycleError, DateRangeError, NoAsOfDateError
from depgraph.records import by_type
from depgraph.reports.layout import days_overdue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from depgraph.analysis.delays import Delay
    from depgraph.analysis.projection import Projection
    from depgraph.errors import DepgraphError
    from depgraph.model import Graph, Link, Milestone
    from depgraph.rules.findings import Finding


class Facts:
    """What is known of the milestones of a plan.

    Parameters
    ----------
    graph
        The plan.
    find
        What returns the findings of its checks and rules.
    target
        The milestone that floats are counted to; None for the ends of the chains.
    """

    def __init__(
        self,
        graph: Graph,
        find: Callable[[], Iterable[Finding]] = tuple,
        *,
        target: str | None = None,
    ) -> None:
        self.graph = graph
        self._find = find
        self.target = target

    @cached_property
    def projection(self) -> Projection:
        """The projected dates.

        Raises
        ------
        CycleError, NoAsOfDateError, DateRangeError
            If there are none.
        """
        return project(self.graph)

    @cached_property
    def projection_error(self) -> DepgraphError | None:
        """Why there are no projected dates; None where there are."""
        try:
            self.projection  # noqa: B018 - it is worked out here, once
        except (CycleError, NoAsOfDateError, DateRangeError) as error:
            return error
        return None

    @cached_property
    def delays(self) -> Sequence[Delay]:
        """What sets the date of each milestone."""
        return delays(self.projection)

    @cached_property
    def floats(self) -> Mapping[str, int]:
        """The total float of each milestone that has one."""
        if self.target is None:
            return floats_to_ends(self.projection)
        return total_floats(self.projection, self.target)

    @cached_property
    def schedule_only(self) -> frozenset[str]:
        """The codes of the milestones that are here though only the schedule has them."""
        return frozenset(only_in_schedule(self.graph))

    @cached_property
    def questions(self) -> Mapping[str, int]:
        """How many open questions there are on a milestone."""
        return Counter(question.milestone for question in self.graph.questions)

    @cached_property
    def findings(self) -> Mapping[str, int]:
        """How many findings name a milestone, or have it in their evidence."""
        return Counter(code for finding in self._find() for code in finding.codes)


@by_type
class Entry(NamedTuple):
    """A milestone of a plan, by its number."""

    facts: Facts
    number: int

    @property
    def milestone(self) -> Milestone:
        """The milestone."""
        return self.facts.graph.milestones[self.number]

    @property
    def links_in(self) -> list[Link]:
        """The links to its prerequisites, by their codes."""
        graph = self.facts.graph
        return [graph.links[number] for number in graph.incoming[self.number]]

    @property
    def links_out(self) -> list[Link]:
        """The links to its dependents, by their codes."""
        graph = self.facts.graph
        return [graph.links[number] for number in graph.outgoing[self.number]]

    @property
    def projected(self) -> date | None:
        """Its projected date."""
        return self.facts.projection.date(self.milestone.id)

    @property
    def delay(self) -> Delay:
        """What sets its projected date."""
        return self.facts.delays[self.number]

    @property
    def days_overdue(self) -> int | None:
        """Days from its due date to the as-of date, if it was due before that and is not done."""
        return days_overdue(self.milestone, self.facts.graph.as_of)

    @property
    def cause(self) -> str | None:
        """Why the root of its driving chain has the date that it has, in words."""
        delay, graph = self.delay, self.facts.graph
        if delay.root is None:
            return None
        root = Entry(self.facts, graph.number(delay.root))
        milestone = root.milestone
        if delay.driver == "completed":
            return f"completed {milestone.completed}"
        if delay.driver == "own date":
            if milestone.completed is not None:
                return f"to be completed {milestone.completed}"
            return f"{'forecast' if milestone.forecast else 'due'} {milestone.planned}"
        if delay.driver == "not before":
            return f"not before {milestone.not_before}"
        if root.days_overdue:
            return f"overdue since {milestone.due}"
        return f"not complete at {graph.as_of}"
