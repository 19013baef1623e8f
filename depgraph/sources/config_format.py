"""The format of the configuration ``depgraph.yaml``, and the values that it gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depgraph.model.classification import Classification
from depgraph.records import Struct
from depgraph.sources.calendars import CALENDARS, LAGS
from depgraph.sources.files import named_file
from depgraph.sources.health import HEALTH
from depgraph.sources.keys import (
    CODE,
    DATE,
    TEXT,
    Choice,
    Custom,
    Either,
    Integer,
    Items,
    Key,
    Made,
    Named,
    Record,
    Values,
)
from depgraph.sources.list_format import (
    BASELINE_KEY,
    GRAPH_TYPE,
    OPTION_KEYS,
    NamedFile,
    named_with,
    read_graph,
)
from depgraph.sources.reading import DATE_ORDERS
from depgraph.sources.risk_format import RISK
from depgraph.sources.rule_format import LEVELS, RULES, CheckLevel
from depgraph.sources.themes import THEMES

if TYPE_CHECKING:
    from pathlib import Path

    from depgraph.model import Position
    from depgraph.sources.fields import Fields
    from depgraph.sources.nodes import Node


class Glob(Struct):
    """A pattern for codes: ``*`` any text, ``?`` one character, ``[ab]`` one of these.

    Attributes
    ----------
    start
        What a code that fits begins with, where anything may follow: most patterns are
        ``DM-*`` or so. None for any other pattern.
    regex
        The pattern as a regular expression, where there is no `start`.
    """

    text: str
    position: Position
    start: str | None
    regex: re.Pattern[str] | None

    def matches(self, code: str) -> bool:
        """Whether the whole code fits the pattern. Case counts."""
        if self.start is not None:
            return code.startswith(self.start)
        return self.regex is None or self.regex.match(code) is not None


def is_one_of(code: str, globs: tuple[Glob, ...]) -> bool:
    """Whether a code fits one of some patterns."""
    for glob in globs:  # noqa: SIM110 - of each code of a plan; `any` takes twice as long
        if glob.matches(code):
            return True
    return False


class OwnerPattern(Struct):
    """Codes, and whose they are. The first pattern that fits a code decides.

    Attributes
    ----------
    place
        Where the name of the calendar stands, if one is given.
    """

    globs: tuple[Glob, ...]
    classification: Classification
    place: Position | None


class TagPattern(Struct):
    """A tag, and the codes that carry it."""

    tag: str
    globs: tuple[Glob, ...]


def _glob(text: str, place: Position) -> Glob:
    start = text.removesuffix("*")
    if start != text and not any(special in start for special in "*?["):
        return Glob(text, place, start, None)
    from fnmatch import translate

    return Glob(text, place, None, re.compile(translate(text)))


def _owner(values: Values, _place: Position) -> OwnerPattern | None:
    globs = values.pop("match")
    calendar, place = values.pop("calendar", (None, None))
    classification = Classification(**values, calendar=calendar)
    return OwnerPattern(globs, classification, place) if globs else None


def _file_of_revision(fields: Fields, node: Node, what: str) -> Path | None:
    return named_file(fields, node, what.removesuffix(": file"))


def _level(fields: Fields, node: Node, what: str) -> CheckLevel:
    return _LEVEL.read(fields, node, what) or "error"


_FILE = Custom(TEXT, named_file)
_SCHEDULE_FILE = Made(_FILE, lambda path, _place: NamedFile(path))
_PATTERNS = Items(Made(CODE, _glob), may_be_single=True, least=1)
_CALENDAR = Made(CODE, lambda name, place: (name, place))
_LEVEL = Choice(LEVELS)

OWNER = Record(
    {
        "match": Key(_PATTERNS, "Codes: * stands for any text, ? for one character."),
        "owner": Key(TEXT, "Whose these milestones are."),
        "team": Key(TEXT, "The team of the owner."),
        "level": Key(Integer(0, 99), "Their level in the plan."),
        "calendar": Key(_CALENDAR, "The calendar of their working days."),
    },
    required=("match",),
)
REVISION = Record(
    {
        "file": Key(Custom(TEXT, _file_of_revision), "The file of the schedule."),
        "as_of": Key(
            Made(DATE, lambda day, place: (day, place)),
            "Its as-of date, which an export does not tell.",
        ),
        "baseline": BASELINE_KEY,
        **OPTION_KEYS,
    },
    required=("file", "as_of"),
)
_SCHEDULE = Either(
    _SCHEDULE_FILE,
    Made(REVISION, named_with),
)
CONFIG = Record(
    {
        "title": Key(TEXT, "The title of the plan."),
        "home": Key(TEXT, "The owner whose plan this is; milestones of others are external."),
        "graph": Key(
            Custom(GRAPH_TYPE, read_graph),
            "The files or directories of the graph; all beside this file unless said. A list, as "
            "CSV, may say more: its columns, and how it is written.",
        ),
        "schedule": Key(_SCHEDULE, "The file that gives dates and completions."),
        "schedules": Key(
            Either(Items(_SCHEDULE), Made(_SCHEDULE_FILE, lambda revision, _place: (revision,))),
            "All revisions of the schedule.",
        ),
        "baseline": Key(_FILE, "The file of known findings; baseline.yaml unless said."),
        "owners": Key(
            Items(Made(OWNER, _owner)),
            "Whose a milestone is, by its code. The first pattern that fits decides.",
        ),
        "tags": Key(
            Named(_PATTERNS, lambda tag, globs, _place: TagPattern(tag, globs)),
            "Tags, each with the codes that carry it.",
        ),
        "calendars": Key(CALENDARS, "Working calendars by name: days of the week, less holidays."),
        "calendar": Key(_CALENDAR, "The calendar of every milestone that names none."),
        "lags": Key(
            Choice(LAGS),
            "What lags count: all days, or the working days of the prerequisite's calendar.",
        ),
        "hours_per_day": Key(
            Integer(1, 24), "Hours of work that make a day in schedule exports; 8 unless said."
        ),
        "date_order": Key(
            Choice(DATE_ORDERS), "How dates such as 3/4/2019 are meant in schedule exports."
        ),
        "themes": Key(THEMES, "Themes of pictures by name: colours."),
        "risk": Key(RISK, "How sure the dates are, for depgraph risk."),
        "health": Key(HEALTH, "What the schedule's health is held against, where not as usual."),
        "checks": Key(
            Named(Custom(_LEVEL, _level), lambda *entry: entry),
            "The levels of built-in checks, where not as usual.",
        ),
        "rules": Key(RULES, "What must hold for this plan: rules, and names of files with rules."),
    },
)
