"""What is said of a schedule's health: verdicts, shares and limits in words."""

from __future__ import annotations

from collections import Counter
from string import ascii_lowercase
from typing import TYPE_CHECKING, Literal

from depgraph.analysis.health.measures import Measured, NotComputed
from depgraph.analysis.scheduled import counted_milestones
from depgraph.analysis.separation import stated_network
from depgraph.model.documents import as_of_words
from depgraph.words import counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from depgraph.analysis.health.assess import Health
    from depgraph.analysis.health.measures import Check, Practice

Verdict = Literal["pass", "fail", "not computed"]

_MOST_FOUND = 6
_ALL = 100


def verdict(*, passed: bool | None) -> Verdict:
    """Return the result of a check or a practice in words."""
    return "not computed" if passed is None else "pass" if passed else "fail"


def introduction(health: Health) -> str:
    """Return what is assessed, in a line or two."""
    graph = health.graph
    as_of = as_of_words(health.as_of, graph.documents, without="")
    if graph.is_view:  # whose links would be made for nothing
        network = stated_network(graph)
        what = (
            f"{counted_milestones(graph)} of a schedule network of {len(network)} activities and "
            f"{len(network.links)} links ({len(graph.queried_links)} queried) {as_of}".rstrip()
        )
    else:
        what = (
            f"{counted_milestones(graph)}, {counted(len(graph.links), 'link')} "
            f"({len(graph.queried_links)} queried) {as_of}".rstrip()
        )
        if graph.network is not None:
            network = graph.network
            what += (
                f", of a schedule network of {len(network)} activities and "
                f"{len(network.links)} relationships"
            )
    if isinstance(health.end, NotComputed):
        return f"{what}. No end: {health.end.reason}."
    how = "as it was named" if health.is_end_named else "the latest; --target names another"
    name = graph[health.end].name
    called = f", {name}" if name else ""
    return f"{what}. It ends with {health.end}{called} ({how})."


def summary(results: Iterable[bool | None]) -> str:
    """Return for example ``5 pass, 6 fail, 3 cannot be computed``."""
    counts = Counter(results)
    return f"{counts[True]} pass, {counts[False]} fail, {counts[None]} cannot be computed"


def share(check: Check) -> str:
    """Return for example ``84 of 118, 71.2 %``, or an index as ``0.73``.

    It has as many decimals as it takes not to look like the limit where it is not.
    """
    result, value = check.result, check.share
    if value is None or not isinstance(result, Measured):
        return "-"
    if check.definition.is_index:
        return _rounded(value, check.limit / _ALL, 2)
    percent = _rounded(_ALL * value, check.limit, 1)
    unit = f" {result.unit}" if result.unit else ""
    return f"{result.part} of {result.of}{unit}, {percent} %"


def _rounded(value: float, limit: float, digits: int) -> str:
    """Return a number in short, but never one that lies on the limit beside it."""
    while digits < 6 and value != limit and float(f"{value:.{digits}f}") == limit:
        digits += 1
    return f"{value:.{digits}f}"


def limit(check: Check) -> str:
    """Return for example ``at most 5 %``, ``none`` or ``at least 0.95``."""
    if check.definition.is_index:
        return f"at least {check.limit / _ALL:g}"
    if check.definition.is_least:
        return "all" if check.limit == _ALL else f"at least {check.limit} %"
    return f"at most {check.limit} %" if check.limit else "none"


def found_words(check: Check, measured: Measured) -> str:
    """Return what was found, the first few; empty for nothing, and for what is no fault."""
    if not measured.cases:
        return ""
    others = "Others" if check.definition.is_least else "Found"
    return f"{others}: {listed(measured.cases, _MOST_FOUND)}."


def departures(health: Health) -> dict[str, str]:
    """Return how populations differ from those of the methods, each with a letter for it."""
    distinct = dict.fromkeys(
        check.result.population.departure
        for check in health.checks
        if isinstance(check.result, Measured) and check.result.population.departure
    )
    return dict(zip(distinct, ascii_lowercase, strict=False))


def population_words(measured: Measured, letters: Mapping[str, str]) -> str:
    """Return what was looked at, with the letter of how that departs from the method."""
    letter = letters.get(measured.population.departure)
    return f"{measured.population.words}{f' [{letter}]' if letter else ''}."


def notes(letters: Mapping[str, str]) -> Iterator[str]:
    """Yield how populations differ from those of the methods, in words."""
    for departure, letter in letters.items():
        yield f"[{letter}] {sentence(departure)}."


def remark_words(measured: Measured) -> str:
    """Return the remarks as sentences."""
    return " ".join(f"{sentence(remark)}." for remark in measured.remarks)


def because(check: Check) -> str:
    """Return why a check cannot be computed; empty where it can."""
    result = check.result
    if isinstance(result, Measured):
        return ""
    return f"cannot be computed, because {result.reason}"


def practice_words(practice: Practice) -> str:
    """Return what a practice is judged by."""
    if practice.passed is None:
        return f"Cannot be computed, because {practice_reason(practice)}."
    judged = "; ".join(
        f"{check.definition.title.lower()}: {verdict(passed=check.passed)}"
        for check in practice.checks
    )
    return f"{sentence(judged)}." + (f" ({sentence(practice.reason)}.)" * bool(practice.reason))


def practice_reason(practice: Practice) -> str:
    """Return what cannot be judged of a practice or, where nothing can, why; empty if all can."""
    if practice.passed is not None:
        return practice.reason
    results = [check.result for check in practice.checks]
    reasons = [result.reason for result in results if isinstance(result, NotComputed)]
    return "; ".join(dict.fromkeys(filter(None, (*reasons, practice.reason))))


def sentence(text: str) -> str:
    """Return words with a capital at their beginning, unless that is a code."""
    first = text.split(" ", 1)[0].rstrip(":")
    return text[:1].upper() + text[1:] if first.isalpha() and first.islower() else text
