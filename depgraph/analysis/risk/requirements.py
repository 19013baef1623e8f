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
    try:
        import numpy  # noqa: F401 - only whether it is there
    except ImportError:
        raise MissingToolError(
            "a simulation needs numpy, which is not installed: pip install 'depgraph[risk]'"
        ) from None
