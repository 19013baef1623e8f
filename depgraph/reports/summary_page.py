"""The state of a plan on one page, for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.model.documents import as_of_words
from depgraph.reports.page import Head, Lines, Page, Section, Table, marked
from depgraph.reports.records import record_rows
from depgraph.reports.summary_words import by_itself_line, cause_lines
from depgraph.words import counted, listed, printable

if TYPE_CHECKING:
    from depgraph.model import Graph
    from depgraph.reports.page import Part
    from depgraph.reports.summary_data import SummaryAnswer, SummaryMilestone, SummaryPath

_COUNTS = {
    "complete": "complete",
    "overdue": "overdue",
    "will_be_late": "will be late",
    "soon": "due within 90 days",
    "later": "due later",
    "undated": "without a date",
}


def summary_page(summary: SummaryAnswer, graph: Graph) -> Page:
    """Return the state of a plan as a page."""
    first, *more = map(printable, summary["headline"])
    parts: list[Part] = [
        about_line(summary, graph),
        " ".join([marked(first), *more]),
        counts_line(summary),
    ]
    if summary["refusal"]:
        parts.append(f"No dates are projected: {printable(summary['refusal'])}")
    parts += [
        Lines(late_lines(summary), title="What is late, and by what cause"),
        main_table(summary),
        *(_path_part(path) for path in summary["paths"]),
        Lines(_clean(summary["decisions"]), title="What is to be decided"),
        Lines(_clean(summary["queries"]), title="Queries"),
        Lines(_clean(summary["since"]), title=f"Since {printable(summary['previous'] or '')}"),
        Lines(_clean(summary["risk"]), title="How likely the dates are"),
        Lines(_clean(summary["checks"]), title="Checks"),
    ]
    return Page(printable(summary["title"]), parts)


def about_line(summary: SummaryAnswer, graph: Graph) -> str:
    """Return of which day the page tells, what it compares with, and how much it is about."""
    words = [as_of_words(graph.as_of, graph.documents)]
    if summary["previous"]:
        words.append(f"compared with the schedule of {printable(summary['previous'])}")
    return " · ".join([*words, summary["size"]])


def counts_line(summary: SummaryAnswer) -> str:
    """Return how many milestones stand how."""
    counts = dict(summary["counts"])
    return " · ".join(
        f"{counts[key]} {word}{only_words(summary, key)}"
        for key, word in _COUNTS.items()
        if counts[key]
    )


def only_words(summary: SummaryAnswer, key: str) -> str:
    """Return how many of those that stand so only the schedule has; empty for none."""
    only = dict(summary["counts_only_in_schedule"])[key]
    return f" ({only} only in the schedule)" if only else ""


def late_lines(summary: SummaryAnswer) -> list[str]:
    """Return what is late, and by what cause, a line for each cause."""
    lines = []
    for cause in summary["causes"]:
        first, *others = (
            f"{words}{'' if days is None else f' {days:,} d late'}"
            for words, days in cause_lines(cause)
        )
        lines.append(printable(" ".join([first, "; ".join(others)]).strip()))
    if summary["by_themselves"]:
        rest = summary["by_themselves"]
        lines.append(printable(f"{by_itself_line(rest)}, {rest['worst_days']:,} d"))
    return lines


def main_table(summary: SummaryAnswer) -> Table:
    """Return the main milestones that are not complete, by the date now expected."""
    rows, complete = summary["milestones"], summary["complete"]
    has_features = any(row["features"] for row in rows)
    heads = [
        Head("id", "milestone", is_code=True, least=0),
        Head("name", "name", least=1),
        Head("due", "due", "date", least=0),
        Head("expected", "expected", is_code=True, least=0),
        Head("late_days", "days late", "number", is_signed=True, least=0),
    ]
    if summary["previous"]:
        heads.append(Head("moved_days", "moved", is_code=True, least=0))
    if has_features:
        heads.append(Head("features", "features done", is_code=True, least=2))
    notes = []
    if summary["previous"]:
        notes.append(f"moved: days since the schedule of {printable(summary['previous'])}")
    if complete:
        notes.append(f"complete: {listed([printable(code) for code in complete], 12)}")
    return Table(
        f"{main_heading(summary)}, by the date now expected",
        tuple(heads),
        record_rows(heads, (_cells(row, summary) for row in rows)),
        notes=tuple(notes),
    )


def main_heading(summary: SummaryAnswer) -> str:
    """Return how many of the main milestones are not complete."""
    rows = len(summary["milestones"])
    return f"Not complete: {rows} of {counted(rows + len(summary['complete']), summary['noun'])}"


def _cells(row: SummaryMilestone, summary: SummaryAnswer) -> dict[str, object]:
    return {
        **row,
        "expected": expected_words(row, summary),
        "moved_days": moved_words(row),
        "features": features_words(row),
    }


def expected_words(row: SummaryMilestone, summary: SummaryAnswer) -> str:
    """Return when a milestone is expected: a date, ``overdue`` for at once, or ``no date``."""
    if row["late"] == "overdue" and row["expected"] == summary["as_of"]:
        return "overdue"
    return row["expected"] or "no date"


def moved_words(row: SummaryMilestone) -> str:
    """Return how far a milestone moved since the schedule before."""
    if row["is_new"]:
        return "new"
    days = row["moved_days"]
    return "-" if days is None else f"{days:+d}" if days else "0"


def features_words(row: SummaryMilestone) -> str:
    """Return how many of its features are complete."""
    return "" if not row["features"] else f"{row['features_done']}/{row['features']}"


def _path_part(path: SummaryPath) -> Part:
    heads = (
        Head("id", "milestone", is_code=True, least=0),
        Head("name", "name"),
        Head("date", "expected", "date", least=0),
        Head("slack", "slack", "number", least=0),
        Head("late", "late", is_code=True, least=0),
    )
    rows = record_rows(heads, path["steps"])
    table = [Table("", heads, rows)] if len(rows) > 1 else []
    sentence = " ".join(_clean(path["sentences"]))
    return Section(f"What drives {printable(path['target'])}", [sentence, *table])


def _clean(sentences: list[str]) -> list[str]:
    return [printable(sentence) for sentence in sentences]
