"""Many files to one graph: the one place that merges.

The graph has the milestones that graph files define and the links between them. The
schedule gives dates and states to these; its own links are not part of the graph, and a
milestone that only the schedule has is listed apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from depgraph.errors import LoadError, Problem, did_you_mean
from depgraph.model import Disagreement, Graph, Milestone, Name, Position

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
_FEW = 2000


class Classification(NamedTuple):
    """Whose a milestone is by its code: what configuration patterns say."""

    owner: str | None = None
    team: str | None = None
    level: int | None = None
    tags: tuple[str, ...] = ()


_NOTHING = Classification()


def merge(
    graph_files: Sequence[GraphFile],
    schedule_files: Sequence[GraphFile] = (),
    *,
    as_of: date | None = None,
    classify: Callable[[str], Classification] | None = None,
    problems: Iterable[Problem] = (),
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
        Owner, team, level and tags of a code, where no file states them.
    problems
        What was wrong in reading; it is raised together with what is found here.

    Raises
    ------
    LoadError
        With every problem, if there is any.
    """
    return _Merge(graph_files, schedule_files, as_of, classify, list(problems)).graph()


class _Merge:
    def __init__(
        self,
        graph_files: Sequence[GraphFile],
        schedule_files: Sequence[GraphFile],
        as_of: date | None,
        classify: Callable[[str], Classification] | None,
        problems: list[Problem],
    ) -> None:
        self._graph_files = graph_files
        self._schedule_files = schedule_files
        self._classify = classify
        self._problems = problems
        self._as_of = as_of
        self._disagreements: list[Disagreement] = []

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
        return Graph(
            milestones,
            links,
            questions=[question for each in self._graph_files for question in each.questions],
            as_of=as_of,
            disagreements=disagreements,
            schedule_only=schedule_only,
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

    def _aliases(self, defined: dict[str, list[tuple[GraphFile, Definition]]]) -> dict[str, str]:
        aliases: dict[str, str] = {}
        for code, definitions in defined.items():
            for graph_file, definition in definitions:
                attribute = definition.attributes.get("aka")
                if attribute is None:
                    continue
                for alias in attribute.value:
                    if alias == code:
                        wrong = "is its own code"
                    elif alias in defined:
                        wrong = "is the code of a milestone of its own"
                    elif aliases.get(alias, code) != code:
                        wrong = f"is another code for {aliases[alias]} too"
                    else:
                        aliases[alias] = code
                        continue
                    self._problems.append(
                        Problem(
                            graph_file.shown,
                            attribute.line,
                            attribute.column,
                            f"{code}: aka: {alias!r} {wrong}",
                        )
                    )
        return aliases

    def _links(self, defined: Collection[str], aliases: dict[str, str]) -> Iterator[Link]:
        unknown = 0
        for graph_file in self._graph_files:
            for link in graph_file.links:
                prerequisite = link.prerequisite
                if prerequisite in defined:
                    yield link
                    continue
                if prerequisite in aliases:
                    yield link._replace(prerequisite=aliases[prerequisite])
                    continue
                unknown += 1
                hint = ""
                if unknown <= _MOST_SUGGESTIONS:
                    hint = did_you_mean(prerequisite, _near(prerequisite, defined))
                position = link.position or Position(graph_file.shown, 0, 0)
                self._problems.append(
                    Problem(
                        position.file,
                        position.line,
                        position.column,
                        f"{link.dependent}: requires: no file defines {prerequisite!r}{hint}",
                    )
                )

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
        elif (
            self._schedule_files
            and not scheduled
            and not any(name in values for name in _SCHEDULED)
        ):
            state = "unknown"
        if self._classify is not None:
            by_code = self._classify(code)
            if by_code is not _NOTHING:
                for name in ("owner", "team", "level"):
                    value = getattr(by_code, name)
                    if value is not None:
                        values.setdefault(name, value)
                if by_code.tags:
                    values["tags"] = tuple(sorted({*values.get("tags", ()), *by_code.tags}))
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


def _near(code: str, defined: Collection[str]) -> list[str]:
    """Return the codes worth comparing with a wrong one: all, or those that begin alike."""
    if len(defined) <= _FEW:
        return list(defined)
    start = code[:3].casefold()
    return [known for known in defined if known[:3].casefold() == start][:5000]
