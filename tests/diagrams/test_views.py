# ruff: noqa: RUF001
"""What the views have in common: contract, paper, legibility, and what they say."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from depgraph.analysis.critical_path import critical_path
from depgraph.diagrams.calendar import MOST_LANES, calendar
from depgraph.diagrams.drawn import MOST_NODES, TooLargeError
from depgraph.diagrams.features import features
from depgraph.diagrams.focus import focus
from depgraph.diagrams.layout import Picture, draw, render
from depgraph.diagrams.moves import moves_since
from depgraph.diagrams.overview import overview
from depgraph.diagrams.paper import PAPERS, POINTS_PER_MILLIMETRE
from depgraph.diagrams.part import around
from depgraph.diagrams.theme import READABLE_SIZE, SMALLEST_SIZE
from depgraph.model import Graph, Link, Milestone, Query, Question
from depgraph.plans.opening import Opened, open_plan
from depgraph.rules.findings import Finding

from .structure import SVG, structure, words

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
AS_OF = date(2019, 5, 20)
HOSTILE = ["<b>&\"'", "\\N\\G", "two\nlines\x00", "x" * 900, "</TABLE>", "مرحبا", "日本" * 40, ""]
VIEWS = ("overview", "calendar", "features", "focus")

every_view = pytest.mark.parametrize("view", VIEWS)


@cache
def shipped() -> Opened:
    return open_plan(ROOT / "graphs")


def plan() -> Graph:
    def link(before: str, after: str, *queries: str) -> Link:
        return Link(before, after, queries=tuple(Query(text) for text in queries))

    return Graph(
        [
            Milestone("T1", "First test", "DM", level=2, due=date(2018, 11, 30),
                      completed=date(2019, 5, 1), state="complete"),
            Milestone("T2", "Second test", "DM", level=2, due=date(2018, 9, 6)),
            Milestone("T3", "Third & last test", "DM", level=2, due=date(2022, 9, 30)),
            Milestone("F1", "Feature one", "DM", level=3, due=date(2019, 1, 1)),
            Milestone("F2", "Feature two", "DM", level=3, due=date(2019, 7, 1)),
            Milestone("X1", "A camera", "Camera", state="unknown"),
        ],
        [
            link("F1", "T1", "Must it wait?"),
            link("F1", "T2"),
            link("F2", "T3"),
            link("T1", "T2", ""),
            link("T2", "T3"),
            link("X1", "T3", "Is it ours?"),
        ],
        questions=[Question("T3", "What follows?")],
        as_of=AS_OF,
    )  # fmt: skip


FINDING = Finding(
    rule="complete-over-incomplete",
    severity="error",
    message="T1 completed while its prerequisite F1 is incomplete",
    milestone="T1",
    prerequisite="F1",
    dependent="T1",
    links=(Link("F1", "T1"),),
)


def picture(view: str, graph: Graph, code: str = "T2", **options: object) -> Picture:
    make: dict[str, Callable[..., Picture]] = {
        "overview": overview,
        "calendar": calendar,
        "features": features,
        "focus": lambda graph, **options: focus(graph, code, **options),
    }
    return make[view](graph, **options)


def drawn(view: str, graph: Graph, **options: object) -> ET.Element:
    return ET.fromstring(render(picture(view, graph, **options), format="svg"))


def codes(root: ET.Element, name: str) -> set[str]:
    return {
        group.get("data-code", "")
        for group in root.iter(f"{SVG}g")
        if name in group.get("class", "").split()
    }


# -- golden --------------------------------------------------------------------------------


@every_view
def test_the_structure_is_that_of_the_golden_file(view: str) -> None:
    moves = moves_since(plan(), {"T3": Milestone("T3", due=date(2022, 1, 1))}, "2018-07-17")
    root = drawn(view, plan(), home="DM", findings=[FINDING], chain=["T3", "T2"], moves=moves)

    expected = (GOLDEN / f"{view}.txt").read_text(encoding="utf-8").splitlines()
    assert structure(root) == expected


# -- the contract of the SVG ---------------------------------------------------------------


@every_view
def test_every_milestone_is_an_element_with_its_code(view: str) -> None:
    root = drawn(view, plan(), home="DM")

    folded = {"F1", "F2"} if view != "focus" else set()
    # In lanes, what another owner gives stands in that of what waits on it.
    guests = folded | ({"X1"} if view in ("calendar", "features") else set())
    assert codes(root, "milestone") == {"T1", "T2", "T3", "X1", "F1", "F2"} - guests
    assert codes(root, "feature") == guests


@every_view
def test_links_between_nodes_are_elements_with_their_ends(view: str) -> None:
    root = drawn(view, plan(), home="DM")

    ends = {
        (group.get("data-prerequisite"), group.get("data-dependent"))
        for group in root.iter(f"{SVG}g")
        if "link" in group.get("class", "").split()
    }
    assert {("T1", "T2"), ("T2", "T3")} <= ends
    assert view in ("calendar", "features") or ("X1", "T3") in ends


@every_view
def test_ids_are_unique(view: str) -> None:
    root = ET.fromstring(render(picture(view, shipped().graph, "LDM-503-09"), format="svg"))
    ids = [element.get("id") for element in root.iter() if element.get("id")]

    assert len(ids) == len(set(ids))


@every_view
def test_hostile_words_stay_words(view: str) -> None:
    graph = Graph(
        [
            Milestone(f"A{n}<&\\N>", name=name, owner=name, level=2 + n % 2,
                      due=date(2019, n + 1, 1))
            for n, name in enumerate(HOSTILE)
        ],
        [
            Link(f"A{n}<&\\N>", f"A{n + 1}<&\\N>", queries=(Query(HOSTILE[n]),))
            for n in range(len(HOSTILE) - 1)
        ],
        as_of=AS_OF,
    )  # fmt: skip
    finding = FINDING._replace(milestone="A1<&\\N>", prerequisite=None, message="<i>&\\N")
    made = picture(view, graph, "A1<&\\N>", findings=[finding], title="<T>\\N")
    root = ET.fromstring(render(made, format="svg"))

    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "g", "title", "desc", "text", "path", "polygon", "polyline", "ellipse",
    }  # fmt: skip
    assert "A1<&\\N>" in words(root)
    assert "<i>&\\N" in words(root)
    assert "<T>\\N" in words(root)


# -- paper and legibility ------------------------------------------------------------------


def scale_of(root: ET.Element) -> float:
    """Return how many points on paper a unit of the texts takes."""
    view_box = [float(number) for number in root.get("viewBox", "").split()]
    found = re.search(r"scale\(([0-9.]+)", ET.tostring(root, encoding="unicode"))
    assert found
    millimetres = float(root.get("width", "").removesuffix("mm"))
    return float(found[1]) * millimetres * POINTS_PER_MILLIMETRE / view_box[2]


@pytest.mark.parametrize(
    ("view", "paper", "code"),
    [
        ("overview", "a3", ""),
        ("calendar", "a3", ""),
        ("features", "a2", ""),
        ("focus", "slide", "LDM-503-05"),
        *(("focus", "a3", code) for code in ("LDM-503-09", "LDM-503-11b")),
    ],
)
def test_all_text_of_the_shipped_plan_can_be_read(view: str, paper: str, code: str) -> None:
    opened = shipped()
    graph, remarks = opened.graph, ()
    if code:
        part = around(graph, code, up=None, down=1)
        graph, remarks = part.graph, part.remarks
    chain = () if code else critical_path(graph, "LDM-503-17").codes
    made = picture(
        view, graph, code, findings=opened.check().findings, home="DM", chain=chain,
        title=opened.config.title, remarks=remarks,
    )  # fmt: skip
    done = draw(made, format="svg")
    root = ET.fromstring(done.data)
    sizes = [float(text.get("font-size", "0")) for text in root.iter(f"{SVG}text")]
    sides = {float(root.get(side, "").removesuffix("mm")) for side in ("width", "height")}

    assert done.remarks == ()
    assert sides == {PAPERS[paper].long, PAPERS[paper].short}
    least = SMALLEST_SIZE if paper == "slide" else READABLE_SIZE
    assert min(sizes) * scale_of(root) >= least - 0.02  # SVG has sizes to 0.01 pt


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("paper", PAPERS)
@every_view
def test_a_page_is_exactly_of_its_paper_and_has_its_fonts(
    view: str, paper: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(render(picture(view, plan(), paper=PAPERS[paper]), format="pdf"))
    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    found = re.search(r"Page size:\s+([0-9.]+) x ([0-9.]+) pts", info)

    assert found
    sides = sorted(round(side * POINTS_PER_MILLIMETRE) for side in PAPERS[paper][1:3])
    assert sorted(float(side) for side in found.groups()) == sides
    assert all(line.split()[-5] == "yes" for line in fonts.splitlines()[2:])


@every_view
def test_the_picture_is_in_the_middle_of_the_page(view: str) -> None:
    root = drawn(view, plan(), home="DM", paper=PAPERS["a2"])
    numbers = [
        [float(n) for n in point.split(",")]
        for shape in root.iter(f"{SVG}polygon")
        for point in shape.get("points", "").split()
    ]
    scale = scale_of(root)
    # The first polygon is the page itself.
    page, shapes = numbers[:4], numbers[5:]
    for axis in (0, 1):
        low, high = min(p[axis] for p in page), max(p[axis] for p in page)
        before = (min(p[axis] for p in shapes) - low) * scale
        behind = (high - max(p[axis] for p in shapes)) * scale
        # The title, which has no shape, is above.
        assert axis == 1 or before == pytest.approx(behind, abs=9)


def test_a_paper_that_is_too_small_is_told() -> None:
    done = draw(picture("calendar", shipped().graph, paper=PAPERS["a4"]), format="svg")

    hint, remark = done.remarks
    assert "--pages" in hint
    assert re.match(r"the smallest text prints at [345]\.\d pt on a4, less than 7 pt", remark)


def test_a_picture_larger_than_a0_is_told() -> None:
    graph = Graph([Milestone(f"M{n:03}", due=date(2019, 1, 1)) for n in range(400)])

    hint, remark = draw(calendar(graph, most_lanes=400), format="svg").remarks

    assert hint == "a PDF has it in pages, and so have several files with --pages"
    assert remark.startswith("the picture is larger than A0, 42 × ")


def test_lanes_that_no_paper_has_room_for_are_left_out_and_told() -> None:
    days = [date(2019, 1, 1) + timedelta(days=n) for n in range(400)]
    milestones = [Milestone(f"M{n:03}", due=day) for n, day in enumerate(days)]
    links = [Link("M000", "M399"), Link("M001", "M200")]
    graph = Graph(milestones, links, as_of=days[200])

    made = calendar(graph, chain=["M399", "M000"], is_folded=False)
    root = ET.fromstring(render(made, format="svg"))

    near = {f"M{n:03}" for n in range(126, 274)} | {"M000", "M399"}
    assert len(near) == MOST_LANES
    assert codes(root, "lane") == near
    assert made.remarks == (
        "250 of 400 lanes are left out: drawn are those nearest to the as-of date; "
        "an owner, a team or a selector chooses others",
    )
    assert made.remarks[0] in made.description


def test_the_smallest_level_keeps_its_lanes_first_and_features_stay_with_theirs() -> None:
    mains = [Milestone(f"A{n}", due=date(2030, 1, 1 + n), level=2) for n in range(3)]
    others = [Milestone(f"B{n}", due=date(2020, 1, 1 + n), level=3) for n in range(5)]
    feature = Milestone("F", due=date(2029, 1, 1), level=3)
    graph = Graph([*mains, *others, feature], [Link("F", "A2")], as_of=date(2020, 1, 1))

    root = ET.fromstring(render(calendar(graph, most_lanes=4), format="svg"))

    assert codes(root, "lane") == {"A0", "A1", "A2", "B0"}
    assert codes(root, "feature") == {"F"}


def test_names_in_the_calendar_are_told_apart_by_their_ends() -> None:
    name = "Operations rehearsal for the processing of data releases, number"
    graph = Graph([Milestone(f"M{n}", f"{name} {n}", due=date(2019, 1, n)) for n in (1, 2)])

    names = {
        group.get("data-code"): words(group)
        for group in drawn("calendar", graph).iter(f"{SVG}g")
        if "name" in group.get("class", "").split()
    }

    assert names == {f"M{n}": f"{name} {n} 2019-01-0{n}" for n in (1, 2)}


@every_view
def test_the_title_is_at_the_top_of_the_page(view: str) -> None:
    graph = Graph([Milestone("T1"), Milestone("T2")], [Link("T1", "T2")])
    root = drawn(view, graph, title="Ours")
    (title,) = (text for text in root.iter(f"{SVG}text") if "".join(text.itertext()) == "Ours")
    page = next(root.iter(f"{SVG}polygon")).get("points", "")
    top = min(float(point.split(",")[1]) for point in page.split())
    height = float(root.get("height", "").removesuffix("mm")) * POINTS_PER_MILLIMETRE

    below_top = (float(title.get("y", "")) - top) * scale_of(root)
    assert below_top < height / 4


def test_a_plan_of_nothing_has_no_legend() -> None:
    for view in ("overview", "calendar", "features"):
        root = drawn(view, Graph([]))

        assert "Legend" not in words(root)
        assert "0 milestones" in words(root)


def test_the_callouts_of_lines_into_one_milestone_stand_at_their_own_beginnings() -> None:
    before = [Milestone(f"P{n}", due=date(2019, 1, 1)) for n in range(8)]
    queried = [Link(each.id, "T2", queries=(Query("Why?"),)) for each in before]
    root = drawn("focus", Graph([*before, Milestone("T2")], queried))

    heights = {
        group.get("data-prerequisite"): float(text.get("y", ""))
        for group in root.iter(f"{SVG}g")
        if "link" in group.get("class", "").split()
        for text in group.iter(f"{SVG}text")
    }
    nodes = {
        group.get("data-code"): float(next(group.iter(f"{SVG}text")).get("y", ""))
        for group in root.iter(f"{SVG}g")
        if "milestone" in group.get("class", "").split()
    }
    assert sorted(heights, key=heights.__getitem__) == sorted(
        (code for code in nodes if code != "T2"), key=nodes.__getitem__
    )


# -- large plans ---------------------------------------------------------------------------


def chain_of(count: int, *, leaves: int = 0) -> Graph:
    milestones = [Milestone(f"M{n:04}", level=2) for n in range(count)]
    milestones += [Milestone(f"L{n:04}", level=2) for n in range(leaves)]
    links = [Link(f"M{n:04}", f"M{n + 1:04}") for n in range(count - 1)]
    links += [Link(f"L{n:04}", f"M{n % count:04}") for n in range(leaves)]
    return Graph(milestones, links)


@every_view
def test_too_many_milestones_are_refused_with_what_to_do(view: str) -> None:
    with pytest.raises(TooLargeError, match=rf"picture takes {MOST_NODES}: .*around one"):
        picture(view, chain_of(MOST_NODES + 2), "M0000")


def test_where_folding_leaves_few_enough_it_is_done_and_told() -> None:
    plan = chain_of(MOST_NODES // 2, leaves=MOST_NODES - 1)
    # Where there are features, only they fold unasked.
    feature = Milestone("F", level=3)
    links = (*plan.links, Link("F", "M0000"))
    made = calendar(Graph((*plan.milestones, feature), links), most_lanes=MOST_NODES)

    (remark,) = made.remarks
    assert remark == (
        "1499 milestones are too many to draw: 1000 that one other waits on are folded"
    )
    assert remark in made.description


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("count", [1, 2, 40])
def test_plans_of_any_size_are_drawn(view: str, count: int) -> None:
    for kind, start in (
        ("svg", b"<?xml"),
        ("pdf", b"%PDF"),
        ("png", b"\x89PNG"),
        ("dot", b"digraph"),
    ):
        data = render(picture(view, chain_of(count), "M0000"), format=kind)
        assert data.lstrip().startswith(start)


@pytest.mark.parametrize("view", [overview, calendar, features])
def test_more_links_than_can_be_followed_are_not_drawn(view: Callable[..., Picture]) -> None:
    first, last = [f"A{n:02}" for n in range(60)], [f"B{n:02}" for n in range(60)]
    graph = Graph(
        map(Milestone, (*first, *last)), [Link(code, other) for code in first for other in last]
    )
    with pytest.raises(TooLargeError, match="3600 links are left to draw, and a picture takes 35"):
        view(graph, is_folded=False)
