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
    differences = [*_differing_counts(total, members), *_differing_shares(total, members)]
    where = f" ({total.where})" if total.where else ""
    for which, stated, counted in differences:
        yield _about_total(
            group,
            total,
            f"{_called(group)} has {counted} {which}, and is said to have {stated}{where}",
            f"{which} {stated}",
        )
    for part in total.parts:
        if None not in (part.members, part.complete, part.incomplete) and part.members != sum(
            (part.complete or 0, part.incomplete or 0)
        ):
            yield _about_total(
                group,
                total,
                f"{part.name}, a part of {_called(group)}, is said to have {part.members} members, "
                f"{part.complete} complete and {part.incomplete} incomplete{where}",
                f"{part.name} {part.members}",
            )
    if total.known and not differences:
        yield _about_total(
            group,
            total._replace(known=None),
            f"{_called(group)} is as it is said to be{where}: 'known' accepts nothing",
            "known",
        )


def _about_total(group: Group, total: Total, message: str, subject: str) -> Finding:
    return Finding(
        rule="count-mismatch",
        severity="warning",
        message=message,
        status="known" if total.known else "new",
        reason=total.known,
        position=total.position,
        subject=f"{group.tag} {subject} {total.where or ''}".rstrip(),
    )


def _differing_counts(
    total: Total, members: list[Milestone]
) -> Iterator[tuple[str, object, object]]:
    """Yield which members a total counts otherwise than there are, and both numbers."""
    complete = sum(milestone.is_complete for milestone in members)
    for name, counted, which in (
        ("members", len(members), "members"),
        ("complete", complete, "complete members"),
        ("incomplete", len(members) - complete, "incomplete members"),
    ):
        of_parts = [number for part in total.parts if (number := getattr(part, name)) is not None]
        added = sum(of_parts) if of_parts and len(of_parts) == len(total.parts) else None
        for stated in dict.fromkeys((getattr(total, name), added)):
            if stated is not None and stated != counted:
                yield which, stated, counted


def _differing_shares(
    total: Total, members: list[Milestone]
) -> Iterator[tuple[str, object, object]]:
    """Yield the shares that are not those of the members, rounded either way, with both."""
    complete = sum(milestone.is_complete for milestone in members)
    begun = sum(milestone.is_complete or bool(milestone.progress) for milestone in members)
    for stated, counted, which in (
        (total.complete_percent, complete, "complete members"),
        (total.begun_percent, begun, "members complete or with some progress"),
        (total.not_begun_percent, len(members) - begun, "members without any progress"),
    ):
        if stated is None:
            continue
        share = 100 * counted / len(members) if members else 0.0
        if abs(stated - share) >= 1:
            yield which, f"{stated} %", f"{counted} of {len(members)} ({share:.1f} %)"


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
