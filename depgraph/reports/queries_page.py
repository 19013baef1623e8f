"""The triage of queries for people; and as a table for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.scope import main_noun
from depgraph.reports.layout import dated_facts, day, doubts, lag
from depgraph.reports.page import Head, Lines, Page, Table, marked, without_columns
from depgraph.reports.queries_data import query_data
from depgraph.reports.queries_words import agreeing_rules, dropping_words, first_lines
from depgraph.reports.readings import READINGS
from depgraph.reports.records import key_heads, record_rows
from depgraph.rules.triage import age, date_of
from depgraph.words import counted, days, left_out, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from depgraph.analysis.path_forest import Change
    from depgraph.reports.page import Part, Value
    from depgraph.rules.triage import Agreeing, Triage, TriagedQuery

_TITLE = "Queries"
_MOST_SHOWN = 6
_LONGEST_PATH = 6
_AGE = 3

_DATE = Head("date", "date", "date", least=0)
_STILL = Head("still", "still", is_code=True, least=0)
_RULES = Head("rules", "rules", least=2)
_WORDS = Head("words", "words", least=0)
# What dropping a query changes stands below the table too.
_QUERY_HEADS = (
    Head("code", "milestone", is_code=True),
    _DATE,
    Head("prerequisite", "waits on", is_code=True, least=0),
    Head("age", "age", is_code=True),
    _STILL,
    _RULES,
    Head("changes", "dropping it"),
    _WORDS,
)


def queries_page(triage: Triage, *, has_hints: bool = True) -> Page:
    """Return all queries and questions with what helps to settle them.

    Parameters
    ----------
    has_hints
        Whether it says which option of the command shows what is left out.
    """
    return Page(
        _TITLE,
        [
            Lines(first_lines(triage)),
            _queries_table(triage),
            _questions_table(triage),
            *_effects(triage, " (--format json has all)" if has_hints else ""),
            Lines(_last_lines(triage)),
        ],
        is_titled_in_text=False,
    )


def queries_table(triage: Triage) -> Table:
    """Return a row for each query for programs; the questions are notes."""
    as_of = triage.graph.as_of
    questions = (
        f"Question on {triaged.milestone.id}: {triaged.question.text}{_as_found_by(triaged.rules)}"
        for triaged in triage.questions
    )
    heads = (
        *key_heads("text", "code", "prerequisite", "type"),
        *key_heads("number", "lag"),
        Head("calendar", "calendar of the lag"),
        *key_heads("date", "date"),
        *key_heads("truth", "settled"),
        Head("rules", "rules that say the same", "texts"),
        Head("known_rules", "those of known findings", "texts"),
        *key_heads("texts", "words"),
        *key_heads("date", "asked"),
        Head("age_days", "age in days", "number"),
        Head("moved_dates", "dates that move without it", "number"),
        Head("changed_paths", "paths that change without it", "number"),
        Head("tied_paths", "paths that tie without it", "number"),
        *key_heads("text", "file"),
        *key_heads("number", "line"),
    )
    rows = record_rows(heads, (_query_record(query, as_of) for query in triage.queries))
    notes = (*first_lines(triage), *_last_lines(triage), *questions)
    return Table(_TITLE, heads, rows, dated_facts(triage.graph), notes)


def _query_record(query: TriagedQuery, as_of: date | None) -> dict[str, object]:
    """Return what JSON has of a query, and what only the table has."""
    link, changes = query.link, query.changes
    known = (rule.rule for rule in query.rules if rule.status == "known")
    return {
        **query_data(query, age(link, as_of)),
        "code": link.dependent,
        "calendar": link.calendar,
        "rules": list(dict.fromkeys(rule.rule for rule in query.rules)),
        "known_rules": list(dict.fromkeys(known)),
        "moved_dates": None if changes is None else sum(change.is_moved for change in changes),
        "changed_paths": None if changes is None else sum(change.is_rerouted for change in changes),
        "tied_paths": None if changes is None else sum(change.is_tied for change in changes),
    }


def _queries_table(triage: Triage) -> Table:
    """Return a table of the queries; with their ages, where one is known."""
    ages = [age(query.link, triage.graph.as_of) for query in triage.queries]
    rows = tuple(
        _query_cells(query, age_days) for query, age_days in zip(triage.queries, ages, strict=True)
    )
    table = Table("", _QUERY_HEADS, rows)
    return (
        table if any(age_days is not None for age_days in ages) else without_columns(table, [_AGE])
    )


def _query_cells(query: TriagedQuery, age_days: int | None) -> tuple[Value, ...]:
    link = query.link
    relation = "" if link.type == "FS" else link.type
    return (
        link.dependent,
        date_of(query.dependent),
        " ".join(part for part in (link.prerequisite, relation, lag(link)) if part),
        "-" if age_days is None else f"{age_days} d",
        _still(is_settled=query.is_settled),
        ", ".join(agreeing_rules(query.rules)) or "-",
        _marked_effect(query),
        " / ".join(doubts(link)) or "(no reason given)",
    )


def _questions_table(triage: Triage) -> Table:
    return Table(
        "",
        (Head("code", "question on", is_code=True), _DATE, _STILL, _RULES, _WORDS),
        tuple(
            (
                question.milestone.id,
                date_of(question.milestone),
                _still(is_settled=question.is_settled),
                ", ".join(agreeing_rules(question.rules)) or "-",
                question.question.text,
            )
            for question in triage.questions
        ),
    )


def _as_found_by(rules: Sequence[Agreeing]) -> str:
    return f" ({', '.join(agreeing_rules(rules))})" if rules else ""


def _still(*, is_settled: bool) -> str:
    return marked("settled", colour="blue", is_bold=False) if is_settled else "open"


def _marked_effect(query: TriagedQuery) -> str:
    words = dropping_words(query)
    is_mark = query.effect in ("date", "path")
    return marked(words, colour="yellow", is_bold=False) if is_mark else words


def _effects(triage: Triage, hint: str) -> Iterator[Part]:
    """Yield what changes without each query, and without all of them."""
    for query in triage.queries:
        if query.changes:
            link = query.link
            without = printable(f"Without {link.prerequisite} -> {link.dependent}:")
            yield Lines(_change_lines(query.changes, hint), without)
    if triage.dropped is not None and triage.graph.queried_links:
        every = counted(len(triage.graph.queried_links), "queried link")
        if triage.dropped.together:
            changes = _change_lines(triage.dropped.together, hint)
            yield Lines(changes, f"Without all {every} together:")
        else:
            yield f"Without all {every} together nothing changes."


def _change_lines(changes: Sequence[Change], hint: str) -> list[str]:
    lines = [printable(_change_sentence(change)) for change in changes[:_MOST_SHOWN]]
    return lines + left_out(len(changes) - _MOST_SHOWN, f"more{hint}")


def _change_sentence(change: Change) -> str:
    if not change.is_moved:
        date = f"{change.milestone} keeps its date, {day(change.projected)}"
    elif change.projected is None or change.projected_without is None:
        date = f"{change.milestone} has no date any more"
    else:
        gain = days((change.projected - change.projected_without).days)
        date = f"{change.milestone} is {day(change.projected_without)}, {gain} earlier"
    if change.path_change == "same":
        return f"{date}; its critical path is the same"
    if len(change.path_without) == 1:
        return f"{date}; no milestone that it waits on has a say then"
    first = change.path_without[:_LONGEST_PATH]
    rest = len(change.path_without) - len(first)
    path = f"{' <- '.join(first)}{f' <- {rest} more' if rest else ''}"
    if change.is_tied:
        path += ", which ties with the old one"
    return f"{date}; its critical path is then {path}"


def _last_lines(triage: Triage) -> list[str]:
    lines = []
    if triage.settled:
        lines.append(f"{triage.settled} settled left out.")
    if triage.dropped is not None and triage.queries:
        targets = counted(len(triage.dropped.targets), f"incomplete {main_noun(triage.graph)}")
        lines.append(
            f"Changes are those of the dates and critical paths of {targets}, where "
            f"{READINGS['float']}; a path that ties with the old one does not count."
        )
    return lines
