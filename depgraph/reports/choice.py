"""Which findings a run is about, which of them fail it, and what its report may ask about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from depgraph.errors import DepgraphError, did_you_mean
from depgraph.model.values import NOWHERE
from depgraph.records import Struct
from depgraph.rules.findings import SEVERITIES, Findings, finding_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from depgraph.rules.engine import CheckResult
    from depgraph.rules.findings import Finding, FindingsOn, Severity, Status
    from depgraph.rules.kinds.base import Rule

FailOn = Literal["error", "warning", "info", "never"]

FAIL_ON: tuple[FailOn, ...] = (*SEVERITIES, "never")
STATUSES: tuple[Literal["new", "queried", "known"], ...] = ("new", "queried", "known")


class Options(Struct):
    """What a format may ask about besides the findings.

    Attributes
    ----------
    show_all
        Whether texts show findings of every status and severity.
    fail_on
        The least severity of a new finding that fails the run.
    rules
        The configured rules, for the formats that explain them.
    since
        The name of the plan that the findings are compared with; empty for none.
    path_of
        Returns the path of a file as formats for other programs write it, from that which
        messages have.
    """

    show_all: bool = False
    fail_on: FailOn = "error"
    rules: tuple[Rule, ...] = ()
    since: str = ""
    path_of: Callable[[str], str] = str


def failing(result: CheckResult, fail_on: FailOn) -> tuple[Finding, ...]:
    """Return the findings that fail a run: the new ones at or above a severity."""
    if fail_on == "never":
        return ()
    severities = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return tuple(
        finding
        for finding in result.findings
        if finding.status == "new" and finding.severity in severities
    )


def number_failing(result: CheckResult, fail_on: FailOn) -> int:
    """Return how many findings fail a run."""
    return sum(
        result.number_of(status="new", severity=severity)
        for severity in SEVERITIES[: FAIL_ON.index(fail_on) + 1]
        if fail_on != "never"
    )


def strict(result: CheckResult) -> CheckResult:
    """Return a result in which queried findings are new, at the severity of their rule."""
    severities = {examined.rule: examined.severity for examined in result.examined}
    findings = [
        finding._replace(status="new", severity=severities.get(finding.rule, finding.severity))
        if finding.status == "queried"
        else finding
        for finding in result.findings
    ]
    findings.sort(key=_finding_order)
    return result._replace(findings=tuple(findings))


def since(
    result: CheckResult, before: Iterable[Finding], codes: Mapping[str, str] | None = None
) -> CheckResult:
    """Return a result in which new findings are `earlier` where another plan has them too.

    Parameters
    ----------
    before
        The findings of the other plan.
    codes
        The codes of the plan by those of the other one, for milestones that were recoded.
    """
    from depgraph.rules.finding_changes import new_since

    fresh = set(map(id, new_since(before, result.findings, codes)))
    findings = (
        finding._replace(status="earlier")
        if finding.status == "new" and id(finding) not in fresh
        else finding
        for finding in result.findings
    )
    return result._replace(findings=tuple(findings))


def shown_findings(result: CheckResult, options: Options) -> list[Finding]:
    """Return the findings that matter: all, or the new ones without notes.

    Notes matter where they fail the run, and where the plan is compared with another one.
    """
    return [
        finding
        for finding in result.findings
        if _is_shown(finding.status, finding.severity, options)
    ]


def shown_by_rule(
    result: CheckResult, options: Options, most: int | None
) -> Iterator[tuple[list[Finding], int, bool]]:
    """Yield the findings that matter of each rule and severity, in order.

    Parameters
    ----------
    most
        How many of each rule and severity are made; None for all.

    Yields
    ------
    tuple
        The first ones, how many there are, and whether the same is to be done about all.
    """
    made, unmade = Findings.parts(result.findings)
    if most is None:
        made, unmade = result.findings, ()
    groups: dict[tuple[int, str], tuple[list[Finding], list[FindingsOn]]] = {}
    for finding in made:
        if _is_shown(finding.status, finding.severity, options):
            key = SEVERITIES.index(finding.severity), finding.rule
            groups.setdefault(key, ([], []))[0].append(finding)
    for part in unmade:
        if _is_shown("new", part.severity, options):
            key = SEVERITIES.index(part.severity), part.rule
            groups.setdefault(key, ([], []))[1].append(part)
    for _, (findings, parts) in sorted(groups.items()) if unmade else groups.items():
        number = len(findings) + sum(map(len, parts))
        fixes = {finding.fix for finding in findings}.union(*(part.fixes for part in parts))
        first = findings[:most]
        if parts and most is not None:
            first += (finding for part in parts for finding in part.first(most))
            first = sorted(first, key=finding_order)[:most]
        yield first, number, len(fixes) == 1


def _is_shown(status: Status, severity: Severity, options: Options) -> bool:
    if options.show_all:
        return True
    with_notes = options.fail_on == "info" or bool(options.since)
    return status == "new" and (with_notes or severity != "info")


def _finding_order(finding: Finding) -> tuple[int, str, str, int, int]:
    place = finding.position or NOWHERE
    severity = SEVERITIES.index(finding.severity)
    return severity, finding.rule, place.file, place.line, place.column


def selected(
    names: Sequence[str], *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> set[str] | None:
    """Return the names of the checks and rules that are asked for; None for all.

    Parameters
    ----------
    select
        Their names, or patterns for them (``*``, ``?``, ``[ab]``); all where none is given.
    ignore
        Those to leave out; this outdoes `select`.

    Raises
    ------
    DepgraphError
        If a name or pattern fits no check and no rule, or nothing is left.
    """
    if not select and not ignore:
        return None
    rules = _rules_matching(select, names, "--select") if select else set(names)
    rules -= _rules_matching(ignore, names, "--ignore")
    if not rules:
        raise DepgraphError("--select and --ignore leave nothing to check")
    return rules


def _rules_matching(patterns: Sequence[str], names: Sequence[str], option: str) -> set[str]:
    from fnmatch import fnmatchcase

    matching: set[str] = set()
    for pattern in patterns:
        fitting = {name for name in names if name == pattern or fnmatchcase(name, pattern)}
        if not fitting:
            hint = did_you_mean(pattern, names)
            raise DepgraphError(f"{option}: there is no check or rule {pattern!r}{hint}")
        matching |= fitting
    return matching
