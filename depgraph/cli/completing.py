"""What the shell completes: the values that a plan, or depgraph itself, knows.

Each function returns the words that may stand where a value is begun; `depgraph.cli.options.known`
hands them to click. Where the plan cannot be read, nothing is completed. Nor is in bash what it
would take for anything else, as it puts words in the line as they are: ``A;b`` is two commands.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

from depgraph.errors import DepgraphError
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import click

    from depgraph.config import Config
    from depgraph.model import Graph
    from depgraph.plans.selection import Selection


_OF_BASH = frozenset("_@%+=:,./-")
"""What bash takes as it is, beside letters and digits."""


class _Begun(Struct):
    """A value that is begun, the plan that options before it name, and the view of a list."""

    text: str
    selection: Selection
    view: str | None


def complete(
    what: str, ctx: click.Context, incomplete: str, selection: Selection
) -> list[CompletionItem]:
    """Return what may stand for a value that is begun.

    Parameters
    ----------
    what
        The name of one of the functions below, without the underscore.
    selection
        The plan that the options before it name.
    """
    try:
        words = _WORDS[what](_Begun(incomplete, selection, ctx.params.get("view")))
    except (DepgraphError, OSError):
        words = ()
    about = words if isinstance(words, dict) else {}
    start = incomplete.casefold()
    fitting = [word for word in words if word.casefold().startswith(start)]
    if os.environ.get("_DEPGRAPH_COMPLETE", "").startswith("bash"):
        fitting = [word for word in fitting if _is_plain(word[len(incomplete) :])]
    items = [CompletionItem(word, help=about.get(word)) for word in fitting]
    if what in _WITH_FILES:
        items.append(CompletionItem(incomplete, type="file"))
    return items


def _is_plain(text: str) -> bool:
    return all(sign.isalnum() or sign in _OF_BASH for sign in text)


def _config(begun: _Begun) -> Config:
    from depgraph.plans.selection import select_config

    return select_config(begun.selection, [])


def _graph(begun: _Begun) -> Graph:
    from depgraph.plans.opening import open_graph

    return open_graph(begun.selection._replace(on_cut=None, fewest_links=False))


def _values(begun: _Begun, name: str) -> list[str]:
    """Return the values that an attribute of milestones has in the plan."""
    values = {getattr(milestone, name) for milestone in _graph(begun).milestones}
    return sorted(map(str, values - {None}))


def _owners(begun: _Begun) -> Iterable[str]:
    return _values(begun, "owner")


def _teams(begun: _Begun) -> Iterable[str]:
    return _values(begun, "team")


def _level_words(begun: _Begun) -> Iterable[str]:
    return _values(begun, "level")


def _known_codes(begun: _Begun) -> Iterable[str]:
    from depgraph.plans.names import names_by_code

    return names_by_code(begun.selection)


def _queried_links(begun: _Begun) -> Iterable[str]:
    """Return the ends of the links that a reviewer doubts."""
    return sorted({code for link in _graph(begun).queried_links for code in link.ends})


def _columns(begun: _Begun) -> Iterable[str]:
    """Return the columns of a list, behind those that are named already."""
    from depgraph.reports.listing_causes import CAUSE_COLUMNS
    from depgraph.reports.listing_columns import COLUMNS
    from depgraph.reports.listing_links import LINK_COLUMNS

    names: Iterable[str] = COLUMNS
    if begun.view in ("predecessors", "by-cause"):
        names = LINK_COLUMNS if begun.view == "predecessors" else CAUSE_COLUMNS
    before, comma, last = begun.text.rpartition(",")
    sign = "-" if last.startswith("-") else ""
    return [f"{before}{comma}{sign}{name}" for name in names if name not in before.split(",")]


def _selectors(begun: _Begun) -> Iterable[str]:
    """Return conditions: keys, and the values of a key that is written."""
    from depgraph.rules.selectors import KEYS

    before, comma, last = begun.text.rpartition(",")
    start = f"{before}{comma}"
    negation = "not " if last.strip().startswith("not ") else ""
    key, sign, value = last.removeprefix(negation).partition("=")
    if not sign:
        keys = [f"{key}=" for key in KEYS.keys if key not in ("complete", "external", "not")]
        return [f"{start}{negation}{word}" for word in ("complete", "external", "not ", *keys)]
    attribute = key.strip()
    if attribute not in ("kind", "level", "owner", "state", "team"):
        return []
    first, bar, _ = value.rpartition("|")
    return [f"{start}{negation}{key}={first}{bar}{word}" for word in _values(begun, attribute)]


def _rules(begun: _Begun) -> Iterable[str]:
    from depgraph.rules.builtin.registry import CHECKS

    return [*CHECKS, *(rule.id for rule in _config_or_none(begun).rules)]


def _guides(begun: _Begun) -> Iterable[str]:
    """Return what can be explained: checks, rules and kinds of rules."""
    from depgraph.rules.kinds.registry import KINDS

    return dict.fromkeys([*_rules(begun), *KINDS])


def _rules_and_codes(begun: _Begun) -> Iterable[str]:
    return [*_rules(begun), *_known_codes(begun)]


def _config_or_none(begun: _Begun) -> Config:
    """Return the configuration; one that says nothing where there is none."""
    from depgraph.config import Config
    from depgraph.errors import NoPlanError

    try:
        return _config(begun)
    except NoPlanError:
        return Config()


def _schedules(begun: _Begun) -> Iterable[str]:
    config = _config_or_none(begun)
    paths: Sequence[Path | None] = (*config.schedules, config.schedule)
    return dict.fromkeys(path.stem for path in paths if path is not None)


def _groupings(begun: _Begun) -> Iterable[str]:
    """Return what the counts of a status may be grouped by."""
    graph = _graph(begun)
    groups = {group.partition for group in graph.groups if group.partition is not None}
    words = ["kind", "level", "owner", "state", "team", *sorted(groups)]
    if not begun.text.startswith("tag:"):
        return [*words, "tag:"]
    tags = {tag for milestone in graph.milestones for tag in milestone.tags}
    return [f"tag:{tag}" for tag in sorted(tags)]


def _themes(begun: _Begun) -> Iterable[str]:
    from depgraph.diagrams.themes import THEMES

    return dict.fromkeys([*THEMES, *_config_or_none(begun).themes])


def _points(_begun: _Begun) -> Iterable[str]:
    """Return the checks of an assessment."""
    from depgraph.analysis.health.definitions import DEFINITIONS

    return {"any": "", **{point.name: point.title for point in DEFINITIONS}}


def _conditions(_begun: _Begun) -> Iterable[str]:
    from depgraph.plans.conditions import CONDITIONS

    return CONDITIONS


def _topics(_begun: _Begun) -> Iterable[str]:
    from depgraph.cli.commands import COMMANDS, topics

    return dict.fromkeys([*COMMANDS, *topics()])


_WITH_FILES = ("schedules",)
_WORDS = {
    "codes": _known_codes,
    "columns": _columns,
    "conditions": _conditions,
    "groupings": _groupings,
    "guides": _guides,
    "levels": _level_words,
    "owners": _owners,
    "points": _points,
    "queried": _queried_links,
    "rules": _rules,
    "rules_and_codes": _rules_and_codes,
    "schedules": _schedules,
    "selectors": _selectors,
    "teams": _teams,
    "themes": _themes,
    "topics": _topics,
}
