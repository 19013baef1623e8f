"""The action for GitHub and the template for GitLab: their own steps, run as a runner does."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from .git import git

ROOT = Path(__file__).parents[1]
ACTION = ROOT / ".github/actions/check/action.yml"
TEMPLATE = ROOT / ".gitlab/depgraph-check.yml"
SCRIPT = Path(sys.executable).with_name("depgraph")

OLD = """\
as_of: 2020-01-01
milestones:
  A: {level: 2, due: 2020-03-01}
  B: {level: 2, due: 2020-02-01, requires: [A]}
  C: {level: 2, due: 2020-05-01}
"""
NEW = OLD.replace("C: {level: 2, due: 2020-05-01}", "C: {level: 2, due: 2020-01-15, requires: [B]}")
CONFIG = "graph: plan.yaml\nchecks: {orphan: off}\n"
OLD_ERROR, NEW_ERROR = "A is due 2020-03-01", "B is due 2020-02-01"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("bash") or not shutil.which("git"), reason="no bash, git"),
]


@pytest.fixture
def repository(tmp_path):
    """A repository with one error since ``main``, and one that was there before."""
    folder = tmp_path / "work"
    (folder / "graphs").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    (folder / "graphs/depgraph.yaml").write_text(CONFIG)
    (folder / "graphs/plan.yaml").write_text(OLD)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Plan")
    (folder / "graphs/plan.yaml").write_text(NEW)
    return folder


def bash(script, folder, env):
    own = {name: value for name, value in os.environ.items() if not name.startswith(("CI_", "GIT"))}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**own, "COLUMNS": "200", **env},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def with_script(place):
    """Put the installed script where a step looks for one of its own."""
    place.parent.mkdir(parents=True)
    place.write_text(f'#!/bin/sh\nexec "{SCRIPT}" "$@"\n')
    place.chmod(0o755)


# -- GitHub ----------------------------------------------------------------------------


@pytest.fixture
def act(repository, tmp_path):
    """Run the step that checks, with inputs; return what it did and the files that it wrote."""
    temporary = tmp_path / "runner"
    with_script(temporary / "depgraph/bin/depgraph")
    action = yaml.safe_load(ACTION.read_text())
    _, step = action["runs"]["steps"]

    def call(**inputs):
        assert set(inputs) <= set(action["inputs"])
        files = {name: tmp_path / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            path.write_text("")
        env = {name: str(path) for name, path in files.items()}
        for name, value in step["env"].items():
            expected = value.removeprefix("${{ inputs.").removesuffix(" }}")
            env[name] = inputs.get(expected, "")
        env |= {"RUNNER_TEMP": str(temporary), "GITHUB_WORKSPACE": str(repository)}
        done = bash(step["run"], repository, env)
        lines = files["GITHUB_OUTPUT"].read_text().splitlines()
        outputs = dict(line.split("=", 1) for line in lines)
        return done, outputs, files["GITHUB_STEP_SUMMARY"].read_text()

    return call


def test_no_input_is_read_as_a_command():
    steps = yaml.safe_load(ACTION.read_text())["runs"]["steps"]
    assert [step["shell"] for step in steps] == ["bash", "bash"]
    assert not any("${{" in step["run"] for step in steps)


@pytest.mark.parametrize("path", ["", "graphs", "graphs/plan.yaml"])
def test_what_is_new_is_annotated_summed_up_and_commented(act, path):
    done, outputs, job_summary = act(path=path, since="main")
    assert done.returncode == 1, done.stderr
    (annotation,) = [line for line in done.stdout.splitlines() if line.startswith("::error")]
    assert "file=graphs/plan.yaml,line=5," in annotation
    assert NEW_ERROR in annotation
    assert "1 finding is new here, " in done.stdout
    comment = Path(outputs["comment"]).read_text()
    assert comment == job_summary
    assert "## depgraph check\n" in comment
    assert NEW_ERROR in comment
    assert "## What changed from main" in comment
    assert "```mermaid\nflowchart LR\n" in comment
    assert "The new link B -> C moves C" in comment
    assert "report" not in outputs


def test_without_a_revision_all_is_new(act):
    done, outputs, _ = act(format="sarif")
    assert done.returncode == 1
    assert sum(line.startswith("::error") for line in done.stdout.splitlines()) == 2
    assert "What changed" not in Path(outputs["comment"]).read_text()
    results = json.loads(Path(outputs["report"]).read_text())["runs"][0]["results"]
    texts = [result["message"]["text"] for result in results]
    assert any(OLD_ERROR in text for text in texts)
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results
    }
    assert uris == {"graphs/plan.yaml"}


def test_a_sound_change_passes(act, repository):
    (repository / "graphs/plan.yaml").write_text(OLD)
    done, outputs, _ = act(since="main")
    assert done.returncode == 0, done.stderr
    assert "No finding is new here" in Path(outputs["comment"]).read_text()
    assert "No differences" in Path(outputs["comment"]).read_text()


def test_today_is_an_as_of_date(act):
    done, outputs, _ = act(since="main", **{"as-of": "today"})
    assert done.returncode == 1
    assert "as of 2020-01-01" not in Path(outputs["comment"]).read_text()


def test_a_plan_that_cannot_be_read_says_why(act, repository):
    (repository / "graphs/plan.yaml").write_text("milestones: [\n")
    done, outputs, job_summary = act(since="main")
    assert done.returncode == 2
    assert "::error title=depgraph::The plan could not be checked" in done.stdout
    comment = Path(outputs["comment"]).read_text()
    assert comment == job_summary
    assert "\n    graphs/plan.yaml:" in comment


def test_a_path_that_is_hostile_is_a_path(act, tmp_path):
    done, _, _ = act(path=f'$(touch {tmp_path}/pwned) `touch {tmp_path}/pwned`; "', since="main")
    assert done.returncode == 2
    assert not (tmp_path / "pwned").exists()


def test_the_action_installs_itself_from_its_checkout(tmp_path):
    install, _ = yaml.safe_load(ACTION.read_text())["runs"]["steps"]
    env = {
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_ACTION_PATH": str(ACTION.parent),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    done = bash(install["run"], tmp_path, env)
    if done.returncode and "hatchling" in done.stderr:
        pytest.skip("what builds the package cannot be had here")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "depgraph/bin/depgraph").is_file()
    (package,) = (tmp_path / "depgraph/lib").glob("python*/site-packages/depgraph")
    assert (package / "cli/check.py").is_file()
    assert (package / "docs/files.md").is_file()


# -- GitLab ----------------------------------------------------------------------------


@pytest.fixture
def run_job(repository):
    with_script(repository / ".depgraph-venv/bin/depgraph")
    job = yaml.safe_load(TEMPLATE.read_text())["depgraph-check"]
    *_, script = job["script"]

    def call(**variables):
        env = {"CI_PROJECT_DIR": str(repository), **variables}
        return bash(script, repository, env), job["artifacts"]

    return call


@pytest.mark.parametrize("path", ["", "graphs", "graphs/plan.yaml"])
def test_a_merge_request_gets_a_report_and_a_comment(run_job, repository, path):
    done, artifacts = run_job(CI_MERGE_REQUEST_DIFF_BASE_SHA="main", DEPGRAPH_PATH=path)
    assert done.returncode == 1, done.stderr
    issues = json.loads((repository / artifacts["reports"]["codequality"]).read_text())
    assert [issue["location"] for issue in issues] == [
        {"path": "graphs/plan.yaml", "lines": {"begin": 5}}
    ]
    (comment,) = artifacts["paths"]
    text = (repository / comment).read_text()
    assert NEW_ERROR in text
    assert "## What changed from main" in text
    assert "1 finding is new here" in done.stdout


def test_a_pipeline_of_a_branch_has_all(run_job, repository):
    done, artifacts = run_job(DEPGRAPH_AS_OF="2020-01-01")
    assert done.returncode == 1, done.stderr
    issues = json.loads((repository / artifacts["reports"]["codequality"]).read_text())
    assert {issue["severity"] for issue in issues} == {"major"}
    assert len(issues) == 2
    assert "What changed" not in (repository / artifacts["paths"][0]).read_text()


def test_a_job_on_a_plan_that_cannot_be_read_fails(run_job, repository):
    (repository / "graphs/plan.yaml").write_text("milestones: [\n")
    done, _ = run_job(DEPGRAPH_SINCE="main")
    assert done.returncode == 2
    assert "graphs/plan.yaml:" in done.stderr
