"""Tables as CSV, and what Markdown makes of cells."""

import csv
from io import StringIO

import pytest

from depgraph.reports.page import Head, Table
from depgraph.reports.writers.csv import table_csv
from depgraph.reports.writers.markdown import markdown_table


def read(text):
    return list(csv.reader(StringIO(text)))


def csv_table(heads, rows):
    return table_csv(Table("", tuple(Head(name, name) for name in heads), tuple(map(tuple, rows))))


def test_a_table_reads_back_as_it_was():
    rows = [["a,b", 'say "no"', "two\nlines"], [1, -2, None], [True, False, "-3;+2"]]
    assert read(csv_table(("x", "y", "z"), rows)) == [
        ["x", "y", "z"],
        ["a,b", 'say "no"', "two\nlines"],
        ["1", "-2", ""],
        ["yes", "no", "-3;+2"],
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "+cmd|'/C calc'!A0", "-cmd|x", "\t=1", "-2+3", "-2+cmd|x"]
)
def test_no_text_is_a_formula(text):
    assert read(csv_table(("x",), [[text]])) == [["x"], [f"'{text}"]]


def test_a_page_shows_every_cell_as_it_is():
    table = markdown_table(("a|b",), [["<i>x</i>"], ["\x1b[31mred\x1b[0m"]])
    assert table == ("| a&#124;b |\n| --- |\n| &lt;i>x&lt;/i> |\n| red |\n")
