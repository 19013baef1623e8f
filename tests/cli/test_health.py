import csv
import html
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

AS_OF = "as of 2019-04-30, by LDM-564 draft, 2019-05-20"


PLAN = """\
as_of: 2020-01-01
milestones:
  A: {due: 2020-01-10}
  B: {due: 2020-01-10, requires: [A]}
  C: {due: 2020-01-10, requires: [B]}
"""
LENIENT = """\
graph: plan.yaml
health: {logic: 100, bei: 50, high_float_days: 10, target: B}
"""


def heads(text: str) -> dict[str, tuple[str, str]]:
    """Return result and facts of each entry by its title, as a reader sees them."""
    found = {}
    for line in text.splitlines():
        entry = re.fullmatch(r"(?:[ 0-9]{2}  )?(pass|fail|-   )  (.+?)(?:  +(.*))?", line)
        if entry:
            found[entry[2]] = (entry[1].strip(), entry[3] or "")
    return found


def test_the_shipped_plan(printed):
    text = printed("health")
    assert text.startswith(
        f"142 milestones (+1 only in the schedule), 149 links (29 queried) {AS_OF}. "
        "It ends with LDM-503-17, "
        "Final Operations Rehearsal (the latest; --target names another).\n"
    )
    assert "DCMA 14-point assessment: 5 pass, 6 fail, 3 cannot be computed\n" in text
    found = heads(text)
    assert found["Logic"] == ("fail", "75 of 91, 82.4 % (limit: at most 5 %)")
    assert found["Leads"] == ("pass", "0 of 116, 0.0 % (limit: none)")
    assert found["Critical path test"] == ("fail", "263 of 600 days, 43.8 % (limit: all)")
    assert found["Baseline execution index"] == ("fail", "0.74 (limit: at least 0.95)")
    assert found["Resources"] == (
        "-",
        "cannot be computed, because a plan carries neither resources nor costs",
    )
    assert found["Conducting a schedule risk analysis"] == ("-", "")
    assert "[a] The method leaves milestones out, and this plan has nothing else.\n" in text


def test_every_check_says_what_it_looked_at_or_why_it_cannot(json_of):
    data = json_of("health")
    assert [each["point"] for each in data["dcma"]] == list(range(1, 15))
    assert [each["practice"] for each in data["gao"]] == list(range(1, 11))
    for each in (*data["dcma"], *data["other_checks"]):
        if each["result"] == "not computed":
            assert each["because"]
            assert each["share"] is each["population"] is None
        else:
            assert each["because"] is None
            assert each["population"]
            assert each["share"] == pytest.approx(each["count"] / each["of"], abs=1e-4)
            is_within = (
                100 * each["count"] >= each["limit"] * each["of"]
                if each["limit_is"] == "least"
                else 100 * each["count"] <= each["limit"] * each["of"]
            )
            assert is_within == (each["result"] == "pass"), each["check"]
    known = {each["check"]: each["result"] for each in (*data["dcma"], *data["other_checks"])}
    for practice in data["gao"]:
        results = {known[check] for check in practice["checks"]} - {"not computed"}
        expected = "fail" if "fail" in results else "pass" if results else "not computed"
        assert practice["result"] == expected
        assert practice["because"] or expected != "not computed"
    (resources,) = (each for each in data["gao"] if each["checks"] == ["resources"])
    assert resources["because"] == "a plan carries neither resources nor costs"


def test_all_that_is_found_is_in_the_json(json_of):
    data = json_of("health")
    for each in data["dcma"][:3]:
        assert len(each["found"]) == each["count"]
    assert data["end"] == "LDM-503-17"


def test_limits_of_the_configuration(run, write):
    write("plan.yaml", PLAN)
    config = write("depgraph.yaml", LENIENT)
    found = heads(run("health", "--config", config).stdout)
    assert found["Logic"] == ("pass", "2 of 3, 66.7 % (limit: at most 100 %)")
    text = run("health", "--config", config).stdout
    assert "It ends with B (as it was named)." in text
    assert "Activities with more than 10 working days of total float" in text
    assert (
        "It ends with C (as it was named)."
        in run("health", "--config", config, "--target", "C").stdout
    )


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ([], 0),
        (["--fail-on", "any"], 1),
        (["--fail-on", "any", "--format", "json"], 1),
        (["--fail-on", "any", "--format", "csv"], 1),
    ],
)
def test_exit_status(options, status, run, write):
    path = write("plan.yaml", PLAN)
    assert run("health", "--graph", path, *options).returncode == status


