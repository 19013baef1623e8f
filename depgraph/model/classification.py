"""Whose a milestone is by its code, and what else its code says."""

from typing import NamedTuple

from depgraph.records import by_type


@by_type
class Classification(NamedTuple):
    """Whose a milestone is by its code, and so on: what configuration patterns say."""

    owner: str | None = None
    team: str | None = None
    level: int | None = None
    tags: tuple[str, ...] = ()
    calendar: str | None = None
