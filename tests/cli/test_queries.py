"""``depgraph queries``: the triage, and settling a query."""

import csv
import json
import os
import re
import shutil
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from depgraph.words import natural

ROOT = Path(__file__).parent.parent.parent

PLAN = """\
as_of: 2020-01-01
milestones:
  A: {name: Slow, due: 2020-05-01, level: 3}
  B: {name: Fast, due: 2020-02-01, level: 3}
  D: {due: 2019-12-01, completed: 2019-12-01, level: 3}
  T:
    due: 2020-04-01
    level: 2
    questions: [What | for?]
    requires:
      - id: A                # the doubt
        query: [Really?, Why *this*?]
      - B
      - {id: D, query: ""}
  END: {due: 2020-04-02, level: 2, requires: [T, {id: B, query: Hm., type: SS, lag: 3}]}
"""


def triage(run, *arguments):
    done = run("queries", "--format", "json", *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def weight(query):
    """Return how much dropping a query does: the less, the more."""
    if any(change["projected"] != change["projected_without"] for change in query["without"]):
        return 0
    changes = {change["path_change"] for change in query["without"]}
    return 1 if "other" in changes else 2 if "ties" in changes else 3


def test_open_queries_that_do_most_are_first_then_date_code_and_prerequisite(run):
    data = triage(run)
    keys = [
        (q["settled"], weight(q), q["date"], natural(q["dependent"]), natural(q["prerequisite"]))
        for q in data["queries"]
    ]
    assert len(keys) == 29
    assert keys == sorted(keys)
    assert {key[:2] for key in keys} == {(False, 1), (False, 3), (True, 3)}
    assert [q["milestone"] for q in data["questions"]] == [
        *("LDM-503-06", "LDM-503-10b", "LDM-503-10")
    ]
    assert data["as_of"] == "2019-04-30"
    assert data["not_known"] is None


def test_a_query_says_which_rules_say_the_same(run):
    by_link = {
        (q["prerequisite"], q["dependent"]): [rule["rule"] for rule in q["rules"]]
        for q in triage(run)["queries"]
    }
    assert by_link["DM-SUIT-9", "LDM-503-08"] == ["suit-blocks-nothing"]
    assert by_link["DM-SUIT-15", "LDM-503-13"] == [
        *("rehearsals-without-services", "suit-blocks-nothing")
    ]
    assert by_link["DM-DAX-10", "LDM-503-11"] == ["rehearsals-without-dax-or-net"]
    assert by_link["DM-NCSA-12", "LDM-503-08"] == []
    assert "stale-query" not in {rule for rules in by_link.values() for rule in rules}


def test_what_still_matters(run):
    everything = triage(run)["queries"]
    settled = {(q["prerequisite"], q["dependent"]) for q in everything if q["settled"]}
    assert ("LDM-503-06", "LDM-503-07") in settled
    assert ("DM-DRP-6", "LDM-503-08") in settled
    still = triage(run, "--open")["queries"]
    assert still == [q for q in everything if not q["settled"]]
    assert 0 < len(still) < 29


TIES = """\
as_of: 2020-01-01
milestones:
  A: {due: 2020-02-01}
  B: {due: 2020-02-01}
  T: {due: 2020-03-01, requires: [{id: A, query: Really?}, {id: B, query: Really?}]}
"""


def test_a_path_that_ties_is_told_and_does_not_count(run, write):
    path = write("plan.yaml", TIES)
    first, second = triage(run, "--graph", path)["queries"]
    assert [change["path_change"] for change in first["without"]] == ["ties"]
    assert second["without"] == []
    text = run("queries", "--graph", path).stdout
    assert text.startswith(
        "2 queries, 2 open. Dropping any or all moves no date; only all together change "
        "1 critical path; 1 only brings a path that ties with the old one. "
        "Of the open ones 0 say what a rule says, and 0 have no words.\n"
    )
    tie = (
        "T keeps its date, 2020-03-01; its critical path is then T <- B, "
        "which ties with the old one"
    )
    assert f"Without A -> T:\n  {tie}\n" in text
    assert re.search(r"T +2020-03-01 +A +open +- +1 tie +Really", text)
    (row, _) = csv.DictReader(StringIO(run("queries", "--graph", path, "--format", "csv").stdout))
    assert (row["changed_paths"], row["tied_paths"]) == ("0", "1")
    dropped = run("what-if", "--drop", "A", "T", "--graph", path).stdout
    assert "\n1 path ties with the old one: T.\n" in dropped
    assert "Critical paths that become others" not in dropped
    firm = run("critical-path", "T", "--graph", path).stdout
    assert firm.endswith("the date is the same and the path is T.\n")


def test_without_the_queries_no_path_of_the_shipped_plan_only_ties(run):
    changes = [change for query in triage(run)["queries"] for change in query["without"]]
    assert changes
    assert "ties" not in {change["path_change"] for change in changes}
    assert "ties with" not in run("what-if", "--drop-queries").stdout
    assert "ties with" not in run("critical-path", "LDM-503-09a").stdout


def test_the_rules_that_say_what_a_question_asks(run):
    by_milestone = {
        question["milestone"]: [(rule["rule"], rule["status"]) for rule in question["rules"]]
        for question in triage(run)["questions"]
    }
    assert by_milestone == {
        "LDM-503-06": [],
        "LDM-503-10": [],
        "LDM-503-10b": [("has-a-dm-prerequisite", "known")],
    }
    page = " ".join(run("queries").stdout.split())
    assert "open has-a-dm-prerequisite (known) Does this milestone really" in page


def test_a_question_is_about_plain_links_and_not_about_dates(run, write):
    config = write(
        "depgraph.yaml",
        "graph: plan.yaml\nrules:\n  - {id: no-x, kind: must-not-block, milestones: {id: 'X*'}}\n",
    )
    write(
        "plan.yaml",
        "as_of: 2020-01-01\nmilestones:\n"
        "  A: {due: 2019-01-01, questions: Why?, requires: [X1]}\n"
        "  B: {due: 2019-01-01, questions: Why?, requires: [{id: X2, query: Why?}]}\n"
        "  C: {questions: Why?}\n  X1:\n  X2:\n",
    )
    questions = triage(run, "--config", config)["questions"]
    rules = {
        question["milestone"]: [rule["rule"] for rule in question["rules"]]
        for question in questions
    }
    assert rules == {"A": ["no-x"], "B": [], "C": ["orphan"]}


def test_a_question_on_a_complete_milestone_is_settled(run, write):
    text = "as_of: 2020-01-01\nmilestones:\n  A: {completed: 2019-01-01, questions: Why?}\n"
    path = write("plan.yaml", text)
    assert triage(run, "--graph", path)["questions"][0]["settled"] is True
    assert triage(run, "--graph", path, "--open")["questions"] == []
    assert "1 settled left out" in run("queries", "--graph", path, "--open").stdout


def test_what_dropping_changes(run, write):
    data = triage(run, "--graph", write("plan.yaml", PLAN))
    by_link = {(q["prerequisite"], q["dependent"]): q for q in data["queries"]}
    assert data["looked_at"] == ["END", "T"]
    assert by_link["A", "T"]["words"] == ["Really?", "Why *this*?"]
    assert by_link["A", "T"]["without"] == [
        {
            "milestone": "END",
            "projected": "2020-05-01",
            "projected_without": "2020-04-02",
            "path": ["END", "T", "A"],
            "path_without": ["END", "T", "B"],
            "path_change": "other",
        },
        {
            "milestone": "T",
            "projected": "2020-05-01",
            "projected_without": "2020-04-01",
            "path": ["T", "A"],
            "path_without": ["T", "B"],
            "path_change": "other",
        },
    ]
    assert by_link["D", "T"]["without"] == by_link["B", "END"]["without"] == []
    assert by_link["B", "END"]["lag"] == 3
    assert [change["milestone"] for change in data["without_all"]] == ["END", "T"]


def test_the_text(run, write):
    shown = run("queries", "--graph", write("plan.yaml", PLAN)).stdout
    lines = [re.split(" {2,}", line) for line in shown.splitlines()]
    rows = {(row[0], row[2]): row for row in lines if row[2:]}
    assert rows["T", "A"][2:] == [
        *("A", "open", "date-order", "2 dates and 2 critical paths", "Really? / Why *this*?")
    ]
    assert rows["T", "D"][-1] == "(no reason given)"
    assert rows["T", "D"][3] == "settled"
    assert ("END", "B SS +3 d") in rows
    assert (
        "Without A -> T:\n"
        "  END is 2020-04-02, 29 days earlier; its critical path is then END <- T <- B\n"
        "  T is 2020-04-01, 30 days earlier; its critical path is then T <- B\n"
    ) in shown
    assert "Without all 3 queried links together:\n" in shown
    assert shown.startswith(f"{FIRST}\n1 question, 1 open.\n")


FIRST = (
    "3 queries, 2 open. Dropping all moves 2 dates, most that of T, 30 days earlier, 2020-04-01; "
    "1 moves a date alone. Of the open ones 1 says what a rule says, and 0 have no words."
)


def test_the_first_line_is_the_same_in_every_format(run, write):
    path = write("plan.yaml", PLAN)
    data = triage(run, "--graph", path)
    assert data["summary"] == {
        "sentences": [FIRST, "1 question, 1 open."],
        "queries": 3,
        "open_queries": 2,
        "agreeing": 1,
        "wordless": 0,
        "questions": 1,
        "open_questions": 1,
        "agreeing_questions": 0,
        "moved_dates": 2,
        "worst": {"milestone": "T", "projected": "2020-05-01", "projected_without": "2020-04-01"},
        "moving": 1,
        "rerouting": 0,
        "tying": 0,
        "rerouted": 2,
    }
    assert triage(run, "--graph", path, "--open")["summary"] == data["summary"]
    assert (
        run("queries", "--graph", path, "--format", "markdown").stdout.split("\n")[2]
        == f"{FIRST}  "
    )
    assert FIRST in run("queries", "--graph", path, "--format", "html").stdout


def test_the_worst_is_the_date_that_is_none_then(run, write):
    text = PLAN.replace("T:\n    due: 2020-04-01\n", "T:\n").replace(
        "      - B\n", "      - {id: B, query: B?}\n"
    )
    shown = run("queries", "--graph", write("plan.yaml", text)).stdout
    assert shown.startswith(
        "4 queries, 3 open. Dropping all moves 2 dates, most that of T, which has none then; "
        "1 moves a date alone."
    )


def test_the_shipped_plan_in_a_sentence(run):
    data = triage(run)
    weights = [weight(query) for query in data["queries"]]
    assert all(change["projected"] == change["projected_without"] for change in data["without_all"])
    assert 2 not in weights
    still = [query for query in data["queries"] if not query["settled"]]
    assert run("queries").stdout.splitlines()[0] == (
        f"{len(weights)} queries, {len(still)} open. Dropping any or all moves no date; "
        f"{weights.count(1)} changes a critical path. "
        f"Of the open ones {sum(bool(query['rules']) for query in still)} say what a rule says, "
        f"and {sum(not query['words'] for query in still)} have no words."
    )


def test_markdown_is_a_table_whatever_the_words(run, write):
    shown = run("queries", "--graph", write("plan.yaml", PLAN), "--format", "markdown").stdout
    lines = shown.splitlines()
    assert lines[0] == "## Queries"
    table = next(n for n, line in enumerate(lines) if line.startswith("| milestone"))
    assert lines[table].startswith("| milestone | date | waits on |")
    assert (
        "| T | 2020-04-01 | A | open | date-order | 2 dates and 2 critical paths "
        "| Really? / Why \\*this\\*? |"
    ) in lines
    assert any(line.startswith("| T | 2020-04-01 | open | - | What ") for line in lines)
    counts = {line.count("|") for line in lines[table : table + 4]}
    assert counts == {lines[table].count("|")}
    effects = lines.index("Without A -> T:")
    assert lines[effects + 2 : effects + 4] == [
        "- END is 2020-04-02, 29 days earlier; its critical path is then END &lt;- T &lt;- B",
        "- T is 2020-04-01, 30 days earlier; its critical path is then T &lt;- B",
    ]


def test_the_page_for_a_browser(run, write):
    path = write("plan.yaml", PLAN)
    shown = run("queries", "--graph", path, "--format", "html").stdout
    assert "<h1><bdi>Queries</bdi></h1>" in shown
    assert '<th scope="col">waits on</th>' in shown
    assert "<bdi>B SS +3 d</bdi>" in shown
    assert "<bdi>Really? / Why *this*?</bdi>" in shown
    assert "<bdi>What | for?</bdi>" in shown
    assert "<li>T is 2020-04-01, 30 days earlier; its critical path is then T &lt;- B</li>" in shown


HEADS = (
    "code,prerequisite,type,lag,calendar,date,settled,rules,known_rules,words,asked,age_days,"
    "moved_dates,changed_paths,tied_paths,file,line"
)


def test_the_table_has_a_row_for_each_query(run, write):
    path = write("plan.yaml", PLAN)
    lines = run("queries", "--graph", path, "--format", "csv").stdout.splitlines()
    assert lines == [
        HEADS,
        f"T,A,FS,0,,2020-04-01,no,date-order,,Really?;Why *this*?,,,2,2,0,{path},11",
        f"END,B,SS,3,,2020-04-02,no,,,Hm.,,,0,0,0,{path},15",
        f"T,D,FS,0,,2020-04-01,yes,,,,,,0,0,0,{path},14",
    ]


def test_the_table_has_the_ages_and_leaves_empty_what_is_not_known(run, write):
    path = write("plan.yaml", DATED.replace("          - {asked: 2019-05-10}\n", ""))
    first, second = csv.DictReader(
        StringIO(run("queries", "--graph", path, "--format", "csv").stdout)
    )
    assert first["age_days"] == "18"
    assert (first["asked"], first["words"]) == ("2019-05-02", "May it wait?")
    assert (second["asked"], second["age_days"], second["words"]) == ("", "", "Is it needed?")
    path = write("plan.yaml", DATED.replace("as_of: 2019-05-20\n", ""))
    first, _ = csv.DictReader(StringIO(run("queries", "--graph", path, "--format", "csv").stdout))
    assert (first["asked"], first["age_days"]) == ("2019-05-02", "")
    assert (first["moved_dates"], first["changed_paths"]) == ("", "")


def test_a_workbook_has_the_questions_too(run, write, tmp_path):
    book = tmp_path / "queries.xlsx"
    assert run("queries", "--graph", write("plan.yaml", PLAN), "-o", book).returncode == 0
    rows, about = load_workbook(book).worksheets
    assert [cell.value for cell in rows[2]][:7] == [
        *("T", "A", "FS", 0, None, datetime(2020, 4, 1), False)  # noqa: DTZ001
    ]
    texts = [cell.value for row in about.iter_rows() for cell in row]
    assert "Question on T: What | for?" in texts
    assert any(str(text).startswith("3 queries, 2 open") for text in texts)


def test_a_plan_without_queries(run, write):
    path = write("plan.yaml", "as_of: 2020-01-01\nmilestones: {A: {}}\n")
    assert run("queries", "--graph", path).stdout == "0 queries, 0 questions.\n"
    assert triage(run, "--graph", path)["without_all"] == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "as_of: 2020-01-01\n"
            "milestones: {A: {requires: [{id: B, query: x}]}, B: {requires: [A]}}\n",
            "a projection needs an order, and the links go round in a cycle",
        ),
        (
            "milestones: {A: {requires: [{id: B, query: x}]}, B: {}}\n",
            "a projection needs an as-of date",
        ),
    ],
)
def test_without_dates_the_rest_is_told(run, printed, write, text, why):
    path = write("plan.yaml", text)
    output = printed("queries", "--graph", path)
    assert "not known" in output
    assert f"What dropping them changes is not known: {why}" in output
    data = triage(run, "--graph", path)
    assert data["queries"][0]["without"] is data["without_all"] is None
    assert data["not_known"].startswith(why)


