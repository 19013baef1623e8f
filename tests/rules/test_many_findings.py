"""Checks over columns beside obvious ones; findings made when they are asked for; what runs."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings

from depgraph.analysis.due_dates import days_late
from depgraph.analysis.workdays import WorkingDays
from depgraph.model import Graph, Link, Milestone, Position
from depgraph.plans.opening import open_selection
from depgraph.plans.selection import Selection
from depgraph.plans.since import earlier_findings
from depgraph.reports.check_data import counts_by_rule
from depgraph.reports.check_page import page_by_rule
from depgraph.reports.choice import Options
from depgraph.reports.writers.text import page_text
from depgraph.rules import engine
from depgraph.rules.builtin import pairs
from depgraph.rules.engine import CheckResult, check
from depgraph.rules.findings import Findings

from ..analysis.random_plans import AS_OF, RARE_DATES, plans
from ..drawing import Draws, choices

OF_DATES = {
    *("date-order", "completed-out-of-order", "complete-over-incomplete", "completed-in-future"),
    *("overdue", "stale-forecast", "deadline-missed", "undated"),
}


def spoiled(plan: Graph, draw: Draws) -> Graph:
    """Return a plan with deadlines, links that lead back or stand twice, and places in common."""
    places = draw.of([[None], [None, Position("a.yaml", 1, 1), Position("a.yaml", 2, 1)]])
    links = [*plan.links, *(link for link in plan.links if draw.flip(4))]
    links += (Link(code, code) for code in plan.codes if draw.flip(6))
    return plan.with_parts(
        milestones=[
            milestone._replace(not_after=draw.of(RARE_DATES), position=draw.of(places))
            for milestone in plan.milestones
        ],
        links=[link._replace(position=draw.of(places)) for link in links],
    )


def after(graph: Graph, link: Link, day: date, lag: int) -> date:
    if link.calendar is None:
        return day + timedelta(lag)
    days = WorkingDays(graph.calendars[link.calendar])
    return day if not lag else day.fromordinal(days.after(day.toordinal(), lag))


def wrong_in(graph: Graph) -> Iterator[tuple[str, str | None, str]]:
    """Yield what is wrong with dates, link by link and milestone by milestone."""
    for link in graph.links:
        first, second = graph[link.prerequisite], graph[link.dependent]
        if link.type[0] == "S" or first == second:
            continue
        if first.planned is not None and second.due is not None and not first.is_complete:
            day = after(graph, link, first.planned, link.lag)
            if (days_late(graph, second, day, graph.as_of) or 0) > 0:
                yield "date-order", *link.ends
        is_done = first.is_complete and second.is_complete
        done = first.completed, second.completed
        if is_done and all(done) and done[1] < after(graph, link, done[0], min(link.lag, 0)):
            yield "completed-out-of-order", *link.ends
        if second.is_complete and first.state == "incomplete":
            yield "complete-over-incomplete", *link.ends
    for milestone in graph.milestones:
        is_open = not milestone.is_complete
        if milestone.completed and milestone.completed > graph.as_of:
            yield "completed-in-future", None, milestone.id
        if is_open and milestone.due and milestone.due < graph.as_of:
            yield "overdue", None, milestone.id
        if is_open and milestone.forecast and milestone.forecast < graph.as_of:
            yield "stale-forecast", None, milestone.id
        planned, least, most = milestone.planned, milestone.not_before, milestone.not_after
        is_early = planned and least and planned < least
        is_late = most and (graph.as_of > most or (planned and planned > most))
        if is_open and (is_early or is_late):
            yield "deadline-missed", None, milestone.id
        of_its_own = planned or milestone.completed or milestone.started or least
        dependents = [graph[code] for code in graph.successors(milestone.id)]
        is_waited_on = any(dependent.planned or dependent.completed for dependent in dependents)
        if is_open and not of_its_own and is_waited_on and milestone.duration is None:
            yield "undated", None, milestone.id


@settings(deadline=None, max_examples=150)
@given(plans(calendars=True), choices())
def test_dates_are_checked_as_obvious_checks_do(plan: Graph, draw: Draws) -> None:
    graph = spoiled(plan, draw)
    found = (
        (finding.rule, finding.prerequisite, finding.milestone)
        for finding in check(graph, only=OF_DATES).findings
        # What has a duration needs no date where links give it one.
        if finding.rule != "undated" or graph[finding.milestone].duration is None
    )
    assert Counter(found) == Counter(wrong_in(graph))


@settings(deadline=None, max_examples=100)
@given(plans(calendars=True), choices())
def test_what_is_not_made_is_counted_and_shown_as_if_it_were(plan: Graph, draw: Draws) -> None:
    graph = spoiled(plan, draw)
    lazy = check(graph)
    made = CheckResult(tuple(check(graph).findings), lazy.examined)
    options = Options(fail_on=draw.of(["error", "info"]))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("depgraph.reports.check_page._MOST_OF_RULE", draw.number(1, 3))
        texts = [page_text(page_by_rule(result, graph, options)) for result in (lazy, made)]
    assert texts[0] == texts[1]
    assert repr(lazy) == repr(made)
    assert counts_by_rule(lazy) == counts_by_rule(made)
    assert len(lazy.findings) == len(made.findings)
    assert lazy == made._replace(findings=Findings(made.findings))


def test_the_first_of_many_at_one_place_are_first_by_their_codes() -> None:
    late, early = AS_OF + timedelta(9), AS_OF
    ends = [Milestone("A", due=late), Milestone("B", due=late)]
    ends += [Milestone("X", due=early), Milestone("Y", due=early)]
    _, (unmade,) = Findings.parts(check(Graph(ends, [Link("B", "X"), Link("A", "Y")])).findings)
    assert [finding.chain for finding in unmade] == [("B", "X"), ("A", "Y")]
    assert [finding.chain for finding in unmade.first(1)] == [("A", "Y")]


def test_few_findings_are_made_where_few_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    about_link = pairs.about_link
    monkeypatch.setattr(pairs, "about_link", lambda *of: made.append(of) or about_link(*of))
    due = [AS_OF + timedelta(n) for n in range(201)]
    milestones = [
        Milestone("Z", due=AS_OF),
        *(Milestone(f"A{n}", due=due[n + 1]) for n in range(200)),
    ]
    places = [Position("a.yaml", 200 - n, 1) for n in range(200)]
    graph = Graph(milestones, [Link(f"A{n}", "Z", position=places[n]) for n in range(200)])
    result = check(graph)
    text = page_text(page_by_rule(result, graph, Options()))
    assert "A199 is due 2020-07-19, 200 days after Z" in text
    assert "and 190 more (--all)" in text
    assert len(made) < 20
    assert result.number_of(severity="error") == 200
    assert result.findings[0] is result.findings[0]


@settings(deadline=None, max_examples=60)
@given(choices())
def test_codes_that_look_like_others_are_those_that_are_equal_but_for_little(draw: Draws) -> None:
    codes = {"".join(draw.some("01OA-l", 1, most=4)) for _ in range(draw.number(20, 30))}
    scheduled = {code for code in codes if draw.flip(4)}
    codes_in_order = [*sorted(codes - scheduled), *sorted(scheduled)]
    graph = Graph(map(Milestone, codes - scheduled), schedule_only=map(Milestone, scheduled))
    first: dict[object, str] = {}
    mistyped = [code for code in codes_in_order if first.setdefault(key_of(code), code) != code]
    numbered = [re.fullmatch("(.*?)([0-9]+)([A-Za-z]?)", code) for code in codes_in_order]
    numbers = [match.groups() for match in numbered if match]
    cut_short = [
        series + number
        for series, number, letter in numbers
        if not letter and any(code != series + number for code in starting(codes, series + number))
        if any(
            other[0] == series and other[1][:1] == "0" and len(other[1]) > max(len(number), 1)
            for other in numbers
        )
    ]
    found = [finding.milestone for finding in check(graph, only={"suspicious-id"}).findings]
    assert Counter(found) == Counter([*mistyped, *cut_short])


def starting(codes: set[str], start: str) -> list[str]:
    return [code for code in codes if code.startswith(start)]


def key_of(code: str) -> object:
    """Return the numbers and words of a code, with digits for the letters that look like them."""
    folded = code.casefold()
    alone = r"(?<![a-z])[oil]+(?=[0-9])|(?<=[0-9])[oil]+(?![a-z])"
    digits = str.maketrans("oil", "011")
    folded = re.sub(alone, lambda match: match[0].translate(digits), folded)
    pieces = re.findall("[a-z]+|[0-9]+", folded)
    return tuple(int(piece) if piece.isdigit() else piece for piece in pieces) or code


# -- what runs --------------------------------------------------------------------------------

CONFIG = """\
graph: plan.yaml
checks: {overdue: off}
rules:
  - {id: mine, kind: must-not-wait-on, milestones: {id: B}, on: {id: A}}
  - {id: other, kind: must-not-wait-on, milestones: {id: A}, on: {id: B}}
