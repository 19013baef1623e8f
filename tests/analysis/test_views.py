"""Milestones as a view of a network: one answer, whether its activities are shown or not."""

import random
from collections.abc import Collection, Iterator
from datetime import date
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depgraph.analysis.critical_path import critical_path
from depgraph.analysis.deadline_floats import deadline_floats
from depgraph.analysis.delays import delays
from depgraph.analysis.floats import floats_to_ends, total_floats
from depgraph.analysis.hop_counts import hop_counts
from depgraph.analysis.projection import GAPS, project
from depgraph.analysis.rollup import roll_up
from depgraph.analysis.separation import separated, stated_network, without_links
from depgraph.analysis.view_hops import ViewHops
from depgraph.analysis.what_if import what_if
from depgraph.analysis.why import why
from depgraph.model import Calendar, Graph, Link, Milestone, Position, Query, Rules, Work
from depgraph.model.changes import DropQuery, Move, RemoveLink
from depgraph.sources.skeleton import chains_of
from depgraph.sources.views import view_of_network

from .random_plans import plans
from .reference import Reference

CONTRACT = partial(chains_of, hours_per_day=8)
AS_OF = date(2026, 1, 5)
OFFICE = Calendar("office")
DOUBT = (Query("Really?", Position("queries.yaml", 4, 9)),)


def view_of(whole: Graph, shown: Collection[str]) -> Graph:
    return whole.view({*shown}, CONTRACT)


def shown_of(whole: Graph, bits: int) -> list[str]:
    """Return some of the codes, at least one."""
    codes = [milestone.id for n, milestone in enumerate(whole.milestones) if bits >> n & 1]
    return codes or [whole.milestones[0].id]


def plain(whole: Graph) -> Graph:
    return whole.with_links(link._replace(queries=()) for link in whole.links)


BITS = st.integers(0, 255)


# -- the view and the whole agree --------------------------------------------------------


@settings(max_examples=60)
@given(plans(calendars=True, most=8), BITS, st.sampled_from(GAPS))
def test_dates_and_floats_are_those_of_all_activities(whole, bits, gaps):
    view = view_of(whole, shown_of(whole, bits))
    of_view, of_whole = project(view, gaps=gaps), project(whole, gaps=gaps)
    to_ends, late = floats_to_ends(of_whole), deadline_floats(of_whole)
    causes_of = delays(of_whole)
    for milestone in view.milestones:
        code = milestone.id
        assert of_view.date(code) == of_whole.date(code)
        assert of_view.free_float(code) == of_whole.free_float(code)
        assert floats_to_ends(of_view).get(code) == to_ends.get(code)
        assert deadline_floats(of_view).get(code) == late.get(code)
        assert total_floats(of_view, code) == total_floats(of_whole, code)
        assert of_view.driver(code).driver == of_whole.driver(code).driver
        delay = causes_of[whole.number(code)]
        assert delays(of_view)[whole.number(code)].root == delay.root


@settings(max_examples=40)
@given(plans(calendars=True, most=8), BITS, st.integers(1, 9))
def test_what_moves_is_what_moves_of_all_activities(whole, bits, days):
    view = view_of(whole, shown_of(whole, bits))
    dates = project(whole)
    first = next((m.id for m in view.milestones if not m.is_complete and dates.date(m.id)), None)
    if first is None:
        return
    of_view, of_whole = (what_if(graph, [Move(first, days=days)]) for graph in (view, whole))
    moved = {each.id: each.absorbed for each in of_whole.moved}
    assert {each.id: each.absorbed for each in of_view.moved} == {
        code: shift for code, shift in moved.items() if code in view.codes
    }
    assert of_view.moved_activities == len(moved.keys() - view.codes)
    for each in of_view.moved:
        carrier = of_view.carrier(each.id, "float")
        whole_carrier = of_whole.carrier(each.id, "float")
        if carrier is not None and whole_carrier is not None:
            assert carrier.codes == tuple(c for c in whole_carrier.codes if c in view.codes)


