"""The bounds of what a plan may say, the same for every source."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

MAX_BYTES = 512 * 1024 * 1024
"""The largest file that is read: a few million milestones."""

LONGEST = 36_525
"""The longest duration and the longest lag: a hundred years of days."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The first and the last year that a date of a plan may have."""

LONGEST_CODE = 200
"""How many characters a code may have."""

LONGEST_TEXT = 10_000
"""How many characters any other text may have, as a name or a query."""


def wrong_lag(hours: float, hours_per_day: float) -> str | None:
    """Say what is wrong with a lag in hours of work, or return None."""
    most = LONGEST * hours_per_day
    if abs(hours) <= most:  # which no NaN is
        return None
    return f"expected at most {most:g} hours, got {hours:.12g}"


def wrong_duration(days: float) -> str | None:
    """Say what is wrong with a duration in days, or return None."""
    if 0 <= days <= LONGEST:
        return None
    return f"expected 0 to {LONGEST} days, got {days:.12g}"


def wrong_date(day: date, written: str) -> str | None:
    """Say what is wrong with a date, or return None.

    Parameters
    ----------
    written
        The date as it stands in the file.
    """
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    return f"expected a year from {FIRST_YEAR} to {LAST_YEAR}, got {written}"


def wrong_length(text: str) -> str | None:
    """Say that a text is too long, or return None."""
    if len(text) <= LONGEST_TEXT:
        return None
    return f"the text has {len(text):,} characters: at most {LONGEST_TEXT:,} are read"
