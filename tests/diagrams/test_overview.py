import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from depgraph.diagrams.layout import render
from depgraph.diagrams.overview import overview
from depgraph.errors import UnknownMilestoneError
from depgraph.model import Graph, Link, Milestone, Query, Question
from depgraph.rules.findings import Finding

from .structure import SVG, groups, words

pytestmark = pytest.mark.slow

AS_OF = date(2019, 5, 20)
HOSTILE = [
    "<b>&amp;\"'</b>",
    "\\N\\G\\l\\",
    "two\nlines\x00\x1b",
    "x" * 2000,
    "</TABLE><script>alert(1)</script>",
    "مرحبا بالعالم",
    "日本語の名前" * 20,
    "\u202ereversed\ud800",
    "%s",
    "",
    "a->b:c",
]


def link(prerequisite: str, dependent: str, *queries: str) -> Link:
    return Link(
        prerequisite=prerequisite,
        dependent=dependent,
        queries=tuple(Query(text) for text in queries),
    )


def plan(as_of: date | None = AS_OF) -> Graph:
    return Graph(
        [
            Milestone(id="T1", name="First test", owner="DM", level=2, due=date(2018, 11, 30),
                      completed=date(2019, 5, 30), state="complete"),
            Milestone(id="T2", name="Second test", owner="DM", level=2, due=date(2018, 9, 6)),
            Milestone(id="T3", name="Third & last test", owner="DM", level=2,
                      due=date(2022, 9, 30)),
            Milestone(id="F1", name="Feature one", owner="DM", level=3, due=date(2019, 1, 1)),
            Milestone(id="F2", name="Feature two", owner="DM", level=3, due=date(2019, 7, 1)),
            Milestone(id="X1", name="A camera", owner="Camera", state="unknown"),
        ],
        [
            link("F1", "T1", "Must it wait?"),
            link("F2", "T3"),
            link("T1", "T2", ""),
            link("T2", "T3"),
            link("X1", "T3", "Is it ours?", "And why?"),
        ],
        questions=[Question("T3", "What follows?")],
        as_of=as_of,
    )  # fmt: skip


FINDING = Finding(
    rule="complete-over-incomplete",
    severity="error",
    message="T1 completed while its prerequisite F1 is incomplete",
    milestone="T1",
    prerequisite="F1",
    dependent="T1",
    links=(link("F1", "T1"),),
)


def parsed(svg: bytes) -> ET.Element:
    return ET.fromstring(svg)


def drawn(graph: Graph, **options: object) -> ET.Element:
    return parsed(render(overview(graph, **options), format="svg"))


@pytest.fixture(scope="module")
def picture() -> ET.Element:
    return drawn(plan(), home="DM", findings=[FINDING], chain=["T3", "F2"])


def test_nodes_say_code_name_dates_and_slip(picture: ET.Element) -> None:
    nodes = groups(picture, "milestone")

    assert set(nodes) == {f"milestone-{code}" for code in ("T1", "T2", "T3", "X1", "F2")}
    assert "T1" in words(nodes["milestone-T1"])
    assert "First test" in words(nodes["milestone-T1"])
    assert "✔ 2019-05-30 (+6 mo)" in words(nodes["milestone-T1"])
    assert "due 2018-09-06" in words(nodes["milestone-T2"])
    assert "overdue 256 d" in words(nodes["milestone-T2"])
    assert "no date" in words(nodes["milestone-X1"])
    assert "Third & last test" in words(nodes["milestone-T3"])


def test_late_dates_are_bold(picture: ET.Element) -> None:
    node = groups(picture, "milestone")["milestone-T2"]
    bold = [t.text for t in node.iter(f"{SVG}text") if t.get("font-weight") == "bold"]

    assert any("overdue" in (text or "") for text in bold)


def test_classes_say_how_a_milestone_stands(picture: ET.Element) -> None:
    nodes = groups(picture, "milestone")

    assert "done" in nodes["milestone-T1"].get("class", "").split()
    assert "late" in nodes["milestone-T2"].get("class", "").split()
    assert {"later", "critical"} <= set(nodes["milestone-T3"].get("class", "").split())
    assert {"undated", "outside"} <= set(nodes["milestone-X1"].get("class", "").split())


