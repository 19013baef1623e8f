"""``dot`` and ``neato -n2`` by the Graphviz inside of the package ``pygraphviz``.

    python -P bundled.py PROGRAM [-n2] [-Gname=value ...] -Tformat

reads DOT from standard input and writes to standard output, as the programs do.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Draw what standard input has; return the exit status."""
    # mypy: the package is an extra, and has no types.
    from pygraphviz import AGraph, DotError  # type: ignore[import-not-found,import-untyped,unused-ignore]

    program, *options = arguments
    engine = "nop2" if "-n2" in options else program
    written = next(option[2:] for option in options if option.startswith("-T"))
    try:
        graph = AGraph(string=sys.stdin.buffer.read().decode())
        for option in options:
            if option.startswith("-G"):
                name, _, value = option[2:].partition("=")
                graph.graph_attr[name] = value
        drawn = graph.draw(format=written, prog=engine)
    except (DotError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(drawn)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
