"""Schedule networks: the activities and relationships of a scheduling program's export.

A network has thousands of activities, of which a few are milestones; `network_file` (in
`depgraph.sources.network_file`) makes of it what stands in a graph file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from depgraph.model import Calendar, LinkType, Notice, Position, Rules, Work
    from depgraph.sources.graph_file import Attribute


class Activity(Struct):
    """One activity of a network. Build it by keyword.

    Attributes
    ----------
    is_milestone
        Whether it takes no time. The others are contracted to links between milestones.
    stated
        What the source says of it, by names of fields of `Milestone` (``name``, ``due``,
        ``forecast``, ``completed``, ``duration``, ``calendar``, ``not_before``, ...), each
        with its value and where it stands: line (row) and column, from 1.
    work
        Its work in minutes, where the source tells it.
    position
        Where the activity itself stands.
    """

    code: str
    is_milestone: bool
    position: Position
    stated: Mapping[str, Attribute[object]]
    work: Work | None = None


class Relationship(Struct):
    """A relationship between two activities.

    Attributes
    ----------
    lag_hours
        The lag in hours of work, as its program shows it.
    lag_minutes
        The lag in minutes of work of `calendar`, where the source tells it so exactly.
    """

    prerequisite: str
    dependent: str
    type: LinkType
    lag_hours: float
    position: Position
    calendar: str | None = None
    lag_minutes: int | None = None

    @property
    def ends(self) -> tuple[str, str]:
        """The codes of the prerequisite and the dependent."""
        return self.prerequisite, self.dependent


class Network(Struct):
    """All activities and relationships of a source.

    Every end of a relationship is an activity, and each activity is given once: readers add
    an activity for a code that only relationships name, and list it in `unlisted`.
    """

    shown: str
    as_of: Attribute[date] | None
    activities: Sequence[Activity]
    relationships: Sequence[Relationship]
    notices: tuple[Notice, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    unlisted: Collection[str] = ()
    rules: Rules | None = None
