import re
import shutil
import xml.etree.ElementTree as ET
from importlib.util import find_spec

import pytest

from depgraph.diagrams.programs import BUNDLED

HAS_DOT = shutil.which("dot") is not None
needs_dot = pytest.mark.skipif(not HAS_DOT, reason="Graphviz is not installed")


@needs_dot
def test_the_picture_of_the_shipped_plan(run, tmp_path):
    path = tmp_path / "review.svg"
    done = run("render", "-o", path, "--target", "LDM-503-17")
    assert (done.returncode, done.stderr.partition(" (")[0]) == (0, f"wrote {path}")
    texts = {text.strip() for text in ET.parse(path).getroot().itertext()}
    assert "Rubin Observatory Data Management milestones" in texts
    assert "LDM-503-17a" in texts


@needs_dot
def test_the_critical_path_is_drawn_with_the_projected_date(run, tmp_path):
    path = tmp_path / "review.svg"
    assert run("render", "-o", path, "--target", "LDM-503-12").returncode == 0
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


def test_an_unknown_ending(refusal, tmp_path):
    error = refusal("render", "-o", tmp_path / "a.doc")
    assert "cannot tell the format from 'a.doc'" in error
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(find_spec(BUNDLED) is not None, reason="a Python package has Graphviz inside")
def test_without_graphviz_only_dot_works(run, refusal, tmp_path):
    no_programs = {"PATH": str(tmp_path)}
    error = refusal("render", "-o", tmp_path / "a.svg", env=no_programs)
    assert "apt-get install" in error
    assert not list(tmp_path.iterdir())
    assert run("render", "-o", tmp_path / "a.dot", env=no_programs).returncode == 0


@needs_dot
def test_the_same_bytes_under_any_hash_seed(under_hash_seeds):
    under_hash_seeds(("render", "--format", "dot"), ("render", "--format", "svg"))


@needs_dot
def test_a_plan_with_a_cycle_is_drawn(run, write, tmp_path):
    plan = write("plan.yaml", "milestones:\n  A: {requires: [B]}\n  B: {requires: [A]}\n")
    assert run("render", "--graph", plan, "-o", tmp_path / "a.svg").returncode == 0


def test_an_unknown_critical_target(refusal, tmp_path):
    error = refusal("render", "--target", "LDM-503-77", "-o", tmp_path / "a.dot")
    assert "unknown milestone 'LDM-503-77'" in error
    assert not list(tmp_path.iterdir())


def said(path):
    return " ".join(" ".join(ET.parse(path).getroot().itertext()).split())


@needs_dot
@pytest.mark.parametrize("view", ["overview", "calendar", "features"])
def test_the_views_of_the_shipped_plan(run, tmp_path, view):
    path = tmp_path / "a.svg"
    done = run("render", "--view", view, "-o", path)
    assert (done.returncode, done.stderr.partition(" (")[0]) == (0, f"wrote {path}")
    codes = {element.get("data-code") for element in ET.parse(path).iter()}
    assert {"LDM-503-17", "DM-SUIT-10", "CAMM8040"} <= codes


@needs_dot
def test_a_focus_implies_its_view_and_has_the_words_of_queries(run, tmp_path):
    path = tmp_path / "a.svg"
    assert run("render", "--focus", "LDM-503-11a", "-o", path).returncode == 0
    text = said(path)
    assert "LDM-503-11a: what it waits on and what waits on it" in text
    assert "Every SUIT milestone should be taken as at risk" in text
    codes = {element.get("data-code") for element in ET.parse(path).iter()}
    assert {"LDM-503-11a", "DM-SUIT-10", "LDM-503-12"} <= codes
    assert "LDM-503-01" not in codes


@needs_dot
def test_levels_around_a_focus(run, tmp_path):
    def codes(*options):
        path = tmp_path / "a.svg"
        assert run("render", "--focus", "LDM-503-12", "-o", path, *options).returncode == 0
        return {e.get("data-code") for e in ET.parse(path).iter() if e.get("data-code")}

    assert codes("--up", "0", "--down", "0") == {"LDM-503-12"}
    assert "DM-DRP-10" not in codes("--up", "2")
    assert "DM-DRP-10" in codes("--up", "3")


