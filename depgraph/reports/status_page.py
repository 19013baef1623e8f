"""Roll-ups for people: bars with their numbers; and as a table for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.analysis.rollup import STAGES, apportion
from depgraph.model.documents import as_of_words
from depgraph.reports.elsewhere import undated_words, unlinked_words
from depgraph.reports.layout import dated_facts, state, title_of
from depgraph.reports.page import Head, Marked, Page, Section, Table, heads, without_columns
from depgraph.reports.records import key_heads
from depgraph.words import counted, listed, printable, whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from depgraph.analysis.projection import Projection
    from depgraph.analysis.rollup import Part, RollUp, Tally
    from depgraph.model import Graph
    from depgraph.reports.page import Part as PagePart
    from depgraph.reports.page import Value

CELLS = 24
"""How many characters a bar has."""

BLOCKS = "█▓░·"
"""The signs of the stages in bars."""

_ASCII = "#+-."
_COLOURS = ("blue", "cyan", "yellow", None)
_MOST_CODES = 10


def status_page(
    roll_ups: Sequence[RollUp],
    graph: Graph,
    *,
    by: str | None = None,
    projection: Projection | None = None,
    is_ascii: bool = False,
    dated_in: Mapping[str, list[str]] | None = None,
) -> Page:
    """Return how far what milestones wait on is.

    Parameters
    ----------
    by
        What the roll-ups are grouped by.
    projection
        The projected dates, for what is late; None where there are none.
    is_ascii
        Whether bars are of ASCII characters, for where blocks cannot be written.
    dated_in
        By code the names of the schedules that have a date for an undated milestone.
    """
    signs = _ASCII if is_ascii else BLOCKS
    has_unstated = any(
        roll_up.every.tally.unstated or roll_up.direct.tally.unstated for roll_up in roll_ups
    )
    stages = STAGES if has_unstated else STAGES[:-1]
    sections = [
        _roll_up_section(
            roll_up,
            state(roll_up.milestone, graph.as_of, projection),
            graph,
            by,
            signs,
            len(stages),
            (dated_in or {}).get(roll_up.milestone.id, ()),
        )
        for roll_up in roll_ups
    ]
    legend = "   ".join(f"{sign} {name}" for sign, name in zip(signs, stages, strict=False))
    legends = [legend] * any(roll_up.every.tally.total for roll_up in roll_ups)
    if len(sections) == 1:
        return Page(sections[0].title, [*sections[0].parts, *legends])
    return Page("Status", [*sections, *legends], is_titled_in_text=False)


def status_table(roll_ups: Iterable[RollUp], graph: Graph, *, by: str | None) -> Table:
    """Return roll-ups for programs: rows for the direct prerequisites, for all, and by group."""
    stages = (stage.replace(" ", "_") for stage in STAGES)
    numbers = ("total", *stages, "progress", "progress_of", "progress_if_others_0")
    rows: list[tuple[Value, ...]] = []
    for roll_up in roll_ups:
        for part_name, part in (("direct", roll_up.direct), ("them all", roll_up.every)):
            tallies = [(None, part.tally), *((group.name, group.tally) for group in part.groups)]
            rows += (
                (roll_up.milestone.id, part_name, name, *_tally_numbers(tally))
                for name, tally in tallies
            )
    return Table(
        "Status",
        (
            *(Head(name, name) for name in ("code", "waits_on", "group")),
            *key_heads("number", *numbers),
        ),
        tuple(rows),
        {**dated_facts(graph), "by": by},
    )


def _tally_numbers(tally: Tally) -> tuple[Value, ...]:
    mean, least = (
        None if share is None else whole_percent(share)
        for share in (tally.mean_progress, tally.least_progress)
    )
    return (tally.total, *tally.counts, mean, tally.measured, least)


def bar(tally: Tally, signs: str = BLOCKS, *, cells: int = CELLS) -> Marked:
    """Return a bar of characters, one sign a stage; empty where there is nothing to count."""
    shares = apportion(tally.counts, cells)
    return Marked(
        "".join(
            style(sign * share, fg=colour) if colour else sign * share
            for sign, share, colour in zip(signs, shares, _COLOURS, strict=True)
            if share
        )
    )


def _roll_up_section(
    roll_up: RollUp,
    state_words: str,
    graph: Graph,
    by: str | None,
    signs: str,
    stages: int,
    dated_in: Sequence[str],
) -> Section:
    """Return what there is to say of one milestone."""
    milestone = roll_up.milestone
    facts = [state_words]
    facts += [f"due {milestone.due}"] if milestone.due else []
    facts += [f"completed {milestone.completed}"] if milestone.completed else []
    facts += [f"progress {milestone.progress} %"] if milestone.progress is not None else []
    facts += filter(None, [as_of_words(graph.as_of, graph.documents, without="")])
    title = title_of(milestone, nameless="(no name)")
    parts: list[PagePart] = [", ".join(facts), *undated_words(dated_in, graph.as_of)]
    if not roll_up.direct.tally.total:
        unlinked = unlinked_words(graph, [milestone.id])
        return Section(title, [*parts, *(unlinked or ["It waits on nothing."])])
    table = Table(
        "",
        (
            Head("waits_on", "waits on", is_code=True),
            Head("bar", "", is_code=True),
            *heads(*STAGES[:stages], "total", right=range(stages + 1)),
            Head("mean", "mean progress", is_code=True),
        ),
        tuple(
            row
            for name, part in (("directly", roll_up.direct), ("in all", roll_up.every))
            for row in _bar_rows(name, part, signs, stages)
        ),
        notes=(*_query_notes(roll_up), *_overlap_notes(roll_up.every, by)),
    )
    if all(row[-1] == "-" for row in table.rows):
        table = without_columns(table, [len(table.heads) - 1])
    return Section(title, [*parts, table])


def _bar_rows(title: str, part: Part, signs: str, stages: int) -> list[tuple[Value, ...]]:
    tallies = [(title, part.tally)]
    tallies += ((f"  {group.name or '(none)'}", group.tally) for group in part.groups)
    return [
        (name, bar(tally, signs), *tally.counts[:stages], tally.total, _mean_cell(tally))
        for name, tally in tallies
    ]


def _mean_cell(tally: Tally) -> str:
    """Return for example ``47 %`` or, where not all state a progress, how many do.

    Of those alone no share is given: it would be read as that of all.
    """
    mean, least = tally.mean_progress, tally.least_progress
    if mean is None or least is None:
        return "-"
    if tally.measured == tally.total:
        return f"{whole_percent(mean)} %"
    state_one = "states" if tally.measured == 1 else "state"
    complete = ", complete ones as 100" if tally.complete_unstated else ""
    return (
        f"{tally.measured} of {tally.total} {state_one} a progress; "
        f"{whole_percent(least)} % if the others count as 0{complete}"
    )


def _query_notes(roll_up: RollUp) -> Iterable[str]:
    for words, part in (("the direct ones", roll_up.direct), ("them all", roll_up.every)):
        queried = part.queried
        if queried.total:
            yield (
                f"It waits on {queried.total} of {words} only by queried links: "
                f"{queried.complete} complete, {queried.partial} partial, "
                f"{queried.not_begun + queried.unstated} other."
            )


def _overlap_notes(part: Part, by: str | None) -> Iterable[str]:
    if part.overlapping:
        count = counted(len(part.overlapping), "milestone is", "milestones are")
        codes = listed(list(map(printable, part.overlapping)), _MOST_CODES)
        yield f"{count} in several groups by {by}, and counted in each: {codes}."
