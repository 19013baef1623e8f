"""How the modules stand to each other: no circle, however an import is written."""

import ast
import re
import tomllib
from itertools import pairwise
from pathlib import Path

import grimp
import pytest
from networkx import DiGraph, strongly_connected_components

import depgraph
from depgraph.cli.commands import COMMANDS, module_of
from depgraph.diagrams.views import VIEWS
from depgraph.reports.formats.registry import FORMATS
from depgraph.rules.kinds.registry import BUILT_IN
from depgraph.sources.formats import READERS

ROOT = Path(__file__).parent.parent
MAP = Path(depgraph.__file__).with_name("README.md")

BY_NAME = {
    "depgraph.cli.main": [f"depgraph.cli.{module_of(name)}" for name in COMMANDS],
    "depgraph.diagrams.pictures": [f"depgraph.diagrams.{name}" for name in VIEWS],
    "depgraph.reports.formats.registry": [f"depgraph.reports.formats.{name}" for name in FORMATS],
    "depgraph.rules.kinds.registry": [
        f"depgraph.rules.kinds.{place.partition(':')[0]}" for place in BUILT_IN.values()
    ],
    "depgraph.sources.formats": [f"depgraph.sources.{name}" for name in READERS.values()],
}
"""What modules import by a name that they have in a table."""


@pytest.mark.parametrize("for_types_too", [False, True])
def test_no_modules_import_each_other_in_a_circle(for_types_too):
    house = grimp.build_graph(
        "depgraph", cache_dir=None, exclude_type_checking_imports=not for_types_too
    )
    imports = DiGraph(
        (module, imported)
        for module in house.modules
        for imported in house.find_modules_directly_imported_by(module)
    )
    imports.add_edges_from((module, name) for module, names in BY_NAME.items() for name in names)
    assert set(imports) >= set(BY_NAME)
    circles = [sorted(part) for part in strongly_connected_components(imports) if len(part) > 1]
    assert circles == []


def test_the_map_of_the_house_is_that_of_its_rooms():
    package = MAP.parent
    floors, _, changes = MAP.read_text(encoding="utf-8").partition("## How")
    rooms = {path.name + "/" for path in package.iterdir() if (path / "__init__.py").is_file()}
    alone = {path.name for path in package.glob("*.py")} - {"__init__.py", "__main__.py"}
    assert set(re.findall(r"`(\w+/|\w+\.py)`", floors)) >= rooms | alone
    named = re.findall(r"`((?:\w+/)+[\w.]*|\w+\.py)`", floors + changes)
    missing = [
        name
        for name in named
        if not ((package / name).exists() or (package.parent / name).exists())
    ]
    assert missing == []


def test_the_layers_of_the_contract_are_those_of_the_map():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = [
        contract["layers"]
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    ]
    rows = re.findall(r"^\| ((?:`[\w./]+` ?)+)\|", MAP.read_text(encoding="utf-8"), re.MULTILINE)
    order = [re.findall(r"`(\w+)", row) for row in rows]
    place = {name: number for number, names in enumerate(order) for name in names}
    floors = [re.findall(r"\w+", layer) for layer in reversed(layers)]
    known = [[place[name] for name in names if name in place] for names in floors]
    assert all(max(low) <= min(high) for low, high in pairwise(filter(None, known)))


PRONOUNS = {"found", "each", "told", "said", "given"}
"""Words that do not say what a thing is."""

CONTRACTS = {("reports/health_data.py", "found")}
"""Keys of the answers as JSON that are what they are."""


def _names(node: ast.AST) -> list[str]:
    """Return the names that a node of a module gives to something."""
    match node:
        case ast.Name(ctx=ast.Store()) | ast.Attribute(ctx=ast.Store()):
            return [node.id if isinstance(node, ast.Name) else node.attr]
        case ast.arg():
            return [node.arg]
        case ast.FunctionDef() | ast.ClassDef():
            return [node.name]
        case ast.alias() | ast.ExceptHandler() | ast.MatchAs() | ast.MatchStar():
            return [getattr(node, "asname", None) or getattr(node, "name", None) or ""]
    return []


def test_no_name_is_a_pronoun():
    package = MAP.parent
    modules = {path: path.relative_to(package).as_posix() for path in package.rglob("*.py")}
    assert len(modules) > 200
    pronouns = [
        f"{name}:{node.lineno}: {word}"
        for path, name in sorted(modules.items())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for word in _names(node)
        if word.strip("_") in PRONOUNS and (name, word) not in CONTRACTS
    ]
    assert pronouns == []


def test_texts_say_cycle_where_something_goes_round():
    package = MAP.parent
    modules = [path for path in package.rglob("*.py") if "diagrams" not in path.parts]
    texts = {
        f"{path.relative_to(package)}:{node.lineno}": node.value
        for path in modules
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    }
    assert len(texts) > 5_000
    pattern = re.compile(r"\b(circles?|rings?)\b", re.IGNORECASE)
    commands = " --fail-on circles"  # a key of configurations
    wrong = [place for place, text in texts.items() if pattern.search(text.replace(commands, ""))]
    assert wrong == []


def test_the_extra_all_is_all_extras_of_users_but_what_needs_java_or_machines():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    (written,) = extras.pop("all")
    names = re.fullmatch(r"depgraph\[(.*)\]", written)[1].split(",")
    assert names == sorted(set(extras) - {"cluster", "dev", "mpxj"})
