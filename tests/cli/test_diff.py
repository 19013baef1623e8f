"""``depgraph diff`` as users call it: files, schedules, git revisions, conditions, formats."""

import json
import os
import re

import pytest

from ..git import commit, git

SCHEDULES = "graphs/schedules/2018-07-17.yaml", "graphs/schedules/2024-11-30.yaml"

OLD = """\
as_of: 2020-01-01
milestones:
  A: {name: First, due: 2020-02-01}
  B: {name: Second, due: 2020-03-01, requires: [{id: A, query: Really?}]}
  C: {name: Third, due: 2020-04-01, requires: [B, A]}
"""
NEW = """\
as_of: 2020-01-15
milestones:
  A: {name: First, due: 2020-05-01}
  B: {name: Second, due: 2020-03-01, requires: [A]}
  C: {name: Third, due: 2020-04-01, requires: [B]}
  D: {name: Fourth, completed: 2020-01-10}
"""


CSV = """\
task_code,status_code,task_name,start_date,end_date,pred_list,succ_list
A,Not Started,First,2020-02-03,2020-02-03,,B
B,Not Started,Second,2020-03-01,2020-03-01,A,
"""


@pytest.fixture
def two(write):
    return write("old.yaml", OLD), write("new.yaml", NEW)


@pytest.fixture
def repository(tmp_path):
    """A repository with a plan in ``plans/graphs``, at two tagged commits."""
    root = tmp_path / "repo"
    folder = root / "plans" / "graphs"
    folder.mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    (folder / "depgraph.yaml").write_text("graph: plan.yaml\nhome: DM\n")
    for text, tag in ((OLD, "first"), (NEW, "second")):
        (folder / "plan.yaml").write_text(text)
        commit(root, f"{tag}: plan")
        git(root, "tag", tag)
    return root


def summary(done):
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.splitlines()[2]


def test_two_files(run, two):
    done = run("diff", *two)
    assert (done.returncode, done.stderr) == (0, "")
    assert summary(done).startswith(
        "1 milestone added; 1 date moved later; 1 link removed; links of both: 1 confirmed;"
    )
    assert "  C          A         still waits on it through B  First" in done.stdout


def test_equal_plans(printed):
    text = printed("diff", "graphs", "graphs", "--fail-on", "any", "--target", "LDM-503-17")
    assert "No differences.\n" in text


def test_the_story_from_2018_to_2024(run):
    done = run("diff", *SCHEDULES, "--target", "LDM-503-17")
    assert summary(done).startswith(
        "18 milestones added, 44 removed, 8 renamed, 66 completed; 6 other dates moved later, "
        "4 due dates moved alone; 14 links added, 59 removed; "
    )
    rows = [re.split("  +", line.strip()) for line in done.stdout.splitlines()]
    assert ["-", "DM-AP-16", "2021-10-28", "-", "-", "337", "-"] in [row[:7] for row in rows]
    assert ["LDM-503-14", "2020-11-30", "2025-05-29", "+1641"] in [row[:4] for row in rows]
    assert "Projected 2022-09-30 -> 2025-09-11, 1077 days later" in done.stdout


def test_a_schedule_has_links_of_its_own_and_findings_of_the_reviewed_plan(json_of):
    data = json_of("diff", *SCHEDULES)
    assert (data["old"]["kind"], data["old"]["links"], data["new"]["links"]) == (
        "schedule",
        124,
        79,
    )
    only_new = {(f["rule"], f["milestone"]) for f in data["findings"]["new"]}
    checked = json_of("check", "--schedule", SCHEDULES[1])
    found = {(f["rule"], f["milestone"]) for f in checked["findings"]}
    assert only_new <= found
    assert ("overdue", "DM-DRP-27") in only_new


