"""What a page may load and run: nothing but the style and the script that stand in it."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256


def content_policy(style: str, script: str | None = None) -> str:
    """Return the content security policy of a page that needs nothing else.

    Parameters
    ----------
    style, script
        What stands in the page between the tags; each is named by its hash.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_source(style)}",
            *(() if script is None else (f"script-src {_source(script)}",)),
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _source(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
