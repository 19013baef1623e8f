"""The file of changes: what it says, and what is said of one that is wrong."""

from collections.abc import Callable
from dataclasses import astuple
from datetime import date
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from depgraph.errors import LoadError
from depgraph.model.changes import (
    AddLink,
    Complete,
    DropQueries,
    DropQuery,
    KeepQuery,
    Move,
    RemoveLink,
)
from depgraph.reports.schema import schema
from depgraph.sources.changes_file import read_changes

ALL = """\
move:
  A: 60
  B: -5
  C: 2021-03-01
complete:
  D: 2019-05-10
link:
  - {prerequisite: A, dependent: B, type: SS, lag: 10}
  - prerequisite: A
    dependent: C
unlink:
  - {prerequisite: B, dependent: D}
drop: all
keep:
  - {prerequisite: C, dependent: D}
"""


def test_every_kind_of_change_is_read_with_its_place(write: Callable[[str, str], Path]) -> None:
    changes = read_changes(write("changes.yaml", ALL))
    assert [(type(change), astuple(change)[:-1]) for change in changes] == [
        (Move, ("A", 60, None, False)),
        (Move, ("B", -5, None, False)),
        (Move, ("C", None, date(2021, 3, 1), False)),
        (Complete, ("D", date(2019, 5, 10))),
        (AddLink, ("A", "B", "SS", 10, None)),
        (AddLink, ("A", "C", "FS", 0, None)),
        (RemoveLink, ("B", "D")),
        (DropQueries, ()),
        (KeepQuery, ("C", "D")),
    ]
    places = [each.position for each in changes if each.position]
    assert [(place.line, place.column) for place in places] == [
        *((2, 3), (3, 3), (4, 3), (6, 3), (8, 5), (9, 5), (12, 5), (13, 7), (15, 5))
    ]


def test_single_queries_can_be_dropped(write: Callable[[str, str], Path]) -> None:
    (change,) = read_changes(write("c.yaml", "drop: [{prerequisite: A, dependent: B}]\n"))
    assert isinstance(change, DropQuery)
    assert (change.prerequisite, change.dependent) == ("A", "B")


WRONG = [
    ("moves: {A: 1}", "1:1: changes: unknown key 'moves' (did you mean 'move'?)"),
    ("move: {A: soon}", "1:11: move: A: expected days or a date as YYYY-MM-DD, got 'soon'"),
    ("move: {A: 60d}", "1:11: move: A: expected days or a date as YYYY-MM-DD, got '60d'"),
    ("move: {A: 2020-02-30}", "1:11: move: A: there is no date 2020-02-30"),
    ("move: {A: 40000}", "1:11: move: A: expected a whole number from -36525 to 36525, got"),
    ("move: {A: 1, A: 2}", "1:14: duplicate key 'A': it stands in line 1 too"),
    ("move: [A]", "1:7: move: expected a mapping from codes, got a list"),
    ("complete: {A: 5}", "1:15: complete: A: expected a date as YYYY-MM-DD, got '5'"),
    ("drop: every", "1:7: drop: expected 'all' or a list of links, got 'every'"),
    ("drop: {A: B}", "1:7: drop: expected a list, got a mapping"),
    ("unlink: [A]", "1:10: unlink: expected a mapping, got 'A'"),
    ("unlink: [{prerequisite: A}]", "1:10: unlink: the key 'dependent' is missing"),
    ("unlink: [{prerequisite: A, dependent: B, lag: 1}]", "unlink: unknown key 'lag'"),
    ("link: [{prerequisite: A, dependent: B, type: SX}]", "link: type: expected one of FS,"),
    ("link: [{prerequisite: A, dependant: B}]", "(did you mean 'dependent'?)"),
    ("move: {}", "the file changes nothing (known keys: move, complete, link, unlink, drop, keep)"),
    ("", "the file is empty: expected a mapping"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_is_wrong_is_told_at_its_place(
    text: str, message: str, write: Callable[[str, str], Path]
) -> None:
    with pytest.raises(LoadError) as caught:
        read_changes(write("changes.yaml", text + "\n" * bool(text)))
    assert message in str(caught.value)


def test_everything_wrong_is_told_at_once(write: Callable[[str, str], Path]) -> None:
    text = "move: {A: x, B: y}\nkeep: 3\nlink: [{prerequisite: ' ', dependent: B, lag: z}]\n"
    with pytest.raises(LoadError) as caught:
        read_changes(write("changes.yaml", text))
    assert [problem.line for problem in caught.value.problems] == [1, 1, 2, 3, 3]


# What a schema does not see: a key that stands twice, a file that changes nothing, a date that
# no calendar has, and the limits of a number that comes as text.
WRONG_OTHERWISE = {
    *("move: {A: 1, A: 2}", "move: {}", "move: {A: 2020-02-30}", "move: {A: 40000}"),
}


@pytest.mark.parametrize("text", [ALL, *(text for text, _ in WRONG)])
def test_the_schema_says_the_same(text: str) -> None:
    value = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - a safe one
    is_sound = text == ALL or text in WRONG_OTHERWISE
    assert Draft7Validator(schema("changes")).is_valid(value) == is_sound


def test_the_calendar_of_a_lag_is_read(write: Callable[[str, str], Path]) -> None:
    text = "link: [{prerequisite: A, dependent: B, lag: 3, calendar: office}]\n"
    (change,) = read_changes(write("c.yaml", text))
    assert astuple(change)[:-1] == ("A", "B", "FS", 3, "office")
