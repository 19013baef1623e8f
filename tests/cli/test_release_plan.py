"""``depgraph release-plan``: which plan, which part, in which form, to which file."""

import json
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCHEDULES = ROOT / "graphs" / "schedules"

SMALL = """\
as_of: 2020-01-01
milestones:
  REL: {name: Release & co, level: 2, due: 2020-02-01, requires: [PART]}
  PART: {name: A part, level: 3, due: 2020-01-15, forecast: 2020-01-20, requires: [BOLT]}
  BOLT: {name: A bolt, level: 3, completed: 2019-12-01}
"""


def listed(run, *arguments):
    done = run("release-plan", "--format", "json", *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["milestones"]


def test_the_json_form(run):
    first = listed(run)[0]
    assert list(first) == ["id", "name", "due", "completed", "features"]
    assert first["id"] == "LDM-503-01"
    assert (first["due"], first["completed"]) == ("2017-11-30", "2018-05-30")
    assert first["features"][0] == {
        "id": "DM-SUIT-3",
        "name": "Time series analysis tool for WISE data",
        "due": "2016-09-30",
        "completed": "2017-11-30",
    }


@pytest.mark.parametrize(
    ("name", "count"), [("2018-07-17", 26), ("2019-05-20", 28), ("2024-11-30", 40)]
)
def test_a_schedule_is_listed_as_it_is_whatever_the_graph_links(run, name, count):
    path = SCHEDULES / f"{name}.yaml"
    plan = listed(run, "--schedule", path)
    assert len(plan) == count
    assert listed(run, "--schedule", path, "--graph", "graphs") == plan


def test_the_configured_schedule_is_the_one_that_is_meant(run):
    named = listed(run, "--schedule", SCHEDULES / "2019-05-20.yaml")
    assert listed(run) == named
    assert listed(run, "--graph", "graphs") == named
    assert listed(run, "--config", "graphs/depgraph.yaml") == named


def test_an_earlier_as_of_date_makes_later_completions_undone(run):
    plan = {each["id"]: each["completed"] for each in listed(run, "--as-of", "2018-06-01")}
    assert plan["LDM-503-01"] == "2018-05-30"
    assert plan["LDM-503-04"] is None


def test_a_team_has_its_features_only_and_the_rest_is_counted(run):
    plan = listed(run, "--team", "SUIT")
    assert [each["id"] for each in plan] == ["LDM-503-01", "LDM-503-08", "LDM-503-11a"]
    assert {f["id"].rpartition("-")[0] for each in plan for f in each["features"]} == {"DM-SUIT"}
    text = run("release-plan", "--team", "SUIT").stdout
    assert "More features that are not shown: 2." in text
    assert "brings no new features" not in text


def test_selected_milestones_have_all_of_their_features(run):
    whole = listed(run)
    some = listed(run, "--select", "level=2,due_before=2018-01-01")
    assert some == [each for each in whole if each["due"] < "2018-01-01"] != []


def test_a_plan_without_a_schedule_is_listed_by_its_graph(run, write):
    done = run("release-plan", "--graph", write("plan.yaml", SMALL), "--title", "Small <plan>")
    assert done.stdout == (
        "# Small &lt;plan>\n\n"
        "Milestones by due date, each with its features by due date.\n"
        "Complete as of 2020-01-01: 0 of 1 milestones, 0 of 1 features.\n\n"
        "## Contents\n\n"
        "- [Release &amp; co: REL](#release--co-rel)\n\n"
        "## Release &amp; co: REL\n\n"
        "*Due 2020-02-01; incomplete.*\n\n"
        "- PART: A part (*Due 2020-01-15; incomplete, expected 2020-01-20*)\n"
    )
    assert done.stderr == "note: not listed, as no level-2 milestone waits on it directly: BOLT\n"


def test_a_schedule_without_links_gives_dates_to_what_the_graph_links(run, tmp_path):
    assert run("init", tmp_path / "plan").returncode == 0
    plan = listed(run, "--graph", tmp_path / "plan")
    assert [(each["id"], each["due"]) for each in plan] == [
        ("REL-1", "2025-04-30"),
        ("REL-2", "2025-09-30"),
    ]
    assert [[feature["id"] for feature in each["features"]] for each in plan] == [
        ["SW-2"],
        ["SW-3"],
    ]


def test_a_schedule_may_leave_names_and_levels_to_the_graph(run, write):
    write("graph.yaml", SMALL)
    write(
        "schedule.yaml",
        "as_of: 2020-01-01\nmilestones:\n"
        "  REL: {due: 2020-03-01, requires: [BOLT]}\n  BOLT: {due: 2020-01-01}\n",
    )
    config = write("depgraph.yaml", "graph: graph.yaml\nschedule: schedule.yaml\n")
    assert listed(run, "--config", config) == [
        {
            "id": "REL",
            "name": "Release & co",
            "due": "2020-03-01",
            "completed": None,
            "features": [{"id": "BOLT", "name": "A bolt", "due": "2020-01-01", "completed": None}],
        }
    ]


def test_a_feature_that_the_schedule_does_not_define_is_told_with_its_place(refusal, write):
    path = write("schedule.yaml", "milestones:\n  LDM-503-01:\n    requires: [DM-XYZ-1]\n")
    error = refusal("release-plan", "--schedule", path)
    assert "schedule.yaml:3:16: LDM-503-01: requires: no file defines 'DM-XYZ-1'" in error


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("plan.md", "# "),
        ("plan.rst", "Rubin"),
        ("plan.tex", "\\documentclass"),
        ("plan.html", "<!DOCTYPE html>"),
        ("plan.json", "{"),
    ],
)
def test_the_name_of_the_file_says_the_format(run, tmp_path, name, begin):
    done = run("release-plan", "-o", tmp_path / name)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"wrote {tmp_path / name}\n"
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begin)


