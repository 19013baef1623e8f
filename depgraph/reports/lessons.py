"""Why each built-in check matters, and a small plan that it finds something in."""

from __future__ import annotations

import re
from textwrap import dedent

from depgraph.records import Struct


class Lesson(Struct):
    """What there is to learn about a check.

    Attributes
    ----------
    why
        Why it matters.
    example
        A graph file, or several, each after a line ``# name``, that the check finds
        something in.
    """

    why: str
    example: str


_TEXT = """
empty-plan: A wrong path in a pipeline would pass for ever, since nothing is wrong with nothing.
    milestones: {}

unknown-code: A mistyped code is a link that is missing: what waits on it would look as if it
waited on nothing, and every date behind it would be too early.
    # depgraph.yaml
    graph: plan.csv
    # plan.csv
    ID,Name,Due date,Depends on
    SW-1,Data are read,2026-01-30,
    SW-2,Data are calibrated,2026-03-31,SW-11

cycle: Nothing in a cycle can be finished, and no date behind it can be computed.
    milestones:
      A: {requires: [B]}
      B: {requires: [A]}

level-of-effort-cycle: Work that goes along with other work ends when that does; where something
waits on its end, everything waits on itself, and no date can be computed.
    milestones:
      Start: {}
      Support: {requires: [{id: Start, type: SS}, {id: Test, type: FF}]}
      Build: {requires: [{id: Support, type: FF}]}
      Test: {requires: [Build]}

infeasible-ladder: Each link asks for a later date than the one before, round and round: B cannot
start 2 days after A, take 5 and still end before A, which takes 6.
    milestones:
      A: {duration: 6, requires: [{id: B, type: FF}]}
      B: {duration: 5, requires: [{id: A, type: SS, lag: 2}]}

ladder: Work side by side is linked so; but so is a cycle in which two types are mistyped.
    milestones:
      A: {duration: 9, requires: [{id: B, type: FF}]}
      B: {duration: 5, requires: [{id: A, type: SS, lag: 2}]}

date-order: The dependent cannot be on time if what it waits on is planned later.
    milestones:
      A: {due: 2020-03-01}
      B: {due: 2020-02-01, requires: [A]}

completed-out-of-order: Either a completion is wrong, or the work did not need the link.
    as_of: 2020-06-01
    milestones:
      A: {completed: 2020-03-01}
      B: {completed: 2020-02-01, requires: [A]}

complete-over-incomplete: What is complete did not wait, so one of the two states or the link is
wrong.
    as_of: 2020-06-01
    milestones:
      A: {due: 2020-05-01}
      B: {completed: 2020-02-01, requires: [A]}

completed-in-future: Nothing is known of the time after the as-of date, so the completion does not
count.
    as_of: 2020-01-01
    milestones:
      A: {completed: 2020-02-01}

conflicting-attribute: Only one value counts, and readers of the other file are misled.
    # one.yaml
    milestones:
      A: {due: 2020-01-01}
    # two.yaml
    milestones:
      A: {due: 2020-02-01}

redundant-link: It says nothing new, clutters the picture, and stays behind when the plan changes.
    milestones:
      A: {}
      B: {requires: [A]}
      C: {requires: [B, A]}

duplicate-link: One of them is corrected later and the other forgotten.
    milestones:
      A: {}
      B: {requires: [A, A]}

self-link: What waits on itself can never be finished; mostly the code is mistyped.
    milestones:
      A: {requires: [A]}

orphan: Nothing in the plan depends on it and it depends on nothing: its links are missing.
    milestones:
      A: {}
      B: {}
      C: {requires: [B]}

undated: Nobody has said when it will be done: a projection leaves it out or knows only what comes
before it, and is too early.
    milestones:
      A: {}
      B: {due: 2020-02-01, requires: [A]}

schedule-only: Nobody knows what it waits on, so it is missing in every answer.
    # depgraph.yaml
    graph: graph.yaml
    schedule: schedule.yaml
    # graph.yaml
    milestones:
      A: {}
    # schedule.yaml
    milestones:
      A: {due: 2020-01-01}
      B: {due: 2020-02-01}

overdue: Its date says nothing any more, and what waits on it is later than it seems.
    as_of: 2020-06-01
    milestones:
      A: {due: 2020-02-01}

stale-forecast: A forecast that has passed says nothing any more, also where no due date has.
    as_of: 2020-06-01
    milestones:
      A: {forecast: 2020-03-01}
      B: {due: 2020-07-01, requires: [A]}

deadline-missed: A limit that was agreed on is broken by the plan itself, before anything slips.
    as_of: 2020-06-01
    milestones:
      A: {due: 2020-09-01, not_after: 2020-08-01}

open-question: The plan is not agreed on while a question is open.
    milestones:
      A: {questions: [Who delivers this?]}

stale-query: A doubt about what has happened distracts from those that still matter.
    as_of: 2020-06-01
    milestones:
      A: {completed: 2020-02-01}
      B: {requires: [{id: A, query: Is it needed?}]}

suspicious-id: A mistyped code makes a second milestone, whose links the first one lacks.
    milestones:
      LDM-503-09: {}
      LDM-503-9: {requires: [LDM-503-09]}

count-mismatch: Either the list or the total is wrong, and nobody can tell when all of it is done.
    groups:
      priority-1: {totals: [{members: 3, where: the summary}]}
    milestones:
      R-1: {kind: requirement, tags: [priority-1]}
      R-2: {kind: requirement, tags: [priority-1]}

source-notice: What a reader of another format had to guess or leave out, an answer may lack.
    # depgraph.yaml
    graph: notes.rst
    # notes.rst
    Notes of a review in May.

    DM-2: Second step
    -----------------

    - DM-1: First step

unused-selector: A rule that matches nothing looks as if all was well.
    # depgraph.yaml
    graph: graph.yaml
    owners:
      - {match: "LDM-*", owner: DM}
    # graph.yaml
    milestones:
      A: {}
"""
"""For each check why it matters and, further in, an example."""

_LESSON = re.compile(r"^([a-z-]+): (\S.*\n(?:\S.*\n)*)((?: {4}.*\n|\n)+)", re.MULTILINE)

LESSONS = {
    name: Lesson(" ".join(why.split()), dedent(example).rstrip() + "\n")
    for name, why, example in _LESSON.findall(_TEXT)
}
