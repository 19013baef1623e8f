import csv
import io
import json
import shutil
import subprocess
from collections import Counter

import networkx as nx
import pytest


def test_the_graph_as_data(json_of):
    data = json_of("export")
    assert list(data) == [
        "as_of",
        "documents",
        "only_in_schedule",
        "milestones",
        "links",
        "questions",
    ]
    assert data["as_of"] == "2019-04-30"
    assert data["documents"] == [
        {
            "handle": "LDM-564",
            "title": None,
            "revision": "draft",
            "date": "2019-05-20",
            "approval": "not yet approved",
            "file": "graphs/schedules/2019-05-20.yaml",
            "gives_dates": True,
        }
    ]
    assert len(data["milestones"]) == 142
    assert len(data["links"]) == 149
    assert sum(link["queried"] for link in data["links"]) == 29
    assert [question["milestone"] for question in data["questions"]] == [
        "LDM-503-06",
        "LDM-503-10",
        "LDM-503-10b",
    ]


def test_milestones_and_links_are_sorted_and_complete(run):
    data = json.loads(run("export").stdout)
    ids = [milestone["id"] for milestone in data["milestones"]]
    pairs = [(link["prerequisite"], link["dependent"]) for link in data["links"]]
    assert ids == sorted(ids)
    assert pairs == sorted(pairs)
    by_id = {milestone["id"]: milestone for milestone in data["milestones"]}
    assert {
        key: by_id["DM-SUIT-10"][key]
        for key in (
            "name",
            "owner",
            "team",
            "level",
            "kind",
            "tags",
            "due",
            "forecast",
            "completed",
        )
    } == {
        "name": "SUIT deployment procedure",
        "owner": "DM",
        "team": "SUIT",
        "level": 3,
        "kind": "milestone",
        "tags": [],
        "due": "2019-03-29",
        "forecast": None,
        "completed": None,
    }
    assert by_id["CAMM8040"]["owner"] == "Camera"
    assert by_id["F18S"]["tags"] == ["cycle-marker"]


def test_a_link_with_everything(run, write):
    path = write(
        "plan.yaml",
        "milestones:\n  A: {}\n"
        "  B: {requires: [{id: A, type: FF, lag: 7, query: ['', Why?]}]}\n".replace("'', ", ""),
    )
    data = json.loads(run("export", "--graph", path).stdout)
    (link,) = data["links"]
    assert link == {
        "prerequisite": "A",
        "dependent": "B",
        "type": "FF",
        "lag": 7,
        "calendar": None,
        "queried": True,
        "holds": None,
        "queries": ["Why?"],
        "note": None,
        "through": [],
    }
    assert data["as_of"] is None


def test_a_queried_link_without_words(run):
    data = json.loads(run("export").stdout)
    (link,) = [
        link
        for link in data["links"]
        if (link["prerequisite"], link["dependent"]) == ("F18S", "LDM-503-05")
    ]
    assert link["queried"] is True
    assert link["queries"] == []


def test_writing_to_a_file_leaves_nothing_half_written(run, refusal, tmp_path):
    path = tmp_path / "plan.json"
    assert run("export", "-o", path).returncode == 0
    assert json.loads(path.read_text())["as_of"] == "2019-04-30"
    assert list(tmp_path.iterdir()) == [path]
    before = path.read_bytes()
    refusal("export", "-o", path, "--graph", tmp_path / "none.yaml")
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_written(refusal, tmp_path):
    for target in (tmp_path / "no" / "plan.json", tmp_path):
        error = refusal("export", "--format", "json", "-o", target)
        assert f"error: cannot write {target}" in error


def test_the_same_bytes_under_any_hash_seed(under_hash_seeds):
    under_hash_seeds(("export",))


# -- other formats ---------------------------------------------------------------------

HOSTILE = r"""
as_of: 2020-01-01
milestones:
  'A"b\': {name: "100 % <b> & \\ \" ; -> ]]>", due: 2020-02-01, tags: [x, y]}
  'B:c': {requires: [{id: 'A"b\', lag: 3, query: "Is \"it\"?"}], questions: [Why?, How?]}
"""


def test_graphml_comes_back_as_the_same_graph(run):
    data = json.loads(run("export").stdout)
    network = nx.parse_graphml(run("export", "--format", "graphml").stdout)
    assert set(network) == {milestone["id"] for milestone in data["milestones"]}
    ends = sorted((link["prerequisite"], link["dependent"]) for link in data["links"])
    assert sorted(network.edges()) == ends
    assert sum(queried for *_, queried in network.edges(data="queried")) == 29
    for milestone in data["milestones"]:
        node = network.nodes[milestone["id"]]
        assert node.get("due") == milestone["due"]
        assert node.get("level") == milestone["level"]
    assert network.nodes["LDM-503-06"]["questions"]
    assert network.graph["as_of"] == "2019-04-30"


def test_csv_has_a_row_for_each_record(run):
    data = json.loads(run("export").stdout)
    rows = list(csv.DictReader(io.StringIO(run("export", "--format", "csv").stdout)))
    counts = Counter(row["record"] for row in rows)
    assert counts == {"milestone": 142, "link": 149, "question": 3}
    links = [row for row in rows if row["record"] == "link"]
    for row, link in zip(links, data["links"], strict=True):
        assert (row["prerequisite"], row["dependent"]) == (link["prerequisite"], link["dependent"])
        assert row["queried"] == ("yes" if link["queried"] else "no")
    due = {row["id"]: row["due"] or None for row in rows if row["record"] == "milestone"}
    assert due == {milestone["id"]: milestone["due"] for milestone in data["milestones"]}
    keys = {key for part in ("milestones", "links", "questions") for key in data[part][0]}
    assert keys - {"milestone"} <= set(rows[0])


def test_hostile_codes_and_names_stay_texts(run, write, tmp_path):
    plan = write("plan.yaml", HOSTILE)
    network = nx.parse_graphml(run("export", plan, "--format", "graphml").stdout)
    assert set(network) == {'A"b\\', "B:c"}
    assert network.nodes['A"b\\']["name"].startswith('100 % <b> & \\ " ; -> ]]>')
    assert network.nodes["B:c"]["questions"] == "Why?\nHow?"
    (edge,) = network.edges(data=True)
    assert (edge[2]["lag"], edge[2]["queries"]) == (3, 'Is "it"?')
    done = run("export", plan, "-o", tmp_path / "plan.dot")
    assert (done.returncode, done.stdout) == (0, "")
    if program := shutil.which("dot"):
        drawn = subprocess.run(
            [program, "-Tplain", tmp_path / "plan.dot"], capture_output=True, check=True, text=True
        )
        kinds = Counter(line.split()[0] for line in drawn.stdout.splitlines())
        assert (kinds["node"], kinds["edge"], drawn.stderr) == (2, 1, "")


@pytest.mark.parametrize(("end", "begins"), [("graphml", "<graphml"), ("dot", "digraph {")])
def test_the_name_of_the_file_tells_the_format(run, tmp_path, end, begins):
    path = tmp_path / f"plan.{end}"
    assert run("export", "-o", path).returncode == 0
    assert path.read_text().startswith(begins)
    assert path.read_text() == run("export", "--format", end).stdout
