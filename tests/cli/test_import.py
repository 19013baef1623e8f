"""``depgraph import``: what is written, what is shown, and when nothing is."""

import os
import shutil
from pathlib import Path

import pytest

import depgraph
from depgraph.edits.writing import FileText, write_together
from depgraph.errors import OutputError

GRAPHS = Path(__file__).parent.parent.parent / "graphs"

SOURCE = """\
as_of: 2020-02-01
milestones:
  A: {name: "First, light", due: 2020-01-01, completed: 2020-01-02}
  B: {name: Second, due: 2020-03-01, requires: [A, C, {id: X-1, type: SS, lag: 2}]}
  C: {due: 2020-02-02, requires: [A]}
  X-1: {owner: Other}
"""


@pytest.fixture
def source(write):
    return write("in/source.yaml", SOURCE)


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_new_plan(run, source, tmp_path):
    plan = tmp_path / "plan"
    done = run("import", source, "--into", plan)
    assert (done.returncode, done.stderr) == (0, "")
    assert (plan / "depgraph.yaml").read_text() == (
        "graph: prerequisites.yaml\nschedule: schedules/2020-02-01.yaml\n"
        "schedules:\n  - schedules/2020-02-01.yaml\n"
    )
    assert (plan / "prerequisites.yaml").read_text() == (
        "milestones:\n"
        "  A:\n    name: First, light\n"
        "  B:\n    name: Second\n    requires:\n      - A\n      - C\n"
        "      - {id: X-1, type: SS, lag: 2}\n"
        "  C:\n    requires:\n      - A\n"
        "  X-1:\n    owner: Other\n"
    )
    assert run("fmt", "--check", plan).returncode == 0
    new, old = depgraph.load(plan), depgraph.load(source)
    assert [link[:4] for link in new.links] == [link[:4] for link in old.links]
    assert [m.own_date for m in new.milestones] == [m.own_date for m in old.milestones]
    before = contents(plan)
    again = run("import", source, "--into", plan)
    assert again.stdout.endswith("nothing to change\n")
    assert contents(plan) == before


def test_a_dry_run_is_a_diff_and_writes_nothing(run, source, tmp_path):
    plan = tmp_path / "plan"
    done = run("import", source, "--into", plan, "--dry-run")
    assert done.returncode == 0
    assert done.stdout.count("--- /dev/null\n") == 3
    assert "milestones  4 new" in done.stderr
    assert not plan.exists()
    run("import", source, "--into", plan)
    source.write_text(SOURCE.replace("- A, C", "").replace("A, C, ", "A, "))
    before = contents(plan)
    done = run("import", source, "--into", "plan", "--dry-run", cwd=tmp_path)
    assert done.stdout == (
        "--- a/plan/prerequisites.yaml\n+++ b/plan/prerequisites.yaml\n@@ -5,7 +5,8 @@\n"
        "     name: Second\n     requires:\n       - A\n-      - C\n+      - id: C\n"
        "+        query: Not in source.yaml as of 2020-02-01; still needed?\n"
        "       - {id: X-1, type: SS, lag: 2}\n   C:\n     requires:\n"
    )
    assert contents(plan) == before


def test_the_shipped_plan_takes_an_old_release_plan(run, printed, tmp_path):
    plan = tmp_path / "graphs"
    shutil.copytree(GRAPHS, plan)
    old = tmp_path / "release.yaml"
    old.write_bytes((GRAPHS / "schedules/2018-07-17.yaml").read_bytes())
    before = contents(plan)
    printed("import", old, "--into", tmp_path)
    after = contents(plan)
    assert [name for name in after if after[name] != before.get(name)] == ["prerequisites.yaml"]
    was, now = (files["prerequisites.yaml"].decode().splitlines() for files in (before, after))
    assert [line for line in was if line not in now] == []
    assert run("fmt", "--check", plan).returncode == 0
    assert run("import", old, "--into", plan).stdout.endswith("nothing to change\n")
    wanted = {link[:2] for link in depgraph.load(old).links}
    assert wanted <= {link[:2] for link in depgraph.load(plan).links}
    assert len(depgraph.load(plan).queried_links) >= len(depgraph.load(GRAPHS).queried_links)


