"""The critical path to a target, and the float paths behind it.

The slack of a link is how far its prerequisite can move before the link moves the
dependent; a link with slack 0 is driving. From the target, float path 1, the critical path,
steps back to the prerequisite whose link has the least slack. The next float path begins
with the link that has the least total float of those into the paths found so far, and steps
back in the same way. (Multiple float paths, as in the practice of critical path scheduling.)

Complete milestones are on no critical path: they are history, and no link moves them. One that was
completed out of sequence in a schedule of P6 is, where it hands on what holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depgraph.analysis.float_paths import Beginning, FloatPaths, Step
from depgraph.analysis.floats import total_floats
from depgraph.analysis.projection import Gaps, Projection, project
from depgraph.analysis.reach import reach
from depgraph.model.gates import is_copy
from depgraph.records import Struct
from depgraph.showing import printed, shown
from depgraph.words import counted, natural

if TYPE_CHECKING:
    from datetime import date

    from depgraph.model import Graph, Link, Milestone


class LateBehind(Struct):
    """The incomplete milestones behind a target that are projected later than due.

    Attributes
    ----------
    number
        How many they are.
    nearest
        The code of the one with the smallest total float with respect to the target.
    total_float
        That float: days, working days where it has a calendar.
    """

    number: int
    nearest: str
    total_float: int


@printed
@shown
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CriticalPath:
    """What drives the date of a target.

    Attributes
    ----------
    target
        The milestone that is asked about.
    as_of
        The as-of date.
    projected
        Its projected date; None if it is undated.
    deadline
        The date that floats are counted to, where one is given.
    paths
        Float paths; the first is the critical path, from the target back. Each further one
        begins with a milestone of an earlier path, and ends with one where it meets such a
        path again.
    open_codes
        The codes of the critical path, the target first: without history, and of a network with
        the activities between the milestones of its view.
    begins
        For each path, the activity of a network that it begins with, before its last step; None
        where it begins with that.
    total_floats
        For each path, the total float of the first of its own, behind where it meets others.
    undated
        The codes of what the target waits on, directly or through others, that has no
        projected date and so constrains nothing; sorted.
    projection
        The projection that this comes from.
    """

    target: Milestone
    as_of: date
    projected: date | None
    deadline: date | None
    paths: tuple[tuple[Step, ...], ...]
    undated: tuple[str, ...]
    projection: Projection
    open_codes: tuple[str, ...]
    begins: tuple[Beginning | None, ...] = (None,)
    total_floats: tuple[int | None, ...] = (None,)

    def __repr__(self) -> str:
        """Return a line with the target, its date and the number of its paths."""
        date = self.projected or "no date"
        number = counted(len(self.paths), "float path")
        return f"<CriticalPath to {self.target.id}: {date}, {number}>"

    @property
    def steps(self) -> tuple[Step, ...]:
        """The critical path: the first of `paths`."""
        return self.paths[0]

    @property
    def driving_steps(self) -> tuple[Step, ...]:
        """The part of the critical path that drives the target, from the target back.

        It ends where a step has its date by itself, or from what is complete.
        """
        driving = [self.steps[0]]
        for step in self.steps[1:]:
            if step.link is None or self.projection.driver(driving[-1].id).link != step.link:
                break
            driving.append(step)
        return tuple(driving)

    @property
    def driving_chain(self) -> tuple[Milestone, ...]:
        """What drives the target, from the target back to what has its date by itself.

        Of a network these are the milestones of its view, and the activity that it begins with.
        """
        graph = self.projection.graph
        links = self.driving_chain_links
        return (graph[self.target.id], *(graph[link.prerequisite] for link in links))

    @property
    def driving_chain_links(self) -> tuple[Link, ...]:
        """The driving links of that chain, from the target back."""
        code = self.target.id
        links = []
        while (link := self.projection.driver(code).link) is not None:
            links.append(link)
            code = link.prerequisite
        return tuple(links)

    @property
    def late_behind(self) -> LateBehind | None:
        """What is late behind the target, and how near it comes; None where nothing is late."""
        projection = self.projection
        floats = total_floats(projection, self.target.id)
        late = [
            (days, code)
            for code, days in floats.items()
            if code in projection.slipped and code != self.target.id
        ]
        if not late:
            return None
        days, code = min(late)
        return LateBehind(len(late), code, days)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the critical path, the target first."""
        return tuple(step.milestone.id for step in self.steps)


def critical_path(
    graph: Graph,
    target: str,
    *,
    as_of: date | None = None,
    deadline: date | None = None,
    without_queries: bool = False,
    gaps: Gaps = "float",
    paths: int = 1,
    history: bool = False,
) -> CriticalPath:
    """Find what drives the date of a milestone.

    From the target, the path steps back to the incomplete prerequisite whose link has the
    least slack (of several, by a link that nobody doubts, then to the smaller code), and ends
    where there is none. In a ladder, of links with the same slack, those come last whose
    prerequisite has its date from a milestone that is on the path already. For a complete
    target it is the chain of the latest completions.

    Parameters
    ----------
    graph
        A graph without cycles between events.
    target
        The code of the milestone.
    as_of
        The as-of date in place of the graph's own.
    deadline
        Count floats to this date in place of the target's projected date; they may then be
        negative. Without it, the target's ``not_after`` is taken where it has one.
    without_queries
        Leave out the links that a reviewer doubts.
    gaps
        How the gaps of the plan are read, see `depgraph.analysis.projection`.
    paths
        How many float paths to find; there may be fewer. A link from a milestone that is on
        a path already begins none.
    history
        Go on from the end of the critical path with the chain of the latest completions.

    Returns
    -------
    CriticalPath
        The projected date, the critical path and the float paths behind it. Slack and floats are
        in days. Printed, it is a table.

    Raises
    ------
    UnknownMilestoneError
        If the graph does not have the target.
    CycleError
        If the links go round in a cycle.
    NoAsOfDateError
        If nothing gives an as-of date.
    """
    counted = graph.without_queried_links() if without_queries else graph
    projection = project(counted, as_of=as_of, gaps=gaps, plan=graph)
    return path_to(projection, graph[target], deadline=deadline, paths=paths, history=history)


def path_to(
    projection: Projection,
    target: Milestone,
    *,
    deadline: date | None = None,
    paths: int = 1,
    history: bool = False,
    has_floats: bool = True,
) -> CriticalPath:
    """Find what drives the date of a milestone in a projection, as `critical_path` does.

    Many targets of one plan are answered from one projection. Where nobody asks for the floats of
    the one path, they may be left out: they are None then.
    """
    n = projection.graph.number(target.id)
    deadline = deadline or target.not_after
    search = FloatPaths(projection, n, deadline, has_floats=has_floats)
    return CriticalPath(
        target=target,
        as_of=projection.as_of,
        projected=projection.date(target.id),
        deadline=deadline,
        paths=search.find(paths, history=history),
        open_codes=tuple(search.open_codes),
        begins=tuple(search.begins),
        total_floats=tuple(search.total_floats),
        undated=_undated_behind(projection, n),
        projection=projection,
    )


def _undated_behind(projection: Projection, target: int) -> tuple[str, ...]:
    if None not in projection.finish:
        return ()
    graph = projection.graph
    behind = reach(graph, target, accept=lambda n: not graph.milestones[n].is_complete)
    codes = (
        graph.milestones[n].id
        for n in behind.came
        if projection.finish[n] is None and not is_copy(graph.milestones[n].id)
    )
    return tuple(sorted(codes, key=natural))
