"""Whose a milestone is by its code, and what else its code says."""

from __future__ import annotations

from depgraph.records import Struct


class Classification(Struct):
    """Whose a milestone is by its code, and so on: what configuration patterns say."""

    owner: str | None = None
    team: str | None = None
    level: int | None = None
    tags: tuple[str, ...] = ()
    calendar: str | None = None
