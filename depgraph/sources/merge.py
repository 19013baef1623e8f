"""Many files to one graph: the one place that merges.

The graph has the milestones that graph files define and the links between them. The
schedule gives dates and states to these; its own links are not part of the graph, and a
milestone that only the schedule has is listed apart.
"""

from __future__ import annotations

from itertools import compress, repeat
from operator import is_not
from typing import TYPE_CHECKING

from depgraph.errors import LoadError, Problem, did_you_mean
from depgraph.model import Disagreement, Graph, Milestone, Name
from depgraph.model.classification import Classification
from depgraph.model.links import chained, ends_of, others_of, picked, with_others
from depgraph.model.values import problem_at
from depgraph.sources.calendars import Calendars
from depgraph.sources.file_calendars import with_calendars_of_files, with_own_calendars
from depgraph.sources.graph_file import documents_of
from depgraph.sources.milestones import FIELDS, STATED
from depgraph.sources.states import contradictions, state_of, stated_state

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date

    from depgraph.model import Calendar, Group, Link, Notice, Position
    from depgraph.sources.graph_file import GraphFile
    from depgraph.sources.milestones import Definition, Fieldwise

_ID, _TAGS, _COMPLETED, _STATE, _AKA, _NAMES, _CALENDAR, _PROGRESS, _WORK = (
    FIELDS[name]
    for name in ("id", "tags", "completed", "state", "aka", "names", "calendar", "progress", "work")
)
# From the schedule first, where it says anything: the graph files are the structure.
_SCHEDULED = {
    FIELDS[name] for name in ("due", "forecast", "completed", "started", "remaining", "progress")
}
# Several files may each add to these.
_UNIONS = {_TAGS, _AKA}
_PLACES = range(len(FIELDS))

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
    is_whole = is_whole and all(graph_file.is_whole for graph_file in graph_files)
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
        self._has_schedule = bool(schedule_files)
        self._classify = classify
        self._problems = problems
        self._is_whole = is_whole
        self._as_of = as_of
        self._disagreements: list[Disagreement] = []
        self._notices: list[Notice] = []
        defaults = Milestone._field_defaults | {"calendar": calendars.default}
        self._defaults = [
            (FIELDS[name], default)
            for name, default in defaults.items()
            if default is not None and name != "state"
        ]
        self._calendars = calendars

    def graph(self) -> Graph:
        self._recode_networks()
        known: dict[str, Calendar] = {}
        self._graph_files = with_own_calendars(self._graph_files, known, self._calendars)
        self._schedule_files = with_own_calendars(self._schedule_files, known, self._calendars)
        self._calendars = with_calendars_of_files(
            self._calendars, (*self._graph_files, *self._schedule_files)
        )
        contract = next(filter(None, (file.contract for file in self._graph_files)), None)
        if contract is None:
            return self._merged()
        from depgraph.sources.views import view_of_network

        shown = {code for file in self._graph_files for code in file.milestones}
        for file in self._graph_files:
            if file.contract is None:  # what a link of the plan names is shown as well
                shown.update(*ends_of(file.links))
        self._graph_files = [
            file.network if file.network is not None and file.contract is not None else file
            for file in self._graph_files
        ]
        return view_of_network(self._merged(), shown, contract)

    def _merged(self) -> Graph:
        as_of = self._as_of or self._date_of(self._schedule_files or self._graph_files)
        if as_of is None and self._schedule_files:
            as_of = self._date_of(self._graph_files)
        self._as_of = as_of

        defined = _definitions_by_code(self._graph_files, {})
        aliases = self._codes_by_alias(defined)
        scheduled = _definitions_by_code(self._schedule_files, aliases)
        links = self._resolved_links(defined, aliases)
        groups = self._distinct_groups()
        self._report_unknown_calendars(links)
        if self._problems:
            raise LoadError(self._problems)
        questions = [
            question for graph_file in self._graph_files for question in graph_file.questions
        ]
        notices = self._merged_notices(as_of)
        documents = documents_of(self._graph_files, self._schedule_files)
        network = self._merged_network()
        rules = next((f.rules for f in self._graph_files if f.rules is not None), None)
        self._graph_files = self._schedule_files = ()
        only_scheduled = [code for code in scheduled if code not in defined]
        # What was read of a milestone may go when it is made.
        milestones = [
            self._merged_milestone(code, defined.pop(code), scheduled.get(code, ()))
            for code in [*defined]
        ]
        disagreements = self._disagreements
        self._disagreements = []
        schedule_only = [
            self._merged_milestone(code, (), scheduled[code]) for code in only_scheduled
        ]
        del defined, scheduled
        if self._calendars.lags_are_working:
            links = _with_calendars(links, milestones)
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
            documents=documents,
            network=network,
            rules=rules,
        )

    def _merged_notices(self, as_of: date | None) -> Iterable[Notice]:
        """Return the notices of all files, each once: one may be a graph and the schedule too.

        What a source lacks counts where it is asked: of links the graph files, of states the
        schedule, if there is one.
        """
        of_links, of_states = (
            {graph_file.shown for graph_file in files}
            for files in (self._graph_files, self._schedule_files or self._graph_files)
        )
        notices: dict[Notice, None] = {}
        for graph_file in (*self._graph_files, *self._schedule_files):
            for notice in graph_file.notices:
                if as_of is None or not notice.asks_as_of:
                    lacks = tuple(
                        fact
                        for fact in notice.lacks
                        if graph_file.shown in (of_states if fact == "completions" else of_links)
                    )
                    notices.setdefault(notice._replace(lacks=lacks))
        return (*notices, *self._notices)

    def _distinct_groups(self) -> list[Group]:
        """Return the groups of all files; one file gives each."""
        first_by_tag: dict[str, Group] = {}
        for group in (group for graph_file in self._graph_files for group in graph_file.groups):
            first = first_by_tag.setdefault(group.tag, group)
            if first is not group:
                message = f"the group {group.tag!r} is in {first.position} too: keep one"
                self._problems.append(problem_at(group.position, message))
        return list(first_by_tag.values())

    def _merged_network(self) -> Graph | None:
        """Return the graph of all activities, where a file keeps only milestones of them."""
        if not any(graph_file.network for graph_file in self._graph_files):
            return None
        return merge(
            [graph_file.network or graph_file for graph_file in self._graph_files],
            self._schedule_files,
            as_of=self._as_of,
            calendars=self._calendars,
        )

    def _date_of(self, files: Sequence[GraphFile]) -> date | None:
        dated_files = [
            (graph_file, graph_file.as_of) for graph_file in files if graph_file.as_of is not None
        ]
        if not dated_files:
            return None
        first_file, first = dated_files[0]
        for graph_file, as_of in dated_files[1:]:
            if as_of.value != first.value and self._as_of is None:
                self._problems.append(
                    Problem(
                        graph_file.shown,
                        as_of.line,
                        as_of.column,
                        f"as_of is {as_of.value} here and {first.value} in "
                        f"{first_file.shown}:{first.line}: keep one, or give --as-of",
                    )
                )
        return first.value

    # -- codes -----------------------------------------------------------------------

    def _recode_networks(self) -> None:
        """Give relationships of schedule networks the codes that their aliases stand for."""
        if not any(
            graph_file.recoded for graph_file in (*self._graph_files, *self._schedule_files)
        ):
            return
        from depgraph.sources.overlay import recoded

        codes = {
            alias: code
            for code, definition in self._with_attribute(_AKA)
            for alias in definition.values[_AKA]
            if alias != code
        }
        self._graph_files = [recoded(graph_file, codes) for graph_file in self._graph_files]
        self._schedule_files = [recoded(graph_file, codes) for graph_file in self._schedule_files]

    def _codes_by_alias(self, defined: Collection[str]) -> dict[str, str]:
        """Return the aliases of the milestones of the graph, each with the code."""
        aliases: dict[str, str] = {}
        todo = self._with_attribute(_AKA)
        before = 0
        while len(todo) != before:
            # A schedule may know a milestone by an alias, and give another alias to that.
            before = len(todo)
            later = []
            for written, definition in todo:
                code = aliases.get(written, written)
                if code not in defined:
                    later.append((written, definition))
                    continue
                for alias in definition.values[_AKA]:
                    wrong = _wrong_alias(alias, code, defined, aliases)
                    if not wrong:
                        aliases[alias] = code
                        continue
                    message = f"{code}: aka: {alias!r} {wrong}"
                    self._problems.append(problem_at(definition.place("aka"), message))
            todo = later
        return aliases

    def _with_attribute(self, field: int) -> list[tuple[str, Definition]]:
        """Return what the files define with an attribute, by the codes that they use."""
        return [
            (code, definition)
            for graph_file in (*self._graph_files, *self._schedule_files)
            for code, definition in graph_file.milestones.items()
            if definition.values[field] is not None
        ]

    def _resolved_links(self, defined: Collection[str], aliases: dict[str, str]) -> Sequence[Link]:
        written: list[Sequence[Link]] = []
        exported: list[Sequence[Link]] = []
        unknown: list[Link] = []
        for graph_file in self._graph_files:
            parts = exported if graph_file.recoded else written
            if graph_file.loose:
                from depgraph.sources.overlay import joined

                to_others, notices = joined(graph_file.loose, defined, aliases)
                parts.append(to_others)
                self._notices += notices if self._is_whole else ()
            links = graph_file.links
            prerequisites, _ = ends_of(links)
            if not set(prerequisites).difference(defined):
                parts.append(links)
                continue
            undefined = (n for n, code in enumerate(prerequisites) if code not in defined)
            meant = {n: aliases.get(prerequisites[n]) for n in undefined}
            missing = {n for n, code in meant.items() if code is None}
            unknown += map(links.__getitem__, sorted(missing))
            recoded = {n: links[n]._replace(prerequisite=code) for n, code in meant.items() if code}
            links = with_others(links, recoded)
            known = (n for n in range(len(links)) if n not in missing)
            parts.append(picked(links, known) if missing else links)
        if unknown:
            codes = sorted((*defined, *aliases), key=lambda code: (code.casefold(), code))
            self._report_unknown(unknown, codes)
        if not exported or not written:
            return chained(exported or written)
        from depgraph.sources.overlay import overlaid

        return overlaid(chained(exported), chained(written))

    def _report_unknown(self, links: Sequence[Link], codes: Sequence[str]) -> None:
        """Report the links to what no file defines, the first with the code most alike."""
        from bisect import bisect

        for number, link in enumerate(links):
            prerequisite = link.prerequisite
            hint = ""
            if not self._is_whole:
                hint = "; it may stand in what could not be read"
            elif number < _MOST_SUGGESTIONS:
                place = bisect(codes, prerequisite.casefold(), key=str.casefold)
                near = codes[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]
                hint = did_you_mean(prerequisite, near)
            message = f"{link.dependent}: requires: no file defines {prerequisite!r}{hint}"
            self._problems.append(problem_at(link.position, message))

    def _report_unknown_calendars(self, links: Sequence[Link]) -> None:
        known = self._calendars.by_name
        uses: list[tuple[Position | None, str, str]] = [
            (definition.place("calendar"), code, definition.values[_CALENDAR])
            for code, definition in self._with_attribute(_CALENDAR)
        ]
        uses += [
            (link.position, f"{link.dependent}: requires", link.calendar)
            for _, link in others_of(links)
            if link.calendar is not None
        ]
        for position, what, name in uses:
            if name not in known:
                hint = did_you_mean(name, known) or f": its 'calendars' are {', '.join(known)}"
                if not known:
                    hint = ": write it under 'calendars'"
                message = f"{what}: calendar: the configuration has no calendar {name!r}{hint}"
                self._problems.append(problem_at(position, message))

    # -- milestones ------------------------------------------------------------------

    def _merged_milestone(
        self, code: str, definitions: Sequence[Definition], scheduled: Sequence[Definition]
    ) -> Milestone:
        if len(definitions) == 1 and not scheduled:
            values = definitions[0].values.copy()
        else:
            values = self._values_to_keep(code, definitions, scheduled)
        if self._classify is not None:
            self._add_classification(code, values)
        for field, default in self._defaults:
            if values[field] is None:
                values[field] = default
        values[_STATE] = state_of(
            values,
            self._as_of,
            is_scheduled=bool(scheduled),
            has_schedule=self._has_schedule,
        )
        if values[_COMPLETED] is not None and values[_PROGRESS] is not None:
            self._disagreements += contradictions(values, (*scheduled, *definitions))
        # Without the call of the constructor, which takes ten times as long.
        milestone: Milestone = tuple.__new__(Milestone, values)
        return milestone

    def _add_classification(self, code: str, values: Fieldwise) -> None:
        """Add what the code says about a milestone, where no file does."""
        by_code = _NOTHING if self._classify is None else self._classify(code)
        if by_code is _NOTHING:
            return
        for name in ("owner", "team", "level", "calendar"):
            if values[FIELDS[name]] is None:
                values[FIELDS[name]] = getattr(by_code, name)
        if by_code.tags:
            values[_TAGS] = tuple(sorted({*(values[_TAGS] or ()), *by_code.tags}))

    def _values_to_keep(
        self, code: str, definitions: Sequence[Definition], scheduled: Sequence[Definition]
    ) -> Fieldwise:
        """Return the values to keep of those that several files state, noting disagreement."""
        everyone = (*definitions, *scheduled)
        values = everyone[0].values.copy()
        stated_twice: set[int] = set()
        for definition in everyone[1:]:
            for field in compress(_PLACES, map(is_not, definition.values, repeat(None))):
                if values[field] is None:
                    values[field] = definition.values[field]
                else:
                    stated_twice.add(field)
        stated_twice.update(field for field in _UNIONS if values[field])
        for field in sorted(stated_twice & STATED):
            ranked = (*scheduled, *definitions) if field in _SCHEDULED else everyone
            stated = [definition for definition in ranked if definition.values[field] is not None]
            values[field] = self._value_to_keep(code, field, stated)
        values[_ID] = code
        values[_NAMES] = _distinct_names(everyone)
        values[_STATE] = stated_state(everyone)
        values[_WORK] = next((d.values[_WORK] for d in definitions if d.values[_WORK]), None)
        return values

    def _value_to_keep(self, code: str, field: int, stated: Sequence[Definition]) -> object:
        """Return the value to keep of those that several files state, noting disagreement."""
        if field in _UNIONS:
            return tuple(
                sorted({item for definition in stated for item in definition.values[field]})
            )
        first, name = stated[0], Milestone._fields[field]
        kept_value = first.values[field]
        for definition in stated[1:]:
            other_value = definition.values[field]
            if other_value != kept_value:
                self._disagreements.append(
                    Disagreement(
                        milestone=code,
                        attribute=name,
                        kept_value=str(kept_value),
                        kept_position=first.place(name),
                        other_value=str(other_value),
                        other_position=definition.place(name),
                    )
                )
        return kept_value


def _definitions_by_code(
    files: Iterable[GraphFile], aliases: dict[str, str]
) -> dict[str, tuple[Definition, ...]]:
    """Return what the files define, by codes; several files may define one milestone."""
    by_code: dict[str, tuple[Definition, ...]] = {}
    for graph_file in files:
        for written, definition in graph_file.milestones.items():
            code = aliases.get(written, written)
            by_code[code] = (*by_code.get(code, ()), definition)
    return by_code


def _with_calendars(links: Sequence[Link], milestones: Iterable[Milestone]) -> Sequence[Link]:
    """Return the links, each lag in the calendar of its prerequisite where it names none."""
    calendars = {milestone.id: milestone.calendar for milestone in milestones}
    return with_others(
        links,
        {
            place: link._replace(calendar=calendars[link.prerequisite])
            for place, link in others_of(links)
            if link.lag and link.calendar is None
        },
    )


def _distinct_names(definitions: Iterable[Definition]) -> tuple[Name, ...]:
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
