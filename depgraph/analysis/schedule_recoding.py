"""Milestones that successive schedules likely have under another code.

What one schedule is the last to have, and what the next is the first to have, are likely one
milestone where their names say so (see `depgraph.analysis.recoding`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from depgraph.analysis.recoding import likely_recoded
from depgraph.analysis.scheduled import date_in
from depgraph.records import Struct
from depgraph.words import counted, later, listed, printable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from depgraph.model import Graph, Milestone
    from depgraph.model.schedules import Revision

_MOST_PAIRS = 8


class LikelyRecoded(Struct):
    """Two milestones of which the second is likely the first, under another code.

    Attributes
    ----------
    before, after
        As the last schedule has the one, and the first schedule the other.
    likeness
        How alike the names are, from 0 to 1.
    """

    before: Milestone
    after: Milestone
    likeness: float

    @property
    def before_date(self) -> date | None:
        """The date of the first: its completion, else its forecast, else its due date."""
        return date_in(self.before)

    @property
    def after_date(self) -> date | None:
        """The date of the second."""
        return date_in(self.after)

    @property
    def days(self) -> int | None:
        """Days from the one date to the other, positive for later; None without both."""
        if self.before_date is None or self.after_date is None:
            return None
        return (self.after_date - self.before_date).days


def recoded_in_schedules(
    graph: Graph, schedules: Sequence[Revision], scope: Collection[str] | None = None
) -> tuple[LikelyRecoded, ...]:
    """Find what likely has another code from one of some schedules on.

    Parameters
    ----------
    graph
        The plan, for other codes and names of milestones.
    schedules
        In the order in which they are compared.
    scope
        The codes of milestones, one of which a pair has; None for all.

    Returns
    -------
    tuple of LikelyRecoded
        By the schedule, then by the code in the one before.
    """
    code_of = _codes_of(graph, schedules)
    read = [_milestones(graph, schedule, code_of) for schedule in schedules]
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for place, milestones in enumerate(read):
        for code in milestones:
            first.setdefault(code, place)
            last[code] = place
    pairs = []
    for place, (was, now) in enumerate(pairwise(read)):
        gone = [was[code] for code in sorted(was) if last[code] == place]
        come = [now[code] for code in sorted(now) if first[code] == place + 1]
        pairs += pairs_by_name(gone, come)
    return tuple(
        pair for pair in pairs if scope is None or pair.before.id in scope or pair.after.id in scope
    )


def pairs_by_name(gone: Iterable[Milestone], come: Iterable[Milestone]) -> list[LikelyRecoded]:
    """Pair milestones that only an earlier schedule has with those that only a later one has."""
    return [
        LikelyRecoded(pair.before, pair.after, pair.likeness) for pair in likely_recoded(gone, come)
    ]


def likely_recoded_sentence(pairs: Sequence[LikelyRecoded]) -> str:
    """Return which milestones likely have another code, and what to do; nothing for none."""
    if not pairs:
        return ""
    words = [
        f"{pair.before.id} -> {pair.after.id}"
        + (f" ({later(pair.days)})" if pair.days else " (same date)" if pair.days == 0 else "")
        for pair in pairs
    ]
    have = "has" if len(pairs) == 1 else "have"
    return (
        f"{counted(len(pairs), 'milestone')} likely {have} another code, by the name: "
        f"{listed(list(map(printable, words)), _MOST_PAIRS)}; 'aka' in the plan says so for certain"
    )


def _codes_of(graph: Graph, schedules: Iterable[Revision]) -> Mapping[str, str]:
    """Return one code for all codes of each milestone: that of the plan, else of a schedule."""
    code_of = {code: m.id for m in graph.milestones for code in (m.id, *m.aka)}
    for schedule in schedules:
        for milestone in schedule.milestones.values():
            known = [code_of[code] for code in (milestone.id, *milestone.aka) if code in code_of]
            code = known[0] if known else milestone.id
            for other in (milestone.id, *milestone.aka):
                code_of.setdefault(other, code)
    return code_of


def _milestones(
    graph: Graph, schedule: Revision, code_of: Mapping[str, str]
) -> dict[str, Milestone]:
    """Return the milestones of a schedule by the one code; with the name that the plan has."""
    milestones = {}
    for code, milestone in schedule.milestones.items():
        only = code_of[code]
        name = milestone.name or (graph[only].name if only in graph else None)
        milestones[only] = milestone._replace(id=only, name=name)
    return milestones
