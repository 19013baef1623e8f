"""The pages of the documentation: README, the chapters, and the blocks of code in them."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
CHAPTERS = sorted((ROOT / "depgraph/docs").glob("*.md"))
PAGES = [README, *CHAPTERS]

COLUMNS = 78
"""Of the terminal that examples are shown on: `depgraph help` sets them in by two, of 80."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what else stands behind that, and its lines."""

    page: Path
    line: int
    language: str
    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


FENCE = re.compile(r"^( *)```(\w*) ?([^\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, *languages: str) -> list[Block]:
    """Return the fenced blocks of a page, of all languages or of some."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(page, text[: match.start()].count("\n") + 1, match[2], match[3], match[4])
        for match in FENCE.finditer(text)
        if not languages or match[2] in languages
    ]


def prose(page: Path) -> str:
    """Return a page without its fenced blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def name_of(page: Path) -> str:
    """Return what tests call a page."""
    return page.stem