# -- settling ---------------------------------------------------------------------------


@pytest.fixture
def plan(write):
    return write("plan.yaml", PLAN)


@pytest.mark.parametrize("form", ["json", "csv"])
def test_an_edit_is_told_in_text_whatever_the_format_of_the_list(run, plan, form):
    done = run("queries", "--graph", plan, "--resolve", "drop", "END", "B", "--format", form)
    assert (done.returncode, done.stdout) == (0, f"{plan}:15: END waits on B: dropped\n")


def test_a_dry_run_shows_the_change_and_writes_nothing(printed, plan):
    text = printed("queries", "--graph", plan, "--resolve", "drop", "T", "A", "--dry-run")
    assert [line for line in text.splitlines() if line[:1] in "+-"][2:] == [
        "-      - id: A                # the doubt",
        "-        query: [Really?, Why *this*?]",
        "+      # the doubt",
    ]
    assert plan.read_text() == PLAN


def test_drop_and_keep_write_the_file(run, printed, plan):
    text = printed("queries", "--graph", plan, "--resolve", "drop", "END", "B")
    assert text == f"{plan}:15: END waits on B: dropped\n"
    assert plan.read_text() == PLAN.replace(", {id: B, query: Hm., type: SS, lag: 3}", "")
    printed(
        "queries", "--graph", plan, "--resolve", "keep", "T", "D", "--reason", "It's agreed: yes"
    )
    assert '      - {id: D, note: "It\'s agreed: yes"}\n' in plan.read_text()
    assert triage(run, "--graph", plan)["queries"][0]["prerequisite"] == "A"
    assert len(triage(run, "--graph", plan)["queries"]) == 1


