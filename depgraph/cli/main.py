"""The command line: one module a command, imported when it is called.

A command parses its options, calls the library and prints; nothing else. Exit status: 0
for a result, 1 for a check with a new error, 2 where the question could not be answered.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, NoReturn

import click

from depgraph.cli.commands import COMMANDS, GROUPS, HELP_OPTIONS, Helped, module_of, summary, topics
from depgraph.cli.output import replace_what_cannot_be_shown
from depgraph.errors import DepgraphError, did_you_mean
from depgraph.sources.read_record import recording
from depgraph.sources.telling import listening

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from click.shell_completion import CompletionItem

_INTERRUPTED = 130
_BROKEN_PIPE = 141


def _print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from depgraph.version import __version__

        click.echo(f"depgraph {__version__}")
        ctx.exit()


class Commands(Helped, click.Group):
    """The group of all commands; a command's module is imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        from depgraph.cli.options import sectioned

        command = import_module(f"depgraph.cli.{module_of(cmd_name)}").command
        return sectioned(command) if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of the commands, by what they are for."""
        del ctx
        widest = max(map(len, COMMANDS))
        for group, commands in GROUPS.items():
            with formatter.section(group):
                formatter.write_dl(
                    [(f"{name:{widest}}", about) for name, about in commands.items()]
                )

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write which chapters of the documentation there are."""
        del ctx
        if chapters := topics():
            widest = max(map(len, COMMANDS))
            with formatter.section("Topics (depgraph help TOPIC)"):
                formatter.write_dl(
                    [
                        (f"{name:{widest}}", summary(path.read_text(encoding="utf-8")))
                        for name, path in chapters.items()
                    ]
                )

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands and options that begin as typed."""
        from click.shell_completion import CompletionItem

        commands = [
            CompletionItem(name, help=about)
            for name, about in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return commands + click.Command.shell_complete(self, ctx, incomplete)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse arguments, of which options of a plan may stand before the command."""
        if args and args[0].startswith("--") and args[0] not in ("--help", "--version"):
            from depgraph.cli.leading import behind_command

            args = behind_command(ctx, args)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called, with a hint where there is none."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            ctx.fail(f"there is no command {name!r}{did_you_mean(name, COMMANDS)}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": [*HELP_OPTIONS], "max_content_width": 100},
)
@click.option(
    *("-V", "--version"),
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Check, explain and draw the prerequisites of a milestone plan kept in git.

    \b
    Examples:
      depgraph check                        pre-merge check: cycles, dates, rules
      depgraph critical-path LDM-503-17     what drives this date
      depgraph render -o review.svg         the picture for a schedule review
      depgraph show LDM-503-09              everything about one milestone
      depgraph queries                      what reviewers doubt, and its effect

    The plan is described by the nearest depgraph.yaml: in the working directory, in its folder
    'graphs', or so in a directory above; --graph names other files. Such options of a plan stand
    behind the command or before it.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit.

    Parameters
    ----------
    args
        The arguments in place of those of the process.
    """
    for stream in (sys.stdout, sys.stderr):
        replace_what_cannot_be_shown(stream)
    # One short run: collecting cycles would only cost time, most of all on large plans.
    gc.disable()
    with suppress(ValueError):  # not the main thread, which alone gets signals
        signal.signal(signal.SIGTERM, _stop)
    arguments = list(sys.argv[1:] if args is None else args)
    if "_DEPGRAPH_COMPLETE" in os.environ:
        cli.main(args=arguments, prog_name="depgraph")
    try:
        if sys.stdout is None:  # it was closed before the start
            status = DepgraphError.exit_status
            _complain("error: there is nowhere to write to: standard output is closed")
        else:
            status = _run(arguments)
            sys.stdout.flush()
    except KeyboardInterrupt:
        status = _INTERRUPTED
        _discard_output()
        _complain("interrupted")
    except BrokenPipeError:
        # The reader went away, as `head` does: nothing is left to say, nor where.
        status = _BROKEN_PIPE
        _discard_output()
    except MemoryError:
        status = DepgraphError.exit_status
        _complain("error: there is not enough memory: a smaller part of the plan takes less")
    except Exception as error:  # noqa: BLE001 - what nobody foresaw is told as a defect
        status = DepgraphError.exit_status
        _discard_output()
        from depgraph.cli.complaint import complaint_of

        _complain(complaint_of(error, arguments))
    gc.freeze()  # the interpreter would look for cycles in all that is left, only to exit
    sys.exit(status)


class _Stopped(SystemExit):
    """Raised where the program is stopped from outside."""


def _stop(number: int, _frame: object) -> NoReturn:
    """End in order when a job is cancelled: temporary files go."""
    raise _Stopped(128 + number)


def _run(arguments: list[str]) -> int:
    try:
        with (
            cli.make_context("depgraph", arguments) as context,
            _progress(),
            recording(),
            listening(_complain),
        ):
            cli.invoke(context)
    except click.exceptions.Exit as done:
        # A ring that no collector looks for: to free a large plan takes time, only to exit.
        done.__dict__["ring"] = done
        return done.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except (click.ClickException, DepgraphError) as error:
        from depgraph.cli.complaint import complaint_of

        _complain(complaint_of(error, arguments))
    else:
        return 0
    return DepgraphError.exit_status


def _progress() -> AbstractContextManager[None]:
    if sys.stderr is None or not sys.stderr.isatty():
        return nullcontext()
    from depgraph.cli.progress import progress_line

    return progress_line()


def _complain(message: str) -> None:
    with suppress(OSError):  # where standard error is closed or full, the status is left
        click.echo(message, err=True)


def _discard_output() -> None:
    """Let what was not written be lost: the interpreter would try again when it exits."""
    if sys.stdout is not None:
        with suppress(io.UnsupportedOperation):  # it is no file
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
