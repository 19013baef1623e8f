import re

from depgraph.model import Link, Position
from depgraph.reports.choice import Options
from depgraph.rules.findings import Finding

LINKS = (
    Link(prerequisite="A", dependent="M", position=Position("p.yaml", 2, 3)),
    Link(prerequisite="M", dependent="B"),
)


def test_new_errors_are_open_with_their_evidence_and_the_rest_is_folded_away(report_on):
    broken = Finding("r", "error", "A blocks B", links=LINKS, fix="Drop it.")
    known = Finding("r", "error", "C", "known", reason="Agreed.", position=Position("p.yaml", 9, 1))
    text = report_on("html", broken, known, options=Options(fail_on="warning"))
    assert "<h1><bdi>depgraph check</bdi></h1>" in text
    assert "<b>1 new error; 0 new warnings, 0 notes, 1 known, 0 queried</b>" in text
    assert "With --fail-on warning: 1 finding fails the check" in text
    assert "<h2>New errors (1)</h2>" in text
    assert re.findall("<summary>(.*)</summary>", text) == ["Known (1)", "What was looked at"]
    assert "M waits on A  p.yaml:2<br>B waits on M<br>to do: Drop it.</td>" in text
    assert "known: Agreed.</td>" in text


def test_hostile_texts_are_no_markup(report_on):
    hostile = "<img src=x> </details> &amp;"
    finding = Finding("r", "warning", hostile, reason=hostile, position=Position(hostile, 1, 1))
    text = report_on("html", finding)
    assert "<img" not in text
    assert text.count("&lt;img src=x&gt; &lt;/details&gt; &amp;amp;") == 3
