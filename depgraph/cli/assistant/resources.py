"""What an assistant may read: the files of the plan, its findings and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.cli.assistant.calling import run
from depgraph.cli.assistant.tools import ToolError
from depgraph.records import Struct
from depgraph.sources.opening import opened

if TYPE_CHECKING:
    from pathlib import Path

    from depgraph.plans.keeping import KeptPlans

_FILES = "plan://files/"
_FINDINGS = "plan://findings"
_PICTURES = "plan://pictures/"
_LARGEST_FILE = 1_000_000
VIEWS = ("overview", "calendar", "features")


class Offered(Struct):
    """Something that may be read."""

    uri: str
    name: str
    about: str
    type: str


def offered(kept: KeptPlans) -> list[Offered]:
    """Return what may be read."""
    files = [
        Offered(f"{_FILES}{shown}", shown, "A file of the plan, as it is written.", "text/plain")
        for shown in sorted(plan_files())
    ]
    pictures = [
        Offered(
            f"{_PICTURES}{view}.svg", f"{view}.svg", f"The plan drawn: {view}.", "image/svg+xml"
        )
        for view in VIEWS
    ]
    findings = Offered(_FINDINGS, "findings", "What depgraph check finds.", "application/json")
    del kept  # nothing is read of the plan to say what there is
    return [findings, *files, *pictures]


def plan_files() -> dict[str, Path]:
    """Return the files of the plan of the working directory, by the names that are shown.

    They are those that its configuration names, which keeps them inside of its repository.
    """
    from depgraph.plans.selection import Selection, graph_paths, select_config
    from depgraph.sources.files import shown_path, yaml_files

    selection = Selection()
    config = select_config(selection, [])
    paths = [
        config.path,
        *yaml_files(graph_paths(selection, config), []),
        config.schedule,
        *config.schedules,
        config.baseline,
        *config.rule_files,
    ]
    return {shown_path(path): path for path in paths if path is not None}


def read(uri: str, kept: KeptPlans) -> tuple[str, str]:
    """Return a resource and its type.

    Raises
    ------
    ToolError
        If there is none of this name, or it is no text.
    CallError
        If the plan is broken.
    """
    if uri == _FINDINGS:
        from depgraph.reports.data import as_text

        answer = run("check", ["--format=json", "--all"], kept)
        assert answer.data is not None, "check has an answer in JSON"
        return as_text(answer.data), "application/json"
    if uri.startswith(_PICTURES):
        view = uri.removeprefix(_PICTURES).removesuffix(".svg")
        if view in VIEWS and uri.endswith(".svg"):
            written = run("render", [f"--view={view}", "--format=svg"], kept).written
            text = written.decode() if isinstance(written, bytes) else written
            return text, "image/svg+xml"
    if uri.startswith(_FILES):
        path = plan_files().get(uri.removeprefix(_FILES))
        if path is not None:
            return _text_of(path), "text/plain"
    raise ToolError(f"there is no {uri[:200]!r}: list the resources")


def _text_of(path: Path) -> str:
    with opened(path) as file:
        data = file.read(_LARGEST_FILE + 1)
    if len(data) > _LARGEST_FILE:
        kept = data[:_LARGEST_FILE].decode("utf-8", "ignore")
        return f"{kept}\n... and more: the file has {path.stat().st_size:,} bytes"
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise ToolError(f"{path.name} is no text: ask the tools for what it says") from None
