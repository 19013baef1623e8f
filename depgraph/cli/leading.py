"""Options of a plan that stand before the command, as in ``depgraph --graph graphs check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depgraph.cli.options import plan_options

if TYPE_CHECKING:
    from collections.abc import Sequence


def behind_command(ctx: click.Context, arguments: Sequence[str]) -> list[str]:
    """Return the arguments of a call with such options behind the command.

    Raises
    ------
    UsageError
        If an option lacks its value, or there is no command.
    """
    left, leading = list(arguments), list[str]()
    options = _options_by_name()
    while left and (option := options.get(left[0].partition("=")[0])) is not None:
        has_value_apart = not option.is_flag and "=" not in left[0]
        if has_value_apart and len(left) == 1:
            ctx.fail(f"option {left[0]!r} requires an argument")
        words_taken = 1 + has_value_apart
        leading += left[:words_taken]
        left = left[words_taken:]
    if leading and not left and not ctx.resilient_parsing:
        ctx.fail(f"{leading[0]} is for a command: which one?")
    return [*left[:1], *leading, *left[1:]] if left and not left[0].startswith("-") else left


def _options_by_name() -> dict[str, click.Option]:
    """Return the options of a plan by their names."""

    @click.command()
    @plan_options
    def any_command(**_values: object) -> None:
        """Have the options."""

    return {
        name: option
        for option in any_command.params
        if isinstance(option, click.Option)
        for name in option.opts
    }
