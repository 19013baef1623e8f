"""The findings of a check as a table: a row for each."""

import csv
from io import BytesIO, StringIO

import openpyxl

from depgraph.model import Graph, Link, Milestone, Position
from depgraph.reports.check_page import check_table
from depgraph.rules.engine import CheckResult
from depgraph.rules.findings import Finding

HEADS = [
    *("rule", "severity", "status", "code", "prerequisite", "dependent", "message", "chain"),
    *("file", "line", "why", "fix", "reason", "fingerprint"),
]


def test_a_finding_on_a_chain_and_one_on_a_milestone():
    links = (
        Link(prerequisite="A", dependent="M", position=Position("p.yaml", 2, 3)),
        Link(prerequisite="M", dependent="B"),
    )
    on_chain = Finding(
        *("r", "error", "A blocks B", "known", "B", "A", "B", ("A", "M", "B"), links),
        why="It may not.",
        fix="Drop it.",
        reason="Agreed.",
    )
    alone = Finding("orphan", "info", "A is alone", milestone="A")
    table = check_table(
        CheckResult((on_chain, alone), ()),
        Graph([Milestone("A", position=Position("p.yaml", 7, 1))]),
    )
    assert [head.name for head in table.heads] == HEADS
    assert table.rows == (
        (
            *("r", "error", "known", "B", "A", "B", "A blocks B", ("A", "M", "B"), "p.yaml", 2),
            *("It may not.", "Drop it.", "Agreed.", on_chain.fingerprint),
        ),
        (
            *("orphan", "info", "new", "A", None, None, "A is alone", (), "p.yaml", 7),
            *(None, None, None, alone.fingerprint),
        ),
    )


def test_every_finding_of_the_shipped_plan_is_a_row(run):
    rows = list(csv.DictReader(StringIO(run("check", "--format", "csv", "-o", "-").stdout)))
    assert list(rows[0]) == HEADS
    assert len(rows) == 101
    assert {row["status"] for row in rows} == {"new", "queried", "known"}
    assert all(row["file"].startswith("graphs/") and int(row["line"]) for row in rows)


def test_lines_are_numbers_in_a_workbook(run):
    data = run("check", "--format", "xlsx", "-o", "-", text=False).stdout
    heads, first, *_ = (
        openpyxl.load_workbook(BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    )
    assert list(heads) == HEADS
    assert first[HEADS.index("line")] == 35
    assert first[HEADS.index("chain")] == "DM-DAX-7, LDM-503-04"
