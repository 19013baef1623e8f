"""Links in columns: of a large plan most say no more than who waits on whom, and where it stands.

Such a *plain* link is a finish-to-start link without lag, query and all else that a link may have.
Read from a file, it takes a place in four columns instead of two objects, and becomes a `Link` when
it is asked for.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain, compress, count, repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any, overload

from depgraph.model.position import Position
from depgraph.model.values import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from depgraph.model.values import Milestone

_new = tuple.__new__
_position = Link._fields.index("position")
_BEFORE = tuple(map(Link._field_defaults.get, Link._fields[2:_position]))
_BEHIND = tuple(map(Link._field_defaults.get, Link._fields[_position + 1 :]))
"""What a plain link has before and behind its position."""

_MOST_SINGLE = 4
"""Up to which part of all links they are made one by one, each time that one is asked for."""

_prerequisite, _dependent = attrgetter("prerequisite"), attrgetter("dependent")


class LinkColumns:
    """The links of files in the order in which they stand there.

    Attributes
    ----------
    prerequisites, dependents
        For each link, the codes of its ends.
    others
        By their places, the links that may say more than plain ones.
    """

    __slots__ = (
        "_asked",
        "_columns",
        "_files",
        "_lines",
        "_made",
        "_starts",
        "dependents",
        "others",
        "prerequisites",
    )

    def __init__(self, file: str) -> None:
        self.prerequisites: list[str] = []
        self.dependents: list[str] = []
        self.others: dict[int, Link] = {}
        self._lines, self._columns = array("Q"), array("Q")
        # The files, and the places of the first links of each.
        self._files, self._starts = [file], [0]
        self._made: list[Link] = []
        self._asked = 0

    def __len__(self) -> int:
        """Return the number of links."""
        return len(self.prerequisites)

    def add(self, link: Link) -> None:
        """Add a link that may say more than a plain one."""
        self.others[len(self)] = link
        self.add_plain(link.prerequisite, link.dependent, 0, 0)

    def add_plain(self, prerequisite: str, dependent: str, line: int, column: int) -> None:
        """Add a plain link."""
        self.prerequisites.append(prerequisite)
        self.dependents.append(dependent)
        self._lines.append(line)
        self._columns.append(column)

    def add_list(
        self,
        prerequisites: Iterable[str],
        dependent: str,
        lines: Iterable[int],
        columns: Sequence[int],
    ) -> None:
        """Add the plain links of one milestone."""
        self.prerequisites.extend(prerequisites)
        self.dependents.extend(repeat(dependent, len(columns)))
        self._lines.extend(lines)
        self._columns.extend(columns)

    def replace(self, place: int, link: Link) -> None:
        """Put a link in place of another."""
        self.others[place] = link
        self.prerequisites[place], self.dependents[place] = link.ends

    def extend(self, other: LinkColumns, start: int = 0, end: int | None = None) -> None:
        """Add links of other files, from one place there to another."""
        end = len(other) if end is None else end
        offset = len(self) - start
        for place, link in other.others.items():
            if start <= place < end:
                self.others[place + offset] = link
        for first, file in zip(other._starts, other._files, strict=True):
            if first < end and file != self._files[-1]:
                self._starts.append(max(first, start) + offset)
                self._files.append(file)
        self.prerequisites += other.prerequisites[start:end]
        self.dependents += other.dependents[start:end]
        self._lines += other._lines[start:end]
        self._columns += other._columns[start:end]

    def drop_last(self, dependent: str | None) -> None:
        """Drop the links to a milestone that stand last."""
        while self.dependents and self.dependents[-1] == dependent:
            for column in (self.prerequisites, self.dependents, self._lines, self._columns):
                column.pop()
            self.others.pop(len(self), None)

    def link(self, place: int) -> Link:
        """Return a link. Of many all are made, and stay so."""
        self._asked += 1
        if self._made or self._asked > len(self) // _MOST_SINGLE:
            return self.all()[place]
        if place in self.others:
            return self.others[place]
        ends = self.prerequisites[place], self.dependents[place]
        return _new(Link, (*ends, *_BEFORE, self.position(place), *_BEHIND))

    def position(self, place: int) -> Position | None:
        """Return where a link stands."""
        if place in self.others:
            return self.others[place].position
        number = len(self._files) - 1
        while self._starts[number] > place:
            number -= 1
        file = self._files[number]
        return _new(Position, (file, self._lines[place], self._columns[place]))

    def all(self) -> list[Link]:
        """Return all links, which stay made then: who goes through all does so again."""
        if not self._made:
            files: list[str] = []
            for start, file in zip(self._starts, self._files, strict=True):
                del files[start:]
                files += repeat(file, len(self) - start)
            places = zip(files, self._lines, self._columns, strict=True)
            positions = map(_new, repeat(Position), places)
            parts = (
                *(self.prerequisites, self.dependents),
                *map(repeat, _BEFORE),
                *(positions, *map(repeat, _BEHIND)),
            )
            made = list(map(_new, repeat(Link), zip(*parts)))  # noqa: B905 - some are endless
            for place, link in self.others.items():
                made[place] = link
            self._made = made  # when it is whole, as other threads may take links
        return self._made


class Links(Sequence[Link]):
    """Links of columns, in any order.

    Parameters
    ----------
    columns
        What they are taken from. It must not change any more.
    order
        Their places there; all, in their order, unless given.
    """

    __slots__ = ("_order", "_others", "columns")

    def __init__(self, columns: LinkColumns, order: Sequence[int] | None = None) -> None:
        self.columns = columns
        self._order = range(len(columns)) if order is None else order
        self._others: list[tuple[int, Link]] | None = None

    def __len__(self) -> int:
        """Return the number of links."""
        return len(self._order)

    @overload
    def __getitem__(self, place: int) -> Link: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Link, ...]: ...
    def __getitem__(self, place: int | slice) -> Link | tuple[Link, ...]:
        """Return one link, or some."""
        if isinstance(place, slice):
            return tuple(map(self.columns.link, self._order[place]))
        return self.columns.link(self._order[place])

    def __iter__(self) -> Iterator[Link]:
        """Yield all links."""
        links = self.columns.all()
        return iter(links) if self.is_whole else map(links.__getitem__, self._order)

    def __eq__(self, other: object) -> bool:
        """Whether the same links stand in the same order, in columns or in a tuple."""
        if not isinstance(other, Links | tuple):
            return NotImplemented
        return len(self) == len(other) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Return the hash of the tuple of them."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """Return what a tuple of them would."""
        return repr(tuple(self))

    def position(self, place: int) -> Position | None:
        """Return where a link stands."""
        return self.columns.position(self._order[place])

    def ends(self) -> tuple[Sequence[str], Sequence[str]]:
        """Return the prerequisites and the dependents of all links, by their codes."""
        columns = self.columns.prerequisites, self.columns.dependents
        if self.is_whole:
            return columns
        prerequisites, dependents = ([*map(column.__getitem__, self._order)] for column in columns)
        return prerequisites, dependents

    def others(self) -> Sequence[tuple[int, Link]]:
        """Return with their places the links that may say more than plain ones."""
        if self._others is None:
            others = self.columns.others
            if self.is_whole or not others:
                self._others = [*others.items()]
            else:
                places = compress(count(), map(others.__contains__, self._order))
                self._others = [(place, others[self._order[place]]) for place in places]
        return self._others

    @property
    def is_whole(self) -> bool:
        """Whether these are all links of the columns, in their order."""
        return isinstance(self._order, range)

    def picked(self, places: Iterable[int]) -> Links:
        """Return the links at some places, in their order."""
        return Links(self.columns, array("Q", map(self._order.__getitem__, places)))

    def with_others(self, changed: Mapping[int, Link]) -> Links:
        """Return the links, in place of some others."""
        columns = LinkColumns("")
        columns.extend(self.columns)
        for place, link in changed.items():
            columns.replace(self._order[place], link)
        columns.others = dict(sorted(columns.others.items()))
        return Links(columns, self._order)


def ends_of(links: Sequence[Link]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the prerequisites and the dependents of links, by their codes."""
    if isinstance(links, Links):
        return links.ends()
    return [*map(_prerequisite, links)], [*map(_dependent, links)]


