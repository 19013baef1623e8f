"""The line that tells how far long work is, on a real terminal."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SCRIPT = Path(sys.executable).with_name("depgraph")


def slow_plan(folder: Path, queries: int) -> Path:
    """Write a plan in which dropping each query takes long: milestones wait on each other."""
    lines = ["as_of: 2020-01-01", "milestones:", "  M-0000: {due: 2020-01-01}"]
    for n in range(1, 1_500):
        query = ", query: Why?" if n <= queries else ""
        lines += [
            f"  M-{n:04d}:",
            "    due: 2020-01-01",
            "    requires:",
            f"      - {{id: M-{n - 1:04d}, type: SS{query}}}",
        ]
    lines += ["  Z:", "    level: 2", "    due: 2020-01-01", "    requires: [M-1499]"]
    lines += ["  Y:", "    requires:", "      - {id: X, type: SS}"]
    lines += ["  X:", "    requires:", "      - {id: Y, type: FF}"]
    path = folder / "plan.yaml"
    path.write_text("\n".join(lines) + "\n")
    return path


class Terminal:
    """A command whose standard error is a terminal, and whose standard output is not."""

    def __init__(self, *command: str | Path, columns: int = 80, **env: str) -> None:
        self._leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        environment = {"TERM": "xterm", **env}
        self.process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=follower,
            stdin=subprocess.DEVNULL,
        )
        os.close(follower)
        self.shown = b""

    def read_until(self, is_enough: Callable[[bytes], bool]) -> None:
        """Read what the terminal is sent, until it is enough or the command has ended."""
        end = time.monotonic() + 100
        while not is_enough(self.shown):
            assert time.monotonic() < end
            if select.select([self._leader], [], [], 1)[0]:
                try:
                    read = os.read(self._leader, 4096)
                except OSError:  # the command has closed it
                    return
                if not read:
                    return
                self.shown += read

    def finish(self) -> tuple[int, bytes]:
        """Wait for the end; return exit status and standard output."""
        self.read_until(lambda _: False)
        stdout, _ = self.process.communicate(timeout=100)
        os.close(self._leader)
        return self.process.returncode, stdout


def screen(shown: str) -> str:
    """Return what a terminal shows after it was sent some text of one line."""
    cells: list[str] = []
    at = 0
    for character in shown:
        if character == "\r":
            at = 0
            continue
        cells[at : at + 1] = character
        at += 1
    return "".join(cells).rstrip()


def test_long_work_is_shown_and_gone_when_it_is_done(tmp_path: Path) -> None:
    plan = slow_plan(tmp_path, 200)
    terminal = Terminal(SCRIPT, "queries", "--graph", plan, NO_COLOR="1")
    status, stdout = terminal.finish()

    assert status == 0
    assert stdout.count(b"Why?") >= 200
    shown = terminal.shown.decode()
    assert re.search(r"\rdropping queries  \[#+ +\]  \d\d%", shown)
    assert not screen(shown)
    assert all(character.isprintable() or character == "\r" for character in shown)


def test_a_narrow_terminal_shows_what_has_room(tmp_path: Path) -> None:
    terminal = Terminal(SCRIPT, "queries", "--graph", slow_plan(tmp_path, 1_400), columns=20)
    terminal.read_until(lambda shown: shown.count(b"\r") > 3)
    terminal.process.kill()
    terminal.finish()

    lines = terminal.shown.decode().split("\r")
    assert max(map(len, lines)) < 20
    assert re.fullmatch(r" +\d+%", lines[1])


def test_a_terminal_that_can_do_nothing_is_sent_nothing(tmp_path: Path) -> None:
    terminal = Terminal(SCRIPT, "queries", "--graph", slow_plan(tmp_path, 100), TERM="dumb")
    assert terminal.finish()[0] == 0
    assert terminal.shown == b""


def test_an_interrupt_in_an_analysis_removes_the_line(tmp_path: Path) -> None:
    terminal = Terminal(SCRIPT, "queries", "--graph", slow_plan(tmp_path, 1_400))
    terminal.read_until(lambda shown: b"dropping" in shown)
    terminal.process.send_signal(signal.SIGINT)

    assert terminal.finish() == (130, b"")
    assert terminal.shown.endswith(b"\r\n")
    assert screen(terminal.shown.decode().removesuffix("\r\n")) == "interrupted"
