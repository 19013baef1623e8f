"""``depgraph fmt``: which files, what is written, and when nothing is."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

UNTIDY = "milestones:\n    B:\n    A: {requires: [B],name: 'First'}   # one\n"


def test_a_file_is_rewritten_once(run, write):
    path = write("plan.yaml", UNTIDY)
    done = run("fmt", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{path}: changed\n1 of 1 file changed\n"
    assert path.read_text() == "milestones:\n  B:\n  A: {name: First, requires: [B]}      # one\n"
    assert run("fmt", path).stdout == "0 of 1 file changed\n"
    assert [each.name for each in path.parent.iterdir()] == ["plan.yaml"]


def test_check_writes_nothing(run, write):
    path = write("plan.yaml", UNTIDY)
    done = run("fmt", "--check", path)
    assert done.returncode == 1
    assert done.stdout.startswith(f"{path}: would change\n")
    assert path.read_text() == UNTIDY
    run("fmt", path)
    assert run("fmt", "--check", path).returncode == 0


def test_a_directory_stands_for_the_plan_in_it(run, write, tmp_path):
    write("depgraph.yaml", "schedule: dates/now.yaml\ngraph: [plan.yaml]\nrules: [team.yaml]\n")
    write("plan.yaml", "milestones: {A: {requires: [R]}}\ninclude: more/rest.yml\n")
    write("more/rest.yml", "milestones:\n   R:\n")
    write("dates/now.yaml", "milestones:\n   A: {}\nas_of: 2020-01-01\n")
    write("baseline.yaml", "findings:\n- reason: r\n  rule: orphan\n  milestone: A\n")
    write("beside.yaml", "milestones:\n   X:\n")
    write("team.yaml", "rules:\n- kind: needs\n  id: r\n")
    write("unrelated/other.yaml", "a:   [\n")
    done = run("fmt", "--check", ".", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert done.stdout.splitlines() == [
        "baseline.yaml: would change",
        "beside.yaml: would change",
        "dates/now.yaml: would change",
        "depgraph.yaml: would change",
        "more/rest.yml: would change",
        "plan.yaml: would change",
        "team.yaml: would change",
        "7 of 7 files would change",
    ]
    without = run("fmt", "--check", cwd=tmp_path).stdout.splitlines()
    assert [line for line in done.stdout.splitlines() if line not in without] == [
        "beside.yaml: would change",
        "7 of 7 files would change",
    ]
    assert run("fmt", ".", cwd=tmp_path).returncode == 0
    assert run("fmt", "--check", ".", cwd=tmp_path).returncode == 0
    assert (tmp_path / "dates/now.yaml").read_text() == (
        "as_of: 2020-01-01\nmilestones:\n  A: {}\n"
    )


def test_the_shipped_plan_says_the_same_afterwards(run, tmp_path):
    shutil.copytree(ROOT / "graphs", tmp_path / "graphs")
    before = run("export", cwd=tmp_path).stdout
    assert run("fmt", cwd=tmp_path).returncode == 0
    assert run("export", cwd=tmp_path).stdout == before
    assert run("fmt", "--check", cwd=tmp_path).returncode == 0


def test_the_shipped_files_are_canonical(run):
    done = run("fmt", "--check")
    assert (done.returncode, done.stdout) == (0, "0 of 7 files would change\n")


@pytest.mark.parametrize(
    "text", ["milestones: [\n", "milestones:\n  A: {requres: [B]}\n", "", "- a\n", "a: &x\nb: *y\n"]
)
def test_a_broken_file_gives_the_messages_of_the_loader_and_all_stay(run, refusal, write, text):
    good = write("good.yaml", UNTIDY)
    bad = write("bad.yaml", text)
    error = refusal("fmt", good, bad)
    assert error
    assert error == run("export", "--graph", bad).stderr
    assert good.read_text() == UNTIDY
    assert bad.read_text() == text


def test_a_broken_configuration_or_baseline(run, write, tmp_path):
    config = write("depgraph.yaml", "grph: x\n")
    done = run("fmt", config)
    assert (done.returncode, "unknown key 'grph'" in done.stderr) == (2, True)
    baseline = write("b/baseline.yaml", "findings: [{rule: x}]\n")
    done = run("fmt", baseline)
    assert (done.returncode, "the key 'reason' is missing" in done.stderr) == (2, True)


def test_what_is_not_there(run, tmp_path):
    done = run("fmt", tmp_path / "none.yaml")
    assert (done.returncode, "cannot be read: No such file" in done.stderr) == (2, True)
    done = run("fmt", tmp_path)
    assert (done.returncode, "the directory has no graph file" in done.stderr) == (2, True)
    done = run("fmt", cwd=tmp_path)
    assert (done.returncode, "no plan found" in done.stderr) == (2, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_directory_is_not_written(run, write):
    path = write("plan.yaml", UNTIDY)
    path.parent.chmod(0o555)
    done = run("fmt", path)
    path.parent.chmod(0o755)
    assert (done.returncode, "cannot write" in done.stderr) == (2, True)
    assert path.read_text() == UNTIDY


def test_a_symbolic_link_stays_one(run, write):
    path = write("plan.yaml", UNTIDY)
    link = path.with_name("link.yaml")
    link.symlink_to(path)
    assert run("fmt", link).returncode == 0
    assert link.is_symlink()
    assert "name: First" in path.read_text()
