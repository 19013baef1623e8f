"""Checks of groups: whether they have as many members as a source says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.rules.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depgraph.model import Graph, Group, Milestone, Total


def count_mismatch(graph: Graph) -> Iterator[Finding]:
    """Find stated totals that are not those of the group, and members of two groups of a partition.

    A group has the milestones that carry its tag.
    """
    if not graph.groups:
        return
    members: dict[str, list[Milestone]] = {group.tag: [] for group in graph.groups}
    for milestone in graph.milestones:
        for tag in milestone.tags:
            if tag in members:
                members[tag].append(milestone)
    for group in graph.groups:
        for total in group.totals:
            yield from _wrong_counts(group, total, members[group.tag])
    yield from _in_two(graph, members)


def _wrong_counts(group: Group, total: Total, members: list[Milestone]) -> Iterator[Finding]:
    complete = sum(milestone.is_complete for milestone in members)
    for stated, counted, which in (
        (total.members, len(members), "members"),
        (total.complete, complete, "complete members"),
        (total.incomplete, len(members) - complete, "incomplete members"),
    ):
        if stated is not None and stated != counted:
            where = f" ({total.where})" if total.where else ""
            yield Finding(
                rule="count-mismatch",
                severity="warning",
                message=f"{_called(group)} has {counted} {which}, and is said to have "
                f"{stated}{where}",
                position=total.position,
                subject=f"{group.tag} {which} {stated} {total.where or ''}".rstrip(),
            )


def _in_two(graph: Graph, members: dict[str, list[Milestone]]) -> Iterator[Finding]:
    first: dict[tuple[str, str], Group] = {}
    for group in graph.groups:
        if group.partition is None:
            continue
        for milestone in members[group.tag]:
            first_group = first.setdefault((group.partition, milestone.id), group)
            if first_group is not group:
                yield Finding(
                    rule="count-mismatch",
                    severity="warning",
                    message=f"{milestone.id} is in {_called(first_group)} and in {_called(group)}, "
                    "which have no member in common",
                    milestone=milestone.id,
                    position=milestone.position,
                    subject=f"{first_group.tag} {group.tag}",
                )


def _called(group: Group) -> str:
    return f"{group.name} ({group.tag})" if group.name else group.tag
