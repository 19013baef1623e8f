"""Calendars in the configuration, and who follows which."""

from datetime import date
from pathlib import Path

import pytest

from depgraph.errors import LoadError
from depgraph.model import Calendar
from depgraph.plans.loading import load

PLAN = """
milestones:
  A: {calendar: chile, duration: 3}
  B: {requires: [{id: A, lag: 2}, {id: C, lag: 1, calendar: usa}, C]}
  C: {}
"""
CALENDARS = """
graph: [plan.yaml]
calendars:
  chile:
    week: [mon, tue, wed, thu]
    holidays: [2019-09-18, 2019-12-30/2020-01-01]
  usa:
"""


def plan(folder: Path, config: str, milestones: str = PLAN):
    (folder / "depgraph.yaml").write_text(config)
    (folder / "plan.yaml").write_text(milestones)
    return load(folder)


def problems(folder: Path, config: str, milestones: str = PLAN) -> list[str]:
    with pytest.raises(LoadError) as caught:
        plan(folder, config, milestones)
    return [str(each).removeprefix(f"{folder}/") for each in caught.value.problems]


def test_a_calendar_has_days_of_the_week_and_holidays(tmp_path: Path) -> None:
    graph = plan(tmp_path, CALENDARS)

    assert graph.calendars["chile"] == Calendar(
        "chile",
        weekdays=frozenset({0, 1, 2, 3}),
        holidays=frozenset(
            {date(2019, 9, 18), date(2019, 12, 30), date(2019, 12, 31), date(2020, 1, 1)}
        ),
    )
    assert graph.calendars["usa"] == Calendar("usa")


def test_a_milestone_names_its_calendar_else_its_owner_does_else_the_plan(tmp_path: Path) -> None:
    config = CALENDARS + 'calendar: usa\nowners: [{match: "C", owner: DM, calendar: chile}]\n'

    graph = plan(tmp_path, config)

    assert [graph[code].calendar for code in "ABC"] == ["chile", "usa", "chile"]


def test_without_a_word_all_days_are_alike(tmp_path: Path) -> None:
    graph = plan(tmp_path, CALENDARS)

    assert [graph[code].calendar for code in "ABC"] == ["chile", None, None]
    assert [link.calendar for link in graph.links] == [None, None, "usa"]


def test_working_lags_follow_the_prerequisite_unless_the_link_says_otherwise(
    tmp_path: Path,
) -> None:
    graph = plan(tmp_path, CALENDARS + "calendar: usa\nlags: working\n")

    assert [(link.prerequisite, link.lag, link.calendar) for link in graph.links] == [
        ("A", 2, "chile"),
        ("C", 0, None),
        ("C", 1, "usa"),
    ]


def test_calendars_that_nothing_defines_are_told_with_their_place(tmp_path: Path) -> None:
    config = "graph: [plan.yaml]\ncalendar: chle\ncalendars: {chile: }\n"

    assert problems(tmp_path, config) == [
        "depgraph.yaml:2:11: calendar: there is no calendar 'chle' (did you mean 'chile'?)",
        "plan.yaml:4:40: B: requires: calendar: the configuration has no calendar 'usa'"
        ": its 'calendars' are chile",
    ]


@pytest.mark.parametrize(
    ("calendar", "message"),
    [
        ("{week: []}", "week: the list is empty"),
        ("{week: [monday]}", "week: expected one of mon, tue, wed, thu, fri, sat, sun"),
        ("{holidays: [2019-02-30]}", "holidays: there is no date 2019-02-30"),
        ("{holidays: [2019-03-02/2019-03-01]}", "the span 2019-03-02/2019-03-01 ends before it"),
        ("{holidays: [2019-01-01/2029-01-01]}", "the span 2019-01-01/2029-01-01 has 3654 days"),
        ("{holiday: []}", "unknown key 'holiday' (did you mean 'holidays'?)"),
        ("five days", "expected a mapping, got 'five days'"),
    ],
)
def test_what_is_wrong_in_a_calendar_is_told(tmp_path: Path, calendar: str, message: str) -> None:
    config = f"graph: [plan.yaml]\ncalendars:\n  chile: {calendar}\n  usa: \n"

    (told,) = problems(tmp_path, config)

    assert told.startswith("depgraph.yaml:3:")
    assert "calendars: chile" in told
    assert message in told
