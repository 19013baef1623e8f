"""Files that git keeps in another form: pointers of Git LFS, and filters of a revision."""

import subprocess

import pytest

from ..git import git

POINTER = (
    "version https://git-lfs.github.com/spec/v1\n"
    "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"
)
TURN = "tr A-Za-z N-ZA-Mn-za-m"
PLAN = "milestones:\n  M1: {due: 2024-02-01}\n"


@pytest.mark.parametrize(
    "end",
    ["yaml", "csv", "tsv", "xls", "xlsx", "txt", "rst", "xer", "xml", "pmxml", "mspdi", "mpp"],
)
def test_a_pointer_of_git_lfs_is_named_as_that_with_the_command(end, refusal, write):
    error = refusal("check", write(f"plan.{end}", POINTER))
    assert f"plan.{end}: cannot be read: it is a pointer of Git LFS" in error
    assert "'git lfs pull'" in error


def test_a_configuration_that_is_a_pointer_is_named_too(run, write):
    write("depgraph.yaml", POINTER)
    assert "it is a pointer of Git LFS" in run("check", write("plan.yaml", PLAN)).stderr


@pytest.fixture
def repository(tmp_path):
    """A repository that keeps its plans with all letters turned."""
    root = tmp_path / "repo"
    (root / "sub" / "plans").mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "filter.turned.clean", TURN)
    git(root, "config", "filter.turned.smudge", TURN)
    (root / ".gitattributes").write_text("*.yaml filter=turned\n")
    (root / "sub/plans/plan.yaml").write_text(PLAN)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "plan")
    return root


@pytest.mark.parametrize("here", [".", "sub", "sub/plans"])
def test_a_revision_is_read_through_the_filters_of_git(here, run, repository):
    stored = subprocess.run(
        ["git", "show", "HEAD:sub/plans/plan.yaml"], cwd=repository, capture_output=True, check=True
    ).stdout
    assert stored.startswith(b"zvyrfgbarf:"), "git keeps it in another form"
    now = repository / "sub/plans/plan.yaml"
    now.write_text(PLAN.replace("02-01", "03-01"))
    done = run("diff", "HEAD:sub/plans/plan.yaml", now, cwd=repository / here)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 date moved later" in done.stdout


def test_a_filter_that_fails_is_told(refusal, repository):
    git(repository, "config", "filter.turned.smudge", "false")
    git(repository, "config", "filter.turned.required", "true")
    error = refusal("diff", "HEAD:sub/plans/plan.yaml", "sub/plans/plan.yaml", cwd=repository)
    assert "'sub/plans/plan.yaml' through its filter 'turned'" in error


def test_a_pointer_in_a_revision_is_named_as_that(refusal, repository):
    (repository / "x.csv").write_text(POINTER)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "pointer")
    error = refusal("diff", "HEAD:x.csv", "HEAD:sub/plans/plan.yaml", cwd=repository)
    assert "HEAD:x.csv: cannot be read: it is a pointer of Git LFS" in error
