"""The table of what delays a plan: a row for each cause, and the sentence on the whole."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from depgraph.analysis.delay_causes import delay_causes
from depgraph.analysis.scope import MAIN_LEVEL
from depgraph.records import Struct
from depgraph.reports.listing import make_column
from depgraph.reports.listing_facts import Entry
from depgraph.reports.listing_page import list_page
from depgraph.words import counted, listed, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from depgraph.analysis.delay_causes import DelayCause
    from depgraph.reports.listing import Column
    from depgraph.reports.listing_facts import Facts
    from depgraph.reports.page import Page, Table
    from depgraph.rules.findings import Finding

_MOST_LISTED = 8

LEGEND = (
    "Each late milestone is counted at one cause: where the links that set its date begin; at "
    "itself, where it has that date by itself. What is equally a cause does not add to the counts."
)


class Cause(Struct):
    """A cause of delays, as a milestone of the plan."""

    entry: Entry
    delay: DelayCause

    @property
    def needed(self) -> date | None:
        """When it would have to be there for nothing behind it to be late, by all due dates."""
        day, margin = self.entry.projected, self.entry.facts.due_floats.get(self.delay.root)
        if day is None or margin is None or margin.days >= 0:
            return None
        if self.entry.milestone.calendar is not None:
            return None  # the float is in working days
        return day + timedelta(days=margin.days)

    @property
    def findings(self) -> list[Finding]:
        """The errors and warnings at the links to the first late milestones, the worst first."""
        facts = self.entry.facts
        places = {n for link in self.delay.links for n in facts.findings_at_links.get(link, ())}
        at_links = (facts.all_findings[n] for n in sorted(places))
        return sorted(at_links, key=lambda finding: (finding.severity, finding.rule))

    @property
    def equal(self) -> tuple[str, ...]:
        """What else holds up some of its milestones as much: only without all of it they move."""
        graph = self.entry.facts.graph
        held = (Entry(self.entry.facts, graph.number(code)) for code in self.delay.codes)
        return tuple(dict.fromkeys(code for entry in held for code in entry.equal_roots))


def causes(facts: Facts, late: Iterable[Entry]) -> list[Cause]:
    """Return what delays some late milestones, that first which makes one the latest."""
    codes = [entry.milestone.id for entry in late]
    return [
        Cause(Entry(facts, facts.graph.number(cause.root)), cause)
        for cause in delay_causes(facts.projection, facts.delays, codes)
    ]


def causes_sentence(facts: Facts, late: Sequence[Cause]) -> str:
    """Return how many milestones are late, and what makes most of the main ones late."""
    codes = [code for cause in late for code in cause.delay.codes]
    if not codes:
        return "No milestone is late."
    start = f"{counted(len(codes), 'milestone is', 'milestones are')} late"
    holding = [cause for cause in late if not cause.delay.is_own]
    if not holding:
        return f"{start}, {'each by itself' if len(codes) > 1 else 'by itself'}."
    main = {code for code in codes if facts.graph[code].level == MAIN_LEVEL}
    held = [(len(main.intersection(cause.delay.codes)), len(cause.delay.held)) for cause in holding]
    # Of causes that hold up as many, the first makes one the latest.
    place = max(range(len(holding)), key=lambda place: (held[place], -place))
    cause, (of_main, of_all) = holding[place], held[place]
    if not of_main or len(main) == len(codes):
        share = f"{of_all} of them" if of_all < len(codes) else "all"
    else:
        share = "" if of_main == len(main) == 1 else f"{of_main} of "
        share += f"the {counted(len(main), f'level-{MAIN_LEVEL} one')}"
    return printable(f"{start}; {share} because of {cause.delay.root} ({_about(cause)}).")


def _about(cause: Cause) -> str:
    """Return why a cause has its date, when it is needed, and what checks say of the link."""
    why = cause.entry.cause or ""
    parts = [why]
    if cause.needed is not None and str(cause.needed) not in why:
        parts.append(f"needed {cause.needed}")
    text = ", ".join(parts)
    if cause.findings:
        worst = cause.findings[0]
        where = "the link" if len(cause.delay.links) == 1 else "a link behind it"
        text += f"; {where} is a {worst.status} {worst.severity}"
    return text


def _findings_words(cause: Cause) -> tuple[str, ...]:
    words = (f"{f.rule} ({f.status} {f.severity})" for f in cause.findings)
    return tuple(dict.fromkeys(words))


_ALL: tuple[Column[Cause], ...] = (
    make_column("code", "text", "the root of the delays", lambda c: c.delay.root,
                title="cause", is_code=True),
    make_column("owner", "text", "whose it is", lambda c: c.entry.milestone.owner, least=3),
    make_column("team", "text", "the team of the owner", lambda c: c.entry.milestone.team, least=3),
    make_column("date", "date", "its projected date", lambda c: c.entry.projected, least=1),
    make_column("because", "text", "why it has that", lambda c: c.entry.cause, least=1),
    make_column(
        "needed", "date", "when it had to be there for nothing behind it to be late",
        lambda c: c.needed,
    ),
    make_column(
        "held_up", "number", "how many are late because of it, itself too",
        lambda c: len(c.delay.held), title="late ones", least=0,
    ),
    make_column("worst_days", "number", "by how many days the worst of them is late",
                lambda c: c.delay.worst.days, title="by days", least=0),
    make_column("worst", "text", "which that is", lambda c: c.delay.worst.code,
                title="the worst", is_code=True, least=0),
    make_column("holds_up", "texts", "their codes, the worst first",
                lambda c: c.delay.codes, title="all of them", least=1),
    make_column("equally_by", "texts", "what else holds up some of these as much",
                lambda c: c.equal, title="equally by"),
    make_column("findings", "texts", "errors and warnings at the links to the first late ones",
                _findings_words, title="checks say", least=3),
    make_column("name", "text", "its name", lambda c: c.entry.milestone.name, least=3),
)  # fmt: skip

CAUSE_COLUMNS = {column.head.name: column for column in _ALL}
"""All columns by name."""


def cause_page(table: Table, *, has_all_columns: bool) -> Page:
    """Return the table as a page: of many codes the first ones, and how many more there are.

    The sentence on the whole stands first.
    """
    first, others = table.notes[:1], table.notes[1:]
    rows = [
        [listed(cell, _MOST_LISTED) if cell and isinstance(cell, tuple) else cell for cell in row]
        for row in table.rows
    ]
    shown = table._replace(rows=tuple(map(tuple, rows)), notes=others)
    page = list_page(shown, has_all_columns=has_all_columns)
    return page._replace(parts=[*map(printable, first), *page.parts])
