"""The engine: runs checks and rules over a graph and gives each finding its status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.scheduled import with_schedule_only
from depgraph.analysis.separation import stated_network, without_links
from depgraph.errors import RuleKindError, did_you_mean
from depgraph.progress import track
from depgraph.records import Struct
from depgraph.rules.accepting import Accepting
from depgraph.rules.advice import STALE, advised
from depgraph.rules.baseline import read_baseline
from depgraph.rules.builtin.registry import CHECKS
from depgraph.rules.findings import (
    SEVERITIES,
    Finding,
    Findings,
    FindingsOn,
    all_made,
    finding_order,
)
from depgraph.rules.folding import fold, fold_milestones
from depgraph.rules.kinds.base import RuleReader
from depgraph.rules.kinds.registry import KINDS
from depgraph.rules.selectors import Circumstances
from depgraph.rules.unused import unused_parts
from depgraph.showing import printed, shown
from depgraph.sources.fields import Fields

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from depgraph.analysis.risk.risks import Risks
    from depgraph.config import Config
    from depgraph.errors import Problem
    from depgraph.model import Graph, Link, Position
    from depgraph.rules.builtin.registry import Check
    from depgraph.rules.findings import Severity
    from depgraph.rules.kinds.base import Describe, Rule
    from depgraph.sources.baseline_format import BaselineEntry
    from depgraph.sources.rule_format import CheckLevel

UNUSED = "unused-selector"

_NOT_SELECTED = "not selected"


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

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all checks and rules, in the order in which they run."""
        return (*CHECKS, *(rule.spec.id for rule in self.rules))


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

    findings: Sequence[Finding]
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
        made, unmade = Findings.parts(self.findings)
        return sum(
            status in (None, finding.status) and severity in (None, finding.severity)
            for finding in made
        ) + sum(
            len(part)
            for part in unmade
            if status in (None, "new") and severity in (None, part.severity)
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
    only: Collection[str] | None = None,
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
    only
        The checks and rules whose findings are asked for; None for all. Others run only where
        these cannot do without.

    Returns
    -------
    CheckResult
        All findings, whatever their status and severity.
    """
    rules = rules or RuleSet()
    circumstances = Circumstances(config.home if config else None, graph.as_of, risks, {})
    accepting = Accepting(graph, rules.baseline)
    needed = None if only is None else _needed(only, graph, accepting)
    findings, unmade, examined = _run_checks(graph, rules, accepting, needed)
    describe = _apply_rules(graph, rules, circumstances, needed, findings, examined)
    marked = accepting.with_status(findings)
    doubted = [
        finding
        for finding, with_status in zip(findings, marked, strict=True)
        if with_status.status == "queried" or finding.circle is not None
    ]
    marked = advised(
        graph,
        marked,
        unmade,
        doubted,
        lambda links: _errors_without(links, graph, rules, circumstances),
    )
    several = {name: builtin.several for name, builtin in CHECKS.items() if builtin.several}
    findings = fold_milestones(fold(graph, marked, describe), several)
    not_run = {entry.rule: bool(entry.skipped) for entry in examined}
    if not not_run[UNUSED]:
        of_acceptances = accepting.unused(marked, not_run)
        unused = unused_parts(graph, config, rules.rules, circumstances, of_acceptances)
        findings += (_about_unused(rules, message, position) for message, position in unused)
    if only is not None:
        findings = [finding for finding in findings if finding.rule in only]
        unmade = [part for part in unmade if part.rule in only]
        examined = [entry for entry in examined if entry.rule in only]
    return CheckResult(Findings(sorted(findings, key=finding_order), unmade), tuple(examined))


def _needed(only: Collection[str], graph: Graph, accepting: Accepting) -> Collection[str] | None:
    """Return the checks and rules to run for some of them; None for all."""
    if STALE in only and any(CHECKS[STALE].find(graph)):
        return None  # what to do about such a query depends on what else it is about
    return {*only, *accepting.rules} if UNUSED in only else only


def _about_unused(rules: RuleSet, message: str, position: Position | None) -> Finding:
    severity = rules.levels.get(UNUSED, CHECKS[UNUSED].severity)
    assert severity != "off", "it is not run then"
    finding = Finding(UNUSED, severity, message, position=position, subject=message)
    return _judged(finding, severity, CHECKS[UNUSED])


def _run_checks(
    graph: Graph, rules: RuleSet, accepting: Accepting, needed: Collection[str] | None
) -> tuple[list[Finding], list[FindingsOn], list[Examined]]:
    """Run the built-in checks, and leave unmade what of them is new whatever is accepted."""
    findings: list[Finding] = []
    unmade: list[FindingsOn] = []
    examined: list[Examined] = []
    # As in answers about milestones, what the schedule of other files has is no part of these.
    of_schedule = graph if rules.is_of_other_files else with_schedule_only(graph)
    network = stated_network(graph)
    links = len(network.links)
    for name, builtin in track(CHECKS.items(), "running checks", total=len(CHECKS)):
        level = rules.levels.get(name, builtin.severity)
        severity: Severity = "info" if level == "off" else level
        skipped = _why_skipped(name, builtin, graph, rules, needed)
        examined.append(Examined(name, severity, len(graph), links, skipped))
        if skipped:
            continue
        of_check = builtin.find(of_schedule if builtin.is_of_schedule else graph)
        if graph.is_view and builtin.is_of_links:
            from depgraph.rules.of_view import findings_of_view

            of_check = findings_of_view(graph, name, all_made(builtin.find(network)))
        for part in of_check:
            if not isinstance(part, FindingsOn):
                findings.append(_judged(part, severity, builtin))
                continue
            part.judge(severity, builtin.finds, builtin.fix)
            if name in accepting.rules:
                findings += part
            else:
                new, queried = part.separated()
                findings += queried
                unmade += [new] if new else []
    return findings, unmade, examined


def _why_skipped(
    name: str, builtin: Check, graph: Graph, rules: RuleSet, needed: Collection[str] | None
) -> str:
    """Say why a check is not run; nothing where it is."""
    if rules.levels.get(name) == "off":
        return "off in the configuration"
    if builtin.needs_as_of and graph.as_of is None:
        return "there is no as-of date"
    if name == UNUSED and rules.is_of_other_files:
        return "other graph files are read than those of the configuration"
    return "" if needed is None or name in needed else _NOT_SELECTED


def _apply_rules(
    graph: Graph,
    rules: RuleSet,
    circumstances: Circumstances,
    needed: Collection[str] | None,
    findings: list[Finding],
    examined: list[Examined],
) -> dict[str, Describe | None]:
    """Run the rules; add what they find, and return what makes messages on several pairs."""
    describe: dict[str, Describe | None] = {}
    for rule in track(rules.rules, "applying rules", total=len(rules.rules)):
        name, skipped = rule.spec.id, ""
        if rule.spec.severity == "off":
            skipped = "off in the configuration"
        elif needed is not None and name not in needed:
            skipped = _NOT_SELECTED
        if skipped:
            examined.append(Examined(name, "info", 0, 0, skipped))
            continue
        outcome = rule.apply(graph, circumstances)
        findings += outcome.findings
        describe[name] = outcome.describe
        examined.append(Examined(name, rule.severity, outcome.milestones, outcome.links))
    return describe


def _judged(finding: Finding, severity: Severity, builtin: Check) -> Finding:
    return finding._replace(
        severity="info" if finding.severity == "info" else severity,
        why=builtin.finds,
        fix=finding.fix or builtin.fix,
    )


def _errors_without(
    links: Collection[Link], graph: Graph, rules: RuleSet, circumstances: Circumstances
) -> list[Finding]:
    """Return the new errors of the rules, without the checks, in a plan without some links."""
    applied = [
        rule for rule in rules.rules if rule.severity == "error" and rule.spec.severity != "off"
    ]
    if not applied:
        return []
    without = without_links(graph, links)
    errors = (
        finding for rule in applied for finding in rule.apply(without, circumstances).findings
    )
    marked = Accepting(without, rules.baseline).with_status(errors)
    return [finding for finding in marked if finding.status == "new"]
