from xml.etree import ElementTree as ET

import pytest
from junitparser import JUnitXml

from depgraph.model import Position
from depgraph.reports.choice import Options
from depgraph.rules.findings import Finding


def suite_of(text):
    """Return the one test suite of a report, whose counts are right."""
    (suite,) = list(JUnitXml.fromroot(ET.fromstring(text)))
    counts = (suite.tests, suite.failures, suite.errors, suite.skipped)
    suite.update_statistics()
    assert counts == (suite.tests, suite.failures, suite.errors, suite.skipped)
    return suite


def test_one_case_for_each_rule_of_the_shipped_plan(json_of, run):
    suite = suite_of(run("check", "--format", "junit").stdout)
    data = json_of("check")
    cases = list(suite)
    assert [case.name for case in cases] == [each["rule"] for each in data["summary"]["rules"]]
    assert (suite.failures, suite.skipped) == (0, 0)
    assert all(case.is_passed for case in cases)
    written = "\n".join(case.system_out for case in cases)
    assert all(finding["message"] in written for finding in data["findings"])


def test_the_findings_that_fail_the_run_are_one_failure_of_their_case(report_on):
    first = Finding("orphan", "error", "A is alone", position=Position("p.yaml", 2, 3), why="Hm.")
    second = Finding("orphan", "error", "B is alone")
    warning = Finding("orphan", "warning", "C is alone")
    (case,) = list(suite_of(report_on("junit", first, second, warning)))
    (failure,) = case.result
    assert (failure.message, failure.type) == ("A is alone (and 1 more)", "error")
    assert failure.text.splitlines() == [
        "p.yaml:2:3: error: A is alone",
        "    why: Hm.",
        "error: B is alone",
    ]
    assert case.system_out.splitlines() == [
        "looked at 1 milestone and 0 links",
        "warning: C is alone",
    ]


@pytest.mark.parametrize(
    ("fail_on", "failures"), [("never", 0), ("error", 0), ("warning", 1), ("info", 1)]
)
def test_what_fails_is_what_fails_the_run(report_on, fail_on, failures):
    text = report_on("junit", Finding("r", "warning", "x"), options=Options(fail_on=fail_on))
    assert suite_of(text).failures == failures


def test_what_was_not_run_or_looked_at_nothing_is_skipped(run, write, tmp_path):
    write("plan.yaml", "milestones:\n  A: {requires: [B]}\n  B: {}\n")
    write(
        "depgraph.yaml",
        "graph: plan.yaml\nchecks: {undated: off}\nrules:\n"
        "  - {id: none, kind: needs, milestones: {id: X}, at_least: 1}\n",
    )
    cases = {case.name: case for case in suite_of(run("check", "--format", "junit").stdout)}
    assert not any(case.is_skipped for case in cases.values())
    done = run("check", "--format", "junit", cwd=tmp_path)
    cases = {case.name: case for case in suite_of(done.stdout)}
    reasons = {name: case.result[0].message for name, case in cases.items() if case.is_skipped}
    assert reasons == {
        "completed-in-future": "there is no as-of date",
        "overdue": "there is no as-of date",
        "stale-forecast": "there is no as-of date",
        "undated": "off in the configuration",
        "none": "it looked at nothing",
    }
    assert cases["none"].classname == "depgraph.needs"


def test_characters_that_xml_cannot_hold(report_on):
    message = 'a\x00b\x1b[31m <c> & "d" ]]> \ufffe'
    (case,) = list(suite_of(report_on("junit", Finding("r", "error", message))))
    assert case.result[0].message == 'a\ufffdb\ufffd[31m <c> & "d" ]]> \ufffd'
