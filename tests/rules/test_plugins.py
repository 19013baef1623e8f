"""Kinds of rules from other installed packages."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

if TYPE_CHECKING:
    from pathlib import Path

TOY = '''\
"""A kind of rule: codes are short."""

from depgraph.rules.kinds.base import Outcome, Rule


class Short(Rule):
    """The codes of `milestones` have at most `letters` characters."""

    kind = "short-codes"
    summary = "codes have at most so many characters"
    example = "- {id: short, kind: short-codes, milestones: {}, letters: 3}\\n"

    def __init__(self, spec, milestones, letters):
        super().__init__(spec)
        self.milestones = milestones
        self.letters = letters

    @classmethod
    def read(cls, spec, reader):
        return cls(spec, reader.selector("milestones"), reader.count("letters") or 0)

    def selectors(self):
        return (("milestones", self.milestones),)

    def apply(self, graph, circumstances):
        numbers = self.milestones.numbers(graph, circumstances)
        codes = [graph.milestones[n].id for n in numbers]
        long = [code for code in codes if len(code) > self.letters]
        findings = tuple(self.finding(f"{code} is long", code=code) for code in long)
        return Outcome(findings, len(codes), 0)


not_a_kind = 3


class Unfinished(Rule):
    """It cannot be applied."""


class Needs(Short):
    """It has the name of a kind of depgraph."""
'''
WHEEL = {
    "toy_rules.py": TOY,
    "toy_rules-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: toy-rules\nVersion: 1.0\n",
    "toy_rules-1.0.dist-info/WHEEL": (
        "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    ),
    "toy_rules-1.0.dist-info/entry_points.txt": (
        "[depgraph.rule_kinds]\n"
        "short-codes = toy_rules:Short\n"
        "no-module = toy_rule:Short\n"
        "no-name = toy_rules:Long\n"
        "no-kind = toy_rules:not_a_kind\n"
        "unfinished = toy_rules:Unfinished\n"
        "needs = toy_rules:Needs\n"
    ),
    "toy_rules-1.0.dist-info/RECORD": "",
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install a small package into a folder of its own, and return the folder."""
    wheel = tmp_path_factory.mktemp("wheel") / "toy_rules-1.0-py3-none-any.whl"
    with ZipFile(wheel, "w") as archive:
        for name, text in WHEEL.items():
            archive.writestr(name, text)
    target = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input")
    options = ("--quiet", "--no-deps", "--no-index", "--target", target)
    subprocess.run([*pip, "install", *options, wheel], check=True)
    return target


def check(folder: Path, rule: str, packages: Path, *more: Path) -> subprocess.CompletedProcess[str]:
    (folder / "plan.yaml").write_text("milestones:\n  LONG: {requires: [AB]}\n  AB: {}\n")
    (folder / "depgraph.yaml").write_text(f"graph: plan.yaml\nrules:\n  - {rule}\n")
    return python(
        "from depgraph.cli.main import main; main(['check', '--config', 'depgraph.yaml'])",
        folder,
        packages,
        *more,
    )


def python(code: str, folder: Path, *packages: Path) -> subprocess.CompletedProcess[str]:
    paths = [str(path) for path in packages]
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path += {paths}; {code}"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_kind_of_an_installed_package_is_used(installed: Path, tmp_path: Path) -> None:
    rule = "{id: short, kind: short-codes, milestones: {}, letters: 3}"
    done = check(tmp_path, rule, installed)

    assert done.returncode == 1, done.stderr
    assert "LONG is long" in done.stdout
    assert "AB is long" not in done.stdout


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("no-module", "cannot be imported from toy_rule:Short (toy-rules): ModuleNotFoundError: "),
        ("no-name", "cannot be imported from toy_rules:Long (toy-rules): AttributeError: "),
        (
            "no-kind",
            "of toy_rules:not_a_kind (toy-rules) is no subclass of depgraph.rules.kinds.base.Rule",
        ),
        (
            "unfinished",
            "of toy_rules:Unfinished (toy-rules) lacks apply, read, selectors, summary, example",
        ),
    ],
)
def test_a_kind_that_cannot_be_used_is_an_error(
    kind: str, message: str, installed: Path, tmp_path: Path
) -> None:
    done = check(tmp_path, f"{{id: r, kind: {kind}}}", installed)

    assert done.returncode == 2
    assert f"depgraph.yaml:3:19: rule r: the kind '{kind}' {message}" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_kind_is_told_with_all_that_there_are(installed: Path, tmp_path: Path) -> None:
    done = check(tmp_path, "{id: r, kind: short-code}", installed)

    assert done.returncode == 2
    assert "must-not-block" in done.stderr
    assert "got 'short-code' (did you mean 'short-codes'?)" in done.stderr


def test_a_kind_that_two_packages_offer_is_an_error(installed: Path, tmp_path: Path) -> None:
    info = tmp_path / "more" / "other-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[depgraph.rule_kinds]\nshort-codes = other:Short\n")
    done = check(tmp_path, "{id: r, kind: short-codes}", installed, tmp_path / "more")

    assert done.returncode == 2
    assert "is offered twice: other:Short (other), toy_rules:Short (toy-rules)" in done.stderr


def test_the_kinds_of_depgraph_come_first_and_stay(installed: Path, tmp_path: Path) -> None:
    code = (
        "from depgraph.rules.kinds.registry import KINDS; names = list(KINDS); "
        "print(names[0], names[-4:], len(KINDS) == len(names), KINDS['needs'].__module__)"
    )
    done = python(code, tmp_path, installed)

    assert done.stdout.strip() == (
        "must-not-block ['no-module', 'no-name', 'short-codes', 'unfinished'] "
        "True depgraph.rules.kinds.needs"
    )


def test_installed_packages_are_only_looked_at_for_an_unknown_kind(
    installed: Path, tmp_path: Path
) -> None:
    rule = "{id: r, kind: needs, milestones: {}, at_most: 3}"
    check(tmp_path, rule, installed)
    code = (
        "from depgraph.cli.main import main; import atexit; "
        "atexit.register(lambda: print('importlib.metadata' in sys.modules)); "
        "main(['check', '--config', 'depgraph.yaml'])"
    )
    done = python(code, tmp_path, installed)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "False"
