"""The health of a schedule for people; and as a table for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.analysis.health.measures import Measured
from depgraph.reports.health_data import health_data
from depgraph.reports.health_words import (
    because,
    departures,
    found_words,
    introduction,
    limit,
    notes,
    population_words,
    practice_words,
    remark_words,
    share,
    summary,
    verdict,
)
from depgraph.reports.layout import dated_facts
from depgraph.reports.page import Head, Lines, Page, Section, Table, marked, without_columns
from depgraph.reports.records import key_heads, record_rows
from depgraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from depgraph.analysis.health.assess import Health
    from depgraph.analysis.health.measures import Check, Practice

_TITLE = "Schedule health"
_DCMA = "DCMA 14-point assessment"
_GAO = "GAO schedule practices"
_OTHERS = "Other checks, for the practices"
_DEPARTURES = "How what was looked at differs from what the methods look at"

_COLOURS = {"pass": "green", "fail": "red"}


def health_page(health: Health, *, is_terse: bool = False) -> Page:
    """Return the health of a schedule: each check and each practice, and what it is judged by.

    Parameters
    ----------
    is_terse
        Whether the title, the heads of columns and what goes without saying are left out, as
        in a text.
    """
    letters = departures(health)
    others = without_columns(_checks_table(health.other_checks, letters, is_terse=is_terse), [0])
    tables = (
        (_DCMA, health.points, _checks_table(health.points, letters, is_terse=is_terse)),
        (_GAO, health.practices, _practices_table(health.practices, is_terse=is_terse)),
        (_OTHERS, health.other_checks, others),
    )
    sections = [
        Section(
            f"{style(title, bold=True)}: {summary(entry.passed for entry in entries)}",
            [_without_heads(table) if is_terse else table],
        )
        for title, entries, table in tables
    ]
    differences = Section(_DEPARTURES, [Lines([printable(note) for note in notes(letters)])])
    title = "" if is_terse else _TITLE
    return Page(title, [printable(introduction(health)), *sections, differences])


def _checks_table(checks: Sequence[Check], letters: Mapping[str, str], *, is_terse: bool) -> Table:
    return Table(
        "",
        (*_result_heads("check"), Head("share", "share", least=0)),
        tuple(
            (
                check.definition.point,
                _result_cell(passed=check.passed, is_terse=is_terse),
                check.definition.title,
                _share_cell(check, is_terse=is_terse),
            )
            for check in checks
        ),
        details={
            place: [printable(line) for line in _check_sentences(check, letters)]
            for place, check in enumerate(checks)
        },
    )


def _share_cell(check: Check, *, is_terse: bool) -> str:
    if because(check) and is_terse:
        return because(check)
    return f"{because(check) or share(check)} (limit: {limit(check)})"


def _check_sentences(check: Check, letters: Mapping[str, str]) -> Iterator[str]:
    yield check.definition.about
    measured = check.result
    if isinstance(measured, Measured):
        yield f"Looked at {population_words(measured, letters)}"
        yield from filter(None, (remark_words(measured), found_words(check, measured)))


def _practices_table(practices: Sequence[Practice], *, is_terse: bool) -> Table:
    return Table(
        "",
        _result_heads("practice"),
        tuple(
            (
                practice.number,
                _result_cell(passed=practice.passed, is_terse=is_terse),
                practice.title,
            )
            for practice in practices
        ),
        details={
            place: [printable(practice.about), printable(practice_words(practice))]
            for place, practice in enumerate(practices)
        },
    )


def _result_heads(what: str) -> tuple[Head, ...]:
    return (
        Head("number", "#", "number"),
        Head("result", "result", is_code=True, least=0),
        Head("title", what, least=0),
    )


def _without_heads(table: Table) -> Table:
    """Return a table without heads, and with the details of rows under their titles."""
    # Further in than details are: as far as the columns of results, and of numbers, go.
    further = " " * (6 if table.heads[0].name == "number" else 2)
    return table._replace(
        heads=tuple(head._replace(title="") for head in table.heads),
        details={
            place: [f"{further}{line}" for line in lines] for place, lines in table.details.items()
        },
    )


def _result_cell(*, passed: bool | None, is_terse: bool) -> str:
    word = verdict(passed=passed)
    if passed is None:
        return "-" if is_terse else word
    return marked(word, colour=_COLOURS[word], is_bold=not passed)


# -- for programs ----------------------------------------------------------------------


def health_table(health: Health) -> Table:
    """Return a row for each check and each practice for programs."""
    data = health_data(health)
    heads = (
        *key_heads("text", "assessment"),
        *key_heads("number", "number"),
        *key_heads("text", "check", "title", "definition", "result", "because"),
        *key_heads("number", "count", "of"),
        Head("share", "share (1 is all)", "number"),
        Head("limit", "limit (per cent)", "number"),
        *key_heads("text", "limit_is", "population", "departure"),
        *key_heads("texts", "remarks", "found"),
        Head("checks", "judged by", "texts"),
    )
    points = ({"assessment": "DCMA", "number": check["point"], **check} for check in data["dcma"])
    practices = (
        {"assessment": "GAO", "number": practice["practice"], **practice}
        for practice in data["gao"]
    )
    others = ({"assessment": "other", **check} for check in data["other_checks"])
    return Table(
        _TITLE,
        heads,
        record_rows(heads, (*points, *practices, *others)),
        {**dated_facts(health.graph), "end": data["end"]},
        (introduction(health),),
    )
