"""What an editor shows of a word: a milestone as ``show`` has it, a link, a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.cli.editor.words import is_link_place

if TYPE_CHECKING:
    from depgraph.cli.editor.buffers import Spot
    from depgraph.cli.editor.snapshot import Snapshot
    from depgraph.model import Graph, Link


def hover(snapshot: Snapshot, spot: Spot) -> str | None:
    """Return what is told of a word as Markdown; None where it is nothing of the plan."""
    graph, token = snapshot.graph, spot.token
    if graph is None or token is None:
        return None
    if spot.path[:1] == ("rules",) or spot.path[-1:] in (("rule",), ("checks",)):
        explanation = _rule(snapshot, token.text)
        if explanation is not None:
            return explanation
    if token.text not in graph:
        return None
    milestone = _milestone(snapshot, token.text)
    if is_link_place(spot):
        return f"{_links(snapshot, graph, spot.path[1], token.text)}\n\n---\n\n{milestone}"
    return milestone


def _milestone(snapshot: Snapshot, code: str) -> str:
    from depgraph.reports.show_data import MilestoneFacts
    from depgraph.reports.show_page import show_page
    from depgraph.reports.writers.markdown import page_markdown

    graph = snapshot.graph
    assert graph is not None, "a code is of a plan"
    facts = MilestoneFacts(
        graph[code],
        graph,
        snapshot.projection,
        snapshot.schedules,
        snapshot.findings_by_code.get(graph[code].id, []),
    )
    return page_markdown(show_page(facts), level=3)


def _links(snapshot: Snapshot, graph: Graph, dependent: str, prerequisite: str) -> str:
    """Say of the links between two milestones their slack, and whether they drive."""
    if dependent not in graph:
        return f"{prerequisite}"
    numbers = graph.numbers_between(graph.number(prerequisite), graph.number(dependent))
    return "\n\n".join(_link(snapshot, graph.links[n], n) for n in numbers)


def _link(snapshot: Snapshot, link: Link, number: int) -> str:
    from depgraph.reports.writers.markdown import escaped

    lag = f" {link.lag:+d} d" if link.lag else ""
    words = (
        f"**{escaped(link.dependent)} waits on {escaped(link.prerequisite)}** ({link.type}{lag})"
    )
    projection, graph = snapshot.projection, snapshot.graph
    if projection is not None and graph is not None:
        from depgraph.analysis.view_hops import ViewHops

        slack = ViewHops(graph, projection).slack(number, link)
        driver = projection.driver(link.dependent).link
        if driver is not None and (driver.ends == link.ends if graph.is_view else driver == link):
            words += ": it drives the date"
        elif slack is not None:
            words += f": {slack} d of slack"
    for query in link.queries:
        words += f"\n\nqueried: {escaped(query.text) or 'no reason given'}"
    return words


def _rule(snapshot: Snapshot, name: str) -> str | None:
    """Return the explanation of a check, a rule or a kind of rule."""
    from depgraph.reports.guide import guide_text, guides, kind_guides

    opened = snapshot.opened
    rules = opened.rules.rules if opened is not None else ()
    known = kind_guides() | guides(rules)
    return f"```text\n{guide_text(known[name])}\n```" if name in known else None
