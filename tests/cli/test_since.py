"""``check --since``: new is what the other plan does not have. And the paths of a repository."""

import json

import pytest

from ..git import git

OLD = """\
as_of: 2020-01-01
milestones:
  A: {due: 2020-03-01}
  B: {due: 2020-02-01, requires: [A]}
  C: {due: 2020-05-01}
"""
NEW = OLD.replace("C: {due: 2020-05-01}", "C: {due: 2020-01-15, requires: [B]}")
CONFIG = "graph: plan.yaml\nchecks: {orphan: off, overdue: error}\n"


def commit(folder, tag):
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", tag)
    git(folder, "tag", tag)


@pytest.fixture
def repository(tmp_path):
    """A repository with a plan in ``plans/graphs``, which has one more error since ``first``."""
    root = tmp_path / "repo"
    folder = root / "plans" / "graphs"
    folder.mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    (root / "README.md").write_text("No plan yet.\n")
    commit(root, "empty")
    (folder / "depgraph.yaml").write_text(CONFIG)
    (folder / "plan.yaml").write_text(OLD)
    (folder / "broken.yaml").write_text("milestones: [\n")
    commit(root, "first")
    (folder / "plan.yaml").write_text(NEW)
    (folder / "broken.yaml").write_text(OLD)
    return root


def new(done):
    """Return what is new, and which findings the other plan has too."""
    findings = json.loads(done.stdout)["findings"]
    by_status = {"new": [], "earlier": []}
    for finding in findings:
        by_status[finding["status"]].append((finding["prerequisite"], finding["dependent"]))
    return by_status["new"], by_status["earlier"]


@pytest.mark.parametrize(
    ("folder", "arguments"),
    [
        ("plans", ()),
        ("plans/graphs", ("plan.yaml",)),
        ("", ("plans/graphs",)),
        ("", ("--config", "plans/graphs/depgraph.yaml")),
        ("plans", ("--graph", "graphs/plan.yaml", "--schedule", "graphs/plan.yaml")),
    ],
)
def test_the_plan_is_the_same_in_the_revision_however_it_is_named(
    run, repository, folder, arguments
):
    done = run("check", *arguments, "--since", "first", "--format", "json", cwd=repository / folder)
    assert done.returncode == 1, done.stderr
    assert new(done) == ([("B", "C")], [("A", "B")])
    assert json.loads(done.stdout)["summary"]["since"] == "first"


def test_a_directory_or_a_path_in_a_revision_does_as_well(run, repository, tmp_path):
    before = tmp_path / "before"
    before.mkdir()
    (before / "plan.yaml").write_text(OLD)
    for name in (before, "first:plans/graphs"):
        done = run("check", "--since", name, "--format", "json", cwd=repository / "plans")
        assert new(done) == ([("B", "C")], [("A", "B")])


def test_the_words_and_the_exit_status_are_about_new_findings(run, printed, repository):
    done = run("check", "--since", "first", cwd=repository / "plans")
    assert done.returncode == 1
    assert done.stdout.endswith(
        "1 new error; 0 new warnings, 0 notes, 0 known, 0 queried, 1 earlier "
        "(--all lists the 1 other)\n"
        "1 finding is new here, 1 was there before (in first)\n"
    )
    every = run("check", "--since", "first", "--all", cwd=repository / "plans").stdout
    assert (done.stdout.count("[earlier] "), every.count("[earlier] ")) == (0, 1)
    (repository / "plans/graphs/plan.yaml").write_text(OLD)
    text = printed("check", "--since", "first", cwd=repository / "plans")
    assert text.endswith("No finding is new here, 1 was there before (in first)\n")
    assert run("check", cwd=repository / "plans").returncode == 1


def test_what_the_revision_accepts_or_takes_less_seriously_is_new(run, repository):
    folder = repository / "plans/graphs"
    (folder / "plan.yaml").write_text(OLD)
    entry = {"rule": "date-order", "prerequisite": "A", "dependent": "B", "reason": "For now."}
    (folder / "baseline.yaml").write_text(json.dumps({"findings": [entry]}))
    commit(repository, "accepted")
    (folder / "baseline.yaml").unlink()
    done = run("check", "--since", "accepted", "--format", "json", cwd=folder)
    assert new(done) == ([("A", "B")], [])
    (folder / "depgraph.yaml").write_text(f"{CONFIG[:-2]}, date-order: warning}}\n")
    commit(repository, "warned")
    assert run("check", "--since", "warned", cwd=folder).returncode == 0
    (folder / "depgraph.yaml").write_text(CONFIG)
    done = run("check", "--since", "warned", "--format", "json", cwd=folder)
    assert new(done) == ([("A", "B")], [])


def test_strict_and_the_as_of_date_hold_for_both(run, repository):
    folder = repository / "plans/graphs"
    queried = OLD.replace("requires: [A]", "requires: [{id: A, query: Is it?}]")
    (folder / "plan.yaml").write_text(queried)
    commit(repository, "queried")
    options = ("--since", "queried", "--strict", "--as-of", "2020-12-31", "--format", "json")
    done = run("check", *options, cwd=folder)
    assert done.returncode == 0
    assert new(done) == ([], [("A", "B"), (None, None), (None, None), (None, None)])


