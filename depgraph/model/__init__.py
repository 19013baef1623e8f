"""The model: milestones, the links between them, and the graph that holds both."""

from depgraph.model.graph import Graph
from depgraph.model.values import (
    LINK_TYPES,
    Allowance,
    Calendar,
    Disagreement,
    Group,
    Link,
    LinkType,
    Milestone,
    Name,
    Notice,
    Position,
    Query,
    Question,
    State,
    Total,
    Witness,
)

__all__ = [
    "LINK_TYPES",
    "Allowance",
    "Calendar",
    "Disagreement",
    "Graph",
    "Group",
    "Link",
    "LinkType",
    "Milestone",
    "Name",
    "Notice",
    "Position",
    "Query",
    "Question",
    "State",
    "Total",
    "Witness",
]
