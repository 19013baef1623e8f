import re
import subprocess
import sys
from pathlib import Path

import pytest

from depgraph.cli.commands import COMMANDS as ALL_COMMANDS

ROOT = Path(__file__).parents[2]
COMMANDS = ("check", "critical-path", "export", "render", "show")


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(printed, command, option):
    text = printed(command, option)
    assert f"Usage: depgraph {command}" in text
    assert "Examples:\n    depgraph " in text


def test_depgraph_alone_prints_the_help_with_the_commands_by_what_they_are_for(run):
    done = run()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Usage: depgraph ")
    assert done.stdout == run("--help").stdout == run("-h").stdout == run("help").stdout
    assert all(f"\n  {command} " in done.stdout for command in ALL_COMMANDS)
    titles = re.findall(r"^(\w[\w ]*):$", done.stdout, re.MULTILINE)
    groups = ["Check", "Explain", "Draw", "Report", "Change files", "Serve", "Set up"]
    assert titles == ["Options", *groups]


@pytest.mark.parametrize("command", ["help", *ALL_COMMANDS])
def test_help_has_room_on_a_terminal_of_80_columns_but_for_commands_to_copy(run, command):
    lines = run(command, "--help", columns=80).stdout.splitlines()
    if command == "help":
        lines += run(columns=80).stdout.splitlines()
    assert [
        line for line in lines if len(line) > 80 and not re.match(" *depgraph .* -", line)
    ] == []


def test_help_of_a_command_is_that_of_its_option(run):
    assert run("help", "slip").stdout == run("slip", "-h").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], "there is no command or topic 'chek' (did you mean 'check'?)"),
        (["zzz"], "there is no command or topic 'zzz'; 'depgraph help' lists them"),
        (["check", "list"], "help is about one command or topic at a time"),
    ],
)
def test_help_of_what_is_not_there(refusal, arguments, message):
    assert message in refusal("help", *arguments)


def test_topics_are_chapters_and_come_before_the_usage(run, tmp_path, monkeypatch):
    (tmp_path / "rules.md").write_text("# Rules\n\nWhat a rule is.\n")
    (tmp_path / "files.md").write_text("# Files\n")
    monkeypatch.setattr("depgraph.cli.commands._TOPICS", tmp_path)
    assert run("help", "files").stdout == "# Files\n"
    both = run("help", "rules").stdout
    assert both == f"# Rules\n\nWhat a rule is.\n\n{run('rules', '-h').stdout}"
    topics = run("help").stdout.partition("\nTopics (depgraph help TOPIC):\n")[2]
    assert [line.split(maxsplit=1) for line in topics.splitlines()] == [
        ["files"],
        ["rules", "What a rule is."],
    ]


@pytest.mark.parametrize("command", ["critical-path", "list", "what-if", "render"])
def test_own_options_come_first_and_those_of_the_plan_last(run, command):
    own, plan = run(command, "-h").stdout.split("\nPlan options:\n")
    assert "\nOptions:\n" in own
    assert "--graph" not in own.split("\nOptions:\n")[1]
    common = ["graph", "schedule", "as-of", "activities", "project", "fewest-links", "cut-cycles"]
    common += ["config", "allow-outside", "color"]
    assert re.findall(r"^  --([\w-]+)", plan, re.MULTILINE) == common


def test_a_mistyped_command(refusal):
    assert "there is no command 'chek' (did you mean 'check'?)" in refusal("chek")


def test_a_mistyped_option(refusal):
    assert "--schedule" in refusal("check", "--shedule", "x")


def test_version(run):
    assert run("--version").stdout == run("-V").stdout == "depgraph 0.1.0\n"


