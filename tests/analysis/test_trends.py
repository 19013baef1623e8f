"""Trends and slips: the three schedules of the shipped plan, and small ones."""

from datetime import date
from pathlib import Path

import pytest

import depgraph
from depgraph.analysis.projection import project
from depgraph.analysis.scheduled import find_revision
from depgraph.analysis.scope import select_scope
from depgraph.analysis.trends import (
    Point,
    projected_slips,
    slips_between,
    trends,
)
from depgraph.errors import DepgraphError
from depgraph.model import Graph, Milestone, SourceDocument
from depgraph.model.schedules import Revision
from depgraph.plans.loading import load_schedules
from depgraph.plans.selection import Selection, select_config

GRAPHS = Path(__file__).parent.parent.parent / "graphs"
FIRST, SECOND = date(2020, 1, 1), date(2020, 7, 1)


@pytest.fixture(scope="module")
def latest():
    return depgraph.load(GRAPHS, schedule=GRAPHS / "schedules/2024-11-30.yaml")


@pytest.fixture(scope="module")
def revisions():
    selection = Selection(config=GRAPHS / "depgraph.yaml")
    return load_schedules(selection, select_config(selection, []))


def revision(as_of, *milestones, shown="plans/one.yaml"):
    return Revision(shown, as_of, {milestone.id: milestone for milestone in milestones})


def by_code(entries):
    return {entry.code: entry for entry in entries}


# -- trends --------------------------------------------------------------------------------


def test_a_milestone_over_the_shipped_schedules(latest, revisions):
    data = trends(latest, revisions, ["LDM-503-12"])
    assert [str(as_of) for as_of in data.as_of] == ["2018-07-17", "2019-04-30", "2024-11-30"]
    (trend,) = data.trends
    assert trend.points == (
        Point(date(2018, 7, 17), date(2019, 10, 31), is_complete=False),
        Point(date(2019, 4, 30), date(2020, 2, 24), is_complete=False),
        Point(date(2024, 11, 30), date(2024, 11, 30), is_complete=True),
    )
    assert trend.days == 1857


def test_a_schedule_later_than_the_plan_is_left_out(shipped, latest, revisions):
    data = trends(shipped, revisions, ["LDM-503-12"])
    assert [str(as_of) for as_of in data.as_of] == ["2018-07-17", "2019-04-30"]
    assert [len(trend.points) for trend in data.trends] == [2]
    assert [Path(file).name for file in data.later] == ["2024-11-30.yaml"]
    assert data.left_out == (
        "1 schedule later than 2019-04-30 is left out: 2024-11-30 "
        "(--schedule 2024-11-30 takes in what is up to that)"
    )
    assert trends(latest, revisions, ["LDM-503-12"]).left_out == ""
    # Without an as-of date of the plan, none is known to be later.
    assert len(trends(Graph(shipped.milestones), revisions, ["LDM-503-12"]).as_of) == 3


def test_the_level_2_milestones_of_the_shipped_plan(latest, revisions):
    data = trends(latest, revisions, select_scope(latest, levels=[2]).codes)
    days = {trend.code: trend.days for trend in data.trends}
    assert len(days) == 27
    assert (days["LDM-503-17"], days["LDM-503-17a"], days["LDM-503-02"]) == (1008, 1107, 0)
    assert len(by_code(data.trends)["LDM-503-12a"].points) == 2  # not in the first schedule
    assert [trend.code for trend in data.trends][-1] == "LDM-503-17a"


def test_what_no_schedule_has_is_named(shipped, revisions):
    data = trends(shipped, revisions, ["CAMM8040", "LDM-503-17"])
    assert data.without_date == ("CAMM8040",)


def test_another_code_of_a_milestone_is_followed():
    graph = Graph([Milestone("NEW", aka=("OLD",))])
    data = trends(
        graph,
        [
            revision(SECOND, Milestone("NEW", due=SECOND)),
            revision(FIRST, Milestone("OLD", due=FIRST)),
        ],
        ["NEW"],
    )
    assert [point.date for point in data.trends[0].points] == [FIRST, SECOND]


def test_a_completion_after_the_as_of_date_is_none_yet():
    one = Milestone("A", due=FIRST, completed=SECOND, state="incomplete")
    data = trends(Graph([Milestone("A")]), [revision(FIRST, one), revision(SECOND, one)], ["A"])
    assert data.trends[0].points[0] == Point(FIRST, FIRST, is_complete=False)


