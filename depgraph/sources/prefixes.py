"""Files of Microsoft Project beside each other, whose codes each counts from 1: their prefixes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from depgraph.model import Notice, Position
from depgraph.sources.formats import read_source

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from depgraph.errors import Problem
    from depgraph.sources.graph_file import GraphFile
    from depgraph.sources.reading import ReadingOptions


def tell_apart(
    read: dict[Path, GraphFile],
    before: Collection[Path],
    options: ReadingOptions,
    problems: list[Problem],
) -> None:
    """Put the name of the file before the codes that several files of Microsoft Project count.

    Their Unique IDs begin at 1 in each file, so the same number is not the same task.
    """
    counted_codes: dict[Path, Collection[str]] = {}
    for real, graph_file in read.items():
        if real not in before and _counts_its_codes(graph_file):
            counted_codes[real] = (graph_file.network or graph_file).milestones.keys()
    uses = Counter(code for codes in counted_codes.values() for code in codes)
    if not any(count > 1 for count in uses.values()):
        return
    stems = Counter(real.stem for real in counted_codes)
    for real in counted_codes:
        shown = read[real].shown
        prefix = real.stem if stems[real.stem] == 1 else shown
        read[real] = read_source(real, shown, options._replace(prefix=prefix), problems)


def tell_without_prefix(read: dict[Path, GraphFile], known: Mapping[Path, GraphFile]) -> None:
    """Tell a file whose Unique IDs are no codes of the plan, as these have prefixes."""
    prefixed = [
        code
        for real, graph_file in known.items()
        if _counts_its_codes(graph_file)
        for code in [*(graph_file.network or graph_file).milestones][:1]
        if code.startswith((f"{real.stem}/", f"{graph_file.shown}/"))
    ]
    for real, graph_file in read.items() if prefixed else ():
        codes = (graph_file.network or graph_file).milestones
        if real in known or not _counts_its_codes(graph_file) or "/" in next(iter(codes), "/"):
            continue
        text = (
            "its Unique IDs are no codes of the plan, which have the name of their file before "
            f"them, as {prefixed[0]!r}: no date in it is taken for one of them"
        )
        notice = Notice(text, None, Position(graph_file.shown, 1, 1))
        read[real] = graph_file._replace(notices=(*graph_file.notices, notice))


def _counts_its_codes(graph_file: GraphFile) -> bool:
    """Whether the codes of a file are the Unique IDs of Microsoft Project."""
    rules = (graph_file.network or graph_file).rules
    return rules is not None and rules.program == "microsoft"
