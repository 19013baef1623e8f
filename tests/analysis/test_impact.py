"""What moves when a plan changes, by how much, and by which chain."""

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import depgraph
from depgraph import (
    AddLink,
    Calendar,
    Carrier,
    ChangeError,
    Complete,
    CycleError,
    DropQueries,
    DropQuery,
    Graph,
    Impact,
    KeepQuery,
    Link,
    Milestone,
    Move,
    Query,
    RemoveLink,
    Shift,
    critical_path,
    project,
    what_if,
    why,
)
from depgraph.analysis.carrying import Origin
from depgraph.analysis.projection import GAPS, Gaps
from depgraph.analysis.rerouting import Rerouted, Reroutes, least_slack_path, rerouted
from depgraph.errors import DateRangeError
from depgraph.model.changes import Change

from ..drawing import Draws, choices
from .random_plans import AS_OF, day, ladders, plans
from .reference import NoDatesError, Reference


def at(offset: int | None, code: str, **fields: object) -> Milestone:
    return Milestone(code, due=None if offset is None else day(offset), **fields)


def moved(impact: Impact, gaps: Gaps = "float") -> dict[str, int | None]:
    return {each.id: each.shift(gaps).days for each in impact.moved if each.shift(gaps).is_moved}


# -- the shipped plan, worked out by hand ------------------------------------------------


def test_a_slip_of_the_optical_ghost_model(shipped: Graph) -> None:
    """DM-DRP-10 is due 2020-11-06, far behind what waits on it: 11b, 11, 11a and 12.

    LDM-503-13 and 14 are due on that very day, so they move by all of it; LDM-503-15 has
    months between. If gaps are work, LDM-503-12 has 68 days to do after LDM-503-11
    (2019-12-18 to 2020-02-24), and 2020-11-06 + 68 days is 2021-01-13.
    """
    impact = what_if(shipped, [Move("DM-DRP-10", days=60)])
    codes = ["DM-DRP-10", *(f"LDM-503-{n}" for n in ("11", "11a", "11b", "12", "13", "14"))]
    assert moved(impact) == moved(impact, "work") == dict.fromkeys(codes, 60)
    assert impact.of("LDM-503-14").absorbed == Shift(date(2020, 11, 6), date(2021, 1, 5))
    assert impact.of("LDM-503-14").worked == Shift(date(2021, 1, 13), date(2021, 3, 14))
    carrier = impact.carrier("LDM-503-14", "work")
    assert carrier is not None
    assert carrier.codes == ("DM-DRP-10", "LDM-503-11b", "LDM-503-11", "LDM-503-12", "LDM-503-14")
    assert (carrier.cause, carrier.is_queried) == ("moved", False)


def test_gaps_absorb_what_is_carried_if_they_are_work(shipped: Graph) -> None:
    """60 days earlier, LDM-503-13 and 14 stay on their own dates unless their gaps are work."""
    impact = what_if(shipped, [Move("DM-DRP-10", days=-60)])
    early = ["DM-DRP-10", "LDM-503-11", "LDM-503-11a", "LDM-503-11b", "LDM-503-12"]
    assert moved(impact) == dict.fromkeys(early, -60)
    assert moved(impact, "work") == dict.fromkeys([*early, "LDM-503-13", "LDM-503-14"], -60)


def test_without_the_link_the_release_is_on_its_own_date(shipped: Graph) -> None:
    impact = what_if(shipped, [RemoveLink("DM-DRP-10", "LDM-503-11b")])
    # From 2020-11-06 back to 2019-12-18.
    assert moved(impact)["LDM-503-11b"] == -324
    carrier = impact.carrier("LDM-503-11", "float")
    assert carrier is not None
    assert carrier.cause == "link removed"
    assert carrier.codes == ("DM-DRP-10", "LDM-503-11b", "LDM-503-11")


def test_dropping_all_queries_is_the_plan_without_them(shipped: Graph) -> None:
    impact = what_if(shipped, [DropQueries()])
    assert impact.absorbed.after.finish == project(shipped.without_queried_links()).finish


# -- small plans ---------------------------------------------------------------------------


def plan(*links: Link) -> Graph:
    return Graph([at(10, "A"), at(31, "B"), at(40, "C")], links, as_of=AS_OF)


