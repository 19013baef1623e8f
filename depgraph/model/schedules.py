"""Revisions of a schedule: what one said at its as-of date."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depgraph.records import by_type

if TYPE_CHECKING:
    from datetime import date

    from depgraph.model.values import Milestone


@by_type
class Revision(NamedTuple):
    """One revision of the schedule: its file, its as-of date, its milestones by code.

    `file` is the real path of the file, by which two names of one file are the same; empty
    where it is not known.
    """

    shown: str
    as_of: date | None
    milestones: dict[str, Milestone]
    file: str = ""
