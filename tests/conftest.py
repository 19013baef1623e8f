"""What several folders of tests need: the command line as users call it, and small plans."""

import gc
import io
import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, chdir, redirect_stderr, redirect_stdout, suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO
from unittest.mock import patch

import pytest
from hypothesis import settings

from depgraph import Graph

# How long an example takes is no fact about the code: the machine may have other work.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

# Commands that tests start, and the tests of each worker, would be compiled anew each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

ROOT = Path(__file__).parent.parent
SCRIPT = Path(sys.executable).with_name("depgraph")


@pytest.hookimpl(tryfirst=True)  # before `-m` looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what calls several processes."""
    for item in items:
        if "under_hash_seeds" in getattr(item, "fixturenames", ()):
            item.add_marker("slow")


def pytest_collection_finish() -> None:
    """Spare the garbage collector what is there for good, and most of its rounds.

    To look again and again at large graphs, which have no cycles, takes a third of their tests.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


Done = subprocess.CompletedProcess[str]


@pytest.fixture(autouse=True, scope="session")
def _no_other_configuration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Have no test see a configuration that stands above its own folder or the project's."""
    ceilings = (str(ROOT.parent), str(tmp_path_factory.getbasetemp()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEPGRAPH_CEILING_DIRECTORIES", os.pathsep.join(ceilings))
        yield


@pytest.fixture(autouse=True, scope="session")
def drawings() -> Iterator[Callable[[], None]]:
    """Have Graphviz draw the same source once, not for each test; call this to forget them.

    What is drawn depends on the source alone, and on the program that the path names.
    """
    from depgraph.diagrams import layout, programs

    @lru_cache(maxsize=128)
    def drawn(_path: str | None, program: str, *arguments: str, source: str) -> bytes:
        return programs.run(program, *arguments, source=source)

    def run(program: str, *arguments: str, source: str) -> bytes:
        return drawn(os.environ.get("PATH"), program, *arguments, source=source)

    with patch.object(layout, "run", run):
        yield drawn.cache_clear


def _environment(changes: Mapping[str, str] | None) -> dict[str, str]:
    of_runner = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
    left_out = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", *of_runner)
    own = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**own, **(changes or {})}


class Terminal(io.TextIOWrapper):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="session")
def run() -> Callable[..., subprocess.CompletedProcess[Any]]:
    """Call ``depgraph`` with arguments, in this process; from the project's folder unless told.

    What an interpreter looks at when it starts (``PYTHONPATH`` and its like) takes
    `run_process`; so do signals and real terminals. Without `text`, what is written is bytes;
    with `columns`, standard output is a terminal of so many; it may be closed, or `stdout`, or
    take another encoding (then what is written is best taken as bytes).
    """

    def call(
        *arguments: str | Path,
        cwd: Path = ROOT,
        env: Mapping[str, str] | None = None,
        text: bool = True,
        columns: int | None = None,
        is_closed: bool = False,
        stdout: TextIO | None = None,
        encoding: str = "utf-8",
    ) -> subprocess.CompletedProcess[Any]:
        from depgraph.cli.main import main

        kind = io.TextIOWrapper if columns is None else Terminal
        streams = [
            stream(io.BytesIO(), encoding, write_through=True)
            for stream in (kind, io.TextIOWrapper)
        ]
        environment = _environment(env)
        if columns is not None:
            environment = {"NO_COLOR": "1"} | environment | {"COLUMNS": str(columns)}
        status: object = None
        on_termination = signal.getsignal(signal.SIGTERM)
        with (
            chdir(cwd),
            patch.dict(os.environ, environment, clear=True),
            patch.object(gc, "freeze"),  # this process goes on, and has frozen what stays
            redirect_stdout(None if is_closed else stdout or streams[0]),
            redirect_stderr(streams[1]),
        ):
            try:
                main([str(argument) for argument in arguments])
            except SystemExit as end:
                status = end.code
            finally:
                signal.signal(signal.SIGTERM, on_termination)
                gc.enable()
        written = [stream.buffer.getvalue() for stream in streams]
        out, err = [each.decode() for each in written] if text else written
        return subprocess.CompletedProcess(arguments, int(status or 0), out, err)

    return call


