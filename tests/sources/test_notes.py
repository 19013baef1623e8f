"""Reviewers' notes: what their headings, bullets, marks and remarks become."""

from pathlib import Path

import pytest

from depgraph.errors import LoadError
from depgraph.model import Graph, Notice
from depgraph.sources.files import read_files
from depgraph.sources.merge import merge

pytest.importorskip("docutils")

REVIEW = """\
LDM-503-05: Alert distribution validation
=========================================

- LDM-503-03 Test report: Alert generation validation
- (Query) F18S F18 Start
- (Query) DM-NCSA-8 Test instance of feeds

LDM-503-06: DM ComCam interface verification readiness (LDM-503-06)
===================================================================

- (Query) DAQ availability seems to block this, and LSST-1200 is not the
  milestone for it: which one is?
- LSST-1200 Interface Verification: Single Visit

LDM-503-08 Spectrograph Data Acquisition
========================================

- (Query) DM-DRP-6 Camera package supporting the Auxiliary Telescope.

  - This belongs to Pipelines, and is *not* needed here.

- CAMM8300 COMP: Full production grade ADAQ system
- (Query) DM-NCSA-12 EFD ETL Service

  - Does LDM-503-08 need this?
  - How does it go with the work in
    SQuaRE?

- DM-NET-2 Mountain - Base Network Functional 2 x 100 Gbps
"""


def load(tmp_path: Path, text: str | bytes, name: str = "review.rst") -> Graph:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    problems: list = []
    files = read_files([path], problems)
    return merge(files, problems=problems)


def doubtful(graph: Graph) -> list[Notice]:
    """Return what is told of notes beside what all notes lack."""
    return [notice for notice in graph.notices if not notice.lacks]


