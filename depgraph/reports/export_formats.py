"""A whole graph for other programs: as a table, as GraphML and as DOT."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depgraph.reports.export_data import graph_data
from depgraph.reports.page import Head, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from depgraph.model import Graph, Milestone
    from depgraph.reports.page import Type, Value

_HEADS: tuple[tuple[str, Type], ...] = (
    *(("record", "text"), ("id", "text"), ("name", "text"), ("owner", "text"), ("team", "text")),
    *(("level", "number"), ("kind", "text"), ("tags", "texts"), ("state", "text")),
    *(("due", "date"), ("forecast", "date"), ("completed", "date"), ("duration", "number")),
    *(("started", "date"), ("remaining", "number")),
    *(("not_before", "date"), ("not_after", "date"), ("progress", "number"), ("aka", "texts")),
    *(("url", "text"), ("prerequisite", "text"), ("dependent", "text"), ("type", "text")),
    *(("lag", "number"), ("calendar", "text"), ("queried", "truth"), ("queries", "texts")),
    *(("through", "texts"), ("note", "text"), ("text", "text")),
    *(("slip", "text"), ("estimate", "text"), ("holds", "number")),
)
"""The columns of the table, each a key of the data: what a record does not have is empty."""


def graph_table(graph: Graph) -> Table:
    """Return a graph as one table: a row for each milestone, each link and each question."""
    data = graph_data(graph)
    records: list[tuple[str, Mapping[str, Any]]] = [
        *(
            ("milestone", {**stated, **_sureness(milestone)})
            for milestone, stated in zip(graph.milestones, data["milestones"], strict=True)
        ),
        *(("link", link) for link in data["links"]),
        *(
            ("question", {**question, "id": question["milestone"]})
            for question in data["questions"]
        ),
    ]
    return Table(
        "Graph",
        tuple(Head(name, name.replace("_", " "), kind) for name, kind in _HEADS),
        tuple(
            (record, *(_flat_value(values.get(name)) for name, _ in _HEADS[1:]))
            for record, values in records
        ),
        {"as_of": graph.as_of},
    )


def _sureness(milestone: Milestone) -> dict[str, str | None]:
    """Return what a milestone says of how sure its date is, in words."""
    slip, estimate = milestone.slip, milestone.estimate
    return {"slip": slip and slip.words, "estimate": estimate and estimate.words}


def _flat_value(value: Any) -> Value:
    cell: Value = tuple(value) if isinstance(value, list) else value
    return cell


def graph_graphml(graph: Graph) -> str:
    """Return a graph as GraphML: nodes are codes, edges go to the dependent.

    What is not known is left out, and several texts are parted by line feeds.
    """
    import networkx as nx

    data = graph_data(graph)
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(**_attributes({"as_of": data["as_of"]}, ()))
    questions: dict[str, list[str]] = {}
    for question in data["questions"]:
        questions.setdefault(question["milestone"], []).append(question["text"])
    for milestone in data["milestones"]:
        values = {**milestone, "questions": questions.get(milestone["id"])}
        network.add_node(_xml_text(milestone["id"]), **_attributes(values, ("id",)))
    for link in data["links"]:
        ends = (_xml_text(link["prerequisite"]), _xml_text(link["dependent"]))
        network.add_edge(*ends, **_attributes(link, ("prerequisite", "dependent")))
    return "\n".join(nx.generate_graphml(network)) + "\n"


def _attributes(values: Mapping[str, Any], without: Iterable[str]) -> dict[str, Any]:
    """Return what GraphML can hold: no lists, no nothing."""
    attributes: dict[str, Any] = {}
    for name, value in values.items():
        if name in without or value is None or value == []:
            continue
        joined = "\n".join(value) if isinstance(value, list) else value
        attributes[name] = _xml_text(joined) if isinstance(joined, str) else joined
    return attributes


def _xml_text(text: str) -> str:
    from depgraph.reports.evidence import without_controls

    return without_controls(text)


def graph_dot(graph: Graph) -> str:
    """Return a graph as plain DOT, for other programs: nodes are codes, queried links dashed.

    (The pictures of the plan as DOT are those of ``depgraph render``.)
    """
    data = graph_data(graph)
    lines = ["digraph {", "  rankdir=LR", "  node [shape=box]"]
    for milestone in data["milestones"]:
        words = (milestone["id"], milestone["name"], milestone["completed"] or milestone["due"])
        label = "\\n".join(_escaped(word) for word in words if word)
        lines.append(f'  {_quoted(milestone["id"])} [label="{label}"]')
    for link in data["links"]:
        attributes = ["style=dashed"] if link["queried"] else []
        if (link["type"], link["lag"]) != ("FS", 0):
            attributes.append(f'label="{link["type"]}{link["lag"]:+d}"')
        shown = f" [{' '.join(attributes)}]" if attributes else ""
        lines.append(f"  {_quoted(link['prerequisite'])} -> {_quoted(link['dependent'])}{shown}")
    return "\n".join((*lines, "}")) + "\n"


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    """Return a text that DOT takes literally, entities of HTML too."""
    from depgraph.words import printable

    text = printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return text.replace("&", "&amp;")