def test_a_later_schedule_is_listed_and_taken_when_asked_for(run, source, tmp_path):
    plan = tmp_path / "plan"
    run("import", source, "--into", plan)
    source.write_text(
        SOURCE.replace("2020-02-01", "2020-05-01").replace("2020-03-01", "2020-07-01")
    )
    done = run("import", source, "--into", plan)
    config = (plan / "depgraph.yaml").read_text()
    assert "schedule: schedules/2020-02-01.yaml\n" in config
    assert config.endswith("  - schedules/2020-02-01.yaml\n  - schedules/2020-05-01.yaml\n")
    assert "B due: 2020-03-01 -> 2020-07-01" in done.stdout
    assert "schedule stays" in done.stdout
    run("import", source, "--into", plan, "--set-schedule")
    assert "schedule: schedules/2020-05-01.yaml\n" in (plan / "depgraph.yaml").read_text()


def test_selection(run, source, tmp_path):
    plan = tmp_path / "plan"
    done = run("import", source, "--into", plan, "--select", "id=B")
    assert "3 links to milestones that are not selected left out" in done.stdout
    assert depgraph.load(plan).links == ()
    done = run("import", source, "--into", plan, "--select", "id=B", "--with-prerequisites")
    assert [m.id for m in depgraph.load(plan).milestones] == ["A", "B", "C", "X-1"]
    assert depgraph.load(plan).predecessors("C") == ()
    assert "gone" not in done.stdout
    done = run("import", source, "--into", tmp_path / "reduced", "--fewest-links")
    assert "1 link that a chain of others implies left out (--fewest-links)" in done.stdout
    assert depgraph.load(tmp_path / "reduced").predecessors("B") == ("C", "X-1")
    done = run("import", source, "--into", plan, "--owner", "Nobody")
    assert (done.returncode, "no milestone has the owner 'Nobody'" in done.stderr) == (2, True)


def test_what_is_not_reduced_is_told(run, write, tmp_path):
    text = "milestones:\n  A: {}\n  B: {requires: [A]}\n  C: {requires: [B, {id: A, lag: 9}]}\n"
    source = write("in/s.yaml", text)
    done = run("import", source, "--into", tmp_path / "plan", "--fewest-links")
    assert "  links       3 new\n" in done.stdout
    assert "none that a chain of others implies (--fewest-links)" in done.stdout
    assert "1 beside a chain kept, with a lag, a type, a doubt or a note of their" in done.stdout
    source.write_text(text.replace(", lag: 9}", "}").replace("[A]", "[{id: A, lag: -2}]"))
    done = run("import", source, "--into", tmp_path / "lead", "--fewest-links")
    assert "1 beside a chain kept, as it has a lead" in done.stdout
    source.write_text(text.replace("A: {}", "A: {requires: [C]}"))
    done = run("import", source, "--into", tmp_path / "circle", "--fewest-links")
    assert "none left out (--fewest-links), as links go round in a cycle" in done.stdout


def test_the_as_of_date_is_asked_for_only_where_there_is_none(run, write, tmp_path):
    sheet = write(
        "in/plan.csv",
        "task_code,status_code,task_name,start_date,end_date,act_end_date,pred_list,succ_list\n"
        "A-1,Completed,First,2020-02-03,2020-02-03,2020-02-05,,B-1\n"
        "B-1,Not Started,Second,2020-03-02,2020-03-02,,A-1,\n",
    )
    asked = "does not tell its as-of date"
    assert asked in run("check", sheet, "--all").stdout
    assert asked not in run("check", sheet, "--all", "--as-of", "2020-02-10").stdout
    done = run("import", sheet, "--into", tmp_path / "plan", "--as-of", "2020-02-10")
    assert (done.returncode, asked in done.stdout) == (0, False)


def test_comments_stay_with_what_they_stand_below(run, source, write, tmp_path):
    path = write(
        "plan/prerequisites.yaml",
        "milestones:\n  A: {}\n  B:\n    requires:\n      - A\n      # of the list\n\n"
        "    # of B\n  # of D\n  D: {}\n",
    )
    assert run("import", source, "--into", tmp_path / "plan", "--partial").returncode == 0
    assert path.read_text() == (
        "milestones:\n  A: {}\n  B:\n    requires:\n      - A\n      - C\n"
        "      - {id: X-1, type: SS, lag: 2}\n      # of the list\n\n    # of B\n"
        "  C:\n    requires:\n      - A\n  # of D\n  D: {}\n  X-1:\n    owner: Other\n"
    )


def test_a_directory_in_the_place_of_a_file_is_told(refusal, source, tmp_path):
    plan = tmp_path / "plan"
    (plan / "depgraph.yaml").mkdir(parents=True)
    error = refusal("import", source, "--into", plan)
    assert error.endswith("depgraph.yaml: it is a directory; nothing is changed\n")
    assert contents(plan) == {}


