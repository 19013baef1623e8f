"""Options that several commands have: one name, one meaning, one home.

Those that say which plan is meant are in `depgraph.cli.options`, those that choose milestones in
`depgraph.cli.selecting`, and those of answers in `depgraph.cli.answer`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depgraph.cli.options import Code, ScheduleName, old_name, renamed_option, with_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from depgraph.cli.options import F


def target_option(
    about: str, *, multiple: bool = False, was: str | None = None
) -> Callable[[F], F]:
    """Return the option that names the milestone that an answer is about.

    Parameters
    ----------
    about
        What is told of it.
    multiple
        Whether there may be several.
    was
        The name of the option in an earlier release.
    """
    option: Callable[[F], F] = click.option(
        "--target",
        "targets" if multiple else "target",
        type=Code(),
        metavar="CODE",
        multiple=multiple,
        help=f"{about} Repeatable." if multiple else about,
    )
    if was is None:
        return option
    return with_options(option, old_name(was, now="--target", type=Code(), multiple=multiple))


def since_option(about: str, *, was: str) -> Callable[[F], F]:
    """Return the option that names the schedule to compare with."""
    return renamed_option(
        "--since",
        was=was,
        type=ScheduleName(),
        metavar="SCHEDULE",
        help=f"{about} A file, or a configured schedule by its date.",
    )


def without_queries_option(was: str | None = None) -> Callable[[F], F]:
    """Return the option that leaves out the queried links."""
    option: Callable[[F], F] = click.option(
        "--without-queries", is_flag=True, help="Leave out the links that a reviewer doubts."
    )
    if was is None:
        return option
    return with_options(option, old_name(was, now="--without-queries", is_flag=True))


gaps_option: Callable[[F], F] = click.option(
    "--gaps",
    type=click.Choice(["float", "work"]),
    default="float",
    show_default=True,
    help="Whether the gaps of the plan absorb slips, or are work to be done after them.",
)
"""Adds the option that says how the gaps between milestones are read."""

title_option: Callable[[F], F] = click.option(
    "--title", help="The title, in place of the configured one."
)
"""Adds the option that gives a title."""

DRY_RUN = "Print the change as a patch, and write nothing."

dry_run_option: Callable[[F], F] = click.option("--dry-run", is_flag=True, help=DRY_RUN)
"""Adds the option with which files stay as they are."""


def show_all_option(about: str) -> Callable[[F], F]:
    """Return the option that leaves nothing out of an answer."""
    return click.option("--all", "show_all", is_flag=True, help=f"Leave nothing out: {about}.")
