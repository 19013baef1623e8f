"""Where tables and documents go: never over a file of a plan, read by the run or not."""

import shutil
from pathlib import Path

import pytest

GRAPHS = Path(__file__).parents[2] / "graphs"


@pytest.mark.parametrize("command", ["list", "slips", "release-plan", "highlights"])
def test_no_file_of_a_plan_is_overwritten(refusal, tmp_path, command):
    shutil.copytree(GRAPHS, tmp_path / "graphs")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    assert len(before) == 8
    for path in before:
        error = refusal(command, "--format", "json", "-o", path, cwd=tmp_path)
        assert "files that end in .yaml are those of plans; take another name" in error
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*ml")} == before


def test_a_link_to_a_file_of_a_plan_is_not_written_through(run, tmp_path, write):
    plan = write("other.yaml", "milestones: {A: {}}\n")
    (tmp_path / "out.csv").symlink_to(plan)
    done = run("list", "-o", tmp_path / "out.csv")
    assert (done.returncode, plan.read_text()) == (2, "milestones: {A: {}}\n")


@pytest.mark.parametrize("name", ["new.yml", "NEW.YAML"])
def test_no_file_is_made_that_would_be_read_as_a_plan(run, tmp_path, name):
    done = run("list", "--format", "csv", "-o", tmp_path / name)
    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