def test_the_reviewed_plan_against_a_schedule_is_drift(run):
    done = run("diff", "graphs", "graphs/schedules/2019-05-20.yaml")
    assert done.stdout.startswith("Drift between OLD, graphs, and NEW, graphs/schedules/2019-05-20")
    assert summary(done).startswith(
        "35 links only in OLD; 1 link only in NEW; 124 milestones in both, 18 only in OLD, "
        "1 only in NEW"
    )
    assert "Links only in NEW, between milestones of both (1)" in done.stdout
    assert "Links only in OLD, of milestones that NEW has not (18)" in done.stdout
    again = run("diff", "graphs", "graphs/schedules/2019-05-20.yaml", "--change")
    assert "1 link added" not in again.stdout
    assert "4 links added, 53 removed" in summary(again)


# -- git -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("first", "second"),
        ("first:plans/graphs", "plans/graphs"),
        ("HEAD~1:plans", "HEAD"),
        ("HEAD^{/first: plan}:plans", "main:plans/graphs/plan.yaml"),
        ("first:./plans/graphs/plan.yaml", "main@{0}:plans"),
    ],
)
def test_revisions(old, new, run, repository):
    (repository / "depgraph.yaml").write_text("graph: plans/graphs/plan.yaml\n")
    commit(repository, "x", "--amend")
    if old == "first":
        old = "first:plans"  # there was no configuration at the root yet
        new = "main"
    done = run("diff", old, new, cwd=repository)
    assert summary(done).startswith("1 milestone added; 1 date moved later; 1 link removed;")
    assert f"What changed from {old} to {new}\n" in done.stdout


def test_a_revision_alone_is_the_plan_here_as_it_was_and_no_new_is_the_plan_here(run, repository):
    here = repository / "plans"
    done = run("diff", "first", cwd=here)
    assert done.stdout.startswith("What changed from first to graphs\n")
    assert summary(done).startswith("1 milestone added;")
    assert "No differences." in run("diff", "HEAD", cwd=here).stdout
    assert "1 milestone removed" in run("diff", "HEAD", "HEAD~1", cwd=here).stdout


def test_places_in_a_revision_are_named_as_git_does(run, refusal, repository):
    (repository / "plans/graphs/plan.yaml").write_text(OLD.replace("[B, A]", "[B, A, X]"))
    commit(repository, "broken")
    error = refusal("diff", "second:plans", "HEAD:plans", cwd=repository)
    assert error == ("HEAD:plans/graphs/plan.yaml:5:54: C: requires: no file defines 'X'\n")
    done = run("diff", "first:plans", "second:plans", "--format", "json", cwd=repository)
    (place,) = {
        finding["file"]
        for finding in json.loads(done.stdout)["findings"]["new"]
        if finding["rule"] == "date-order"
    }
    assert place == "second:plans/graphs/plan.yaml"


def test_nothing_is_left_behind_and_nothing_changes(run_process, repository, tmp_path):
    before = git(repository, "status", "--porcelain")
    room = tmp_path / "tmp"
    room.mkdir()
    run_process("diff", "first:plans", "second:plans", cwd=repository, env={"TMPDIR": str(room)})
    run_process("diff", "first:plans", "second:nowhere", cwd=repository, env={"TMPDIR": str(room)})
    after = git(repository, "status", "--porcelain")
    assert before == after
    assert list(room.iterdir()) == []


def test_a_path_comes_before_a_revision_and_a_colon_tells_the_revision(run, repository):
    (repository / "first").mkdir()
    (repository / "first" / "x.yaml").write_text("milestones:\n  X: {}\n")
    done = run("diff", "first", "plans", cwd=repository)
    assert "3 removed" not in done.stdout
    assert "4 milestones added, 1 removed" in summary(done)
    done = run("diff", "first:plans", "plans", cwd=repository)
    assert "1 milestone added" in summary(done)


