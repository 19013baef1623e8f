"""What there is to know about checks, rules and kinds of rules."""

import re
from pathlib import Path

import pytest
from click import unstyle

from depgraph.plans.loading import load_graph
from depgraph.plans.selection import Selection, select_config
from depgraph.reports.guide import guide_text, guides, kind_guides
from depgraph.reports.guide_fields import takes
from depgraph.reports.lessons import LESSONS
from depgraph.rules.builtin.registry import CHECKS
from depgraph.rules.engine import check, read_rules
from depgraph.rules.kinds.registry import KINDS
from depgraph.rules.selectors import SELECTOR
from depgraph.sources import keys

EXPLANATIONS = Path(__file__).parent / "explanations"


def test_every_check_has_a_lesson():
    assert list(LESSONS) == list(CHECKS)


@pytest.mark.parametrize("name", LESSONS)
def test_the_check_finds_something_in_its_example(name, write, tmp_path):
    parts = re.split(r"^# (\S+\.(?:yaml|rst|csv))\n", LESSONS[name].example, flags=re.MULTILINE)
    files = dict(zip(parts[1::2], parts[2::2], strict=True)) or {"graph.yaml": parts[0]}
    for file, text in files.items():
        write(file, text)
    config_file = tmp_path / "depgraph.yaml"
    selection = Selection(graph=(tmp_path,))
    problems = []
    config = select_config(selection, problems)
    assert (config.path is not None) == config_file.exists()
    rules = read_rules(config, problems)
    found = check(load_graph(selection, config, problems), config, rules)
    assert name in {finding.rule for finding in found.findings}


def test_every_guide_says_what_it_finds():
    everything = {**guides(()), **kind_guides()}
    assert set(everything) == {*CHECKS, *KINDS}
    for name, guide in everything.items():
        text = guide_text(guide)
        assert name in text
        assert guide.finds in text


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_of_rule_is_explained_with_all_its_fields(name):
    text = unstyle(guide_text(kind_guides()[name]))
    assert text == (EXPLANATIONS / f"{name}.txt").read_text("utf-8")
    fields, _, _ = text.partition("A selector (")
    assert {line.split()[0] for line in fields.splitlines() if line} >= set(KINDS[name].fields.keys)


def test_a_rule_is_explained_with_what_its_fields_have(write):
    config = write(
        "depgraph.yaml",
        "rules:\n  - id: apart\n    kind: only-through\n    from: {external: true}\n"
        '    to: [{name: "A, B*"}, {level: 2, team: [AP, DRP]}]\n'
        "    via:\n      name: First, then second\n",
    )
    problems = []
    rules = read_rules(select_config(Selection(config=config), problems), problems).rules
    text = unstyle(guide_text(guides(rules)["apart"]))
    assert problems == []
    assert text.splitlines()[2:5] == [
        "    from     {external: true}",
        '    to       [{name: "A, B*"}, {level: 2, team: [AP, DRP]}]',
        '    via      {name: "First, then second"}',
    ]


@pytest.mark.parametrize(
    ("type_", "words"),
    [
        (keys.TEXT, "a text"),
        (keys.CODE, "a code"),
        (keys.DATE, "a date"),
        (keys.BOOLEAN, "true or false"),
        (keys.NOTHING, "nothing"),
        (keys.Integer(), "a whole number"),
        (keys.Integer(0), "a whole number of 0 or more"),
        (keys.Integer(1, 24), "a whole number from 1 to 24"),
        (keys.Choice(("a", "b")), "a or b"),
        (keys.Choice(tuple("abcde")), "one of these words"),
        (keys.Items(keys.TEXT), "a list, each a text"),
        (keys.Items(keys.TEXT, may_be_single=True), "a text; or a list"),
        (
            keys.Items(keys.Items(keys.TEXT), least=2),
            "a list of two or more, each a list, each a text",
        ),
        (keys.Record({}), "a mapping"),
        (keys.Named(keys.TEXT, print), "a mapping by names"),
        (keys.Either(keys.TEXT, keys.Record({})), "a text or a mapping"),
        (keys.Made(keys.DATE, print), "a date"),
        (SELECTOR, "a selector"),
        (keys.Simple(print), "a value"),
    ],
)
def test_what_a_field_takes_is_said_in_words(type_, words):
    assert takes(type_) == words
