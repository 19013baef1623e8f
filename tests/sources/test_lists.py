"""Lists of any team: of their headings, dates, links and encodings, nothing is lost unsaid."""

import csv
from collections.abc import Callable, Sequence
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from depgraph.errors import LoadError
from depgraph.model import Graph, Link, Milestone
from depgraph.plans.loading import load
from depgraph.reports.listing_jira import jira_csv
from depgraph.sources.lists.items import ItemReader, NoItem
from depgraph.sources.telling import listening


def pairs(graph: Graph) -> set[str]:
    return {
        f"{link.prerequisite} {link.type}{link.lag:+} {link.dependent}"
        if link.type != "FS" or link.lag
        else f"{link.prerequisite} {link.dependent}"
        for link in graph.links
    }


def notices(graph: Graph) -> list[str]:
    return [notice.text for notice in graph.notices if notice.is_warning]


def text_of(rows: Sequence[Sequence[object]], delimiter: str = ",") -> str:
    text = StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., Graph]:
    def load_list(content: str | bytes, name: str = "plan.csv", config: str = "") -> Graph:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        if not config:
            return load(path)
        (tmp_path / "depgraph.yaml").write_text(config)
        return load(tmp_path)

    return load_list


def problems(read: Callable[[], object]) -> list[str]:
    with pytest.raises(LoadError) as error:
        read()
    return [f"{p.line}:{p.column}: {p.message}" for p in error.value.problems]


@pytest.mark.parametrize(
    ("heading", "cells", "names"),
    [
        ("Name", "yx", ["y", "x"]),
        ("Milestone", "yx", [None, None]),
        ("Milestone", "yz", ["y", "z"]),
    ],
)
def test_what_reads_as_yes_or_no_is_a_name_under_name(listed, heading, cells, names):
    rows = [f"{code},{cell},,\n" for code, cell in zip("AB", cells, strict=True)]
    graph = listed(f"ID,{heading},Due date,Depends on\n{''.join(rows)}")

    assert [graph[code].name for code in "AB"] == names


# -- the programs ------------------------------------------------------------------------

JIRA = """\
Summary,Issue key,Issue id,Status,Due date,Resolved,Inward issue link (Blocks),\
Inward issue link (Blocks),Outward issue link (Blocks),Inward issue link (Dependency)
Mirror,TEL-1,501,Done,17/Jan/26 12:00 AM,16/Jan/26 3:12 PM,,,TEL-2,
Camera,TEL-2,502,To Do,29/Jan/26 12:00 AM,,TEL-1,,TEL-3,
First light,TEL-3,503,In Progress,10/Feb/26 12:00 AM,,TEL-2,TEL-1,,TEL-9
"""
PROJECT = """\
ID,Unique ID,Task Name,Duration,Finish,Predecessors,% Complete,Milestone
1,31,Mirror,0 days,Fri 16/01/26,,100%,Yes
2,12,Camera,0 days,Thu 29/01/26,1FS+2 days,0%,Yes
3,1,First light,0 days,Tue 10/02/26,"2;1SS+1,5 edays",0%,Yes
"""
SMARTSHEET = """\
Task Name,Duration,Finish,Predecessors,Assigned To,% Complete
Mirror,5d,01/16/26,,ann@example.org,100%
Camera,10d,01/29/26,1,bob@example.org,50%
First light,0,02/10/26,"1, 2SS +2d",bob@example.org,0%
"""
ASANA = """\
Task ID,Completed At,Name,Assignee,Due Date,Tags,Blocked By (Dependencies)
901,2026-01-16,"Mirror, coated",Ann,2026-01-17,"a,b",
902,,Camera,Bob,2026-01-29,,"Mirror, coated"
903,,First light,Bob,2026-02-10,,"Mirror, coated,Camera"
"""
GITHUB = """\
Title\tURL\tAssignees\tStatus\tTarget date\tBlocked by
Mirror\thttps://github.com/o/r/issues/1\tann\tDone\tJan 17, 2026\t
Camera\thttps://github.com/o/r/issues/2\tbob\tTodo\tJan 29, 2026\t#1
First light\thttps://github.com/o/r/issues/3\tbob\tTodo\tFeb 10, 2026\t#1, https://github.com/o/r/issues/2
"""
GITLAB = """\
Title,Issue ID,URL,State,Assignee,Due Date,Closed At (UTC),Labels
Mirror,1,https://gitlab.com/o/r/-/issues/1,Closed,Ann,2026-01-17,2026-01-16 10:00:00,"x,y"
Camera,2,https://gitlab.com/o/r/-/issues/2,Open,Ann,2026-01-29,,
"""
P6 = """\
Activity ID,Activity Name,Activity Status,Finish,Predecessor Details,Activity Type
M1,Mirror,Completed,16-Jan-26 A,,Finish Milestone
M2,Camera,Not Started,29-Jan-26*,M1: FS,Start Milestone
M3,First light,Not Started,10-Feb-26,"M1: FS, M2: SS 5d",Finish Milestone
"""


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (JIRA, "jira.csv", {"TEL-1 TEL-2", "TEL-2 TEL-3", "TEL-1 TEL-3"}),
        (PROJECT, "msp.csv", {"31 FS+2 12", "12 1", "31 SS+2 1"}),
        (SMARTSHEET, "smartsheet.csv", {"1 2", "1 3", "2 SS+2 3"}),
        (ASANA, "asana.csv", {"901 902", "901 903", "902 903"}),
        (GITHUB, "github.tsv", {"1 2", "1 3", "2 3"}),
        (GITLAB, "gitlab.csv", set()),
        (P6, "p6.csv", {"M1 M2", "M1 M3", "M2 SS+5 M3"}),
    ],
    ids=["jira", "project", "smartsheet", "asana", "github", "gitlab", "p6"],
)
def test_what_programs_export_is_read_as_a_person_reads_it(listed, content, name, expected):
    graph = listed(content, name)
    assert pairs(graph) == expected
    by_name = {m.name.partition(",")[0]: m for m in graph.milestones}
    assert (by_name["Mirror"].is_complete, by_name["Camera"].is_complete) == (True, False)
    camera = by_name["Camera"]
    assert date(2026, 1, 29) == (camera.due or camera.forecast)


