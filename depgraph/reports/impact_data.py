"""What changes do to a plan, as data: the contracts of ``slip`` and ``what-if`` as json and csv.

Keys may be added; those that are there keep their name and meaning. Dates are written
YYYY-MM-DD, and null stands for what is not known or not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depgraph.analysis.impact_answer import answer, lateness
from depgraph.analysis.projection import GAPS
from depgraph.analysis.queries import main_milestones
from depgraph.reports.data import iso
from depgraph.reports.impact_words import change_sentence, comparison, missed, remarks
from depgraph.reports.tables import csv_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depgraph.analysis.impact import Held, Impact, Moved
    from depgraph.analysis.projection import Gaps
    from depgraph.analysis.rerouting import Rerouted, Reroutes
    from depgraph.model import Link
    from depgraph.model.changes import Change

Json = dict[str, Any]

MOST_CHAIN_CODES = 1_000_000
"""How many codes the chains of an answer have, all together; those behind are left out."""

_READING = ("now", "then", "days", "cause", "chain", "queried")
CSV_HEADS = (
    *("milestone", "name", "owner", "team", "level", "main", "state", "due"),
    *(f"{name}_{gaps}" for gaps in GAPS for name in _READING),
)


def impact_data(
    impact: Impact,
    *,
    paths: Reroutes | None = None,
    without_queries: Impact | None = None,
    only: Iterable[str] = (),
) -> Json:
    """Return what changes do to a plan.

    Parameters
    ----------
    paths
        The critical paths that become others; None where they were not asked for.
    without_queries
        What the changes do without the queried links, where one of these is on the way.
    only
        Tell of these milestones, moved or not.

    Returns
    -------
    dict
        ``as_of``; ``changes``, each with its words; ``held``, moved milestones that are not
        where they were asked to be; ``remarks``, sentences; ``moved``, counts of all that
        move; ``late``, by readings, the codes of those that miss their due dates only after
        the changes; ``deadlines_missed``, likewise, of those that miss their ``not_after``
        dates only after the changes; ``milestones``, the main ones first, then by the biggest
        move, date and code. For each reading of the gaps (``float``: they absorb slips,
        ``work``: they are work) a milestone has ``now`` and ``then``, the projected dates,
        ``days`` between them and, if it moves, ``carried_by``, the last link of the chain that
        carries the change to it, and ``cause`` and ``chain``, the codes from what is changed to
        itself; these two are null for the last ones of more than a million codes.
        ``critical_paths`` that become others, and of how many milestones they were not looked at;
        ``without_queries``, the codes of what moves without the queried links, null where none is
        on the way.
    """
    found = answer(impact, only=only)
    main = frozenset(main_milestones(impact.graph))
    return {
        "as_of": impact.as_of.isoformat(),
        "changes": [_change(impact, change) for change in impact.changes],
        "held": [_held(each) for each in impact.held],
        "remarks": remarks(impact),
        "moved": {
            "milestones": len(impact.moved),
            "main": sum(each.id in main for each in impact.moved),
            "main_milestones": len(main),
            **{gaps: sum(each.shift(gaps).is_moved for each in impact.moved) for gaps in GAPS},
        },
        "late": {gaps: [each.id for each in lateness(found, gaps)] for gaps in GAPS},
        "deadlines_missed": {
            gaps: [each.id for each in missed(found.moved, gaps)] for gaps in GAPS
        },
        "milestones": list(_milestones(impact, found.rows, main)),
        "critical_paths": None if paths is None else [_path(each) for each in paths.found],
        "critical_paths_unseen": None if paths is None else paths.unseen,
        "without_queries": None
        if without_queries is None
        else {
            "queried_links": len(impact.graph.queried_links),
            "moved": [each.id for each in without_queries.moved],
            "sentence": comparison(impact, without_queries),
        },
    }


def impact_csv(impact: Impact, *, only: Iterable[str] = ()) -> str:
    """Return the milestones of an answer as CSV, with the columns of `CSV_HEADS`.

    Columns end with the reading of the gaps. The codes of a chain stand in one cell, with
    semicolons between; ``queried`` says whether a reviewer doubts a link of it.
    """
    main = frozenset(main_milestones(impact.graph))
    rows = []
    for each in _milestones(impact, answer(impact, only=only).rows, main):
        row = [each[name] for name in ("id", "name", "owner", "team", "level")]
        row += [each["main"], each["state"], each["due"]]
        for gaps in GAPS:
            told = each[gaps]
            chain = told["chain"]
            row += [told["now"], told["then"], told["days"], told["cause"]]
            row += [None if chain is None else ";".join(chain), told["queried"]]
        rows.append(row)
    return csv_table(CSV_HEADS, rows)


def _milestones(impact: Impact, rows: Iterable[Moved], main: frozenset[str]) -> Iterator[Json]:
    left = MOST_CHAIN_CODES
    for each in rows:
        milestone = each.milestone
        data: Json = {
            "id": milestone.id,
            "name": milestone.name,
            "owner": milestone.owner,
            "team": milestone.team,
            "level": milestone.level,
            "main": milestone.id in main,
            "state": milestone.state,
            "due": iso(milestone.due),
        }
        for gaps in GAPS:
            data[gaps] = _reading(impact, each, gaps, is_chain_told=left > 0)
            left -= len(data[gaps]["chain"] or ())
        yield data


def _reading(impact: Impact, each: Moved, gaps: Gaps, *, is_chain_told: bool) -> Json:
    shift = each.shift(gaps)
    link = impact.last_link(each.id, gaps)
    carrier = impact.carrier(each.id, gaps) if is_chain_told else None
    return {
        "now": iso(shift.before),
        "then": iso(shift.after),
        "days": shift.days,
        "carried_by": None if link is None else _link(link),
        "cause": None if carrier is None else carrier.cause,
        "chain": None if carrier is None else list(carrier.codes),
        "queried": None if carrier is None else carrier.is_queried,
    }


def _link(link: Link) -> Json:
    return {
        "prerequisite": link.prerequisite,
        "type": link.type,
        "lag": link.lag,
        "calendar": link.calendar,
        "queried": link.queried,
    }


def _change(impact: Impact, change: Change) -> Json:
    data: Json = {"change": _NAMES[type(change).__name__]}
    for name, value in change._asdict().items():
        if name != "position":
            data[name] = value.isoformat() if hasattr(value, "isoformat") else value
    return {**data, "words": change_sentence(impact, change)}


_NAMES = {
    "Move": "move",
    "Complete": "complete",
    "AddLink": "link",
    "RemoveLink": "unlink",
    "DropQuery": "drop",
    "DropQueries": "drop all",
    "KeepQuery": "keep",
}


def _held(held: Held) -> Json:
    return {
        "milestone": held.milestone,
        "gaps": held.gaps,
        "asked": held.asked.isoformat(),
        "reached": held.reached.isoformat(),
        "by": held.by,
        "prerequisite": None if held.link is None else held.link.prerequisite,
    }


def _path(each: Rerouted) -> Json:
    return {
        "milestone": each.milestone,
        "gaps": each.gaps,
        "now": list(each.before),
        "then": list(each.after),
    }
