"""The library at a prompt: what is iterated, contained, printed and documented."""

import inspect
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import get_type_hints

import pytest

import depgraph
from depgraph import Graph, Link, Milestone, UnknownMilestoneError

ROOT = Path(__file__).parent.parent
AS_OF = date(2020, 1, 1)


@pytest.fixture(scope="module")
def plan():
    return depgraph.open_plan(ROOT / "graphs")


@pytest.fixture(scope="module")
def answers(plan):
    """Return each kind of answer about the shipped plan."""
    graph = plan.graph
    result = plan.check()
    move = depgraph.Move("DM-DRP-10", days=60)
    return {
        "plan": plan,
        "check": result,
        "path": depgraph.critical_path(graph, "LDM-503-17"),
        "projection": depgraph.project(graph),
        "what_if": depgraph.what_if(graph, [move]),
        "why": depgraph.why(graph, prerequisite="DM-DRP-10", dependent="LDM-503-17"),
        "triage": depgraph.triage(graph, result.findings, None, unknown="not asked"),
        "dropped": depgraph.drop_queries(graph),
        "paths": depgraph.compare_paths(graph, graph, "LDM-503-17"),
        "compared": depgraph.compare(graph, graph),
        "burndown": depgraph.burndown(graph, ["LDM-503-17"]),
        "picture": depgraph.overview(graph),
        "graph": graph,
    }


def test_a_graph_is_its_milestones():
    graph = Graph([Milestone("B"), Milestone("A", aka=("A1",))], [Link("A", "B")])
    assert [milestone.id for milestone in graph] == ["A", "B"]
    assert list(graph) == list(graph.milestones)
    assert all(milestone in graph for milestone in graph)
    assert "A" in graph
    assert "A1" in graph
    assert Milestone("A") not in graph  # it has another code too
    assert Milestone("C") not in graph
    assert not any(value in graph for value in ("C", None, 3, ["A"], ("A",), float("nan")))


@pytest.mark.parametrize("code", ["C", None, 0, 1.5, float("nan"), ["A"], {"A": 1}, Milestone("A")])
def test_an_unknown_code_of_any_type_is_an_unknown_milestone(code):
    graph = Graph([Milestone("A"), Milestone("B")], [Link("A", "B")], as_of=AS_OF)
    asked = [
        lambda: graph[code],
        lambda: graph.predecessors(code),
        lambda: graph.links_into(code),
        lambda: depgraph.critical_path(graph, code),
        lambda: depgraph.project(graph).date(code),
        lambda: depgraph.why(graph, prerequisite="A", dependent=code),
        lambda: depgraph.around(graph, code, up=1),
        lambda: depgraph.compare_paths(graph, graph, code),
    ]
    for ask in asked:
        with pytest.raises(UnknownMilestoneError) as caught:
            ask()
        assert repr(code) in str(caught.value)


def test_the_version_is_that_of_the_package():
    assert depgraph.__version__ == version("depgraph")
    assert "__version__" in dir(depgraph)


def test_what_an_answer_is_called_is_one_short_line(answers):
    for name, answer in answers.items():
        shown = repr(answer)
        assert shown.startswith(f"<{type(answer).__name__}"), name
        assert shown.endswith(">")
        assert len(shown) < 200
        assert "\n" not in shown
    assert repr(answers["path"]).endswith(", 1 float path>")


@pytest.mark.parametrize("name", ["check", "path", "projection", "what_if", "why", "triage"])
def test_a_printed_answer_is_the_text_of_its_page(answers, name):
    answer = answers[name]
    printed = str(answer)
    assert len(printed.splitlines()) > 5
    assert "\x1b" not in printed
    notebook = answer._repr_mimebundle_(include=None, exclude=None)["text/plain"]
    assert printed.splitlines()[0] == notebook.splitlines()[0]


def test_a_printed_path_is_what_the_command_says(run, answers):
    written = run("critical-path", "LDM-503-17").stdout.splitlines()
    printed = str(answers["path"]).splitlines()
    table = [line for line in written if line.startswith(("LDM-", "DM-"))]
    assert table
    assert set(table) <= set(printed)


def test_what_is_given_in_place_of_another_thing_is_told(plan):
    for ask in (
        lambda: depgraph.critical_path(plan, "LDM-503-17"),
        lambda: depgraph.check(plan),
        lambda: depgraph.project(plan),
        lambda: depgraph.why(plan, prerequisite="DM-DRP-10", dependent="LDM-503-17"),
    ):
        with pytest.raises(AttributeError, match="functions of graphs take its 'graph'"):
            ask()
    with pytest.raises(TypeError, match=r"expected what project\(\) returns, got <Graph "):
        depgraph.total_floats(plan.graph, "LDM-503-17")
    with pytest.raises(depgraph.ChangeError, match="is no change, as Move or DropQuery are"):
        depgraph.what_if(plan.graph, [("DM-DRP-10", 60)])


NEVER_FAIL = ("check", "compare", "find_cycles", "laid_over", "triage")
"""Public functions that answer of any graph."""


def test_help_of_public_functions_says_what_they_return_and_raise():
    functions = [
        value for name in depgraph.__all__ if inspect.isfunction(value := getattr(depgraph, name))
    ]
    assert len(functions) > 15
    for function in functions:
        text = inspect.getdoc(function)
        assert "\nReturns\n-------\n" in text, function.__name__
        has_errors = "\nRaises\n------\n" in text
        assert has_errors == (function.__name__ not in NEVER_FAIL), function.__name__


def test_what_never_fails_answers_of_any_graph():
    ring = [Link("A", "B"), Link("B", "A"), Link("A", "A")]
    for graph in (Graph([]), Graph([Milestone("A"), Milestone("B")], ring)):
        findings = depgraph.check(graph).findings
        assert findings
        assert depgraph.compare(graph, graph).moved == ()
        assert len(depgraph.find_cycles(graph)) == len(graph) // 2
        assert len(depgraph.triage(graph, findings, None).queries) == 0


def public_methods():
    for name in depgraph.__all__:
        value = getattr(depgraph, name)
        if inspect.isclass(value):
            for method, function in vars(value).items():
                if inspect.isfunction(function) and not method.startswith("_"):
                    yield f"{name}.{method}", function


def test_help_of_public_methods_says_what_they_return_and_raise():
    methods = dict(public_methods())
    assert len(methods) > 25
    for name, function in methods.items():
        text = inspect.getdoc(function)
        begins = text.startswith(("Return ", "Yield ", "Count ", "Whether "))
        assert begins or "\nReturns\n-------\n" in text, name
        parameters = inspect.signature(function).parameters
        if "code" in parameters and name != "Rule.finding":
            assert "\nRaises\n------\nUnknownMilestoneError\n" in text, name


@pytest.mark.parametrize("name", ["Calendar", "Estimate", "Link", "Milestone", "Query", "Slip"])
def test_the_types_of_the_fields_of_values_are_told_at_run_time(name):
    value_class = getattr(depgraph, name)
    assert get_type_hints(value_class).keys() >= set(value_class._fields)