def test_a_gap_absorbs_a_slip_or_is_work() -> None:
    impact = what_if(plan(Link("A", "B")), [Move("A", days=30)])
    assert impact.of("B").absorbed.days == 9
    assert impact.of("B").worked.days == 30
    assert impact.of("C").absorbed == Shift(day(40), day(40))


def test_a_move_to_a_date_is_to_that_date_in_both_readings() -> None:
    impact = what_if(plan(Link("A", "B")), [Move("B", to=day(100))])
    assert impact.of("B").absorbed.after == impact.of("B").worked.after == day(100)


def test_a_future_completion_does_not_hold_a_move() -> None:
    graph = Graph([at(3, "A", completed=day(20))], as_of=AS_OF)
    assert what_if(graph, [Move("A", days=-5)]).of("A").absorbed.after == day(15)


@pytest.mark.parametrize(
    ("milestone", "reached", "by"),
    [
        (at(20, "B", not_before=day(8)), 10, "link"),
        (at(20, "B", not_before=day(15)), 15, "not before"),
    ],
)
def test_what_holds_a_milestone_that_is_pulled_forward(
    milestone: Milestone, reached: int, by: str
) -> None:
    graph = Graph([at(10, "A"), milestone], [Link("A", "B")], as_of=AS_OF)
    held = what_if(graph, [Move("B", to=day(5))]).held[0]
    assert (held.asked, held.reached, held.by) == (day(5), day(reached), by)
    assert (held.link is None) == (by != "link")


def test_the_as_of_date_holds() -> None:
    impact = what_if(Graph([at(10, "A")], as_of=AS_OF), [Move("A", days=-30)])
    assert [(each.gaps, each.reached, each.by) for each in impact.held] == [
        ("float", AS_OF, "as-of date"),
        ("work", AS_OF, "as-of date"),
    ]


def test_a_completion_is_history_and_lets_others_go_earlier() -> None:
    graph = Graph([at(20, "A"), at(5, "B")], [Link("A", "B")], as_of=AS_OF)
    impact = what_if(graph, [Complete("A", day(-2))])
    assert moved(impact) == {"A": -22, "B": -15}
    assert impact.carrier("A", "float") == Carrier("completed", ("A",), (), is_later=False)


def test_a_new_link_counts_its_type_and_lag() -> None:
    impact = what_if(plan(), [AddLink("B", "A", type="SS", lag=3)])
    assert moved(impact) == {"A": 24}
    carrier = impact.carrier("A", "float")
    assert carrier is not None
    assert (carrier.cause, carrier.codes) == ("link added", ("B", "A"))


def test_a_link_can_be_replaced() -> None:
    changes = [RemoveLink("A", "B"), AddLink("A", "B", lag=30)]
    assert moved(what_if(plan(Link("A", "B")), changes)) == {"B": 9}


def test_only_the_queried_links_are_dropped_and_some_kept() -> None:
    doubt = (Query("Really?"),)
    graph = Graph(
        [at(50, "A"), at(60, "B"), at(1, "C"), at(1, "D")],
        [Link("A", "C", queries=doubt), Link("B", "C"), Link("A", "D", queries=doubt)],
        as_of=AS_OF,
    )
    assert moved(what_if(graph, [DropQueries()])) == {"D": -49}
    assert moved(what_if(graph, [DropQuery("A", "D")])) == {"D": -49}
    assert moved(what_if(graph, [DropQueries(), KeepQuery("A", "D")])) == {}


def test_what_waits_on_a_dated_milestone_may_lose_its_date() -> None:
    graph = Graph([at(10, "A"), at(None, "B"), at(None, "C")], [Link("A", "B"), Link("B", "C")])
    impact = what_if(graph, [RemoveLink("A", "B")], as_of=AS_OF)
    assert moved(impact) == {"B": None, "C": None}
    carrier = impact.carrier("C", "float")
    assert carrier is not None
    assert (carrier.cause, carrier.codes) == ("link removed", ("A", "B", "C"))


def test_another_code_for_a_milestone_will_do() -> None:
    graph = Graph([at(10, "A", aka=("ALPHA",)), at(3, "B")], [Link("A", "B")], as_of=AS_OF)
    assert moved(what_if(graph, [Move("ALPHA", days=1)])) == {"A": 1, "B": 1}