@settings(max_examples=60)
@given(plans(calendars=True, most=8), BITS)
def test_a_critical_path_is_that_of_all_activities_folded(whole, bits):
    view = view_of(whole, shown_of(whole, bits))
    for milestone in view.milestones:
        folded, full = (critical_path(graph, milestone.id) for graph in (view, whole))
        assert folded.codes == tuple(code for code in full.codes if code in view.codes)
        between = [code for code in full.codes if code not in view.codes]
        through = [code for step in folded.steps if step.link for code in reversed(_between(step))]
        begins = folded.begins[0]
        if begins is not None:
            through += [*reversed(_activities(begins.link)), begins.activity.id]
        assert through == between
        assert folded.projected == full.projected


def _between(step) -> tuple[str, ...]:
    return _activities(step.link)


def _activities(link: Link) -> tuple[str, ...]:
    return link.witness.activities if link.witness else ()


@settings(max_examples=60)
@given(plans(most=8), BITS)
def test_the_slack_of_a_folded_step_is_how_far_its_milestone_can_move(whole, bits):
    """The milestone of the step moves day by day, until the chain moves the step before."""
    view = view_of(whole, shown_of(whole, bits))
    projection = project(view)
    for target in view.codes:
        path = critical_path(view, target)
        for before, step in zip(path.steps, path.steps[1:], strict=False):
            if step.milestone.is_complete or step.link is None:
                continue
            codes = [step.id, *_activities(step.link), before.id]
            assert step.link_slack in {_room(projection, links) for links in _chains(whole, codes)}


def _chains(whole: Graph, codes: list[str]) -> list[list[int]]:
    """Return all choices of links along some codes."""
    chains: list[list[int]] = [[]]
    for first, second in pairwise(codes):
        numbers = whole.numbers_between(whole.number(first), whole.number(second))
        chains = [[*chain, number] for chain in chains for number in numbers]
    return chains


def _room(projection, links: list[int]) -> int:
    """Return the most days that the first of a chain can move, trying one after another."""
    graph, bounds = projection.graph, projection.bounds
    first = projection.finish[graph.link_sources[links[0]]]
    last = projection.finish[graph.link_targets[links[-1]]]
    for room in range(60, -61, -1):
        at = first + room
        for number in links:
            at = bounds.earliest(number, at)
        if at <= last:
            return room
    raise AssertionError("no room")


# -- the links of a view -----------------------------------------------------------------


@settings(max_examples=60)
@given(plans(most=8), BITS)
def test_a_link_joins_milestones_that_a_chain_of_activities_does(whole, bits):
    view = view_of(whole, shown_of(whole, bits))
    joined = {
        (first, second)
        for first in view.codes
        for second in _reached(whole, first, view.codes)
        if first != second and second in view.codes
    }
    hops = ViewHops(view, None)
    for code in view.codes:
        n = whole.number(code)
        near = view.links_into(code), view.links_out_of(code)  # none of the others is made
        after = {whole.milestones[to].id for to in hops.successors(n)}
        before = {whole.milestones[at].id for at in hops.prerequisites(n)}
        assert after == {second for first, second in joined if first == code}
        assert before == {first for first, second in joined if second == code}
        assert {link.prerequisite for link in near[0]} == before
        assert {link.dependent for link in near[1]} == after
    assert {link.ends for link in view.links} == joined
    for code in view.codes:
        assert view.links_into(code) == tuple(link for link in view.links if link.dependent == code)


def test_a_view_that_is_asked_of_many_milestones_makes_all_links_once():
    codes = [f"M{n:02d}" for n in range(20)]
    links = [Link(prerequisite=a, dependent=b) for a, b in pairwise(codes)]
    whole = Graph([Milestone(id=code) for code in codes], links)
    made = []

    def contract(part, _shown):
        made.append(len(part))
        return part.links

    view = whole.view({*codes}, contract)
    assert [view.links_into(code) for code in codes] == [whole.links_into(code) for code in codes]
    assert max(made[:-1]) < made[-1] == len(whole)
    assert len(made) < 10


def _reached(whole: Graph, first: str, shown: Collection[str]) -> Iterator[str]:
    for second in whole.successors(first):
        yield second
        if second not in shown:
            yield from _reached(whole, second, shown)


