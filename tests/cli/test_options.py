"""One name for one thing, one thing for one name: the options of all commands together."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator

import click
import pytest

from depgraph.cli.commands import COMMANDS
from depgraph.cli.main import cli
from tests.conftest import Done

DIFFERENT_VALUES = {
    "--select": "check selects rules, all others milestones",
    "--owner": "baseline notes who looks after a finding, all others select by it",
    "--fail-on": "findings of a check, differences, points of an assessment",
    "--by": "what there is to group by: everything, or only who has the milestones",
    "--since": "check compares with a whole plan, as diff does, all others with a schedule",
    "--format": "each answer has its formats",
    "--paper": "a picture takes what it needs, a page or a slide has a size",
    "--target": "some answers are about several",
}
"""Options that take other values in other commands, and why."""


def options(command: str) -> Iterator[click.Option]:
    """Yield the options that help has of a command."""
    called = cli.get_command(click.Context(cli), command)
    assert called is not None
    yield from (
        option for option in called.params if isinstance(option, click.Option) and not option.hidden
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
        names[option.help].add(option.opts[0])  # other ones of the same option stand beside it
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


def test_old_and_new_names_of_one_option_add_up_or_contradict(run, refusal):
    both = run("slip", "DM-DRP-10", "60", "--only", "LDM-503-17", "--target", "LDM-503-14")
    new: Done = run("slip", "DM-DRP-10", "60", "--target", "LDM-503-14", "--target", "LDM-503-17")
    assert both.stdout == new.stdout
    error = refusal("chart", "slips", "--from", "2018-07-17", "--since", "2019-05-20")
    assert "--from and --since are one option: give it once" in error


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


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("--color always list LDM-503-17", "list LDM-503-17 --color always"),
        ("--graph graphs --as-of=2019-06-01 health", "health --graph graphs --as-of=2019-06-01"),
        ("--schedule 2018-07-17 show LDM-503-09", "show LDM-503-09 --schedule 2018-07-17"),
        ("--cut-cycles export graphs", "export --graph graphs --cut-cycles"),
    ],
)
def test_options_of_a_plan_stand_before_the_command_too(run, before, behind):
    first, last = run(*before.split()), run(*behind.split())
    assert (first.returncode, first.stdout) == (0, last.stdout)
    assert first.stderr == last.stderr


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("--graph graphs", "error: --graph is for a command: which one?\n"),
        ("--graph", "error: option '--graph' requires an argument\n"),
        ("--graph graphs init x", "error: no such option '--graph'"),
        ("--grahp graphs check", "error: no such option '--grahp'"),
        ("check --shedule x", "error: no such option '--shedule' (did you mean"),
        ("why LDM-503-17", "error: missing argument 'DEPENDENT': depgraph why [OPTIONS] P"),
        ("list --level two", "error: invalid value for '--level': 'two' is not a valid integer\n"),
        ("show graphs", "error: unknown milestone 'graphs'; --graph names graph files\n"),
    ],
)
def test_errors_have_one_form(refusal, call, message):
    assert refusal(*call.split()).startswith(message)


def test_graph_files_are_arguments_where_no_codes_are(run):
    def usage(command: str) -> str:
        return run(command, "-h").stdout.split("\n\n")[0]

    plans = {command for name, command, _ in everywhere() if name == "--graph"}
    takes_paths = {command for command in plans if "[PATH]..." in usage(command)}
    assert takes_paths == {command for command in plans if usage(command).endswith("[PATH]...")}
    assert {c for c in plans if usage(c).endswith("[OPTIONS]")} == set()


def test_what_fails_an_assessment_is_named(run, tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "as_of: 2020-01-01\n"
        "milestones:\n"
        "  A: {due: 2020-02-01}\n"
        "  B: {due: 2020-03-01, requires: [{id: A, lag: -5}]}\n"
    )
    call = ("health", plan, "--fail-on")
    assert run(*call, "leads").returncode == run(*call, "lags", "--fail-on", "any").returncode == 1
    assert run(*call, "lags").returncode == 0
    assert "there is no check 'lag' (did you mean 'lags'?)" in run(*call, "lag").stderr
    old = run("health", plan, "--fail")
    assert (old.returncode, old.stderr) == (1, "note: --fail is now --fail-on any\n")


def test_files_that_are_written_can_be_seen_as_a_patch_first(run, tmp_path):
    shown = run("init", "plan", "--dry-run", cwd=tmp_path)
    assert shown.stdout.startswith("--- /dev/null\n+++ b/plan/depgraph.yaml\n@@ -0,0 +1,")
    assert not list(tmp_path.iterdir())
    plan = tmp_path / "plan.yaml"
    plan.write_text("milestones:\n   A: {due: 2020-02-01}\n")
    for option, status in (("--diff", 0), ("--dry-run", 0), ("--check", 1)):
        done = run("fmt", "plan.yaml", option, cwd=tmp_path)
        assert done.returncode == status
        assert ("-   A: {due: 2020-02-01}\n" in done.stdout) == (option != "--check")
        assert "plan.yaml: would change\n" in done.stdout + done.stderr
    assert run("fmt", "plan.yaml", "--check", "--diff", cwd=tmp_path).returncode == 1
    assert plan.read_text() == "milestones:\n   A: {due: 2020-02-01}\n"


def test_every_picture_and_answer_can_be_without_the_queried_links(run, tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "as_of: 2020-01-01\n"
        "milestones:\n"
        "  A: {due: 2020-03-01}\n"
        "  B: {due: 2020-02-01, requires: [{id: A, query: Really?}]}\n"
    )
    call = ("chart", "timeline", "--graph", plan, "--format", "csv")
    for more, projected in (((), "2020-03-01"), (("--without-queries",), "2020-02-01")):
        rows = csv.DictReader(run(*call, *more).stdout.splitlines())
        assert [row["projected"] for row in rows if row["id"] == "B"] == [projected]
    drawn = run("render", plan, "--without-queries", "--format", "dot").stdout
    assert "the links that a reviewer doubts are left out" in drawn
    assert "Really?" not in drawn
    assert '"links": []' in run("export", plan, "--without-queries").stdout


def test_check_says_where_the_baseline_is_updated_now(run, tmp_path):
    assert "--update-baseline" not in run("check", "-h").stdout
    (tmp_path / "depgraph.yaml").write_text("graph: plan.yaml\nbaseline: baseline.yaml\n")
    (tmp_path / "plan.yaml").write_text("milestones: {A: {due: 2020-03-01}}\n")
    (tmp_path / "baseline.yaml").write_text("findings: []\n")
    done = run("check", "--update-baseline", cwd=tmp_path)
    assert done.stderr.startswith(
        "note: check --update-baseline is now depgraph baseline --update\n"
    )


def test_the_reading_of_gaps_is_asked_for_where_one_date_is_told(run, tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "as_of: 2020-02-11\n"
        "milestones:\n"
        "  A: {due: 2020-02-01}\n"
        "  B: {due: 2020-03-01, requires: [A]}\n"
    )
    for gaps, projected in (("float", "2020-03-01"), ("work", "2020-03-11")):
        call = ("--graph", plan, "--gaps", gaps, "--format", "json")
        path = json.loads(run("critical-path", "B", *call).stdout)
        shown = json.loads(run("show", "B", *call).stdout)
        listed = json.loads(run("list", "B", "--columns", "code,projected,late", *call).stdout)
        assert [path["projected"], shown["projected"]] == [projected, projected]
        assert listed["rows"][0]["projected"] == projected
        assert path["gaps"] == shown["gaps"] == listed["gaps"] == gaps
    for view in ((), ("--delayed", "--by-cause"), ("--by-month",), ("--predecessors",)):
        told = run("list", "--graph", plan, *view, "--gaps", "work").stdout
        assert "Dates if gaps are work" in told
    assert ", if gaps are work)" in run("show", "B", "--graph", plan, "--gaps", "work").stdout
