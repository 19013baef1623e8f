"""``depgraph lsp``."""

from __future__ import annotations

import click


@click.command("lsp")
def command() -> None:
    """Serve an editor: the plan is checked as it is typed (Language Server Protocol over stdio).

    Findings, completion of codes and keys, what 'show' says under the pointer, definitions and
    uses, renaming, formatting, and quick fixes, for the YAML files of a plan. 'depgraph help
    editor' has the lines for the usual editors. It needs the extra 'lsp'.

    \b
    Examples:
      depgraph lsp
    """
    from depgraph.errors import MissingToolError

    try:
        import pygls  # noqa: F401 - only whether it is there
    except ImportError:
        raise MissingToolError(
            "an editor needs the package pygls, which is not installed: pip install 'depgraph[lsp]'"
        ) from None
    from depgraph.cli.editor.server import serve

    serve()
