import re
import shutil

import pytest

from ..report_data import report_data

pytestmark = pytest.mark.slow

needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")


@pytest.fixture(scope="module")
def written(run, tmp_path_factory):
    """The path of the report of the shipped plan, and what was said when it was written."""
    path = tmp_path_factory.mktemp("report") / "review.html"
    return path, run("report", "-o", path)


@pytest.fixture(scope="module")
def printed(run):
    """The report of the shipped plan on standard output."""
    return run("report").stdout


@needs_dot
def test_the_report_of_the_shipped_plan(written):
    path, done = written
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"wrote {path}\n")
    assert path.stat().st_size < 1_000_000
    text = path.read_text(encoding="utf-8")
    assert "<title>Rubin Observatory Data Management milestones</title>" in text
    assert 'data-code="LDM-503-17a"' in text
    assert report_data(text)["target"] == "LDM-503-17"


def test_it_tells_of_causes_and_queries_what_their_commands_tell(json_of, printed):
    data = report_data(printed)
    listed = json_of("list", "--delayed", "--by-cause")
    causes = data["causes"]
    assert causes["sentence"] == listed["notes"][0]
    assert causes["rows"] == [
        {key: value for key, value in row.items() if value not in (None, [])}
        for row in listed["rows"]
    ]
    queries = json_of("queries")
    assert data["triage"]["lines"] == queries["summary"]["sentences"]
    links, milestones = data["links"], data["milestones"]
    assert [
        tuple(milestones[links[query["link"]][end]]["id"] for end in "pd")
        for query in data["triage"]["queries"]
    ] == [(query["prerequisite"], query["dependent"]) for query in queries["queries"]]


@needs_dot
def test_without_output_it_is_printed(written, printed):
    assert printed == written[0].read_text(encoding="utf-8")


@needs_dot
def test_the_same_bytes_under_any_hash_seed(under_hash_seeds):
    under_hash_seeds(("report",))


@needs_dot
def test_title_and_target_can_be_chosen(run):
    done = run("report", "--title", "A <b>review", "--target", "LDM-503-09")
    assert "<title>A &lt;b&gt;review</title>" in done.stdout
    assert report_data(done.stdout)["target"] == "LDM-503-09"


def test_an_unknown_target(run, tmp_path):
    done = run("report", "--target", "LDM-503-77", "-o", tmp_path / "a.html")
    assert done.returncode == 2
    assert "unknown milestone 'LDM-503-77'" in done.stderr
    assert not list(tmp_path.iterdir())


def test_without_graphviz_the_report_says_so_in_place_of_the_pictures(run, tmp_path):
    done = run("report", env={"PATH": str(tmp_path)})
    assert done.returncode == 0
    assert done.stderr.startswith("warning: the report is without 'Overview', 'Calendar': ")
    assert len(done.stderr.splitlines()) == 1
    assert "apt-get install graphviz" in done.stderr
    assert "--format dot" not in done.stderr + done.stdout
    assert "There is no picture:" in done.stdout
    assert len(report_data(done.stdout)["milestones"]) == 143


def section(markup, view):
    return re.search(rf'<section [^>]*id="view-{view}".*?</section>', markup, re.DOTALL)[0]


@needs_dot
def test_the_charts_are_in_the_report_with_their_numbers(json_of, printed):
    data = report_data(printed)
    for view, kind in (
        ("timeline", "timeline"), ("burndown", "burndown"), ("trends", "trend"), ("slips", "slips")
    ):  # fmt: skip
        numbers = json_of("chart", kind)
        rows = numbers.get("counts") or numbers.get("slips") or numbers["milestones"]
        assert len(data["numbers"][view]["rows"]) == len(rows)
        assert "<svg " in section(printed, view)
    first = data["numbers"]["slips"]["rows"][0]
    assert data["milestones"][first[0]]["id"] == "DM-DAX-2"
    assert first[1:] == ["2017-07-31", "2019-04-30", 638]
    heads = ["Milestone", "2018-07-17", "2019-04-30", "Slip"]
    assert data["numbers"]["trends"]["heads"] == heads


def test_what_a_plan_lacks_for_a_chart_is_said_in_its_place(run, write, tmp_path):
    plan = write("plan.yaml", "milestones:\n  A: {due: 2020-01-01}\n")
    done = run("report", "--graph", plan, env={"PATH": str(tmp_path)})
    assert done.returncode == 0
    assert "a burndown needs an as-of date" in section(done.stdout, "burndown")
    assert "a trend needs two schedules" in section(done.stdout, "trends")
    assert "needs an as-of date" in section(done.stdout, "slips")
    assert "<svg " in section(done.stdout, "timeline")


@needs_dot
def test_lanes_that_are_left_out_are_told_on_the_page(run, write):
    # All of one day, and nothing waits on them: what takes time is to draw links.
    lines = [f"  M{n}: {{due: 2020-01-01, level: 2}}\n" for n in range(2, 503)]
    text = "as_of: 2020-01-01\nmilestones:\n  M0: {level: 2}\n  M1: {level: 2}\n" + "".join(lines)
    done = run("report", "--graph", write("plan.yaml", text))
    assert "3 of 503 lanes are left out" in section(done.stdout, "calendar")


def test_a_reading_without_dates_is_told_and_refuses_nothing(run, write):
    plan = write(
        "plan.yaml",
        "as_of: 2020-03-04\nmilestones:\n"
        "  C: {due: 2020-03-14, requires: [{id: H, type: SS, lag: -1}]}\n"
        "  H: {due: 2020-02-26, requires: [{id: C, type: SF}]}\n",
    )
    done = run("report", "--graph", plan)
    assert '"refusal":""' in done.stdout.replace(": ", ":")
    assert "If gaps are work there are no dates" in done.stdout
    health = " ".join(run("health", "--graph", plan).stdout.split())
    assert "days later; if the gaps of the plan are work there are no dates" in health


def test_a_file_of_the_plan_is_not_overwritten(run, write):
    plan = write("plan.yaml", "milestones: {A: {}}\n")
    done = run("report", "--graph", plan, "-o", plan)
    assert done.returncode == 2
    assert "files that end in .yaml are those of plans" in done.stderr
    assert plan.read_text() == "milestones: {A: {}}\n"


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("milestones: {A: {}}\n", "needs an as-of date"),
        (
            "as_of: 2020-01-01\nmilestones:\n  A: {requires: [B]}\n  B: {requires: [A]}\n",
            "the links go round in a cycle",
        ),
    ],
)
def test_a_plan_without_projected_dates_has_a_report_that_says_why(run, write, plan, said):
    done = run("report", "--graph", write("plan.yaml", plan))
    assert done.returncode == 0
    data = report_data(done.stdout)
    assert said in data["refusal"]
    assert (data["routes"], data["target"]) == ({}, None)
