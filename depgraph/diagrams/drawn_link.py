"""The line between two nodes of a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from depgraph.diagrams.float_paths import Rank
    from depgraph.model import Link


class DrawnLink(Struct):
    """All links of one pair of nodes, drawn as one line.

    Attributes
    ----------
    prerequisite, dependent
        The codes of the two ends.
    links
        What the plan has between them, or between what is in them; one or several.
    query
        The number of the query, or None where nobody doubts the pair any more.
    rank
        Which float path of the target it is a link of, if of one.
    slack
        Its days of slack, where it is and they are known.
    total_float
        By how many days its prerequisite can move before the target does, where that is known.
    is_settled
        Whether it was queried, and an end is complete: nothing waits for an answer.
    is_backward
        Whether the dependent stands in an earlier column.
    is_marked
        Whether a finding is about it.
    goes_back
        Whether the dependent stands left of the prerequisite, or above it.
    """

    prerequisite: str
    dependent: str
    links: tuple[Link, ...]
    query: int | None
    is_marked: bool
    goes_back: bool
    rank: Rank | None = None
    slack: int | None = None
    total_float: int | None = None
    is_settled: bool = False
    is_backward: bool = False

    @property
    def is_critical(self) -> bool:
        """Whether it is a link of the critical path."""
        return self.rank == "critical"

    @property
    def is_plain(self) -> bool:
        """Whether all of its links only say that one end waits for the other."""
        return all(link.type == "FS" and not link.lag for link in self.links)

    @property
    def is_bundle(self) -> bool:
        """Whether it stands for links of milestones inside its ends."""
        ends = self.prerequisite, self.dependent
        return any((link.prerequisite, link.dependent) != ends for link in self.links)
