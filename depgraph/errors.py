"""The errors that depgraph raises: one base class, which carries its exit status.

A broken plan is not an error but a result (see `depgraph.rules`); an error means
that the question could not be answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


_MANY_WORDS = 2_000


def did_you_mean(read: str, known: Iterable[str]) -> str:
    """Return ``" (did you mean 'x'?)"`` for the known word nearest to `read`, or ``""``.

    Parameters
    ----------
    known
        The words that would have been right.

    Examples
    --------
    >>> did_you_mean("requries", ["requires", "name"])
    " (did you mean 'requires'?)"
    >>> did_you_mean("zzz", ["requires", "name"])
    ''
    """
    from difflib import get_close_matches

    words = sorted(known)
    if len(words) > _MANY_WORDS:
        # Comparing takes time for each word: look at those that begin alike.
        start = read[:3].casefold()
        words = [word for word in words if word[:3].casefold() == start][:_MANY_WORDS]
    folded = {word.casefold(): word for word in reversed(words)}
    near = get_close_matches(read, words, n=1, cutoff=0.6)
    if not near:
        near = [folded[word] for word in get_close_matches(read.casefold(), sorted(folded), 1, 0.6)]
    return f" (did you mean {near[0]!r}?)" if near else ""


class Problem(Struct):
    """One thing that is wrong in an input file.

    `line` and `column` count from 1; both are 0 where the whole file is meant.
    """

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        """Return ``file:line:column: message``, without the numbers that are 0."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.message}"


class DepgraphError(Exception):
    """Base of all errors that depgraph raises on purpose."""

    exit_status = 2


class LoadError(DepgraphError):
    """Raised when input files cannot be read as what they should be.

    Attributes
    ----------
    problems
        Every problem of the run, sorted by file, line and column.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnknownMilestoneError(DepgraphError, LookupError):
    """Raised when a code is asked for that the graph does not have."""

    def __init__(
        self,
        code: object,
        known: Iterable[str],
        schedule_only: Collection[str] = (),
        activities: Collection[str] = (),
    ) -> None:
        self.code = code
        if isinstance(code, str) and code in activities:
            message = f"{code!r} is an activity of the schedule, no milestone: give --activities"
        elif isinstance(code, str) and code in schedule_only:
            message = f"the milestone {code!r} is only in the schedule, without links"
        else:
            codes = (*known, *schedule_only)
            hint = did_you_mean(code, codes) if isinstance(code, str) else ""
            message = f"unknown milestone {code!r}{hint}"
        super().__init__(message)


class CycleError(DepgraphError):
    """Raised when an analysis needs an order and the links go round in a cycle."""


class NoAsOfDateError(DepgraphError):
    """Raised when something needs the as-of date and nothing gives it."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} needs an as-of date, and no file gives one: "
            "write 'as_of: YYYY-MM-DD' in the schedule file or give --as-of"
        )


class NoPlanError(DepgraphError):
    """Raised when no configuration of a plan is found, and nothing else is named."""


class NothingVariesError(DepgraphError):
    """Nothing is said about how sure dates are, or all that is asked about is complete."""


class DateRangeError(DepgraphError):
    """Raised when a projected date lies outside of the calendar."""


class MissingToolError(DepgraphError):
    """Raised when a program that depgraph calls is not installed or does not answer."""


class RuleKindError(DepgraphError):
    """Raised when an installed package offers a kind of rule that cannot be used, or fails."""


class OutputError(DepgraphError):
    """Raised when a result cannot be written where it was asked for."""
