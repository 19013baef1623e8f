"""What a check found, for people and as a table.

Text is by rule and shows what matters, the last line being the verdict. Documents have every
finding, by status.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.analysis.scheduled import counted_milestones
from depgraph.analysis.separation import stated_network
from depgraph.model.documents import as_of_words
from depgraph.reports.choice import number_failing, shown_by_rule
from depgraph.reports.evidence import (
    compared_in_words,
    errors_in_words,
    evidence_links,
    folded_chain,
    in_words,
    place,
    remarks,
    rest_in_words,
    summary,
)
from depgraph.reports.layout import dated_facts
from depgraph.reports.page import Head, Lines, Page, Section, Table, capped, heads, marked
from depgraph.words import counted, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model import Graph
    from depgraph.reports.choice import Options
    from depgraph.rules.engine import CheckResult
    from depgraph.rules.findings import Finding

_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}

_LONG = 20
"""How many findings make a section that is folded away."""

_MOST_OF_RULE = 10
"""How many findings of a rule texts show one by one."""

_NOTHING = "looked at nothing"
_NEW = {"error": "New errors", "warning": "New warnings", "info": "Notes"}


def check_page(result: CheckResult, graph: Graph | None, options: Options) -> Page:
    """Return every finding, by status, and what was looked at: for documents.

    New errors and warnings are open, unless they are long; the rest is folded away.

    Parameters
    ----------
    graph
        The graph; without it, of what was looked at only that is told which was nothing.
    """
    titles = (*_NEW.values(), "Queried", "Known", "Earlier")
    by_title: dict[str, list[Finding]] = {title: [] for title in titles}
    for finding in result.findings:
        is_new = finding.status == "new"
        title = _NEW[finding.severity] if is_new else finding.status.capitalize()
        by_title[title].append(finding)
    return Page(
        "depgraph check",
        [
            style(summary(result), bold=True),
            *compared_in_words(result, options.since),
            *_what_fails(result, options),
            *(
                _findings_section(title, findings, graph)
                for title, findings in by_title.items()
                if findings
            ),
            _examined_section(result, graph) if graph is not None else Lines(_not_examined(result)),
        ],
    )


def page_by_rule(result: CheckResult, graph: Graph, options: Options) -> Page:
    """Return the findings that matter, by rule, how much was looked at, and the verdict: for text.

    New errors and warnings are shown, and whatever fails the run, of each rule the first ones;
    the others are counted.
    """
    most = None if options.show_all else _MOST_OF_RULE
    tables = [
        capped(_rule_table(findings, is_alike=is_alike), most, "", "--all", of=number)
        for findings, number, is_alike in shown_by_rule(result, options, most)
    ]
    return Page(
        "",
        [
            *tables,
            _examined_table(result, graph, show_all=options.show_all),
            Lines(verdict(result, options, sum(len(table.rows) for table in tables))),
        ],
    )


def check_table(result: CheckResult, graph: Graph) -> Table:
    """Return every finding for programs: a row for each."""
    from depgraph.reports.records import rows_of

    columns = (
        *heads("rule", "severity", "status", "code", "prerequisite", "dependent", "message"),
        Head("chain", "chain", "texts"),
        *heads("file", "line", "why", "fix", "reason", "fingerprint", right=[1]),
    )
    rows = rows_of(
        columns,
        result.findings,
        code=lambda finding: finding.milestone,
        file=lambda finding: (position := place(finding, graph)) and position.file,
        line=lambda finding: (position := place(finding, graph)) and (position.line or None),
    )
    return Table("Findings", columns, rows, dated_facts(graph), (summary(result),))


def verdict(result: CheckResult, options: Options, shown: int) -> list[str]:
    """Return the last lines: the counts, and whether the run fails where that is not plain.

    Parameters
    ----------
    shown
        How many findings stand above.
    """
    colour = "red" if result.number_of(status="new", severity="error") else "green"
    counts = f"{style(errors_in_words(result), fg=colour, bold=True)}; {rest_in_words(result)}"
    hidden = len(result.findings) - shown
    if hidden:
        counts += f" (--all lists the {counted(hidden, 'other')})"
    compared = compared_in_words(result, options.since)
    return [counts, *compared, *_what_fails(result, options)]


def _what_fails(result: CheckResult, options: Options) -> list[str]:
    if options.fail_on == "error":
        return []
    count = number_failing(result, options.fail_on)
    fails = f"{counted(count, 'finding')} {'fails' if count == 1 else 'fail'} the check"
    return [f"With --fail-on {options.fail_on}: {fails if count else 'the check passes'}"]


# -- findings --------------------------------------------------------------------------


def _rule_table(findings: Sequence[Finding], *, is_alike: bool) -> Table:
    """Return findings of one rule and severity: sentences with their evidence below.

    What to do stands below all of them or, where it is not alike, below each.
    """
    first = findings[0]
    head = printable(f"{first.severity}: {first.rule}")
    title = style(head, fg=_COLOURS[first.severity], bold=True)
    return Table(
        f"{title}  {printable(first.why)}" if first.why else title,
        (Head("finding", ""),),
        tuple((_finding_sentence(finding),) for finding in findings),
        notes=_to_do(first) if is_alike else (),
        details=_numbered(
            [[*_evidence(finding), *(() if is_alike else _to_do(finding))] for finding in findings]
        ),
    )


def _finding_sentence(finding: Finding) -> str:
    where = f"{finding.position}: " if finding.position else ""
    status = "" if finding.status == "new" else f"[{finding.status}] "
    return f"{where}{status}{finding.message}"


def _findings_section(title: str, findings: Sequence[Finding], graph: Graph | None) -> Section:
    """Return findings of one status: a table, with their evidence below each."""
    places = [place(finding, graph) for finding in findings]
    table = Table(
        "",
        heads("rule", Head("where", "where", is_code=True), "what"),
        tuple(
            (finding.rule, str(position or ""), finding.message)
            for finding, position in zip(findings, places, strict=True)
        ),
        details=_numbered([[*_evidence(finding), *_what_to_do(finding)] for finding in findings]),
    )
    is_open = title in (_NEW["error"], _NEW["warning"]) and len(findings) <= _LONG
    return Section(f"{title} ({len(findings)})", [table], is_folded=not is_open)


def _numbered(details: Sequence[Sequence[str]]) -> dict[int, Sequence[str]]:
    """Return the lines below rows, by the numbers of the rows that have any."""
    return {number: lines for number, lines in enumerate(details) if lines}


def _evidence(finding: Finding) -> list[str]:
    chain = folded_chain(finding)
    lines = [chain] if chain else []
    lines += (f"{in_words(link)}  {link.position or ''}" for link in evidence_links(finding))
    return [printable(line).rstrip() for line in (*lines, *remarks(finding))]


def _what_to_do(finding: Finding) -> tuple[str, ...]:
    is_needed = finding.status == "new" and finding.severity != "info"
    return _to_do(finding) if is_needed else ()


def _to_do(finding: Finding) -> tuple[str, ...]:
    return (f"to do: {printable(finding.fix)}",) if finding.fix else ()


# -- what was looked at ----------------------------------------------------------------


def _examined_table(result: CheckResult, graph: Graph, *, show_all: bool) -> Table:
    """Return how much was looked at, and by rule, without `show_all` where that is not all."""
    count = counted(len(result.examined), "rule")
    rows = [
        (
            examined.rule,
            counted(examined.milestones, "milestone"),
            counted(examined.links, "link"),
            "" if examined.milestones else marked(_NOTHING, colour="yellow", is_bold=False),
        )
        for examined in result.examined
        if not examined.skipped and (show_all or examined.milestones != len(graph))
    ]
    return Table(
        "",
        tuple(Head(name, "", least=0) for name in ("rule", "milestones", "links", "remark")),
        tuple(rows),
        notes=tuple(_not_run(result)),
        about=f"Looked at {_graph_size(graph, ' and ', f' with {count}')}.",
    )


def _not_examined(result: CheckResult) -> list[str]:
    """Return a line for each rule that was not run, or that looked at nothing."""
    return [
        *_not_run(result),
        *(
            f"{examined.rule} {_NOTHING}"
            for examined in result.examined
            if not examined.skipped and not examined.milestones
        ),
    ]


def _not_run(result: CheckResult) -> list[str]:
    return [
        f"{examined.rule} was not run: {printable(examined.skipped)}"
        for examined in result.examined
        if examined.skipped
    ]


def _examined_section(result: CheckResult, graph: Graph) -> Section:
    rows = tuple(
        (
            *(examined.rule, examined.milestones, examined.links),
            f"not run: {examined.skipped}"
            if examined.skipped
            else ("" if examined.milestones else _NOTHING),
        )
        for examined in result.examined
    )
    table = Table("", heads("rule", "milestones", "links", "", right=[1, 2]), rows)
    return Section("What was looked at", [f"{_graph_size(graph, ', ')}.", table], is_folded=True)


def _graph_size(graph: Graph, between: str, rules: str = "") -> str:
    milestones = counted_milestones(graph)
    network = stated_network(graph)
    if graph.is_view:
        milestones += f" of a network of {counted(len(network), 'activity', 'activities')}"
    counts = between.join((milestones, counted(len(network.links), "link")))
    size = f"{counts} ({len(graph.queried_links)} queried){rules}"
    return ", ".join(filter(None, (size, as_of_words(graph.as_of, graph.documents, without=""))))
