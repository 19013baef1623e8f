r"""Documents from templates: Markdown, reStructuredText, LaTeX and HTML.

Templates are those of Jinja2. The shipped ones can be replaced, or extended by templates that
change some of their blocks. Templates run in Jinja2's sandbox. What they print of the plan is
escaped for the format by itself.

In LaTeX, where braces are everywhere, ``\VAR{x}`` stands for ``{{ x }}``, ``\BLOCK{if x}``
for ``{% if x %}``, ``\#{...}`` and the rest of a line behind ``%#`` for a comment.
"""

from __future__ import annotations

from contextlib import nullcontext
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from depgraph.errors import LoadError, MissingToolError, Problem
from depgraph.records import Struct
from depgraph.reports import escaping
from depgraph.reports.bounded import TemplateLimitError, bounded, joined, power

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Environment

DocumentFormat = Literal["markdown", "rst", "latex", "html"]
DOCUMENT_FORMATS: tuple[DocumentFormat, ...] = ("markdown", "rst", "latex", "html")


class _Form(Struct):
    suffix: str
    escape: Callable[[str], str]


_FORMS: dict[DocumentFormat, _Form] = {
    "markdown": _Form("md", escaping.markdown),
    "rst": _Form("rst", escaping.rst),
    "latex": _Form("tex", escaping.latex),
    "html": _Form("html", escaping.html),
}
_UNKNOWN = "\N{EN DASH}"
_LATEX_SYNTAX = {
    "block_start_string": "\\BLOCK{",
    "block_end_string": "}",
    "variable_start_string": "\\VAR{",
    "variable_end_string": "}",
    "comment_start_string": "\\#{",
    "comment_end_string": "}",
    "line_comment_prefix": "%#",
}


class Template(Struct):
    """A template of the user's: its text, and the name by which messages call its file."""

    shown: str
    text: str


def format_of(name: str) -> DocumentFormat | None:
    """Return the format that the name of a document, or of a template, ends with.

    Examples
    --------
    >>> format_of("plan.tex"), format_of("ours.tex.j2"), format_of("plan.htm"), format_of("plan")
    ('latex', 'latex', 'html', None)
    """
    for ending in (".j2", ".jinja", ".jinja2"):
        name = name.removesuffix(ending)
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    suffix = {"htm": "html", "markdown": "md"}.get(suffix, suffix)
    return next((name for name, form in _FORMS.items() if form.suffix == suffix), None)


def shipped_template(document: str, form: DocumentFormat) -> Template:
    """Return the template of a document that depgraph ships."""
    name = f"{document}.{_FORMS[form].suffix}.j2"
    source = files("depgraph.reports").joinpath("templates", name)
    return Template(name, source.read_text(encoding="utf-8"))


def filled(
    template: Template, form: DocumentFormat, values: Mapping[str, object], *, document: str
) -> str:
    """Fill in a template.

    Parameters
    ----------
    template
        A shipped template, or one of the user's.
    form
        The format that it makes, for which values are escaped.
    values
        What the template can print.
    document
        The document of which a template may extend the shipped templates.

    Returns
    -------
    str
        The document, which ends with one line feed.

    Raises
    ------
    LoadError
        If the template is wrong, with the line where it is.
    MissingToolError
        If Jinja2 is not installed.
    """
    shipped = shipped_template(document, form)
    environment = _environment(form, {shipped.shown: shipped, "": template})
    from jinja2 import TemplateSyntaxError

    try:
        with nullcontext() if template == shipped else bounded():
            text = joined(environment.get_template("").generate(values))
    except TemplateSyntaxError as error:
        problem = Problem(error.filename or template.shown, error.lineno, 1, str(error.message))
        raise LoadError([problem]) from error
    except Exception as error:  # what a template calls may raise anything
        raise LoadError([_template_problem(error, template, shipped)]) from error
    return text.strip("\n") + "\n"


def _environment(form: DocumentFormat, templates: Mapping[str, Template]) -> Environment:
    try:
        from jinja2 import FunctionLoader, StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment
    except ImportError as error:
        raise MissingToolError(
            f"documents are made with Jinja2, and that is not installed ({error}): "
            "pip install 'depgraph[documents]'"
        ) from error
    from markupsafe import Markup

    escape = _FORMS[form].escape

    class Bounded(SandboxedEnvironment):
        """A sandbox in which no power takes long: nothing else of Python does by itself."""

        intercepted_binops = frozenset(["**"])

        def call_binop(self, context: object, operator: str, left: object, right: object) -> object:
            """Return a power."""
            del context, operator
            return power(left, right)

    def load(name: str) -> tuple[str, str, None] | None:
        template = templates.get(name)
        return None if template is None else (template.text, template.shown, None)

    def finalize(value: object) -> object:
        if hasattr(value, "__html__"):
            return value  # a part of the document already, as a macro returns it
        return Markup(escape(_UNKNOWN if value is None else str(value)))  # noqa: S704 - it is escaped

    def heading(value: object, line: str) -> object:
        text = str(finalize(value))
        return Markup(f"{text}\n{line * escaping.columns(text)}")  # noqa: S704 - it is escaped

    environment = Bounded(
        autoescape=True,
        finalize=finalize,
        keep_trailing_newline=True,
        loader=FunctionLoader(load),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
        **(_LATEX_SYNTAX if form == "latex" else {}),
    )
    environment.filters |= {"e": finalize, "escape": finalize, "heading": heading}
    environment.globals["github_anchors"] = escaping.GitHubAnchors
    return environment


def _template_problem(error: Exception, template: Template, shipped: Template) -> Problem:
    """Return what went wrong while a template was filled in, at its last line that ran."""
    place = template.shown, 0
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name in (template.shown, shipped.shown):
            place = name, trace.tb_lineno
        trace = trace.tb_next
    return Problem(*place, 1, _error_words(error, shipped))


def _error_words(error: Exception, shipped: Template) -> str:
    from jinja2 import TemplateError, TemplateNotFound

    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name!r}: what it can extend is {shipped.shown!r}"
    if isinstance(error, TemplateLimitError):
        return str(error)
    if isinstance(error, MemoryError):
        return "what it makes does not fit into the memory"
    words = " ".join(str(error).split())
    return words if isinstance(error, TemplateError) else f"{type(error).__name__}: {words}"