def test_the_configured_plan_is_edited_where_the_link_stands(run, printed, tmp_path):
    shutil.copytree(ROOT / "graphs", tmp_path / "graphs")
    text = printed("queries", "--resolve", "drop", "LDM-503-13", "DM-STAFF", cwd=tmp_path)
    assert text.startswith("graphs/prerequisites.yaml:218: ")
    assert len(json.loads(run("export", cwd=tmp_path).stdout)["links"]) == 148


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--resolve", "drop", "T", "B"), "the link B -> T is not queried"),
        (("--resolve", "drop", "T", "X"), "unknown milestone 'X'"),
        (("--resolve", "drop", "T"), "--resolve takes a link: PREREQUISITE DEPENDENT"),
        (("--resolve", "drop", "T", "A", "--reason", "x"), "--reason is for --resolve keep"),
        (("--resolve", "keep", "T", "A", "--reason", " "), "the reason has no words"),
        (("--resolve", "drop", "T", "A", "-o", "x.md"), "--output is for the list"),
        (("T", "A"), "a link is for --resolve"),
        (("--dry-run",), "--dry-run is for --resolve"),
        (("--reason", "x"), "--reason is for --resolve"),
    ],
)
def test_what_cannot_be_settled(refusal, plan, arguments, message):
    error = refusal("queries", "--graph", plan, *arguments)
    assert message in error
    assert "Traceback" not in error
    assert plan.read_text() == PLAN