def test_jira_tells_of_links_that_it_does_not_take(listed):
    assert notices(listed(JIRA)) == [
        "the column 'Inward issue link (Dependency)' may say what waits on what, and is not read: "
        "name it under 'columns', as 'requires' or 'blocks'"
    ]


def test_row_numbers_and_unique_ids_are_not_confused(listed):
    # Row 1 has the unique id 31, and the unique id 1 is that of row 3.
    assert "31 FS+2 12" in pairs(listed(PROJECT))
    by_code = PROJECT.replace("Predecessors", "Unique ID Predecessors")
    by_code = by_code.replace("1FS+2 days", "31FS+2 days").replace("2;1SS+", "12;31SS+")
    assert pairs(listed(by_code)) == pairs(listed(PROJECT))


def test_a_row_that_was_filtered_out_is_no_other_one_by_its_unique_id(listed):
    # Row 12 is not in the list, and the unique id 12 is that of row 2.
    graph = listed(PROJECT.replace("1FS+2 days", "12FS+2 days"))
    assert "12 1" in pairs(graph)
    (unknown,) = [notice for notice in graph.notices if notice.rule == "unknown-code"]
    assert unknown.ends == ("12", "12")


def test_depgraphs_own_csv_is_read(listed):
    own = "code,level,state,due,completed,projected,name,waits_on,prerequisites,tags\n"
    own += "A,2,complete,2026-01-17,2026-01-16,2026-01-16,'=a,,0,x;y\nB,3,incomplete,,,,b,A,1,\n"
    first, second = listed(own).milestones
    assert pairs(listed(own)) == {"A B"}
    assert (first.name, first.level, first.tags) == ("=a", 2, ("x", "y"))
    assert (first.completed, second.state) == (date(2026, 1, 16), "incomplete")


