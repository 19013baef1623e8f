"""Primavera P6 exports as CSV: lists of predecessors and successors in columns."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depgraph.config import Config
from depgraph.errors import LoadError
from depgraph.model import Graph, Witness
from depgraph.plans.loading import load, load_graph
from depgraph.plans.selection import Selection

FIELDS = [
    "task_code",
    "status_code",
    "task_name",
    "pred_list",
    "succ_list",
    "base_end_date",
    "act_end_date",
]
CAPTIONS = [
    "Activity ID",
    "Activity Status",
    "Name",
    "Predecessors",
    "Successors",
    "BL Finish",
    "Actual Finish",
]


def export(path: Path, rows: Iterable[Sequence[str]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([FIELDS, CAPTIONS, *rows])
    return path


def row(code: str, predecessors: Sequence[str] = (), successors: Sequence[str] = ()) -> list[str]:
    lists = (", ".join(predecessors)[:100].strip(), ", ".join(successors)[:100].strip())
    return [code, "Not Started", f"Name of {code}", *lists, "7/31/2019 5:00:00 PM", ""]


def pairs(graph: Graph) -> list[str]:
    return [f"{link.prerequisite} -> {link.dependent}" for link in graph.links]


def warnings(graph: Graph) -> list[str]:
    return [notice.text for notice in graph.notices if notice.is_warning]


def problems(path: Path) -> list[str]:
    with pytest.raises(LoadError) as error:
        load(path)
    return [str(each).replace(str(path), path.name) for each in error.value.problems]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_an_export_with_a_mark_of_its_encoding_and_two_heads(tmp_path, delimiter):
    rows = [
        ["A", "Completed", 'Say "A",\nand go on', "", "x, B", "7/31/2019 5:00:00 PM", "8/1/2019"],
        row("B", ["A", "x"]),
    ]
    graph = load(export(tmp_path / "plan.csv", rows, delimiter))
    first, second = graph.milestones
    assert (first.name, first.due, first.completed) == (
        'Say "A",\nand go on',
        date(2019, 7, 31),
        date(2019, 8, 1),
    )
    assert (first.position.line, second.position.line) == (3, 5)
    assert pairs(graph) == ["A -> B"]
    assert not warnings(graph)


def test_names_of_fields_in_capitals_below_captions(tmp_path):
    path = tmp_path / "plan.csv"
    names = ",".join(field.upper() for field in FIELDS)
    captions = ",".join(CAPTIONS)
    path.write_text(f"{captions}\n{names}\nA,Not Started,a,,B,,\nB,Not Started,b,A,,,\n")
    assert pairs(load(path)) == ["A -> B"]


def test_a_first_row_with_a_date_that_is_not_read_is_not_taken_for_captions(tmp_path):
    path = tmp_path / "plan.csv"
    names = "task_code,task_name,target_end_date,pred_list"
    path.write_text(f"{names}\nA,first,2024-01-05,\nB,second,2024-02-03,A\n")
    assert pairs(load(path)) == ["A -> B"]


def test_a_row_of_captions_that_are_not_known_is_told(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text("task_code,task_name,pred_list\nC,Third,\nA,First,\nB,Second,A\n")
    told = "the row below the names of the fields is taken for captions: 'C', 'Third'"
    assert told in warnings(load(path))


def test_activities_between_are_kept_when_asked(tmp_path):
    path = export(tmp_path / "plan.csv", [row("A", [], ["x"]), row("B", ["x"])])
    assert load(path).links[0].witness == Witness(("x",), 0.0)
    whole = load_graph(Selection(graph=(path,), activities=True), Config())
    assert pairs(whole) == ["x -> B", "A -> x"]


def test_what_a_cut_list_lacks_is_taken_from_the_other_end(tmp_path):
    many = [f"LONG-CODE-{n:03d}" for n in range(12)]
    rows = [row("A", many), *(row(code, [], ["A"]) for code in many)]
    graph = load(export(tmp_path / "plan.csv", rows))
    assert pairs(graph) == [f"{code} -> A" for code in many]
    (warning,) = warnings(graph)
    assert warning.startswith("the list of A is cut after 100 characters, where P6 ends it")
    assert "LONG-CODE-0" not in graph


def test_the_last_code_of_a_cut_list_is_not_believed(tmp_path):
    # The list is cut in X-10 of X-100, which is a code of its own.
    before = [f"ACTIVITY-NUMBER-{n:03d}" for n in range(4)] + ["ACTIVITY-N"]
    rows = [row("A", [*before, "X-100"]), row("X-10"), row("X-100", [], ["A"])]
    assert rows[0][3].endswith(", X-10")
    graph = load(export(tmp_path / "plan.csv", rows))
    assert "X-10 -> A" not in pairs(graph)
    assert "X-100 -> A" in pairs(graph)


def test_longer_lists_show_that_none_is_cut(tmp_path):
    many = [f"LONG-CODE-{n:03d}" for n in range(12)]
    rows = [[*row("A")[:3], ", ".join(many), "", "", ""], row("B", ["x" * 97, "y"])]
    assert len(rows[1][3]) == 100
    graph = load(export(tmp_path / "plan.csv", rows))
    assert not [text for text in warnings(graph) if "cut after" in text]


def test_a_relationship_that_one_end_alone_tells_is_taken_and_told(tmp_path):
    graph = load(export(tmp_path / "plan.csv", [row("A", [], ["B"]), row("B"), row("C", ["A"])]))
    assert pairs(graph) == ["A -> B", "A -> C"]
    assert sorted(warnings(graph)) == [
        "A -> B stands in succ_list only, not in the pred_list of the other row: it is taken",
        "A -> C stands in pred_list only, not in the succ_list of the other row: it is taken",
    ]


codes = [f"MILESTONE-{n:02d}" for n in range(14)]


@given(
    st.sets(st.tuples(st.sampled_from(codes), st.sampled_from(codes)).filter(lambda p: p[0] < p[1]))
)
def test_no_relationship_is_lost_unless_it_is_cut_at_both_ends(tmp_path_factory, related):
    rows = [
        row(
            code,
            sorted(a for a, b in related if b == code),
            sorted(b for a, b in related if a == code),
        )
        for code in codes
    ]
    path = export(tmp_path_factory.mktemp("lists") / "plan.csv", rows)
    written = {each[0]: (each[3].split(", "), each[4].split(", ")) for each in rows}
    found = {(link.prerequisite, link.dependent) for link in load(path).links}
    assert found <= related
    for pair in related - found:
        into, out_of = written[pair[1]][0], written[pair[0]][1]
        assert pair[0] not in into[:-1]
        assert pair[1] not in out_of[:-1]
        assert min(len(", ".join(into)), len(", ".join(out_of))) >= 98


def test_everything_wrong_is_told_with_line_and_column(tmp_path):
    rows = [
        ["A", "Completed", "", "A, , B", "", "31 o'clock", ""],
        ["A", "Completed", "", "", "", "", ""],
        ["", "Completed", "", "B", "", "", ""],
    ]
    assert problems(export(tmp_path / "p.csv", rows)) == [
        "p.csv:3:4: pred_list: A has a relationship to itself (cell D3)",
        "p.csv:3:4: pred_list: the relationship leads nowhere: a code is missing (cell D3)",
        'p.csv:3:6: base_end_date: expected a date, got "31 o\'clock"',
        "p.csv:4:1: task_code: A is there twice: also in row 3",
        "p.csv:5:1: task_code: the code is missing",
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "p.csv: the file is empty"),
        (b"\xef\xbb\xbf\n\n", "p.csv: the file is empty"),
        (b"PK\x03\x04\0\0", "p.csv: this file is no text: export it again"),
        (
            b'task_code,pred_list,succ_list\nA,"B,C\n',
            "p.csv:2:1: the row cannot be read: unexpected end",
        ),
        (b"a,b\n1,2\n", "p.csv:1:1: no column is known for code and none for requires: there are"),
    ],
    ids=["empty", "blank", "binary", "quote", "other"],
)
def test_files_that_are_no_exports(tmp_path, content, expected):
    path = tmp_path / "p.csv"
    path.write_bytes(content)
    assert any(problem.startswith(expected) for problem in problems(path))


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "p.csv"
    with path.open("wb") as file:
        file.truncate(100 * 1024**2 + 1)
    (problem,) = problems(path)
    assert problem.startswith("p.csv: the file has more than 100 MB")


def test_a_missing_file(tmp_path):
    assert problems(tmp_path / "p.csv") == ["p.csv: there is no such file"]


def test_tabs_between_the_columns_make_a_tsv(run, write):
    rows = ("task_code,task_name,end_date,pred_list,succ_list", "A,a,2021-03-03,,B", "B,b,,A,")
    lists = write("p.csv", "\n".join(rows) + "\n")
    tabs = write("p.tsv", lists.read_text().replace(",", "\t"))
    shown = [run("export", "--graph", path).stdout for path in (lists, tabs)]
    assert '"prerequisite": "A"' in shown[0]
    assert shown[1] == shown[0].replace("p.csv", "p.tsv")


@pytest.mark.parametrize("name", ["plan.html", "plan.MD", "plan.docx"])
def test_what_is_no_format_is_told_as_none(run, refusal, write, tmp_path, name):
    path = write(name, "milestones: {A: {}}\n")
    end = path.suffix.lower()
    for arguments in (["check", path], ["list", "--schedule", path, "--graph", path]):
        error = refusal(*arguments)
        told = f"{path}: {end!r} is no format that is read: YAML is (.yaml, .yml), .xls"
        assert told in error
    missing = run("check", tmp_path / f"no{end}")
    assert "cannot be read: No such file" in missing.stderr