@settings(max_examples=60)
@given(plans(calendars=True, most=8), BITS)
def test_a_hop_has_the_least_slack_of_its_chains(whole, bits):
    view = view_of(whole, shown_of(whole, bits))
    projection = project(view)
    hops = ViewHops(view, projection)
    for code in view.codes:
        least: dict[int, int] = {}
        for number in whole.incoming[whole.number(code)]:
            for chain in _chains_back(whole, [number], view.codes):
                n = whole.link_sources[chain[0]]
                if any(projection.finish[whole.link_sources[k]] is None for k in chain):
                    continue
                slack = projection.chains.slack(chain)
                if slack is not None:
                    least[n] = min(slack, least.get(n, slack))
        assert hops.slacks(whole.number(code)) == least


@settings(max_examples=60)
@given(plans(most=8), BITS, st.integers(0, 2**32))
def test_slacks_in_minutes_of_several_calendars_are_those_of_a_search_for_chains(plan, bits, seed):
    whole = in_minutes(plan, random.Random(seed))  # noqa: S311 - no secret
    view = view_of(whole, shown_of(whole, bits))
    hops = ViewHops(view, project(view))
    for n in map(whole.number, view.codes):
        slow = {source: slack for source, (slack, _) in hops._to(n).items()}
        assert hops.slacks(n) == slow


def in_minutes(plan: Graph, choice: random.Random) -> Graph:
    """Return the activities and links of a plan as a schedule network, with work of all kinds."""
    shifts = ((480, 720), (780, 1020)), ((360, 840),)
    calendars = [
        Calendar("office", shifts=(shifts[0],) * 5 + ((), ())),
        Calendar("site", shifts=(shifts[1],) * 6 + ((),), holidays=frozenset([AS_OF])),
    ]
    names = [calendar.name for calendar in calendars] * 3 + [None]
    now = AS_OF.toordinal() * 1440 + 480
    works = []
    for _ in plan.milestones:
        minutes = choice.choice([0, 60, 240, 480, 960, 1500])
        done = now - choice.choice([600, 2000]) if choice.random() < 0.1 else None
        work = Work(started=done, completed=done) if done else Work(minutes=minutes, total=minutes)
        works.append(
            work._replace(
                is_milestone=not work.minutes,
                is_start=not work.minutes and choice.random() < 0.4,
                is_elapsed=choice.random() < 0.1,
            )
        )
    milestones = [
        Milestone(
            milestone.id,
            state="complete" if work.completed else "incomplete",
            completed=AS_OF if work.completed else None,
            calendar=choice.choice(names),
            work=work,
        )
        for milestone, work in zip(plan.milestones, works, strict=True)
    ]
    links = [
        link._replace(
            type=choice.choice(("FS", "FS", "SS", "FF", "SF")),
            calendar=choice.choice(names),
            lag_minutes=choice.choice([0, 0, 0, 480, -240, 100]),
            queries=(),
        )
        for link in plan.links
    ]
    rules = Rules(data_date=now, start=now)
    return Graph(milestones, links, as_of=AS_OF, calendars=calendars, rules=rules)


def _chains_back(whole: Graph, chain: list[int], shown: Collection[str]) -> Iterator[list[int]]:
    n = whole.link_sources[chain[0]]
    if whole.milestones[n].id in shown:
        yield chain
        return
    for number in whole.incoming[n]:
        yield from _chains_back(whole, [number, *chain], shown)


# -- links that stand for chains -----------------------------------------------------------


@settings(max_examples=100)
@given(plans(most=8), BITS, st.integers(0, 63))
def test_without_a_link_what_lies_between_goes_on_without_the_prerequisite(whole, bits, which):
    """Compared with a plan in which each chain to the dependent is there by itself."""
    view = view_of(plain(whole), shown_of(whole, bits))
    chains = [link for link in view.links if link.witness.activities]
    if not chains:
        return
    link = chains[which % len(chains)]
    without = without_links(view, [link])
    reference = Reference(_unrolled(view.whole, *link.ends, view.codes))
    projection = project(without)
    for milestone in view.milestones:
        assert projection.date(milestone.id) == _date(reference, milestone.id)
    assert link.ends not in {other.ends for other in without.links}
    impact = what_if(view, [RemoveLink(*link.ends)])
    for milestone in view.milestones:
        assert impact.of(milestone.id).absorbed.after == projection.date(milestone.id)


def _date(reference: Reference, code: str) -> date | None:
    day = reference.finish[code]
    return None if day is None else date.fromordinal(day)


