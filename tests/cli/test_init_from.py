"""A plan around a list that is there: the check passes at once, and fails on the next violation."""

import csv
import json
import subprocess
from io import StringIO
from pathlib import Path

import pytest
import yaml

from depgraph.cli.init_from import first_plan
from depgraph.plans.loading import load

ROWS = [
    ["Ref", "Milestone", "Team", "Due date", "Finished", "Depends on", "Remark"],
    ["TEL-1", "Mirror", "Optics", "03/04/2026", "", "", "x"],
    ["TEL-2", "Camera", "Camera", "29/04/2026", "28/04/2026", "TEL-1", ""],
    ["TEL-3", "Mount", "Camera", "12/05/2026", "", "TEL-2, TEL-22", ""],
    ["OPS-1", "First light", "", "", "", "TEL-3FS+2d; TEL-2", ""],
]
PROJECT = """\
ID,Task Name,Finish,Predecessors,% Complete,Milestone
1,Mirror,Fri 03/04/26,,0%,Yes
2,Camera,Wed 29/04/26,1FS,100%,Yes
3,First light,Tue 12/05/26,2FS+2 days,0%,Yes
"""
JIRA = """\
Summary,Issue key,Issue id,Status,Due date,Resolved,Inward issue link (Blocks)
Mirror,TEL-1,501,To Do,03/Apr/26 12:00 AM,,
Camera,TEL-2,502,Done,29/Apr/26 12:00 AM,28/Apr/26 3:12 PM,TEL-1
First light,TEL-3,503,To Do,,,TEL-2
"""


