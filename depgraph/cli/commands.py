"""The commands by their names, and the chapters of the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HELP_OPTIONS = ("-h", "--help")

GROUPS = {
    "Check": {
        "check": "Check the plan: cycles, dates and its own rules.",
        "health": "Assess the schedule: the DCMA 14 points, the GAO practices.",
        "diff": "Say what changed between two plans.",
        "rules": "List the checks and rules, and what each looks at.",
    },
    "Explain": {
        "critical-path": "Say what drives a date, and how much margin each step has.",
        "why": "Say why one milestone waits on another.",
        "slip": "Say what moves when a milestone slips.",
        "what-if": "Say what several changes would do together.",
        "risk": "Say how likely dates are, and what matters for them.",
        "queries": "List what reviewers doubt, and what it would change.",
        "show": "Show everything about one milestone.",
        "status": "Count what a milestone waits on: complete, partial, not begun.",
    },
    "Draw": {
        "render": "Draw the plan: what waits on what, by date.",
        "chart": "Draw the dates: a timeline, a burndown, trends or slips.",
    },
    "Report": {
        "list": "List milestones as a table: what is left, late, due or done.",
        "slips": "Say how far milestones moved from schedule to schedule.",
        "highlights": "Write what changed since the last schedule: complete, moved, new.",
        "release-plan": "Write the release plan: each milestone with its features.",
        "report": "Write the plan as one page for a browser.",
        "export": "Print the graph as data.",
    },
    "Change files": {
        "import": "Bring a schedule into the files of a plan.",
        "fmt": "Bring the files of the plan into one layout.",
        "baseline": "Accept findings, and forget those that are gone.",
    },
    "Serve": {
        "lsp": "Check the plan as it is typed (Language Server Protocol).",
        "mcp": "Let an assistant ask about the plan (Model Context Protocol).",
    },
    "Set up": {
        "init": "Write a small commented plan to begin with.",
        "schema": "Print the JSON Schema of a file format.",
        "help": "Print the help of a command, or a chapter of the documentation.",
    },
}
"""The commands by what they are for, and what the list of them says.

So no module is imported for it.
"""

COMMANDS = {name: about for group in GROUPS.values() for name, about in group.items()}

_MODULES = {"import": "import_", "list": "list_"}
"""The modules of commands whose names Python takes for something else."""


_TOPICS = "docs"
"""The folder of the topics, one file ``NAME.md`` each, in that of the package."""


def module_of(command: str) -> str:
    """Return the module, in this package, of a command."""
    return _MODULES.get(command, command.replace("-", "_"))


def topics() -> Mapping[str, Path]:
    """Return the files of the topics by their names."""
    from pathlib import Path

    folder = Path(__file__).parents[1] / _TOPICS
    return {path.stem: path for path in sorted(folder.glob("*.md"))}


def summary(markdown: str) -> str:
    """Return the sentence under the title of a chapter, on one line; empty without one."""
    _, _, rest = markdown.partition("\n")
    paragraph = rest.strip("\n").partition("\n\n")[0]
    return " ".join(paragraph.split()).replace("`", "")


class Helped(click.Command):
    """A command whose option of help is in English, as all its help.

    That of click looks for the language of the user: a tenth of the time of ``-V``.
    """

    _option: click.Option | None = None

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option of help, the same one each time."""
        if self._option is None and (names := self.get_help_option_names(ctx)):
            self._option = click.Option(
                names,
                is_flag=True,
                expose_value=False,
                is_eager=True,
                callback=_print_help,
                help="Show this message and exit.",
            )
        return self._option


def _print_help(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()
