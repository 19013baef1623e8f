"""Networks as graph files: the skeleton, or everything."""

from datetime import date

from depgraph.model import Calendar, Name, Notice, Position, Witness
from depgraph.sources.graph_file import Attribute
from depgraph.sources.merge import merge
from depgraph.sources.network import Activity, Network, Relationship
from depgraph.sources.network_file import network_file

WEEK = Calendar("week")
NOTICE = Notice("Mind this.")


def at(line: int, column: int = 1) -> Position:
    return Position("plan", line, column)


def network(milestones: str = "AZ") -> Network:
    stated = {"name": Attribute("Alpha", 3, 4), "due": Attribute(date(2020, 1, 1), 3, 5)}
    return Network(
        shown="plan",
        as_of=None,
        activities=[
            Activity("A", "A" in milestones, at(3), stated),
            Activity("x", "x" in milestones, at(4), {}),
            Activity("Z", "Z" in milestones, at(5), {}),
        ],
        relationships=[
            Relationship("A", "x", "SS", 20, at(8), "week"),
            Relationship("x", "Z", "FS", 0, at(9), "week"),
        ],
        notices=(NOTICE,),
        calendars=(WEEK,),
    )


def test_the_skeleton_has_the_milestones_and_the_network_everything():
    graph = merge([network_file(network())])
    assert [m.id for m in graph.milestones] == ["A", "Z"]
    (link,) = graph.links
    assert (link.lag, link.calendar, link.witness) == (3, "week", Witness(("x",), 20))
    assert str(link.position) == "plan:9"
    assert graph.network is not None
    assert [m.id for m in graph.network.milestones] == ["A", "Z", "x"]
    assert [each[:4] for each in graph.network.links] == [("x", "Z", "FS", 0), ("A", "x", "SS", 3)]


def test_everything_is_kept_when_asked_or_when_all_are_milestones():
    for file in (network_file(network(), activities=True), network_file(network("AxZ"))):
        assert file.network is None
        graph = merge([file])
        assert [m.id for m in graph.milestones] == ["A", "Z", "x"]
        assert [link.calendar for link in graph.links] == [None, "week"]


def test_what_is_stated_has_its_place():
    definition = network_file(network()).milestones["A"]
    assert definition.place("due") == at(3, 5)
    (milestone, _) = merge([network_file(network())]).milestones
    assert (milestone.name, milestone.due) == ("Alpha", date(2020, 1, 1))
    assert milestone.names == (Name("Alpha", at(3, 4)),)
    assert milestone.position == at(3)


def test_notices_and_calendars_come_along():
    graph = merge([network_file(network())])
    first, *others = graph.notices
    assert first == NOTICE
    assert ["no duration of its 1 activity" in notice.text for notice in others] == [True]
    assert dict(graph.calendars) == {"week": WEEK}


def test_hours_of_work_make_days():
    (link,) = network_file(network(), hours_per_day=10).links
    assert link.lag == 2
