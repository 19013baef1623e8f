"""The configuration is read whole, and everything wrong in it is said at once."""

from pathlib import Path

import pytest

from depgraph import load
from depgraph.config import Config, find_config, read_config
from depgraph.errors import LoadError, Problem
from depgraph.model.classification import Classification
from depgraph.rules.engine import read_rules


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.yaml", "b.yaml", "2018.yaml", "2019.yaml"):
        Path(name).write_text("milestones: {}\n")


def read(text: str) -> tuple[Config, list[str]]:
    Path("depgraph.yaml").write_text(text)
    problems: list[Problem] = []
    config = read_config(Path("depgraph.yaml"), problems)
    read_rules(config, problems)
    return config, [str(problem) for problem in sorted(problems)]


def test_everything_is_read() -> None:
    config, problems = read(
        "title: The plan\nhome: DM\ngraph: [a.yaml, b.yaml]\nschedule: 2019.yaml\n"
        "schedules: [2018.yaml, 2019.yaml]\n"
        "owners:\n  - {match: 'DM-*', owner: DM, team: SUIT, level: 3}\n"
        "tags: {release: LDM-1}\n"
        "checks: {orphan: off, undated: error}\n"
        "rules:\n  - {id: one, kind: must-not-block, milestones: {team: SUIT}, severity: warning,\n"
        "     why: Because., fix: Do it.}\n"
    )

    assert problems == []
    assert (config.title, config.home) == ("The plan", "DM")
    assert config.graph == (Path("a.yaml"), Path("b.yaml"))
    assert config.schedule == Path("2019.yaml")
    assert config.schedules == (Path("2018.yaml"), Path("2019.yaml"))
    assert config.checks == {"orphan": "off", "undated": "error"}
    (rule,) = config.rules
    assert (rule.id, rule.kind, rule.severity) == ("one", "must-not-block", "warning")
    assert (rule.why, rule.fix) == ("Because.", "Do it.")
    assert str(rule.position) == "depgraph.yaml:11"


def test_a_configuration_may_say_nothing() -> None:
    config, problems = read("{}\n")

    assert problems == []
    assert config.graph is None
    assert config.classify("A") == Classification()


def test_paths_are_relative_to_the_configuration() -> None:
    Path("plan").mkdir()
    Path(".git").mkdir()
    Path("plan/depgraph.yaml").write_text("graph: ../a.yaml\nschedule: ../2019.yaml\n")

    config = read_config(Path("plan/depgraph.yaml"), [])

    assert config.graph == (Path("plan/../a.yaml"),)
    assert config.schedule == Path("plan/../2019.yaml")


def test_a_baseline_beside_the_configuration_counts_unless_another_is_named() -> None:
    assert read("{}\n")[0].baseline is None
    Path("baseline.yaml").write_text("findings: []\n")
    Path("known.yaml").write_text("findings: []\n")

    assert read("{}\n")[0].baseline == Path("baseline.yaml")
    assert read("baseline: known.yaml\n")[0].baseline == Path("known.yaml")
    assert read("baseline: missing.yaml\n")[0].baseline is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("DM-SUIT-1", Classification("DM", "SUIT", 3, ("web",))),
        ("DM-AP-1", Classification("DM", None, 3)),
        ("dm-ap-1", Classification()),
        ("XDM-AP-1", Classification()),
        ("CAMM8040", Classification("Camera", None, None, ("hardware",))),
        ("EIA-200", Classification("Camera", None, None)),
        ("F20S", Classification("Project", None, None)),
        ("F2XS", Classification()),
        ("A[1]", Classification("Brackets", None, None)),
        ("A.B", Classification("Dot", None, None)),
        ("AxB", Classification()),
    ],
)
def test_the_first_pattern_that_fits_says_whose_a_code_is(
    code: str, expected: Classification
) -> None:
    config, problems = read(
        "owners:\n"
        "  - {match: DM-SUIT-*, owner: DM, team: SUIT, level: 3}\n"
        "  - {match: DM-*, owner: DM, level: 3}\n"
        "  - {match: DM-SUIT-1, owner: Nobody}\n"
        "  - {match: [CAMM*, EIA-???], owner: Camera}\n"
        "  - {match: 'F[0-9][0-9]S', owner: Project}\n"
        "  - {match: 'A[[]1]', owner: Brackets}\n"
        "  - {match: A.B, owner: Dot}\n"
        "tags:\n"
        "  web: DM-SUIT-*\n"
        "  hardware: [CAMM*, DM-HW-*]\n"
    )

    assert problems == []
    assert config.classify(code) == expected


