"""Random networks against MPXJ, which schedules as Primavera P6 and Microsoft Project do.

Durations are given, nothing has begun, and every number must agree. MPXJ knows moments and
depgraph knows days; a day stands for its end, so a moment of MPXJ at midnight is the day
before. What the two understand differently is in how the networks are made:

- An activity of P6 does not start before the data date, in depgraph only its finish is not
  before the as-of date. So in depgraph all wait on ``START``, which is due on that date. That
  is how MPXJ's Microsoft Project must be told too: it lets leads and SF links go back before
  the start of the project. A link of P6 that leads back before the data date is cut off there
  and called driving, so driving links are compared behind it.
- Floats are counted to the finish of the project: to the last one, ``END``, that waits on all.
- A finish that may not be earlier than a date (the dates of a plan: `due`) is a constraint
  "finish on or after". P6 would start an activity without predecessors before the data date
  for one, so these dates lie behind it by more than any duration.
- With working days, what has work is compared on links FS, SS and FF in one calendar, with
  lags of working days; and on FS links across calendars, with lags of all days, or of working
  days but no leads. There P6 calls driving also what could slip over a weekend without moving
  anything. The end of a Friday and of the Sunday after it are the same moment of an office: P6
  counts a lag of all days from the one or the other, depgraph from the date. Where something
  may not finish before a Sunday (FF), or before the start of work on a Monday (SF), depgraph
  takes the dates at their word and says Monday, P6 says Friday. A lead of a working day from a
  Monday leads to the Friday in depgraph, to the Sunday in P6, which matters to what works on
  Saturdays. P6 rounds the late start before a link SS up to the next working day, so that its
  float may be too large.
- What has no work keeps its moment in P6, and goes to a working day in depgraph: milestones
  are compared in one calendar, on FS links with lags of working days, from a working day on.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from depgraph import Calendar, Graph, Link, Milestone, critical_path, project, total_floats

pytestmark = pytest.mark.slow

SCHEDULER = Path(__file__).with_name("mpxj_scheduler.py")
FRIDAY = date(2024, 1, 5)
CALENDARS = {
    "office": Calendar(
        "office",
        holidays=frozenset({date(2024, 1, 10), date(2024, 2, 1), date(2024, 2, 2)}),
    ),
    "site": Calendar("site", frozenset(range(6)), frozenset({date(2024, 1, 15)})),
}
LONGEST = 13


class Activity(NamedTuple):
    code: str
    duration: int
    calendar: str | None = None
    not_before: date | None = None


class Network(NamedTuple):
    """Activities between ``START`` and ``END``, the first and the last of them."""

    name: str
    activities: tuple[Activity, ...]
    links: tuple[tuple[str, str, str, int], ...]
    start: date = FRIDAY
    scheduler: str = "P6"
    lag_days: str = "all"
    deadline: date | None = None

    def graph(self) -> Graph:
        calendars = {activity.code: activity.calendar for activity in self.activities}
        return Graph(
            [
                Milestone(code, duration=duration, calendar=calendar, due=not_before)
                for code, duration, calendar, not_before in self.activities
            ],
            [
                Link(
                    prerequisite,
                    dependent,
                    type=kind,
                    lag=lag,
                    calendar=calendars[prerequisite] if self.lag_days == "working" else None,
                )
                for prerequisite, dependent, kind, lag in self.links
            ],
            as_of=self.start,
            calendars=CALENDARS.values(),
        )

    def for_mpxj(self) -> dict[str, Any]:
        """The network as `mpxj_scheduler` reads it; P6 has its own start."""
        left_out = {"START"} if self.scheduler == "P6" else set()
        return {
            "scheduler": self.scheduler,
            "start": self.start.isoformat(),
            "must_finish": self.deadline and self.deadline.isoformat(),
            "lag_days": self.lag_days,
            "calendars": {
                name: [sorted(days.weekdays), sorted(map(date.isoformat, days.holidays))]
                for name, days in CALENDARS.items()
            },
            "activities": [
                (*activity[:3], activity.not_before and activity.not_before.isoformat())
                for activity in self.activities
                if activity.code not in left_out
            ],
            "links": [link for link in self.links if link[0] not in left_out],
        }


def network(
    name: str,
    *,
    seed: int,
    most: int = 200,
    types: Sequence[str] = ("FS", "FS", "SS", "FF", "SF"),
    lags: Sequence[int] = (0, 0, 0, 1, 2, 5, -1, -2, -5),
    shortest: int = 0,
    calendars: Sequence[str | None] = (None,),
    dates: bool = False,
    **given: Any,
) -> Network:
    """Make a network whose order is not that of the codes, the same in every run."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    start = given.get("start", FRIDAY)
    codes = [f"A{n:03d}" for n in range(draw.randint(10, most))]
    durations = [days for days in (0, 0, 1, 2, 3, 5, 8, LONGEST) if days >= shortest]
    activities = [
        Activity(
            code,
            draw.choice(durations),
            draw.choice(calendars),
            start + timedelta(days=draw.randint(LONGEST, 60))
            if dates and draw.random() < 0.3
            else None,
        )
        for code in codes
    ]
    draw.shuffle(codes)
    pairs = {
        (codes[draw.randrange(max(0, n - 12), n)], codes[n])
        for n in range(1, len(codes))
        for _ in range(draw.choice([0, 1, 1, 2, 3]))
    }
    return Network(
        name,
        (Activity("START", 0, None, start), *activities, Activity("END", 0)),
        (
            *((*pair, draw.choice(types), draw.choice(lags)) for pair in sorted(pairs)),
            *(("START", code, "FS", 0) for code in sorted(codes)),
            *((code, "END", "FS", 0) for code in sorted(codes)),
        ),
        **given,
    )


