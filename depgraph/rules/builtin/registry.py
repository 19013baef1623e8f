"""The built-in checks: what no plan should have, whatever its rules.

A check is a function from a graph to findings, listed in `CHECKS` with its default
severity, what it finds and what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct
from depgraph.rules.builtin import attributes, circles, dates, groups, queries, structure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from depgraph.model import Graph
    from depgraph.rules.findings import Finding, FindingsOn, Severity


class Check(Struct):
    """A built-in check.

    Attributes
    ----------
    needs_as_of
        Whether it cannot be made without an as-of date.
    find
        The function that makes the findings. It leaves severity, why and fix to the engine
        unless one finding differs from the default.
    several
        Makes the message of one finding on many milestones, by their codes; without it, each
        keeps its own.
    is_of_schedule
        Whether it is about dates alone, and so looks at what only the schedule has too.
    is_of_links
        Whether it looks at links, and so at all activities of a network whose milestones are
        shown.
    """

    severity: Severity
    finds: str
    fix: str
    find: Callable[[Graph], Iterable[Finding | FindingsOn]]
    needs_as_of: bool = False
    several: Callable[[Sequence[str]], str] | None = None
    is_of_schedule: bool = False
    is_of_links: bool = False


CHECKS: dict[str, Check] = {
    "empty-plan": Check(
        "error",
        "a plan without any milestone",
        "name the right files: as arguments, with --graph, or as 'graph' in depgraph.yaml",
        structure.empty_plan,
    ),
    "unknown-code": Check(
        "error",
        "a link in a list to a code that has no row",
        "correct the code in the list, or give it a row",
        structure.unknown_code,
    ),
    "cycle": Check(
        "error",
        "links that go round in a cycle: none of the milestones can ever be first",
        "remove or correct one link of the cycle",
        circles.cycles,
    ),
    "level-of-effort-cycle": Check(
        "warning",
        "links that go round only through a milestone that behaves like a level of effort",
        "drop the link out of its finish: what waits on it can wait on the work itself",
        circles.level_of_effort_cycles,
    ),
    "infeasible-ladder": Check(
        "error",
        "SS, FF and SF links that go round with lags and durations that no dates satisfy",
        "correct the type or the lag of a link of it, or a duration",
        circles.infeasible_ladders,
    ),
    "ladder": Check(
        "warning",
        "SS, FF and SF links that go round between milestones, and that dates can satisfy",
        "correct a type that is wrong, or allow the ladder at one of its links",
        circles.ladders,
    ),
    "date-order": Check(
        "error",
        "a prerequisite that is due, or forecast, after its dependent is due",
        "move one of the dates, or drop the link",
        dates.date_order,
        is_of_links=True,
    ),
    "completed-out-of-order": Check(
        "warning",
        "a milestone that was completed before its prerequisite was",
        "correct the dates, or drop the link: the work did not need it",
        dates.completed_out_of_order,
        is_of_links=True,
    ),
    "complete-over-incomplete": Check(
        "error",
        "a complete milestone with an incomplete prerequisite",
        "complete the prerequisite, reopen the dependent, or drop the link",
        dates.complete_over_incomplete,
        is_of_links=True,
    ),
    "completed-in-future": Check(
        "error",
        "a completion after the as-of date",
        "correct the completion or the as-of date",
        dates.completed_in_future,
        needs_as_of=True,
    ),
    "conflicting-attribute": Check(
        "warning",
        "two files that give an attribute of a milestone different values, or a completion date "
        "beside a progress that contradicts it",
        "make the files agree, or state it in one of them only",
        attributes.conflicting_attribute,
        is_of_links=True,
    ),
    "redundant-link": Check(
        "info",
        "a link that a longer chain implies already",
        "drop the link if it says nothing of its own",
        structure.redundant_link,
        is_of_links=True,
    ),
    "duplicate-link": Check(
        "error",
        "two links of the same type between the same milestones",
        "keep one of them",
        structure.duplicate_link,
        is_of_links=True,
    ),
    "self-link": Check(
        "error",
        "a milestone that waits on itself",
        "drop the link",
        structure.self_link,
        is_of_links=True,
    ),
    "orphan": Check(
        "warning",
        "a milestone with no link at all",
        "link it to what it waits on or to what waits on it, or remove it",
        structure.orphan,
        is_of_links=True,
    ),
    "undated": Check(
        "info",
        "a milestone without a date of its own that something dated waits on",
        "ask its owner for a date",
        dates.undated,
        is_of_links=True,
    ),
    "schedule-only": Check(
        "info",
        "a milestone that the schedule has and the graph does not",
        "add it to a graph file with what it waits on",
        attributes.schedule_only,
        several=attributes.several_schedule_only,
    ),
    "overdue": Check(
        "warning",
        "a milestone that was due before the as-of date and is not complete",
        "complete it, or agree on another date",
        dates.overdue,
        needs_as_of=True,
        is_of_schedule=True,
    ),
    "stale-forecast": Check(
        "warning",
        "a milestone that was forecast for before the as-of date and is not complete",
        "complete it, or give it a new forecast",
        dates.stale_forecast,
        needs_as_of=True,
        is_of_schedule=True,
    ),
    "deadline-missed": Check(
        "warning",
        "an incomplete milestone that is planned after its deadline, or before it can be",
        "move the date, or agree on another 'not_after' or 'not_before'",
        dates.deadline_missed,
        is_of_schedule=True,
    ),
    "open-question": Check(
        "info",
        "an open question on a milestone",
        "answer it, and remove it from the file",
        queries.open_question,
    ),
    "stale-query": Check(
        "info",
        "a query on a link of which one end is complete",
        "drop the query, or the link where a plain one would be wrong: the finding says which",
        queries.stale_query,
    ),
    "suspicious-id": Check(
        "warning",
        "a code that looks like another one, mistyped or cut short",
        "correct the code, or keep one of the two and list the other under its 'aka'",
        structure.suspicious_id,
    ),
    "count-mismatch": Check(
        "warning",
        "a total that a source states and that its own list does not have",
        "correct the total or the tags of the members, whichever is wrong",
        groups.count_mismatch,
    ),
    "source-notice": Check(
        "warning",
        "something that is missing, doubtful or left out in a source of another format",
        "correct it at its source",
        structure.source_notice,
    ),
    "unused-selector": Check(
        "warning",
        "a rule, owner or tag pattern, allowance or baseline entry that matches nothing",
        "correct or remove it",
        lambda _graph: (),  # made by the engine, which alone knows what was used
    ),
}
