"""Interrupting a command, as Ctrl-C does, at several moments: nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SCRIPT = Path(sys.executable).with_name("depgraph")

Started = subprocess.Popen[bytes]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Started]]:
    """Start a command in an empty folder; it is killed if it is still there at the end."""
    started: list[Started] = []

    def begin(*command: str | Path, env: dict[str, str] | None = None) -> Started:
        process = subprocess.Popen(
            command,
            cwd=tmp_path,
            env={**os.environ, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def interrupt(process: Started) -> tuple[int, bytes, bytes]:
    """Send the signal of Ctrl-C; return exit status, standard output and standard error."""
    for _ in range(12):
        process.send_signal(signal.SIGINT)
        # One that comes just before a call of the system that waits is seen behind that call.
        with suppress(subprocess.TimeoutExpired):
            stdout, stderr = process.communicate(timeout=5)
            return process.returncode, stdout, stderr
    pytest.fail("it does not end")


def until(found: Callable[[], object]) -> None:
    """Wait until something is there."""
    end = time.monotonic() + 60
    while not found():
        assert time.monotonic() < end
        time.sleep(0.002)


def milestones(count: int, attributes: str = "{}") -> str:
    return "milestones:\n" + "".join(f"  M-{n:06d}: {attributes}\n" for n in range(count))


def test_while_it_reads(tmp_path: Path, start: Callable[..., Started]) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(milestones(60_000))
    process = start(SCRIPT, "check", "plan.yaml")
    # To start takes a tenth of a second of the processor, to read the file more than one.
    until(lambda: seconds_used(process) > 0.4)
    assert interrupt(process) == (130, b"", b"interrupted\n")
    assert list(tmp_path.iterdir()) == [plan]


def seconds_used(process: Started) -> float:
    """Return how long a process has had the processor."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_while_it_writes_what_nobody_takes(tmp_path: Path, start: Callable[..., Started]) -> None:
    (tmp_path / "plan.yaml").write_text(milestones(3_000))
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        process = start(SCRIPT, "check", "plan.yaml", "--format", "json", "--output", "pipe")
        until(lambda: has_begun(reader))
        assert interrupt(process) == (130, b"", b"interrupted\n")
    finally:
        os.close(reader)


def has_begun(reader: int) -> bytes:
    try:
        return os.read(reader, 1)
    except BlockingIOError:
        return b""


def test_while_standard_output_is_full(tmp_path: Path, start: Callable[..., Started]) -> None:
    (tmp_path / "plan.yaml").write_text(milestones(3_000))
    process = start(SCRIPT, "export", "--graph", "plan.yaml")
    assert process.stdout is not None
    assert process.stdout.read(1) == b"{"  # the rest does not fit in the pipe
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130
    assert process.stderr is not None
    assert process.stderr.read() == b"interrupted\n"


def test_while_it_writes_a_file(tmp_path: Path, start: Callable[..., Started]) -> None:
    target = tmp_path / "target"
    target.write_text("before")
    process = start(
        sys.executable,
        "-c",
        "from pathlib import Path; from depgraph.cli.output import write_whole;"
        "write_whole(Path('target'), bytes(256 * 1024**2))",
    )
    until(lambda: len(list(tmp_path.iterdir())) > 1)
    status, _, stderr = interrupt(process)
    assert (status, b"KeyboardInterrupt" in stderr) == (-signal.SIGINT, True)
    assert list(tmp_path.iterdir()) == [target]
    assert target.read_text() == "before"


def test_while_graphviz_draws(tmp_path: Path, start: Callable[..., Started]) -> None:
    (tmp_path / "plan.yaml").write_text(milestones(2, "{due: 2020-01-01}"))
    programs = tmp_path / "programs"
    programs.mkdir()
    dot = programs / "dot"
    dot.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/started\nexec sleep 300\n")
    dot.chmod(0o755)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    process = start(
        *(SCRIPT, "render", "--graph", "plan.yaml", "--as-of", "2020-01-01", "-o", "out.svg"),
        env={"PATH": path},
    )
    started = tmp_path / "started"
    until(lambda: started.exists() and started.read_text().endswith("\n"))
    assert interrupt(process) == (130, b"", b"interrupted\n")
    until(lambda: not is_running(started.read_text().strip()))
    assert sorted(tmp_path.iterdir()) == [tmp_path / "plan.yaml", programs, started]


def is_running(process: str) -> bool:
    """Whether a process is there, and not only its exit status that nobody has asked for."""
    asked = ["ps", "-o", "stat=", "-p", process]
    state = subprocess.run(asked, capture_output=True, encoding="utf-8", check=False).stdout
    return state.strip()[:1] not in ("", "Z")


def test_a_cancelled_job_leaves_no_temporary_files(start, tmp_path: Path) -> None:
    # A git that lists a revision, and then takes its time to read the files.
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\ncase $* in\n"
        "*--verify*) printf '%040d' 1;;\n"
        "*ls-tree*) printf '100644 blob %040d\\tp.yaml\\0' 2;;\n"
        "*batch-check*) cat | sed 's/$/ blob 5/';;\n"
        "*cat-file*) touch reading; exec sleep 60;;\n"
        "esac\n"
    )
    program.chmod(0o755)
    room = tmp_path / "room"
    room.mkdir()
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    process = start(SCRIPT, "diff", "HEAD:", env={"PATH": path, "TMPDIR": str(room)})
    deadline = time.monotonic() + 30
    while not (tmp_path / "reading").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert list(room.iterdir())
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 128 + signal.SIGTERM
    assert list(room.iterdir()) == []
