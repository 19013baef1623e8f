"""Selectors: a list means any of, a mapping all of."""

from datetime import date
from pathlib import Path

import pytest

from depgraph.errors import DepgraphError, Problem
from depgraph.model import Graph, Milestone
from depgraph.rules.selectors import EVERY, SELECTOR, Circumstances, Selector
from depgraph.sources.document import Document
from depgraph.sources.fields import Fields

GRAPH = Graph(
    [
        Milestone(id="A1", name="Ops rehearsal #1", owner="DM", team="AP", level=2, tags=("x",)),
        Milestone(id="A2", owner="DM", team="SUIT", level=3, due=date(2019, 6, 1)),
        Milestone(id="B1", owner="Camera", due=date(2019, 5, 20), state="complete"),
        Milestone(id="B2", kind="requirement", tags=("x", "y"), due=date(2019, 5, 1)),
    ]
)
CIRCUMSTANCES = Circumstances(home="DM", as_of=date(2019, 5, 20))


def read(text: str, folder: Path) -> tuple[Selector | None, list[str]]:
    path = folder / "selector.yaml"
    path.write_text(f"on: {text}\n")
    problems: list[Problem] = []
    document = Document(path, "s", problems)
    ((_, node),) = document.entries()
    assert node is not None
    selector = SELECTOR.read(Fields(document), node, "on")
    return selector, [str(problem) for problem in sorted(problems)]


@pytest.mark.parametrize(
    ("text", "selected"),
    [
        ("{}", "A1 A2 B1 B2"),
        ("{id: A1}", "A1"),
        ("{id: A*}", "A1 A2"),
        ("{id: '?1'}", "A1 B1"),
        ("{id: ['A[2-9]', B1]}", "A2 B1"),
        ("{id: '/A[12]/'}", "A1 A2"),
        ("{id: '/A/'}", ""),
        ("{id: '/A1|B/'}", "A1"),
        ("{id: ['/A[3-9]/', 'B*']}", "B1 B2"),
        ("{id: /}", ""),
        (r"{name: '/Ops .* #\d+/'}", "A1"),
        ("{name: '/.*/'}", "A1 A2 B1 B2"),
        ("{not: {id: '/A.*/'}}", "B1 B2"),
        ("{not: {id: [A1, B1]}, due_before: 2019-06-01}", "B2"),
        ("{id: a1}", ""),
        ("{id: A}", ""),
        ("{name: '*rehearsal*'}", "A1"),
        ("{name: '*#1'}", "A1"),
        ("{name: '*'}", "A1 A2 B1 B2"),
        ("{owner: DM}", "A1 A2"),
        ("{owner: [DM, Camera]}", "A1 A2 B1"),
        ("{team: SUIT}", "A2"),
        ("{level: 2}", "A1"),
        ("{level: [2, 3]}", "A1 A2"),
        ("{tag: x}", "A1 B2"),
        ("{tag: [y, z]}", "B2"),
        ("{kind: requirement}", "B2"),
        ("{complete: true}", "B1"),
        ("{complete: false}", "A1 A2 B2"),
        ("{external: true}", "B1 B2"),
        ("{external: false}", "A1 A2"),
        ("{due_before: 2019-05-20}", "B2"),
        ("{due_after: 2019-05-20}", "A2"),
        ("{due_within: 0}", "B1"),
        ("{due_within: 12}", "A2 B1"),
        ("{due_within: 11}", "B1"),
        ("{not: {owner: DM}}", "B1 B2"),
        ("{not: [{owner: DM}, {tag: y}]}", "B1"),
        ("{not: {not: {id: A1}}}", "A1"),
        ("{owner: DM, level: 3}", "A2"),
        ("{tag: x, not: {owner: DM}}", "B2"),
        ("[{level: 2}, {complete: true}]", "A1 B1"),
        ("[[{level: 2}], [{level: 3}]]", "A1 A2"),
    ],
)
def test_what_a_selector_selects(text: str, selected: str, tmp_path: Path) -> None:
    selector, problems = read(text, tmp_path)

    assert problems == []
    assert selector is not None
    numbers = selector.numbers(GRAPH, CIRCUMSTANCES)
    assert [GRAPH.milestones[n].id for n in numbers] == selected.split()


@pytest.mark.parametrize(
    ("text", "circumstances"),
    [
        ("{external: true}", Circumstances(home=None)),
        ("{due_within: 1000}", Circumstances(as_of=None)),
    ],
)
def test_what_is_not_known_selects_nothing(
    text: str, circumstances: Circumstances, tmp_path: Path
) -> None:
    selector, _ = read(text, tmp_path)

    assert selector is not None
    assert selector.numbers(GRAPH, circumstances) == []


