import pytest

from depgraph.errors import DepgraphError
from depgraph.model import Position
from depgraph.reports.check_data import counts_by_rule
from depgraph.reports.choice import failing, selected, strict
from depgraph.rules.engine import CheckResult, Examined
from depgraph.rules.findings import Finding

RESULT = CheckResult(
    (
        Finding("a-one", "error", "1"),
        Finding("b", "error", "2", "known"),
        Finding("b", "warning", "3"),
        Finding("a-two", "info", "4", "queried"),
        Finding("b", "info", "5", "queried"),
        Finding("b", "info", "6"),
    ),
    (
        Examined("a-one", "error", 1, 1),
        Examined("a-two", "warning", 1, 1),
        Examined("b", "error", 1, 1),
    ),
)


NAMES = ["a-one", "a-two", "b"]


@pytest.mark.parametrize(
    ("fail_on", "expected"), [("never", ""), ("error", "1"), ("warning", "13"), ("info", "136")]
)
def test_what_fails_a_run(fail_on, expected):
    assert "".join(finding.message for finding in failing(RESULT, fail_on)) == expected


def test_strict_makes_queried_findings_new_at_the_severity_of_their_rule():
    found = strict(RESULT)
    assert [(f.message, f.severity, f.status) for f in found.findings] == [
        ("1", "error", "new"),
        ("2", "error", "known"),
        ("5", "error", "new"),
        ("4", "warning", "new"),
        ("3", "warning", "new"),
        ("6", "info", "new"),
    ]


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        ([], [], None),
        (["b"], [], {"b"}),
        (["a-*"], [], {"a-one", "a-two"}),
        (["a-*", "b"], ["a-one"], {"a-two", "b"}),
        ([], ["a-*"], {"b"}),
    ],
)
def test_select_and_ignore(select, ignore, expected):
    assert selected(NAMES, select=select, ignore=ignore) == expected


@pytest.mark.parametrize(("select", "ignore"), [([], ["[ab]*"]), (["b"], ["b"])])
def test_a_choice_that_leaves_nothing(select, ignore):
    with pytest.raises(DepgraphError, match="leave nothing to check"):
        selected(NAMES, select=select, ignore=ignore)


@pytest.mark.parametrize("option", ["select", "ignore"])
def test_a_name_that_there_is_not(option):
    with pytest.raises(DepgraphError) as caught:
        selected(NAMES, **{option: ["a-onne"]})
    assert str(caught.value) == (
        f"--{option}: there is no check or rule 'a-onne' (did you mean 'a-one'?)"
    )


def test_counts_by_rule():
    assert counts_by_rule(RESULT)["b"] == {"new": 2, "queried": 1, "known": 1, "earlier": 0}


def test_strict_keeps_the_order_by_place():
    late, early = (
        Finding("r", "error", "x", status, position=Position("p.yaml", line, 1))
        for line, status in ((9, "new"), (2, "queried"))
    )
    found = strict(CheckResult((late, early), (Examined("r", "error", 1, 1),)))
    assert [finding.position.line for finding in found.findings] == [2, 9]
