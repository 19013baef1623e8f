"""What drives a target, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.reasons import reason
from depgraph.analysis.view_hops import ViewHops
from depgraph.reports.cause_words import equal_causes, equally, own_cause
from depgraph.reports.layout import chain_facts
from depgraph.words import counted, days, listed, printable

if TYPE_CHECKING:
    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.analysis.float_paths import Beginning

_MOST_CHAIN = 5
"""How many milestones of what drives a target are named one by one."""

_MOST_EQUAL = 3
"""Of how many milestones of that chain it is told what drives them equally."""


def driver_sentence(path: CriticalPath) -> str:
    """Return in one sentence what drives the target."""
    target, projection = path.target, path.projection
    if target.is_complete:
        if len(path.steps) == 1:
            return f"{target.id} is complete; it has no completed prerequisites."
        return (
            f"{target.id} is complete: its path is history, shown as the chain of the latest "
            "completions."
        )
    if path.projected is None:
        return f"{target.id} has no date, and nothing that it waits on has one."
    chain = path.driving_chain
    if len(chain) > 1:
        last = chain[-1].id
        driver, _ = projection.driver(last)
        words = reason(projection, last, driver)
        verb = {"completed": "was ", "ladder": ""}.get(driver, "is ")
        return f"{_chain_words(path)}, which {verb}{words}."
    causes = projection.causes(target.id)
    start = f"{target.id} is driven by {own_cause(projection, target.id, causes[0].driver)}"
    if len(causes) > 1 or causes[0].driver == "ladder":
        return f"{start}{equally(causes)}."
    if len(path.steps) == 1:
        return f"{start}; it waits on nothing incomplete that has a date."
    nearest = path.steps[1]
    others = _as_near(path)
    has = f"prerequisite, {nearest.milestone.id}, has"
    if others:
        has = f"prerequisites, {nearest.milestone.id} and {counted(others, 'other')}, have"
    return f"{start}; its nearest {has} {days(nearest.link_slack or 0)} of slack."


def _chain_words(path: CriticalPath) -> str:
    """Return ``C waits on B, that on A``: of many, the nearest and the last."""
    chain, links = path.driving_chain, path.driving_chain_links
    names = [
        f"{milestone.id}{' (by a queried link)' if link.queried else ''}"
        for milestone, link in zip(chain[1:], links, strict=True)
    ]
    near, last = names[:-1], names[-1]
    hidden = len(names) - _MOST_CHAIN
    if hidden > 1:
        queried = sum(link.queried for link in links[_MOST_CHAIN - 1 : -1])
        doubts = f" ({counted(queried, 'queried link')})" if queried else ""
        near = near[: _MOST_CHAIN - 1]
        last = f"{last}, through {hidden} more{doubts}"
    return f"{path.target.id} waits on " + ", that on ".join([*near, last])


def _as_near(path: CriticalPath) -> int:
    """Return how many other links to the target have the slack of the nearest."""
    projection = path.projection
    graph = projection.graph
    if projection.view is not None:
        n = graph.number(path.target.id)
        nearest = ViewHops(projection.view, projection).slacks(n).values()
        return max(0, [*nearest].count(path.steps[1].link_slack or 0) - 1)
    slacks = [
        projection.link_slack(number)
        for number in graph.incoming[graph.number(path.target.id)]
        if not graph.milestones[graph.link_sources[number]].is_complete
    ]
    return slacks.count(path.steps[1].link_slack) - 1


def beginning_words(path: CriticalPath, begins: Beginning | None) -> list[str]:
    """Return the work that a path begins in, and why that has its date; nothing without any."""
    if begins is None:
        return []
    code = begins.activity.id
    words = reason(path.projection, code, begins.driver) or begins.driver
    facts = [*chain_facts(begins.link.witness)] if begins.link.witness else []
    way = f" ({', '.join(facts)})" if facts else ""
    name = f", {printable(begins.activity.name)}," if begins.activity.name else ""
    return [f"The path begins in work: with {code}{name} {words}{way}."]


def equal_sentences(path: CriticalPath) -> list[str]:
    """Return what would do alone what a link of the driving chain does."""
    if path.target.is_complete or len(path.driving_chain) == 1:
        return []
    ties = []
    for milestone in path.driving_chain:
        names = equal_causes(path.projection.causes(milestone.id))
        if names and not milestone.is_complete:
            ties.append(f"{milestone.id} is driven equally by {listed(names, _MOST_EQUAL)}")
    if not ties:
        return []
    return [f"{listed(ties, _MOST_EQUAL, between='; ', more='more on the way')}."]


def late_sentences(path: CriticalPath) -> list[str]:
    """Return that what is late behind a target that is not late does not reach it."""
    if (path.projection.slip(path.target.id) or 0) > 0 or (late := path.late_behind) is None:
        return []
    number, margin = late.number, days(late.total_float)
    if late.total_float > 0:
        least = "" if number == 1 else f", the smallest float of the {number} late ones"
        return [f"Nothing late behind it reaches it: {late.nearest} has {margin} of float{least}."]
    start = f"{counted(number, 'milestone')} behind it {'is' if number == 1 else 'are'} late"
    return [f"{start}; {late.nearest} has no float left, so any more days move it."]
