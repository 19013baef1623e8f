"""Each check of a schedule's health on small plans with known answers, and on the shipped one."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

import depgraph
from depgraph.analysis.health.assess import assess
from depgraph.analysis.health.definitions import DEFINITIONS, PRACTICES
from depgraph.analysis.health.limits import Limits
from depgraph.analysis.health.measures import Check, Measured, NotComputed
from depgraph.analysis.projection import project
from depgraph.errors import UnknownMilestoneError
from depgraph.model import Calendar, Graph, Link, Milestone, Position, State, Witness

from .random_plans import plans

GRAPHS = Path(__file__).parent.parent.parent / "graphs"
AS_OF = date(2020, 1, 1)  # a Wednesday


def on(days: int) -> date:
    return AS_OF + timedelta(days=days)


def done(code: str, days: int, **other: object) -> Milestone:
    return Milestone(code, completed=on(days), state="complete")._replace(**other)


def plan(milestones, links=(), **other) -> Graph:
    return Graph(milestones, links, **{"as_of": AS_OF, **other})


def check(graph: Graph, name: str, **limits: object) -> Check:
    found = {each.name: each for each in assess(graph, Limits()._replace(**limits)).checks}
    return found[name]


def told(graph: Graph, name: str, **limits: object) -> tuple[int, int, bool | None]:
    found = check(graph, name, **limits)
    assert isinstance(found.result, Measured), found.result
    return found.result.part, found.result.of, found.passed


def why_not(graph: Graph, name: str, **limits: object) -> str:
    found = check(graph, name, **limits)
    assert isinstance(found.result, NotComputed), found.result
    assert found.passed is None
    return found.result.reason


CHAIN = [Link("A", "B"), Link("B", "C")]


def chain(**other: object) -> Graph:
    return plan([Milestone(code) for code in "ABC"], CHAIN, **other)


# -- logic -----------------------------------------------------------------------------


def test_logic_counts_each_activity_that_lacks_an_end_once():
    graph = plan([Milestone(code) for code in "ABCD"] + [done("H", -1)], CHAIN)
    found = check(graph, "logic")
    assert told(graph, "logic") == (3, 4, False), "not H, which is complete"
    assert found.result.cases == ("A", "C", "D")
    assert found.result.remarks[0].startswith(
        "1 without a predecessor, 1 without a successor, 1 without either"
    )


def test_logic_passes_at_the_limit_and_fails_above():
    codes = [f"M{n:02}" for n in range(40)]
    links = [Link(a, b) for a, b in pairwise(codes)]
    graph = plan([Milestone(code) for code in codes], links)
    assert told(graph, "logic") == (2, 40, True), "5 %"
    assert told(graph, "logic", logic=4) == (2, 40, False)


def test_a_link_to_itself_is_no_logic():
    graph = plan([Milestone("A")], [Link("A", "A")])
    assert told(graph, "logic")[:2] == (1, 1)
    assert why_not(graph, "leads").startswith("there is nothing to look at")


def test_requirements_are_no_activities_but_may_be_waited_on():
    graph = plan([Milestone("R", kind="requirement"), Milestone("A")], [Link("R", "A")])
    found = check(graph, "logic").result
    assert (found.cases, found.of) == (("A",), 1)
    assert "1 without a successor" in found.remarks[0]


def test_leads_lags_and_types():
    links = [
        Link("A", "B", lag=-1),
        Link("A", "C", lag=2),
        Link("B", "C", type="SS"),
        Link("B", "D"),
        Link("C", "H", lag=-5),
    ]
    graph = plan([Milestone(code) for code in "ABCD"] + [done("H", -1)], links)
    assert told(graph, "leads") == (1, 4, False), "the lead into H is history"
    assert check(graph, "leads").result.cases == ("A -> B",)
    assert told(graph, "lags") == (1, 4, False)
    assert told(graph, "relationship_types") == (3, 4, False)
    assert told(graph, "relationship_types", relationship_types=75) == (3, 4, True)
    assert check(graph, "relationship_types").result.cases == ("B -> C",)


def test_without_leads_and_lags_they_pass():
    assert told(chain(), "leads") == (0, 2, True)
    assert told(chain(), "lags") == (0, 2, True)
    assert told(chain(), "relationship_types") == (2, 2, True)


def test_a_lag_of_some_hours_is_one():
    hours = [Witness((), 3.0), Witness((), -3.0)]
    links = [link._replace(witness=each) for link, each in zip(CHAIN, hours, strict=True)]
    graph = plan([Milestone(code) for code in "ABC"], links)
    assert told(graph, "lags")[0] == told(graph, "leads")[0] == 1


def test_hard_constraints():
    graph = plan([Milestone("A", not_after=on(9)), Milestone("B", not_before=on(3))], [])
    assert told(graph, "hard_constraints") == (1, 2, False)
    assert told(graph, "hard_constraints", hard_constraints=50) == (1, 2, True)
    assert told(chain(), "hard_constraints") == (0, 3, True)


def test_an_export_without_constraints_may_have_left_them_out():
    exported = plan([Milestone("A", position=Position("plan.xls", 3, 1))])
    assert "may mean that it left them out" in why_not(exported, "hard_constraints")
    written = plan([Milestone("A", position=Position("plan.yaml", 3, 1))])
    assert told(written, "hard_constraints") == (0, 1, True)


def test_dangling_activities():
    milestones = [Milestone(code, duration=5) for code in "ABCD"] + [Milestone("M")]
    links = [
        Link("A", "B", type="FF"),  # nothing holds the start of B; the finish of A holds B
        Link("B", "C", type="SS"),  # the finish of B holds nothing
        Link("C", "D"),
        Link("D", "M", type="SS"),  # the finish of D holds nothing
    ]
    assert check(plan(milestones, links), "dangling").result.cases == ("B", "D")
    assert told(plan(milestones, links), "dangling") == (2, 4, False)
    assert told(plan(milestones, links[2:3]), "dangling") == (0, 4, True)
    assert "a milestone without work" in why_not(chain(), "dangling")


def test_circles():
    ring = [*CHAIN, Link("C", "B")]
    graph = plan([Milestone(code) for code in "ABC"], ring)
    assert told(graph, "circles") == (2, 3, False)
    assert told(chain(), "circles") == (0, 3, True)


def test_on_a_circle_there_is_no_float_and_the_reason_says_so():
    ring = [*CHAIN, Link("C", "B")]
    graph = plan([Milestone(code, due=on(5)) for code in "ABC"], ring)
    for name in ("high_float", "critical_path_test", "cpli", "horizontal"):
        assert "cycle" in why_not(graph, name), name
        assert "--cut-cycles" in why_not(graph, name)
    assert told(graph, "logic")[1] == 3, "the others are computed"


# -- the network -----------------------------------------------------------------------


def network(state: State = "unknown") -> Graph:
    inner = plan(
        [
            Milestone("M1", due=on(-5), completed=on(-5), state="complete"),
            Milestone("M2", due=on(50)),
            *(Milestone(code, state=state) for code in "XYZ"),
        ],
        [Link("M1", "X"), Link("X", "M2", type="FF", witness=Witness((), 4.0)), Link("Y", "X")],
    )
    return plan(
        [inner["M1"], inner["M2"]],
        [Link("M1", "M2", witness=Witness(("X",)))],
        network=inner,
    )


def test_logic_is_that_of_the_network():
    found = check(network(), "logic").result
    assert found.cases == ("M2", "Y", "Z")
    assert found.population.words == (
        "4 activities of the schedule network that are not known to be complete, of 5; the "
        "status of 2 is known"
    )
    assert "counts as not complete" in found.population.departure
    known = check(network("incomplete"), "logic").result
    assert known.population.words == (
        "4 activities of the schedule network that are not complete, of 5"
    )
    assert "counts as not complete" not in known.population.departure
    assert told(network("complete"), "logic") == (1, 1, False), "only M2 is left"
    assert told(network(), "relationship_types") == (2, 3, False)
    assert told(network(), "lags")[:2] == (1, 3)
    assert told(network(), "horizontal") == (1, 4, False), "Z"


def test_activities_of_a_network_have_work():
    found = check(network(), "dangling").result
    assert found.of == 3
    assert found.cases == ()


def test_dates_are_those_of_the_milestones():
    found = check(network(), "invalid_dates").result
    assert found.of == 2
    assert "the other activities of the network have no dates" in found.population.departure


# -- dates -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("duration", "calendar", "is_high"),
    [(44, "office", False), (45, "office", True), (61, None, False), (62, None, True)],
)
def test_high_duration_counts_working_days(duration, calendar, is_high):
    graph = plan(
        [Milestone("A", duration=duration, calendar=calendar), Milestone("B", duration=0)],
        calendars=[Calendar("office")],
    )
    assert told(graph, "high_duration") == (int(is_high), 1, not is_high)


def test_high_duration_without_durations():
    assert why_not(chain(), "high_duration") == ("no activity that is not complete has a duration")
    assert check(chain(), "high_duration", high_duration_days=10).definition.about.endswith(
        "more than 10 working days."
    )


def test_invalid_dates():
    milestones = [
        Milestone("past", forecast=on(-1)),
        Milestone("due", due=on(-1)),
        Milestone("today", due=on(0)),
        Milestone("late", due=on(-9), forecast=on(3)),
        Milestone("future", due=on(5), completed=on(1)),
        done("done", 0),
        Milestone("undated"),
    ]
    graph = plan(milestones)
    assert check(graph, "invalid_dates").result.cases == ("due", "future", "past")
    assert told(graph, "invalid_dates") == (3, 6, False)
    assert told(plan(milestones[2:4]), "invalid_dates") == (0, 2, True)
    assert "as-of date" in why_not(plan(milestones, as_of=None), "invalid_dates")


def test_missed_tasks():
    milestones = [
        done("early", -9, due=on(-8)),
        done("late", -7, due=on(-8)),
        Milestone("open", due=on(-1)),
        Milestone("today", due=on(0)),
        Milestone("slipping", due=on(0), forecast=on(4)),
        Milestone("later", due=on(1), forecast=on(9)),
        done("unplanned", -2),
    ]
    graph = plan(milestones)
    assert check(graph, "missed_tasks").result.cases == ("late", "open", "slipping")
    assert told(graph, "missed_tasks") == (3, 5, False)
    assert told(plan(milestones[:1]), "missed_tasks") == (0, 1, True)
    assert "nothing to look at" in why_not(chain(), "missed_tasks")


def test_the_baseline_execution_index():
    milestones = [
        done("A", -9, due=on(-8)),
        done("B", -9, due=on(30)),  # complete before it was due
        done("C", -9),  # without a baseline
        Milestone("D", due=on(-1)),
        Milestone("E", due=on(8)),
        Milestone("F", forecast=on(8)),  # without a baseline
        Milestone("G", state="unknown"),
    ]
    assert told(plan(milestones), "bei") == (3, 4, False)
    assert told(plan(milestones), "bei", bei=75) == (3, 4, True)
    assert why_not(plan(milestones[4:]), "bei") == "no milestone was due on or before 2020-01-01"
    assert told(plan(milestones), "baseline") == (2, 6, False)


def test_the_order_of_completions():
    milestones = [done("A", -5), done("B", -6), done("C", -4), Milestone("D", due=on(9))]
    links = [Link("A", "B"), Link("A", "C"), Link("D", "C"), Link("D", "A", type="SS")]
    assert check(plan(milestones, links), "out_of_order").result.cases == ("A -> B", "D -> C")
    assert told(plan(milestones, links), "out_of_order") == (2, 3, False)
    assert told(plan(milestones, links[1:2]), "out_of_order") == (0, 1, True)


def test_the_order_of_dates():
    milestones = [Milestone("A", due=on(5)), Milestone("B", due=on(7)), Milestone("C", due=on(4))]
    links = [Link("A", "B", lag=2), Link("A", "C"), Link("B", "C", type="SS", lag=-3)]
    assert check(plan(milestones, links), "date_order").result.cases == ("A -> C",)
    assert told(plan(milestones, links[:1]), "date_order") == (0, 1, True)


def test_graph_and_schedule():
    graph = plan(
        [Milestone("A", due=on(1)), Milestone("B", state="unknown")],
        schedule_only=[Milestone("C")],
    )
    assert check(graph, "one_sided").result.cases == ("B", "C")
    assert told(graph, "one_sided") == (2, 3, False)
    assert "nothing tells what the whole of the work is" in why_not(chain(), "one_sided")


# -- traces ----------------------------------------------------------------------------


def test_horizontal_traceability():
    graph = plan(
        [Milestone("A"), Milestone("B"), Milestone("T", due=on(9)), Milestone("Z", due=on(3))],
        [Link("A", "B"), Link("B", "T")],
    )
    assert check(graph, "horizontal").result.cases == ("Z",)
    assert check(graph, "horizontal", target="B").result.cases == ("T", "Z")
    assert told(graph, "horizontal", horizontal=25) == (1, 4, True)
    assert why_not(chain(), "horizontal") == "no milestone that is not complete has a date"


def test_vertical_traceability():
    graph = plan(
        [
            Milestone("T", level=1),
            *(Milestone(code, level=2) for code in "ABC"),
            Milestone("D", level=3),
            Milestone("X"),
        ],
        [Link("D", "X"), Link("X", "A"), Link("A", "T"), Link("T", "B")],
    )
    assert check(graph, "vertical").result.cases == ("B", "C")
    assert told(graph, "vertical") == (2, 4, False)
    assert told(graph, "vertical", vertical=50) == (2, 4, True)
    assert "several levels" in why_not(chain(), "vertical")


# -- floats ----------------------------------------------------------------------------


def test_high_float_counts_working_days_to_the_latest_date():
    # 63 calendar days from a Wednesday have 45 working days, and 62 have 44.
    graph = plan(
        [Milestone("A", due=on(7)), Milestone("B", due=on(8)), Milestone("T", due=on(70))],
        [Link("A", "T"), Link("B", "T")],
    )
    assert check(graph, "high_float").result.cases == ("A",)
    assert told(graph, "high_float") == (1, 3, False)
    assert told(graph, "high_float", high_float_days=45) == (0, 3, True)


def test_what_leads_nowhere_has_float_to_the_latest_date():
    graph = plan([Milestone("A", due=on(1)), Milestone("T", due=on(200))])
    assert check(graph, "high_float").result.cases == ("A",)


def test_negative_float():
    milestones = [
        Milestone("A", due=on(10)),
        Milestone("B", due=on(12)),
        Milestone("T", due=on(20), not_after=on(13)),
    ]
    graph = plan(milestones, [Link("A", "B"), Link("B", "T", lag=8)])
    assert check(graph, "negative_float").result.cases == ("A", "B", "T")
    assert told(graph, "negative_float") == (3, 3, False)
    fitting = plan([*milestones[:2], milestones[2]._replace(not_after=on(30))], [Link("A", "B")])
    assert told(fitting, "negative_float") == (0, 3, True)
    assert "no milestone has a latest date" in why_not(plan(milestones[:2]), "negative_float")


@given(plans())
def test_floats_are_the_least_over_all_chains(graph):
    """The float of a milestone, by going along every chain of links, in calendar days."""
    projection = project(graph)
    open_days = {
        n: day
        for n, (each, day) in enumerate(zip(graph.milestones, projection.finish, strict=True))
        if day is not None and not each.is_complete
    }
    if not open_days:
        return
    end = max(open_days.values())

    def latest(n: int) -> int:
        days = [end]
        for number in graph.outgoing[n]:
            target = graph.link_targets[number]
            if target in open_days:
                days.append(projection.bounds.latest(number, latest(target)))
        return min(days)

    limit = 3
    expected = []
    for n, day in open_days.items():
        span = [np.datetime64(date.fromordinal(each + 1)) for each in (day, latest(n))]
        if span[1] > span[0] and np.busday_count(*span) > limit:
            expected.append(graph.milestones[n].id)
    assert check(graph, "high_float", high_float_days=limit).result.cases == tuple(expected)


def test_the_critical_path_test_and_its_gaps():
    milestones = [Milestone("A", due=on(10)), Milestone("B"), Milestone("T", due=on(10))]
    tight = plan(milestones, [Link("A", "B"), Link("B", "T")])
    assert told(tight, "critical_path_test") == (600, 600, True)
    assert told(tight, "path_gaps") == (0, 2, True)
    loose = plan([*milestones[:2], Milestone("T", due=on(40))], [Link("A", "B"), Link("B", "T")])
    assert told(loose, "critical_path_test") == (570, 600, False)
    assert told(loose, "critical_path_test", test_days=20) == (0, 20, False)
    assert told(loose, "critical_path_test", critical_path_test=95) == (570, 600, True)
    assert told(loose, "path_gaps") == (1, 2, False)
    assert "the path has slack: B 30 days" in check(loose, "critical_path_test").result.remarks


def test_the_critical_path_test_without_a_path():
    assert why_not(plan([Milestone("T", due=on(9))]), "critical_path_test") == (
        "nothing that is not complete and has a date leads to T"
    )
    done_target = plan([done("T", -1), Milestone("A", due=on(4))], [])
    assert why_not(done_target, "critical_path_test", target="T") == "the end, T, is complete"
    far = plan([Milestone("A", due=date(9999, 1, 1)), Milestone("T")], [Link("A", "T")])
    assert "cannot be projected" in why_not(far, "critical_path_test")


def test_the_critical_path_length_index():
    # 100 working days are 20 weeks.
    milestones = [Milestone("T", due=on(140), forecast=on(140))]
    assert told(plan(milestones), "cpli") == (100, 100, True)
    late = [Milestone("T", due=on(105), forecast=on(140))]
    assert told(plan(late), "cpli") == (75, 100, False)
    assert told(plan(late), "cpli", cpli=75) == (75, 100, True)
    (remark,) = check(plan(late), "cpli").result.remarks
    assert remark.startswith("100 working days from ")
    assert f", and 25 fewer to {on(105)}" in remark
    limited = [late[0]._replace(not_after=on(147))]
    assert told(plan(limited), "cpli") == (105, 100, True), "a latest date comes first"
    assert "neither a due date" in why_not(plan([Milestone("T", forecast=on(9))]), "cpli")
    assert "no length" in why_not(plan([Milestone("T", due=on(-9))]), "cpli")


# -- the whole -------------------------------------------------------------------------


def test_the_end_is_the_latest_that_nothing_waits_on():
    graph = plan(
        [Milestone("A", due=on(9)), Milestone("B", due=on(9)), Milestone("C", due=on(9))],
        [Link("A", "B")],
    )
    assert assess(graph).end == "B"
    assert assess(graph, Limits(target="A")).end == "A"
    with pytest.raises(UnknownMilestoneError):
        assess(graph, Limits(target="Z"))


def test_an_empty_plan_fails_nothing():
    health = assess(Graph([]))
    assert {each.passed for each in health.checks} == {None}
    assert not health.has_failed


def test_every_limit_has_its_check_and_every_check_its_place():
    names = [each.name for each in DEFINITIONS]
    settings = {"target", "high_float_days", "high_duration_days", "test_days"}
    assert set(Limits._fields) - settings == set(names) - {"resources"}
    assert [each.point for each in DEFINITIONS[:14]] == list(range(1, 15))
    assert len(PRACTICES) == 10
    used = {name for _, _, checks, _ in PRACTICES for name in checks}
    helping = {each.name for each in DEFINITIONS if each.point is None}
    assert helping <= used <= set(names)


def test_a_practice_fails_with_one_of_its_checks():
    health = assess(chain())
    by_number = {each.number: each for each in health.practices}
    assert by_number[2].passed is False, "logic fails, though leads and lags pass"
    assert by_number[3].passed is None
    assert "resources" in by_number[3].checks[0].result.reason
    assert by_number[8].passed is None
    assert by_number[8].reason


def test_the_shipped_plan():
    """The numbers, counted once more from the milestones and the links themselves."""
    graph = depgraph.load(GRAPHS)
    assert graph.as_of is not None
    open_ = [each for each in graph.milestones if not each.is_complete]
    known = [each for each in graph.milestones if each.state != "unknown"]
    lacking = [
        each.id
        for each in open_
        if not graph.predecessors(each.id) or not graph.successors(each.id)
    ]
    assert check(graph, "logic").result.cases == tuple(lacking)
    assert told(graph, "logic")[:2] == (75, 91) == (len(lacking), len(open_))
    into_open = [link for link in graph.links if not graph[link.dependent].is_complete]
    assert told(graph, "relationship_types") == (len(into_open), 116, True)
    due = [each for each in known if each.due and each.due <= graph.as_of]
    missed = [each for each in due if not each.completed or each.completed > each.due]
    assert told(graph, "missed_tasks") == (52, 69, False) == (len(missed), len(due), False)
    completed = [each for each in known if each.completed]
    assert told(graph, "bei") == (len(completed), len(due), False)
    overdue = [each for each in known if not each.completed and each.due < graph.as_of]
    assert told(graph, "invalid_dates") == (len(overdue), len(known), False)
    assert told(graph, "one_sided")[:2] == (18 + 1, 142 + 1)
    assert told(graph, "critical_path_test")[0] == 600 - 30 - 307
    span = np.busday_count(np.datetime64(graph.as_of) + 1, np.datetime64("2022-10-01"))
    assert told(graph, "cpli") == (span, span, True)