@pytest.mark.parametrize(
    ("revision", "arguments", "why"),
    [
        ("empty", (), "revision 'empty' has no plan"),
        ("empty", ("graphs/plan.yaml",), "revision 'empty' has no graphs/plan.yaml"),
        ("first", ("graphs/broken.yaml",), "the plan in first cannot be read"),
    ],
)
def test_without_a_plan_to_compare_with_every_finding_is_new(
    run, repository, revision, arguments, why
):
    done = run("check", *arguments, "--since", revision, cwd=repository / "plans")
    assert done.returncode == 1
    assert why in done.stderr
    assert ", so every finding is new\n" in done.stderr
    assert ", 0 were there before" in done.stdout


def test_what_is_not_there_at_all_is_an_error(refusal, repository, tmp_path):
    error = refusal("check", "--since", "nosuch", cwd=repository / "plans")
    assert "no git revision here" in error
    (tmp_path / "other.yaml").write_text(OLD)
    error = refusal("check", "../../other.yaml", "--since", "first", cwd=repository / "plans")
    assert "outside of the repository" in error


def test_a_list_of_another_program_is_compared_with_its_revision(run, tmp_path):
    git(tmp_path, "init", "-q")
    head = "task_code,status_code,task_name,start_date,end_date,pred_list,succ_list\n"
    rows = [
        "A,Not Started,First,2020-02-03,2020-02-03,,\n",
        "B,Not Started,Second,2020-03-01,2020-03-01,,\n",
    ]
    (tmp_path / "plan.csv").write_text(head + rows[0])
    commit(tmp_path, "first")
    (tmp_path / "plan.csv").write_text(head + "".join(rows))
    options = ("--as-of", "2020-01-01", "--select", "orphan", "--all", "--format", "json")
    done = run("check", "plan.csv", "--since", "first", *options, cwd=tmp_path)
    findings = json.loads(done.stdout)["findings"]
    assert {finding["milestone"]: finding["status"] for finding in findings} == {
        "A": "earlier",
        "B": "new",
    }


# -- how much, and where ---------------------------------------------------------------


def many(count):
    late = "".join(f"  M{number}: {{due: 2019-12-01}}\n" for number in range(count))
    return f"as_of: 2020-01-01\nmilestones:\n{late}"


def test_text_has_ten_findings_of_a_rule(run, write):
    plan = write("many.yaml", many(20))
    done = run("check", "--select", "overdue", plan)
    assert done.stdout.count("was due 2019-12-01") == 10
    assert "and 10 more (--all)" in done.stdout
    assert "(--all lists the 10 others)" in done.stdout
    assert (
        run("check", "--select", "overdue", "--all", plan).stdout.count("was due 2019-12-01") == 20
    )
    ten = write("ten.yaml", many(10))
    assert "more (--all)" not in run("check", "--select", "overdue", ten).stdout


def files(form, text):
    """Return the files that a report in a format names."""
    if form == "github":
        marked = [line.split("file=")[1] for line in text.splitlines() if "file=" in line]
        return {line.split(",")[0] for line in marked}
    data = json.loads(text)
    if form == "gitlab":
        return {issue["location"]["path"] for issue in data}
    return {
        place["physicalLocation"]["artifactLocation"]["uri"]
        for result in data["runs"][0]["results"]
        for place in result["locations"]
    }


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif"])
@pytest.mark.parametrize(
    ("variable", "top", "folder", "shown"),
    [
        ("", "", "plans/graphs", "plans/graphs/plan.yaml"),
        ("", "", "", "plans/graphs/plan.yaml"),
        ("GITHUB_WORKSPACE", "plans", "plans/graphs", "graphs/plan.yaml"),
        ("CI_PROJECT_DIR", "plans", "", "graphs/plan.yaml"),
        ("CI_PROJECT_DIR", "elsewhere", "plans", "plans/graphs/plan.yaml"),
    ],
)
def test_paths_are_those_of_the_repository(run, repository, form, variable, top, folder, shown):
    env = {variable: str(repository / top)} if variable else {}
    plan = repository / "plans/graphs"
    done = run("check", plan, "--format", form, cwd=repository / folder, env=env)
    assert files(form, done.stdout) == {shown}


CIRCLE = """\
as_of: 2020-01-01
milestones:
  A: {due: 2020-03-01, requires: [B]}
  B: {due: 2020-02-01, requires: [A]}
"""


@pytest.mark.parametrize("name", ["cyclic", "cyclic:plans/graphs", "before"])
def test_circles_are_cut_in_both(run, repository, name):
    folder = repository / "plans/graphs"
    (folder / "plan.yaml").write_text(CIRCLE)
    commit(repository, "cyclic")
    (folder / "before").mkdir()
    (folder / "before/plan.yaml").write_text(CIRCLE)
    done = run("check", "--since", name, "--cut-cycles", "--format", "json", cwd=folder)
    assert done.stderr.count("left out: ") == 1
    assert new(done)[0] == []