"""
PLAN = """\
as_of: 2020-01-01
milestones:
  A: {due: 2020-03-01}
  B: {due: 2020-02-01, requires: [A]}
"""
"""Two milestones in the wrong order."""


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the checks and rules that ran, as they run, in a folder with a plan."""
    names: list[str] = []

    def counted(name, run):
        return lambda *of: names.append(name) or run(*of)

    for name, builtin in engine.CHECKS.items():
        counting = builtin._replace(find=counted(name, builtin.find))
        monkeypatch.setitem(engine.CHECKS, name, counting)
    kind = type(open_rules(tmp_path, CONFIG, PLAN)[0])
    apply = kind.apply
    monkeypatch.setattr(
        kind, "apply", lambda rule, *of: names.append(rule.spec.id) or apply(rule, *of)
    )
    monkeypatch.chdir(tmp_path)
    return names


def open_rules(folder: Path, config: str, plan: str):
    (folder / "depgraph.yaml").write_text(config, encoding="utf-8")
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    return open_selection(Selection(config=folder / "depgraph.yaml")).rules.rules


def test_only_what_is_selected_runs(ran: list[str]) -> None:
    opened = open_selection(Selection())
    result = opened.check({"date-order", "mine"})
    assert ran == ["date-order", "mine"]
    assert [finding.rule for finding in result.findings] == ["date-order", "mine"]
    assert [entry.rule for entry in result.examined] == ["date-order", "mine"]


