"""``depgraph help``."""

from __future__ import annotations

import click

from depgraph.cli.commands import COMMANDS, topics
from depgraph.cli.options import known
from depgraph.errors import did_you_mean


@click.command("help")
@click.argument("names", nargs=-1, metavar="[COMMAND|TOPIC]", shell_complete=known("topics"))
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...]) -> None:
    """Print the help of a command, or a chapter of the documentation.

    Of a name that is both, the chapter comes first, then how the command is used.

    \b
    Examples:
      depgraph help
      depgraph help check
      depgraph help files
    """
    from depgraph.cli.chapter import chapter_text
    from depgraph.cli.output import print_text

    whole = ctx.find_root()
    group = whole.command
    assert isinstance(group, click.Group), "help is a command among others"
    if not names:
        print_text(f"{group.get_help(whole)}\n")
        return
    if len(names) > 1:
        raise click.UsageError("help is about one command or topic at a time")
    (name,) = names
    topic, called = topics().get(name), group.get_command(whole, name)
    if topic is None and called is None:
        hint = did_you_mean(name, (*COMMANDS, *topics())) or "; 'depgraph help' lists them"
        raise click.UsageError(f"there is no command or topic {name!r}{hint}")
    parts = [] if topic is None else [chapter_text(topic.read_text(encoding="utf-8")).rstrip()]
    if called is not None:
        parts.append(called.get_help(click.Context(called, info_name=name, parent=whole)))
    print_text("\n\n".join(parts) + "\n")
