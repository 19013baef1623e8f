"""What a command costs as a process of its own: processor time and memory.

What the system says of the memory of a child counts that of its parent when it was started, so
the process itself says at its end what it held at most.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

_WITH_PEAK = """\
import atexit, sys
from pathlib import Path

def say_peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    peak = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
    Path(sys.argv[-1]).write_text(peak)

atexit.register(say_peak)
from depgraph.cli.main import main
main(sys.argv[1:-1])
"""

CAN_BE_TOLD = hasattr(os, "wait4") and Path("/proc/self/status").exists()
"""Whether this system tells it."""


class Cost(NamedTuple):
    """What a command cost, and what it wrote."""

    seconds: float
    megabytes: float
    status: int
    output: str
    errors: str


def cost(*arguments: str | Path, folder: Path) -> Cost:
    """Run ``depgraph`` with arguments in a folder, to its end."""
    with (
        tempfile.TemporaryDirectory() as place,
        tempfile.TemporaryFile("w+") as output,
        tempfile.TemporaryFile("w+") as errors,
    ):
        peak = Path(place) / "peak"
        process = subprocess.Popen(
            [sys.executable, "-c", _WITH_PEAK, *map(str, arguments), str(peak)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdout=output,
            stderr=errors,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        return Cost(
            usage.ru_utime + usage.ru_stime,
            int(peak.read_text()) / 1024,
            process.returncode,
            output.read(),
            errors.read(),
        )


ROOT = Path(__file__).parents[1]
SCRIPT = str(Path(sys.executable).with_name("depgraph"))
CLICK = (sys.executable, "-c", "import click")

_EVENTS = """\
import sys
import click
import yaml
from yaml._yaml import CParser
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        get = CParser(file.read().decode()).get_event
    while type(get()) is not yaml.StreamEndEvent:
        pass
"""


class Command(NamedTuple):
    """A command: its words, what it reads, what its environment has more, and where it is run."""

    words: tuple[str, ...]
    source: bytes = b""
    environment: tuple[tuple[str, str], ...] = ()
    folder: Path = ROOT


def events_of(*files: str) -> Command:
    """Return what does the least: click is imported, and the events of files are parsed."""
    return Command((sys.executable, "-c", _EVENTS, *files))


@cache
def _compiled() -> str:
    """Return a folder for compiled modules, as an installed program has them."""
    folder = tempfile.mkdtemp(prefix="compiled-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def least_seconds(*commands: Command, rounds: int = 10) -> list[float]:
    """Return the least time of a processor that each command takes, its own processes included.

    They are run in turn, as machines are busier at one time than at another, and each once before
    that, to compile what it imports.
    """
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONPYCACHEPREFIX": _compiled()}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    least = [float("inf")] * len(commands)
    for round_ in range(rounds + 1):
        for number, (words, source, more, folder) in enumerate(commands):
            with tempfile.TemporaryFile() as file:
                file.write(source)
                file.seek(0)
                process = subprocess.Popen(
                    words,
                    cwd=folder,
                    env=environment | dict(more),
                    stdin=file,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            assert process.returncode in (0, 1), words
            if round_:
                least[number] = min(least[number], usage.ru_utime + usage.ru_stime)
    return least
