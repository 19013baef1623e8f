"""The configuration ``depgraph.yaml``: which files make the plan, and how to look at it."""

from __future__ import annotations

import os
import re
from itertools import takewhile
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from depgraph.analysis.health.limits import Limits
from depgraph.errors import did_you_mean
from depgraph.model import Position
from depgraph.model.classification import Classification
from depgraph.model.values import SUFFIXES
from depgraph.sources.calendars import CALENDAR, LAGS, Calendars, read_calendars
from depgraph.sources.document import Document, Mapping, Scalar, Sequence, describe, quoted
from depgraph.sources.fields import Fields
from depgraph.sources.files import (
    BASELINE_NAME,
    CONFIG_NAME,
    is_directory,
    is_file,
    is_same,
    shown_path,
    why_missing,
)
from depgraph.sources.health import HEALTH, read_health
from depgraph.sources.keys import (
    CODE,
    DATE,
    NOTHING,
    TEXT,
    Choice,
    Either,
    Integer,
    Items,
    Key,
    Named,
    Record,
)
from depgraph.sources.reading import DATE_ORDERS, ReadingOptions
from depgraph.sources.themes import THEME, ThemeSpec, read_themes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from depgraph.errors import Problem
    from depgraph.sources.document import Node
    from depgraph.sources.reading import DateOrder

CheckLevel = Literal["error", "warning", "info", "off"]

LEVELS: tuple[CheckLevel, ...] = ("error", "warning", "info", "off")

_PATTERNS = Items(CODE, one=True, empty=False)

OWNER = Record(
    {
        "match": Key(_PATTERNS, "Codes: * stands for any text, ? for one character."),
        "owner": Key(TEXT, "Whose these milestones are."),
        "team": Key(TEXT, "The team of the owner."),
        "level": Key(Integer(0, 99), "Their level in the plan."),
        "calendar": Key(CODE, "The calendar of their working days."),
    },
    required=("match",),
)
RULE = Record(
    {
        "id": Key(CODE, "The name of the rule."),
        "kind": Key(CODE, "What kind of rule it is; this decides on its other keys."),
        "severity": Key(Choice(LEVELS), "How bad it is to break it; error unless said."),
        "why": Key(TEXT, "Why it matters. It is told with every finding."),
        "fix": Key(TEXT, "What to do about a finding."),
    },
    required=("id", "kind"),
    is_open=True,
)
RULE_FILE = Record(
    {
        "rules": Key(Items(RULE, empty=False), "What must hold for a plan."),
    },
)
REVISION = Record(
    {
        "file": Key(TEXT, "The file of the schedule."),
        "as_of": Key(DATE, "Its as-of date, which an export does not tell."),
    },
    required=("file", "as_of"),
)
CONFIG = Record(
    {
        "title": Key(TEXT, "The title of the plan."),
        "home": Key(TEXT, "The owner whose plan this is; milestones of others are external."),
        "graph": Key(
            Items(TEXT, one=True, empty=False),
            "The files or directories of the graph; all beside this file unless said.",
        ),
        "schedule": Key(Either((TEXT, REVISION)), "The file that gives dates and completions."),
        "schedules": Key(
            Items(Either((TEXT, REVISION)), one=True), "All revisions of the schedule."
        ),
        "baseline": Key(TEXT, "The file of known findings; baseline.yaml unless said."),
        "owners": Key(
            Items(OWNER),
            "Whose a milestone is, by its code. The first pattern that fits decides.",
        ),
        "tags": Key(Named(_PATTERNS), "Tags, each with the codes that carry it."),
        "calendars": Key(
            Named(Either((CALENDAR, NOTHING)), names=CODE),
            "Working calendars by name: days of the week, less holidays.",
        ),
        "calendar": Key(CODE, "The calendar of every milestone that names none."),
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
        "themes": Key(Named(THEME, names=CODE), "Themes of pictures by name: colours."),
        "health": Key(HEALTH, "What the schedule's health is held against, where not as usual."),
        "checks": Key(Named(Choice(LEVELS)), "The levels of built-in checks, where not as usual."),
        "rules": Key(
            Items(Either((RULE, TEXT))),
            "What must hold for this plan: rules, and names of files with rules.",
        ),
    },
)


class Glob(NamedTuple):
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


class OwnerPattern(NamedTuple):
    """Codes, and whose they are. The first pattern that fits a code decides."""

    globs: tuple[Glob, ...]
    classification: Classification


class TagPattern(NamedTuple):
    """A tag, and the codes that carry it."""

    tag: str
    globs: tuple[Glob, ...]


