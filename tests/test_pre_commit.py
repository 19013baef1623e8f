"""The hooks for pre-commit: they are valid, and stop a commit that breaks a plan."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
SCRIPT = Path(sys.executable).with_name("depgraph")

GOOD = """\
as_of: 2020-01-01
milestones:
  A: {due: 2020-01-15}
  B: {due: 2020-02-01, requires: [A]}
"""
BAD = GOOD.replace("2020-01-15", "2020-03-01")

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("pre_commit") is None or shutil.which("git") is None,
    reason="pre-commit or git is not installed",
)


def pre_commit(*arguments, cwd=ROOT, home):
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=cwd,
        env={**os.environ, "PRE_COMMIT_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def git(*arguments, cwd):
    subprocess.run(
        ["git", *arguments],
        cwd=cwd,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
        check=True,
        timeout=60,
    )


def hooks():
    return {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text())}


def local(hook):
    """Return a hook that takes depgraph as it is installed here."""
    entry = hook["entry"].replace("depgraph", str(SCRIPT), 1)
    kept = {key: value for key, value in hook.items() if key != "additional_dependencies"}
    return {**kept, "entry": entry, "language": "system"}


@pytest.fixture
def repository(tmp_path):
    """A git repository that has the hooks, with depgraph as it is installed here."""
    folder = tmp_path / "repository"
    folder.mkdir()
    config = {"repos": [{"repo": "local", "hooks": list(map(local, hooks().values()))}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (folder / "depgraph.yaml").write_text("graph: plan.yaml\n")
    git("init", "-q", cwd=folder)
    return folder


def run_hook(repository, home, hook="depgraph-check"):
    git("add", "-A", cwd=repository)
    return pre_commit("run", "--color=never", hook, cwd=repository, home=home)


def test_the_manifest_is_valid(tmp_path):
    done = pre_commit("validate-manifest", MANIFEST, home=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {name: hook["language"] for name, hook in hooks().items()} == {
        "depgraph-check": "python",
        "depgraph-fmt": "python",
    }


def test_a_sound_plan_is_let_through(repository, tmp_path):
    (repository / "plan.yaml").write_text(GOOD)
    done = run_hook(repository, tmp_path / "home")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


def test_a_new_error_stops_the_commit_and_is_shown_once(repository, tmp_path):
    (repository / "plan.yaml").write_text(BAD)
    (repository / "other.yaml").write_text("key: value\n")
    done = run_hook(repository, tmp_path / "home")
    assert done.returncode == 1
    assert "- exit code: 1" in done.stdout
    assert done.stdout.count("plan.yaml:4: A is due 2020-03-01, 29 days after B") == 1


def test_without_a_file_of_a_plan_in_the_commit_nothing_is_checked(repository, tmp_path):
    (repository / "plan.yaml").write_text(BAD)
    git("add", "-A", cwd=repository)
    git("-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "Plan", cwd=repository)
    (repository / "notes.md").write_text("words\n")
    done = run_hook(repository, tmp_path / "home")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Skipped" in done.stdout


@pytest.mark.parametrize("end", ["csv", "xlsx", "xls", "YAML"])
def test_a_plan_in_any_of_its_formats_is_checked(repository, tmp_path, end):
    (repository / "plan.yaml").write_text(BAD)
    git("add", "-A", cwd=repository)
    git("-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qnm", "Plan", cwd=repository)
    (repository / f"export.{end}").write_text("")
    done = run_hook(repository, tmp_path / "home")
    assert (done.returncode, "- exit code: 1" in done.stdout) == (1, True)


def test_a_file_in_another_layout_is_brought_into_the_one(repository, tmp_path):
    plan = repository / "plan.yaml"
    plan.write_text(GOOD.replace("{due: 2020-01-15}", "{ due:   2020-01-15 }"))
    done = run_hook(repository, tmp_path / "home", "depgraph-fmt")
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stdout
    assert "{due: 2020-01-15}" in plan.read_text()
    assert run_hook(repository, tmp_path / "home", "depgraph-fmt").returncode == 0
