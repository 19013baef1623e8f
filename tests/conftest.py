"""What several folders of tests need: the command line as users call it, and small plans."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# How long an example takes is no fact about the code: the machine may have other work.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

ROOT = Path(__file__).parent.parent
SCRIPT = Path(sys.executable).with_name("depgraph")

Run = "Callable[..., subprocess.CompletedProcess[str]]"


@pytest.fixture
def run() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Call the installed ``depgraph`` with arguments; from the project's folder unless told."""

    def call(
        *arguments: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        return subprocess.run(
            [SCRIPT, *map(str, arguments)],
            cwd=cwd,
            env={**environment, **(env or {})},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    return call


@pytest.fixture
def real_export() -> Path:
    """Return the path of a real export of Primavera P6, where the environment names its folder."""
    folder = os.environ.get("DEPGRAPH_REAL_DATA")
    path = Path(folder or "", "201904-ME.xls")
    if not folder or not path.is_file():
        pytest.skip("DEPGRAPH_REAL_DATA names no folder with 201904-ME.xls")
    return path


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[[str, Mapping[str, Sequence[Sequence[object]]]], Path]:
    """Write a spreadsheet, .xls or .xlsx by its name, and return its path."""

    def create(name: str, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
        path = tmp_path / name
        if name.endswith(".xlsx"):
            from openpyxl import Workbook

            book = Workbook()
            book.remove(book.active)
            for title, rows in sheets.items():
                sheet = book.create_sheet(title)
                for row in rows:
                    sheet.append(row)
            book.save(path)
            return path
        xlwt = pytest.importorskip("xlwt")
        old = xlwt.Workbook()
        general, dated = xlwt.XFStyle(), xlwt.easyxf(num_format_str="D-MMM-YY")
        for title, rows in sheets.items():
            sheet = old.add_sheet(title)
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    style = dated if isinstance(cell, date) else general
                    sheet.write(line, place, cell, style)
        old.save(str(path))
        return path

    return create


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a small file, and return its path."""

    def create(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return create
