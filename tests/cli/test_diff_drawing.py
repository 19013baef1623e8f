"""The drawing in ``diff --format markdown``: the links that differ, and what is next to them."""

import re

import pytest

WORD = r"(?:[^\W_]| |(?<=[^\W_])-(?=[^\W_])|#[0-9]+;)*"
LINE = re.compile(
    rf'flowchart LR|  n\d+\["{WORD}(?:<br/>{WORD})*"\](?::::\w+)?'
    rf'|  n\d+ (?:-->|==>|-\.->)(?:\|"{WORD}"\|)? n\d+|  classDef \w+ [\w:,#-]+'
)

OLD = """\
as_of: 2020-01-01
milestones:
  A: {due: 2020-02-01}
  B: {due: 2020-03-01, requires: [A]}
  C: {due: 2020-04-01, requires: [B, {id: A, query: Is it?}]}
  D: {due: 2020-05-01, requires: [C]}
  Far: {due: 2020-05-01}
"""


def drawing(done):
    """Return the lines of the drawing; none where there is none. Each of them is sound."""
    text = done.stdout
    assert text.count("```") in (0, 2)
    if "```" not in text:
        return []
    lines = text.partition("```mermaid\n")[2].partition("```")[0].splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    return [line.strip() for line in lines]


@pytest.fixture
def draw(run, write):
    def call(new, *options, old=OLD):
        paths = write("old.yaml", old), write("new.yaml", new)
        return drawing(run("diff", *paths, "--format", "markdown", *options))

    return call


def test_what_came_and_went_is_drawn_with_its_neighbours(draw):
    new = OLD.replace("requires: [C]", "requires: [B]").replace("{id: A, query: Is it?}", "A")
    lines = draw(new)
    names = {re.match(r"(n\d+)", line)[1]: line for line in lines if '["' in line}
    assert len(names) == 4
    assert [line for line in lines if "Far" in line] == []
    code = {name: re.search(r'"([A-D])<', line)[1] for name, line in names.items()}
    links = [re.fullmatch(r"(n\d+) (\S+?>)(?:\|(.*)\|)? (n\d+)", line) for line in lines]
    assert {(code[m[1]], m[2], m[3], code[m[4]]) for m in links if m} == {
        ("B", "==>", '"new"', "D"),
        ("C", "-.->", '"gone"', "D"),
        ("A", "-->", '"query gone"', "C"),
        ("A", "-->", None, "B"),
        ("B", "-->", None, "C"),
    }


def test_without_a_link_that_differs_nothing_is_drawn(draw):
    assert draw(OLD.replace("2020-02-01", "2020-02-09")) == []
    assert draw(OLD.replace("requires: [C]", "requires: [B]"), "--drift") == []


def test_a_large_change_is_drawn_in_part(run, write, draw):
    names = [f"M{number:03}" for number in range(400)]
    bare = "as_of: 2020-01-01\nmilestones:\n" + "".join(f"  {name}: {{}}\n" for name in names)
    linked = bare.replace(": {}", ": {requires: [M000]}")
    linked = linked.replace("M000: {requires: [M000]}", "M000: {}")
    lines = draw(linked, old=bare)
    assert sum('["' in line for line in lines) == 30
    paths = write("old.yaml", bare), write("new.yaml", linked)
    assert (
        "Not drawn: 370 more links that differ."
        in run("diff", *paths, "--format", "markdown").stdout
    )


@pytest.mark.parametrize(
    "name",
    [
        "``` \\n# heading",
        '\\"]; click n0 href \\"javascript:alert(1)\\"',
        "<img src=x onerror=alert(1)> %%{init: {}}%%",
        "</details> @all [x](http://x) | $$x$$ #35; 1. style:#fff;",
    ],
)
def test_hostile_names_stay_words(draw, name):
    old = OLD.replace("D: {", f'D: {{name: "{name}", ')
    lines = draw(old.replace("requires: [C]", "requires: [B]"), old=old)
    assert sum('["' in line for line in lines) == 4


def test_text_and_html_have_no_drawing(run, write):
    paths = write("old.yaml", OLD), write("new.yaml", OLD.replace("requires: [C]", "requires: [B]"))
    for form in ("text", "html"):
        assert "flowchart" not in run("diff", *paths, "--format", form).stdout
