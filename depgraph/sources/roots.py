"""The mapping that a whole file is: its values, or that the file is none of ours.

What stands in a file that is none of a plan is never quoted: a plan from outside may name any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.sources.fields import Fields

if TYPE_CHECKING:
    from depgraph.sources.document import Document, ReadStream
    from depgraph.sources.keys import Record, Values

_HINT = "(did you mean "
_QUOTING = ("unknown key ", "duplicate key ", "the YAML tag ", "the alias ", "the anchor ")


def values_of_file(
    record: Record,
    document: Document,
    what: str,
    stream_key: str = "",
    read_stream: ReadStream | None = None,
) -> Values:
    """Return the values of the keys of a file; what is wrong is reported.

    Parameters
    ----------
    record
        The keys that the file may have.
    what
        What messages call the file.
    stream_key, read_stream
        As for `Document.entries`.
    """
    problems = document.problems
    before = len(problems)
    values = record.values(Fields(document), document.entries(stream_key, read_stream), what)
    if values or len(problems) == before:
        return values
    own = problems[before:]
    kept_problems = [
        problem
        for problem in own
        if _HINT in problem.message
        or not problem.message.removeprefix(f"{what}: ").startswith(_QUOTING)
    ]
    del problems[before:]
    problems += kept_problems
    quoting = [problem for problem in own if problem not in kept_problems]
    if quoting:
        keys = ", ".join(record.keys)
        document.report(
            *min((problem.line, problem.column) for problem in quoting),
            f"this is no {what} of a plan: it has none of the keys {keys}",
        )
    return values
