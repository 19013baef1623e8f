"""Revisions of a schedule: what one said at its as-of date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from datetime import date

    from depgraph.model.documents import SourceDocument
    from depgraph.model.values import Milestone


class Revision(Struct):
    """One revision of the schedule: its file, as-of date, milestones by code, and documents.

    `file` is the real path of the file, by which two names of one file are the same; empty
    where it is not known.
    """

    shown: str
    as_of: date | None
    milestones: dict[str, Milestone]
    documents: tuple[SourceDocument, ...] = ()
    file: str = ""

    @property
    def name(self) -> str:
        """The date of its document or, where that has none, its as-of date; else its file."""
        dates = {document.date for document in self.documents if document.date is not None}
        return str(dates.pop() if len(dates) == 1 else self.as_of or self.shown)

    @property
    def names(self) -> frozenset[str]:
        """All by which it may be named, beside its path or an end of it."""
        stem = self.shown.rpartition("/")[2].rpartition(".")[0]
        dates = (self.as_of, *(document.date for document in self.documents))
        return frozenset({stem, *(str(day) for day in dates if day is not None)})
