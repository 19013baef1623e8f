"""Movements for people: what a terminal has room for, and what no text may do."""

from dataclasses import replace
from datetime import date

import pytest
from click import unstyle

from depgraph.analysis.movements import movements
from depgraph.analysis.scheduled import with_scheduled
from depgraph.model import Graph, Milestone
from depgraph.model.classification import Classification
from depgraph.model.schedules import Revision
from depgraph.reports.movement_page import movement_page
from depgraph.reports.writers.markdown import page_markdown
from depgraph.reports.writers.text import page_text

RED = "\x1b[31m"


def moved(*years: int, team: str | None = "T"):
    """Return milestones that slip from year to year, in a schedule of each year."""
    schedules = []
    for year in years:
        milestone = Milestone(
            "LONG-CODE", name="a name of several words", team=team, due=date(year + 1, 2, 1)
        )
        schedules.append(Revision(f"{year}{RED}.yaml", date(year, 1, 1), {milestone.id: milestone}))
    whole = with_scheduled(Graph(()), schedules, lambda _: Classification())
    return movements(whole, schedules, [milestone.id for milestone in whole.milestones])


def test_a_narrow_terminal_does_without_what_the_total_tells():
    page = movement_page(moved(2019, 2020, 2021))
    wide = unstyle(page_text(page))
    assert "2020-02-01  2021-02-01   +366  2022-02-01   +365   +731" in wide
    narrow = unstyle(page_text(page, 70))
    assert narrow.splitlines()[2].split() == [
        *("milestone", "2021-01-01", "total", "trend", "name"),
    ]
    assert max(map(len, narrow.splitlines())) <= 70
    assert "Left out, as the terminal is narrow: 2019-01-01, 2020-01-01, moved, moved" in (
        " ".join(narrow.split())
    )


def test_of_two_schedules_the_move_is_kept():
    narrow = unstyle(page_text(movement_page(moved(2019, 2020)), 60))
    assert narrow.splitlines()[2].split()[:3] == ["milestone", "2020-01-01", "moved"]


@pytest.mark.parametrize("team", [f"{RED}T", None])
def test_texts_of_a_plan_have_no_colours(team):
    slips = replace(moved(2019, 2020, team=team), elsewhere=(f"X{RED}Y",))
    undated = [schedule._replace(as_of=None) for schedule in slips.schedules]
    for page in (movement_page(slips), movement_page(replace(slips, schedules=tuple(undated)))):
        for text in (page_text(page), page_text(page, 60), page_markdown(page)):
            assert RED not in text