# -- what cannot be done -------------------------------------------------------------------

PROBLEMS: list[tuple[list[Change], str]] = [
    ([Move("a", days=1)], "unknown milestone 'a' (did you mean 'A'?)"),
    ([Move("H", days=1)], "H was completed on 2019-12-30: that is history, and nothing moves it"),
    ([Complete("H", day(-1))], "it cannot be completed"),
    ([Move("U", days=1)], "U has no projected date that days could be counted from: give a date"),
    ([Move("A", days=1), Move("A", days=2)], "A is moved twice"),
    ([Move("A", days=1), Complete("A", AS_OF)], "A is both moved and completed"),
    ([Complete("A", day(1))], "A cannot be completed on 2020-01-02, after the as-of date"),
    ([Move("A")], "A moves either by days or to a date: give one"),
    ([AddLink("A", "A")], "A cannot wait on itself"),
    ([AddLink("A", "B")], "there is a link already: B waits on A"),
    ([AddLink("B", "C"), AddLink("B", "C", lag=1)], "from B to C is added twice"),
    ([AddLink("A", "B"), RemoveLink("A", "B")], "removed and added as it was"),
    ([RemoveLink("B", "A")], "A does not wait on B by a link; B waits on A: give the prereq"),
    ([RemoveLink("A", "C")], "C does not wait on A by a link"),
    ([RemoveLink("A", "B"), RemoveLink("A", "B")], "from A to B is removed twice"),
    ([DropQuery("A", "B")], "from A to B is not queried: --unlink removes any link"),
    ([DropQueries(), DropQuery("A", "H")], "is dropped twice, as all queries are"),
    ([KeepQuery("A", "H")], "is kept, but not all queries are dropped"),
    ([DropQueries(), KeepQuery("A", "B")], "is not queried: it stays anyway"),
    ([DropQueries(), KeepQuery("A", "H"), RemoveLink("A", "H")], "both kept and removed"),
    ([DropQueries(), RemoveLink("A", "H"), KeepQuery("A", "H")], "both kept and removed"),
]


@pytest.mark.parametrize(("changes", "message"), PROBLEMS)
def test_changes_that_cannot_be_made(changes: list[Change], message: str) -> None:
    done = Milestone("H", completed=day(-2), state="complete")
    graph = Graph(
        [at(1, "A"), at(2, "B"), at(3, "C"), done, Milestone("U")],
        [Link("A", "B"), Link("A", "H", queries=(Query(""),))],
        as_of=AS_OF,
    )
    with pytest.raises(ChangeError) as caught:
        what_if(graph, changes)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ChangeError) as caught:
        what_if(plan(), [Move("X", days=1), RemoveLink("A", "B"), Move("A", days=1)])
    assert str(caught.value).count("\n") == 2


def test_a_change_that_makes_a_circle_is_said_to_make_it() -> None:
    with pytest.raises(CycleError) as caught:
        what_if(plan(Link("A", "B"), Link("B", "C")), [AddLink("C", "A")])
    message = str(caught.value)
    assert message.startswith("the changes make a cycle of links:\n  A -> B -> C -> A\n")
    assert "added: A waits on C" in message


def test_a_change_that_leaves_no_dates_is_said_to_do_so() -> None:
    graph = Graph([at(1, "A"), at(1, "B", duration=3)], [Link("A", "B", type="SS")], as_of=AS_OF)
    with pytest.raises(CycleError, match=r"^with the changes, a projection needs dates"):
        what_if(graph, [AddLink("B", "A", type="FF", lag=4)])


def test_the_calendar_ends() -> None:
    with pytest.raises(DateRangeError, match="A cannot move by"):
        what_if(plan(), [Move("A", days=10**9)])
    with pytest.raises(DateRangeError, match="A cannot move by"):
        what_if(plan(), [Move("A", days=-(10**9))])
    graph = Graph([at(1, "A"), at(1, "B")], [Link("A", "B", lag=5)], as_of=AS_OF)
    with pytest.raises(DateRangeError, match="the projected date of B"):
        what_if(graph, [Move("A", to=date.max)])


# -- what always holds ---------------------------------------------------------------------


