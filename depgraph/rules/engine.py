"""The engine: runs checks and rules over a graph and gives each finding its status."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depgraph.errors import RuleKindError, did_you_mean
from depgraph.progress import track
from depgraph.records import by_type
from depgraph.rules.baseline import covers, read_baseline
from depgraph.rules.builtin.registry import CHECKS
from depgraph.rules.findings import SEVERITIES, Finding
from depgraph.rules.folding import fold
from depgraph.rules.kinds.base import RuleReader
from depgraph.rules.kinds.registry import KINDS
from depgraph.rules.selectors import Circumstances
from depgraph.showing import shown
from depgraph.sources.fields import Fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from depgraph.config import Config
    from depgraph.errors import Problem
    from depgraph.model import Graph, Position
    from depgraph.rules.findings import Severity
    from depgraph.rules.kinds.base import Describe, Rule
    from depgraph.sources.baseline_format import BaselineEntry
    from depgraph.sources.rule_format import CheckLevel

UNUSED = "unused-selector"


@by_type
class RuleSet(NamedTuple):
    """Everything that a configuration says about checking.

    Attributes
    ----------
    is_of_other_files
        Whether the graph files are others than the configuration names, so that what matches
        nothing may match something in those.
    """

    rules: tuple[Rule, ...] = ()
    baseline: tuple[BaselineEntry, ...] = ()
    levels: dict[str, CheckLevel] = {}  # noqa: RUF012 - never changed
    is_of_other_files: bool = False


@by_type
class Examined(NamedTuple):
    """How much a check or rule looked at.

    Attributes
    ----------
    milestones, links
        How many of each.
    skipped
        Why it was not run, or an empty text.
    """

    rule: str
    severity: Severity
    milestones: int
    links: int
    skipped: str = ""


@shown
@by_type
class CheckResult(NamedTuple):
    """The findings of a run, and what was looked at.

    Attributes
    ----------
    findings
        Sorted by severity, rule, file and line.
    examined
        One for each check and rule, in the order in which they run.
    """

    findings: tuple[Finding, ...]
    examined: tuple[Examined, ...]

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The findings that fail a run: new errors."""
        return tuple(
            finding
            for finding in self.findings
            if finding.status == "new" and finding.severity == "error"
        )

    def number_of(self, *, status: str | None = None, severity: str | None = None) -> int:
        """Count the findings of a status and a severity."""
        return sum(
            status in (None, finding.status) and severity in (None, finding.severity)
            for finding in self.findings
        )


def read_rules(config: Config, problems: list[Problem]) -> RuleSet:
    """Make the rules and the baseline of a configuration ready.

    Everything wrong in them is added to `problems`.
    """
    rules: list[Rule] = []
    if config.document is not None:
        for name, position in config.check_positions.items():
            if name not in CHECKS:
                hint = did_you_mean(name, CHECKS) or f" (known: {', '.join(CHECKS)})"
                config.document.report(
                    position.line, position.column, f"checks: unknown check {name!r}{hint}"
                )
        readers: dict[str, Fields] = {}
        for spec in config.rules:
            document = spec.document
            fields = readers.setdefault(document.shown, Fields(document))
            if spec.id in CHECKS:
                document.report(
                    spec.position.line,
                    spec.position.column,
                    f"rules: {spec.id!r} is the name of a built-in check: choose another id",
                )
            try:
                kind = KINDS.get(spec.kind)
            except RuleKindError as error:
                fields.report(spec.kind_node, f"rule {spec.id}: {error}")
                continue
            if kind is None:
                fields.choice(spec.kind_node, f"rule {spec.id}: kind", tuple(KINDS))
                continue
            reader = RuleReader(spec, fields)
            rule = kind.read(spec, reader)
            reader.finish()
            if rule is not None:
                rules.append(rule)
    baseline = () if config.baseline is None else read_baseline(config.baseline, problems)
    return RuleSet(tuple(rules), baseline, config.checks)


