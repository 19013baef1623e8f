"""``depgraph baseline``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depgraph.cli.options import Day, known, plan_options, selection_of
from depgraph.cli.shared import dry_run_option
from depgraph.records import Struct

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from depgraph.plans.opening import Opened
    from depgraph.plans.selection import Selection
    from depgraph.rules.engine import CheckResult
    from depgraph.sources.baseline_format import BaselineEntry


@click.command("baseline")
@click.argument(
    "about",
    nargs=-1,
    metavar="[RULE [PREREQUISITE] CODE]",
    shell_complete=known("rules_and_codes"),
)
@click.option("--update", is_flag=True, help="Remove the entries that match no finding any more.")
@click.option("--add", is_flag=True, help="Add an entry; it needs a --reason.")
@click.option("--reason", help="Why what is added is accepted.")
@click.option("--owner", metavar="NAME", help="Who looks after what is added.")
@click.option("--until", type=Day(), help="The last day on which what is added holds.")
@dry_run_option
@plan_options
def command(
    *,
    about: tuple[str, ...],
    update: bool,
    add: bool,
    reason: str | None,
    owner: str | None,
    until: date | None,
    dry_run: bool,
    **params: object,
) -> None:
    """Keep the list of known findings, baseline.yaml, in step with the plan.

    --update only removes: entries that match no finding. Expired ones are told and stay.
    --add accepts the finding of RULE on the milestone CODE, or on a link or chain from a
    PREREQUISITE to it; without RULE, every new error. All other bytes of the file
    stay as they are. Without a baseline, --add begins one beside the configuration.

    \b
    Examples:
      depgraph baseline --update --dry-run
      depgraph baseline --add date-order DM-DRP-10 LDM-503-11b --reason "Moves with the next plan."
      depgraph baseline --add --reason "Here before the checks were." --until 2020-12-31
    """
    if not update and not add:
        raise click.UsageError("give --update, --add, or both")
    if not add and (about or reason or owner or until):
        raise click.UsageError("RULE, --reason, --owner and --until belong to --add")
    if add and not (reason and reason.strip()):
        raise click.UsageError("--add needs a --reason: why is the finding accepted?")
    if add and about and len(about) not in (2, 3):
        raise click.UsageError(
            "--add takes RULE CODE, RULE PREREQUISITE DEPENDENT, or nothing for all new errors"
        )
    from depgraph.plans.opening import open_selection

    selection = selection_of(params)
    if update:
        refuse_other_plans(selection)
    opened = open_selection(selection)
    accept = Accepted(about, reason or "", owner, until) if add else None
    update_baseline(opened, opened.check(), remove=update, accept=accept, dry_run=dry_run)


def refuse_other_plans(selection: Selection) -> None:
    """Refuse to judge the entries by a part of the plan, or at another time.

    Raises
    ------
    UsageError
        If anything but a directory with the whole plan is named.
    """
    from depgraph.sources.files import is_directory

    is_whole = len(selection.graph) == 0 or (
        len(selection.graph) == 1 and is_directory(selection.graph[0])
    )
    if not is_whole or selection.schedule is not None or selection.as_of is not None:
        raise click.UsageError(
            "the baseline is updated by the whole plan as it is configured: leave out graph files, "
            "--schedule and --as-of"
        )


class Accepted(Struct):
    """Which findings are to be accepted, and the words for it.

    `about` is a rule and a milestone or a pair; nothing stands for every new error.
    """

    about: tuple[str, ...]
    reason: str
    owner: str | None = None
    until: date | None = None


def update_baseline(
    opened: Opened,
    result: CheckResult,
    *,
    remove: bool = True,
    accept: Accepted | None = None,
    dry_run: bool = False,
) -> None:
    """Change the baseline of a plan and tell what was changed.

    Parameters
    ----------
    opened, result
        The plan, and what its check found.
    remove
        Whether entries that match no finding go.
    accept
        What is to be added.
    dry_run
        Whether only to show the change.

    Raises
    ------
    DepgraphError
        If it cannot be done; then nothing has changed.
    """
    from depgraph.cli.output import write_plan_files
    from depgraph.edits.baseline import NEW_FILE, changed_text
    from depgraph.edits.writing import FileText, read_again
    from depgraph.rules.baseline import stale_entries
    from depgraph.sources.files import shown_path

    baseline = opened.rules.baseline
    not_run = {examined.rule: examined.skipped for examined in result.examined if examined.skipped}
    stale = stale_entries(baseline, result.findings, not_run) if remove else ()
    added = _additions(opened, result, accept) if accept else []
    path = _path_of(opened)
    shown = shown_path(path)
    exists = opened.config.baseline is not None
    old = read_again(path).decode() if exists else NEW_FILE
    new = changed_text(old, baseline, remove=stale, add=added, shown=shown)
    if dry_run:
        _show_difference(old if exists else "", new, shown)
    elif stale or added:
        before = old.encode() if exists else None
        write_plan_files([FileText(path, before, new.encode())])
    for number in stale:
        entry = baseline[number]
        click.echo(f"{entry.position}: removed, no finding of {entry.rule} on {entry.about}")
    for entry in added:
        click.echo(f"{shown}: added {entry.rule} on {entry.about}")
    if not stale and not added:
        click.echo(f"{shown}: nothing to change")
    for entry in baseline:
        remark = ""
        if remove and entry.rule in not_run:
            remark = f"was not run ({not_run[entry.rule]}), the entry stays"
        elif entry.is_void(opened.graph.as_of):
            remark = f"on {entry.about} expired on {entry.until}, the entry stays"
        if remark:
            click.echo(f"{entry.position}: {entry.rule} {remark}", err=True)


def _additions(opened: Opened, result: CheckResult, accept: Accepted) -> list[BaselineEntry]:
    from depgraph.errors import DepgraphError
    from depgraph.rules.baseline import entries_for

    as_of = opened.graph.as_of
    if accept.until is not None and as_of is not None and accept.until < as_of:
        raise DepgraphError(f"--until {accept.until} is before the as-of date, {as_of}")
    entries = (
        entry
        for finding in result.findings
        if accept.about or (finding.status == "new" and finding.severity == "error")
        for entry in entries_for(
            finding, reason=accept.reason, owner=accept.owner, until=accept.until
        )
    )
    unique = list(dict.fromkeys(entries))
    if accept.about:
        unique = [_asked_for(unique, opened, result, accept.about)]
    listed = {(entry.rule, entry.about): entry for entry in opened.rules.baseline}
    if accept.about and (known := listed.get((unique[0].rule, unique[0].about))) is not None:
        expired = f", and expired on {known.until}" if known.is_void(as_of) else ""
        raise DepgraphError(
            f"{known.position}: {known.rule} on {known.about} is listed already{expired}: "
            "change that entry"
        )
    return [entry for entry in unique if (entry.rule, entry.about) not in listed]


def _asked_for(
    entries: list[BaselineEntry], opened: Opened, result: CheckResult, about: tuple[str, ...]
) -> BaselineEntry:
    from depgraph.cli.naming import code_of
    from depgraph.errors import DepgraphError, did_you_mean

    rule = about[0]
    names = [examined.rule for examined in result.examined]
    if rule not in names:
        raise DepgraphError(f"there is no rule {rule!r}{did_you_mean(rule, names)}")
    codes = [opened.graph[code_of(opened.graph, code)].id for code in about[1:]]
    there = [entry.about for entry in entries if entry.rule == rule]
    about_wanted, turned = " -> ".join(codes), " -> ".join(reversed(codes))
    if about_wanted not in there and turned in there:
        click.echo(f"note: read as {turned}", err=True)
        about_wanted = turned
    for entry in entries:
        if (entry.rule, entry.about) == (rule, about_wanted):
            return entry
    has = f"it has findings on {', '.join(there)}" if there else "it has no finding at all"
    raise DepgraphError(f"there is no finding of {rule} on {about_wanted} to accept; {has}")


def _path_of(opened: Opened) -> Path:
    from depgraph.errors import DepgraphError
    from depgraph.sources.files import BASELINE_NAME, CONFIG_NAME, real_path

    if opened.config.baseline is not None:
        return real_path(opened.config.baseline)  # a link stays a link
    if opened.config.path is None:
        raise DepgraphError(
            f"there is no place for a baseline: it stands beside a configuration, {CONFIG_NAME} "
            "(depgraph init writes one)"
        )
    return opened.config.path.parent / BASELINE_NAME


def _show_difference(old: str, new: str, shown: str) -> None:
    from difflib import unified_diff

    lines = unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{shown}", f"b/{shown}"
    )
    for line in lines:
        click.echo(line.rstrip("\r\n"))
