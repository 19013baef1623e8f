"""The files of a revision: only those of plans, bounded, and gone afterwards."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from depgraph.sources import revisions
from depgraph.sources.revision_folder import temporary_folder
from depgraph.sources.revisions import RevisionError, extracted, read_name


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, which the test has for itself."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a plan, and with other files beside and elsewhere."""
    root = tmp_path / "repo"
    (root / "plan").mkdir(parents=True)
    (root / "plan" / "depgraph.yaml").write_text("graph: p.yaml\n")
    (root / "plan" / "p.yaml").write_text("milestones: {A: {}}\n")
    (root / "plan" / "dates.csv").write_text("x" * 3_000)
    (root / "plan" / "film.mp4").write_bytes(b"x" * 9_000)
    (root / "data.csv").write_text("not beside a configuration\n")
    settings = ("-c", "user.name=N", "-c", "user.email=n@example.org", "-c", "commit.gpgsign=0")
    for arguments in (("init", "-q"), ("add", "-A"), (*settings, "commit", "-q", "-m", "first")):
        subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)
    monkeypatch.chdir(root)
    return root


def written(root: Path) -> dict[str, int]:
    return {
        path.relative_to(root).as_posix(): path.stat().st_size
        for path in root.rglob("*")
        if path.is_file()
    }


def test_only_what_can_be_of_a_plan_is_written_and_only_for_a_time(
    repository: Path, temporary: Path
) -> None:
    with extracted(read_name("HEAD")) as revision:
        assert written(revision.root) == {
            "plan/depgraph.yaml": 14,
            "plan/p.yaml": 20,
            "plan/dates.csv": 3_000,
        }
        assert revision.root.parent == temporary
    assert list(temporary.iterdir()) == []


def test_of_a_file_that_no_reader_takes_only_the_size_is_written(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revisions, "_LARGEST", 2_999)
    with extracted(read_name("HEAD")) as revision:
        data = revision.root / "plan" / "dates.csv"
        assert data.stat().st_size == 3_000
        assert set(data.read_bytes()) == {0}
        assert (revision.root / "plan" / "p.yaml").read_text() == "milestones: {A: {}}\n"


def test_a_revision_with_too_much_is_refused(
    repository: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revisions, "_MOST", 3_000)
    with pytest.raises(RevisionError, match="MiB of files that may be of a plan, and at most"):  # noqa: SIM117
        with extracted(read_name("HEAD")):
            pass
    assert list(temporary.iterdir()) == []


def test_files_are_read_a_few_at_a_time(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revisions, "_AT_ONCE", 15)
    asked: list[int] = []
    real = revisions.contents_by_id

    def counted(ids):
        ids = list(ids)
        asked.append(len(ids))
        return real(ids)

    monkeypatch.setattr(revisions, "contents_by_id", counted)
    with extracted(read_name("HEAD")) as revision:
        assert len(written(revision.root)) == 3
    assert asked == [1, 1, 1]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there are no locks of folders")
def test_what_killed_runs_left_is_removed_and_what_runs_have_is_not(temporary: Path) -> None:
    left, new, other = (
        temporary / name for name in ("depgraph-revision-a", "depgraph-revision-b", "x")
    )
    for folder in (left, new, other):
        folder.mkdir()
        (folder / "p.yaml").touch()
    link = temporary / "depgraph-revision-link"
    link.symlink_to(other)
    long_ago = time.time() - 61
    for folder in (left, other):
        os.utime(folder, (long_ago, long_ago))
    with temporary_folder() as running:
        os.utime(running, (long_ago, long_ago))
        assert not left.exists()
        with temporary_folder():
            assert running.is_dir()
    assert sorted(temporary.iterdir()) == [new, link, other]
    assert (other / "p.yaml").exists()
