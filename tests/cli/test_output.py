import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from depgraph.cli.output import write_whole
from depgraph.errors import OutputError

ROOT = Path(__file__).parents[2]
SCRIPT = Path(sys.executable).with_name("depgraph")
COMMANDS = ["export", "show LDM-503-09", "critical-path LDM-503-17", "render --format dot", "check"]


def shell(line):
    return subprocess.run(
        ["bash", "-c", line], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_device_is_exit_status_2(command):
    done = shell(f"{SCRIPT} {command} > /dev/full")
    assert done.returncode == 2
    assert done.stderr == ("error: cannot write to standard output: No space left on device\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_closed_standard_output_is_exit_status_2(command):
    done = shell(f"{SCRIPT} {command} >&-")
    assert done.returncode == 2
    assert done.stderr == "error: there is nowhere to write to: standard output is closed\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_goes_away_is_no_failed_check(command):
    done = shell(f"{SCRIPT} {command} | true; echo ${{PIPESTATUS[0]}}")
    assert done.stdout in ("141\n", "0\n")
    assert done.stderr == ""


def test_a_symbolic_link_is_followed(tmp_path):
    (tmp_path / "real").write_text("before")
    (tmp_path / "link").symlink_to("real")
    write_whole(tmp_path / "link", b"after")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "after"


def test_what_is_no_regular_file_is_written_to_and_stays(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE)
    write_whole(pipe, b"through")
    assert reader.communicate()[0] == b"through"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_the_mode_of_a_file_stays(tmp_path):
    path = tmp_path / "plan.json"
    path.write_text("before")
    path.chmod(0o640)
    write_whole(path, b"after")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["no/plan.json", "", "a\0b"])
def test_what_cannot_be_written_is_said(tmp_path, name):
    with pytest.raises(OutputError, match="cannot write"):
        write_whole(tmp_path / name, b"x")
    assert not list(tmp_path.iterdir())


OF_PLANS = "files that end in .yaml are those of plans; take another name"


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("check --output", OF_PLANS),
        ("export -o", "the plan is read from it"),
        ("render --format dot -o", "the plan is read from it"),
    ],
)
def test_a_file_of_the_plan_is_never_overwritten(tmp_path, command, reason):
    text = "as_of: 2020-01-01\nmilestones: {A: {}, B: {requires: [A]}}\n"
    (tmp_path / "plan.yaml").write_text(text)
    (tmp_path / "depgraph.yaml").write_text("graph: plan.yaml\n")
    for name in ("plan.yaml", "depgraph.yaml"):
        done = shell(f"cd {tmp_path} && {SCRIPT} {command} {name}")
        assert done.returncode == 2
        assert done.stderr == f"error: cannot write {name}: {reason}\n"
    assert (tmp_path / "plan.yaml").read_text() == text


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("check --output", OF_PLANS),
        ("export -o", "it is a YAML file, perhaps of a plan"),
        ("render --format dot -o", "it is a YAML file, perhaps of a plan"),
    ],
)
def test_a_file_of_another_plan_is_never_overwritten(tmp_path, command, reason):
    (tmp_path / "plan.yaml").write_text("as_of: 2020-01-01\nmilestones: {A: {}}\n")
    (tmp_path / "other.yaml").write_text("milestones: {B: {}}\n")
    done = shell(f"cd {tmp_path} && {SCRIPT} {command} other.yaml --graph plan.yaml")
    assert done.returncode == 2
    assert f"cannot write other.yaml: {reason}" in done.stderr
    assert (tmp_path / "other.yaml").read_text() == "milestones: {B: {}}\n"


def test_a_dash_is_no_file():
    done = shell(f"{SCRIPT} export -o -")
    assert done.returncode == 2
    assert "leave the option out" in done.stderr
    assert not (ROOT / "-").exists()
