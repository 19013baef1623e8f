"""What files name stays inside of the repository; what is no plan is not quoted."""

import subprocess
import sys
from pathlib import Path

import pytest

from depgraph.errors import LoadError
from depgraph.plans.loading import load
from depgraph.sources.files import outside_allowed

SECRET = "password: hunter2\nroot: hunter2\n"  # noqa: S105 - a word that must not be shown


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "outside.yaml").write_text("milestones: {OUT: {}}\n")
    (tmp_path / "secret").write_text(SECRET)
    plan = tmp_path / "plan"
    (plan / "sub").mkdir(parents=True)
    (plan / "p.yaml").write_text("milestones: {A: {}}\n")
    (plan / "sub" / "q.yaml").write_text("include: ../p.yaml\nmilestones: {Q: {requires: [A]}}\n")
    monkeypatch.chdir(plan)


def problems_of(*paths: str) -> str:
    with pytest.raises(LoadError) as caught:
        load(list(paths) or None)
    return str(caught.value)


def check(*args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "depgraph", "check", *args]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "text",
    [
        "graph: ../outside.yaml",
        "graph: [p.yaml, ..]",
        "graph: p.yaml\nschedule: ../outside.yaml",
        "graph: p.yaml\nschedules: [{file: ../outside.yaml, as_of: 2019-01-01}]",
        "graph: p.yaml\nrules: [../secret]",
        "graph: p.yaml\nbaseline: ../secret",
        "graph: link.yaml",
    ],
)
def test_a_configuration_names_nothing_outside(text: str) -> None:
    Path("link.yaml").symlink_to("../outside.yaml")
    Path("depgraph.yaml").write_text(f"{text}\n")
    done = check()
    assert done.returncode == 2
    assert "is outside of the folder of the configuration: only with --allow-outside" in done.stderr
    assert done.stderr.startswith("depgraph.yaml:")
    assert "hunter2" not in done.stderr
    assert "password" not in done.stderr


@pytest.mark.parametrize(
    "written", ["../outside.yaml", "/etc/passwd", "link.yaml", "../plan/../secret"]
)
def test_an_include_names_nothing_outside(written: str) -> None:
    Path("link.yaml").symlink_to("../outside.yaml")
    Path("i.yaml").write_text(f"include: ['{written}']\nmilestones: {{I: {{}}}}\n")
    message = "is outside of the folder of the file that names it"
    assert problems_of("i.yaml").startswith(f"i.yaml:1:11: include: '{written}' {message}")


def test_a_link_in_a_directory_leads_nowhere_outside() -> None:
    Path("leak.yaml").symlink_to("../secret")
    Path("baseline.yaml").symlink_to("../secret")
    Path("depgraph.yaml").write_text("title: plan\n")
    done = check()
    assert done.returncode == 2
    assert "leak.yaml: symbolic link: 'leak.yaml' is outside of" in done.stderr
    assert "depgraph.yaml: 'baseline.yaml' is outside of" in done.stderr
    assert "hunter2" not in done.stderr


def test_inside_of_the_repository_any_folder_may_be_named() -> None:
    Path("../.git").mkdir()
    Path("depgraph.yaml").write_text("graph: ../outside.yaml\n")
    assert "OUT" in load()
    assert "'../../x.yaml' is outside of the repository" in problems_of_config("../../x.yaml")


def problems_of_config(graph: str) -> str:
    Path("depgraph.yaml").write_text(f"graph: {graph}\n")
    return problems_of()


def test_below_a_configuration_its_whole_folder_may_be_named() -> None:
    assert "'../p.yaml' is outside of the folder of the file" in problems_of("sub/q.yaml")
    Path("depgraph.yaml").write_text("graph: sub/q.yaml\n")
    assert load().predecessors("Q") == ("A",)


def test_an_option_allows_it() -> None:
    Path("depgraph.yaml").write_text("graph: ../outside.yaml\n")
    assert check("--allow-outside").returncode == 0
    with outside_allowed():
        assert "OUT" in load()
    assert check().returncode == 2


def test_what_the_command_line_names_may_be_anywhere() -> None:
    assert "OUT" in load("../outside.yaml")


@pytest.mark.parametrize("args", [("SECRET",), ("--config", "SECRET"), ("--graph", "SECRET")])
@pytest.mark.parametrize(
    "secret",
    [SECRET, "hunter2\nhunter2\n", "- hunter2\n", "hunter2: &hunter2 !hunter2 x\nhunter2: x\n"],
)
def test_what_is_no_plan_is_not_quoted(args: tuple[str, ...], secret: str) -> None:
    Path("s").write_text(secret)
    done = check(*("s" if arg == "SECRET" else arg for arg in args))
    assert done.returncode == 2
    assert "hunter2" not in done.stderr
    assert done.stderr.startswith("s:1:1: ")


def test_a_typing_error_is_still_hinted_at() -> None:
    Path("t.yaml").write_text("milestnes: {A: {}}\n")
    assert "unknown key 'milestnes' (did you mean 'milestones'?)" in problems_of("t.yaml")
