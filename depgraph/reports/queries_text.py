"""The triage of queries as text and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style, unstyle

from depgraph.reports.layout import day, lag
from depgraph.reports.writers.markdown import escaped, markdown_table
from depgraph.reports.writers.text import columns
from depgraph.rules.triage import age, date_of, words
from depgraph.words import counted, days, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.queries import Change
    from depgraph.rules.triage import Triage, TriagedQuery

_HEADS = ("milestone", "date", "waits on", "still", "rules", "dropping it", "words")
_MOST_SHOWN = 6
_LONGEST_PATH = 6


def queries_text(found: Triage) -> str:
    """Return the report of ``depgraph queries``."""
    parts = []
    if found.queries:
        heads, *rows = _query_rows(found)
        parts.append(columns([[style(head, bold=True) for head in heads], *rows]))
    if found.questions:
        rows = [[style(head, bold=True) for head in ("question on", "date", "still", "words")]]
        rows += [list(row) for row in _question_rows(found)]
        parts.append(columns(rows))
    effects = _effects(found)
    if effects:
        parts.append("".join(f"{line}\n" for line in effects))
    parts.append("".join(f"{line}\n" for line in _summary(found)))
    return "\n".join(parts)


def queries_markdown(found: Triage) -> str:
    """Return the report of ``depgraph queries`` as Markdown, for a merge request or a wiki."""
    parts = ["## Queries\n"]
    if found.queries:
        heads, *rows = _query_rows(found)
        parts.append(markdown_table(heads, rows))
    if found.questions:
        parts.append(
            markdown_table(("question on", "date", "still", "words"), [*_question_rows(found)])
        )
    effects = _effects(found)
    if effects:
        shown = (
            f"  - {each.strip()}" if each.startswith("  ") else f"- {each}" for each in effects
        )
        parts.append("".join(f"{_escaped(line)}\n" for line in shown))
    parts.append("".join(f"{_escaped(line)}\n" for line in _summary(found)))
    return "\n".join(parts)


def _query_rows(found: Triage) -> list[list[str]]:
    """Return the heads and the rows of the queries; with their ages, where one is known."""
    rows = [list(_HEADS), *(_cells(each) for each in found.queries)]
    ages = [age(each.link, found.graph.as_of) for each in found.queries]
    if any(each is not None for each in ages):
        told = ["age", *("-" if each is None else f"{each} d" for each in ages)]
        for row, cell in zip(rows, told, strict=True):
            row.insert(_HEADS.index("still"), cell)
    return rows


def _escaped(text: str) -> str:
    return escaped(unstyle(text))


def _cells(each: TriagedQuery) -> list[str]:
    link = each.link
    relation = "" if link.type == "FS" else f" {link.type}"
    if link.lag:
        relation += f" {lag(link)}"
    rules = dict.fromkeys(
        rule.rule if rule.status != "known" else f"{rule.rule} (known)" for rule in each.rules
    )
    return [
        link.dependent,
        day(date_of(each.dependent)),
        link.prerequisite + relation,
        _still(is_settled=each.is_settled),
        ", ".join(rules) or "-",
        _counts(each.changes),
        " / ".join(printable(text) for text in words(link)) or "(no reason given)",
    ]


def _question_rows(found: Triage) -> list[list[str]]:
    return [
        [
            each.milestone.id,
            day(date_of(each.milestone)),
            _still(is_settled=each.is_settled),
            printable(each.question.text),
        ]
        for each in found.questions
    ]


def _still(*, is_settled: bool) -> str:
    return style("settled", fg="blue") if is_settled else "open"


def _counts(changes: Sequence[Change] | None) -> str:
    if changes is None:
        return "not known"
    moved = sum(change.is_moved for change in changes)
    turned = sum(change.is_rerouted for change in changes)
    told = [counted(moved, "date")] if moved else []
    told += [counted(turned, "path")] if turned else []
    text = ", ".join(told)
    return style(text, fg="yellow") if text else "nothing"


def _effects(found: Triage) -> list[str]:
    lines = []
    for each in found.queries:
        if each.changes:
            link = each.link
            lines.append(f"Without {link.prerequisite} -> {link.dependent}:")
            lines += _change_lines(each.changes)
    if found.dropped is not None and found.graph.queried_links:
        every = counted(len(found.graph.queried_links), "queried link")
        if found.dropped.together:
            lines.append(f"Without all {every} together:")
            lines += _change_lines(found.dropped.together)
        else:
            lines.append(f"Without all {every} together nothing changes.")
    return lines


def _change_lines(changes: Sequence[Change]) -> list[str]:
    lines = [f"  {_sentence(change)}" for change in changes[:_MOST_SHOWN]]
    if len(changes) > _MOST_SHOWN:
        lines.append(f"  and {len(changes) - _MOST_SHOWN} more (--format json has all)")
    return lines


def _sentence(change: Change) -> str:
    if not change.is_moved:
        date = f"{change.milestone} stays {day(change.projected)}"
    elif change.projected is None or change.projected_without is None:
        date = f"{change.milestone} has no date any more"
    else:
        gain = days((change.projected - change.projected_without).days)
        date = f"{change.milestone} is {day(change.projected_without)}, {gain} earlier"
    if not change.is_rerouted:
        return f"{date}, by the same path"
    if len(change.path_without) == 1:
        return f"{date}, and nothing that it waits on has a say"
    shown = change.path_without[:_LONGEST_PATH]
    rest = len(change.path_without) - len(shown)
    more = f" <- {rest} more" if rest else ""
    return f"{date}, by {' <- '.join(shown)}{more}"


def _summary(found: Triage) -> list[str]:
    queries = found.queries
    told = f"{counted(len(queries), 'query', 'queries')}"
    if queries:
        settled = sum(each.is_settled for each in queries)
        explained = sum(bool(each.rules) for each in queries)
        unworded = sum(not words(each.link) for each in queries)
        told += f" ({settled} settled, {explained} that a rule explains, {unworded} without words)"
    lines = [f"{told}, {counted(len(found.questions), 'question')}."]
    if found.settled:
        lines.append(f"{found.settled} settled left out.")
    if found.unknown:
        lines.append(f"What dropping them changes is not known: {found.unknown}")
    elif found.dropped is not None and queries:
        looked = counted(len(found.dropped.targets), "incomplete main milestone")
        lines.append(f"Changes are those of the dates and critical paths of {looked}.")
    return lines
