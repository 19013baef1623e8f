"""Where something stands in a file."""

from __future__ import annotations

from depgraph.records import Struct


class Position(Struct):
    """Where something stands: a file as the user named it, line and column from 1.

    In a spreadsheet the name of the sheet stands in brackets behind that of the file, and
    line and column are those of the cell.
    """

    file: str
    line: int
    column: int

    @property
    def path(self) -> str:
        """The file without the sheet.

        Examples
        --------
        >>> Position("plan.xls[TASK]", 3, 1).path, Position("plan[1].yaml", 3, 1).path
        ('plan.xls', 'plan[1].yaml')
        """
        workbook, _, _ = self.file.rpartition("[")
        is_sheet = self.file.endswith("]") and workbook.lower().endswith((".xls", ".xlsx"))
        return workbook if is_sheet else self.file

    def __str__(self) -> str:
        """Return ``file:line``, the form in which editors and people follow it."""
        return f"{self.file}:{self.line}"