def test_dates_need_an_as_of_date(run, write, tmp_path):
    path = write("in/s.yaml", "milestones: {A: {due: 2020-01-01}}\n")
    done = run("import", path, "--into", tmp_path / "plan")
    assert (done.returncode, "give --as-of" in done.stderr) == (2, True)
    assert not (tmp_path / "plan").exists()
    assert run("import", path, "--into", tmp_path / "p", "--as-of", "2020-01-02").returncode == 0
    plain = write("in/t.yaml", "milestones: {A: {name: x}}\n")
    assert run("import", plain, "--into", tmp_path / "q").returncode == 0
    assert sorted(contents(tmp_path / "q")) == ["depgraph.yaml", "prerequisites.yaml"]


def test_what_cannot_be_done(run, refusal, write, source, tmp_path):
    def fails(*arguments):
        return refusal("import", *arguments)

    plan = tmp_path / "plan"
    run("import", source, "--into", plan)
    before = contents(plan)
    assert "is a file: name a directory" in fails(source, "--into", source)
    assert "is the plan itself" in fails(plan, "--into", plan)
    assert "is a file of the plan itself" in fails(plan / "prerequisites.yaml", "--into", plan)
    assert "No such file" in fails(tmp_path / "none.yaml", "--into", plan)
    assert "is no graph file of the plan" in fails(source, "--into", plan, "--file", "x.yaml")
    assert contents(plan) == before
    (plan / "prerequisites.yaml").write_text("milestones: [\n")
    assert "not valid YAML" in fails(source, "--into", plan)
    assert (plan / "prerequisites.yaml").read_text() == "milestones: [\n"


def test_the_file_for_new_milestones(run, write, source, tmp_path):
    write("plan/depgraph.yaml", "graph: [one.yaml, two.yaml]\n")
    one = write("plan/one.yaml", "milestones: {P: {}, Q: {}}\n")
    two = write("plan/two.yaml", "milestones: {R: {}}\n")
    plan = tmp_path / "plan"
    run("import", source, "--into", plan, "--select", "id=A", "--partial")
    assert one.read_text() == 'milestones: {A: {name: "First, light"}, P: {}, Q: {}}\n'
    run("import", source, "--into", plan, "--select", "id=C", "--partial", "--file", "two.yaml")
    assert two.read_text() == "milestones: {C: {requires: [A]}, R: {}}\n".replace(
        "{requires: [A]}", "{}"
    )
    assert (plan / "depgraph.yaml").read_text().startswith("graph: [one.yaml, two.yaml]\n")


def test_links_and_permissions_of_files_stay(run, source, tmp_path):
    plan = tmp_path / "plan"
    run("import", source, "--into", plan)
    real = plan / "real" / "plan.yaml"
    real.parent.mkdir()
    (plan / "prerequisites.yaml").rename(real)
    (plan / "prerequisites.yaml").symlink_to(real)
    real.chmod(0o640)
    source.write_text(SOURCE + "  Z: {requires: [A]}\n")
    assert run("import", source, "--into", plan).returncode == 0
    assert (plan / "prerequisites.yaml").is_symlink()
    assert real.read_text().endswith("  Z:\n    requires:\n      - A\n")
    assert real.stat().st_mode & 0o777 == 0o640


def test_all_files_are_written_or_none(tmp_path):
    one, folder = tmp_path / "one", tmp_path / "new" / "deep"
    one.write_bytes(b"1")
    (tmp_path / "taken").mkdir()
    files = [
        FileText(one, b"1", b"2"),
        FileText(folder / "two", None, b"2"),
        FileText(tmp_path / "taken" / "x" / "y", None, b"3"),
    ]
    (tmp_path / "taken" / "x").write_bytes(b"")
    with pytest.raises(OutputError, match="nothing is changed"):
        write_together(files)
    assert sorted(contents(tmp_path)) == ["one", "taken/x"]
    assert one.read_bytes() == b"1"
    assert not folder.parent.exists()
    with pytest.raises(OutputError, match="was changed meanwhile"):
        write_together([FileText(one, b"0", b"2")])
    with pytest.raises(OutputError, match="was made meanwhile"):
        write_together([FileText(one, None, b"2")])
    write_together(files[:2])
    assert (one.read_bytes(), (folder / "two").read_bytes()) == (b"2", b"2")
    assert sorted(os.listdir(tmp_path)) == ["new", "one", "taken"]  # noqa: PTH208