@needs_dot
def test_a_team_is_drawn_with_what_waits_on_it(run, tmp_path):
    path = tmp_path / "a.svg"
    assert run("render", "--team", "SUIT", "-o", path).returncode == 0
    by_code = {e.get("data-code"): e.get("class") for e in ET.parse(path).iter()}
    assert "milestone late" in by_code["DM-SUIT-10"]
    assert "SUIT deployment" in said(path)
    assert "context" in by_code["LDM-503-11a"]
    assert "DM-AP-1" not in by_code
    assert "of 142 milestones (team SUIT) and, pale," in said(path)


def test_a_critical_path_stays_whole_in_a_selection(run):
    source = run(
        "render", "--team", "SUIT", "--target", "LDM-503-12", "--format", "dot"
    ).stdout  # fmt: skip
    assert "that on LDM-503-11b, that on DM-DRP-10" in source


def test_redundant_links_are_counted(run):
    source = run("render", "--fewest-links", "--format", "dot").stdout
    assert "redundant link" in source


def test_what_moved_since_a_schedule(run):
    schedule = "graphs/schedules/2018-07-17.yaml"
    source = run("render", "--since", schedule, "--format", "dot").stdout
    assert "since 2018-07-17: 28 later, 4 earlier" in source
    assert "moved +340 d" in source


def test_unfolded_features_are_nodes(run):
    assert "milestone-DM-SUIT-10" not in run("render", "--format", "dot").stdout
    assert "milestone-DM-SUIT-10" in run("render", "--unfold", "--format", "dot").stdout


def test_a_theme_of_the_configuration(run, write):
    write("plan.yaml", "milestones: {A: {}}\n")
    config = write(
        "depgraph.yaml", "graph: [plan.yaml]\nthemes: {ours: {page: '#fedcba'}}\n"
    )  # fmt: skip
    assert (
        "#FEDCBA" in run("render", "--config", config, "--theme", "ours", "--format", "dot").stdout
    )


def test_a_theme_that_is_hard_to_read_is_told_beside_the_picture(run, write):
    write("plan.yaml", "milestones: {A: {}}\n")
    config = write(
        "depgraph.yaml", "graph: [plan.yaml]\nthemes:\n  ours:\n    ink: '#dddddd'\n"
    )  # fmt: skip
    done = run("render", "--config", config, "--theme", "ours", "--format", "dot")
    assert done.returncode == 0
    assert "depgraph.yaml:4: themes: ours: ink #DDDDDD on bands" in done.stderr
    assert "words need 4.5" in done.stderr
    assert run("render", "--config", config, "--format", "dot").stderr == ""


@pytest.mark.skipif(find_spec(BUNDLED) is not None, reason="a Python package has Graphviz inside")
def test_without_graphviz_the_way_out_is_one_of_this_command(refusal, tmp_path):
    error = refusal("render", env={"PATH": str(tmp_path)})
    assert "pip install 'depgraph[bundled]'" in error
    assert "--format dot" in error


def test_a_plan_that_is_too_large_is_told_the_options_of_this_command(refusal, write):
    lines = [f"  M{n}: {{requires: [M{n - 1}], level: 2}}\n" for n in range(1, 1002)]
    plan = write("plan.yaml", "milestones:\n  M0: {}\n" + "".join(lines))
    error = refusal("render", "--graph", plan, "--format", "dot")
    assert "a picture takes 1000" in error
    assert "--focus, --select, --owner and --team" in error