def problems_of(tmp_path: Path, text: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(LoadError) as caught:
        load(tmp_path, text)
    return [(problem.line, problem.message) for problem in caught.value.problems]


def milestone(body: str) -> str:
    """Notes on LDM-503-01, which begin in the fourth line."""
    return f"LDM-503-01: First\n=================\n\n{body}\n"


def links(graph: Graph) -> dict[str, list[str]]:
    return {link.prerequisite: [query.text for query in link.queries] for link in graph.links}


def test_bullets_are_what_the_milestone_of_the_heading_waits_on(tmp_path: Path) -> None:
    graph = load(tmp_path, REVIEW)
    assert graph.predecessors("LDM-503-05") == ("DM-NCSA-8", "F18S", "LDM-503-03")
    assert graph.predecessors("LDM-503-06") == ("LSST-1200",)
    assert len(graph.links) == 8
    assert [notice.lacks for notice in graph.notices] == [("types", "lags")]


def test_names_stand_behind_the_codes(tmp_path: Path) -> None:
    graph = load(tmp_path, REVIEW)
    assert graph["LDM-503-06"].name == "DM ComCam interface verification readiness"
    assert graph["LDM-503-08"].name == "Spectrograph Data Acquisition"
    assert graph["LSST-1200"].name == "Interface Verification: Single Visit"
    assert graph["DM-NET-2"].name == "Mountain - Base Network Functional 2 x 100 Gbps"
    assert graph["LDM-503-03"].name == "Test report: Alert generation validation"


def test_a_queried_bullet_has_the_nested_bullets_as_doubts(tmp_path: Path) -> None:
    graph = load(tmp_path, REVIEW)
    queries = {
        link.prerequisite: [query.text for query in link.queries] for link in graph.queried_links
    }
    assert queries == {
        "F18S": [""],
        "DM-NCSA-8": [""],
        "DM-DRP-6": ["This belongs to Pipelines, and is not needed here."],
        "DM-NCSA-12": [
            "Does LDM-503-08 need this?",
            "How does it go with the work in SQuaRE?",
        ],
    }


def test_a_queried_bullet_without_a_code_is_a_question(tmp_path: Path) -> None:
    [question] = load(tmp_path, REVIEW).questions
    assert question.milestone == "LDM-503-06"
    assert question.text == (
        "DAQ availability seems to block this, and LSST-1200 is not the milestone for it: "
        "which one is?"
    )


def test_everything_has_the_line_and_column_that_it_stands_at(tmp_path: Path) -> None:
    graph = load(tmp_path, REVIEW)
    lines = REVIEW.splitlines()
    for link in graph.links:
        place = link.position
        assert place is not None
        assert lines[place.line - 1][place.column - 1 :].startswith(link.prerequisite)
    [query] = graph.links_into("LDM-503-08")[1].queries
    assert query.position is not None
    assert lines[query.position.line - 1][query.position.column - 1 :].startswith("This belongs")


@pytest.mark.parametrize(
    "bullet",
    [
        "- (Query: at risk?) DM-SUIT-3: Time series",
        "- DM-SUIT-3: Time series (Query: at risk?)",
        "- DM-SUIT-3 Time series (query - at risk?)",
        "- DM-SUIT-3 Time series\n\n  - (Query) at risk?",
        "- DM-SUIT-3 (Query) Time series\n\n  at risk?",
        "• DM-SUIT-3 \u2013 Time series (Query)\n    ◦ at risk?",
        "* (Query)\n  DM\u2011SUIT\u20113 Time\n  series\n  * at risk?",
        "1. **DM-SUIT-3** Time series (Query)\n\n   - at risk?",
        "•\nDM-SUIT-3 Time series (Query:\nat risk?)",
    ],
)
def test_a_doubt_can_be_written_in_several_ways(tmp_path: Path, bullet: str) -> None:
    graph = load(tmp_path, milestone(bullet))
    assert links(graph) == {"DM-SUIT-3": ["at risk?"]}
    assert graph["DM-SUIT-3"].name == "Time series"


def test_remarks_at_a_bullet_that_nobody_doubts(tmp_path: Path) -> None:
    graph = load(tmp_path, milestone("- DM-A-1 A\n  - It is nearly done.\n  - Who does it?"))
    [link] = graph.links
    assert (link.queried, link.note) == (False, "It is nearly done.")
    assert [question.text for question in graph.questions] == ["DM-A-1: Who does it?"]


def test_paragraphs_are_notes_and_questions(tmp_path: Path) -> None:
    graph = load(tmp_path, milestone("It moved\nin May.\n\nIs that all?\n\n- DM-A-1 A"))
    assert graph["LDM-503-01"].note == "It moved in May."
    assert [question.text for question in graph.questions] == ["Is that all?"]


@pytest.mark.parametrize(
    "body",
    [
        "- DM-A-1 A\n- DM-A-2 B\n- DM-A-3 C",
        "Prerequisites:\n- DM-A-1 A\n- DM-A-2 B\n- DM-A-3 C",
        "  - DM-A-1 A\n  * DM-A-2 B\n\n  + DM-A-3 C",
        "1. DM-A-1 A\n2. DM-A-2 B\n10) DM-A-3 C",
        "- DM-A-1 A\n  - a remark\n- DM-A-2 B\n    - a remark\n      - below it\n- DM-A-3 C",
        "• DM-A-1 A\n \u2013 a remark\nwhich is wrapped\n• DM-A-2 B\n\n\n• DM-A-3 C",
        "DM\n--\n\n- DM-A-1 A\n\nOthers\n------\n\n- DM-A-2 B\n- DM-A-3 C",
    ],
)
def test_lists_of_many_shapes_are_the_same(tmp_path: Path, body: str) -> None:
    graph = load(tmp_path, milestone(body))
    names = {code: graph[code].name for code in graph.predecessors("LDM-503-01")}
    assert names == {"DM-A-1": "A", "DM-A-2": "B", "DM-A-3": "C"}


@pytest.mark.parametrize(
    "text", ["calib_", "DM-* and *.fits", "|x|", "A. Smith", "`a`_", "50 % (b)"]
)
def test_what_looks_like_markup_is_kept(tmp_path: Path, text: str) -> None:
    graph = load(tmp_path, milestone(f"- DM-A-1 {text}\n  - {text} too"))
    assert graph["DM-A-1"].name == text
    assert graph.links[0].note == f"{text} too"


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("- DM-A-1 A\nDM-A-2 B", 5),
        ("DM-A-2 B", 4),
        ("- dm-a-2 B, which DM-A-3 needs", 4),
        ("- DM-A-2, DM-A-3 Two", 4),
        ("- DM-A-2 and DM-A-3 Two", 4),
        ("+------+\n|DM-A-2|\n+------+", 4),
        ("text\n  DM-A-2 B", 4),
        (".. include:: /etc/passwd", 4),
        ("- .. include:: /etc/passwd", 4),
        (".. raw:: html\n\n   <b>", 4),
        ("Other\n-----\n\nLDM-503-01 again\n----------------", 7),
    ],
)
def test_where_a_link_could_be_lost_is_a_problem(tmp_path: Path, body: str, line: int) -> None:
    found = problems_of(tmp_path, milestone(body))
    assert line in [place for place, _ in found], found
    assert "root:" not in str(found)


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("- Staffing", 4),
        ("- DM-A-1 A\n-", 5),
        (":Date: today", 4),
        (".. note:: It moved.", 4),
        ("+---+\n| a |\n+---+", 4),
        ("- DM-A-1 A\n  - DM-A-2 B", 5),
        ("- DM-A-1 A\nwhich is long", 5),
        ("- DM-A-1 A (query this)", 4),
        ("Others\n------\n\n- DM-A-1 A", 4),
    ],
)
def test_what_is_not_read_is_told_with_its_line(tmp_path: Path, body: str, line: int) -> None:
    notices = doubtful(load(tmp_path, milestone(body)))
    assert [notice.position.line for notice in notices if notice.position] == [line]


def test_a_milestone_that_prose_names_without_a_bullet_is_told(tmp_path: Path) -> None:
    text = milestone("- DM-A-1 A\n\nIt needs DM-A-1 and DM-A-2.") + "\nDM-A-2 B\n========\n"
    assert [notice.text for notice in doubtful(load(tmp_path, text))] == [
        "DM-A-2 is named here, but no bullet makes LDM-503-01 wait on it"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("Hello.\n", "there is no milestone here"),
        ("- DM-A-1 A\n", "expected a heading such as"),
        ("Notes\n=====\n\n- DM-A-1 A\n", "expected a heading such as"),
        ("LDM-503-01: \u00e9".encode("latin-1"), "is not UTF-8 text"),
        ("LDM-503-01: a\x00b", "U+0000"),
        (milestone("- " * 3000 + "DM-A-1"), "nested too deeply"),
        (milestone("x" * 20_000), "longer than"),
        (milestone("x\n" * 1_500_000), "larger than"),
        (milestone("") + milestone(""), "has a heading already, in line 1"),
    ],
)
def test_bad_files_are_told(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert any(said in message for _, message in problems_of(tmp_path, text))


def test_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    problems_of(tmp_path, milestone(".. foo:: bar\n\nx\n--\n\n- *a"))
    assert capfd.readouterr() == ("", "")
