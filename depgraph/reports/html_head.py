"""The head of an HTML document that needs nothing else, and lets nothing else load or run."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256


def html_head(title: str, style: str, script: str | None = None) -> str:
    """Return the doctype, the opening tag and the head of a document.

    Parameters
    ----------
    title
        As markup.
    style, script
        What stands in the document between the tags. Its content security policy names them
        by their hashes, and allows no others.
    """
    scripts = [] if script is None else [f"script-src {_source(script)}"]
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src {_source(style)}",
            *scripts,
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{style}</style>
</head>"""


def _source(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
