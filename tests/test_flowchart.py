"""Flowcharts for Mermaid: whatever a plan says stays words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depgraph.flowchart import Arrow, Node, flowchart, literal

HOSTILE = (
    '"]; click n0 href "javascript:alert(1)"',
    "x\n```\n# heading\n```mermaid\nflowchart LR",
    "<img src=x onerror=alert(1)>",
    "%%{init: {'theme': 'dark'}}%%",
    "`**bold** markdown string`",
    "1. a list",
    "- a list",
    "end",
    "style: #fff; lifestyle:x#y;",
    "a --> b",
    "#35; #quot; &quot;",
    "@everyone http://example.org/ www.example.org",
    '\\" \u202e \u0007 \x1b[31m',
    "$$\\frac{1}{2}$$",
    "fa:fa-car",
    ":::late",
    "x" * 10_000,
    "",
)
WORD = r"(?:[^\W_]| |(?<=[^\W_])-(?=[^\W_])|#[0-9]+;)*"
LINE = re.compile(
    rf'flowchart LR|  n\d+\["{WORD}(?:<br/>{WORD})*"\](?::::\w+)?'
    rf'|  n\d+ (?:-->|==>|-\.->)(?:\|"{WORD}"\|)? n\d+|  classDef \w+ [\w:,#]+'
)


def decoded(words):
    """Return what Mermaid shows."""
    return re.sub("#([0-9]+);", lambda entity: chr(int(entity[1])), words)


def chart(text):
    nodes = [Node(text, [text, text], "late"), Node("B", [text])]
    return flowchart(nodes, [Arrow(text, "B", is_dotted=True, words=text)], {"late": "fill:#FFF"})


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text):
    lines = chart(text).splitlines()
    assert len(lines) == 5
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert not any(sign in literal(text) for sign in '"`<>[]{}|\\&%:@$*_~\n')


@given(st.text(max_size=60))
def test_any_text_comes_back_as_it_is_shown(text):
    shown = literal(text)
    assert re.fullmatch(WORD, shown)
    printed = "".join(sign if sign.isprintable() else " " for sign in text)
    assert decoded(shown) == " ".join(printed.split())
