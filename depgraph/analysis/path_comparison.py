"""What drives a target in two plans: its date, its float and its critical path in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from depgraph.analysis.critical_path import critical_path
from depgraph.errors import CycleError, DateRangeError, NoAsOfDateError, UnknownMilestoneError
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.analysis.float_paths import Step
    from depgraph.model import Graph, Milestone

Presence = Literal["both", "before", "after"]


class PathStep(Struct):
    """A milestone on the critical path in at least one of two plans."""

    before: Step | None
    after: Step | None

    @property
    def id(self) -> str:
        """Its code, that of the second plan where this has it on the path."""
        step = self.after or self.before
        assert step is not None, "a step is on one of the two paths"
        return step.id

    @property
    def presence(self) -> Presence:
        """In which plans it is on the path."""
        if self.before is None:
            return "after"
        return "before" if self.after is None else "both"

    @property
    def is_moved(self) -> bool:
        """Whether it is on both paths, with another projected date."""
        return (
            self.before is not None
            and self.after is not None
            and self.before.projected != self.after.projected
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChange:
    """What drives a target in two plans.

    Attributes
    ----------
    target
        Its code.
    before, after
        The answers; None where a plan has none.
    refusals
        Why there is none, for each plan; empty where there is one.
    steps
        Both critical paths as one chain, from the target back: what both have stands where
        it is in both, what only the first has before what only the second has.
    """

    target: str
    before: CriticalPath | None
    after: CriticalPath | None
    refusals: tuple[str, str]
    steps: tuple[PathStep, ...]

    def __repr__(self) -> str:
        """Return a line with both answers."""
        return f"<TargetChange of {self.target}: {self.before!r} -> {self.after!r}>"

    @property
    def milestone(self) -> Milestone | None:
        """The target as the second plan has it, else as the first; None where none answers."""
        path = self.after or self.before
        return path.target if path else None

    @property
    def days(self) -> int | None:
        """Calendar days between the projected dates, positive for later; None without both."""
        if self.before is None or self.after is None:
            return None
        if self.before.projected is None or self.after.projected is None:
            return None
        return (self.after.projected - self.before.projected).days

    @property
    def has_other_path(self) -> bool:
        """Whether both plans have a critical path, and they pass other milestones."""
        return self.is_answered and any(step.presence != "both" for step in self.steps)

    @property
    def is_answered(self) -> bool:
        """Whether both plans say what drives the target."""
        return self.before is not None and self.after is not None

    @property
    def has_changes(self) -> bool:
        """Whether the date or the path differs, or only one plan says what they are."""
        return (
            bool(self.days)
            or self.has_other_path
            or self.refusals[0] != self.refusals[1]
            or any(step.is_moved for step in self.steps)
        )


def margin(path: CriticalPath) -> int | None:
    """Return the float of a target: calendar days from its projected date to its deadline.

    Without a deadline they are counted to the due date. Negative is late; None where one of
    the dates is missing.
    """
    if path.projected is None:
        return None
    if path.deadline is not None:
        return (path.deadline - path.projected).days
    late = path.projection.slip(path.target.id)
    return None if late is None else -late


def compare_paths(
    before: Graph, after: Graph, target: str, *, codes: Mapping[str, str] | None = None
) -> TargetChange:
    """Find what drives a target in two plans.

    Parameters
    ----------
    target
        The code of the target in either plan.
    codes
        The codes of the second plan by those of the first, for milestones that were recoded
        (`depgraph.analysis.comparison.Comparison.code_after`).

    Returns
    -------
    TargetChange
        The critical path in each plan, and both as one chain.

    Raises
    ------
    UnknownMilestoneError
        If neither plan has the target. Whatever else keeps a plan from an answer, a cycle
        or a missing as-of date, is told in `refusals`.
    """
    codes = codes or {}
    old = {now: was for was, now in codes.items()}
    was = now = target
    if isinstance(target, str):
        was = target if target in before else old.get(target, target)
        now = target if target in after else codes.get(target, target)
    if was not in before and now not in after:
        raise UnknownMilestoneError(
            target, {milestone.id for graph in (before, after) for milestone in graph.milestones}
        )
    first, first_refusal = _path_or_refusal(before, was)
    second, second_refusal = _path_or_refusal(after, now)
    return TargetChange(
        target=after[now].id if now in after else before[was].id,
        before=first,
        after=second,
        refusals=(first_refusal, second_refusal),
        steps=_one_chain(first, second, codes),
    )


def _path_or_refusal(graph: Graph, target: str) -> tuple[CriticalPath | None, str]:
    """Return what drives a target, or why that cannot be said."""
    if target not in graph:
        return None, "it is not in this plan"
    try:
        return critical_path(graph, target), ""
    except CycleError:
        return None, "the links of this plan go round in a cycle, so no date can be projected"
    except NoAsOfDateError:
        return None, "this plan has no as-of date (--as-of gives one)"
    except DateRangeError as error:
        return None, str(error)


def _one_chain(
    before: CriticalPath | None, after: CriticalPath | None, codes: Mapping[str, str]
) -> tuple[PathStep, ...]:
    from difflib import SequenceMatcher

    old = before.steps if before else ()
    new = after.steps if after else ()
    matcher = SequenceMatcher(
        None,
        [codes.get(step.id, step.id) for step in old],
        [step.id for step in new],
        autojunk=False,
    )
    chain: list[PathStep] = []
    for what, begin, end, new_begin, new_end in matcher.get_opcodes():
        if what == "equal":
            pairs = zip(old[begin:end], new[new_begin:new_end], strict=True)
            chain += (PathStep(was, now) for was, now in pairs)
            continue
        chain += (PathStep(step, None) for step in old[begin:end])
        chain += (PathStep(None, step) for step in new[new_begin:new_end])
    return tuple(chain)