def test_a_link_that_leads_out_of_the_repository_is_not_followed(run, repository, write):
    outside = write("outside.yaml", "milestones:\n  SECRET: {}\n")
    (repository / "plans/graphs/plan.yaml").unlink()
    (repository / "plans/graphs/plan.yaml").symlink_to(outside)
    commit(repository, "link")
    done = run("diff", "first:plans", "HEAD:plans", cwd=repository)
    assert done.returncode == 2
    assert "SECRET" not in done.stdout + done.stderr
    assert "there is no file 'plan.yaml' (looked for HEAD:plans/graphs/plan.yaml)" in done.stderr


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nosuch", "error: 'nosuch' is no file or directory, and no git revision here"),
        ("nosuch:plans", "error: 'nosuch' is no git revision here"),
        ("first:nowhere", "error: revision 'first' has no 'nowhere'"),
        ("first:../x", "error: 'first:../x' is outside of the repository"),
        (":plans", "error: ':plans' names no revision before the colon"),
        ("--output=x:plans", "error: '--output=x' is no name of a git revision"),
        ("", "error: a name to compare is empty"),
        ("first", "error: revision 'first' has no plan: there is no depgraph.yaml"),
        ("first..second", "error: 'first..second' is no file or directory, and no git revision "),
        ("x" * 5000, "error: 'xxx"),
    ],
)
def test_what_is_no_plan(name, message, refusal, repository):
    error = refusal("diff", "--", name, "plans", cwd=repository)
    assert error.startswith(message), error
    assert not (repository / "x").exists()


def test_without_git_or_a_repository(run, two):
    folder = two[0].parent
    done = run("diff", "main", "new.yaml", cwd=folder)
    assert (done.returncode, "there is no git repository here" in done.stderr) == (2, True)
    done = run("diff", "main", "new.yaml", cwd=folder, env={"PATH": "/nonexistent"})
    assert (done.returncode, "git is needed, and is not installed" in done.stderr) == (2, True)


def test_a_range_is_answered_with_its_ends(refusal, repository):
    for written, ends in (("first..second", "first second"), ("first...", "first HEAD")):
        error = refusal("diff", written, cwd=repository)
        assert error.endswith(f"for a range give both ends, {ends}\n")


def test_what_a_shallow_clone_and_a_damaged_repository_lack(run, repository, tmp_path):
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")
    done = run("diff", "HEAD~1:plans", cwd=tmp_path / "shallow")
    assert (done.returncode, "fetch-depth: 0" in done.stderr) == (2, True)
    blob = git(repository, "rev-parse", "first:plans/graphs/plan.yaml").strip()
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    done = run("diff", "first:plans", "second:plans", cwd=repository)
    assert (done.returncode, f"lacks object {blob}" in done.stderr) == (2, True)


