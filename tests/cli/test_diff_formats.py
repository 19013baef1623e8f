"""``depgraph diff`` in its formats: pages short and whole, and a table of changes."""

import csv
import json
import re
from io import BytesIO, StringIO

import openpyxl
import pytest

from depgraph.reports.comment import MOST_CHARACTERS, comment
from depgraph.reports.page import Page, Section, Table, heads
from depgraph.reports.writers.markdown import page_markdown

SCHEDULES = "graphs/schedules/2018-07-17.yaml", "graphs/schedules/2024-11-30.yaml"

OLD = """\
as_of: 2020-01-01
milestones:
  A: {name: First, due: 2020-02-01}
  B: {name: Second, due: 2020-03-01, requires: [{id: A, query: Really?}], owner: O, team: X}
  C: {name: Third, due: 2020-04-01, requires: [B, A]}
  E: {name: Fifth here, due: 2020-04-01, requires: [{id: A, lag: 3}], tags: [x, y],
      questions: [Why?]}
  F: {name: Sixth, due: 2020-04-01, forecast: 2020-05-01}
  G: {name: Pipelines release of the data management system, due: 2020-04-01}
  H: {name: Done before, completed: 2019-12-01}
  I: {name: Done later, due: 2020-01-05}
"""
NEW = """\
as_of: 2020-01-15
milestones:
  A: {name: First, due: 2020-05-01}
  B: {name: Second, due: 2020-03-01, requires: [A], owner: O, team: Y, questions: [How?]}
  C: {name: Third, due: 2020-04-01, requires: [B]}
  D: {name: Fourth, completed: 2020-01-10}
  E: {name: "FIFTH, here", due: 2020-04-01, requires: [{id: A, lag: 5, query: Hm}, D], tags: [x]}
  F: {name: Sixth thing, due: 2020-04-11, forecast: 2020-05-01}
  G2: {name: Pipelines release of the data managment system, due: 2020-06-01}
  H: {name: Done before, due: 2020-12-01}
  I: {name: Done later, due: 2020-01-05, completed: 2020-01-03}
"""


@pytest.fixture
def two(write):
    return write("old.yaml", OLD), write("new.yaml", NEW)


def table_of(done):
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(StringIO(done.stdout)))


def test_the_file_is_never_one_that_is_read(run, two):
    for path in two:
        done = run("diff", *two, "-o", path)
        assert (done.returncode, f"cannot write {path}" in done.stderr) == (2, True)
    assert two[0].read_text() == OLD


def test_the_file_is_never_an_export_that_is_read(refusal, two, write):
    text = "task_code,status_code,task_name,pred_list,succ_list\nA,Not Started,First,,\n"
    export = write("export.csv", text)
    for operands in ((two[0], export), (export, two[0])):
        error = refusal("diff", *operands, "-o", export)
        assert error == f"error: cannot write {export}: the plan is read from it\n"
    assert export.read_text() == text


def test_the_same_bytes_under_any_hash_seed(under_hash_seeds):
    call = ("diff", *SCHEDULES, "--target", "LDM-503-12", "--format")
    under_hash_seeds(*((*call, form) for form in ("text", "markdown", "json", "html", "csv")))


def test_hostile_names_are_shown_as_they_are(run, two, write):
    name = "</td><script>alert(1)</script> @all | `x` <!--"
    hostile = write("hostile.yaml", NEW.replace("Fourth", json.dumps(name)))
    page = run("diff", two[0], hostile, "--target", "D", "--format", "html").stdout
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "default-src 'none'; style-src 'sha256-" in page
    text = run("diff", two[0], hostile, "--target", "D", "--format", "markdown").stdout
    assert "<script" not in text
    assert "@\u200ball &#124; \\`x\\`" in text


def test_a_name_sends_no_control_sequences_to_a_terminal(run, two, write):
    text = "task_code,status_code,task_name,end_date,pred_list,succ_list\n"
    text += "Z,Not Started,Last\x1b[31m\x1b]0;x\x07,2020-02-03,,\n"
    options = ("--as-of", "2020-01-01", "--target", "Z", "--color", "always")
    shown = run("diff", two[0], write("sheet.csv", text), *options).stdout
    assert "Critical path to Z, Last [31m ]0;x" in shown
    assert "  Last [31m ]0;x" in shown.split("Milestones only in NEW")[1]
    assert "Last\x1b" not in shown
    assert "\x07" not in shown


