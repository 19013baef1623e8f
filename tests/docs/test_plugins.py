"""The plug-in of the documentation, exactly as it stands there, installed as a package is."""

import subprocess
import sys
import tomllib

import pytest

from .markdown import ROOT, blocks

PAGE = ROOT / "depgraph/docs/plugins.md"
PLAN = """\
as_of: 2020-01-01
milestones:
  A: {due: 2020-02-01, level: 2}
  B: {due: 2020-02-03, level: 2, requires: [A]}
  C: {due: 2020-02-09, level: 3, requires: [B]}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write the files of the page, a plan, and what an installation leaves of the package."""
    folder = tmp_path_factory.mktemp("plug-in")
    files = {block.name: block.text for block in blocks(PAGE) if block.name}
    assert set(files) == {"our_rules.py", "pyproject.toml", "depgraph.yaml"}
    for name, text in files.items():
        (folder / name).write_text(text)
    (folder / "plan.yaml").write_text(PLAN)
    project = tomllib.loads(files["pyproject.toml"])["project"]
    about = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    about.mkdir()
    lines = [f"{key}: {project[key.lower()]}\n" for key in ("Name", "Version")]
    (about / "METADATA").write_text("".join(["Metadata-Version: 2.1\n", *lines]))
    ((group, points),) = project["entry-points"].items()
    lines = [f"{name} = {value}\n" for name, value in points.items()]
    (about / "entry_points.txt").write_text("".join([f"[{group}]\n", *lines]))
    return folder


def depgraph(folder, *arguments):
    program = (
        f"import sys; sys.path.append({str(folder)!r}); from depgraph.cli.main import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def test_it_finds_what_it_says(folder):
    done = depgraph(folder, "check", "--format", "concise")
    assert done.returncode == 0, done.stderr
    assert "plan.yaml:3:3: no-weekends A is due on a Saturday" in done.stdout
    assert "is due on a Sunday" not in done.stdout  # its level is 3


def test_it_is_explained_listed_and_in_the_schema(folder):
    done = depgraph(folder, "check", "--explain", "on-a-weekday")
    assert "each of 'milestones' is due from Monday to Friday" in done.stdout
    assert "Those looked at." in done.stdout
    assert "no-weekends" in depgraph(folder, "rules").stdout
    assert '"on-a-weekday"' in depgraph(folder, "schema", "config").stdout


def test_what_is_wrong_in_such_a_rule_is_told_with_its_line(folder):
    config = (folder / "depgraph.yaml").read_text()
    (folder / "wrong.yaml").write_text(config.replace("milestones:", "milestone:"))
    done = depgraph(folder, "check", "--config", "wrong.yaml")
    assert done.returncode == 2
    assert "wrong.yaml:5:5: rule no-weekends: unknown key 'milestone'" in done.stderr


def test_it_is_short():
    (code,) = [block.text for block in blocks(PAGE, "python")]
    lines = [line for line in code.splitlines() if line.strip()]
    assert len(lines) <= 26
