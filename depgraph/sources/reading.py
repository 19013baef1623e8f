"""What readers of other formats are told besides the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

HOURS_PER_DAY = 8.0
"""Hours of work that make a day of a lag or a duration, unless the configuration says other."""

DateOrder = Literal["month-first", "day-first"]
DATE_ORDERS: tuple[DateOrder, ...] = ("month-first", "day-first")


class ListOptions(Struct):
    """How one file is read: mostly a list, in CSV or a sheet that no scheduling program exported.

    Attributes
    ----------
    columns
        The headings of the columns by the fields that they give; no headings where a field is
        not to be taken. What is not named goes by the headings that are known.
    dates
        How dates such as 3/4/2019 are meant; None to go by the other dates.
    delimiter, encoding, sheet, headings
        What parts the cells, the encoding, the name of the sheet, and the row of the headings;
        None to go by what is there.
    project
        Of a file of a scheduling program, the project that is read; None for the only one.
    """

    columns: Mapping[str, tuple[str, ...]] = {}
    dates: DateOrder | None = None
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    headings: int | None = None
    project: str | None = None


class Baseline(Struct):
    """What dates of a schedule are due by: a file, or the number or name of a baseline in it."""

    name: str
    file: Path | None = None


class DueDates(Struct):
    """The baseline of the file that is read: its name, and its dates where it is another file."""

    baseline: str
    dates: Mapping[str, date] | None = None


class ReadingOptions(Struct):
    """What the files of other formats do not tell themselves.

    Attributes
    ----------
    activities
        Keep all activities of a schedule network, not only milestones.
    hours_per_day
        Hours of work that make a day.
    date_order
        How dates such as 3/4/2019 are meant; None to go by the other dates of the file.
    date_order_of_file
        How they are meant by what the file says of itself, where its dates do not tell.
    codes
        The aliases of another plan with the codes that they stand for, for what only
        relationships name.
    calendar
        The calendar of every milestone that names none, whose days lists count.
    lists
        How single lists are read, by their real paths.
    columns
        The columns of every list, before what `lists` says of it.
    baselines
        The baselines of single schedules, by their real paths.
    due
        That of the schedule which is read.
    project
        Of exports with several projects, the one that is read, before what `lists` says.
    prefix
        What stands before the codes of the file that is read, whose own are those of others too.
    """

    activities: bool = False
    hours_per_day: float = HOURS_PER_DAY
    date_order: DateOrder | None = None
    date_order_of_file: DateOrder | None = None
    codes: Mapping[str, str] | None = None
    calendar: str | None = None
    lists: Mapping[Path, ListOptions] = {}
    columns: Mapping[str, tuple[str, ...]] = {}
    baselines: Mapping[Path, Baseline] = {}
    due: DueDates | None = None
    project: str | None = None
    prefix: str | None = None

    def of_list(self, path: Path) -> ListOptions:
        """Return how a list is read.

        Parameters
        ----------
        path
            Its real path.
        """
        options = self.lists.get(path, ListOptions())
        return options._replace(
            columns={**options.columns, **self.columns},
            dates=options.dates or self.date_order,
            project=self.project or options.project,
        )


AS_USUAL = ReadingOptions()