def _unrolled(whole: Graph, first: str, second: str, shown: Collection[str]) -> Graph:
    """Return a network in which what lies between two milestones is there for each chain."""
    milestones, links = list(whole.milestones), []

    def copied(link: Link, dependent: str) -> None:
        if link.prerequisite == first:
            return
        source = link.prerequisite
        if source not in shown:
            copy = f"{source}{len(milestones)}"
            milestones.append(whole[source]._replace(id=copy))
            for before in whole.links_into(source):
                copied(before, copy)
            source = copy
        links.append(link._replace(prerequisite=source, dependent=dependent))

    for link in whole.links:
        if link.dependent == second and link.prerequisite not in shown:
            copied(link, second)
        else:
            links.append(link)
    return Graph(milestones, links, as_of=whole.as_of)


@settings(max_examples=60)
@given(plans(calendars=True, most=8), BITS, st.integers(0, 63))
def test_a_doubt_about_chains_changes_no_date_and_is_one_link(whole, bits, which):
    days = [m if m.duration is None else m._replace(calendar=None) for m in whole.milestones]
    view = view_of(plain(whole.with_parts(milestones=days)), shown_of(whole, bits))
    chains = [link for link in view.links if link.witness.activities]
    if not chains:
        return
    link = chains[which % len(chains)]
    remark = Link(*link.ends, queries=DOUBT, position=DOUBT[0].position)
    doubted = view_of(separated(view.whole, [remark], view.codes), view.codes)
    before, after = project(view), project(doubted)
    for milestone in view.milestones:
        code = milestone.id
        assert before.date(code) == after.date(code)
        floats = total_floats(before, code), total_floats(after, code)
        assert [{m: f[m] for m in f if m in view.codes} for f in floats[:1]] == [
            {m: f[m] for m in f if m in view.codes} for f in floats[1:]
        ]
        assert critical_path(doubted, code).codes == critical_path(view, code).codes
    assert [queried.ends for queried in doubted.queried_links] == [link.ends]
    assert {other.ends: other.queries for other in doubted.links if other.queries} == {
        link.ends: DOUBT
    }
    assert stated_network(doubted).milestones == view.whole.milestones
    assert {other.ends for other in stated_network(doubted).links} == {
        other.ends for other in view.whole.links
    }
    dropped = project(without_links(view, [link]))
    firm = project(doubted.without_queried_links())
    by_change = what_if(doubted, [DropQuery(*link.ends)])
    for milestone in view.milestones:
        code = milestone.id
        assert firm.date(code) == dropped.date(code) == by_change.of(code).absorbed.after


# -- by hand -------------------------------------------------------------------------------


def driving_through_work(*more: Link) -> Graph:
    """A freeze, four weeks of work to a milestone, and one week to another; then the end."""
    durations = {"WORK1": 20, "WORK2": 5}
    earliest = {"FREEZE": date(2026, 1, 9), "WORK1": date(2026, 1, 26)}
    milestones = [
        Milestone(
            code,
            duration=durations.get(code),
            not_before=earliest.get(code),
            calendar="office",
            position=Position("plan.xer", 3, 1),
        )
        for code in ("FREEZE", "WORK1", "M1", "WORK2", "M2", "END")
    ]
    pairs = ("FREEZE WORK1", "WORK1 M1", "FREEZE WORK2", "WORK2 M2", "M1 END", "M2 END")
    links = [Link(*pair.split(), position=Position("plan.xer", 9, 1)) for pair in pairs]
    whole = Graph(milestones, [*links, *more], as_of=AS_OF, calendars=[OFFICE])
    return view_of_network(whole, ("FREEZE", "M1", "M2", "END"), CONTRACT)


def test_what_drives_through_work_has_no_float() -> None:
    path = critical_path(driving_through_work(), "END")
    assert path.codes == ("END", "M1", "FREEZE")
    freeze = path.steps[-1]
    assert (freeze.total_float, freeze.link_slack, str(path.projected)) == (0, 0, "2026-02-06")
    witness = freeze.link.witness
    assert (witness.activities, witness.work_days, witness.wait_days) == (("WORK1",), 20, 0)
    assert path.driving_chain_links[-1].ends == ("FREEZE", "M1")


