"""Each built-in check on the smallest graph that shows it, and on the one that does not."""

from datetime import date

import pytest

from depgraph.model import Disagreement, Graph, Link, Milestone, Position, Query, Question
from depgraph.rules.engine import check

AS_OF = date(2020, 1, 1)


def day(month, number=1):
    return date(2020, month, number)


def done(code, completed, **attributes):
    return Milestone(code, completed=completed, state="complete", **attributes)


def link(prerequisite, dependent, **attributes):
    return Link(prerequisite=prerequisite, dependent=dependent, **attributes)


def found(rule, milestones, links=(), **attributes):
    attributes.setdefault("as_of", AS_OF)
    graph = Graph(milestones, links, **attributes)
    return [finding for finding in check(graph).findings if finding.rule == rule]


DOUBT = (Query("Really?"),)


def test_a_cycle_is_one_error_with_its_links():
    ring = [link("A", "B"), link("B", "C"), link("C", "A"), link("A", "D")]
    (finding,) = found("cycle", [Milestone(code) for code in "ABCD"], ring)
    assert (finding.severity, finding.status) == ("error", "new")
    assert finding.chain == ("A", "B", "C", "A")
    assert [member.dependent for member in finding.links] == ["B", "C", "A"]


def test_a_cycle_that_needs_a_queried_link_is_queried():
    ring = [link("A", "B"), link("B", "A", queries=DOUBT)]
    (finding,) = found("cycle", [Milestone("A"), Milestone("B")], ring)
    assert (finding.severity, finding.status) == ("info", "queried")


def test_a_group_with_a_cycle_without_queried_links_shows_that_one():
    ring = [
        link("A", "B"),
        link("B", "A", queries=DOUBT),
        link("B", "C"),
        link("C", "D"),
        link("D", "A"),
    ]
    (finding,) = found("cycle", [Milestone(code) for code in "ABCD"], ring)
    assert (finding.status, finding.chain) == ("new", ("A", "B", "C", "D", "A"))


def test_a_ladder_is_no_cycle():
    ladder = [link("A", "B", type="SS"), link("B", "A", type="FF")]
    assert not found("cycle", [Milestone("A"), Milestone("B")], ladder)


@pytest.mark.parametrize(
    ("prerequisite", "attributes", "days"),
    [
        (Milestone("A", due=day(3)), {}, 29),
        (Milestone("A", due=day(1), forecast=day(3)), {}, 29),
        (Milestone("A", due=day(3)), {"type": "FF"}, 29),
        (Milestone("A", due=day(2)), {"lag": 3}, 3),
        (Milestone("A", due=day(3)), {"lag": -28}, 1),
        (Milestone("A", due=day(2)), {}, None),
        (Milestone("A", due=day(3)), {"lag": -29}, None),
        (Milestone("A", due=day(3)), {"type": "SS"}, None),
        (Milestone("A", due=day(3), forecast=day(2)), {}, None),
        (done("A", AS_OF, due=day(3)), {}, None),
        (Milestone("A"), {}, None),
    ],
)
def test_date_order(prerequisite, attributes, days):
    findings = found(
        "date-order", [prerequisite, Milestone("B", due=day(2))], [link("A", "B", **attributes)]
    )
    if days is None:
        assert not findings
        return
    (finding,) = findings
    assert (finding.severity, finding.status) == ("error", "new")
    assert f" {days} day{'' if days == 1 else 's'} after B" in finding.message
    assert (finding.prerequisite, finding.dependent) == ("A", "B")


def test_a_queried_link_makes_a_queried_finding():
    milestones = [Milestone("A", due=day(3)), Milestone("B", due=day(2))]
    (finding,) = found("date-order", milestones, [link("A", "B", queries=DOUBT)])
    assert (finding.severity, finding.status) == ("info", "queried")


@pytest.mark.parametrize(
    ("first", "second", "kind", "is_found"),
    [
        (date(2019, 2, 2), date(2019, 2, 1), "FS", True),
        (date(2019, 2, 1), date(2019, 2, 1), "FS", False),
        (date(2019, 2, 2), date(2019, 2, 1), "SS", False),
    ],
)
def test_completed_out_of_order(first, second, kind, is_found):
    findings = found(
        "completed-out-of-order", [done("A", first), done("B", second)], [link("A", "B", type=kind)]
    )
    assert [finding.severity for finding in findings] == ["warning"] * is_found


