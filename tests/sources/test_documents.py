"""The documents that files were taken from: how they are read, named, merged and kept."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import depgraph
from depgraph.errors import LoadError
from depgraph.model import Graph, SourceDocument
from depgraph.model.documents import as_of_words, documents_in_words
from depgraph.reports.schema import schema

WHOLE = "{handle: D-1, title: The plan, revision: '1.2', date: 2020-05-02, approval: R-7}"


def document_of(write: Callable[[str, str], Path], source: str) -> SourceDocument:
    (document,) = depgraph.load(
        write("plan.yaml", f"source: {source}\nmilestones: {{A: }}\n")
    ).documents
    return document._replace(file="")


def test_a_mapping_and_a_text_are_both_read(write: Any) -> None:
    assert document_of(write, WHOLE) == SourceDocument(
        "D-1", "The plan", "1.2", date(2020, 5, 2), "R-7", gives_dates=True
    )
    assert document_of(write, "D-1 1.2") == SourceDocument(title="D-1 1.2", gives_dates=True)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (WHOLE, "D-1 1.2, 2020-05-02"),
        ("{handle: D-1, date: 2020-05-02}", "D-1, 2020-05-02"),
        ("{handle: D-1, revision: draft, approval: none}", "D-1 draft"),
        ("{title: The plan, revision: draft}", "The plan draft"),
        ("some notes", "some notes"),
    ],
)
def test_how_a_document_is_named(write: Any, source: str, words: str) -> None:
    assert str(document_of(write, source)) == words


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("{revision: draft}", "1:9: source: give 'handle' or 'title'"),
        ("{handle: D-1, date: May}", "1:29: source: date: expected a date"),
        ("{handle: D-1, dat: 2020-05-02}", "1:23: source: unknown key 'dat' (did you mean 'date'"),
        ("[D-1]", "1:9: source: expected a text, got a list"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(write: Any, source: str, wrong: str) -> None:
    with pytest.raises(LoadError) as error:
        document_of(write, source)
    assert wrong in str(error.value)


def test_the_schema_has_the_text_and_the_mapping() -> None:
    text, mapping = schema("graph")["properties"]["source"]["anyOf"]
    assert "string" in text["type"]
    assert list(mapping["properties"]) == ["handle", "title", "revision", "date", "approval"]
    assert mapping["anyOf"] == [{"required": ["handle"]}, {"required": ["title"]}]


def test_fmt_lays_out_a_mapping_in_its_order(run: Any, write: Any) -> None:
    path = write("plan.yaml", "source: {date: 2020-05-02, handle: D-1}\nmilestones:\n  A:\n")
    assert run("fmt", path).returncode == 0
    assert path.read_text().startswith("source: {handle: D-1, date: 2020-05-02}\n")


def both(write: Any, graph_file: str, schedule: str) -> Graph:
    plan = write("plan.yaml", f"source: {{handle: G}}\nmilestones:\n  A: {graph_file}\n")
    dates = write("dates.yaml", f"source: {{handle: S}}\nmilestones:\n  A: {schedule}\n")
    return depgraph.load(plan, schedule=dates)


def test_dates_are_by_the_schedule_and_by_what_else_states_some(write: Any) -> None:
    bare = both(write, "{name: First}", "{due: 2020-01-02}")
    assert [document.handle for document in bare.documents] == ["S", "G"]
    assert documents_in_words(bare.documents) == "S"
    stating = both(write, "{kind: requirement, progress: 50}", "{due: 2020-01-02}")
    assert documents_in_words(stating.documents) == "S; G"
    alone = depgraph.load(write("plan.yaml", "source: {handle: G}\nmilestones: {A: }\n"))
    assert documents_in_words(alone.documents) == "G"


def test_other_graphs_of_a_plan_have_its_documents(write: Any) -> None:
    graph = both(write, "{}", "{due: 2020-01-02}")
    assert graph.documents == graph.without_queried_links().documents
    assert graph.documents == graph.with_parts(milestones=graph.milestones).documents


def test_what_heads_say() -> None:
    day = date(2020, 5, 2)
    document = SourceDocument("D-1", revision="1\x1b[31m", gives_dates=True)
    aside = SourceDocument("D-2")
    assert as_of_words(day, [aside]) == "as of 2020-05-02"
    assert as_of_words(None, [], without="") == ""
    assert as_of_words(None, [document._replace(revision="1")]) == "no as-of date, by D-1 1"
    assert "\x1b" not in as_of_words(day, [document, document])
    assert as_of_words(day, [document, document]).count("D-1") == 1