def test_python_m_depgraph_is_the_same(run):
    done = subprocess.run(
        [sys.executable, "-m", "depgraph", "check"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, run("check").stdout)


def test_codes_are_completed_by_the_shell(run):
    environment = {
        "_DEPGRAPH_COMPLETE": "bash_complete",
        "COMP_WORDS": "depgraph critical-path ldm-503-17",
        "COMP_CWORD": "2",
    }
    assert run(env=environment).stdout.splitlines() == ["plain,LDM-503-17", "plain,LDM-503-17a"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("list --team D", ["DAX", "DRP"]),
        ("list --owner comm", ["Commissioning"]),
        ("list --columns code,due,la", ["code,due,late"]),
        ("list --sort code,-la", ["code,-late"]),
        ("list --select ow", ["owner="]),
        ("list --select level=2,team=AP|N", ["level=2,team=AP|NCSA", "level=2,team=AP|NET"]),
        ("check --select suit", ["suit-blocks-nothing"]),
        ("check --ignore over", ["overdue"]),
        ("check --explain only-t", ["only-through"]),
        ("render --theme pr", ["print-grey"]),
        ("status --by st", ["state"]),
        ("diff --fail-on sl", ["slip"]),
        ("what-if --move LDM-503-17a", ["LDM-503-17a"]),
        ("what-if --drop DM-STA", ["DM-STAFF"]),
        ("help crit", ["critical-path"]),
        ("baseline --add date-o", ["date-order"]),
        ("list --schedule 2018", ["2018-07-17"]),
        ("diff 2018", ["2018-07-17"]),
        ("slips 2018-07-17 2024", ["2024-11-30"]),
        ("highlights --since 2018", ["2018-07-17"]),
        ("render --since 2018", ["2018-07-17"]),
        ("chart slips --since 2018", ["2018-07-17"]),
    ],
)
def test_values_are_completed_by_the_shell(run, words, expected):
    environment = {
        "_DEPGRAPH_COMPLETE": "bash_complete",
        "COMP_WORDS": f"depgraph {words}",
        "COMP_CWORD": str(len(words.split())),
    }
    lines = run(env=environment).stdout.splitlines()
    assert [line for line in lines if line.startswith("plain,")] == [
        f"plain,{word}" for word in expected
    ]
    is_schedule = expected[0].startswith("20")
    assert any(line.startswith("file,") for line in lines) == is_schedule


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_what_bash_would_take_for_commands_is_not_completed_there(run, write, shell):
    plan = write("plan.yaml", 'milestones: {X-1: , "X;b": , "X b": , "X$(b)": , "X*": }\n')
    environment = {
        "_DEPGRAPH_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": f"depgraph show --graph {plan} X",
        "COMP_CWORD": "4",
    }
    text = run(env=environment).stdout
    for code, is_plain in (("X-1", True), ("X;b", False), ("X b", False), ("X$(b)", False)):
        assert (code in text) == (is_plain or shell != "bash")


def test_nothing_is_completed_where_there_is_no_plan(run, tmp_path):
    environment = {
        "_DEPGRAPH_COMPLETE": "bash_complete",
        "COMP_WORDS": "depgraph list --team D",
        "COMP_CWORD": "3",
    }
    done = run(env=environment, cwd=tmp_path)
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_a_reader_that_goes_away_is_no_crash():
    done = subprocess.run(
        f"{Path(sys.executable).with_name('depgraph')} check --all | head -n 1",
        shell=True,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


def test_the_plan_is_found_from_a_folder_below(run, tmp_path):
    assert run("check", cwd=ROOT / "graphs" / "schedules").returncode == 0
    assert run("check", cwd=ROOT / "tests").returncode == 0


def test_the_library_as_the_readme_shows_it():
    code = (
        "import depgraph\n"
        "graph = depgraph.load('graphs/')\n"
        "network = graph.to_networkx()\n"
        "print(len(network), network.number_of_edges())\n"
        "print(depgraph.critical_path(graph, 'LDM-503-17').codes)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout.splitlines() == [
        "142 149",
        "('LDM-503-17', 'LDM-503-17a', 'LDM-503-15a', 'DM-AP-16')",
    ]


def test_importing_the_library_imports_nothing_heavy():
    code = (
        "import sys, depgraph\n"
        "print([m for m in ('networkx', 'graphviz', 'yaml', 'click', 'json') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout == "[]\n"


def test_the_library_checks_a_plan_with_its_rules(json_of, run):
    code = (
        "import depgraph\n"
        "result = depgraph.open_plan('graphs/').check()\n"
        "print(len(result.findings), len(result.failing))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    data = json_of("check")
    assert done.stdout == f"{len(data['findings'])} 0\n"


def test_an_empty_path_is_refused(refusal):
    assert "the path is empty" in refusal("check", "")


def test_what_nobody_foresaw_is_told_as_a_defect(refusal, monkeypatch):
    def fail(*_arguments, **_named):
        raise KeyError("nobody")

    monkeypatch.setattr("depgraph.plans.opening.open_selection", fail)
    error = refusal("list", "--level", "2")
    lines = error.splitlines()
    assert lines[0] == "error: this is a defect of depgraph: KeyError: 'nobody'"
    assert lines[1].startswith("please report it with these lines")
    assert lines[2].startswith("  depgraph 0.1.0, Python 3")
    assert lines[3] == "  depgraph list --level 2"
    assert any(line.startswith("  depgraph/cli/list_.py:") for line in lines)
    assert "Traceback" not in error


def test_too_little_memory_is_no_defect(refusal, monkeypatch):
    def fail(*_arguments, **_named):
        raise MemoryError

    monkeypatch.setattr("depgraph.plans.opening.open_selection", fail)
    assert refusal("list").startswith("error: there is not enough memory")
