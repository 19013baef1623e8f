"""Many files to one graph: the one place that merges.

The graph has the milestones that graph files define and the links between them. The
schedule gives dates and states to these; its own links are not part of the graph, and a
milestone that only the schedule has is listed apart.
"""

from __future__ import annotations

from bisect import bisect
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from depgraph.errors import LoadError, Problem, did_you_mean
from depgraph.model import Disagreement, Graph, Milestone, Name
from depgraph.model.classification import Classification
from depgraph.sources.calendars import Calendars
from depgraph.sources.milestones import FIELDS, STATED
from depgraph.sources.overlay import overlaid, recoded

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date

    from depgraph.model import Group, Link, State
    from depgraph.sources.graph_file import GraphFile
    from depgraph.sources.milestones import Definition

_ID, _TAGS, _COMPLETED, _STATE, _AKA, _NAMES, _CALENDAR, _KIND, _PROGRESS = (
    FIELDS[name]
    for name in ("id", "tags", "completed", "state", "aka", "names", "calendar", "kind", "progress")
)
_ALL = 100  # per cent
# From the schedule first, where it says anything: the graph files are the structure.
_SCHEDULED = {FIELDS[name] for name in ("due", "forecast", "completed")}
# Several files may each add to these.
_UNIONS = {_TAGS, _AKA}

_MOST_SUGGESTIONS = 20
_NEIGHBOURS = 500


_NOTHING = Classification()


def merge(
    graph_files: Sequence[GraphFile],
    schedule_files: Sequence[GraphFile] = (),
    *,
    as_of: date | None = None,
    classify: Callable[[str], Classification] | None = None,
    calendars: Calendars | None = None,
    problems: Iterable[Problem] = (),
    is_whole: bool = True,
) -> Graph:
    """Make one graph of graph files and the files of a schedule.

    Parameters
    ----------
    graph_files
        The structure: milestones and links.
    schedule_files
        Dates and completions; empty where the graph files carry their own.
    as_of
        The as-of date in place of the one that the files give.
    classify
        Owner, team, level, tags and calendar of a code, where no file states them.
    calendars
        The calendars that milestones and links may name.
    problems
        What was wrong in reading; it is raised together with what is found here.
    is_whole
        Whether these are all the graph files. Where one is missing, or was not read to its
        end, a link to a milestone that no file defines says nothing and is not reported.

    Raises
    ------
    LoadError
        With every problem, if there is any.
    """
    is_whole = is_whole and all(each.is_whole for each in graph_files)
    calendars = calendars or Calendars()
    merging = _Merge(
        graph_files, schedule_files, as_of, classify, calendars, list(problems), is_whole
    )
    del graph_files, schedule_files  # of a large plan, what was read takes as much as the graph
    return merging.graph()


