"""Roll-up: how far what a milestone waits on is, by counts.

Each milestone is at one of four stages.

- complete;
- partial: not complete, and begun. Its progress is above 0 % or, where none is stated, a
  direct prerequisite of it is complete;
- not begun: its progress is 0 % or, where none is stated, nothing says that it has begun;
- no progress stated: the last, for what is measured by progress (requirements, test plans and
  test reports). That nothing is said does not mean that nothing is done.
"""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from depgraph.analysis.reach import reach
from depgraph.analysis.view_hops import next_shown
from depgraph.errors import DepgraphError, did_you_mean
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from depgraph.model import Graph, Milestone

Stage = Literal["complete", "partial", "not begun", "no progress stated"]

STAGES: tuple[Stage, ...] = ("complete", "partial", "not begun", "no progress stated")
ATTRIBUTES = ("kind", "level", "owner", "state", "team")
"""The attributes that milestones can be grouped by."""

TAG = "tag:"
"""What stands before the beginning of the tags that milestones are grouped by."""


class Tally(Struct):
    """How many milestones are at each stage.

    Attributes
    ----------
    unstated
        How many are measured by progress, and have none stated.
    measured
        How many state a progress.
    progress
        The sum of these, in per cent.
    complete_unstated
        How many are complete, and state no progress.
    """

    complete: int = 0
    partial: int = 0
    not_begun: int = 0
    unstated: int = 0
    measured: int = 0
    progress: int = 0
    complete_unstated: int = 0

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """The counts, in the order of `STAGES`."""
        return self.complete, self.partial, self.not_begun, self.unstated

    @property
    def total(self) -> int:
        """How many milestones there are."""
        return sum(self.counts)

    @property
    def mean_progress(self) -> float | None:
        """The mean of the stated progress, in per cent; None where none is stated."""
        return self.progress / self.measured if self.measured else None

    @property
    def least_progress(self) -> float | None:
        """The mean progress of all, in per cent, where what states none counts as 0.

        What is complete counts as 100. None where no progress is stated.
        """
        if not self.measured:
            return None
        return (self.progress + 100 * self.complete_unstated) / self.total


class GroupTally(Struct):
    """The milestones of one group; the name is empty for those in no group."""

    name: str
    tally: Tally


class Part(Struct):
    """The direct prerequisites of a milestone, or all.

    Attributes
    ----------
    queried
        Those of them that only links which a reviewer doubts lead from.
    groups
        By what was asked for, sorted by name, those in no group last. A milestone can be in
        several groups of tags.
    overlapping
        The codes of those that are in several groups.
    """

    tally: Tally
    queried: Tally
    groups: tuple[GroupTally, ...]
    overlapping: tuple[str, ...]


class RollUp(Struct):
    """How far what a milestone waits on is.

    Attributes
    ----------
    direct
        Its direct prerequisites.
    every
        All that it waits on, directly or through others.
    """

    milestone: Milestone
    direct: Part
    every: Part


def _stage(milestone: Milestone, *, is_begun: bool) -> Stage:
    """Return the stage of a milestone.

    Parameters
    ----------
    is_begun
        Whether something that it waits on directly is complete.
    """
    if milestone.is_complete:
        return "complete"
    if milestone.progress is not None:
        return "partial" if milestone.progress else "not begun"
    if is_begun:
        return "partial"
    return "not begun" if milestone.kind == "milestone" else "no progress stated"


def _begun(graph: Graph) -> set[int]:
    """Return the numbers of the milestones that wait directly on something complete."""
    whole = graph.whole
    targets, milestones = whole.link_targets, whole.milestones
    todo = [n for n, milestone in enumerate(milestones) if milestone.is_complete]
    if graph.is_view:
        todo = [n for n in todo if milestones[n].id in graph.codes]
    behind: set[int] = set()
    for n in todo:
        for target in {targets[number] for number in whole.outgoing[n]} - behind:
            behind.add(target)
            if graph.is_view and milestones[target].id not in graph.codes:
                todo.append(target)
    if not graph.is_view:
        return behind
    return {graph.number(milestones[n].id) for n in behind if milestones[n].id in graph.codes}


def _waited_on(
    graph: Graph, target: int, *, is_direct: bool, is_certain: bool = False
) -> Collection[int]:
    """Return the numbers of what a milestone waits on.

    Parameters
    ----------
    is_certain
        Whether queried links are left out.
    """
    whole = graph.whole

    def follow(number: int) -> bool:
        return not (is_certain and number in whole.queried_numbers)

    if not graph.is_view:
        return reach(graph, target, direct=is_direct, follow=follow).came
    n = whole.number(graph.milestones[target].id)
    if is_direct:
        came: Collection[int] = next_shown(whole, n, graph.codes, follow)
    else:
        came = reach(whole, n, follow=follow).came
    codes = (whole.milestones[at].id for at in came)
    return {graph.number(code) for code in codes if code in graph.codes}