def changes_of(draw: Draws, graph: Graph) -> list[Change]:
    """Changes that can be made together; some make circles."""
    changes: list[Change] = []
    for milestone in graph.milestones:
        if not milestone.is_complete and draw.flip(4):
            kind = draw.of(["days", "to", "complete"])
            if kind == "days" and project(graph).date(milestone.id) is not None:
                changes.append(Move(milestone.id, days=draw.number(-9, 9)))
            elif kind == "complete":
                changes.append(Complete(milestone.id, day(draw.number(-6, 0))))
            else:
                changes.append(Move(milestone.id, to=day(draw.number(-6, 20))))
    pairs = sorted({(link.prerequisite, link.dependent) for link in graph.links})
    changes += [RemoveLink(*pair) for pair in sorted(draw.distinct(pairs, most=2))]
    codes = [milestone.id for milestone in graph.milestones]
    for pair in sorted(draw.distinct(list(product(codes, repeat=2)), most=2)):
        if pair not in pairs and pair[0] != pair[1]:
            kind = draw.of(depgraph.model.LINK_TYPES)
            changes.append(AddLink(*pair, type=kind, lag=draw.number(-3, 4)))
    return changes


def changed(graph: Graph, changes: list[Change], gaps: Gaps) -> Graph:
    """The plan after changes, made in the plainest way."""
    before = project(graph, gaps=gaps)
    milestones = {milestone.id: milestone for milestone in graph.milestones}
    links = list(graph.links)
    for change in changes:
        match change:
            case Move(code, days=days, to=to):
                if days is not None:
                    to = before.date(code) + timedelta(days)
                milestones[code] = milestones[code]._replace(forecast=to, completed=None)
            case Complete(code, completed):
                milestones[code] = milestones[code]._replace(completed=completed, state="complete")
            case RemoveLink(prerequisite, dependent):
                links = [
                    x for x in links if (x.prerequisite, x.dependent) != (prerequisite, dependent)
                ]
            case AddLink(prerequisite, dependent, type=kind, lag=lag):
                links.append(Link(prerequisite, dependent, kind, lag))
    return graph.with_parts(milestones=milestones.values(), links=links)


def outcome(graph: Graph, changes: list[Change]) -> Impact:
    try:
        return what_if(graph, changes)
    except CycleError:
        assume(False)  # noqa: FBT003 - its only argument
        raise


any_plan = st.one_of(plans(), plans(calendars=True), ladders(), ladders(calendars=True))


@settings(max_examples=300)
@given(any_plan, choices())
def test_dates_are_those_of_the_changed_plan(graph: Graph, draw: Draws) -> None:
    try:
        project(graph), project(graph, gaps="work")
    except CycleError:
        assume(False)  # noqa: FBT003 - its only argument
    changes = changes_of(draw, graph)
    impact = outcome(graph, changes)
    differing = set()
    for gaps in GAPS:
        after = changed(graph, changes, gaps)
        try:
            old, new = Reference(graph, gaps), Reference(after, gaps, plan=graph)
        except NoDatesError:
            assume(False)  # noqa: FBT003 - its only argument
        reading = impact.reading(gaps)
        finish = dict(
            zip((m.id for m in reading.after.graph.milestones), reading.after.finish, strict=True)
        )
        assert finish == dict(new.finish)
        differing |= {code for code in finish if old.finish[code] != new.finish[code]}
    assert {each.id for each in impact.moved} == differing


@settings(max_examples=300)
@given(any_plan, choices())
def test_a_chain_begins_at_a_change_and_each_step_moves_the_same_way(
    graph: Graph, draw: Draws
) -> None:
    try:
        project(graph), project(graph, gaps="work")
    except CycleError:
        assume(False)  # noqa: FBT003 - its only argument
    changes = changes_of(draw, graph)
    impact = outcome(graph, changes)
    own = {
        "moved": {x.milestone for x in changes if isinstance(x, Move)},
        "completed": {x.milestone for x in changes if isinstance(x, Complete)},
    }
    for milestone in graph.milestones:
        for gaps in GAPS:
            reading = impact.reading(gaps)
            if reading is None:
                continue
            before, after = reading.before, reading.after
            shift = impact.of(milestone.id).shift(gaps)
            carrier = impact.carrier(milestone.id, gaps)
            assert (carrier is None) == (not shift.is_moved)
            if carrier is None:
                continue
            assert carrier.codes[-1] == milestone.id
            assert [(x.prerequisite, x.dependent) for x in carrier.links] == [
                *pairwise(carrier.codes)
            ]
            codes, links = list(carrier.codes), list(carrier.links)
            is_later = _is_later(impact, milestone.id, gaps)
            if carrier.cause in own:
                assert carrier.codes[0] in own[carrier.cause]
            else:
                first = links.pop(0)
                codes.pop(0)
                is_new = carrier.cause == "link added"
                assert is_new == is_later
                assert (first in before.graph.links) == (not is_new)
                assert (first in after.graph.links) == is_new
            assert all(_is_later(impact, code, gaps) == is_later for code in codes)
            assert all(link in (after if is_later else before).graph.links for link in links)