def test_a_submodule_is_told(run, repository, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    git(other, "-c", "protocol.file.allow=always", "submodule", "add", str(repository), "sub")
    commit(other, "submodule")
    done = run("diff", "HEAD:sub/plans", "sub/plans", cwd=other)
    assert (done.returncode, "'sub' is a submodule" in done.stderr) == (2, True)


def test_a_git_that_answers_nonsense(run, repository, write):
    program = write("bin/git", "#!/bin/sh\nhead -c 2000 /dev/urandom\n")
    program.chmod(0o755)
    path = f"{program.parent}:/usr/bin:/bin"
    done = run("diff", "first:plans", "plans", cwd=repository, env={"PATH": path})
    assert (done.returncode, done.stderr[:7]) == (2, "error: ")


def test_git_elsewhere_by_the_environment_is_told(refusal, repository, tmp_path):
    git(tmp_path, "init", "-q", "empty")
    elsewhere = str(tmp_path / "empty" / ".git")
    error = refusal("diff", "first:plans", cwd=repository, env={"GIT_DIR": elsewhere})
    assert f"the environment variable GIT_DIR names {elsewhere!r}" in error


def test_a_file_of_a_revision_names_none_outside_of_the_repository(
    run_process, repository, tmp_path
):
    room = tmp_path / "tmp"
    room.mkdir()
    (tmp_path / "secret.yaml").write_text("milestones: {SECRET: {}}\n")
    plan = repository / "plans/graphs/plan.yaml"
    for name in ("secret.yaml", "tmp/../secret.yaml"):
        plan.write_text(f"include: ../../../../{name}\nmilestones: {{}}\n")
        commit(repository, name)
        done = run_process(
            "diff", "HEAD:plans", "second:plans", cwd=repository, env={"TMPDIR": str(room)}
        )
        assert done.returncode == 2
        assert "is outside of the repository" in done.stderr
        assert "SECRET" not in done.stdout + done.stderr


def test_what_is_there_and_cannot_be_read_is_no_revision(run, two):
    folder = two[0].parent
    os.mkfifo(folder / "pipe")
    (folder / "link").symlink_to("nowhere")
    (folder / "circle").symlink_to("circle")
    for name, told in (
        ("pipe", "pipe is neither a file nor a directory"),
        ("/dev/null", "/dev/null is neither a file nor a directory"),
        ("link", "link is a symbolic link that leads nowhere"),
        ("circle", "circle is a symbolic link that leads nowhere"),
    ):
        done = run("diff", "old.yaml", name, cwd=folder)
        assert (done.returncode, done.stderr) == (2, f"error: {told}\n")


def test_an_export_of_another_program_in_a_revision(run, repository):
    (repository / "plans/graphs/sheet.csv").write_text(CSV)
    commit(repository, "sheet")
    done = run("diff", "HEAD:plans", "HEAD:plans/graphs/sheet.csv", cwd=repository)
    assert done.stdout.startswith("Drift between OLD, HEAD:plans, and NEW, HEAD:plans/graphs/")
    assert summary(done).startswith(
        "The same links between the milestones of both; 2 milestones in both, 2 only in OLD, "
    )


# -- conditions ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "because"),
    [
        ("slip>30d", "A moved 90 days later"),
        ("slip>=90", "A moved 90 days later"),
        ("slip>90d", None),
        ("slip>0d:B*", None),
        ("slip>0d:[AB]", "A moved 90 days later"),
        ("added-milestone", "D"),
        ("removed-milestone", None),
        ("removed-link", "C on A"),
        ("removed-link:B", None),
        ("added-link", None),
        ("queried-link", None),
        ("reopened", None),
        ("new-error", "date-order: A is due"),
        ("new-error:C", None),
        ("new-warning:B", "date-order: A is due"),
        ("cycle", None),
        ("any", "the plans differ"),
        ("projected-slip>29d", "C is projected 30 days later"),
        ("projected-slip>30d", None),
    ],
)
def test_conditions(condition, because, run, two):
    done = run("diff", *two, "--target", "C", "--fail-on", condition)
    if because is None:
        assert (done.returncode, "failed" in done.stdout) == (0, False)
    else:
        assert done.returncode == 1
        assert f"failed: {condition}: {because}" in done.stdout


