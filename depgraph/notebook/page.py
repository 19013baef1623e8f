"""Pages in a notebook: capped, as a piece of HTML and as plain text."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from click import style, unstyle

from depgraph.reports.capping import Caps, capped_page
from depgraph.reports.writers.html import page_body
from depgraph.reports.writers.text import page_text
from depgraph.words import printable

if TYPE_CHECKING:
    from depgraph.reports.page import Page
    from depgraph.showing import Bundle

CAPS = Caps(parts=10, rows=40, table_lines=60, few=5, lines=40, details=3)
"""Notebooks are saved with what they show."""


def whole_text(page: Page) -> str:
    """Return all of a page, with its title, as text without colours."""
    return unstyle(page_text(page._replace(is_titled_in_text=True))).removesuffix("\n")


def bundle(page: Page) -> Bundle:
    """Return the forms of a page, with its title: HTML that brings its style, and text."""
    small_page = capped_page(page, CAPS)._replace(is_titled_in_text=True)
    title = style(printable(unstyle(page.title)), bold=True)
    body = page_body(small_page._replace(parts=[title, *small_page.parts]))
    # The class stands twice there, so that it counts for more than what JupyterLab says of tables;
    # colours are mixed with that of the text around, so that they are light in a dark theme.
    css = files("depgraph.notebook").joinpath("page.css").read_text("utf-8")
    return {
        "text/html": f'<div class="depgraph">\n<style>\n{css}</style>\n{body}\n</div>',
        "text/plain": unstyle(page_text(small_page)).removesuffix("\n"),
    }
