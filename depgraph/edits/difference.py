"""What an edit changes in a file, as a patch."""

from __future__ import annotations


def unified(before: bytes, after: bytes, old: str, new: str) -> str:
    """Return the change of a file as a unified diff, under an old and a new name."""
    from difflib import unified_diff

    lines = unified_diff(
        before.decode().splitlines(keepends=True),
        after.decode().splitlines(keepends=True),
        old,
        new,
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
