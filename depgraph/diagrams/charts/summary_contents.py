"""What stands on the page that sums up a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from depgraph.diagrams.theme import Standing


class Row(Struct):
    """A main milestone that is not complete.

    Attributes
    ----------
    before
        Its date in the schedule before.
    due, expected
        When it is due, and when it is expected now.
    expected_words
        The latter as it is written.
    late, days_left
        By how many days it is late; in how many it is expected, where that is soon.
    moved
        How far it moved since the schedule before, in words.
    done
        How many of its features are complete, in words; empty without any.
    """

    code: str
    name: str
    standing: Standing
    before: date | None
    due: date | None
    expected: date | None
    expected_words: str
    late: int | None
    days_left: int | None
    moved: str
    done: str


class Step(Struct):
    """A milestone of what drives another: its slack is that of its link to the next one."""

    code: str
    name: str
    date: str
    late: int | None
    slack: int | None


class Line(Struct):
    """What is late: in words, by how many days, and whether something else makes it late."""

    words: str
    days: int | None
    is_inner: bool = False


class Block(Struct):
    """Sentences under a heading, and the path that is drawn between these."""

    title: str
    sentences: Sequence[str]
    steps: Sequence[Step] = ()


class Contents(Struct):
    """All that stands on the page.

    Attributes
    ----------
    about
        Of which day it tells, and what it compares with.
    verdict
        What is late, in a sentence or two.
    counts, only
        How many milestones stand how; of these, how many only the schedule has, in words.
    heading
        Over the rows.
    complete
        The codes of the main milestones that are complete.
    previous
        The name of the schedule before; empty without one.
    blocks
        What stands below the rows, by twos.
    """

    title: str
    about: str
    verdict: str
    as_of: date | None
    counts: Mapping[Standing, int]
    only: Mapping[Standing, str]
    causes: Sequence[Line]
    heading: str
    rows: Sequence[Row]
    complete: Sequence[str]
    previous: str
    blocks: Sequence[Block]
    checks: str
