from depgraph.diagrams.folding import fold
from depgraph.model import Graph, Link, Milestone


def link(prerequisite: str, dependent: str) -> Link:
    return Link(prerequisite=prerequisite, dependent=dependent)


def level(number: int, *codes: str, owner: str = "DM") -> list[Milestone]:
    return [Milestone(id=code, level=number, owner=owner) for code in codes]


def test_a_feature_folds_into_each_of_its_dependents() -> None:
    graph = Graph(
        [*level(2, "T1", "T2"), *level(3, "F1", "F2")],
        [link("F1", "T1"), link("F1", "T2"), link("F2", "T2")],
    )

    folding = fold(graph, "DM")

    assert folding.drawn == ("T1", "T2")
    assert folding.features == {"T1": ("F1",), "T2": ("F1", "F2")}
    assert folding.targets == {"F1": ("T1", "T2"), "F2": ("T2",)}


def test_a_feature_that_waits_on_a_node_stays_a_node() -> None:
    graph = Graph([*level(2, "T1", "T2"), *level(3, "F")], [link("T1", "F"), link("F", "T2")])

    assert fold(graph, "DM").drawn == ("F", "T1", "T2")


def test_a_chain_of_features_folds_into_its_end() -> None:
    graph = Graph([*level(2, "T"), *level(3, "F1", "F2")], [link("F1", "F2"), link("F2", "T")])

    assert fold(graph, "DM").features == {"T": ("F1", "F2")}


def test_features_without_a_shallower_dependent_stay_nodes() -> None:
    alone = Graph(level(3, "F1", "F2", "F3"), [link("F1", "F2")])
    circle = Graph(level(3, "F1", "F2"), [link("F1", "F2"), link("F2", "F1")])

    assert fold(alone, "DM").drawn == ("F1", "F2", "F3")
    assert fold(circle, "DM").drawn == ("F1", "F2")


def test_a_milestone_of_another_owner_does_not_fold() -> None:
    graph = Graph([*level(2, "T"), *level(3, "F", owner="Camera")], [link("F", "T")])

    assert fold(graph, "DM").drawn == ("F", "T")
    assert fold(graph, None).drawn == ("T",)


def test_a_crowded_plan_without_levels_folds_what_has_one_dependent_only() -> None:
    codes = [f"M{n:02}" for n in range(70)]
    links = [link(code, "M00") for code in codes[1:]] + [link("M69", "M01")]
    small = Graph([Milestone(id=code) for code in codes[:3]], links[:2])
    crowded = Graph([Milestone(id=code) for code in codes], links)

    assert fold(small, None).drawn == ("M00", "M01", "M02")
    assert fold(crowded, None).drawn == ("M00", "M01", "M69")


def test_every_link_is_a_line_or_has_a_cell_at_its_end() -> None:
    graph = Graph(
        [*level(2, "T1", "T2", "T3"), *level(3, "F1", "F2", "F3", "F4")],
        [
            link("F1", "F2"), link("F2", "T1"), link("F1", "T2"), link("T1", "F3"),
            link("F3", "T3"), link("F4", "F3"), link("T1", "T2"),
        ],
    )  # fmt: skip

    folding = fold(graph, "DM")

    for each in graph.links:
        nodes = folding.targets.get(each.dependent, (each.dependent,))
        shown = {*folding.drawn, *(code for node in nodes for code in folding.features[node])}
        assert each.prerequisite in shown
    assert {*folding.drawn, *folding.targets} == {milestone.id for milestone in graph.milestones}
