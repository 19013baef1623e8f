"""Repositories for tests, of nobody's settings."""

import subprocess
from pathlib import Path


def git(folder: Path, *arguments: str) -> str:
    """Run Git in a folder; return what it prints."""
    settings = ("-c", "user.name=N", "-c", "user.email=n@example.org", "-c", "commit.gpgsign=0")
    return subprocess.run(
        ["git", *settings, *arguments], cwd=folder, check=True, capture_output=True, text=True
    ).stdout


def commit(folder: Path, message: str, *options: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message, *options)