FAMILIES = {
    "every day, as P6": [
        network(f"every day {seed}", seed=seed, dates=seed > 7) for seed in range(16)
    ],
    "every day, as Microsoft Project": [
        network(
            f"every day {seed} by Microsoft",
            seed=seed,
            dates=seed > 7,
            scheduler="Microsoft Project",
        )
        for seed in range(16)
    ],
    "deadlines": [
        network(
            f"deadline {days} {seed}",
            seed=100 + seed,
            most=60,
            dates=True,
            deadline=FRIDAY + timedelta(days=days),
        )
        for days in (5, 40, 300)
        for seed in range(3)
    ],
    "one calendar": [
        network(
            f"one calendar {seed}",
            seed=200 + seed,
            most=100,
            types=("FS", "FS", "SS", "FF"),
            lags=(0, 0, 1, 3, -1, -3),
            shortest=1,
            calendars=("office",),
            lag_days="working",
            start=FRIDAY + timedelta(days=seed),
        )
        for seed in range(8)
    ],
    "milestones in one calendar": [
        network(
            f"milestones {seed}",
            seed=300 + seed,
            most=100,
            types=("FS",),
            lags=(0, 0, 1, 3),
            calendars=("office",),
            lag_days="working",
        )
        for seed in range(4)
    ],
    "calendars": [
        network(
            f"calendars {seed}",
            seed=400 + seed,
            most=100,
            types=("FS",),
            shortest=1,
            calendars=("office", "site", None),
            start=FRIDAY + timedelta(days=seed),
        )
        for seed in range(8)
    ],
    "calendars, lags of working days": [
        network(
            f"calendars, lags of working days {seed}",
            seed=500 + seed,
            most=100,
            types=("FS",),
            lags=(0, 0, 1, 3),
            shortest=1,
            calendars=("office", "site", None),
            lag_days="working",
        )
        for seed in range(4)
    ],
}
NETWORKS = [network for family in FAMILIES.values() for network in family]