def test_what_was_taken_for_what_is_told_in_one_line(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text("ID,Milestone,Due date,Depends on,Risk\nA,a,2026-01-17,,low\n")
    heard: list[str] = []
    with listening(heard.append):
        load(path)
        load(path)
    assert [line.partition(": ")[2] for line in heard] == [
        "took 'ID' for code, 'Milestone' for name, 'Depends on' for requires, 'Due date' for due; "
        "not read: 'Risk'"
    ]


# -- columns -----------------------------------------------------------------------------


def test_a_configuration_maps_columns_and_no_guess_is_told(listed):
    content = "Ref;When;Was;Vor;Bis;Wer;Gruppe;Stufe\nA;3/4/2026;a;;;Ann;X;2\nB;5/4/2026;b;A;;;;\n"
    config = """\
graph:
  file: plan.csv
  as_of: 2026-04-04
  delimiter: ";"
  dates: day-first
  columns: {code: Ref, name: Was, requires: Vor, due: When, owner: Wer, team: Gruppe, level: Stufe}
"""
    heard: list[str] = []
    with listening(heard.append):
        graph = listed(content, config=config)
    assert not heard
    first = graph.milestones[0]
    assert (first.due, first.owner, first.team, first.level) == (date(2026, 4, 3), "Ann", "X", 2)
    assert pairs(graph) == {"A B"}
    assert graph.as_of == date(2026, 4, 4)


def test_columns_by_place_several_and_none(listed):
    content = "Key,Due,A1,A2,\nA,2026-01-01,,,x\nB,2026-01-02,A,,\nC,2026-01-03,A,B,\n"
    columns = "{code: Key, requires: [A1, A2], due: '', note: '#5'}"
    config = f"graph:\n  file: plan.csv\n  columns: {columns}\n"
    graph = listed(content, config=config)
    assert pairs(graph) == {"A B", "A C", "B C"}
    assert [m.due for m in graph.milestones] == [None] * 3
    assert graph["A"].note == "x"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "Thing,When,After\nA,2026-01-01,\nB,2026-01-03,A\n",
            "no column is known for code and none for requires: there are 'Thing', 'When', 'After'"
            "; say which is which, as in: depgraph check --graph {} --map code=Thing,"
            "requires=After",
        ),
        (
            "ID,Due,Due\nA,2026-01-01,2026-01-02\n",
            "the heading 'Due' stands over several columns (B, C), and one gives due: say which, "
            "as in --map due=#2",
        ),
    ],
    ids=["none", "twice"],
)
def test_what_is_missing_is_told_once_with_the_command(tmp_path, listed, content, expected):
    (problem,) = problems(lambda: listed(content))
    assert expected.format(tmp_path / "plan.csv") in problem


def test_a_place_beyond_the_columns(listed):
    config = "graph: {file: plan.csv, columns: {code: ID, requires: '#9'}}\n"
    (problem,) = problems(lambda: listed("ID,Due\nA,\n", config=config))
    assert problem == "1:1: columns: requires: there is no column #9: there are 2"


def test_a_heading_that_is_not_there(listed):
    config = "graph: {file: plan.csv, columns: {code: ID, requires: Needs this}}\n"
    (problem,) = problems(lambda: listed("ID,Needs that\nA,\n", config=config))
    assert problem.startswith(
        "1:1: columns: requires: there is no heading 'Needs this' (did you mean 'Needs that'?)"
    )


# -- how it is written -------------------------------------------------------------------

PLAIN = "ID,Name,Due,Depends on\nA,été,2026-01-17,\nB,b,2026-01-29,A\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(listed, encoding):
    graph = listed(PLAIN.encode(encoding))
    assert graph["A"].name == "été"
    assert [text[:62] for text in notices(graph)] == (
        ["the file is not UTF-8 and is read as Windows-1252, as in 'été'"]
        if encoding == "cp1252"
        else []
    )


def test_an_encoding_that_the_configuration_names(listed):
    content = PLAIN.replace("été", "первый").encode("cp1251")
    graph = listed(content, config="graph: {file: plan.csv, encoding: cp1251}\n")
    assert graph["A"].name == "первый"
    assert not notices(graph)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("above", ["", "sep={}\n", "The plan, as of today\n\n"])
def test_delimiters_and_titles_above_the_headings(listed, delimiter, above):
    rows = list(csv.reader(StringIO(PLAIN)))
    rows.append(
        ["C", f"c{delimiter} and more", "", f"A{delimiter} B" if delimiter in ",;" else "A;B"]
    )
    graph = listed(above.format(delimiter) + text_of(rows, delimiter))
    assert pairs(graph) == {"A B", "A C", "B C"}
    assert graph["C"].name == f"c{delimiter} and more".replace("\t", " ")
    assert graph["B"].position.line == above.count("\n") + 3


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("46039", date(2026, 1, 17)),
        ("20260117", date(2026, 1, 17)),
        ("Sat 17/01/26", date(2026, 1, 17)),
        ("17. Januar 2026", None),
        ("17/Jan/26 12:00 AM", date(2026, 1, 17)),
        ("2026-01-17T15:12:00.000+0000", date(2026, 1, 17)),
        ("2026-01-17 15:12:00 UTC", date(2026, 1, 17)),
        ("17.01.2026", date(2026, 1, 17)),
        ("January 17, 2026", date(2026, 1, 17)),
        ("Sun 17/01/26", None),
        ("n/a", "none"),
    ],
)
def test_dates(listed, written, day):
    content = text_of([["ID", "Due", "Depends on"], ["A", written, ""]])
    if day is None:
        assert "expected a date, got" in problems(lambda: listed(content))[0]
    else:
        assert listed(content)["A"].due == (None if day == "none" else day)


