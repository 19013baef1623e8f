"""Reviewers' notes as reStructuredText: docutils, told to read and to run nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.parsers.rst.states import Inliner
from docutils.utils import new_document

if TYPE_CHECKING:
    from collections.abc import Iterable
    from optparse import Values

    from depgraph.sources.notes_lines import Line


def parse(lines: Iterable[Line]) -> tuple[nodes.document, list[nodes.system_message]]:
    """Return what docutils makes of regular lines, and what it says about them.

    Nothing is read from other files, and nothing is printed. Inline markup stays as it is.
    """
    settings = get_default_settings(Parser)
    settings.file_insertion_enabled = False
    settings.raw_enabled = False
    settings.report_level = settings.halt_level = 5
    settings.warning_stream = False
    document = new_document("notes", settings)
    messages: list[nodes.system_message] = []
    document.reporter.attach_observer(messages.append)
    Parser(inliner=_PlainText()).parse("\n".join(line.text for line in lines), document)
    return document, messages


class _PlainText(Inliner):
    """Leaves texts as they are written, and notes their lines.

    In notes, ``DM-*``, ``calib_`` and ``|x|`` are meant as they stand, and docutils would drop
    parts of them.
    """

    def init_customizations(self, settings: Values) -> None:
        """Do nothing: there are no patterns of markup to prepare."""

    def parse(
        self,
        text: str,
        lineno: int,
        memo: object,  # noqa: ARG002 - the parser gives it
        parent: nodes.Element,  # noqa: ARG002
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the text as one node that knows its line."""
        node = nodes.inline(text, "", nodes.Text(text))
        node.line = lineno
        return [node], []
