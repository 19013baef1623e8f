"""Changes of a plan that somebody asks about, without making them.

They come from the command line, from a file (`depgraph.sources.changes_file`) or from a
notebook; `depgraph.analysis.changes` applies them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depgraph.records import by_type

if TYPE_CHECKING:
    from datetime import date

    from depgraph.model import LinkType, Position


@by_type
class Move(NamedTuple):
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
    days: int | None = None
    to: date | None = None
    is_working: bool = False
    position: Position | None = None


@by_type
class Complete(NamedTuple):
    """A milestone was completed on a date, on or before the as-of date."""

    milestone: str
    completed: date
    position: Position | None = None


@by_type
class AddLink(NamedTuple):
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
    type: LinkType = "FS"
    lag: int = 0
    calendar: str | None = None
    position: Position | None = None


@by_type
class RemoveLink(NamedTuple):
    """A milestone does not wait on another any more, by whatever links it did."""

    prerequisite: str
    dependent: str
    position: Position | None = None


@by_type
class DropQuery(NamedTuple):
    """A queried link is dropped."""

    prerequisite: str
    dependent: str
    position: Position | None = None


@by_type
class DropQueries(NamedTuple):
    """All queried links are dropped but those of `KeepQuery`."""

    position: Position | None = None


@by_type
class KeepQuery(NamedTuple):
    """A queried link stays where all others are dropped."""

    prerequisite: str
    dependent: str
    position: Position | None = None


Change = Move | Complete | AddLink | RemoveLink | DropQuery | DropQueries | KeepQuery