def test_markdown_begins_with_what_it_comes_to_and_folds_long_lists(run):
    text = run("diff", *SCHEDULES, "--format", "markdown").stdout
    lines = text.splitlines()
    assert lines[0].startswith("## What changed from graphs/schedules/2018-07-17.yaml")
    assert lines[2].startswith("as of 2018-07-17 -> 2024-11-30")
    assert lines[4].startswith("18 milestones added, 44 removed")
    assert "<summary>Milestones removed (44)</summary>" in text
    assert "\n### Dates moved (6)\n" in text
    assert len(text) < 65_536  # what a comment may have


def big_plan(count, day, name="x"):
    lines = [f"  M{n}: {{name: {name} {n % 7}, due: {day}}}\n" for n in range(count)]
    return f"as_of: 2020-01-01\nmilestones:\n{''.join(lines)}"


@pytest.mark.parametrize(
    ("count", "name"), [(3000, "x"), (150, "'" + "<&|`*_" * 60 + "'"), (20, "'" + "<" * 6000 + "'")]
)
def test_markdown_always_fits_into_a_comment(count, name, run, write):
    old = write("old.yaml", big_plan(count, "2020-02-01").replace("name: x", "name: y"))
    new = write("new.yaml", big_plan(count, "2020-03-01", name.strip("'")))
    new.write_text(new.read_text().replace("name: ", "name: '").replace(", due", "', due"))
    conditions = [f"slip>{n}d" for n in range(20)]
    options = [word for each in conditions for word in ("--fail-on", each)]
    done = run("diff", old, new, "--format", "markdown", *options)
    assert done.returncode == 1
    assert len(done.stdout) < 65_536
    assert f"{count} dates moved later" in done.stdout
    is_cut = re.search(r"and \d+ more rows? \(--all|Left out, to fit into a comment", done.stdout)
    assert is_cut
    whole = run("diff", old, new, "--format", "markdown", *options, "--all").stdout
    assert "Left out" not in whole
    assert whole.count("\n| M") >= 2 * count


def test_a_long_list_is_cut_unless_all_is_asked_for(run):
    short = run("diff", *SCHEDULES).stdout
    assert "  and 24 more rows (--all shows them)" in short
    assert "DM-SUIT-9 " not in short.split("Milestones removed")[1].split("Milestones renamed")[0]
    full = run("diff", *SCHEDULES, "--all").stdout
    assert "--all shows" not in full
    assert "DM-SUIT-9 " in full.split("Milestones removed")[1].split("Milestones renamed")[0]


def test_a_comment_says_what_it_has_no_room_for():
    rows = tuple((f"M{n}", "<" * 400) for n in range(50))
    tables = [Table(f"Table {n}", heads("a", "b"), rows) for n in range(30)]
    page = Page("Title", ["A sentence.", *tables, Section("Folded", tables[:1], is_folded=True)])
    short = comment(page, hint="--all shows them")
    text = page_markdown(short)
    assert len(text) <= MOST_CHARACTERS
    assert "and 45 more rows (--all shows them)" in text
    kept = [part.title for part in short.parts if isinstance(part, Table)]
    assert 0 < len(kept) < 30
    assert f"Table {len(kept)}; Table {len(kept) + 1}; " in short.parts[-1]
    assert short.parts[-1].startswith("Left out, to fit into a comment (--all shows them): Table ")
    small = Page("Title", [tables[0]._replace(rows=rows[:20])])
    assert comment(small, hint="--all shows them") == small


# -- HTML ------------------------------------------------------------------------------


