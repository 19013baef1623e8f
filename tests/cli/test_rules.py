import csv
from io import StringIO


def test_every_check_and_rule_of_the_shipped_plan_is_listed_with_its_counts(run):
    done = run("rules")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[0] == ("rule kind severity milestones links new queried known what it is for")
    assert (
        "suit-blocks-nothing must-not-block error 9 149 0 4 1 "
        "SUIT deliveries are at risk, so nothing else may be held up by one."
    ) in lines
    assert (
        "overdue built-in warning 142 149 19 0 0 "
        "a milestone that was due before the as-of date and is not complete"
    ) in lines
    assert lines[-1].startswith("26 built-in checks, 10 rules of the plan")


def test_the_list_as_json_agrees_with_the_findings(json_of):
    listed = json_of("rules")["rules"]
    checked = json_of("check")
    assert [each["rule"] for each in listed] == [
        each["rule"] for each in checked["summary"]["rules"]
    ]
    for each in listed:
        for status in ("new", "queried", "known"):
            assert each[status] == sum(
                (finding["rule"], finding["status"]) == (each["rule"], status)
                for finding in checked["findings"]
            )
        assert each["finds"]


def test_what_was_not_run_and_what_looked_at_nothing(run, write, tmp_path):
    write("plan.yaml", "milestones:\n  A: {requires: [B]}\n  B: {}\n")
    write(
        "depgraph.yaml",
        "graph: plan.yaml\nchecks: {undated: off}\nrules:\n"
        "  - {id: none, kind: needs, milestones: {id: X}, at_least: 1, why: X first.}\n"
        "  - {id: later, kind: needs, milestones: {}, at_least: 1, severity: off}\n",
    )
    done = run("rules", cwd=tmp_path)
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert "undated built-in - - - - - - not run: off in the configuration" in lines
    assert "later needs - - - - - - not run: off in the configuration" in lines
    assert "overdue built-in - - - - - - not run: there is no as-of date" in lines
    assert "none needs error 0 0 0 0 0 looked at nothing: X first." in lines

    (row,) = (
        row
        for row in csv.DictReader(StringIO(run("rules", "--format", "csv", cwd=tmp_path).stdout))
        if row["rule"] == "undated"
    )
    assert row["skipped"] == "off in the configuration"


def test_the_table_agrees_with_the_json(json_of, run):
    rows = list(csv.DictReader(StringIO(run("rules", "--format", "csv").stdout)))
    listed = json_of("rules")["rules"]
    assert list(rows[0]) == list(listed[0])
    assert rows == [
        {key: "" if value is None else str(value) for key, value in rule.items()} for rule in listed
    ]


def test_the_pages_say_what_the_text_says(run):
    markdown = run("rules", "--format", "markdown").stdout
    assert markdown.startswith("## Checks and rules\n\n| rule | kind | severity |")
    assert (
        "| suit-blocks-nothing | must-not-block | error | 9 | 149 | 0 | 4 | 1 "
        "| SUIT deliveries are at risk, so nothing else may be held up by one. |\n"
    ) in markdown
    html = run("rules", "--format", "html").stdout
    assert "<h1><bdi>Checks and rules</bdi></h1>" in html
    for text in (markdown, html):
        assert "26 built-in checks, 10 rules of the plan (depgraph check" in text


def test_a_broken_plan_is_status_0_and_one_that_cannot_be_read_2(run, write):
    broken = write("plan.yaml", "milestones:\n  A: {requires: [A]}\n")
    assert run("rules", broken).returncode == 0
    assert run("rules", write("other.yaml", "milestones: [")).returncode == 2
