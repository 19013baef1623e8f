"""What a configuration names and nothing has: never silently green."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depgraph.config import Config
    from depgraph.model import Graph, Position
    from depgraph.rules.kinds.base import Rule
    from depgraph.rules.selectors import Circumstances


def unused_parts(
    graph: Graph,
    config: Config | None,
    rules: Iterable[Rule],
    circumstances: Circumstances,
    acceptances: Iterable[tuple[str, Position | None]],
) -> Iterator[tuple[str, Position | None]]:
    """Yield what matches nothing: selectors, acceptances, patterns of owners and tags.

    Parameters
    ----------
    acceptances
        What is wrong with entries of the baseline and allowances.
    """
    for rule in rules:
        if rule.spec.severity == "off":
            continue
        for name, selector in rule.selectors():
            if selector.position is not None and not selector.numbers(graph, circumstances):
                yield f"rule {rule.spec.id}: {name} matches no milestone", selector.position
    yield from acceptances
    if config is None:
        return
    codes = [milestone.id for milestone in (*graph.milestones, *graph.schedule_only)]
    patterns = [("owners", glob) for pattern in config.owners for glob in pattern.globs]
    patterns += [(f"tag {pattern.tag}", glob) for pattern in config.tags for glob in pattern.globs]
    for what, glob in patterns:
        if not any(glob.matches(code) for code in codes):
            yield f"{what}: {glob.text} matches no milestone", glob.position
