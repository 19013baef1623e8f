"""The bar of a roll-up in a picture says in numbers and words what its colours say."""

import re
import xml.etree.ElementTree as ET

import pytest

from depgraph.analysis.rollup import Tally
from depgraph.diagrams.focus import focus, rollup_cell
from depgraph.diagrams.layout import render
from depgraph.diagrams.theme import DEFAULT
from depgraph.model import Graph, Link, Milestone

PAINT = DEFAULT.paints["later"]


def cells(table: str) -> list[int]:
    return [int(wide) for wide in re.findall(r'BGCOLOR=[^>]* WIDTH="(\d+)"', table)]


@pytest.mark.parametrize(
    "tally",
    [
        Tally(complete=1),
        Tally(complete=39, partial=6, not_begun=29, unstated=102),
        Tally(complete=1, partial=0, not_begun=999),
        Tally(complete=0, partial=0, not_begun=0, unstated=5),
    ],
)
def test_the_cells_fill_the_bar_and_each_stage_has_one(tally):
    table = rollup_cell(DEFAULT, tally, room=224.0, paint=PAINT)
    assert sum(cells(table)) == 224
    assert len(cells(table)) == sum(map(bool, tally.counts))
    assert min(cells(table)) >= 4
    ET.fromstring(table.replace("<B>", "").replace("</B>", ""))


def test_the_words_have_every_number():
    table = rollup_cell(
        DEFAULT, Tally(complete=39, partial=6, not_begun=0, unstated=102), room=310.0, paint=PAINT
    )
    assert "✔ 39 complete · ► 6 partial · – 102 no progress stated" in table  # noqa: RUF001


def test_a_cell_too_narrow_for_its_number_has_none():
    table = rollup_cell(
        DEFAULT, Tally(complete=1, partial=0, not_begun=999), room=100.0, paint=PAINT
    )
    assert '"></TD>' in table
    assert 'TOOLTIP="1 complete"' in table


def test_the_milestone_in_the_focus_has_the_bar():
    plan = Graph([Milestone("A"), Milestone("T")], [Link("A", "T")])
    with_bar = render(
        focus(plan, "T", waits_on=Tally(complete=0, partial=3, not_begun=1)), format="dot"
    ).decode()
    assert "3 partial" in with_bar
    assert "partial" not in render(focus(plan, "T"), format="dot").decode()