def test_a_pair_in_two_files_is_refused(refusal, write, plan):
    other = write("other.yaml", "milestones: {T: {requires: [{id: A, query: x}]}}\n")
    error = refusal("queries", "--graph", plan, "--graph", other, "--resolve", "drop", "T", "A")
    assert f"stands in several places ({other}:1, {plan}:11)" in error
    assert plan.read_text() == PLAN


def test_a_broken_plan_gives_the_messages_of_the_loader(run, refusal, write):
    path = write("plan.yaml", "milestones:\n  A: {requires: [X]}\n  B: [\n")
    for arguments in ((), ("--resolve", "drop", "A", "X")):
        error = refusal("queries", "--graph", path, *arguments)
        assert error == run("export", "--graph", path).stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_file_or_directory_is_not_written(run, plan):
    plan.chmod(0o444)
    done = run("queries", "--graph", plan, "--resolve", "drop", "T", "A")
    assert (done.returncode, "it is read-only" in done.stderr) == (2, True)
    plan.chmod(0o644)
    plan.parent.chmod(0o555)
    done = run("queries", "--graph", plan, "--resolve", "drop", "T", "A")
    plan.parent.chmod(0o755)
    assert (done.returncode, "cannot write" in done.stderr) == (2, True)
    assert plan.read_text() == PLAN


