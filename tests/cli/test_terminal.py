"""What a terminal or a pipe cannot show: characters, colours, pictures."""

import re

import pytest

from depgraph.cli.commands import COMMANDS

NAME = "処理 → A ✓"
REPLACED = str.maketrans({"処": "??", "理": "??", "→": ">", "✓": "x"})
"""Each sign is replaced by as many as it is wide, so that columns stay below each other."""

PLAN = f"""\
as_of: 2020-01-01
milestones:
  A: {{name: "{NAME}", due: 2020-02-01, team: "{NAME}", owner: "{NAME}", level: 2}}
  B:
    name: "{NAME}"
    due: 2020-03-01
    forecast: 2020-04-01
    slip: {{low: 0, likely: 5, high: 30, by: "{NAME}"}}
    level: 2
    questions: ["{NAME}?"]
    requires: [{{id: A, query: "{NAME}?"}}]
"""
EARLIER = PLAN.replace("2020-01-01", "2019-01-01").replace("2020-02-01", "2020-01-07")

TEXTS = {
    "baseline": ["--update"],
    "check": ["--all"],
    "critical-path": ["B"],
    "diff": ["earlier.yaml", "plan.yaml"],
    "fmt": ["--check"],
    "health": [],
    "import": ["new.yaml", "--into", ".", "--dry-run"],
    "list": [],
    "queries": [],
    "risk": ["B"],
    "rules": [],
    "show": ["B"],
    "slip": ["A", "60"],
    "slips": ["earlier.yaml", "plan.yaml"],
    "status": ["B"],
    "what-if": ["--without-queries"],
    "why": ["A", "B"],
}
IN_UTF_8 = {
    "chart": ["slips", "--format", "csv"],
    "export": [],
    "highlights": ["A", "--since", "earlier.yaml"],
    "release-plan": [],
    "render": ["--format", "dot"],
    "report": [],
    "schema": ["config"],
}
NO_NAMES = {"help", "init", "lsp", "mcp"}


@pytest.fixture
def plan(write, tmp_path):
    """Write a plan with names that code pages do not have."""
    write("plan.yaml", PLAN)
    write("earlier.yaml", EARLIER)
    write("new.yaml", PLAN.replace("  B:", f'  C: {{name: "{NAME}"}}\n  B:'))
    write("depgraph.yaml", f'title: "{NAME}"\ngraph: plan.yaml\nschedules: [earlier.yaml]\n')
    return tmp_path


def test_every_command_is_called():
    assert sorted({*TEXTS, *IN_UTF_8, *NO_NAMES}) == sorted(COMMANDS)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp437"])
@pytest.mark.parametrize("command", TEXTS)
def test_a_text_replaces_what_cannot_be_shown(run, plan, command, encoding):
    whole = run(command, *TEXTS[command], cwd=plan)
    done = run(command, *TEXTS[command], cwd=plan, encoding=encoding, text=False)
    assert (done.returncode, done.stderr.decode(encoding)) == (
        whole.returncode,
        whole.stderr.translate(REPLACED),
    )
    expected = whole.stdout.translate(REPLACED)
    if command == "status":  # its bars have signs of their own where blocks cannot be shown
        assert expected.splitlines()[0] == done.stdout.decode(encoding).splitlines()[0]
    else:
        assert done.stdout.decode(encoding) == expected


@pytest.mark.parametrize("command", IN_UTF_8)
def test_documents_pictures_and_data_are_utf_8(run, plan, command):
    calls = [
        run(command, *IN_UTF_8[command], cwd=plan, encoding=encoding, text=False)
        for encoding in ("utf-8", "cp1252")
    ]
    assert calls[0].returncode == 0
    assert calls[0].stdout == calls[1].stdout
    assert command == "schema" or "処理" in calls[0].stdout.decode()


@pytest.mark.parametrize("form", ["csv", "json", "markdown", "html"])
def test_formats_for_programs_and_pages_are_utf_8(run, plan, form):
    written = run("list", "--format", form, cwd=plan, encoding="cp437", text=False).stdout
    assert "処理" in written.decode()


def test_help_and_errors_can_be_shown_too(run, plan):
    done = run("show", NAME, cwd=plan, encoding="cp1252", text=False)
    assert done.returncode == 2
    assert b"unknown milestone '???? > A x'" in done.stderr
    assert run("--help", encoding="cp437", text=False).returncode == 0


