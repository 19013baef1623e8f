"""The documents that files were taken from, and how heads name them beside the as-of date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct
from depgraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class SourceDocument(Struct):
    """The document that a file was taken from, as it names itself.

    Attributes
    ----------
    title
        What it is called; of one that was given in a few words, these.
    date
        The date of this revision. The as-of date of its statuses may be another one.
    approval
        What approved it, or that nothing did.
    file
        The file that was taken from it.
    gives_dates
        Whether the dates and statuses of the plan are those of this document.
    """

    handle: str | None = None
    title: str | None = None
    revision: str | None = None
    date: date | None = None
    approval: str | None = None
    file: str = ""
    gives_dates: bool = False

    def __str__(self) -> str:
        """Return its handle, else its title, with revision and date: ``LDM-1 1.2, 2018-07-17``."""
        name = " ".join(filter(None, (self.handle or self.title, self.revision)))
        if not name:
            return f"the revision of {self.date}"
        return f"{name}, {self.date}" if self.date else name


def is_same_document(document: SourceDocument, second: SourceDocument) -> bool:
    """Whether two files were taken from one revision of one document."""
    return _wherever_it_stands(document) == _wherever_it_stands(second)


def _wherever_it_stands(document: SourceDocument) -> SourceDocument:
    return document._replace(file="", gives_dates=False)


def documents_in_words(documents: Iterable[SourceDocument]) -> str:
    """Return the documents that dates are by, each once; nothing for none."""
    names = dict.fromkeys(str(document) for document in documents if document.gives_dates)
    return printable("; ".join(names))


def as_of_words(
    as_of: date | None, documents: Iterable[SourceDocument], *, without: str = "no as-of date"
) -> str:
    """Return of which day the statuses tell and by which document, as heads say it.

    Parameters
    ----------
    without
        What is said where there is no as-of date.

    Examples
    --------
    >>> from datetime import date
    >>> plan = SourceDocument("LDM-1", revision="1.2", date=date(2018, 7, 17), gives_dates=True)
    >>> as_of_words(date(2018, 6, 30), [plan])
    'as of 2018-06-30, by LDM-1 1.2, 2018-07-17'
    """
    by = documents_in_words(documents)
    words = f"as of {as_of}" if as_of else without
    return ", ".join(filter(None, (words, f"by {by}" if by else "")))
