"""The configuration ``depgraph.yaml``: which files make the plan, and how to look at it."""

from __future__ import annotations

import os
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.analysis.health.limits import Limits
from depgraph.errors import Problem, did_you_mean
from depgraph.model.classification import Classification
from depgraph.records import Struct
from depgraph.sources.calendars import Calendars
from depgraph.sources.config_format import CONFIG, OwnerPattern, TagPattern, is_one_of
from depgraph.sources.document import Document
from depgraph.sources.files import (
    BASELINE_NAME,
    exists,
    identity_of,
    is_to_be_read,
    nearest_config,
    real_path,
    shown_path,
    why_outside,
)
from depgraph.sources.list_format import NamedFile, baselines_of, lists_of
from depgraph.sources.reading import ReadingOptions
from depgraph.sources.risk_format import RiskSpec
from depgraph.sources.roots import values_of_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from depgraph.model import Position
    from depgraph.sources.keys import Values
    from depgraph.sources.rule_format import CheckLevel, RuleSpec
    from depgraph.sources.themes import ThemeSpec


class Config(Struct):
    """What ``depgraph.yaml`` says. All paths are as they can be opened.

    Attributes
    ----------
    home
        The owner whose plan this is; milestones of other owners are external.
    graph, schedule
        The files of the graph, and the schedule that gives it dates. Without ``graph``
        (None), the graph is all files beside the configuration.
    schedules
        All revisions of the schedule, for looking at one milestone over time.
    schedule_dates
        The as-of dates of those that are given one here, and where they stand.
    reading
        How exports of scheduling programs are read.
    checks
        The level of built-in checks that differ from their default.
    is_whole
        Whether it was read to its end, and all graph files that it names are there.
    """

    path: Path | None = None
    title: str | None = None
    home: str | None = None
    graph: tuple[Path, ...] | None = None
    schedule: Path | None = None
    schedules: tuple[Path, ...] = ()
    schedule_dates: dict[Path, tuple[date, Position]] = {}  # noqa: RUF012 - never changed
    baseline: Path | None = None
    owners: tuple[OwnerPattern, ...] = ()
    tags: tuple[TagPattern, ...] = ()
    checks: dict[str, CheckLevel] = {}  # noqa: RUF012 - never changed
    check_positions: dict[str, Position] = {}  # noqa: RUF012 - never changed
    calendars: Calendars = Calendars()
    reading: ReadingOptions = ReadingOptions()
    themes: dict[str, ThemeSpec] = {}  # noqa: RUF012 - never changed
    health: Limits = Limits()
    risk: RiskSpec = RiskSpec()
    rules: tuple[RuleSpec, ...] = ()
    rule_files: tuple[Path, ...] = ()
    document: Document | None = None
    is_whole: bool = True

    def classify(self, code: str) -> Classification:
        """Return owner, team, level and tags of a code."""
        tags = tuple(pattern.tag for pattern in self.tags if is_one_of(code, pattern.globs))
        for pattern in self.owners:
            if is_one_of(code, pattern.globs):
                return pattern.classification._replace(tags=tags)
        return Classification(tags=tags)


def folders_upward(folder: Path) -> tuple[Path, ...]:
    """Return a directory and those above it, in which a configuration is looked for.

    The search ends at the top of the repository; outside of any, at the home directory; and
    outside of that, at the working directory or, where that is not above, in the directory itself.
    It does not go up into the directories that the environment variable
    ``DEPGRAPH_CEILING_DIRECTORIES`` lists, as that of git does not into
    ``GIT_CEILING_DIRECTORIES``.
    """
    ceilings = os.environ.get("DEPGRAPH_CEILING_DIRECTORIES", "").split(os.pathsep)
    above = (folder, *takewhile(lambda above: str(above) not in ceilings, folder.parents))
    return above[: _last_to_look_in(above) + 1]


def _last_to_look_in(folders: tuple[Path, ...]) -> int:
    """Return which of a directory and those above it is the last that may have the plan of it."""
    for number, folder in enumerate(folders):
        if exists(folder / ".git"):
            return number
    for end in ("~", "."):
        last = identity_of(Path(os.path.expanduser(end)))  # noqa: PTH111 - pathlib's raises
        for number, folder in enumerate(folders):
            if last is not None and identity_of(folder) == last:
                return number
    return 0


