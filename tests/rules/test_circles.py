"""The checks for links that go round: what each finds, and what it says of it."""

import json

import pytest

from depgraph.analysis import cycles
from depgraph.model import Graph, Link, Milestone, Position, Query
from depgraph.reports.check_data import check_data
from depgraph.reports.evidence import evidence_links, remarks
from depgraph.rules.engine import check

DOUBT = (Query("Really?"),)
CHECKS = ("cycle", "level-of-effort-cycle", "infeasible-ladder", "ladder")


def link(prerequisite, dependent, type="FS", **attributes):  # noqa: A002 - the name in the model
    return Link(prerequisite=prerequisite, dependent=dependent, type=type, **attributes)


def found(*links, **durations):
    codes = {code for each in links for code in each[:2]}
    graph = Graph([Milestone(code, duration=durations.get(code)) for code in codes], links)
    return [finding for finding in check(graph).findings if finding.rule in CHECKS]


def told(*links, **durations):
    return [
        (finding.rule, finding.severity, finding.status, "".join(finding.chain))
        for finding in found(*links, **durations)
    ]


EFFORT = [link("S", "L", "SS"), link("B", "L", "FF"), link("L", "A", "FF"), link("A", "B")]
RUNG = [link("A", "B", "SS", lag=2), link("B", "A", "FF")]


@pytest.mark.parametrize(
    ("links", "durations", "expected"),
    [
        ([link("A", "B"), link("B", "C")], {}, []),
        ([link("A", "B"), link("B", "A")], {}, [("cycle", "error", "new", "ABA")]),
        (EFFORT, {}, [("level-of-effort-cycle", "warning", "new", "ABLA")]),
        ([*EFFORT, link("B", "A")], {}, [("cycle", "error", "new", "ABA")]),
        (RUNG, {"A": 9, "B": 5}, [("ladder", "warning", "new", "ABA")]),
        (RUNG, {"A": 6, "B": 5}, [("infeasible-ladder", "error", "new", "ABA")]),
        # Durations that are not stated count as 0.
        (RUNG, {}, [("infeasible-ladder", "error", "new", "ABA")]),
        ([RUNG[1], link("A", "B", "SS")], {}, [("ladder", "warning", "new", "ABA")]),
        # Two components are two findings.
        (
            [link("A", "B"), link("B", "A"), link("B", "C"), link("C", "D"), link("D", "C")],
            {},
            [("cycle", "error", "new", "ABA"), ("cycle", "error", "new", "CDC")],
        ),
    ],
)
def test_the_classes_are_told_apart(links, durations, expected):
    assert told(*links, **durations) == expected


@pytest.mark.parametrize(
    ("links", "durations", "expected"),
    [
        (
            [link("A", "B"), link("B", "A", queries=DOUBT)],
            {},
            [("cycle", "info", "queried", "ABA")],
        ),
        (
            [*EFFORT[:3], link("A", "B", queries=DOUBT)],
            {},
            [("level-of-effort-cycle", "info", "queried", "ABLA")],
        ),
        (
            [RUNG[0], link("B", "A", "FF", queries=DOUBT)],
            {},
            [("infeasible-ladder", "info", "queried", "ABA")],
        ),
        (
            [RUNG[0], link("B", "A", "FF", queries=DOUBT)],
            {"A": 9},
            [("ladder", "info", "queried", "ABA")],
        ),
        # Without the queried links there is something less bad.
        (
            [*EFFORT, link("B", "A", queries=DOUBT)],
            {},
            [
                ("level-of-effort-cycle", "warning", "new", "ABLA"),
                ("cycle", "info", "queried", "ABA"),
            ],
        ),
        (
            [*RUNG, link("A", "B", "SS", lag=9, queries=DOUBT)],
            {"A": 9, "B": 5},
            [("ladder", "warning", "new", "ABA"), ("infeasible-ladder", "info", "queried", "ABA")],
        ),
        (
            [*RUNG, link("B", "A", queries=DOUBT)],
            {"A": 9, "B": 5},
            [("ladder", "warning", "new", "ABA"), ("cycle", "info", "queried", "ABA")],
        ),
        # The starts are in a cycle through a queried link, the finishes without one.
        (
            [
                *(link("A", "B", "SS"), link("B", "A", "SS", queries=DOUBT)),
                *(link("A", "B", "FF"), link("B", "A", "FF"), link("B", "C")),
            ],
            {},
            [("cycle", "error", "new", "ABA"), ("cycle", "info", "queried", "ABA")],
        ),
    ],
)
def test_what_needs_a_queried_link_is_queried(links, durations, expected):
    assert told(*links, **durations) == expected