@needs_dot
def test_a_paper_that_is_too_small_is_told_beside_the_picture(run, tmp_path):
    options = ("--view", "calendar", "--paper", "a4", "--one-page")
    done = run("render", *options, "-o", tmp_path / "a.pdf")
    assert done.returncode == 0
    assert done.stderr.startswith("note: the smallest text prints at 5.")
    assert (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--view", "focus"], "give --focus CODE"),
        (["--up", "2"], "give --focus CODE"),
        (["--focus", "LDM-503-05", "--fold"], "leave out --fold and --unfold"),
        (["--focus", "LDM-503-99"], "unknown milestone 'LDM-503-99'"),
        (["--theme", "drak"], "did you mean 'dark'?"),
        (["--team", "SUIIT"], "did you mean 'SUIT'?"),
        (["--select", "tem=AP"], "unknown key 'tem' (did you mean 'team'?)"),
        (["--since", "nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_options_that_cannot_be_followed(refusal, tmp_path, options, expected):
    error = refusal("render", *options, "-o", tmp_path / "a.dot")
    assert expected in error
    assert "Traceback" not in error
    assert not list(tmp_path.iterdir())


# -- Mermaid ---------------------------------------------------------------------------


def test_a_flowchart_has_all_milestones_and_links(run):
    done = run("render", "--format", "mermaid", "--target", "LDM-503-12")
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr, lines[0]) == (0, "", "flowchart LR")
    assert sum("[" in line for line in lines) == 142
    assert sum("->" in line or "==>" in line for line in lines) == 149
    assert sum("-.->" in line for line in lines) == 29
    assert sum("==>" in line for line in lines) > 1
    assert any(line.startswith("classDef late ") for line in lines)


def test_a_flowchart_of_what_is_near_or_chosen(run, tmp_path):
    path = tmp_path / "near.mmd"
    assert run("render", "--focus", "LDM-503-05", "--up", "1", "-o", path).returncode == 0
    assert '"LDM-503-05<br/>Alert distribution validation<br/>' in path.read_text()
    done = run("render", "--format", "mermaid", "--select", "level=2")
    assert done.stderr == "note: 27 of 142 milestones (level=2)\n"
    assert done.stdout.count('["') == 27


def test_a_flowchart_has_no_paper(refusal):
    error = refusal("render", "--format", "mermaid", "--paper", "a3", "--fold")
    assert "leave out --paper, --fold and --unfold" in error


def test_a_flowchart_that_mermaid_does_not_draw_is_told(run, write):
    names = [f"M{number}" for number in range(35)]
    links = [f"  {name}: {{requires: [{', '.join(names[:n])}]}}" for n, name in enumerate(names)]
    plan = write("plan.yaml", "\n".join(["milestones:", *links]))
    done = run("render", "--format", "mermaid", "--graph", plan)
    assert done.returncode == 0
    assert "note: this is 595 links, and Mermaid draws 500: see --focus" in done.stderr


@needs_dot
def test_pages_are_one_pdf_or_a_file_each(run, tmp_path):
    options = ("render", "--view", "calendar", "--paper", "letter", "--pages")
    done = run(*options, "-o", tmp_path / "a.pdf")
    assert done.returncode == 0, done.stderr
    found = re.search(r"a\.pdf \(letter, (\d+) pages\)", done.stderr)
    assert found
    assert int(found[1]) > 1

    (tmp_path / f"a-{int(found[1]) + 1}.svg").write_text("from an earlier run")
    done = run(*options, "-o", tmp_path / "a.svg")
    names = [f"a-{n}.svg" for n in range(1, int(found[1]) + 1)]
    assert sorted(path.name for path in tmp_path.glob("*.svg"))[:-1] == names
    assert done.stderr.count("wrote ") == len(names)
    assert "is no page of this picture" in done.stderr
    for number, name in enumerate(names, 1):
        text = (tmp_path / name).read_text()
        assert f"page {number} of {len(names)} " in text
        assert 'width="279.4mm" height="215.9mm"' in text


@needs_dot
def test_pages_where_there_are_none_are_refused_with_what_to_do(refusal):
    error = refusal("render", "--pages")
    assert "--pages is for calendar and features: the view overview has one page" in error
    error = refusal("render", "--view", "calendar", "--pages", "--format", "png")
    assert "give -o NAME.png, or --format pdf, which has all pages in one" in error
