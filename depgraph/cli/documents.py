"""Commands that write documents from templates: their options, and the document they hand over."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, cast

import click

from depgraph.cli.answer import TABLES, output_options
from depgraph.cli.options import PlanPath, with_options
from depgraph.cli.shared import title_option
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from depgraph.cli.answer import Output
    from depgraph.cli.options import F
    from depgraph.reports.data import Json
    from depgraph.reports.documents import DocumentFormat, Template
    from depgraph.reports.page import Page

_LARGEST_TEMPLATE = 1024**2


class Document(Struct):
    """A document that is asked for.

    Attributes
    ----------
    name
        That of its shipped templates.
    output
        Where it goes, and in which format.
    template
        A template of the user's in place of the shipped one.
    """

    name: str
    output: Output
    template: Path | None

    def put(
        self,
        values: Mapping[str, Any],
        *,
        data: Callable[[], Json],
        page: Callable[[], Page] | None = None,
    ) -> None:
        """Fill in the template, or make what needs none, and write the result.

        Parameters
        ----------
        values
            What the template can print.
        data, page
            What make the JSON and the text.
        """
        form = self._templated
        if form is None:
            self.output.put(data=data, page=page)
            return
        from depgraph.reports.documents import filled, shipped_template

        own = self.template
        template = shipped_template(self.name, form) if own is None else _read_template(own)
        self.output.write(filled(template, form, values, document=self.name).encode())

    def put_template(self) -> None:
        """Write the shipped template."""
        from depgraph.reports.documents import shipped_template

        form = self._templated
        assert form is not None, "the options refuse a format without a template"
        self.output.write(shipped_template(self.name, form).text.encode())

    @property
    def _templated(self) -> DocumentFormat | None:
        """The format, where a template makes it."""
        from depgraph.reports.documents import DOCUMENT_FORMATS

        return next((form for form in DOCUMENT_FORMATS if form == self.output.format), None)


def document_options(name: str, formats: Sequence[str]) -> Callable[[F], F]:
    """Return what adds the options of a document, and hands the command its `document`.

    With ``--print-template`` the command is not called.
    """

    def add(function: F) -> F:
        def hand_over(
            *args: Any,
            output: Output,
            template: Path | None,
            is_template_asked: bool,
            **params: Any,
        ) -> Any:
            document = Document(name, output, template)
            if template is not None or is_template_asked:
                _need_template(output.format)
            if is_template_asked:
                return document.put_template()
            return function(*args, document=document, **params)

        written = output_options(
            formats,
            "markdown",
            refused=TABLES,
            about="How to write the document; the name of a template tells it, too.",
        )(functools.wraps(function)(hand_over))

        @functools.wraps(written)
        def call(*args: Any, format_: str | None, **params: Any) -> Any:
            return written(*args, format_=format_ or _format_by_template(params), **params)

        options: Callable[[F], F] = with_options(
            title_option,
            click.option(
                "--template",
                type=PlanPath(),
                metavar="FILE",
                help="A template of your own (Jinja2) in place of the shipped one.",
            ),
            click.option(
                "--print-template",
                "is_template_asked",
                is_flag=True,
                help="Print the shipped template of the format, to begin with.",
            ),
        )
        return options(cast("F", call))

    return add


def _format_by_template(params: Mapping[str, Any]) -> str | None:
    """Return the format that the name of the template tells: of the one to use or to write."""
    from depgraph.reports.documents import format_of

    path = params["template"] or (params["output"] if params["is_template_asked"] else None)
    return None if path is None else format_of(path.name)


def _need_template(format_: str) -> None:
    from depgraph.reports.documents import DOCUMENT_FORMATS

    if format_ not in DOCUMENT_FORMATS:
        name = "JSON" if format_ == "json" else format_
        raise click.UsageError(f"{name} is made without a template: leave it out")


def _read_template(path: Path) -> Template:
    from depgraph.errors import LoadError, Problem
    from depgraph.reports.documents import Template
    from depgraph.sources.files import shown_path
    from depgraph.sources.opening import opened
    from depgraph.sources.read_record import note_read

    shown = shown_path(path)
    note_read(path, "template")
    try:
        with opened(path) as file:
            data = file.read(_LARGEST_TEMPLATE + 1)
        if len(data) <= _LARGEST_TEMPLATE:
            return Template(shown, data.decode("utf-8-sig"))
        reason = f"is larger than {_LARGEST_TEMPLATE // 1024**2} MiB: this is no template"
    except UnicodeDecodeError:
        reason = "is not UTF-8 text"
    except (OSError, ValueError) as error:
        reason = f"cannot be read: {(isinstance(error, OSError) and error.strerror) or error}"
    raise LoadError([Problem(shown, 0, 0, reason)])