def test_weekdays_tell_the_order_of_day_and_month(listed):
    # 3 April 2026 is a Friday, 4 March a Wednesday.
    assert listed("ID,Due,Depends on\nA,Fri 03/04/26,\n")["A"].due == date(2026, 4, 3)
    assert listed("ID,Due,Depends on\nA,Wed 03/04/26,\n")["A"].due == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("10", 10),
        ("2 weeks", 10),
        ("16 hrs", 2),
        ("1,5 days", 2),
        ("1,160 d", 1160),
        ("28 edays", 28),
    ],
)
def test_durations(listed, written, days):
    graph = listed(text_of([["ID", "Duration", "Depends on"], ["A", written, ""]]))
    assert graph["A"].duration == days
    assert graph["A"].calendar == (None if "edays" in written else "work week")
    assert any("rounded" in text for text in notices(graph)) == (written == "1,5 days")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["50%", "7 %", "100"], [50, 7, 100]),
        (["0.5", "1", "0,07"], [50, 100, 7]),
        (["1", "0"], [1, 0]),
    ],
)
def test_progress(listed, cells, expected):
    rows = [["ID", "% Complete", "Depends on"], *([f"A{n}", c, ""] for n, c in enumerate(cells))]
    assert [m.progress for m in listed(text_of(rows)).milestones] == expected


def test_completions_by_word_and_by_date(listed):
    rows = [
        ["ID", "Status", "Finished", "Due", "Depends on"],
        ["A", "Done", "2026-01-02", "2026-01-01", ""],
        ["B", "Closed", "", "2026-01-01", ""],
        ["C", "In Progress", "", "2026-01-01", ""],
        ["D", "Gone fishing", "no", "2026-01-01", ""],
    ]
    graph = listed(text_of(rows))
    assert [m.is_complete for m in graph.milestones] == [True, True, False, False]
    assert graph["B"].completed is None  # it is not known when, and a due date does not say it
    texts = [notice.text for notice in graph.notices]
    assert "B is complete without a date" in texts
    assert "the status 'Gone fishing' of D is not known, and taken as not complete" in texts


# -- predecessors ------------------------------------------------------------------------

codes = [*(f"M-{n}" for n in range(6)), "PUMP-FF", "C-3FS", "X, Y", "12"]
EVENTS = {"F": "Finish", "S": "Start"}
FORMS: list[Callable[[str, str, int], str]] = [
    lambda code, _type, _lag: code,
    lambda code, type_, _lag: f"{code}{type_}",
    lambda code, type_, lag: f"{code}{type_}{lag:+}d",
    lambda code, type_, lag: f"{code} {type_} {lag:+} edays",
    lambda code, type_, lag: f"{code}: {type_} {lag:+}d",
    lambda code, type_, _lag: f"{code} {EVENTS[type_[0]]} to {EVENTS[type_[1]]}",
]


@example([("M-0", "FS", 1, 1), ("12", "FS", 1, 0)], "\n")
@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(codes),
            st.sampled_from(["FS", "SS", "FF", "SF"]),
            st.integers(-9, 9).filter(bool),
            st.sampled_from(range(len(FORMS))),
        ),
        max_size=6,
    ),
    st.sampled_from([", ", ",", "; ", ";", "\n", " ;\r\n"]),
)
def test_each_form_of_a_predecessor_reads_back(links, between):
    written = [FORMS[form](code, type_, lag) for code, type_, lag, form in links]
    items = list(ItemReader(codes, codes).read(between.join(written)))
    assert [item.name for item in items] == [code for code, *_ in links]
    for item, (_, type_, lag, form) in zip(items, links, strict=True):
        assert item.type == ("FS" if form == 0 else type_)
        assert (item.lag.amount if item.lag else 0) == (lag if form in (2, 3, 4) else 0)


