"""What the columns of a table ask about milestones, worked out when it is first asked for."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from depgraph.analysis.deadline_floats import deadline_floats
from depgraph.analysis.delays import delays, equal_roots
from depgraph.analysis.floats import floats_to_ends, total_floats
from depgraph.analysis.late import days_overdue, late_milestones
from depgraph.analysis.projection import project
from depgraph.analysis.reasons import reason
from depgraph.analysis.scheduled import only_in_schedule
from depgraph.analysis.view_hops import ViewHops
from depgraph.errors import CycleError, DateRangeError, NoAsOfDateError
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from depgraph.analysis.deadline_floats import DeadlineFloat
    from depgraph.analysis.delays import Delay, EqualRoots
    from depgraph.analysis.late import Late
    from depgraph.analysis.projection import Gaps, Projection
    from depgraph.errors import DepgraphError
    from depgraph.model import Graph, Link, Milestone
    from depgraph.rules.findings import Finding


class Facts:
    """What is known of the milestones of a plan.

    Parameters
    ----------
    find
        What returns the findings of its checks and rules.
    target
        The milestone that floats are counted to; None for the ends of the chains.
    gaps
        How the gaps of the plan are read.
    plan
        The plan whose gaps are work, where links of that are left out.
    """

    def __init__(
        self,
        graph: Graph,
        find: Callable[[], Iterable[Finding]] = tuple,
        *,
        target: str | None = None,
        gaps: Gaps = "float",
        plan: Graph | None = None,
    ) -> None:
        self.graph = graph
        self._find = find
        self.target = target
        self.gaps = gaps
        self._plan = plan

    @cached_property
    def projection(self) -> Projection:
        """The projected dates.

        Raises
        ------
        CycleError, NoAsOfDateError, DateRangeError
            If there are none.
        """
        return project(self.graph, gaps=self.gaps, plan=self._plan)

    @cached_property
    def hops(self) -> ViewHops:
        """What waits on what directly, with slacks."""
        return ViewHops(self.graph, self.projection)

    @cached_property
    def firm_projection(self) -> Projection:
        """The projected dates without the queried links.

        Raises
        ------
        CycleError, NoAsOfDateError, DateRangeError
            If there are none with them.
        """
        if not self.graph.queried_links:
            return self.projection
        firm = self.graph.without_queried_links()
        return project(firm, gaps=self.gaps, plan=self._plan or self.graph)

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
        """What sets the date of each milestone of the projected graph."""
        return delays(self.projection)

    @cached_property
    def late(self) -> Mapping[str, Late]:
        """What is late, by code."""
        return late_milestones(self.graph, self.projection)

    @cached_property
    def equal_roots(self) -> Sequence[EqualRoots]:
        """What holds each milestone as much as the root of its driving chain."""
        return equal_roots(self.projection, self.delays)

    @cached_property
    def floats(self) -> Mapping[str, int]:
        """The total float of each milestone that has one."""
        if self.target is None:
            return floats_to_ends(self.projection)
        return total_floats(self.projection, self.target)

    @cached_property
    def deadline_floats(self) -> Mapping[str, DeadlineFloat]:
        """The least float of each milestone to all deadlines that it leads to."""
        return deadline_floats(self.projection)

    @cached_property
    def due_floats(self) -> Mapping[str, DeadlineFloat]:
        """The same to all due dates."""
        return deadline_floats(self.projection, "due")

    @cached_property
    def schedule_only(self) -> frozenset[str]:
        """The codes of the milestones that are here though only the schedule has them."""
        return frozenset(only_in_schedule(self.graph))

    @cached_property
    def questions(self) -> Mapping[str, int]:
        """How many open questions there are on a milestone."""
        return Counter(question.milestone for question in self.graph.questions)

    @cached_property
    def all_findings(self) -> Sequence[Finding]:
        """The findings of the checks and rules."""
        return tuple(self._find())

    @cached_property
    def findings_at_links(self) -> Mapping[Link, Sequence[int]]:
        """The places in `all_findings` of the errors and warnings at each link, by link."""
        places: dict[Link, list[int]] = {}
        for place, finding in enumerate(self.all_findings):
            if finding.severity != "info":
                for link in finding.links:
                    places.setdefault(link, []).append(place)
        return places

    @cached_property
    def findings(self) -> Mapping[str, int]:
        """How many findings name a milestone, or have it in their evidence."""
        return Counter(code for finding in self.all_findings for code in finding.codes)


class Entry(Struct):
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
    def projected_without_queries(self) -> date | None:
        """Its projected date without the queried links."""
        return self.facts.firm_projection.date(self.milestone.id)

    @property
    def delay(self) -> Delay:
        """What sets its projected date."""
        return self.facts.delays[self._number_of_whole]

    @property
    def days_overdue(self) -> int | None:
        """Days from when it was due, else forecast, to the as-of date, if that is over."""
        return days_overdue(self.milestone, self.facts.graph.as_of)

    @property
    def cause(self) -> str | None:
        """Why the root of its driving chain has the date that it has, in words."""
        delay = self.delay
        if delay.root is None:
            return None
        return reason(self.facts.projection, delay.root, delay.driver)

    @property
    def equal_roots(self) -> tuple[str, ...]:
        """What holds it as much as that root does."""
        equal = self.facts.equal_roots[self._number_of_whole]
        return (*equal.codes, "and more") if equal.has_more else equal.codes

    @property
    def queried_roots(self) -> tuple[str, ...]:
        """Which of all these hold it only by a queried link, where not all do."""
        if self.delay.is_queried:
            return ()
        return self.facts.equal_roots[self._number_of_whole].queried

    @property
    def _number_of_whole(self) -> int:
        """Its number in the graph that dates are worked out of."""
        return self.facts.projection.graph.number(self.milestone.id)