@pytest.fixture
def run_process() -> Callable[..., Done]:
    """Call the installed ``depgraph`` as users do; from the project's folder unless told."""

    def call(
        *arguments: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None
    ) -> Done:
        return subprocess.run(
            [SCRIPT, *map(str, arguments)],
            cwd=cwd,
            env=_environment(env),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    return call


SEVERAL_CALLS = """
import io, json, os, sys
from contextlib import redirect_stdout
from hashlib import sha256
from depgraph.cli.main import main

def digest(call):
    written = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    try:
        with redirect_stdout(written):
            main(call)
    except SystemExit as end:
        return [end.code, sha256(written.buffer.getvalue()).hexdigest()]

for line in sys.stdin:
    folder, calls = json.loads(line)
    os.chdir(folder)
    print(json.dumps([digest(call) for call in calls]), flush=True)
"""


@pytest.fixture(scope="session")
def _seeded_processes() -> Iterator[list[subprocess.Popen[str]]]:
    """Processes with three hash seeds that make calls: each imports everything once for all."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", SEVERAL_CALLS],
                    env=_environment({"PYTHONHASHSEED": seed}),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    encoding="utf-8",
                )
            )
            for seed in ("0", "1", "2")
        ]


@pytest.fixture
def under_hash_seeds(_seeded_processes: list[subprocess.Popen[str]]) -> Callable[..., None]:
    """Fail unless each of several calls writes the same bytes under every hash seed."""

    def check(*calls: Sequence[str], cwd: Path = ROOT) -> None:
        question = json.dumps([str(cwd), [[str(word) for word in call] for call in calls]])
        for process in _seeded_processes:
            process.stdin.write(f"{question}\n")
            process.stdin.flush()
        answers = [json.loads(process.stdout.readline()) for process in _seeded_processes]
        for call, *digests in zip(calls, *answers, strict=True):
            assert digests[0] == digests[1] == digests[2], call
            assert digests[0][0] in (0, 1), call

    return check


@pytest.fixture
def on_a_terminal() -> Callable[..., str]:
    """Call ``depgraph`` on a terminal of so many columns, and return what it shows there."""

    def call(*arguments: str | Path, columns: int) -> str:
        leader, follower = pty.openpty()
        with subprocess.Popen(
            [SCRIPT, *map(str, arguments)],
            cwd=ROOT,
            stdout=follower,
            stderr=follower,
            env=_environment({"COLUMNS": str(columns), "NO_COLOR": "1"}),
        ):
            os.close(follower)
            written = b""
            with suppress(OSError):  # so ends what a terminal has, when the command is done
                while part := os.read(leader, 65536):
                    written += part
        os.close(leader)
        return written.decode().replace("\r\n", "\n")

    return call


@pytest.fixture
def real_export() -> Path:
    """Return the path of a real export of Primavera P6, where the environment names its folder."""
    folder = os.environ.get("DEPGRAPH_REAL_DATA")
    path = Path(folder or "", "201904-ME.xls")
    if not folder or not path.is_file():
        pytest.skip("DEPGRAPH_REAL_DATA names no folder with 201904-ME.xls")
    return path


@pytest.fixture
def real_schedules() -> list[Path]:
    """Return the real XER files of the folder that the environment names; it must have some."""
    folder = os.environ.get("DEPGRAPH_REAL_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("DEPGRAPH_REAL_DATA names no folder")
    paths = sorted(Path(folder).glob("*.xer"))
    assert paths, f"{folder} has no schedule: it needs .xer files with a data date"
    return paths


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[[str, Mapping[str, Sequence[Sequence[object]]]], Path]:
    """Write a spreadsheet, .xls or .xlsx by its name, and return its path."""

    def create(name: str, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
        path = tmp_path / name
        if name.endswith(".xlsx"):
            from openpyxl import Workbook

            book = Workbook()
            book.remove(book.active)
            for title, rows in sheets.items():
                sheet = book.create_sheet(title)
                for row in rows:
                    sheet.append(row)
            book.save(path)
            return path
        xlwt = pytest.importorskip("xlwt")
        old = xlwt.Workbook()
        general, dated = xlwt.XFStyle(), xlwt.easyxf(num_format_str="D-MMM-YY")
        for title, rows in sheets.items():
            sheet = old.add_sheet(title)
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    style = dated if isinstance(cell, date) else general
                    sheet.write(line, place, cell, style)
        old.save(str(path))
        return path

    return create


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a small file, and return its path."""

    def create(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return create


@pytest.fixture(scope="session")
def json_of(run: Callable[..., subprocess.CompletedProcess[str]]) -> Callable[..., Any]:
    """Call a command for its answer as JSON, which it must give."""

    def call(command: str, *arguments: str | Path, **options: Any) -> Any:
        done = run(command, "--format", "json", *arguments, **options)
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout)

    return call


@pytest.fixture
def printed(run: Callable[..., subprocess.CompletedProcess[str]]) -> Callable[..., str]:
    """Call a command that has an answer, and return what it prints."""

    def call(*arguments: str | Path, **options: Any) -> str:
        done = run(*arguments, **options)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return call


@pytest.fixture
def refusal(run: Callable[..., subprocess.CompletedProcess[str]]) -> Callable[..., str]:
    """Call a command that refuses and prints nothing, and return its complaint."""

    def call(*arguments: str | Path, **options: Any) -> str:
        done = run(*arguments, **options)
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        return done.stderr

    return call


@pytest.fixture(scope="session")
def shipped() -> Graph:
    """The plan that comes with the project."""
    import depgraph

    return depgraph.load(ROOT / "graphs")
