"""One name for one thing, one thing for one name: the options of all commands together."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import click
import pytest

from depgraph.cli.commands import COMMANDS
from depgraph.cli.main import cli
from depgraph.cli.options import OldName

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Done

DIFFERENT_VALUES = {
    "--select": "check selects rules, all others milestones",
    "--owner": "baseline notes who looks after a finding, all others select by it",
    "--fail-on": "findings of a check, differences, points of an assessment",
    "--by": "what there is to group by: everything, or only who has the milestones",
    "--since": "check compares with a whole plan, as diff does, all others with a schedule",
    "--format": "each answer has its formats",
    "--target": "some answers are about several",
}
"""Options that take other values in other commands, and why."""


def options(command: str) -> Iterator[click.Option]:
    """Yield the options that help has of a command."""
    called = cli.get_command(click.Context(cli), command)
    assert called is not None
    yield from (
        option
        for option in called.params
        if isinstance(option, click.Option) and not isinstance(option, OldName)
    )


def everywhere() -> Iterator[tuple[str, str, click.Option]]:
    """Yield each name of an option, the command that has it, and the option."""
    for command in COMMANDS:
        for option in options(command):
            for name in (*option.opts, *option.secondary_opts):
                yield name, command, option


def test_one_name_takes_the_same_values_in_every_command():
    values = defaultdict(set)
    for name, _, option in everywhere():
        if name not in DIFFERENT_VALUES:
            kind = repr(option.type) if isinstance(option.type, click.Choice) else option.type.name
            values[name].add((kind, option.metavar, option.is_flag, option.multiple, option.nargs))
    assert {name: kinds for name, kinds in values.items() if len(kinds) > 1} == {}
    assert set(DIFFERENT_VALUES) <= {name for name, _, _ in everywhere()}


def test_one_help_stands_for_one_name_only():
    names = defaultdict(set)
    for _, _, option in everywhere():
        names[option.help].add(option.opts[0])
    assert {about: same for about, same in names.items() if len(same) > 1} == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("critical-path LDM-503-17 --by hops", "critical-path LDM-503-17 --chain hops"),
        ("why DM-NCSA-12 LDM-503-14 --list 2", "why DM-NCSA-12 LDM-503-14 --paths 2"),
        ("slip DM-DRP-10 60 --only LDM-503-17", "slip DM-DRP-10 60 --target LDM-503-17"),
        ("what-if --drop-queries", "what-if --without-queries"),
        ("highlights --previous 2018-07-17", "highlights --since 2018-07-17"),
        (
            "render --format dot --critical LDM-503-17",
            "render --format dot --target LDM-503-17",
        ),
        ("render --format dot --reduce", "render --format dot --fewest-links"),
        (
            "render --format dot --changes-since 2018-07-17",
            "render --format dot --since 2018-07-17",
        ),
        (
            "chart slips --format csv --from 2018-07-17",
            "chart slips --format csv --since 2018-07-17",
        ),
    ],
)
def test_an_old_name_works_and_says_the_new_one(run, old, new):
    by_old, by_new = run(*old.split()), run(*new.split())
    (was,) = {word for word in old.split() if word.startswith("--")} - set(new.split())
    (now,) = {word for word in new.split() if word.startswith("--")} - set(old.split())
    assert (by_old.returncode, by_old.stdout) == (by_new.returncode, by_new.stdout)
    assert by_old.stderr == f"note: {was} is now {now}\n{by_new.stderr}"
    command = old.split()[0]
    shown = run(command, "-h").stdout
    assert f" {now} " in shown
    assert f" {was} " not in shown


def test_old_and_new_names_of_one_option_add_up_or_contradict(run):
    both = run("slip", "DM-DRP-10", "60", "--only", "LDM-503-17", "--target", "LDM-503-14")
    new: Done = run("slip", "DM-DRP-10", "60", "--target", "LDM-503-14", "--target", "LDM-503-17")
    assert both.stdout == new.stdout
    done = run("chart", "slips", "--from", "2018-07-17", "--since", "2019-05-20")
    assert done.returncode == 2
    assert "--from and --since are one option: give it once" in done.stderr


def test_milestones_are_chosen_by_level_wherever_they_are_chosen(run, tmp_path):
    choosing = {command for name, command, _ in everywhere() if name == "--team"}
    assert choosing == {command for name, command, _ in everywhere() if name == "--level"}
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "as_of: 2020-01-01\n"
        "milestones:\n"
        "  A: {name: First, level: 2, due: 2020-02-01}\n"
        "  B: {name: Second, level: 3, due: 2020-03-01, requires: [A]}\n"
    )
    drawn = run("render", "--graph", plan, "--level", "3", "--format", "dot")
    assert "1 of 2 milestones (level 3)" in drawn.stdout + drawn.stderr
    imported = run("import", plan, "--into", tmp_path / "new", "--level", "2", "--dry-run")
    assert "First" in imported.stdout
    assert "Second" not in imported.stdout
    written = run("release-plan", "--graph", plan, "--level", "3", "--format", "json")
    assert written.stderr.startswith("note: --level chooses milestones, as in other commands")
    quiet = run("release-plan", "--graph", plan, "--main-level", "3", "--format", "json")
    assert quiet.stderr == ""
