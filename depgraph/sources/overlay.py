"""A plan over a schedule network: what reviewers say of the codes and links of an export.

And what lists link to that stands in other files of the plan, or nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.separation import with_remark
from depgraph.errors import did_you_mean
from depgraph.model import Notice, Witness

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from depgraph.model import Graph, Link
    from depgraph.sources.graph_file import GraphFile, LooseLink

_MOST_SUGGESTIONS = 20
"""For how many codes the one most alike is looked for, which takes time."""


def codes_of(graph: Graph) -> dict[str, str]:
    """Return the aliases of milestones, each with the code that it stands for."""
    return {alias: milestone.id for milestone in graph.milestones for alias in milestone.aka}


def recoded(graph_file: GraphFile, codes: Mapping[str, str]) -> GraphFile:
    """Return a file with the codes that aliases stand for.

    They are replaced in the relationships of a schedule network, where no activity of it has
    them. Any other file stays as it is.
    """
    new = graph_file.recoded and graph_file.recoded(codes)
    return new.with_loose(graph_file.loose) if new else graph_file


def overlaid(exported: Iterable[Link], written: Sequence[Link]) -> list[Link]:
    """Return the links of exports and of files of the plan, those that are the same once.

    A link of the plan is the same as one of an export if it joins the same two milestones with
    the same type and lag; or if it has a query, an allowance or a note and says nothing of type
    and lag, which are then those of the export. It keeps its place, and takes over the witness.

    Parameters
    ----------
    exported
        The links of schedule networks.
    written
        The links of the files that people edit.
    """
    by_ends: dict[tuple[str, str], list[int]] = {}
    for number, link in enumerate(written):
        by_ends.setdefault(link.ends, []).append(number)
    links: list[Link] = []
    same: set[int] = set()
    for link in exported:
        joined = link
        for number in by_ends.get(link.ends, ()):
            remark = written[number]
            if not is_same(remark, link):
                continue
            same.add(number)
            joined = with_remark(joined, remark)._replace(witness=joined.witness or Witness(()))
        links.append(joined)
    links += (link for number, link in enumerate(written) if number not in same)
    return links


def is_same(remark: Link, link: Link) -> bool:
    """Whether a link of the plan is the same as one of an export, see `overlaid`."""
    if (remark.type, remark.lag) == (link.type, link.lag):
        return remark.calendar in {None, link.calendar}
    is_plain = remark.type == "FS" and not remark.lag and remark.calendar is None
    return is_plain and bool(remark.queries or remark.allowances or remark.note)


def joined(
    loose: Iterable[LooseLink], defined: Collection[str], aliases: Mapping[str, str]
) -> tuple[list[Link], list[Notice]]:
    """Return the links of lists to what other files define, and a notice of each other one.

    Parameters
    ----------
    defined
        The codes of the graph.
    aliases
        Other codes, each with the one that it stands for.
    """
    links: list[Link] = []
    notices: list[Notice] = []
    for link, unknown, cell, is_number in loose:
        ends = [aliases.get(end, end) for end in link.ends]
        if not is_number and all(end in defined for end in ends):
            links.append(link._replace(prerequisite=ends[0], dependent=ends[1]))
            continue
        hint = ""
        if len(notices) < _MOST_SUGGESTIONS and not is_number:
            hint = did_you_mean(unknown, (*defined, *aliases))
        own = link.dependent if unknown == link.prerequisite else link.prerequisite
        says = "waits on" if own == link.dependent else "blocks"
        is_defined = unknown in defined and not is_number
        why = f"and {own} is no milestone" if is_defined else "which no row has"
        what = f"the row {unknown!r}" if is_number else repr(unknown)
        notices.append(
            Notice(
                f"{own} {says} {what}, {why}{hint} ({cell})",
                milestone=own if own in defined else None,
                position=link.position,
                rule="unknown-code",
                ends=link.ends,
            )
        )
    return links, notices