def test_features_are_cells_with_tooltips_and_counts(picture: ET.Element) -> None:
    cells = groups(picture, "feature")
    title = cells["feature-F1:T1"].find(f"{SVG}title")

    assert {cell.get("data-code") for cell in cells.values()} == {"F1", "F2"}
    assert title is not None
    assert (title.text or "").startswith("F1: Feature one (DM) · overdue 139 d, due 2019-01-01")
    assert "0/1 · 1 overdue" in words(groups(picture, "milestone")["milestone-T1"])
    assert "2 of them folded into cells" in words(picture)


def test_queried_links_are_dashed_and_numbered_as_in_the_list(picture: ET.Element) -> None:
    links = groups(picture, "link")
    queried = groups(picture, "queried")

    assert set(links) == {"link-T1:T2", "link-T2:T3", "link-X1:T3", "link-F2:T3"}
    assert set(queried) == {"link-X1:T3"}
    for group in links.values():
        path = group.find(f".//{SVG}path")
        assert path is not None
        is_broken = group in queried.values() or "settled" in group.get("class", "").split()
        assert bool(path.get("stroke-dasharray")) == is_broken
    assert words(queried["link-X1:T3"]) == "?1"
    assert "?1 X1 → T3 Is it ours? / And why?" in words(picture)
    assert "?2 T3 What follows?" in words(picture)
    assert queried["link-X1:T3"].get("data-prerequisite") == "X1"
    assert queried["link-X1:T3"].get("data-dependent") == "T3"


def test_a_query_with_a_complete_end_is_settled_and_has_no_number(picture: ET.Element) -> None:
    assert set(groups(picture, "settled")) == {"link-T1:T2"}
    assert words(groups(picture, "settled")["link-T1:T2"]) == ""
    assert "T1 → T2" not in words(picture)


def test_findings_are_numbered_at_the_node_in_the_cell_and_in_the_list(
    picture: ET.Element,
) -> None:
    assert "▲1" in words(groups(picture, "milestone")["milestone-T1"])
    assert words(groups(picture, "feature")["feature-F1:T1"]) == "▲"
    assert f"▲1 {FINDING.message}" in words(picture)
    assert "1 new finding" in words(picture)


def test_a_link_with_a_finding_is_purple() -> None:
    finding = FINDING._replace(milestone="T2", prerequisite="T1", links=(link("T1", "T2"),))
    found = groups(drawn(plan(), home="DM", findings=[finding]), "link")["link-T1:T2"]

    assert "finding" in found.get("class", "").split()


def test_infos_and_queried_findings_are_not_marked() -> None:
    findings = [FINDING._replace(severity="info"), FINDING._replace(status="queried")]

    assert "▲" not in words(drawn(plan(), home="DM", findings=findings))


def test_what_the_picture_shows_otherwise_is_counted_but_not_marked() -> None:
    overdue = FINDING._replace(rule="overdue", severity="warning", message="T2 is overdue")
    said = words(drawn(plan(), home="DM", findings=[overdue, overdue]))

    assert "▲" not in said
    assert "Not marked: 2 (overdue): depgraph check --all" in said


def test_words_are_whole_where_there_is_paper() -> None:
    reason = " ".join(f"word{n:02}" for n in range(36))
    graph = Graph(plan().milestones, [link("T2", "T3", reason)], as_of=AS_OF)
    rules = ["conflicting-attribute", "overdue", "unused-selector"]
    findings = [FINDING._replace(rule=rule, severity="warning") for rule in rules]
    said = words(drawn(graph, home="DM", findings=findings))

    assert reason in said
    assert (
        "Not marked: 3 (conflicting-attribute, overdue, unused-selector): depgraph check --all"
        in said
    )


def test_known_findings_are_counted_and_not_marked() -> None:
    known = FINDING._replace(status="known", message="an old one")
    said = words(drawn(plan(), home="DM", findings=[known, FINDING]))

    assert f"▲1 {FINDING.message}" in said
    assert "▲2" not in said
    assert "an old one" not in said
    assert "1 new finding · 1 known finding not marked" in said


