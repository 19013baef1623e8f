"""What the checks of a schedule's health look at: populations, dates and the end.

What is checked are milestones and activities; requirements, test plans and test reports are
none. Where the graph stands for a schedule network, relationships are those of the network,
and dates those of the milestones. Complete ones are history: most checks leave them out.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from depgraph.analysis.health.measures import NotComputed, Population
from depgraph.analysis.latest import latest_milestone
from depgraph.analysis.projection import Projection, project
from depgraph.analysis.separation import stated_network
from depgraph.errors import CycleError, DateRangeError
from depgraph.model.values import SUFFIXES

if TYPE_CHECKING:
    from datetime import date

    from depgraph.analysis.health.limits import Limits
    from depgraph.model import Fact, Graph, Milestone

NO_AS_OF = NotComputed(
    "nothing gives the as-of date: write 'as_of: YYYY-MM-DD' in the schedule file or give --as-of"
)
_TASKS = "the method leaves milestones out"


class Basis:
    """A plan as the checks look at it.

    Parameters
    ----------
    limits
        The end of the project comes from here, where it is given.
    plan
        The plan whose gaps are work, where links of that are left out.

    Attributes
    ----------
    network
        The activities and relationships: of the network, else of the graph itself.

    Raises
    ------
    UnknownMilestoneError
        If the graph does not have the milestone that is the end.
    """

    def __init__(self, graph: Graph, limits: Limits, plan: Graph | None = None) -> None:
        # The activities of a network that states their durations have dates like milestones.
        self.graph = stated_network(graph)
        self.plan = stated_network(plan or graph)
        self.limits = limits
        self.network = self.graph.network or self.graph
        self._shown = graph.codes
        self._named_end = None if limits.target is None else graph[limits.target].id

    @property
    def as_of(self) -> date | None:
        """The as-of date."""
        return self.graph.as_of

    # -- activities and relationships --------------------------------------------------

    @cached_property
    def open_activities(self) -> tuple[int, ...]:
        """The numbers, in the network, of the activities that are not known to be complete."""
        return tuple(
            n
            for n, milestone in enumerate(self.network.milestones)
            if is_activity(milestone) and not milestone.is_complete
        )

    @cached_property
    def open_relationships(self) -> tuple[int, ...]:
        """The places in the network's links of those by which open activities wait."""
        graph = self.network
        return tuple(
            number
            for n in self.open_activities
            for number in graph.incoming[n]
            if graph.link_sources[number] != n
        )

    @cached_property
    def activities(self) -> Population:
        """The open activities in words."""
        count = len(self.open_activities)
        if self.network is not self.graph:
            total, unknown = len(self.network), self._without_status
            words = f"{count} activities of the schedule network that are {self.are_open}"
            if not unknown:
                return Population(f"{words}, of {total}", self._about_kinds)
            return Population(
                f"{words}, of {total}; the status of {total - unknown} is known",
                f"{self._about_kinds}; it leaves out all that are complete, and an activity whose "
                "status is not known counts as not complete",
            )
        unknown = sum(not is_status_known(self.network.milestones[n]) for n in self.open_activities)
        words = f"{count} milestones that are not complete"
        if unknown:
            words += f" ({unknown} of them without a date or a status)"
        return Population(words, self._about_kinds)

    @cached_property
    def relationships(self) -> Population:
        """The open relationships in words."""
        count = len(self.open_relationships)
        if self.network is not self.graph:
            words = (
                f"{count} relationships into activities of the schedule network that are "
                f"{self.are_open}, of {len(self.network.links)}"
            )
            return Population(words, self.activities.departure)
        words = f"{count} links into milestones that are not complete, of {len(self.graph.links)}"
        return Population(words, self.activities.departure)

    @property
    def are_open(self) -> str:
        """What is said of open activities: ``not complete``, where that is known of all."""
        is_certain = self.network is self.graph or not self._without_status
        return "not complete" if is_certain else "not known to be complete"

    @cached_property
    def _without_status(self) -> int:
        return sum(milestone.state == "unknown" for milestone in self.network.milestones)

    @property
    def _about_kinds(self) -> str:
        """How the kinds of what is looked at differ from those of the method."""
        if self.network is not self.graph:
            return f"{_TASKS}, and those of the network are counted here"
        if any(milestone.duration for milestone in self.network.milestones):
            return f"{_TASKS}, and those without a duration are counted here too"
        return f"{_TASKS}, and this plan has nothing else"

    @cached_property
    def tasks(self) -> tuple[int, ...]:
        """The open activities that take time: no milestones of a network, or with a duration."""
        graph = self.graph
        is_whole = self.network is graph
        return tuple(
            n
            for n in self.open_activities
            if (milestone := self.network.milestones[n]).duration
            or not (is_whole or milestone.id in graph or milestone.duration == 0)
        )

    @cached_property
    def is_from_export(self) -> bool:
        """Whether a program exported the plan: what it does not state may have been left out."""
        return any(
            milestone.position is not None and not milestone.position.file.endswith(SUFFIXES)
            for milestone in self.network.milestones
        )

    def lacking(self, fact: Fact) -> NotComputed | None:
        """Return why something cannot be computed, if a source cannot tell what it takes."""
        for notice in (*self.graph.notices, *self.network.notices):
            if fact in notice.lacks:
                return NotComputed(notice.text.partition(": ")[0])
        return None

    # -- dates ---------------------------------------------------------------------------

    @cached_property
    def with_status(self) -> tuple[Milestone, ...]:
        """The milestones of the graph whose status is known."""
        return tuple(
            milestone
            for milestone in self.graph.milestones
            if is_activity(milestone) and is_status_known(milestone)
        )

    def dated(self, words: str) -> Population:
        """Return a population of milestones with dates."""
        graph = self.graph
        if self.network is not graph:
            rest = "the other activities of the network have no dates"
            return Population(words, f"{_TASKS}; {rest}")
        return Population(words, self._about_kinds)

    @cached_property
    def projection(self) -> Projection | NotComputed:
        """The projected dates of the graph."""
        if self.as_of is None:
            return NO_AS_OF
        try:
            return project(self.graph)
        except (CycleError, DateRangeError) as error:
            first = str(error).splitlines()[0].rstrip(": ")
            hint = "; --cut-cycles goes on without the links of smallest cuts"
            return NotComputed(first + (hint if isinstance(error, CycleError) else ""))

    @cached_property
    def end(self) -> str | NotComputed:
        """The code of the milestone at which the project ends.

        It is the one that is named or else the latest one.
        """
        if self._named_end is not None:
            return self._named_end
        projection = self.projection
        if isinstance(projection, NotComputed):
            return projection
        latest = latest_milestone(projection, self._shown)
        return latest or NotComputed("no milestone that is not complete has a date")


def is_activity(milestone: Milestone) -> bool:
    """Whether it is scheduled: requirements, test plans and test reports are not."""
    return milestone.kind == "milestone"


def is_status_known(milestone: Milestone) -> bool:
    """Whether anything tells how far a milestone is: a completion, a date or a progress."""
    stated = (milestone.due, milestone.forecast, milestone.completed, milestone.progress)
    if milestone.is_complete:
        return True
    return milestone.state == "incomplete" and any(fact is not None for fact in stated)


def link_text(graph: Graph, number: int) -> str:
    """Return a link as ``A -> B``."""
    link = graph.links[number]
    return f"{link.prerequisite} -> {link.dependent}"
