"""Which scheduling program a file is of, and where in it the activities stand.

A file is looked at before a Java machine is started for it: what is no schedule is told
quickly, and XML that declares entities is not handed on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from depgraph.sources.opening import opened

if TYPE_CHECKING:
    from pathlib import Path

Kind = Literal["xer", "pmxml", "mspdi", "mpp"]

MAX_BYTES = 512 * 1024 * 1024
"""The largest file that is read."""

FORMATS = "XER or XML of Primavera P6, XML or MPP of Microsoft Project"

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
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
    text = start.removeprefix(b"\xef\xbb\xbf")
    if text.startswith(b"ERMHDR"):
        return "xer"
    suffix = path.suffix.lower()
    if suffix in (".xer", ".mpp"):
        wants = "ERMHDR" if suffix == ".xer" else "the mark of a document of Microsoft Office"
        raise NoScheduleError(
            f"this is no {suffix[1:].upper()} file: it does not begin with {wants}"
        )
    return _kind_of_xml(path)


def _kind_of_xml(path: Path) -> Kind:
    """Return what the root of an XML file says; only what stands before it is read."""
    from xml.parsers import expat

    roots: list[str] = []

    def doctype(*_: object) -> None:
        raise NoScheduleError("has a DOCTYPE, which no scheduling program writes: not read")

    def element(name: str, _: object) -> None:
        if not roots:
            roots.append(name)

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
    raise NoScheduleError(f"is XML, but no schedule (its root is {name!r}): expected {FORMATS}")