def test_html_links_to_its_parts_and_folds_the_long_and_the_minor_ones(run):
    page = run("diff", *SCHEDULES, "--target", "LDM-503-17", "--format", "html").stdout
    links = dict(re.findall(r'<a href="#([^"]+)">([^<]+)</a>', page))
    assert list(links.values())[:4] == [
        "Critical path to LDM-503-17, Final Operations Rehearsal",
        "Projected dates of level-2 milestones (5)",
        "Milestones added (18)",
        "Milestones removed (44)",
    ]
    anchors = dict(re.findall(r'id="([^"]+)">(?:<table>\n<caption>|<summary>)([^<]+)<', page))
    assert anchors == links
    assert ">Milestones added (18)</caption>" in page
    assert re.search(r"<details[^>]*><summary>New notes and known findings \(88\)</summary>", page)
    assert page.count("<tr>") > 380
    assert "--all shows" not in page


def test_html_marks_what_is_later_and_what_comes_and_goes(run):
    page = run("diff", *SCHEDULES, "--target", "LDM-503-12", "--format", "html").stdout
    assert '<td class="number later"><bdi>+1857</bdi><svg class="bar"' in page
    assert '<td class="number earlier"><bdi>-122</bdi><svg class="bar"' in page
    assert '<td class="later"><b><bdi>-</bdi></b></td><td class="later"><bdi>DM-AP-10<' in page
    assert (
        '<td class="earlier"><b><bdi>+</bdi></b></td><td class="earlier"><bdi>LDM-503-10b' in page
    )
    assert (
        "<p>+ comes onto the critical path, - leaves it, ~ has another projected date</p>" in page
    )


def test_html_says_which_conditions_hold(run, two):
    page = run("diff", *two, "--fail-on", "slip>30d", "--format", "html").stdout
    assert '<p><b class="later">failed: slip&gt;30d: H moved 366 days later; A moved' in page


def test_a_short_page_has_no_links(run, two):
    assert "<nav>" not in run("diff", two[0], two[0], "--format", "html").stdout


# -- tables ----------------------------------------------------------------------------


def test_csv_has_a_row_for_each_change(run, two):
    rows = table_of(run("diff", *two, "--format", "csv"))
    keys = ("kind", "change", "code", "what", "before", "after", "days")
    assert [tuple(row[key] for key in keys) for row in rows if row["kind"] != "finding"] == [
        ("milestone", "added", "D", "date", "", "2020-01-10", ""),
        ("milestone", "added", "G2", "date", "", "2020-06-01", ""),
        ("milestone", "removed", "G", "date", "2020-04-01", "", ""),
        ("milestone", "likely recoded", "G2", "code", "G", "G2", ""),
        ("milestone", "respelled", "E", "name", "Fifth here", "FIFTH, here", ""),
        ("milestone", "renamed", "F", "name", "Sixth", "Sixth thing", ""),
        ("milestone", "completed", "I", "date", "2020-01-05", "2020-01-03", "-2"),
        ("milestone", "reopened", "H", "date", "2019-12-01", "2020-12-01", "366"),
        ("milestone", "moved", "A", "date", "2020-02-01", "2020-05-01", "90"),
        ("milestone", "moved", "H", "due", "", "2020-12-01", ""),
        ("milestone", "moved", "A", "due", "2020-02-01", "2020-05-01", "90"),
        ("milestone", "moved", "F", "due", "2020-04-01", "2020-04-11", "10"),
        ("milestone", "moved", "A", "projected", "2020-02-01", "2020-05-01", "90"),
        ("milestone", "moved", "B", "projected", "2020-03-01", "2020-05-01", "61"),
        ("milestone", "moved", "C", "projected", "2020-04-01", "2020-05-01", "30"),
        ("milestone", "moved", "E", "projected", "2020-04-01", "2020-05-06", "35"),
        ("milestone", "changed", "B", "team", "X", "Y", ""),
        ("milestone", "changed", "E", "tags", "x;y", "x", ""),
        ("question", "asked", "B", "question", "", "How?", ""),
        ("question", "settled", "E", "question", "Why?", "", ""),
        ("link", "added", "E", "link", "", "FS", ""),
        ("link", "removed", "C", "link", "FS", "", ""),
        ("link", "queried", "E", "query", "", "Hm", ""),
        ("link", "confirmed", "B", "query", "Really?", "", ""),
        ("link", "changed", "E", "type and lag", "FS +3 d", "FS +5 d", ""),
    ]
    (gone,) = [row for row in rows if (row["kind"], row["change"]) == ("link", "removed")]
    assert (gone["prerequisite"], gone["dependent"]) == ("A", "C")
    assert (gone["name"], gone["prerequisite_name"]) == ("Third", "First")
    assert gone["remark"] == "still waits on it through B"
    (error,) = [row for row in rows if row["after"] == "new error"]
    assert (error["what"], error["code"], error["owner"]) == ("date-order", "B", "O")
    assert error["remark"].startswith("A is due 2020-05-01, 61 days after B, which waits on it")