@pytest.mark.parametrize(("state", "is_found"), [("incomplete", True), ("unknown", False)])
def test_complete_over_incomplete_needs_a_known_state(state, is_found):
    milestones = [Milestone("A", state=state), done("B", date(2019, 2, 1))]
    findings = found("complete-over-incomplete", milestones, [link("A", "B")])
    assert [finding.severity for finding in findings] == ["error"] * is_found


def test_completed_in_future():
    late = Milestone("A", completed=day(1, 2))
    on_the_day = done("B", AS_OF)
    (finding,) = found("completed-in-future", [late, on_the_day])
    assert (finding.severity, finding.milestone) == ("error", "A")


@pytest.mark.parametrize(
    ("name", "other", "severity"),
    [
        ("Alert Generation", "Alert generation validation", "warning"),
        ("Camera Data Processing", "Test report: Camera data processing", "info"),
        ("Ops Rehearsal #1", "ops rehearsal (1)", "info"),
    ],
)
def test_conflicting_attribute(name, other, severity):
    places = Position("a.yaml", 3, 5), Position("b.yaml", 7, 5)
    disagreement = Disagreement("A", "name", name, places[0], other, places[1])
    (finding,) = found("conflicting-attribute", [Milestone("A")], disagreements=[disagreement])
    assert finding.severity == severity
    assert "a.yaml:3" in finding.message
    assert "b.yaml:7" in finding.message


def test_a_completion_and_a_progress_that_contradict_each_other():
    places = Position("s.yaml", 3, 5), Position("g.yaml", 7, 5)
    disagreement = Disagreement(
        "A", "completed", "2020-01-01", places[0], "0", places[1], "progress"
    )
    (finding,) = found("conflicting-attribute", [Milestone("A")], disagreements=[disagreement])
    assert finding.message == (
        "A: completed is '2020-01-01' in s.yaml:3 and progress is '0' in g.yaml:7; the first counts"
    )
    assert finding.severity == "warning"


def test_complete_over_incomplete_says_how_far_the_prerequisite_is():
    prerequisites = [
        Milestone("A", due=AS_OF),
        Milestone("B", progress=40),
        Milestone("C", kind="test-plan"),
        Milestone("D", kind="requirement", progress=0),
    ]
    links = [link(milestone.id, "Z") for milestone in prerequisites]
    findings = found("complete-over-incomplete", [*prerequisites, done("Z", AS_OF)], links)
    assert [finding.message.partition("prerequisite ")[2] for finding in findings] == [
        "A (due 2020-01-01) is incomplete",
        "B is incomplete (40 % done)",
        "C is incomplete (no progress stated)",
        "D is incomplete (0 % done)",
    ]


def test_redundant_link_with_its_chain():
    links = [link("A", "B"), link("B", "C"), link("A", "C")]
    (finding,) = found("redundant-link", [Milestone(code) for code in "ABC"], links)
    assert (finding.severity, finding.chain) == ("info", ("A", "B", "C"))
    assert (finding.prerequisite, finding.dependent) == ("A", "C")


def test_duplicate_link():
    links = [
        link("A", "B", position=Position("a.yaml", 2, 1)),
        link("A", "B", position=Position("b.yaml", 3, 1)),
        link("A", "B", type="FF"),
    ]
    (finding,) = found("duplicate-link", [Milestone("A"), Milestone("B")], links)
    assert (finding.severity, str(finding.position)) == ("error", "b.yaml:3")
    assert "a.yaml:2" in finding.message


def test_self_link():
    (finding,) = found("self-link", [Milestone("A")], [link("A", "A")])
    assert (finding.severity, finding.message) == ("error", "A waits on itself")
    assert not found("cycle", [Milestone("A")], [link("A", "A")])


def test_orphan():
    milestones = [Milestone("A"), Milestone("B"), Milestone("C")]
    (finding,) = found("orphan", milestones, [link("A", "B")])
    assert (finding.severity, finding.milestone) == ("warning", "C")


def test_undated_where_something_dated_waits():
    milestones = [Milestone("A"), Milestone("B", due=day(2)), Milestone("C"), Milestone("D")]
    (finding,) = found("undated", milestones, [link("A", "B"), link("C", "D")])
    assert (finding.severity, finding.milestone) == ("info", "A")


