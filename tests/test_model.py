"""The contract of the graph and of the values in it."""

from datetime import date

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depgraph.errors import CycleError, DepgraphError, UnknownMilestoneError
from depgraph.model import (
    LINK_TYPES,
    Disagreement,
    Graph,
    Link,
    Milestone,
    Position,
    Query,
    Question,
)
from depgraph.model.ordering import order_by_successors, order_cutting_cycles

from .drawing import Draws, choices, drawn


def graph_of(codes: str, *links: str) -> Graph:
    """A graph of milestones of one letter; ``"AB"`` stands for a plain link from A to B."""
    return Graph([Milestone(code) for code in codes], [Link(link[0], link[1]) for link in links])


@drawn
def graphs(draw: Draws) -> Graph:
    codes = draw.order("ABCDEFG")[: draw.number(0, 7)]
    pairs = [(a, b) for n, a in enumerate(codes) for b in codes[n + 1 :]]
    chosen = draw.some(pairs, most=12) if pairs else []
    return Graph([Milestone(code) for code in codes], [Link(*pair) for pair in chosen])


# -- values -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (Position("plan.yaml", 3, 5), "line"),
        (Query("Really?"), "text"),
        (Question("A", "Which?"), "text"),
        (Link("A", "B"), "lag"),
        (Milestone("A"), "due"),
        (graph_of("A"), "milestones"),
        (graph_of("A"), "links"),
        (graph_of("A"), "as_of"),
        (graph_of("A"), "questions"),
        (graph_of("A"), "disagreements"),
        (graph_of("A"), "schedule_only"),
        (graph_of("A"), "other"),
    ],
)
def test_nothing_can_be_changed(value: object, field: str) -> None:
    with pytest.raises(AttributeError):
        setattr(value, field, None)


def test_a_position_reads_as_editors_follow_it() -> None:
    assert str(Position("graphs/plan.yaml", 12, 7)) == "graphs/plan.yaml:12"


def test_a_link_is_plain_unless_said() -> None:
    link = Link(prerequisite="A", dependent="B")
    assert (link.type, link.lag, link.queries, link.queried) == ("FS", 0, (), False)
    assert LINK_TYPES == ("FS", "SS", "FF", "SF")


def test_a_link_with_an_empty_query_is_queried() -> None:
    assert Link("A", "B", queries=(Query(""),)).queried


@pytest.mark.parametrize(
    ("state", "is_complete"), [("complete", True), ("incomplete", False), ("unknown", False)]
)
def test_what_is_of_unknown_state_is_not_complete(state: str, *, is_complete: bool) -> None:
    assert Milestone("A", state=state).is_complete is is_complete


def test_planned_is_the_forecast_else_the_due_date() -> None:
    due, forecast = date(2020, 1, 1), date(2020, 3, 1)
    assert Milestone("A").planned is None
    assert Milestone("A", due=due).planned == due
    assert Milestone("A", due=due, forecast=forecast).planned == forecast


# -- what there is ------------------------------------------------------------------------


def test_milestones_are_sorted_by_code() -> None:
    graph = graph_of("CAB")
    assert [m.id for m in graph.milestones] == ["A", "B", "C"]
    assert [graph.number(code) for code in "ABC"] == [0, 1, 2]
    assert len(graph) == 3


def test_links_are_sorted_by_dependent_prerequisite_type_lag_and_position() -> None:
    def at(line: int) -> Position:
        return Position("plan.yaml", line, 1)

    expected = [
        Link("B", "A"),
        Link("C", "A"),
        Link("A", "B", "FF"),
        Link("A", "B", "FS", lag=-1),
        Link("A", "B", "FS", lag=0),
        Link("A", "B", "FS", lag=2, position=at(2), queries=(Query("z"),)),
        Link("A", "B", "FS", lag=2, position=at(10)),
    ]
    for links in (expected, expected[::-1], expected[3:] + expected[:3]):
        assert list(Graph([Milestone(code) for code in "ABC"], links).links) == expected


def test_everything_else_is_sorted_too() -> None:
    questions = [
        Question("B", "b?"),
        Question("A", "z?", Position("plan.yaml", 2, 1)),
        Question("A", "a?", Position("plan.yaml", 9, 1)),
    ]
    disagreements = [
        Disagreement("B", "name", "x", None, "y", None),
        Disagreement("A", "name", "x", None, "y", None),
        Disagreement("A", "due", "x", None, "y", None),
    ]
    graph = Graph(
        [],
        questions=questions,
        disagreements=disagreements,
        schedule_only=[Milestone("Z"), Milestone("Y")],
    )
    assert [question.text for question in graph.questions] == ["z?", "a?", "b?"]
    assert [(d.milestone, d.attribute) for d in graph.disagreements] == [
        ("A", "due"),
        ("A", "name"),
        ("B", "name"),
    ]
    assert [m.id for m in graph.schedule_only] == ["Y", "Z"]


