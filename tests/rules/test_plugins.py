"""Kinds of rules from other installed packages."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from click import unstyle

pytestmark = pytest.mark.slow

TOY = '''\
"""A kind of rule: codes are short."""

from depgraph.rules.kinds.base import Outcome, Rule
from depgraph.rules.selectors import EVERY, SELECTOR
from depgraph.sources.keys import Choice, Integer, Key, Record


class Short(Rule):
    """The codes of `milestones` have at most `letters` characters. It reads its fields itself."""

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


class Brief(Rule):
    """The codes of `milestones` have at most `letters` characters. It has a table of fields."""

    kind = "brief-codes"
    summary = "codes have at most so many characters"
    example = "- {id: brief, kind: brief-codes, milestones: {}, letters: 3}\\n"
    fields = Record(
        {
            "letters": Key(Integer(1, 9), "How many there may be."),
            "milestones": Key(SELECTOR, "Those that are looked at; all unless said."),
            "case": Key(Choice(("upper", "lower")), "Which letters count.", into="letter_case"),
        },
        required=("letters",),
    )

    def __init__(self, spec, letters, milestones=EVERY, letter_case=""):
        super().__init__(spec)
        self.letters, self.milestones, self.letter_case = letters, milestones, letter_case

    apply = Short.apply


class Vague(Brief):
    """What it calls its fields are none."""

    fields = ("letters",)


class Failing(Brief):
    """What it does goes wrong as its `case` says."""

    kind = "failing"

    def __init__(self, spec, letters, milestones=EVERY, letter_case=""):
        if letters == 1:
            raise KeyError("one letter")
        super().__init__(spec, letters, milestones, letter_case)

    def apply(self, graph, circumstances):
        if self.letters == 2:
            raise SystemExit(0)
        if self.letters == 3:
            return ["no outcome"]
        return Outcome((1 / 0 for _ in graph.milestones), 0, 0)


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
        "brief-codes = toy_rules:Brief\n"
        "vague = toy_rules:Vague\n"
        "failing = toy_rules:Failing\n"
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
        ("vague", "of toy_rules:Vague (toy-rules) has fields that are no Record"),
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
        "print(names[0], names[-7:], len(KINDS) == len(names), KINDS['needs'].__module__)"
    )
    done = python(code, tmp_path, installed)

    assert done.stdout.strip() == (
        "must-not-block ['failing', 'no-kind', 'no-module', 'no-name', 'short-codes', "
        "'unfinished', 'vague'] "
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


BRIEF = "{id: brief, kind: brief-codes, letters: 3"


def test_a_kind_with_a_table_of_fields_is_made_of_them(installed: Path, tmp_path: Path) -> None:
    done = check(tmp_path, BRIEF + ", milestones: {id: L*}, case: upper}", installed)

    assert done.returncode == 1, done.stderr
    assert "LONG is long" in done.stdout
    assert "AB is long" not in done.stdout


def test_a_selector_of_such_a_kind_that_matches_nothing_is_told(
    installed: Path, tmp_path: Path
) -> None:
    done = check(tmp_path, "{id: b, kind: brief-codes, letters: 9, milestones: {id: X}}", installed)

    assert "rule b: milestones matches no milestone" in done.stdout


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("leters: 3", "unknown key 'leters' (did you mean 'letters'?)"),
        ("milestones: {ownr: DM}", "milestones: unknown key 'ownr' (did you mean 'owner'?)"),
        (
            "milestones: [{not: {ownr: DM}}]",
            "milestones: not: unknown key 'ownr' (did you mean 'owner'?)",
        ),
        ("case: upr", "case: expected one of upper, lower, got 'upr' (did you mean 'upper'?)"),
    ],
)
def test_what_is_wrong_in_a_rule_of_such_a_kind_is_told_and_its_schema_refuses_it(
    rest: str, message: str, installed: Path, tmp_path: Path
) -> None:
    rule = f"{BRIEF}, {rest}}}"
    done = check(tmp_path, rule, installed)

    assert done.returncode == 2
    (line,) = (line for line in done.stderr.splitlines() if line.startswith("depgraph.yaml:3:"))
    assert line.endswith(f": rule brief: {message}")
    assert taken_by_schemas(rule, tmp_path, installed) == [False, False]


def test_a_field_that_such_a_kind_needs_is_asked_for(installed: Path, tmp_path: Path) -> None:
    done = check(tmp_path, "{id: r, kind: brief-codes}", installed)

    assert "depgraph.yaml:3:5: rule r: the key 'letters' is missing (brief-codes)" in done.stderr


def taken_by_schemas(rule: str, folder: Path, packages: Path) -> list[bool]:
    """Whether the schemas of configurations and of rule files take a rule."""
    text = f"rules: [{rule}]"
    done = python(
        "import yaml; from jsonschema import Draft7Validator; "
        f"from depgraph.reports.schema import schema; value = yaml.safe_load({text!r}); "
        "print(*(Draft7Validator(schema(name)).is_valid(value) for name in ('config', 'rules')))",
        folder,
        packages,
    )
    assert done.returncode == 0, done.stderr
    return [word == "True" for word in done.stdout.split()]


@pytest.mark.parametrize(
    "rule",
    [
        BRIEF + ", milestones: {id: L*}, case: upper, why: Because.}",
        # What has no table of its fields may have any.
        "{id: short, kind: short-codes, milestones: {}, letters: 3, leters: 3}",
    ],
)
def test_the_schemas_take_what_a_kind_may_have(rule: str, installed: Path, tmp_path: Path) -> None:
    assert taken_by_schemas(rule, tmp_path, installed) == [True, True]


def explanation(kind: str, folder: Path, packages: Path) -> str:
    code = (
        "from depgraph.reports import guide; "
        f"guide.KINDS = {{{kind!r}: guide.KINDS[{kind!r}]}}; "
        f"print(guide.guide_text(guide.kind_guides()[{kind!r}]))"
    )
    return unstyle(python(code, folder, packages).stdout)


def test_the_fields_of_such_a_kind_are_explained(installed: Path, tmp_path: Path) -> None:
    shown = explanation("brief-codes", tmp_path, installed)

    assert "  letters     a whole number from 1 to 9  needed  How many there may be.\n" in shown
    assert "  case        upper or lower                      Which letters count.\n" in shown


def test_a_kind_that_reads_its_fields_itself_is_explained_without(
    installed: Path, tmp_path: Path
) -> None:
    shown = explanation("short-codes", tmp_path, installed)

    assert "codes have at most so many characters" in shown
    assert "Fields" not in shown


@pytest.mark.parametrize(
    ("letters", "message"),
    [
        (1, "failed: KeyError: 'one letter'"),
        (2, "would end the program: exit(0)"),
        (3, "failed: TypeError: apply returned list, and not an Outcome"),
        (4, "failed: ZeroDivisionError: division by zero"),
    ],
)
def test_a_kind_that_raises_or_ends_the_program_is_told_by_its_name(
    letters: int, message: str, installed: Path, tmp_path: Path
) -> None:
    done = check(tmp_path, f"{{id: short, kind: failing, letters: {letters}}}", installed)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"error: rule short (kind failing, of toy-rules 1.0; depgraph.yaml:3) {message}\n"
    )
