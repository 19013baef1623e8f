import os
import pty
import shutil
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from depgraph.cli.output import write_whole
from depgraph.errors import OutputError

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SCRIPT = Path(sys.executable).with_name("depgraph")
HAS_DOT = shutil.which("dot") is not None
COMMANDS = [
    "chart slips --format csv",
    "chart timeline LDM-503-17 --format png",
    "check",
    "critical-path LDM-503-17",
    "export",
    "highlights --format text",
    "highlights --print-template",
    "release-plan",
    "render --format dot",
    *(["report"] if HAS_DOT else []),
    "schema",
    "show LDM-503-09",
]


def shell(line):
    return subprocess.run(
        ["bash", "-c", line], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )


FULL = "error: cannot write to standard output: No space left on device\n"
CLOSED = "error: there is nowhere to write to: standard output is closed\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_device_is_exit_status_2(run, command):
    with suppress(OSError), Path("/dev/full").open("w", encoding="utf-8") as full:
        done = run(*command.split(), stdout=full)
    assert (done.returncode, done.stderr) == (2, FULL)


@pytest.mark.parametrize("command", COMMANDS)
def test_closed_standard_output_is_exit_status_2(run, command):
    done = run(*command.split(), is_closed=True)
    assert (done.returncode, done.stderr) == (2, CLOSED)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_goes_away_is_no_failed_check(run, command):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as broken:
        done = run(*command.split(), stdout=broken)
    assert (done.returncode, done.stderr) == (141, "")


def test_so_it_is_in_a_shell():
    full, closed = shell(f"{SCRIPT} check > /dev/full"), shell(f"{SCRIPT} check >&-")
    assert (full.returncode, full.stderr) == (2, FULL)
    assert (closed.returncode, closed.stderr) == (2, CLOSED)
    done = shell(f"{SCRIPT} export | true; echo ${{PIPESTATUS[0]}}")
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


FILES = [
    *(("chart slips", end, begin) for end, begin in (
        (".svg", b"<?xml"), (".pdf", b"%PDF"), (".png", b"\x89PNG"), (".csv", b"id,"),
        (".json", b"{"),
    )),
    ("export", ".json", b"{"),
    *(("highlights", end, begin) for end, begin in (
        (".txt", b"Rubin"), (".md", b"# "), (".html", b"<!DOCTYPE html>"), (".json", b"{"),
        (".rst", b"Rubin"),
    )),
    *(("release-plan", end, begin) for end, begin in (
        (".md", b"# "), (".rst", b"Rubin"), (".tex", b"\\documentclass"),
        (".html", b"<!DOCTYPE html>"), (".json", b"{"),
    )),
    *(("render", end, begin) for end, begin in (
        (".dot", b"digraph"), (".svg", b"<?xml"), (".pdf", b"%PDF"), (".png", b"\x89PNG"),
    )),
    *(("report", end, begin) for end, begin in (
        (".html", b"<!DOCTYPE html>"), (".md", b"## "), (".json", b"{"),
    )),
    ("schema", ".json", b"{"),
]  # fmt: skip
"""What writes files, by which end of a name, and what the file begins with."""

FORMATS = {".txt": "text", ".md": "markdown", ".tex": "latex"}
"""The formats that are not named as the ends of their files."""

CALLS = sorted({command for command, _, _ in FILES})
OF_PLANS = [command for command in CALLS if command != "schema"]
OF_SEVERAL_FORMATS = ["chart slips", "highlights", "release-plan", "render"]
PLAN = "as_of: 2020-01-01\nmilestones: {A: {due: 2020-02-01}, B: {requires: [A]}}\n"
SCHEDULE = """\
task_code,task_name,pred_list,succ_list,status_code,base_end_date
A,a,,,Not Started,2020-03-01
B,b,,,Not Started,2020-04-01
"""


@pytest.fixture
def run(run, tmp_path_factory):
    """Call ``depgraph``; a report is of a small plan, as that of the shipped one takes a second."""
    small = tmp_path_factory.mktemp("small") / "plan.yaml"
    small.write_text(PLAN)

    def call(command, *arguments, **options):
        names_its_plan = {"--graph", "--config"}.intersection(arguments) or "cwd" in options
        if command == "report" and not names_its_plan:
            arguments = (*arguments, "--graph", small)
        return run(command, *arguments, **options)

    return call


