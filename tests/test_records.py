"""Records: named tuples and frozen dataclasses, each equal to what is of its own type only."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import ForwardRef

import pytest
from hypothesis import given
from hypothesis import strategies as st

import depgraph
from depgraph import DropQuery, KeepQuery, Link, Milestone, Position, RemoveLink
from depgraph.analysis.health.limits import Limits
from depgraph.config import Config
from depgraph.plans.selection import Selection
from depgraph.reports.page import Head
from depgraph.sources.rule_format import RuleSpec


@cache
def record_classes():
    """Return every class of records of the package, with the names of its fields."""
    modules = [
        import_module(module.name)
        for module in walk_packages(depgraph.__path__, "depgraph.")
        if module.name != "depgraph.__main__"
    ]
    return {
        value: names
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
        if (names := field_names(value)) is not None
    }


def field_names(class_):
    if issubclass(class_, tuple) and hasattr(class_, "_fields"):
        return class_._fields
    if is_dataclass(class_) and class_.__dataclass_params__.frozen:
        return tuple(field.name for field in fields(class_))
    return None


def built(class_, values):
    """Return a record with any values, whatever its fields are for."""
    if issubclass(class_, tuple):
        return class_._make(values)
    record = object.__new__(class_)
    for field, value in zip(fields(class_), values, strict=True):
        object.__setattr__(record, field.name, value)
    return record


@given(st.integers())
def test_a_set_keeps_the_records_of_all_types(first):
    classes = record_classes()
    records = [built(class_, range(first, first + len(names))) for class_, names in classes.items()]
    assert len(set(records)) == len(records)


@given(st.integers())
def test_a_record_equals_others_of_its_type_and_no_tuple(first):
    for class_, names in record_classes().items():
        items = tuple(range(first, first + len(names)))
        record, twin = built(class_, items), built(class_, items)
        assert record == twin
        assert (record != twin) is False
        assert hash(record) == hash(twin)
        assert record != items
        assert items != record
        assert (record == items) is False
        if names:
            assert record != built(class_, (first - 1, *items[1:]))


@pytest.mark.parametrize("class_", [Config, Head, Limits, Link, Milestone, RuleSpec, Selection])
def test_annotations_of_what_every_start_makes_are_no_texts_to_compile(class_):
    types = list(class_.__annotations__.values())
    assert len(types) > 3
    assert not any(isinstance(type_, ForwardRef) for type_ in types)


def test_what_is_no_tuple_may_be_equal_to_a_record():
    class Anything:
        def __eq__(self, other):
            return True

        __hash__ = None

    assert Position("plan.yaml", 1, 2) == Anything()


def test_changes_of_the_same_link_are_several():
    assert RemoveLink("A", "B") != DropQuery("A", "B")
    assert len({RemoveLink("A", "B"), DropQuery("A", "B"), KeepQuery("A", "B")}) == 3
    assert len({Position("plan.yaml", 1, 2), ("plan.yaml", 1, 2)}) == 2
