"""The types of links in words, as exports and lists write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from depgraph.model import LinkType

_EVENTS = {"finish": "F", "start": "S"}


def link_type_of(text: str) -> LinkType | None:
    """Return the type of a link that a word or two say, or None.

    Examples
    --------
    >>> link_type_of("PR_FS"), link_type_of("Finish to Start"), link_type_of("start-start")
    ('FS', 'FS', 'SS')
    """
    words = re.findall("finish|start", text.casefold())
    written = "".join(_EVENTS[word] for word in words) or text.strip().upper().removeprefix("PR_")
    types: dict[str, LinkType] = {"FS": "FS", "SS": "SS", "FF": "FF", "SF": "SF"}
    return types.get(written)