def test_the_critical_chain_is_red_and_its_folded_end_is_named(picture: ET.Element) -> None:
    node = groups(picture, "milestone")["milestone-T3"]
    cell = groups(picture, "feature")["feature-F2:T3"]

    assert "#c1121f" in ET.tostring(cell, encoding="unicode")
    frame = node.find(f".//{SVG}path")
    assert frame is not None
    assert frame.get("stroke") != "#c1121f"
    assert set(groups(picture, "ring")) == {"ring-T3", "ring-F2"}
    assert "Critical path to T3: F2 (a cell in T3) → T3" in words(picture)


def test_critical_links_have_their_class() -> None:
    critical = groups(drawn(plan(), home="DM", chain=["T3", "T2", "T1"]), "critical")

    assert {"link-T1:T2", "link-T2:T3"} <= set(critical)


def test_a_chain_with_an_unknown_code_is_an_error() -> None:
    with pytest.raises(UnknownMilestoneError):
        overview(plan(), chain=["T9"])


def test_bands_have_years_and_the_as_of_line(picture: ET.Element) -> None:
    bands = [words(group) for group in groups(picture, "words").values()]

    assert {"2018", "2019", "… 2022", "as of 2019-05-20"} <= set(bands)
    assert len(groups(picture, "as-of")) == 1


def test_without_an_as_of_date_nothing_is_late() -> None:
    root = drawn(plan(as_of=None), home="DM")

    assert not groups(root, "late")
    assert not groups(root, "as-of")
    assert "as of" not in words(root)


def test_the_picture_says_what_it_is_to_those_who_do_not_see_it(picture: ET.Element) -> None:
    title, description = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")

    assert picture.get("role") == "img"
    assert title is not None
    assert title.text == "DM milestones: what each waits on"
    assert description is not None
    assert "3 level-2 and 2 level-3 milestones" in (description.text or "")
    assert "1 outside" in (description.text or "")
    assert "5 links, 3 queried" in (description.text or "")
    assert picture.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_ids_are_unique(picture: ET.Element) -> None:
    ids = [element.get("id") for element in picture.iter() if element.get("id")]

    assert len(ids) == len(set(ids))


def test_long_lists_are_capped_and_say_so() -> None:
    codes = [f"M{n:02}" for n in range(60)]
    graph = Graph(
        [Milestone(id=code, level=2, due=date(2020, 1, 1)) for code in codes],
        [link(code, "M59", "Why?") for code in codes[:-1]],
    )
    findings = [FINDING._replace(milestone=code, prerequisite=None, links=()) for code in codes]
    said = words(drawn(graph, findings=findings))

    assert "… and 36 more: depgraph check --all" in said
    assert "… and 11 more, in the files of the plan" in said


def test_many_findings_at_one_milestone_are_counted_there() -> None:
    findings = [FINDING._replace(rule=f"r{n}") for n in range(9)]
    node = groups(drawn(plan(), home="DM", findings=findings), "milestone")["milestone-T1"]

    assert "▲1 ▲2 +7" in words(node)


def test_hostile_words_stay_words() -> None:
    codes = ["A:B", "<i>", "C\\N", 'D "q"', "E->F", "漢字", "%G", "H'", "I&amp;", "J%3A", "K" * 90]
    graph = Graph(
        [
            *(
                Milestone(id=code, name=name, owner=name, due=date(2019, n + 1, 1))
                for n, (code, name) in enumerate(zip(codes, HOSTILE, strict=True))
            ),
            Milestone(id="f<\\N>", name="<&\\T>\"'", level=3, owner="&lt;\\", url="javascript:x()"),
        ],
        [
            *(link(a, b, name) for a, b, name in zip(codes, codes[1:], HOSTILE, strict=False)),
            link("f<\\N>", "<i>", "\\N<&"),
        ],
        questions=[Question("A:B", "<u>&\\G")],
        as_of=AS_OF,
    )
    finding = FINDING._replace(milestone="<i>", prerequisite="f<\\N>", message="<b>&\\N bad")
    picture = overview(graph, title='<T>\\N &lt; "q"', chain=["<i>", "f<\\N>"], findings=[finding])
    root = parsed(render(picture, format="svg"))
    said = words(root)

    assert {node.get("data-code") for node in groups(root, "milestone").values()} == {
        *codes,
        "f<\\N>",
    }
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "g", "title", "desc", "text", "path", "polygon", "polyline", "ellipse",
    }  # fmt: skip
    for expected in (
        '<T>\\N &lt; "q"',
        "C\\N",
        "I&amp;",
        "<b>&amp;\"'</b>",
        "\\N\\G\\l\\",
        "<u>&\\G",
        "<b>&\\N bad",
    ):
        assert expected in said
    title = groups(root, "feature")["feature-f=3C=5CN=3E:=3Ci=3E"].find(f"{SVG}title")
    assert title is not None
    assert (title.text or "").startswith("f<\\N>: <&\\T>\"' (&lt;\\)")
    assert b"javascript" not in render(picture, format="svg")
    assert render(picture, format="pdf").startswith(b"%PDF")


