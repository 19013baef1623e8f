"""Records: named tuples that are equal to what is of their own type, and to nothing else.

Modules of records that every start imports are without ``from __future__ import annotations``:
`typing.NamedTuple` compiles each annotation that is a text, which takes longer than all else.
"""

from __future__ import annotations

from typing import TypeVar

C = TypeVar("C", bound=type)


def by_type(class_: C) -> C:
    """Have the named tuples of a class equal only others of that class, item by item.

    As tuples they would equal any tuple with the same items: one of another class too, so that
    a set would keep only one of the two. The hash stays that of a tuple, and as fast: in a set
    two records of the same items and different classes are told apart by their equality.

    Examples
    --------
    >>> from typing import NamedTuple
    >>> @by_type
    ... class Height(NamedTuple):
    ...     metres: int
    >>> @by_type
    ... class Depth(NamedTuple):
    ...     metres: int
    >>> Height(3) == Height(3), Height(3) == Depth(3), Height(3) == (3,)
    (True, False, False)
    """
    for name, method in (("__eq__", _is_equal), ("__ne__", _is_unequal)):
        setattr(class_, name, method)
    return class_


def _is_equal(self: tuple[object, ...], other: object) -> bool:
    if other.__class__ is self.__class__:
        return tuple.__eq__(self, other)
    return False if isinstance(other, tuple) else NotImplemented


def _is_unequal(self: tuple[object, ...], other: object) -> bool:
    if other.__class__ is self.__class__:
        return tuple.__ne__(self, other)
    return True if isinstance(other, tuple) else NotImplemented