def text_of(rows: list[list[str]], delimiter: str = ",") -> str:
    text = StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize(
    ("content", "options", "next_row"),
    [
        (text_of(ROWS), ["--map", "code=Ref"], "TEL-5,x,Optics,12/04/2026,,TEL-6,\n"),
        (
            text_of(ROWS, ";"),
            ["--map", "code=Ref,note=Remark"],
            "TEL-5;x;Optics;12/04/2026;;TEL-6;\n",
        ),
        (PROJECT, [], "4,x,Fri 03/04/26,33FS,0%,Yes\n"),
        (JIRA, [], "x,TEL-5,505,To Do,,,TEL-2\n"),
    ],
    ids=["csv", "semicolons", "project", "jira"],
)
def test_the_check_passes_and_fails_on_the_next_violation(
    run, printed, tmp_path, content, options, next_row
):
    path = tmp_path / "plan.csv"
    path.write_text(content)
    text = printed("init", "--from", "plan.csv", *options, cwd=tmp_path)
    assert "The baseline has " in text
    assert path.read_text() == content
    checked = run("check", "--format", "json", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout
    assert "took" not in checked.stderr  # the configuration says it now
    findings = json.loads(checked.stdout)["findings"]
    known = [finding for finding in findings if finding["status"] == "known"]
    assert {finding["severity"] for finding in known} == {"error"}
    assert {finding["reason"] for finding in known} == {"It was there when the checks began."}
    assert run("fmt", "--check", cwd=tmp_path).returncode == 0
    before = load(path) if not options else load(tmp_path)
    assert load(tmp_path).links == before.links
    path.write_text(content + next_row)
    failed = run("check", "--format", "json", cwd=tmp_path)
    assert failed.returncode == 1
    new = [
        finding
        for finding in json.loads(failed.stdout)["findings"]
        if finding["status"] == "new" and finding["severity"] == "error"
    ]
    expected = "what-is-left-has-a-date" if content == JIRA else "unknown-code"
    assert [finding["rule"] for finding in new] == [expected]
    assert new[0]["line"] == len(content.splitlines()) + 1


def test_what_the_configuration_says(run, printed, tmp_path):
    (tmp_path / "plan.csv").write_text(text_of(ROWS))
    arguments = ["--map", "code=Ref,owner=Team,team=", "--as-of", "2026-04-30", "--ci", "github"]
    text = printed("init", "--from", "plan.csv", *arguments, cwd=tmp_path)
    config = yaml.safe_load((tmp_path / "depgraph.yaml").read_text())
    assert config["graph"]["columns"] == {
        "code": "Ref",
        "name": "Milestone",
        "requires": "Depends on",
        "due": "Due date",
        "completed": "Finished",
        "owner": "Team",
        "team": "",
        "note": "Remark",
    }
    assert config["graph"]["dates"] == "day-first"
    assert "owners" not in config  # they stand in the list
    assert load(tmp_path)["TEL-1"].owner == "Optics"
    job = yaml.safe_load((tmp_path / ".github/workflows/depgraph.yml").read_text())
    commands = [step["run"] for step in job["jobs"]["check"]["steps"] if "run" in step]
    assert commands[-1] == "depgraph check --format github"
    address = yaml.safe_load((tmp_path / ".github/workflows/depgraph.yml").read_text())["env"]
    assert ("git+ADDRESS" in address["DEPGRAPH"]) == ("from where pip installs" in text)
    checked = run(*commands[-1].split()[1:], cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout


def test_owners_are_guessed_by_codes_where_no_column_has_them(run, tmp_path):
    rows = [[row[0], *row[3:6]] for row in ROWS]
    (tmp_path / "plan.csv").write_text(text_of(rows))
    assert run("init", "--from", "plan.csv", "--map", "code=Ref", cwd=tmp_path).returncode == 0
    owners = {milestone.id: milestone.owner for milestone in load(tmp_path).milestones}
    assert owners == {"TEL-1": "TEL", "TEL-2": "TEL", "TEL-3": "TEL", "OPS-1": "OPS"}


def test_a_job_for_a_plan_below_the_top_of_the_repository(run, printed, tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "plan.csv").write_text(JIRA)
    printed("init", "--from", "plan/plan.csv", "--ci", "gitlab", "plan", cwd=tmp_path)
    job = yaml.safe_load((tmp_path / ".gitlab-ci.yml").read_text())
    assert job["plan"]["script"][-1] == (
        'depgraph check --config plan/depgraph.yaml --as-of "$(date -I)" --format gitlab '
        "-o gl-code-quality-report.json"
    )
    assert run("check", "--config", "plan/depgraph.yaml", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("noted", "package"),
    [
        (None, "depgraph @ git+ADDRESS"),
        ({"url": "file:///here/depgraph", "dir_info": {}}, "depgraph @ git+ADDRESS"),
        (
            {"url": "https://host/x/depgraph.git", "vcs_info": {"vcs": "git", "commit_id": "a1b2"}},
            "depgraph @ git+https://host/x/depgraph.git@a1b2",
        ),
        (
            {"url": 'https://host/"; ls', "vcs_info": {"vcs": "git", "commit_id": "a1b2"}},
            "depgraph @ git+ADDRESS",
        ),
    ],
)
def test_a_job_installs_from_where_this_was_installed(tmp_path, monkeypatch, noted, package):
    class Installed:
        def read_text(self, name):
            assert name == "direct_url.json"
            return None if noted is None else json.dumps(noted)

    monkeypatch.setattr("importlib.metadata.distribution", lambda _: Installed())
    (tmp_path / "plan.csv").write_text(JIRA)
    monkeypatch.chdir(tmp_path)
    plan = first_plan(Path("plan.csv"), Path(), columns={}, as_of=None, ci="github")
    (job,) = (yaml.safe_load(text) for path, text in plan.files.items() if path.suffix == ".yml")

    assert job["env"] == {"DEPGRAPH": package}


def test_nothing_is_written_over_and_nothing_of_a_list_that_cannot_be_read(run, refusal, tmp_path):
    (tmp_path / "plan.csv").write_text("Thing,After\nA,\nB,A\n")
    error = refusal("init", "--from", "plan.csv", cwd=tmp_path)
    assert "--map code=Thing,requires=After" in error
    (tmp_path / "plan.csv").write_text(JIRA)
    (tmp_path / "baseline.yaml").write_text("mine")
    error = refusal("init", "--from", "plan.csv", cwd=tmp_path)
    assert "nothing written: baseline.yaml is there already" in error
    assert sorted(path.name for path in tmp_path.iterdir()) == ["baseline.yaml", "plan.csv"]
    (tmp_path / "baseline.yaml").unlink()
    dry = run("init", "--from", "plan.csv", "--dry-run", cwd=tmp_path)
    assert (dry.returncode, dry.stdout.count("+++ b/")) == (0, 2)
    assert [path.name for path in tmp_path.iterdir()] == ["plan.csv"]


def test_a_list_elsewhere_is_refused_with_what_to_do(run, refusal, tmp_path):
    (tmp_path / "plan.csv").write_text(JIRA)
    error = refusal("init", "--from", "plan.csv", "below", cwd=tmp_path)
    assert "plan.csv' is outside of the folder" in error
    missing = run("init", "--from", "no.csv", cwd=tmp_path)
    assert missing.stderr == "error: --from: there is no file no.csv\n"
    alone = run("init", "--ci", "github", cwd=tmp_path)
    assert "--map, --as-of and --ci belong to --from" in alone.stderr


def test_an_import_of_a_list_says_what_it_leaves_out(run, tmp_path):
    (tmp_path / "plan.csv").write_text(text_of(ROWS))
    done = run(
        "import", "plan.csv", "--map", "code=Ref", "--as-of", "2026-04-30", "--into", "plan",
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "TEL-3 waits on 'TEL-22', which no row has (did you mean 'TEL-2'?)" in done.stdout
    imported, source = load(tmp_path / "plan"), load_mapped(tmp_path)
    assert {link.ends for link in imported.links} == {link.ends for link in source.links}
    assert [m.due for m in imported.milestones] == [m.due for m in source.milestones]


def load_mapped(folder: Path):
    (folder / "depgraph.yaml").write_text("graph: {file: plan.csv, columns: {code: Ref}}\n")
    return load(folder)