@settings(max_examples=25, deadline=None)
@given(
    st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1])),
    st.sampled_from(["cell", "lines", "columns", "blocks", "both"]),
    st.booleans(),
)
def test_a_set_of_links_reads_back_in_each_layout(tmp_path_factory, related, layout, german):
    names = [f"S-{n}" for n in range(8)]
    before = {n: [names[a] for a, b in sorted(related) if b == n] for n in range(8)}
    behind = {n: [names[b] for a, b in sorted(related) if a == n] for n in range(8)}
    joined = {"cell": "; ", "lines": "\n"}.get(layout, ", ")
    heads, rows = ["Key", "Due date"], [[name, "17.01.2026"] for name in names]
    if layout == "columns":
        most = max(map(len, before.values()))
        heads += ["Depends on"] * most
        rows = [[*row, *before[n], *[""] * (most - len(before[n]))] for n, row in enumerate(rows)]
    else:
        if layout != "blocks":
            heads.append("Depends on")
            rows = [[*row, joined.join(before[n])] for n, row in enumerate(rows)]
        if layout in ("blocks", "both"):
            heads.append("Blocks")
            rows = [[*row, joined.join(behind[n])] for n, row in enumerate(rows)]
    path = tmp_path_factory.mktemp("lists") / "plan.csv"
    path.write_text(text_of([heads, *rows], ";" if german else ","), newline="")
    graph = load(path)
    assert pairs(graph) == {f"S-{a} S-{b}" for a, b in related}
    assert not [text for text in notices(graph) if "no column" not in text]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("M-22", "M-22"),
        ("m-1", "m-1"),
        ("13FS+2d", "13"),
        ("M-9: SS", "M-9"),
        ("PUMP-SS", "PUMP-SS"),
    ],
)
def test_what_no_row_has_is_an_item_that_is_not_known(cell, name):
    (item,) = ItemReader(codes, ["M-1", "12"]).read(cell)
    assert (item.name, item.is_known) == (name, False)


@pytest.mark.parametrize("cell", ["M-1 M-2", "12FS+soon", "M-1 and M-2", "C:\\plan.mpp\\3"])
def test_what_is_no_code_is_none(cell):
    assert list(ItemReader(["M-1", "M-2", "12"], ["M-1", "M-2", "12"]).read(cell)) == [NoItem(cell)]


def test_unknown_codes_are_findings_with_row_and_cell(run, tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text('ID,Due,Depends on\nA-1,2026-01-17,\nA-2,2026-01-29,"A-1, A-11"\nA-3,,a-2\n')
    done = run("check", path, "--format", "concise")
    assert done.returncode == 1
    lines = [line.removeprefix(f"{path}:") for line in done.stdout.splitlines()]
    assert [line for line in lines if "unknown-code" in line] == [
        "3:3: unknown-code A-2 waits on 'A-11', which no row has (did you mean 'A-1'?) "
        "(row 3, cell C3 'Depends on')",
        "4:3: unknown-code A-3 waits on 'a-2', which no row has (did you mean 'A-2'?) "
        "(row 4, cell C4 'Depends on')",
    ]
    for format_, place in (
        ("github", "line=3,col=3,title=unknown-code::A-2 waits on 'A-11'"),
        ("sarif", '"startLine": 3'),
    ):
        assert place in run("check", path, "--format", format_).stdout


def test_what_is_no_code_stops_the_check(refusal, tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text("ID,Due,Depends on\nA,2026-01-17,\nB,,A\nC,2026-01-29,A B\n")
    error = refusal("check", path)
    assert (
        "plan.csv:4:3: requires: expected codes with commas between, got 'A B' (cell C4)" in error
    )


def test_what_another_file_of_the_plan_has_is_no_unknown_code(listed, tmp_path):
    (tmp_path / "more.yaml").write_text(
        "milestones:\n  X: {aka: EXT-1}\n  Y: {requires: [A]}\n  B: {name: In both}\n"
    )
    graph = listed(
        'ID,Depends on,Blocks\nA,"X, EXT-1, Z",\nB,A,Y\n',
        config="graph: [plan.csv, more.yaml]\n",
    )
    assert pairs(graph) == {"X A", "A B", "A Y", "B Y"}
    (unknown,) = [notice for notice in graph.notices if notice.rule == "unknown-code"]
    assert unknown.ends == ("Z", "A")


# -- damaged lists -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("ID,Depends on\nA,,x\n", "2:3: row 2 has 3 cells, and there are 2 headings: a text with"),
        ("ID,Depends on\nA,\n,A\n", "3:1: code: the code is missing (cell A3)"),
        ("ID,Depends on\nA,\nA,\n", "3:1: code: A is there twice: also in row 2"),
        ('ID,Depends on\nA,"B,,C"\nB,\nC,\n', "2:2: requires: a code is missing between two"),
        ("ID,Level,Depends on\nA,high,\n", "2:2: level: expected a number to 99, got 'high'"),
        ("ID,Duration,Depends on\nA,long,\n", "2:2: duration: expected days, or an amount with a"),
        (f"ID,Duration,Depends on\nA,{'9' * 400},\n", "2:2: duration: expected days, or an amount"),
        (f"ID,Depends on\nA,\nB,AFS+{'9' * 400}d\n", "3:2: requires: expected codes with commas"),
        ("ID,% Complete,Depends on\nA,120,\n", "2:2: progress: expected per cent from 0 to 100"),
        ('ID,Depends on\nA,"B\n', "2:1: the row cannot be read: unexpected end of data"),
    ],
)
def test_what_is_wrong_is_told_with_row_and_cell(listed, content, expected):
    assert problems(lambda: listed(content))[0].startswith(expected)


