"""The schemas say of a file what the readers say of it, as far as a schema can."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from depgraph.config import read_config
from depgraph.errors import Problem
from depgraph.reports.schema import SCHEMAS, schema
from depgraph.rules.baseline import read_baseline
from depgraph.rules.engine import read_rules
from depgraph.rules.kinds.field_types import GROUPS, LAYERS
from depgraph.rules.kinds.registry import KINDS
from depgraph.rules.selectors import KEYS as SELECTOR_KEYS
from depgraph.rules.selectors import SELECTOR
from depgraph.sources.baseline_format import ENTRY
from depgraph.sources.config_format import CONFIG, OWNER
from depgraph.sources.example import FILES
from depgraph.sources.graph_file import FILE, read_graph_file
from depgraph.sources.milestone_format import ALLOWANCE, LINK, MILESTONE
from depgraph.sources.rule_format import RULE

ROOT = Path(__file__).parents[2]
BROKEN = ROOT / "tests" / "sources" / "broken"
NAMES = {"depgraph.yaml": "config", "baseline.yaml": "baseline"}
VALIDATORS = {name: Draft7Validator(schema(name)) for name in SCHEMAS}


def as_editors_have_it(value: Any) -> Any:
    """Return loaded YAML as a schema sees it: dates are texts, and so are keys."""
    if isinstance(value, dict):
        return {
            str(key).lower() if isinstance(key, bool) else str(key): as_editors_have_it(each)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [as_editors_have_it(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


QUICK_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def errors(name: str, text: str, loader: type = yaml.SafeLoader) -> list[str]:
    value = as_editors_have_it(yaml.load(text, Loader=loader))  # noqa: S506 - a safe one
    return [error.message for error in VALIDATORS[name].iter_errors(value)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_one(name: str) -> None:
    Draft7Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "http://json-schema.org/draft-07/schema#"


SHIPPED = sorted((ROOT / "graphs").rglob("*.yaml"))


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.BaseLoader])
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_file_is_sound(path: Path, loader: type) -> None:
    assert errors(NAMES.get(path.name, "graph"), path.read_text("utf-8"), loader) == []


@pytest.mark.parametrize("name", FILES)
def test_the_files_to_begin_with_are_sound(name: str) -> None:
    assert errors(NAMES.get(name, "graph"), FILES[name]) == []


WRONG_IN_SHAPE = {
    *("allowances.yaml", "codes.yaml", "comments-only.yaml", "dates.yaml"),
    *("deep-by-aliases.yaml", "deep.yaml", "huge-numbers.yaml", "links.yaml"),
    *("milestone-list.yaml", "milestones-list.yaml", "milestones-of-nothing.yaml"),
    *("no-milestones.yaml", "not-a-mapping.yaml", "only-dashes.yaml", "several/one.yaml"),
    *("unknown-key.yaml", "unknown-section.yaml", "wrong-types.yaml"),
}
WRONG_OTHERWISE = {
    # References between milestones and files.
    *("aka.yaml", "circle/a.yaml", "circle/b.yaml", "circle/c.yaml", "include-missing.yaml"),
    *("include-a-configuration.yaml", "include-itself.yaml", "one-file-broken/sound.yaml"),
    *("several/two.yaml", "several/three.yml", "two-as-of/a.yaml", "two-as-of/b.yaml"),
    # What is gone when YAML has been read.
    *("cut-name.yaml", "cut-query.yaml", "cut-question.yaml", "duplicate-key.yaml"),
    *("duplicate-section.yaml", "merge-key.yaml", "same-id-twice.yaml"),
    *("tag-on-milestones.yaml", "null-key.yaml", "no-yaml/.hidden.yaml"),
    # Characters that are no matter of shape.
    "control-characters.yaml",
}


# A configuration, and aliases that never end.
NOT_TO_OPEN = {
    *("depgraph.yaml", "alias-bomb.yaml", "alias-inside-its-anchor.yaml"),
    "alias-of-milestones.yaml",
}


def sees_an_error(text: str) -> bool | None:
    """Whether the schema refuses a file; None where YAML does."""
    try:
        return bool(errors("graph", text))
    except yaml.YAMLError:
        return None
    except ValueError:  # PyYAML knows the calendar
        return bool(errors("graph", text, yaml.BaseLoader))


def test_what_is_wrong_in_shape_is_seen_and_nothing_else() -> None:
    seen = {
        path.relative_to(BROKEN).as_posix(): sees_an_error(path.read_text("utf-8"))
        for path in BROKEN.rglob("*.y*ml")
        if path.name not in NOT_TO_OPEN
    }
    assert {name for name, is_seen in seen.items() if is_seen} == WRONG_IN_SHAPE
    assert {name for name, is_seen in seen.items() if is_seen is False} == WRONG_OTHERWISE


# Not here, as a schema cannot see them: a plain `null`, which is a text for depgraph, and the
# limits of a number in quotes.
SAMPLES = (
    *("word", "two words", "''", "'  '", "", "2", "'2'", "-1", "+7", "101", "40000"),
    *("1.5", "1e3", "yes", "off", "true", "2019-05-20", "'2019-05-20'", "2019-5-2"),
    *("'2019-13-01'", "'1899-12-31'", "error", "info", "SS", "ss", "requirement", "' a'", "'a '"),
    *("[]", "[a]", "[a, b]", "['']", "[[a]]", "[2]", "[{}]", "{}", "{a: b}", "{a: [b]}"),
    *("{a: ''}", "{id: a}", "[{id: a}]", "[{id: a, lag: 2}]", "[{ID: a}]"),
    *("{rule: a, reason: b}", "[{rule: a, reason: b}]", "[{rule: a}]", "{cycle: off}"),
    *("{cycle: warning}", "{cycles: warning}", "[{match: a}]", "[{match: []}]", "[{owner: a}]"),
    *("[{id: a, kind: needs, at_least: 1}]", "[{id: a}]", "[{id: a, kind: b}]", "needs"),
    *("[{rule: a, milestone: M, reason: b}]", "[{rule: a, dependent: M, reason: b}]"),
)

PLACES = {
    "file": (FILE.keys, "graph", "{{{}}}"),
    "milestone": (MILESTONE.keys, "graph", "milestones: {{A: {{{}}}}}"),
    "link": (LINK.keys, "graph", "milestones: {{A: {{requires: [{{{}}}]}}}}"),
    "allowance": (
        ALLOWANCE.keys,
        "graph",
        "milestones: {{A: {{requires: [{{id: B, allow: {{{}}}}}]}}}}",
    ),
    "configuration": (CONFIG.keys, "config", "{{{}}}"),
    "owner": (OWNER.keys, "config", "owners: [{{{}}}]"),
    "rule": (RULE.keys, "config", "rules: [{{{}}}]"),
    "rule of a file": (RULE.keys, "rules", "rules: [{{{}}}]"),
    "selector": (
        SELECTOR_KEYS.keys,
        "config",
        "rules: [{{id: r, kind: needs, at_least: 1, milestones: {{{}}}}}]",
    ),
    **{kind: (KINDS[kind].fields.keys, "config", "rules: [{{{}}}]") for kind in KINDS},
    "entry": (ENTRY.keys, "baseline", "findings: [{{{}}}]"),
}
NEEDS = {"id": "a", "kind": "needs", "milestones": "{}", "at_least": "1"}
REQUIRED = {
    "file": {"include": "x"},
    "link": {"id": "B"},
    "allowance": {"rule": "a", "reason": "b"},
    "owner": {"match": "a"},
    "rule": NEEDS,
    "rule of a file": NEEDS,
    "needs": NEEDS,
    "must-not-block": {"id": "a", "kind": "must-not-block", "milestones": "{}"},
    "must-not-wait-on": {"id": "a", "kind": "must-not-wait-on", "milestones": "{}", "on": "{}"},
    "only-waits-on": {"id": "a", "kind": "only-waits-on", "milestones": "{}", "on": "{}"},
    "only-through": {"id": "a", "kind": "only-through", "from": "{}", "to": "{}", "via": "{}"},
    "attribute": {"id": "a", "kind": "attribute", "milestones": "{}", "require": "due"},
    "layers": {"id": "a", "kind": "layers", "layers": "[{}, {}]"},
    "confidence": {"id": "a", "kind": "confidence", "milestones": "{}", "at_least": "0.5"},
    "independence": {"id": "a", "kind": "independence", "groups": "[{}, {}]"},
    "entry": {"rule": "a", "reason": "b", "milestone": "M"},
}


def read(name: str, text: str, folder: Path) -> list[str]:
    path = folder / "file.yaml"
    path.unlink(missing_ok=True)  # quicker than to write over it
    path.write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    if name == "graph":
        read_graph_file(path, "file.yaml", problems)
    elif name in ("config", "rules"):
        if name == "rules":
            path = folder / "depgraph.yaml"
            if not path.exists():
                path.write_text("rules: [file.yaml]\n", encoding="utf-8")
        read_rules(read_config(path, problems), problems)
    else:
        read_baseline(path, problems)
    return [each.message for each in problems if "there is no file" not in each.message]


@pytest.mark.parametrize("place", PLACES)
def test_schema_and_reader_agree_on_every_key(place: str, tmp_path: Path) -> None:
    keys, name, frame = PLACES[place]
    disagreements = []
    for key in keys:
        for sample in SAMPLES:
            pairs = {**REQUIRED.get(place, {}), key: sample}
            written = ", ".join(f"{each}: {value}" for each, value in pairs.items())
            text = frame.format(written)
            # A schema does not see what a name refers to.
            told = [each for each in read(name, text, tmp_path) if "no calendar" not in each]
            seen = errors(name, text, QUICK_LOADER)
            if key in ("complete", "external") and sample in ("yes", "off"):
                continue  # truth values, when a schema sees them
            if bool(told) != bool(seen):
                disagreements.append((key, sample, told, seen))
    assert disagreements == []


# -- a word that is mistyped in a rule ---------------------------------------------------

NO_SELECTOR = "{ownr: DM}"
IN_SELECTORS = ("%s", "[{}, %s]", "{not: %s}", "{not: [{not: %s}]}")
IN_GROUPS = ("[{}, %s]", "[{}, {name: x, milestones: %s}]", "[{milestones: [%s]}, {}]")


def mistyped() -> Iterator[tuple[str, str]]:
    """Yield every kind of rule with `ownr` wherever it selects, or with `reech`."""
    for kind, record in ((name, KINDS[name].fields) for name in KINDS):
        assert record is not None
        yield f"{kind} reech", rule(kind, reech="any")
        for name, key in record.keys.items():
            frames = IN_SELECTORS if key.type is SELECTOR else IN_GROUPS
            if key.type in (SELECTOR, GROUPS, LAYERS):
                for frame in frames:
                    yield f"{kind} {name} {frame}", rule(kind, **{name: frame % NO_SELECTOR})


def rule(kind: str, **fields: str) -> str:
    """Return a rule that is sound but for these fields."""
    pairs = {**REQUIRED[kind], "kind": kind, **fields}
    return f"rules: [{{{', '.join(f'{name}: {value}' for name, value in pairs.items())}}}]"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["config", "rules"])
def test_a_sound_rule_is_taken(kind: str, name: str, tmp_path: Path) -> None:
    assert errors(name, rule(kind)) == []
    assert read(name, rule(kind), tmp_path) == []


@pytest.mark.parametrize("text", [pytest.param(text, id=where) for where, text in mistyped()])
@pytest.mark.parametrize("name", ["config", "rules"])
def test_a_mistyped_word_in_a_rule_is_refused(text: str, name: str, tmp_path: Path) -> None:
    assert errors(name, text) != []
    (problem,) = read(name, text, tmp_path)
    # Not every kind has a field that is like it.
    hints = (
        "'ownr' (did you mean 'owner'?)",
        "'reech' (did you mean 'reach'?)",
        "'reech' (known: ",
    )
    assert any(f"unknown key {hint}" in problem for hint in hints)


def test_words_of_a_field_that_yaml_of_old_reads_as_truth_values_are_taken() -> None:
    text = "rules: [{id: a, kind: only-waits-on, milestones: {}, on: {}}]"
    value = as_editors_have_it(yaml.safe_load(text))
    assert value["rules"][0].keys() == {"id", "kind", "milestones", "true"}
    assert VALIDATORS["rules"].is_valid(value)
    del value["rules"][0]["true"]
    assert not VALIDATORS["rules"].is_valid(value)
