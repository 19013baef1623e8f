def test_everything_about_a_milestone(run):
    done = run("show", "LDM-503-09")
    assert done.returncode == 0
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[0] == "LDM-503-09 Ops Rehearsal for Commissioning #1"
    assert "owner DM" in lines
    assert "due 2019-11-05" in lines
    for schedule, due, completed in (
        ("2018-07-17", "2018-11-30", "-"),
        ("2019-05-20", "2019-11-05", "-"),
        ("2024-11-30", "2020-12-01", "2019-10-07"),
    ):
        row = f"graphs/schedules/{schedule}.yaml {due} {completed} {schedule}"
        assert any(line.startswith(row) for line in lines)
    assert "Waits on 14 milestones, 2 complete" in lines
    assert "Blocks 1 milestone, 0 complete" in lines
    assert any(line.startswith("? DM-SUIT-5 unknown") for line in lines)
    assert any(line.startswith("? DM-DAX-9: The rehearsal may want") for line in lines)
    assert any("suit-blocks-nothing" in line for line in lines)
    assert any(line.startswith("also named Ops rehearsal for commissioning #1") for line in lines)


def test_a_milestone_with_a_question(run):
    shown = run("show", "LDM-503-10b").stdout
    assert "Questions\n" in shown
    assert "(graphs/prerequisites.yaml:" in shown


def test_a_milestone_that_a_schedule_lacks(run):
    shown = run("show", "DM-SUIT-16").stdout
    assert "unknown: the schedule does not have it" in shown
    assert "graphs/schedules/2019-05-20.yaml  not in it" in shown


def test_aliases_types_and_lags(run, write):
    path = write(
        "plan.yaml",
        "as_of: 2020-01-01\nmilestones:\n"
        "  A: {aka: OLD-A, due: 2020-02-01, tags: [x, y], note: 'look'}\n"
        "  B: {requires: [{id: OLD-A, type: SS, lag: -3, query: [One., Two.]}]}\n",
    )
    by_alias = run("show", "OLD-A", "--graph", path)
    assert by_alias.returncode == 0
    assert by_alias.stdout == run("show", "A", "--graph", path).stdout
    assert "also known as  OLD-A" in by_alias.stdout
    assert "tags           x, y" in by_alias.stdout
    shown = run("show", "B", "--graph", path).stdout
    assert "SS lag -3 d" in shown
    assert "? A: One. / Two." in shown


def test_control_characters_do_not_reach_the_terminal(run, write):
    path = write("plan.yaml", 'milestones:\n  A: {name: "red \\e[31m alert"}\n')
    done = run("show", "A", "--graph", path, "--color", "always")
    assert done.returncode == 2
    assert "\x1b[31m alert" not in done.stderr
    assert f"{path}:2:13: A: name: the text has the character U+001B: remove it" in done.stderr


def test_unknown_code(run):
    done = run("show", "DM-SUIT-99")
    assert done.returncode == 2
    assert "unknown milestone 'DM-SUIT-99' (did you mean" in done.stderr


def test_a_projected_date_after_the_deadline_says_by_how_much(run, write):
    path = write(
        "plan.yaml",
        "as_of: 2020-01-01\nmilestones:\n  A: {due: 2020-03-01}\n"
        "  B: {requires: [A], not_after: 2020-02-01}\n"
        "  C: {requires: [A], not_after: 2020-03-01}\n",
    )
    shown = run("show", "B", "--graph", path).stdout
    assert "2020-03-01 (waits on A, 29 days after its deadline, 2020-02-01)" in shown
    assert "2020-03-01 (waits on A)" in run("show", "C", "--graph", path).stdout
