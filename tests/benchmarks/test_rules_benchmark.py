"""How long rules take: a thousand milestones against a thousand, and through a closed layer."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from depgraph.analysis.reach import reach_between
from depgraph.config import Config, read_config
from depgraph.model import Graph
from depgraph.rules.engine import RuleSet, check, read_rules
from depgraph.rules.selectors import Circumstances

SIZES = pytest.mark.parametrize("size", [1_000, 10_000, 100_000], ids="{:,}".format)

# Of 100,000 milestones, each of these patterns selects a thousand or so, of 'few' a hundred.
RULES = {
    "many against many": "{kind: must-not-wait-on, milestones: {id: 'M-*49'}, on: {id: 'M-*99'}}",
    "many against few": "{kind: must-not-wait-on, milestones: {id: 'M-*49'}, on: {id: 'M-*999'}}",
    "direct": "{kind: must-not-block, milestones: {id: 'M-*49'}, of: {id: 'M-*[0-8]'}}",
    "only through": "{kind: only-through, from: {id: 'M-*99'}, to: {id: 'M-*49'}, via: {id: '*4'}}",
}


@SIZES
def test_reach_of_many_to_many(
    benchmark: BenchmarkFixture, plan: Callable[[int], Graph], size: int
) -> None:
    graph = plan(size)
    between = benchmark(reach_between, graph, range(99, size, 100), range(49, size, 100))
    assert len(between.sets) == size // 100 - 1


@SIZES
@pytest.mark.parametrize("name", RULES)
def test_a_rule(
    benchmark: BenchmarkFixture, plan: Callable[[int], Graph], size: int, name: str, tmp_path: Path
) -> None:
    config, rules = ready(tmp_path, RULES[name])
    graph = plan(size)
    (rule,) = rules.rules
    outcome = benchmark.pedantic(
        rule.apply, (graph, Circumstances(config.home, graph.as_of)), rounds=2
    )
    assert outcome.findings or size == 1_000


@pytest.mark.parametrize("size", [10_000, 100_000], ids="{:,}".format)
def test_check_with_a_rule_of_many_pairs(
    benchmark: BenchmarkFixture, plan: Callable[[int], Graph], size: int, tmp_path: Path
) -> None:
    config, rules = ready(tmp_path, RULES["many against many"])
    result = benchmark.pedantic(check, (plan(size), config, rules), rounds=2)
    assert any(finding.rule == "r" for finding in result.findings)


def ready(folder: Path, rule: str) -> tuple[Config, RuleSet]:
    path = folder / "depgraph.yaml"
    path.write_text("rules:\n  - {id: r, " + rule[1:] + "\n", encoding="utf-8")
    config = read_config(path, [])
    return config, read_rules(config, [])
