"""What MPXJ passes over in XML of Microsoft Project and P6 is an error at its line."""

from pathlib import Path

import pytest

from depgraph.errors import Problem
from depgraph.model import Position
from depgraph.sources.formats import read_source
from depgraph.sources.reading import ReadingOptions
from depgraph.sources.schedule_xml import read_rows

MICROSOFT = """<?xml version="1.0" encoding="UTF-8"?>
<Project xmlns="http://schemas.microsoft.com/project"><StatusDate>NA</StatusDate><Tasks>
<Task><UID>7</UID><Start>2024-01-08T08:00:00</Start><Duration>PT8H0M0S</Duration></Task>
<Task><UID>9</UID><Finish>2024-01-09T17:00:00</Finish><Duration>PT8H0M0S</Duration>
<PredecessorLink><PredecessorUID>7</PredecessorUID><LinkLag>4800</LinkLag></PredecessorLink>
<Baseline><Number>0</Number><Finish>2024-01-09T17:00:00</Finish></Baseline></Task>
</Tasks></Project>
"""
PRIMAVERA = """<?xml version="1.0" encoding="UTF-8"?>
<APIBusinessObjects xmlns="http://xmlns.oracle.com/Primavera/P6/V18.8/API/BusinessObjects">
<Project><DataDate>2024-01-08T08:00:00</DataDate>
<Activity><Id>A1</Id><ObjectId>1</ObjectId><PlannedDuration>8.0</PlannedDuration></Activity>
<Activity><Id>A2</Id><ObjectId>2</ObjectId><StartDate>2024-01-09T08:00:00</StartDate></Activity>
<Relationship><Type>Finish to Start</Type><Lag>16.5</Lag>
<PredecessorActivityObjectId>1</PredecessorActivityObjectId>
<SuccessorActivityObjectId>2</SuccessorActivityObjectId></Relationship>
</Project></APIBusinessObjects>
"""


def wrong_in(kind: str, text: str, folder: Path) -> list[str]:
    problems: list[Problem] = []
    path = folder / "plan.xml"
    path.write_text(text)
    read_rows(kind, path, "plan.xml", problems)
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(("kind", "text"), [("mspdi", MICROSOFT), ("pmxml", PRIMAVERA)])
def test_nothing_is_wrong_with_what_programs_write(kind: str, text: str, tmp_path: Path) -> None:
    assert wrong_in(kind, text, tmp_path) == []
    for form in ("2024-01-09T08:00", "2024-01-09T08:00:00.000", "2024-01-09T08:00:00Z"):
        assert wrong_in(kind, text.replace("2024-01-09T08:00:00", form), tmp_path) == []


@pytest.mark.parametrize(
    ("kind", "old", "new", "told"),
    [
        (
            "mspdi",
            "01-08T08",
            "02-30T08",
            "3:1: Task 1 (UID 7): Start: '2024-02-30T08:00:00' is no",
        ),
        ("mspdi", "2024-01-08T08:00:00", "soon", "3:1: Task 1 (UID 7): Start: 'soon' is no date"),
        ("mspdi", "08T08:00", "08T25:00", "3:1: Task 1 (UID 7): Start: '2024-01-08T25:00:00' has"),
        (
            "mspdi",
            "PT8H0M0S</Duration>\n",
            "many</Duration>\n",
            "4:1: Task 2 (UID 9): Duration: 'm",
        ),
        ("mspdi", "4800", "x", "5:1: PredecessorLink 1 of Task 2 (UID 9): LinkLag: 'x'"),
        ("mspdi", "4800", "9" * 30, "is no number"),
        ("mspdi", "4800", "9" * 12, "is too long a lag"),
        ("mspdi", "UID>7</P", "UID>5</P", "PredecessorUID: there is no activity '5'"),
        (
            "mspdi",
            "<Number>0</Number><Finish>2024-01",
            "<Finish>2024-13",
            "6:1: Baseline 1 of Task",
        ),
        (
            "pmxml",
            "2024-01-08",
            "2024-02-30",
            "3:1: Project 1: DataDate: '2024-02-30T08:00:00' is no",
        ),
        ("pmxml", "8.0", "eight", "4:1: Activity 1 (Id A1): PlannedDuration: 'eight' is no number"),
        (
            "pmxml",
            "2024-01-09",
            "2024-1-9",
            "5:1: Activity 2 (Id A2): StartDate: '2024-1-9T08:00:00'",
        ),
        ("pmxml", "<Type>Finish to Start</Type>", "", "6:1: Relationship 1: there is no Type"),
        ("pmxml", "16.5", "x", "6:1: Relationship 1: Lag: 'x' is no number"),
        ("pmxml", "Id>2</S", "Id>3</S", "SuccessorActivityObjectId: there is no activity '3'"),
    ],
)
def test_what_is_none_is_told_with_table_row_and_value(
    kind: str, old: str, new: str, told: str, tmp_path: Path
) -> None:
    text = MICROSOFT if kind == "mspdi" else PRIMAVERA
    [message] = wrong_in(kind, text.replace(old, new, 1), tmp_path)
    assert told in message


def test_a_relationship_with_another_project_is_a_notice(tmp_path: Path) -> None:
    path, problems = tmp_path / "plan.xml", []
    outside = MICROSOFT.replace("UID>7</P", "UID>5</P")
    path.write_text(outside.replace("<LinkLag>", "<CrossProject>1</CrossProject><LinkLag>"))
    rows = read_rows("mspdi", path, "plan.xml", problems)
    assert rows is not None
    [notice] = rows.notices
    assert not problems
    assert notice.is_warning
    assert notice.position == Position("plan.xml", 5, 1)
    assert "PredecessorUID: the activity 5 is of a project that is not in the file" in notice.text


def test_xml_that_mpxj_would_read_with_other_letters_is_an_error(tmp_path: Path) -> None:
    path, problems = tmp_path / "plan.xml", []
    path.write_bytes(MICROSOFT.replace("<UID>9", "<Name>Größe</Name><UID>9").encode("cp1252"))
    assert read_rows("mspdi", path, "plan.xml", problems) is None
    assert [str(problem) for problem in problems] == [
        "plan.xml:4:15: is no XML: not well-formed (invalid token): export it again"
    ]


def test_a_wrong_file_is_not_handed_on(tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    path.write_text(MICROSOFT.replace("01-08T08", "02-30T08"))
    problems: list[Problem] = []
    assert not read_source(path, "plan.xml", ReadingOptions(), problems).is_whole
    [message] = [str(problem) for problem in problems]
    assert "is no day of the calendar" in message
