"""Whether a text needs quotes, so that no reader and no person takes it for anything else."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from io import StringIO
from typing import Any

import yaml

# With one of these a text is easily misread: it keeps the quotes that it has.
_DOUBTFUL = re.compile(r"[\[\]{}*&!|>%@`\"'#?,]|^[-:.=~<]|:$")
_PUNCTUATION = re.compile(r"[,'?&()]")
# What YAML 1.1 or 1.2, or some reader of either, takes for a number or a word of its own.
_OTHER_TYPE = re.compile(r"[-+.]?[0-9][0-9a-fA-FoxT_.:+-]*|(?i:y|n|[-+]?\.?(?:inf|nan))")

# Of these it is certain without a look at them: they have a letter first, and are longer than
# any word of YAML's own.
_HARMLESS = re.compile(r"[A-Za-z](?=.{6})[A-Za-z0-9 ()/_-]*[A-Za-z0-9)]")

_RESOLVER: Any = yaml.resolver.Resolver()
_EMITTER = yaml.emitter.Emitter(StringIO(), allow_unicode=True)


def plain_or_quoted(text: str, *, in_flow: bool = False) -> str:
    """Return a text as a file in the canonical form may have it, perhaps between brackets.

    Examples
    --------
    >>> plain_or_quoted("First light"), plain_or_quoted("Really: no")
    ('First light', '"Really: no"')
    >>> plain_or_quoted("A, B"), plain_or_quoted("A, B", in_flow=True)
    ('A, B', '"A, B"')
    """
    is_plain = may_lose_quotes(text, in_flow=in_flow)
    if not is_plain and not in_flow and text[:1].isalnum():
        # Inside of a text on a line of its own, nobody misreads these.
        is_plain = _EMITTER.analyze_scalar(text).allow_block_plain and may_lose_quotes(
            _PUNCTUATION.sub("", text), in_flow=False
        )
    return text if is_plain else quoted(text)


@lru_cache(maxsize=20_000)  # the codes of a plan are written again and again
def may_lose_quotes(text: str, *, in_flow: bool) -> bool:
    """Whether the quotes that an author gave a text may go, as nothing in it is doubtful."""
    if _HARMLESS.fullmatch(text):
        return True
    if not text or not text.isprintable() or _DOUBTFUL.search(text):
        return False
    if _OTHER_TYPE.fullmatch(text):
        return False
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))
    if tag != "tag:yaml.org,2002:str":
        return False
    analysis = _EMITTER.analyze_scalar(text)
    return bool(analysis.allow_flow_plain if in_flow else analysis.allow_block_plain)


def quoted(text: str) -> str:
    """Return a text in double quotes. What JSON escapes, YAML escapes alike."""
    return json.dumps(text, ensure_ascii=False)
