"""Changes of a plan that somebody asks about, without making them.

They come from the command line, from a file (`depgraph.sources.changes_file`) or from a
notebook; `depgraph.analysis.changes` applies them.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from depgraph.model import LinkType, Position


@dataclass(frozen=True, slots=True)
class Move:
    """A milestone slips, or is pulled forward: by days, or to a date.

    Attributes
    ----------
    days
        Calendar days from its projected date in each reading of the gaps; negative forward.
    to
        The date, in place of `days`.
    is_working
        Whether `days` are working days of the milestone's calendar.
    """

    milestone: str
    _: KW_ONLY
    days: int | None = None
    to: date | None = None
    is_working: bool = False
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Complete:
    """A milestone was completed on a date, on or before the as-of date."""

    milestone: str
    completed: date
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class AddLink:
    """A milestone waits on another.

    Attributes
    ----------
    lag
        Calendar days; with `calendar`, working days.
    calendar
        The name of the calendar whose working days the lag counts.
    """

    prerequisite: str
    dependent: str
    _: KW_ONLY
    type: LinkType = "FS"
    lag: int = 0
    calendar: str | None = None
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class RemoveLink:
    """A milestone does not wait on another any more, by whatever links it did."""

    prerequisite: str
    dependent: str
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class DropQuery:
    """A queried link is dropped."""

    prerequisite: str
    dependent: str
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class DropQueries:
    """All queried links are dropped but those of `KeepQuery`."""

    position: Position | None = None


@dataclass(frozen=True, slots=True)
class KeepQuery:
    """A queried link stays where all others are dropped."""

    prerequisite: str
    dependent: str
    position: Position | None = None


Change = Move | Complete | AddLink | RemoveLink | DropQuery | DropQueries | KeepQuery