def test_a_web_address_is_a_link() -> None:
    graph = Graph([Milestone(id="A", url="https://example.org/?a=1&b=2")])

    assert b"https://example.org/?a=1&amp;b=2" in render(overview(graph), format="svg")


@pytest.mark.parametrize("count", [0, 1, 3, 40])
def test_plans_of_any_size_are_drawn(count: int) -> None:
    graph = Graph([Milestone(id=f"M{n:02}") for n in range(count)])
    picture = overview(graph)

    for kind, start in (
        ("svg", b"<?xml"),
        ("pdf", b"%PDF"),
        ("png", b"\x89PNG"),
        ("dot", b"digraph"),
    ):
        assert render(picture, format=kind).startswith(start)


def test_a_large_plan_is_drawn_whole() -> None:
    milestones = [
        Milestone(id=f"M{n:03}", level=2, due=date(2019 + n // 100, 1 + n % 12, 1))
        for n in range(400)
    ]
    links = [
        link(f"M{n // 3:03}", f"M{n:03}", *("Why?" for _ in range(n % 9 == 0)))
        for n in range(1, 400)
    ]
    root = drawn(Graph(milestones, links, as_of=AS_OF), is_folded=False)

    assert len(groups(root, "milestone")) == 400
    assert len(groups(root, "link")) == 399


def test_circles_of_links_are_drawn() -> None:
    graph = Graph(
        [Milestone(id=code) for code in "ABC"],
        [link("A", "B"), link("B", "C"), link("C", "A"), link("C", "C")],
    )

    assert len(groups(drawn(graph), "link")) == 4


def test_several_links_of_one_pair_are_one_line_that_says_all() -> None:
    pair = {"prerequisite": "A", "dependent": "B"}
    graph = Graph(
        [Milestone(id="A"), Milestone(id="B")],
        [Link(**pair), Link(**pair, type="SS", lag=4, queries=(Query("really?"),))],
    )
    links = groups(drawn(graph), "link")
    title = links["link-A:B"].find(f"{SVG}title")

    assert title is not None
    assert title.text == "B waits on A · SS +4 d · queried: really?"


def test_dot_needs_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    source = render(overview(plan(), home="DM"), format="dot").decode()

    assert source.startswith("digraph")
    assert "Second test" in source


def test_the_dot_can_be_drawn_in_one_pass() -> None:
    source = render(overview(plan(), home="DM", findings=[FINDING]), format="dot").decode()
    said = words(parsed(render(source, format="svg")))

    for expected in (
        "First test",
        "2018",
        "?1",
        "▲1",
        "DM milestones: what each waits on",
        "Legend",
    ):
        assert expected in said


def test_the_same_plan_gives_the_same_bytes_under_any_hash_seed() -> None:
    script = (
        "from hashlib import sha256\n"
        "from depgraph.diagrams.layout import render\n"
        "from depgraph.diagrams.overview import overview\n"
        "from tests.diagrams.test_overview import FINDING, plan\n"
        "picture = overview(plan(), home='DM', findings=[FINDING], chain=['T3', 'T2'])\n"
        "for kind in ('dot', 'svg', 'pdf', 'png'):\n"
        "    print(sha256(render(picture, format=kind)).hexdigest())\n"
    )
    root = Path(__file__).parents[2]
    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(printed) == 1
    assert printed.pop().count("\n") == 4


def test_no_wall_clock_and_no_version_is_in_the_files() -> None:
    picture = overview(plan())

    written = render(picture, format="pdf")
    assert b"Date" not in written
    assert b"cairo" not in written
    assert b"graphviz version" not in render(picture, format="svg")