def find_config(start: Path) -> Path | None:
    """Find the configuration that holds for a directory.

    It is the nearest upward: in each directory ``depgraph.yaml``, then
    ``graphs/depgraph.yaml``; None if there is none.
    """
    return nearest_config(folders_upward(start.absolute()))


def read_config(path: Path, problems: list[Problem]) -> Config:
    """Read a configuration. Everything wrong in it is added to `problems`."""
    document = Document(path, shown_path(path), problems)
    values = values_of_file(CONFIG, document, "configuration")
    graph_files, is_whole = values.get("graph") or (None, True)
    schedule: NamedFile | None = values.get("schedule")
    schedules: tuple[NamedFile, ...] = values.get("schedules") or ()
    revisions = schedules if schedule is None else (schedule, *schedules)
    beside = path.parent / BASELINE_NAME
    if is_to_be_read(beside) and (outside := why_outside(beside, path, BASELINE_NAME)):
        document.report(0, 0, outside)
    checks = values.get("checks") or ()
    rules, rule_files = values.get("rules") or ((), ())
    calendars = _calendars(values, document)
    options = {name: values.get(name) for name in ("hours_per_day", "date_order")}
    return Config(
        path=path,
        title=values.get("title"),
        home=values.get("home"),
        graph=None if graph_files is None else tuple(file.file for file in graph_files),
        schedule=schedule and schedule.file,
        schedules=tuple(revision.file for revision in schedules),
        schedule_dates=_schedule_dates((*revisions, *(graph_files or ())), document),
        baseline=values.get("baseline", beside if is_to_be_read(beside) else None),
        owners=values.get("owners") or (),
        tags=values.get("tags") or (),
        checks={name: level for name, level, _ in checks},
        check_positions={name: place for name, _, place in checks},
        calendars=calendars,
        reading=ReadingOptions(
            calendar=calendars.default,
            lists=lists_of((*(graph_files or ()), *revisions)),
            baselines=baselines_of((*(graph_files or ()), *revisions)),
        )._replace(**{name: value for name, value in options.items() if value is not None}),
        themes=dict(values.get("themes") or ()),
        health=values.get("health") or Limits(),
        risk=values.get("risk") or RiskSpec(),
        rules=rules,
        rule_files=rule_files,
        document=document,
        is_whole=is_whole and document.is_whole,
    )


def _schedule_dates(
    revisions: Iterable[NamedFile], document: Document
) -> dict[Path, tuple[date, Position]]:
    """Return the as-of dates of schedules by their files; one with two dates is reported."""
    dates: dict[Path, tuple[date, Position]] = {}
    by_file: dict[Path, tuple[date, Position]] = {}
    for revision in revisions:
        if revision.as_of is None or revision.place is None:
            continue
        date_and_place = (revision.as_of, revision.place)
        first, place = by_file.setdefault(real_path(revision.file), date_and_place)
        if first != revision.as_of:
            document.report_node(revision.place, two_dates(revision.as_of, first, place))
        dates.setdefault(revision.file, date_and_place)
    return dates


def two_dates(day: date, other: date, place: Position) -> str:
    """Say that a schedule has one as-of date here and another one in another place."""
    return f"as_of is {day} here and {other} in {place} for the same schedule: keep one"


def _calendars(values: Values, document: Document) -> Calendars:
    """Return the calendars; names of others are reported."""
    known = {calendar.name: calendar for calendar in values.get("calendars") or ()}
    default, place = values.get("calendar") or (None, None)
    owners: tuple[OwnerPattern, ...] = values.get("owners") or ()
    uses = [("owners: calendar", owner.classification.calendar, owner.place) for owner in owners]
    for what, name, position in (*uses, ("calendar", default, place)):
        if name is not None and position is not None and name not in known:
            hint = did_you_mean(name, known) or ": write it under 'calendars'"
            document.report_node(position, f"{what}: there is no calendar {name!r}{hint}")
    return Calendars(known, default, values.get("lags") == "working")