def check(graph: Graph, config: Config | None = None, rules: RuleSet | None = None) -> CheckResult:
    """Run the built-in checks and the rules over a graph.

    Parameters
    ----------
    graph
        The graph; it may have cycles.
    config
        Its configuration; without one, only the built-in checks run.
    rules
        What `read_rules` made of the configuration.

    Returns
    -------
    CheckResult
        All findings, whatever their status and severity.
    """
    rules = rules or RuleSet()
    circumstances = Circumstances(config.home if config else None, graph.as_of)
    findings: list[Finding] = []
    examined: list[Examined] = []
    for name, builtin in track(CHECKS.items(), "running checks", total=len(CHECKS)):
        level = rules.levels.get(name, builtin.severity)
        severity: Severity = "info" if level == "off" else level
        skipped = "off in the configuration" if level == "off" else ""
        if not skipped and builtin.needs_as_of and graph.as_of is None:
            skipped = "there is no as-of date"
        if not skipped and name == UNUSED and rules.is_of_other_files:
            skipped = "other graph files are read than those of the configuration"
        examined.append(Examined(name, severity, len(graph), len(graph.links), skipped))
        if skipped:
            continue
        findings += (
            finding._replace(
                severity="info" if finding.severity == "info" else severity,
                why=builtin.finds,
                fix=builtin.fix,
            )
            for finding in builtin.find(graph)
        )
    describe: dict[str, Describe | None] = {}
    for rule in track(rules.rules, "applying rules", total=len(rules.rules)):
        if rule.spec.severity == "off":
            examined.append(Examined(rule.spec.id, "info", 0, 0, "off in the configuration"))
            continue
        outcome = rule.apply(graph, circumstances)
        findings += outcome.findings
        describe[rule.spec.id] = outcome.describe
        examined.append(Examined(rule.spec.id, rule.severity, outcome.milestones, outcome.links))
    findings, used = _with_status(graph, findings, rules.baseline)
    findings = fold(graph, findings, describe)
    level = rules.levels.get(UNUSED, CHECKS[UNUSED].severity)
    if level != "off" and not rules.is_of_other_files:
        not_run = {entry.rule: bool(entry.skipped) for entry in examined}
        unused = _unused(graph, config, rules, used, circumstances, not_run)
        findings += (
            Finding(
                rule=UNUSED,
                severity=level,
                message=message,
                position=position,
                subject=message,
                why=CHECKS[UNUSED].finds,
                fix=CHECKS[UNUSED].fix,
            )
            for message, position in unused
        )
    return CheckResult(tuple(sorted(findings, key=_order)), tuple(examined))


def _order(finding: Finding) -> tuple[object, ...]:
    place = finding.position
    return (
        SEVERITIES.index(finding.severity),
        finding.rule,
        place.file if place else "",
        place.line if place else 0,
        place.column if place else 0,
        finding.prerequisite or "",
        finding.dependent or finding.milestone or "",
        finding.message,
    )


def _with_status(
    graph: Graph, findings: Iterable[Finding], baseline: tuple[BaselineEntry, ...]
) -> tuple[list[Finding], set[Position]]:
    """Mark what is known and what is queried; return the places of the leave that was used."""
    used: set[Position] = set()
    by_rule: dict[str, list[BaselineEntry]] = {}
    for entry in baseline:
        by_rule.setdefault(entry.rule, []).append(entry)
    marked: list[Finding] = []
    for finding in findings:
        entries = by_rule.get(finding.rule, ())
        if finding.is_folded:
            reason = _reason_for_all(graph, finding, entries, used)
        else:
            reason = _reason(graph, finding, entries, used)
        if reason is not None:
            marked.append(finding._replace(status="known", reason=reason))
        elif finding.status == "queried":
            marked.append(finding._replace(severity="info"))
        else:
            marked.append(finding)
    return marked, used


