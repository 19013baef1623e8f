"""``depgraph.table``: what the commands print, as typed rows."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

import depgraph
from depgraph import DepgraphError, Graph, Link, Milestone, UnknownMilestoneError

ROOT = Path(__file__).parent.parent
DAY = date(2019, 6, 1)


@pytest.fixture(scope="module")
def plan():
    return depgraph.open_plan(ROOT / "graphs")


def shown(cell):
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, tuple):
        return ";".join(cell)
    return "" if cell is None else str(cell)


@pytest.mark.parametrize(
    ("name", "options", "command"),
    [
        ("milestones", {}, "list"),
        ("remaining", {}, "list --remaining"),
        ("delayed", {}, "list --delayed"),
        ("due", {"day": DAY}, "list --due-before 2019-06-01"),
        ("completed", {"day": DAY}, "list --completed-since 2019-06-01"),
        ("causes", {}, "list --by-cause"),
        ("predecessors", {"codes": ["LDM-503-11"]}, "list LDM-503-11 --predecessors"),
        ("months", {}, "list --by-month"),
        (
            "remaining",
            {"columns": "code,due,late", "sort": "-late"},
            "list --remaining --columns code,due,late --sort -late",
        ),
        (
            "milestones",
            {"columns": ["code", "free_float", "level"], "sort": ["level", "-code"]},
            "list --columns code,free_float,level --sort level,-code",
        ),
        (
            "predecessors",
            {"codes": ["LDM-503-11"], "sort": ("-slack",)},
            "list LDM-503-11 --predecessors --sort -slack",
        ),
        ("status", {"codes": ["LDM-503-11"], "by": "team"}, "status LDM-503-11 --by team"),
        ("slips", {}, "slips"),
        ("health", {}, "health"),
        ("queries", {}, "queries"),
        ("findings", {}, "check"),
        ("rules", {}, "rules"),
    ],
)
def test_a_table_is_that_of_the_command(run, plan, name, options, command):
    table = depgraph.table(plan, name, **options)
    rows = list(csv.reader(io.StringIO(run(*command.split(), "--format", "csv").stdout)))
    assert list(table.heads) == rows[0]
    texts = [[shown(cell) for cell in row] for row in table.rows]
    assert texts == [[cell.removeprefix("'") for cell in row] for row in rows[1:]]
    assert [list(row.values()) for row in table] == [list(row) for row in table.rows]
    assert len(table) == len(table.rows)


def test_cells_are_typed():
    graph = Graph(
        [Milestone("A", due=date(2020, 1, 1), level=2), Milestone("B", due=date(2020, 1, 9))],
        [Link("A", "B")],
        as_of=date(2020, 2, 1),
    )
    first, second = depgraph.table(graph, "delayed")
    assert (first["code"], first["due"], first["late"]) == ("A", date(2020, 1, 1), 31)
    assert depgraph.table(graph)[0]["level"] == 2
    assert depgraph.table(graph)[1:][0]["code"] == "B"
    assert second["code"] == "B"
    assert "A" in str(depgraph.table(graph))
    assert repr(depgraph.table(graph)).startswith("<Table ")


def test_what_cannot_be_made_says_why(plan):
    for name, options, words in (
        ("delaid", {}, "did you mean 'delayed'"),
        ("status", {}, "give codes"),
        ("due", {}, "a day belongs to"),
        ("health", {"day": DAY}, "a day belongs to"),
        ("rules", {"codes": ["LDM-503-11"]}, "of the whole plan"),
        ("slips", {"by": "team"}, "only the table status"),
        ("delayed", {"columns": "code,laet"}, "no column 'laet' .did you mean 'late'"),
        ("delayed", {"columns": []}, "no column is named"),
        ("delayed", {"sort": "-laet"}, "no column 'laet'"),
        ("health", {"columns": "point"}, "its own columns and order"),
        ("months", {"sort": "-late"}, "its own columns and order"),
    ):
        with pytest.raises(DepgraphError, match=words):
            depgraph.table(plan, name, **options)
    with pytest.raises(UnknownMilestoneError):
        depgraph.table(plan, "delayed", codes=["LDM-503-99"])
    with pytest.raises(DepgraphError, match="two schedules"):
        depgraph.table(plan.graph, "slips")


def test_a_notebook_shows_a_table(plan):
    forms = depgraph.table(plan, "delayed")._repr_mimebundle_()
    assert forms["text/html"].count("<tr") > 15
    assert "LDM-503-12" in forms["text/html"]
    assert "LDM-503-12" in forms["text/plain"]


def test_pandas_takes_a_table_as_it_is(plan):
    pandas = pytest.importorskip("pandas")
    table = depgraph.table(plan, "delayed")
    frame = pandas.DataFrame(table)
    assert list(frame.columns) == list(table.heads)
    assert len(frame) == len(table) > 20
    assert frame["late"].dtype == "int64"
    assert frame["late"].sum() == sum(row["late"] for row in table)
    assert {type(due) for due in frame["due"]} == {date}
    assert frame.set_index("code").loc["LDM-503-12", "projected"] == date(2020, 11, 6)
    by_owner = pandas.DataFrame(depgraph.table(plan)).groupby("owner")["code"].count()
    assert by_owner["DM"] > 100


def test_rules_and_outcomes_are_public():
    assert depgraph.Rule.__doc__
    assert depgraph.Outcome((), 1, 2).links == 2