def test_a_template_is_written_to_a_file_whose_name_tells_its_format(run, tmp_path):
    ours = tmp_path / "ours.tex.j2"
    done = run("release-plan", "--print-template", "-o", ours)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"wrote {ours}\n")
    printed = run("release-plan", "--format", "latex", "--print-template", "-o", "-").stdout
    assert ours.read_text(encoding="utf-8") == printed != ""


@pytest.mark.parametrize("form", ["markdown", "rst", "latex", "html"])
def test_the_printed_template_makes_the_same_document(run, tmp_path, form):
    text = run("release-plan", "--format", form, "--print-template").stdout
    ours = tmp_path / "ours.j2"
    ours.write_text(text, encoding="utf-8")
    done = run("release-plan", "--format", form, "--template", ours)
    assert done.stdout == run("release-plan", "--format", form).stdout != ""


def test_the_name_of_the_template_says_the_format(run, write):
    ours = write("ours.tex.j2", "\\BLOCK{for m in milestones}\n\\VAR{m.name}\n\\BLOCK{endfor}\n")
    done = run("release-plan", "--template", ours)
    assert "Ops rehearsal for commissioning \\#1\n" in done.stdout


def test_a_wrong_template_is_told_with_its_line(refusal, write, tmp_path):
    output = tmp_path / "out.md"
    error = refusal("release-plan", "--template", write("ours.j2", "a\n{{ b }}\n"), "-o", output)
    assert error.endswith("ours.j2:2:1: 'b' is undefined\n")
    assert not output.exists()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (
            ("-o", "plan.doc"),
            "cannot tell the format from 'plan.doc': end it with .md, .markdown, .html, .htm, "
            ".json, .rst, .tex, or give --format",
        ),
        (("-o", "plan.csv"), "release-plan is no table, so it has no csv: take markdown, rst, lat"),
        (("-o", "plan.txt"), "release-plan has no text: take markdown, rst, latex, html, json"),
        (("--format", "json", "--template", "x"), "JSON is made without a template"),
        (("--format", "json", "--print-template"), "JSON is made without a template"),
        (("--template", "absent.j2"), "absent.j2: cannot be read: No such file or directory"),
        (("--level", "7"), "no milestone has the level '7'"),
        (("--team", "SUITE"), "did you mean 'SUIT'?"),
    ],
)
def test_what_cannot_be_is_told(run, arguments, complaint):
    done = run("release-plan", *arguments)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert done.stdout == ""


def test_a_template_is_not_overwritten_nor_taken_as_anything_but_text(run, write, tmp_path):
    ours = write("ours.md", "x")
    done = run("release-plan", "--template", ours, "-o", ours)
    assert (done.returncode, ours.read_text()) == (2, "x")
    assert done.stderr == f"error: cannot write {ours}: the template is read from it\n"
    (tmp_path / "binary.md").write_bytes(b"\xff\xfe\x00")
    done = run("release-plan", "--template", tmp_path / "binary.md")
    assert (done.returncode, "is not UTF-8 text" in done.stderr) == (2, True)


def test_without_jinja2_json_is_made_and_documents_say_what_to_install(run_process, tmp_path):
    (tmp_path / "jinja2.py").write_text("raise ImportError(\"No module named 'jinja2'\")\n")
    without = {"PYTHONPATH": str(tmp_path)}
    done = run_process("release-plan", env=without)
    assert done.returncode == 2
    assert "pip install 'depgraph[documents]'" in done.stderr
    done = run_process("release-plan", "--format", "json", env=without)
    assert done.stdout == run_process("release-plan", "--format", "json").stdout
    done = run_process("highlights", "--format", "text", env=without)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_same_plan_makes_the_same_bytes_under_any_hash_seed(under_hash_seeds):
    under_hash_seeds(("release-plan", "--format", "html"))


def test_a_plan_elsewhere(run, tmp_path):
    shutil.copytree(ROOT / "graphs", tmp_path / "graphs")
    here = run("release-plan", cwd=tmp_path)
    assert here.stdout == run("release-plan").stdout
