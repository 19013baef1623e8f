"""Pages as text: whole where there is room, broken at words where there is not."""

import re
from datetime import date

import pytest
from click import style, unstyle
from hypothesis import given
from hypothesis import strategies as st

from depgraph.reports.page import Group, Head, Lines, Page, Section, Table, heads, marked
from depgraph.reports.writers.text import broken, page_text, width

WORDS = st.lists(st.text("abcdé-, 漢", min_size=1, max_size=9), min_size=1, max_size=12)
SENTENCES = WORDS.map(" ".join).map(str.strip).filter(bool)


@given(SENTENCES, st.integers(5, 60))
def test_a_text_is_broken_between_words_only(text, room):
    lines = broken(text, room)
    assert " ".join(" ".join(lines).split()) == " ".join(text.split())
    assert all(width(line) <= room or " " not in line.strip() for line in lines)


@given(SENTENCES)
def test_every_line_has_the_colour_of_the_whole(text):
    lines = broken(style(text, fg="red", bold=True), 12)
    assert all(line.startswith("\x1b[") and line.endswith("\x1b[0m") for line in lines)
    assert [unstyle(line) for line in lines] == broken(text, 12)


def test_an_arrow_stays_with_its_code():
    assert broken("LDM-503-12 <- LDM-503-11 <-? DM-DRP-10", 24) == [
        "LDM-503-12 <- LDM-503-11",
        "<-? DM-DRP-10",
    ]


TABLE = Table(
    "Rows",
    (
        Head("code", "code", is_code=True),
        Head("due", "due", "date"),
        Head("days", "days", "number", is_signed=True),
        Head("owner", "owner", least=3),
        Head("name", "name", least=0),
    ),
    (
        ("A", date(2020, 1, 1), 7, "DM", "A name of several words that goes on and on"),
        ("LONG-CODE-1", None, -3, "DM/DRP", "Short"),
    ),
    notes=("A sentence below the table.",),
    about="A sentence above the table.",
)


def test_without_a_terminal_everything_stands_in_one_line():
    assert page_text(Page("Title", ["Said.", TABLE])).splitlines() == [
        style("Title", bold=True),
        "Said.",
        "",
        style("Rows", bold=True),
        "A sentence above the table.",
        *(
            re.sub(r"\w+", lambda word: style(word[0], bold=True), line)
            for line in ["  code         due         days  owner   name"]
        ),
        "  A            2020-01-01    +7  DM      A name of several words that goes on and on",
        "  LONG-CODE-1  -             -3  DM/DRP  Short",
        "  A sentence below the table.",
    ]


@pytest.mark.parametrize("room", [80, 60, 50, 40, 30])
def test_a_table_has_room(room):
    text = unstyle(page_text(Page("Title", [TABLE]), room))
    assert max(map(width, text.splitlines())) <= room
    assert "LONG-CODE-1" in text
    assert set(TABLE.rows[0][4].split()) <= set(text.split())
    assert ("owner" in text.splitlines()[4]) == (room == 80)
    assert ("Left out, as the terminal is narrow:" in " ".join(text.split())) == (room < 80)


def test_what_matters_least_goes_first():
    table = Table("", tuple(Head(c, c, least=n) for n, c in enumerate("abcd")), (("x" * 12,) * 4,))
    text = page_text(Page("", [table]), 30)
    assert "Left out, as the terminal is narrow: c, d" in " ".join(text.split())


def test_plan_texts_have_no_colours_and_marked_cells_do():
    table = Table("", heads("a", "b"), ((marked("ours", colour="red"), "\x1b[8mtheirs"),))
    text = page_text(Page("", [table]))
    assert style("ours", fg="red", bold=True) in text
    assert "\x1b[8m" not in text


def test_groups_details_lists_and_sections():
    table = Table("", heads("a"), (("1",), ("2",)), groups=(Group("One", 1), Group("Two", 1)))
    detailed = Table("", heads("a"), (("1",),), details={0: ["more of it"]})
    page = Page(
        "",
        [table, detailed, Lines(["x", "y"], "List"), Section("Part", ["p", "q"]), "", Lines([])],
    )
    assert unstyle(page_text(page)).splitlines() == [
        *("a", "", "One", "1", "", "Two", "2", ""),
        *("a", "1", "    more of it", ""),
        *("List", "  x", "  y", ""),
        *("Part", "p", "", "q"),
    ]


def test_an_item_goes_on_under_its_first_word():
    text = page_text(Page("", [Lines(["! a word and another one and more"])]), 20)
    assert text.splitlines() == ["! a word and another", "  one and more"]


def test_a_title_that_says_no_more_than_was_asked_is_left_out():
    assert page_text(Page("Title", ["Said."], is_titled_in_text=False)) == "Said.\n"
