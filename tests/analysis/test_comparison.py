"""What changed between two plans, and that nothing is missed or made up."""

import re
from collections import Counter
from itertools import product
from pathlib import Path

import yaml
from hypothesis import given

from depgraph import Graph, Link, Milestone, Query, Question, compare, load
from depgraph.analysis.comparison import Untold, without_untold
from depgraph.analysis.recoding import likely_recoded
from depgraph.model import Calendar

from ..drawing import drawn
from .random_plans import day


def plan(*milestones, links=(), **rest):
    return Graph([Milestone(m) if isinstance(m, str) else m for m in milestones], links, **rest)


def codes(found):
    return [each.id for each in found]


def ends(links):
    return [(link.prerequisite, link.dependent) for link in links]


def test_milestones_added_and_removed():
    changes = compare(plan("A", "B"), plan("B", "C"))
    assert (codes(changes.added), codes(changes.removed)) == (["C"], ["A"])


def test_equal_plans_do_not_differ_wherever_they_stand_and_whenever():
    here = plan(Milestone("A", name="N", due=day(1)), as_of=day(0))
    there = plan(Milestone("A", name="N", due=day(1)), as_of=day(9))
    assert not compare(here, there).has_changes
    assert compare(here, plan("A")).has_changes


def test_a_new_name_is_told_and_another_spelling_is_told_apart():
    names = {"A": "Ops rehearsal #1", "B": "Alert filter", "C": "Same"}
    new = {"A": "ops-rehearsal 1", "B": "Alert broker", "C": "Same"}
    changes = compare(
        *(plan(*(Milestone(c, name=n) for c, n in each.items())) for each in (names, new))
    )
    assert [(change.id, change.is_respelled) for change in changes.renamed] == [
        ("A", True),
        ("B", False),
    ]


def test_another_code_that_a_plan_knows_is_certain_and_its_links_went_with_it():
    old = plan("A", "B", links=[Link("A", "B", queries=(Query("Why?"),))])
    new = plan("A", Milestone("B2", aka=("B",)), links=[Link("A", "B2")])
    changes = compare(old, new)
    assert [(each.before.id, each.after.id, each.is_certain) for each in changes.recoded] == [
        ("B", "B2", True)
    ]
    assert not changes.added
    assert not changes.removed
    assert not changes.attributes
    assert not changes.links.added
    assert [ends((change.before, change.after)) for change in changes.links.confirmed] == [
        [("A", "B"), ("A", "B2")]
    ]


def test_one_code_for_two_is_no_recoding():
    changes = compare(plan("A", "B"), plan(Milestone("C", aka=("A", "B"))))
    assert not changes.recoded
    assert codes(changes.removed) == ["A", "B"]


def named(**names):
    return [Milestone(code, name=name) for code, name in names.items()]


def test_nearly_the_same_name_under_a_new_code_is_likely_the_same():
    (found,) = likely_recoded(
        named(X1="Alert distribution validation"), named(Y1="Alert distribution: validations")
    )
    assert (found.before.id, found.after.id, found.is_certain) == ("X1", "Y1", False)
    assert 0.9 <= found.likeness < 1


def test_names_with_other_numbers_are_two_milestones():
    assert not likely_recoded(
        named(X="Pipelines Release Fall 2018"), named(Y="Pipelines Release Fall 2019")
    )


def test_names_that_fit_several_alike_say_nothing():
    assert not likely_recoded(named(X="Review"), named(Y="Review", Z="review"))
    assert not likely_recoded(named(X="Review", W="Review"), named(Y="Review"))
    assert not likely_recoded([Milestone("X")], [Milestone("Y")])


def test_the_biggest_mover_comes_first_whichever_way():
    old = plan(*(Milestone(c, due=day(10)) for c in "ABCD"))
    dates = {"A": day(12), "B": day(3), "C": None, "D": day(10)}
    new = plan(*(Milestone(c, due=due) for c, due in dates.items()))
    assert [(change.id, change.days) for change in compare(old, new).moved] == [
        ("B", -7),
        ("A", 2),
        ("C", None),
    ]


def test_the_date_that_counts_is_the_completion_then_the_forecast():
    def one(**dates):
        return plan(Milestone("A", **dates))

    before = one(due=day(1), forecast=day(5))
    (change,) = compare(before, one(due=day(4), forecast=day(5))).moved
    assert (change.days, change.due_days, change.is_due_only) == (0, 3, True)
    (change,) = compare(before, one(due=day(1), completed=day(2), state="complete")).completed
    assert change.days == -3
    assert codes(compare(one(completed=day(2), state="complete"), before).reopened) == ["A"]


