"""What readers of other formats are told besides the file."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from depgraph.records import by_type

HOURS_PER_DAY = 8.0
"""Hours of work that make a day of a lag or a duration, unless the configuration says other."""

DateOrder = Literal["month-first", "day-first"]
DATE_ORDERS: tuple[DateOrder, ...] = ("month-first", "day-first")


@by_type
class ReadingOptions(NamedTuple):
    """What the files of other formats do not tell themselves.

    Attributes
    ----------
    activities
        Keep all activities of a schedule network, not only milestones.
    hours_per_day
        Hours of work that make a day.
    date_order
        How dates such as 3/4/2019 are meant; None to go by the other dates of the file.
    codes
        The aliases of another plan with the codes that they stand for, for what only
        relationships name.
    """

    activities: bool = False
    hours_per_day: float = HOURS_PER_DAY
    date_order: DateOrder | None = None
    codes: Mapping[str, str] | None = None


AS_USUAL = ReadingOptions()