def test_conditions_are_told_beside_a_format_for_programs(run, two, tmp_path):
    done = run("diff", *two, "--fail-on", "slip>30d", "--fail-on", "cycle", "--format", "json")
    assert done.returncode == 1
    assert done.stderr == "failed: slip>30d: A moved 90 days later\n"
    assert json.loads(done.stdout)["conditions"] == [
        {"condition": "slip>30d", "holds": True, "because": ["A moved 90 days later"]},
        {"condition": "cycle", "holds": False, "because": []},
    ]
    path = tmp_path / "out.md"
    done = run("diff", *two, "--fail-on", "slip>30d", "-o", path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"wrote {path}\nfailed: slip>30d: A moved 90 days later\n"
    assert "\n\nfailed: slip>30d: A moved 90 days later\n" in path.read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--fail-on", "slip"], "slip needs a number of days, such as 'slip>30d'; mind the quotes"),
        (["--fail-on", "sliip>3d"], "there is no condition 'sliip' (did you mean 'slip'?)"),
        (["--fail-on", "cycle>3d"], "cycle has no number of days"),
        (["--fail-on", "cycle:A"], "cycle is not about single milestones"),
        (["--fail-on", "slip<3d"], "slip needs a number of days"),
        (["--fail-on", "projected-slip>3d"], "--fail-on projected-slip needs a --target"),
        (["--fail-on", "new-error", "--no-findings"], "need the findings"),
        (["--target", "CC"], "unknown milestone 'CC'"),
        (["--as-of", "soon"], "expected a date as YYYY-MM-DD, got 'soon'"),
    ],
)
def test_wrong_options(arguments, message, run, two):
    done = run("diff", *two, *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stdout == ""


def test_a_cycle_leaves_the_structure_comparable(run, two, write):
    circle = write("circle.yaml", NEW.replace("due: 2020-05-01", "due: 2020-05-01, requires: [C]"))
    done = run("diff", two[0], circle, "--target", "C", "--fail-on", "cycle")
    assert done.returncode == 1
    assert "failed: cycle: a cycle of 3 milestones, at A" in done.stdout
    assert "has 1 cycle, so its projected dates are not available: A -> B -> C -> A" in done.stdout
    assert "Links added (1)" in done.stdout
    assert "Before projected 2020-04-01 with 0 days of float; after not known" in done.stdout


def test_a_condition_on_codes_that_no_milestone_has_is_told(run, two):
    done = run("diff", *two, "--fail-on", "slip>0d:Z*", "--fail-on", "slip>0d:B")
    assert done.returncode == 0
    assert done.stderr == "note: --fail-on slip>0d:Z*: no milestone has such a code\n"


# -- what is said ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Third", "THIRD!", "1 name in another spelling."),
        (
            "requires: [B, A]",
            "requires: [B, A], questions: [Why?]",
            "1 other difference.",
        ),
        ("as_of: 2020-01-01\n", "", "What drives C is known only before."),
        (
            "2020-03-01",
            "2020-03-15",
            "1 date moved later; 1 main milestone projected later; dates on the critical path of "
            "C moved.",
        ),
    ],
)
def test_whatever_differs_is_said_in_the_summary(old, new, told, run, write):
    paths = write("o.yaml", OLD), write("n.yaml", OLD.replace(old, new))
    assert summary(run("diff", *paths, "--target", "C")) == told


def test_findings_alone_are_said_too(run, write):
    text = "milestones:\n  A: {}\n  B: {requires: [A]}\n  C: {requires: [A, B]}\n"
    for name, level in (("o", "warning"), ("n", "error")):
        write(f"{name}/depgraph.yaml", f"graph: p.yaml\nchecks: {{redundant-link: {level}}}\n")
        folder = write(f"{name}/p.yaml", text).parent
    done = run("diff", folder.parent / "o", folder.parent / "n")
    assert summary(done) == "1 finding among the notes, the known and those of another status."


def test_what_one_account_never_tells_is_not_compared(json_of, run, write, two):
    heads = "A-1: First\n==========\n\nB-1: Second\n===========\n\n"
    notes = write("notes.txt", f"{heads}- A-1 First\n")
    for each in two:
        each.write_text(re.sub(r"\b([ABCD])\b", r"\1-1", each.read_text()))
    done = run("diff", two[0], notes)
    assert summary(done) == (
        "The same links between the milestones of both; 2 milestones in both, 1 only in OLD, "
        "0 only in NEW; links of both: 1 queried by OLD only."
    )
    assert done.stdout.splitlines()[3] == "Not compared: dates, of which NEW tells nothing."
    assert "Not compared" not in run("diff", notes, write("other.txt", heads), "--drift").stdout
    data = json_of("diff", two[0], notes)
    assert data["not_compared"] == {"old": [], "new": ["dates"]}
    for format_ in ("html", "markdown"):
        assert "Not compared: dates" in run("diff", two[0], notes, "--format", format_).stdout
    changed = summary(run("diff", two[0], notes, "--change"))
    assert changed.startswith("1 milestone removed; 2 dates moved; 2 links removed;")


def test_accounts_are_called_old_and_new_on_paths_too(run, two):
    text = run("diff", *two, "--drift", "--target", "C").stdout
    assert "  milestone  OLD         NEW         days  float OLD  float NEW  name" in text
    assert "Projected 2020-04-01 -> 2020-05-01, 30 days later" in text
    assert "before" not in text


def test_plans_with_nothing_in_common(run, write, two):
    other = write("other.yaml", "milestones: {X: {}, Y: {requires: [X]}}\n")
    assert summary(run("diff", two[0], other, "--drift")) == (
        "0 milestones in both, 3 only in OLD, 2 only in NEW."
    )