def test_a_queried_start_does_not_make_a_level_of_effort_an_error():
    links = [link("S", "L", "SS", queries=DOUBT), *EFFORT[1:]]
    assert told(*links) == [("level-of-effort-cycle", "warning", "new", "ABLA")]


def test_a_finding_says_how_large_it_is_and_where_to_cut():
    at = Position("plan.yaml", 7, 5)
    doubted = link("D", "C", queries=DOUBT, position=Position("plan.yaml", 9, 5))
    (finding,) = found(
        *(link("A", "B", position=at), link("B", "A", "FF", lag=3)),
        *(link("B", "C"), link("C", "D"), link("D", "B"), doubted),
    )
    assert finding.message == ("a cycle of 2 links: A -> B -> A; 2 more are in cycles with these")
    assert finding.position == at
    assert remarks(finding) == [
        "4 in all wait on each other, through 6 links, 1 of them queried:",
        "  C waits on D (plan.yaml:9), queried",
        "cutting these 2 links ends all cycles (fewer would not):",
        "  A waits on B FF +3 d",
        "  D waits on C",
    ]


def test_a_large_circle_stays_readable():
    codes = [f"M-{n:03d}" for n in range(200)]
    (finding,) = found(*(link(codes[n - 1], codes[n]) for n in range(200)))
    assert finding.message == (
        "a cycle of 200 links: M-000 -> M-001 -> M-002 -> M-003 -> M-004 -> M-005 -> M-006 -> "
        "M-007 -> M-008 -> M-009 -> ... -> M-000"
    )
    assert len(evidence_links(finding)) == 50
    assert remarks(finding)[0] == "and 150 more links"
    assert len(finding.links) == 200


def test_json_has_all_of_a_circle():
    graph = Graph([Milestone("A"), Milestone("B", duration=2)], [*RUNG, link("B", "A")])
    data = json.loads(json.dumps(check_data(check(graph), graph)))
    (cycle,) = [each for each in data["findings"] if each["rule"] == "cycle"]
    assert [(each["dependent"], each["type"], each["lag"]) for each in cycle["links"]] == [
        ("B", "SS", 2),
        ("A", "FS", 0),
    ]
    circle = cycle["circle"]
    assert (circle["kind"], circle["milestones"], circle["link_count"]) == ("cycle", ["A", "B"], 2)
    assert (circle["is_shortest"], circle["cut_is_smallest"]) == (True, True)
    assert [each["prerequisite"] for each in circle["cut"]] == ["B"]
    assert [each["prerequisite"] for each in circle["alternatives"]] == ["B", "A"]
    graph = Graph([Milestone("A"), Milestone("B", duration=2)], RUNG)
    data = check_data(check(graph), graph)
    (ladder,) = [each for each in data["findings"] if each["rule"] == "infeasible-ladder"]
    assert ladder["circle"] == {
        "kind": "ladder",
        "milestones": ["A", "B"],
        "link_count": 2,
        "queried_links": [],
        "is_feasible": False,
        "days": 4,
    }
    orphan = check_data(check(Graph([Milestone("A")])), graph)["findings"][0]
    assert orphan["circle"] is None


@pytest.mark.parametrize(
    ("links", "ending"),
    [
        (EFFORT, "are refused until it is cut"),
        (
            [*EFFORT[:3], link("A", "B", queries=DOUBT)],
            "are refused until it is cut or its queried links are dropped",
        ),
        (
            [link("A", "B"), link("B", "A", queries=DOUBT)],
            "are refused until it is cut or its queried links are dropped",
        ),
        (
            [link("A", "B", "SS", lag=2), link("B", "A", "FF", queries=DOUBT)],
            "are refused until it is cut or its queried links are dropped",
        ),
        ([link("A", "B"), link("B", "A")], "a cycle of 2 links: A -> B -> A"),
    ],
)
def test_a_circle_that_is_no_error_says_what_it_keeps_from_being_answered(links, ending):
    (finding,) = found(*links)
    assert finding.message.endswith(ending)


def test_what_goes_round_is_looked_for_once_with_the_doubtful_links_and_once_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    searched = []
    search = cycles.milestones_going_round
    monkeypatch.setattr(
        cycles, "milestones_going_round", lambda graph: searched.append(graph) or search(graph)
    )
    links = [link("A", "B"), link("B", "A"), link("B", "C", queries=DOUBT), link("C", "B"), *RUNG]
    assert {finding.rule for finding in found(*links)} == {"cycle"}
    assert [len(graph.links) for graph in searched] == [6, 5]