def test_what_is_off_does_not_run_and_all_else_does(ran: list[str]) -> None:
    open_selection(Selection()).check()
    assert sorted(ran) == sorted({*engine.CHECKS, "mine", "other"} - {"overdue"})


def test_the_earlier_plan_is_checked_for_the_same(ran: list[str], tmp_path: Path) -> None:
    opened = open_selection(Selection())
    earlier = earlier_findings(str(tmp_path / "plan.yaml"), Selection(), opened, {"date-order"})
    assert earlier.result is not None
    assert [finding.rule for finding in earlier.result.findings] == ["date-order"]
    assert ran == ["date-order"]


def test_what_is_selected_may_need_others(ran: list[str], tmp_path: Path) -> None:
    entry = "findings: [{rule: date-order, prerequisite: B, dependent: A, reason: Agreed.}]\n"
    (tmp_path / "baseline.yaml").write_text(entry, encoding="utf-8")
    result = open_selection(Selection()).check({"unused-selector"})
    assert [finding.message for finding in result.findings] == [
        "baseline: no finding of date-order on B -> A"
    ]
    assert ran == ["date-order", "unused-selector"]


def test_what_to_do_about_a_query_is_the_same_when_nothing_else_is_selected(
    ran: list[str], tmp_path: Path
) -> None:
    doubtful = PLAN.replace("[A]", "[{id: A, query: Really?}], completed: 2019-12-01")
    (tmp_path / "plan.yaml").write_text(doubtful, encoding="utf-8")
    opened = open_selection(Selection())
    (finding,) = opened.check({"stale-query"}).findings
    assert finding.fix.startswith("drop the link: B is complete without A")
    assert {*ran} > {"complete-over-incomplete", "mine"}
    assert finding in opened.check().findings
