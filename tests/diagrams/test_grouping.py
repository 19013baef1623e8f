"""Groups in place of milestones that are too many to draw one by one."""

from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from depgraph.diagrams.features import features
from depgraph.diagrams.grouping import MOST_APART, MOST_GROUPS, group
from depgraph.diagrams.layout import draw
from depgraph.diagrams.overview import overview
from depgraph.diagrams.standing import expected_dates
from depgraph.model import Graph, Link, Milestone, Query

from .structure import SVG, words

AS_OF = date(2020, 7, 1)
FIRST = date(2019, 1, 1)


def large_plan(count: int = 400, *, owners: int = 3, teams: int = 1) -> Graph:
    """Return a chain through all milestones, which the owners have by turns, over two years."""
    milestones = [
        Milestone(
            f"M{n:04}",
            f"Milestone number {n}",
            f"Owner {n % owners}",
            f"Team {n % teams}" if teams > 1 else None,
            due=(due := FIRST + timedelta(days=n * 730 // count)),
            completed=due if due < AS_OF and n % 7 else None,
            state="complete" if due < AS_OF and n % 7 else "incomplete",
        )
        for n in range(count)
    ]
    links = [
        Link(f"M{n:04}", f"M{n + 1:04}", queries=(Query("Why?"),) * (n % 50 == 0))
        for n in range(count - 1)
    ]
    return Graph(milestones, links, as_of=AS_OF)


def elements(root: ET.Element, kind: str) -> list[ET.Element]:
    return [each for each in root.iter(f"{SVG}g") if kind in each.get("class", "").split()]


def test_every_milestone_is_in_one_group_by_owner_and_time() -> None:
    graph = large_plan()

    expected = expected_dates(graph, None)
    made = group(graph, None, expected=expected)

    assert made is not None
    assert {code for (code,) in made.folding.targets.values()} == set(made.groups)
    for code, members in made.folding.features.items():
        told = made.groups[code]
        assert {graph[member].owner for member in members} == {told.owner}
        days = [expected[member] for member in members]
        assert len({(day.year, (day.month - 1) // 3) for day in days if day}) == 1
        # What is to do is behind the as-of date, whenever it was due.
        assert len({graph[member].is_complete for member in members}) == 1
    assert set(made.folding.targets) == {each.id for each in graph.milestones}


@pytest.mark.parametrize(("owners", "teams"), [(1, 1), (3, 1), (60, 1), (2, 9)])
def test_there_are_no_more_groups_than_a_sheet_takes(owners: int, teams: int) -> None:
    made = group(large_plan(1000, owners=owners, teams=teams), "Owner 0")

    assert made is not None
    assert 4 <= len(made.groups) <= MOST_GROUPS


def test_a_line_between_groups_stands_for_all_their_links() -> None:
    graph = large_plan(owners=1)

    made = group(graph, None)

    assert made is not None
    group_of = {code: target for code, (target,) in made.folding.targets.items()}
    for (before, after), links in made.pairs.items():
        assert list(links) == [
            link
            for link in graph.links
            if (group_of[link.prerequisite], group_of[link.dependent]) == (before, after)
        ]
    assert len(made.pairs) == len(made.groups) - 1


def test_a_line_that_a_chain_of_lines_implies_is_left_out_and_told() -> None:
    graph = large_plan(owners=1)
    first, last = graph.milestones[0].id, graph.milestones[-1].id

    made = group(graph.with_links([*graph.links, Link(first, last)]), None)

    assert made is not None
    assert (made.folding.targets[first][0], made.folding.targets[last][0]) not in made.pairs
    assert "but for 1 that a chain of others implies" in made.warnings[0]


def test_a_milestone_without_a_date_stands_with_its_earliest_dependent() -> None:
    graph = large_plan(owners=3)
    undated = Milestone("U", owner="Owner 1")
    links = [*graph.links, Link("U", "M0010"), Link("U", "M0390")]

    made = group(graph.with_parts(milestones=[*graph.milestones, undated], links=links), None)

    assert made is not None
    assert made.folding.targets["U"] == made.folding.targets["M0010"]


def test_milestones_of_the_critical_path_stay_apart() -> None:
    made = group(large_plan(), None, kept=["M0399", "M0398"])

    assert made is not None
    assert {"M0398", "M0399"} <= set(made.folding.drawn)
    assert {"M0398", "M0399"}.isdisjoint(made.folding.targets)


def test_without_dates_and_owners_there_is_nothing_to_group_by() -> None:
    assert group(Graph([Milestone(f"M{n}") for n in range(400)]), None) is None


def test_milestones_that_no_rule_tells_apart_go_by_the_letters_of_their_codes() -> None:
    milestones = [Milestone(f"{stem}-{n}") for stem in ("A", "BB", "CAM", "D") for n in range(50)]

    made = group(Graph(milestones), None)

    assert made is not None
    assert {told.owner for told in made.groups.values()} == {"A", "BB", "CAM", "D"}
    assert "by code" in made.warnings[0]


def test_a_group_has_a_code_of_its_own() -> None:
    graph = large_plan(owners=1)
    taken = next(iter(made.groups)) if (made := group(graph, None)) else ""

    again = group(
        graph.with_parts(milestones=[*graph.milestones, Milestone(taken, due=FIRST)]), None
    )

    assert again is not None
    assert taken not in again.groups


@pytest.mark.parametrize("view", [overview, features])
def test_a_plan_of_a_thousand_fits_on_paper_and_says_what_was_done(view) -> None:
    made = view(large_plan(1000, teams=4))
    done = draw(made, format="svg")
    root = ET.fromstring(done.data)

    on_pages = ("a PDF has it in pages, and so have several files with --pages",)
    # The picture is on paper, and can be read.
    assert done.remarks == made.remarks + on_pages * made.is_partial
    (remark,) = made.remarks
    assert remark.startswith("1,000 milestones are too many to draw one by one: drawn are ")
    assert remark[:60] in words(root)
    assert "1,000 of them in " in words(root)
    assert not elements(root, "milestone")
    assert len(elements(root, "group")) <= MOST_GROUPS
    assert "queried link, ?n" not in words(root)  # cells have a sign, lines have no number


def test_a_cell_of_a_group_has_its_milestone_and_a_line_its_number_of_links() -> None:
    root = ET.fromstring(draw(overview(large_plan(200)), format="svg").data)

    assert {each.get("data-code") for each in elements(root, "feature")} == {
        f"M{n:04}" for n in range(200)
    }
    told = [each.findtext(f"{SVG}title", "") for each in elements(root, "link")]
    assert all(" waits on Owner " in each and " link" in each for each in told)


def test_few_milestones_and_unfolded_ones_are_drawn_one_by_one() -> None:
    few = ET.fromstring(draw(overview(large_plan(MOST_APART), is_folded=None), format="svg").data)
    whole = ET.fromstring(draw(overview(large_plan(200), is_folded=False), format="svg").data)

    assert not elements(few, "group")
    assert len(elements(whole, "milestone")) == 200


def test_of_a_long_list_the_open_ones_stay_and_the_rest_is_told() -> None:
    due = [date(2020, 1, 1) + timedelta(days=n) for n in range(90)]
    features_ = [
        Milestone(
            f"F{n:02}",
            level=3,
            due=day,
            completed=day if n < 60 else None,
            state="complete" if n < 60 else "incomplete",
        )
        for n, day in enumerate(due)
    ]
    graph = Graph(
        [Milestone("T", level=2), *features_],
        [Link(each.id, "T") for each in features_],
        as_of=AS_OF,
    )

    root = ET.fromstring(draw(features(graph), format="svg").data)

    shown = {each.get("data-code") for each in elements(root, "feature")}
    assert shown == {f"F{n:02}" for n in range(50, 90)}
    assert "… and 50 more" in words(root)