def test_where_two_hold_each_other_the_chain_begins_with_the_link_that_was_removed() -> None:
    """In a ladder with calendars: C waits for a Sunday after B begins, and B follows C."""
    graph = Graph(
        [
            Milestone("A"),
            Milestone("B", completed=day(5)),
            Milestone("C", forecast=day(-3)),
            Milestone("Y", forecast=day(14)),
        ],
        [
            Link("Y", "A"),
            Link("A", "B", type="SS", lag=-1),
            Link("B", "A", type="FF", lag=-4),
            Link("B", "C", type="SS", lag=-1, calendar="sundays"),
            Link("C", "A", type="FF"),
            Link("C", "B", type="FF", lag=3),
        ],
        as_of=AS_OF,
        calendars=[Calendar("sundays", frozenset({6}))],
    )
    impact = what_if(graph, [RemoveLink("A", "B")])
    for gaps in GAPS:
        for code, chain in (("B", ("A", "B")), ("C", ("A", "B", "C"))):
            carrier = impact.carrier(code, gaps)
            assert (carrier.cause, carrier.codes) == ("link removed", chain)


def dated(graph: Graph) -> Graph:
    """The plan with a due date for everything: nothing has a date only through another."""
    milestones = [m._replace(due=m.due or day(-9)) for m in graph.milestones]
    return graph.with_parts(milestones=milestones)


def without(changes: list[Change], origins: set[Origin]) -> list[Change]:
    """The changes without some."""
    gone = {(origin.cause, origin.codes) for origin in origins}

    def is_gone(change: Change) -> bool:
        match change:
            case Move(code):
                return ("moved", (code,)) in gone
            case Complete(code):
                return ("completed", (code,)) in gone
            case RemoveLink(prerequisite, dependent):
                return ("link removed", (prerequisite, dependent)) in gone
            case AddLink(prerequisite, dependent):
                return ("link added", (prerequisite, dependent)) in gone
        raise AssertionError(change)

    return [change for change in changes if not is_gone(change)]


@settings(deadline=None, max_examples=40)
@given(st.one_of(plans(), ladders().map(dated)), choices())
def test_without_the_changes_that_are_named_the_date_is_another(graph: Graph, draw: Draws) -> None:
    """But for what is complete, as it has the date of its completion whatever else there is.

    What has had no date before, or has none after, may have another reason to have one.
    """
    try:
        project(graph), project(graph, gaps="work")
    except CycleError:
        assume(False)  # noqa: FBT003 - its only argument
    changes = changes_of(draw, graph)
    impact = outcome(graph, changes)
    for row in impact.moved:
        for gaps in GAPS:
            carrier = impact.carrier(row.id, gaps)
            is_complete = carrier is not None and carrier.origin == Origin("completed", (row.id,))
            if carrier is None or is_complete or row.shift(gaps).days is None:
                continue
            named = {carrier.origin, *carrier.others}
            rest = without(changes, named)
            assert len(changes) - len(rest) == len(named)
            other = outcome(graph, rest)
            assert other.of(row.id).shift(gaps).after != row.shift(gaps).after


def test_what_has_no_effect_carries_nothing() -> None:
    """A new link beside one that sets the same date, and a link that goes beside one that stays."""
    graph = Graph(
        [at(6, "H"), at(9, "A"), at(-3, "E")], [Link("H", "A"), Link("H", "E")], as_of=AS_OF
    )
    impact = what_if(graph, [Move("H", to=day(22)), AddLink("E", "A")])
    carrier = impact.carrier("A", "float")
    assert carrier == Carrier("moved", ("H", "A"), (Link("H", "A"),))

    graph = Graph(
        [at(9, "E"), at(None, "B"), at(-3, "D")],
        [Link("E", "B"), Link("B", "D"), Link("E", "D")],
        as_of=AS_OF,
    )
    impact = what_if(graph, [Complete("E", day(-5)), RemoveLink("B", "D")])
    carrier = impact.carrier("D", "float")
    assert carrier == Carrier("completed", ("E", "D"), (Link("E", "D"),), is_later=False)