class RuleSpec(NamedTuple):
    """A rule as it is written: the keys of every rule, and the fields of its kind unread.

    Attributes
    ----------
    document
        The file that it stands in: the configuration or a rule file.
    """

    id: str
    kind: str
    severity: CheckLevel
    why: str | None
    fix: str | None
    fields: Mapping
    kind_node: Node
    position: Position
    document: Document


class Config(NamedTuple):
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
        The as-of dates of those that are given one here.
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
    schedule_dates: dict[Path, date] = {}  # noqa: RUF012 - never changed
    baseline: Path | None = None
    owners: tuple[OwnerPattern, ...] = ()
    tags: tuple[TagPattern, ...] = ()
    checks: dict[str, CheckLevel] = {}  # noqa: RUF012 - never changed
    check_positions: dict[str, Position] = {}  # noqa: RUF012 - never changed
    calendars: Calendars = Calendars()
    reading: ReadingOptions = ReadingOptions()
    themes: dict[str, ThemeSpec] = {}  # noqa: RUF012 - never changed
    health: Limits = Limits()
    rules: tuple[RuleSpec, ...] = ()
    rule_files: tuple[Path, ...] = ()
    document: Document | None = None
    is_whole: bool = True

    def classify(self, code: str) -> Classification:
        """Return owner, team, level and tags of a code."""
        tags = tuple(
            pattern.tag
            for pattern in self.tags
            if any(glob.matches(code) for glob in pattern.globs)
        )
        for pattern in self.owners:
            if any(glob.matches(code) for glob in pattern.globs):
                return pattern.classification._replace(tags=tags)
        return Classification(tags=tags)


def folders_upward(folder: Path) -> tuple[Path, ...]:
    """Return a directory and those above it, in which a configuration is looked for.

    The search does not go up into the directories that the environment variable
    ``DEPGRAPH_CEILING_DIRECTORIES`` lists, as that of git does not into
    ``GIT_CEILING_DIRECTORIES``.
    """
    ceilings = os.environ.get("DEPGRAPH_CEILING_DIRECTORIES", "").split(os.pathsep)
    return (folder, *takewhile(lambda above: str(above) not in ceilings, folder.parents))


def find_config(start: Path) -> Path | None:
    """Find the configuration that holds for a directory.

    It is the first ``depgraph.yaml`` in the directory or one above it, else the first
    one in a folder ``graphs`` beside these; None if there is none.
    """
    above = folders_upward(start.absolute())
    for folder in (*above, *(folder / "graphs" for folder in above)):
        candidate = folder / CONFIG_NAME
        if is_file(candidate):
            return candidate
    return None


def read_config(path: Path, problems: list[Problem]) -> Config:
    """Read a configuration. Everything wrong in it is added to `problems`."""
    return _ConfigReader(path, problems).read()


