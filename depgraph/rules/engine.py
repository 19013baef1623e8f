"""The engine: runs checks and rules over a graph and gives each finding its status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.scheduled import with_schedule_only
from depgraph.analysis.separation import stated_network
from depgraph.errors import RuleKindError, did_you_mean
from depgraph.progress import track
from depgraph.records import Struct
from depgraph.rules.accepting import Accepting
from depgraph.rules.advice import advised
from depgraph.rules.baseline import read_baseline
from depgraph.rules.builtin.registry import CHECKS
from depgraph.rules.findings import SEVERITIES, Finding
from depgraph.rules.folding import fold, fold_milestones
from depgraph.rules.kinds.base import RuleReader
from depgraph.rules.kinds.registry import KINDS
from depgraph.rules.selectors import Circumstances
from depgraph.rules.unused import unused_parts
from depgraph.showing import printed, shown
from depgraph.sources.fields import Fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from depgraph.analysis.risk.risks import Risks
    from depgraph.config import Config
    from depgraph.errors import Problem
    from depgraph.model import Graph
    from depgraph.rules.findings import Severity
    from depgraph.rules.kinds.base import Describe, Rule
    from depgraph.sources.baseline_format import BaselineEntry
    from depgraph.sources.rule_format import CheckLevel

UNUSED = "unused-selector"


class RuleSet(Struct):
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


class Examined(Struct):
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


@printed
@shown
class CheckResult(Struct):
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

    def __repr__(self) -> str:
        """Return a line with the counts."""
        new = [f"{self.number_of(status='new', severity=level)} {level}" for level in SEVERITIES]
        others = [f"{self.number_of(status=status)} {status}" for status in ("known", "queried")]
        return f"<CheckResult: new: {', '.join(new)}; {', '.join(others)}>"

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


def check(
    graph: Graph,
    config: Config | None = None,
    rules: RuleSet | None = None,
    *,
    risks: Callable[[], Risks] | None = None,
) -> CheckResult:
    """Run the built-in checks and the rules over a graph.

    Parameters
    ----------
    graph
        The graph; it may have cycles.
    config
        Its configuration; without one, only the built-in checks run.
    rules
        What `read_rules` made of the configuration.
    risks
        Returns what varies in the plan, for rules on how likely dates are; without it, only what
        milestones say themselves.

    Returns
    -------
    CheckResult
        All findings, whatever their status and severity.
    """
    rules = rules or RuleSet()
    circumstances = Circumstances(config.home if config else None, graph.as_of, risks, {})
    findings, examined = _run_checks(graph, rules)
    describe: dict[str, Describe | None] = {}
    for rule in track(rules.rules, "applying rules", total=len(rules.rules)):
        if rule.spec.severity == "off":
            examined.append(Examined(rule.spec.id, "info", 0, 0, "off in the configuration"))
            continue
        outcome = rule.apply(graph, circumstances)
        findings += outcome.findings
        describe[rule.spec.id] = outcome.describe
        examined.append(Examined(rule.spec.id, rule.severity, outcome.milestones, outcome.links))
    accepting = Accepting(graph, rules.baseline)
    marked = accepting.with_status(findings)
    doubted = [
        finding
        for finding, with_status in zip(findings, marked, strict=True)
        if with_status.status == "queried" or finding.circle is not None
    ]
    marked = advised(
        graph, marked, doubted, lambda other: _errors_of_rules(other, rules, circumstances)
    )
    several = {name: builtin.several for name, builtin in CHECKS.items() if builtin.several}
    findings = fold_milestones(fold(graph, marked, describe), several)
    level = rules.levels.get(UNUSED, CHECKS[UNUSED].severity)
    if level != "off" and not rules.is_of_other_files:
        not_run = {entry.rule: bool(entry.skipped) for entry in examined}
        unused = unused_parts(
            graph, config, rules.rules, circumstances, accepting.unused(marked, not_run)
        )
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


def _run_checks(graph: Graph, rules: RuleSet) -> tuple[list[Finding], list[Examined]]:
    """Run the built-in checks."""
    findings: list[Finding] = []
    examined: list[Examined] = []
    # As in answers about milestones, what the schedule of other files has is no part of these.
    of_schedule = graph if rules.is_of_other_files else with_schedule_only(graph)
    network = stated_network(graph)
    links = len(network.links)
    for name, builtin in track(CHECKS.items(), "running checks", total=len(CHECKS)):
        level = rules.levels.get(name, builtin.severity)
        severity: Severity = "info" if level == "off" else level
        skipped = "off in the configuration" if level == "off" else ""
        if not skipped and builtin.needs_as_of and graph.as_of is None:
            skipped = "there is no as-of date"
        if not skipped and name == UNUSED and rules.is_of_other_files:
            skipped = "other graph files are read than those of the configuration"
        examined.append(Examined(name, severity, len(graph), links, skipped))
        if skipped:
            continue
        if graph.is_view and builtin.is_of_links:
            from depgraph.rules.of_view import findings_of_view

            of_check: Iterable[Finding] = findings_of_view(graph, name, builtin.find(network))
        else:
            of_check = builtin.find(of_schedule if builtin.is_of_schedule else graph)
        findings += (
            finding._replace(
                severity="info" if finding.severity == "info" else severity,
                why=builtin.finds,
                fix=finding.fix or builtin.fix,
            )
            for finding in of_check
        )
    return findings, examined


def _errors_of_rules(graph: Graph, rules: RuleSet, circumstances: Circumstances) -> list[Finding]:
    """Return the new errors of the rules, without the checks."""
    errors = (
        finding
        for rule in rules.rules
        if rule.severity == "error" and rule.spec.severity != "off"
        for finding in rule.apply(graph, circumstances).findings
    )
    marked = Accepting(graph, rules.baseline).with_status(errors)
    return [finding for finding in marked if finding.status == "new"]


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
