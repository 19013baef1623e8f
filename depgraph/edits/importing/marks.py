"""The words with which an import marks what its source has not any more.

On a link they are a query, on a milestone a question. An import knows its own words again: it
makes no mark twice, and takes it back when what it is about is in the source again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depgraph.edits.importing.sides import clean

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

    from depgraph.edits.importing.sides import Pair
    from depgraph.model import Link, Question

_MARK = re.compile(r"Not in .+?(?: as of [0-9]{4}-[0-9]{2}-[0-9]{2})?; still (?:needed|planned)\?")

_CONTRADICTED = re.compile(r"Waited on (.+?), which is behind it in .+: is that right\?")


def mark_of_link(source: str, as_of: date | None) -> str:
    """Return the query on a link."""
    return f"{_beginning(source, as_of)}; still needed?"


def mark_of_milestone(source: str, as_of: date | None) -> str:
    """Return the question on a milestone."""
    return f"{_beginning(source, as_of)}; still planned?"


def question_of_contradicted(link: Link, source: str, as_of: date | None) -> str:
    """Return the question on a milestone in place of a link that goes round with the source's."""
    words = [query.text for query in link.queries if query.text and not is_mark(query.text)]
    words += [link.note] if link.note else []
    words += [f"{leave.rule} was allowed: {leave.reason}" for leave in link.allowances]
    kept = f" It said: {' '.join(words)}" if words else ""
    day = f" as of {as_of}" if as_of else ""
    return (
        f"Waited on {link.prerequisite}, which is behind it in {clean(source)}{day}: "
        f"is that right?{kept}"
    )


def is_settled(question: Question, links: Container[Pair]) -> bool:
    """Whether an import asked a question in place of a link that the source has again.

    Parameters
    ----------
    links
        The links of the source.
    """
    asked = _CONTRADICTED.fullmatch(question.text)
    return asked is not None and (question.milestone, asked[1]) in links


def _beginning(source: str, as_of: date | None) -> str:
    return f"Not in {clean(source)} as of {as_of}" if as_of else f"Not in {clean(source)}"


def is_mark(text: str) -> bool:
    """Whether a query or a question was written by an import.

    Examples
    --------
    >>> is_mark("Not in me.xls as of 2019-04-30; still needed?"), is_mark("Not in me.xls?")
    (True, False)
    """
    return _MARK.fullmatch(text) is not None
