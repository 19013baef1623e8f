"""Tables of milestones: columns, order, and the same content in every format."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import openpyxl
import pytest
from click import unstyle

from depgraph.errors import DepgraphError
from depgraph.model import Graph, Link, Milestone, Position, Query, Question
from depgraph.reports.listing import sort_keys
from depgraph.reports.listing_columns import COLUMNS
from depgraph.reports.listing_data import list_data
from depgraph.reports.listing_facts import Facts
from depgraph.reports.listing_jira import LONGEST_SUMMARY, jira_csv
from depgraph.reports.listing_links import LINK_COLUMNS
from depgraph.reports.listing_months import MOST_MONTHS, month_grid
from depgraph.reports.listing_page import grid_text, list_page
from depgraph.reports.listing_presets import Request, entries, link_table, milestone_table
from depgraph.reports.page import Group, Head, Table
from depgraph.reports.writers.csv import table_csv
from depgraph.reports.writers.html import page_html
from depgraph.reports.writers.markdown import page_markdown
from depgraph.reports.writers.text import page_text, width
from depgraph.reports.writers.xlsx import table_xlsx
from depgraph.rules.findings import Finding

AS_OF = date(2020, 1, 1)
A = Milestone(
    *("A", "First", "DM", "T", 2),
    tags=("x", "y"), due=date(2019, 12, 1), aka=("A1",), progress=40, url="https://e.org",
    note="n", position=Position("p.yaml", 3, 1),
)  # fmt: skip
B = Milestone("B", due=date(2020, 2, 1), not_after=date(2020, 3, 1), calendar=None)
C = Milestone("C", due=date(2019, 6, 1), completed=date(2019, 7, 1), state="complete")
D = Milestone("D", forecast=date(2020, 5, 1), due=date(2020, 4, 1), kind="test-plan")
U = Milestone("U", state="unknown")
LINKS = [
    Link("A", "B"),
    Link("C", "B", queries=(Query("Really?"), Query("Why?"))),
    Link("B", "D", lag=3, note="wait"),
]
PLAN = Graph([A, B, C, D, U], LINKS, questions=[Question("B", "Which?")], as_of=AS_OF)


def facts(graph: Graph = PLAN, target: str | None = None) -> Facts:
    finding = Finding("r", "info", "m", milestone="B", chain=("A", "B"))
    return Facts(graph, lambda: [finding], target=target)


def column(name: str, graph: Graph = PLAN, **options: object) -> dict[str, object]:
    table = milestone_table(facts(graph, **options), Request(), ["code", name])
    return dict(table.rows)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("name", ("First", None, None, None, None)),
        ("owner", ("DM", None, None, None, None)),
        ("team", ("T", None, None, None, None)),
        ("level", (2, None, None, None, None)),
        ("kind", (*["milestone"] * 3, "test-plan", "milestone")),
        ("tags", (("x", "y"), (), (), (), ())),
        ("aka", (("A1",), (), (), (), ())),
        ("state", ("incomplete", "incomplete", "complete", "incomplete", "unknown")),
        ("due", (A.due, B.due, C.due, D.due, None)),
        ("forecast", (None, None, None, D.forecast, None)),
        ("completed", (None, None, C.completed, None, None)),
        ("date", (A.due, B.due, C.completed, D.forecast, None)),
        ("not_after", (None, B.not_after, None, None, None)),
        ("progress", (40, None, None, None, None)),
        ("overdue", (31, None, None, None, None)),
        ("projected", (AS_OF, B.due, C.completed, D.forecast, None)),
        ("late", (31, 0, 30, 30, None)),
        ("delayed_by", ("A", "B", "C", "D", None)),
        ("first_late", ("A", None, "C", "D", None)),
        (
            "because",
            (
                *("overdue since 2019-12-01", "due 2020-02-01", "completed 2019-07-01"),
                *("forecast 2020-05-01", None),
            ),
        ),
        ("chain_queried", (False, False, False, False, False)),
        ("float", (118, 87, None, 0, None)),
        ("free_float", (31, 87, None, None, None)),
        ("prerequisites", (0, 2, 0, 1, 0)),
        ("open", (0, 1, 0, 1, 0)),
        ("waits_on", ((), ("A", "C"), (), ("B",), ())),
        ("dependents", (1, 1, 1, 0, 0)),
        ("blocks", (("B",), ("D",), ("B",), (), ())),
        ("queried", (0, 1, 0, 0, 0)),
        ("questions", (0, 1, 0, 0, 0)),
        ("findings", (1, 1, 0, 0, 0)),
        ("url", ("https://e.org", None, None, None, None)),
        ("note", ("n", None, None, None, None)),
        ("position", ("p.yaml:3", None, None, None, None)),
    ],
)
def test_a_column_says_what_it_is_for(name, values):
    assert column(name) == dict(zip("ABCDU", values, strict=True))


def test_the_float_to_a_target():
    assert column("float", target="B") == {"A": 31, "B": 0, "C": None, "D": None, "U": None}


def test_columns_of_links():
    names = ["code", "prerequisite", "queried", "query", "lag", "slack", "driving", "note"]
    table = link_table(facts(), Request(), names)
    assert table.rows == (
        ("B", "A", False, None, 0, 31, False, None),
        ("B", "C", True, "Really? / Why?", 0, 215, False, None),
        ("D", "B", False, None, 3, 87, False, "wait"),
    )


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (Request(), "ABCDU"),
        (Request(codes={"A", "C"}), "AC"),
        (Request(remaining=True), "ABDU"),
        (Request(delayed=True), "AD"),
        (Request(due_before=date(2020, 2, 1)), "AC"),
        (Request(due_before=date(2020, 2, 2)), "ABC"),
        (Request(completed_since=date(2019, 7, 1)), "C"),
        (Request(completed_since=date(2019, 7, 2)), ""),
        (Request(remaining=True, due_before=date(2020, 2, 2)), "AB"),
    ],
)
def test_all_that_is_asked_must_hold(asked, codes):
    assert "".join(each.milestone.id for each in entries(facts(), asked)) == codes


@pytest.mark.parametrize(
    ("sort", "codes"),
    [("due", "CABDU"), ("-due", "DBACU"), ("state,-due", "CDBAU"), ("-late", "ACDBU")],
)
def test_rows_are_sorted_and_what_is_unknown_comes_last(sort, codes):
    table = milestone_table(facts(), Request(), ["code"], sort_keys(sort))
    assert "".join(str(row[0]) for row in table.rows) == codes


def text_of(table: Table, room: int | None = None) -> str:
    return page_text(list_page(table, has_all_columns=True), room)


def markdown_of(table: Table) -> str:
    return page_markdown(list_page(table, has_all_columns=True))


def html_of(table: Table) -> str:
    return page_html(list_page(table, has_all_columns=True))


def data_of(table: Table):
    return list_data(table, Facts(PLAN), selection="some")


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_every_column_can_be_sorted_by_and_written_in_every_format(name):
    table = milestone_table(facts(), Request(), [name], sort_keys(name))
    assert len(table.rows) == len(PLAN)
    for written in (text_of, table_csv, markdown_of, html_of, data_of, table_xlsx):
        assert written(table)


@pytest.mark.parametrize("name", sorted(LINK_COLUMNS))
def test_every_column_of_links_can_be_sorted_by(name):
    assert len(link_table(facts(), Request(), [name], sort_keys(f"-{name}")).rows) == len(LINKS)


def test_without_dates_only_columns_that_need_them_are_refused():
    circle = Graph([A, B], [Link("A", "B"), Link("B", "A")], as_of=AS_OF)
    for graph in (circle, Graph([A, B], [])):
        assert milestone_table(facts(graph), Request(remaining=True)).rows
        assert link_table(facts(graph), Request()).heads
        with pytest.raises(DepgraphError, match="late: this column needs projected dates"):
            milestone_table(facts(graph), Request(), ["code", "late"])
        with pytest.raises(DepgraphError, match="float: this column needs projected dates"):
            milestone_table(facts(graph), Request(), ["code"], sort_keys("float"))
        with pytest.raises(DepgraphError, match="--delayed needs projected dates"):
            milestone_table(facts(graph), Request(delayed=True))


# -- formats -----------------------------------------------------------------------------

HOSTILE = "=1+1|\N{RIGHT-TO-LEFT OVERRIDE}<b>\x1b[31m\n@SUM"
TYPED = Table(
    "All types",
    (
        *(Head("t", "text"), Head("n", "number", "number"), Head("d", "date", "date")),
        *(Head("b", "truth", "truth"), Head("l", "texts", "texts")),
    ),
    (
        ("plain", 7, date(2020, 2, 3), True, ("a", "b")),
        (HOSTILE, -7, None, False, ()),
        (None, None, None, None, ()),
        ("#N/A", 0, date(1066, 10, 14), True, ("=x",)),
    ),
    {"as_of": AS_OF},
    ("A note",),
)


def test_json_has_typed_values():
    data = json.loads(json.dumps(data_of(TYPED)))
    assert (data["as_of"], data["selection"]) == ("2020-01-01", "some")
    assert data["columns"][1] == {"name": "n", "title": "number", "type": "number"}
    assert data["rows"][:2] == [
        {"t": "plain", "n": 7, "d": "2020-02-03", "b": True, "l": ["a", "b"]},
        {"t": HOSTILE, "n": -7, "d": None, "b": False, "l": []},
    ]


def test_csv_is_defused():
    rows = list(csv.reader(StringIO(table_csv(TYPED))))
    assert rows[:2] == [["t", "n", "d", "b", "l"], ["plain", "7", "2020-02-03", "yes", "a;b"]]
    assert rows[2] == [f"'{HOSTILE}", "-7", "", "no", ""]
    assert rows[4][4] == "'=x"


def test_text_and_markdown_have_a_line_for_each_row():
    lines = unstyle(text_of(TYPED)).splitlines()
    assert len(lines) == len(TYPED.rows) + 3
    assert all(line.isprintable() for line in lines)
    table = [line for line in markdown_of(TYPED).splitlines() if line.startswith("|")]
    assert len(table) == len(TYPED.rows) + 2
    assert {line.replace("\\|", "").count("|") for line in table} == {6}


def sheet_of(table: Table):
    return openpyxl.load_workbook(BytesIO(table_xlsx(table))).worksheets[0]


def test_a_workbook_has_typed_cells_and_no_formula():
    sheet = sheet_of(TYPED)
    assert [cell.value for cell in sheet[2]][1:4] == [7, sheet["C2"].value, True]
    assert sheet["C2"].is_date
    assert sheet["C2"].value.date() == date(2020, 2, 3)
    assert sheet["E2"].value == "a, b"
    for cell in (sheet["A3"], sheet["A5"], sheet["E5"]):
        assert cell.data_type == "s"
    assert sheet["A3"].value.startswith("=1+1|")
    assert sheet["D5"].value is True
    assert (sheet["C5"].value, sheet["C5"].data_type) == ("1066-10-14", "s")
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:E5"


def test_a_workbook_has_the_same_bytes_whenever_it_is_written():
    written = table_xlsx(TYPED)
    assert written == table_xlsx(TYPED)
    with ZipFile(BytesIO(written)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_sections_are_kept_in_every_format():
    table = TYPED._replace(groups=(Group("One", 1), Group("Two", 3)))
    text = text_of(table)
    assert text.index("One") < text.index("plain") < text.index("Two") < text.index("#N/A")
    markdown = markdown_of(table)
    assert markdown.index("### One") < markdown.index("plain") < markdown.index("### Two")
    html = html_of(table)
    assert html.index(">One<") < html.index("plain") < html.index(">Two<")
    assert [row[0].value for row in sheet_of(table).rows] == ["group", "One", "Two", "Two", "Two"]


@pytest.mark.parametrize("room", [20, 30, 40, 79, 80, 200])
def test_a_text_fits_a_terminal_where_that_can_be_and_nothing_is_cut(room):
    heads = (Head("code", "code", is_code=True), Head("n", "n"), Head("m", "m"))
    rows = tuple((f"CODE-{n}", "\u8868" * 5, "word " * n) for n in range(1, 40))
    shown = page_text(list_page(Table("t", heads, rows)), room)
    assert max(map(width, shown.splitlines())) <= max(room, 21)
    assert "CODE-39" in shown
    assert shown.count("word") in (0, sum(range(1, 40)))


def test_columns_without_a_value_are_left_out_but_not_those_that_were_asked_for():
    heads = (Head("code", "code"), Head("n", "n"), *(Head(f"w{n}", f"w{n}") for n in range(9)))
    table = Table("t", heads, (("A", None, *["long word"] * 9),))
    assert [head.name for head in list_page(table).parts[0].heads][:2] == ["code", "w0"]
    assert "Left out, as the terminal is narrow: w" in page_text(list_page(table), 40)
    whole = unstyle(text_of(table, 40))
    assert whole.split()[:3] == ["code", "n", "w0"]
    assert "Left out" not in whole


def test_notes_have_no_colours_of_the_plan():
    table = TYPED._replace(notes=("A \x1b[31mred\x1b[0m note",))
    assert "\x1b[31m" not in text_of(table)
    assert "\x1b[31m" not in grid_text(grid(), table.notes)


# -- months ------------------------------------------------------------------------------


def grid(graph: Graph = PLAN):
    return month_grid(entries(facts(graph), Request()), AS_OF, is_projected=True)


def test_marks_by_month():
    found = grid()
    marks = {row.code: {str(m): words for m, words in row.marks.items()} for row in found.rows}
    assert marks == {
        "A": {"2020-01": ("projected",), "2019-12": ("due",)},
        "B": {"2020-02": ("projected", "due")},
        "C": {"2019-07": ("completed",), "2019-06": ("due",)},
        "D": {"2020-05": ("projected",), "2020-04": ("due",)},
    }
    assert [row.code for row in found.rows] == ["C", "A", "B", "D"]
    assert (str(found.months[0]), str(found.months[-1]), len(found.months)) == (
        *("2019-06", "2020-05"),
        12,
    )
    assert found.without_date == ("U",)


def test_a_grid_that_is_too_wide_begins_at_the_as_of_date():
    far = Graph([*PLAN.milestones, Milestone("Z", due=date(2040, 1, 1))], as_of=AS_OF)
    lines = unstyle(grid_text(grid(far))).splitlines()
    (row,) = (line for line in lines if line.startswith("Z "))
    assert row.split() == ["Z", "PD"]
    assert "From 2020-01 to 2024-12, of 2019-06 to 2040-01" in "\n".join(lines)
    (done,) = (line for line in lines if line.startswith("C  "))
    assert done.split() == ["C", "CD"]


def test_a_grid_has_room_on_a_terminal_and_names_are_broken_at_words():
    names = Graph([A._replace(name="a name of several words"), B, C], as_of=AS_OF)
    whole = unstyle(grid_text(grid(names), ["A note of many words, all of which are kept"]))
    assert "A          a name of several words" in whole
    lines = unstyle(grid_text(grid(names), ["Notes are broken too"], room=40)).splitlines()
    assert max(map(len, lines)) <= 40
    first = next(n for n, line in enumerate(lines) if line.startswith("A "))
    words = " ".join(line[11:20].strip() for line in lines[first : first + 3])
    assert words.split()[:5] == ["a", "name", "of", "several", "words"]


def test_a_mistyped_year_makes_no_endless_grid():
    far = Graph([*PLAN.milestones, Milestone("Z", due=date(9019, 1, 1))], as_of=AS_OF)
    found = grid(far)
    assert len(found.months) < MOST_MONTHS
    assert found.beyond == ("Z",)


# -- Jira --------------------------------------------------------------------------------


def issues(graph: Graph, *codes: str) -> tuple[list[str], list[list[str]]]:
    numbers = [graph.number(code) for code in codes]
    heads, *rows = csv.reader(StringIO(jira_csv(graph, numbers)))
    return heads, rows


def test_an_issue_for_each_milestone():
    heads, rows = issues(PLAN, *"ABC")
    assert heads == [
        *("Issue Id", "External ID", "Summary", "Issue Type", "Status", "Resolution", "Due Date"),
        *("Resolved", "Component", "Description", "Labels", "Labels", "Blocks"),
    ]
    a, b, c = (dict(zip(heads[:10], row, strict=False)) for row in rows)
    assert (a["Summary"], a["Status"], a["Component"]) == ("A First", "In Progress", "T")
    assert a["Due Date"] == "2019-12-01"
    assert (c["Status"], c["Resolution"], c["Resolved"]) == ("Done", "Done", "2019-07-01")
    assert b["Status"] == "To Do"
    assert [row[10:] for row in rows] == [["x", "y", "2"], ["", "", ""], ["", "", "2"]]
    assert b["Description"].splitlines() == [
        "Milestone B",
        "Dates: due 2020-02-01, not after 2020-03-01 (as of 2020-01-01)",
        "Waits on C (queried: Really? / Why?)",
        "Blocks D (lag +3 d)",
        "Question: Which?",
    ]


def test_an_issue_keeps_its_id_whatever_is_chosen():
    _, whole = issues(PLAN, *"ABCDU")
    _, some = issues(PLAN, "D", "B")
    ids = {row[1]: row[0] for row in whole}
    assert [row[0] for row in some] == [ids["D"], ids["B"]]
    assert some[1][-1] == ids["D"]


def test_a_link_that_cannot_be_imported_is_described():
    _, ((*_, description),) = issues(Graph([A, B], [Link("A", "B")]), "B")
    assert "Waits on, not imported with it: A" in description


def test_texts_are_no_markup_and_summaries_are_short():
    hostile = Milestone("=X", name="a\nb" * 200, note="[~bob] {code} !x! |*", tags=("a b",))
    heads, (row,) = issues(Graph([hostile]), "=X")
    issue = dict(zip(heads, row, strict=True))
    assert len(issue["Summary"]) == LONGEST_SUMMARY + 1
    assert issue["Summary"].startswith("'=X a b")
    assert r"Note: \[~bob\] \{code\} \!x\! \|\*" in issue["Description"]
    assert "Name: a b" in issue["Description"]
    assert issue["Labels"] == "a-b"
