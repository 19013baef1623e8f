import re

import pytest

from depgraph.plans.loading import load_graph
from depgraph.plans.selection import Selection, select_config
from depgraph.reports.guide import guide_text, guides, kind_guides
from depgraph.reports.lessons import LESSONS
from depgraph.rules.builtin.registry import CHECKS
from depgraph.rules.engine import check, read_rules
from depgraph.rules.kinds.registry import KINDS


def test_every_check_has_a_lesson():
    assert list(LESSONS) == list(CHECKS)


@pytest.mark.parametrize("name", LESSONS)
def test_the_check_finds_something_in_its_example(name, write, tmp_path):
    parts = re.split(r"^# (\S+\.(?:yaml|rst))\n", LESSONS[name].example, flags=re.MULTILINE)
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