def test_csv_has_as_many_changes_as_json(json_of, run):
    for operands in (SCHEDULES, ("graphs", "graphs/schedules/2019-05-20.yaml")):
        data = json_of("diff", *operands)
        rows = table_of(run("diff", *operands, "--format", "csv"))
        for kind, changes in (("link", "links"), ("question", "questions")):
            expected = {name: len(items) for name, items in data[changes].items() if items}
            names = [row["change"] for row in rows if row["kind"] == kind]
            assert {name: names.count(name) for name in names} == expected
        findings = sum(map(len, (data["findings"] or {}).values()))
        assert sum(row["kind"] == "finding" for row in rows) == findings
        codes = {move["id"] for move in data["milestones"]["moved"]}
        dated = [
            row for row in rows if row["kind"] == "milestone" and row["what"] in ("date", "due")
        ]
        assert codes <= {row["code"] for row in dated}


def test_csv_has_targets_and_what_differs_on_their_critical_paths(run):
    rows = table_of(run("diff", *SCHEDULES, "--target", "LDM-503-12", "--format", "csv"))
    keys = ("kind", "change", "code", "what", "before", "after", "days")
    values = [tuple(row[key] for key in keys) for row in rows]
    assert values[-7:] == [
        ("target", "moved", "LDM-503-12", "projected", "2019-10-31", "2024-11-30", "1857"),
        ("target", "moved", "LDM-503-12", "float", "0", "-82", ""),
        ("critical path", "moved", "LDM-503-12", "projected", "2019-10-31", "2024-11-30", "1857"),
        ("critical path", "moved", "LDM-503-11", "projected", "2019-10-31", "2021-09-30", "700"),
        ("critical path", "moved", "LDM-503-11b", "projected", "2019-10-21", "2020-11-30", "406"),
        ("critical path", "removed", "DM-AP-10", "projected", "2019-08-20", "", ""),
        ("critical path", "added", "LDM-503-10b", "projected", "", "2020-04-22", ""),
    ]


def test_equal_plans_are_a_table_without_rows(run, two):
    done = run("diff", two[0], two[0], "--format", "csv")
    assert table_of(done) == []
    assert done.stdout.startswith("kind,change,code,what,before,after,days,")


def test_a_workbook_has_dates_and_numbers_and_says_what_is_compared(run, two):
    done = run("diff", *two, "--format", "xlsx", text=False)
    book = openpyxl.load_workbook(BytesIO(done.stdout))
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    (moved,) = [
        dict(zip(head, row, strict=True))
        for row in rows
        if row[:4] == ("milestone", "moved", "A", "date")
    ]
    assert moved["after"].date().isoformat() == "2020-05-01"
    assert moved["days"] == 90
    about = {row[0]: row[1] for row in book.worksheets[1].iter_rows(values_only=True) if row[0]}
    assert (about["old"], about["new"]) == tuple(map(str, two))
    assert about["summary"].startswith("2 milestones added, 1 removed")


def test_a_critical_path_on_which_nothing_differs_is_one_sentence(run, write):
    plan = "as_of: 2020-01-01\nmilestones:\n  A: {due: 2020-02-01}\n  B: {due: %s, requires: [A]}\n"
    old, new = write("old.yaml", plan % "2020-03-01"), write("new.yaml", plan % "2020-03-09")
    for form in ("text", "markdown"):
        same = run("diff", old, old, "--target", "B", "--format", form).stdout
        assert "Critical path to B" in same
        assert "the same critical path." in same
        assert not re.search(r"^\W*A\b", same, re.MULTILINE)
        other = run("diff", old, new, "--target", "B", "--format", form).stdout
        assert re.search(r"^\W*A\b", other, re.MULTILINE)
