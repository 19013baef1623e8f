"""What the columns of a list may give."""

from __future__ import annotations

FIELDS = {
    "code": "The code of the milestone.",
    "number": "What links name a row by, where that is not its code: an ID beside a unique one.",
    "name": "The name.",
    "requires": "What it waits on: codes, perhaps each with a type and a lag, as 12FS+2d.",
    "blocks": "What waits on it.",
    "due": "The date that it is planned for.",
    "forecast": "The date that is expected now.",
    "completed": "The date on which it was completed, or yes.",
    "status": "Whether it is complete, in a word.",
    "progress": "Per cent of its work that is done.",
    "owner": "Whose it is.",
    "team": "The team of the owner.",
    "level": "Its level in the plan.",
    "tags": "Words that rules can select it by.",
    "duration": "Its own work: days, or with a unit.",
    "not_before": "The earliest date at which it can be.",
    "not_after": "The latest date at which it may be.",
    "milestone": "Whether the row is a milestone: yes or no, or the type of an activity.",
    "kind": "milestone, requirement, test-plan or test-report.",
    "aka": "Other codes for it.",
    "url": "Where more about it stands.",
    "note": "A remark.",
}
"""What a column may give, and what it means."""