def test_links_that_come_go_and_are_doubted():
    doubt = (Query("Why?"),)
    old = [
        Link("A", "B"),
        Link("A", "C", queries=doubt),
        Link("B", "C"),
        Link("A", "D", queries=doubt),
    ]
    new = [Link("A", "B", queries=doubt), Link("A", "D"), Link("C", "D")]
    links = compare(plan(*"ABCD", links=old), plan(*"ABCD", links=new)).links
    assert ends(links.added) == [("C", "D")]
    assert ends(links.removed) == [("A", "C"), ("B", "C")]
    assert ends(links.dropped) == [("A", "C")]
    assert ends(change.after for change in links.queried) == [("A", "B")]
    assert ends(change.after for change in links.confirmed) == [("A", "D")]
    assert not links.changed


def test_other_terms_of_a_link():
    old = [Link("A", "B"), Link("A", "C", lag=3), Link("A", "C", type="SS")]
    new = [Link("A", "B", type="SS", lag=2), Link("A", "C", lag=4), Link("A", "C", type="SS")]
    links = compare(plan(*"ABC", links=old), plan(*"ABC", links=new)).links
    assert [(change.after.dependent, change.attributes) for change in links.changed] == [
        ("B", ("type", "lag")),
        ("C", ("lag",)),
    ]
    assert not links.added
    assert not links.removed


def test_another_query_on_the_same_link_is_a_change_of_its_words():
    old, new = (
        plan("A", "B", links=[Link("A", "B", queries=(Query(q),))]) for q in ("Why?", "No.")
    )
    links = compare(old, new).links
    assert [change.attributes for change in links.changed] == [("queries",)]
    assert not links.queried


def test_what_a_plan_tells_of_no_milestone_it_does_not_deny():
    full = plan(
        Milestone("A", due=day(3), completed=day(2), state="complete", owner="DM", progress=0),
        Milestone("B", due=day(9), state="unknown", level=2, tags=("x",), forecast=day(9)),
        calendars=[Calendar("office")],
    )
    bare = plan("A", "B")
    comparison, untold = without_untold(compare(full, bare))
    assert not comparison.has_changes
    assert untold == Untold((), ("dates", "owner", "level", "tags", "progress", "calendars"))
    assert without_untold(compare(bare, full))[1] == Untold(untold.after, ())
    one_owner = plan(Milestone("A"), Milestone("B", owner="Camera", due=day(9)))
    comparison, untold = without_untold(compare(full, one_owner))
    assert [(each.id, each.attribute) for each in comparison.attributes] == [
        ("A", "owner"),
        ("B", "owner"),
        ("B", "state"),
    ]
    assert codes(comparison.completed) == []
    assert codes(comparison.reopened) == ["A"]
    assert untold.after == ("level", "tags", "forecast", "progress", "calendars")


def test_nothing_that_a_plan_says_is_passed_over():
    changes = compare(
        plan(
            Milestone("A", owner="DM", duration=3),
            questions=[Question("A", "Who?")],
            calendars=[Calendar("office")],
        ),
        plan(
            Milestone("A", owner="Camera", duration=3, tags=("late",)),
            questions=[Question("A", "When?")],
            calendars=[Calendar("office", frozenset({0}))],
        ),
    )
    assert [(each.attribute, each.values) for each in changes.attributes] == [
        ("owner", ("DM", "Camera")),
        ("tags", ((), ("late",))),
    ]
    assert [question.text for question in changes.asked] == ["When?"]
    assert [question.text for question in changes.settled] == ["Who?"]
    assert changes.calendars == ("office",)


# -- properties ------------------------------------------------------------------------

CODES = "ABCDEF"
DAYS = [day(offset) for offset in range(6)]


@drawn
def small_plans(draw):
    there = sorted(draw.distinct(CODES, 1))
    milestones = []
    for code in there:
        completed = draw.of([None] * 8 + [day(-offset) for offset in range(4)])
        state = "complete" if completed else "incomplete"
        name = draw.maybe(["Alert filter", "alert-filter", "Other"])
        milestones.append(
            Milestone(code, name, due=draw.maybe(DAYS), completed=completed, state=state)
        )
    pairs = draw.some(list(product(there, repeat=2)), most=9)
    links = [
        Link(
            *pair,
            type=draw.of(["FS", "SS"]),
            lag=draw.number(0, 1),
            queries=draw.of([(), (), (Query("Why?"),), (Query(""),)]),
        )
        for pair in pairs
    ]
    return Graph(milestones, links, as_of=day(0))


