"""What a reader of an export says beside its network: each row that is not, or only partly, taken.

Every such row has a notice of its own, with its table, its value and the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from depgraph.model import Notice, Position
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Number = TypeVar("Number", int, str)
"""What a file counts its activities by."""


class LeftOut(Struct):
    """An activity that holds nothing up: what messages call it, what it is, and its line.

    Nothing is told of one whose `kind` is empty.
    """

    named: str
    kind: str
    line: int


class Teller(Protocol):
    """Takes a text that a reader of the file must know, and the line that it is of."""

    def __call__(self, text: str, *, line: int = 1, is_warning: bool = True) -> None:
        """Take it; what is no warning is said for information."""


class Remarks:
    """The notices of a file.

    Attributes
    ----------
    shown
        The name of the file.
    notices
        What was told so far.
    """

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.notices: list[Notice] = []

    def tell(self, text: str, *, line: int = 1, is_warning: bool = True) -> None:
        """Tell what is to be known of a line."""
        position = Position(self.shown, max(line, 1), 1)
        self.notices.append(Notice(text, None, position, is_warning=is_warning))

    def tell_left_out(
        self,
        tables: tuple[str, str],
        left_out: Mapping[Number, LeftOut],
        relations: Iterable[tuple[Number, Number, int]],
        codes: Mapping[Number, str],
    ) -> None:
        """Tell each activity that is left out, and each relationship that goes with it.

        Parameters
        ----------
        tables
            The names of the tables of activities and of relationships.
        relations
            The ends of all relationships, and their lines.
        codes
            The codes of the activities by their numbers.
        """
        of_activities, of_relations = tables
        for named, kind, line in left_out.values():
            if kind:
                self.tell(
                    f"{of_activities}: {named} is {kind}, which holds nothing up: the activity is "
                    "left out",
                    line=line,
                    is_warning=False,
                )
        for before, after, line in relations:
            lost = left_out.get(before) or left_out.get(after)
            if lost is not None and lost.kind:
                self.tell(
                    f"{of_relations}: {codes.get(before, before)} -> {codes.get(after, after)} is "
                    f"left out with the activity {lost.named}, which is {lost.kind}",
                    line=line,
                    is_warning=False,
                )
