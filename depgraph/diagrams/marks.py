"""Numbers for queries, questions and findings, and where a picture shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.standing import drawn_date
from depgraph.diagrams.text import clean
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from depgraph.diagrams.folding import Folding
    from depgraph.model import Graph
    from depgraph.rules.findings import Finding

_SHOWN_OTHERWISE = frozenset(
    {"conflicting-attribute", "overdue", "stale-forecast", "unused-selector"}
)
"""Rules whose findings have no mark: late milestones are drawn as late, and what the files
disagree on, or what the configuration has too much of, is not in the picture."""

_SEVERITY_ORDER = {"error": 0, "warning": 1}

_Numbered = tuple[str, int]


class Doubt(Struct):
    """A numbered query or question, as the list under a picture shows it.

    `prerequisite` is None for a question, which is about `milestone` alone.
    """

    number: int
    milestone: str
    prerequisite: str | None
    text: str


class Mark(Struct):
    """A numbered finding."""

    number: int
    finding: Finding


class Marks(Struct):
    """Everything that is numbered in a picture.

    Attributes
    ----------
    doubts
        Open queries by their dependent's date, its code and the prerequisite's code; then
        open questions by their milestone's date and code.
    findings
        New ones: errors before warnings, then by the milestone's date and code.
    query_numbers
        The number of each queried pair of a prerequisite and a dependent.
    questions_at, findings_at
        For each drawn milestone, the numbers beside its code: its own and those of the
        features folded into it.
    queried_features, marked_features
        For each folded milestone, the numbers that its cell stands for.
    marked_links
        The pairs that a finding is about.
    settled_links
        The queried pairs of which an end is complete: they hold nothing up, and have no number.
    known
        How many findings are known and accepted; they have no mark.
    unmarked
        The rules of errors and warnings that have no mark, one for each finding.
    """

    doubts: tuple[Doubt, ...]
    findings: tuple[Mark, ...]
    query_numbers: Mapping[tuple[str, str], int]
    questions_at: Mapping[str, tuple[int, ...]]
    findings_at: Mapping[str, tuple[int, ...]]
    queried_features: Mapping[str, tuple[int, ...]]
    marked_features: Mapping[str, tuple[int, ...]]
    marked_links: AbstractSet[tuple[str, str]]
    settled_links: AbstractSet[tuple[str, str]]
    known: int
    unmarked: tuple[str, ...]


def number(graph: Graph, folding: Folding, findings: Sequence[Finding]) -> Marks:
    """Give numbers to the queries and questions of a plan and the findings to mark.

    New errors and warnings are marked, but for overdue milestones, which are drawn as late, and
    what the files disagree on, which is not drawn. A finding that is there only because of a
    queried link has no mark either: the query has its own number. What is known is counted.
    """
    settled = {
        (link.prerequisite, link.dependent)
        for link in graph.queried_links
        if graph[link.prerequisite].is_complete or graph[link.dependent].is_complete
    }
    doubts, query_numbers = _doubts(graph, settled)
    all_shown = [finding for finding in findings if _is_shown(graph, finding)]
    shown = [finding for finding in all_shown if finding.status != "known"]
    marks = _findings(graph, shown)
    questions = [doubt for doubt in doubts if doubt.prerequisite is None]
    links = [mark.finding.links for mark in marks if len(mark.finding.links) == 1]
    return Marks(
        doubts,
        marks,
        query_numbers,
        questions_at=_at_nodes(folding, ((doubt.milestone, doubt.number) for doubt in questions)),
        findings_at=_at_nodes(folding, _subjects(graph, marks)),
        queried_features=_in_cells(folding, _numbered_doubts(doubts)),
        marked_features=_in_cells(folding, _marked(graph, marks)),
        marked_links={(link.prerequisite, link.dependent) for (link,) in links},
        settled_links=settled,
        known=len(all_shown) - len(shown),
        unmarked=tuple(finding.rule for finding in shown if finding.rule in _SHOWN_OTHERWISE),
    )


def _is_shown(graph: Graph, finding: Finding) -> bool:
    """Whether a finding is one of a picture, which may be of a part of the plan."""
    ends = (finding.milestone or finding.dependent, finding.prerequisite)
    return (
        finding.severity in _SEVERITY_ORDER
        and finding.status != "queried"
        and all(code is None or code in graph for code in ends)
    )


def _numbered_doubts(doubts: Iterable[Doubt]) -> Iterator[_Numbered]:
    for doubt in doubts:
        if doubt.prerequisite is not None:
            yield doubt.prerequisite, doubt.number
        yield doubt.milestone, doubt.number


def _subjects(graph: Graph, marks: Iterable[Mark]) -> Iterator[_Numbered]:
    for mark in marks:
        if subject := _subject(graph, mark.finding):
            yield subject, mark.number


def _marked(graph: Graph, marks: Iterable[Mark]) -> Iterator[_Numbered]:
    for mark in marks:
        codes = _subject(graph, mark.finding), _code(graph, mark.finding.prerequisite)
        yield from ((code, mark.number) for code in dict.fromkeys(codes))


def _at_nodes(folding: Folding, numbered: Iterable[_Numbered]) -> dict[str, tuple[int, ...]]:
    """Return the numbers beside each node: its own, and those of what is folded into it."""
    return _by_code(
        (node, number)
        for code, number in numbered
        for node in (*folding.targets.get(code, ()), *(() if folding.is_hidden(code) else (code,)))
    )


def _in_cells(folding: Folding, numbered: Iterable[_Numbered]) -> dict[str, tuple[int, ...]]:
    """Return the numbers of what is folded."""
    return _by_code(pair for pair in numbered if pair[0] in folding.targets)


def _by_code(numbered: Iterable[_Numbered]) -> dict[str, tuple[int, ...]]:
    numbers: dict[str, list[int]] = {}
    for code, number_ in numbered:
        numbers.setdefault(code, []).append(number_)
    return {code: tuple(several) for code, several in numbers.items()}


def _doubts(
    graph: Graph, settled: AbstractSet[tuple[str, str]]
) -> tuple[tuple[Doubt, ...], dict[tuple[str, str], int]]:
    texts: dict[tuple[str, str], list[str]] = {}
    for link in graph.queried_links:
        pair = link.prerequisite, link.dependent
        if pair not in settled:
            texts.setdefault(pair, []).extend(clean(query.text) for query in link.queries)
    pairs = sorted(texts, key=lambda pair: (_date_words(graph, pair[1]), pair[1], pair[0]))
    numbers = {pair: n for n, pair in enumerate(pairs, 1)}
    queries = [
        Doubt(numbers[pair], pair[1], pair[0], " / ".join(filter(None, texts[pair])))
        for pair in pairs
    ]
    questions = sorted(
        (
            question
            for question in graph.questions
            if question.milestone in graph and not graph[question.milestone].is_complete
        ),
        key=lambda question: (_date_words(graph, question.milestone), question.milestone),
    )
    return (
        *queries,
        *(
            Doubt(n, graph[question.milestone].id, None, clean(question.text))
            for n, question in enumerate(questions, len(queries) + 1)
        ),
    ), numbers


def _findings(graph: Graph, findings: Sequence[Finding]) -> tuple[Mark, ...]:
    marked = [finding for finding in findings if finding.rule not in _SHOWN_OTHERWISE]

    def order(finding: Finding) -> tuple[object, ...]:
        code = finding.milestone or finding.dependent or ""
        return (
            _SEVERITY_ORDER[finding.severity],
            _date_words(graph, code),
            code,
            finding.prerequisite or "",
            finding.rule,
            finding.message,
        )

    return tuple(Mark(n, finding) for n, finding in enumerate(sorted(marked, key=order), 1))


def _subject(graph: Graph, finding: Finding) -> str:
    """Return the code of the milestone that a finding is about; empty if there is none."""
    return _code(graph, finding.milestone or finding.dependent)


def _code(graph: Graph, code: str | None) -> str:
    """Return the code that the graph uses for a milestone; empty if it has none."""
    return graph[code].id if code is not None and code in graph else ""


def _date_words(graph: Graph, code: str) -> str:
    """Return the drawn date as text that sorts; a milestone without one comes last."""
    day = drawn_date(graph[code]) if code in graph else None
    return day.isoformat() if day else "~"