class _ConfigReader:
    def __init__(self, path: Path, problems: list[Problem]) -> None:
        self._path = path
        self._document = Document(path, shown_path(path), problems)
        self._fields = Fields(self._document)
        self._calendar_names: list[tuple[Node, str, str]] = []
        self._dates: dict[Path, date] = {}

    def read(self) -> Config:
        fields = self._fields
        config = Config(path=self._path, document=self._document)
        given: set[str] = set()
        for key, node in self._document.entries():
            if node is None:
                continue
            name = key.text
            given.add(name)
            if name == "title":
                config = config._replace(title=fields.text(node, name))
            elif name == "home":
                config = config._replace(home=fields.text(node, name))
            elif name == "graph":
                graph = fields.items(node, name, self._existing, one=True, empty=False)
                wanted = len(node.items) if isinstance(node, Sequence) else 1
                config = config._replace(graph=graph, is_whole=len(graph) == wanted)
            elif name == "schedule":
                config = config._replace(schedule=self._revision(node, name))
            elif name == "schedules":
                config = config._replace(
                    schedules=fields.items(node, name, self._revision, one=True)
                )
            elif name == "baseline":
                config = config._replace(baseline=self._existing(node, name))
            elif name == "owners":
                config = config._replace(owners=fields.items(node, name, self._owner))
            elif name == "tags":
                config = config._replace(tags=tuple(self._tags(node)))
            elif name in ("calendars", "calendar", "lags"):
                config = config._replace(calendars=self._calendars(config.calendars, name, node))
            elif name in ("hours_per_day", "date_order"):
                config = config._replace(reading=self._reading(config.reading, name, node))
            elif name == "themes":
                config = config._replace(themes=read_themes(fields, node))
            elif name == "health":
                config = config._replace(health=read_health(fields, node))
            elif name == "checks":
                config = self._with_checks(config, node)
            elif name == "rules":
                rules, rule_files = self._rules(node)
                config = config._replace(rules=rules, rule_files=rule_files)
            else:
                fields.unknown_key(key, "configuration", CONFIG.keys)
        self._report_unknown_calendars(config.calendars)
        beside = self._path.parent / BASELINE_NAME
        if "baseline" not in given and is_file(beside):
            config = config._replace(baseline=beside)
        return config._replace(
            is_whole=config.is_whole and self._document.is_whole, schedule_dates=self._dates
        )

    def _existing(self, node: Node, what: str) -> Path | None:
        text = self._fields.text(node, what)
        if text is None:
            return None
        path = self._path.parent / text
        wrong = why_missing(path, text)
        if wrong is None and what != "graph" and is_directory(path):
            wrong = f"{quoted(text)} is a directory: name the file"
        if wrong is None and is_same(path, self._path):
            wrong = f"{quoted(text)} is this configuration itself"
        if wrong is not None:
            self._fields.report(node, f"{what}: {wrong}")
            return None
        return path

    def _revision(self, node: Node, what: str) -> Path | None:
        """Return the file of a schedule, and keep the as-of date that is given with it."""
        if not isinstance(node, Mapping):
            return self._existing(node, what)
        path: Path | None = None
        as_of: date | None = None
        for key, _, value in self._fields.entries(node, what, REVISION.keys, REVISION.required):
            if key == "file":
                path = self._existing(value, what)
            else:
                as_of = self._fields.date(value, f"{what}: as_of")
        if path is not None and as_of is not None:
            self._dates[path] = as_of
        return path

    def _glob(self, node: Node, what: str) -> Glob | None:
        text = self._fields.code(node, what)
        if text is None:
            return None
        position = Position(self._document.shown, node.line, node.column)
        start = text.removesuffix("*")
        if start != text and not any(special in start for special in "*?["):
            return Glob(text, position, start, None)
        from fnmatch import translate

        return Glob(text, position, None, re.compile(translate(text)))

    def _owner(self, node: Node, what: str) -> OwnerPattern | None:
        fields = self._fields
        globs: tuple[Glob, ...] = ()
        found = Classification()
        for key, _, value in fields.entries(node, what, OWNER.keys, OWNER.required):
            inner = f"{what}: {key}"
            if key == "match":
                globs = fields.items(value, inner, self._glob, one=True, empty=False)
            elif key == "level":
                found = found._replace(level=fields.integer(value, inner, least=0, most=99))
            elif key == "owner":
                found = found._replace(owner=fields.text(value, inner))
            elif key == "calendar":
                found = found._replace(calendar=self._calendar_name(value, inner))
            else:
                found = found._replace(team=fields.text(value, inner))
        return OwnerPattern(globs, found) if globs else None

    def _calendar_name(self, node: Node, what: str) -> str | None:
        name = self._fields.code(node, what)
        if name is not None:
            self._calendar_names.append((node, what, name))
        return name

    def _calendars(self, calendars: Calendars, name: str, node: Node) -> Calendars:
        if name == "calendars":
            return calendars._replace(by_name=read_calendars(self._fields, node))
        if name == "calendar":
            return calendars._replace(default=self._calendar_name(node, name))
        is_working = self._fields.choice(node, name, LAGS) == "working"
        return calendars._replace(lags_are_working=is_working)

    def _reading(self, reading: ReadingOptions, name: str, node: Node) -> ReadingOptions:
        if name == "hours_per_day":
            hours = self._fields.integer(node, name, least=1, most=24)
            return reading if hours is None else reading._replace(hours_per_day=hours)
        order = cast("DateOrder | None", self._fields.choice(node, name, DATE_ORDERS))
        return reading._replace(date_order=order)

    def _report_unknown_calendars(self, calendars: Calendars) -> None:
        known = calendars.by_name
        for node, what, name in self._calendar_names:
            if name not in known:
                hint = did_you_mean(name, known) or ": write it under 'calendars'"
                self._fields.report(node, f"{what}: there is no calendar {name!r}{hint}")

    def _tags(self, node: Node) -> Iterable[TagPattern]:
        if not isinstance(node, Mapping):
            self._fields.report(node, f"tags: expected a mapping, got {describe(node)}")
            return
        for name, value in node.pairs:
            tag = self._fields.text(name, "tags")
            if tag is not None:
                globs = self._fields.items(value, f"tags: {tag}", self._glob, one=True, empty=False)
                yield TagPattern(tag, globs)

    def _with_checks(self, config: Config, node: Node) -> Config:
        if not isinstance(node, Mapping):
            self._fields.report(node, f"checks: expected a mapping, got {describe(node)}")
            return config
        levels: dict[str, CheckLevel] = {}
        positions: dict[str, Position] = {}
        for name, value in node.pairs:
            chosen = self._fields.choice(value, f"checks: {name.text}", LEVELS)
            positions[name.text] = self._position(name)
            levels[name.text] = next((level for level in LEVELS if level == chosen), "error")
        return config._replace(checks=levels, check_positions=positions)

    def _position(self, node: Node) -> Position:
        return Position(self._document.shown, node.line, node.column)

    def _rules(self, node: Node) -> tuple[tuple[RuleSpec, ...], tuple[Path, ...]]:
        rules = _RulesReader(self._document, self._fields)
        named: dict[Path, None] = {}

        def read(item: Node, what: str) -> None:
            if not isinstance(item, Scalar):
                rules.read(item, what)
                return
            path = self._existing(item, what)
            if path is None:
                return
            if path in named:
                self._fields.report(item, f"{what}: {quoted(item.text)} is named twice")
                return
            named[path] = None
            rules.read_file(path, self._document.problems)

        self._fields.items(node, "rules", read)
        return tuple(rules.specs.values()), tuple(named)


