import json
import re

import pytest

from depgraph.model import Position
from depgraph.reports.choice import Options
from depgraph.rules.findings import Finding

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def test_an_issue_in_full(report_on):
    finding = Finding("orphan", "error", "A is alone", position=Position("a/b.yaml", 3, 5))
    assert json.loads(report_on("gitlab", finding)) == [
        {
            "description": "A is alone",
            "check_name": "orphan",
            "fingerprint": finding.fingerprint,
            "severity": "major",
            "location": {"path": "a/b.yaml", "lines": {"begin": 3}},
        }
    ]


def test_every_issue_has_the_documented_fields(json_of, run):
    issues = json.loads(run("check", "--all", "--format", "gitlab").stdout)
    found = json_of("check")["findings"]
    assert len(issues) == len(found) > 0
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in SEVERITIES
        assert re.fullmatch("[0-9a-f]{32}", issue["fingerprint"])
        path, begin = issue["location"]["path"], issue["location"]["lines"]["begin"]
        assert path.startswith("graphs/")
        assert isinstance(begin, int)
        assert begin >= 1
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_findings_of_one_fingerprint_are_told_apart(report_on):
    finding = Finding("duplicate-link", "error", "x", prerequisite="A", dependent="B")
    first, second = json.loads(report_on("gitlab", finding, finding))
    assert first["fingerprint"] == finding.fingerprint != second["fingerprint"]


@pytest.mark.parametrize(
    ("severity", "status", "shown"),
    [
        ("error", "new", "major"),
        ("warning", "new", "minor"),
        ("info", "queried", "info"),
        ("error", "known", "info"),
        ("error", "earlier", "info"),
    ],
)
def test_severities(report_on, severity, status, shown):
    (issue,) = json.loads(
        report_on("gitlab", Finding("r", severity, "x", status), options=Options(show_all=True))
    )
    assert issue["severity"] == shown


def test_a_known_finding_says_why(report_on):
    finding = Finding("r", "error", "x", "known", reason="ok")
    (issue,) = json.loads(report_on("gitlab", finding, options=Options(show_all=True)))
    assert issue["description"] == "x (known: ok)"


def test_a_finding_without_a_place_has_the_required_location(report_on):
    (issue,) = json.loads(report_on("gitlab", Finding("r", "error", "x")))
    assert issue["location"] == {"path": ".", "lines": {"begin": 1}}