def test_what_is_doubtful_is_told_and_read(listed):
    content = 'ID,,Due,Depends on\nA,x,2026-01-17,\nB,,2026-01-29\nC,,,"A, A"\nID,,Due,Depends on\n'
    graph = listed(content)
    assert pairs(graph) == {"A C"}
    assert notices(graph) == [
        "column B has no heading, and is not read (cell B2)",
        "row 3 has 3 cells, and there are 4 headings: what is missing is taken as blank",
        "a link stands twice in one cell, and counts once: A -> C (D4)",
    ]


def test_cells_with_several_lines_have_the_row_of_the_sheet_and_the_line_of_the_file(listed):
    graph = listed('ID,Name,Depends on\nA,"a\nb",\n"B","c\n\nd","A,\nC"\n')
    assert pairs(graph) == {"A B"}
    assert [m.position.line for m in graph.milestones] == [2, 4]
    (unknown,) = [notice for notice in graph.notices if notice.rule == "unknown-code"]
    assert unknown.text.endswith("(row 3, cell C3 'Depends on')")
    assert str(unknown.position).endswith("plan.csv:4")


def test_activities_between_milestones_are_kept_between_them(listed):
    content = (
        "ID,Task Name,Duration,Predecessors,Milestone\n1,Go,0 days,,Yes\n2,Work,10 days,1,No\n"
        "3,Check,5 days,2SS+50%,No\n4,End,0 days,3FS+1 day,Yes\n"
    )
    graph = listed(content)
    assert [m.id for m in graph.milestones] == ["1", "4"]
    (link,) = graph.links
    assert (link.ends, link.witness.activities) == (("1", "4"), ("2", "3"))


def test_a_list_without_links_says_so(listed):
    assert notices(listed("ID,Due\nA,2026-01-17\n")) == [
        "no column says what a milestone waits on: say which does under 'columns', as 'requires: "
        "HEADING' or 'blocks: HEADING'"
    ]


# -- workbooks ---------------------------------------------------------------------------


def workbook(path: Path, sheets: dict[str, list[list[object]]], merged: str = "") -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if merged:
        book.active.merge_cells(merged)
    book.save(path)
    return path


SHEET: list[list[object]] = [
    ["Plan of the telescope"],
    ["ID", "Team", "Due date", "% Complete", "Depends on"],
    [1, "Mirror", date(2026, 1, 17), 1.0, None],
    [2, None, 46051, 0.5, 1],
    [3, "Dome", "10 Feb 2026", 0, "1; 2FS+2d"],
]


