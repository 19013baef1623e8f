"""The options that commands share, and what they stand for."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from depgraph.cli.commands import Helped
from depgraph.cli.mapping import map_option
from depgraph.words import day_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from click.shell_completion import CompletionItem

    from depgraph.model import Link
    from depgraph.plans.selection import Selection

_PLAN = "depgraph.plan"
_SCHEDULE = "depgraph.schedule"
"""What the context of the command keeps: the plan that was found, the schedule that was told."""

F = TypeVar("F", bound="Callable[..., object]")

if TYPE_CHECKING:
    Params = Mapping[str, Any]
    """The values of options by their names; each has the type that its option gives."""

    ParamType = click.ParamType
else:

    class ParamType(click.ParamType):
        """What is generic for the type checker only: older releases of click are not."""

        def __class_getitem__(cls, _value: object) -> type:
            return cls


class WithForm:
    """A type of values of which help shows the form."""

    form = ""

    def get_metavar(self, param: object, ctx: object = None) -> str:
        """Return the form."""
        del param, ctx  # older releases of click give no context
        return self.form


class Day(WithForm, ParamType["date"]):
    """A date written YYYY-MM-DD."""

    name = "date"
    form = "YYYY-MM-DD"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the date, or fail with what was read."""
        if isinstance(value, date):
            return value
        day = day_of(str(value))
        if day is None:
            self.fail(f"expected a date as YYYY-MM-DD, got {str(value)!r}", param, ctx)
        return day


