"""The fewest links that say what a schedule network says of its milestones."""

from pathlib import Path

from depgraph import Graph, Link, Milestone, Query
from depgraph.analysis.skeleton_links import fewest_links
from depgraph.model import Witness
from depgraph.plans.opening import open_graph
from depgraph.plans.selection import Selection

EMPTY = Graph(())


def of_network(*links: Link) -> Graph:
    codes = {code for link in links for code in link[:2]}
    return Graph([Milestone(id=code) for code in codes], links, network=EMPTY)


def made(prerequisite: str, dependent: str, **more: object) -> Link:
    return Link(prerequisite, dependent, witness=Witness(("x",)), **more)


def pairs(graph: Graph) -> list[str]:
    return [link.prerequisite + link.dependent for link in graph.links]


def test_what_a_chain_implies_is_left_out_whatever_its_lag() -> None:
    plan = of_network(made("A", "B"), made("B", "C"), made("A", "C", lag=9))
    reduced = fewest_links(plan)
    assert pairs(reduced) == ["AB", "BC"]
    assert reduced.network is EMPTY


def test_what_reviewers_wrote_stays() -> None:
    doubted = made("A", "C", queries=(Query("Really?"),))
    own = Link("A", "D")
    plan = of_network(made("A", "B"), made("B", "C"), doubted, own, made("B", "D"))
    assert pairs(fewest_links(plan)) == ["AB", "AC", "BC", "AD", "BD"]


def test_circles_and_other_plans_stay_as_they_are() -> None:
    ring = of_network(made("A", "B"), made("B", "A"), made("A", "C"), made("B", "C"))
    assert fewest_links(ring) is ring
    plain = Graph([Milestone(id="A")])
    assert fewest_links(plain) is plain


def test_the_real_export(real_export: Path) -> None:
    graph = open_graph(Selection(graph=(real_export,), fewest_links=True))
    assert len(graph.links) == len({link[:2] for link in graph.links}) == 814
