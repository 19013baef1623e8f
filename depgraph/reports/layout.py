"""What pages say of milestones and links: titles, states, owners, relations, doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.model.documents import documents_in_words
from depgraph.reports.page import marked
from depgraph.words import counted, printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph, Link, Milestone, Witness
    from depgraph.reports.page import Value


def day(value: date | None) -> str:
    """Return a date as YYYY-MM-DD, or a dash."""
    return value.isoformat() if value else "-"


def dated_facts(graph: Graph) -> Mapping[str, Value]:
    """Return of which day a table tells, and by which documents."""
    return {"as_of": graph.as_of, "documents": documents_in_words(graph.documents) or None}


def title_of(milestone: Milestone, *, nameless: str = "") -> str:
    """Return the title of what is about a milestone: its code and its name."""
    name = printable(milestone.name or nameless)
    return f"{style(milestone.id, bold=True)}  {name}".rstrip()


def lag(link: Link) -> str:
    """Return the lag of a link as ``+3 d``, working days as ``+3 wd``; nothing for none."""
    if not link.lag:
        return ""
    return f"{link.lag:+d} {'wd' if link.calendar else 'd'}"


def relation(link: Link) -> str:
    """Return the type and the lag of a link, as ``FS +3 d``."""
    return f"{link.type} {lag(link)}".rstrip()


def relation_through(link: Link) -> str:
    """Return the type and the lag of a link, and what it stands for."""
    if link.witness and link.witness.work_days is not None:
        return through(link)
    return f"{relation(link)} {through(link)}".rstrip()


def doubts(link: Link) -> list[str]:
    """Return the doubts about a link that have words."""
    return [query.text for query in link.queries if query.text]


def reasons(link: Link) -> str:
    """Return why a link is doubted, in words."""
    return " / ".join(map(printable, doubts(link))) or "no reason given"


def through(link: Link) -> str:
    """Return what a link stands for as ``via A, B``, with a number for many; nothing for itself.

    Of a chain with dates it is ``through A, B (2 activities, 20 wd work, 3 wd waiting)``.
    """
    witness = link.witness
    between = witness.activities if witness else ()
    if witness is not None and witness.work_days is not None:
        codes = ", ".join(between if len(between) <= 3 else (between[0], "…", between[-1]))
        return f"through {codes} ({', '.join(chain_facts(witness))})"
    if len(between) <= 3:
        return f"via {', '.join(between)}" if between else ""
    return f"via {between[0]}, ..., {between[-1]} ({len(between)} activities)"


def chain_facts(witness: Witness) -> list[str]:
    """Return how many activities a chain has, and how many days of what; without any, none."""
    number = len(witness.activities)
    facts = [counted(number, "activity", "activities")] if number > 1 else []
    unit = "wd" if witness.counts_working_days else "d"
    days = {"work": witness.work_days, "lag": witness.lag_days, "waiting": witness.wait_days}
    return facts + [f"{count} {unit} {what}" for what, count in days.items() if count]


def state(milestone: Milestone, as_of: date | None, projection: Projection | None = None) -> str:
    """Return the state of a milestone, coloured: complete, how late, incomplete, unknown."""
    from depgraph.analysis.late import how_late

    if milestone.is_complete:
        return marked("complete", colour="blue", is_bold=False)
    late = how_late(milestone, as_of, projection)
    return milestone.state if late is None else marked(late.words, colour="yellow")


def whose(milestone: Milestone, *, nobody: str = "-") -> str:
    """Return owner and team, or a dash."""
    parts = (milestone.owner, milestone.team)
    return "/".join(printable(part) for part in parts if part) or nobody