class Schedule(NamedTuple):
    """A network as MPXJ schedules it."""

    activities: Mapping[str, Mapping[str, Any]]
    driving: Mapping[tuple[str, str, str, int], bool]

    def all(self, attribute: str) -> dict[str, Any]:
        return {code: activity[attribute] for code, activity in self.activities.items()}


@pytest.fixture(scope="session")
def schedules() -> Mapping[str, Schedule]:
    """All networks by name, scheduled by one Java machine."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("MPXJ needs Java: install a Java runtime such as default-jre-headless")
    if find_spec("mpxj") is None or find_spec("jpype") is None:
        pytest.skip("MPXJ is not installed: pip install mpxj JPype1")
    asked = [network.for_mpxj() for network in NETWORKS]
    done = subprocess.run(
        [sys.executable, SCHEDULER],
        input=json.dumps(asked),
        env={"JAVA_HOME": str(Path(java).resolve().parent.parent), **os.environ},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return {
        network.name: Schedule(
            answer["activities"],
            dict(zip(question["links"], answer["driving"], strict=True)),
        )
        for network, question, answer in zip(NETWORKS, asked, json.loads(done.stdout), strict=True)
    }


def families(accept: Callable[[Network], bool] = lambda _: True) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("family", [f for f in FAMILIES if accept(FAMILIES[f][0])])


def is_of_p6(network: Network) -> bool:
    return network.scheduler == "P6"


def is_in_one_calendar(network: Network) -> bool:
    return len({activity.calendar for activity in network.activities[1:-1]}) == 1


@families()
def test_the_same_dates(family: str, schedules: Mapping[str, Schedule]) -> None:
    for network in FAMILIES[family]:
        projection = project(network.graph())
        finishes = schedules[network.name].all("finish")
        assert finishes == {code: str(projection.date(code)) for code in finishes}, network.name


@families()
def test_the_same_total_floats(family: str, schedules: Mapping[str, Schedule]) -> None:
    for network in FAMILIES[family]:
        floats = total_floats(project(network.graph()), "END", deadline=network.deadline)
        expected = schedules[network.name].all("total")
        assert {code: floats[code] for code in expected} == expected, network.name


@families()
def test_the_same_critical_activities(family: str, schedules: Mapping[str, Schedule]) -> None:
    for network in FAMILIES[family]:
        floats = total_floats(project(network.graph()), "END", deadline=network.deadline)
        critical = schedules[network.name].all("critical")
        assert {code: floats[code] <= 0 for code in critical} == critical, network.name


@families(is_in_one_calendar)
def test_the_same_free_floats(family: str, schedules: Mapping[str, Schedule]) -> None:
    for network in FAMILIES[family]:
        projection = project(network.graph())
        expected = schedules[network.name].all("free")
        del expected["END"]
        assert {code: projection.free_float(code) for code in expected} == expected, network.name


@families(lambda network: is_of_p6(network) and is_in_one_calendar(network))
def test_the_same_driving_links(family: str, schedules: Mapping[str, Schedule]) -> None:
    for network in FAMILIES[family]:
        graph = network.graph()
        projection = project(graph)
        driving = {
            link[:4]: projection.link_slack(number) == 0 for number, link in enumerate(graph.links)
        }
        started = schedules[network.name].all("start")
        first = min(started.values())
        expected = {
            link: is_driving
            for link, is_driving in schedules[network.name].driving.items()
            if started[link[1]] > first
        }
        assert {link: driving[link] for link in expected} == expected, network.name


@families(is_of_p6)
def test_what_drives_the_finish_is_on_the_longest_path(
    family: str, schedules: Mapping[str, Schedule]
) -> None:
    for network in FAMILIES[family]:
        on_path = schedules[network.name].all("on_longest_path")
        steps = critical_path(network.graph(), "END").driving_steps
        assert all(on_path.get(step.id, step.id == "START") for step in steps), network.name
