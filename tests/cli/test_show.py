import json


def test_everything_about_a_milestone(printed):
    text = printed("show", "LDM-503-09")
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert lines[0] == "LDM-503-09 Ops Rehearsal for Commissioning #1"
    assert "owner DM" in lines
    assert "due 2019-11-05" in lines
    assert "dates as of 2019-04-30, by LDM-564 draft, 2019-05-20" in lines
    for schedule, due, completed, by in (
        ("2018-07-17", "2018-11-30", "-", "2018-07-17 LDM-564 1.2, 2018-07-17"),
        ("2019-05-20", "2019-11-05", "-", "2019-04-30 LDM-564 draft, 2019-05-20"),
        ("2024-11-30", "2020-12-01", "2019-10-07", "2024-11-30 LDM-564 draft after 1.6"),
    ):
        row = f"graphs/schedules/{schedule}.yaml {due} {completed} {by}"
        assert any(line.startswith(row) for line in lines)
    assert "Waits on 14 milestones, 2 complete" in lines
    assert "Blocks 1 milestone, 0 complete" in lines
    assert any(line.startswith("? DM-SUIT-5 unknown") for line in lines)
    assert any(line.startswith("? DM-DAX-9: That the rehearsal wants") for line in lines)
    assert any("suit-blocks-nothing" in line for line in lines)
    assert any(line.startswith("also named Ops rehearsal for commissioning #1") for line in lines)


def test_what_is_found_on_many_milestones_at_once_is_found_on_each(json_of, write):
    """A code may stand in a finding only as one of its heads, its tails or its circles."""
    folder = write(
        "depgraph.yaml",
        "graph: plan.yaml\nrules:\n"
        "  - {id: apart, kind: must-not-wait-on, milestones: {id: 'T*'}, on: {id: 'H*'}}\n",
    ).parent
    write(
        "plan.yaml",
        "milestones:\n  H1:\n  H2:\n  M: {requires: [H1, H2]}\n"
        "  T1: {requires: [M]}\n  T2: {requires: [M]}\n"
        "  A: {requires: [B, C]}\n  B: {requires: [A]}\n  C: {requires: [D]}\n"
        "  D: {requires: [A]}\n",
    )
    for code in ("H1", "H2", "M", "T1", "T2"):
        data = json_of("show", code, cwd=folder)
        assert [finding["rule"] for finding in data["findings"]] == ["apart"], code
    for code in "ABCD":
        data = json_of("show", code, cwd=folder)
        assert "cycle" in [finding["rule"] for finding in data["findings"]], code


def test_a_milestone_with_a_question(run):
    shown = run("show", "LDM-503-10b").stdout
    assert "Questions\n" in shown
    assert "(graphs/prerequisites.yaml:" in shown


def test_a_milestone_that_a_schedule_lacks(run):
    shown = run("show", "DM-SUIT-16").stdout
    assert "unknown: the schedule does not have it" in shown
    assert "graphs/schedules/2019-05-20.yaml  not in it" in shown


def test_aliases_types_and_lags(run, printed, write):
    path = write(
        "plan.yaml",
        "as_of: 2020-01-01\nmilestones:\n"
        "  A: {aka: OLD-A, due: 2020-02-01, tags: [x, y], note: 'look'}\n"
        "  B: {requires: [{id: OLD-A, type: SS, lag: -3, query: [One., Two.]}]}\n",
    )
    text = printed("show", "OLD-A", "--graph", path)
    assert text == run("show", "A", "--graph", path).stdout
    assert "also known as  OLD-A" in text
    assert "tags           x, y" in text
    shown = run("show", "B", "--graph", path).stdout
    assert "SS lag -3 d" in shown
    assert "? A: One. / Two." in shown


def test_control_characters_do_not_reach_the_terminal(refusal, write):
    path = write("plan.yaml", 'milestones:\n  A: {name: "red \\e[31m alert"}\n')
    error = refusal("show", "A", "--graph", path, "--color", "always")
    assert "\x1b[31m alert" not in error
    assert f"{path}:2:13: A: name: the text has the character U+001B: remove it" in error


def test_unknown_code(refusal):
    error = refusal("show", "DM-SUIT-99")
    assert "unknown milestone 'DM-SUIT-99' (did you mean" in error


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


PLAN = """\
as_of: 2020-01-01
milestones:
  A: {name: "A <b> | B", aka: OLD-A, due: 2019-12-01, not_after: 2019-12-15, note: look, owner: Us}
  B:
    requires: [{id: A, type: SS, lag: -3, query: [One., Two.], note: agreed}, C]
    questions: [Is it so?]
  C: {due: 2019-11-01, completed: 2019-11-01}
"""


