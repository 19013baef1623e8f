"""Which of several groups a milestone belongs to: the first that selects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.errors import LoadError
from depgraph.model.values import problem_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from depgraph.model import Graph, Milestone
    from depgraph.rules.kinds.field_types import Group
    from depgraph.rules.selectors import Circumstances
    from depgraph.sources.rule_format import RuleSpec


def assign(
    rule: RuleSpec, groups: Iterable[Group], graph: Graph, circumstances: Circumstances
) -> list[list[int]]:
    """Return for each group the numbers of its milestones, ascending, each number once.

    Raises
    ------
    LoadError
        If the groups before one of them leave it none of its milestones: the rule could then
        never find anything about it.
    """
    assigned: set[int] = set()
    members: list[list[int]] = []
    for group in groups:
        numbers = group.selector.numbers(graph, circumstances)
        own = [n for n in numbers if n not in assigned]
        if numbers and not own:
            message = f"all milestones of {group.name} belong to groups listed before it"
            raise LoadError([problem_at(rule.position, f"rule {rule.id}: {message}")])
        members.append(own)
        assigned.update(numbers)
    return members


def group_of(
    groups: Sequence[Group], members: Sequence[Sequence[int]], graph: Graph
) -> dict[str, str]:
    """Return the name of its group by the code of each milestone that is in one."""
    return {
        graph.milestones[n].id: group.name
        for group, numbers in zip(groups, members, strict=True)
        for n in numbers
    }


def of_groups(group: Mapping[str, str], milestones: Iterable[Milestone]) -> str:
    """Return the names of the groups that milestones belong to."""
    return ", ".join(dict.fromkeys(group[milestone.id] for milestone in milestones))
