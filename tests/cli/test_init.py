"""A plan from nothing: sound at once, and never at the cost of files that are there."""

import pytest

NAMES = ["depgraph.yaml", "milestones.yaml", "schedule.yaml"]


def test_the_new_plan_passes_at_once(json_of, run, printed, tmp_path):
    done = run("init", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == NAMES
    printed("check", cwd=tmp_path)
    findings = json_of("check", cwd=tmp_path)["findings"]
    assert findings == []


@pytest.mark.parametrize("folder", [".", "plan", "two/levels"])
def test_what_it_says_to_do_next_works(printed, tmp_path, folder):
    text = printed("init", folder, cwd=tmp_path)
    commands = [line.split() for line in text.splitlines() if line.startswith("  depgraph ")]
    assert [command[1] for command in commands] == ["check", "critical-path", "render"]
    for _, *arguments in commands[:2]:
        printed(*arguments, cwd=tmp_path)
    assert {line.removeprefix("wrote ") for line in text.splitlines()[:3]} == {
        str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.yaml")
    }


def test_a_plan_that_is_found_needs_no_name(run, tmp_path):
    assert "--config" not in run("init", "graphs", cwd=tmp_path).stdout
    assert run("check", cwd=tmp_path).returncode == 0
    assert "--config other/depgraph.yaml" in run("init", "other", cwd=tmp_path).stdout
    # A configuration in the working directory comes before the one in 'graphs'.
    nearer = tmp_path / "nearer"
    nearer.mkdir()
    assert run("init", cwd=nearer).returncode == 0
    assert "--config graphs/depgraph.yaml" in run("init", "graphs", cwd=nearer).stdout


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_there_is_not_overwritten(refusal, tmp_path, name):
    (tmp_path / name).write_text("mine")
    assert f"nothing written: {name} is there already" in refusal("init", cwd=tmp_path)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(name, "mine")]


def test_several_files_that_are_there_are_told_together(run, refusal, tmp_path):
    assert run("init", cwd=tmp_path).returncode == 0
    error = refusal("init", cwd=tmp_path)
    assert f"nothing written: {', '.join(NAMES)} are there already" in error


def test_a_broken_link_counts_as_a_file(refusal, tmp_path):
    (tmp_path / "schedule.yaml").symlink_to("nowhere")
    assert "schedule.yaml is there already" in refusal("init", cwd=tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_in_place_of_the_directory(refusal, tmp_path):
    (tmp_path / "plan").write_text("mine")
    assert "cannot write" in refusal("init", "plan/below", cwd=tmp_path)
    assert (tmp_path / "plan").read_text() == "mine"
