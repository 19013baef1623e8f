"""What a command costs as a process of its own: processor time and memory.

What the system says of the memory of a child counts that of its parent when it was started, so
the process itself says at its end what it held at most.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
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