NUMBERED = "as_of: 2020-01-01\nmilestones:\n" + "".join(
    f"  SAT-{number}: {{due: 2020-02-02, requires: [END]}}\n" for number in (1, 10, 2, 11)
)
LAST = "  END: {due: 2020-01-09, requires: [SAT-0, SAT-20, SAT-3]}\n  SAT-3: {}\n"
UNDATED = LAST + "  SAT-20: {}\n  SAT-0: {}\n"


@pytest.mark.parametrize(
    ("call", "pattern", "expected"),
    [
        ("list --graph last.yaml", r"^SAT-(\d+)", [0, 1, 2, 3, 10, 11, 20]),
        ("list --graph last.yaml --sort -code", r"^SAT-(\d+)", [20, 11, 10, 3, 2, 1, 0]),
        ("list --graph last.yaml --predecessors", r"^END .*SAT-(\d+)", [0, 3, 20]),
        ("list --graph last.yaml --predecessors", r"^SAT-(\d+)", [1, 2, 10, 11]),
        ("show END --graph last.yaml", r"^ *SAT-(\d+)", [0, 3, 20, 1, 2, 10, 11]),
        ("critical-path END --graph last.yaml", r"SAT-(\d+)", [0, 3, 20]),
        ("slips first.yaml last.yaml", r"^SAT-(\d+)", [1, 2, 10, 11, 0, 3, 20]),
        ("diff first.yaml last.yaml", r"^  SAT-(\d+)", [1, 2, 10, 11, 1, 2, 10, 11]),
        ("diff empty.yaml last.yaml", r"^  SAT-(\d+) +(?:-|20)", [0, 1, 2, 3, 10, 11, 20]),
        ("diff empty.yaml last.yaml", r"^  END  +SAT-(\d+)", [0, 3, 20]),
    ],
)
def test_numbers_in_codes_are_sorted_by_their_value(
    printed, write, tmp_path, call, pattern, expected
):
    write("first.yaml", NUMBERED.replace("02-02", "02-01") + UNDATED)
    write("last.yaml", NUMBERED + UNDATED)
    write("empty.yaml", "milestones: {END: {due: 2020-01-09}}\n")
    text = printed(*call.split(), cwd=tmp_path)
    assert list(map(int, re.findall(pattern, text, re.MULTILINE))) == expected


@pytest.mark.parametrize(
    ("env", "on_terminal", "in_pipe"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"CLICOLOR_FORCE": "1", "TERM": "dumb"}, True, True),
        ({"TERM": "dumb"}, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
    ],
)
def test_colours_are_where_they_are_wanted(run, env, on_terminal, in_pipe):
    call = ("show", "LDM-503-09")
    environment = {"TERM": "xterm", "NO_COLOR": "", **env}
    for columns, is_coloured in ((100, on_terminal), (None, in_pipe)):
        shown = run(*call, env=environment, columns=columns)
        assert ("\x1b[" in shown.stdout) == is_coloured
        assert "\x1b[" not in run(*call, "--color", "never", env=env, columns=columns).stdout


@pytest.mark.parametrize(
    "call",
    [
        "render",
        "render --format pdf",
        "chart slips --format svg",
        "report",
        "list --format html",
        "list --format xlsx",
        "show LDM-503-09 --format html",
        "highlights --format html",
        "release-plan --format html",
    ],
)
def test_a_terminal_is_shown_no_picture_and_no_page_of_a_browser(refusal, call):
    error = refusal(*call.split(), columns=80)
    assert re.search(r"a terminal cannot show (svg|pdf|html|xlsx): give -o FILE", error)


@pytest.mark.parametrize(
    ("call", "paper"),
    [
        ("render --format svg --view calendar --paper a3", "A3, 1 page"),
        ("render --format svg --focus LDM-503-05 --paper slide", "a slide, 1 page"),
        ("chart slips", "A4, 1 page"),
    ],
)
def test_a_picture_is_told_with_its_paper(run, tmp_path, call, paper):
    path = tmp_path / "a.svg"
    done = run(*call.split(), "-o", path)
    assert done.returncode == 0
    assert done.stderr.splitlines()[-1] == f"wrote {path} ({paper})"