@pytest.mark.parametrize(
    ("milestone", "is_found"),
    [
        (Milestone("A"), True),
        (Milestone("A", progress=50), True),
        (done("A", None), False),
        (Milestone("A", kind="requirement"), False),
        (Milestone("A", kind="test-plan", progress=0), False),
        (Milestone("A", kind="test-report", state="complete"), False),
    ],
)
def test_what_has_no_dates_of_its_own_and_what_is_complete_is_not_asked_for_one(
    milestone, is_found
):
    findings = found("undated", [milestone, Milestone("B", due=day(2))], [link("A", "B")])
    assert bool(findings) == is_found


def test_what_links_date_is_told_from_what_nothing_dates():
    milestones = [
        Milestone("A", due=day(1, 9)),
        Milestone("B"),
        Milestone("C", duration=5),
        Milestone("D", duration=5),
        done("H", None),
        Milestone("Z", due=day(3)),
    ]
    links = [link("A", "B"), link("B", "C"), link("A", "H"), link("H", "D")]
    links += [link(code, "Z") for code in "BCDH"]
    messages = [finding.message for finding in found("undated", milestones, links)]
    assert messages == [
        "B has no date of its own, only what follows from its prerequisites, and Z waits on it",
        "D has no date, and Z waits on it",
    ]


DEADLINE = date(2020, 2, 1)


@pytest.mark.parametrize(
    ("milestone", "messages"),
    [
        (
            Milestone("A", due=date(2020, 2, 3), not_after=DEADLINE),
            ["A is due 2020-02-03, 2 days after its deadline (2020-02-01)"],
        ),
        (
            Milestone("A", due=DEADLINE, forecast=date(2020, 2, 2), not_after=DEADLINE),
            ["A is forecast 2020-02-02, 1 day after its deadline (2020-02-01)"],
        ),
        (Milestone("A", due=date(2020, 2, 3), forecast=DEADLINE, not_after=DEADLINE), []),
        (
            Milestone("A", not_after=date(2019, 12, 30)),
            ["A had its deadline 2019-12-30 and is not complete, 2 days later"],
        ),
        (Milestone("A", not_after=AS_OF), []),
        (done("A", AS_OF, due=date(2020, 2, 3), not_after=date(2019, 1, 1)), []),
        (
            Milestone("A", due=date(2020, 1, 31), not_before=DEADLINE),
            ["A is due 2020-01-31, 1 day before the earliest date that it can have (2020-02-01)"],
        ),
        (Milestone("A", due=DEADLINE, not_before=DEADLINE, not_after=DEADLINE), []),
    ],
)
def test_deadline_missed(milestone, messages):
    place = Position("a.yaml", 4, 3)
    findings = found("deadline-missed", [milestone._replace(position=place)])
    assert [each.message for each in findings] == messages
    assert {(each.severity, each.position) for each in findings} <= {("warning", place)}


def test_a_deadline_needs_no_as_of_date():
    late = Milestone("A", due=date(2020, 2, 3), not_after=DEADLINE)
    assert len(found("deadline-missed", [late], as_of=None)) == 1
    assert not found("deadline-missed", [Milestone("A", not_after=DEADLINE)], as_of=None)


def test_schedule_only():
    (finding,) = found("schedule-only", [Milestone("A")], schedule_only=[Milestone("B")])
    assert (finding.severity, finding.milestone) == ("info", "B")


def test_a_schedule_of_something_else_is_one_finding():
    others = [Milestone(f"X{n:02}") for n in range(21)]
    assert len(found("schedule-only", [Milestone("A")], schedule_only=others[:20])) == 20
    (finding,) = found("schedule-only", [Milestone("A")], schedule_only=others)
    assert finding.message == (
        "21 milestones are in the schedule and not in the graph: X00, X01, X02, X03, X04 "
        "and 16 more"
    )
    assert (finding.milestone, finding.tails) == (None, ())
    assert finding.heads == tuple(milestone.id for milestone in others)
    assert finding.codes == frozenset(finding.heads)
    assert [part.milestone for part in finding.parts()] == list(finding.heads)


@pytest.mark.parametrize(
    ("milestone", "is_found"),
    [
        (Milestone("A", due=date(2019, 12, 31)), True),
        (Milestone("A", due=AS_OF), False),
        (done("A", date(2019, 12, 31), due=date(2019, 12, 30)), False),
        (Milestone("A"), False),
    ],
)
def test_overdue(milestone, is_found):
    assert [finding.severity for finding in found("overdue", [milestone])] == ["warning"] * is_found


