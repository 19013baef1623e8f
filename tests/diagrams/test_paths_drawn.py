"""The critical path in the overview: rings, slack, float, and what drives a target."""

from datetime import date
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from depgraph.analysis.critical_path import critical_path
from depgraph.diagrams.float_paths import float_paths, float_width
from depgraph.diagrams.layout import render
from depgraph.diagrams.overview import overview
from depgraph.diagrams.part import selected
from depgraph.model import Graph, Link, Milestone
from depgraph.plans.opening import open_plan

from .structure import SVG, groups, words

pytestmark = pytest.mark.slow

GRAPHS = Path(__file__).parents[2] / "graphs"


@cache
def picture(target: str) -> ET.Element:
    graph = open_plan(GRAPHS).graph
    path = critical_path(graph, target, paths=2)
    return ET.fromstring(render(overview(graph, home="DM", path=path), format="svg"))


def stroke(group: ET.Element) -> tuple[str, float]:
    path = group.find(f".//{SVG}path")
    assert path is not None
    return path.get("stroke", ""), float(path.get("stroke-width", "1"))


def test_each_link_of_the_path_says_its_slack_and_is_as_wide_as_the_float_is_small() -> None:
    root = picture("LDM-503-17")
    links = groups(root, "critical")

    assert words(links["link-LDM-503-17a:LDM-503-17"]) == "30 d"
    assert words(links["link-LDM-503-15a:LDM-503-17a"]) == "307 d"
    assert words(links["link-DM-AP-16:LDM-503-15a"]) == "0 d"
    assert stroke(links["link-LDM-503-17a:LDM-503-17"]) == ("#c1121f", 3.4)
    # No slack, but a float of 337 days.
    assert stroke(links["link-DM-AP-16:LDM-503-15a"]) == ("#c1121f", 1.4)
    assert stroke(groups(root, "near")["link-LDM-503-16:LDM-503-17"])[0] == "#e58a8f"


def test_milestones_of_the_path_say_their_float_and_keep_their_frames() -> None:
    root = picture("LDM-503-17")
    milestones = groups(root, "milestone")

    assert "float 337 d" in words(milestones["milestone-DM-AP-16"])
    assert "driven by its own date" in words(milestones["milestone-LDM-503-17"])
    assert {f"ring-{code}" for code in ("LDM-503-17", "LDM-503-17a", "DM-AP-16")} <= set(
        groups(root, "ring")
    )
    late = groups(picture("LDM-503-12"), "milestone")["milestone-LDM-503-12"]
    assert stroke(late) == ("#c45a00", 2.6)


def test_a_feature_that_drives_is_a_box_and_its_cell_has_a_red_frame() -> None:
    root = picture("LDM-503-12")

    assert "milestone-DM-DRP-10" in groups(root, "milestone")
    cell = groups(root, "feature")["feature-DM-DRP-10:LDM-503-11b"]
    assert "#c1121f" in ET.tostring(cell, encoding="unicode")
    assert "link-DM-DRP-10:LDM-503-11b" in groups(root, "critical")


def test_the_title_says_whether_the_target_is_late() -> None:
    said = words(picture("LDM-503-12"))

    assert "LDM-503-12 will be late: 2020-11-06, 256 days after it is due." in said
    assert "LDM-503-17 is on time: 2022-09-30." in words(picture("LDM-503-17"))


def test_a_bar_leads_from_the_due_date_of_what_is_late() -> None:
    root = picture("LDM-503-12")
    late = {name for name in groups(root, "milestone") if name in groups(root, "late")}
    bars, due = groups(root, "slip"), groups(root, "due")

    codes = {name.removeprefix("milestone-") for name in late}
    assert codes == {name.removeprefix("slip-") for name in bars}
    assert codes == {name.removeprefix("due-") for name in due}
    assert {"+324 d", "+256 d", "+236 d", "+151 d"} <= {
        words(group) for group in groups(root, "words").values()
    }


def test_a_panel_says_what_is_late_and_by_what_cause() -> None:
    (said,) = (
        words(group)
        for group in groups(picture("LDM-503-12"), "panel").values()
        if "Late, and by what cause" in words(group)
    )

    assert "DM-DRP-10 due 2020-11-06 makes late LDM-503-11, -11a, -11b +324 d" in said
    assert "LDM-503-08b overdue since 2018-09-06 236 d" in said
    assert "17 features late (cells):" in said


def test_what_no_bar_has_room_for_is_said_in_the_box() -> None:
    as_of = date(2020, 1, 1)
    days = [date(2020, 6, 1 + n) for n in range(9)]
    before = [Milestone(f"B{n}", due=day) for n, day in enumerate(days)]
    late = [Milestone(f"L{n}", due=date(2020, 3, 1)) for n in range(9)]
    graph = Graph([*before, *late], [Link(b.id, x.id) for b in before for x in late], as_of=as_of)
    root = ET.fromstring(render(overview(graph), format="svg"))
    bars = {name.removeprefix("slip-") for name in groups(root, "slip")}

    for name, group in groups(root, "milestone").items():
        code = name.removeprefix("milestone-")
        if code.startswith("L"):
            assert (code in bars) != ("+100 d" in words(group)), code


def test_the_second_float_path_is_only_there_where_it_is_asked_for() -> None:
    graph = Graph(
        [Milestone(code, due=date(2020, 1, day)) for code, day in (("A", 1), ("B", 2), ("C", 9))],
        [Link("A", "C"), Link("B", "C")],
        as_of=date(2019, 1, 1),
    )

    one, two = (float_paths(critical_path(graph, "C", paths=paths)) for paths in (1, 2))

    assert (one.critical, one.near) == (("C", "B"), ())
    assert (two.critical, two.near) == (("C", "B"), ("C", "A"))
    assert two.slacks == {("B", "C"): 7, ("A", "C"): 8}
    assert two.has_own_date
    assert [float_width(days) for days in (0, 1, 30, 31, 120, 121, None)] == [
        4.2, 3.4, 3.4, 2.4, 2.4, 1.4, 4.2,
    ]  # fmt: skip


@pytest.mark.parametrize(("drawn", "is_explained"), [("ABC", True), ("BC", False)])
def test_the_next_path_is_explained_where_it_is_drawn(drawn: str, *, is_explained: bool) -> None:
    days = {"A": date(2020, 1, 1), "B": date(2020, 2, 1), "C": date(2020, 3, 1)}
    plan = Graph(
        [Milestone(code, due=day) for code, day in days.items()],
        [Link("A", "C"), Link("B", "C")],
        as_of=date(2019, 1, 1),
    )
    path = critical_path(plan, "C", paths=2)
    part = selected(plan, set(drawn)).graph
    root = ET.fromstring(render(overview(part, path=path), format="svg"))

    assert ("next float path" in words(root)) is is_explained