class _Merge:
    def __init__(
        self,
        graph_files: Sequence[GraphFile],
        schedule_files: Sequence[GraphFile],
        as_of: date | None,
        classify: Callable[[str], Classification] | None,
        calendars: Calendars,
        problems: list[Problem],
        is_whole: bool,  # noqa: FBT001
    ) -> None:
        self._graph_files = graph_files
        self._schedule_files = schedule_files
        self._classify = classify
        self._problems = problems
        self._is_whole = is_whole
        self._as_of = as_of
        self._disagreements: list[Disagreement] = []
        defaults = Milestone._field_defaults | {"calendar": calendars.default}
        self._defaults = [
            (FIELDS[name], default) for name, default in defaults.items() if default is not None
        ]
        self._calendars = _with_those_of_files(calendars, graph_files)

    def graph(self) -> Graph:
        self._take_other_codes()
        as_of = self._as_of or self._date_of(self._schedule_files or self._graph_files)
        if as_of is None and self._schedule_files:
            as_of = self._date_of(self._graph_files)
        self._as_of = as_of

        defined = _by_code(self._graph_files, {})
        aliases = self._aliases(defined)
        scheduled = _by_code(self._schedule_files, aliases)
        links = self._links(defined, aliases)
        groups = self._groups()
        self._report_unknown_calendars(links)
        if self._problems:
            raise LoadError(self._problems)
        milestones = [
            self._milestone(code, definitions, scheduled.get(code, ()))
            for code, definitions in defined.items()
        ]
        disagreements = self._disagreements
        self._disagreements = []
        schedule_only = [
            self._milestone(code, (), definitions)
            for code, definitions in scheduled.items()
            if code not in defined
        ]
        if self._calendars.lags_are_working:
            links = _with_calendars(links, milestones)
        questions = [question for each in self._graph_files for question in each.questions]
        # A file may be a graph and the schedule too.
        notices = dict.fromkeys(
            notice
            for each in (*self._graph_files, *self._schedule_files)
            for notice in each.notices
            if as_of is None or not notice.asks_as_of
        )
        network = self._network()
        self._graph_files = self._schedule_files = ()
        del defined, scheduled
        return Graph(
            milestones,
            links,
            questions=questions,
            as_of=as_of,
            disagreements=disagreements,
            schedule_only=schedule_only,
            calendars=self._calendars.by_name.values(),
            notices=notices,
            groups=groups,
            network=network,
        )

    def _groups(self) -> list[Group]:
        """Return the groups of all files; one file gives each."""
        first: dict[str, Group] = {}
        for group in (group for each in self._graph_files for group in each.groups):
            other = first.setdefault(group.tag, group)
            if other is not group:
                file, line, column = group.position or ("", 0, 0)
                message = f"the group {group.tag!r} is in {other.position} too: keep one"
                self._problems.append(Problem(file, line, column, message))
        return list(first.values())

    def _network(self) -> Graph | None:
        """Return the graph of all activities, where a file keeps only milestones of them."""
        if not any(each.network for each in self._graph_files):
            return None
        return merge(
            [each.network or each for each in self._graph_files],
            self._schedule_files,
            as_of=self._as_of,
            calendars=self._calendars,
        )

    def _date_of(self, files: Sequence[GraphFile]) -> date | None:
        given = [(each, each.as_of) for each in files if each.as_of is not None]
        if not given:
            return None
        first_file, first = given[0]
        for each, as_of in given[1:]:
            if as_of.value != first.value and self._as_of is None:
                self._problems.append(
                    Problem(
                        each.shown,
                        as_of.line,
                        as_of.column,
                        f"as_of is {as_of.value} here and {first.value} in "
                        f"{first_file.shown}:{first.line}: keep one, or give --as-of",
                    )
                )
        day: date = first.value
        return day

    # -- codes -----------------------------------------------------------------------

    def _take_other_codes(self) -> None:
        """Give relationships of schedule networks the codes that other codes stand for."""
        if not any(each.recoded for each in (*self._graph_files, *self._schedule_files)):
            return
        codes = {
            alias: code
            for code, definition in self._with_attribute(_AKA)
            for alias in definition.values[_AKA]
            if alias != code
        }
        self._graph_files = [recoded(each, codes) for each in self._graph_files]
        self._schedule_files = [recoded(each, codes) for each in self._schedule_files]

    def _aliases(self, defined: Collection[str]) -> dict[str, str]:
        """Return the other codes of the milestones of the graph, each with the code."""
        aliases: dict[str, str] = {}
        todo = self._with_attribute(_AKA)
        before = 0
        while len(todo) != before:
            # A schedule may know a milestone by another code, and give a third one to that.
            before = len(todo)
            later = []
            for written, definition in todo:
                code = aliases.get(written, written)
                if code not in defined:
                    later.append((written, definition))
                    continue
                file, line, column = definition.place("aka")
                for alias in definition.values[_AKA]:
                    wrong = _wrong_alias(alias, code, defined, aliases)
                    if not wrong:
                        aliases[alias] = code
                        continue
                    message = f"{code}: aka: {alias!r} {wrong}"
                    self._problems.append(Problem(file, line, column, message))
            todo = later
        return aliases

    def _with_attribute(self, field: int) -> list[tuple[str, Definition]]:
        """Return what the files define with an attribute, by the codes that they use."""
        return [
            (code, definition)
            for each in (*self._graph_files, *self._schedule_files)
            for code, definition in each.milestones.items()
            if definition.values[field] is not None
        ]

    def _links(self, defined: Collection[str], aliases: dict[str, str]) -> list[Link]:
        written: list[Link] = []
        exported: list[Link] = []
        unknown: list[Link] = []
        for graph_file in self._graph_files:
            links = exported if graph_file.recoded else written
            if not set(map(itemgetter(0), graph_file.links)).difference(defined):
                links += graph_file.links
                continue
            for link in graph_file.links:
                prerequisite = link.prerequisite
                if prerequisite in defined:
                    links.append(link)
                elif prerequisite in aliases:
                    links.append(link._replace(prerequisite=aliases[prerequisite]))
                else:
                    unknown.append(link)
        if unknown:
            codes = sorted((*defined, *aliases), key=lambda code: (code.casefold(), code))
            self._report_unknown(unknown, codes)
        return overlaid(exported, written) if exported and written else exported or written

    def _report_unknown(self, links: Sequence[Link], codes: Sequence[str]) -> None:
        """Report the links to what no file defines, the first with the code most alike."""
        for number, link in enumerate(links):
            prerequisite = link.prerequisite
            hint = ""
            if not self._is_whole:
                hint = "; it may stand in what could not be read"
            elif number < _MOST_SUGGESTIONS:
                place = bisect(codes, prerequisite.casefold(), key=str.casefold)
                near = codes[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]
                hint = did_you_mean(prerequisite, near)
            file, line, column = link.position or ("", 0, 0)
            message = f"{link.dependent}: requires: no file defines {prerequisite!r}{hint}"
            self._problems.append(Problem(file, line, column, message))

    def _report_unknown_calendars(self, links: Iterable[Link]) -> None:
        known = self._calendars.by_name
        named = [
            (*definition.place("calendar"), code, definition.values[_CALENDAR])
            for code, definition in self._with_attribute(_CALENDAR)
        ]
        named += [
            (*(link.position or ("", 0, 0)), f"{link.dependent}: requires", link.calendar)
            for link in links
            if link.calendar is not None
        ]
        for file, line, column, what, name in named:
            if name not in known:
                hint = did_you_mean(name, known) or f": its 'calendars' are {', '.join(known)}"
                if not known:
                    hint = ": write it under 'calendars'"
                message = f"{what}: calendar: the configuration has no calendar {name!r}{hint}"
                self._problems.append(Problem(file, line, column, message))

    # -- milestones ------------------------------------------------------------------

    def _milestone(
        self, code: str, definitions: Sequence[Definition], scheduled: Sequence[Definition]
    ) -> Milestone:
        if len(definitions) == 1 and not scheduled:
            values = definitions[0].values.copy()
        else:
            values = self._settled(code, definitions, scheduled)
        told = values[_STATE]
        if self._classify is not None:
            self._add_classification(code, values)
        for field, default in self._defaults:
            if values[field] is None:
                values[field] = default
        completed = values[_COMPLETED]
        state: State = "incomplete"
        if completed is None:
            is_done = told == "complete" or (
                values[_PROGRESS] == _ALL and values[_KIND] != "milestone"
            )
        else:
            is_done = self._as_of is None or completed <= self._as_of
        if is_done:
            state = "complete"
        elif told == "unknown" or (self._schedule_files and not scheduled):
            state = "unknown"
        values[_STATE] = state
        # Without the call of the constructor, which takes ten times as long.
        milestone: Milestone = tuple.__new__(Milestone, values)
        return milestone

    def _add_classification(self, code: str, values: list[Any]) -> None:
        """Add what the code says about a milestone, where no file does."""
        by_code = _NOTHING if self._classify is None else self._classify(code)
        if by_code is _NOTHING:
            return
        for name in ("owner", "team", "level", "calendar"):
            if values[FIELDS[name]] is None:
                values[FIELDS[name]] = getattr(by_code, name)
        if by_code.tags:
            values[_TAGS] = tuple(sorted({*(values[_TAGS] or ()), *by_code.tags}))

    def _settled(
        self, code: str, definitions: Sequence[Definition], scheduled: Sequence[Definition]
    ) -> list[Any]:
        """Return the values to keep of those that several files state, noting disagreement."""
        everyone = (*definitions, *scheduled)
        values = everyone[0].values.copy()
        for field, given in enumerate(zip(*(each.values for each in everyone), strict=True)):
            if field in STATED and given.count(None) < len(given):
                ranked = (*scheduled, *definitions) if field in _SCHEDULED else everyone
                stated = [each for each in ranked if each.values[field] is not None]
                values[field] = self._settle(code, field, stated)
        values[_ID] = code
        values[_NAMES] = _names(everyone)
        return values

    def _settle(self, code: str, field: int, stated: Sequence[Definition]) -> Any:
        """Return the value to keep of those that several files state, noting disagreement."""
        if field in _UNIONS:
            return tuple(sorted({item for each in stated for item in each.values[field]}))
        first, name = stated[0], Milestone._fields[field]
        kept = first.values[field]
        for definition in stated[1:]:
            other = definition.values[field]
            if other != kept:
                self._disagreements.append(
                    Disagreement(
                        milestone=code,
                        attribute=name,
                        kept=str(kept),
                        kept_position=first.place(name),
                        other=str(other),
                        other_position=definition.place(name),
                    )
                )
        return kept


