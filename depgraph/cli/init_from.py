"""``depgraph init --from``: a plan around a list, or an export, that is there already."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.edits.baseline import NEW_FILE, changed_text
from depgraph.edits.first_plan import CI_FILES, ci_file, first_config
from depgraph.errors import DepgraphError
from depgraph.plans.opening import open_selection
from depgraph.plans.selection import Selection
from depgraph.records import Struct
from depgraph.rules.baseline import entries_for
from depgraph.sources.files import (
    BASELINE_NAME,
    CONFIG_NAME,
    is_file,
    outside_allowed,
    read_files,
    repository_top,
    shown_path,
    why_outside,
)
from depgraph.sources.formats import MPXJ_ENDS
from depgraph.sources.merge import merge
from depgraph.sources.reading import ReadingOptions
from depgraph.sources.telling import listening

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from depgraph.edits.first_plan import Ci
    from depgraph.errors import Problem
    from depgraph.model import Graph
    from depgraph.plans.opening import Opened
    from depgraph.rules.engine import CheckResult
    from depgraph.rules.findings import Finding
    from depgraph.sources.baseline_format import BaselineEntry
    from depgraph.sources.reading import ListOptions

REASON = "It was there when the checks began."

_PLAIN_ADDRESS = re.compile(r"(https|ssh)://[\w.@:/~+-]+")
"""What needs no quotes in a job, which also others than this machine can reach."""

_EXTRAS = {
    **dict.fromkeys((".xls", ".xlsx"), "primavera"),
    **dict.fromkeys(MPXJ_ENDS, "mpxj"),
}


class FirstPlan(Struct):
    """The files of a new plan, and what stands in the source.

    Attributes
    ----------
    files
        The texts by the paths of the files.
    accepted
        How many findings the baseline has, by their rules.
    failing
        The new errors that no baseline can accept.
    """

    files: dict[Path, str]
    graph: Graph
    accepted: dict[str, int]
    failing: tuple[Finding, ...]


def first_plan(
    source: Path,
    directory: Path,
    *,
    columns: Mapping[str, tuple[str, ...]],
    as_of: date | None,
    ci: Ci | None,
) -> FirstPlan:
    """Return the files of a plan around a file; nothing is written.

    Parameters
    ----------
    source
        A list, or an export of a scheduling program.
    directory
        Where the configuration will be.
    columns
        The headings of a list, by what they give.
    as_of
        The date at which it is true, if that is known.
    ci
        For which CI a job is written too.

    Raises
    ------
    LoadError
        With everything that is wrong in the source.
    DepgraphError
        If it is where a plan in the directory may not read it.
    """
    file = _path_from(source, directory)
    graph, options = _read(source, columns, as_of)
    own = None if as_of is not None else graph.as_of
    config = first_config(graph, options, file=file, as_of=as_of, has_own_date=own is not None)
    opened, result = _checked(config, file, source)
    entries: dict[BaselineEntry, None] = {}
    failing = []
    for finding in result.failing:
        accepting = entries_for(finding, reason=REASON)
        entries |= dict.fromkeys(accepting)
        failing += [] if accepting else [finding]
    files = {directory / CONFIG_NAME: config}
    if entries:
        text = changed_text(NEW_FILE, (), add=[*entries])
        files[directory / BASELINE_NAME] = text
    if ci is not None:
        top = repository_top(directory if directory.is_dir() else Path()) or directory
        inside = os.path.relpath(directory / CONFIG_NAME, top).replace(os.sep, "/")
        extra = _EXTRAS.get(source.suffix.lower())
        files[Path(os.path.relpath(top / CI_FILES[ci]))] = ci_file(
            ci,
            config="" if inside == CONFIG_NAME else inside,
            extras=[extra] if extra else [],
            has_as_of=opened.graph.as_of is not None,
            address=_address(),
        )
    accepted: dict[str, int] = {}
    for entry in entries:
        accepted[entry.rule] = accepted.get(entry.rule, 0) + 1
    return FirstPlan(files, opened.graph, accepted, tuple(failing))


def _address() -> str:
    """Return the repository that this depgraph was installed from, or nothing where it was not.

    pip notes it beside an installed package, without what is secret (PEP 610).
    """
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        noted = json.loads(distribution("depgraph").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return ""
    vcs = noted.get("vcs_info", {})
    if vcs.get("vcs") != "git" or not _PLAIN_ADDRESS.fullmatch(noted["url"]):
        return ""
    return f"git+{noted['url']}@{vcs['commit_id']}"


def _path_from(source: Path, directory: Path) -> str:
    """Return the path of a source from the directory on, as a configuration names it."""
    if not is_file(source):
        raise DepgraphError(f"--from: there is no file {shown_path(source)}")
    if os.path.realpath(source) == os.path.realpath(directory / CONFIG_NAME):
        raise DepgraphError(f"--from: {shown_path(source)} is the configuration itself")
    naming = directory / CONFIG_NAME
    outside = why_outside(source, naming, shown_path(source))
    if outside is not None:
        folder = shown_path(source.parent)
        raise DepgraphError(f"--from: {outside}; put it there, or begin beside it: {folder}")
    return os.path.relpath(os.path.realpath(source), os.path.realpath(directory)).replace(
        os.sep, "/"
    )


def _read(
    source: Path, columns: Mapping[str, tuple[str, ...]], as_of: date | None
) -> tuple[Graph, ListOptions | None]:
    """Return what stands in a source, and how it was read, where it is a list."""
    problems: list[Problem] = []
    files = read_files([source], problems, ReadingOptions(columns=columns))
    own = None if files[0].as_of is None else files[0].as_of.value
    if as_of is not None and own is not None and own != as_of:
        raise DepgraphError(f"--as-of: {shown_path(source)} says itself that it is of {own}")
    graph = merge(files, as_of=as_of, problems=problems)
    return graph, files[0].list_options


def _checked(config: str, file: str, source: Path) -> tuple[Opened, CheckResult]:
    """Return the plan that a configuration makes of a source, and what its check finds."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder, outside_allowed(), listening(None):
        home = Path(folder).joinpath(*["inside"] * file.split("/").count(".."))
        copy = Path(os.path.normpath(home / file))
        for path in (home, copy.parent):
            path.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(source.read_bytes())
        (home / CONFIG_NAME).write_text(config, encoding="utf-8")
        opened = open_selection(Selection(config=home / CONFIG_NAME))
        return opened, opened.check()
