"""Networks in minutes against both schedulers of MPXJ, with shares of what agrees.

A finish agrees where it is the same point of working time. Where an activity differs, all that
waits on it does too. What the two understand differently is left out of the networks, by name:

- start constraints on work that FF or SF drives, SF with a lag, SF at what has begun, and FF with a
  lag from what is complete: MPXJ has such work finish before it starts, or takes the start from
  one link and the finish from another;
- a constraint on what nothing leads to: MPXJ begins it before the data date;
- what has begun and waits on nothing: MPXJ leaves it at its planned finish;
- SS without a lag where lags count 24 hours: MPXJ goes to the project's calendar;
- for Microsoft Project, work until midnight: from there MPXJ goes to the day after next.

Finishes of P6 that still differ come from FF whose lag ends outside of work. Late finishes differ
where MPXJ takes the lag of SS off in the calendar of the prerequisite, but adds it in another one,
and where links lead through what was completed out of sequence.

DEPGRAPH_NETWORKS is how many networks of 60 activities there are of each kind.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from depgraph.analysis.moments.late import late_finishes
from depgraph.analysis.moments.logic import Logic, logic_of
from depgraph.analysis.moments.schedule import scheduled
from depgraph.model import Graph
from depgraph.sources.formats import read_source
from depgraph.sources.merge import merge
from depgraph.sources.mpxj_network import NetworkReader
from depgraph.sources.network_file import network_file
from depgraph.sources.reading import ReadingOptions

from .mpxj_process import asked_of_mpxj, moment
from .schedule_files import START, WEEKS, Plan, begun, mspdi, random_plan, xer

pytestmark = pytest.mark.slow

COUNT = int(os.environ.get("DEPGRAPH_NETWORKS", "8"))
DAYTIME = [name for name in WEEKS if name != "24 x 7"]
KINDS = ("not begun", "in sequence", "out of sequence")
LEAST = {"not begun": 99.0, "in sequence": 99.0, "out of sequence": 93.0}
LEAST_LATE = 95.0 if COUNT >= 40 else 92.0
"""One activity that differs takes those with it that it waits for: few networks vary more."""


class Schedule(NamedTuple):
    """A network with its moments."""

    graph: Graph
    logic: Logic
    finish: list[int]
    late: list[int | None]
    start: list[int]


def schedule_of(graph: Graph) -> Schedule:
    assert graph.rules is not None
    logic = logic_of(graph, graph.rules, graph.as_of or date.fromordinal(START // 1440))
    moments, forward = scheduled(logic)
    late = late_finishes(logic, moments, forward)
    return Schedule(graph, logic, moments.finish, late, moments.start)


def read_xer(text: str, folder: Path) -> Graph:
    path, problems = folder / "plan.xer", []
    path.write_text(text, encoding="utf-8", newline="")
    graph_file = read_source(path, "plan.xer", ReadingOptions(activities=True), problems)
    return merge([graph_file], problems=problems)


def plans(kind: str, folder: Path, calendars: Sequence[str] = tuple(WEEKS)) -> list[Plan]:
    made = []
    for seed in range(COUNT):
        plan = random_plan(seed, calendars=calendars)
        if kind != "not begun":
            before = schedule_of(read_xer(xer(plan), folder))
            codes = [milestone.id for milestone in before.graph.milestones]
            moments = zip(before.start, before.finish, strict=True)
            dates = dict(zip(codes, moments, strict=True))
            plan = begun(plan, seed, dates, in_sequence=kind == "in sequence")
        made.append(plan)
    return made


class Compared(NamedTuple):
    """How many activities agree, of how many."""

    finishes: int
    late: int
    critical: int
    of: int

    def told(self, of_what: str, capsys: pytest.CaptureFixture[str]) -> list[float]:
        """Print the shares in per cent, and return them."""
        shares = [100 * n / self.of for n in (self.finishes, self.late, self.critical)]
        words = zip(shares, ("finishes", "late finishes", "critical flags"), strict=True)
        parts = ", ".join(f"{share:.2f} % of {what}" for share, what in words)
        with capsys.disabled():
            print(f"\n{of_what}: of {self.of} activities, {parts} agree")  # noqa: T201
        return shares


def compared(schedules: list[Schedule], answers: list[dict[str, Any]]) -> Compared:
    finishes = late = critical = number = 0
    for schedule, answer in zip(schedules, answers, strict=True):
        assert "error" not in answer, answer
        for n, milestone in enumerate(schedule.graph.milestones):
            if schedule.logic.works[n].completed is not None:
                continue
            says, times = answer["tasks"][milestone.id], schedule.logic.times[n]
            number += 1
            finish, last = times.work(schedule.finish[n]), schedule.late[n]
            finishes += finish == times.work(moment(says["finish"]))
            assert last is not None
            late += times.work(last) == times.work(moment(says["late_finish"]))
            critical += (times.work(last) <= finish) == says["critical"]
    return Compared(finishes, late, critical, number)


@pytest.fixture(scope="module")
def p6(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Compared]:
    """All networks as P6 schedules them, by one Java machine."""
    folder = tmp_path_factory.mktemp("p6")
    texts = {kind: [xer(plan) for plan in plans(kind, folder)] for kind in KINDS}
    asked = [
        {"kind": "xer", "text": text, "schedule": True} for kind in KINDS for text in texts[kind]
    ]
    answers = asked_of_mpxj(asked)
    return {
        kind: compared(
            [schedule_of(read_xer(text, folder)) for text in texts[kind]],
            answers[n * COUNT : (n + 1) * COUNT],
        )
        for n, kind in enumerate(KINDS)
    }


@pytest.mark.parametrize("kind", KINDS)
def test_networks_are_projected_as_p6_does(
    kind: str, p6: Mapping[str, Compared], capsys: pytest.CaptureFixture[str]
) -> None:
    finishes, late, critical = p6[kind].told(f"P6, {kind}", capsys)
    assert finishes >= LEAST[kind]
    assert min(late, critical) >= (LEAST_LATE if kind != "out of sequence" else 85)


def test_networks_are_projected_as_microsoft_project_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kinds = KINDS[:2]
    asked = [
        {"kind": "mspdi", "text": mspdi(plan), "schedule": True}
        for kind in kinds
        for plan in plans(kind, tmp_path, DAYTIME)
    ]
    answers = asked_of_mpxj(asked)
    for n, kind in enumerate(kinds):
        of_kind = answers[n * COUNT : (n + 1) * COUNT]
        schedules = []
        for answer in of_kind:
            problems: list = []
            network = NetworkReader(answer["facts"], "p.xml", "0", problems).network(8.0)
            assert not problems
            # By logic alone: the stated dates of these files are none.
            free = [
                activity._replace(work=activity.work._replace(held=None))
                for activity in network.activities
            ]
            graph_file = network_file(network._replace(activities=free), activities=True)
            schedules.append(schedule_of(merge([graph_file])))
        result = compared(schedules, of_kind)
        finishes, late, critical = result.told(f"Microsoft Project, {kind}", capsys)
        assert finishes >= LEAST[kind]
        assert min(late, critical) >= LEAST_LATE
