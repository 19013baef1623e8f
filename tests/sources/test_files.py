"""Which files a path stands for."""

import os
from pathlib import Path

import pytest

from depgraph.errors import LoadError
from depgraph.plans.loading import load
from depgraph.sources.files import shown_path, yaml_files


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(**files: str) -> None:
    for name, text in files.items():
        Path(f"{name}.yaml").write_text(text)


def problems_of(*paths: str) -> list[str]:
    with pytest.raises(LoadError) as caught:
        load(paths)
    return str(caught.value).splitlines()


def test_a_directory_stands_for_the_yaml_files_directly_in_it() -> None:
    folder = Path("plan")
    (folder / "below").mkdir(parents=True)
    (folder / "directory.yaml").mkdir()
    for name in ("b.yml", "a.yaml", "readme.md", ".hidden.yaml", "depgraph.yaml", "baseline.yaml"):
        (folder / name).touch()
    (folder / "below/c.yaml").touch()
    (folder / "broken-link.yaml").symlink_to("nowhere")

    found = yaml_files([folder], [])

    assert sorted(path.name for path in found) == ["a.yaml", "b.yml", "broken-link.yaml"]


def test_includes_are_relative_to_the_file_that_includes() -> None:
    Path("plan/more").mkdir(parents=True)
    Path(".git").mkdir()
    Path("plan/a.yaml").write_text("include: [more/b.yaml]\nmilestones: {A: {requires: [C]}}\n")
    Path("plan/more/b.yaml").write_text("include: ../../c.yaml\n")
    Path("c.yaml").write_text("milestones: {C: {}}\n")

    graph = load("plan/a.yaml")

    assert graph.predecessors("A") == ("C",)
    assert str(graph["C"].position) == "c.yaml:1"


def test_a_file_that_is_named_and_included_several_times_is_read_once() -> None:
    write(
        a="include: [b.yaml, c.yaml]\nmilestones: {A: {requires: [D]}}\n",
        b="include: d.yaml\n",
        c="include: ./d.yaml\n",
        d="milestones: {D: {}}\n",
    )
    Path("link.yaml").symlink_to("d.yaml")

    for paths in (("a.yaml",), ("a.yaml", "d.yaml"), (".", "link.yaml"), ("link.yaml", ".")):
        graph = load(paths)
        assert [link.prerequisite for link in graph.links] == ["D"]


@pytest.mark.parametrize("paths", [("a.yaml", "b.yaml"), ("b.yaml", "a.yaml"), ("b.yaml",)])
def test_a_circle_of_includes_is_reported_once(paths: tuple[str, ...]) -> None:
    write(a="include: b.yaml\n", b="include: a.yaml\n")

    (problem,) = problems_of(*paths)

    assert "include: the files include each other in a cycle: " in problem
    if len(paths) == 2:
        assert problem.startswith("b.yaml:1:10: ")
        assert problem.endswith(": a.yaml -> b.yaml -> a.yaml")


def test_a_chain_of_includes_has_an_end() -> None:
    write(**{f"f{n}": f"include: f{n + 1}.yaml\n" for n in range(2000)})

    assert problems_of("f0.yaml") == [
        "f49.yaml:1:10: include: the files include each other more than 50 deep"
    ]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("nowhere.yaml", "there is no file 'nowhere.yaml' (looked for nowhere.yaml)"),
        (
            "../x/nowhere.yaml",
            "'../x/nowhere.yaml' is outside of the folder of the file that names it: "
            "only with --allow-outside is it read",
        ),
        ("folder", "'folder' is a directory: name its files"),
        ("pipe", "'pipe' is neither a file nor a directory"),
        ("loop", "'loop' cannot be read: Too many levels of symbolic links"),
        ("n" * 300, f"'{'n' * 57}...' cannot be read: File name too long"),
        ("folder/depgraph.yaml", "'folder/depgraph.yaml' is a configuration, not a graph file"),
    ],
)
def test_an_include_of_what_is_no_file_is_reported_where_it_stands(
    written: str, problem: str
) -> None:
    Path("folder").mkdir()
    Path("loop").symlink_to("loop")
    os.mkfifo("pipe")
    write(a=f"include:\n  - {written}\nmilestones: {{A: {{}}}}\n")

    assert problems_of("a.yaml") == [f"a.yaml:2:5: include: {problem}"]


def test_what_a_missing_file_may_define_is_reported_with_that_doubt() -> None:
    write(
        a="include: b.yaml\nmilestones: {A: {requires: [B]}}\n",
        c="milestones: {C: {requires: [X]}}",
    )

    problems = problems_of("a.yaml", "c.yaml")

    doubt = "it may stand in what could not be read"
    assert problems == [
        "a.yaml:1:10: include: there is no file 'b.yaml' (looked for b.yaml)",
        f"a.yaml:2:29: A: requires: no file defines 'B'; {doubt}",
        f"c.yaml:1:29: C: requires: no file defines 'X'; {doubt}",
    ]


@pytest.mark.parametrize(
    "name", ["a b.yaml", "été.yaml", "🔭.yaml", "[x].yaml", "-.yaml", "a:1.yaml"]
)
def test_any_file_name_will_do(name: str) -> None:
    Path(name).write_text("milestones: {A: {requires: [B]}}\n")

    assert problems_of(name) == [f"{name}:1:29: A: requires: no file defines 'B'"]


@pytest.mark.parametrize(
    ("name", "shown"), [(b"new\nline.yaml", r"new\nline.yaml"), (b"\xff.yaml", r"\udcff.yaml")]
)
def test_a_file_name_stays_in_one_line_of_text(name: bytes, shown: str) -> None:
    path = os.fsdecode(name)
    Path(path).write_text("milestones: {A: {requires: [B]}}\n")

    assert problems_of(path) == [f"{shown}:1:29: A: requires: no file defines 'B'"]


def test_a_path_is_shown_as_short_as_it_is_true(tmp_path: Path) -> None:
    Path("real/inner").mkdir(parents=True)
    Path("link").symlink_to("real/inner")

    assert shown_path(tmp_path / "real" / "a.yaml") == "real/a.yaml"
    assert shown_path(tmp_path) == "."
    assert shown_path(Path("real/../a.yaml")) == "a.yaml"
    assert shown_path(Path("link/../a.yaml")) == "link/../a.yaml"
    assert shown_path(Path("/elsewhere/a.yaml")) == "/elsewhere/a.yaml"
    assert shown_path(tmp_path.parent / "a.yaml") == (tmp_path.parent / "a.yaml").as_posix()
