"""Paths as a repository has them, for the formats that place findings at the lines of a change."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.sources.files import path_inside, repository_top

if TYPE_CHECKING:
    from collections.abc import Callable

_TOPS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""The variables in which runners give the folder that they have checked out the repository to."""


def paths_in_repository() -> Callable[[str], str]:
    """Return what turns a path as messages have it into one from the root of the repository.

    That is the folder that the runner names, if the file is there, else the top of the git
    repository here. A path outside of both, or in a revision, stays as it is.
    """
    folders = [Path(os.environ[name]) for name in _TOPS if os.environ.get(name)]
    top = repository_top(Path.cwd())
    if top is not None:
        folders.append(top)

    def path_of(path: str) -> str:
        inside = (path_inside(Path(path), folder) for folder in folders)
        place = next((place for place in inside if place is not None), None)
        return path if place is None else place.as_posix()

    return path_of
