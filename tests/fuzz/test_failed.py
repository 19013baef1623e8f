"""Every input that ever failed is read, and all that is damaged is read undamaged first."""

import random
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

FAILED = sorted(Path(__file__).with_name("failed").iterdir())


def fuzz():
    spec = spec_from_file_location("fuzz_run", Path(__file__).with_name("run.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


RUN = fuzz()


@pytest.mark.parametrize("path", FAILED, ids=lambda path: path.name)
def test_what_failed_once_is_refused(path: Path) -> None:
    case = RUN.Case(b"", f"f{path.suffix}", ("check", "FILE", "--as-of", "2019-05-20"))
    assert RUN.tried(case, path.read_bytes()) == 2


@pytest.mark.parametrize("case", RUN.cases(), ids=lambda case: f"{case.arguments[0]}-{case.name}")
def test_what_is_damaged_is_sound(case) -> None:
    if case.needs_java:
        pytest.importorskip("mpxj")
    assert RUN.tried(case, case.data) in (0, 1)


def test_the_same_seed_gives_the_same_faults() -> None:
    data = bytes(range(256))
    first, second = (RUN.damaged(data, random.Random(7)) for _ in range(2))  # noqa: S311 - no secret
    assert first == second != data


def test_failures_are_seen() -> None:
    case = RUN.Case(b"", "f.yaml", ("export", "--graph", "nowhere.yaml"))
    with pytest.raises(RUN.Failure, match="refused without a place"):
        RUN.tried(case, b"milestones: {A: {}}\n")
    case = RUN.Case(b"", "f.yaml", ("fmt", "FILE"))
    with pytest.raises(RUN.Failure, match="a file was changed"):
        RUN.tried(case, b"milestones:\n  A:   {}\n")
