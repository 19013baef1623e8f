"""The proof of an edit: what comes out is read again, and must say what is meant."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import TYPE_CHECKING

from yaml import YAMLError

from depgraph.errors import DepgraphError

if TYPE_CHECKING:
    from collections.abc import Callable

    from depgraph.errors import Problem


class EditError(DepgraphError):
    """Raised when a file cannot be edited without touching more than was asked for."""


def split_mark(data: bytes) -> tuple[bytes, str]:
    """Return the byte order mark of a file, which some editors write, and its text."""
    text = data.removeprefix(BOM_UTF8)
    return data[: len(data) - len(text)], text.decode()


def prove(
    read: Callable[[list[Problem]], object],
    expected: object,
    refusal: Callable[[list[Problem]], DepgraphError],
) -> None:
    """Refuse an edit unless what comes out is read as what is meant.

    Parameters
    ----------
    read
        Reads the new text, adds what is wrong in it to a list, and returns what it says.
    expected
        What it is to say.
    refusal
        Makes the error: of what is wrong in the text or, of no problem, for one that says
        anything else.
    """
    problems: list[Problem] = []
    try:
        content = read(problems)
    except YAMLError as error:
        raise refusal([]) from error
    if problems or content != expected:
        raise refusal(problems)


def edit_refusal(shown: str, otherwise: str) -> Callable[[list[Problem]], EditError]:
    """Return the refusal of an edit of a file, with the words for one that says anything else."""

    def refusal(problems: list[Problem]) -> EditError:
        if not problems:
            return EditError(f"{shown}: {otherwise}: edit it by hand")
        wrong = "\n".join(str(problem) for problem in sorted(problems))
        return EditError(
            f"{shown}: the edit would leave a file that cannot be read: edit it by hand\n{wrong}"
        )

    return refusal