def quick(command):
    """Return a call in a format that takes little time."""
    in_short = {"chart slips": "csv", "render": "dot", "highlights": "json", "release-plan": "json"}
    end = in_short.get(command)
    return [*command.split(), *(["--format", end] if end else [])]


@pytest.mark.parametrize(("command", "end", "begin"), FILES)
def test_the_name_of_a_file_tells_the_format_and_that_it_is_written(
    run, tmp_path, command, end, begin
):
    if command in ("render", "report") and end != ".dot" and not HAS_DOT:
        pytest.skip("Graphviz is not installed")
    path = tmp_path / f"result{end}"
    done = run(*command.split(), "-o", path)
    assert (done.returncode, done.stdout) == (0, "")
    paper = {"chart slips": " (A4, 1 page)", "render": " (A3, 1 page)"}.get(command, "")
    is_picture = end in (".svg", ".pdf", ".png")
    assert done.stderr == f"wrote {path}{paper if is_picture else ''}\n"
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes().lstrip().startswith(begin)
    form = FORMATS.get(end, end.removeprefix("."))
    printed = run(*command.split(), "--format", form, "-o", "-", text=False)
    assert (printed.returncode, printed.stdout) == (0, path.read_bytes())
    assert printed.stderr == b""


@pytest.mark.parametrize("command", CALLS)
def test_a_dash_is_standard_output(run, tmp_path, command):
    folder = tmp_path / "empty"
    folder.mkdir()
    (tmp_path / "plan.yaml").write_text(PLAN)
    plan = {"schema": [], "report": ["--graph", tmp_path / "plan.yaml"]}.get(
        command, ["--config", ROOT / "graphs" / "depgraph.yaml"]
    )
    done = run(*quick(command), *plan, "-o", "-", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == run(*quick(command), *plan, cwd=folder).stdout != ""
    assert not list(folder.iterdir())


@pytest.mark.parametrize("command", OF_SEVERAL_FORMATS)
def test_a_name_that_tells_no_format_is_refused(refusal, tmp_path, command):
    for name in ("result", "result.doc"):
        error = refusal(*command.split(), "-o", tmp_path / name)
        assert f"cannot tell the format from {name!r}: end it with ." in error
    assert not list(tmp_path.iterdir())


def test_a_format_that_a_command_has_not_is_told_with_those_that_it_has(run, tmp_path):
    for command, name, complaint in (
        ("render", "a.json", "render has no json: take dot, svg, pdf, png, mermaid"),
        (
            "render",
            "a.csv",
            "render is no table, so it has no csv: take dot, svg, pdf, png, mermaid",
        ),
        ("export", "a.html", "export has no html: take json, csv, xlsx, graphml, dot"),
        ("chart slips", "a.html", "chart has no html: take svg, pdf, png, csv, json"),
    ):
        done = run(*command.split(), "-o", tmp_path / name)
        assert (done.returncode, done.stderr.endswith(f"error: {complaint}\n")) == (2, True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["schema"])
def test_where_there_is_one_format_only_any_other_name_will_do(run, tmp_path, command):
    path = tmp_path / "result"
    done = run(command, "-o", path)
    assert (done.returncode, done.stderr) == (0, f"wrote {path}\n")
    assert path.read_text(encoding="utf-8") == run(command).stdout


@pytest.mark.parametrize("command", CALLS)
def test_a_file_of_a_plan_is_never_overwritten_whether_read_or_not(refusal, tmp_path, command):
    files = {"plan.yaml": PLAN, "depgraph.yaml": "graph: plan.yaml\n", "other.yml": PLAN}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    for name in files:
        error = refusal(*quick(command), "-o", name, cwd=tmp_path)
        end = name.rpartition(".")[2]
        assert f"cannot write {name}: files that end in .{end} are those of plans" in error
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == files


@pytest.mark.parametrize("is_named", [True, False])
@pytest.mark.parametrize("command", [*OF_PLANS, "status A"])
def test_nor_is_a_schedule_that_is_an_export(run, tmp_path, command, is_named):
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "dates.csv").write_text(SCHEDULE)
    (tmp_path / "link.csv").symlink_to("dates.csv")
    named = "" if is_named else "schedule: dates.csv\n"
    (tmp_path / "depgraph.yaml").write_text(f"graph: plan.yaml\n{named}")
    (tmp_path / "before.yaml").write_text("as_of: 2019-01-01\nmilestones: {A: {due: 2020-02-01}}\n")
    call = [*quick(command), *(["--since", "before.yaml"] if command == "highlights" else [])]
    call += ["--schedule", "dates.csv"] if is_named else []
    call += ["--format", "json"] if command in ("export", "status A") else []
    call += ["--format", "html"] if command == "report" else []
    for name in ("dates.csv", "link.csv"):
        done = run(*call, "--as-of", "2020-01-01", "-o", name, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.endswith(f"error: cannot write {name}: the plan is read from it\n")
    assert (tmp_path / "dates.csv").read_text() == SCHEDULE
    done = run(*call, "--as-of", "2020-01-01", "-o", "new.csv", cwd=tmp_path)
    assert (done.returncode, done.stderr.endswith("wrote new.csv\n")) == (0, True)


@pytest.mark.parametrize("command", OF_PLANS)
def test_what_fails_leaves_the_file_that_is_there(refusal, tmp_path, command):
    path = tmp_path / "result"
    path.write_text("before")
    error = refusal(*quick(command), "--graph", tmp_path / "none.yaml", "-o", path)
    assert "wrote" not in error
    assert {each.name: each.read_text() for each in tmp_path.iterdir()} == {"result": "before"}


@pytest.mark.parametrize("command", CALLS)
def test_a_place_that_cannot_be_written_is_said(refusal, tmp_path, command):
    form = ["--format", "json"] if command in ("export", "report") else []
    for path in (tmp_path, tmp_path / "no" / "result"):
        error = refusal(*quick(command), *form, "-o", path)
        assert f"error: cannot write {path}" in error
        assert "wrote" not in error
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", ["pdf", "png"])
@pytest.mark.parametrize("command", ["chart slips", "render"])
@pytest.mark.parametrize("option", ["", " -o -"])
def test_a_terminal_is_shown_no_bytes(command, form, option):
    main, other = pty.openpty()
    done = subprocess.run(
        [SCRIPT, *f"{command} --format {form}{option}".split()],
        cwd=ROOT,
        stdout=other,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    os.close(other)
    os.close(main)
    assert done.returncode == 2
    assert f"a terminal cannot show {form}: give -o FILE" in done.stderr


def test_characters_that_standard_output_does_not_have_stop_nothing(run_process, write):
    plan = write("plan.yaml", "milestones: {A: {name: 漢字 \u2192 \u00e9}}\n")
    latin = {"PYTHONIOENCODING": "latin-1"}
    for name in ("export", "release-plan"):  # documents are UTF-8 everywhere
        done = run_process(name, "--graph", plan, env=latin)
        assert (done.returncode, done.stderr) == (0, "")
        assert "漢字 \u2192 \u00e9" in done.stdout
    done = subprocess.run(
        [SCRIPT, "show", "A", "--graph", plan],
        env=os.environ | latin,
        capture_output=True,
        encoding="latin-1",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "???? > \u00e9" in done.stdout


@pytest.mark.parametrize(
    ("call", "name", "message"),
    [
        ("export", "g.html", "export has no html: take json, csv, xlsx, graphml, dot"),
        ("export", "g.gv", "cannot tell the format from 'g.gv': end it with .json, .csv, .xlsx, "),
        ("export", "plan", "cannot tell the format from 'plan': end it with .json, .csv, .xlsx, "),
        ("report", "r.svg", "cannot tell the format from 'r.svg': end it with .txt, .md, "),
        ("report", "r.xml", "cannot tell the format from 'r.xml': end it with .txt, .md, "),
        ("schema config", "s.toml", "cannot tell the format from 's.toml': end it with .json"),
    ],
)
def test_a_name_that_ends_otherwise_is_refused(run, refusal, tmp_path, call, name, message):
    path = tmp_path / name
    assert message in refusal(*call.split(), "-o", path)
    assert not path.exists()
    named = run("schema", "config", "-o", tmp_path / "s.toml", "--format", "json")
    assert (named.returncode, (tmp_path / "s.toml").exists()) == (0, True)
