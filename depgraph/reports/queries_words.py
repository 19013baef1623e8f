"""What queries come to, in a sentence: on their page, and in the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.reports.layout import day
from depgraph.rules.triage_summary import triage_summary
from depgraph.words import counted, days, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.rules.triage import Agreeing, Triage, TriagedQuery
    from depgraph.rules.triage_summary import Dropping, TriageSummary


def first_lines(triage: Triage) -> list[str]:
    """Return what matters most: it stands first, and is what a table says besides its rows."""
    lines = summary_sentences(triage_summary(triage))
    if triage.unknown:
        lines.append(printable(f"What dropping them changes is not known: {triage.unknown}"))
    return lines


def summary_sentences(summary: TriageSummary) -> list[str]:
    """Return what matters of the queries, and of the questions, each in a sentence or two."""
    queries = counted(summary.queries, "query", "queries")
    questions = counted(summary.questions, "question")
    if not summary.queries and not summary.questions:
        return [f"{queries}, {questions}."]
    lines = []
    if summary.queries:
        sentences = [f"{queries}, {summary.open_queries} open."]
        if summary.dropping is not None:
            sentences.append(_dropping_sentence(summary.dropping, summary.queries))
        if summary.open_queries:
            sentences.append(_open_sentence(summary))
        lines.append(" ".join(sentences))
    if summary.questions:
        questions_words = f"{questions}, {summary.open_questions} open"
        if summary.agreeing_questions:
            are = "is" if summary.agreeing_questions == 1 else "are"
            questions_words += f"; {summary.agreeing_questions} {are} on what a rule finds"
        lines.append(f"{questions_words}.")
    return lines


def dropping_words(query: TriagedQuery) -> str:
    """Return in a few words what dropping a query alone changes."""
    if query.changes is None:
        return "not known"
    moved = sum(change.is_moved for change in query.changes)
    paths = counted(sum(change.is_rerouted for change in query.changes), "critical path")
    match query.effect:
        case "date":
            is_rerouted = any(change.is_rerouted for change in query.changes)
            return f"{counted(moved, 'date')}{f' and {paths}' if is_rerouted else ''}"
        case "path":
            return f"{paths}, no date"
        case "tie":
            return counted(len(query.changes), "tie")
        case _:
            return "no effect"


def agreeing_rules(rules: Sequence[Agreeing]) -> list[str]:
    """Return the names of rules, each once for known findings and once for all others."""
    return list(
        dict.fromkeys(
            rule.rule if rule.status != "known" else f"{rule.rule} (known)" for rule in rules
        )
    )


def _open_sentence(summary: TriageSummary) -> str:
    says = "says" if summary.agreeing == 1 else "say"
    has = "has" if summary.wordless == 1 else "have"
    return (
        f"Of the open ones {summary.agreeing} {says} what a rule says, "
        f"and {summary.wordless} {has} no words."
    )


def _dropping_sentence(dropping: Dropping, queries: int) -> str:
    is_one = queries == 1
    if not dropping.moved:
        parts = [f"Dropping {'it' if is_one else 'any or all'} moves no date"]
    else:
        moved = counted(len(dropping.moved), "date")
        parts = [f"Dropping {'it' if is_one else 'all'} moves {moved}, {_worst_words(dropping)}"]
        if not is_one:
            alone = "moves a date" if dropping.moving == 1 else "move a date"
            parts.append(f"{dropping.moving or 'none'} {alone} alone")
    if dropping.rerouting:
        change = "changes" if dropping.rerouting == 1 else "change"
        parts.append(f"{dropping.rerouting} {change} a critical path")
    elif dropping.rerouted and not dropping.moving:
        parts.append(f"only all together change {counted(dropping.rerouted, 'critical path')}")
    if dropping.tying:
        tie = "brings" if dropping.tying == 1 else "bring"
        parts.append(f"{dropping.tying} only {tie} a path that ties with the old one")
    return f"{'; '.join(parts)}."


def _worst_words(dropping: Dropping) -> str:
    worst = dropping.moved[0]
    most = "that of" if len(dropping.moved) == 1 else "most that of"
    subject = printable(f"{most} {worst.milestone}")
    if worst.projected is None or worst.projected_without is None:
        return f"{subject}, which has none then"
    gain = days((worst.projected - worst.projected_without).days)
    return f"{subject}, {gain} earlier, {day(worst.projected_without)}"
