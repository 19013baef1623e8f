"""The options of commands that write documents: the format, the template, the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from depgraph.cli.options import PlanPath

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from depgraph.plans.opening import Opened
    from depgraph.reports.data import Json
    from depgraph.reports.documents import DocumentFormat, Template

F = TypeVar("F", bound="Callable[..., Any]")


def document_options(formats: Sequence[str]) -> Callable[[F], F]:
    """Return what adds the options of a document that can be in these formats."""

    def add(function: F) -> F:
        for option in reversed(
            (
                click.option(
                    "-o",
                    "--output",
                    type=PlanPath(),
                    help="Write to this file; without it, to standard output.",
                ),
                click.option(
                    "--format",
                    "format_",
                    type=click.Choice(formats),
                    help="The format, in place of what the name of the template or of the file "
                    "ends with (markdown on standard output).",
                ),
                click.option("--title", help="The title of the document."),
                click.option(
                    "--template",
                    "template_path",
                    type=PlanPath(),
                    metavar="FILE",
                    help="A template of your own (Jinja2) in place of the shipped one.",
                ),
                click.option(
                    "--print-template",
                    "print_template_",
                    is_flag=True,
                    help="Print the shipped template of the format, to begin with.",
                ),
            )
        ):
            function = option(function)
        return function

    return add


class Asked(NamedTuple):
    """The document that is asked for; `form` is None for JSON."""

    form: DocumentFormat | None
    template: Path | None
    output: Path | None

    def refuse_overwriting(self, opened: Opened) -> None:
        """Fail if the document would replace what it is made from."""
        from depgraph.errors import OutputError
        from depgraph.sources.files import is_same

        opened.refuse_overwriting(self.output)
        own, output = self.template, self.output
        if own is not None and output is not None and is_same(own, output):
            raise OutputError(f"cannot write {output}: the template is read from it")

    def write(self, document: str, values: Mapping[str, Any], data: Callable[[], Json]) -> None:
        """Fill in the template, or make the data, and write the result."""
        from depgraph.cli.output import put

        if self.form is None:
            from depgraph.reports.data import as_text

            text = as_text(data())
        else:
            from depgraph.reports.documents import filled, shipped_template

            own = self.template
            template = shipped_template(document, self.form) if own is None else _read(own)
            text = filled(template, self.form, values, document=document)
        put(self.output, text.encode())


def asked_document(
    formats: Sequence[str], format_: str | None, template: Path | None, output: Path | None
) -> Asked:
    """Return the document that the options ask for, or fail where they contradict each other."""
    from depgraph.cli.answer import refuse_plan_name
    from depgraph.reports.documents import DOCUMENT_FORMATS, format_of

    refuse_plan_name(output)
    form = format_
    if form is None and template is not None:
        form = format_of(template.name)
    if form is None and output is not None:
        form = "json" if output.suffix.lower() == ".json" else format_of(output.name)
        if form is None:
            raise click.UsageError(
                f"cannot tell the format from {output.name!r}: give --format {'|'.join(formats)}"
            )
    form = form or "markdown"
    if form not in formats:
        raise click.UsageError(f"there is no such document in {form}: only {', '.join(formats)}")
    if form == "json":
        if template is not None:
            raise click.UsageError("JSON is made without a template: leave out --template")
        return Asked(None, None, output)
    return Asked(next(each for each in DOCUMENT_FORMATS if each == form), template, output)


def print_template(document: str, asked: Asked) -> None:
    """Print the shipped template."""
    from depgraph.cli.output import print_text
    from depgraph.reports.documents import shipped_template

    if asked.form is None:
        raise click.UsageError("JSON is made without a template")
    print_text(shipped_template(document, asked.form).text)


def _read(path: Path) -> Template:
    from depgraph.errors import LoadError, Problem
    from depgraph.reports.documents import Template
    from depgraph.sources.files import shown_path

    shown = shown_path(path)
    try:
        return Template(shown, path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        reason = "is not a text in UTF-8"
    except (OSError, ValueError) as error:
        reason = f"cannot be read: {(isinstance(error, OSError) and error.strerror) or error}"
    raise LoadError([Problem(shown, 0, 0, reason)])
