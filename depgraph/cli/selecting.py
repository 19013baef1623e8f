"""The options of commands that are about a part of a plan: its owners, teams and selectors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from depgraph.cli.options import known, with_options
from depgraph.errors import DepgraphError, did_you_mean
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from depgraph.cli.options import F, Params
    from depgraph.config import Config
    from depgraph.errors import Problem
    from depgraph.model import Graph
    from depgraph.sources.nodes import Node

_FLAGS = ("complete", "external")
_NOT = re.compile(r"not\s+")


choice_options: Callable[[F], F] = with_options(
    click.option(
        "--owner",
        "owners",
        multiple=True,
        metavar="NAME",
        shell_complete=known("owners"),
        help="Milestones of this owner. Repeatable.",
    ),
    click.option(
        "--team",
        "teams",
        multiple=True,
        metavar="NAME",
        shell_complete=known("teams"),
        help="Milestones of this team. Repeatable.",
    ),
    click.option(
        "--level",
        "levels",
        multiple=True,
        type=int,
        metavar="N",
        shell_complete=known("levels"),
        help="Milestones of this level. Repeatable.",
    ),
    click.option(
        "--select",
        "selectors",
        multiple=True,
        metavar="SELECTOR",
        shell_complete=known("selectors"),
        help="These milestones, such as 'level=2,due_within=90' or 'team=AP|DRP,not complete'; "
        "keys as in selectors of rules. Repeatable: any of them.",
    ),
)
"""Adds the options that choose milestones; `selected_by` takes what they say."""

CHOICES = ("owners", "teams", "levels", "selectors")
"""The names of their values."""


class Selected(Struct):
    """The codes of the selected milestones, and the selection in words."""

    codes: frozenset[str]
    words: str


def select(
    graph: Graph,
    config: Config,
    *,
    owners: Sequence[str],
    teams: Sequence[str],
    selectors: Sequence[str],
    levels: Sequence[int] = (),
) -> Selected | None:
    """Return the milestones that options name; None where there is no such option.

    Parameters
    ----------
    owners, teams
        Any of the owners, and any of the teams.
    selectors
        Any of these, each as `selector_node` reads it.
    levels
        Any of the levels.

    Raises
    ------
    DepgraphError
        If an owner, a team or a level is unknown, or nothing is selected.
    click.UsageError
        If a selector is wrong.
    """
    if not (owners or teams or levels or selectors):
        return None
    from depgraph.analysis.scope import select_scope

    owners, teams = in_words_of_plan(graph, owners, teams)
    scope = select_scope(graph, owners=owners, teams=teams, levels=levels)
    codes = set(scope.codes)
    words = [scope.words] if owners or teams or levels else []
    if selectors:
        codes &= _codes_matching(graph, config, selectors)
        words.append(" or ".join(selectors))
    in_words = "; ".join(words)
    if not codes:
        raise DepgraphError(f"no milestone is selected by {in_words}{_hint(graph, selectors)}")
    return Selected(frozenset(codes), in_words)


def in_words_of_plan(
    graph: Graph, owners: Sequence[str], teams: Sequence[str]
) -> tuple[Sequence[str], Sequence[str]]:
    """Return owners and teams as the plan writes them, where only the case is another."""
    from depgraph.cli.naming import in_plan_case

    return (
        in_plan_case(owners, (milestone.owner for milestone in graph.milestones)),
        in_plan_case(teams, (milestone.team for milestone in graph.milestones)),
    )


def _hint(graph: Graph, selectors: Sequence[str]) -> str:
    """Return what may be meant by an owner, team or code that a selector has and no milestone."""
    for condition in ",".join(selectors).split(","):
        key, _, values = condition.partition("=")
        name = _NOT.sub("", key.strip())
        if name not in ("id", "owner", "team"):
            continue
        stated = {getattr(milestone, name) for milestone in graph.milestones} - {None}
        for value in map(str.strip, values.split("|")):
            if value not in stated and (hint := did_you_mean(value, stated)):
                return hint
    return ""


def selected_by(params: Params, graph: Graph, config: Config) -> Selected | None:
    """Return the milestones that the options of `choice_options` name, as `select` does."""
    return select(graph, config, **{name: params[name] for name in CHOICES})


def _codes_matching(graph: Graph, config: Config, selectors: Sequence[str]) -> set[str]:
    from depgraph.rules.selectors import SELECTOR, Circumstances
    from depgraph.sources.document import Document
    from depgraph.sources.fields import Fields

    problems: list[Problem] = []
    fields = Fields(Document(b"", "--select", problems))
    read = [SELECTOR.read(fields, selector_node(text), f"--select {text!r}") for text in selectors]
    if problems:
        raise click.UsageError("; ".join(problem.message for problem in problems))
    circumstances = Circumstances(config.home, graph.as_of)
    return {
        graph.milestones[n].id
        for selector in read
        if selector is not None
        for n in selector.numbers(graph, circumstances)
    }


def selector_node(text: str) -> Node:
    """Return a selector in the form of the command line as a node of a file.

    Conditions stand between commas, and all of them must hold: ``KEY=VALUE``, with ``|``
    between values of which one must hold; ``complete`` and ``external``; each with ``not``
    before it for the contrary.

    Examples
    --------
    >>> selector_node("level=3")
    Mapping(pairs=[(Scalar(text='level', ...), Scalar(text='3', ...))], line=1, column=1)
    """
    from depgraph.sources.nodes import Mapping, Scalar, Sequence

    def scalar(word: str) -> Scalar:
        return Scalar(word, 1, 1, plain=False)

    pairs: list[tuple[Scalar, Node]] = []
    contrary: list[Node] = []
    for part in text.split(","):
        condition = part.strip()
        negation = _NOT.match(condition)
        condition = condition[negation.end() :] if negation else condition
        key, sign, value = (word.strip() for word in condition.partition("="))
        if not sign and key in _FLAGS:
            sign, value = "=", "true"
        if not key or not sign or not value:
            raise click.UsageError(
                f"--select {text!r}: expected KEY=VALUE, 'complete' or 'external', "
                f"each perhaps behind 'not', got {part.strip()!r}"
            )
        values: list[Node] = [scalar(word.strip()) for word in value.split("|")]
        node: Node = values[0] if len(values) == 1 else Sequence(values, 1, 1)
        if negation:
            contrary.append(Mapping([(scalar(key), node)], 1, 1))
        elif any(known.text == key for known, _ in pairs):
            raise click.UsageError(f"--select {text!r}: {key!r} stands twice: use {key}=A|B")
        else:
            pairs.append((scalar(key), node))
    if contrary:
        pairs.append((scalar("not"), Sequence(contrary, 1, 1)))
    return Mapping(pairs, 1, 1)
