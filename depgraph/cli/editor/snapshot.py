"""A plan as its texts say it at a moment, with what the checks find."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.analysis.readings import project_if_possible
from depgraph.cli.editor.buffers import Buffer
from depgraph.errors import DepgraphError, LoadError, Problem
from depgraph.plans.loading import without_collector
from depgraph.plans.opening import Opened, open_selection
from depgraph.plans.selection import Selection, graph_paths
from depgraph.sources.files import path_shown_as, shown_path, yaml_files
from depgraph.sources.kept_files import KeptFiles, keeping_files
from depgraph.sources.opening import opened as open_file
from depgraph.sources.read_record import recorded_apart
from depgraph.sources.unsaved import reading_unsaved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph
    from depgraph.model.schedules import Revision
    from depgraph.rules.findings import Finding


class Snapshot:
    """A plan at a moment.

    Parameters
    ----------
    config
        The configuration of the plan.
    texts
        What editors have of its files and did not save, by real path.
    before
        The snapshot before this one: what it says holds while the texts are no plan, and files
        that did not change are not read again.

    Attributes
    ----------
    problems
        What is wrong in the files, so that they are no plan; empty for a plan.
    findings
        What the checks find in it.
    opened
        The plan; where the texts are none, the last one that was. None if there was none yet.
    """

    def __init__(
        self, config: Path, texts: Mapping[str, bytes], before: Snapshot | None = None
    ) -> None:
        self.config = config
        self.texts = dict(texts)
        self.problems: tuple[Problem, ...] = ()
        self.findings: Sequence[Finding] = ()
        self.opened: Opened | None = before.opened if before is not None else None
        self._buffers: dict[str, Buffer] = {}
        self.kept_files: KeptFiles = before.kept_files if before is not None else KeptFiles()
        self._real_paths: dict[str, str] = {}
        self._uris: dict[str, str] = {}
        self._selection = Selection(config=config)
        with (
            without_collector(),
            reading_unsaved(self.texts),
            keeping_files(self.kept_files),
            recorded_apart() as files,
        ):
            try:
                self.opened = open_selection(self._selection)
                self.findings = self.opened.check().findings
            except LoadError as error:
                self.problems = tuple(error.problems)
            except DepgraphError as error:
                self.problems = (Problem(shown_path(config), 0, 0, str(error)),)
        self.files = frozenset(files)

    @cached_property
    def findings_by_code(self) -> dict[str, list[Finding]]:
        """The findings that name each milestone, in their order."""
        by_code: dict[str, list[Finding]] = {}
        for finding in self.findings:
            for code in finding.codes:
                by_code.setdefault(code, []).append(finding)
        return by_code

    @property
    def graph(self) -> Graph | None:
        """The graph of the plan; None where there was never one."""
        return None if self.opened is None else self.opened.graph

    @cached_property
    def projection(self) -> Projection | None:
        """Its projection; None where there is none."""
        return None if self.graph is None else project_if_possible(self.graph, gaps="float")[0]

    @cached_property
    def schedules(self) -> Sequence[Revision]:
        """The revisions of its schedule; none where they cannot be read."""
        from depgraph.plans.loading import load_schedules

        if self.opened is None:
            return ()
        with reading_unsaved(self.texts), keeping_files(self.kept_files):
            try:
                return load_schedules(self._selection, self.opened.config)
            except DepgraphError:
                return ()

    @cached_property
    def yaml_files(self) -> dict[str, Path]:
        """The YAML files that the plan consists of, by real path."""
        config = None if self.opened is None else self.opened.config
        paths = [self.config]
        if config is not None:
            paths += yaml_files(graph_paths(self._selection, config), [])
            paths += (path for path in (config.schedule, config.baseline) if path is not None)
            paths += (*config.schedules, *config.rule_files)
        paths += (Path(file) for file in self.files)
        return {
            os.path.realpath(path): path
            for path in paths
            if path.suffix in (".yaml", ".yml") and path.is_file()
        }

    def real_path_of(self, shown: str) -> str:
        """Return the real path of a file by the name that messages show it under."""
        real = self._real_paths.get(shown)
        if real is None:
            real = self._real_paths[shown] = real_path_of(shown)
        return real

    def uri_of(self, real: str) -> str:
        """Return the address of a file by its real path."""
        uri = self._uris.get(real)
        if uri is None:
            uri = self._uris[real] = Path(real).as_uri()
        return uri

    def buffer(self, path: Path) -> Buffer | None:
        """Return the text of a file; None where it cannot be read."""
        return self.buffer_of(os.path.realpath(path))

    def buffer_of(self, real: str) -> Buffer | None:
        """Return the text of a file by its real path; None where it cannot be read."""
        if real not in self._buffers:
            path = Path(real)
            with reading_unsaved(self.texts):
                try:
                    with open_file(path) as file:
                        text = file.read().decode("utf-8-sig")
                except (OSError, UnicodeDecodeError):
                    return None
            self._buffers[real] = Buffer(text)
        return self._buffers[real]


def real_path_of(shown: str) -> str:
    """Return the real path of a file by the name that messages show it under."""
    return os.path.realpath(path_shown_as(shown))
