"""What schedules say: of a milestone of the plan, and of those that only they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.errors import DepgraphError
from depgraph.model import Graph
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from depgraph.model import Milestone
    from depgraph.model.classification import Classification
    from depgraph.model.schedules import Revision


def is_named(revision: Revision, name: str) -> bool:
    """Whether a name is that of a schedule: its as-of date, or the end of its path.

    The path may be given without the end of the file name.
    """
    path = f"/{revision.shown}"
    stem = path.rpartition(".")[0]
    return name in revision.names or path.endswith(f"/{name}") or stem.endswith(f"/{name}")


def find_revision(revisions: Sequence[Revision], named: str) -> Revision:
    """Return the schedule that a name is of, as `is_named` says.

    Raises
    ------
    DepgraphError
        If no schedule is named so, or several are.
    """
    matching = [revision for revision in revisions if is_named(revision, named)]
    if len(matching) == 1:
        return matching[0]
    if matching:
        raise DepgraphError(
            f"{len(matching)} schedules are named by {named!r}: give the path of one, "
            + " or ".join(revision.shown for revision in matching)
        )
    known = ", ".join(map(_both_dates, revisions))
    raise DepgraphError(
        f"there is no schedule {named!r}"
        + (f": there are {known}" if known else ": the configuration lists none under 'schedules'")
    )


def _both_dates(revision: Revision) -> str:
    """Return the name of a schedule, and its as-of date where that is another."""
    as_of = str(revision.as_of or revision.name)
    return revision.name if as_of == revision.name else f"{revision.name} (as of {as_of})"


def name_of(revision: Revision, revisions: Sequence[Revision]) -> str:
    """Return the shortest name of a schedule that is not that of another."""
    is_alone = sum(is_named(any_revision, revision.name) for any_revision in revisions) == 1
    return revision.name if is_alone else revision.shown


def split_at(
    revisions: Sequence[Revision], as_of: date | None
) -> tuple[tuple[Revision, ...], tuple[Revision, ...]]:
    """Return the schedules up to an as-of date, and the later ones, which it cannot know.

    One without an as-of date of its own is not known to be later; without a date none is.
    """
    later = tuple(
        revision
        for revision in revisions
        if as_of is not None and revision.as_of is not None and revision.as_of > as_of
    )
    return tuple(revision for revision in revisions if revision not in later), later


def later_words(later: Sequence[Revision], as_of: date | None) -> str:
    """Return which later schedules are left out, and how to take them in; empty for none."""
    if not later:
        return ""
    names = ", ".join(revision.name for revision in later)
    are = "schedule later than {} is" if len(later) == 1 else "schedules later than {} are"
    return (
        f"{len(later)} {are.format(as_of)} left out: {names} "
        f"(--schedule {later[-1].name} takes in what is up to that)"
    )


def in_revision(milestone: Milestone, revision: Revision) -> Milestone | None:
    """Return a milestone as a schedule has it, under its code or another one for it."""
    for code in (milestone.id, *milestone.aka):
        if code in revision.milestones:
            return revision.milestones[code]
    return None


def date_in(milestone: Milestone) -> date | None:
    """Return the date that a schedule gives a milestone: completion, else forecast, else due."""
    return milestone.completed if milestone.is_complete else milestone.planned


def with_scheduled(
    graph: Graph, schedules: Sequence[Revision], classify: Callable[[str], Classification]
) -> Graph:
    """Return the milestones of a plan and all that only schedules have, without links.

    Parameters
    ----------
    schedules
        Of one that several have, what the last says of it is taken.
    classify
        Whose a milestone is by its code, where its schedule does not say it.
    """
    milestones = {milestone.id: milestone for milestone in graph.milestones}
    known = _all_codes(graph.milestones)
    for schedule in reversed(schedules):
        for code, milestone in schedule.milestones.items():
            if code in known:
                continue
            whose = classify(code)
            others = tuple(other for other in milestone.aka if other not in known)
            known.update((code, *others))
            milestones[code] = milestone._replace(
                owner=milestone.owner or whose.owner,
                team=milestone.team or whose.team,
                level=whose.level if milestone.level is None else milestone.level,
                tags=tuple(sorted({*milestone.tags, *whose.tags})),
                calendar=None,
                aka=others,
            )
    free = [milestone._replace(calendar=None) for milestone in milestones.values()]
    return Graph(free, as_of=graph.as_of)


def _all_codes(milestones: Iterable[Milestone]) -> set[str]:
    """Return all codes of milestones, other ones for them too."""
    return {code for milestone in milestones for code in (milestone.id, *milestone.aka)}


def counted_milestones(graph: Graph) -> str:
    """Return how many milestones a plan has, those that only its schedule has apart.

    Examples
    --------
    >>> from depgraph.model import Milestone
    >>> plan = Graph([Milestone("A")], schedule_only=[Milestone("B")])
    >>> counted_milestones(plan)
    '1 milestone (+1 only in the schedule)'
    >>> counted_milestones(with_schedule_only(plan)) == counted_milestones(plan)
    True
    """
    only = {milestone.id for milestone in graph.schedule_only}
    taken_in = sum(code in graph for code in only)
    beside = f" (+{len(only)} only in the schedule)" if only else ""
    return f"{counted(len(graph) - taken_in, 'milestone')}{beside}"


def with_schedule_only(graph: Graph) -> Graph:
    """Return a plan with the milestones that only its schedule has, without links.

    Other codes of theirs that are codes of the graph already are left out.
    """
    if not graph.schedule_only:
        return graph
    milestones = list(graph.milestones)
    known = _all_codes(milestones)
    known.update(milestone.id for milestone in graph.schedule_only)
    for milestone in graph.schedule_only:
        others = tuple(code for code in milestone.aka if code not in known)
        known.update(others)
        milestones.append(milestone._replace(aka=others))
    return graph.with_parts(milestones=milestones)


def without_schedule_only(graph: Graph) -> Graph:
    """Return the plan that `with_schedule_only` was given."""
    codes = set(only_in_schedule(graph))
    if not codes:
        return graph
    return graph.with_parts(
        milestones=[milestone for milestone in graph.milestones if milestone.id not in codes]
    )


def only_in_schedule(graph: Graph) -> tuple[str, ...]:
    """Return the codes of the milestones of a graph that only the schedule has, sorted."""
    return tuple(
        milestone.id
        for milestone in graph.schedule_only
        if milestone.id in graph and graph[milestone.id].id == milestone.id
    )
