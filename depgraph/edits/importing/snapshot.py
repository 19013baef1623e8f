"""What an import writes to the snapshot: the schedule file of the source's as-of date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.edits.entries import NewMilestone
from depgraph.edits.facts import FileChange, LinkChange, MilestoneChange
from depgraph.edits.graph import NEW_FILE
from depgraph.edits.importing.links import is_alike, match_links, with_timing_of
from depgraph.edits.importing.sides import clean
from depgraph.edits.quoting import plain_or_quoted
from depgraph.model import SourceDocument
from depgraph.records import Struct
from depgraph.sources.documents import SOURCE_DOCUMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from depgraph.edits.importing.sides import Existing, Translated
    from depgraph.model import Link, Milestone

_DATES = ("due", "forecast", "completed")
_SCHEDULED = (
    *_DATES,
    "not_before",
    "not_after",
    "duration",
    "started",
    "remaining",
    "calendar",
    "progress",
)


class MovedAttribute(Struct):
    """A date, or another attribute of the schedule, that becomes another."""

    milestone: str
    attribute: str
    before: object
    after: object


class Snapshot(Struct):
    """What changes in the snapshot; of a new one, all that it has.

    Attributes
    ----------
    moved
        What becomes other than it is in the snapshot; of a new one, other than in the plan.
    """

    change: FileChange
    moved: tuple[MovedAttribute, ...]


def compare_snapshot(existing: Existing, source: Translated) -> Snapshot:
    """Compare a source with the snapshot of its as-of date, or begin one."""
    links: dict[str, list[Link]] = {}
    for pair, linked in source.links.items():
        if source.is_imported(pair):
            links.setdefault(pair[0], []).extend(map(_plain, linked))
    snapshot = existing.snapshot
    codes = existing.codes_by_alias()
    snapshot_codes = {
        codes.get(written, written): written
        for written in (snapshot.milestones if snapshot else ())
    }
    there: dict[str, list[Link]] = {}
    for link in snapshot.links if snapshot else ():
        there.setdefault(link.dependent, []).append(link)
    new: list[NewMilestone] = []
    changed: list[MilestoneChange] = []
    moved: list[MovedAttribute] = []
    for code, milestone in source.milestones.items():
        stated = attributes_of(milestone, ("name", *_SCHEDULED))
        if snapshot is None or code not in snapshot_codes:
            new.append(NewMilestone(code, stated, tuple(links.get(code, ()))))
            if snapshot is None and code in existing.graph:
                dates = {name: getattr(existing.graph[code], name) for name in _DATES}
                moved += _moved_attributes(code, dates, stated, _DATES)
            continue
        written = snapshot_codes[code]
        before = snapshot.milestones[written].stated_attributes()
        changes = {
            name: stated.get(name) for name in _SCHEDULED if before.get(name) != stated.get(name)
        }
        if stated.get("name", before.get("name")) != before.get("name"):
            changes["name"] = stated["name"]
        moved += _moved_attributes(code, before, stated, _SCHEDULED)
        updated, added = _link_changes(codes, there.get(written, ()), links.get(code, ()))
        if changes or updated or added:
            changed.append(MilestoneChange(written, changes, tuple(updated), tuple(added)))
    return Snapshot(FileChange(tuple(new), tuple(changed)), tuple(moved))


def _plain(link: Link) -> Link:
    """Return a link with what a schedule says of one."""
    if link.queries or link.allowances or link.note is not None:
        return link._replace(queries=(), allowances=(), note=None)
    return link


def new_snapshot(as_of: date, source: str, documents: Iterable[SourceDocument] = ()) -> bytes:
    """Return a snapshot that has no milestone yet.

    Parameters
    ----------
    source
        The name of what is imported.
    documents
        Those that it was taken from: if one gives its dates, the snapshot is by this one.
    """
    giving = [document for document in documents if document.gives_dates]
    is_by_one = len(giving) == 1
    source_entry = _document_entry(giving[0]) if is_by_one else plain_or_quoted(clean(source))
    return f"as_of: {as_of}\nsource: {source_entry}\n".encode() + NEW_FILE


def _document_entry(document: SourceDocument) -> str:
    """Return the value of ``source`` for a document."""
    if document == SourceDocument(
        title=document.title, file=document.file, gives_dates=document.gives_dates
    ):
        return plain_or_quoted(clean(document.title or ""))
    stated = {name: value for name, value in document._asdict().items() if value is not None}
    pairs = (f"{name}: {_in_flow(stated[name])}" for name in SOURCE_DOCUMENT.keys if name in stated)
    return f"{{{', '.join(pairs)}}}"


def _in_flow(value: object) -> str:
    return plain_or_quoted(clean(value), in_flow=True) if isinstance(value, str) else str(value)


def _link_changes(
    codes: Mapping[str, str], there: Iterable[Link], incoming: Iterable[Link]
) -> tuple[list[LinkChange], list[Link]]:
    """Return the links of a milestone in the snapshot that change, and those to add."""
    old: dict[str, list[Link]] = {}
    for link in there:
        old.setdefault(codes.get(link.prerequisite, link.prerequisite), []).append(link)
    by_code: dict[str, list[Link]] = {}
    for link in incoming:
        by_code.setdefault(link.prerequisite, []).append(link)
    updated: list[LinkChange] = []
    added: list[Link] = []
    for code, links in by_code.items():
        matched, new, _ = match_links(old.get(code, ()), links)
        added += new
        updated += (
            LinkChange(link, with_timing_of(link, source_link))
            for link, source_link in matched
            if not is_alike(link, source_link)
        )
    return updated, added


def attributes_of(milestone: Milestone, names: Sequence[str]) -> dict[str, object]:
    """Return what a milestone says under some names, without what every one says."""
    attributes: dict[str, object] = {}
    for name in names:
        value = getattr(milestone, name)
        if isinstance(value, str):
            value = clean(value)
        if value is None or value in ("", ()) or (name == "kind" and value == "milestone"):
            continue
        attributes[name] = value
    return attributes


def _moved_attributes(
    code: str, before: Mapping[str, object], after: Mapping[str, object], names: Iterable[str]
) -> Iterator[MovedAttribute]:
    for name in names:
        if before.get(name) is not None and before[name] != after.get(name):
            yield MovedAttribute(code, name, before[name], after.get(name))