def test_what_would_do_as_much_is_named_with_what_carries_a_move_later() -> None:
    graph = Graph(
        [at(6, "A"), at(6, "B"), at(1, "T"), at(1, "U")],
        [Link("A", "T"), Link("B", "T"), Link("T", "U")],
        as_of=AS_OF,
    )
    impact = what_if(graph, [Move("A", days=5), Move("B", days=5)])
    carrier = impact.carrier("U", "float")
    assert carrier is not None
    assert (carrier.codes, carrier.origin) == (("A", "T", "U"), Origin("moved", ("A",)))
    assert carrier.others == (Origin("moved", ("B",)),)


def test_what_is_needed_as_well_is_named_with_what_carries_a_move_to_earlier() -> None:
    doubt = (Query("Really?"),)
    graph = Graph(
        [at(50, "A"), at(40, "B"), at(1, "T")],
        [Link("A", "B", queries=doubt), Link("B", "T", queries=doubt)],
        as_of=AS_OF,
    )
    carrier = what_if(graph, [DropQueries()]).carrier("T", "float")
    assert carrier is not None
    assert (carrier.cause, carrier.codes) == ("link removed", ("B", "T"))
    assert carrier.others == (Origin("link removed", ("A", "B")),)


def _is_later(impact: Impact, code: str, gaps: Gaps) -> bool:
    shift = impact.of(code).shift(gaps)
    assert shift.is_moved
    return shift.before is None or (shift.after is not None and shift.after > shift.before)


@given(plans() | plans(calendars=True), choices())
def test_no_change_and_a_move_by_no_days_move_nothing(graph: Graph, draw: Draws) -> None:
    assert what_if(graph, []).moved == ()
    dated = [m.id for m in graph.milestones if not m.is_complete and project(graph).date(m.id)]
    assume(dated)
    assert what_if(graph, [Move(draw.of(dated), days=0)]).moved == ()


@given(plans() | plans(calendars=True), choices())
def test_a_slip_moves_nothing_further_than_itself_and_more_with_more_days(
    graph: Graph, draw: Draws
) -> None:
    """In both readings. With calendars a date may go on to the next working day."""
    dated = [m.id for m in graph.milestones if not m.is_complete and project(graph).date(m.id)]
    assume(dated)
    code = draw.of(dated)
    few, many = sorted(draw.number(-12, 20) for _ in range(2))
    small, large = (what_if(graph, [Move(code, days=days)]) for days in (few, many))
    for gaps in GAPS:
        for milestone in graph.milestones:
            less, more = (each.of(milestone.id).shift(gaps).days for each in (small, large))
            if less is None or more is None:
                assert less is more is None
                continue
            assert less <= more
            assert less * few >= 0
            assert graph.calendars or abs(less) <= abs(few)


@settings(max_examples=200)
@given(st.one_of(plans(), plans(calendars=True), ladders()))
def test_paths_are_the_critical_paths(graph: Graph) -> None:
    for gaps in GAPS:
        try:
            projection = project(graph, gaps=gaps)
        except CycleError:
            return
        for n, milestone in enumerate(graph.milestones):
            if not milestone.is_complete:
                expected = critical_path(graph, milestone.id, gaps=gaps).codes
                assert least_slack_path(projection, n) == expected


def test_in_a_ladder_the_path_goes_to_what_does_not_follow_from_it() -> None:
    graph = Graph(
        [at(None, "A"), at(None, "B"), at(5, "Y")],
        [Link("B", "A", type="FF"), Link("Y", "A"), Link("A", "B", type="SS")],
        as_of=AS_OF,
    )
    assert least_slack_path(project(graph), 0) == ("A", "Y")


