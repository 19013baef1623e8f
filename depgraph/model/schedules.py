"""Revisions of a schedule: what one said at its as-of date."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from depgraph.model.values import Milestone


class Revision(NamedTuple):
    """One revision of the schedule: its file, its as-of date, its milestones by code."""

    shown: str
    as_of: date | None
    milestones: dict[str, Milestone]
