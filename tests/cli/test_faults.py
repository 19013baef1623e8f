"""What the system refuses, what never ends, and texts that would deceive a reader."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

DEPGRAPH = (sys.executable, "-m", "depgraph")
PLAN = "as_of: 2019-05-20\nmilestones:\n  A: {due: 2019-07-01, level: 2}\n"
COMMANDS = (
    ("check",),
    ("why", "A", "A"),
    ("status", "A"),
    ("queries",),
    ("fmt",),
    ("schema", "config"),
    ("export",),
    ("rules",),
    ("init", "new"),
    ("import", "p.yaml", "--into", "new"),
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("p.yaml").write_text(PLAN)


def run(*args: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*DEPGRAPH, *args], capture_output=True, text=True, check=False, timeout=60, env=env
    )


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_closed_standard_output(command: tuple[str, ...]) -> None:
    Path("depgraph.yaml").write_text("graph: p.yaml\n")
    shell = ["sh", "-c", 'exec "$@" >&-', "sh", *DEPGRAPH, *command]
    done = subprocess.run(shell, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "standard output is closed" in done.stderr
    assert sorted(os.listdir()) == ["depgraph.yaml", "p.yaml"]  # noqa: PTH208


@pytest.mark.parametrize(
    "name", ["pipe", "pipe.xlsx", "pipe.csv", "pipe.rst", "pipe.xer", "pipe.xml"]
)
@pytest.mark.parametrize("command", ["check", "fmt"])
def test_a_pipe_is_refused(name: str, command: str) -> None:
    if command == "fmt" and "." in name:
        return
    os.mkfifo(name)
    done = run(command, name)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{name}: cannot be read: a pipe or a device is not read")


def test_a_link_that_goes_round() -> None:
    Path("loop.yaml").symlink_to("loop.yaml")
    for command in ("fmt", "check"):
        done = run(command, "loop.yaml")
        assert done.returncode == 2
        assert done.stderr.startswith("loop.yaml: cannot be read: ")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there are no such users")
@pytest.mark.parametrize(
    "command",
    [
        ("check", "p.yaml", "--format", "json", "-o", "closed/x"),
        ("list", "--graph", "p.yaml", "-o", "closed/x.csv"),
        ("import", "closed/p.yaml", "--into", "new"),
        ("import", "p.yaml", "--into", "closed/new"),
        ("init", "closed/new"),
        ("check", "closed/p.yaml"),
        ("fmt", "closed/p.yaml"),
    ],
    ids=" ".join,
)
def test_what_the_system_refuses_is_named(command: tuple[str, ...]) -> None:
    Path("closed").mkdir()
    Path("closed").chmod(0)
    arguments = [*DEPGRAPH, *command]
    if os.geteuid() == 0:
        without = "-dac_override,-dac_read_search"
        arguments = ["setpriv", f"--bounding-set={without}", f"--inh-caps={without}", *arguments]
    try:
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    finally:
        Path("closed").chmod(0o700)
    assert done.returncode == 2
    assert re.search(r"\bclosed\b[^ ]*: ", done.stderr)
    assert "ermission denied" in done.stderr
    assert "standard output" not in done.stderr
    assert "defect" not in done.stderr


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("{{ '%1000000000d' % 1 }}", "does not fit into the memory"),
        ("{% set n = 1000000000 %}{{ '%*d' % (n, 1) }}", "does not fit into the memory"),
        ("{{ 'x'.ljust(1000000000) }}", "does not fit into the memory"),
        ("{{ 9 ** (9 ** 9) }}", "a power has more than 4096 bits"),
        ("{% for a in range(99999) %}{{ 'x' * 9999 }}{% endfor %}", "it writes more than"),
        (
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            "it takes longer than 0.5 s",
        ),
    ],
)
def test_a_template_is_bounded(template: str, why: str) -> None:
    Path("t.md.j2").write_text(f"\n{template}\n")
    script = (
        "import sys, depgraph.reports.bounded as b; b.TIME_LIMIT = float(sys.argv.pop(1));"
        "from depgraph.cli.main import main; main()"
    )
    limit = "0.5" if "longer" in why else "30"
    arguments = [
        "release-plan",
        "--graph",
        "p.yaml",
        "--template",
        "t.md.j2",
        "--format",
        "markdown",
    ]
    done = subprocess.run(
        [sys.executable, "-c", script, limit, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert re.match(r"t\.md\.j2(:[12]:1)?: ", done.stderr)
    assert why in done.stderr


def test_a_sound_template_is_not() -> None:
    Path("t.md.j2").write_text("{{ 2 ** 10 }} {{ title }}")
    done = run("release-plan", "--graph", "p.yaml", "--template", "t.md.j2", "--format", "markdown")
    assert (done.returncode, done.stdout) == (0, "1024 Release plan\n")


def test_full_width_signs_begin_no_formula() -> None:
    for sign in "＝＋－＠":  # noqa: RUF001
        Path("p.yaml").write_text(f"milestones:\n  A: {{name: '{sign}1+1'}}\n")
        assert f"'{sign}1+1" in run("list", "--graph", "p.yaml", "--format", "csv").stdout


@pytest.mark.parametrize("format_", ["sarif", "junit", "github", "gitlab", "concise"])
def test_text_that_turns_others_is_seen(format_: str) -> None:
    turning = "\u202eevil\u2066\u200b"
    Path("p.yaml").write_text(
        f"as_of: 2019-05-20\nmilestones:\n  A: {{name: '{turning}', due: 2019-09-01}}\n"
        f"  B: {{due: 2019-07-01, requires: [{{id: A, query: '{turning}'}}]}}\n"
    )
    done = run("check", "p.yaml", "--format", format_)
    assert done.returncode in (0, 1)
    assert not set(done.stdout) & set(turning.replace("evil", ""))
    if format_ in ("sarif", "gitlab"):
        json.loads(done.stdout)


def test_a_long_name_is_told_where_it_stands_and_a_long_tooltip_is_cut() -> None:
    Path("p.yaml").write_text(f"milestones:\n  A: {{name: {'x' * 17_000}}}\n")
    told = "p.yaml:2:13: A: name: the text has 17,000 characters: at most 10,000 are read\n"
    assert run("render", "--graph", "p.yaml", "-o", "o.dot").stderr == told
    names = "".join(f"  M-{n}: {{name: {'<' * 4_000}}}\n" for n in range(2))
    Path("p.yaml").write_text(f"as_of: 2019-01-01\nmilestones:\n{names}")
    run("render", "--graph", "p.yaml", "-o", "o.dot")
    longest = max(map(len, re.findall(r'"((?:[^"\\]|\\.)*)"', Path("o.dot").read_text())))
    assert longest < 16_384


def test_a_pdf_is_the_same_in_all_time_zones() -> None:
    for zone in ("UTC", "Europe/Berlin", "America/St_Johns"):
        environment = {**os.environ, "TZ": zone}
        assert (
            run("render", "--graph", "p.yaml", "-o", f"{zone[:3]}.pdf", env=environment).returncode
            == 0
        )
    assert len({path.read_bytes() for path in Path().glob("*.pdf")}) == 1


def test_a_folded_text_keeps_its_last_space() -> None:
    Path("p.yaml").write_text("milestones:\n  A:\n    name: >-\n      x\n      y \n    level: 2\n")
    assert run("fmt", "p.yaml").returncode == 0
    assert '    name: "x y "\n' in Path("p.yaml").read_text()


def test_a_query_in_a_block_becomes_one_of_a_list() -> None:
    Path("p.yaml").write_text(
        'milestones:\n  A: {}\n  B: {requires: [{id: A, query: "x:", type: FF}]}\n'
    )
    Path("into").mkdir()
    into = Path("into/p.yaml")
    into.write_text(
        "milestones:\n  A: {}\n  B:\n    requires:\n    - id: A\n      query: >-\n        x\n"
    )
    assert run("import", "p.yaml", "--into", "into").returncode == 0
    assert '      query:\n        - x\n        - "x:"\n' in into.read_text()


def test_a_layer_without_milestones_is_told_where_its_rule_stands() -> None:
    Path("depgraph.yaml").write_text(
        "graph: p.yaml\nrules:\n  - id: r\n    kind: layers\n    layers:\n"
        "      - {name: a, milestones: {}}\n      - {name: b, milestones: {id: A}}\n"
    )
    done = run("check")
    assert done.returncode == 2
    assert done.stderr == (
        "depgraph.yaml:3:9: rule r: all milestones of b belong to groups listed before it\n"
    )
