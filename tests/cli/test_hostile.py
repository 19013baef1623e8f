"""Names and values of every kind that nobody means: each command says so in one way, and ends."""

import io
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from depgraph.cli.main import _run

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes by name")

NAMES = [
    *("dir", "dir.yaml", "dir.xer", "loop.yaml", "dangling.yaml", "fifo.yaml", "fifo.csv"),
    *("new\nline.yaml", "esc\x1b[31m.yaml", "bidi\u202e.yaml", "-dash.yaml", "bad\udcff.yaml"),
    *("empty.yaml", "empty.xer", "empty.xlsx", "empty.csv", "/dev/null", "/dev/full", "/dev/zero"),
    *("-", "", "x" * 300, "x/" * 3000, "a/\x01/b", "p.yaml/x", "~", "HEAD", "HEAD:p.yaml"),
    "/proc/self/mem",
]
READING = [
    *(
        "check NAME",
        "fmt --check NAME",
        "list --graph NAME",
        "diff NAME p.yaml",
        "diff p.yaml NAME",
    ),
    *("import NAME --into out --dry-run", "check --config NAME", "check --schedule NAME"),
    *("check --since NAME", "what-if --changes NAME", "highlights --since NAME", "slips NAME"),
    *("release-plan --template NAME --format markdown", "show NAME", "critical-path NAME"),
    *("baseline --add undated NAME --reason x --dry-run", "help NAME", "render --focus NAME"),
]
WRITING = ["list -o NAME", "check --format json -o NAME", "init NAME", "import p.yaml --into NAME"]

VALUES = [
    *("", "-", "--", "\x1b[31m", "\u202e", "\n", "9" * 400, "-1", "nan", "1e9", "2019-02-30"),
    *("0000-01-01", "A=", "=A", "A==B", "*", "[", "(", "a,,b", "id=", "id=*(", "id=\\", "'"),
    *("\udcff", "due<x", "=1+1", "level=99999999999999999999", "name~(a+)+$", "é" * 500),
]
OPTIONS = [
    *("list --select", "list --columns", "list --sort", "list --owner", "list --level"),
    *("list --due-before", "list --target", "check --as-of", "check --select", "check --format"),
    *(
        "what-if --complete",
        "slip A",
        "critical-path --deadline",
        "render --view",
        "render --format dot --title",
    ),
    *(
        "release-plan --main-level",
        "chart",
        "rules",
        "show",
        "why A",
        "help",
        "list --color",
        "status",
    ),
    "",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small plan, with all kinds of what is no file of a plan beside it."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "p.yaml").write_text(
        "as_of: 2019-05-20\nmilestones:\n"
        "  A: {due: 2019-06-01}\n  B: {requires: [{id: A, query: x}]}\n"
    )
    (folder / "depgraph.yaml").write_text("graph: p.yaml\n")
    for name in ("dir", "dir.yaml", "dir.xer"):
        (folder / name).mkdir()
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (folder / "dangling.yaml").symlink_to("nowhere.yaml")
    for name in ("fifo.yaml", "fifo.csv"):
        os.mkfifo(folder / name)
    for name in NAMES[7:12]:
        (folder / name).write_text("milestones:\n  A: {requires: [}\n")
    for name in NAMES[12:16]:
        (folder / name).touch()
    return folder


@contextmanager
def in_time(seconds: int) -> Iterator[None]:
    def late(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def told(*arguments: str) -> str:
    """Run a command in this process; return what it complains of."""
    output = io.TextIOWrapper(io.BytesIO(), "utf-8", errors="surrogateescape")
    errors = io.TextIOWrapper(io.BytesIO(), "utf-8", errors="backslashreplace")
    with in_time(30), redirect_stdout(output), redirect_stderr(errors):
        status = _run(list(arguments))
    errors.flush()
    complaint = errors.buffer.getvalue().decode()
    assert status in (0, 1, 2), arguments
    assert status != 2 or complaint.strip(), arguments
    assert "defect" not in complaint, complaint
    assert "cannot write to standard output" not in complaint, complaint
    raw = {sign for sign in complaint if not sign.isprintable()} - {"\n"}
    assert not raw, complaint
    return complaint


@pytest.mark.parametrize("command", READING)
def test_any_name_is_read_or_refused(command: str, folder: Path, monkeypatch) -> None:
    monkeypatch.chdir(folder)
    before = sorted(folder.iterdir())
    for name in NAMES:
        told(*(name if word == "NAME" else word for word in command.split()))
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("command", WRITING)
def test_where_nothing_can_be_written_nothing_is(command: str, folder: Path, monkeypatch) -> None:
    monkeypatch.chdir(folder)
    for name in ("loop.yaml", "x" * 300, "x/" * 3000, "p.yaml/x", "fifo.csv/x", ""):
        told(*(name if word == "NAME" else word for word in command.split()))
    assert (folder / "p.yaml").read_text().startswith("as_of: 2019-05-20\n")


@pytest.mark.parametrize("command", OPTIONS)
def test_any_value_is_taken_or_refused(command: str, folder: Path, monkeypatch) -> None:
    monkeypatch.chdir(folder)
    for value in VALUES:
        told(*command.split(), value)