def tally(graph: Graph, numbers: Iterable[int]) -> Tally:
    """Count milestones, by their numbers, by stages."""
    numbers = list(numbers)
    begun = _begun(graph)
    milestones = [graph.milestones[n] for n in numbers]
    counts = Counter(
        _stage(milestone, is_begun=n in begun)
        for n, milestone in zip(numbers, milestones, strict=True)
    )
    stated = [
        # Where a completion date contradicts the progress, the date counts.
        100 if milestone.is_complete else milestone.progress
        for milestone in milestones
        if milestone.progress is not None
    ]
    complete, partial, not_begun, unstated = (counts[name] for name in STAGES)
    return Tally(
        complete=complete,
        partial=partial,
        not_begun=not_begun,
        unstated=unstated,
        measured=len(stated),
        progress=sum(stated),
        complete_unstated=sum(m.is_complete and m.progress is None for m in milestones),
    )


def roll_up(graph: Graph, code: str, *, by: str | None = None) -> RollUp:
    """Count what a milestone waits on by stages.

    Parameters
    ----------
    graph
        The plan; its links may go round in cycles.
    code
        The code of the milestone, which is not counted itself.
    by
        What to group by: one of `ATTRIBUTES`, ``tag:`` with the beginning of tags, or a
        partition that the groups of the plan name.

    Raises
    ------
    UnknownMilestoneError
        If the graph does not have the milestone.
    DepgraphError
        If there is nothing of the kind to group by.

    Examples
    --------
    >>> from depgraph.model import Graph, Link, Milestone
    >>> plan = Graph(
    ...     [Milestone("T"), Milestone("A", state="complete"), Milestone("B", progress=50)],
    ...     [Link("A", "T"), Link("B", "T")],
    ... )
    >>> roll_up(plan, "T").direct.tally.counts
    (1, 1, 0, 0)
    """
    target = graph.number(code)
    groups_of = _grouping(graph, by) if by is not None else None
    parts = []
    for is_direct in (True, False):
        numbers = sorted(_waited_on(graph, target, is_direct=is_direct))
        certain = _waited_on(graph, target, is_direct=is_direct, is_certain=True)
        doubted = [n for n in numbers if n not in certain]
        parts.append(_counted_part(graph, numbers, doubted, groups_of))
    direct, every = parts
    return RollUp(graph.milestones[target], direct, every)


def apportion(counts: Sequence[int], cells: int) -> tuple[int, ...]:
    """Share the cells of a bar out in proportion to counts.

    What there is any of has a cell at least, where there are enough cells. The others go by
    largest remainders, of equal ones to the first.

    Examples
    --------
    >>> apportion([1, 0, 99], 10)
    (1, 0, 9)
    """
    total = sum(counts)
    if not total:
        return (0,) * len(counts)
    least = 1 if sum(map(bool, counts)) <= cells else 0
    exact = [count * cells / total for count in counts]
    shares = [max(least, int(share)) if share else 0 for share in exact]
    while sum(shares) != cells:
        step = 1 if sum(shares) < cells else -1
        open_to = [n for n, share in enumerate(shares) if exact[n] and share + step >= least]
        n = max(open_to, key=lambda n: (step * (exact[n] - shares[n]), -n))
        shares[n] += step
    return tuple(shares)


def _counted_part(
    graph: Graph,
    numbers: Sequence[int],
    doubted: Sequence[int],
    groups_of: Callable[[Milestone], tuple[str, ...]] | None,
) -> Part:
    members: dict[str, list[int]] = {}
    overlapping: list[str] = []
    if groups_of is not None:
        for n in numbers:
            milestone = graph.milestones[n]
            names = groups_of(milestone)
            if len(names) > 1:
                overlapping.append(milestone.id)
            for name in names or ("",):
                members.setdefault(name, []).append(n)
    groups = tuple(
        GroupTally(name, tally(graph, members[name]))
        for name in sorted(members, key=_group_name_key)
    )
    return Part(
        tally=tally(graph, numbers),
        queried=tally(graph, doubted),
        groups=groups,
        overlapping=tuple(overlapping),
    )


def _group_name_key(name: str) -> tuple[bool, int, str]:
    """Return the key by which names of groups are sorted: numbers by size, none last."""
    return not name, int(name) if name.isdecimal() else 0, name


def _grouping(graph: Graph, by: str) -> Callable[[Milestone], tuple[str, ...]]:
    """Return the function that says in which groups a milestone is."""
    if by in ATTRIBUTES:
        value = attrgetter(by)
        return lambda milestone: () if value(milestone) is None else (str(value(milestone)),)
    if by.startswith(TAG):
        prefix = by.removeprefix(TAG)
        known = {tag for milestone in graph.milestones for tag in milestone.tags}
        titles = {tag: tag.removeprefix(prefix) or tag for tag in known if tag.startswith(prefix)}
        if not titles:
            raise DepgraphError(
                f"no milestone has a tag that begins with {prefix!r}{did_you_mean(prefix, known)}"
            )
        return lambda milestone: _titles(milestone, titles)
    partitions = sorted({group.partition for group in graph.groups if group.partition is not None})
    if by not in partitions:
        choices = (*ATTRIBUTES, *partitions, f"{TAG}PREFIX")
        hint = did_you_mean(by, choices) or f": there are {', '.join(choices)}"
        raise DepgraphError(f"nothing to group by is called {by!r}{hint}")
    name_of_tag = {
        group.tag: group.name or group.tag for group in graph.groups if group.partition == by
    }
    return lambda milestone: _titles(milestone, name_of_tag)


def _titles(milestone: Milestone, titles: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(titles[tag] for tag in milestone.tags if tag in titles))
