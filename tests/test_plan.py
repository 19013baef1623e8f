"""Which configuration and which files a user's words stand for."""

import os
from datetime import date
from pathlib import Path

import pytest

from depgraph.errors import DepgraphError, LoadError
from depgraph.plans.loading import load, load_graph, load_schedules
from depgraph.plans.selection import Selection, select_config

PLAN = """\
graph: [main.yaml, more/extra.yaml]
schedule: schedules/2019.yaml
owners: [{match: "*", owner: DM}]
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def write_plan(folder: str) -> None:
    write(f"{folder}/depgraph.yaml", PLAN)
    write(f"{folder}/main.yaml", "milestones: {MAIN: {}}\n")
    write(f"{folder}/more/extra.yaml", "milestones: {EXTRA: {requires: [MAIN]}}\n")
    write(f"{folder}/unlisted.yaml", "milestones: {UNLISTED: {}}\n")
    write(
        f"{folder}/schedules/2019.yaml",
        "as_of: 2019-05-20\nmilestones: {MAIN: {due: 2019-06-01}}\n",
    )


def codes(*paths: str, **given: str) -> list[str]:
    return [milestone.id for milestone in load(paths or None, **given).milestones]


@pytest.mark.parametrize(
    ("folder", "start"),
    [(".", "."), (".", "a/b"), ("graphs", "."), ("graphs", "a/b"), ("graphs", "graphs/more")],
)
def test_without_a_path_the_plan_is_found_upward_and_in_graphs(
    folder: str, start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_plan(folder)
    Path(".git").mkdir()
    Path(start).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(start)

    graph = load()

    assert [milestone.id for milestone in graph.milestones] == ["EXTRA", "MAIN"]
    assert graph["MAIN"].due == date(2019, 6, 1)
    assert graph["MAIN"].owner == "DM"
    assert graph.as_of == date(2019, 5, 20)


def test_without_a_plan_the_user_is_told_what_to_give() -> None:
    with pytest.raises(DepgraphError, match=r"no plan found: .* give --graph PATH .*begins one"):
        load()


@pytest.mark.parametrize("path", ["graphs", "./graphs", "graphs/more/..", "link"])
def test_a_directory_with_a_configuration_stands_for_its_plan(path: str) -> None:
    write_plan("graphs")
    Path("link").symlink_to("graphs")

    assert codes(path) == ["EXTRA", "MAIN"]


def test_a_directory_without_a_configuration_stands_for_its_files() -> None:
    write("plan/a.yaml", "milestones: {A: {}}\n")
    write("plan/b.yml", "milestones: {B: {}}\n")

    assert codes("plan") == ["A", "B"]


def test_a_directory_below_a_configuration_stands_for_its_files_with_that_configuration() -> None:
    write_plan("graphs")
    write("graphs/sub/a.yaml", "milestones: {MAIN: {}}\n")

    graph = load("graphs/sub")

    assert [milestone.owner for milestone in graph.milestones] == ["DM"]
    assert graph["MAIN"].due == date(2019, 6, 1)


def test_a_file_stands_for_itself_with_the_configuration_above_it() -> None:
    write_plan("graphs")

    graph = load("graphs/unlisted.yaml")

    assert [(milestone.id, milestone.owner) for milestone in graph.milestones] == [
        ("UNLISTED", "DM")
    ]


def test_the_configuration_in_graphs_does_not_count_for_a_file_elsewhere() -> None:
    write_plan("graphs")
    write("a.yaml", "milestones: {A: {}}\n")

    assert load("a.yaml")["A"].owner is None


def test_a_configuration_without_graph_stands_for_the_files_beside_it() -> None:
    write("depgraph.yaml", "home: DM\n")
    write("a.yaml", "milestones: {A: {}}\n")
    write("below/b.yaml", "milestones: {B: {}}\n")

    assert codes() == ["A"]


def test_a_plan_and_a_file_more() -> None:
    write_plan("graphs")
    write("a.yaml", "milestones: {A: {requires: [EXTRA]}}\n")

    assert codes("graphs", "a.yaml") == ["A", "EXTRA", "MAIN"]


@pytest.mark.parametrize("config", ["graphs", "graphs/depgraph.yaml"])
def test_a_named_configuration_counts_in_place_of_the_one_that_is_found(config: str) -> None:
    write_plan("graphs")
    write("depgraph.yaml", "home: X\n")
    write("a.yaml", "milestones: {A: {}}\n")

    assert codes(config=config) == ["EXTRA", "MAIN"]
    assert load("a.yaml", config=config)["A"].owner == "DM"


def test_a_named_schedule_counts_in_place_of_the_configured_one() -> None:
    write_plan(".")
    write("other.yaml", "as_of: 2020-02-02\nmilestones: {EXTRA: {completed: 2020-01-01}}\n")

    graph = load(schedule="other.yaml")

    assert graph.as_of == date(2020, 2, 2)
    assert (graph["MAIN"].state, graph["EXTRA"].state) == ("unknown", "complete")


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("missing.yaml", "missing.yaml: cannot be read: No such file or directory"),
        ("folder", "folder/depgraph.yaml: cannot be read: No such file or directory"),
        (
            "folder/depgraph.yaml/x",
            "folder/depgraph.yaml/x: cannot be read: No such file or directory",
        ),
        ("c" * 300, f"{'c' * 300}: cannot be read: File name too long"),
    ],
)
def test_a_configuration_that_cannot_be_read_is_all_that_is_reported(
    config: str, expected: str
) -> None:
    Path("folder").mkdir()
    write("not-meant.yaml", "- wrong\n")

    with pytest.raises(LoadError) as caught:
        load(config=config)

    assert str(caught.value) == expected


def test_what_is_wrong_in_configuration_and_files_comes_together() -> None:
    write("depgraph.yaml", "graph: [a.yaml, gone.yaml]\nhom: DM\n")
    write("a.yaml", "milestones: {A: {requires: [ONE-OF-GONE], due: soon}}\n")

    with pytest.raises(LoadError) as caught:
        load()

    assert [str(problem) for problem in caught.value.problems] == [
        "a.yaml:1:29: A: requires: no file defines 'ONE-OF-GONE'; "
        "it may stand in what could not be read",
        "a.yaml:1:48: A: due: expected a date as YYYY-MM-DD, got 'soon'",
        "depgraph.yaml:1:17: graph: there is no file 'gone.yaml' (looked for gone.yaml)",
        "depgraph.yaml:2:1: configuration: unknown key 'hom' (did you mean 'home'?)",
    ]


def test_a_configuration_named_as_graph_is_told_apart() -> None:
    write_plan(".")

    with pytest.raises(LoadError, match=r"^depgraph.yaml: this is a configuration, not a graph"):
        load("depgraph.yaml")


def test_a_directory_that_was_removed_is_no_place_to_look(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)  # the fixture goes back
    gone.rmdir()

    with pytest.raises(DepgraphError, match="the working directory does not exist any more"):
        load()


# -- revisions of the schedule -----------------------------------------------------------


def test_the_revisions_of_the_schedule_are_sorted_by_date() -> None:
    write("a.yaml", "milestones: {A: {}}\n")
    write("x.yaml", "as_of: 2019-01-01\nmilestones: {A: {due: 2019-06-01}}\n")
    write("y.yaml", "as_of: 2018-01-01\nmilestones: {A: {completed: 2018-01-01}, B: {}}\n")
    write("z.yaml", "milestones: {}\n")
    write("depgraph.yaml", "graph: a.yaml\nschedule: x.yaml\nschedules: [x.yaml, y.yaml]\n")
    selection = Selection(schedule=Path("z.yaml"))

    revisions = load_schedules(selection, select_config(selection, []))

    assert [(each.shown, each.as_of) for each in revisions] == [
        ("y.yaml", date(2018, 1, 1)),
        ("x.yaml", date(2019, 1, 1)),
        ("z.yaml", None),
    ]
    assert sorted(revisions[0].milestones) == ["A", "B"]
    assert revisions[0].milestones["A"].is_complete


def test_the_problems_of_all_revisions_come_together() -> None:
    write("x.yaml", "as_of: soon\nmilestones: {}\n")
    write("y.yaml", "milestones: {A: {due: x}}\n")
    write("depgraph.yaml", "schedules: [y.yaml, x.yaml]\n")
    selection = Selection()

    with pytest.raises(LoadError) as caught:
        load_schedules(selection, select_config(selection, []))

    assert [problem.file for problem in caught.value.problems] == ["x.yaml", "y.yaml"]


def test_problems_met_before_are_raised_with_those_of_the_graph() -> None:
    write("a.yaml", "milestones: {A: {due: x}}\n")
    write("depgraph.yaml", "graph: a.yaml\nx: y\n")
    selection = Selection()
    problems: list = []
    config = select_config(selection, problems)

    with pytest.raises(LoadError) as caught:
        load_graph(selection, config, problems)

    assert [problem.file for problem in caught.value.problems] == ["a.yaml", "depgraph.yaml"]


def test_a_directory_stands_for_the_plan_in_its_folder_graphs() -> None:
    write("project/graphs/depgraph.yaml", "graph: plan.yaml\nhome: us\n")
    write("project/graphs/plan.yaml", "milestones: {A: {}}\n")
    write("project/other.yaml", "[not, a, plan]\n")

    graph = load("project")

    assert [milestone.id for milestone in graph.milestones] == ["A"]


def test_rule_files_and_schedules_of_a_folder_are_no_graph_files() -> None:
    write("depgraph.yaml", "schedule: dates.yaml\nrules: [team.yaml]\n")
    write("team.yaml", "rules: [{id: r, kind: needs, milestones: {}, at_most: 9}]\n")
    write("dates.yaml", "as_of: 2020-01-01\nmilestones: {A: {due: 2020-02-01}, B: {}}\n")
    write("plan.yaml", "milestones: {A: {}}\n")

    graph = load(".")

    assert [milestone.id for milestone in graph.milestones] == ["A"]
    assert [milestone.id for milestone in graph.schedule_only] == ["B"]


@pytest.mark.parametrize("arguments", [["check"], ["check", "--graph", "plan.yaml"]])
def test_a_configuration_above_a_ceiling_is_not_looked_at(
    run, run_process, tmp_path, arguments
) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "depgraph.yaml").write_text("graph: nowhere.yaml\nnonsense: 1\n")
    (folder / "plan.yaml").write_text("milestones: {A: {}}\n")
    ceiling = {"DEPGRAPH_CEILING_DIRECTORIES": str(tmp_path)}
    for call in (run, run_process):
        assert "nonsense" in call(*arguments, cwd=folder).stderr
        done = call(*arguments, cwd=folder, env=ceiling)
        assert "nonsense" not in done.stderr
        assert ("no plan found" in done.stderr) == (arguments == ["check"])


LISTS = """\
task_code,task_name,task_type,end_date,pred_list,succ_list
A,First,TT_Mile,2020-01-05,,
B,Second,TT_Mile,2020-02-05,A,
"""


def names_of_one_file() -> list[str]:
    """A list and the ways to name it: relative, absolute, round about, by a link."""
    write("plan/list.csv", LISTS)
    Path("linked.csv").symlink_to("plan/list.csv")
    path = Path("plan/list.csv")
    return [str(path), str(path.absolute()), "plan/../plan/list.csv", "linked.csv"]


def test_a_file_that_is_graph_and_schedule_is_read_once() -> None:
    paths = names_of_one_file()
    notices = load(paths[0], as_of=date(2020, 1, 1)).notices
    assert any("tell no types" in notice.text for notice in notices)
    for path in paths:
        graph = load(paths[0], schedule=path, as_of=date(2020, 1, 1))
        assert graph.notices == notices
        assert graph.disagreements == ()
        assert [milestone.state for milestone in graph.milestones] == ["incomplete"] * 2
    together = load(paths, as_of=date(2020, 1, 1))
    assert [notice.text for notice in together.notices] == [notice.text for notice in notices]


def test_what_is_wrong_in_a_file_that_is_graph_and_schedule_is_told_once() -> None:
    write("plan.yaml", "milestones: {A: {due: soon}, B: {requires: [C]}}\n")
    Path("linked.yaml").symlink_to("plan.yaml")
    with pytest.raises(LoadError) as alone:
        load("plan.yaml")
    with pytest.raises(LoadError) as twice:
        load("plan.yaml", schedule="linked.yaml")
    assert twice.value.problems == alone.value.problems


def test_a_schedule_is_one_revision_by_whatever_path_it_is_named() -> None:
    paths = names_of_one_file()
    write(
        "plan/depgraph.yaml",
        "graph: list.csv\nschedule: {file: list.csv, as_of: 2020-01-01}\n"
        "schedules: [{file: ./list.csv, as_of: 2020-01-01}]\n",
    )
    for path in paths:
        selection = Selection(config=Path("plan/depgraph.yaml"), schedule=Path(path))
        config = select_config(selection, [])
        (revision,) = load_schedules(selection, config)
        assert (revision.shown, revision.as_of) == ("plan/list.csv", date(2020, 1, 1))
        # The configuration dates the file, by whatever path it is named.
        assert load_graph(selection, config).as_of == date(2020, 1, 1)
