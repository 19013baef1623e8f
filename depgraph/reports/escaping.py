"""Texts as document formats show them literally, whatever characters they have.

Each function takes a plain text and returns the source that shows it, in one line, at the
beginning of a line and inside of one.
"""

from __future__ import annotations

import re
from html import escape
from unicodedata import category, east_asian_width

from depgraph.reports.writers.markdown import escaped
from depgraph.words import printable

_LATEX = {
    **{character: f"\\{character}" for character in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "[": "{[}",  # behind \item or \\ it would begin an option
    "]": "{]}",
    "*": "{*}",
}
_LATEX_LIGATURE = re.compile(r"([-,'])(?=\1)")
_RST_INLINE = re.compile(r"[\\*`|_]|(?<=:):")
_RST_ENUMERATOR = re.compile(r"\(?(\w+|#)[.)](\s|$)")
_MARKDOWN_BLOCK = re.compile(r"^(\d*)((?<!\d)[-+=>]|(?<=\d)[.)])")
_MARKDOWN_PLAIN_HASH = re.compile(r"(?<=.)\\#(?=\w)")


def one_line(text: str) -> str:
    """Return a text with single spaces in place of white space and control characters."""
    return " ".join(printable(text).split())


def html(text: str) -> str:
    """Return a text for HTML, in an element or in a quoted attribute."""
    return escape(one_line(text))


def latex(text: str) -> str:
    r"""Return a text for LaTeX, in a paragraph or in an argument.

    Examples
    --------
    >>> latex("Q&A: 100% of {x} -- ~5")
    'Q\\&A: 100\\% of \\{x\\} -{}- \\textasciitilde{}5'
    """
    source = "".join(_LATEX.get(character, character) for character in one_line(text))
    return _LATEX_LIGATURE.sub(r"\1{}", source)


def markdown(text: str) -> str:
    r"""Return a text for Markdown as GitHub and GitLab read it, in a paragraph or in a table.

    Examples
    --------
    >>> markdown("- <b> of *x* | y")
    '\\- &lt;b> of \\*x\\* &#124; y'
    """
    source = _MARKDOWN_PLAIN_HASH.sub("#", escaped(one_line(text)))
    return _MARKDOWN_BLOCK.sub(r"\1\\\2", source)


def rst(text: str) -> str:
    r"""Return a text for reStructuredText, in a paragraph, a title or a cell of a table.

    Examples
    --------
    >>> rst("- data_ of *x*")
    '\\- data\\_ of \\*x\\*'
    """
    line = one_line(text)
    source = _RST_INLINE.sub(r"\\\g<0>", line)
    begins_markup = line and not line[0].isalnum() and not source.startswith("\\")
    return f"\\{source}" if begins_markup or _RST_ENUMERATOR.match(line) else source


def columns(text: str) -> int:
    """Return how many columns a title takes at most, as docutils counts them."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


class GitHubAnchors:
    """The anchors of the headings of one Markdown page, as GitHub names them.

    A heading is in lower case, without punctuation, with hyphens for spaces; of equal ones,
    the second ends with ``-1``. So ask for all headings, in the order of the page.

    Examples
    --------
    >>> anchors = GitHubAnchors()
    >>> anchors.of("SSO, A&A: LDM-503-10a"), anchors.of("Notes"), anchors.of("Notes")
    ('sso-aa-ldm-503-10a', 'notes', 'notes-1')
    """

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def of(self, heading: str) -> str:
        """Return the anchor of the next heading of the page, given as a plain text."""
        visible = (
            character
            for character in one_line(heading).lower()
            if character in "- " or category(character)[0] in "LM" or category(character) in _WORD
        )
        anchor = first = "".join(visible).replace(" ", "-")
        while anchor in self._taken:
            self._taken[first] += 1
            anchor = f"{first}-{self._taken[first]}"
        self._taken[anchor] = 0
        return anchor


_WORD = ("Nd", "Pc")  # decimal digits and connecting punctuation, such as the underscore
