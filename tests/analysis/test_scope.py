import pytest

from depgraph.analysis.scope import select_scope, top_level
from depgraph.errors import DepgraphError, UnknownMilestoneError
from depgraph.model import Graph, Milestone

PLAN = Graph(
    [
        Milestone("A", owner="DM", level=2),
        Milestone("B", owner="DM", team="AP", level=3, aka=("B-OLD",)),
        Milestone("C", owner="DM", team="DRP", level=3),
        Milestone("D", owner="Camera"),
    ],
    schedule_only=[Milestone("S", owner="DM", level=2), Milestone("T", owner="DM", team="AP")],
)


@pytest.mark.parametrize(
    ("asked", "codes", "words"),
    [
        ({}, "ABCD", "all milestones"),
        ({"owners": ["DM"]}, "ABC", "owner DM"),
        ({"owners": ["DM"], "teams": ["AP", "DRP"]}, "BC", "owner DM, team AP or DRP"),
        ({"teams": ["AP"], "levels": [3]}, "B", "team AP, level 3"),
        ({"codes": ["D"]}, "D", "D"),
        ({"codes": ["D", "A"]}, "AD", "2 milestones by name"),
        ({"codes": ["D"], "levels": [2]}, "AD", "level 2, and D"),
        ({"codes": ["B-OLD"]}, "B", "B"),
    ],
)
def test_attributes_restrict_each_other_and_codes_are_added(asked, codes, words):
    scope = select_scope(PLAN, **asked)
    assert ("".join(scope.codes), scope.words) == (codes, words)


def test_what_only_the_schedule_has_is_told_where_it_would_belong():
    assert select_scope(PLAN).schedule_only == ("S", "T")
    assert select_scope(PLAN, levels=[2]).schedule_only == ("S",)
    assert select_scope(PLAN, codes=["A"]).schedule_only == ()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"teams": ["APP"]}, "no milestone has the team 'APP' (did you mean 'AP'?)"),
        ({"owners": ["zzz"]}, "no milestone has the owner 'zzz': there are Camera, DM"),
        ({"levels": [7]}, "no milestone has the level '7': there are 2, 3"),
        ({"owners": ["Camera"], "levels": [2]}, "no milestone has owner Camera, level 2"),
    ],
)
def test_a_scope_without_milestones_is_an_error(asked, message):
    with pytest.raises(DepgraphError) as error:
        select_scope(PLAN, **asked)
    assert str(error.value) == message


def test_teams_of_a_plan_without_teams():
    with pytest.raises(DepgraphError, match="no milestone has the team 'X': none has any"):
        select_scope(Graph([Milestone("A")]), teams=["X"])


def test_an_unknown_code():
    with pytest.raises(UnknownMilestoneError):
        select_scope(PLAN, codes=["Z"])


def test_the_top_level():
    assert top_level(PLAN) == 2
    assert top_level(Graph([Milestone("A")])) is None