@pytest.mark.parametrize(
    "pattern", ["[", "[z-a]", "[!", "[[:x]", "(", "a{2}", "*a*a*a*a*a*b", "\\"]
)
def test_any_pattern_is_a_pattern(pattern: str) -> None:
    config, problems = read(f"owners:\n  - {{match: '{pattern}', owner: X}}\n")

    assert problems == []
    assert config.classify("a" * 200).owner is None


WRONG: dict[str, tuple[str, list[str]]] = {
    "unknown keys": (
        "titel: x\ngraphs: a.yaml\nowners: [{match: A, ownr: x}]\n",
        [
            "1:1: configuration: unknown key 'titel' (did you mean 'title'?)",
            "2:1: configuration: unknown key 'graphs' (did you mean 'graph'?)",
            "3:21: owners: unknown key 'ownr' (did you mean 'owner'?)",
        ],
    ),
    "missing files": (
        "graph: [a.yaml, c.yaml]\nschedule: c/d.yaml\nschedules: [2020.yaml]\nbaseline: known\n",
        [
            "1:17: graph: there is no file 'c.yaml' (looked for c.yaml)",
            "2:11: schedule: there is no file 'c/d.yaml' (looked for c/d.yaml)",
            "3:13: schedules: there is no file '2020.yaml' (looked for 2020.yaml)",
            "4:11: baseline: there is no file 'known' (looked for known)",
        ],
    ),
    "what is no file": (
        "graph: [folder, depgraph.yaml]\nschedule: folder\nbaseline: loop\n",
        [
            "1:17: graph: 'depgraph.yaml' is this configuration itself",
            "2:11: schedule: 'folder' is a directory: name the file",
            "3:11: baseline: 'loop' cannot be read: Too many levels of symbolic links",
        ],
    ),
    "wrong types": (
        "title: [x]\nhome: {}\ngraph: []\nschedule: [a.yaml]\nowners: {match: A}\ntags: [x]\n"
        "checks: off\nrules: {id: x}\n",
        [
            "1:8: title: expected a text, got a list",
            "2:7: home: expected a text, got a mapping",
            "3:8: graph: the list is empty",
            "4:11: schedule: expected a text, got a list",
            "5:9: owners: expected a list, got a mapping",
            "6:7: tags: expected a mapping, got a list",
            "7:9: checks: expected a mapping, got 'off'",
            "8:8: rules: expected a list, got a mapping",
        ],
    ),
    "owners and tags": (
        "owners:\n  - DM\n  - {owner: DM}\n  - {match: [], owner: DM}\n"
        "  - {match: A, level: two}\ntags:\n  x: []\n  y: {a: b}\n  '': A\n",
        [
            "2:5: owners: expected a mapping, got 'DM'",
            "3:5: owners: the key 'match' is missing",
            "4:13: owners: match: the list is empty",
            "5:23: owners: level: expected a whole number from 0 to 99, got 'two'",
            "7:6: tags: x: the list is empty",
            "8:6: tags: y: expected a list, got a mapping",
            "9:3: tags: expected a text, got ''",
        ],
    ),
    "checks": (
        "checks:\n  orphans: off\n  cycle: fatal\n  x: {}\n",
        [
            "2:3: checks: unknown check 'orphans' (did you mean 'orphan'?)",
            "3:10: checks: cycle: expected one of error, warning, info, off, got 'fatal'",
            "4:3: checks: unknown check 'x' (known: ",
            "4:6: checks: x: expected one of error, warning, info, off, got a mapping",
        ],
    ),
    "rules": (
        "rules:\n"
        "  - must-not-block\n"
        "  - {kind: must-not-block}\n"
        "  - {id: a}\n"
        "  - {id: a, kind: must-not-block, milestones: {team: X}}\n"
        "  - {id: a, kind: must-not-block, milestones: {team: X}}\n"
        "  - {id: cycle, kind: must-not-block, milestones: {team: X}}\n"
        "  - {id: b, kind: must-not-blok}\n"
        "  - {id: c, kind: must-not-block}\n"
        "  - {id: d, kind: must-not-block, milestones: {team: X}, sevrity: info, why: ''}\n"
        "  - {id: e, kind: must-not-block, milestones: {team: X}, severity: fatal}\n"
        "  - {id: f, kind: must-not-block, milestones: [{teem: X}, {level: x}, {}]}\n"
        "  - {id: [g], kind: must-not-block}\n",
        [
            "2:5: rules: there is no file 'must-not-block' (looked for must-not-block)",
            "3:5: rules: the key 'id' is missing",
            "4:5: rules: the key 'kind' is missing",
            "6:10: rules: the id 'a' stands in line 5 too",
            "7:10: rules: 'cycle' is the name of a built-in check: choose another id",
            "8:19: rule b: kind: expected one of ",
            "9:5: rule c: the key 'milestones' is missing (must-not-block)",
            "10:58: rule d: unknown key 'sevrity' (did you mean 'severity'?)",
            "10:78: rule d: why: expected a text, got ''",
            "11:68: rule e: severity: expected one of error, warning, info, off, got 'fatal'",
            "12:49: rule f: milestones: unknown key 'teem' (did you mean 'team'?)",
            "12:67: rule f: milestones: level: expected a whole number, got 'x'",
            "13:10: rules: id: expected a code, got a list",
        ],
    ),
    "duplicate keys": (
        "title: x\ntitle: y\nchecks: {orphan: off, orphan: off}\n",
        [
            "2:1: duplicate key 'title': it stands in line 1 too",
            "3:23: duplicate key 'orphan': it stands in line 3 too",
        ],
    ),
    "a cut text": (
        "title: Plan #2\n",
        [
            "1:8: title: YAML takes '#2' behind 'Plan' for a comment: quote the text if that "
            "belongs to it, or write the comment on a line of its own"
        ],
    ),
    "not YAML": ("rules: [\n", ["2:1: not valid YAML: did not find expected node content"]),
    "a list": ("- a.yaml\n", ["1:1: expected a mapping, got a list"]),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_everything_wrong_is_said_with_its_place(mistake: str) -> None:
    text, expected = WRONG[mistake]
    Path("folder").mkdir()
    Path("loop").symlink_to("loop")

    _, problems = read(text)

    assert len(problems) == len(expected)
    for problem, start in zip(problems, expected, strict=True):
        assert problem.startswith(f"depgraph.yaml:{start}")


def test_an_empty_configuration_is_an_error() -> None:
    assert read("")[1] == ["depgraph.yaml: the file is empty: expected a mapping"]


@pytest.mark.parametrize(
    ("files", "start", "found"),
    [
        ([], "x/y", None),
        (["depgraph.yaml"], ".", "depgraph.yaml"),
        (["depgraph.yaml"], "x/y", "depgraph.yaml"),
        (["x/depgraph.yaml", "depgraph.yaml"], "x/y", "x/depgraph.yaml"),
        (["graphs/depgraph.yaml"], ".", "graphs/depgraph.yaml"),
        (["graphs/depgraph.yaml"], "x/y", "graphs/depgraph.yaml"),
        (["x/graphs/depgraph.yaml", "graphs/depgraph.yaml"], "x/y", "x/graphs/depgraph.yaml"),
        (["depgraph.yaml", "x/graphs/depgraph.yaml"], "x/y", "x/graphs/depgraph.yaml"),
        (["depgraph.yaml", "graphs/depgraph.yaml"], "x", "depgraph.yaml"),
        (["depgraph.yaml", "graphs/depgraph.yaml"], "graphs", "graphs/depgraph.yaml"),
        (["graphs/depgraph.yaml"], "graphs/schedules", "graphs/depgraph.yaml"),
    ],
)
def test_the_nearest_configuration_is_found_beside_or_in_graphs(
    files: list[str], start: str, found: str | None, tmp_path: Path
) -> None:
    Path(".git").mkdir()
    for name in files:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()
    Path(start).mkdir(parents=True, exist_ok=True)

    assert find_config(Path(start)) == (None if found is None else tmp_path / found)


@pytest.mark.parametrize(
    ("top", "home", "is_found"),
    [
        ("above", None, True),
        ("start", None, False),
        (None, "above", True),
        (None, "start", False),
        (None, None, False),
        ("above", "start", True),
    ],
)
def test_the_search_ends_at_the_repository_else_at_home_else_at_once(
    top: str | None,
    home: str | None,
    is_found: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    start = tmp_path / "above" / "between" / "start"
    start.mkdir(parents=True)
    (tmp_path / "above" / "depgraph.yaml").touch()
    places = {"above": tmp_path / "above", "start": start, None: tmp_path / "other"}
    if top is not None:
        (places[top] / ".git").write_text("gitdir: elsewhere\n")  # as a worktree has it
    monkeypatch.setenv("HOME", str(places[home]))
    monkeypatch.chdir(start)

    assert find_config(start) == (tmp_path / "above" / "depgraph.yaml" if is_found else None)


RULE = "{id: %s, kind: must-not-block, milestones: {team: X}}"


def test_rules_may_stand_in_several_files() -> None:
    Path("teams").mkdir()
    Path("teams/a.yaml").write_text(f"rules:\n  - {RULE % 'two'}\n  - {RULE % 'three'}\n")
    Path("teams/b.yaml").write_text(f"rules: [{RULE % 'four'}]\n")

    config, problems = read(f"rules:\n  - {RULE % 'one'}\n  - teams/a.yaml\n  - teams/b.yaml\n")

    assert problems == []
    assert [(rule.id, str(rule.position)) for rule in config.rules] == [
        ("one", "depgraph.yaml:2"),
        ("two", "teams/a.yaml:2"),
        ("three", "teams/a.yaml:3"),
        ("four", "teams/b.yaml:1"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["r.yaml: the file is empty: expected a mapping"]),
        ("# nothing\n", ["r.yaml: the file has only comments: expected a mapping"]),
        ("{}\n", ["r.yaml: the rule file has no rules"]),
        ("rules: []\n", ["r.yaml:1:8: rules: the list is empty"]),
        ("rules:\n", ["r.yaml:1:7: rules: expected a list, got nothing"]),
        ("- a\n", ["r.yaml:1:1: expected a mapping, got a list"]),
        (
            "title: x\nrules: [x.yaml, word]\n",
            [
                "r.yaml:1:1: rule file: unknown key 'title' (known: rules)",
                "r.yaml:2:9: rules: a rule file names no other: list it in depgraph.yaml",
                "r.yaml:2:17: rules: expected a mapping, got 'word'",
            ],
        ),
        (
            f"rules:\n  - {RULE % 'one'}\n  - {RULE % 'two'}\n  - {RULE % 'two'}\n"
            f"  - {RULE % 'cycle'}\n  - {{id: x, kind: must-not-block, milestone: {{}}}}\n",
            [
                "r.yaml:2:10: rules: the id 'one' stands at depgraph.yaml:2 too",
                "r.yaml:4:10: rules: the id 'two' stands in line 3 too",
                "r.yaml:5:10: rules: 'cycle' is the name of a built-in check: choose another id",
                "r.yaml:6:5: rule x: the key 'milestones' is missing (must-not-block)",
                "r.yaml:6:35: rule x: unknown key 'milestone' (did you mean 'milestones'?)",
            ],
        ),
    ],
)
def test_what_is_wrong_in_a_rule_file_is_said_with_its_place(
    text: str, expected: list[str]
) -> None:
    Path("r.yaml").write_text(text)

    _, problems = read(f"rules:\n  - {RULE % 'one'}\n  - r.yaml\n")

    assert problems == expected


def test_a_rule_file_has_to_be_there_once() -> None:
    Path("r.yaml").write_text(f"rules: [{RULE % 'one'}]\n")
    Path("folder").mkdir()

    _, problems = read("rules: [r.yaml, ./r.yaml, gone.yaml, folder, depgraph.yaml]\n")

    assert problems == [
        "depgraph.yaml:1:17: rules: './r.yaml' is named twice",
        "depgraph.yaml:1:27: rules: there is no file 'gone.yaml' (looked for gone.yaml)",
        "depgraph.yaml:1:38: rules: 'folder' is a directory: name the file",
        "depgraph.yaml:1:46: rules: 'depgraph.yaml' is this configuration itself",
    ]


def test_a_configuration_that_cannot_be_read_is_not_passed_over() -> None:
    Path("depgraph.yaml").write_text("graph: a.yaml\n")
    folder = Path("plan")
    folder.mkdir()
    (folder / "a.yaml").write_text("milestones: {A: {}}\n")
    (folder / "depgraph.yaml").symlink_to("nowhere")
    for path in (folder, folder / "a.yaml"):
        with pytest.raises(LoadError, match=r"depgraph\.yaml: cannot be read: No such file"):
            load(path)
