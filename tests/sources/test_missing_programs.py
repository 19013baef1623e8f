"""What is missing to read a file with MPXJ is told apart: MPXJ, JPype, Java."""

import importlib.util
import json
import tomllib
from pathlib import Path

import pytest

from depgraph.errors import MissingToolError
from depgraph.plans.loading import load
from depgraph.sources import mpxj_program, scheduling_program

FILE = b"MPX,Microsoft Project for Windows,4.0,ANSI\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "plan.mpx"
    path.write_bytes(FILE)
    return path


@pytest.mark.parametrize(
    ("absent", "told"),
    [
        ({"mpxj", "jpype"}, r"MPXJ is not installed: pip install 'depgraph\[mpxj\]'"),
        ({"mpxj"}, r"MPXJ is not installed: pip install 'depgraph\[mpxj\]'"),
        ({"jpype"}, "MPXJ is here, and JPype, by which Python speaks to Java, is not"),
    ],
)
def test_a_missing_package_is_named(
    absent: set[str], told: str, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spec(name: str) -> object:
        return None if name in absent else importlib.util.find_spec("json")

    monkeypatch.setattr(scheduling_program, "find_spec", spec)
    with pytest.raises(MissingToolError, match=told):
        load(source)


def test_a_missing_java_is_named(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jpype = pytest.importorskip("jpype")
    pytest.importorskip("mpxj")

    def without_java(*_args: object, **_options: object) -> None:
        raise jpype.JVMNotFoundException("no Java here")

    def asked_here(kind: str, path: Path, _shown: str) -> object:
        return json.loads(mpxj_program.answer(kind, str(path)))

    monkeypatch.setattr(jpype, "isJVMStarted", lambda: False)
    monkeypatch.setattr(jpype, "startJVM", without_java)
    monkeypatch.setattr(scheduling_program, "_mpxj_answer", asked_here)
    with pytest.raises(MissingToolError, match="there is no Java: install one"):
        load(source)


def test_the_extra_brings_all_that_python_needs() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    packages = " ".join(project["optional-dependencies"]["mpxj"])
    assert "mpxj" in packages
    assert "JPype1" in packages, "MPXJ itself declares that it needs nothing"