def test_a_remark_on_chains_is_their_doubt() -> None:
    remark = Link("FREEZE", "M1", queries=DOUBT, position=DOUBT[0].position)
    view = driving_through_work(remark)
    assert [link.ends for link in view.queried_links] == [("FREEZE", "M1")]
    doubted = next(link for link in view.links if link.queries)
    assert (doubted.witness.activities, str(doubted.position)) == (("WORK1",), "queries.yaml:4")
    firm = view.without_queried_links()
    assert str(project(firm).date("M1")) == "2026-01-26"
    assert str(project(firm).date("M2")) == "2026-01-16"
    begins = critical_path(firm, "M1").begins[0]
    assert (begins.activity.duration, begins.driver) == (20, "not before")
    answer = why(view, prerequisite="FREEZE", dependent="END")
    assert answer.chains.total == 2
    assert answer.firm_chains.total == 1
    assert [chain.slack for chain in (answer.tightest,)] == [0]


def test_what_waits_on_itself_is_its_own_neighbour_before_links_are_made() -> None:
    view = driving_through_work(Link("M1", "M1", position=DOUBT[0].position))
    neighbours = view.predecessors("M1"), view.successors("M1")
    assert neighbours == (("FREEZE", "M1"), ("END", "M1"))
    assert [link.ends for link in view.links if link.dependent == "M1"] == [
        ("FREEZE", "M1"),
        ("M1", "M1"),
    ]


def test_two_remarks_on_chains_are_both_their_doubt() -> None:
    remark = Link("FREEZE", "M1", position=DOUBT[0].position)
    remarks = [remark._replace(queries=(Query(text),)) for text in ("Really?", "Why?")]
    (doubted,) = driving_through_work(*remarks).queried_links
    assert [query.text for query in doubted.queries] == ["Really?", "Why?"]


@pytest.mark.parametrize("code", ["M1", "END"])
def test_what_a_path_begins_with_is_told(code: str) -> None:
    view = driving_through_work()
    whole = view.whole.with_links(
        link for link in view.whole.links if link.ends != ("FREEZE", "WORK1")
    )
    path = critical_path(view.over(whole), code)
    assert path.codes[-1] == "M1"
    assert path.begins[0].activity.id == "WORK1"
    assert path.begins[0].link.ends == ("WORK1", "M1")


@settings(max_examples=40)
@given(plans(most=8), BITS)
def test_what_a_milestone_waits_on_is_counted_as_by_its_links(whole, bits):
    view = view_of(plain(whole), shown_of(whole, bits))
    made = Graph(view.milestones, view.links, as_of=view.as_of)
    for code in view.codes:
        assert roll_up(view, code) == roll_up(made, code)


@settings(max_examples=60)
@given(plans(most=8), BITS)
def test_links_are_counted_and_some_made_as_all_are(whole, bits):
    view, made = (view_of(whole, shown_of(whole, bits)) for _ in range(2))
    counts = hop_counts(view)
    assert counts.links == len(made.links)
    assert counts.before == [*map(len, made.incoming)]
    assert counts.after == [*map(len, made.outgoing)]
    assert [view.predecessors(code) for code in view.codes] == [
        tuple(dict.fromkeys(link.prerequisite for link in made.links_into(code)))
        for code in made.codes
    ]
    wanted = {link.prerequisite: {link.dependent} for link in made.links}
    assert view.with_hops(wanted).links == tuple(
        link for link in made.links if link.dependent in wanted[link.prerequisite]
    )


@settings(max_examples=40)
@given(plans(most=8), BITS, st.integers(1, 6))
def test_the_hops_kept_are_those_of_least_slack(whole, bits, most):
    view = view_of(whole, shown_of(whole, bits))
    numbers = [*map(whole.number, view.codes)]
    every = ViewHops(view, project(view))
    pairs = [(source, n) for n in numbers for source in every.prerequisites(n)]
    pairs.sort(key=lambda pair: _by_slack(every.slacks(pair[1]).get(pair[0])))
    kept = ViewHops(view, project(view))
    first = {*pairs[-1:]}
    chosen = kept.keep_least(most, numbers, first)
    assert set(chosen) == {*first, *pairs[: max(0, most - len(first))]}
    for source, n in chosen:
        assert kept.slacks(n).get(source) == every.slacks(n).get(source)


def _by_slack(slack: int | None) -> tuple[bool, int]:
    return slack is None, slack or 0
