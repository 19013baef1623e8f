"""How large a page may be, and what it says of what is left out."""

from depgraph.reports.capping import Caps, capped_page
from depgraph.reports.page import (
    Group,
    Lines,
    Page,
    Section,
    Table,
    capped,
    heads,
)
from depgraph.reports.writers.markdown import page_markdown

CAPS = Caps(parts=3, rows=4, table_lines=6, few=1, lines=2, details=1)


def table(count, **more):
    return Table("", heads("row"), tuple((f"row {n}",) for n in range(count)), **more)


def test_a_cut_table_keeps_the_details_of_its_rows_and_its_groups():
    details = {0: ["of the first"], 2: ["of the last"]}
    cut = capped(table(3, details=details, groups=(Group("all", 3),)), 2)
    assert cut.details == {0: ["of the first"]}
    assert cut.groups == (Group("all", 2),)
    assert cut.notes == ("and 1 more row",)
    text = page_markdown(Page("", [cut._replace(groups=())]))
    assert text.splitlines()[2:] == ["| row 0<br>of the first |", "| row 1 |", "", "and 1 more row"]


def test_tables_share_their_lines_but_each_has_a_few_rows():
    page = capped_page(Page("", [table(9), Section("", [table(9)]), table(9)]), CAPS)
    first, section, last = page.parts
    assert [len(part.rows) for part in (first, *section.parts, last)] == [4, 2, 1]
    assert last.notes == ("and 8 more rows",)


def test_lists_notes_and_details_are_cut():
    lines = ["a", "b", "c", "d"]
    rows = table(1, notes=tuple(lines), details={0: lines})
    prose, items, rows = capped_page(
        Page("", [Lines(lines), Lines(lines, "list"), rows]), CAPS
    ).parts
    assert prose.lines == items.lines == ["a", "b", "and 2 more"]
    assert rows.notes == ("a", "b", "and 2 more")
    assert rows.details == {0: ["a", "and 3 more"]}


def test_of_many_parts_the_first_and_the_last_are_kept_and_all_sentences():
    parts = [part for n in range(6) for part in (Lines(["line"], f"list {n}"), f"sentence {n}")]
    kept = capped_page(Page("", parts), CAPS).parts
    assert [part.title for part in kept if isinstance(part, Lines)] == [
        "list 0",
        "list 1",
        "list 5",
    ]
    assert [part for part in kept if isinstance(part, str)] == [
        *("sentence 0", "sentence 1", "and 3 more like these"),
        *(f"sentence {n}" for n in range(2, 6)),
    ]


def test_a_small_page_stays_as_it_is():
    page = Page("title", ["sentence", table(2, notes=("note",)), Lines(["a", "b"], "list")])
    assert capped_page(page, CAPS)._replace(parts=()) == page._replace(parts=())
    assert page_markdown(capped_page(page, CAPS)) == page_markdown(page)
