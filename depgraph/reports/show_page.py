"""Everything about one milestone, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.analysis.deadline_floats import deadline_floats
from depgraph.model.documents import as_of_words, documents_in_words
from depgraph.reports.cause_words import cause_words, equally
from depgraph.reports.elsewhere import dated_in, undated_words, unlinked_words
from depgraph.reports.layout import lag, reasons, state, through, title_of, whose
from depgraph.reports.page import Head, Lines, Marked, Page, Section, Table, without_columns
from depgraph.reports.readings import READINGS
from depgraph.words import counted, days, natural, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.projection import Projection
    from depgraph.model import Link, Milestone
    from depgraph.reports.page import Value
    from depgraph.reports.show_data import MilestoneFacts
    from depgraph.rules.findings import Finding

_SCHEDULE_HEADS = (
    Head("schedule", "Schedule", is_code=True),
    Head("due", "due", "date", least=0),
    Head("completed", "completed", "date", least=0),
    Head("as_of", "as of", "date", least=2),
    Head("document", "by", least=3),
    Head("name", "name"),
)
_LINK_HEADS = (
    Head("queried", "", "truth"),
    Head("milestone", "milestone", is_code=True, least=0),
    Head("state", "state", least=0),
    Head("date", "date", "date", least=0),
    Head("owner", "owner", is_code=True),
    Head("link", "link", least=0),
    Head("name", "name", least=0),
)


def show_page(facts: MilestoneFacts) -> Page:
    """Return everything about one milestone."""
    milestone, graph = facts.milestone, facts.graph
    into, out = graph.links_into(milestone.id), graph.links_out_of(milestone.id)
    questions = [
        f"{printable(question.text)}  ({question.position})" for question in facts.questions
    ]
    return Page(
        title_of(milestone, nameless="(no name)"),
        [
            _facts_table(facts),
            _schedules_table(facts),
            *undated_words(dated_in(milestone, facts.schedules), graph.as_of),
            _links_table("Waits on", into, [graph[link.prerequisite] for link in into], facts),
            _links_table("Blocks", out, [graph[link.dependent] for link in out], facts),
            Lines(questions, _bold_title("Questions")),
            Lines(list(map(_finding_line, facts.findings)), _bold_title("Findings")),
        ],
    )


def shown_page(facts: Sequence[MilestoneFacts]) -> Page:
    """Return everything about one milestone, or about several, each in a section of its own."""
    pages = [show_page(about_one) for about_one in facts]
    if len(pages) == 1:
        return pages[0]
    return Page(
        counted(len(pages), "milestone"), [Section(page.title, page.parts) for page in pages]
    )


def _bold_title(text: str) -> str:
    return style(text, bold=True)


def _facts_table(facts: MilestoneFacts) -> Table:
    milestone = facts.milestone
    graph, is_open = facts.graph, not milestone.is_complete
    work = " of work" if milestone.calendar else ""
    rows: list[tuple[str, Value]] = [
        ("owner", whose(milestone)),
        ("level", milestone.level),
        ("kind", milestone.kind if milestone.kind != "milestone" else None),
        ("tags", milestone.tags or None),
        ("state", _state_words(milestone, facts)),
        ("links", " ".join(unlinked_words(graph, [milestone.id])) or None),
        ("dates", as_of_words(graph.as_of, graph.documents, without="") or None),
        ("due", milestone.due),
        ("forecast", milestone.forecast),
        ("completed", milestone.completed),
        ("not before", milestone.not_before),
        ("not after", milestone.not_after),
        ("projected", _projected_words(facts, facts.projection) if is_open else None),
        ("started", str(milestone.started) if milestone.started and is_open else None),
        ("remaining", _days_or_none(milestone.remaining) if is_open else None),
        ("duration", _days_or_none(milestone.duration, work)),
        *_sureness(milestone),
        ("calendar", milestone.calendar),
        ("progress", None if milestone.progress is None else f"{milestone.progress} %"),
        ("also known as", milestone.aka or None),
        *(("also named", f"{name.text}  ({name.position})") for name in milestone.names[1:]),
        ("url", milestone.url or None),
        ("note", milestone.note or None),
        ("defined in", _definition_words(facts)),
    ]
    heads = (Head("fact", "", is_code=True), Head("value", "", least=0))
    return Table("", heads, tuple(row for row in rows if row[1] is not None))


def _days_or_none(number: int | None, what: str = "") -> str | None:
    return None if number is None else days(number) + what


def _definition_words(facts: MilestoneFacts) -> str:
    """Return where a milestone is defined, and by which document."""
    position = facts.milestone.position
    if position is None:
        return "-"
    by = [str(document) for document in facts.graph.documents if document.file == position.file]
    return ", by ".join((str(position), *by[:1]))


def _state_words(milestone: Milestone, facts: MilestoneFacts) -> str:
    if milestone.state == "unknown":
        return "unknown: the schedule does not have it"
    word = state(milestone, facts.graph.as_of, facts.projection)
    is_whole = milestone.is_complete or milestone.state in word
    return word if is_whole else Marked(f"incomplete, {word}")


def _projected_words(facts: MilestoneFacts, projection: Projection | None) -> str | None:
    code, projected = facts.milestone.id, facts.projected
    if projection is None:
        return None
    if projected is None:
        return "no date: neither it nor anything that it waits on has one"
    causes = projection.causes(code)
    parts = [f"{cause_words(projection, code, causes[0])}{equally(causes)}"]
    slip = projection.slip(code)
    if slip:
        parts.append(f"{days(abs(slip))} {'after' if slip > 0 else 'before'} it is due")
    if facts.days_after_deadline:
        deadline = facts.milestone.not_after
        parts.append(f"{days(facts.days_after_deadline)} after its deadline, {deadline}")
    least = deadline_floats(projection).get(code)
    if least is not None and least.milestone.id != code:
        whose = f"the deadline of {least.milestone.id}, {least.milestone.not_after}"
        early = f"{days(-least.days)} too late for {whose}"
        parts.append(f"{days(least.days)} of float to {whose}" if least.days >= 0 else early)
    if projection.gaps == "work":
        parts.append(f"if {READINGS[projection.gaps]}")
    return f"{projected} ({', '.join(parts)})"


def _schedules_table(facts: MilestoneFacts) -> Table:
    rows: list[tuple[Value, ...]] = []
    for revision in facts.schedules:
        dated = revision.milestones.get(facts.milestone.id)
        dates = (dated.due, dated.completed) if dated else ("not in it", "")
        by = documents_in_words(revision.documents) or None
        rows.append((revision.shown, *dates, revision.as_of, by, dated.name if dated else ""))
    table = Table("", _SCHEDULE_HEADS, tuple(rows))
    return table if any(row[4] for row in rows) else without_columns(table, [4])


def _links_table(
    title: str, links: Sequence[Link], others: Sequence[Milestone], facts: MilestoneFacts
) -> Table | Lines:
    """Return links with the milestones at their other ends, and the words of the doubts."""
    if not links:
        return Lines(["nothing"], _bold_title(title))
    pairs = sorted(zip(links, others, strict=True), key=lambda pair: natural(pair[1].id))
    complete_count = sum(other.is_complete for other in others)
    rows = [
        (
            link.queried,
            other.id,
            state(other, facts.graph.as_of, facts.projection),
            other.completed or other.planned,
            whose(other),
            _special_terms(link),
            other.name,
        )
        for link, other in pairs
    ]
    table = Table(
        f"{title} {counted(len(links), 'milestone')}, {complete_count} complete",
        _LINK_HEADS,
        tuple(rows),
        notes=tuple(_doubt_line(link, other.id) for link, other in pairs if link.queried),
    )
    return without_columns(table, [n for n in (0, 5) if not any(row[n] for row in rows)])


def _special_terms(link: Link) -> str:
    """Return the type of a link, its lag and what it stands for, where it is not plain."""
    kind = link.type if link.type != "FS" else ""
    return " ".join(filter(None, (kind, f"lag {lag(link)}" if link.lag else "", through(link))))


def _doubt_line(link: Link, code: str) -> str:
    return f"? {code}: {reasons(link)}  ({link.position})"


def _finding_line(finding: Finding) -> str:
    status = "" if finding.status == "new" else f" [{finding.status}]"
    return f"{finding.severity}{status} {finding.rule}: {printable(finding.message)}"


def _sureness(milestone: Milestone) -> list[tuple[str, str]]:
    """Return what a milestone says of how sure its date is."""
    stated = (("slip", milestone.slip), ("estimate", milestone.estimate))
    return [(name, value.words) for name, value in stated if value is not None]