def test_a_sheet_with_a_title_numbers_and_merged_cells(tmp_path):
    path = workbook(tmp_path / "plan.xlsx", {"Plan": SHEET}, merged="B3:B4")
    graph = load(path)
    assert pairs(graph) == {"1 2", "1 3", "2 FS+2 3"}
    assert [m.team for m in graph.milestones] == ["Mirror", "Mirror", "Dome"]
    assert [m.due for m in graph.milestones] == [
        date(2026, 1, 17),
        date(2026, 1, 29),
        date(2026, 2, 10),
    ]
    assert [m.progress for m in graph.milestones] == [100, 50, 0]
    assert str(graph["3"].position) == f"{path}[Plan]:5"
    assert any("merged cells" in n.text and n.text.endswith("B3:B4") for n in graph.notices)


def test_a_row_that_is_one_merged_cell_is_a_title(tmp_path):
    rows = [*SHEET[1:], ["Phase 2"], [4, None, None, None, 3]]
    path = workbook(tmp_path / "plan.xlsx", {"Plan": rows}, merged="A5:E5")
    graph = load(path)
    assert [m.id for m in graph.milestones] == ["1", "2", "3", "4"]
    assert any(notice.text.endswith("row 5, 'Phase 2'") for notice in graph.notices)


def test_what_export_writes_is_told_as_that(run, tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text(run("export", "--format", "csv").stdout)
    (problem,) = problems(lambda: load(path))
    assert "this is what 'depgraph export' writes" in problem


def test_the_sheet_with_the_list_is_found_or_named(tmp_path):
    other = [["Legend"], ["red", "late"]]
    path = workbook(tmp_path / "plan.xlsx", {"Read me": other, "Plan": SHEET, "Old": SHEET[:4]})
    with pytest.raises(LoadError, match=r"several sheets may have the list: 'Plan', 'Old'; write"):
        load(path)
    config = tmp_path / "depgraph.yaml"
    config.write_text("graph: {file: plan.xlsx, sheet: Old}\n")
    assert len(load(tmp_path)) == 2
    config.write_text("graph: {file: plan.xlsx, sheet: Odl}\n")
    with pytest.raises(LoadError, match=r"no sheet 'Odl' \(did you mean 'Old'\?\)"):
        load(tmp_path)
    heard: list[str] = []
    path = workbook(tmp_path / "two.xlsx", {"Read me": other, "Plan": SHEET})
    with listening(heard.append):
        assert len(load(path)) == 3
    assert heard[0] == f"{path}: took the sheet 'Plan'; not read: 'Read me'"


# -- Jira there and back -----------------------------------------------------------------

words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=12)
days = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))


@st.composite
def plans(draw: st.DrawFn) -> Graph:
    numbered = [f"T-{n}" for n in range(draw(st.integers(1, 6)))]
    codes = draw(st.permutations([*numbered, "5", "2", "AFF", "A", "A, B"]))[: len(numbered)]
    milestones = []
    for code in codes:
        name = " ".join(draw(words).split()).lstrip("'=+-@\uff1d\uff0b\uff0d\uff20") or None
        if draw(st.integers(0, 9)) == 0:
            name = "A long name " * 30
            name = name.strip()
        completed = draw(days)
        milestones.append(
            Milestone(
                id=code,
                name=name,
                due=draw(days),
                forecast=draw(days),
                completed=completed,
                state="complete" if completed else "incomplete",
            )
        )
    pairs = draw(
        st.sets(
            st.tuples(st.sampled_from(codes), st.sampled_from(codes)).filter(lambda p: p[0] != p[1])
        )
    )
    links = []
    for prerequisite, dependent in sorted(pairs):
        for type_ in draw(st.sets(st.sampled_from(["FS", "SS", "FF"]), min_size=1, max_size=2)):
            lag = draw(st.sampled_from([0, 0, 3, -2]))
            links.append(Link(prerequisite, dependent, type=type_, lag=lag))
    return Graph(milestones, links)


@settings(max_examples=60, deadline=None)
@given(plans())
def test_what_is_written_for_jira_reads_back(tmp_path_factory, graph):
    path = tmp_path_factory.mktemp("jira") / "issues.csv"
    path.write_text(jira_csv(graph, range(len(graph))), encoding="utf-8", newline="")
    back = load(path)

    def facts(graph: Graph) -> list[tuple[object, ...]]:
        return [(m.id, m.name, m.due, m.forecast, m.completed, m.state) for m in graph.milestones]

    assert facts(back) == facts(graph)
    assert pairs(back) == pairs(graph)
    assert not [n for n in back.notices if n.rule == "unknown-code"]
