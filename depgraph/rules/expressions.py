"""Regular expressions that people write into rules: which are refused, and why.

Python's matcher tries one way after the other. An expression such as ``(a+)+b`` has more ways
to match a text than could ever be tried, so what may take very long is refused before it is
used. The number of ways is estimated from above, from the parsed expression.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any
from warnings import catch_warnings, simplefilter

LONGEST = 200
"""How long an expression may be."""

_LONGEST_TEXT = 200
_MOST_WAYS = 10_000_000
"""For a text of the greatest length: three repetitions without a limit pass, four do not."""

_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_PLAIN = ("LITERAL", "NOT_LITERAL", "ANY", "IN", "AT")
_REFUSED = {
    "GROUPREF": "a reference to a group",
    "GROUPREF_EXISTS": "a condition",
    "ASSERT": "a look ahead or behind",
    "ASSERT_NOT": "a look ahead or behind",
}


class _RefusedError(Exception):
    """Raised at a part that no expression may have."""


def why_unusable(expression: str) -> str | None:
    r"""Say what is wrong with a regular expression, or return None.

    Examples
    --------
    >>> why_unusable(r"(DM|LDM)-\d+[a-z]?")
    >>> why_unusable("(a+)+b")
    'the regular expression could take very long: it repeats what repeats, or repeats too often'
    >>> why_unusable("a(")
    'the regular expression is wrong: missing ), unterminated subpattern at position 1'
    """
    if not expression:
        return "the regular expression is empty"
    if len(expression) > LONGEST:
        return f"the regular expression has more than {LONGEST} characters"
    try:
        with catch_warnings():
            simplefilter("error")  # about what later versions of Python read otherwise
            re.compile(expression)
        # The one way to the parsed expression; it has no public name.
        parsed: Any = import_module("re._parser").parse(expression)
        ways = _ways(parsed)
    except (re.error, Warning) as error:
        return f"the regular expression is wrong: {error}"
    except (OverflowError, RecursionError):
        return "the regular expression is too large"
    except _RefusedError as error:
        return f"the regular expression has {error}: use none here"
    if parsed.state.groupdict:
        return "the regular expression has a name for a group: use none here"
    if parsed.state.flags & ~re.UNICODE:
        return "the regular expression has a flag: use none here"
    if ways > _MOST_WAYS:
        return (
            "the regular expression could take very long: "
            "it repeats what repeats, or repeats too often"
        )
    return None


def _ways(parsed: Any) -> int:
    """Return in how many ways a text may be divided among the parts of an expression.

    It is at least 1, and not exact above the limit.
    """
    ways = 1
    for operation, argument in parsed:
        ways *= _ways_of(str(operation), argument)
        if ways > _MOST_WAYS:
            return ways
    return ways


def _ways_of(operation: str, argument: Any) -> int:
    if operation in _REFUSED:
        raise _RefusedError(_REFUSED[operation])
    if operation in _REPEATS:
        least, most, inner = argument
        times = min(int(most), _LONGEST_TEXT)
        inside = _ways(inner)
        numbers = max(times - int(least) + 1, 1)
        # A small exponent is enough to pass the limit.
        return int(numbers * inside ** min(times, 64))
    if operation == "BRANCH":
        return sum(_ways(branch) for branch in argument[1])
    if operation == "SUBPATTERN":
        if argument[1] or argument[2]:
            raise _RefusedError("a flag")
        return _ways(argument[3])
    if operation == "ATOMIC_GROUP":
        return _ways(argument)
    if operation not in _PLAIN:
        raise _RefusedError(f"a part that is not known here ({operation.lower()})")
    return 1