def test_a_path_that_becomes_another_is_told_in_the_reading_in_which_it_does() -> None:
    graph = Graph(
        [at(10, "A"), at(9, "B"), at(20, "C")], [Link("A", "C"), Link("B", "C")], as_of=AS_OF
    )
    impact = what_if(graph, [Move("B", days=5)])
    assert rerouted(impact, ["A", "C"]).paths == (
        Rerouted(milestone="C", gaps="float", before=("C", "A"), after=("C", "B")),
    )
    assert rerouted(impact, ["A", "C"], most_steps=1) == Reroutes((), 1)


def test_a_path_that_ties_with_the_one_before_is_no_other() -> None:
    queried = Link("A", "T", queries=(Query("Really?"),))
    graph = Graph(
        [at(10, "A"), at(10, "B"), at(5, "C"), at(20, "T")],
        [queried, Link("B", "T"), Link("C", "T")],
        as_of=AS_OF,
    )
    assert least_slack_path(project(graph), graph.number("T")) == ("T", "B")
    assert rerouted(what_if(graph, [DropQuery("A", "T")]), ["T"]).paths == ()
    assert rerouted(what_if(graph, [RemoveLink("B", "T")]), ["T"]).paths == ()
    both_go = what_if(graph, [DropQuery("A", "T"), RemoveLink("B", "T")])
    assert [each.after for each in rerouted(both_go, ["T"]).paths] == [("T", "C")]
    without = graph.with_links([Link("B", "T"), Link("C", "T")])
    assert rerouted(what_if(without, [AddLink("A", "T")]), ["T"]).paths == ()


@settings(max_examples=200)
@given(st.one_of(plans(), plans(calendars=True)), choices())
def test_a_milestone_can_be_as_much_later_as_its_room_and_no_more(
    graph: Graph, draw: Draws
) -> None:
    dated = [m.id for m in graph.milestones if not m.is_complete and project(graph).date(m.id)]
    assume(dated)
    code = draw.of(dated)
    room = what_if(graph, []).room(code)

    def others(days: int) -> set[str]:
        return {each.id for each in what_if(graph, [Move(code, days=days)]).moved} - {code}

    if room is None:
        assert not others(999)
    else:
        assert not others(room)
        assert others(room + 1)


def test_working_days_of_a_move_are_those_of_the_calendar_of_the_milestone() -> None:
    office = Calendar("office", holidays=frozenset({date(2020, 1, 6)}))
    friday = date(2020, 1, 3)
    graph = Graph(
        [Milestone("A", due=friday, calendar="office"), Milestone("B", due=friday)],
        as_of=AS_OF,
        calendars=[office],
    )
    for days, expected in ((2, date(2020, 1, 8)), (-1, date(2020, 1, 2))):
        impact = what_if(graph, [Move("A", days=days, is_working=True)])
        assert impact.of("A").absorbed.after == expected
    with pytest.raises(ChangeError, match="B has no calendar whose working days could be counted"):
        what_if(graph, [Move("B", days=2, is_working=True)])
    with pytest.raises(DateRangeError, match="A cannot move by 999999999 working days"):
        what_if(graph, [Move("A", days=999999999, is_working=True)])


def test_a_new_link_counts_its_lag_in_the_calendar_that_it_names() -> None:
    graph = Graph([at(1, "A"), at(2, "B")], as_of=AS_OF, calendars=[Calendar("office")])
    for calendar, expected in ((None, day(3)), ("office", date(2020, 1, 6))):
        impact = what_if(graph, [AddLink("A", "B", lag=2, calendar=calendar)])
        assert impact.of("B").absorbed.after == expected
    with pytest.raises(ChangeError, match=r"no calendar 'ofice' \(did you mean 'office'\?\)"):
        what_if(graph, [AddLink("A", "B", lag=2, calendar="ofice")])


def test_an_answer_is_one_line_in_a_console() -> None:
    graph = Graph([at(1, "A"), at(2, "B")], [Link("A", "B")], as_of=AS_OF)
    impact = what_if(graph, [Move("A", days=5)])
    assert repr(impact) == "<Impact as of 2020-01-01; changes: 1; milestones moved: 2 of 2>"
    found = why(graph, prerequisite="A", dependent="B")
    assert repr(found) == "<Why: B waits on A; chains: 1>"
    found = why(graph, prerequisite="B", dependent="A")
    assert repr(found) == "<Why: A does not wait on B>"