@pytest.mark.parametrize(
    ("milestone", "is_found"),
    [
        (Milestone("A", forecast=date(2019, 12, 31)), True),
        (Milestone("A", forecast=date(2019, 12, 31), due=date(2020, 2, 1)), True),
        (Milestone("A", forecast=AS_OF), False),
        (Milestone("A", due=date(2019, 12, 31)), False),
        (done("A", date(2019, 12, 31), forecast=date(2019, 12, 30)), False),
    ],
)
def test_stale_forecast(milestone, is_found):
    messages = [finding.message for finding in found("stale-forecast", [milestone])]
    said = "A was forecast for 2019-12-31 and is not complete, 1 day later"
    assert messages == [said] * is_found


def test_open_question():
    question = Question("A", "Who delivers this?", Position("a.yaml", 4, 9))
    (finding,) = found("open-question", [Milestone("A")], questions=[question])
    assert (finding.severity, str(finding.position)) == ("info", "a.yaml:4")
    assert finding.message == "A: Who delivers this?"


@pytest.mark.parametrize(
    ("milestones", "is_found"),
    [
        ([done("A", AS_OF), Milestone("B")], True),
        ([Milestone("A"), done("B", AS_OF)], True),
        ([Milestone("A"), Milestone("B")], False),
    ],
)
def test_stale_query(milestones, is_found):
    findings = found("stale-query", milestones, [link("A", "B", queries=DOUBT)])
    assert [(finding.severity, finding.status) for finding in findings] == [
        ("info", "new")
    ] * is_found


@pytest.mark.parametrize(
    ("codes", "suspicious"),
    [
        (["LDM-503-0", "LDM-503-09", "LDM-503-10"], ["LDM-503-0"]),
        (["LDM-503-1", "LDM-503-01", "LDM-503-10"], ["LDM-503-1"]),
        (["LDM-503-09", "ldm-503-09"], ["ldm-503-09"]),
        (["LDM-503-09", "LDM_503-09"], ["LDM_503-09"]),
        (["LDM-503-O9", "LDM-503-09"], ["LDM-503-O9"]),
        (["DM-AP-1l", "DM-AP-11"], ["DM-AP-1l"]),
        (["LDM-503-10", "LDM-503-10a", "LDM-503-10b"], []),
        (["DM-AP-1", "DM-AP-10", "DM-AP-11"], []),
        (["LDM-503-09", "LDM-503-09a", "LDM-503-9a"], ["LDM-503-9a"]),
        (["A", "B"], []),
    ],
)
def test_suspicious_id(codes, suspicious):
    findings = found("suspicious-id", [Milestone(code) for code in codes])
    assert sorted({finding.milestone for finding in findings}) == suspicious
    assert {finding.severity for finding in findings} <= {"warning"}


def test_a_code_of_the_schedule_can_be_suspicious_too():
    (finding,) = found(
        "suspicious-id",
        [Milestone("LDM-503-09")],
        schedule_only=[Milestone("LDM-503-0")],
    )
    assert "LDM-503-0 looks like LDM-503-09" in finding.message


def test_findings_come_by_severity_rule_file_and_line():
    graph = Graph(
        [
            Milestone("A", due=date(2019, 5, 1), position=Position("b.yaml", 9, 3)),
            Milestone("B", due=date(2019, 5, 1), position=Position("b.yaml", 10, 3)),
            Milestone("C", due=date(2019, 5, 1), position=Position("a.yaml", 11, 3)),
            Milestone("D", completed=day(5), position=Position("z.yaml", 1, 3)),
        ],
        as_of=AS_OF,
    )
    findings = [(f.severity, f.rule, f.milestone) for f in check(graph).findings]
    assert findings == [
        ("error", "completed-in-future", "D"),
        *(("warning", "orphan", code) for code in "CABD"),
        *(("warning", "overdue", code) for code in "CAB"),
    ]


def test_a_lag_of_working_days_counts_these(run, write):
    write(
        "depgraph.yaml",
        "graph: plan.yaml\ncalendar: office\nlags: working\ncalendars: {office: }\n",
    )
    path = write(
        "plan.yaml",
        "as_of: 2020-01-01\nmilestones:\n"
        "  A: {due: 2020-01-03}\n"
        "  B: {due: 2020-01-06, requires: [{id: A, lag: 1}]}\n"
        "  C: {due: 2020-01-06, requires: [{id: A, lag: 2}]}\n",
    )
    shown = run("check", path, "--select", "date-order").stdout
    assert "A is due 2020-01-03 with a lag of 2 working days, 1 day after C" in shown
    assert "after B" not in shown