def test_every_milestone_is_selected_where_a_rule_does_not_say() -> None:
    assert EVERY.numbers(GRAPH, Circumstances()) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", ["1:5: on: the list is empty and would select nothing"]),
        ("SUIT", ["1:5: on: expected a selector such as {owner: DM, level: 2}, got 'SUIT'"]),
        ("", ["1:4: on: expected a selector such as {owner: DM, level: 2}, got nothing"]),
        (
            "[{id: A}, DM]",
            ["1:15: on: expected a selector such as {owner: DM, level: 2}, got 'DM'"],
        ),
        (
            "{ownr: DM, tags: x}",
            [
                "1:6: on: unknown key 'ownr' (did you mean 'owner'?)",
                "1:16: on: unknown key 'tags' (did you mean 'tag'?)",
            ],
        ),
        ("{owner: []}", ["1:13: on: owner: the list is empty"]),
        ("{owner: {a: b}}", ["1:13: on: owner: expected a list, got a mapping"]),
        ("{owner: [DM, [x]]}", ["1:18: on: owner: expected a text, got a list"]),
        ("{level: two}", ["1:13: on: level: expected a whole number, got 'two'"]),
        ("{level: [2, x]}", ["1:17: on: level: expected a whole number, got 'x'"]),
        ("{complete: yes}", ["1:16: on: complete: expected one of true, false, got 'yes'"]),
        ("{external: 1}", ["1:16: on: external: expected one of true, false, got '1'"]),
        ("{due_before: 2019-02-30}", ["1:18: on: due_before: there is no date 2019-02-30"]),
        ("{due_after: now}", ["1:17: on: due_after: expected a date as YYYY-MM-DD, got 'now'"]),
        (
            "{due_within: -1}",
            ["1:18: on: due_within: expected a whole number of 0 or more, got '-1'"],
        ),
        (
            "{not: DM}",
            ["1:11: on: not: expected a selector such as {owner: DM, level: 2}, got 'DM'"],
        ),
        ("{not: {ownr: DM}}", ["1:12: on: not: unknown key 'ownr' (did you mean 'owner'?)"]),
    ],
)
def test_a_wrong_selector_is_reported(text: str, expected: list[str], tmp_path: Path) -> None:
    _, problems = read(text, tmp_path)

    assert problems == [f"s:{problem}" for problem in expected]


@pytest.mark.parametrize(
    "text",
    [
        "{not: " * 30 + "{id: A1}" + "}" * 30,
        "[" * 35 + "{id: A1}" + "]" * 35,
    ],
)
def test_a_selector_may_nest_deep(text: str, tmp_path: Path) -> None:
    selector, problems = read(text, tmp_path)

    assert problems == []
    assert selector is not None
    assert selector.numbers(GRAPH, CIRCUMSTANCES) == [0]


def test_a_selector_that_aliases_nest_too_deep_is_reported(tmp_path: Path) -> None:
    lines = ["on:", "  - &s0 {id: A1}"]
    lines += [f"  - &s{n} {{not: *s{n - 1}}}" for n in range(1, 300)]
    path = tmp_path / "selector.yaml"
    path.write_text("\n".join(lines) + "\n")
    problems: list[Problem] = []

    assert list(Document(path, "s", problems).entries()) == []

    assert [str(problem) for problem in problems] == ["s:41:16: nested deeper than 40 levels"]


@pytest.mark.parametrize(
    ("expression", "wrong"),
    [
        ("", "is empty"),
        ("a(", "is wrong: missing ), unterminated subpattern at position 1"),
        ("a)(b", "is wrong: unbalanced parenthesis at position 1"),
        ("[[a]", "is wrong: Possible nested set at position 1"),
        ("a{5000000000}", "is too large"),
        ("a" * 201, "has more than 200 characters"),
        ("(a+)+b", "could take very long: it repeats what repeats, or repeats too often"),
        ("(a|bc)*d", "could take very long: it repeats what repeats, or repeats too often"),
        ("a?" * 30, "could take very long: it repeats what repeats, or repeats too often"),
        (
            "((a{0,9}){0,9}){0,9}",
            "could take very long: it repeats what repeats, or repeats too often",
        ),
        (".*a.*b.*c.*", "could take very long: it repeats what repeats, or repeats too often"),
        ("(?i)dm", "has a flag: use none here"),
        ("(?i:dm)", "has a flag: use none here"),
        (r"(a)\\1", "has a reference to a group: use none here"),
        ("(a)?(?(1)b|c)", "has a condition: use none here"),
        ("(?=a)a", "has a look ahead or behind: use none here"),
        ("(?<!a)a", "has a look ahead or behind: use none here"),
        ("(?P<x>a)", "has a name for a group: use none here"),
    ],
)
def test_an_expression_that_is_wrong_or_may_take_very_long_is_refused(
    expression: str, wrong: str, tmp_path: Path
) -> None:
    selector, problems = read(f'{{id: "/{expression}/"}}', tmp_path)

    assert selector is None
    assert problems == [f"s:1:10: on: id: the regular expression {wrong}"]


@pytest.mark.parametrize(
    "expression",
    ["(DM|LDM)-[0-9]+[a-z]?", "([0-9]{1,3}[.]){3}x", ".*a.*b.*", "(?>a+)b", "(a|b)+", "^DM-1$"],
)
def test_a_harmless_expression_is_taken_and_is_quick(expression: str, tmp_path: Path) -> None:
    selector, problems = read(f"{{id: '/{expression}/'}}", tmp_path)

    assert problems == []
    assert selector is not None
    graph = Graph([Milestone(id="a" * 200), Milestone(id="ab" * 99 + "!")])
    selector.numbers(graph, CIRCUMSTANCES)


def test_an_expression_is_not_tried_on_a_very_long_text(tmp_path: Path) -> None:
    selector, _ = read("{name: '/a*/'}", tmp_path)

    assert selector is not None
    short = Graph([Milestone(id="A", name="a" * 400)])
    assert selector.numbers(short, CIRCUMSTANCES) == [0]
    with pytest.raises(DepgraphError, match="B: its name has 401 characters"):
        selector.numbers(Graph([Milestone(id="B", name="a" * 401)]), CIRCUMSTANCES)


def test_what_is_selected_is_kept_for_the_milestones_that_it_was_selected_from():
    asked = []

    def is_first(milestone, _):
        asked.append(milestone.id)
        return milestone.id == "A"

    selector = Selector(is_first)
    circumstances = Circumstances(selected={})
    one, two = (Graph([Milestone(code) for code in codes]) for codes in ("AB", "0A"))
    selector.numbers(one, circumstances).append(7)
    assert selector.numbers(one.with_links([]), circumstances) == [0]
    assert asked == ["A", "B"]
    assert selector.numbers(two, circumstances) == [1]