def test_a_plan_that_fails_nothing(run, write):
    done = "{due: 2019-12-01, completed: 2019-12-01}"
    path = write("one.yaml", f"as_of: 2020-01-01\nmilestones: {{A: {done}}}\n")
    done = run("health", "--graph", path, "--fail-on", "any")
    assert "0 fail" in done.stdout
    assert (done.returncode, done.stderr) == (0, "")


def test_a_circle_is_a_reason_and_can_be_cut(run, printed, write):
    ring = PLAN.replace("A: {due: 2020-01-10}", "A: {due: 2020-01-10, requires: [C]}")
    path = write("ring.yaml", ring)
    text = printed("health", "--graph", path)
    assert "No end: " in text
    assert heads(text)["Cycles"][0] == "fail"
    assert "--cut-cycles goes on" in heads(text)["High float"][1]
    cut = heads(run("health", "--graph", path, "--cut-cycles").stdout)
    assert cut["Cycles"][0] == "pass"
    assert cut["High float"] == ("pass", "0 of 3, 0.0 % (limit: at most 5 %)")


def test_without_an_as_of_date(printed, write):
    path = write("plan.yaml", PLAN.replace("as_of: 2020-01-01\n", ""))
    text = printed("health", "--graph", path)
    assert "give --as-of" in heads(text)["Invalid dates"][1]
    assert heads(text)["Logic"][0] == "fail"


def test_a_reason_of_several_checks_is_said_once(json_of, write):
    path = write("plan.yaml", PLAN.replace("as_of: 2020-01-01\n", ""))
    practices = json_of("health", "--graph", path)["gao"]
    reasons = {each["practice"]: each["because"] for each in practices}
    assert reasons[6].count("--as-of") == 1
    assert reasons[7].count("--as-of") == 1


def test_the_sentences_of_an_entry_stand_under_its_title(run):
    lines = run("health").stdout.splitlines()
    number = next(n for n, line in enumerate(lines) if "Logic" in line)
    assert (
        lines[number]
        == " 1  fail  Logic                       75 of 91, 82.4 % (limit: at most 5 %)"
    )
    assert [line[:12] for line in lines[number + 1 : number + 5]] == [
        *("          Ac", "          Lo", "          72", "          Fo")
    ]
    assert lines[number + 4] == (
        "          Found: CAMM8040, CAMM8090, CAMM8300, COMC-0030, DM-AP-10, DM-AP-11 and 69 more."
    )
    number = next(n for n, line in enumerate(lines) if line.startswith("fail  Order of dates"))
    assert lines[number + 3] == "      Found: DM-DRP-10 -> LDM-503-11b."


def test_markdown(run):
    text = run("health", "--format", "markdown").stdout
    assert text.startswith(
        "## Schedule health\n\n142 milestones (+1 only in the schedule), 149 links (29 queried)"
    )
    assert "### DCMA 14-point assessment: 5 pass, 6 fail, 3 cannot be computed\n" in text
    rows = [line for line in text.splitlines() if re.match(r"\| 1?[0-9] \|", line)]
    assert len(rows) == 14 + 10
    assert {line.count("|") for line in rows} == {5, 4}
    assert rows[0].startswith("| 1 | fail | Logic | 75 of 91, 82.4 % (limit: at most 5 %)<br>Act")
    assert rows[7].startswith("| 8 | not computed | High duration | cannot be computed, because ")
    assert "has a duration (limit: at most 5 %)<br>Activities that take more than 44" in rows[7]
    assert text.endswith(
        "\\[a\\] The method leaves milestones out, and this plan has nothing else.\n"
    )


def sentences(data: dict[str, Any]) -> Iterator[str]:
    """Yield what every format for readers says, as the data have it."""
    for check in (*data["dcma"], *data["other_checks"]):
        yield check["title"]
        yield check["definition"]
        if check["because"]:
            yield f"cannot be computed, because {check['because']}"
        else:
            yield f"Looked at {check['population']}"
        yield from check["found"][:6]
        yield from (remark[1:] for remark in check["remarks"])
    for practice in data["gao"]:
        yield practice["title"]
        yield practice["definition"]


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_every_format_for_readers_says_the_same(json_of, run, form):
    text = html.unescape(run("health", "--format", form).stdout).replace("\\", "")
    for sentence in sentences(json_of("health")):
        assert sentence in text


