"""What stands in a file is what the graph has, with the place where it stands."""

import sys
from datetime import date
from pathlib import Path

import pytest

from depgraph.model import Allowance, Graph, Link, Position, Query, Question
from depgraph.plans.loading import load


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def load_text(text: str | bytes) -> Graph:
        Path("plan.yaml").write_bytes(text.encode() if isinstance(text, str) else text)
        return load("plan.yaml")

    return load_text


@pytest.mark.parametrize(
    "text", ["no", "Yes", "true", "null", "~", "1e3", "0x1f", "0o17", "12:30:00", "1_000", ".5"]
)
def test_a_plain_text_stays_the_text_that_stands_there(text: str, loaded) -> None:
    graph = loaded(f"milestones:\n  {text}: {{name: {text}, note: {text}, tags: [{text}]}}\n")

    milestone = graph[text]
    assert (milestone.id, milestone.name, milestone.note) == (text, text, text)
    assert milestone.tags == (text,)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("2019-05-20", "2019-05-20"),
        ("'it''s #2'", "it's #2"),
        ('"tab \\t, é, \\u00e9"', "tab \t, é, é"),
        ("C#, issue#2", "C#, issue#2"),
        ("a long text\n      that goes on", "a long text that goes on"),
        ("|-\n      issue #2\n      and #3", "issue #2\nand #3"),
        (">-\n      folded\n      text", "folded text"),
        ("Ops rehearsal # the first one", "Ops rehearsal"),
        ("Ops rehearsal #", "Ops rehearsal"),
        ("Ops rehearsal  ## ", "Ops rehearsal"),
        ("'Ops rehearsal' #2", "Ops rehearsal"),
        ("望遠鏡 🔭", "望遠鏡 🔭"),
    ],
)
def test_a_name_is_read_as_yaml_means_it(written: str, name: str, loaded) -> None:
    graph = loaded(f"milestones:\n  A:\n    name: {written}\n")

    assert graph["A"].name == name


def test_codes_are_texts_in_every_place(loaded) -> None:
    graph = loaded(
        "milestones:\n"
        "  1: {requires: [2, {id: 03}], aka: 1.0}\n"
        "  2: {}\n"
        "  03: {aka: [on, 2019-01-01]}\n"
        "  LDM 503 é: {requires: [on]}\n"
    )

    assert [milestone.id for milestone in graph.milestones] == ["03", "1", "2", "LDM 503 é"]
    assert graph.predecessors("1") == ("03", "2")
    assert graph["2019-01-01"].id == "03"
    assert graph.predecessors("LDM 503 é") == ("03",)


def test_comments_behind_codes_dates_and_keys_are_comments(loaded) -> None:
    graph = loaded(
        "#1 file\n"
        "as_of: 2019-05-20 #7\n"
        "milestones: #all\n"
        "  LDM-503-01: #2 in the plan\n"
        "    due: 2019-06-01 #moved\n"
        "    level: 2 #3 before\n"
        "    kind: milestone #really\n"
        "    requires: #two\n"
        "      - LDM-503-02 #7\n"
        "      - id: LDM-503-03 #8\n"
        "        lag: 3 #days\n"
        "  LDM-503-02: #nothing known\n"
        "  LDM-503-03: {} #nothing either\n"
    )

    milestone = graph["LDM-503-01"]
    assert (milestone.due, milestone.level) == (date(2019, 6, 1), 2)
    assert graph.predecessors("LDM-503-01") == ("LDM-503-02", "LDM-503-03")


ALL = """\
milestones:
  A:
    name: Science platform
    requires:
      - B
      - id: C
        type: SS
        lag: -10
        note: agreed in May
        query: Is this so?
        allow: {rule: date-order, reason: accepted, until: 2019-12-01}
    questions:
      - Who runs it?
      - Where?
    due: 2019-06-01
    forecast: 2019-07-01
    completed: 2019-07-02
    duration: 30
    not_before: 2019-01-01
    not_after: 2019-12-31
    aka: [OLD-2, OLD-1, OLD-2]
    kind: test-plan
    progress: 100
    url: https://example.org/A
    note: |
      Two
      lines
    owner: DM
    team: SUIT
    level: 2
    tags: [release, first]
  B: {requires: [{id: C, query: }, {id: C, type: FF, query: [Why, "Since when?"]}]}
  C:
"""


def test_every_attribute_is_read(loaded) -> None:
    milestone = loaded(ALL)["A"]

    read = milestone._asdict()
    del read["names"], read["position"], read["work"]
    assert read == {
        "id": "A",
        "name": "Science platform",
        "owner": "DM",
        "team": "SUIT",
        "level": 2,
        "kind": "test-plan",
        "tags": ("first", "release"),
        "due": date(2019, 6, 1),
        "forecast": date(2019, 7, 1),
        "completed": date(2019, 7, 2),
        "duration": 30,
        "started": None,
        "remaining": None,
        "not_before": date(2019, 1, 1),
        "not_after": date(2019, 12, 31),
        "state": "complete",
        "aka": ("OLD-1", "OLD-2"),
        "progress": 100,
        "url": "https://example.org/A",
        "note": "Two\nlines\n",
        "calendar": None,
        "slip": None,
        "estimate": None,
    }


