"""Which scheduling program a file is of, and where in it the activities stand.

A file is looked at before a Java machine is started for it: what is no schedule is told
quickly, and XML that declares entities is not handed on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from depgraph.sources.bounds import MAX_BYTES
from depgraph.sources.opening import opened

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Kind = Literal["xer", "pmxml", "mspdi", "mpp", "mpx", "mpd", "planner", "ganttproject"]

FORMATS = (
    "XER or XML of Primavera P6; XML, MPP, MPX or MPD of Microsoft Project; Planner; GanttProject"
)

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ACCESS = b"\0\1\0\0Standard "
"""How a database of Microsoft Access begins, of Jet or ACE."""

_MARKS = {
    ".xer": ("XER", "ERMHDR"),
    ".mpp": ("MPP", "the mark of a document of Microsoft Office"),
    ".mpd": ("MPD", "the mark of a database of Microsoft Access"),
    ".mpx": ("MPX", "MPX"),
}
"""What a file is called and begins with, by its end."""

_MICROSOFT = "http://schemas.microsoft.com/project"
_CHUNK = 64 * 1024
_MOST_PROLOG = 1024 * 1024


class NoScheduleError(Exception):
    """Raised with the words for a message, where a file is none of a scheduling program."""


def kind_of(path: Path) -> Kind:
    """Return what a file is, going by what stands in it.

    Raises
    ------
    NoScheduleError
        If it is no file of a scheduling program, or is not to be handed on.
    OSError
        If it cannot be read.
    """
    with opened(path) as file:
        start = file.read(_CHUNK)
        size = file.seek(0, 2)
    if not size:
        raise NoScheduleError(f"the file is empty: expected {FORMATS}")
    if size > MAX_BYTES:
        raise NoScheduleError(f"is larger than {MAX_BYTES // 1024**2} MiB: this is no plan")
    if start.startswith(_OLE):
        return "mpp"
    if start.startswith(_ACCESS):
        return "mpd"
    text = start.removeprefix(b"\xef\xbb\xbf")
    if text.startswith(b"ERMHDR"):
        return "xer"
    if re.match(rb"MPX[^\w\s]|MPX\t", text):
        return "mpx"
    if mark := _MARKS.get(path.suffix.lower()):
        raise NoScheduleError(f"this is no {mark[0]} file: it does not begin with {mark[1]}")
    return _kind_of_xml(path)


def _kind_of_xml(path: Path) -> Kind:
    """Return what the root of an XML file says; only what stands before it is read."""
    from xml.parsers import expat

    roots: list[str] = []
    attributes: list[str] = []

    def doctype(*_: object) -> None:
        raise NoScheduleError("has a DOCTYPE, which no scheduling program writes: not read")

    def element(name: str, of_element: Mapping[str, str]) -> None:
        if not roots:
            roots.append(name)
            attributes.extend(of_element)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    with opened(path) as file:
        read = 0
        while not roots and read < _MOST_PROLOG:
            chunk = file.read(_CHUNK)
            read += len(chunk)
            try:
                parser.Parse(chunk, not chunk)
            except expat.ExpatError as error:
                if roots:
                    break
                raise NoScheduleError(
                    f"is no XML: {expat.ErrorString(error.code)} in line {error.lineno}: "
                    f"expected {FORMATS}"
                ) from None
            except (LookupError, ValueError) as error:
                raise NoScheduleError(f"is XML in an encoding that is not read: {error}") from None
    namespace, _, name = (roots or [""])[0].rpartition(" ")
    if name == "Project" and namespace == _MICROSOFT:
        return "mspdi"
    if name == "APIBusinessObjects":
        return "pmxml"
    if name == "project" and "mrproject-version" in attributes:
        return "planner"
    if name == "project" and path.suffix.lower() == ".gan":
        return "ganttproject"
    raise NoScheduleError(f"is XML, but no schedule (its root is {name!r}): expected {FORMATS}")
