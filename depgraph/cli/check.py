"""``depgraph check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depgraph.cli.answer import Output, answer_options
from depgraph.cli.options import known, paths_argument, plan_options, selection_of
from depgraph.cli.shared import show_all_option
from depgraph.reports.choice import FAIL_ON, Options
from depgraph.reports.formats.registry import FORMATS, format_named
from depgraph.words import printable

if TYPE_CHECKING:
    from depgraph.model import Graph
    from depgraph.plans.opening import Opened
    from depgraph.plans.selection import Selection
    from depgraph.plans.since import Earlier
    from depgraph.reports.choice import FailOn
    from depgraph.reports.data import Json
    from depgraph.reports.page import Page
    from depgraph.rules.engine import CheckResult


@click.command("check")
@paths_argument
@plan_options
@answer_options(more=FORMATS, about="How to print the findings.")
@show_all_option("findings of every status and severity")
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    shell_complete=known("rules"),
    help="Only this check or rule, or those that fit a pattern such as 'completed-*'. Repeatable.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULE",
    shell_complete=known("rules"),
    help="Leave this check or rule out. Repeatable.",
)
@click.option(
    "--since",
    metavar="REVISION",
    shell_complete=known("schedules"),
    help="Count as new only what this git revision does not have: the same files as they are "
    "there, or REVISION:PATH; or an earlier file or directory.",
)
@click.option(
    "--strict",
    "is_strict",
    is_flag=True,
    help="Count queried findings as new, at the severity of their rule.",
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="error",
    show_default=True,
    help="The least severity of a new finding that fails the check.",
)
@click.option(
    "--explain",
    metavar="RULE",
    shell_complete=known("guides"),
    help="Tell what a check, rule or kind of rule finds, and stop.",
)
@click.option("--update-baseline", is_flag=True, hidden=True)
@click.option("--add", "is_adding", is_flag=True, hidden=True)
@click.option("--reason", hidden=True)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    output: Output,
    show_all: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    since: str | None,
    is_strict: bool,
    fail_on: FailOn,
    explain: str | None,
    update_baseline: bool,
    is_adding: bool,
    reason: str | None,
    **params: object,
) -> None:
    """Check a plan: cycles, dates, completions, and its own rules.

    PATH is a graph file or a directory, in place of the configured graph.

    A finding is new, queried (it needs a link that a reviewer doubts) or known (it is in
    the baseline, or allowed at the link); with --since, it may be earlier. Exit status: 0
    without a new error, 1 with one, 2 if the plan could not be checked; the same for every
    format. With -o FILE, the text is printed all the same.

    \b
    Examples:
      depgraph check
      depgraph check --all --select 'completed-*'
      depgraph check plan/ --as-of 2019-05-20
      depgraph check --since main
      depgraph check -o findings.sarif
      depgraph check --explain redundant-link
    """
    from depgraph.plans.opening import open_selection
    from depgraph.reports.choice import number_failing, selected, strict

    selection = selection_of(params)
    if explain is not None:
        from depgraph.cli.output import print_text

        print_text(_explanation(explain, selection))
        return
    if (is_adding or reason is not None) and not update_baseline:
        raise click.UsageError("--add and --reason belong to --update-baseline")
    if is_adding != bool(reason and reason.strip()):
        raise click.UsageError("--add and --reason belong together: why is it accepted?")
    if update_baseline and (select or ignore or is_strict or since is not None):
        raise click.UsageError("--update-baseline is for all rules, without --strict and --since")
    selection = selection._replace(on_hidden=None)  # the check 'empty-plan' tells it
    opened = open_selection(selection)
    if update_baseline:
        from depgraph.cli.baseline import refuse_other_plans

        now = "depgraph baseline --update" + (" --add --reason" if is_adding else "")
        click.echo(f"note: check --update-baseline is now {now}", err=True)
        refuse_other_plans(selection)
        _update_baseline(opened, reason if is_adding else None)
        opened = open_selection(selection)
    only = selected(opened.rules.names, select=select, ignore=ignore)
    result = opened.check(only)
    if is_strict:
        result = strict(result)
    if since is not None:
        from depgraph.plans.since import earlier_findings

        earlier = earlier_findings(since, selection, opened, only)
        result = _compared(result, earlier, is_strict=is_strict)
    options = Options(
        show_all=show_all, fail_on=fail_on, rules=opened.rules.rules, since=since or ""
    )
    _put_findings(output, result, opened.graph, options)
    if output.path is not None:
        _put_findings(Output("text", None), result, opened.graph, options)
    ctx.exit(1 if number_failing(result, fail_on) else 0)


def _compared(result: CheckResult, earlier: Earlier, *, is_strict: bool) -> CheckResult:
    """Return a result in which only that is new which an earlier plan does not have."""
    from depgraph.reports.choice import since, strict

    if earlier.result is None:
        click.echo(f"note: {printable(earlier.why_none)}, so every finding is new", err=True)
        return result
    before = strict(earlier.result) if is_strict else earlier.result
    return since(result, before.findings, earlier.codes)


def _put_findings(output: Output, result: CheckResult, graph: Graph, options: Options) -> None:
    """Write what a check found."""
    from depgraph.reports.check_page import check_page, check_table, page_by_rule

    if output.format in FORMATS:
        from depgraph.reports.repository import paths_in_repository

        options = options._replace(path_of=paths_in_repository())
        output.write(format_named(output.format)(result, graph, options))
        return

    def text(room: int | None) -> str:
        from depgraph.reports.writers.text import page_text

        return page_text(page_by_rule(result, graph, options), room)

    def data() -> Json:
        from depgraph.reports.check_data import check_data

        return check_data(result, graph, fail_on=options.fail_on, since=options.since)

    def page() -> Page:
        whole = check_page(result, graph, options)
        if output.format != "markdown" or options.show_all:
            return whole
        from depgraph.reports.comment import comment

        return comment(whole, hint="--all has them")

    output.put(
        page=page,
        data=data,
        table=lambda: check_table(result, graph),
        text=text,
    )


def _update_baseline(opened: Opened, reason: str | None) -> None:
    """Bring the baseline up to date; what was changed is told on standard error."""
    import sys
    from contextlib import redirect_stdout

    from depgraph.cli.baseline import Accepted, update_baseline

    accept = None if reason is None else Accepted((), reason)
    with redirect_stdout(sys.stderr):
        update_baseline(opened, opened.check(), accept=accept)


def _explanation(name: str, selection: Selection) -> str:
    """Return what there is to know about a rule; for a check or kind, no plan is needed."""
    from depgraph.errors import DepgraphError, LoadError, Problem
    from depgraph.plans.selection import select_config
    from depgraph.reports.guide import guide_text, guide_to, guides
    from depgraph.rules.engine import RuleSet, read_rules

    problems: list[Problem] = []
    try:
        rules = read_rules(select_config(selection, problems), problems)
    except DepgraphError:
        rules = RuleSet()
    known = guides(rules.rules, dict(rules.levels))
    try:
        return guide_text(guide_to(name, known))
    except DepgraphError:
        if problems:
            raise LoadError(problems) from None
        raise
