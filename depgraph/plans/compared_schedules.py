"""The schedules of a plan that are compared with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.scheduled import later_words, split_at
from depgraph.errors import DepgraphError
from depgraph.plans.loading import load_named_schedules, load_schedules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model.schedules import Revision
    from depgraph.plans.opening import Opened
    from depgraph.plans.selection import Selection


def compared_schedules(
    selection: Selection, opened: Opened, named: tuple[str, ...]
) -> tuple[tuple[Revision, ...], tuple[Revision, ...]]:
    """Return the schedules that are to be compared, and later ones, which are not.

    Parameters
    ----------
    named
        Their names; without any, all configured ones up to the as-of date are compared.

    Raises
    ------
    DepgraphError
        If there are fewer than two, one is named twice, or their order is not known.
    """
    later: tuple[Revision, ...] = ()
    as_of = opened.graph.as_of
    if named:
        compared = load_named_schedules(named, opened.config)
    else:
        compared = load_schedules(selection, opened.config)
        _refuse_undated(compared)
        compared, later = split_at(compared, as_of)
    _refuse_repeated(compared)
    if len(compared) < 2:
        number = "there is only one" if compared else "there is none"
        raise DepgraphError(
            f"slips compare two schedules or more, and {number}: name them, or list them under "
            "'schedules' in the configuration" + (f"; {later_words(later, as_of)}" if later else "")
        )
    return compared, later


def _refuse_repeated(revisions: Sequence[Revision]) -> None:
    seen = set()
    for revision in revisions:
        if revision.file in seen:
            raise DepgraphError(f"the schedule {revision.shown} is named twice")
        seen.add(revision.file)


def _refuse_undated(revisions: Sequence[Revision]) -> None:
    """Refuse schedules of which only some have an as-of date: their order is not known."""
    undated = [revision.shown for revision in revisions if revision.as_of is None]
    if undated and len(undated) < len(revisions):
        raise DepgraphError(
            f"the schedule {undated[0]} tells no as-of date, so its place among the others is not "
            "known: write it in the configuration as {file: ..., as_of: YYYY-MM-DD}, or name the "
            "schedules in their order"
        )
