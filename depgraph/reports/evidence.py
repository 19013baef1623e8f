"""What formats say of a finding: where it is, its chain, a name that stays, and a summary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depgraph.analysis.link_words import link_in_words
from depgraph.reports.layout import through
from depgraph.words import and_more, counted, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.model import Graph, Link, Position
    from depgraph.rules.engine import CheckResult
    from depgraph.rules.findings import Finding

# Compiled when it is used: the text report does without.
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"

_MOST_CIRCLE_LINKS = 50


def place(finding: Finding, graph: Graph | None) -> Position | None:
    """Return where a finding is to be shown: its position, else that of what it is about.

    Parameters
    ----------
    graph
        The plan with the milestone that it is about; None where that is not at hand.
    """
    if finding.position is not None:
        return finding.position
    for link in finding.links:
        if link.position is not None:
            return link.position
    if graph is not None and finding.milestone is not None and finding.milestone in graph:
        return graph[finding.milestone].position
    return None


def where(finding: Finding, graph: Graph) -> str:
    """Return file, line and column of a finding, as compilers write them; nothing for none."""
    position = place(finding, graph)
    return f"{position.file}:{position.line}:{position.column}: " if position else ""


def file_and_line(position: Position | None) -> tuple[str, int]:
    """Return a file and a line for formats that cannot do without."""
    return (position.path, max(position.line, 1)) if position else (".", 1)


def in_words(link: Link) -> str:
    """Return a link of a chain as a sentence without its place."""
    doubt = " (queried)" if link.queried else ""
    return " ".join(filter(None, (link_in_words(link), through(link)))) + doubt


def folded_chain(finding: Finding) -> str:
    """Return heads, middle and tails of a finding that stands for many chains, or nothing.

    Of one that stands for many milestones, these.
    """
    if not finding.tails:
        return ", ".join(finding.heads)
    ends = {*finding.heads, *finding.tails}
    middle = [code for code in finding.chain if code not in ends]
    return " -> ".join((", ".join(finding.heads), *middle, ", ".join(finding.tails)))


def evidence_links(finding: Finding) -> tuple[Link, ...]:
    """Return the links to show: none where there is one link only, which is the finding."""
    links = (*finding.links, *finding.more_links)
    if finding.circle is not None:
        links = links[:_MOST_CIRCLE_LINKS]
    return links if len(links) > 1 else ()


def with_status(finding: Finding) -> str:
    """Return the message, and behind it whether and why the finding is not new."""
    if finding.status == "new":
        return finding.message
    reason = f": {finding.reason}" if finding.reason else ""
    return f"{finding.message} ({finding.status}{reason})"


def remarks(finding: Finding) -> list[str]:
    """Return what else is known: of a cycle all that goes round; the doubts, and the reason.

    Of a single link that stands for activities, these.
    """
    texts: list[str] = []
    if len(finding.links) == 1 and through(finding.links[0]):
        texts.append(through(finding.links[0]))
    if finding.circle is not None:
        rest = len(finding.links) - _MOST_CIRCLE_LINKS
        texts += filter(None, [and_more(rest, "more links")])
        texts += finding.circle.remarks
    if finding.status == "queried":
        queries = [query.text for link in finding.links for query in link.queries if query.text]
        texts += (f"queried: {text}" for text in dict.fromkeys(queries))
    if finding.reason:
        texts.append(f"known: {finding.reason}")
    return texts


def details(finding: Finding) -> list[str]:
    """Return the lines that go with a message: chain, remarks, why, what to do."""
    lines = []
    folded = folded_chain(finding)
    if folded:
        lines.append(f"{'chains' if finding.tails else 'milestones'}: {folded}")
    lines += (
        f"{in_words(link)}{f' at {link.position}' if link.position else ''}"
        for link in evidence_links(finding)
    )
    lines += remarks(finding)
    if finding.why:
        lines.append(f"why: {finding.why}")
    if finding.fix:
        lines.append(f"to do: {finding.fix}")
    return lines


def without_controls(text: str) -> str:
    """Return a text without the characters that XML cannot hold and terminals obey."""
    return re.sub(_CONTROL, "\N{REPLACEMENT CHARACTER}", text)


def numbered(findings: Iterable[Finding]) -> list[tuple[Finding, int]]:
    """Return findings with a number from 1 that tells those of one fingerprint apart."""
    places: dict[str, int] = {}
    pairs = []
    for finding in findings:
        fingerprint = finding.fingerprint
        places[fingerprint] = places.get(fingerprint, 0) + 1
        pairs.append((finding, places[fingerprint]))
    return pairs


def summary(result: CheckResult) -> str:
    """Return the counts of a run in words: new errors first."""
    return f"{errors_in_words(result)}; {rest_in_words(result)}"


def errors_in_words(result: CheckResult) -> str:
    """Return how many new errors there are, in words."""
    errors = result.number_of(status="new", severity="error")
    return counted(errors, "new error") if errors else "No new error"


def compared_in_words(result: CheckResult, since: str) -> list[str]:
    """Return how many findings a plan has that another one has not; nothing without one."""
    if not since:
        return []
    new, earlier = result.number_of(status="new"), result.number_of(status="earlier")
    are_new = counted(new, "finding is", "findings are") if new else "No finding is"
    were = f"{earlier} {'was' if earlier == 1 else 'were'} there before"
    return [f"{are_new} new here, {were} (in {printable(since)})"]


def rest_in_words(result: CheckResult) -> str:
    """Return how many findings there are that are not new errors, in words."""
    earlier = result.number_of(status="earlier")
    return ", ".join(
        (
            counted(result.number_of(status="new", severity="warning"), "new warning"),
            counted(result.number_of(status="new", severity="info"), "note"),
            f"{result.number_of(status='known')} known",
            f"{result.number_of(status='queried')} queried",
            *([f"{earlier} earlier"] if earlier else []),
        )
    )