def _by_code(
    files: Iterable[GraphFile], aliases: dict[str, str]
) -> dict[str, tuple[Definition, ...]]:
    """Return what the files define, by codes; several files may define one milestone."""
    by_code: dict[str, tuple[Definition, ...]] = {}
    for each in files:
        for written, definition in each.milestones.items():
            code = aliases.get(written, written)
            by_code[code] = (*by_code.get(code, ()), definition)
    return by_code


def _with_those_of_files(calendars: Calendars, files: Iterable[GraphFile]) -> Calendars:
    """Return the calendars of the configuration and, by other names, those of the files."""
    found = {calendar.name: calendar for each in files for calendar in each.calendars}
    return calendars._replace(by_name={**found, **calendars.by_name}) if found else calendars


def _with_calendars(links: Iterable[Link], milestones: Iterable[Milestone]) -> list[Link]:
    """Return the links, each lag in the calendar of its prerequisite where it names none."""
    calendars = {milestone.id: milestone.calendar for milestone in milestones}
    return [
        link._replace(calendar=calendars[link.prerequisite])
        if link.lag and link.calendar is None
        else link
        for link in links
    ]


def _names(definitions: Iterable[Definition]) -> tuple[Name, ...]:
    """Return the names that files give to a milestone, each text once."""
    names: dict[str, Name] = {}
    for definition in definitions:
        for name in definition.values[_NAMES] or ():
            names.setdefault(name.text, name)
    return tuple(names.values())


def _wrong_alias(alias: str, code: str, defined: Collection[str], aliases: dict[str, str]) -> str:
    if alias == code:
        return "is its own code"
    if alias in defined:
        return "is the code of a milestone of its own"
    if aliases.get(alias, code) != code:
        return f"is another code for {aliases[alias]} too"
    return ""
