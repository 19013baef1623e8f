"""The command that keeps the baseline in step: it only removes, and adds with a reason."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PLAN = """\
as_of: 2020-01-01
milestones:
  A: {due: 2020-03-01}
  B: {due: 2020-02-01, requires: [A]}
  C: {due: 2020-02-01, requires: [A]}
"""

BASELINE = """\
# Accepted.
findings:
  # Gone:
  - rule: date-order   # the date was moved
    prerequisite: A
    dependent: X
    # nobody asks
    reason: "Once: true."

  - {rule: date-order, prerequisite: A, dependent: B, reason: Agreed.}
  # The end.
"""


@pytest.fixture
def plan(write, tmp_path):
    write("plan.yaml", PLAN)
    write("depgraph.yaml", "graph: plan.yaml\n")
    return tmp_path


def test_stale_entries_go_and_all_else_stays(run, plan):
    path = plan / "baseline.yaml"
    path.write_text(BASELINE)
    done = run("baseline", "--update", cwd=plan)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "baseline.yaml:4: removed, no finding of date-order on A -> X\n"
    assert path.read_text() == (
        "# Accepted.\nfindings:\n  # Gone:\n\n"
        "  - {rule: date-order, prerequisite: A, dependent: B, reason: Agreed.}\n  # The end.\n"
    )
    assert run("baseline", "--update", cwd=plan).stdout == "baseline.yaml: nothing to change\n"


def test_a_dry_run_shows_the_difference_and_changes_nothing(run, plan):
    path = plan / "baseline.yaml"
    path.write_text(BASELINE)
    done = run("baseline", "--update", "--dry-run", cwd=plan)
    assert path.read_text() == BASELINE
    lines = done.stdout.splitlines()
    assert lines[:2] == ["--- a/baseline.yaml", "+++ b/baseline.yaml"]
    assert [line for line in lines if line.startswith("-  ")] == [
        f"-{line}" for line in BASELINE.splitlines()[3:8]
    ]


def test_the_shipped_baseline_has_no_stale_entry(run):
    done = run("baseline", "--update", "--dry-run")
    assert done.stdout == "graphs/baseline.yaml: nothing to change\n"


def test_a_finding_is_accepted_with_a_reason(json_of, run, printed, plan):
    assert run("check", cwd=plan).returncode == 1
    options = ("--reason", "Agreed: the date moves.", "--owner", "J. Doe", "--until", "2020-06-30")
    output = printed("baseline", "--add", "date-order", "A", "B", *options, cwd=plan)
    assert output == "baseline.yaml: added date-order on A -> B\n"
    text = (plan / "baseline.yaml").read_text()
    assert text.startswith("# ")
    assert text.endswith(
        "findings:\n"
        "  - rule: date-order\n"
        "    prerequisite: A\n"
        "    dependent: B\n"
        '    reason: "Agreed: the date moves."\n'
        "    owner: J. Doe\n"
        "    until: 2020-06-30\n"
    )
    findings = json_of("check", cwd=plan)["findings"]
    assert {f["dependent"]: f["status"] for f in findings if f["rule"] == "date-order"} == {
        "B": "known",
        "C": "new",
    }


def test_a_finding_about_one_milestone_is_accepted(printed, plan, write):
    write("plan.yaml", PLAN + "  D:\n")
    printed("baseline", "--add", "orphan", "D", "--reason", "To come.", cwd=plan)
    assert "  - rule: orphan\n    milestone: D\n" in (plan / "baseline.yaml").read_text()


def test_all_new_errors_are_accepted_at_once(run, plan):
    done = run("baseline", "--add", "--reason", "Here before the checks.", cwd=plan)
    assert done.stdout.count("added date-order") == 2
    assert run("check", cwd=plan).returncode == 0
    again = run("baseline", "--update", "--add", "--reason", "Again.", cwd=plan)
    assert again.stdout == "baseline.yaml: nothing to change\n"


def test_removing_and_adding_at_once(run, plan):
    (plan / "baseline.yaml").write_text(BASELINE)
    done = run("baseline", "--update", "--add", "--reason", "Here before.", cwd=plan)
    assert "removed, no finding of date-order on A -> X" in done.stdout
    assert "added date-order on A -> C" in done.stdout
    assert run("check", cwd=plan).returncode == 0
    assert (plan / "baseline.yaml").read_text().endswith("reason: Here before.\n  # The end.\n")


def test_an_expired_entry_is_told_and_stays(json_of, run, refusal, plan):
    path = plan / "baseline.yaml"
    text = (
        "findings:\n  - {rule: date-order, prerequisite: A, dependent: B, reason: r, "
        "until: 2019-12-31}\n"
    )
    path.write_text(text)
    done = run("baseline", "--update", cwd=plan)
    assert done.returncode == 0
    assert done.stderr == (
        "baseline.yaml:2: date-order on A -> B expired on 2019-12-31, the entry stays\n"
    )
    assert path.read_text() == text
    data = json_of("check", cwd=plan)
    (unused,) = [f for f in data["findings"] if f["rule"] == "unused-selector"]
    assert unused["message"] == "baseline: date-order on A -> B expired on 2019-12-31"
    assert (unused["file"], unused["line"]) == ("baseline.yaml", 2)
    error = refusal("baseline", "--add", "date-order", "A", "B", "--reason", "r", cwd=plan)
    assert "baseline.yaml:2: date-order on A -> B is listed already, and expired" in error


def test_an_entry_of_a_check_that_was_not_run_stays(run, plan, write):
    write("plan.yaml", PLAN.replace("as_of: 2020-01-01\n", ""))
    path = write("baseline.yaml", "findings:\n  - {rule: overdue, milestone: A, reason: r}\n")
    before = path.read_text()
    done = run("baseline", "--update", cwd=plan)
    assert "overdue was not run (there is no as-of date), the entry stays" in done.stderr
    assert path.read_text() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "give --update, --add, or both"),
        (("--update", "date-order", "A", "B"), "belong to --add"),
        (("--update", "--reason", "r"), "belong to --add"),
        (("--add", "date-order", "A", "B"), "--add needs a --reason"),
        (("--add", "date-order", "A", "B", "--reason", " "), "--add needs a --reason"),
        (("--add", "date-order", "--reason", "r"), "--add takes RULE CODE"),
        (("--add", "date-ordr", "A", "B", "--reason", "r"), "did you mean 'date-order'?"),
        (("--add", "date-order", "A", "BB", "--reason", "r"), "unknown milestone 'BB'"),
        (
            ("--add", "date-order", "B", "C", "--reason", "r"),
            "no finding of date-order on B -> C to accept; it has findings on A -> B, A -> C",
        ),
        (("--add", "cycle", "A", "--reason", "r"), "it has no finding at all"),
        (
            ("--add", "--reason", "r", "--until", "2019-12-31"),
            "--until 2019-12-31 is before the as-of date, 2020-01-01",
        ),
        (("--add", "--reason", "a\x1bb"), "has the character U+001B"),
    ],
)
def test_what_cannot_be_done_changes_nothing(refusal, plan, arguments, message):
    assert message in refusal("baseline", *arguments, cwd=plan)
    assert not (plan / "baseline.yaml").exists()


def test_a_broken_baseline_is_told_with_its_places_and_left_alone(refusal, plan):
    path = plan / "baseline.yaml"
    broken = "findings:\n  - {rule: date-order, milestone: A}\n  - {rule: x, mile: A, reason: r}\n"
    path.write_text(broken)
    for arguments in (("--update",), ("--add", "--reason", "r")):
        error = refusal("baseline", *arguments, cwd=plan)
        assert error.splitlines()[0] == "baseline.yaml:2:5: findings: the key 'reason' is missing"
        assert "baseline.yaml:3:" in error
    assert path.read_text() == broken


def test_without_a_configuration_there_is_no_place_for_one(refusal, write, tmp_path):
    path = write("plan.yaml", PLAN)
    error = refusal("baseline", "--add", "--reason", "r", "--graph", path, cwd=tmp_path)
    assert "there is no place for a baseline" in error


def test_a_link_to_a_baseline_stays_a_link(run, plan, write):
    target = write("elsewhere/known.yaml", BASELINE)
    (plan / "baseline.yaml").symlink_to(target)
    assert run("baseline", "--update", cwd=plan).returncode == 0
    assert (plan / "baseline.yaml").is_symlink()
    assert "A -> X" not in target.read_text()
    assert "dependent: X" not in target.read_text()


def test_findings_that_are_folded_into_one_are_listed_pair_by_pair(run, write, tmp_path):
    write(
        "plan.yaml",
        "milestones:\n  A1: {}\n  A2: {}\n  M: {requires: [A1, A2]}\n"
        "  Z1: {requires: [M]}\n  Z2: {requires: [M]}\n",
    )
    write(
        "depgraph.yaml",
        "graph: plan.yaml\nrules:\n"
        '  - {id: apart, kind: must-not-wait-on, milestones: {id: "Z*"}, on: {id: "A*"}}\n',
    )
    added = run("baseline", "--add", "--reason", "Here before.", cwd=tmp_path)
    assert added.stdout.count("baseline.yaml: added apart on A") == 4
    assert run("check", cwd=tmp_path).returncode == 0
    again = run("baseline", "--update", cwd=tmp_path)
    assert again.stdout == "baseline.yaml: nothing to change\n"


def test_check_can_update_the_baseline_first(run, write, tmp_path):
    write("depgraph.yaml", "graph: plan.yaml\n")
    write(
        "plan.yaml",
        "milestones:\n  A: {due: 2020-03-01}\n  B: {due: 2020-02-01, requires: [A]}\n",
    )
    write("baseline.yaml", "findings:\n  - {rule: orphan, milestone: A, reason: Old.}\n")
    updated = run("check", "--update-baseline", cwd=tmp_path)
    assert updated.returncode == 1
    assert "removed, no finding of orphan on A" in updated.stderr
    assert "removed" not in updated.stdout
    added = run("check", "--update-baseline", "--add", "--reason", "Agreed.", cwd=tmp_path)
    assert added.returncode == 0
    assert "added date-order on A -> B" in added.stderr
    assert run("check", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    "options",
    [
        ["--add"],
        ["--reason", "x"],
        ["--update-baseline", "--add"],
        ["--update-baseline", "--reason", "x"],
    ],
)
def test_adding_through_check_needs_both_a_flag_and_a_reason(refusal, options):
    assert "belong" in refusal("check", *options)


@pytest.mark.parametrize(
    "arguments",
    [
        ["baseline", "--update", "--schedule", "graphs/schedules/2024-11-30.yaml"],
        ["baseline", "--update", "--as-of", "2020-01-01"],
        ["baseline", "--update", "--graph", "graphs/external.yaml"],
        ["check", "--update-baseline", "graphs/external.yaml"],
        ["check", "--update-baseline", "--select", "cycle"],
    ],
)
def test_a_part_of_the_plan_does_not_judge_the_baseline(run, arguments):
    before = (ROOT / "graphs" / "baseline.yaml").read_bytes()
    assert run(*arguments).returncode == 2
    assert (ROOT / "graphs" / "baseline.yaml").read_bytes() == before