def data_of(run, *arguments):
    done = run(*arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_json_has_the_milestone_as_export_and_its_findings_as_check(run):
    data = data_of(run, "show", "LDM-503-09")
    exported = json.loads(run("export").stdout)
    milestone = next(one for one in exported["milestones"] if one["id"] == "LDM-503-09")
    assert milestone.items() <= data.items()
    keys = exported["links"][0].keys()
    links = [pair["link"] for pair in (*data["waits_on"], *data["blocks"])]
    assert [{key: link[key] for key in keys} for link in links] == [
        link
        for end in ("dependent", "prerequisite")
        for link in exported["links"]
        if link[end] == "LDM-503-09"
    ]
    checked = data_of(run, "check", "--all")["findings"]
    assert data["findings"]
    assert all(finding in checked for finding in data["findings"])
    assert [finding["rule"] for finding in data["findings"]] == [
        "conflicting-attribute",
        *["rehearsals-without-dax-or-net"] * 5,
        *("stale-query", "suit-blocks-nothing"),
    ]


def test_json_has_names_and_dates_of_every_file(run):
    data = data_of(run, "show", "LDM-503-09")
    assert [(name["name"], name["file"], name["line"]) for name in data["names"]] == [
        ("Ops Rehearsal for Commissioning #1", "graphs/prerequisites.yaml", 89),
        ("Ops rehearsal for commissioning #1", "graphs/schedules/2019-05-20.yaml", 298),
    ]
    assert (data["file"], data["line"]) == ("graphs/prerequisites.yaml", 88)
    assert [
        (one["as_of"], one["has_it"], one["due"], one["completed"]) for one in data["schedules"]
    ] == [
        ("2018-07-17", True, "2018-11-30", None),
        ("2019-04-30", True, "2019-11-05", None),
        ("2024-11-30", True, "2020-12-01", "2019-10-07"),
    ]
    lacking = data_of(run, "show", "DM-SUIT-16")["schedules"][1]
    (document,) = lacking.pop("documents")
    assert (document["handle"], document["approval"]) == ("LDM-564", "not yet approved")
    assert lacking == {
        "schedule": "graphs/schedules/2019-05-20.yaml",
        "as_of": "2019-04-30",
        "has_it": False,
        **dict.fromkeys(("name", "due", "forecast", "completed")),
    }


def test_json_has_projected_dates_and_links(run, write):
    path = write("plan.yaml", PLAN)
    data = data_of(run, "show", "B", "--graph", path)
    assert (data["projected"], data["driver"], data["driving_prerequisite"]) == (
        "2020-01-01", "as-of date", None,
    )  # fmt: skip
    assert [(question["text"], question["line"]) for question in data["questions"]] == [
        ("Is it so?", 6)
    ]
    first, second = data["waits_on"]
    assert (first["id"], first["overdue_days"], first["projected"]) == ("A", 31, "2020-01-01")
    assert first["link"] | {"file": "", "column": 0} == {
        "prerequisite": "A",
        "dependent": "B",
        "type": "SS",
        "lag": -3,
        "calendar": None,
        "queried": True,
        "holds": None,
        "queries": ["One.", "Two."],
        "note": "agreed",
        "through": [],
        "file": "",
        "line": 5,
        "column": 0,
    }
    assert (second["state"], second["completed"], second["overdue_days"]) == (
        "complete", "2019-11-01", None,
    )  # fmt: skip
    data = data_of(run, "show", "OLD-A", "--graph", path)
    assert (data["id"], data["aka"], data["overdue_days"]) == ("A", ["OLD-A"], 31)
    assert (data["slip_days"], data["after_deadline_days"]) == (31, 17)
    assert [one["id"] for one in data["blocks"]] == ["B"]


def test_a_circle_leaves_out_the_projected_dates_and_nothing_else(run, write):
    path = write("plan.yaml", PLAN.replace("completed: 2019-11-01}", "requires: [B]}"))
    data = data_of(run, "show", "B", "--graph", path)
    projected = ("projected", "driver", "driving_prerequisite", "slip_days", "after_deadline_days")
    assert {key: data[key] for key in projected} == dict.fromkeys(projected)
    assert [one["id"] for one in data["waits_on"]] == ["A", "C"]
    assert "cycle" in [finding["rule"] for finding in data["findings"]]
    assert "projected" not in run("show", "B", "--graph", path).stdout


def test_markdown_and_html_say_the_same_as_the_text(run, write):
    path = write("plan.yaml", PLAN)
    markdown = run("show", "A", "--graph", path, "--format", "markdown").stdout
    assert markdown.startswith("## A A &lt;b> &#124; B\n\n|  |  |\n| --- | --- |\n")
    assert "\n| state | incomplete, overdue 31 d |\n" in markdown
    assert "\n### Blocks 1 milestone, 0 complete\n" in markdown
    assert "\n| ? | B | incomplete | - | - | SS lag -3 d |  |\n" in markdown
    assert "\n? B: One. / Two. (" in markdown
    html = run("show", "A", "--graph", path, "--format", "html").stdout
    assert "<h1><bdi>A  A &lt;b&gt; | B</bdi></h1>" in html
    assert "<tr><td><bdi>also known as</bdi></td><td><bdi>OLD-A</bdi></td></tr>" in html
    assert "<caption>Blocks 1 milestone, 0 complete</caption>" in html
    assert "<p><b>Waits on</b></p>\n<ul><li>nothing</li></ul>" in html
    assert "<p><b>Findings</b></p>\n<ul><li>warning " in html


def test_no_schedule_is_overwritten(refusal, write, tmp_path):
    write("depgraph.yaml", "graph: plan.yaml\nschedules: [old.csv]\n")
    write("plan.yaml", PLAN)
    old = write(
        "old.csv",
        "task_code,pred_list,succ_list,task_name\n"
        "Activity ID,Predecessors,Successors,Name\n"
        "A,,,First\n",
    )
    error = refusal("show", "A", "--format", "json", "-o", old, cwd=tmp_path)
    assert "cannot write old.csv: the plan is read from it" in error.replace(
        str(tmp_path) + "/", ""
    )
    assert old.read_text().endswith("\nA,,,First\n")
