from click import style

from depgraph.reports.writers.text import columns, width
from depgraph.words import printable


def test_columns_line_up_whatever_the_colours_and_widths():
    text = columns(
        [["code", "days"], [style("A", fg="red"), "1"], ["日本", "100"], ["é", "-2"]], right=(1,)
    )
    assert text.splitlines() == [
        "code  days",
        style("A", fg="red") + "        1",
        "日本   100",
        "é       -2",
    ]


def test_width_counts_columns_of_a_terminal():
    assert width("abc") == 3
    assert width("日本") == 4
    assert width("e\u0301") == 1
    assert width(style("abc", bold=True)) == 3


def test_nothing_that_a_terminal_would_obey_is_printable():
    assert printable("a\x1b[31m\r\n\u202eb") == "a [31m   b"
