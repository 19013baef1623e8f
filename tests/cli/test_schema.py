"""The schemas as editors get them."""

import json

import pytest

from depgraph.cli.schema import command
from depgraph.reports.answers import ANSWERS
from depgraph.reports.schema import SCHEMAS, schema


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_printed_as_json(run, name):
    done = run("schema", name)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == schema(name)


def test_without_a_name_it_is_that_of_graphs(run):
    assert json.loads(run("schema").stdout)["title"] == "A graph or a schedule of depgraph"


def test_the_names_are_those_of_the_library():
    (argument,) = (param for param in command.params if param.name == "name")
    assert tuple(argument.type.choices) == (*SCHEMAS, *(f"answer.{name}" for name in ANSWERS))


def test_an_unknown_name_is_refused(refusal):
    error = refusal("schema", "plan")
    assert "'plan' is not one of 'graph', 'config', 'baseline', 'rules'" in error


def test_a_schema_is_written_to_a_file(run, tmp_path):
    path = tmp_path / "graph.schema.json"
    done = run("schema", "-o", path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"wrote {path}\n")
    assert path.read_text(encoding="utf-8") == run("schema").stdout


def described(part):
    """Yield every property below a schema with its schema."""
    for name, inner in part.get("properties", {}).items():
        yield name, inner
        yield from described(inner)
    for nested in (*part.get("anyOf", ()), part.get("items"), part.get("additionalProperties")):
        if isinstance(nested, dict):
            yield from described(nested)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_has_words_for_the_editor(name):
    pairs = list(described(schema(name)))
    assert pairs
    assert [key for key, inner in pairs if not inner.get("description", "").endswith(".")] == []
