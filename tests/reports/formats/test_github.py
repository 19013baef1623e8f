import re
from urllib.parse import unquote

import pytest

from depgraph.model import Position
from depgraph.reports.choice import Options
from depgraph.rules.findings import Finding

HOSTILE = "100 % of a,b: c::error::x\r\n::stop-commands::y"


def command(text):
    """Read the first command of a report back, as the runner does."""
    line = text.split("\n")[0]
    match = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
    assert match, line
    name, listed, message = match.groups()
    properties = dict(pair.split("=", 1) for pair in listed.split(","))
    return name, {key: unquote(value) for key, value in properties.items()}, unquote(message)


def test_one_annotation_a_finding_with_its_place(report_on):
    finding = Finding("orphan", "error", "A is alone", position=Position("a/b.yaml", 3, 5))
    assert report_on("github", finding) == (
        "::error file=a/b.yaml,line=3,col=5,title=orphan::A is alone\n"
        "1 new error; 0 new warnings, 0 notes, 0 known, 0 queried\n"
    )


def test_hostile_texts_come_back_as_they_were(report_on):
    finding = Finding("orphan", "error", HOSTILE, position=Position(HOSTILE, 3, 5))
    text = report_on("github", finding)
    assert len(text.splitlines()) == 2
    name, properties, message = command(text)
    assert (name, message) == ("error", HOSTILE)
    assert properties == {"file": HOSTILE, "line": "3", "col": "5", "title": "orphan"}


def test_only_what_must_be_escaped_is_escaped(report_on):
    text = report_on("github", Finding("orphan", "error", "50%: a, b\nc %0A"))
    assert text.split("\n")[0] == "::error title=orphan::50%25: a, b%0Ac %250A"


@pytest.mark.parametrize(
    ("severity", "status", "name", "title"),
    [
        ("error", "new", "error", "orphan"),
        ("warning", "new", "warning", "orphan"),
        ("info", "new", "notice", "orphan"),
        ("info", "queried", "notice", "orphan (queried)"),
        ("error", "known", "notice", "orphan (known)"),
    ],
)
def test_only_new_findings_keep_their_severity(report_on, severity, status, name, title):
    found, properties, _ = command(
        report_on(
            "github", Finding("orphan", severity, "x", status), options=Options(show_all=True)
        )
    )
    assert (found, properties["title"]) == (name, title)


def test_one_notice_has_the_number_of_all_others(report_on):
    others = [Finding("r", "error", "x", "known"), Finding("r", "info", "y")]
    assert report_on("github", Finding("r", "error", "z"), *others) == (
        "::error title=r::z\n"
        "::notice title=2 other findings::"
        "1 new error; 0 new warnings, 1 note, 1 known, 0 queried (--all lists them)\n"
        "1 new error; 0 new warnings, 1 note, 1 known, 0 queried\n"
    )


def test_the_reason_and_what_to_do_follow_the_message(report_on):
    finding = Finding("r", "error", "x", "known", reason="agreed", why="because", fix="drop it")
    _, _, message = command(report_on("github", finding, options=Options(show_all=True)))
    assert message.split("\n") == ["x", "known: agreed", "why: because", "to do: drop it"]
