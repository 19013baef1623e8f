"""The health of a schedule for people: as text or Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

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
from depgraph.reports.writers.markdown import escaped, markdown_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from depgraph.analysis.health.assess import Health
    from depgraph.analysis.health.measures import Check, Practice

DCMA = "DCMA 14-point assessment"
GAO = "GAO schedule practices"
OTHERS = "Other checks, for the practices"
DEPARTURES = "How what was looked at differs from what the methods look at"

_TITLE_WIDTH = 28
_COLOURS = {"pass": "green", "fail": "red", "not computed": None}


def health_text(health: Health) -> str:
    """Return the health of a schedule as text."""
    others = [check for check in health.checks if check.definition.point is None]
    letters = departures(health)
    parts = [
        f"{introduction(health)}\n",
        _heading(DCMA, (check.passed for check in health.points)),
        *(_check(check, letters) for check in health.points),
        _heading(GAO, (practice.passed for practice in health.practices)),
        *(_practice(practice) for practice in health.practices),
        _heading(OTHERS, (check.passed for check in others)),
        *(_check(check, letters) for check in others),
    ]
    if letters:
        parts.append(f"\n{style(DEPARTURES, bold=True)}\n")
        parts += (f"{note}\n" for note in notes(letters))
    return "".join(parts)


def _heading(title: str, results: Iterable[bool | None]) -> str:
    return f"\n{style(title, bold=True)}: {summary(results)}\n"


def _check(check: Check, letters: Mapping[str, str]) -> str:
    number = "" if check.definition.point is None else str(check.definition.point)
    facts = because(check) or f"{share(check)} (limit: {limit(check)})"
    lines = [check.definition.about]
    if not because(check):
        lines.append(f"Looked at {population_words(check, letters)}")
    lines += [text for text in (remark_words(check), found_words(check)) if text]
    return _entry(number, check.definition.title, check.passed, facts, lines)


def _practice(practice: Practice) -> str:
    return _entry(
        str(practice.number),
        practice.title,
        practice.passed,
        "",
        [practice.about, practice_words(practice)],
    )


def _entry(
    number: str,
    title: str,
    passed: bool | None,  # noqa: FBT001
    facts: str,
    lines: Iterable[str],
) -> str:
    word = verdict(passed=passed)
    shown = style(
        f"{word if passed is not None else '-':<4}", fg=_COLOURS[word], bold=passed is False
    )
    head = f"{number:>2}  {shown}  {title:<{_TITLE_WIDTH}}  {facts}".rstrip()
    return head + "\n" + "".join(f"          {line}\n" for line in lines)


def health_markdown(health: Health) -> str:
    """Return the health of a schedule as Markdown."""
    others = [check for check in health.checks if check.definition.point is None]
    letters = departures(health)
    parts = [
        f"# Schedule health\n\n{escaped(introduction(health))}\n",
        f"## {DCMA}\n\n{summary(check.passed for check in health.points)}\n",
        _table(health.points, letters),
        f"## {GAO}\n\n{summary(practice.passed for practice in health.practices)}\n",
        markdown_table(
            ("#", "practice", "result", "judged by"),
            [
                (
                    str(each.number),
                    f"{each.title}: {each.about}",
                    verdict(passed=each.passed),
                    practice_words(each),
                )
                for each in health.practices
            ],
        ),
        f"## {OTHERS}\n\n{summary(check.passed for check in others)}\n",
        _table(others, letters),
    ]
    if letters:
        shown = "".join(f"- {escaped(note)}\n" for note in notes(letters))
        parts.append(f"## {DEPARTURES}\n\n{shown}")
    return "\n".join(parts)


def _table(checks: Iterable[Check], letters: Mapping[str, str]) -> str:
    heads = ("#", "check", "result", "count", "limit", "looked at", "found")
    rows = []
    for check in checks:
        number = "" if check.definition.point is None else str(check.definition.point)
        what = f"{check.definition.title}: {check.definition.about}"
        looked_at = because(check) or population_words(check, letters)
        found = " ".join(text for text in (remark_words(check), found_words(check)) if text)
        rows.append(
            (
                number,
                what,
                verdict(passed=check.passed),
                share(check),
                limit(check),
                looked_at,
                found,
            )
        )
    return markdown_table(heads, rows)
