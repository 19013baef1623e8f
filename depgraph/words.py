"""Words that messages and reports share: numbers with nouns, lists that end in time, dates."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


_NUMBER = re.compile("([0-9]+)")


def printable(text: str) -> str:
    """Return a text in one line, without control characters that a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else " " for character in text)


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun, in the singular or plural."""
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def whole_percent(share: float) -> int:
    """Return a share in whole per cent: 100 only for all, and 0 only for nothing.

    Examples
    --------
    >>> [whole_percent(share) for share in (0, 0.2, 46.4, 99.7, 100)]
    [0, 1, 46, 99, 100]
    """
    return round(share) if share in (0, 100) else min(max(round(share), 1), 99)


def days(count: int) -> str:
    """Return a number of days with its unit."""
    return f"{count} day" if abs(count) == 1 else f"{count} days"


def later(count: int, noun: str = "day") -> str:
    """Return how far something moves: ``60 days later``, ``1 day earlier``."""
    return f"{counted(abs(count), noun)} {'later' if count >= 0 else 'earlier'}"


def listed(texts: Sequence[str], most: int = 8, *, between: str = ", ", more: str = "more") -> str:
    """Return texts in a row: of too many the first ones, and how many more there are.

    Examples
    --------
    >>> listed(["A", "B", "C"], 3), listed(["A", "B", "C"], 2)
    ('A, B, C', 'A, B and 1 more')
    """
    shown = between.join(texts[:most])
    rest = and_more(len(texts) - most, more)
    return f"{shown} {rest}" if rest else shown


def and_more(count: int, more: str = "more") -> str:
    """Return how many are left out, as ``and 3 more``; nothing for none."""
    return f"and {count:,} {more}" if count > 0 else ""


def left_out(count: int, more: str = "more", *, indent: str = "") -> list[str]:
    """Return a line that says how many are left out below a list; none where none is."""
    return [f"{indent}{and_more(count, more)}"] if count > 0 else []


def shortened(codes: Sequence[str], between: str = ", ", *, most: int = 10) -> str:
    """Return codes in a row; of many only the first ones and the last."""
    if len(codes) <= most:
        return between.join(codes)
    return between.join((*codes[: most - 2], "...", codes[-1]))


def natural(code: str) -> tuple[tuple[object, ...], str]:
    """Return the key by which people sort codes: numbers in them by their value.

    Examples
    --------
    >>> sorted(["SAT-10", "SAT-2", "SAT-1a", "SAT-01"], key=natural)
    ['SAT-01', 'SAT-1a', 'SAT-2', 'SAT-10']
    """
    parts = _NUMBER.split(code)  # texts and numbers by turns
    parts[1::2] = (part.lstrip("0") for part in parts[1::2])
    return tuple((len(part), part) if n % 2 else part for n, part in enumerate(parts)), code


def day_of(text: str) -> date | None:
    """Return a date that is written YYYY-MM-DD; None for what is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def in_hundred(share: float | None) -> str:
    """Say a probability as so many of 100; what is neither 0 nor 1 is never said to be.

    Examples
    --------
    >>> in_hundred(0.8), in_hundred(0.001), in_hundred(0.9999)
    ('80 in 100', 'below 1 in 100', 'above 99 in 100')
    """
    if share is None:
        return "-"
    number = round(100 * share)
    if number == 0 and share > 0:
        return "below 1 in 100"
    if number == 100 and share < 1:
        return "above 99 in 100"
    return f"{number} in 100"
