import re

import pytest

AS_OF = "as of 2019-04-30, by LDM-564 draft, 2019-05-20"


PLAN = """\
as_of: 2020-01-01
milestones:
  T:
    name: Target
    due: 2020-03-01
    requires: [A, B, {id: C, query: Really?}]
  A: {completed: 2019-12-01, team: X}
  B: {progress: 40, team: X}
  C: {team: Y, requires: [D]}
  D: {kind: requirement}
"""


def test_a_milestone_of_the_plan(run):
    lines = run("status", "LDM-503-17").stdout.splitlines()
    assert lines[:2] == [
        "LDM-503-17  Final Operations Rehearsal",
        f"incomplete, due 2022-09-30, {AS_OF}",
    ]
    assert lines[2] == ""
    assert re.split("  +", lines[3]) == ["waits on", "complete", "partial", "not begun", "total"]
    bar = "█" * 9 + "▓" + "░" * 14
    assert re.split("  +", lines[5]) == ["in all", bar, "51", "5", "79", "135"]
    sentence = "It waits on 32 of them all only by queried links: 9 complete, 0 partial, 23 other."
    assert lines[6] == sentence
    assert lines[-1] == "█ complete   ▓ partial   ░ not begun"


def test_the_verification_of_requirements(run):
    done = run(
        *("status", "LDM-503-19a", "LDM-503-19", "--by", "priority"),
        *("--graph", "graphs/verification.yaml"),
        *("--schedule", "graphs/schedules/2024-11-30.yaml"),
    )
    rows = [re.split("  +", line.strip()) for line in done.stdout.splitlines()]
    counts = [row[2:] for row in rows if row[0] in {"directly", "Priority 1a requirements"}]
    assert counts == [
        ["24", "4", "29", "1", "58", "57 of 58 state a progress; 45 % if the others count as 0"],
        ["24", "4", "29", "0", "57", "46 %"],
        ["24", "4", "29", "0", "57", "46 %"],
        [
            "39",
            "6",
            "29",
            "102",
            "176",
            "74 of 176 state a progress; 24 % if the others count as 0",
        ],
        ["24", "4", "29", "0", "57", "46 %"],
        ["24", "4", "29", "0", "57", "46 %"],
    ]
    assert (
        "1 milestone is in several groups by priority, and counted in each: DMS-REQ-0197."
        in done.stdout
    )


def test_bars_where_blocks_cannot_be_written(run_process, write):
    path = write("plan.yaml", PLAN)
    done = run_process("status", "T", "--graph", path, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0, done.stderr
    assert "########++++++++--------" in done.stdout
    assert "# complete   + partial   - not begun" in done.stdout


def test_the_bar_says_the_same_without_colour(run, write):
    path = write("plan.yaml", PLAN)
    coloured = run("status", "T", "--graph", path, "--color", "always").stdout
    plain = run("status", "T", "--graph", path).stdout
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_json_has_all_counts(json_of, write):
    path = write("plan.yaml", PLAN)
    data = json_of("status", "T", "A", "--graph", path, "--by", "team")
    assert (data["as_of"], data["by"]) == ("2020-01-01", "team")
    first, second = data["milestones"]
    assert first["direct"] | {"groups": [], "queried": {}} == {
        "total": 3,
        "complete": 1,
        "partial": 1,
        "not_begun": 1,
        "no_progress_stated": 0,
        "progress": {"mean": 40.0, "of": 1, "if_others_count_as_0": 46.67},
        "queried": {},
        "groups": [],
        "in_several_groups": [],
    }
    assert first["direct"]["queried"]["total"] == 1
    assert first["all"]["no_progress_stated"] == 1
    assert [(each["name"], each["total"]) for each in first["all"]["groups"]] == [
        ("X", 2),
        ("Y", 1),
        (None, 1),
    ]
    assert (second["id"], second["all"]["total"]) == ("A", 0)


def test_all_is_told_only_where_all_is_complete(json_of, run, write):
    """Nor is nothing, where something is begun; what is complete is so whatever progress it has."""
    write(
        "plan.yaml",
        "as_of: 2020-01-01\nmilestones:\n"
        "  T: {requires: [A, B]}\n"
        "  A: {progress: 99}\n"
        "  B: {completed: 2019-12-01, progress: 60}\n"
        "  U: {requires: [C, D, E]}\n"
        "  C: {progress: 1}\n  D: {progress: 0}\n  E: {progress: 0}\n",
    )
    folder = write("depgraph.yaml", "graph: plan.yaml\n").parent
    text = run("status", "T", "U", cwd=folder).stdout
    assert [line.rsplit("  ", 1)[1] for line in text.splitlines() if line[:8] == "directly"] == [
        "99 %",
        "1 %",
    ]
    data = json_of("status", "T", cwd=folder)
    assert data["milestones"][0]["direct"]["progress"]["mean"] == 99.5


def test_markdown(run, write):
    path = write("plan.yaml", PLAN)
    text = run("status", "T", "--graph", path, "--format", "markdown").stdout
    assert text.startswith("## T Target\n")
    assert (
        "| directly | ████████▓▓▓▓▓▓▓▓░░░░░░░░ | 1 | 1 | 1 | 0 | 3 | "
        "1 of 3 states a progress; 47 % if the others count as 0, complete ones as 100 |"
    ) in text


def test_without_queries(run, write):
    path = write("plan.yaml", PLAN)
    text = run("status", "T", "--graph", path, "--without-queries").stdout
    assert re.search(r"^in all +█+▓+ +1 +1 +0 +2 ", text, re.MULTILINE)
    assert "queried links" not in text


def test_what_waits_on_nothing(run):
    assert run("status", "CAMM8040").stdout.splitlines()[-1] == "It waits on nothing."


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "missing argument 'CODE...'"),
        (["LDM-503-7"], "unknown milestone 'LDM-503-7' (did you mean"),
        (["LDM-503-17", "--by", "teams"], "nothing to group by is called 'teams' (did you mean"),
        (["LDM-503-17", "--by", "tag:zz"], "no milestone has a tag that begins with 'zz'"),
    ],
)
def test_what_cannot_be_answered(arguments, message, refusal):
    assert message in refusal("status", *arguments)
