"""Roll-ups for people: bars with their numbers, as text or Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.analysis.rollup import STAGES, apportion
from depgraph.reports.formats.markdown import escaped
from depgraph.reports.layout import columns, state
from depgraph.reports.tables import markdown_table
from depgraph.words import counted, printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from depgraph.analysis.rollup import Part, RollUp, Tally

CELLS = 24
"""How many characters a bar has."""

BLOCKS = "█▓░·"
"""The signs of the stages in bars."""

_ASCII = "#+-."
_COLOURS = ("blue", "cyan", "yellow", None)
_MOST_CODES = 10


def status_text(
    found: Iterable[RollUp],
    *,
    as_of: date | None,
    by: str | None = None,
    is_ascii: bool = False,
    markdown: bool = False,
) -> str:
    """Return how far what milestones wait on is.

    Parameters
    ----------
    by
        What the roll-ups are grouped by.
    is_ascii
        Whether bars are of ASCII characters, for where blocks cannot be written.
    """
    found = list(found)
    signs = _ASCII if is_ascii else BLOCKS
    has_unstated = any(each.every.tally.unstated or each.direct.tally.unstated for each in found)
    stages = STAGES if has_unstated else STAGES[:-1]
    blocks = [_block(each, as_of, by, signs, len(stages), markdown=markdown) for each in found]
    legend = "   ".join(f"{sign} {name}" for sign, name in zip(signs, stages, strict=False))
    if any(each.every.tally.total for each in found):
        blocks.append(f"{escaped(legend) if markdown else legend}\n")
    return "\n".join(blocks)


def bar(tally: Tally, signs: str = BLOCKS, *, cells: int = CELLS) -> str:
    """Return a bar of characters, one sign a stage; empty where there is nothing to count."""
    shares = apportion(tally.counts, cells)
    return "".join(
        style(sign * share, fg=colour) if colour else sign * share
        for sign, share, colour in zip(signs, shares, _COLOURS, strict=True)
        if share
    )


def _block(
    found: RollUp, as_of: date | None, by: str | None, signs: str, stages: int, *, markdown: bool
) -> str:
    """Return what there is to say of one milestone."""
    milestone = found.milestone
    name = printable(milestone.name or "(no name)")
    facts = [state(milestone, as_of)]
    facts += [f"due {milestone.due}"] if milestone.due else []
    facts += [f"completed {milestone.completed}"] if milestone.completed else []
    facts += [f"progress {milestone.progress} %"] if milestone.progress is not None else []
    facts += [f"as of {as_of}"] if as_of else []
    if markdown:
        head = f"## {escaped(f'{milestone.id}: {name}')}\n\n{escaped(', '.join(facts))}\n\n"
    else:
        head = f"{style(milestone.id, bold=True)}  {name}\n{', '.join(facts)}\n"
    if not found.direct.tally.total:
        return f"{head}It waits on nothing.\n"
    heads = ["waits on", "", *STAGES[:stages], "total", "mean progress"]
    rows = [
        row
        for title, part in (("directly", found.direct), ("in all", found.every))
        for row in _rows(title, part, signs, stages)
    ]
    if all(row[-1] == "-" for row in rows):
        heads = heads[:-1]
        rows = [row[:-1] for row in rows]
    if markdown:
        table = markdown_table(heads, rows)
    else:
        right = range(2, 2 + stages + 1)
        table = columns([[style(each, bold=True) for each in heads], *rows], right=right)
    remarks = [*_doubts(found), *_overlaps(found.every, by)]
    if remarks:
        shown = [escaped(each) if markdown else each for each in remarks]
        table += ("\n" if markdown else "") + "".join(f"{each}\n" for each in shown)
    return head + table


def _rows(title: str, part: Part, signs: str, stages: int) -> list[list[str]]:
    parts = [(title, part.tally)]
    parts += ((f"  {printable(each.name) or '(none)'}", each.tally) for each in part.groups)
    return [
        [
            name,
            bar(tally, signs),
            *map(str, tally.counts[:stages]),
            str(tally.total),
            _mean(tally),
        ]
        for name, tally in parts
    ]


def _mean(tally: Tally) -> str:
    """Return for example ``47 %`` or, where not all state a progress, ``47 % of 73``."""
    mean = tally.mean_progress
    if mean is None:
        return "-"
    of = f" of {tally.measured}" if tally.measured < tally.total else ""
    return f"{mean:.0f} %{of}"


def _doubts(found: RollUp) -> Iterable[str]:
    for words, part in (("direct ones", found.direct), ("all", found.every)):
        queried = part.queried
        if queried.total:
            yield (
                f"Of {words}, {queried.total} only by queried links: {queried.complete} complete, "
                f"{queried.partial} partial, {queried.not_begun + queried.unstated} other."
            )


def _overlaps(part: Part, by: str | None) -> Iterable[str]:
    if part.overlapping:
        shown = ", ".join(printable(code) for code in part.overlapping[:_MOST_CODES])
        more = len(part.overlapping) - _MOST_CODES
        shown += f" and {more} more" if more > 0 else ""
        count = counted(len(part.overlapping), "milestone is", "milestones are")
        yield f"{count} in several groups by {by}, and counted in each: {shown}."
