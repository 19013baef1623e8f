import json
from pathlib import Path

import pytest
from jsonschema import Draft4Validator, FormatChecker

from depgraph.model import Allowance, Link, Position
from depgraph.reports.choice import Options
from depgraph.rules.findings import Finding

SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0-rtm.5.json").read_text("utf-8"))


@pytest.fixture
def run_of(report_on):
    """Return the one run of a report, which is valid."""

    def read(*findings):
        return valid(report_on("sarif", *findings, options=Options(show_all=True)))

    return read


def valid(text):
    log = json.loads(text)
    checker = FormatChecker()
    assert {"uri", "uri-reference"} <= checker.checkers.keys()
    errors = list(Draft4Validator(SCHEMA, format_checker=checker).iter_errors(log))
    assert [error.message for error in errors] == []
    (only,) = log["runs"]
    return only


def chain(**fields):
    links = (
        Link(prerequisite="A", dependent="M", position=Position("p.yaml", 2, 3), **fields),
        Link(prerequisite="M", dependent="B"),
    )
    return Finding(
        *("orphan", "error", "A blocks B"),
        prerequisite="A",
        dependent="B",
        chain=("A", "M", "B"),
        links=links,
        position=links[0].position,
    )


def test_the_schema_finds_what_is_wrong():
    broken = {"version": "2.1.0", "runs": [{"tool": {}, "results": [{"level": "fatal"}]}]}
    assert list(Draft4Validator(SCHEMA).iter_errors(broken))


@pytest.mark.parametrize("options", [[], ["--strict"], ["--as-of", "2030-01-01"]])
def test_the_report_on_the_shipped_plan_is_valid_and_whole(json_of, run, options):
    only = valid(run("check", "--all", "--format", "sarif", *options).stdout)
    found = json_of("check", *options)
    assert len(only["results"]) == len(found["findings"]) > 0
    rules = only["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [each["rule"] for each in found["summary"]["rules"]]
    for result in only["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert artifact["uri"].startswith("graphs/")
        assert artifact["uriBaseId"] == "%SRCROOT%"
    assert all(rule["help"]["text"] and rule["help"]["markdown"] for rule in rules)


def test_a_result_in_full(run_of):
    finding = Finding("orphan", "warning", "A", position=Position("p.yaml", 2, 3), milestone="A")
    assert run_of(finding)["results"] == [
        {
            "ruleId": "orphan",
            "ruleIndex": 0,
            "kind": "fail",
            "level": "warning",
            "message": {"text": "A"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "p.yaml", "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": 2, "startColumn": 3},
                    }
                }
            ],
            "partialFingerprints": {
                "depgraph/v1": finding.fingerprint,
                "primaryLocationLineHash": f"{finding.fingerprint}:1",
            },
            "properties": {"status": "new", "severity": "warning", "milestone": "A"},
        }
    ]


def test_a_queried_finding_is_up_for_review(run_of):
    (result,) = run_of(Finding("orphan", "info", "A", "queried"))["results"]
    assert (result["kind"], result["level"]) == ("review", "none")
    assert "suppressions" not in result


def test_a_known_finding_is_suppressed_with_its_reason(run_of):
    (result,) = run_of(Finding("orphan", "error", "A", "known", reason="Agreed."))["results"]
    assert result["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "Agreed."}
    ]


def test_a_finding_allowed_at_the_link_is_suppressed_in_the_source(run_of):
    finding = chain(allowances=(Allowance("orphan", "For now."),))
    (result,) = run_of(finding._replace(status="known", reason="For now."))["results"]
    assert result["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "For now."}
    ]


def test_the_links_of_a_chain_are_a_code_flow(run_of):
    (result,) = run_of(chain())["results"]
    (flow,) = result["codeFlows"]
    assert flow["message"] == {"text": "A -> M -> B"}
    first, second = flow["threadFlows"][0]["locations"]
    assert first["location"]["message"] == {"text": "M waits on A"}
    assert first["location"]["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 3}
    assert second == {"location": {"message": {"text": "B waits on M"}}}


def test_a_folded_finding_names_heads_middle_and_tails(run_of):
    finding = chain()._replace(heads=("A", "A2"), tails=("B", "B2"))
    (result,) = run_of(finding)["results"]
    assert result["codeFlows"][0]["message"] == {"text": "A, A2 -> M -> B, B2"}
    assert result["properties"]["heads"] == ["A", "A2"]


@pytest.mark.parametrize(
    ("file", "artifact"),
    [
        ("a b/ü%.yaml", {"uri": "a%20b/%C3%BC%25.yaml", "uriBaseId": "%SRCROOT%"}),
        ("a:b#c?.yaml", {"uri": "a%3Ab%23c%3F.yaml", "uriBaseId": "%SRCROOT%"}),
        ("../a.yaml", {"uri": "../a.yaml"}),
        ("/tmp/a.yaml", {"uri": "file:///tmp/a.yaml"}),  # noqa: S108
    ],
)
def test_paths_become_uris(run_of, file, artifact):
    (result,) = run_of(Finding("orphan", "error", "A", position=Position(file, 1, 1)))["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"] == artifact


def test_braces_and_what_looks_like_a_link_are_no_markup(run_of):
    (result,) = run_of(Finding("orphan", "error", "{0} [x](1) [y]"))["results"]
    assert result["message"]["text"] == r"{{0}} \[x](1) [y]"


def test_findings_of_one_fingerprint_are_told_apart(run_of):
    finding = Finding("orphan", "error", "x")
    results = run_of(finding, finding)["results"]
    hashes = [each["partialFingerprints"]["primaryLocationLineHash"] for each in results]
    assert hashes == [f"{finding.fingerprint}:1", f"{finding.fingerprint}:2"]


def test_what_another_plan_has_too_is_unchanged(report_on):
    findings = [Finding("orphan", "error", "x"), Finding("orphan", "error", "y", "earlier")]
    options = Options(show_all=True, since="main")
    results = valid(report_on("sarif", *findings, options=options))["results"]
    assert [result["baselineState"] for result in results] == ["new", "unchanged"]
    only_new = valid(report_on("sarif", *findings, options=Options(since="main")))["results"]
    assert [result["message"]["text"] for result in only_new] == ["x"]
