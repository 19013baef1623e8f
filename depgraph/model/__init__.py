"""The model: milestones, the links between them, and the graph that holds both.

The words for what there is, one for each idea, in code as in documentation:

- *milestone*: complete or not; of the kind milestone, requirement, test plan or test report
- *alias* (``aka``): another code for a milestone, beside its own (``id``)
- *level*, *owner*, *team*: how far up in the plan it stands (the least is the top), and whose it is
- *schedule*: a file with dates; its *as-of date* (data date) is the day of which its states tell
- *document*: what a file was taken from: its handle, revision, date and approval
- *due*, *forecast*, *completed*: the date in the baseline, the scheduler's estimate, the actual one
- *deadline*: the date (``not_after``) after which a milestone may not be
- *late*: incomplete and *overdue* (the due date or forecast has passed), or *projected late*
- *projected*: the date that follows from these, the links and the as-of date
- *link*: a *prerequisite*, and the *dependent* that waits on it; all links of one pair are a *hop*
- *query*, *question*: a doubt about a link, which is then *queried*; one about a milestone
- *event*: the start or the finish of a milestone, which links of a type (FS, SS, FF, SF) join
- *chain*: links in a row, each from where the one before ends
- *path*: a chain that answers something: the critical path, a float path
- *cycle*: a chain from an event back to itself; *of links*, from a milestone back to itself
- *ladder*: milestones on a cycle of links whose events are on none (A SS B with B FF A)
- *slack*: days that a prerequisite can move before a link, then *driving*, moves the dependent
- *cause*: what would alone give a milestone the date that it has; the first is its *driver*, and
  driving links lead back to an *origin*, which has its date by itself
- *total float*, *free float*: days before a target moves; before any other milestone moves
- *absorbed*, *worked*: the readings of gaps, ``float`` (they take up slips), ``work`` (they stay)
- *finding*: what a check or a rule reports; a *known* one is accepted in the baseline file
"""

from __future__ import annotations

from depgraph.model.documents import SourceDocument
from depgraph.model.graph import Graph
from depgraph.model.position import Position
from depgraph.model.values import (
    LINK_TYPES,
    Allowance,
    Calendar,
    Disagreement,
    Fact,
    Group,
    Link,
    LinkType,
    Milestone,
    Name,
    Notice,
    Query,
    Question,
    State,
    Total,
    TotalPart,
    Witness,
)
from depgraph.model.work import Constraint, Rules, Work

__all__ = [
    "LINK_TYPES",
    "Allowance",
    "Calendar",
    "Constraint",
    "Disagreement",
    "Fact",
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
    "Rules",
    "SourceDocument",
    "State",
    "Total",
    "TotalPart",
    "Witness",
    "Work",
]
