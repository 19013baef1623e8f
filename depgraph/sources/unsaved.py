"""Texts that an editor has and no file yet: they are read in place of the files."""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_texts: ContextVar[Mapping[str, bytes]] = ContextVar("texts", default={})  # noqa: B039 - never changed


@contextmanager
def reading_unsaved(texts: Mapping[str, bytes]) -> Iterator[None]:
    """Read texts in place of files inside the block.

    Parameters
    ----------
    texts
        The bytes by the real paths of the files.
    """
    token = _texts.set(texts)
    try:
        yield
    finally:
        _texts.reset(token)


def unsaved_text(path: Path) -> bytes | None:
    """Return the bytes that are read in place of a file, if there are any."""
    texts = _texts.get()
    return texts.get(os.path.realpath(path)) if texts else None
