"""What changes do to a plan, as data: the contracts of ``slip`` and ``what-if``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.analysis.carrying import Cause
from depgraph.analysis.driving import Driver
from depgraph.analysis.impact_answer import answer, lateness, with_carriers
from depgraph.analysis.projection import Gaps
from depgraph.analysis.scheduled import only_in_schedule
from depgraph.analysis.scope import main_milestones
from depgraph.model import LinkType, State
from depgraph.reports.change_data import ChangeData, change_data, link_ends
from depgraph.reports.data import (
    Day,
    DocumentData,
    LevelledMilestone,
    LinkEnds,
    NoDates,
    data_of,
    documents_data,
    iso,
    levelled_milestone,
    no_dates_data,
)
from depgraph.reports.impact_comparison import comparison, is_queried_on_the_way
from depgraph.reports.impact_words import missed, remarks
from depgraph.reports.risk_changes import ChanceChangeData, chance_change_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from depgraph.analysis.carrying import Carrier
    from depgraph.analysis.impact import Held, Impact, Moved
    from depgraph.analysis.rerouting import Rerouted, Reroutes
    from depgraph.analysis.risk.comparison import ChanceChange
    from depgraph.analysis.what_if import Without


class HeldData(TypedDict):
    """A moved milestone that is not where it was asked to be."""

    milestone: str
    gaps: Annotated[Gaps, "in which reading of the gaps"]
    asked: Day
    reached: Day
    by: Annotated[Driver, "what holds it"]
    prerequisite: Annotated[str | None, "where a link holds it"]
    queried_links: Annotated[
        list[LinkEnds],
        "of the chain that holds it, then of that which does without these, and so on",
    ]
    without_them: Annotated[
        Day | None, "where it would be; null without any, and for the last ones of very many"
    ]


class MovedCounts(TypedDict):
    """How many milestones move: in either reading of the gaps, and in each."""

    milestones: int
    main: int
    main_milestones: Annotated[int, "how many of these the plan has"]
    activities: Annotated[int, "of a network of which milestones are shown, those that are none"]
    float: int
    work: int


class CodesByGaps(TypedDict):
    """Codes for each reading of the gaps: they absorb slips (float), or they are work."""

    float: list[str]
    work: list[str]


class LastLink(TypedDict):
    """The link by which the changes come to a milestone."""

    prerequisite: str
    type: LinkType
    lag: int
    calendar: str | None
    queried: bool


class OriginData(TypedDict):
    """A change that a chain begins with."""

    cause: Cause
    codes: Annotated[list[str], "the milestone, or the ends of the link, the prerequisite first"]


class ShiftData(TypedDict):
    """The projected dates of a milestone before and after the changes, and what carries these."""

    now: Day | None
    then: Day | None
    days: Annotated[int | None, "calendar days, positive for later; null without two dates"]
    carried_by: Annotated[LastLink | None, "null where it stays, or is itself changed"]
    cause: Annotated[
        Cause | None,
        "what the chain begins with; null where it stays, and for the last ones of many chains",
    ]
    chain: Annotated[list[str] | None, "codes, from what is changed to itself; null as the cause"]
    queried: Annotated[bool | None, "whether a reviewer doubts a link of the chain"]
    carried_beside: Annotated[
        list[OriginData],
        "where the cause makes no difference alone: for a later date, what would do as much; for "
        "an earlier one, what it takes as well",
    ]
    without_queries: Annotated[
        Day | None, "its date then without the queried links; null for none, or not known"
    ]


class MovedData(LevelledMilestone):
    """A milestone that moves or was asked about, in both readings of the gaps."""

    main: bool
    state: State
    due: Day | None
    float: Annotated[ShiftData, "where gaps absorb slips"]
    work: Annotated[ShiftData, "where gaps are work"]


class PathData(TypedDict):
    """A critical path that becomes another one; codes, the milestone first."""

    milestone: str
    gaps: Gaps
    now: list[str]
    then: list[str]


class WithoutQueries(TypedDict):
    """What the changes do without the queried links."""

    queried_links: Annotated[int, "how many the plan has"]
    moved: Annotated[list[str] | None, "codes; null where the changes cannot be made then"]
    sentence: Annotated[str, "what differs"]


class _Answer(TypedDict):
    as_of: Day
    documents: list[DocumentData]
    only_in_schedule: Annotated[
        list[str], "codes of milestones that only the schedule has, without links"
    ]
    changes: list[ChangeData]
    no_dates: Annotated[NoDates | None, "null where both readings of the gaps have dates"]
    held: list[HeldData]
    remarks: Annotated[list[str], "sentences: what holds, what is odd or without effect"]
    moved: MovedCounts
    late: Annotated[CodesByGaps, "those that miss their due dates only after the changes"]
    deadlines_missed: Annotated[
        CodesByGaps, "those that miss their not_after dates only after the changes"
    ]
    milestones: Annotated[
        list[MovedData], "the main ones first, then by the biggest move, date and code"
    ]
    without_queries: Annotated[
        WithoutQueries | None, "null where no queried link is on the way, or the changes drop some"
    ]


class SlipAnswer(_Answer):
    """What moves when a milestone slips: depgraph slip."""

    critical_paths: None
    critical_paths_unseen: None


class WhatIfAnswer(_Answer):
    """What several changes would do together: depgraph what-if."""

    critical_paths: Annotated[list[PathData], "those that become others"]
    critical_paths_tied: Annotated[
        list[PathData], "those whose place another one takes that is as critical"
    ]
    critical_paths_unseen: Annotated[int, "of how many milestones they were not looked at"]
    risk: Annotated[list[ChanceChangeData] | None, "null without --risk"]


def slip_data(impact: Impact, without: Without, *, only: Iterable[str] = ()) -> SlipAnswer:
    """Return what moves when a milestone slips; the arguments are those of `slip_page`."""
    return {
        **_impact_data(impact, without, only),
        "critical_paths": None,
        "critical_paths_unseen": None,
    }


def what_if_data(
    impact: Impact,
    paths: Reroutes,
    without: Without,
    *,
    only: Iterable[str] = (),
    chances: Sequence[ChanceChange] | None = None,
) -> WhatIfAnswer:
    """Return what several changes do together; the arguments are those of `what_if_page`."""
    return {
        **_impact_data(impact, without, only),
        "critical_paths": [_path_data(path) for path in paths.paths],
        "critical_paths_tied": [_path_data(path) for path in paths.tied],
        "critical_paths_unseen": paths.unseen,
        "risk": None if chances is None else list(map(chance_change_data, chances)),
    }


def _path_data(path: Rerouted) -> PathData:
    return data_of(PathData, path, now=path.before, then=path.after)


def _impact_data(impact: Impact, without: Without, only: Iterable[str]) -> _Answer:
    chosen = answer(impact, only=only)
    main = frozenset(main_milestones(impact.graph))
    return {
        "as_of": impact.as_of.isoformat(),
        "only_in_schedule": list(only_in_schedule(impact.graph)),
        "documents": documents_data(impact.graph.documents),
        "changes": [change_data(impact, change) for change in impact.changes],
        "no_dates": no_dates_data("work", impact.not_worked),
        "held": [_held_data(held) for held in impact.held],
        "remarks": remarks(impact),
        "moved": {
            "milestones": len(impact.moved),
            "main": sum(moved.id in main for moved in impact.moved),
            "main_milestones": len(main),
            "activities": impact.moved_activities,
            "float": sum(moved.absorbed.is_moved for moved in impact.moved),
            "work": sum(moved.shift("work").is_moved for moved in impact.moved),
        },
        "late": {
            "float": [moved.id for moved in lateness(chosen, "float")],
            "work": [moved.id for moved in lateness(chosen, "work")],
        },
        "deadlines_missed": {
            "float": [moved.id for moved in missed(chosen.moved, "float")],
            "work": [moved.id for moved in missed(chosen.moved, "work")],
        },
        "milestones": [
            _moved_data(impact, moved, carriers, without, is_main=moved.id in main)
            for moved, carriers in with_carriers(impact, chosen.rows)
        ],
        "without_queries": _without_data(impact, without),
    }


def _without_data(impact: Impact, without: Without) -> WithoutQueries | None:
    if not without.refusal and (
        without.impact is None or not is_queried_on_the_way(impact, without)
    ):
        return None
    other = without.impact
    return {
        "queried_links": len(impact.graph.queried_links),
        "moved": None if other is None else [moved.id for moved in other.moved],
        "sentence": comparison(impact, without),
    }


def _moved_data(
    impact: Impact,
    moved: Moved,
    carriers: Mapping[Gaps, Carrier | None],
    without: Without,
    *,
    is_main: bool,
) -> MovedData:
    milestone = moved.milestone
    other = None if without.impact is None else without.impact.of(milestone.id)
    return {
        **levelled_milestone(milestone),
        "main": is_main,
        "state": milestone.state,
        "due": iso(milestone.due),
        "float": _shift_data(impact, moved, "float", carriers["float"], other),
        "work": _shift_data(impact, moved, "work", carriers["work"], other),
    }


def _shift_data(
    impact: Impact, moved: Moved, gaps: Gaps, carrier: Carrier | None, without: Moved | None
) -> ShiftData:
    shift = moved.shift(gaps)
    link = impact.last_link(moved.id, gaps)
    return {
        "now": iso(shift.before),
        "then": iso(shift.after),
        "days": shift.days,
        "carried_by": link and data_of(LastLink, link),
        "cause": None if carrier is None else carrier.cause,
        "chain": None if carrier is None else list(carrier.codes),
        "queried": None if carrier is None else carrier.is_queried,
        "carried_beside": [
            data_of(OriginData, origin) for origin in (carrier.others if carrier else ())
        ],
        "without_queries": None if without is None else iso(without.shift(gaps).after),
    }


def _held_data(held: Held) -> HeldData:
    return data_of(
        HeldData,
        held,
        prerequisite=held.link and held.link.prerequisite,
        queried_links=[link_ends(link) for link in held.queried],
        without_them=held.without,
    )