def test_what_has_begun_says_since_when_and_what_is_left(loaded) -> None:
    begun = loaded("milestones: {A: {duration: 9, started: 2019-05-02, remaining: 4}}")["A"]
    assert (begun.started, begun.remaining) == (date(2019, 5, 2), 4)


def test_every_part_of_a_link_is_read_with_its_place(loaded) -> None:
    graph = loaded(ALL)

    def at(line: int, column: int) -> Position:
        return Position("plan.yaml", line, column)

    assert graph.links == (
        Link(prerequisite="B", dependent="A", position=at(5, 9)),
        Link(
            prerequisite="C",
            dependent="A",
            type="SS",
            lag=-10,
            queries=(Query("Is this so?", at(10, 16)),),
            allowances=(Allowance("date-order", "accepted", date(2019, 12, 1), at(11, 16)),),
            note="agreed in May",
            position=at(6, 13),
        ),
        Link(
            prerequisite="C",
            dependent="B",
            type="FF",
            queries=(Query("Why", at(32, 62)), Query("Since when?", at(32, 67))),
            position=at(32, 41),
        ),
        Link(
            prerequisite="C",
            dependent="B",
            queries=(Query("", at(32, 26)),),
            position=at(32, 23),
        ),
    )
    assert graph.questions == (
        Question("A", "Who runs it?", at(13, 9)),
        Question("A", "Where?", at(14, 9)),
    )
    assert [milestone.position for milestone in graph.milestones] == [
        at(2, 3),
        at(32, 3),
        at(33, 3),
    ]
    assert [name.position for name in graph["A"].names] == [at(3, 5)]


@pytest.mark.parametrize("form", ["query:", 'query: ""', "query: # no words"])
def test_a_query_without_words_is_a_query(form: str, loaded) -> None:
    graph = loaded(f"milestones:\n  A:\n    requires:\n      - id: B\n        {form}\n  B:\n")

    (link,) = graph.links
    assert link.queried
    assert [query.text for query in link.queries] == [""]


def test_leave_may_name_the_ends_of_chains_through_the_link(loaded) -> None:
    allow = "{rule: a, reason: r, prerequisite: P, dependent: [D, E]}"
    graph = loaded(f"milestones:\n  A: {{requires: [{{id: A, allow: {allow}}}]}}\n")

    (leave,) = graph.links[0].allowances
    assert (leave.prerequisites, leave.dependents) == (("P",), ("D", "E"))


@pytest.mark.parametrize(
    ("allow", "rules"),
    [
        ("{rule: a, reason: r}", ["a"]),
        ("[{rule: a, reason: r}, {rule: b, reason: s, until: 2019-01-01}]", ["a", "b"]),
        ("[]", []),
    ],
)
def test_a_link_may_have_leave_for_several_rules(allow: str, rules: list[str], loaded) -> None:
    graph = loaded(f"milestones:\n  A: {{requires: [{{id: A, allow: {allow}}}]}}\n")

    assert [allowance.rule for allowance in graph.links[0].allowances] == rules


@pytest.mark.parametrize(
    "data",
    [
        ALL.encode(),
        ALL.replace("\n", "\r\n").encode(),
        ALL.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + ALL.encode(),
        b"%YAML 1.1\n---\n" + ALL.encode() + b"...\n",
    ],
    ids=["lf", "crlf", "cr", "bom", "directives"],
)
def test_line_ends_and_marks_of_the_encoding_change_nothing(data: bytes, loaded) -> None:
    expected = loaded(ALL)

    graph = loaded(data)

    assert [each._replace(names=(), position=None) for each in graph.milestones] == [
        each._replace(names=(), position=None) for each in expected.milestones
    ]
    if not data.startswith(b"%"):
        assert graph.milestones == expected.milestones
        assert graph.links == expected.links


def test_aliases_repeat_a_value_or_a_list(loaded) -> None:
    graph = loaded(
        "milestones:\n"
        "  &first A: {due: &day 2019-06-01, tags: &tags [x, y]}\n"
        "  B: {due: *day, tags: *tags, requires: &needs [*first]}\n"
        "  C: {requires: *needs}\n"
        "  D: &none {}\n"
        "  E: *none\n"
    )

    assert graph["B"].due == date(2019, 6, 1)
    assert graph["B"].tags == ("x", "y")
    assert graph.predecessors("C") == graph.predecessors("B") == ("A",)
    assert "E" in graph


def test_an_alias_as_key_is_a_key(loaded) -> None:
    graph = loaded("milestones:\n  A: {name: &code B}\n  *code : {level: 2}\n")

    assert graph["B"].level == 2
    assert graph["B"].position == Position("plan.yaml", 3, 3)


def test_a_file_may_say_nothing_but_that_there_is_nothing(loaded) -> None:
    assert len(loaded("milestones: {}\n")) == 0


def test_without_the_c_parser_the_same_is_read(loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    text = ALL + "  D: {name: &d x, note: *d}\n  E: {name: 'x' } #note\n"
    fast = loaded(text)
    monkeypatch.setitem(sys.modules, "yaml._yaml", None)

    slow = loaded(text)

    assert slow.milestones == fast.milestones
    assert slow.links == fast.links
    assert slow.questions == fast.questions
