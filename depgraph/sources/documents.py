"""The key ``source`` of a graph file: the document that the file was taken from."""

from __future__ import annotations

from depgraph.model import SourceDocument
from depgraph.sources.keys import DATE, TEXT, Either, Key, Made, Record

SOURCE_DOCUMENT = Record(
    {
        "handle": Key(TEXT, "The code under which the document is kept, such as LDM-564."),
        "title": Key(TEXT, "What it is called."),
        "revision": Key(TEXT, "Which of its revisions this is, in its own words."),
        "date": Key(DATE, "The date of this revision; that of the statuses is as_of."),
        "approval": Key(TEXT, "What approved it, or that nothing did."),
    },
    any_of=("handle", "title"),
)
SOURCE = Either(
    Made(TEXT, lambda words, place: SourceDocument(title=words, file=place.file)),
    Made(SOURCE_DOCUMENT, lambda values, place: SourceDocument(**values, file=place.file)),
)
