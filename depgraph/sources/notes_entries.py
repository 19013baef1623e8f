"""What one heading or bullet of reviewers' notes says: a code, a name, and marks of doubt.

A code begins with a capital letter and has capital letters and digits, in parts that hyphens,
dots or underscores join; the last character of a part may be a small letter. It has at least
one digit or two parts: ``LDM-503-11a``, ``DM-STAFF``, ``CAMM8040``, ``F18S``.
"""

from __future__ import annotations

import re

from depgraph.records import Struct

_DASHES = "-\u2010\u2011\u2012\u2013\u2212"
_PART = r"[A-Z0-9]+[a-z]?"
_CODE = rf"[A-Z](?:[A-Z0-9]*[a-z]?)(?:[{_DASHES}_.]{_PART})*"
_AT_START = re.compile(rf"(?P<code>{_CODE})(?P<colon>\s*:)?(?=\s|$)")
_ANYWHERE = re.compile(rf"(?<![{_DASHES}\w.]){_CODE}(?![{_DASHES}\w])")
_TO_HYPHEN = str.maketrans(dict.fromkeys(_DASHES, "-"))

_MARK = re.compile(
    r"\(\s*quer(?:y|ied)\s*(?:\)|[:;,.?!\u2013\u2014-]\s*(?P<why>(?:[^()]|\([^()]*\))*)\))",
    re.IGNORECASE,
)
_LIKE_A_MARK = re.compile(r"\(\s*quer(?:y|ied)\b", re.IGNORECASE)
_MARKUP = re.compile(r"(?<![\w*`\\])(\*\*|\*|``)(?=[^\s*`])([^*`]*[^\s*`\\])\1(?![\w*`])")
_OPENING = re.compile(r"\*\*|\*|``")
_ESCAPE = re.compile(r"\\([^\w\s])")
_BEFORE_NAME = re.compile(r"\A(?:[-\u2013\u2014:]\s+)+")
_SECOND_CODE = re.compile(rf"(?:and|or|to|through|[,/&+;])?\s*(?={_CODE}(?:[\s,:;]|$))")


class Mark(Struct):
    """A doubt, with its reason (may be empty) and where it stands in the text."""

    why: str
    offset: int


class Entry(Struct):
    """A heading or a bullet.

    Attributes
    ----------
    code
        The code that it begins with; empty where it begins with none.
    written
        The code as it is written, with the dashes of the text.
    offset
        Where in the text the code stands.
    name
        The rest, without marks, in one line.
    marks
        The doubts.
    """

    code: str
    written: str
    offset: int
    name: str
    marks: tuple[Mark, ...]


def read_entry(text: str) -> Entry:
    r"""Read a heading or a bullet, of one or several lines.

    Examples
    --------
    >>> read_entry("(Query) DM-DAX-9 Provenance system,\ndetails TBD.")[0::3]
    ('DM-DAX-9', 'Provenance system, details TBD.')
    >>> read_entry("DM-SUIT-10: SUIT deployment (Query: At risk?)").marks
    (Mark(why='At risk?', offset=28),)
    >>> read_entry("(Query) Is this all?")[0::3]
    ('', 'Is this all?')
    """
    marks = tuple(
        Mark(one_line(match["why"] or ""), match.start()) for match in _MARK.finditer(text)
    )
    # Marks become spaces, so that offsets stay.
    bare = _MARK.sub(lambda match: " " * len(match[0]), text)
    start = len(bare) - len(bare.lstrip())
    if marks and marks[0].offset == len(text) - len(text.lstrip()):
        start += len(bare[start:]) - len(bare[start:].lstrip(": "))
    opening = _OPENING.match(bare, start)
    markup = opening[0] if opening else ""
    start += len(markup)
    match = _AT_START.match(bare.replace(markup, " " * len(markup)) if markup else bare, start)
    if match is None or not _is_code(match["code"], with_colon=bool(match["colon"])):
        return Entry("", "", start - len(markup), one_line(bare), marks)
    written = match["code"]
    code = written.translate(_TO_HYPHEN)
    rest = bare[match.end() :]
    if markup:
        rest = rest.replace(markup, " ", 1)
    name = one_line(_BEFORE_NAME.sub("", rest.lstrip(), count=1))
    name = name.removesuffix(f"({code})").rstrip()
    return Entry(code, written, match.start("code"), name, marks)


def one_line(text: str) -> str:
    r"""Return a text in one line, without the marks of emphasis and escapes of its markup.

    Examples
    --------
    >>> one_line("I *don't* think\n we `want` this")
    "I don't think we `want` this"
    """
    plain = _MARKUP.sub(r"\2", text) if "*" in text or "``" in text else text
    return " ".join(_ESCAPE.sub(r"\1", plain).split())


def codes_in(text: str) -> list[str]:
    """Return what looks like a code anywhere in a text: several parts, and a digit.

    Examples
    --------
    >>> codes_in("Not LSST-1200, which Large-scale DAQ V4 needs.")
    ['LSST-1200']
    """
    words = (word.translate(_TO_HYPHEN) for word in _ANYWHERE.findall(text))
    return [word for word in words if "-" in word and any(map(str.isdigit, word))]


def has_second_code(name: str) -> bool:
    """Whether a name begins with another code, as in a bullet for two milestones."""
    match = _SECOND_CODE.match(name)
    return match is not None and bool(codes_in(name[match.end() :].split(maxsplit=1)[0]))


def mark_in_name(name: str) -> bool:
    """Whether a name has what looks like a mark of doubt, and is none."""
    return _LIKE_A_MARK.search(name) is not None


def _is_code(text: str, *, with_colon: bool) -> bool:
    has_digit = any(map(str.isdigit, text))
    has_parts = any(separator in text for separator in _DASHES + "_.")
    # "L1 processing" is prose, "L1: Processing" is not.
    return (has_digit or has_parts) and (len(text) > 2 or with_colon)
