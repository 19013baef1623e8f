"""What the documentation shows is what the commands print, and all that it says to type works.

``DEPGRAPH_REFRESH_DOCS=1 pytest tests/docs`` writes what is printed now into the pages.
"""

import os
import re
import shlex
import shutil
import subprocess
from difflib import SequenceMatcher

import pytest

import depgraph
from depgraph.rules.builtin.registry import CHECKS

from ..conftest import SCRIPT
from ..git import git
from .markdown import COLUMNS, PAGES, README, ROOT, Block, blocks, name_of

CUT = "..."
SET_UP = "$(command -v sudo)"
"""How the lines begin that set up a whole machine: the gate runs them."""

EXAMPLES = [
    Block(block.page, block.line, example, "", shown)
    for page in PAGES
    for block in blocks(page, "text")
    for example, shown in re.findall(
        r"^\$ (depgraph .*)\n((?:(?!\$ ).*\n?)*)", block.text, re.MULTILINE
    )
]


def pieces(shown: str) -> list[list[str]]:
    """Return the lines that stand together, between the cuts."""
    found_pieces: list[list[str]] = [[]]
    for line in shown.splitlines():
        if line.strip() == CUT:
            found_pieces.append([])
        else:
            found_pieces[-1].append(line)
    return found_pieces


def agrees(shown: str, printed: str) -> bool:
    """Whether the pieces that are shown are what is printed, in order, and whole without a cut."""
    first, *others = pieces(shown)
    lines = printed.splitlines()
    if lines[: len(first)] != first:
        return False
    place = len(first)
    if not others:
        return place == len(lines)
    for piece in others[:-1]:
        starts = range(place, len(lines) - len(piece) + 1)
        start = next((n for n in starts if lines[n : n + len(piece)] == piece), None)
        if start is None:
            return False
        place = start + len(piece)
    last = others[-1]
    return len(lines) - place >= len(last) and lines[len(lines) - len(last) :] == last


def refreshed(shown: str, printed: str) -> str:
    """Return what is to be shown of what is printed now: the lines most like those shown."""
    if CUT not in [line.strip() for line in shown.splitlines()]:
        return printed
    lines, place, kept = printed.splitlines(), 0, []
    for line in shown.splitlines():
        if line.strip() == CUT:
            kept.append(line)
            continue
        best = max(
            range(place, len(lines)),
            key=lambda n: SequenceMatcher(None, line, lines[n]).ratio(),
            default=None,
        )
        if best is not None:
            kept.append(lines[best])
            place = best + 1
    return "".join(f"{line}\n" for line in kept)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda block: f"{block}: {block.language}")
def test_an_example_shows_what_is_printed(run, example):
    _, *arguments = shlex.split(example.language)
    done = run(*arguments, columns=COLUMNS)
    if agrees(example.text, done.stdout):
        return
    if os.environ.get("DEPGRAPH_REFRESH_DOCS"):
        text = example.page.read_text(encoding="utf-8")
        shown = refreshed(example.text, done.stdout)
        command = f"$ {example.language}\n"
        example.page.write_text(
            text.replace(command + example.text, command + shown, 1), encoding="utf-8"
        )
        pytest.skip(f"{example} is written anew")
    assert example.text == done.stdout


def test_numbers_in_prose_are_those_of_the_plan():
    plan = depgraph.open_plan(ROOT / "graphs")
    late = depgraph.table(plan, "delayed", columns="code,overdue")
    overdue = sum(bool(row["overdue"]) for row in late)
    lists = " ".join((ROOT / "depgraph/docs/lists.md").read_text().split())
    words = f"{len(late)} late here, {overdue} overdue and {len(late) - overdue} projected late"
    assert words in lists
    checks, own = len(CHECKS), len(plan.rules.rules)
    findings = (ROOT / "depgraph/docs/findings.md").read_text()
    words = f"{checks + own} rules are {checks} built-in checks and {own} rules of the plan"
    assert words in findings


def test_pages_have_examples():
    assert len(EXAMPLES) >= 8
    assert {example.page.stem for example in EXAMPLES} >= {"README", "lists", "paths", "findings"}


def test_an_example_is_compared_in_order_and_to_its_ends():
    printed = "a\nb\nc\nd\n"
    good = ("a\nb\nc\nd\n", "...\nb\n...\n", "a\n...\nd\n", "a\n...\nc\nd\n", "...\n")
    assert all(agrees(shown, printed) for shown in good)
    bad = ("a\nb\n", "b\n...\n", "a\n...\nc\n", "...\nc\n...\nb\n...\n", "...\na\nc\n...\n", "d\n")
    assert not any(agrees(shown, printed) for shown in bad)


# -- what is to be typed ---------------------------------------------------------------


@pytest.fixture
def clone(tmp_path):
    """A repository with the shipped plan, to change."""
    folder = tmp_path / "clone"
    shutil.copytree(ROOT / "graphs", folder / "graphs")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Plan")
    return folder


WITH_COMMANDS = [page for page in PAGES if blocks(page, "sh")]


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name_of)
def test_commands_work_in_the_order_of_the_page(run, clone, page):
    folder, files = clone, {}
    for block in blocks(page):
        if block.name:
            files[block.name] = block.text
        if block.language != "sh":
            continue
        if page == README:  # what follows the set-up is for plans of one's own, one for each block
            folder = clone.with_name(f"own-{block.line}")
            folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text)
        for line in block.text.splitlines():
            if line.startswith(("#", SET_UP)) or not line:
                continue
            words = shlex.split(line, comments=True)
            if words[0] == "cd":
                folder = folder / words[1]
            elif words[0] == "depgraph" and not set("$|&;<>`") & set(re.sub("'[^']*'", "", line)):
                done = run(*words[1:], cwd=folder)
                assert done.returncode in (0, 1), f"{block}: {line}\n{done.stderr}"
                assert "is now" not in done.stderr, f"{block}: {line}\n{done.stderr}"
            else:
                path = f"{SCRIPT.parent}{os.pathsep}{os.environ['PATH']}"
                shell = subprocess.run(
                    ["bash", "-euo", "pipefail", "-c", line],
                    cwd=folder,
                    env={**os.environ, "PATH": path},
                    capture_output=True,
                    encoding="utf-8",
                    check=False,
                    timeout=60,
                )
                assert shell.returncode in (0, 1), f"{block}: {line}\n{shell.stderr}"


LISTED = [
    command
    for command in re.findall(r"^\| `depgraph (.*?)` \|", README.read_text(), re.MULTILINE)
    if command.split()[0] not in ("import", "init", "lsp", "mcp")  # with their files, or to clients
]


@pytest.mark.parametrize("command", LISTED)
def test_every_command_of_the_table_works(printed, clone, command):
    text = printed(*shlex.split(command), cwd=clone)
    assert text or list(clone.glob(f"*.{command.split('.')[-1]}"))


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")], ids=name_of)
def test_python_gives_the_values_that_stand_behind_it(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for block in blocks(page, "python"):
        if block.name:
            continue  # a module, which has tests of its own
        code = "\n" * block.line + block.text
        exec(compile(code, str(page), "exec"), names)  # noqa: S102 - the page's own
        for expression, value in re.findall(r"^(\S.*?)  # (.+)$", block.text, re.MULTILINE):
            if "=" not in expression.split("(")[0]:
                assert repr(eval(expression, names)) == value, f"{block}: {expression}"  # noqa: S307
