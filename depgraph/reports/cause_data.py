"""What sets a projected date, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.analysis.driving import Driver

if TYPE_CHECKING:
    from depgraph.analysis.projection import Cause


class CauseData(TypedDict):
    """One of the things that each let a milestone have no earlier date than it has."""

    driver: Driver
    prerequisite: Annotated[str | None, "where it is a link"]
    queried: bool


def cause_data(cause: Cause) -> CauseData:
    """Return a cause as data."""
    link = cause.link
    return {
        "driver": cause.driver,
        "prerequisite": link.prerequisite if link else None,
        "queried": link is not None and link.queried,
    }
