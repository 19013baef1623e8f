"""``depgraph diff``."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

import click

from depgraph.cli.answer import Output, answer_options
from depgraph.cli.mapping import map_option
from depgraph.cli.options import (
    Day,
    ParamType,
    PlanPath,
    activities_option,
    colour_option,
    known,
    outside_option,
    project_option,
)
from depgraph.cli.shared import show_all_option, target_option

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from depgraph.plans.conditions import Condition


class ConditionParam(ParamType["Condition"]):
    """A condition, such as ``slip>30d``."""

    name = "condition"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Condition:
        """Return the condition, or fail with what was read."""
        from depgraph.plans.conditions import Condition, ConditionError, read_condition

        if isinstance(value, Condition):
            return value
        try:
            return read_condition(str(value))
        except ConditionError as error:
            self.fail(str(error), param, ctx)


@click.command("diff")
@click.argument("old", shell_complete=known("schedules"))
@click.argument("new", required=False, shell_complete=known("schedules"))
@target_option("Compare projected date, float and critical path of this milestone.", multiple=True)
@click.option(
    "--drift/--change",
    "is_drift",
    default=None,
    help="Two accounts of one plan, or one plan at two times; unless said, drift where OLD and "
    "NEW are of different kinds: a plan, a schedule, the export of another program.",
)
@click.option(
    "--findings/--no-findings",
    "with_findings",
    default=None,
    help="Whether to compare what the checks find; unless said, not for drift.",
)
@click.option("--as-of", type=Day(), help="The as-of date of both, in place of their own.")
@activities_option
@project_option
@map_option
@click.option(
    "--config",
    type=PlanPath(),
    help="The configuration file of both; of a revision as it is there.",
)
@outside_option
@click.option(
    "--fail-on",
    "conditions",
    multiple=True,
    type=ConditionParam(),
    shell_complete=known("conditions"),
    metavar="CONDITION",
    help="Exit with 1 where this holds, such as 'slip>30d' (see above). Repeatable.",
)
@show_all_option("every row of every table (else markdown fits into a comment)")
@answer_options()
@colour_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    old: str,
    new: str | None,
    targets: tuple[str, ...],
    is_drift: bool | None,
    with_findings: bool | None,
    as_of: date | None,
    activities: bool,
    project: str | None,
    columns_of_lists: Mapping[str, tuple[str, ...]],
    config: Path | None,
    conditions: tuple[Condition, ...],
    show_all: bool,
    output: Output,
) -> None:
    """Say what changed between two plans: milestones, links, dates, findings, critical paths.

    OLD and NEW are files, directories, schedules or spreadsheets, or git revisions: 'main' is
    the plan here as it is there, 'HEAD~3:graphs' a path in it from the root of the
    repository ('HEAD~3:./x' from here). A path that is there comes first: 'main:' is always
    the revision, and a date is a configured schedule. Without NEW, it is the plan here.
    Nothing is checked out or written.

    For a schedule, milestones and links are its own; projected dates and findings are those
    of the reviewed plan with its dates.

    Conditions of --fail-on, by which the exit status is 1 (quote them, as the shell takes >
    for itself). Most take a code or pattern behind a colon, 'slip>0d:LDM-503-*':

    \b
      slip>30d           an incomplete milestone moved later by more (or >=) days
      projected-slip>14d a --target is projected later, or not any more
      new-error          the checks find a new error
      new-warning        they find a new error or warning
      added-milestone, removed-milestone, reopened
      added-link, removed-link, queried-link
      cycle, any         NEW has a cycle; anything differs

    \b
    Examples:
      depgraph diff main
      depgraph diff HEAD~3:graphs graphs --target LDM-503-17
      depgraph diff 2018-07-17 2024-11-30
      depgraph diff main --format markdown --fail-on 'slip>30d' --fail-on new-error
      depgraph diff graphs export.xlsx -o drift.html
    """
    from depgraph.cli.naming import code_of
    from depgraph.plans.comparing import compare_plans
    from depgraph.plans.conditions import (
        FINDING_CONDITIONS,
        TARGET_CONDITIONS,
        conditions_held,
        unmatched,
    )
    from depgraph.plans.operands import open_operand
    from depgraph.plans.selection import Selection
    from depgraph.reports.diff_data import diff_data
    from depgraph.reports.diff_page import diff_page_in
    from depgraph.reports.diff_table import diff_table
    from depgraph.sources.overlay import codes_of

    words = {condition.word for condition in conditions}
    if words.intersection(TARGET_CONDITIONS) and not targets:
        raise click.UsageError("--fail-on projected-slip needs a --target")
    if words.intersection(FINDING_CONDITIONS):
        if with_findings is False:
            raise click.UsageError("--fail-on new-error and new-warning need the findings")
        with_findings = True
    with ExitStack() as stack:
        like = Selection(
            as_of=as_of,
            activities=activities,
            project=project,
            columns=tuple(columns_of_lists.items()),
            config=config,
        )
        opened = partial(open_operand, like=like)
        before = stack.enter_context(opened(old))
        after = stack.enter_context(opened(new, codes=codes_of(before.opened.graph)))
        codes = codes_of(after.opened.graph)
        if before.kind == "export" and after.kind != "export" and codes:
            before = stack.enter_context(opened(old, codes=codes))
        target_codes = [code_of(after.opened.graph, target) for target in targets]
        changes = compare_plans(
            before, after, targets=target_codes, is_drift=is_drift, with_findings=with_findings
        )
        held = conditions_held(changes, conditions)
        never = unmatched(changes, conditions)
        output.put(
            page=lambda: diff_page_in(output.format, changes, held, show_all=show_all),
            data=lambda: diff_data(changes, conditions, held),
            table=lambda: diff_table(changes),
        )
    for condition in never:
        click.echo(f"note: --fail-on {condition.text}: no milestone has such a code", err=True)
    if output.path is not None or output.format != "text":
        for condition_held in held:
            click.echo(f"failed: {condition_held}", err=True)
    ctx.exit(1 if held else 0)
