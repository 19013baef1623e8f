"""What ``depgraph report`` puts on the page that is sent round."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from depgraph.diagrams.charts.summary_contents import Block, Contents, Line, Row, Step
from depgraph.reports.summary_page import (
    about_line,
    expected_words,
    features_words,
    main_heading,
    moved_words,
    only_words,
)
from depgraph.reports.summary_words import by_itself_line, cause_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depgraph.diagrams.theme import Standing
    from depgraph.model import Graph
    from depgraph.reports.summary_data import SummaryAnswer, SummaryMilestone, SummaryPath


_STANDINGS: dict[str, Standing] = {
    "complete": "done",
    "overdue": "late",
    "will_be_late": "projected",
    "soon": "soon",
    "later": "later",
    "undated": "undated",
}


def contents_of(summary: SummaryAnswer, graph: Graph) -> Contents:
    """Return what stands on the page, in the order in which it does."""
    counts = cast("dict[str, int]", summary["counts"])
    verdict = [*summary["headline"]]
    if summary["refusal"]:
        verdict.append(f"No dates are projected: {summary['refusal']}.")
    return Contents(
        title=summary["title"],
        about=about_line(summary, graph),
        verdict=" ".join(verdict),
        as_of=graph.as_of,
        counts={standing: counts[key] for key, standing in _STANDINGS.items()},
        only={standing: only_words(summary, key) for key, standing in _STANDINGS.items()},
        causes=list(_late_lines(summary)),
        heading=main_heading(summary),
        rows=[_row(row, summary) for row in summary["milestones"]],
        complete=summary["complete"],
        previous=summary["previous"] or "",
        blocks=list(_blocks(summary)),
        checks=" ".join(summary["checks"]),
    )


def _late_lines(summary: SummaryAnswer) -> Iterator[Line]:
    for cause in summary["causes"]:
        for place, (words, days) in enumerate(cause_lines(cause)):
            yield Line(words, days, is_inner=place > 0)
    rest = summary["by_themselves"]
    if rest is not None:
        yield Line(by_itself_line(rest), rest["worst_days"])


def _row(row: SummaryMilestone, summary: SummaryAnswer) -> Row:
    moved = moved_words(row)
    return Row(
        code=row["id"],
        name=row["name"] or "",
        standing=_standing(row),
        before=_day(row["before"]),
        due=_day(row["due"]),
        expected=_day(row["expected"]),
        expected_words=expected_words(row, summary),
        late=row["late_days"],
        days_left=row["days_left"],
        moved=moved.replace("-", "−") if moved != "-" else "–",  # noqa: RUF001 - as wide as a plus
        done=features_words(row),
    )


def _standing(row: SummaryMilestone) -> Standing:
    """Return how a milestone stands, in the paints of pictures."""
    if row["late"] is not None:
        return "late" if row["late"] == "overdue" else "projected"
    standings: tuple[Standing, ...] = ("soon", "later", "undated")
    return next((one for one in standings if one == row["standing"]), "later")


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _blocks(summary: SummaryAnswer) -> Iterator[Block]:
    """Yield what drives the last late one, what is to be decided, and the rest."""
    paths = [_path_block(path) for path in summary["paths"]]
    yield from paths[-1:]
    asked = [line for line in summary["queries"][:1] if not line.startswith("0 ")]
    for title, sentences in (
        ("What is to be decided", [f"• {line}" for line in (*summary["decisions"], *asked)]),
        (f"Since {summary['previous']}", summary["since"]),
        ("How likely the dates are", summary["risk"]),
    ):
        if sentences:
            yield Block(title, sentences)
    yield from paths[:-1]


def _path_block(path: SummaryPath) -> Block:
    steps = [
        Step(
            code=step["id"],
            name=step["name"] or "",
            date=step["date"] or "no date",
            late=step["late_days"],
            slack=step["slack"],
        )
        for step in path["steps"]
    ]
    sentence = " ".join(path["sentences"])
    return Block(f"What drives {path['target']}", [sentence], steps if len(steps) > 1 else ())
