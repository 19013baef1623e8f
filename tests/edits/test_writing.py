"""Writing: whole, under a lock, compared with what was read."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from depgraph.edits import locking, writing
from depgraph.edits.locking import LOCK_NAME, locked
from depgraph.edits.writing import FileText, write_together
from depgraph.errors import OutputError
from depgraph.sources.read_record import note_read, recording

DEPGRAPH = (sys.executable, "-m", "depgraph")


def run(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*DEPGRAPH, *args], cwd=folder, capture_output=True, text=True, check=False
    )


def at_once(folder: Path, *commands: tuple[str, ...]) -> list[tuple[int, str]]:
    """Run commands at the same time; return the status of each and what it complains of."""
    processes = [
        subprocess.Popen(
            [*DEPGRAPH, *command],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for command in commands
    ]
    complaints = [process.communicate(timeout=60)[1] for process in processes]
    statuses = [process.returncode for process in processes]
    return list(zip(statuses, complaints, strict=True))


def test_no_edit_of_two_at_once_is_lost(tmp_path: Path) -> None:
    plan = tmp_path / "p.yaml"
    (tmp_path / "depgraph.yaml").write_text("graph: p.yaml\n")
    many = "".join(f"  M-{n}: {{}}\n" for n in range(3000))
    links = "".join(f"    - {{id: M-{n}, query: why}}\n" for n in range(8))
    plan.write_text(f"milestones:\n{many}  Z:\n    requires:\n{links}    - M-9\n")
    for first in range(0, 8, 2):
        pair = (f"M-{first}", f"M-{first + 1}")
        commands = [("queries", "--resolve", "drop", "Z", code) for code in pair]
        for code, (status, complaint) in zip(pair, at_once(tmp_path, *commands), strict=True):
            is_in = f"id: {code}," not in plan.read_text()
            assert is_in == (status == 0), complaint
            if not is_in:
                assert status == 2
                assert "was changed meanwhile; nothing is changed: try again" in complaint
    assert sorted(path.name for path in tmp_path.iterdir()) == ["depgraph.yaml", "p.yaml"]


def test_two_additions_to_the_baseline_at_once(tmp_path: Path) -> None:
    (tmp_path / "depgraph.yaml").write_text("graph: p.yaml\n")
    (tmp_path / "p.yaml").write_text(
        "as_of: 2019-01-01\nmilestones:\n  A: {due: 2019-05-01}\n  B: {due: 2019-05-02}\n"
        "  C: {due: 2019-02-01, requires: [A, B]}\n"
    )
    add = ("baseline", "--add", "--reason", "known", "date-order")
    results = at_once(tmp_path, (*add, "A", "C"), (*add, "B", "C"))
    written = (tmp_path / "baseline.yaml").read_text()
    for code, (status, complaint) in zip("AB", results, strict=True):
        assert (f"{code} -> C" in written or f"prerequisite: {code}" in written) == (status == 0)
        assert status == 0 or "meanwhile; nothing is changed: try again" in complaint


def test_a_file_that_was_changed_after_it_was_read_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_bytes(b"first")
    with recording():
        note_read(path)
        (tmp_path / "new").write_bytes(b"other")
        (tmp_path / "new").replace(path)
        with pytest.raises(OutputError, match="changed meanwhile"):
            write_together([FileText(path, b"other", b"mine")])
    path.unlink()
    with pytest.raises(OutputError, match="removed meanwhile"):
        write_together([FileText(path, b"other", b"mine")])
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(params=["locks of the system", "a file"])
def kind_of_lock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both kinds of locks: the second as on Windows, which has no module of the first."""
    if request.param == "a file":
        monkeypatch.setitem(sys.modules, "fcntl", None)
    return str(request.param)


def test_one_run_waits_while_another_writes(tmp_path: Path, kind_of_lock: str) -> None:
    path = tmp_path / "p.yaml"
    done: list[float] = []

    def write() -> None:
        write_together([FileText(path, None, b"x")])
        done.append(time.monotonic())

    thread = threading.Thread(target=write)
    with locked([tmp_path]) as is_locked:
        assert is_locked
        thread.start()
        time.sleep(0.2)
        assert not path.exists()
        released = time.monotonic()
    thread.join(timeout=30)
    assert path.read_bytes() == b"x"
    assert done[0] >= released
    assert list(tmp_path.iterdir()) == [path]


