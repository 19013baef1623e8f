"""The format of a milestone in a graph or schedule file, and of the links to what it requires."""

from __future__ import annotations

from depgraph.model import LINK_TYPES
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
    Record,
)

KINDS = ("milestone", "requirement", "test-plan", "test-report")

LONGEST = 36_525
"""The longest duration and the longest lag: a hundred years of days."""

ALLOWANCE = Record(
    {
        "rule": Key(TEXT, "The id of the rule or check that the link may break."),
        "reason": Key(TEXT, "Why it may."),
        "until": Key(DATE, "The last day on which it may."),
    },
    required=("rule", "reason"),
)
QUERY = Record(
    {
        "text": Key(TEXT, "The doubt in words."),
        "asked": Key(DATE, "The date of the doubt."),
    },
    required=("asked",),
)
LINK = Record(
    {
        "id": Key(CODE, "The code of the prerequisite."),
        "query": Key(
            Either((Items(Either((TEXT, QUERY)), one=True, empty=False), QUERY, BLANK)),
            "The doubts of a reviewer about this link: words, or a mapping with a date.",
        ),
        "type": Key(
            Choice(LINK_TYPES),
            "FS: the dependent begins when the prerequisite is finished; SS: both begin; "
            "FF: both finish; SF: it finishes when the prerequisite begins. FS unless said.",
        ),
        "lag": Key(Integer(-LONGEST, LONGEST), "Days between the two; may be negative."),
        "calendar": Key(CODE, "The calendar whose working days the lag counts."),
        "note": Key(TEXT, "A remark."),
        "allow": Key(
            Items(ALLOWANCE, one=True),
            "Rules that this link may break, with a reason.",
        ),
    },
    required=("id",),
)
MILESTONE = Record(
    {
        "name": Key(TEXT, "The name."),
        "requires": Key(
            Either((Items(Either((CODE, LINK))), NOTHING)),
            "What the milestone waits on: codes, or mappings that say more about a link.",
        ),
        "questions": Key(Items(TEXT, one=True), "Open questions that name no link."),
        "due": Key(DATE, "The date that it is planned for."),
        "forecast": Key(DATE, "The date that is expected now."),
        "completed": Key(DATE, "The date on which it was completed."),
        "duration": Key(Integer(0, LONGEST), "Days of work of its own."),
        "calendar": CALENDAR_KEY,
        "not_before": Key(DATE, "The earliest date at which it can be."),
        "not_after": Key(DATE, "The latest date at which it may be."),
        "aka": Key(Items(CODE, one=True), "Other codes for it, which links may use."),
        "kind": Key(Choice(KINDS), "What it is."),
        "progress": Key(Integer(0, 100), "Per cent of its work that is done."),
        "url": Key(TEXT, "Where more about it stands."),
        "note": Key(TEXT, "A remark."),
        "owner": Key(TEXT, "Whose it is; mostly left to the patterns of the configuration."),
        "team": Key(TEXT, "The team of the owner."),
        "level": Key(Integer(0, 99), "Its level in the plan."),
        "tags": Key(Items(TEXT, one=True), "Words that rules can select it by."),
    },
)
