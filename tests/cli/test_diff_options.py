"""``depgraph diff`` with ``--activities`` and ``--config``."""

import subprocess

import pytest

HEAD = "task_code,task_name,task_type,pred_list,succ_list,end_date\n"
OLD = HEAD + "M,End,Finish Milestone,W,,2024-01-09\nW,Work,Task Dependent,,M,2024-01-05\n"
NEW = HEAD + "M,End,Finish Milestone,W,,2024-01-09\nW,Work,Task Dependent,,M,2024-01-08\n"


def test_activities_are_compared_where_they_are_asked_for(run, write):
    old, new = write("old.csv", OLD), write("new.csv", NEW)
    assert "No differences." in run("diff", old, new).stdout
    done = run("diff", old, new, "--activities")
    assert done.stderr == ""
    assert "1 date moved later" in done.stdout
    assert "W " in done.stdout


@pytest.fixture
def plans(write):
    """Two plans, and a configuration elsewhere that names one of them and how dates are meant."""
    write("elsewhere/plan.csv", "code,name,due\nA,First,04/03/2024\n")
    text = "graph: {file: plan.csv, dates: day-first}\n"
    return (
        write("elsewhere/depgraph.yaml", text),
        write("new.yaml", "milestones: {A: {name: First, due: 2024-03-05}}\n"),
    )


def test_the_configuration_is_named(plans, run, printed):
    config, new = plans
    text = printed("diff", config.parent / "plan.csv", new, "--config", config, "--change")
    assert "2024-03-04  2024-03-05" in text
    done = run("diff", new, "--config", config, "--change")
    assert "2024-03-05  2024-03-04" in done.stdout, "without NEW, it is the plan of it"


def test_the_configuration_of_a_revision_is_as_it_is_there(plans, run, printed, tmp_path):
    config, _new = plans
    settings = ("-c", "user.name=N", "-c", "user.email=n@example.org", "-c", "commit.gpgsign=0")
    for command in (("init", "-q"), ("add", "-A"), (*settings, "commit", "-qm", "plan")):
        subprocess.run(["git", *command], cwd=tmp_path, check=True, capture_output=True)
    config.write_text("graph: {file: plan.csv, dates: month-first}\n")
    text = printed("diff", "HEAD", "--config", config, cwd=tmp_path)
    assert "2024-03-04  2024-04-03" in text
    other = tmp_path / "new-config.yaml"
    other.write_text("graph: new.yaml\n")
    done = run("diff", "HEAD", "--config", other, cwd=tmp_path)
    assert (done.returncode, "has no new-config.yaml" in done.stderr) == (2, True)