WITHOUT_LOCKS = """
import sys
sys.modules["fcntl"] = None
from depgraph.cli.main import main
main(sys.argv[1:])
"""


def test_without_locks_of_the_system_no_edit_is_lost_either(tmp_path: Path) -> None:
    plan = tmp_path / "p.yaml"
    (tmp_path / "depgraph.yaml").write_text("graph: p.yaml\n")
    many = "".join(f"  M-{n}: {{}}\n" for n in range(2000))
    links = "".join(f"    - {{id: M-{n}, query: why}}\n" for n in range(4))
    plan.write_text(f"milestones:\n{many}  Z:\n    requires:\n{links}    - M-9\n")
    for first in (0, 2):
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", WITHOUT_LOCKS, "queries", "--resolve", "drop", "Z", code],
                cwd=tmp_path,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            for code in (f"M-{first}", f"M-{first + 1}")
        ]
        for n, process in enumerate(processes):
            complaint = process.communicate(timeout=60)[1]
            is_in = f"id: M-{first + n}," not in plan.read_text()
            assert is_in == (process.returncode == 0), complaint
            assert is_in or "was changed meanwhile; nothing is changed: try again" in complaint
    assert sorted(path.name for path in tmp_path.iterdir()) == ["depgraph.yaml", "p.yaml"]


