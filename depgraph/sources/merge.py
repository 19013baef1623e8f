"""Many files to one graph: the one place that merges.

The graph has the milestones that graph files define and the links between them. The
schedule gives dates and states to these; its own links are not part of the graph, and a
milestone that only the schedule has is listed apart.
"""

from __future__ import annotations

from bisect import bisect
from typing import TYPE_CHECKING, Any, NamedTuple

from depgraph.errors import LoadError, Problem, did_you_mean
from depgraph.model import Disagreement, Graph, Milestone, Name, Position
from depgraph.sources.calendars import Calendars

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import date

    from depgraph.model import Link, State
    from depgraph.sources.graph_file import Attribute, Definition, GraphFile

# From the schedule first, where it says anything: the graph files are the structure.
_SCHEDULED = ("due", "forecast", "completed")
# Several files may each add to these.
_UNIONS = ("tags", "aka")

_MOST_SUGGESTIONS = 20
_NEIGHBOURS = 500


class Classification(NamedTuple):
    """Whose a milestone is by its code, and so on: what configuration patterns say."""

    owner: str | None = None
    team: str | None = None
    level: int | None = None
    tags: tuple[str, ...] = ()
    calendar: str | None = None


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
    merging = _Merge(graph_files, schedule_files, as_of, classify, list(problems), is_whole)
    merging.calendars = calendars or Calendars()
    return merging.graph()