def _reason(
    graph: Graph, finding: Finding, entries: Iterable[BaselineEntry], used: set[Position]
) -> str | None:
    """Return why a finding is accepted, or None; add the places of the leave to `used`."""
    reason: str | None = None
    for entry in entries:
        if covers(entry, finding):
            used.add(entry.position)
            if not entry.is_void(graph.as_of):
                reason = entry.reason
    for link in finding.links:
        for leave in link.allowances:
            if leave.rule == finding.rule:
                if leave.position is not None:
                    used.add(leave.position)
                if not _is_past(leave.until, graph.as_of):
                    reason = leave.reason
    return reason


def _is_past(until: date | None, as_of: date | None) -> bool:
    return until is not None and as_of is not None and as_of > until


def _reason_for_all(
    graph: Graph, finding: Finding, entries: Iterable[BaselineEntry], used: set[Position]
) -> str | None:
    """Return why all pairs of a folded finding are accepted, or None if one of them is not.

    Which chains of so many pass a link is not known, so an allowance at a link does not count.
    """
    heads, tails = set(finding.heads), set(finding.tails)
    reasons: dict[tuple[str, str], str] = {}
    for entry in entries:
        if entry.prerequisite in heads and entry.dependent in tails:
            used.add(entry.position)
            if not entry.is_void(graph.as_of):
                reasons[entry.prerequisite, entry.dependent] = entry.reason
    if len(reasons) < len(heads) * len(tails):
        return None
    return " ".join(dict.fromkeys(reasons.values()))


def _unused(
    graph: Graph,
    config: Config | None,
    rules: RuleSet,
    used: set[Position],
    circumstances: Circumstances,
    not_run: dict[str, bool],
) -> Iterator[tuple[str, Position | None]]:
    """Yield what matches nothing: never silently green.

    `not_run` says for each check and rule whether it was not run; leave for such a one may
    be needed another time.
    """
    for rule in rules.rules:
        if rule.spec.severity == "off":
            continue
        for name, selector in rule.selectors():
            if selector.position is not None and not selector.numbers(graph, circumstances):
                yield f"rule {rule.spec.id}: {name} matches no milestone", selector.position
    yield from _unused_entries(graph, rules, used, not_run)
    yield from _unused_allowances(graph, used, not_run)
    if config is None:
        return
    codes = [milestone.id for milestone in (*graph.milestones, *graph.schedule_only)]
    patterns = [("owners", glob) for pattern in config.owners for glob in pattern.globs]
    patterns += [(f"tag {pattern.tag}", glob) for pattern in config.tags for glob in pattern.globs]
    for what, glob in patterns:
        if not any(glob.matches(code) for code in codes):
            yield f"{what}: {glob.text} matches no milestone", glob.position


def _unused_entries(
    graph: Graph, rules: RuleSet, used: set[Position], not_run: dict[str, bool]
) -> Iterator[tuple[str, Position | None]]:
    """Yield the entries of the baseline that match nothing, or have expired."""
    for entry in rules.baseline:
        if entry.rule not in not_run:
            hint = did_you_mean(entry.rule, not_run)
            yield f"baseline: there is no rule {entry.rule!r}{hint}", entry.position
        elif not_run[entry.rule]:
            continue
        elif entry.position not in used:
            yield f"baseline: no finding of {entry.rule} on {entry.about}", entry.position
        elif entry.is_void(graph.as_of):
            message = f"baseline: {entry.rule} on {entry.about} expired on {entry.until}"
            yield message, entry.position


def _unused_allowances(
    graph: Graph, used: set[Position], not_run: dict[str, bool]
) -> Iterator[tuple[str, Position | None]]:
    """Yield the allowances at links that are not needed, or have expired."""
    for link in graph.links:
        for leave in link.allowances:
            about = f"{link.dependent}: the allowance of {leave.rule} for {link.prerequisite}"
            if leave.rule not in not_run:
                hint = did_you_mean(leave.rule, not_run)
                yield f"{about}: there is no rule {leave.rule!r}{hint}", leave.position
            elif not_run[leave.rule]:
                continue
            elif leave.position not in used:
                yield f"{about} is not needed", leave.position
            elif _is_past(leave.until, graph.as_of):
                yield f"{about} expired on {leave.until}", leave.position
