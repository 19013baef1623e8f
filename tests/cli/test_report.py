import json
import re
import shutil

import pytest

needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")


def data_of(markup):
    return json.loads(re.search(r'id="plan">(.*?)</script>', markup, re.DOTALL)[1])


@needs_dot
def test_the_report_of_the_shipped_plan(run, tmp_path):
    path = tmp_path / "review.html"
    done = run("report", "-o", path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert path.stat().st_size < 1_000_000
    text = path.read_text(encoding="utf-8")
    assert "<title>Rubin Observatory Data Management milestones</title>" in text
    assert 'data-code="LDM-503-17a"' in text
    assert data_of(text)["target"] == "LDM-503-17"


@needs_dot
def test_without_output_it_is_printed(run, tmp_path):
    run("report", "-o", tmp_path / "a.html")
    assert run("report").stdout == (tmp_path / "a.html").read_text(encoding="utf-8")


@needs_dot
def test_the_same_bytes_under_any_hash_seed(run):
    assert len({run("report", env={"PYTHONHASHSEED": seed}).stdout for seed in "012"}) == 1


@needs_dot
def test_title_and_target_can_be_chosen(run):
    done = run("report", "--title", "A <b>review", "--target", "LDM-503-09")
    assert "<title>A &lt;b&gt;review</title>" in done.stdout
    assert data_of(done.stdout)["target"] == "LDM-503-09"


def test_an_unknown_target(run, tmp_path):
    done = run("report", "--target", "LDM-503-77", "-o", tmp_path / "a.html")
    assert done.returncode == 2
    assert "unknown milestone 'LDM-503-77'" in done.stderr
    assert not list(tmp_path.iterdir())


def test_without_graphviz_the_report_says_so_in_place_of_the_pictures(run, tmp_path):
    done = run("report", env={"PATH": str(tmp_path)})
    assert done.returncode == 0
    assert "warning: the report is without the picture 'Overview'" in done.stderr
    assert "apt-get install graphviz" in done.stderr
    assert "There is no picture:" in done.stdout
    assert len(data_of(done.stdout)["milestones"]) == 142


def test_a_file_of_the_plan_is_not_overwritten(run, write):
    plan = write("plan.yaml", "milestones: {A: {}}\n")
    done = run("report", "--graph", plan, "-o", plan)
    assert done.returncode == 2
    assert "the plan is read from it" in done.stderr


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("milestones: {A: {}}\n", "needs an as-of date"),
        (
            "as_of: 2020-01-01\nmilestones:\n  A: {requires: [B]}\n  B: {requires: [A]}\n",
            "the links go round in a circle",
        ),
    ],
)
def test_a_plan_without_projected_dates_has_a_report_that_says_why(run, write, plan, said):
    done = run("report", "--graph", write("plan.yaml", plan))
    assert done.returncode == 0
    data = data_of(done.stdout)
    assert said in data["refusal"]
    assert (data["routes"], data["target"]) == ({}, None)