class _Merge:
    def __init__(
        self,
        graph_files: Sequence[GraphFile],
        schedule_files: Sequence[GraphFile],
        as_of: date | None,
        classify: Callable[[str], Classification] | None,
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
        self.calendars = Calendars()

    def graph(self) -> Graph:
        as_of = self._as_of or self._date_of(self._schedule_files or self._graph_files)
        if as_of is None and self._schedule_files:
            as_of = self._date_of(self._graph_files)
        self._as_of = as_of

        defined: dict[str, list[tuple[GraphFile, Definition]]] = {}
        for graph_file in self._graph_files:
            for code, definition in graph_file.milestones.items():
                defined.setdefault(code, []).append((graph_file, definition))
        aliases = self._aliases(defined)
        scheduled: dict[str, list[tuple[GraphFile, Definition]]] = {}
        for schedule_file in self._schedule_files:
            for written, definition in schedule_file.milestones.items():
                code = aliases.get(written, written)
                scheduled.setdefault(code, []).append((schedule_file, definition))

        links = list(self._links(defined, aliases))
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
        if self.calendars.lags_are_working:
            links = _with_calendars(links, milestones)
        return Graph(
            milestones,
            links,
            questions=[question for each in self._graph_files for question in each.questions],
            as_of=as_of,
            disagreements=disagreements,
            schedule_only=schedule_only,
            calendars=self.calendars.by_name.values(),
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

    def _aliases(self, defined: Collection[str]) -> dict[str, str]:
        """Return the other codes of the milestones of the graph, each with the code."""
        aliases: dict[str, str] = {}
        todo = [
            (each.shown, code, definition.attributes["aka"])
            for each in (*self._graph_files, *self._schedule_files)
            for code, definition in each.milestones.items()
            if "aka" in definition.attributes
        ]
        before = 0
        while len(todo) != before:
            # A schedule may know a milestone by another code, and give a third one to that.
            before = len(todo)
            later = []
            for shown, written, attribute in todo:
                code = aliases.get(written, written)
                if code not in defined:
                    later.append((shown, written, attribute))
                    continue
                for alias in attribute.value:
                    wrong = _wrong_alias(alias, code, defined, aliases)
                    if not wrong:
                        aliases[alias] = code
                        continue
                    message = f"{code}: aka: {alias!r} {wrong}"
                    self._problems.append(Problem(shown, attribute.line, attribute.column, message))
            todo = later
        return aliases

    def _links(self, defined: Collection[str], aliases: dict[str, str]) -> Iterator[Link]:
        unknown: list[Link] = []
        for graph_file in self._graph_files:
            for link in graph_file.links:
                prerequisite = link.prerequisite
                if prerequisite in defined:
                    yield link
                elif prerequisite in aliases:
                    yield link._replace(prerequisite=aliases[prerequisite])
                else:
                    unknown.append(link)
        if unknown:
            codes = sorted((*defined, *aliases), key=lambda code: (code.casefold(), code))
            self._report_unknown(unknown, codes)

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
        known = self.calendars.by_name
        named = [
            (each.shown, attribute.line, attribute.column, code, attribute.value)
            for each in (*self._graph_files, *self._schedule_files)
            for code, definition in each.milestones.items()
            if (attribute := definition.attributes.get("calendar")) is not None
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
        self,
        code: str,
        definitions: Sequence[tuple[GraphFile, Definition]],
        scheduled: Sequence[tuple[GraphFile, Definition]],
    ) -> Milestone:
        values: dict[str, Any] = {}
        if len(definitions) == 1 and not scheduled:
            for name, attribute in definitions[0][1].attributes.items():
                values[name] = attribute.value
        else:
            for name, stated in _by_attribute(definitions, scheduled).items():
                values[name] = self._settle(code, name, stated)
        completed = values.get("completed")
        state: State = "incomplete"
        if completed is not None and (self._as_of is None or completed <= self._as_of):
            state = "complete"
        elif self._schedule_files and not scheduled:
            state = "unknown"
        if self._classify is not None:
            by_code = self._classify(code)
            if by_code is not _NOTHING:
                for name in ("owner", "team", "level", "calendar"):
                    value = getattr(by_code, name)
                    if value is not None:
                        values.setdefault(name, value)
                if by_code.tags:
                    values["tags"] = tuple(sorted({*values.get("tags", ()), *by_code.tags}))
        if self.calendars.default is not None:
            values.setdefault("calendar", self.calendars.default)
        graph_file, definition = (definitions or scheduled)[0]
        return Milestone(
            code,
            state=state,
            names=_names(definitions, scheduled),
            position=Position(graph_file.shown, definition.line, definition.column),
            **values,
        )

    def _settle(self, code: str, name: str, stated: Sequence[tuple[GraphFile, Attribute]]) -> Any:
        """Return the value to keep of those that several files state, noting disagreement."""
        if name in _UNIONS:
            return tuple(sorted({item for _, attribute in stated for item in attribute.value}))
        kept_file, kept = stated[0]
        for graph_file, attribute in stated[1:]:
            if attribute.value != kept.value:
                self._disagreements.append(
                    Disagreement(
                        milestone=code,
                        attribute=name,
                        kept=str(kept.value),
                        kept_position=Position(kept_file.shown, kept.line, kept.column),
                        other=str(attribute.value),
                        other_position=Position(graph_file.shown, attribute.line, attribute.column),
                    )
                )
        return kept.value


def _with_calendars(links: Iterable[Link], milestones: Iterable[Milestone]) -> list[Link]:
    """Return the links, each lag in the calendar of its prerequisite where it names none."""
    calendars = {milestone.id: milestone.calendar for milestone in milestones}
    return [
        link._replace(calendar=calendars[link.prerequisite])
        if link.lag and link.calendar is None
        else link
        for link in links
    ]


def _by_attribute(
    definitions: Sequence[tuple[GraphFile, Definition]],
    scheduled: Sequence[tuple[GraphFile, Definition]],
) -> dict[str, list[tuple[GraphFile, Attribute]]]:
    """Collect who states which attribute, the one that counts first."""
    stated: dict[str, list[tuple[GraphFile, Attribute]]] = {}
    for group, wants_scheduled in ((scheduled, True), (definitions, None), (scheduled, False)):
        for graph_file, definition in group:
            for name, attribute in definition.attributes.items():
                if wants_scheduled is None or wants_scheduled == (name in _SCHEDULED):
                    stated.setdefault(name, []).append((graph_file, attribute))
    return stated


def _names(
    definitions: Sequence[tuple[GraphFile, Definition]],
    scheduled: Sequence[tuple[GraphFile, Definition]],
) -> tuple[Name, ...]:
    names: dict[str, Name] = {}
    for group in (definitions, scheduled):
        for graph_file, definition in group:
            attribute = definition.attributes.get("name")
            if attribute is not None:
                position = Position(graph_file.shown, attribute.line, attribute.column)
                names.setdefault(attribute.value, Name(attribute.value, position))
    return tuple(names.values())


def _wrong_alias(alias: str, code: str, defined: Collection[str], aliases: dict[str, str]) -> str:
    if alias == code:
        return "is its own code"
    if alias in defined:
        return "is the code of a milestone of its own"
    if aliases.get(alias, code) != code:
        return f"is another code for {aliases[alias]} too"
    return ""
