import json
import xml.etree.ElementTree as ET

import pytest

pytestmark = pytest.mark.slow

KINDS = ("timeline", "burndown", "trend", "slips")


@pytest.mark.parametrize("kind", KINDS)
def test_every_chart_of_the_shipped_plan(run, tmp_path, kind):
    path = tmp_path / "chart.svg"
    done = run("chart", kind, "-o", path)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"wrote {path} (A4, 1 page)\n"
    texts = {text.strip() for text in ET.parse(path).getroot().itertext()}
    assert any("Rubin Observatory Data Management milestones: " in text for text in texts)


@pytest.mark.parametrize(
    ("name", "start"), [("a.svg", b"<?xml"), ("a.pdf", b"%PDF"), ("A.PNG", b"\x89PNG")]
)
def test_the_format_follows_the_file_name(run, tmp_path, name, start):
    assert run("chart", "slips", "-o", tmp_path / name).returncode == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_the_same_bytes_under_any_hash_seed(under_hash_seeds):
    charts = [*((kind, "svg") for kind in KINDS), ("timeline", "pdf"), ("timeline", "png")]
    under_hash_seeds(*(("chart", kind, "--format", form) for kind, form in charts))


def test_svg_and_numbers_need_no_program(run_process, tmp_path):
    for form in ("json", "csv", "svg"):
        done = run_process("chart", "trend", "--format", form, env={"PATH": str(tmp_path)})
        assert (done.returncode, done.stderr) == (0, "")


def test_without_a_choice_timeline_and_trend_are_of_the_top_level(run):
    def codes(kind, *more):
        done = run("chart", kind, "--format", "json", *more)
        return {each["id"] for each in json.loads(done.stdout)["milestones"]}

    assert len(codes("timeline")) == len(codes("trend")) == 28
    assert codes("timeline", "DM-AP-16", "DM-AP-17") == {"DM-AP-16", "DM-AP-17"}
    assert len(codes("timeline", "--team", "SUIT", "--team", "NET")) == 10
    assert len(codes("timeline", "--owner", "DM")) == 125


def test_selectors_choose_as_for_the_pictures(run):
    def codes(*options):
        done = run("chart", "slips", "--format", "json", *options)
        return {each["id"] for each in json.loads(done.stdout)["slips"]}

    late = codes("--select", "level=2,not complete")
    assert "LDM-503-09a" in late
    assert not late & {"LDM-503-01", "DM-DAX-2"}
    assert codes("--select", "team=NET", "--select", "team=SUIT") == codes(
        "--team", "NET", "--team", "SUIT"
    )
    assert codes("--select", "complete", "--team", "NET", "--level", "3") < codes("--team", "NET")
    assert codes("--select", "complete", "--team", "NET", "LDM-503-17") == codes(
        "--select", "complete", "--team", "NET"
    ) | {"LDM-503-17"}


@pytest.mark.parametrize("form", ["png", "pdf", "svg"])
def test_names_that_no_font_has_are_told_once_and_do_not_fail(run, write, tmp_path, form):
    plan = write(
        "plan.yaml",
        'as_of: 2020-01-01\nmilestones:\n  A: {due: 2020-01-01, name: "\U00013000 \U00013001"}\n',
    )
    env = {"PYTHONWARNINGS": "error"}
    done = run("chart", "timeline", "--graph", plan, "-o", tmp_path / f"a.{form}", env=env)
    assert done.returncode == 0
    wrote = f"wrote {tmp_path / f'a.{form}'} (30 × 6 cm, 1 page)\n"  # noqa: RUF001
    expected = wrote if form == "svg" else "note: 2 characters are in no font that charts are dr"
    assert done.stderr.startswith(expected)
    assert done.stderr.endswith(wrote)
    assert done.stderr.count("note:") <= 1


def test_slips_between_two_schedules(run):
    def slips(*options):
        done = run("chart", "slips", "--format", "json", "LDM-503-12", *options)
        data = json.loads(done.stdout)
        return data["after"], data["slips"][0]["slip_days"]

    assert slips() == ("completions and projected dates", 256)
    assert slips("--since", "2018-07-17") == ("the schedule of 2019-05-20", 116)
    assert slips("--since", "2018-07-17", "--schedule", "2024-11-30") == (
        "the schedule of 2024-11-30", 1857,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("chart", "pie"),
            "invalid value for '{timeline|burndown|trend|slips|risk|sensitivity}': 'pie'",
        ),
        (("chart", "trend", "--since", "2018-07-17"), "--since is for slips"),
        (
            ("chart", "slips", "--since", "2018"),
            "there is no schedule '2018': there are 2018-07-17",
        ),
        (("chart", "trend", "LDM-503-77"), "unknown milestone 'LDM-503-77'"),
        (("chart", "trend", "--team", "SUIIT"), "did you mean 'SUIT'?"),
        (
            ("chart", "slips", "-o", "a.doc"),
            "cannot tell the format from 'a.doc': end it with .json, .csv, .svg, .pdf, .png, or",
        ),
        (("chart", "slips", "-o", "a.xlsx"), "chart has no xlsx: take svg, pdf, png, csv, json"),
    ],
)
def test_wrong_calls(refusal, arguments, message):
    error = refusal(*arguments)
    assert message in error
    assert "Traceback" not in error


def test_a_plan_without_an_as_of_date(run, refusal, write, tmp_path):
    plan = write("plan.yaml", "milestones:\n  A: {due: 2020-01-01}\n")
    for kind in ("burndown", "slips"):
        error = refusal("chart", kind, "--graph", plan, "-o", tmp_path / "a.svg")
        assert "give --as-of" in error
    assert run("chart", "timeline", "--graph", plan, "-o", tmp_path / "a.svg").returncode == 0


def test_a_plan_with_one_schedule_has_no_trend(refusal, write, tmp_path):
    plan = write("plan.yaml", "as_of: 2020-01-01\nmilestones:\n  A: {due: 2020-01-01}\n")
    error = refusal("chart", "trend", "--graph", plan, "-o", tmp_path / "a.svg")
    assert "a trend needs two schedules" in error


def test_a_chart_never_replaces_the_plan(refusal, write):
    plan = write("plan.yaml", "as_of: 2020-01-01\nmilestones:\n  A: {due: 2020-01-01}\n")
    before = plan.read_bytes()
    error = refusal("chart", "slips", "--graph", plan, "--format", "csv", "-o", plan)
    assert "files that end in .yaml are those of plans" in error
    assert plan.read_bytes() == before