def test_milestones_are_found_by_code_and_by_other_code() -> None:
    graph = Graph([Milestone("A", aka=("OLD-1", "OLD-2")), Milestone("B")])
    assert graph["A"] is graph["OLD-1"] is graph["OLD-2"]
    assert "A" in graph
    assert "OLD-2" in graph
    assert "C" not in graph
    assert 7 not in graph
    assert graph.number("OLD-1") == 0


@pytest.mark.parametrize("ask", [Graph.number, Graph.__getitem__, Graph.predecessors])
def test_an_unknown_code_is_an_error_with_a_hint(ask) -> None:
    graph = Graph([Milestone("LDM-503-17", aka=("FINAL-REHEARSAL",))])
    with pytest.raises(UnknownMilestoneError, match="did you mean 'LDM-503-17'") as caught:
        ask(graph, "LDM-503-7")
    assert caught.value.code == "LDM-503-7"
    assert isinstance(caught.value, DepgraphError)
    assert isinstance(caught.value, LookupError)
    with pytest.raises(UnknownMilestoneError, match="did you mean 'FINAL-REHEARSAL'"):
        ask(graph, "FINAL-REHERSAL")


@pytest.mark.parametrize(
    ("milestones", "message"),
    [
        ([Milestone("A"), Milestone("B"), Milestone("A")], "milestone 'A' is given twice"),
        ([Milestone("A", aka=("B",)), Milestone("B")], "'B' is a code of two milestones"),
        ([Milestone("A", aka=("A",))], "'A' is a code of two milestones"),
        (
            [Milestone("A", aka=("X",)), Milestone("B", aka=("X",))],
            "'X' is a code of two milestones",
        ),
    ],
)
def test_a_code_stands_for_one_milestone(milestones: list[Milestone], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Graph(milestones)


@pytest.mark.parametrize("link", [Link("A", "X"), Link("X", "A"), Link("OLD", "A")])
def test_both_ends_of_a_link_are_milestones(link: Link) -> None:
    with pytest.raises(UnknownMilestoneError):
        Graph([Milestone("A"), Milestone("B", aka=("OLD",))], [link])


def test_a_graph_says_what_is_in_it() -> None:
    graph = Graph(
        [Milestone("A"), Milestone("B")],
        [Link("A", "B", queries=(Query(""),))],
        as_of=date(2020, 5, 1),
    )
    assert repr(graph) == (
        "<Graph as of 2020-05-01: 2 milestones, 1 links, 1 queried, 0 questions>"
    )
    assert repr(Graph([])) == "<Graph: 0 milestones, 0 links, 0 queried, 0 questions>"


# -- neighbours ---------------------------------------------------------------------------


def test_neighbours_are_sorted_and_named_once() -> None:
    graph = graph_of("ABCD", "DA", "BA", "BA", "AC")
    assert graph.predecessors("A") == ("B", "D")
    assert graph.successors("B") == ("A",)
    assert graph.successors("A") == ("C",)
    assert graph.predecessors("B") == ()
    assert [link.prerequisite for link in graph.links_into("A")] == ["B", "B", "D"]
    assert [link.dependent for link in graph.links_out_of("B")] == ["A", "A"]


@settings(deadline=None, max_examples=100)
@given(graphs())
def test_the_numbering_says_the_same_as_the_links(graph: Graph) -> None:
    codes = [m.id for m in graph.milestones]
    assert [codes[n] for n in graph.link_sources] == [link.prerequisite for link in graph.links]
    assert [codes[n] for n in graph.link_targets] == [link.dependent for link in graph.links]
    for n, code in enumerate(codes):
        assert tuple(graph.links[m] for m in graph.incoming[n]) == graph.links_into(code)
        assert tuple(graph.links[m] for m in graph.outgoing[n]) == graph.links_out_of(code)


@settings(deadline=None, max_examples=100)
@given(graphs(), choices())
def test_the_order_has_prerequisites_first(graph: Graph, draw: Draws) -> None:
    order = graph.topological_order()
    assert sorted(order) == [m.id for m in graph.milestones]
    assert all(order.index(link[0]) < order.index(link[1]) for link in graph.links)
    other = Graph(draw.order(graph.milestones), draw.order(graph.links))
    assert other.topological_order() == order
    numbers = graph.numbers_in_order()
    assert sorted(numbers) == [*range(len(graph))]
    places = {graph.milestones[n].id: place for place, n in enumerate(numbers)}
    assert all(places[link.prerequisite] < places[link.dependent] for link in graph.links)


def test_the_order_is_that_of_the_codes_where_links_leave_it_open() -> None:
    assert graph_of("CBA").topological_order() == ("A", "B", "C")
    assert graph_of("ABCD", "DA").topological_order() == ("B", "C", "D", "A")


@pytest.mark.parametrize(
    ("links", "message"),
    [
        (["AB", "BA"], "3 milestones are on a cycle or behind one, 'A' among them"),
        (["CC"], "1 milestones are on a cycle or behind one, 'C' among them"),
    ],
)
def test_a_cycle_has_no_order(links: list[str], message: str) -> None:
    graph = graph_of("ABCD", "BC", *links)
    with pytest.raises(CycleError, match=message):
        graph.topological_order()
    assert graph.milestones[graph.numbers_in_order()[-1]].id != "C"


# -- other graphs -------------------------------------------------------------------------


def test_a_graph_with_other_milestones_of_the_same_codes() -> None:
    graph = graph_of("ABC", "AB", "BC")
    due = Milestone("B", due=date(2020, 1, 1))
    changed = graph.with_milestones({1: due})
    assert changed["B"] is changed.milestones[1] is due
    assert (changed.links, changed.topological_order()) == (graph.links, ("A", "B", "C"))
    assert graph["B"].due is None


def test_a_graph_without_the_links_in_doubt() -> None:
    doubted = Link("A", "B", queries=(Query("Really?"),))
    graph = Graph(
        [Milestone(code) for code in "ABC"],
        [doubted, Link("B", "C")],
        questions=[Question("A", "Which?")],
        as_of=date(2020, 1, 1),
        disagreements=[Disagreement("A", "name", "x", None, "y", None)],
        schedule_only=[Milestone("Z")],
    )
    assert graph.queried_links == (doubted,)
    without = graph.without_queried_links()
    assert without.links == (Link("B", "C"),)
    assert graph.links == (doubted, Link("B", "C"))
    for field in ("milestones", "questions", "as_of", "disagreements", "schedule_only"):
        assert getattr(without, field) == getattr(graph, field)


def test_links_without_those_in_doubt_have_the_numbers_of_a_new_graph() -> None:
    doubts = {"AC": (Query("Really?"),), "BD": (Query(""),)}
    pairs = ("AB", "AC", "BC", "AD", "BD", "CD", "BE")
    links = [Link(pair[1], pair[0], queries=doubts.get(pair, ())) for pair in pairs]
    graph = Graph([Milestone(code) for code in "ABCDE"], links)
    assert len(graph.numbers_in_order()) == 5  # which are others without the links
    without = graph.without_queried_links()
    anew = graph.with_links(link for link in links if not link.queries)
    for field in ("links", "link_sources", "link_targets", "incoming", "outgoing"):
        assert getattr(without, field) == getattr(anew, field)
    assert without.numbers_in_order() == anew.numbers_in_order()


def test_to_networkx_keeps_everything() -> None:
    day = date(2020, 1, 1)
    graph = Graph(
        [Milestone("A", name="First", due=day), Milestone("B"), Milestone("C")],
        [Link("A", "B"), Link("A", "B", type="SS", lag=3, queries=(Query(""),))],
        as_of=day,
    )
    network = graph.to_networkx()
    assert network.graph == {"as_of": day}
    assert list(network.nodes) == ["A", "B", "C"]
    assert network.nodes["A"]["name"] == "First"
    assert network.nodes["A"]["due"] == day
    assert "id" not in network.nodes["A"]
    assert [
        (*ends, data["type"], data["lag"], data["queried"])
        for *ends, data in network.edges(data=True)
    ] == [("A", "B", "FS", 0, False), ("A", "B", "SS", 3, True)]
    assert list(nx.topological_sort(network)) == ["A", "C", "B"]


@settings(max_examples=60)
@given(
    st.integers(0, 7).flatmap(
        lambda count: st.lists(
            st.lists(st.integers(0, max(count - 1, 0)), max_size=4),
            min_size=count,
            max_size=count,
        )
    )
)
def test_nodes_are_sorted_where_cycles_are_cut(successors: list[list[int]]) -> None:
    order = order_cutting_cycles(successors)
    assert sorted(order) == list(range(len(successors)))
    place = {node: n for n, node in enumerate(order)}
    for n, node in enumerate(order):
        waits_on = {head for head, nexts in enumerate(successors) if node in nexts}
        if any(place[head] >= n for head in waits_on):
            # It was cut: nothing that was left waited for nothing, and it is the first of them.
            rest = order[n:]
            assert node == min(rest)
            assert all(any(after in successors[head] for head in rest) for after in rest)
    acyclic = order_by_successors(successors)
    assert order[: len(acyclic)] == acyclic
