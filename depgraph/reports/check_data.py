"""What a check found as data: the contract of ``check --format json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from depgraph.analysis.cycles import Cycle, CycleKind
from depgraph.analysis.separation import stated_network
from depgraph.reports.choice import FailOn, number_failing
from depgraph.reports.data import LinkTerms, OfPlan, Place, data_of, link_terms, of_plan, place_data
from depgraph.rules.findings import Findings, Severity, Status

if TYPE_CHECKING:
    from depgraph.analysis.ladders import Ladder
    from depgraph.model import Graph, Link
    from depgraph.rules.engine import CheckResult, Examined
    from depgraph.rules.findings import Finding


class FindingLink(LinkTerms, Place):
    """A link that is evidence, and where it stands."""

    queried: bool


class RoundData(TypedDict):
    """Milestones that wait on each other."""

    milestones: Annotated[list[str], "codes, sorted"]
    link_count: Annotated[int, "how many links there are between them"]
    queried_links: list[FindingLink]


class CycleData(RoundData):
    """Milestones whose starts and finishes wait on each other in a cycle."""

    kind: CycleKind
    is_shortest: Annotated[bool, "whether it is known that no cycle of them has fewer links"]
    levels_of_effort: Annotated[list[str], "the codes of those that behave like one"]
    cut: Annotated[list[FindingLink], "few links, without which there is no cycle"]
    cut_is_smallest: Annotated[bool, "whether it is known that fewer would not do"]
    alternatives: Annotated[list[FindingLink], "where one is enough, all of which any is enough"]


class LadderData(RoundData):
    """Milestones that wait on each other, but not in a cycle of starts and finishes."""

    kind: Literal["ladder"]
    is_feasible: Annotated[bool | None, "whether dates can satisfy all links; null for not known"]
    days: Annotated[
        int | None, "above 0 by how much lags and durations contradict each other, below 0 to spare"
    ]


class Judgement(TypedDict):
    """How serious a finding of a check or a rule is."""

    rule: str
    severity: Severity
    status: Annotated[
        Status,
        "queried for what only a queried link makes; known for what is accepted; earlier for what "
        "the plan of --since has as new too",
    ]


class FindingSentence(Judgement):
    """A finding without its evidence."""

    milestone: Annotated[str | None, "the one that is meant; of a link, its dependent"]
    prerequisite: str | None
    dependent: str | None
    message: str


class FindingData(FindingSentence, Place):
    """One thing that a check or a rule found, with its evidence and where to look first."""

    chain: Annotated[list[str], "codes, from the prerequisite to the dependent"]
    heads: Annotated[list[str], "all prerequisites, or milestones, where it stands for several"]
    tails: Annotated[list[str], "all dependents, where it stands for several pairs"]
    links: Annotated[list[FindingLink], "those of the chain"]
    more_links: Annotated[list[FindingLink], "those that join the other prerequisites, dependents"]
    circle: CycleData | LadderData | None
    why: Annotated[str | None, "why it matters"]
    fix: Annotated[str | None, "what to do"]
    reason: Annotated[str | None, "why it is accepted"]
    fingerprint: Annotated[str, "a name that stays when lines move"]


class SeverityCounts(TypedDict):
    """How many findings there are of each severity."""

    error: int
    warning: int
    info: int


class StatusCounts(TypedDict):
    """How many findings there are of each status."""

    new: Annotated[int, "new findings"]
    queried: Annotated[int, "findings about queried links"]
    known: Annotated[int, "findings that are accepted"]


class CheckCounts(StatusCounts):
    """How many findings of a run there are of each status."""

    earlier: Annotated[int, "new findings that the plan of --since has too"]


class LookedAt(TypedDict):
    """What a check or a rule looked at."""

    rule: Annotated[str, "its id"]
    severity: Severity
    milestones: Annotated[int, "how many it looked at"]
    links: Annotated[int, "how many it looked at"]
    skipped: Annotated[str | None, "why it was not run; null if it was"]


class RuleCounts(LookedAt, CheckCounts):
    """What a check or a rule looked at, and how many findings it has."""

    findings: int


class CheckSummary(OfPlan):
    """The counts of a check."""

    milestones: int
    activities: Annotated[
        int | None, "of the network of which the milestones are shown; null without one"
    ]
    links: int
    queried_links: int
    findings: int
    failing: Annotated[int, "how many findings fail the check"]
    fail_on: Annotated[FailOn, "the least severity of a new finding that does"]
    since: Annotated[str | None, "the name of the plan that findings are compared with"]
    by_status: CheckCounts
    by_severity: SeverityCounts
    rules: list[RuleCounts]


class CheckAnswer(TypedDict):
    """What is wrong with a plan: depgraph check."""

    findings: Annotated[list[FindingData], "all, sorted by severity, rule, file and line"]
    summary: CheckSummary


def check_data(
    result: CheckResult, graph: Graph, *, fail_on: FailOn = "error", since: str = ""
) -> CheckAnswer:
    """Return the findings of a run and their summary.

    Parameters
    ----------
    fail_on
        The least severity of a new finding that fails the run.
    since
        The name of the plan that the findings are compared with; empty for none.
    """
    counts, network = counts_by_rule(result), stated_network(graph)
    return {
        "findings": [finding_data(finding) for finding in result.findings],
        "summary": {
            **of_plan(graph),
            "milestones": len(graph),
            "activities": len(network) if graph.is_view else None,
            "links": len(network.links),
            "queried_links": len(graph.queried_links),
            "findings": len(result.findings),
            "failing": number_failing(result, fail_on),
            "fail_on": fail_on,
            "since": since or None,
            "by_status": {
                "new": result.number_of(status="new"),
                "queried": result.number_of(status="queried"),
                "known": result.number_of(status="known"),
                "earlier": result.number_of(status="earlier"),
            },
            "by_severity": {
                "error": result.number_of(severity="error"),
                "warning": result.number_of(severity="warning"),
                "info": result.number_of(severity="info"),
            },
            "rules": [
                _rule_counts(examined, counts[examined.rule]) for examined in result.examined
            ],
        },
    }


def counts_by_rule(result: CheckResult) -> dict[str, CheckCounts]:
    """Return for each check and rule how many findings it has of each status."""
    rules = (examined.rule for examined in result.examined)
    counts = {rule: _none() for rule in rules}
    made, unmade = Findings.parts(result.findings)
    for finding in made:
        counts.setdefault(finding.rule, _none())[finding.status] += 1
    for part in unmade:
        counts.setdefault(part.rule, _none())["new"] += len(part)
    return counts


def _none() -> CheckCounts:
    return {"new": 0, "queried": 0, "known": 0, "earlier": 0}


def _rule_counts(examined: Examined, counts: CheckCounts) -> RuleCounts:
    findings = counts["new"] + counts["queried"] + counts["known"] + counts["earlier"]
    return {**looked_at(examined), "findings": findings, **counts}


def looked_at(examined: Examined) -> LookedAt:
    """Return what a check or a rule looked at."""
    return data_of(LookedAt, examined, skipped=examined.skipped or None)


def finding_sentence(finding: Finding) -> FindingSentence:
    """Return one finding without its evidence."""
    return data_of(FindingSentence, finding)


def finding_data(finding: Finding) -> FindingData:
    """Return one finding with its evidence."""
    return {
        **finding_sentence(finding),
        "chain": list(finding.chain),
        "heads": list(finding.heads),
        "tails": list(finding.tails),
        "links": _finding_links(finding.links),
        "more_links": _finding_links(finding.more_links),
        "circle": _circle_data(finding.circle) if finding.circle else None,
        "why": finding.why,
        "fix": finding.fix,
        "reason": finding.reason,
        "fingerprint": finding.fingerprint,
        **place_data(finding.position),
    }


def _circle_data(circle: Cycle | Ladder) -> CycleData | LadderData:
    if isinstance(circle, Cycle):
        return {
            "kind": circle.kind,
            **_round_data(circle),
            "is_shortest": circle.is_shortest,
            "levels_of_effort": list(circle.levels_of_effort),
            "cut": _finding_links(circle.cut),
            "cut_is_smallest": circle.cut_is_smallest,
            "alternatives": _finding_links(circle.alternatives),
        }
    return {
        "kind": "ladder",
        **_round_data(circle),
        "is_feasible": circle.is_feasible,
        "days": circle.days,
    }


def _round_data(circle: Cycle | Ladder) -> RoundData:
    return {
        "milestones": list(circle.milestones),
        "link_count": len(circle.component_links),
        "queried_links": _finding_links(circle.queried_links),
    }


def _finding_links(links: tuple[Link, ...]) -> list[FindingLink]:
    return [
        {**link_terms(link), "queried": link.queried, **place_data(link.position)} for link in links
    ]
