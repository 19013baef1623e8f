"""Selectors on the command line: the same as those of rules."""

from pathlib import Path

import click
import pytest

from depgraph.cli.selecting import select
from depgraph.errors import DepgraphError
from depgraph.plans.opening import open_plan

GRAPHS = Path(__file__).parents[2] / "graphs"


def chosen(*selectors: str, owners: tuple[str, ...] = (), teams: tuple[str, ...] = ()) -> set[str]:
    opened = open_plan(GRAPHS)
    found = select(opened.graph, opened.config, owners=owners, teams=teams, selectors=selectors)
    return set() if found is None else set(found.codes)


def fitting(test) -> set[str]:
    return {milestone.id for milestone in open_plan(GRAPHS).graph.milestones if test(milestone)}


@pytest.mark.parametrize(
    ("selector", "test"),
    [
        ("team=SUIT", lambda m: m.team == "SUIT"),
        ("team=AP|DRP", lambda m: m.team in ("AP", "DRP")),
        ("team = SUIT , level = 3", lambda m: m.team == "SUIT" and m.level == 3),
        ("level=2,not complete", lambda m: m.level == 2 and not m.is_complete),
        ("complete", lambda m: m.is_complete),
        ("external", lambda m: m.owner != "DM"),
        ("not external,not team=SUIT", lambda m: m.owner == "DM" and m.team != "SUIT"),
        ("id=LDM-503-1*", lambda m: m.id.startswith("LDM-503-1")),
        ("id=/LDM-503-0[12]/", lambda m: m.id in ("LDM-503-01", "LDM-503-02")),
    ],
)
def test_a_selector_selects_what_it_says(selector, test) -> None:
    assert chosen(selector) == fitting(test)


def test_several_selectors_mean_any_of_them() -> None:
    assert chosen("team=AP", "team=NET") == fitting(lambda m: m.team in ("AP", "NET"))


def test_owners_and_teams_narrow_what_selectors_mean() -> None:
    assert chosen("complete", teams=("AP",)) == fitting(lambda m: m.team == "AP" and m.is_complete)
    assert chosen(owners=("Camera",)) == fitting(lambda m: m.owner == "Camera")


def test_without_options_nothing_is_selected() -> None:
    opened = open_plan(GRAPHS)
    assert select(opened.graph, opened.config, owners=(), teams=(), selectors=()) is None


@pytest.mark.parametrize(
    ("selector", "error", "expected"),
    [
        ("team", click.UsageError, "expected KEY=VALUE, 'complete' or 'external'"),
        ("", click.UsageError, "expected KEY=VALUE"),
        ("team=", click.UsageError, "expected KEY=VALUE"),
        ("team=A,team=B", click.UsageError, r"'team' stands twice: use team=A\|B"),
        ("tem=AP", click.UsageError, "unknown key 'tem'.*did you mean 'team'"),
        ("level=two", click.UsageError, "expected a whole number"),
        ("due_before=soon", click.UsageError, "expected a date as YYYY-MM-DD"),
        ("team=XYZ", DepgraphError, "no milestone is selected by team=XYZ"),
    ],
)
def test_what_is_wrong_is_told(selector, error, expected) -> None:
    with pytest.raises(error, match=expected):
        chosen(selector)
