"""Roll-ups as data: the contract of ``status --format json``.

Keys may be added; those that are there keep their name and meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depgraph.analysis.rollup import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from depgraph.analysis.rollup import Part, RollUp, Tally

Json = dict[str, Any]


def status_data(found: Iterable[RollUp], *, as_of: date | None, by: str | None) -> Json:
    """Return roll-ups.

    Returns
    -------
    dict
        ``as_of``; ``by``, what is grouped by, or null; ``milestones``, each with ``id``,
        ``name``, ``state``, ``due`` and the parts ``direct`` (its direct prerequisites) and
        ``all``. A part has the counts ``total``, ``complete``, ``partial``, ``not_begun`` and
        ``no_progress_stated``; ``progress``, with the ``mean`` in per cent (null for none) and
        of how many it is the mean (``of``); ``queried``, the same of those that only queried
        links lead from; ``groups``, the same by ``name`` (null for those in no group); and
        ``in_several_groups``, codes.
    """
    return {
        "as_of": _day(as_of),
        "by": by,
        "milestones": [
            {
                "id": each.milestone.id,
                "name": each.milestone.name,
                "state": each.milestone.state,
                "due": _day(each.milestone.due),
                "direct": _part(each.direct),
                "all": _part(each.every),
            }
            for each in found
        ],
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _part(part: Part) -> Json:
    return {
        **_tally(part.tally),
        "queried": _tally(part.queried),
        "groups": [{"name": each.name or None, **_tally(each.tally)} for each in part.groups],
        "in_several_groups": list(part.overlapping),
    }


def _tally(tally: Tally) -> Json:
    mean = tally.mean_progress
    return {
        "total": tally.total,
        **{name.replace(" ", "_"): count for name, count in zip(STAGES, tally.counts, strict=True)},
        "progress": {"mean": None if mean is None else round(mean, 2), "of": tally.measured},
    }
