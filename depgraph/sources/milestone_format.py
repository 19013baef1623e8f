"""The format of a milestone in a graph or schedule file, and of the links to what it requires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.model import LINK_TYPES, Allowance, Link, Query, Question
from depgraph.sources.bounds import LONGEST
from depgraph.sources.calendars import CALENDAR_KEY
from depgraph.sources.keys import (
    BLANK,
    CODE,
    DATE,
    NOTHING,
    TEXT,
    Choice,
    Either,
    Integer,
    Items,
    Key,
    Made,
    Record,
)
from depgraph.sources.risk_format import ESTIMATE, SHARE, SLIP

if TYPE_CHECKING:
    from depgraph.model import Position
    from depgraph.sources.keys import Values

KINDS = ("milestone", "requirement", "test-plan", "test-report")


def _sorted(words: tuple[str, ...], _place: Position) -> tuple[str, ...]:
    return tuple(sorted(set(words)))


ALLOWANCE = Record(
    {
        "rule": Key(TEXT, "The id of the rule or check that the link may break."),
        "reason": Key(TEXT, "Why it may."),
        "until": Key(DATE, "The last day on which it may."),
        "prerequisite": Key(
            Items(CODE, may_be_single=True, least=1),
            "Where the chains through the link begin that may break it; its own end unless said.",
            into="prerequisites",
        ),
        "dependent": Key(
            Items(CODE, may_be_single=True, least=1),
            "Where they end; its own end unless said.",
            into="dependents",
        ),
    },
    required=("rule", "reason"),
)
_ALLOWANCE = Made(ALLOWANCE, lambda values, place: Allowance(**values, position=place))
QUERY = Record(
    {
        "text": Key(TEXT, "The doubt in words."),
        "asked": Key(DATE, "The date of the doubt."),
    },
    required=("asked",),
)
_QUERIES = Items(
    Either(
        Made(TEXT, Query),
        Made(QUERY, lambda values, place: Query(**{"text": "", **values}, position=place)),
    ),
    may_be_single=True,
    least=1,
)
LINK = Record(
    {
        "id": Key(
            Made(CODE, lambda code, place: (code, place)),
            "The code of the prerequisite.",
            into="prerequisite",
        ),
        "type": Key(
            Choice(LINK_TYPES),
            "FS: the dependent begins when the prerequisite is finished; SS: both begin; "
            "FF: both finish; SF: it finishes when the prerequisite begins. FS unless said.",
        ),
        "lag": Key(Integer(-LONGEST, LONGEST), "Days between the two; may be negative."),
        "calendar": Key(CODE, "The calendar whose working days the lag counts."),
        "query": Key(
            Either(Made(BLANK, lambda text, place: (Query(text, place),)), _QUERIES),
            "The doubts of a reviewer about this link: words, or a mapping with a date.",
            into="queries",
            at_key=True,
        ),
        "holds": Key(SHARE, "How likely a queried link is real, from 0 to 1, for a simulation."),
        "note": Key(TEXT, "A remark."),
        "allow": Key(
            Items(_ALLOWANCE, may_be_single=True),
            "Rules that this link, or chains through it, may break, with a reason.",
            into="allowances",
        ),
    },
    required=("id",),
)


def link_of(values: Values, dependent: str) -> Link:
    """Return the link that a record `LINK` says."""
    prerequisite, place = values.pop("prerequisite")
    return Link(prerequisite, dependent, position=place, **values)


MILESTONE = Record(
    {
        "name": Key(TEXT, "The name."),
        "aka": Key(
            Made(Items(CODE, may_be_single=True), _sorted),
            "Other codes for it, which links may use.",
        ),
        "kind": Key(Choice(KINDS), "What it is."),
        "owner": Key(TEXT, "Whose it is; mostly left to the patterns of the configuration."),
        "team": Key(TEXT, "The team of the owner."),
        "level": Key(Integer(0, 99), "Its level in the plan."),
        "tags": Key(
            Made(Items(TEXT, may_be_single=True), _sorted), "Words that rules can select it by."
        ),
        "due": Key(DATE, "The date that it is planned for."),
        "forecast": Key(DATE, "The date that is expected now."),
        "completed": Key(DATE, "The date on which it was completed."),
        "not_before": Key(DATE, "The earliest date at which it can be."),
        "not_after": Key(DATE, "The latest date at which it may be."),
        "duration": Key(Integer(0, LONGEST), "Days of work of its own."),
        "started": Key(DATE, "The day on which its work began, while it is not complete."),
        "remaining": Key(Integer(0, LONGEST), "Days of its work that are left at the as-of date."),
        "calendar": CALENDAR_KEY,
        "slip": Key(SLIP, "How many days later than its own date it may be, for a simulation."),
        "estimate": Key(ESTIMATE, "At which dates it may be, in place of its own date."),
        "progress": Key(Integer(0, 100), "Per cent of its work that is done."),
        "url": Key(TEXT, "Where more about it stands."),
        "note": Key(TEXT, "A remark."),
        "questions": Key(
            Items(Made(TEXT, lambda text, place: Question("", text, place)), may_be_single=True),
            "Open questions that name no link.",
        ),
        "requires": Key(
            Either(Items(Either(CODE, LINK)), NOTHING),
            "What the milestone waits on: codes, or mappings that say more about a link.",
        ),
    },
)
