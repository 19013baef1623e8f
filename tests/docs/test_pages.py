"""The pages of the documentation: their links, names and sizes, and what `depgraph help` prints."""

import json
import re
import tomllib
from datetime import date
from importlib.util import find_spec

import click
import pytest
import yaml

from depgraph.cli.chapter import chapter_text
from depgraph.cli.commands import COMMANDS, summary, topics
from depgraph.cli.main import cli
from depgraph.reports.answers import answer_schema
from depgraph.rules.builtin.registry import CHECKS
from depgraph.rules.kinds.registry import BUILT_IN

from .markdown import CHAPTERS, FENCE, PAGES, README, ROOT, blocks, name_of, prose

EVERY_PAGE = pytest.mark.parametrize("page", PAGES, ids=name_of)
EVERY_CHAPTER = pytest.mark.parametrize("page", CHAPTERS, ids=name_of)


def anchors(page):
    """Return the anchors of the headings of a page, as GitHub makes them."""
    titles = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@EVERY_PAGE
def test_every_link_leads_to_what_is_there(page):
    for target in re.findall(r"\]\(([^)]*)\)", prose(page)):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        other = (page.parent / path).resolve() if path else page
        assert other.exists(), target
        assert not anchor or anchor in anchors(other), target
        if page != README:
            assert other in CHAPTERS, f"{target} is not shipped with the chapters"


@EVERY_PAGE
def test_fences_and_tables_are_whole(page):
    text = page.read_text(encoding="utf-8")
    assert "```" not in FENCE.sub("", text)
    for table in re.findall(r"(?:^\|.*\n)+", prose(page), re.MULTILINE):
        rows = [re.split(r"(?<!\\)\|", line.strip())[1:-1] for line in table.splitlines()]
        assert len({len(row) for row in rows}) == 1, table
        assert len(rows) > 2, table


def options():
    """Return the options of all commands."""
    commands = [cli, *(cli.get_command(click.Context(cli), name) for name in COMMANDS)]
    return {
        option
        for command in commands
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    } | {"--help"}


OF_OTHERS = {"development": {"--benchmark-only", "--seed"}, "ci": {"--extra-index-url"}}
"""Options of other programs than depgraph."""


@EVERY_PAGE
def test_options_are_there(page):
    text = prose(page) + "".join(block.text for block in blocks(page, "text"))
    known = options() | OF_OTHERS.get(page.stem, set())
    named = set(re.findall(r"(?<![\w-])--[a-z][\w-]*", text))
    assert named - known == set()


@EVERY_CHAPTER
def test_a_chapter_begins_with_a_title_and_a_sentence(page):
    text = page.read_text(encoding="utf-8")
    assert re.match(r"# [A-Z].*\n\n[A-Z]", text)
    assert 20 <= len(summary(text)) <= 100
    assert summary(text).endswith(".")
    assert topics()[page.stem].samefile(page)


@EVERY_CHAPTER
def test_help_prints_a_chapter_for_80_columns(printed, page):
    output = printed("help", page.stem)
    text = click.unstyle(chapter_text(page.read_text(encoding="utf-8")))
    assert output.startswith(text)
    to_copy = "  $ "
    lines = [line for line in text.splitlines() if not line.startswith(to_copy)]
    assert [line for line in lines if len(line) > 80] == []
    source = re.sub(r"\]\([^)]*\)|-{3,}|```.*", " ", page.read_text(encoding="utf-8"))
    assert set(re.findall(r"[\w-]{3,}", source)) - set(re.findall(r"[\w-]{3,}", text)) == set()


def test_help_lists_the_chapters_with_a_line_each(run):
    printed = " ".join(run("help").stdout.split())
    for name, path in topics().items():
        assert f"{name} {summary(path.read_text(encoding='utf-8'))}" in printed


def test_readme_is_short_and_names_everything():
    text = README.read_text(encoding="utf-8")
    assert len(text.encode()) <= 12_000
    assert [name for name in COMMANDS if f"`depgraph {name}" not in text] == []
    for path in CHAPTERS:
        line = summary(path.read_text(encoding="utf-8"))
        assert f"({path.relative_to(ROOT)}): {line}" in text.replace("`", "")
    assert "](.github/overview.svg)" in text


def test_lists_of_names_are_whole():
    findings = (ROOT / "depgraph/docs/findings.md").read_text()
    assert [name for name in CHECKS if f"`{name}`" not in findings] == []
    rules = (ROOT / "depgraph/docs/rules.md").read_text()
    assert [kind for kind in BUILT_IN if f"| `{kind}` |" not in rules] == []


def test_keys_of_json_are_in_the_schemas():
    text = (ROOT / "depgraph/docs/json.md").read_text()
    entry = re.compile(r"`([a-z-]+)(?: --format json)?`: (.*?)(?=\n- |; `|\Z)", re.DOTALL)
    answers = entry.findall(text)
    assert len(answers) >= 9
    for name, keys in answers:
        schema = json.dumps(answer_schema(name))
        named = set(re.findall(r'"(\w+)"', keys))
        assert named, name
        assert [key for key in named if f'"{key}"' not in schema] == [], name


def test_every_extra_is_promised_something():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    library = (ROOT / "depgraph/docs/library.md").read_text()
    rows = dict(re.findall(r"^\| `(\w+)` \| .* \| (.*?) ?\|$", library, re.MULTILINE))
    assert set(rows) - {"milestones"} == set(extras) - {"dev"}
    for name in set(extras) - {"dev", "all"}:
        packages = [re.split("[><=]", package)[0] for package in extras[name]]
        assert rows[name].lower() == ", ".join(packages).lower()


def with_texts_for_dates(value):
    if isinstance(value, dict):
        return {str(key): with_texts_for_dates(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_texts_for_dates(inner) for inner in value]
    return str(value) if isinstance(value, date) else value


@pytest.mark.skipif(find_spec("jsonschema") is None, reason="jsonschema is not installed")
@EVERY_PAGE
def test_yaml_is_of_a_format_that_is_read(page):
    from jsonschema import Draft7Validator

    from depgraph.cli.schema import FILES
    from depgraph.reports.schema import schema

    validators = [Draft7Validator(schema(name)) for name in FILES]
    for block in blocks(page, "yaml"):
        value = with_texts_for_dates(yaml.safe_load(block.text))
        if block.name and page.stem == "plugins":
            continue  # a rule of the plug-in
        if page.stem in ("README", "ci") and not {"graph", "milestones"} & set(value or ()):
            continue  # of a runner of jobs, or of pre-commit
        assert any(validator.is_valid(value) for validator in validators), str(block)
