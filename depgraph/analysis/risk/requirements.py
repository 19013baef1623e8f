"""What a simulation needs to be installed."""

from __future__ import annotations

from depgraph.errors import MissingToolError


def require_numpy() -> None:
    """Raise an error that says what to install where numpy is missing.

    Raises
    ------
    MissingToolError
        If numpy is not there.
    """
    from importlib.util import find_spec

    if find_spec("numpy") is None:
        raise MissingToolError(
            "a simulation needs numpy, which is not installed: pip install 'depgraph[risk]'"
        )