def test_the_page_for_a_browser_marks_results(run):
    page = run("health", "--format", "html").stdout
    assert "<h2>DCMA 14-point assessment: 5 pass, 6 fail, 3 cannot be computed</h2>" in page
    assert page.count('<tr class="details">') == 14 + 10 + 9
    assert page.count('<td class="later"><b><bdi>fail</bdi></b></td>') == 6 + 7 + 5
    assert page.count('<td class="earlier"><bdi>pass</bdi></td>') == 5 + 0 + 3


def test_the_table_has_a_row_for_each_check_and_practice(json_of, run):
    rows = list(csv.DictReader(StringIO(run("health", "--format", "csv").stdout)))
    data = json_of("health")
    assert [row["assessment"] for row in rows] == ["DCMA"] * 14 + ["GAO"] * 10 + ["other"] * 9
    checks = [row for row in rows if row["assessment"] != "GAO"]
    for row, check in zip(checks, (*data["dcma"], *data["other_checks"]), strict=True):
        same = check.keys() & row.keys() - {"found", "remarks"}
        assert len(same) == 12
        for key in same:
            assert row[key] == ("" if check[key] is None else str(check[key]))
        assert row["number"] == str(check["point"] or "")
        assert row["found"] == ";".join(check["found"])
        assert row["remarks"] == ";".join(check["remarks"])
    practices = [row for row in rows if row["assessment"] == "GAO"]
    for row, practice in zip(practices, data["gao"], strict=True):
        assert row["number"] == str(practice["practice"])
        assert row["checks"] == ";".join(practice["checks"])
        assert (row["title"], row["result"]) == (practice["title"], practice["result"])
        assert row["because"] == (practice["because"] or "")
        assert row["count"] == row["share"] == row["limit"] == ""


def test_a_workbook_has_shares_as_numbers(run, tmp_path):
    book = tmp_path / "health.xlsx"
    assert run("health", "-o", book).returncode == 0
    rows = load_workbook(book).worksheets[0]
    heads = [cell.value for cell in rows[1]]
    assert rows[2][heads.index("share (1 is all)")].value == pytest.approx(75 / 91, abs=1e-4)
    assert rows[2][heads.index("limit (per cent)")].value == 5


def test_a_file_is_written_before_the_run_fails(run, write, tmp_path):
    path = write("plan.yaml", PLAN)
    done = run("health", "--graph", path, "--fail-on", "any", "-o", tmp_path / "health.md")
    assert (done.returncode, done.stdout) == (1, "")
    assert (tmp_path / "health.md").read_text().startswith("## Schedule health\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--target", "LDM-503-7"], "unknown milestone 'LDM-503-7'"),
        (["--format", "xml"], "invalid value for '--format'"),
        (["LDM-503-17"], "LDM-503-17: cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_answered(arguments, message, refusal):
    assert message in refusal("health", *arguments)


def test_an_end_of_the_configuration_that_is_not_there(run, refusal, write):
    write("plan.yaml", PLAN)
    config = write("depgraph.yaml", "graph: plan.yaml\nhealth: {target: CC}\n")
    error = refusal("health", "--config", config)
    assert "depgraph.yaml: health: target: unknown milestone 'CC' (did you mean" in error
    assert run("health", "--config", config, "--target", "C").returncode == 0


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{logics: 5}", "health: unknown key 'logics' (did you mean 'logic'?)"),
        ("{logic: 0.05}", "health: logic: expected a whole number from 0 to 100, got '0.05'"),
        ("{bei: 95 %}", "health: bei: expected a whole number from 0 to 1000"),
        ("5", "health: expected a mapping"),
        ("{target: [A]}", "health: target: expected a code"),
    ],
)
def test_a_wrong_limit_is_named_with_its_place(line, message, refusal, write):
    write("plan.yaml", PLAN)
    config = write("depgraph.yaml", f"graph: plan.yaml\nhealth: {line}\n")
    error = refusal("health", "--config", config)
    assert message in error
    assert "depgraph.yaml:2:" in error