class _RulesReader:
    """Reads rules from the configuration and from rule files, and keeps them by id."""

    def __init__(self, document: Document, fields: Fields) -> None:
        self.specs: dict[str, RuleSpec] = {}
        self._document = document
        self._fields = fields

    def read_file(self, path: Path, problems: list[Problem]) -> None:
        """Read a rule file: a mapping with nothing but a list of rules."""
        document = Document(path, shown_path(path), problems)
        before = len(problems)
        fields = Fields(document)
        reader = _RulesReader(document, fields)
        reader.specs = self.specs
        given = False
        for key, node in document.entries():
            if node is None:
                continue
            if key.text == "rules":
                given = True
                fields.items(node, "rules", reader.read, empty=False)
            else:
                fields.unknown_key(key, "rule file", RULE_FILE.keys)
        if not given and len(problems) == before:
            document.report(0, 0, "the rule file has no rules")

    def read(self, node: Node, what: str) -> None:
        """Read a rule and keep it, unless its id is taken."""
        if isinstance(node, Scalar) and node.text.endswith(SUFFIXES):
            self._fields.report(
                node, f"{what}: a rule file names no other: list it in {CONFIG_NAME}"
            )
            return
        spec = self._rule(node, what)
        if spec is None:
            return
        first = self.specs.setdefault(spec.id, spec)
        if first is not spec:
            place = (
                f"in line {first.position.line}"
                if first.document is spec.document
                else f"at {first.position}"
            )
            self._document.report(
                spec.position.line,
                spec.position.column,
                f"rules: the id {spec.id!r} stands {place} too",
            )

    def _rule(self, node: Node, what: str) -> RuleSpec | None:
        fields = self._fields
        if not isinstance(node, Mapping):
            fields.report(node, f"{what}: expected a mapping, got {describe(node)}")
            return None
        by_key: dict[str, Node] = {name.text: value for name, value in node.pairs}
        for key in ("id", "kind"):
            if key not in by_key:
                fields.report(node, f"{what}: the key {key!r} is missing")
        if "id" not in by_key or "kind" not in by_key:
            return None
        id_ = fields.code(by_key["id"], f"{what}: id")
        what = f"rule {id_}" if id_ else what
        kind = fields.code(by_key["kind"], f"{what}: kind")
        severity: CheckLevel = "error"
        if "severity" in by_key:
            chosen = fields.choice(by_key["severity"], f"{what}: severity", LEVELS)
            severity = next((level for level in LEVELS if level == chosen), "error")
        why, fix = (
            fields.text(by_key[key], f"{what}: {key}") if key in by_key else None
            for key in ("why", "fix")
        )
        own: list[tuple[Scalar, Node]] = [
            (name, value) for name, value in node.pairs if name.text not in RULE.keys
        ]
        if id_ is None or kind is None:
            return None
        return RuleSpec(
            id=id_,
            kind=kind,
            severity=severity,
            why=why,
            fix=fix,
            fields=Mapping(own, node.line, node.column),
            kind_node=by_key["kind"],
            position=Position(self._document.shown, by_key["id"].line, by_key["id"].column),
            document=self._document,
        )