class PlanPath(ParamType[Path]):
    """A path that is not empty, as an unset variable of a shell would make it."""

    name = "path"

    def convert(
        self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """Return the path, or fail where it is empty."""
        if value == "":
            self.fail("the path is empty", param, ctx)
        return Path(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Leave it to the shell, which knows the files."""
        from click.shell_completion import CompletionItem

        del ctx, param
        return [CompletionItem(incomplete, type="file")]


def known(what: str) -> Callable[..., list[CompletionItem]]:
    """Return what completes the values of an option: see `depgraph.cli.completing`."""

    def complete_lazily(
        ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from depgraph.cli.completing import complete

        return complete(what, ctx, incomplete, selection_of(ctx.params))

    return complete_lazily


class ScheduleName(ParamType[str]):
    """A schedule: a file, or the end of the path or the date of a configured one."""

    name = "schedule"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or fail where it is empty."""
        if value == "":
            self.fail("the name of the schedule is empty", param, ctx)
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the configured schedules, and files."""
        return known("schedules")(ctx, param, incomplete)


class Code(ParamType[str]):
    """The code of a milestone, completed by the shell."""

    name = "code"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the codes of the plan that begin as typed, in either case."""
        return known("codes")(ctx, param, incomplete)


def with_options(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Return what adds options to a command, in their order in its help."""

    def add(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return add


class OldName(click.Option):
    """A name that an option had in an earlier release: it works, and says the new one.

    Help and completion do not have it. What it was given goes to the option that has the new
    name, before that is looked at.
    """

    def __init__(
        self, *names: Any, new_name: str, means: str | None = None, **attributes: Any
    ) -> None:
        super().__init__(*names, **attributes)
        self.new_name = new_name
        self.means = means

    def handle_parse_result(
        self, ctx: click.Context, opts: Mapping[str, Any], args: list[str]
    ) -> tuple[Any, list[str]]:
        """Hand what the old name was given to the option of the new one."""
        if self.name in opts:
            value = opts[self.name] if self.means is None else [self.means]
            new = next(option for option in ctx.command.params if self.new_name in option.opts)
            assert new.name is not None, "options have names"
            if isinstance(value, list):
                value = [*opts.get(new.name, []), *value]
            elif opts.get(new.name, value) != value:
                raise click.UsageError(
                    f"{self.opts[0]} and {self.new_name} are one option: give it once", ctx
                )
            cast("dict[str, Any]", opts)[new.name] = value
            if not ctx.resilient_parsing:
                meaning = "" if self.means is None else f" {self.means}"
                click.echo(f"note: {self.opts[0]} is now {self.new_name}{meaning}", err=True)
        return None, args


def old_name(
    was: str, *, now: str, means: str | None = None, **attributes: Any
) -> Callable[[F], F]:
    """Return a name of an earlier release for an option, which works for a while.

    Parameters
    ----------
    was, now
        The old name and the new one.
    means
        If given, the old name was that of a flag, and stands for this value of the new one.
    attributes
        Those of the new option; what is no matter of its name is left out.
    """
    alike = ("type", "multiple", "nargs", "is_flag")
    same = {key: value for key, value in attributes.items() if key in alike}
    return click.option(
        was,
        f"old_{was.strip('-').replace('-', '_')}",
        cls=OldName,
        new_name=now,
        means=means,
        hidden=True,
        expose_value=False,
        is_eager=True,
        **(same if means is None else {"is_flag": True}),
    )


def renamed_option(*names: str, was: str, **attributes: Any) -> Callable[[F], F]:
    """Return an option, as `click.option` does, that had another name in an earlier release."""
    now = next(name for name in names if name.startswith("--"))
    return with_options(click.option(*names, **attributes), old_name(was, now=now, **attributes))


def _set_colour(ctx: click.Context, _param: click.Parameter, value: str) -> str:
    ctx.color = _wished_colour() if value == "auto" else value == "always"
    return value


def _wished_colour() -> bool | None:
    """Return whether the environment wants colours; None where a terminal shall decide."""
    if os.environ.get("NO_COLOR"):
        return False
    wished = (os.environ.get(name, "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE"))
    if any(value not in ("", "0") for value in wished):
        return True
    return False if os.environ.get("TERM") == "dumb" else None


colour_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    expose_value=False,
    is_eager=True,
    callback=_set_colour,
    help="Whether to colour; auto: on a terminal that can, and as NO_COLOR and FORCE_COLOR say.",
)
"""Adds the option that says whether to colour."""


def _allow_outside(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    """Let files of the plan name files outside of its repository, while the command runs."""
    if value:
        from depgraph.sources.files import outside_allowed

        ctx.with_resource(outside_allowed())


outside_option: Callable[[F], F] = click.option(
    "--allow-outside",
    is_flag=True,
    expose_value=False,
    callback=_allow_outside,
    help="Let files of the plan name files outside of its repository or folder.",
)
"""Adds the option that lets files name others anywhere."""


activities_option: Callable[[F], F] = click.option(
    "--activities",
    is_flag=True,
    help="Of a schedule network, keep all activities, not only the milestones.",
)
"""Adds the option that shows all of a network."""

project_option: Callable[[F], F] = click.option(
    "--project",
    metavar="NAME|all",
    help="Of an export with several projects, the one that is read; or all.",
)
"""Adds the option that chooses a project of an export."""

plan_options: Callable[[F], F] = with_options(
    click.option(
        "--graph",
        "graph",
        multiple=True,
        type=PlanPath(),
        help="A graph file or directory, in place of the configured ones. Repeatable.",
    ),
    map_option,
    click.option(
        "--schedule",
        type=ScheduleName(),
        metavar="SCHEDULE",
        help="What gives dates and completions: a file, or a configured schedule by its date.",
    ),
    click.option("--as-of", type=Day(), help="The as-of date, in place of the schedule's."),
    activities_option,
    project_option,
    click.option(
        "--fewest-links",
        is_flag=True,
        help="Of a schedule network, only links that no chain of others implies.",
    ),
    click.option(
        "--cut-cycles",
        is_flag=True,
        help="Go on without the links that check names as the cut of each cycle.",
    ),
    click.option("--config", type=PlanPath(), help="The configuration file."),
    outside_option,
    colour_option,
)
"""Adds the options that say which plan is meant, and whether to colour."""


paths_argument: Callable[[F], F] = click.argument(
    "graph_paths", nargs=-1, type=PlanPath(), metavar="[PATH]..."
)
"""Adds arguments that are graph files or directories, as ``--graph`` names them."""

_COMMON = (
    *("graph", "schedule", "as_of", "activities", "project", "fewest_links", "cut_cycles"),
    *("config", "allow_outside", "color"),
)
"""The names of the options of `plan_options`."""


class Sectioned(Helped):
    """A command whose help has its own options first, and those that name the plan last."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options of the command, and then those of the plan."""
        own: list[tuple[str, str]] = []
        common: list[tuple[str, str]] = []
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None:
                (common if param.name in _COMMON else own).append(record)
        for title, records in (("Options", own), ("Plan options", common)):
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)


def sectioned(command: click.Command) -> click.Command:
    """Return a command whose help is in sections, where it has options of a plan."""
    names_plan = any(param.name == "config" for param in command.params)
    if isinstance(command, Sectioned) or not names_plan:
        return command
    copy = Sectioned(command.name)
    vars(copy).update(vars(command))
    return copy


def selection_of(params: Params) -> Selection:
    """Return the plan that the options of `plan_options` name."""
    from depgraph.plans.selection import Selection

    return Selection(
        graph=(*(params.get("graph_paths") or ()), *(params.get("graph") or ())),
        schedule=Path(params["schedule"]) if params.get("schedule") else None,
        as_of=params.get("as_of"),
        config=params.get("config"),
        activities=bool(params.get("activities")),
        columns=tuple((params.get("columns_of_lists") or {}).items()),
        project=params.get("project"),
        fewest_links=bool(params.get("fewest_links")),
        on_cut=_tell_cut if params.get("cut_cycles") else None,
        on_hidden=_tell_hidden,
        on_schedule=_tell_schedule,
        on_config=_keep_plan,
    )


def _tell_schedule(schedule: Path) -> None:
    """Say once which configured schedule gives dates to files that it is not configured for."""
    from depgraph.sources.files import shown_path

    line = f"dates: {shown_path(schedule)}, the configured schedule (--schedule names another)"
    context = click.get_current_context(silent=True)
    if context is None or context.meta.get(_SCHEDULE) == line:
        return
    context.meta[_SCHEDULE] = line
    click.echo(line, err=True)


def _tell_hidden(words: str) -> None:
    """Say that nothing is shown of a network, and how it is."""
    click.echo(f"note: {words}", err=True)


def _keep_plan(config: Path) -> None:
    """Keep the name of the plan that was found, for texts to name it."""
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta[_PLAN] = config


def plan_elsewhere() -> str | None:
    """Return the plan that was found, where it is not below the working directory."""
    from depgraph.sources.files import shown_path

    context = click.get_current_context(silent=True)
    path = context.meta.get(_PLAN) if context is not None else None
    if path is None:
        return None
    shown = Path(shown_path(path))
    return str(shown) if shown.is_absolute() or ".." in shown.parts else None


def _tell_cut(links: Sequence[Link]) -> None:
    for link in links:
        place = f" ({link.position})" if link.position else ""
        click.echo(f"left out: {link.prerequisite} -> {link.dependent}{place}", err=True)
