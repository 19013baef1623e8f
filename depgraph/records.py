"""Structs: named tuples that are equal to what is of their own type, and to nothing else.

As plain named tuples they would equal any tuple with the same items: one of another class too,
so that a set would keep only one of the two.

Examples
--------
>>> class Height(Struct):
...     metres: int
>>> class Depth(Struct):
...     metres: int
>>> Height(3) == Height(3), Height(3) == Depth(3), Height(3) == (3,)
(True, False, False)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["Struct"]

if TYPE_CHECKING:
    # To the type checker a struct is a named tuple, and it knows what one has.
    from typing import NamedTuple as Struct
else:
    # What `property` and `operator.itemgetter` do together, in a tenth of the time.
    from collections import _tuplegetter

    _new = tuple.__new__

    class _StructType(type):
        """The type of structs, which makes a class of fields without compiling anything.

        `typing.NamedTuple` compiles a constructor for each class, and each annotation: of the
        start of a short command this was a tenth.
        """

        def __new__(cls, name, bases, namespace):
            fields = tuple(namespace.get("__annotations__", ()))
            if fields:
                namespace["_fields"] = namespace["__match_args__"] = fields
                namespace["_field_defaults"] = {
                    field: namespace[field] for field in fields if field in namespace
                }
                for number, field in enumerate(fields):
                    namespace[field] = _tuplegetter(number, f"Alias for field number {number}")
            return super().__new__(cls, name, bases, {"__slots__": (), **namespace})

        @property
        def __signature__(cls):
            from inspect import signature

            whole = signature(_constructor(cls))
            return whole.replace(parameters=[*whole.parameters.values()][1:])

    _made = {}
    """How many structs were made of each class that has no constructor yet."""
    _FEW = 32

    class Struct(tuple, metaclass=_StructType):
        """A named tuple as `typing.NamedTuple` makes them, which equals only its own type."""

        __slots__ = ()
        _fields = ()
        _field_defaults = {}  # noqa: RUF012 - never changed

        def __new__(cls, /, *args, **named):
            """Make a struct; a class that makes many gets a constructor for it."""
            made = _made[cls] = _made.get(cls, 0) + 1
            if made <= _FEW:
                fields = cls._fields
                if len(args) == len(fields) and not named:
                    return _new(cls, args)
                values = {**cls._field_defaults, **dict(zip(fields, args, strict=False)), **named}
                is_sound = values.keys() == {*fields} and len(args) < len(fields)
                if is_sound and named.keys().isdisjoint(fields[: len(args)]):
                    return _new(cls, map(values.__getitem__, fields))
            cls.__new__ = _constructor(cls)
            return cls.__new__(cls, *args, **named)

        @classmethod
        def _make(cls, items):
            """Make a struct of all its items."""
            made = _new(cls, items)
            if len(made) != len(cls._fields):
                raise TypeError(f"expected {len(cls._fields)} items, got {len(made)}")
            return made

        def _replace(self, /, **named):
            """Return a struct with other values of some fields."""
            made = self._make(map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"{type(self).__name__} has no field {next(iter(named))!r}")
            return made

        __replace__ = _replace

        def _asdict(self):
            """Return the values by the names of the fields."""
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            items = zip(self._fields, self, strict=True)
            return f"{type(self).__name__}({', '.join(f'{name}={item!r}' for name, item in items)})"

        # As fast as that of a tuple: structs of other classes differ by their equality.
        __hash__ = tuple.__hash__

        def __eq__(self, other):
            if other.__class__ is self.__class__:
                return tuple.__eq__(self, other)
            return False if isinstance(other, tuple) else NotImplemented

        def __ne__(self, other):
            if other.__class__ is self.__class__:
                return tuple.__ne__(self, other)
            return True if isinstance(other, tuple) else NotImplemented

    def _constructor(class_):
        """Compile a constructor, as `collections.namedtuple` does."""
        names = "".join(f"{field}, " for field in class_._fields)
        made = eval(f"lambda _cls, {names}: _new(_cls, ({names}))", {"_new": _new})  # noqa: S307
        made.__name__, made.__qualname__ = "__new__", f"{class_.__qualname__}.__new__"
        made.__annotations__ = class_.__annotations__
        made.__defaults__ = tuple(class_._field_defaults.values())
        return made
