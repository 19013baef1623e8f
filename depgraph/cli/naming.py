"""Which milestones and links the codes of a call mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depgraph.errors import DepgraphError, UnknownMilestoneError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.model import Graph
    from depgraph.plans.opening import Opened

_SIGNS = "*?["


def code_of(graph: Graph, text: str) -> str:
    """Return the code of the milestone that a text means: in either case, where only one is meant.

    What means none is returned as it is, for the graph to refuse it.

    Examples
    --------
    >>> from depgraph.model import Graph, Milestone
    >>> plan = Graph([Milestone("SAT-1"), Milestone("a"), Milestone("A")])
    >>> code_of(plan, "sat-1"), code_of(plan, "a"), code_of(plan, "b")
    ('SAT-1', 'a', 'b')
    """
    if text in graph:
        return graph[text].id
    folded = text.casefold()
    meant = {
        milestone.id
        for milestone in graph.milestones
        if any(name.casefold() == folded for name in (milestone.id, *milestone.aka))
    }
    return meant.pop() if len(meant) == 1 else text


def in_plan_case(texts: Iterable[str], stated: Iterable[str | None]) -> list[str]:
    """Return texts as a plan writes them, where it has one such word in another case only.

    Examples
    --------
    >>> in_plan_case(["dm", "X", "ap"], ["DM", "AP", "Ap", None])
    ['DM', 'X', 'ap']
    """
    words = {word for word in stated if word is not None}
    return [_in_case(text, words) for text in texts]


def _in_case(text: str, words: set[str]) -> str:
    if text in words:
        return text
    alike = [word for word in words if word.casefold() == text.casefold()]
    return alike[0] if len(alike) == 1 else text


def codes_of(graph: Graph, texts: Iterable[str]) -> list[str]:
    """Return the codes of milestones, each once, in the order of the texts that name them.

    Parameters
    ----------
    texts
        Codes, as `code_of` takes them, and patterns such as ``LDM-503-1*``.

    Raises
    ------
    UnknownMilestoneError
        If there is no such milestone.
    DepgraphError
        If none fits a pattern.
    """
    codes: list[str] = []
    for text in texts:
        if text not in graph and any(sign in text for sign in _SIGNS):
            codes += _fitting(graph, text)
        else:
            codes.append(graph[code_of(graph, text)].id)
    return list(dict.fromkeys(codes))


def named_target(opened: Opened, text: str | None) -> str | None:
    """Return the code of the milestone that a call or else the configuration names as the target.

    The configuration does so for ``health``, and for the files that it names. None where neither
    does.

    Raises
    ------
    UnknownMilestoneError
        If there is no milestone as the call names it.
    DepgraphError
        If there is none as the configuration names it.
    """
    graph, configured = opened.graph, opened.config.health.target
    if text is not None:
        return graph[code_of(graph, text)].id
    if configured is None or (opened.rules.is_of_other_files and configured not in graph):
        return None
    try:
        return graph[configured].id
    except UnknownMilestoneError as error:
        from depgraph.sources.files import shown_path

        place = shown_path(opened.config.path) if opened.config.path else "the configuration"
        raise DepgraphError(f"{place}: health: target: {error}; --target names another") from None


def target_of(opened: Opened, text: str | None) -> str | None:
    """Return the code of `named_target` or else of the latest milestone, as `health` does.

    None where no incomplete milestone has a date.
    """
    target = named_target(opened, text)
    if target is not None:
        return target
    from depgraph.analysis.latest import latest_milestone
    from depgraph.analysis.projection import project
    from depgraph.analysis.scheduled import without_schedule_only

    return latest_milestone(project(without_schedule_only(opened.graph)))


def _fitting(graph: Graph, pattern: str) -> list[str]:
    from fnmatch import fnmatchcase

    from depgraph.words import natural

    codes = [milestone.id for milestone in graph.milestones]
    fitting = [code for code in codes if fnmatchcase(code, pattern)]
    if not fitting:
        folded = pattern.casefold()
        fitting = [code for code in codes if fnmatchcase(code.casefold(), folded)]
    if not fitting:
        raise DepgraphError(f"no milestone has a code that fits {pattern!r}")
    return sorted(fitting, key=natural)


def link_of(graph: Graph, first: str, second: str, *, is_told: bool = True) -> tuple[str, str]:
    """Return the ends of the link between two milestones, its prerequisite first.

    They may be named in either order where links go one way only. Where there is no link, the
    order stays. Unless the answer names the link anyway, it is told if it is turned round.
    """
    ends = code_of(graph, first), code_of(graph, second)
    if not all(end in graph for end in ends):
        return ends
    there, back = (_links(graph, pair) for pair in (ends, ends[::-1]))
    if there or not back:
        return ends
    if is_told:
        click.echo(f"note: read as {ends[1]} -> {ends[0]}: {ends[0]} waits on {ends[1]}", err=True)
    return ends[::-1]


def _links(graph: Graph, pair: Sequence[str]) -> bool:
    source, target = (graph.number(code) for code in pair)
    return bool(graph.numbers_between(source, target))
