"""The page of queries, where a plan or a terminal is not as one would like."""

from datetime import date

from depgraph.analysis.queries import drop_queries
from depgraph.model import Graph, Link, Milestone, Query, Question
from depgraph.reports.queries_page import queries_page
from depgraph.reports.writers.html import page_html
from depgraph.reports.writers.markdown import page_markdown
from depgraph.reports.writers.text import page_text
from depgraph.rules.triage import Triage, triage

RED = "\x1b[31m"


def triaged(words: str, code: str = "A", **options: str) -> Triage:
    graph = Graph(
        [Milestone(code, due=date(2020, 5, 1)), Milestone("T", due=date(2020, 4, 1), level=2)],
        [Link(code, "T", queries=(Query(words),))],
        as_of=date(2020, 1, 1),
        questions=[Question("T", f"Why {words}?")],
    )
    return triage(graph, [], None if options else drop_queries(graph), **options)


def test_texts_of_a_plan_are_no_sequences_for_a_terminal():
    for queries in (
        triaged(f"a{RED}\r\nb", f"A{RED}"),
        triaged(f"a{RED}\r\nb", f"A{RED}", unknown=f"A{RED} waits on itself"),
    ):
        page = queries_page(queries)
        texts = (page_text(page), page_text(page, 80), page_markdown(page), page_html(page))
        for text in texts:
            assert RED not in text
            assert "\r" not in text
        assert "a [31m  b" in texts[0]
        start = "What dropping" if queries.unknown else "Without A [31m -> T:"
        assert any(line.startswith(start) for line in texts[0].splitlines() if "A [31m" in line)


def test_a_narrow_terminal_keeps_the_words():
    queries = triaged("The release is not waiting for this, so the link should be removed.")
    _, shown = page_text(queries_page(queries)._replace(title=""), 60).split("\n\n", 1)
    first, *lines = shown.splitlines()
    for column in ("milestone", "date", "waits on", "still", "words"):
        assert column in first
    assert "rules" not in first
    assert "Left out, as the terminal is narrow: rules" in " ".join(lines)
    assert max(map(len, lines)) < 100