def test_a_symbolic_link_stays_one(run, plan):
    link = plan.with_name("link.yaml")
    link.symlink_to(plan)
    assert run("queries", "--graph", link, "--resolve", "drop", "T", "D").returncode == 0
    assert link.is_symlink()
    assert "id: D" not in plan.read_text()


DATED = """\
as_of: 2019-05-20
milestones:
  A: {due: 2019-06-01}
  B:
    due: 2019-07-01
    requires:
      - id: A
        query: {text: May it wait?, asked: 2019-05-02}
  C:
    due: 2019-08-01
    requires:
      - id: A
        query:
          - {asked: 2019-05-10}
          - Is it needed?
"""


def test_the_age_of_a_query_is_told_where_it_is_known(json_of, run, write):
    path = write("plan.yaml", DATED)
    lines = run("queries", "--graph", path).stdout.splitlines()
    assert lines[2].split()[:6] == ["milestone", "date", "waits", "on", "age", "still"]
    assert [" ".join(line.split()[3:5]) for line in lines[3:5]] == ["18 d", "10 d"]
    data = json_of("queries", "--graph", path)
    assert [(q["asked"], q["age_days"], q["words"]) for q in data["queries"]] == [
        ("2019-05-02", 18, ["May it wait?"]),
        ("2019-05-10", 10, ["Is it needed?"]),
    ]


