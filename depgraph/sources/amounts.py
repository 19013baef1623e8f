"""Numbers and spans of time as lists write them: ``1.160,5``, ``2 days``, ``3 ew``, ``-50%``."""

from __future__ import annotations

import re

from depgraph.records import Struct

NUMBER = r"[0-9]+(?:[.,'\u2019\u00a0\u202f ][0-9]+)*"
UNIT = r"e?(?:d(?:ays?)?|h(?:(?:ou)?rs?)?|w(?:(?:ee)?ks?)?|mo(?:n(?:th)?s?)?|m(?:in(?:ute)?s?)?|%)"

_LONGEST = 20
"""How many characters a number may have: one with more is none that is meant."""

_GROUPED = re.compile(
    r"[0-9]{1,3}(?:(?P<mark>[.,'\u2019\u00a0\u202f ])[0-9]{3})(?:(?P=mark)[0-9]{3})*"
)
_SPAN = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<number>{NUMBER})\s*(?P<unit>{UNIT})?\s*\??", re.IGNORECASE
)

_WORKING_DAYS = {"d": 1.0, "w": 5.0, "mo": 20.0}
_ELAPSED_DAYS = {"m": 1 / 1440, "h": 1 / 24, "d": 1.0, "w": 7.0, "mo": 30.0}


class Span(Struct):
    """A span of time as it is written.

    Attributes
    ----------
    unit
        ``m``, ``h``, ``d``, ``w``, ``mo`` or ``%``, which is of the duration of the prerequisite;
        empty where none is written.
    is_elapsed
        Whether all days count, not those of work.
    """

    amount: float
    unit: str
    is_elapsed: bool

    def days(self, hours_per_day: float, *, whole: float = 0.0) -> float:
        """Return the span in days, of work unless it is elapsed.

        Parameters
        ----------
        whole
            The days that 100 % are.
        """
        unit = self.unit or "d"
        if unit == "%":
            return self.amount * whole / 100
        if self.is_elapsed:
            return self.amount * _ELAPSED_DAYS[unit]
        if unit in _WORKING_DAYS:
            return self.amount * _WORKING_DAYS[unit]
        return self.amount / hours_per_day / (60 if unit == "m" else 1)


def number_of(text: str, *, comma_is_decimal: bool = False) -> float | None:
    """Return a number, whichever marks stand for decimals and thousands; None for no number.

    A comma or a point before exactly three digits parts thousands, if it is not known to be the
    mark of decimals.

    Parameters
    ----------
    comma_is_decimal
        Whether the list writes decimals with a comma, and so thousands with a point.

    Examples
    --------
    >>> [number_of(text) for text in ("1,5", "1,160", "1.160,5", "1,160.5", "1.160", "1 160")]
    [1.5, 1160.0, 1160.5, 1160.5, 1.16, 1160.0]
    >>> number_of("1.160", comma_is_decimal=True), number_of("x"), number_of("1,5 2")
    (1160.0, None, None)
    """
    text = text.strip()
    if len(text) > _LONGEST or not re.fullmatch(NUMBER, text):
        return None
    whole, mark, decimals = text, "", ""
    last = max(text.rfind("."), text.rfind(","))
    if last >= 0:
        is_thousands = _GROUPED.fullmatch(text) is not None and (
            text.count(text[last]) > 1 or text[last] == (".,"[not comma_is_decimal])
        )
        if not is_thousands:
            whole, mark, decimals = text[:last], text[last], text[last + 1 :]
    if (mark and mark in whole) or (decimals and not decimals.isdecimal()):
        return None
    if not whole.isdigit() and not _GROUPED.fullmatch(whole):
        return None
    return float("".join(re.findall(r"[0-9]", whole)) + (f".{decimals}" if decimals else ""))


def span_of(text: str, *, comma_is_decimal: bool = False) -> Span | None:
    """Return a span of time, or None for what is none.

    Examples
    --------
    >>> span_of("1,5 days")
    Span(amount=1.5, unit='d', is_elapsed=False)
    >>> span_of("-2ew").days(8), span_of("soon")
    (-14.0, None)
    """
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        return None
    number = number_of(match["number"], comma_is_decimal=comma_is_decimal)
    if number is None:
        return None
    unit = (match["unit"] or "").casefold()
    is_elapsed = unit.startswith("e")
    unit = unit.removeprefix("e")
    unit = unit[:2] if unit.startswith("mo") else unit[:1]
    return Span(-number if match["sign"] == "-" else number, unit, is_elapsed)