def test_a_lock_of_a_killed_run_holds_for_a_minute(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setattr(locking, "_LONGEST_WAIT", 0.05)
    lock, path = tmp_path / LOCK_NAME, tmp_path / "p.yaml"
    lock.touch()
    with pytest.raises(OutputError, match="another run is writing in"):
        write_together([FileText(path, None, b"x")])
    assert lock.exists()
    old = time.time() - 61
    os.utime(lock, (old, old))
    write_together([FileText(path, None, b"x")])
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_system_without_locks_is_locked_by_a_file(tmp_path: Path, monkeypatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def unsupported(handle: int, operation: int) -> None:
        raise OSError(95, os.strerror(95))

    monkeypatch.setattr(fcntl, "flock", unsupported)
    with locked([tmp_path]) as is_locked:
        assert is_locked
        assert [path.name for path in tmp_path.iterdir()] == [LOCK_NAME]
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_told_and_removed(tmp_path: Path) -> None:
    (tmp_path / "depgraph.yaml").write_text("graph: p.yaml\n")
    (tmp_path / "p.yaml").write_text("milestones:\n  A:   {}\n")
    left = tmp_path / ".p.yaml.0123abcd"
    others = [tmp_path / ".p.yaml.swp", tmp_path / ".other.yaml.0123abcd"]
    for path in (left, *others):
        path.write_text("half")
    assert left.exists()
    assert run(tmp_path, "fmt", "--check").returncode == 1
    assert left.exists()  # it writes nothing, and removes nothing
    result = run(tmp_path, "fmt")
    assert result.returncode == 0
    assert result.stderr == "removed .p.yaml.0123abcd, which a run that was killed had left\n"
    assert not left.exists()
    assert all(path.exists() for path in others)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there are no such users")
def test_fmt_changes_all_files_or_none(tmp_path: Path) -> None:
    (tmp_path / "depgraph.yaml").write_text("graph: [a.yaml, sub/b.yaml]\n")
    (tmp_path / "sub").mkdir()
    texts = {"a.yaml": "milestones:\n  A:   {}\n", "sub/b.yaml": "milestones:\n  B:   {}\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    # The system lets no file grow: the first can be written, and the second not.
    script = (
        "import depgraph.edits.writing as w, os\n"
        "real = w._write_beside\n"
        "def full(target, data, temporary):\n"
        "    if target.name == 'b.yaml': raise OSError(28, os.strerror(28))\n"
        "    real(target, data, temporary)\n"
        "w._write_beside = full\n"
        "from depgraph.cli.main import main\n"
        "main(['fmt'])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert result.stdout == ""
    reason = "cannot write sub/b.yaml: No space left on device; nothing is changed"
    assert result.stderr == f"error: {reason}\n"
    assert {name: (tmp_path / name).read_text() for name in texts} == texts


def test_an_interrupt_when_a_folder_was_just_made(tmp_path, monkeypatch) -> None:
    real = Path.mkdir

    def interrupted(self: Path) -> None:
        real(self)
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "mkdir", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_together([FileText(tmp_path / "new" / "p.yaml", None, b"x")])
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_cannot_be_shown_is_not_used_as_it_is_shown(tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    plan.mkdir()
    odd = plan / "p\x07\u200b.yaml"
    odd.write_text("milestones:\n  A: {}\n  B: {requires: [{id: A, query: x}]}\n")
    (tmp_path / "source.yaml").write_text("milestones:\n  A: {}\n  C: {requires: [A]}\n")
    assert run(tmp_path, "import", "source.yaml", "--into", "plan", "--partial").returncode == 0
    assert "  C:" in odd.read_text()
    assert (
        run(tmp_path, "queries", "--graph", "plan", "--resolve", "drop", "A", "B").returncode == 0
    )
    assert "query: x" not in odd.read_text()
    assert run(plan, "fmt", odd.name).returncode == 0
    names = {path.name for path in plan.iterdir()}
    assert odd.name in names
    assert not any("\\" in name for name in names)


def test_names_that_would_be_shown_alike_are_not(tmp_path, monkeypatch) -> None:
    from depgraph.sources.files import path_shown_as, shown_path

    monkeypatch.chdir(tmp_path)
    names = ["a\x07", "a\\x07", "a\\\\x07", "plain", "\u202e", "\\u202e"]
    shown = [shown_path(Path(name)) for name in names]
    assert len(set(shown)) == len(names)
    assert [path_shown_as(name) for name in shown] == [Path(name) for name in names]
    assert all(name.isprintable() for name in shown)


# -- at every moment ----------------------------------------------------------------------


class _Stopped(BaseException):
    """Raised, or worse, at a moment of the writing."""


def _write_until(moment: int, files: list[FileText], stop: Callable[[], None]) -> bool:
    """Write files, and stop at one of the instructions of the writers; whether it came to that."""
    modules = {writing.__file__, locking.__file__}
    left = moment

    def trace(frame: FrameType, event: str, _argument: object) -> Callable[..., object] | None:
        nonlocal left
        if frame.f_code.co_filename not in modules:
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            left -= 1
            if left == 0:
                stop()
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        write_together(files)
    except _Stopped:
        return True
    finally:
        sys.settrace(before)
    return False


def _state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


OLD = {"a.yaml": b"old a", "b.yaml": b"old b"}
NEW = {"a.yaml": b"new a", "b.yaml": b"new b", "c.yaml": b"new c"}


def _fresh(folder: Path) -> list[FileText]:
    folder.mkdir()  # one that was stopped may keep its lock, as this process goes on
    for name, data in OLD.items():
        (folder / name).write_bytes(data)
    return [FileText(folder / name, OLD.get(name), data) for name, data in NEW.items()]


@pytest.mark.slow
@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_an_interrupt_at_any_instruction_leaves_all_files_old_or_all_new(tmp_path: Path) -> None:
    def interrupt() -> None:
        sys.settrace(None)
        raise _Stopped

    moment, is_stopped = 0, True
    while is_stopped:
        moment += 1
        folder = tmp_path / str(moment)
        is_stopped = _write_until(moment, _fresh(folder), interrupt)
        assert _state(folder) in ((OLD, NEW) if is_stopped else (NEW,)), moment
    assert moment > 300


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be doubled")
def test_a_kill_at_any_instruction_leaves_no_half_of_a_file(tmp_path: Path) -> None:
    moment, status = 0, 1
    while status:
        moment += 7  # each takes a process
        folder = tmp_path / str(moment)
        files = _fresh(folder)
        child = os.fork()
        if not child:
            os._exit(int(_write_until(moment, files, lambda: os._exit(1))))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        there = {name: data for name, data in _state(folder).items() if name in NEW}
        assert all(data in (OLD.get(name), NEW[name]) for name, data in there.items()), moment
        again = [FileText(folder / name, there.get(name), b"x") for name in NEW]
        write_together(again)
        assert _state(folder) == dict.fromkeys(NEW, b"x"), moment
    assert moment > 300