def test_the_shipped_queries_have_no_age(run):
    assert "age" not in run("queries").stdout.splitlines()[0].split()


@pytest.mark.parametrize("dependent", ["B", "C"])
@pytest.mark.parametrize("answer", ["keep", "drop"])
def test_a_dated_query_can_be_settled_too(json_of, run, write, dependent, answer):
    path = write("plan.yaml", DATED)
    done = run("queries", "--graph", path, "--resolve", answer, dependent, "A")
    assert (done.returncode, done.stderr) == (0, "")
    left = json_of("queries", "--graph", path)["queries"]
    assert [query["dependent"] for query in left] == [{"B": "C", "C": "B"}[dependent]]


def test_a_dated_query_has_a_canonical_form(json_of, run, write):
    path = write("plan.yaml", DATED)
    before = json_of("queries", "--graph", path)
    assert run("fmt", path).returncode == 0
    assert run("fmt", "--check", path).returncode == 0
    assert json_of("queries", "--graph", path) == before


def test_a_wrong_date_of_a_query_is_told(refusal, write):
    path = write("plan.yaml", DATED.replace("2019-05-10", "soon"))
    error = refusal("queries", "--graph", path)
    assert "C: requires: query: asked: expected a date as YYYY-MM-DD, got 'soon'" in error
