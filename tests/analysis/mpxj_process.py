"""One Java machine for all files of a test module: asks `mpxj_files`."""

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(__file__).with_name("mpxj_files.py")


def asked_of_mpxj(files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What MPXJ says of files; the test is skipped where there is no Java."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("MPXJ needs Java: install a Java runtime such as default-jre-headless")
    if find_spec("mpxj") is None or find_spec("jpype") is None:
        pytest.skip("MPXJ is not installed: pip install mpxj JPype1")
    done = subprocess.run(
        [sys.executable, PROGRAM],
        input=json.dumps(files),
        env={"JAVA_HOME": str(Path(java).resolve().parent.parent), **os.environ},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def moment(text: str) -> int:
    """A moment of MPXJ as a number."""
    time = datetime.fromisoformat(text)
    return time.toordinal() * 1440 + time.hour * 60 + time.minute