@given(small_plans())
def test_a_plan_does_not_differ_from_itself(graph):
    assert not compare(graph, graph).has_changes


@given(small_plans(), small_plans())
def test_the_other_way_round_everything_is_mirrored(old, new):
    there, back = compare(old, new), compare(new, old)
    assert (there.added, there.removed) == (back.removed, back.added)
    assert (there.completed, there.reopened) == tuple(
        tuple(change._replace(before=change.after, after=change.before) for change in found)
        for found in (back.reopened, back.completed)
    )
    assert [(c.id, c.days) for c in there.moved] == [
        (c.id, None if c.days is None else -c.days) for c in back.moved
    ]
    assert (there.links.added, there.links.removed) == (back.links.removed, back.links.added)
    assert [(c.before, c.after) for c in there.links.queried] == [
        (c.after, c.before) for c in back.links.confirmed
    ]
    assert {(c.before, c.after) for c in there.links.changed} == {
        (c.after, c.before) for c in back.links.changed
    }
    assert {(r.before.id, r.after.id) for r in there.recoded} == {
        (r.after.id, r.before.id) for r in back.recoded
    }


@given(small_plans(), small_plans())
def test_what_is_told_of_the_links_makes_the_one_plan_the_other(old, new):
    links = compare(old, new).links
    made = Counter(old.links)
    made.subtract(links.removed)
    made.update(links.added)
    for change in {*links.queried, *links.confirmed, *links.changed}:
        # Links that say the same count one by one.
        times = [*links.queried, *links.confirmed].count(change) or links.changed.count(change)
        made.subtract({change.before: times})
        made.update({change.after: times})
    assert +made == Counter(new.links)
    assert not -made


@given(small_plans(), small_plans())
def test_every_milestone_is_added_removed_or_kept(old, new):
    changes = compare(old, new)
    before, after = ({m.id for m in graph.milestones} for graph in (old, new))
    assert set(codes(changes.added)) == after - before
    assert set(codes(changes.removed)) == before - after
    for code in before & after:
        moved = old[code].own_date != new[code].own_date or old[code].due != new[code].due
        assert moved == (code in codes(changes.moved))


# -- the shipped schedules -------------------------------------------------------------


SCHEDULES = sorted((Path(__file__).parents[2] / "graphs" / "schedules").glob("*.yaml"))


def facts(path):
    """What a schedule says, read without depgraph."""
    read = yaml.safe_load(path.read_text())["milestones"]
    links = {(before, code) for code, each in read.items() for before in each.get("requires", ())}
    return read, links


def by_numbers(code):
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", code)], code


def date_of(entry):
    return entry.get("completed") or entry["due"]


def test_the_story_of_the_shipped_schedules():
    for old_path, new_path in (SCHEDULES[:2], SCHEDULES[1:], SCHEDULES[::2]):
        (old, old_links), (new, new_links) = facts(old_path), facts(new_path)
        both = sorted(old.keys() & new.keys(), key=by_numbers)
        changes = compare(load(old_path, schedule=old_path), load(new_path, schedule=new_path))
        assert codes(changes.added) == sorted(new.keys() - old.keys(), key=by_numbers)
        assert codes(changes.removed) == sorted(old.keys() - new.keys(), key=by_numbers)
        assert set(ends(changes.links.added)) == new_links - old_links
        assert set(ends(changes.links.removed)) == old_links - new_links
        assert codes(changes.renamed) == [c for c in both if old[c]["name"] != new[c]["name"]]
        assert codes(changes.completed) == [
            c for c in both if "completed" in new[c] and "completed" not in old[c]
        ]
        assert not changes.reopened

        moved = {
            code: (date_of(new[code]) - date_of(old[code])).days
            for code in both
            if date_of(new[code]) != date_of(old[code])
        }
        assert {change.id: change.days for change in changes.moved if change.days} == moved


def test_2018_to_2024_in_numbers():
    first, _, last = (load(path, schedule=path) for path in SCHEDULES)
    changes = compare(first, last)
    assert (len(changes.added), len(changes.removed), len(changes.renamed)) == (18, 44, 8)
    assert (len(changes.completed), len(changes.links.added), len(changes.links.removed)) == (
        *(66, 14, 59),
    )
    assert (changes.moved[0].id, changes.moved[0].days) == ("DM-DAX-9", 2372)
    assert {"LDM-503-EFDa", "LDM-GEN3"} <= set(codes(changes.added))
    assert not changes.recoded