@pytest.mark.parametrize("dates", [[], [FIRST], [None, FIRST], [FIRST, FIRST]])
def test_fewer_than_two_dated_schedules_make_no_trend(dates):
    given = [revision(as_of, shown=f"{n}.yaml") for n, as_of in enumerate(dates)]
    with pytest.raises(DepgraphError, match="a trend needs two schedules") as error:
        trends(Graph([Milestone("A")]), given, ["A"])
    assert ("without one: 0.yaml" in str(error.value)) == (None in dates)


def test_a_schedule_without_an_as_of_date_is_skipped():
    one = Milestone("A", due=FIRST)
    given = [revision(SECOND, one), revision(None, one, shown="x.yaml"), revision(FIRST, one)]
    data = trends(Graph([Milestone("A")]), given, ["A"])
    assert (data.as_of, data.skipped) == ((FIRST, SECOND), ("x.yaml",))
    assert len(data.trends[0].points) == 2


# -- slips ---------------------------------------------------------------------------------


def test_slips_between_two_shipped_schedules(shipped, revisions):
    data = slips_between(shipped, revisions[0], revisions[1], select_scope(shipped).codes)
    assert [(slip.code, slip.days) for slip in data.slips[:4]] == [
        ("DM-DRP-10", 707),
        ("DM-NCSA-12", 386),
        ("DM-NCSA-14", 381),
        ("LDM-503-08", 340),
    ]
    slips = by_code(data.slips)
    assert (slips["DM-SUIT-10"].days, slips["DM-SUIT-10"].group) == (-185, "SUIT")
    assert (slips["LDM-503-01"].days, slips["LDM-503-01"].is_complete) == (181, True)
    assert data.only_after == ("DM-DRP-14", "DM-DRP-18", "LDM-503-12a")
    assert len(data.only_before) == 10
    assert (data.before, data.after) == ("the schedule of 2018-07-17", "the schedule of 2019-05-20")


def test_due_dates_against_projected_ones(shipped):
    data = projected_slips(project(shipped), select_scope(shipped).codes)
    slips = by_code(data.slips)
    assert data.slips[0] == slips["DM-DAX-2"]
    # Due 2017-07-31 and open at the as-of date, 2019-04-30.
    assert (slips["DM-DAX-2"].days, slips["DM-DAX-2"].is_complete) == (638, False)
    assert slips["LDM-503-12"].days == 256
    assert (slips["LDM-503-07"].days, slips["LDM-503-07"].is_complete) == (-225, True)
    assert slips["LDM-503-17"].days == 0
    assert len(data.slips) + len(data.without_date) == len(shipped)


def test_the_biggest_movers_come_first_whichever_way(shipped):
    data = projected_slips(project(shipped), select_scope(shipped).codes)
    keys = [(-abs(slip.days), slip.code) for slip in data.slips]
    assert keys == sorted(keys)


def test_a_milestone_is_in_the_group_of_its_team_or_owner():
    graph = Graph(
        [
            Milestone("A", due=FIRST, owner="O", team="T"),
            Milestone("B", due=FIRST, owner="O"),
            Milestone("C", due=FIRST),
        ],
        as_of=FIRST,
    )
    data = projected_slips(project(graph), ["A", "B", "C"])
    assert [slip.group for slip in data.slips] == ["T", "O", None]


# -- which schedule is meant ---------------------------------------------------------------


@pytest.mark.parametrize(
    "named", ["2019-05-20", "2019-04-30", "2019-05-20.yaml", "schedules/2019-05-20.yaml"]
)
def test_a_schedule_by_either_of_its_dates_or_its_file(revisions, named):
    revision = find_revision(revisions, named)
    assert (revision.as_of, revision.name) == (date(2019, 4, 30), "2019-05-20")


def test_a_date_of_two_schedules_names_neither():
    document = SourceDocument("D-1", date=SECOND, gives_dates=True)
    edition = revision(FIRST, shown="edition.yaml")._replace(documents=(document,))
    other = revision(SECOND, shown="other.yaml")
    assert find_revision([edition, other], str(FIRST)) is edition
    assert find_revision([edition, other], "other") is other
    with pytest.raises(DepgraphError, match=r"2 schedules .* edition\.yaml or other\.yaml"):
        find_revision([edition, other], str(SECOND))


def test_unknown_and_ambiguous_schedules(revisions):
    with pytest.raises(DepgraphError, match="no schedule '2020': there are 2018-07-17, 2019"):
        find_revision(revisions, "2020")
    with pytest.raises(DepgraphError, match="lists none"):
        find_revision([], "2020")
    twice = [revision(FIRST, shown="a/plan.yaml"), revision(SECOND, shown="b/plan.yaml")]
    with pytest.raises(DepgraphError, match=r"2 schedules .* a/plan.yaml or b/plan.yaml"):
        find_revision(twice, "plan.yaml")
