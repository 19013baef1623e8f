import shutil
import xml.etree.ElementTree as ET

import pytest

HAS_DOT = shutil.which("dot") is not None
needs_dot = pytest.mark.skipif(not HAS_DOT, reason="Graphviz is not installed")


@needs_dot
def test_the_picture_of_the_shipped_plan(run, tmp_path):
    path = tmp_path / "review.svg"
    done = run("render", "-o", path, "--critical", "LDM-503-17")
    assert (done.returncode, done.stderr) == (0, "")
    texts = {text.strip() for text in ET.parse(path).getroot().itertext()}
    assert "Rubin Observatory Data Management milestones" in texts
    assert "LDM-503-17a" in texts


@needs_dot
def test_the_critical_path_is_drawn_with_the_projected_date(run, tmp_path):
    path = tmp_path / "review.svg"
    assert run("render", "-o", path, "--critical", "LDM-503-12").returncode == 0
    said = " ".join(ET.parse(path).getroot().itertext())
    assert "Critical path to LDM-503-12 (projected 2020-11-06, 256 d late): DM-DRP-10" in said


@needs_dot
@pytest.mark.parametrize(
    ("name", "start"),
    [("a.svg", b"<?xml"), ("a.pdf", b"%PDF"), ("a.png", b"\x89PNG"), ("A.DOT", b"digraph")],
)
def test_the_format_follows_the_file_name(run, tmp_path, name, start):
    assert run("render", "-o", tmp_path / name).returncode == 0
    assert (tmp_path / name).read_bytes().lstrip().startswith(start)


def test_the_option_format_wins(run, tmp_path):
    assert run("render", "-o", tmp_path / "a.txt", "--format", "dot").returncode == 0
    assert (tmp_path / "a.txt").read_text().lstrip().startswith("digraph")


def test_an_unknown_ending(run, tmp_path):
    done = run("render", "-o", tmp_path / "a.doc")
    assert done.returncode == 2
    assert "cannot tell the format from 'a.doc'" in done.stderr
    assert not list(tmp_path.iterdir())


def test_without_graphviz_only_dot_works(run, tmp_path):
    no_programs = {"PATH": str(tmp_path)}
    done = run("render", "-o", tmp_path / "a.svg", env=no_programs)
    assert done.returncode == 2
    assert "apt-get install" in done.stderr
    assert not list(tmp_path.iterdir())
    assert run("render", "-o", tmp_path / "a.dot", env=no_programs).returncode == 0


@needs_dot
@pytest.mark.parametrize("form", ["dot", "svg"])
def test_the_same_bytes_under_any_hash_seed(run, form):
    outputs = {
        run("render", "--format", form, env={"PYTHONHASHSEED": seed}).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1


@needs_dot
def test_a_plan_with_a_cycle_is_drawn(run, write, tmp_path):
    plan = write("plan.yaml", "milestones:\n  A: {requires: [B]}\n  B: {requires: [A]}\n")
    assert run("render", "--graph", plan, "-o", tmp_path / "a.svg").returncode == 0


def test_an_unknown_critical_target(run, tmp_path):
    done = run("render", "--critical", "LDM-503-77", "-o", tmp_path / "a.dot")
    assert done.returncode == 2
    assert "unknown milestone 'LDM-503-77'" in done.stderr
    assert not list(tmp_path.iterdir())