def others_of(links: Sequence[Link]) -> Iterable[tuple[int, Link]]:
    """Return with their places the links that may say more than plain ones."""
    return links.others() if isinstance(links, Links) else enumerate(links)


def distinct_values(links: Sequence[Link], field: str) -> set[Any]:
    """Return the values that links, and plain ones, have of a field."""
    some = (link for _, link in links.others()) if isinstance(links, Links) else links
    return {Link._field_defaults[field], *map(attrgetter(field), some)}


def values_of(links: Sequence[Link], field: str) -> list[Any]:
    """Return the value of a field of each link."""
    value = attrgetter(field)
    if not isinstance(links, Links):
        return [*map(value, links)]
    values = [Link._field_defaults[field]] * len(links)
    for place, link in links.others():
        values[place] = value(link)
    return values


def picked(links: Sequence[Link], places: Iterable[int]) -> Sequence[Link]:
    """Return the links at some places, in their order."""
    if isinstance(links, Links):
        return links.picked(places)
    return tuple([links[place] for place in places])


def with_others(links: Sequence[Link], changed: Mapping[int, Link]) -> Sequence[Link]:
    """Return the links, in place of some others."""
    if isinstance(links, Links):
        return links.with_others(changed) if changed else links
    return [changed.get(place, link) for place, link in enumerate(links)]


def chained(parts: Sequence[Sequence[Link]]) -> Sequence[Link]:
    """Return the links of some files, one behind the other."""
    if len(parts) == 1:
        return parts[0]
    columns = LinkColumns("")
    for links in parts:
        if not isinstance(links, Links) or not links.is_whole:
            return [*chain.from_iterable(parts)]
        columns.extend(links.columns)
    return Links(columns)


def position_at(
    things: Sequence[Link] | Sequence[Milestone],
) -> Callable[[int], Position | None]:
    """Return what tells where links or milestones stand, by their places."""
    if isinstance(things, Links):
        return things.position
    return lambda place: things[place].position
