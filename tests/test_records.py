"""Structs do what named tuples do; only that they equal their own type alone."""

import copy
import inspect
import pickle
from typing import Generic, NamedTuple, TypeVar

import pytest

from depgraph.records import Struct

T = TypeVar("T")


class Named(NamedTuple):
    code: str
    days: int = 1
    tags: tuple[str, ...] = ()


class Same(Struct):
    code: str
    days: int = 1
    tags: tuple[str, ...] = ()

    @property
    def weeks(self):
        return self.days / 7


class Of(Struct, Generic[T]):
    value: T


CALLS = [
    (("A",), {}),
    (("A", 2, ("x",)), {}),
    ((), {"code": "A", "tags": ("x",)}),
    (("A",), {"days": 3}),
    ((), {}),
    ((), {"days": 1}),
    (("A", 1, (), 4), {}),
    (("A",), {"code": "B"}),
    (("A", 1, ()), {"code": "B"}),
    (("A",), {"day": 2}),
]


def outcome(class_, arguments, named):
    try:
        return tuple(class_(*arguments, **named))
    except TypeError as error:
        return str(error).partition("__new__")[2]


@pytest.mark.parametrize(("arguments", "named"), CALLS)
def test_a_struct_is_made_as_a_named_tuple_is(arguments, named):
    class New(Struct):
        code: str
        days: int = 1
        tags: tuple[str, ...] = ()

    wanted = outcome(Named, arguments, named)
    assert [outcome(New, arguments, named) for _ in range(99)] == [wanted] * 99


def test_a_struct_has_what_a_named_tuple_has():
    named, same = Named("A", tags=("x",)), Same("A", tags=("x",))
    assert repr(same) == repr(named).replace("Named", "Same")
    assert (same._fields, same._field_defaults) == (named._fields, named._field_defaults)
    assert same._asdict() == named._asdict()
    assert tuple(same._replace(days=7)) == tuple(named._replace(days=7))
    assert Same._make(named) == same
    assert (hash(same), same.weeks, same[0], len(same)) == (hash(named), 1 / 7, "A", 3)
    assert inspect.signature(Same) == inspect.signature(Named)
    assert pickle.loads(pickle.dumps(same)) == copy.deepcopy(same) == same  # noqa: S301
    assert Of[int](3).value == 3
    match same:
        case Same(code, 1):
            assert code == "A"
    for wrong in ({"day": 1}, {"code": "B", "day": 1}):
        with pytest.raises(ValueError, match="'day'"):
            same._replace(**wrong)
    with pytest.raises(TypeError, match="expected 3 items, got 1"):
        Same._make(["A"])
    with pytest.raises(AttributeError):
        same.code = "B"
    assert not hasattr(same, "__dict__")


def test_a_struct_may_have_no_fields():
    class Empty(Struct):
        pass

    assert {Empty() for _ in range(99)} == {Empty()}
    with pytest.raises(TypeError):
        Empty(1)


def test_a_struct_equals_its_own_type_alone():
    class Other(Struct):
        code: str
        days: int

    struct = Other("A", 1)
    assert struct == Other("A", days=1)
    assert struct != ("A", 1)
    assert struct != ("A", 1)
    assert struct != Of(1)
    assert len({struct, ("A", 1), Same("A", 1, ())}) == 3
